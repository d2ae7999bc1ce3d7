"""The check of a project, and that of a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from topicsite.checking.strays import check_strays
from topicsite.checking.validate import validate
from topicsite.findings.diagnostics import Diagnostic, in_order
from topicsite.project import packages
from topicsite.project.git import changed_files
from topicsite.project.settings import docs_dir
from topicsite.reading.load import load


@dataclass(frozen=True)
class Checked:
    """The outcome of a check.

    Attributes:
        findings: everything that was found, in order.
        counts: how much was looked at, by what it is called in the singular.
        texts: what the files say, to show the places.
    """

    findings: list[Diagnostic]
    counts: Mapping[str, int]
    texts: Mapping[str, str]


def check_project(root: Path, resources: str, examples: str) -> Checked:
    """Everything that is wrong with a project.

    Args:
        root: the project's folder.
        resources: the folder of topics, with forward slashes.
        examples: the folder of examples.
    """
    loaded = load(root, resources, examples)
    catalog = loaded.catalog
    questions = sum(len(entry.model.questions) for entry in catalog.questions.values())
    strays = check_strays(root, [docs_dir(root), *packages.beside(root / examples)])
    return Checked(
        in_order([*loaded.diagnostics, *validate(loaded), *strays]),
        {
            "topic": len(catalog.topics),
            "resource": len(catalog.resources),
            "example": len(catalog.examples),
            **({"question": questions} if questions else {}),
        },
        loaded.texts,
    )


def check_change(
    root: Path, resources: str, examples: str, since: str, chosen: Sequence[str] = ()
) -> Checked:
    """Everything that is wrong with the files that changed, and nothing else.

    Where a rule could blame one of several files, it blames one of these.

    Args:
        root: the project's folder.
        resources: the folder of topics, with forward slashes.
        examples: the folder of examples.
        since: the full name of the commit that the change starts from.
        chosen: files and folders, if only those matter.

    Raises:
        RevisionError: if there is no such commit.
    """
    paths = changed_files(root, since, (resources, examples))
    changed = {path for path in paths if not chosen or is_below(path, chosen)}
    counts = {"changed file": len(changed)}
    if not changed:
        return Checked([], counts, {})
    loaded = load(root, resources, examples)
    found = [*loaded.diagnostics, *validate(loaded, changed)]
    return Checked(
        in_order(finding for finding in found if finding.path in changed),
        counts,
        loaded.texts,
    )


def is_below(path: str, chosen: Sequence[str]) -> bool:
    """Whether a file is one of some files, or in one of some folders."""
    return any(one in (".", path) or path.startswith(f"{one}/") for one in chosen)
