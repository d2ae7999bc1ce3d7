"""Plans in a large catalog: how long a reader waits for one after a click."""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench import results
from topicsite import runtime
from topicsite.model.measurements import Column, Table

HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "code/topicsite/assets/plan/plan.js"
ITEMS, CONCEPTS, GOALS = 800, 500, 60
ROUNDS = 20
WANTED = (5, 20, 60)
SHARES = (0.0, 0.1, 0.5, 0.9)
"""How much of the time of the whole plan there is; 0 if there is time enough."""


def measure() -> None:
    """Measure, and write down what was found."""
    node = runtime.node()
    if node is None:
        sys.exit("there is no Node.js on the PATH; install it with: apt install nodejs")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    rows = []
    command = [str(node), str(HERE / "planning.mjs")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        into, out = process.stdin, process.stdout
        assert into is not None
        assert out is not None

        def ask(index: dict[str, Any], asked: dict[str, Any]) -> tuple[float, float, bool]:
            into.write(json.dumps([SCRIPT.as_uri(), index, asked]) + "\n")
            into.flush()
            milliseconds, seconds, is_shortest = json.loads(out.readline())
            return milliseconds, seconds, is_shortest

        index, asked = _question(0, 5)
        ask(index, {**asked, "seconds": 0})  # the first one compiles the script
        for wanted in WANTED:
            for share in SHARES:
                found = []
                for seed in range(ROUNDS):
                    index, asked = _question(seed, wanted)
                    _, whole, _ = ask(index, {**asked, "seconds": 0})
                    found.append(ask(index, {**asked, "seconds": share * whole}))
                times = [milliseconds for milliseconds, _, _ in found]
                known = sum(is_shortest for _, _, is_shortest in found)
                limit = f"{share:.0%} of what all takes" if share else "enough"
                rows.append((wanted, limit, statistics.median(times), max(times), known))
        into.close()
    results.write("planning", (), [_table(rows)], **{"Node.js": version.strip().lstrip("v")})


def _question(seed: int, wanted: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A catalog in which an item needs up to two earlier ones, and what somebody asks of it."""
    source = random.Random(seed)
    items = []
    for number in range(ITEMS):
        before = source.sample(range(number), min(number, source.choice([0, 1, 1, 2, 3])))
        items.append(
            {
                "seconds": source.randrange(5, 120) * 60,
                "teaches": source.sample(range(CONCEPTS), source.randrange(1, 5)),
                "needs": [one for one in before if one > number - 200][:2],
                "after": [],
            }
        )
    goals = [{"through": source.sample(range(CONCEPTS), 4)} for _ in range(GOALS)]
    asked = {
        "goals": source.sample(range(GOALS), wanted),
        "learn": [],
        "known": source.sample(range(CONCEPTS), 40),
        "done": source.sample(range(ITEMS), 30),
    }
    return {"items": items, "goals": goals}, asked


def _table(rows: list[tuple[int, str, float, float, int]]) -> Table:
    return results.table(
        (
            Column(heading="goals", decimals=0),
            Column(heading="time there is"),
            Column(heading="median", unit="ms", decimals=0),
            Column(heading="longest", unit="ms", decimals=0),
            Column(heading=f"known to be shortest, of {ROUNDS}", decimals=0),
        ),
        rows,
        note=f"{ITEMS} items, {CONCEPTS} concepts, {GOALS} goals of four concepts each.",
    )
