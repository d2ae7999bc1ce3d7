"""The whole check of a project: from memory where nothing changed, else from the files."""

from __future__ import annotations

from pathlib import Path

from topicsite import memory, snapshot
from topicsite.diagnostics import in_order
from topicsite.memory import Checked


def check_project(root: Path, resources: str, examples: str) -> Checked:
    """Everything that is wrong with a project.

    A large one is not parsed again while its files and the program are what they were at the last
    check, byte for byte.
    """
    taken = snapshot.take(root, resources, examples)
    name = ""
    # Of what is no entry the snapshot says nothing, and a small project is checked in no time.
    if taken is not None and taken.is_tidy and len(taken.files) > memory.MANY:
        name = f"{snapshot.program()}-{taken.name}"
        if known := memory.recall(root, name):
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
        memory.keep(root, name, checked)
    return checked
