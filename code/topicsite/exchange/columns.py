"""What columns are called that hold what an entry has."""

from __future__ import annotations

import re
from typing import Final

TAGS: Final = "tags"
"""The name for words that become tags, as headings do."""
HEADING: Final = "heading"
"""The name for the heading that a row stands under."""
MAKERS_WORDS: Final = "abstract"

_NAMES: Final[dict[str, str]] = {
    "title": "title", "name": "title", "resource": "title", "course": "title", "courses": "title",
    "book": "title", "paper": "title",
    "url": "url", "link": "url", "links": "url", "address": "url", "href": "url", "uri": "url",
    "web": "url", "website": "url",
    "kind": "kind", "type": "kind", "itemtype": "kind", "format": "kind",
    "authors": "authors", "author": "authors", "by": "authors", "instructor": "authors",
    "instructors": "authors", "creator": "authors", "creators": "authors",
    "published": "published", "year": "published", "date": "published",
    "publicationyear": "published", "publicationdate": "published",
    "duration": "duration", "length": "duration", "time": "duration", "runningtime": "duration",
    "level": "level", "difficulty": "level",
    "access": "access",
    "language": "language", "lang": "language",
    "summary": "summary", "description": "summary", "comment": "summary", "comments": "summary",
    "abstract": MAKERS_WORDS, "abstractnote": MAKERS_WORDS,
    "teaches": "teaches",
    "tags": TAGS, "tag": TAGS, "keywords": TAGS, "topics": TAGS, "manualtags": TAGS,
    "heading": HEADING, "section": HEADING, "category": HEADING,
    "venue": "venue", "journal": "venue", "publicationtitle": "venue", "channel": "venue",
    "doi": "doi", "arxiv": "arxiv", "isbn": "isbn",
    "licence": "licence", "license": "licence", "captions": "captions", "note": "note",
}  # fmt: skip


def field_of(column: str) -> str:
    """The field that a column holds, by its name; empty where that does not tell."""
    start, end = column.find("("), column.rfind(")")
    bare = column[:start] + column[end + 1 :] if 0 <= start < end else column
    plain = re.sub(r"[^a-z]", "", bare.casefold())
    return _NAMES.get(plain, "")
