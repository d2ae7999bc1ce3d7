"""Figures that texts take from the runs of examples."""

from __future__ import annotations

import pytest

from topicsite.proving.quoted import QuoteError, figure, filled, number_of, written

PRINTED = [
    "together 13,002",
    "nudge   0.1   change 0.610000   ratio 6.100",
    "h1 through o1  +0.055399425",
    "| 64 | 12096 | 189 | 64 |",
    "half: 4.9e-13 left, \N{MINUS SIGN}2 right",
    "twice 1",
    "twice 1",
    "other 1",
    "other 2",
    "72.8% right (of 100)",
    "nothing -",
]


@pytest.mark.parametrize(
    ("prints", "found", "number"),
    [
        ("together {}", "13,002", 13002),
        ("nudge 0.1 change ... ratio {}", "6.100", 6.1),
        ("nudge {} change ... ratio ...", "0.1", 0.1),
        ("h1 through o1 {}", "+0.055399425", 0.055399425),
        ("| 64 | ... | {} | ... |", "189", 189),
        ("half: {} left, ...", "4.9e-13", 4.9e-13),
        ("half: ... left, {} right", "\N{MINUS SIGN}2", -2),
        ("twice {}", "1", 1),
        ("{}% right (of 100)", "72.8", 72.8),
    ],
)
def test_the_one_line_that_fits_gives_the_number(prints: str, found: str, number: float) -> None:
    assert figure(PRINTED, prints) == found
    assert number_of(found) == number


@pytest.mark.parametrize(
    ("prints", "reason"),
    [
        ("other {}", "several lines `other {}`, with 1, 2"),
        ("to {}", "no line"),
        ("ogether {}", "no line"),
        ("nothing {}", "no line"),
        ("{}% right .of 100.", "no line"),
    ],
)
def test_no_line_and_several_are_told(prints: str, reason: str) -> None:
    with pytest.raises(QuoteError, match=reason.replace("{}", r"\{\}")):
        figure(PRINTED, prints)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("it is [[a]].", "it is \N{MINUS SIGN}0.5."),
        (r"it is \([[a]] + x\)", "it is \\(\N{MINUS SIGN}0.5 + x\\)"),
        ("so [[b]] is left", r"so \(4.9 \cdot 10^{-13}\) is left"),
        (r"\(x = [[b]]\)", r"\(x = 4.9 \cdot 10^{-13}\)"),
        ("a[[0]], [[ a ]]", "a0, [[ a ]]"),
    ],
)  # fmt: skip
def test_figures_are_written_as_prose_or_as_part_of_a_formula(text: str, shown: str) -> None:
    figures = {"a": "-0.5", "b": "4.9e-13", "0": "0"}
    assert filled(text, lambda one, inside: written(figures[one], in_formula=inside)) == shown
