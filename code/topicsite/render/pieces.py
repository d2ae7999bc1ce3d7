"""HTML cut into tags and texts, of which some are prose: what people read in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from topicsite.render.mathematics import TAG

_PROSE: Final = frozenset({"p", "li", "dd", "figcaption", "blockquote"})
_OPAQUE: Final = frozenset(
    {"a", "abbr", "button", "cite", "code", "dfn", "dt", "iframe", "kbd", "label", "math", "nav"}
    | {"pre", "q", "samp", "select", "summary", "svg", "table", "template", "th", "var"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
)
_SECTIONS: Final = frozenset({"h1", "h2"})
_TRANSPARENT: Final = frozenset({"topicsite-notebook", "topicsite-walk", "topicsite-walked"})
"""Elements of scripts around prose; what others hold is theirs."""
_UNMARKED: Final = re.compile(
    r"\b(?:class=\"(?:[^\"]* )?(?:output|ts-by|ts-cite|ts-goals|ts-own|ts-path-time|ts-stage-title"
    r"|ts-sheets|ts-step-facts|ts-step-title|ts-tags|ts-watch|ts-way|ts-where)[ \"]|data-unmarked)"
)
_GATHERED: Final = re.compile(r"\bclass=\"(?:[^\"]* )?ts-(?:card|home|list|path|walk)[ \"]")
"""Blocks of many short texts, in which what a page has marked before is not marked again."""
_VOID: Final = re.compile(
    r"/>\Z|\A<(?:area|base|br|col|embed|hr|img|input|link|meta|wbr)\b", re.IGNORECASE
)


class Piece(NamedTuple):
    """A tag or a text.

    Attributes:
        text: what it is.
        is_prose: whether it is a text that people read as prose.
        is_gathered: whether it stands on a card, a path or the like, of which there are many.
        is_section: whether it is a tag with which a section begins.
    """

    text: str
    is_prose: bool = False
    is_gathered: bool = False
    is_section: bool = False


class _Opened(NamedTuple):
    name: str
    is_prose: bool
    is_opaque: bool
    is_gathered: bool


def pieces(html: str) -> Iterator[Piece]:
    """Cut HTML into tags and texts."""
    opened: list[_Opened] = []
    prose = opaque = gathered = end = 0
    for tag in TAG.finditer(html):
        if tag.start() > end:
            yield Piece(html[end : tag.start()], prose > 0 and opaque == 0, gathered > 0)
        end = tag.end()
        name = (tag["name"] or "").lower()
        if not name or _VOID.search(tag[0]):
            yield Piece(tag[0])
            continue
        if not tag["end"]:
            has_more = " " in tag[0]
            element = _Opened(
                name,
                name in _PROSE,
                _is_opaque(name, tag[0]),
                has_more and _GATHERED.search(tag[0]) is not None,
            )
            # An element of the same name inside ends before this one does.
            if any(element[1:]) or any(name == one.name for one in opened):
                opened.append(element)
                prose += element.is_prose
                opaque += element.is_opaque
                gathered += element.is_gathered
        elif any(name == one.name for one in opened):
            while opened:
                element = opened.pop()
                prose -= element.is_prose
                opaque -= element.is_opaque
                gathered -= element.is_gathered
                if element.name == name:
                    break
        yield Piece(tag[0], is_section=not tag["end"] and name in _SECTIONS)
    yield Piece(html[end:], prose > 0 and opaque == 0, gathered > 0)


def _is_opaque(name: str, tag: str) -> bool:
    if name in _OPAQUE or ("-" in name and name not in _TRANSPARENT):
        return True
    return " " in tag and _UNMARKED.search(tag) is not None
