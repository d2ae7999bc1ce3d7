"""A preview notices what comes to be after it began, what goes, and what comes back."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.livereload import LiveReloadServer

from tests.children import eventually
from topicsite.plugin import watching

REST = 0.5
"""Seconds after which a preview has looked at everything several times."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "project/resources/t").mkdir(parents=True)
    return tmp_path / "project"


@pytest.fixture
def builds(root: Path, tmp_path: Path) -> Iterator[list[str]]:
    """The builds of a preview that watches a project; its port is nobody's."""
    made: list[str] = []
    server = LiveReloadServer(
        lambda: made.append("build"), "127.0.0.1", 0, str(tmp_path), polling_interval=0.05
    )
    places = ("resources", "code/examples", "links.ledger")
    watching.watch(server, (root / place for place in places))
    runs = threading.Thread(target=server.serve)
    runs.start()
    eventually(lambda: server.observer.is_alive() and server.serve_thread.is_alive(), "no preview")
    yield made
    server.shutdown(wait=True)
    runs.join()


def changed(builds: list[str], what: str) -> None:
    """Wait for a build, and for the preview to be at rest again."""
    eventually(lambda: builds, f"{what} was not noticed")
    time.sleep(REST)
    builds.clear()


def test_a_ledger_that_is_made_later_is_watched(root: Path, builds: list[str]) -> None:
    ledger = root / "links.ledger"
    ledger.write_text("1")
    changed(builds, "a new ledger")
    (root / "new").write_text("22")
    (root / "new").replace(ledger)
    changed(builds, "a ledger in the place of the last one")
    ledger.unlink()
    changed(builds, "a ledger that is gone")
    ledger.write_text("333")
    changed(builds, "a ledger that is back")


def test_examples_that_are_made_later_are_watched(root: Path, builds: list[str]) -> None:
    examples = root / "code/examples"
    examples.mkdir(parents=True)
    changed(builds, "a new folder")
    (examples / "a.py").write_text("1")
    changed(builds, "a file in it")
    shutil.rmtree(root / "code")
    changed(builds, "a folder that is gone")
    examples.mkdir(parents=True)
    (examples / "b.py").write_text("1")
    changed(builds, "a folder that is back")
    (examples / "b.py").write_text("22")
    changed(builds, "a file in it")


def test_what_lies_beside_is_nothing_to_the_preview(root: Path, builds: list[str]) -> None:
    """A log of the preview itself, say: every build would be followed by the next."""
    for number in range(3):
        (root / "serve.log").write_text("x" * number)
        (root / "code").mkdir(exist_ok=True)
        (root / "code/notes.txt").write_text("x" * number)
        time.sleep(REST)
    assert builds == []
    (root / "resources/t/a.yml").write_text("1")
    changed(builds, "an entry")
