"""What is said to have happened has happened by now."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from topicsite.checking.places import finding
from topicsite.findings.diagnostics import Diagnostic
from topicsite.reading.load import Loaded


def future_dates(loaded: Loaded, today: datetime.date) -> Iterator[Diagnostic]:
    """Nobody has verified a resource tomorrow, and it did not come out in years to come.

    Publishers print the next year in the autumn; so much is left to them.
    """
    limits = {"last_verified": today.isoformat(), "published": f"{today.year + 1}-12-31"}
    advice = {
        "last_verified": "write the day on which somebody last opened it",
        "published": "write when it came out",
    }
    for entry in loaded.catalog.resources.values():
        for name, limit in limits.items():
            written = getattr(entry.model, name)
            # ISO dates sort as they stand, a year or a month before all of its days.
            if written is not None and written > limit:
                message = f"`{written}` has not come yet; {advice[name]}"
                yield finding(loaded, "future-date", message, entry.path, (name,))
