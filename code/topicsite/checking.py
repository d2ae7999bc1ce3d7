"""The check of a project, and that of a change; a large project is not read again for nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Final

from topicsite import memory, revisions, snapshot
from topicsite.diagnostics import in_order
from topicsite.memory import Checked

if TYPE_CHECKING:
    from topicsite.load import Loaded
    from topicsite.relations import Index
    from topicsite.revisions import Changes

_MOST: Final = 500
"""Files that are read one by one; where more are concerned, all are read."""
_COMMIT: Final = re.compile(r"[0-9a-f]{40,64}\Z")


def check_project(root: Path, resources: str, examples: str) -> Checked:
    """Everything that is wrong with a project.

    A large one is not parsed again while its files and the program are what they were at the last
    check, byte for byte.
    """
    taken = snapshot.take(root, resources, examples)
    program = name = ""
    # Of what is no entry the snapshot says nothing, and a small project is checked in no time.
    if taken is not None and taken.is_tidy and len(taken.files) > memory.MANY:
        program = snapshot.program()
        name = f"{program}-{taken.name}"
        if known := memory.recall(root / memory.PLACE, name):
            return known
    # Only here, because the models and their libraries take longer than all of the above.
    from topicsite.load import load
    from topicsite.validate import validate

    loaded = load(root, resources, examples, taken.files if taken is not None else None)
    catalog = loaded.catalog
    checked = Checked(
        in_order([*loaded.diagnostics, *validate(loaded)]),
        {
            "topic": len(catalog.topics),
            "resource": len(catalog.resources),
            "example": len(catalog.examples),
        },
        loaded.texts,
    )
    # What came or went in between is not in both.
    if (
        name
        and taken is not None
        and loaded.texts.keys() == taken.files.keys()
        and all(finding.path in taken.files for finding in checked.findings)
    ):
        memory.keep(root / memory.PLACE, name, checked)
        if commit := revisions.git(root, "rev-parse", "--verify", "--quiet", "HEAD"):
            changes = revisions.Changes(root, commit, (resources, examples))
            _keep_index(root, f"{program} {resources} {examples}", loaded, changes)
    return checked


def check_change(
    root: Path, resources: str, examples: str, since: str, chosen: Sequence[str] = ()
) -> Checked:
    """Everything that is wrong with the files that changed, and nothing else.

    Where a rule could blame one of several files, it blames one of these. Of a large project with
    an index only the files are read that rules need for that; the others are as they were.

    Args:
        root: the project's folder.
        resources: the folder of topics, with forward slashes.
        examples: the folder of examples.
        since: the full name of the commit that the change starts from.
        chosen: files and folders, if only those matter.

    Raises:
        RevisionError: if there is no such commit.
    """
    changes = revisions.Changes(root, since, (resources, examples))
    changed = {path for path in changes.paths() if not chosen or is_below(path, chosen)}
    counts = {"changed file": len(changed)}
    if not changed:
        return Checked([], counts, {})
    program = f"{snapshot.program()} {resources} {examples}"
    name = " ".join([program, since, *chosen, _bytes_of(root, changes.paths())])
    if known := memory.recall(root / memory.CHANGE, name):
        return known
    from topicsite.load import load
    from topicsite.validate import validate

    loaded = _concerned(root, resources, examples, program, changed, changes)
    has_index = loaded is not None
    if loaded is None:
        loaded = load(root, resources, examples)
        has_index = _keep_index(root, program, loaded, changes)
    findings = [*loaded.diagnostics, *validate(loaded, changed)]
    checked = Checked(in_order(f for f in findings if f.path in changed), counts, loaded.texts)
    if has_index:
        memory.keep(root / memory.CHANGE, name, checked)
    return checked


def _bytes_of(root: Path, paths: Set[str]) -> str:
    """A name for what some files say."""
    digest = hashlib.blake2b(digest_size=20)
    for path in sorted(paths):
        file = root / path
        kind = "link" if file.is_symlink() else "file" if file.is_file() else "none"
        raw = file.read_bytes() if kind == "file" else b""
        digest.update(f"{path}\0{kind}\0{len(raw)}\0".encode("utf-8", "surrogateescape"))
        digest.update(raw)
    return digest.hexdigest()


def is_below(path: str, chosen: Sequence[str]) -> bool:
    """Whether a file is one of some files, or in one of some folders."""
    return any(one in (".", path) or path.startswith(f"{one}/") for one in chosen)


def _concerned(
    root: Path, resources: str, examples: str, program: str, changed: Set[str], changes: Changes
) -> Loaded | None:
    """The files that changed and those that rules need to judge them; None if that is unknown."""
    from topicsite.load import load
    from topicsite.relations import FarReachingError

    index = _recall_index(root, program)
    if index is None:
        return None
    if index.commit != changes.commit:
        changes = revisions.Changes(root, index.commit, (resources, examples))
    read: set[str] = set()
    try:
        more = {*changed, *changes.paths(), *index.unsure}
        while more and len(read) + len(more) <= _MOST:
            read |= more
            loaded = load(root, resources, examples, only=read, elsewhere=index.elsewhere(read))
            more = index.concerned(loaded.catalog, read, changed) - read
    except (revisions.RevisionError, FarReachingError):
        return None
    return None if more else loaded


def _recall_index(root: Path, name: str) -> Index | None:
    from topicsite.relations import Index

    try:
        index = Index(**memory.read(root / memory.INDEX, name))
    except (LookupError, TypeError):
        return None
    commit, unsure, *parts = vars(index).values()
    is_index = (
        isinstance(commit, str)
        and _COMMIT.match(commit)
        and isinstance(unsure, list)
        and all(isinstance(part, dict) for part in parts)
    )
    return index if is_index else None


def _keep_index(root: Path, program: str, loaded: Loaded, changes: Changes) -> bool:
    """Keep what the next check of a change needs to know about all that did not change.

    Returns:
        Whether there is an index now.
    """
    from topicsite.relations import id_of, index_of

    # What cannot be named by its file, or has the name of another, nobody can leave unread.
    if len(loaded.texts) <= memory.MANY or any(
        finding.rule == "id-clash" or finding.path not in loaded.texts
        for finding in loaded.diagnostics
    ):
        return False
    broken = {path for path in loaded.texts if id_of(path) in loaded.broken}
    unsure = changes.paths() | broken
    if len(unsure) > _MOST // 2:
        return False
    index = index_of(loaded.catalog, changes.commit, unsure)
    memory.write(root / memory.INDEX, program, vars(index))
    return True
