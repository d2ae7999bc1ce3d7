"""OPML: outlines of feeds and links."""

from __future__ import annotations

import re
from typing import Any, Final
from xml.sax import SAXException, SAXParseException  # defusedxml reads; these are its errors
from xml.sax.handler import ContentHandler

from topicsite.exchange import wording
from topicsite.exchange.found import Found, Note, Place, Reading
from topicsite.reading.source import Data

_DEPTH: Final = 200
_TITLE: Final = 1000
"""Characters of a title that are looked at; the parser hands them on in many pieces."""
_DECLARED: Final = re.compile(r"(?<=<\?xml)([^>?]*?)\sencoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
"""What a file says of its encoding, which is that of the text no longer."""


class _TooDeepError(Exception):
    """Outlines in outlines without end."""


def read(path: str, text: str) -> Reading:
    """The links of an outline, each under those it stands in; what follows a mistake is left."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.sax import parseString

    reading = Reading(path)
    handler = _Outlines(path, reading)
    try:
        raw = without_encoding(text).encode("utf-8", "replace")
        parseString(raw, handler, forbid_dtd=True)
    except SAXParseException as error:
        place = Place(path, error.getLineNumber() or 1, (error.getColumnNumber() or 0) + 1)
        reading.notes.append(Note("broken", place, f"this is no XML: {error.getMessage()}"))
    except DefusedXmlException:
        reason = "the file declares entities or a type of its own, which no outline needs"
        reading.notes.append(Note("broken", Place(path), reason))
    except (_TooDeepError, SAXException, LookupError, ValueError):
        reason = "this is no XML that can be read, or it is nested too deeply"
        reading.notes.append(Note("broken", handler.place(), reason))
    reading.title = wording.clean("".join(handler.title))
    return reading


def without_encoding(text: str) -> str:
    """A document that says nothing of its encoding, as it is a text already."""
    return _DECLARED.sub(r"\1", text.removeprefix("\ufeff"), count=1)


class _Outlines(ContentHandler):
    """What is seen while the outline is read."""

    def __init__(self, path: str, reading: Reading) -> None:
        super().__init__()
        self.path, self.reading = path, reading
        self.names: list[str] = []
        self.in_title = False
        self.title: list[str] = []
        self.length = 0
        self.locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802  # as SAX calls it
        self.locator = locator

    def place(self) -> Place:
        """Where the reader is."""
        if self.locator is None:
            return Place(self.path)
        return Place(
            self.path, self.locator.getLineNumber() or 1, (self.locator.getColumnNumber() or 0) + 1
        )

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
            raise _TooDeepError

    def endElement(self, name: str) -> None:  # noqa: N802
        self.in_title = False
        if name.lower() == "outline" and self.names:
            self.names.pop()

    def characters(self, content: str) -> None:
        if self.in_title:
            self.title.append(content[: _TITLE - self.length])
            self.length += len(self.title[-1])
