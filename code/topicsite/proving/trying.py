"""Examples run as a reader runs them, by any Python or by the page's own, and what they report."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from topicsite.lesson.trials import BASE as STARTS
from topicsite.lesson.trials import FEW
from topicsite.proving.claims import Outcome, ReportError, outcomes
from topicsite.proving.history import Runtime
from topicsite.runtime import PYTHON, VERSION, on_node, version_of

LIMIT: Final = 900.0
"""Seconds that an example may take: many times as long as any that people wait for."""

_LESSON: Final = Path(__file__).parents[1] / "lesson"
_VERSIONS: Final = (
    "import json, platform, numpy; "
    "print(json.dumps([platform.python_version(), numpy.__version__]))"
)
_MINOR: Final = re.compile(r"[0-9]+\.[0-9]+")


class TryError(Exception):
    """An example, or an interpreter, that did not do its work; the message says why."""


@dataclass(frozen=True)
class Interpreter:
    """Something that runs examples.

    Attributes:
        command: how it is called; the example comes as one more argument.
        runtime: what it is.
        environment: all variables that it sees.
    """

    command: Sequence[str]
    runtime: Runtime
    environment: Mapping[str, str]

    def run(self, example: Path) -> str:
        """What an example prints.

        Raises:
            TryError: if it does not come to its end.
        """
        try:
            done = subprocess.run(  # noqa: S603  # whose command it is, names it
                [*self.command, str(example)],
                env=self.environment,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
                timeout=LIMIT,
            )
        except subprocess.TimeoutExpired:
            raise TryError(f"it takes more than {LIMIT:.0f} seconds") from None
        if done.returncode:
            raise TryError(f"it stops with {_last_line(done)}")
        return done.stdout


@contextmanager
def python(command: str, packages: Sequence[Path], starts: int = 0) -> Iterator[Interpreter]:
    """A Python of this machine, which need not have this package installed.

    Args:
        command: how it is called; it has to have NumPy, and what else examples import.
        packages: the folders of the site's own packages.
        starts: the base of all random starts.

    Raises:
        TryError: if it cannot be called, or has no NumPy.
    """
    try:
        done = subprocess.run(  # noqa: S603  # whose command it is, names it
            [command, "-c", _VERSIONS], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise TryError(f"`{command}` cannot be called: {error}") from None
    if done.returncode:
        raise TryError(f"`{command}` cannot try examples: {_last_line(done)}")
    runtime = Runtime(*map(_minor, json.loads(done.stdout)))
    with TemporaryDirectory(prefix="topicsite-") as folder:
        ours = Path(folder, "topicsite")
        shutil.copytree(_LESSON, ours / "lesson", ignore=shutil.ignore_patterns("__pycache__"))
        (ours / "__init__.py").touch()
        paths = dict.fromkeys([folder, *(str(path.resolve().parent) for path in packages)])
        own = {"PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}
        yield Interpreter([command], runtime, {**os.environ, **_settings(starts), **own})


@contextmanager
def page_python(
    node: str, cache: Path, packages: Sequence[Path], added: Sequence[str] = (), starts: int = 0
) -> Iterator[Interpreter]:
    """The page's Python, under Node.js.

    Args:
        node: the command of Node.js.
        cache: the folder of the pinned files, which are all there.
        packages: the folders of the site's own packages.
        added: packages of Pyodide's that the site has besides the usual ones.
        starts: the base of all random starts.
    """
    runtime = Runtime(PYTHON, _minor(version_of("numpy")), VERSION)
    with on_node(node, cache, packages, added, _settings(starts)) as command:
        yield Interpreter(command, runtime, os.environ)


def reported(printed: str) -> dict[str, Outcome]:
    """The outcomes in what an example printed.

    Raises:
        ReportError: for a report that can be read in more than one way.
    """
    return outcomes(
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in printed.splitlines()
        if line.startswith("|")
    )


class Tried(NamedTuple):
    """What came of running an example.

    Attributes:
        outcomes: what it reports, by claim.
        printed: the lines that it printed.
    """

    outcomes: dict[str, Outcome]
    printed: list[str]


def try_all(
    interpreter: Interpreter, examples: Mapping[str, Path]
) -> Iterator[tuple[str, Tried | TryError]]:
    """Run examples, as many at a time as there are processors.

    Args:
        interpreter: what runs them.
        examples: their files, by name.

    Returns:
        What came of each, or why nothing did, in order.
    """

    def attempt(example: Path) -> Tried | TryError:
        try:
            printed = interpreter.run(example.resolve())
            return Tried(reported(printed), printed.splitlines())
        except TryError as error:
            return error
        except ReportError as error:
            return TryError(str(error))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from zip(examples, pool.map(attempt, examples.values()), strict=True)


def _settings(starts: int) -> dict[str, str]:
    return {STARTS: str(starts), FEW: "", "PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}


def _minor(version: str) -> str:
    found = _MINOR.match(version)
    return found[0] if found else version


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = done.stderr.strip().splitlines()
    return lines[-1].strip() if lines else f"exit code {done.returncode}"
