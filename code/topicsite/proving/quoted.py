"""Figures that questions take from the runs of examples: each on one line that is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from topicsite.mathematics.formulas import formulas, without_code
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.questions import PLACEHOLDER, Questions

_DIGITS: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?"
_NUMBER: Final = rf"(?P<number>[-+\N{{MINUS SIGN}}]?{_DIGITS}(?:e[-+]?[0-9]+)?)"
_PIECE: Final = re.compile(r"(\{\}|\.\.\.| +)")


class QuoteError(ValueError):
    """A line that is not printed, or more than once; the message goes on after the figure."""


def figure(lines: Iterable[str], prints: str) -> str:
    """The number on the one line of an output that fits a pattern, as it is printed.

    Args:
        lines: what was printed.
        prints: the whole line with `{}` for the number and `...` for anything; spaces in a row
            count as one.

    Raises:
        QuoteError: if no line fits, or several do and say different numbers.
    """
    pattern = _compiled(prints)
    fits = (pattern.fullmatch(" ".join(line.split())) for line in lines)
    found = list(dict.fromkeys(fit["number"] for fit in fits if fit and fit["number"].strip("+-.")))
    if not found:
        raise QuoteError(f"its run prints no line `{prints}`")
    if len(found) > 1:
        raise QuoteError(
            f"its run prints several lines `{prints}`, with {', '.join(found[:3])}; say more of "
            "the one that is meant"
        )
    return found[0]


@lru_cache
def _compiled(prints: str) -> re.Pattern[str]:
    meaning = {"{}": _NUMBER, "...": ".*?", " ": " "}
    pieces = _PIECE.split(prints)
    return re.compile("".join(meaning.get(piece, re.escape(piece)) for piece in pieces))


def number_of(text: str) -> float:
    """A figure as a number."""
    return float(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))


def written(text: str, *, in_formula: bool = False) -> str:
    """A figure as it stands in a text: with a true minus, and a power of ten as a formula."""
    digits, mark, power = text.partition("e")
    shown = digits.replace("-", "\N{MINUS SIGN}")
    if not mark:
        return shown
    tex = rf"{digits} \cdot 10^{{{int(power)}}}"
    return tex if in_formula else rf"\({tex}\)"


def filled(text: str, write: Callable[[str, bool], str]) -> str:
    """A text with its figures.

    Args:
        text: the text, with the names of figures between double brackets.
        write: a figure by its name, and by whether it stands within a formula.
    """
    inside = [(formula.start, formula.end) for formula in formulas(without_code(text))]

    def figure(place: re.Match[str]) -> str:
        return write(place[1], any(start < place.start() < end for start, end in inside))

    return PLACEHOLDER.sub(figure, text)


def figures_of(entry: Entry[Questions], printed: dict[str, Sequence[str]]) -> dict[str, str]:
    """The figures of a file of questions by name, as far as the runs are known and have them."""
    found: dict[str, str] = {}
    for name, one in entry.model.figures.items():
        lines = printed.get(entry.model.example_of(name) or "")
        if lines is not None:
            try:
                found[name] = figure(lines, one.prints)
            except QuoteError:
                continue  # the build, or `topicsite prove`, has told of it
    return found


def misquotes(catalog: Catalog, example: str, lines: Sequence[str]) -> Iterator[str]:
    """Where the figures of questions and the run of an example do not fit, in a sentence each.

    Args:
        catalog: the catalog.
        example: the example's id.
        lines: what its run printed.
    """
    for entry in catalog.questions.values():
        for name, one in entry.model.figures.items():
            if entry.model.example_of(name) != example:
                continue
            try:
                figure(lines, one.prints)
            except QuoteError as error:
                yield f"{error}, from which {entry.path} takes the figure `{name}`"
