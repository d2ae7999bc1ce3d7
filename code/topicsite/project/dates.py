"""What day it is, and when a file last changed, as version control knows it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import NamedTuple

from topicsite.project.git import git


def latest_day() -> datetime.date:
    """The day that has begun somewhere on Earth: who writes there is not ahead of time."""
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=14))).date()


class Changes(NamedTuple):
    """What version control knows about days.

    Attributes:
        last: for each file the day (UTC) of the last commit that touched it.
        doubts: about commits whose dates nobody can mean, in a sentence each.
        seconds: for each file the same to the second, since 1970.
    """

    last: dict[str, datetime.date]
    doubts: list[str]
    seconds: dict[str, int]


def last_changes(root: Path) -> Changes:
    """When the files below `root` changed.

    One `git log` answers for all files. A shallow clone knows too little to tell, so it, like a
    folder without a repository, gives nothing. A commit without a date that a calendar has counts
    as none: a history cannot be mended, and another commit may tell the day.
    """
    if git(root, "rev-parse", "--is-shallow-repository") != "false":
        return Changes({}, [], {})
    log = git(
        root, "-c", "core.quotePath=off", "log", "--relative", "--no-renames", "--name-only",
        "--format=%x00%h %ct",
    )  # fmt: skip
    last: dict[str, datetime.date] = {}
    seconds: dict[str, int] = {}
    doubts = []
    for commit in (log or "").split("\0")[1:]:
        head, *paths = commit.splitlines()
        name, _, stamp = head.partition(" ")
        day = day_of(stamp)
        if day is None:
            doubts.append(f"the date of commit {name} is none that a calendar has, and left out")
            continue
        for path in filter(None, paths):
            # Clocks differ between committers: the order of the log is not the order of days.
            last[path] = max(day, last.get(path, day))
            seconds[path] = max(int(stamp), seconds.get(path, 0))
    return Changes(last, doubts, seconds)


def day_of(stamp: str) -> datetime.date | None:
    """The day of a number of seconds since 1970, up to the year 9999; 0 is what no clock says."""
    try:
        seconds = int(stamp)
        return (
            datetime.datetime.fromtimestamp(seconds, datetime.UTC).date() if seconds > 0 else None
        )
    except (ValueError, OverflowError, OSError):
        return None
