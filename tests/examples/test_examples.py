"""Every example as a reader runs it: alone, in a fresh process, on a machine set up otherwise."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product, repeat
from pathlib import Path

import pytest

from tests import children
from topicsite.proving.claims import disagreements, outcomes
from topicsite.reading.load import load

PROJECT = Path(__file__).parents[2]
CATALOG = load(PROJECT).catalog
EXAMPLES = sorted(CATALOG.examples)

# The build uses hash seed 0, all processors, and the fastest kernels that BLAS has for this one.
MACHINES = {
    "one thread": {"PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    "another hash seed": {
        "PYTHONHASHSEED": "2",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    },
    "an old processor": {"PYTHONHASHSEED": "3", "OPENBLAS_CORETYPE": "Prescott"},
}


def run(example: str, machine: str, folder: Path) -> str:
    """What the example prints when every warning is an error."""
    done = children.run(
        [sys.executable, "-W", "error", str(PROJECT / CATALOG.examples[example].path)],
        cwd=folder,
        env={**os.environ, **MACHINES[machine], "MPLBACKEND": "agg"},
        limit=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """What every example prints on every machine."""
    folder = tmp_path_factory.mktemp("elsewhere")
    runs = list(product(EXAMPLES, MACHINES))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outputs = pool.map(run, *zip(*runs, strict=True), repeat(folder))
        return dict(zip(runs, outputs, strict=True))


@pytest.mark.parametrize("example", EXAMPLES)
def test_its_claims_hold_on_every_machine(
    printed: dict[tuple[str, str], str], example: str
) -> None:
    for machine in MACHINES:
        rows = [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in printed[example, machine].splitlines()
            if line.startswith("|")
        ]
        assert list(disagreements(CATALOG, example, outcomes(rows))) == [], machine


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_prints_the_same_again(printed: dict[tuple[str, str], str], example: str) -> None:
    assert printed[example, "one thread"] == printed[example, "another hash seed"]
