"""Where in a file a character of a value stands, whatever the value's style does to it.

A folded text has other line ends than its file, a quoted one doubled quotes or escapes. Both are
walked side by side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_ESCAPE: Final = re.compile(r"\\(?:x..|u.{4}|U.{8}|\r?\n[ \t]*|.)", re.DOTALL)
_WITH_A_HEADER: Final = frozenset("|>")


def aligned(raw: str, value: str, style: str, places: Sequence[int]) -> list[int] | None:
    """Indices into `raw` of characters of `value`, or None if the two do not go together.

    Args:
        raw: the value as it stands in the file, with its quotes or the header of its block.
        value: what was read.
        style: `>`, `|`, a quote, or nothing for a plain text.
        places: indices into `value`, ascending; the index behind its last character too.
    """
    at = raw.find("\n") + 1 if style in _WITH_A_HEADER else len(style)
    found = []
    for index, character in enumerate(f"{value}\0"):
        at = _next(raw, at, character)
        found += [at] * places.count(index)
        if len(found) == len(places):
            return found
        width = _width(raw, at, character, style)
        if width is None:
            return None
        at += width
    return None


def _next(raw: str, at: int, character: str) -> int:
    """Past the indentation and line ends that stand before a character in the file only."""
    if character.isspace() and at < len(raw) and raw[at].isspace():
        return at
    while at < len(raw) and raw[at].isspace() and raw[at] != character:
        at += 1
    return at


def _width(raw: str, at: int, character: str, style: str) -> int | None:
    """How many characters of the file a character of the value takes."""
    if style == '"' and (escape := _ESCAPE.match(raw, at)):
        return len(escape[0])
    if raw[at : at + 1] == character:
        return 2 if style == character == "'" else 1
    if character.isspace():  # made by folding
        return 1 if raw[at : at + 1].isspace() else 0
    return None
