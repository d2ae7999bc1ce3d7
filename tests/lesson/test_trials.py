"""What so many starts say about a claim, and where the starts come from."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicsite.lesson import seed, seeds
from topicsite.lesson.trials import BASE, FEW, borne_out, fisher
from topicsite.model.fields import EXPECTATION


@pytest.mark.parametrize(
    ("expects", "shown", "starts", "verdict"),
    [
        ("always", 20, 20, True),
        ("always", 19, 20, False),
        ("mostly", 11, 20, True),
        ("mostly", 10, 20, False),
        ("sometimes", 1, 20, True),
        ("sometimes", 0, 20, False),
        ("rarely", 1, 20, True),
        ("rarely", 2, 20, False),
        ("never", 0, 20, True),
        ("never", 1, 20, False),
        ("at least 7 of 8", 14, 16, True),
        ("at least 7 of 8", 13, 16, False),
        ("at most 1 of 2", 10, 20, True),
        ("at most 1 of 2", 11, 20, False),
        ("about 7 of 8", 60, 80, True),
        ("about 7 of 8", 32, 80, False),
        ("about 1 of 1", 0, 1, True),
    ],
)
def test_a_share_of_starts(expects: str, shown: int, starts: int, verdict: bool) -> None:
    assert borne_out(expects, shown, starts) is verdict


@pytest.mark.parametrize(
    ("stated", "runs", "shown", "starts", "chance"),
    # As `scipy.stats.fisher_exact` (1.17) gives them.
    [
        (7, 8, 32, 80, 0.019699),
        (3, 4, 1, 4, 0.485714),
        (10, 12, 3, 10, 0.027421),
        (5, 8, 32, 80, 0.27266),
        (1, 1, 0, 1, 1.0),
    ],
)
def test_shares_are_told_apart_as_fisher_does(
    stated: int, runs: int, shown: int, starts: int, chance: float
) -> None:
    assert fisher(stated, runs, shown, starts) == pytest.approx(chance, abs=5e-7)
    assert borne_out(f"about {stated} of {runs}", shown, starts) is (chance >= 0.05)


@pytest.mark.parametrize(
    "expects", ["", "often", "7 of 8", "about 9 of 8", "about 0 of 0", "about 1 of 2 "]
)
def test_an_expectation_of_other_words_is_refused(expects: str) -> None:
    with pytest.raises(ValueError, match="is not `always`"):
        borne_out(expects, 1, 2)


@pytest.mark.parametrize(("shown", "starts"), [(0, 0), (3, 2), (-1, 2)])
def test_no_start_says_nothing(shown: int, starts: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        borne_out("always", shown, starts)


@given(st.from_regex(EXPECTATION, fullmatch=True))
def test_what_an_entry_may_say_is_understood(expects: str) -> None:
    try:
        borne_out(expects, 1, 2)
    except ValueError:
        stated, runs = map(int, re.findall(r"\d+", expects))
        assert stated > runs or runs == 0


def test_draws_move_with_the_base(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(BASE, raising=False)
    assert (seed(), seed(7), seeds(3, first=2)) == (0, 7, [2, 3, 4])
    monkeypatch.setenv(BASE, "4")
    assert (seed(), seed(7), seeds(2)) == (400_000, 400_007, [400_000, 400_001])
    for wrong in ("-1", "x", "1.5", "²"):
        monkeypatch.setenv(BASE, wrong)
        with pytest.raises(ValueError, match="whole number"):
            seed()


def test_a_page_runs_few_starts_until_all_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    for value, run in (("", [5, 6, 7]), ("1", [5, 6])):
        monkeypatch.setenv(FEW, value)
        found = seeds(3, first=5, few=2)
        assert (found, found.planned, found.left_out) == (run, 3, run != [5, 6, 7])
        assert not seeds(3).left_out
    monkeypatch.delenv(FEW)
    assert seeds(3, few=1) == [0, 1, 2]


@pytest.mark.parametrize("few", [0, -1, 4])
def test_few_starts_are_some_of_all(few: int) -> None:
    with pytest.raises(ValueError, match="give a number from 1 to 3"):
        seeds(3, few=few)
