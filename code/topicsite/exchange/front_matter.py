"""What stands above a page of Jekyll and its kin: title, old addresses, tags."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from topicsite.exchange import wording
from topicsite.exchange.found import Note, Place, Reading
from topicsite.reading import source
from topicsite.reading.source import Data

_FRONT: Final = re.compile(
    r"-{3}[ \t]*\n((?:(?!(?:-{3}|\.{3})[ \t]*$).*\n)*)(?:-{3}|\.{3})[ \t]*$\n?", re.MULTILINE
)
_TAGS: Final = ("tags", "tag", "categories", "category", "keywords")
_FORMER: Final = ("permalink", "redirect_from", "aliases")

_STYLES: Final = frozenset({"date", "none", "ordinal", "pretty", "weekdate"})
"""What Jekyll takes for a way to make addresses."""


@dataclass
class Front:
    """What a page says of itself.

    Attributes:
        title: what it is called.
        tags: words on the whole page.
        lines: how many lines of the file it takes.
    """

    title: str = ""
    tags: list[str] = field(default_factory=list)
    lines: int = 0


def split(page: str) -> tuple[str, str]:
    """The front matter of a page, if it has one, and what follows."""
    match = _FRONT.match(page)
    return (match[0], page[match.end() :]) if match else ("", page)


def read(path: str, front: str, reading: Reading) -> Front:
    """What front matter says; old addresses and what is wrong go into the reading."""
    match = _FRONT.match(front)
    about = Front(lines=front.count("\n"))
    inner = match[1] if match else ""
    if not inner.strip():
        return about
    read_ = source.parse(path, inner.encode("utf-8", "replace"))
    if not isinstance(read_.data, dict):
        for finding in read_.diagnostics[:1]:
            place = Place(path, finding.span.line + 1, finding.span.column)
            reading.notes.append(Note("broken", place, f"the front matter: {finding.message}"))
        return about
    data = read_.data
    about.title = wording.clean(_text(data.get("title", "")))
    about.tags = wording.unique(word for name in _TAGS for word in _words(data.get(name, [])))
    for name in _FORMER:
        for address in _words(data.get(name, []), whole=True):
            span = source.locate(read_.text, (name,))
            place = Place(path, span.line + 1, span.column)
            former = _former(address)
            if name == "permalink" and address.strip() in _STYLES:
                reason = "this is a style of addresses, and no address"
                reading.notes.append(Note("not-taken", place, reason, address))
            elif former:
                reading.former.append(former)
            elif address != "/":
                reading.notes.append(
                    Note("not-taken", place, "this is no plain path of one page", address)
                )
    return about


def _former(address: str) -> str:
    """An old address as topics write it, below the site's root; nothing for what is no path."""
    path = address.strip().lstrip("/")
    if not re.fullmatch(r"[\w./~-]+", path) or ".." in path or "//" in path:
        return ""
    # Jekyll writes `/page` as `page.html`.
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}.html"


def _text(value: Data) -> str:
    return value if isinstance(value, str) else ""


def _words(value: Data, *, whole: bool = False) -> list[str]:
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str)]
    if not isinstance(value, str):
        return []
    return [value] if whole else wording.words_in(value)
