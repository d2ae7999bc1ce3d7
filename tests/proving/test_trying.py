"""Examples run by any Python, and by the page's own."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from tests.unavailable import unavailable
from topicsite import runtime
from topicsite.lesson.trials import FEW
from topicsite.proving import trying
from topicsite.proving.claims import Outcome
from topicsite.proving.history import Runtime

PROJECT = Path(__file__).parents[2]
PROGRAM = """\
import os
import sys
from pathlib import Path

import numpy as np

import own
from topicsite.lesson import Report, seed, seeds

report = Report("paper")
report.number("sum", says=4, found=own.TWO + 2, within=0, because="it is a count")
print(report)
print(Path(__file__).with_name("beside.txt").read_text())
print("seed", seed(3), "starts", len(seeds(4, few=1)))
print("NumPy", np.__version__, "Python", sys.version_info[:2])
"""
SUM = Outcome("4", "4", "reproduced")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/__init__.py").write_text("TWO = 2\n")
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples/beside.txt").write_text("found beside it")
    file = tmp_path / "examples/e.py"
    file.write_text(PROGRAM)
    return file


def test_this_python_runs_an_example(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FEW, "1")
    with trying.python(sys.executable, [example.parents[1] / "own"], 2) as interpreter:
        printed = interpreter.run(example)
    assert trying.reported(printed) == {"paper/sum": SUM}
    assert "found beside it" in printed
    assert "seed 200003 starts 4" in printed
    here = ".".join(map(str, sys.version_info[:2])), ".".join(np.__version__.split(".")[:2])
    assert interpreter.runtime == Runtime(*here)


def test_the_pages_python_runs_it_too(example: Path) -> None:
    node = runtime.node()
    cache = PROJECT / ".cache/runtime"
    if node is None or not cache.is_dir():
        unavailable("Python for pages", "make it with: make runtime, with Node.js installed")
        raise AssertionError
    with trying.page_python(node, cache, [example.parents[1] / "own"], starts=2) as interpreter:
        printed = interpreter.run(example)
    assert trying.reported(printed) == {"paper/sum": SUM}
    assert "found beside it" in printed
    assert "seed 200003 starts 4" in printed
    version = interpreter.runtime
    assert version.pyodide == runtime.VERSION
    assert f"NumPy {version.numpy}." in printed
    assert f"Python ({version.python.replace('.', ', ')})" in printed


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("1 / 0", "it stops with ZeroDivisionError: division by zero"),
        ("import os; os._exit(3)", "it stops with exit code 3"),
        ("import time; time.sleep(600)", "it takes more than 1 seconds"),
        ("print('| a/b | 1 | 1 | | maybe |')", "its verdict on `a/b` is `maybe`"),
    ],
)
def test_an_example_that_fails_is_told_and_hinders_no_other(
    example: Path, monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    bad = example.with_name("bad.py")
    bad.write_text(program)
    with trying.python(sys.executable, [example.parents[1] / "own"]) as interpreter:
        if "sleep" in program:
            monkeypatch.setattr(trying, "LIMIT", 1.0)
            (one,) = trying.try_all(interpreter, {"bad": bad})
            assert said in str(one[1])
            return
        results = dict(trying.try_all(interpreter, {"bad": bad, "good": example}))
    assert said in str(results["bad"])
    good = results["good"]
    assert isinstance(good, trying.Tried)
    assert good.outcomes == {"paper/sum": SUM}
    assert trying.reported("\n".join(good.printed)) == good.outcomes


@pytest.mark.parametrize(
    ("command", "said"),
    [("/no/such/python", "cannot be called"), ("false", "cannot try examples: exit code 1")],
)
def test_a_python_that_cannot_is_named(command: str, said: str) -> None:
    with pytest.raises(trying.TryError, match=said), trying.python(command, []):
        pass
