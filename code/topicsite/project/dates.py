"""What day it is, and when a file last changed, as version control knows it."""

from __future__ import annotations

import datetime
from pathlib import Path

from topicsite.project.git import git


def latest_day() -> datetime.date:
    """The day that has begun somewhere on Earth: who writes there is not ahead of time."""
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=14))).date()


def last_changes(root: Path) -> dict[str, datetime.date]:
    """For each file below `root` the day (UTC) of the last commit that touched it.

    One `git log` answers for all files. A shallow clone knows too little to tell, so it, like a
    folder without a repository, gives nothing.
    """
    if git(root, "rev-parse", "--is-shallow-repository") != "false":
        return {}
    log = git(
        root, "-c", "core.quotePath=off", "log", "--relative", "--no-renames", "--name-only",
        "--format=%x00%ct",
    )  # fmt: skip
    changes: dict[str, datetime.date] = {}
    for commit in (log or "").split("\0")[1:]:
        stamp, *paths = commit.splitlines()
        day = datetime.datetime.fromtimestamp(int(stamp), tz=datetime.UTC).date()
        for path in filter(None, paths):
            # Clocks differ between committers: the order of the log is not the order of days.
            changes[path] = max(day, changes.get(path, day))
    return changes
