"""Which addresses a change adds: what version control had before is none of its concern."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from topicsite.links.addresses import Addresses, in_file
from topicsite.project.git import changed_files, parting, text_at
from topicsite.reading.pages import SUFFIXES


def added(root: Path, since: str, addresses: Addresses, folders: Sequence[str]) -> Addresses:
    """The addresses that were nowhere in the project when it parted from `since`.

    Args:
        root: the project's folder.
        since: a branch, tag or commit.
        addresses: what the project links to now.
        folders: where links are looked for, relative to the project.

    Raises:
        RevisionError: if git cannot say it.
    """
    base = parting(root, since)
    changed = changed_files(root, base, folders)
    before: set[str] = set()
    for path in changed:
        old = text_at(root, base, path) if path.endswith((".yml", ".py", *SUFFIXES)) else None
        before.update(address for address, _ in in_file(path, old or ""))
    return {
        address: places
        for address, places in addresses.items()
        if address not in before and all(place.path in changed for place in places)
    }
