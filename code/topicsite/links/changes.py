"""Which addresses a change adds: what version control had before is none of its concern."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from topicsite.links.addresses import Addresses, in_file


class ChangesError(ValueError):
    """A question that version control cannot answer; says why, and what to do."""


def added(root: Path, since: str, addresses: Addresses, folders: Iterable[str]) -> Addresses:
    """The addresses that were nowhere in the project when it parted from `since`.

    Args:
        root: the project's folder.
        since: a branch, tag or commit.
        addresses: what the project links to now.
        folders: where links are looked for, relative to the project.

    Raises:
        ChangesError: without a repository, or if `since` is unknown in it.
    """
    commit = _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{since}^{{commit}}"
    )
    if commit is None:
        raise ChangesError(
            f"version control knows no `{since}` here; name a branch, a tag or a commit, "
            "and fetch it first if the clone is shallow"
        )
    base = _git(root, "merge-base", commit, "HEAD")
    if base is None:
        raise ChangesError(
            f"`{since}` and this branch have no common past here; fetch more of the history, "
            "such as with `git fetch --unshallow`"
        )
    before: set[str] = set()
    listed = _git(
        root, "diff", "--name-only", "--no-renames", "--relative", "-z", base, "--", *folders
    )
    changed = {path for path in (listed or "").split("\0") if path}
    for path in changed:
        old = _git(root, "show", f"{base}:./{path}")
        if old is not None and path.endswith((".yml", ".md", ".py")):
            before.update(address for address, _ in in_file(path, old))
    others = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", *folders)
    changed.update(path for path in (others or "").split("\0") if path)
    return {
        address: places
        for address, places in addresses.items()
        if address not in before and all(place.path in changed for place in places)
    }


def _git(root: Path, *arguments: str) -> str | None:
    """What git prints, without the last line's end, or None if it says no."""
    try:
        done = subprocess.run(  # noqa: S603  # there is no shell, and `since` cannot be an option
            ["git", "-C", str(root), *arguments],  # noqa: S607  # git is wherever PATH has it
            capture_output=True,
            check=True,
        )
    except OSError:
        raise ChangesError("git is not installed, and only it knows what changed") from None
    except subprocess.CalledProcessError:
        return None
    return done.stdout.decode("utf-8", "replace").removesuffix("\n")
