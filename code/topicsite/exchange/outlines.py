"""OPML: outlines of feeds and links."""

from __future__ import annotations

from typing import Any, Final

from topicsite.exchange import wording
from topicsite.exchange.found import Found, Reading
from topicsite.exchange.xml_text import Reader, TooDeepError, parse
from topicsite.reading.source import Data

_DEPTH: Final = 200
_TITLE: Final = 1000
"""Characters of a title that are looked at; the parser hands them on in many pieces."""


def read(path: str, text: str) -> Reading:
    """The links of an outline, each under those it stands in; what follows a mistake is left."""
    reading = Reading(path)
    handler = _Outlines(path, reading)
    if note := parse(text, handler, "outline"):
        reading.notes.append(note)
    reading.title = wording.clean("".join(handler.title))
    return reading


class _Outlines(Reader):
    """What is seen while the outline is read."""

    def __init__(self, path: str, reading: Reading) -> None:
        super().__init__(path)
        self.reading = reading
        self.names: list[str] = []
        self.in_title = False
        self.title: list[str] = []
        self.length = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        self.in_title = name.lower() == "title"
        if name.lower() != "outline":
            return
        given = {key.lower(): wording.clean(value) for key, value in attrs.items()}
        title = given.get("title") or given.get("text") or ""
        url = given.get("url") or given.get("htmlurl") or given.get("xmlurl") or ""
        if url:
            said: dict[str, Data] = {"title": title} if title else {}
            if given.get("description"):
                said["summary"] = given["description"]
            if given.get("language"):
                said["language"] = wording.language(given["language"])
            words = wording.words_in(given.get("category", "").replace("/", " ").strip())
            headings = tuple(filter(None, self.names))
            self.reading.items.append(Found(self.place(), url, said, headings, tuple(words)))
        self.names.append("" if url else title)
        if len(self.names) > _DEPTH:
            raise TooDeepError

    def endElement(self, name: str) -> None:  # noqa: N802
        self.in_title = False
        if name.lower() == "outline" and self.names:
            self.names.pop()

    def characters(self, content: str) -> None:
        if self.in_title:
            self.title.append(content[: _TITLE - self.length])
            self.length += len(self.title[-1])
