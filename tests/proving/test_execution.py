"""Programs that run: the same every time, and in words where they fail."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from nbclient.exceptions import CellExecutionError

from tests import children
from tests.render.conftest import ROOT, Run
from topicsite.proving import execution
from topicsite.render.notebook import read_notebook

EXAMPLE = ROOT / "code/examples/sensitivity.py"


def test_the_program_runs_by_itself_and_prints_the_same_every_time() -> None:
    printed = []
    for seed in ("1", "2"):
        done = children.run(
            [sys.executable, "-W", "error", EXAMPLE],
            env={**os.environ, "PYTHONHASHSEED": seed, "MPLBACKEND": "agg"},
            check=True,
        )
        assert done.stderr == ""
        printed.append(done.stdout)
    assert printed[0] == printed[1]
    # The prose speaks of these.
    assert "| 1 | 4.800000 | 0.084147 | 57.043 |" in printed[0]
    assert "| 1 | 0.77 | 0.02 |" in printed[0]
    assert "322 components\nfrom -0.056 to +0.296" in printed[0]
    verdicts = [
        line.rpartition("| ")[2].removesuffix(" |")
        for line in printed[0].splitlines()
        if line.endswith(("reproduced |", "proved |", "differs |"))
    ]
    assert verdicts == ["proved", "reproduced", "reproduced", "proved", "differs"]


DRAWING = """\
# ---
# title: Small
# ---

# %%
# alt: A line.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
plt.plot([1, 2], label="a")
_ = plt.legend()

# %%
print("one")
print({"a", "b", "c"})
"""


def test_two_runs_give_the_same_bytes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "small.py"
    path.write_text(DRAWING, encoding="utf-8")
    first, second = (read_notebook(run(path), "examples/small.py").html() for _ in range(2))
    assert first == second
    assert str(tmp_path) not in first


def test_a_failure_ends_the_build_in_words(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "small.py"
    path.write_text("# %%\nx = 0\n# %%\ny = 1\nprint(y / x)\n", encoding="utf-8")
    with pytest.raises(CellExecutionError) as caught:
        run(path)
    assert execution.describe_failure("examples/small.py", str(caught.value)) == (
        "examples/small.py stops with ZeroDivisionError: division by zero, at `print(y / x)`; "
        "run `python examples/small.py` to see it happen"
    )


def test_the_kernel_is_named_after_what_it_runs_with(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    module = package / "a.py"
    module.write_text("x = 1\n", encoding="utf-8")

    def name() -> object:
        return execution.prepare(tmp_path / "home", [package]).options["kernel_name"]

    first = name()
    assert name() == first
    module.write_text("x = 2\n", encoding="utf-8")
    assert name() != first
    spec = json.loads((tmp_path / "home/kernels" / str(first) / "kernel.json").read_text())
    assert spec["argv"][0] == sys.executable
