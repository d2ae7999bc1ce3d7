"""Every example as a reader runs it, in a fresh process: on other machines, from other starts."""

from __future__ import annotations

import ast
import datetime
import os
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import children
from tests.examples.copies import Run, run_all
from topicsite.lesson.trials import BASE, FEW
from topicsite.proving.claims import NAME, disagreements
from topicsite.proving.quoted import misquotes
from topicsite.proving.trying import reported
from topicsite.reading.load import load

PROJECT = Path(__file__).parents[2]
CATALOG = load(PROJECT).catalog
EXAMPLES = sorted(CATALOG.examples)

# The build uses hash seed 0, all processors, and the fastest kernels that BLAS has for this one.
# That it gives the same under another hash seed is what `test_build` compares, byte for byte.
OLD_MACHINE = {
    "PYTHONHASHSEED": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OPENBLAS_CORETYPE": "Prescott",
}
BASES = ("1", "2", "3", "4", "5")
"""Where all random draws of an example are moved to; the page's are at 0."""

GENERATORS = ("np.random.default_rng", "random.seed", "random.Random")
DRAWING = ("Network", "moons", "circles", "spirals", "along")
"""What the library draws with a seed of its own unless it is given one."""

OF_STARTS = re.compile(r"in \d+ of (\d+) starts\b")
FEW_RUN = re.compile(r"\d+ of (\d+) starts run")

COSTLY = 1.0
"""Seconds from which an example is run from one other base a day, in turn, and not from all."""


def run(example: str, folder: Path) -> str:
    """What the example prints in a new process on an old machine when every warning is an error."""
    done = children.run(
        [sys.executable, "-W", "error", str(path_of(example))],
        cwd=folder,
        env={**os.environ, BASE: "0", FEW: "", **OLD_MACHINE, "MPLBACKEND": "agg"},
        limit=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def path_of(example: str) -> Path:
    return PROJECT / CATALOG.examples[example].path


BEGIN_WITH_FEW = [name for name in EXAMPLES if ", few=" in path_of(name).read_text("utf-8")]
"""Examples of which a page does not run all starts at first."""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """What every example prints from the base of the page, and from those that are due today."""
    today = BASES[datetime.date.today().toordinal() % len(BASES)]

    def afresh(example: str) -> tuple[str, bool]:
        began = time.monotonic()
        printed = run(example, tmp_path_factory.mktemp("afresh"))
        return printed, time.monotonic() - began > COSTLY

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        firsts = dict(zip(EXAMPLES, pool.map(afresh, EXAMPLES), strict=True))
    others = [
        (example, base)
        for example, (_, costly) in firsts.items()
        for base in ([today] if costly else BASES)
    ]
    copies = [Run(path_of(example), {BASE: base, FEW: ""}) for example, base in others]
    texts = run_all(copies, tmp_path_factory.mktemp("copies"))
    return {(example, "0"): printed for example, (printed, _) in firsts.items()} | dict(
        zip(others, texts, strict=True)
    )


@pytest.mark.parametrize("example", EXAMPLES)
def test_its_claims_hold_on_an_old_machine(
    printed: dict[tuple[str, str], str], example: str
) -> None:
    assert list(disagreements(CATALOG, example, reported(printed[example, "0"]))) == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_prints_the_figures_of_questions_on_an_old_machine_too(
    printed: dict[tuple[str, str], str], example: str
) -> None:
    assert list(misquotes(CATALOG, example, printed[example, "0"].splitlines())) == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_its_verdicts_survive_other_starts(
    printed: dict[tuple[str, str], str], example: str
) -> None:
    here = {name: o.verdict for name, o in reported(printed[example, "0"]).items()}
    bases = [base for base in BASES if (example, base) in printed]
    assert bases
    for base in bases:
        there = {name: o.verdict for name, o in reported(printed[example, base]).items()}
        assert there == here, f"run it with {BASE}={base}"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """What examples print from few starts, at the page's base and at another one."""
    today = BASES[datetime.date.today().toordinal() % len(BASES)]
    keys = [(example, base) for example in BEGIN_WITH_FEW for base in ("0", today)]
    runs = [Run(path_of(example), {BASE: base, FEW: "1"}) for example, base in keys]
    return dict(zip(keys, run_all(runs, tmp_path_factory.mktemp("few")), strict=True))


def rows(printed: str) -> dict[str, tuple[str, str]]:
    """What came out of each claim, and the verdict or what stands in its place."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in printed.splitlines()]
    return {row[0]: (row[2], row[-1]) for row in cells if NAME.match(row[0])}


@pytest.mark.parametrize("example", BEGIN_WITH_FEW)
def test_few_starts_decide_only_what_does_not_depend_on_them(
    printed: dict[tuple[str, str], str], few: dict[tuple[str, str], str], example: str
) -> None:
    here = rows(printed[example, "0"])
    for (name, base), text in few.items():
        if name != example:
            continue
        there = rows(text)
        assert there.keys() == here.keys()
        for claim, (found, verdict) in there.items():
            all_of_them = OF_STARTS.match(here[claim][0])
            if all_of_them and (left_out := FEW_RUN.fullmatch(verdict)):
                assert left_out[1] == all_of_them[1], claim
                continue
            assert verdict == here[claim][1], f"{claim}, with {BASE}={base} {FEW}=1"
            # A trial that is given no `starts` would take few of them for all.
            counted = OF_STARTS.match(found)
            assert (counted and counted[1]) == (all_of_them and all_of_them[1]), claim


def fixed_draws(source: str) -> list[str]:
    """The calls that draw, but not from `topicsite.lesson.seed`, so that no base moves them.

    The checks of an exercise are left out: what they draw decides no verdict.
    """
    cells = [cell for cell in source.split("# %%") if 'tags=["exercise"]' not in cell]
    found = []
    for node in ast.walk(ast.parse("# %%".join(cells))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            given = [keyword.value for keyword in node.keywords if keyword.arg == "seed"]
            if ast.unparse(node.func) in GENERATORS:
                given += node.args[:1]
            elif name not in DRAWING and not given:
                continue
            if not given or any(isinstance(value, ast.Constant) for value in given):
                found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_draw_moves_with_the_base(example: str) -> None:
    assert fixed_draws(path_of(example).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "rng = np.random.default_rng(4)",
        "rng = np.random.default_rng()",
        "random.seed(1)",
        "Network([2, 1])",
        "Network([2, 1], seed=0)",
        "x, y = moons(100)",
    ],
)
def test_a_draw_that_does_not_move_is_found(line: str) -> None:
    assert fixed_draws(line) == [line.partition(" = ")[2] or line]
    assert (
        fixed_draws(f'# %% tags=["exercise"]\n{line}\n# %%\nnp.random.default_rng(seed(1))') == []
    )
