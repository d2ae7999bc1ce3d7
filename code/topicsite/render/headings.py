"""The headings of a finished page, for its table of contents."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from html import unescape
from typing import Final, NamedTuple

_HEADING: Final = re.compile(
    r"<h([1-6])\b[^>]*?\bid=\"([^\"]+)\"[^>]*>(.*?)</h\1>", re.DOTALL | re.IGNORECASE
)
_PERMALINK: Final = re.compile(r"<a class=\"headerlink\".*?</a>", re.DOTALL)
_HIDDEN: Final = re.compile(r"<(\w+)[^>]*\baria-hidden=\"true\"[^>]*>.*?</\1>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]+>")


_MANY: Final = 40
"""Cards on one page of which the contents name none."""


class Heading(NamedTuple):
    """A heading with an id: its level from 1 to 6, its anchor, its text as HTML without tags."""

    level: int
    id: str
    title: str


def headings(html: str) -> list[Heading]:
    """All headings of a page that can be linked to, in order."""
    return [
        Heading(int(level), unescape(anchor), _text(content))
        for level, anchor, content in _HEADING.findall(html)
    ]


def listed(found: Sequence[Heading], cards: Container[str]) -> list[Heading]:
    """The headings for the contents of a page: without cards, where many stand below others.

    A hundred titles would drown what they stand under.

    Args:
        found: all headings of the page.
        cards: the ids of what may be a card.
    """
    others = [heading for heading in found if heading.id not in cards]
    has_others = any(heading.level > 1 for heading in others)
    return others if has_others and len(found) - len(others) > _MANY else list(found)


def _text(content: str) -> str:
    """The words of a heading; entities stay, because the table of contents is HTML too."""
    plain = _TAG.sub("", _HIDDEN.sub("", _PERMALINK.sub("", content)))
    return " ".join(plain.split())
