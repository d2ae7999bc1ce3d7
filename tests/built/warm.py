"""`mkdocs` in processes that begin with everything imported, as most tests of builds need no more.

What only a new process shows, such as another hash seed, a signal or what the command itself does,
is tested with the command. Here a process that has built nothing is copied for each build.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from tests.children import LIMIT, Child

_PROJECT = Path(__file__).parents[2]


def run(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], limit: float
) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs` to its end; gives how it ended and what it said.

    Args:
        arguments: of the command.
        folder: where it runs.
        environment: its environment.
        limit: seconds that it may take.
    """
    process = _origin()
    assert process.stdin is not None
    assert process.stdout is not None
    with tempfile.TemporaryDirectory() as place:
        output, errors = Path(place, "output"), Path(place, "errors")
        wanted = (list(arguments), str(folder), dict(environment), str(output), str(errors), limit)
        process.stdin.write(json.dumps(wanted) + "\n")
        process.stdin.flush()
        ended = process.stdout.readline().strip()
        said = output.read_text(encoding="utf-8"), errors.read_text(encoding="utf-8")
    if ended == "late":
        raise subprocess.TimeoutExpired(["mkdocs", *arguments], limit, *said)
    return subprocess.CompletedProcess(["mkdocs", *arguments], int(ended), *said)


@cache
def _origin() -> Child:
    """The process that is copied; it starts with the first build and ends with the tests."""
    process = Child(
        [sys.executable, "-m", "tests.built.origin"],
        cwd=_PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )

    def end() -> None:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(LIMIT)
        process.end()

    atexit.register(end)
    return process
