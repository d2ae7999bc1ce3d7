"""RIS, which reference managers exchange."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from topicsite.exchange import wording
from topicsite.exchange.found import MAKERS_WORDS, Found, Note, Place, Reading
from topicsite.reading.source import Data

_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "BOOK": ("book",), "EBOOK": ("book",), "CHAP": ("book-chapter",), "ECHAP": ("book-chapter",),
    "COMP": ("code",), "DATA": ("data-set",), "VIDEO": ("video",), "MPCT": ("video",),
    "SLIDE": ("slides",),
}  # fmt: skip
_LINE: Final = re.compile(r"([A-Z][A-Z0-9])  -(?: |\Z)")


def read(path: str, text: str) -> Reading:
    """The records of a file, from `TY` to `ER`; a line that belongs to none is a note."""
    from rispy import loads

    reading = Reading(path)
    for line, record in _records(path, text, reading):
        place = Place(path, line)
        try:
            made = loads("\n".join(record) + "\n")
        except Exception as error:  # whatever a foreign parser makes of a record
            reading.notes.append(
                Note("broken", place, f"this is no record: {type(error).__name__}")
            )
            continue
        if not made:
            reading.notes.append(Note("broken", place, "this is no record"))
        reading.items += [_item(place, one) for one in made]
    return reading


def _records(path: str, text: str, reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """The lines of each record, with the number of its first."""
    start, record = 0, list[str]()
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        match = _LINE.match(line.rstrip() + (" " if line.rstrip().endswith("-") else ""))
        tag = match[1] if match else ""
        if tag == "TY":
            if record:
                reading.notes.append(Note("broken", Place(path, start), "the record has no `ER`"))
                yield start, [*record, "ER  - "]
            start, record = number, [line]
        elif record:
            record.append(line)
            if tag == "ER":
                yield start, record
                record = []
        elif line.strip():
            reading.notes.append(
                Note("broken", Place(path, number), "this line is in no record", line[:80])
            )
    if record:
        reading.notes.append(Note("broken", Place(path, start), "the record has no `ER`"))
        yield start, [*record, "ER  - "]


def _item(place: Place, record: dict[str, Any]) -> Found:
    def first(*names: str) -> str:
        for name in names:
            value = record.get(name)
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str) and one.strip():
                    return wording.clean(one)
        return ""

    said: dict[str, Data] = {}
    if title := first("title", "primary_title", "short_title"):
        said["title"] = title
    names = [
        name
        for field in ("authors", "first_authors")
        for name in record.get(field) or ()
        if isinstance(name, str)
    ]
    if names:
        said["authors"] = list[Data](wording.unique(map(_name, names)))
    date = re.sub(r"/+\Z", "", first("date", "year", "publication_year"))
    if published := wording.day(date) or wording.day(first("year", "publication_year")):
        said["published"] = published
    if venue := first("journal_name", "secondary_title", "alternate_title3"):
        said["venue"] = venue
    if doi := wording.bare_doi(first("doi")):
        said["doi"] = doi
    number = first("issn")
    if (
        re.fullmatch(r"(?:97[89])?[\d -]{9,16}[\dXx]", number)
        and len(re.sub(r"\D", "", number)) > 8
    ):
        said["isbn"] = number
    if arxiv := wording.arxiv_in(
        first("journal_name", "secondary_title"), first("notes"), first("accession_number")
    ):
        said["arxiv"] = arxiv
    if language := first("language"):
        said["language"] = wording.language(language)
    if abstract := first("abstract", "notes_abstract"):
        said[MAKERS_WORDS] = abstract
    tags = [word for word in record.get("keywords") or () if isinstance(word, str)]
    kind = str(record.get("type_of_reference", "")).upper()
    url = first("urls", "url", "link1", "link2", "file_attachments1")
    kinds = (*wording.kind(first("type_of_work")), *_KINDS.get(kind, ()))
    own = wording.own_id(first("id"))
    return Found(place, url, said, (), tuple(wording.unique(tags)), kinds, id=own)


def _name(text: str) -> str:
    """A name with the surname last; behind the comma of a group there is nothing."""
    text = text.strip()
    return wording.clean(text[:-1]) if text.endswith(",") else wording.turned(text)
