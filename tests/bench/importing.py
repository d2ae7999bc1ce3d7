"""Import: 10,000 links into an empty topic, and again, beside the check of what is made."""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.bench import results
from tests.bench.measure import Pair, Run, median, run
from topicsite.model.measurements import Block, Column, Note

COUNT: Final = 10_000
PER_HEADING: Final = 50
WORDS: Final = "heap radix merge sort pile tree graph index bubble quick shell bucket".split()  # noqa: SIM905
SMALLEST = Path(__file__).parents[1] / "catalogs/valid/smallest"
PROGRAM = "from topicsite.cli import main; main()"


def measure() -> None:
    """Measure, and write down what was found."""
    results.write("import", ("markdown-it-py",), blocks())


def blocks(runs: int = 5) -> list[Block]:
    """What was found: the first import, the second, and the check of all entries."""
    first, again, checks = list[Run](), list[Run](), list[Run]()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "list.md").write_text(made_up(COUNT), encoding="utf-8")
        for number in range(runs):
            project = folder / str(number)
            shutil.copytree(SMALLEST, project)
            command = ["import", "../list.md", "--kind", "online-tutorial"]
            first.append(run(_command(*command), project))
            again.append(run(_command(*command), project))
            checks.append(run(_command("check"), project))
            shutil.rmtree(project)
    columns = (
        Column(heading=f"{COUNT:,} links in a list"),
        Column(heading="on the clock", unit="s", decimals=2),
        Column(heading="links a second", decimals=0),
        Column(heading="processor time", unit="s", decimals=2),
        Column(heading="peak memory", unit="MB", decimals=0),
    )
    rows = [
        _row("topicsite import", first),
        _row("topicsite import, again", again),
        _row("topicsite check", checks),
    ]
    return [
        results.table(columns, rows),
        Note(
            text=f"An import takes {Pair(first, checks).ratio:.1f} times as long as the check of "
            f"what it made, a second one {Pair(again, checks).ratio:.1f} times."
        ),
    ]


def made_up(count: int) -> str:
    """A list of so many links under headings, the same each time."""
    source = random.Random(1)
    lines = ["# A list"]
    for number in range(count):
        if number % PER_HEADING == 0:
            lines.append(f"\n## Part {number // PER_HEADING}\n")
        title = " ".join(source.choices(WORDS, k=4)).capitalize()
        lines.append(
            f"- [{title} {number}](https://example.org/{number % 97}/page-{number}) - "
            "What it is about, in words enough for a summary."
        )
    return "\n".join(lines) + "\n"


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", PROGRAM, *arguments]


def _row(name: str, found: list[Run]) -> tuple[str, float, float, float, float]:
    seconds = median(found, "wall")
    return name, seconds, COUNT / seconds, median(found, "cpu"), median(found, "peak")
