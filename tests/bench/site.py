"""The build and the check on made-up catalogs, for `docs/speed.md`."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import generate, page
from tests.bench.measure import in_turn, median, run
from topicsite.model.entries import Resource

BIN = Path(sys.executable).parent
BUILD = [str(BIN / "mkdocs"), "build", "--quiet"]
CHECK = [str(BIN / "topicsite"), "check"]
SIZES = (100, 1_000, 10_000)

# The same without what the last check is remembered by.
COLD = [
    sys.executable,
    "-c",
    "import shutil; shutil.rmtree('.cache/topicsite', ignore_errors=True); "
    "from topicsite.cli import main; main(['check'])",
]

SINCE = [*CHECK, "--changed-since", "HEAD"]

# Merely reading the same files.
READ = """
import pathlib
for path in sorted(pathlib.Path("resources").rglob("*.yml")):
    path.read_bytes()
"""

# Merely loading the same files: what `check` would cost if it found nothing and located nothing.
LOAD = """
import pathlib, yaml
entries = [
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    for path in sorted(pathlib.Path("resources").rglob("*.yml"))
]
"""


def measure() -> None:
    """Measure, and write the tables to the page."""
    runs = 3
    lines = [page.circumstances("mkdocs", "mkdocs-material", "pyyaml"), ""]
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        for count in SIZES:
            for name, write in (("ours", generate.as_yaml), ("peer", generate.as_markdown)):
                (root / f"{name}-{count}").mkdir()
                write(root / f"{name}-{count}", count)
        lines += _builds(root, runs)
        lines += _checks(root, runs)
    page.write("speed.md", "site", "\n".join(lines))


def _builds(root: Path, runs: int) -> list[str]:
    """The whole build against plain MkDocs, at every size."""
    rows = [
        "| entries | topicsite | plain MkDocs | ratio | peak memory | pages | HTML a page |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    seconds: dict[int, float] = {}
    for count in SIZES:
        ours, peer = root / f"ours-{count}", root / f"peer-{count}"
        many = count == SIZES[-1]
        pair = in_turn((BUILD, ours), (BUILD, peer), runs=1 if many else runs, warm_up=not many)
        pages = list((ours / "site").rglob("*.html"))
        topics = [p.stat().st_size for p in (ours / "site").glob("topic-*/index.html")]
        seconds[count] = median(pair.ours, "cpu")
        rows.append(
            f"| {count:,} | {seconds[count]:.1f} s | {median(pair.peers, 'cpu'):.1f} s "
            f"| {pair.ratio:.2f} | {max(r.peak for r in pair.ours):.0f} MB "
            f"| {len(pages):,} | {statistics.mean(topics) / 1000:.1f} kB |"
        )
        shutil.rmtree(ours / "site")
        shutil.rmtree(peer / "site")
    growth = seconds[SIZES[-1]] / seconds[SIZES[-2]]
    return [
        *rows,
        "",
        f"From 1,000 to 10,000 entries the build takes {growth:.1f} times as long.",
        "",
    ]


def _checks(root: Path, runs: int) -> list[str]:
    """`topicsite check` against loading the files and against a schema validator."""
    count = SIZES[-1]
    project = root / f"ours-{count}"
    many = 2 * runs + 1
    load = in_turn((COLD, project), ([sys.executable, "-c", LOAD], project), runs=many)
    again = in_turn((CHECK, project), ([sys.executable, "-c", READ], project), runs=many)
    _change(project)
    run(COLD, project)
    since = in_turn((SINCE, project), (COLD, project), runs=many)  # which forgets the change
    run(SINCE, project)
    twice = median([run(SINCE, project) for _ in range(many)], "cpu")
    schema = root / "schema.json"
    schema.write_text(json.dumps(_schema()))
    files = sorted(str(p) for p in (project / "resources").rglob("entry-*.yml"))
    validator = run([str(BIN / "check-jsonschema"), "--schemafile", str(schema), *files], project)
    check = median(load.ours, "cpu")
    return [
        f"| {count:,} entries | seconds | `topicsite check` as a part of it |",
        "| --- | ---: | ---: |",
        f"| `topicsite check`, every rule, every position | {check:.2f} | |",
        f"| `yaml.CSafeLoader`, loading only "
        f"| {median(load.peers, 'cpu'):.2f} | {load.ratio:.2f} |",
        f"| check-jsonschema, no cross-file rule | {validator.cpu:.1f} "
        f"| {check / validator.cpu:.3f} |",
        "",
        "| of those entries | seconds | in proportion |",
        "| --- | ---: | ---: |",
        f"| `topicsite check` again, none changed | {median(again.ours, 'cpu'):.2f} "
        f"| {again.ratio:.2f} of reading the files |",
        f"| `--changed-since`, one changed | {median(since.ours, 'cpu'):.2f} "
        f"| {since.ratio:.2f} of the whole check |",
        f"| the same again | {twice:.2f} "
        f"| {twice / median(since.peers, 'cpu'):.2f} of the whole check |",
        "",
    ]


def _change(project: Path) -> None:
    """Change one entry since the last commit of a project that is checked."""
    git = ["git", "-C", str(project), "-c", "user.name=Bench", "-c", "user.email=b@example.org"]
    for command in (["init", "--quiet"], ["add", "resources"], ["commit", "--quiet", "-m", "all"]):
        subprocess.run([*git, *command], check=True)
    entry = project / "resources/topic-0000/entry-00000.yml"
    entry.write_text(entry.read_text().replace("title: 'Entry", "title: 'Changed entry"))


def _schema() -> dict[str, object]:
    """The model's schema in the types that a YAML 1.2 reader gives its values."""
    schema = Resource.model_json_schema()
    properties = schema["properties"]
    properties["duration"] = {"type": "string"}
    properties["published"] = {"type": ["string", "integer"]}
    return schema
