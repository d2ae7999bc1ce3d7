r"""Where formulas stand in a text: between `\(` and `\)`, or displayed between `\[` and `\]`.

A backslash before another one is itself and no beginning: `\\(` opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

_MARK: Final = re.compile(r"\\[\\()\[\]]")
_CLOSING: Final = {r"\(": r"\)", r"\[": r"\]"}
_CODE: Final = re.compile(r"(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)


class Formula(NamedTuple):
    """A formula, or the beginning of one that has no end.

    Attributes:
        start: index of its opening mark.
        end: index behind its closing mark, or behind the opening one if it is not closed.
        tex: what stands between; nothing if it is not closed.
        display: whether it stands on a line of its own.
        is_closed: whether it has an end.
    """

    start: int
    end: int
    tex: str
    display: bool
    is_closed: bool


def formulas(text: str, *, displayed: bool = True) -> Iterator[Formula]:
    """The formulas of a text in order; each mark is looked at once.

    Args:
        text: the text.
        displayed: whether displayed formulas count. Where Markdown is read, a bracket behind a
            backslash is a bracket.
    """
    if "\\(" not in text and not (displayed and "\\[" in text):
        return
    marks = [
        (match.start(), match[0])
        for match in _MARK.finditer(text)
        if displayed or match[0] in ("\\(", "\\)")
    ]
    last = {mark: place for place, mark in marks}
    waiting = iter(marks)
    for place, mark in waiting:
        closing = _CLOSING.get(mark)
        if closing is None:
            continue
        if last.get(closing, -1) < place:
            yield Formula(place, place + 2, "", mark == "\\[", False)
            continue
        close = next(at for at, other in waiting if other == closing)
        if tex := text[place + 2 : close].strip():
            yield Formula(place, close + 2, tex, mark == "\\[", True)


def around(text: str, formula: Callable[[Formula], str], rest: Callable[[str], str]) -> str:
    """A text with each formula and each stretch between them replaced by what a function makes."""
    made = []
    end = 0
    for found in formulas(text):
        if found.is_closed:
            made += [rest(text[end : found.start]), formula(found)]
            end = found.end
    return "".join([*made, rest(text[end:])])


def without_code(text: str) -> str:
    """A paragraph with spaces for what stands in code, where no formula is one."""
    return _CODE.sub(lambda code: " " * len(code[0]), text) if "`" in text else text
