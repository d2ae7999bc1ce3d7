"""A report prints a table, and its verdicts are decided by numbers."""

from __future__ import annotations

import pytest

from topicsite.lesson import Report


def test_a_report_prints_a_table() -> None:
    report = Report("mazur")
    report.number("error", says=0.298371109, found=0.2983711087600027, within=5e-10, digits=9)
    report.number("step", says=[0.1, 0.2], found=[0.1, 0.21], within=0.005)
    report.holds("falls", says="it falls", found="from 0.3 to 0.29", when=0.29 < 0.3)
    assert str(report).splitlines() == [
        "| claim | source says | we get | may differ by | verdict |",
        "| --- | --- | --- | --- | --- |",
        "| mazur/error | 0.298371109 | 0.298371109 | 5e-10 | reproduced |",
        "| mazur/step | 0.1, 0.2 | 0.1, 0.21 | 0.005 | differs |",
        "| mazur/falls | it falls | from 0.3 to 0.29 |  | reproduced |",
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
    assert Report("r").number("c", says=says, found=found, within=within).verdict == verdict


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0000351085, "0.0000351085"), (3e-12, "3e-12"), (-2.5e-5, "-0.000025"), (1e20, "1e+20")],
)
def test_small_numbers_are_written_out(value: float, text: str) -> None:
    assert Report("r").number("c", says=value, found=0, within=1).says == text


def test_a_table_cannot_be_broken_by_its_cells() -> None:
    with pytest.raises(ValueError, match="neither"):
        Report("r").holds("c", says="a | b", found="c", when=True)
    with pytest.raises(ValueError, match="2 numbers, here are 1"):
        Report("r").number("c", says=[1, 2], found=1, within=0)
