"""A report prints a table, and its verdicts are decided by numbers."""

from __future__ import annotations

import pytest

from topicsite.lesson import Report, seeds
from topicsite.lesson.trials import FEW


def falls(pair: tuple[float, float]) -> bool:
    return pair[1] < pair[0]


def test_a_report_prints_a_table() -> None:
    report = Report("mazur")
    report.number(
        "error", says=0.298371109, found=0.2983711087600027, within=5e-10, because="the digits",
        digits=9,
    )  # fmt: skip
    report.number("step", says=[0.1, 0.2], found=[0.1, 0.21], within=0.005, because="two digits")
    report.holds(
        "falls", says="it falls", found="from 0.3 to 0.29", when=falls, of=(0.3, 0.29),
        unlike=(0.3, 0.3),
    )  # fmt: skip
    report.control("rate 0", "0.3 throughout")
    report.proved("sum", says="1 + 1 = 2", found="2", when=falls, of=(1, 0), unlike=(0, 1))
    report.trials("luck", says="always", shows=[1, 1, 0], expects="always", found="2 sweeps")
    assert str(report).splitlines() == [
        "| claim | source says | we get | we allow | verdict |",
        "| --- | --- | --- | --- | --- |",
        "| mazur/error | 0.298371109 | 0.298371109 | 5e-10: the digits | reproduced |",
        "| mazur/step | 0.1, 0.2 | 0.1, 0.21 | 0.005: two digits | differs |",
        "| mazur/falls | it falls | from 0.3 to 0.29 |  | reproduced |",
        "| control | rate 0 | 0.3 throughout |  |  |",
        "| mazur/sum | 1 + 1 = 2 | 2 |  | proved |",
        "| mazur/luck | always | in 2 of 3 starts ●●○; 2 sweeps | expected: always | differs |",
    ]


@pytest.mark.parametrize(
    ("says", "found", "within", "verdict"),
    [
        (1.0, 1.0, 0, "reproduced"),
        (1.0, 1.0 + 1e-12, 0, "differs"),
        (1.0, 1.05, 0.05, "reproduced"),
        (1.0, float("nan"), 1.0, "differs"),
        ([1, 2], [1, 3], 0.5, "differs"),
    ],
)
def test_verdicts(says: object, found: object, within: float, verdict: str) -> None:
    tried = Report("r").number("c", says=says, found=found, within=within, because="it is a test")
    assert tried.verdict == verdict


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0000351085, "0.0000351085"), (3e-12, "3e-12"), (-2.5e-5, "-0.000025"), (1e20, "1e+20")],
)
def test_small_numbers_are_written_out(value: float, text: str) -> None:
    assert Report("r").number("c", says=value, found=0, within=1, because="").says == text


def test_a_condition_that_cannot_fail_is_refused() -> None:
    with pytest.raises(ValueError, match="c: the condition holds of the counterexample too"):
        Report("r").holds("c", says="a", found="b", when=falls, of=(2, 1), unlike=(3, 1))
    with pytest.raises(ValueError, match="so it says nothing"):
        Report("r").proved("c", says="a", found="b", when=lambda _: True, of=1, unlike=0)


def test_a_proof_that_numbers_contradict_is_none() -> None:
    tried = Report("r").proved("c", says="a", found="b", when=falls, of=(1, 2), unlike=(1, 1))
    assert tried.verdict == "differs"


def test_many_starts_are_counted_and_few_are_drawn_too() -> None:
    few = Report("r").trials("c", says="a", shows=[True] * 3 + [False], expects="mostly")
    many = Report("r").trials("c", says="a", shows=[True] * 61, expects="always")
    assert (few.found, few.verdict) == ("in 3 of 4 starts ●●●○", "reproduced")
    assert (many.found, many.verdict) == ("in 61 of 61 starts", "reproduced")


def test_few_starts_decide_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = []
    for value in ("", "1"):
        monkeypatch.setenv(FEW, value)
        starts = seeds(3, few=1)
        tried = Report("r").trials(
            "c", says="a", shows=[True] * len(starts), starts=starts, expects="always", found="b"
        )
        rows.append((tried.found, tried.allowed, tried.verdict))
    assert rows == [
        ("in 3 of 3 starts ●●●; b", "expected: always", "reproduced"),
        ("in 1 of 1 starts; b", "expected: always", "1 of 3 starts run"),
    ]


def test_no_more_starts_are_shown_than_there_were() -> None:
    report = Report("r")
    some = report.trials("c", says="a", shows=[True], starts=seeds(2), expects="always")
    assert some.verdict == "reproduced"  # such as those that came to their end
    with pytest.raises(ValueError, match="c: of 1 starts 2 are shown"):
        report.trials("c", says="a", shows=[True] * 2, starts=seeds(1), expects="always")


def test_a_table_cannot_be_broken_by_its_cells() -> None:
    report = Report("r")
    with pytest.raises(ValueError, match="belongs to the claim above it"):
        report.control("without", "nothing")
    with pytest.raises(ValueError, match="neither"):
        report.holds("c", says="a | b", found="c", when=falls, of=(2, 1), unlike=(1, 2))
    with pytest.raises(ValueError, match="2 numbers, here are 1"):
        report.number("c", says=[1, 2], found=1, within=0, because="")
    assert report.findings == []
