"""What an example reports and what entries claim have to fit together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from topicsite.lesson import Report
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Claim
from topicsite.proving.claims import (
    Finding,
    Outcome,
    ReportError,
    by_example,
    disagreements,
    findings,
    outcomes,
    tally,
)
from topicsite.reading.load import load

CATALOG = load(Path(__file__).parents[1] / "catalogs/valid/every-field").catalog


def catalog(*claims: Claim) -> Catalog:
    """The catalog of the case that has every field, with other claims."""
    entry = CATALOG.resources["entry"]
    model = entry.model.model_copy(update={"claims": claims})
    changed = Entry(entry.id, entry.topic, entry.path, model)
    return Catalog(CATALOG.topics, {"entry": changed}, CATALOG.examples)


SUM = Claim(id="sum", says="Two and two are four.", shown_by="addition")
WRONG = Claim(id="sum", says="Two and two are five.", shown_by="addition", discrepancy="A slip.")
ELSEWHERE = Claim(id="sum", says="Two and two are four.", shown_by="other")
SLOW = Claim(id="slow", says="It takes a week.", not_tried="Nobody has a week.")
YES, NO = Outcome("4", "4", "reproduced"), Outcome("5", "4", "differs")
PROVED = Outcome("4", "4", "proved")
LUCK = SUM.model_copy(update={"expects": "always"})
TRIALS = Outcome("4", "in 3 of 3 starts ●●●", "reproduced", "always")


@pytest.mark.parametrize(
    ("claims", "found", "expected"),
    [
        ([SUM], {"entry/sum": YES}, []),
        ([WRONG], {"entry/sum": NO}, []),
        ([SUM, SLOW], {"entry/sum": YES}, []),
        ([ELSEWHERE], {}, []),
        ([SUM], {"entry/sum": PROVED}, []),
        ([LUCK], {"entry/sum": TRIALS}, []),
        (
            [LUCK],
            {"entry/sum": YES},
            [
                "of random starts of `entry/sum` it expects nothing, and the entry `always`; let "
                "`expects` in both say what the source does"
            ],
        ),
        (
            [SUM],
            {"entry/sum": TRIALS},
            [
                "of random starts of `entry/sum` it expects `always`, and the entry nothing; let "
                "`expects` in both say what the source does"
            ],
        ),
        (
            [SUM],
            {"entry/sum": NO},
            [
                "`entry/sum` is not borne out: the source says 5, we get 4; mend it, or explain it "
                "in `discrepancy`"
            ],
        ),
        (
            [WRONG],
            {"entry/sum": YES},
            [
                "`entry/sum` is borne out after all: the source says 4, we get 4; remove its "
                "`discrepancy`"
            ],
        ),
        ([SUM], {}, ["it does not report on `entry/sum`, which names it in `shown_by`"]),
        (
            [SUM],
            {"entry/sum": YES, "entry/sun": YES},
            ["it reports on `entry/sun`, which no entry claims; did you mean `entry/sum`?"],
        ),
        (
            [ELSEWHERE],
            {"entry/sum": YES},
            ["it reports on `entry/sum`, which no entry claims"],
        ),
    ],
)
def test_catalog_and_report(
    claims: list[Claim], found: dict[str, Outcome], expected: list[str]
) -> None:
    assert list(disagreements(catalog(*claims), "addition", found)) == expected


def test_a_report_is_read_as_it_is_printed() -> None:
    rows = [
        ["control", "of nothing above", "1", "", ""],
        ["entry/sum", "4", "4.0001", "0.001: rounding", "reproduced"],
        ["control", "without two", "2", "", ""],
        ["control", "without both", "0", "", ""],
        ["entry/slow", "a week", "in 1 of 2 starts", "expected: always", "differs"],
        ["entry/sure", "a + b = b + a", "5 = 5", "", "proved"],
        ["a table that is no report", "1", "2"],
    ]
    assert outcomes(rows) == {
        "entry/sum": Outcome(
            "4", "4.0001", "reproduced", None, (("without two", "2"), ("without both", "0"))
        ),
        "entry/slow": Outcome("a week", "in 1 of 2 starts", "differs", "always"),
        "entry/sure": Outcome("a + b = b + a", "5 = 5", "proved"),
    }


def test_what_a_report_writes_is_what_is_read() -> None:
    report = Report("entry")
    report.number("sum", says=4, found=4, within=0, because="exact")
    report.control("without two", "2")
    report.trials("slow", says="a week", shows=[True, False], expects="always")
    report.proved("sure", says="a", found="b", when=bool, of=1, unlike=0)
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in str(report).splitlines()
    ]
    assert outcomes(rows) == {
        "entry/sum": Outcome("4", "4", "reproduced", None, (("without two", "2"),)),
        "entry/slow": Outcome("a week", "in 1 of 2 starts ●○", "differs", "always"),
        "entry/sure": Outcome("a", "b", "proved"),
    }


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [["entry/sum", "4", "4", "reproduced"], ["entry/sum", "4", "5", "differs"]],
            "it reports on `entry/sum` twice; keep one of the two",
        ),
        ([["entry/sum", "4", "4", "yes"]], "its verdict on `entry/sum` is `yes`"),
        ([["entry/sum"]], "its verdict on `entry/sum` is `entry/sum`"),
    ],
)
def test_a_report_that_cannot_be_trusted_is_refused(rows: list[list[str]], message: str) -> None:
    with pytest.raises(ReportError, match=re.escape(message)):
        outcomes(rows)


def test_findings_are_sorted_by_example_and_counted() -> None:
    entry = catalog(SLOW, SUM, ELSEWHERE.model_copy(update={"id": "other"})).resources["entry"]
    found = findings(entry, {"entry/sum": YES, "entry/other": NO})
    slow, right, wrong = found
    assert [finding.verdict for finding in found] == ["not tried", "reproduced", "differs"]
    assert by_example(found) == {"addition": [right], "other": [wrong], None: [slow]}
    assert list(tally(found).items()) == [("reproduced", 1), ("differs", 1), ("not tried", 1)]
    assert tally([Finding(SUM, YES)] * 2) == {"reproduced": 2}
