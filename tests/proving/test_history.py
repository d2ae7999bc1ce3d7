"""The history of verdicts: joined in any order, read back as written, what turned and when."""

from __future__ import annotations

import datetime
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicsite.project.ledgers import LedgerError
from topicsite.proving.claims import TRIED, Tried
from topicsite.proving.history import (
    History,
    Runtime,
    Sighting,
    Stretch,
    Turn,
    keep,
    noted,
    of_catalog,
    parse,
    read,
    stretches,
    text_of,
    turns,
)
from topicsite.reading.load import load

CATALOG = load(Path(__file__).parents[1] / "catalogs/valid/every-field").catalog
OLD, NEW = Runtime("3.9", "1.26"), Runtime("3.11", "2.4")
PAGE = Runtime("3.12", "2.0", "0.27.8")
CLAIMS = ["paper/sum", "paper/product"]
DAYS = [(datetime.date(2026, 11, 1) + datetime.timedelta(days=n)).isoformat() for n in range(9)]
VERDICTS = st.dictionaries(st.sampled_from(CLAIMS), st.sampled_from(TRIED), min_size=1)
RUNS = st.lists(
    st.tuples(st.sampled_from(DAYS), VERDICTS, st.sampled_from([OLD, NEW, PAGE])), max_size=8
)
Run = tuple[str, dict[str, Tried], Runtime]


def after(runs: list[Run]) -> History:
    """The history after runs on their days."""
    known: History = frozenset()
    for day, found, runtime in sorted(runs, key=lambda run: run[0]):
        known = noted(known, found, runtime, day)
    return known


def run(*days: tuple[int, Tried], runtime: Runtime = OLD) -> list[Run]:
    """Runs that tried one claim."""
    return [(DAYS[day], {CLAIMS[0]: verdict}, runtime) for day, verdict in days]


@given(RUNS)
def test_what_is_written_is_read(runs: list[Run]) -> None:
    known = after(runs)
    assert parse(text_of(known)) == known
    assert text_of(parse(text_of(known))) == text_of(known)


@given(RUNS, RUNS)
def test_two_branches_are_joined_line_by_line(ours: list[Run], theirs: list[Run]) -> None:
    a, b = after(ours), after(theirs)
    assert parse(text_of(a) + text_of(b)) == parse(text_of(b) + text_of(a)) == a | b
    lines = {*text_of(a).splitlines(keepends=True), *text_of(b).splitlines(keepends=True)}
    assert "".join(sorted(lines)) == text_of(a | b)


@given(RUNS)
def test_the_last_run_of_a_runtime_stands(runs: list[Run]) -> None:
    last = {}
    for day, found, runtime in sorted(runs, key=lambda run: run[0]):
        last.update({(claim, runtime): (verdict, day) for claim, verdict in found.items()})
    stand = {
        (claim, runtime): (stretch.verdict, stretch.since)
        for claim, found in stretches(after(runs)).items()
        for stretch in found
        for runtime in stretch.runtimes
    }
    assert stand.keys() == last.keys()
    for key, (verdict, since) in stand.items():
        assert verdict == last[key][0]
        assert since <= last[key][1]


@given(RUNS)
def test_a_run_that_finds_the_same_changes_nothing(runs: list[Run]) -> None:
    known = after(runs)
    for claim, found in stretches(known).items():
        for stretch in found:
            for runtime in stretch.runtimes:
                assert noted(known, {claim: stretch.verdict}, runtime, "2027-01-01") == known


def test_since_when_a_verdict_stands() -> None:
    known = after(
        [*run((1, "reproduced"), (3, "reproduced")), *run((2, "reproduced"), runtime=NEW)]
    )
    assert stretches(known) == {
        CLAIMS[0]: [
            Stretch("reproduced", DAYS[1], (OLD,)),
            Stretch("reproduced", DAYS[2], (NEW,)),
        ]
    }
    assert turns(known) == []


def test_runtimes_of_one_day_stand_together_the_older_first() -> None:
    runs = [run((1, "proved"), runtime=runtime)[0] for runtime in (PAGE, NEW, OLD)]
    (stretch,) = stretches(after(runs))[CLAIMS[0]]
    assert stretch.runtimes == (OLD, NEW, PAGE)


def test_a_verdict_that_turns_is_told_the_latest_first() -> None:
    known = after(run((1, "reproduced"), (3, "differs"), (5, "reproduced")))
    assert turns(known) == [
        Turn(CLAIMS[0], DAYS[5], "differs", "reproduced", (OLD,)),
        Turn(CLAIMS[0], DAYS[3], "reproduced", "differs", (OLD,)),
    ]
    assert stretches(known)[CLAIMS[0]] == [Stretch("reproduced", DAYS[5], (OLD,))]


def test_one_turn_is_told_once_for_all_runtimes() -> None:
    both = [run((1, "reproduced"), (2, "differs"), runtime=runtime) for runtime in (NEW, OLD)]
    (turn,) = turns(after([*both[0], *both[1]]))
    assert turn.runtimes == (OLD, NEW)


def test_what_is_mended_on_the_same_day_never_happened() -> None:
    known = after(run((1, "reproduced")))
    wrong = noted(known, {CLAIMS[0]: "differs"}, OLD, DAYS[2])
    assert noted(wrong, {CLAIMS[0]: "reproduced"}, OLD, DAYS[2]) == known


def test_a_clock_that_was_ahead_does_not_outlive_the_next_run() -> None:
    known = after(run((8, "differs")))
    assert noted(known, {CLAIMS[0]: "proved"}, OLD, DAYS[2]) == after(run((2, "proved")))


def test_claims_that_are_gone_are_forgotten_and_renamed_ones_are_not() -> None:
    (claim, *_) = dict(CATALOG.claims())
    resource, _, name = claim.partition("/")
    (old, *_) = CATALOG.resources[resource].model.formerly
    seen = Sighting(f"{old}/{name}", OLD, DAYS[1], "proved")
    gone = replace(seen, claim="nobody/says")
    assert of_catalog(frozenset({seen, gone}), CATALOG) == {replace(seen, claim=claim)}


def test_the_file_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.ledger"
    assert read(path) == frozenset()
    (claim, *_) = dict(CATALOG.claims())
    _, known = keep(path, {claim: "proved"}, OLD, DAYS[1], CATALOG)
    assert read(path) == known
    written = path.stat()
    keep(path, {claim: "proved"}, OLD, DAYS[2], CATALOG)
    assert path.stat().st_mtime_ns == written.st_mtime_ns
    assert path.stat().st_ino == written.st_ino


LINE = "paper/sum 2026-11-24 reproduced python-3.11 numpy-2.4"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("<<<<<<< ours", "a merge was left half done"),
        ("paper/sum 2026-11-24", "write a claim, a day, a verdict and what it was tried with"),
        (LINE.replace("paper/sum", "sum"), "write a claim"),
        (LINE.replace("numpy", "scipy"), "write a claim"),
        (LINE + " pyodide-0.27.8 more", "write a claim"),
        (LINE.replace("11-24", "11-31"), "`2026-11-31` is not a day; write it as `2026-11-24`"),
        (
            LINE.replace("reproduced", "reproducd"),
            "there is no verdict `reproducd`; did you mean `reproduced`?",
        ),
        (LINE.replace("3.11", "3.x!"), "`3.x!` is not a version; write it as `3.11`"),
    ],
)
def test_a_line_that_is_none_is_refused_with_its_number(line: str, said: str) -> None:
    with pytest.raises(LedgerError) as caught:
        parse(f"# head\n{LINE}\n{line}\n")
    assert str(caught.value).startswith(f"line 3: {said}")


@given(st.text())
def test_any_text_is_a_history_or_refused(text: str) -> None:
    try:
        known = parse(text)
    except LedgerError:
        return
    assert parse(text_of(known)) == known


def test_of_one_day_the_worst_verdict_stands() -> None:
    known = frozenset(Sighting(CLAIMS[0], OLD, DAYS[1], verdict) for verdict in TRIED)
    assert [stretch.verdict for stretch in stretches(known)[CLAIMS[0]]] == ["differs"]
    assert len(turns(known)) == len(list(pairwise(TRIED)))
