"""Examples in processes that begin with what they import, for all but their first run.

A reader's process begins with nothing, and so does the first run of each example. For other starts
one process imports and is copied for each run.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import sys
import traceback
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from tests import children

IMPORTED = ("matplotlib.pyplot", "numpy", "backprop", "topicsite.lesson")
LIMIT = 840
"""Seconds for all runs."""


class Run(NamedTuple):
    """A run of an example.

    Attributes:
        path: the example's file.
        variables: what is set in its environment, beside what is for all.
    """

    path: Path
    variables: Mapping[str, str]


def run_all(runs: Sequence[Run], folder: Path) -> list[str]:
    """What examples print when every warning is an error, in the order of the runs.

    Args:
        runs: which examples, and how.
        folder: an empty folder to run them in.

    Raises:
        AssertionError: if one fails; says which, and what it said.
    """
    outputs = [folder / f"{number}.txt" for number in range(len(runs))]
    tasks = [
        (str(run.path), dict(run.variables), str(output))
        for run, output in zip(runs, outputs, strict=True)
    ]
    (folder / "tasks.json").write_text(json.dumps(tasks))
    # The packages are found as in the process that tests them.
    found = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    done = children.run(
        [sys.executable, "-m", __name__],
        check=True,
        limit=LIMIT,
        cwd=folder,
        env={**os.environ, "MPLBACKEND": "agg", "PYTHONPATH": found.rstrip(os.pathsep)},
    )
    codes: list[int] = json.loads(done.stdout)
    for run, code, output in zip(runs, codes, outputs, strict=True):
        said = output.with_suffix(".errors").read_text(encoding="utf-8")
        assert code == 0, f"{run.path.name} with {run.variables}: {said}"
    return [output.read_text(encoding="utf-8") for output in outputs]


def be(path: str, variables: Mapping[str, str], output: str) -> NoReturn:
    """Be the process of an example."""
    for number, file in ((1, output), (2, str(Path(output).with_suffix(".errors")))):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    os.environ.update(variables)
    warnings.simplefilter("error")
    sys.argv = [path]
    sys.path[0] = str(Path(path).parent)
    code = 1
    try:
        runpy.run_path(path, run_name="__main__")
        code = 0
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def main() -> None:
    """Run what `tasks.json` lists, as many at a time as there are processors."""
    tasks = json.loads(Path("tasks.json").read_text())
    for name in IMPORTED:
        importlib.import_module(name)
    running: dict[int, int] = {}
    codes = [0] * len(tasks)
    for number, task in enumerate(tasks):
        if len(running) == os.cpu_count():
            end_one(running, codes)
        child = os.fork()
        if not child:
            be(*task)
        running[child] = number
    while running:
        end_one(running, codes)
    print(json.dumps(codes))


def end_one(running: dict[int, int], codes: list[int]) -> None:
    child, status = os.wait()
    codes[running.pop(child)] = os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main()
