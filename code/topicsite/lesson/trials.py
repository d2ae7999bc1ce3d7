"""Random starts: how an example draws them, and what so many of them say about a claim."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from math import comb
from typing import Final

BASE: Final = "TOPICSITE_STARTS"
"""The variable of the environment that moves every draw of an example."""

FEW: Final = "TOPICSITE_FEW"
"""The variable that has an example run few of its starts, if it says how many those are.

A page sets it until its reader asks for all. Verdicts are of all starts, so whoever decides one
leaves it empty.
"""

_SHARE: Final = re.compile(r"(at least|at most|about) ([0-9]+) of ([0-9]+)\Z")
_WORDS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "always": lambda shown, starts: shown == starts,
    "mostly": lambda shown, starts: 2 * shown > starts,
    "sometimes": lambda shown, starts: shown > 0,
    "rarely": lambda shown, starts: 20 * shown <= starts,
    "never": lambda shown, starts: shown == 0,
}
_DOUBTFUL: Final = 0.05
"""Below this probability two shares are not taken for the same."""


def seed(number: int = 0) -> int:
    """The seed of a random draw: its number in the example, moved by the base.

    An example draws nothing without it, so that all of it can be run from other starts.

    Args:
        number: tells the draws of an example apart, 0 to 99,999.

    Raises:
        ValueError: if the base in the environment is no whole number from 0 on.
    """
    base = os.environ.get(BASE) or "0"
    if not base.isdecimal():
        raise ValueError(f"{BASE} is `{base}`; give a whole number such as 1")
    return int(base) * 100_000 + number


class Starts(list[int]):
    """The seeds of an example's starts, or of the few that a page runs at first.

    Attributes:
        planned: how many starts the example has.
    """

    def __init__(self, run: Iterable[int], planned: int) -> None:
        """Take the seeds that are run, of so many that are planned."""
        super().__init__(run)
        self.planned = planned

    @property
    def left_out(self) -> bool:
        """Whether fewer are run than are planned."""
        return len(self) < self.planned


def seeds(count: int, first: int = 0, few: int | None = None) -> Starts:
    """The seeds of so many starts: the draws `first`, `first` + 1 and so on.

    Args:
        count: how many starts the claim is tried from.
        first: the number of the first draw.
        few: how many of them a page runs at first, where all would take too long.

    Raises:
        ValueError: if `few` is not one of them at least, or more than all.
    """
    if few is not None and not 1 <= few <= count:
        raise ValueError(f"few={few} of {count} starts; give a number from 1 to {count}")
    run = few if few is not None and os.environ.get(FEW) else count
    return Starts((seed(first + number) for number in range(run)), count)


def stated(number: int) -> int:
    """The seed that a source names: what it printed depends on it, so no base moves it."""
    return number


def borne_out(expects: str, shown: int, starts: int) -> bool:
    """Whether so many starts bear out what a source says of all.

    "About 7 of 8" is borne out unless Fisher's exact test tells the two shares apart at 5 %.

    Args:
        expects: `always`, `mostly` (more than half), `sometimes` (at least once), `rarely` (1 in
            20 at most) or `never`; or `at least`, `at most` or `about`, then `7 of 8`.
        shown: how many starts show it.
        starts: how many there were.

    Raises:
        ValueError: if `expects` is none of these, or there was no start.
    """
    if not 0 <= shown <= starts or starts == 0:
        raise ValueError(f"{shown} of {starts} starts is no share")
    if expects in _WORDS:
        return _WORDS[expects](shown, starts)
    share = _SHARE.match(expects)
    if share is None or not int(share[2]) <= int(share[3]) != 0:
        words = ", ".join(f"`{word}`" for word in _WORDS)
        raise ValueError(f"`{expects}` is not {words}, or such as `about 7 of 8`")
    stated, runs = int(share[2]), int(share[3])
    if share[1] == "about":
        return fisher(stated, runs, shown, starts) >= _DOUBTFUL
    difference = shown * runs - stated * starts
    return difference >= 0 if share[1] == "at least" else difference <= 0


def fisher(stated: int, runs: int, shown: int, starts: int) -> float:
    """How probable shares as far apart as these are, if nothing but chance sets them apart.

    Fisher's exact test, two-sided: the sum over all tables with the same margins that are no more
    probable than this one (R. A. Fisher, Statistical Methods for Research Workers, section 21.02).
    """
    hits = stated + shown
    ways = {
        k: comb(runs, k) * comb(starts, hits - k)
        for k in range(max(0, hits - starts), min(runs, hits) + 1)
    }
    return sum(way for way in ways.values() if way <= ways[stated]) / sum(ways.values())
