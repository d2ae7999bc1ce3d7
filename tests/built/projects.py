"""Builds of sites for tests, each made once a run, and small projects in temporary folders."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from tests.built import warm
from tests.children import Child, run
from tests.libraries import write_library
from topicsite.cli import main

PROJECT = Path(__file__).parents[2]
LIMIT = 600
"""Seconds after which a build that has not ended will not: it takes a tenth of that by itself."""
MKDOCS = [str(Path(sys.executable).parent / "mkdocs")]
NOT_COPIED = shutil.ignore_patterns("node_modules", "*_cache", "__pycache__")
NOT_FROM_THE_TOP = {".venv", ".git", ".cache", "site", "tests"}

SMALL = """\
site_name: Sorting
theme:
  name: material
plugins: [search, topicsite]
"""
LIBRARY = {
    "mkdocs.yml": SMALL + "repo_url: https://github.com/o/r\nedit_uri: edit/main/docs/\n",
    "docs/index.md": "---\ntitle: Home\n---\n# Library\n\n<!-- topicsite: home -->\n",
    "docs/add.md": "# Add a resource\n\n<!-- topicsite: form -->\n",
    "docs/topic-003/index.md": "<!-- topicsite: assumes -->\n\n<!-- topicsite: resources -->\n",
    "docs/topic-004/index.md": "# Four\n\n<!-- topicsite: resources -->\n",
    "docs/topic-004/more.md": "# More\n",
}
PATHS = """\
paths:
  - id: short
    title: The short way
    stages:
      - steps:
          - resource: {topic}-0
            why: It begins with an example.
          - resource: {topic}-1
            why: It says why that holds.
"""
"""Of two topics of the library, one of which has a second path."""
LONGER = PATHS.partition("\n")[2].replace("short", "long").replace("begins with", "ends in")

OWN = {
    "mkdocs.yml": SMALL + "repo_url: https://github.com/o/r\nedit_uri: edit/main/docs/\n",
    "docs/index.md": "# Piano\n\n<!-- topicsite: home -->\n\n[Drills](tags/finger-drills/).\n",
    "docs/add.md": "# Add a resource\n\n<!-- topicsite: form -->\n",
    "docs/todo.md": "# What is open\n\n<!-- topicsite: todo -->\n",
    "docs/checked.md": "# Checked\n\n<!-- topicsite: claims -->\n",
    "docs/scores.md": (
        "# Scores\n\n## All\n\n### By level\n\n"
        "<!-- topicsite: resources kind=score topic=scales -->\n"
    ),
}


def environment(**more: str) -> dict[str, str]:
    """The tests' environment: a fixed clock, and no repository but the one in the folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GITHUB_", "CI_", "JUPYTER", "SITE_URL"))
    }
    return {**kept, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1767225600", **more}


def mkdocs(project: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs` in a project, in a process that has imported everything; says how it ended."""
    return warm.run(arguments, project, environment(**more), LIMIT)


def build(project: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build --strict`, as `mkdocs` does."""
    return mkdocs(project, "build", "--strict", *arguments, **more)


def build_afresh(project: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The same by the command itself, in a process that begins with nothing."""
    command = [*MKDOCS, "build", "--strict", *arguments]
    return run(command, limit=LIMIT, cwd=project, env=environment(**more))


@contextmanager
def previewing(project: Path, **more: str) -> Iterator[tuple[str, Path, Child]]:
    """A running `mkdocs serve`: its address, what it says, and the process."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    log = project.parent / "serve.log"
    with (
        log.open("w") as output,
        Child(
            [*MKDOCS, "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=project,
            env=environment(**more),
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        yield f"http://127.0.0.1:{port}/", log, process


def copy_project(folder: Path) -> Path:
    """Copy what the site is made from, so that a test may change it."""

    def left_out(copied: str, names: list[str]) -> set[str]:
        return NOT_COPIED(copied, names) | (NOT_FROM_THE_TOP if Path(copied) == PROJECT else set())

    shutil.copytree(PROJECT, folder, dirs_exist_ok=True, ignore=left_out)
    if (cache := PROJECT / ".cache").exists():
        shutil.copytree(cache, folder / ".cache")
    return folder


def small_project(folder: Path) -> Path:
    """A topic of one's own: two entries, no page, no examples, nothing about this site."""
    shutil.copytree(
        PROJECT / "tests/catalogs/valid/same-host-other-page", folder, dirs_exist_ok=True
    )
    (folder / "docs").mkdir()
    (folder / "docs/index.md").write_text("# Sorting\n\n<!-- topicsite: home -->\n")
    (folder / "mkdocs.yml").write_text(SMALL)
    return folder


def lend_runtime(project: Path) -> None:
    """Let a small project with examples use the files that `make runtime` has brought together."""
    (project / ".cache").mkdir(exist_ok=True)
    brought = PROJECT / ".cache/runtime"
    brought.mkdir(parents=True, exist_ok=True)
    (project / ".cache/runtime").symlink_to(brought)


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first who asks for it makes, for all workers of a run."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder = root / name
    with FileLock(root / f"{name}.lock", timeout=2 * LIMIT):
        if not folder.exists():
            unfinished = root / f"{name}-unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site; nobody writes into it."""

    def make(folder: Path) -> None:
        done = build_afresh(PROJECT, "--site-dir", str(folder), PYTHONHASHSEED="1")
        assert done.returncode == 0, done.stderr

    return once(tmp_path_factory, "site", make)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of 95 topics in 15 sections with its site; nobody writes into it."""

    def make(folder: Path) -> None:
        write_library(folder, 95, 15)
        for topic, paths in (("topic-000", PATHS + LONGER), ("topic-006", PATHS)):
            with (folder / f"resources/{topic}/topic.yml").open("a") as file:
                file.write(paths.format(topic=topic))
        for name, text in LIBRARY.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        done = build(folder)
        assert done.returncode == 0, done.stderr

    return once(tmp_path_factory, "library", make)


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with kinds, levels and fields of its own, and its site; nobody writes into it."""

    def make(folder: Path) -> None:
        catalog = PROJECT / "tests/catalogs/valid/own-words/resources"
        shutil.copytree(catalog, folder / "resources")
        tried = folder / "resources/scales/czerny-823.yml"
        text = tried.read_text().replace("shown_by: beats", "not_tried: There is no piano here.")
        tried.write_text(text)
        (folder / "docs").mkdir()
        for name, text in OWN.items():
            (folder / name).write_text(text)
        done = build(folder)
        assert done.returncode == 0, done.stdout + done.stderr

    return once(tmp_path_factory, "own", make)


@pytest.fixture(scope="session")
def unknown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of whose resources nothing is known, and its site; nobody writes into it."""

    def make(folder: Path) -> None:
        shutil.copytree(PROJECT / "tests/catalogs/valid/nothing-known", folder)
        (folder / "mkdocs.yml").write_text(SMALL)
        (folder / "docs").mkdir()
        for page, block in (("index", "home"), ("checked", "claims"), ("todo", "todo")):
            text = f"# Page\n\n<!-- topicsite: {block} -->\n"
            (folder / f"docs/{page}.md").write_text(text)
        done = build(folder)
        assert done.returncode == 0, done.stdout + done.stderr

    return once(tmp_path_factory, "unknown", make)


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site whose own tests have passed, and what they built; nobody writes into it."""

    def make(folder: Path) -> None:
        done = CliRunner().invoke(main, ["init", str(folder), "--title", "Numbers"])
        assert done.exit_code == 0, done.output
        assert f"Started Numbers in {folder}" in done.stdout
        lend_runtime(folder)
        temporary = folder.with_name("of-a-new-site")
        tests = run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--basetemp", temporary],
            cwd=folder, env=environment(), limit=LIMIT,
        )  # fmt: skip
        assert tests.returncode == 0, tests.stdout
        (temporary / "test_the_site_builds0/site").rename(folder / "site")

    return once(tmp_path_factory, "started", make)


@pytest.fixture
def small(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project with its site, which a test may change."""

    def make(folder: Path) -> None:
        done = build(small_project(folder))
        assert done.returncode == 0, done.stderr

    return shutil.copytree(once(tmp_path_factory, "small", make), tmp_path / "small")


def pages_of(site: Path) -> list[str]:
    """The addresses of all pages below the site's root, without redirects."""
    return [
        file.relative_to(site).as_posix().removesuffix("index.html")
        for file in sorted(site.rglob("*.html"))
        if 'http-equiv="refresh"' not in file.read_text(encoding="utf-8")
    ]
