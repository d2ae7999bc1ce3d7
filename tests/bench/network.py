"""Training by hand against its peers, for `docs/library-speed.md`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from tests.bench import page
from tests.bench.contest import EPOCHS
from tests.bench.contestants import CONTESTANTS
from tests.bench.picture import figure

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


def measure() -> None:
    """Measure with one thread and with as many as there are, and write tables and plot."""
    one = _contest("one", ONE_THREAD)
    default = _contest("default", {})
    apart = max(result["apart"] for result in one if result["dtype"] == "float64")
    lines = [
        page.circumstances("numpy", "torch", "jax", "scikit-learn"),
        "",
        figure(one),
        "",
        "### One thread",
        "",
        *_times(one),
        "",
        "### As many threads as each likes",
        "",
        *_times(default),
        "",
        "### What was learnt",
        "",
        f"The share of 297 digits kept back that is read correctly after {EPOCHS} epochs. After "
        f"the first, the 64-bit weights of all but scikit-learn differ by {apart:.0e} at most.",
        "",
        *_accuracies(one),
    ]
    page.write("library-speed.md", "network", "\n".join(lines))


def _contest(threads: str, settings: dict[str, str]) -> list[dict[str, Any]]:
    environment = {name: value for name, value in os.environ.items() if name not in SLOWER}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.contest", threads],
        cwd=page.DOCS.parent,
        env=environment | settings,
        stdout=subprocess.PIPE,
        check=True,
    )
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return results


def _what(result: dict[str, Any]) -> str:
    return f"| {NETWORKS[result['problem']]} | {result['batch']:,} | {result['dtype'][-2:]} |"


def _times(results: list[dict[str, Any]]) -> list[str]:
    rows = [
        f"| network | batch | bits | ours, ms | of the floor | {' | '.join(PEERS)} |",
        f"| --- | ---: | ---: | ---: | ---: |{' ---: |' * len(PEERS)}",
    ]
    for result in results:
        ratios = result["ratios"]
        peers = " | ".join(f"{ratios[name]:.3g}" for name in PEERS)
        floor = f"{1 / ratios['floor']:.2f}"
        rows.append(f"{_what(result)} {result['seconds'] * 1000:.2f} | {floor} | {peers} |")
    return rows


def _accuracies(results: list[dict[str, Any]]) -> list[str]:
    names = ["ours", *PEERS]
    rows = [
        f"| network | batch | bits | {' | '.join(names)} |",
        f"| --- | ---: | ---: |{' ---: |' * len(names)}",
    ]
    for result in results:
        if "accuracies" in result:
            shares = " | ".join(f"{result['accuracies'][name]:.3f}" for name in names)
            rows.append(f"{_what(result)} {shares} |")
    return rows
