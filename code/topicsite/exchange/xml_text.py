"""XML of others, read with bounds: whatever it holds, a reader sees it, or there is a note."""

from __future__ import annotations

import io
import re
from typing import Any, Final
from xml.sax import SAXException, SAXParseException  # defusedxml reads; these are its errors
from xml.sax.handler import ContentHandler, feature_namespaces

from topicsite.exchange.found import Note, Place

_DECLARED: Final = re.compile(r"(?<=<\?xml)([^>?]*?)\sencoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
"""What a file says of its encoding, which is that of the text no longer."""


class TooDeepError(Exception):
    """Elements in elements without end; a reader raises it."""


class Reader(ContentHandler):
    """Sees a document element by element, and knows where it is."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self._locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802  # as SAX calls it
        """Take what knows the place."""
        self._locator = locator

    def place(self) -> Place:
        """Where the reader is."""
        return Place(self.path) if self._locator is None else _place(self.path, self._locator)


def parse(text: str, reader: Reader, kind: str, *, has_namespaces: bool = False) -> Note | None:
    """Let a reader see a document; gives what is wrong with it, after which nothing was seen.

    Args:
        text: the document.
        reader: sees it.
        kind: what such a document is, in a word.
        has_namespaces: whether names come apart from what stands before them.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.sax import make_parser

    parser = make_parser()
    parser.setFeature(feature_namespaces, has_namespaces)
    parser.forbid_dtd = True
    parser.setContentHandler(reader)
    # The text says nothing of its encoding any more, as it is a text already.
    raw = _DECLARED.sub(r"\1", text.removeprefix("\ufeff"), count=1).encode("utf-8", "replace")
    try:
        parser.parse(io.BytesIO(raw))
    except SAXParseException as error:
        place = _place(reader.path, error)
        return Note("broken", place, f"this is no XML: {error.getMessage()}")
    except DefusedXmlException:
        reason = f"the file declares entities or a type of its own, which no {kind} needs"
        return Note("broken", Place(reader.path), reason)
    except (TooDeepError, SAXException, LookupError, ValueError):
        reason = "this is no XML that can be read, or it is nested too deeply"
        return Note("broken", reader.place(), reason)
    return None


def _place(path: str, locator: Any) -> Place:
    return Place(path, locator.getLineNumber() or 1, (locator.getColumnNumber() or 0) + 1)
