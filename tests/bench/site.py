"""The build and the check on made-up catalogs."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from tests.bench import generate, results
from tests.bench.measure import in_turn, median, run
from topicsite.model.entries import Resource
from topicsite.model.measurements import Block, Column, Note, Table

BIN = Path(sys.executable).parent
BUILD = [str(BIN / "mkdocs"), "build", "--quiet"]
CHECK = [str(BIN / "topicsite"), "check"]
SIZES = (100, 1_000, 10_000)

# Merely loading the same files: what `check` would cost if it found nothing and located nothing.
LOAD = """
import pathlib, yaml
entries = [
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    for path in sorted(pathlib.Path("resources").rglob("*.yml"))
]
"""


def measure() -> None:
    """Measure, and write down what was found."""
    runs = 3
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        for count in SIZES:
            for name, write in (("ours", generate.as_yaml), ("peer", generate.as_markdown)):
                (root / f"{name}-{count}").mkdir()
                write(root / f"{name}-{count}", count)
        blocks = [*_builds(root, runs), _checks(root, runs)]
    results.write("site", ("mkdocs", "mkdocs-material", "pyyaml"), blocks)


def _builds(root: Path, runs: int) -> list[Block]:
    """The whole build against plain MkDocs, at every size."""
    columns = (
        Column(heading="entries", decimals=0),
        Column(heading="topicsite", unit="s", decimals=1),
        Column(heading="plain MkDocs", unit="s", decimals=1),
        Column(heading="ratio", decimals=2),
        Column(heading="peak memory", unit="MB", decimals=0),
        Column(heading="pages", decimals=0),
        Column(heading="HTML a page", unit="kB", decimals=1),
    )
    rows = []
    seconds: dict[int, float] = {}
    for count in SIZES:
        ours, peer = root / f"ours-{count}", root / f"peer-{count}"
        many = count == SIZES[-1]
        pair = in_turn((BUILD, ours), (BUILD, peer), runs=1 if many else runs, warm_up=not many)
        pages = list((ours / "site").rglob("*.html"))
        topics = [p.stat().st_size for p in (ours / "site").glob("topic-*/index.html")]
        seconds[count] = median(pair.ours, "cpu")
        rows.append(
            (
                count,
                seconds[count],
                median(pair.peers, "cpu"),
                pair.ratio,
                max(r.peak for r in pair.ours),
                len(pages),
                statistics.mean(topics) / 1000,
            )
        )
        shutil.rmtree(ours / "site")
        shutil.rmtree(peer / "site")
    growth = seconds[SIZES[-1]] / seconds[SIZES[-2]]
    return [
        results.table(columns, rows),
        Note(text=f"From 1,000 to 10,000 entries the build takes {growth:.1f} times as long."),
    ]


def _checks(root: Path, runs: int) -> Table:
    """`topicsite check` against loading the files and against a schema validator."""
    count = SIZES[-1]
    project = root / f"ours-{count}"
    load = in_turn((CHECK, project), ([sys.executable, "-c", LOAD], project), runs=2 * runs + 1)
    schema = root / "schema.json"
    schema.write_text(json.dumps(_schema()))
    files = sorted(str(p) for p in (project / "resources").rglob("entry-*.yml"))
    validator = run([str(BIN / "check-jsonschema"), "--schemafile", str(schema), *files], project)
    check = median(load.ours, "cpu")
    return results.table(
        (
            Column(heading=f"{count:,} entries"),
            Column(heading="processor time", unit="s", digits=3),
            Column(heading="`topicsite check` as a part of it", digits=2),
        ),
        (
            ("`topicsite check`, every rule, every position", check, None),
            ("`yaml.CSafeLoader`, loading only", median(load.peers, "cpu"), load.ratio),
            ("check-jsonschema, no cross-file rule", validator.cpu, check / validator.cpu),
        ),
    )


def _schema() -> dict[str, object]:
    """The model's schema in the types that a YAML 1.2 reader gives its values."""
    schema = Resource.model_json_schema()
    properties = schema["properties"]
    properties["duration"] = {"type": "string"}
    properties["published"] = {"type": ["string", "integer"]}
    return schema
