"""What is said to have happened has happened by now."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from topicsite.checking.places import finding
from topicsite.findings.diagnostics import Diagnostic
from topicsite.model.catalog import Entry
from topicsite.model.entries import Resource
from topicsite.reading.load import Loaded


def future_dates(loaded: Loaded, today: datetime.date) -> Iterator[Diagnostic]:
    """Nobody has verified a resource tomorrow, and it did not come out in years to come.

    Publishers print the next year in the autumn; so much is left to them.
    """
    this_day, next_year = today.isoformat(), f"{today.year + 1}-12-31"
    for entry in loaded.catalog.resources.values():
        model = entry.model
        # ISO dates sort as they stand, a year or a month before all of its days.
        if model.last_verified is not None and model.last_verified > this_day:
            message = "write the day on which somebody last opened it"
            yield _finding(loaded, entry, "last_verified", model.last_verified, message)
        if model.published is not None and model.published > next_year:
            yield _finding(loaded, entry, "published", model.published, "write when it came out")


def _finding(
    loaded: Loaded, entry: Entry[Resource], name: str, written: str, advice: str
) -> Diagnostic:
    message = f"`{written}` has not come yet; {advice}"
    return finding(loaded, "future-date", message, entry.path, (name,))
