"""The programs behind a topic's claims, with all that somebody needs to run them elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Example, Resource
from topicsite.runtime.imports import reach

_GENERATOR: Final = Path(__file__).parents[1]
_LICENCES: Final = ("LICENSE*", "LICENCE*", "COPYING*")


@dataclass(frozen=True)
class Programs:
    """What was run for a topic's claims.

    Attributes:
        entries: the resources of the topic with a claim that an example tries.
        examples: those examples.
        files: the programs, what they import of the project, and the entries, by the place of
            each in a folder of its own.
        licences: the project's licences, by file name.
        python: the version of the Python that ran them.
        requirements: the packages that they import besides, with the version that was there.
    """

    entries: Sequence[Entry[Resource]]
    examples: Sequence[Entry[Example]]
    files: dict[str, bytes]
    licences: dict[str, bytes]
    python: str
    requirements: dict[str, str]


def programs(catalog: Catalog, topic: str, root: Path, packages: Sequence[Path]) -> Programs:
    """What was run for a topic's claims; without an example where none was.

    Args:
        catalog: everything that is on the site.
        topic: its id.
        root: the folder of the project.
        packages: the folders of the site's own packages.
    """
    entries = [
        entry
        for entry in catalog.of_topic(topic)
        if any(claim.shown_by for claim in entry.model.claims)
    ]
    shown_by = {claim.shown_by for entry in entries for claim in entry.model.claims}
    examples = [entry for name, entry in catalog.examples.items() if name in shown_by]
    sources = [root / example.path for example in examples]
    files = {place_of(entry): (root / entry.path).read_bytes() for entry in entries}
    files |= {place_of(example): (root / example.path).read_bytes() for example in examples}
    for package in packages:
        for file in sorted(package.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                files[f"code/{file.relative_to(package.parent).as_posix()}"] = file.read_bytes()
    # Of the generator they import this room alone, which needs nothing of the others.
    files["code/topicsite/__init__.py"] = b""
    for file in sorted((_GENERATOR / "lesson").glob("*.*")):
        files[f"code/topicsite/lesson/{file.name}"] = file.read_bytes()
    licences = {
        file.name: file.read_bytes()
        for pattern in _LICENCES
        for file in sorted(root.glob(pattern))
        if file.is_file()
    }
    lesson = sorted((_GENERATOR / "lesson").glob("*.py"))
    modules = {module for file in (*sources, *lesson) for module in _needed(file, packages)}
    python = ".".join(map(str, sys.version_info[:3]))
    return Programs(entries, examples, files, licences, python, _installed(modules))


def place_of(entry: Entry[Resource] | Entry[Example]) -> str:
    """Where the file of an entry or an example lies in a folder of its own."""
    if isinstance(entry.model, Example):
        return f"code/examples/{entry.id}.py"
    return f"resources/{entry.topic}/{entry.id}.yml"


def _needed(file: Path, packages: Sequence[Path]) -> Iterator[str]:
    """The modules without which a program fails, each by its first name."""
    for _, place in reach([file], packages, lambda _: False).needed:
        yield place.module.partition(".")[0]


def _installed(modules: Iterable[str]) -> dict[str, str]:
    """The packages on this machine that modules come from, each with its version."""
    known = metadata.packages_distributions()
    names = {
        name
        for module in modules
        if module not in sys.stdlib_module_names and module != _GENERATOR.name
        for name in known.get(module, [])[:1]
    }
    # What follows a `+` tells builds of a version apart, and only some have it.
    return {name: metadata.version(name).partition("+")[0] for name in sorted(names)}
