"""What files said before: each change of a file that version control knows, in one pass."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from topicsite.project.dates import day_of
from topicsite.project.git import git


class Revision(NamedTuple):
    """A change of a file.

    Attributes:
        seconds: when, since 1970, by the clock of who committed it.
        path: the file, relative to the project.
        before: the name of what it said before; empty where it was new.
        after: the name of what it has said since; empty where it was removed.
    """

    seconds: int
    path: str
    before: str
    after: str


def revisions(root: Path, patterns: Sequence[str]) -> list[Revision]:
    """Every change of files below `root`, the latest commit first.

    A shallow clone knows too little: what it has first is not what was there first. So it, like a
    folder without a repository, gives nothing; nor does a commit whose date no calendar has.

    Args:
        root: the project's folder.
        patterns: which files, as git's pathspecs.
    """
    if git(root, "rev-parse", "--is-shallow-repository") != "false":
        return []
    log = git(
        root, "-c", "core.quotePath=off", "-c", "log.showRoot=true", "log", "--relative",
        "--no-renames", "--raw", "--no-abbrev", "--no-show-signature", "--format=%x00%ct", "--",
        *patterns,
    )  # fmt: skip
    found = []
    for commit in (log or "").split("\0")[1:]:
        stamp, *lines = commit.splitlines()
        if day_of(stamp) is None:
            continue
        for line in lines:
            if not line.startswith(":"):
                continue
            facts, _, path = line.partition("\t")
            _, _, before, after, *_ = facts.split()
            found.append(Revision(int(stamp), path, _name(before), _name(after)))
    return found


def _name(name: str) -> str:
    return name if name.strip("0") else ""


def texts_of(root: Path, names: Iterable[str]) -> dict[str, str]:
    """What files said, by the names of `revisions`; without those that are not at hand.

    A clone that has fetched a part of the history only is not made to fetch more.
    """
    wanted = list(dict.fromkeys(filter(None, names)))
    if not wanted or git(root, "config", "--get-regexp", r"^remote\..*\.promisor$"):
        return {}
    done = subprocess.run(  # noqa: S603  # as in `git`
        ["git", "-C", str(root), "cat-file", "--batch"],  # noqa: S607
        input="".join(f"{name}\n" for name in wanted).encode(),
        capture_output=True,
        check=False,
        env={**os.environ, "GIT_NO_LAZY_FETCH": "1"},
    )
    texts: dict[str, str] = {}
    at = 0
    for name in wanted:
        end = done.stdout.find(b"\n", at)
        facts = done.stdout[at:end].split()
        at = end + 1
        if end < 0 or len(facts) != 3:
            continue  # it is missing
        length = int(facts[2])
        texts[name] = done.stdout[at : at + length].decode("utf-8", "replace")
        at += length + 1
    return texts
