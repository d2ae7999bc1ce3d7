"""How long several things take together, where some of them have no time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

_HOURS: Final = 999
"""Hours that a time of an entry can name; what is left are minutes."""


class Time(NamedTuple):
    """How long some steps or resources take together.

    Attributes:
        seconds: the sum of the times that are known.
        known: how many have a time.
        unknown: how many have none, so that the sum is less than the whole.
    """

    seconds: int
    known: int
    unknown: int

    @classmethod
    def of(cls, times: Iterable[int | None]) -> Time:
        """The sum of times in seconds, of which some may not be known."""
        given = list(times)
        known = [seconds for seconds in given if seconds is not None]
        return cls(sum(known), len(known), len(given) - len(known))

    def and_(self, other: Time) -> Time:
        """Both together."""
        return Time(*(mine + more for mine, more in zip(self, other, strict=True)))


def iso(seconds: int) -> str:
    """A time in ISO 8601, in the one form that entries may have too: `PT12M47S`."""
    hours = min(seconds // 3600, _HOURS)
    minutes, rest = divmod(seconds - 3600 * hours, 60)
    parts = ((hours, "H"), (minutes, "M"), (rest, "S"))
    return "PT" + "".join(f"{number}{unit}" for number, unit in parts if number)
