"""Examples executed into notebooks, which are data: there is no HTML in it but what they show."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import jupytext  # type: ignore[import-untyped]  # it ships no types
from nbclient import NotebookClient

from topicsite.proving import execution
from topicsite.proving.memory import Memory, digest_of

_KEPT: Final = "notebooks"
"""Where executed notebooks are kept, below the folder of the kernel."""


def execute_all(
    home: Path,
    packages: list[Path],
    examples: Mapping[str, Path],
    tell: Callable[[int, str], None],
) -> tuple[dict[str, Mapping[str, Any]], list[str]]:
    """The notebooks of all examples; those are run that nobody remembers.

    Args:
        home: the folder of the kernel and of what was executed.
        packages: the folders of packages that examples import.
        examples: the files of examples, by the paths that their authors know them by.
        tell: is told how many are done, and which one runs longest.

    Returns:
        The notebooks, by path, and what to tell about each example that stops with an exception.
    """
    prepared = execution.prepare(home, packages)
    os.environ.update(prepared.environment)
    execution.leave_nothing()
    kernel = str(prepared.options["kernel_name"])
    memory = Memory(home / _KEPT, kernel)
    beside = {folder: digest_of(folder) for folder in {file.parent for file in examples.values()}}
    found: dict[str, Mapping[str, Any]] = {}
    to_run: dict[str, Callable[[], None]] = {}

    def execute(path: str, file: Path, name: str) -> None:
        before = file.read_bytes()
        notebook = _executed(file, kernel)
        found[path] = notebook
        if file.read_bytes() == before:
            memory.keep(name, json.dumps(notebook))

    for path, file in examples.items():
        name = memory.name_of(file.read_bytes(), beside[file.parent])
        kept = memory.recall(name)
        if kept is not None:
            found[path] = json.loads(kept)
        else:
            to_run[path] = partial(execute, path, file, name)
    failures = execution.run_together(to_run, tell) if to_run else []
    if not failures:
        memory.forget_others()
    return found, failures


def _executed(file: Path, kernel: str) -> Mapping[str, Any]:
    """Run a file cell by cell, in its own folder."""
    notebook = jupytext.read(file)
    client = NotebookClient(
        notebook,
        timeout=None,
        kernel_name=kernel,
        resources={"metadata": {"path": str(file.parent)}},
        log=logging.getLogger("topicsite.kernel"),
    )
    # In a loop of its own, which ends with it: this runs in a thread for each example.
    asyncio.run(client.async_execute())
    plain: Mapping[str, Any] = json.loads(json.dumps(notebook))
    return plain
