"""The tags of HTML, in one pass, whatever the text looks like.

Cut as a browser cuts (https://html.spec.whatwg.org/multipage/parsing.html#tokenization): comments
and what only looks like one are passed over, a tag without its end swallows what follows, and what
stands in a script or a style is text. Every character is looked at once, so that no page, however
odd or hostile, costs more than its length; and no page is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple

RAW: Final = frozenset(
    {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"}
)
"""Elements in which no tag counts but their own end."""

_LETTER: Final = re.compile(r"[A-Za-z]")
_NAME: Final = re.compile(r"[^\s/>]+")
_BETWEEN: Final = re.compile(r"[\s/]*")
_SPACE: Final = re.compile(r"\s*")
_ATTRIBUTE: Final = re.compile(r"=?[^\s/>=]*")
_UNQUOTED: Final = re.compile(r"[^\s>]*")
_END: Final = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE | re.ASCII) for name in sorted(RAW)
}
_REFERENCE: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


class Attribute(NamedTuple):
    """One attribute of a tag.

    Attributes:
        name: in lower case.
        value: what it says, with its character references resolved.
        start: where the value's characters begin in the text.
        end: where they end.
    """

    name: str
    value: str
    start: int
    end: int


class Tag(NamedTuple):
    """One tag; that of an end has a slash.

    Attributes:
        name: in lower case, with the slash.
        start: where it begins.
        end: where it ends.
        attributes: what it says; of a name given twice the first counts.
    """

    name: str
    start: int
    end: int
    attributes: dict[str, Attribute]


def tags(text: str, start: int = 0, end: int | None = None) -> Iterator[Tag]:
    """Every tag in a stretch of a text, in order.

    Args:
        text: the text, of which only the stretch is looked at.
        start: where the stretch begins.
        end: where it ends; with the text, if absent.
    """
    end = len(text) if end is None else end
    at = start
    while (at := text.find("<", at, end)) >= 0:
        slash = text.startswith("/", at + 1, end)
        if not _LETTER.match(text, at + 1 + slash, end):
            at = _after_markup(text, at, end)
            continue
        tag = _tag(text, at, end, slash)
        if tag is None:
            return
        yield tag
        at = tag.end
        if tag.name in RAW:
            closing = _END[tag.name].search(text, at, end)
            if closing is None:
                return
            at = closing.start()


def resolved(text: str) -> str:
    """A text with its character references resolved, but for those without a semicolon.

    A browser leaves `&copy=2` in an address as it stands, too.
    """
    return _REFERENCE.sub(lambda match: unescape(match[0]), text) if "&" in text else text


def _after_markup(text: str, at: int, end: int) -> int:
    """Where a comment, or what is taken for one, ends; what is no markup at all ends at once."""
    if text.startswith("<!--", at, end):
        if text.startswith((">", "->"), at + 4, end):
            return text.index(">", at) + 1
        close = text.find("-->", at + 4, end)
        return end if close < 0 else close + 3
    if text.startswith(("<!", "<?", "</"), at, end):
        close = text.find(">", at + 2, end)
        return end if close < 0 else close + 1
    return at + 1


def _tag(text: str, start: int, end: int, slash: bool) -> Tag | None:
    """The tag that begins at `start`, or None if the text ends in it."""
    first = start + 1 + slash
    at = _end_of(_NAME, text, first, end)
    kind = text[start + 1 : start + 1 + slash] + text[first:at].lower()
    attributes: dict[str, Attribute] = {}
    while True:
        at = _end_of(_BETWEEN, text, at, end)
        if at >= end:
            return None
        if text[at] == ">":
            break
        name_end = _end_of(_ATTRIBUTE, text, at, end)
        name = text[at:name_end].lower()
        first = last = name_end
        at = _end_of(_SPACE, text, name_end, end)
        if at < end and text[at] == "=":
            first = _end_of(_SPACE, text, at + 1, end)
            if first < end and text[first] in "\"'":
                last = text.find(text[first], first + 1, end)
                if last < 0:
                    return None
                first, at = first + 1, last + 1
            else:
                at = last = _end_of(_UNQUOTED, text, first, end)
        else:
            at = name_end
        value = resolved(text[first:last])
        attributes.setdefault(name, Attribute(name, value, first, last))
    return Tag(kind, start, at + 1, attributes)


def _end_of(pattern: re.Pattern[str], text: str, at: int, end: int) -> int:
    match = pattern.match(text, at, end)
    return match.end() if match else at
