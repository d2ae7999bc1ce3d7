"""Training by hand against its peers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench import results
from tests.bench.contest import BATCHES, EPOCHS
from tests.bench.contestants import CONTESTANTS
from topicsite.model.measurements import Block, Chart, Column, Panel, Table

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
}
# Some machines set these for the same results everywhere. They cost speed.
SLOWER = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
PEERS = [name for name in CONTESTANTS if name not in ("ours", "floor")]
# With hyphens at which no line is broken.
NETWORKS = {"digits": "64\u201130\u201110", "noise": "784\u2011100\u201110"}
PANELS = {"digits": "64-30-10, digits", "noise": "784-100-10, random examples"}
LABEL = (
    "Two panels, one for each network. Each line is a program, from ours at the top to loops at "
    "the bottom; marks on it show how many times as long as the bare matrix products an epoch "
    "takes, on a logarithmic axis, for mini-batches of 10, 100 and 1,000. The tables below have "
    "the numbers."
)


def measure() -> None:
    """Measure with one thread and with as many as there are, and write tables and chart."""
    one = _contest("one", ONE_THREAD)
    default = _contest("default", {})
    blocks: list[Block] = [
        _chart(one),
        _times("One thread", one),
        _times("As many threads as each likes", default),
        _accuracies(one),
    ]
    results.write("network", ("numpy", "torch", "jax", "scikit-learn"), blocks)


def _contest(threads: str, settings: dict[str, str]) -> list[dict[str, Any]]:
    environment = {name: value for name, value in os.environ.items() if name not in SLOWER}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.contest", threads],
        cwd=Path(__file__).parents[2],
        env=environment | settings,
        stdout=subprocess.PIPE,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _chart(found: list[dict[str, Any]]) -> Chart:
    """Time as a multiple of the floor's, in double precision."""
    times = {
        (result["problem"], result["batch"], name): ratio / result["ratios"]["floor"]
        for result in found
        if result["dtype"] == "float64"
        for name, ratio in result["ratios"].items()
    }
    panels = [
        Panel(
            title=title,
            rows=tuple(
                (name, *(float(f"{times[problem, batch, name]:.4g}") for batch in BATCHES))
                for name in ("ours", *PEERS)
            ),
        )
        for problem, title in PANELS.items()
    ]
    return Chart(
        label=LABEL,
        axis="time of an epoch, as a multiple of the floor",
        legend="batch",
        series=tuple(f"{batch:,}" for batch in BATCHES),
        reference=1,
        panels=tuple(panels),
    )


WHAT = (
    Column(heading="network"),
    Column(heading="batch", decimals=0),
    Column(heading="bits", decimals=0),
)


def _what(result: dict[str, Any]) -> tuple[str, int, int]:
    return NETWORKS[result["problem"]], result["batch"], int(result["dtype"][-2:])


def _times(title: str, found: list[dict[str, Any]]) -> Table:
    columns = (
        *WHAT,
        Column(heading="ours", unit="ms", decimals=2),
        Column(heading="of the floor", decimals=2),
        *(Column(heading=name, digits=3) for name in PEERS),
    )
    rows = [
        (
            *_what(result),
            result["seconds"] * 1000,
            1 / result["ratios"]["floor"],
            *(result["ratios"][name] for name in PEERS),
        )
        for result in found
    ]
    return results.table(columns, rows, title=title)


def _accuracies(found: list[dict[str, Any]]) -> Table:
    apart = max(result["apart"] for result in found if result["dtype"] == "float64")
    names = ("ours", *PEERS)
    return results.table(
        (*WHAT, *(Column(heading=name, decimals=3) for name in names)),
        [
            (*_what(result), *(result["accuracies"][name] for name in names))
            for result in found
            if "accuracies" in result
        ],
        title="What was learnt",
        note=f"The share of 297 digits kept back that is read correctly after {EPOCHS} epochs. "
        "After the first, the 64-bit weights of all but scikit-learn differ by "
        f"{apart:.0e} at most.",
    )
