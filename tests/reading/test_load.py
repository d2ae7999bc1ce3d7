"""Files in, catalog out: what depends on the file system rather than on text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from topicsite.reading.load import load

VALID = Path(__file__).parents[1] / "catalogs/valid"
ENTRY = (VALID / "smallest/resources/t/entry.yml").read_text()
TOPIC = (VALID / "smallest/resources/t/topic.yml").read_text()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "resources" / "t"
    folder.mkdir(parents=True)
    (folder / "topic.yml").write_text(TOPIC)
    return tmp_path


def findings(project: Path) -> list[str]:
    return [f"{finding.path} {finding.rule}" for finding in load(project).diagnostics]


def test_a_symbolic_link_is_not_followed(project: Path) -> None:
    (project / "secret.txt").write_text(ENTRY)
    (project / "resources/t/entry.yml").symlink_to(project / "secret.txt")
    (project / "resources/u").symlink_to(project / "resources/t")
    assert findings(project) == [
        "resources/t/entry.yml symlink",
        "resources/u unexpected-file",
    ]


def test_a_file_larger_than_a_page_is_refused_without_being_read_whole(project: Path) -> None:
    with (project / "resources/t/entry.yml").open("wb") as file:
        file.truncate(10**10)
    assert findings(project) == ["resources/t/entry.yml file-too-large"]


def test_a_file_of_exactly_the_limit_is_read(project: Path) -> None:
    padding = "#" * (64 * 1024 - len(ENTRY.encode()) - 1) + "\n"
    (project / "resources/t/entry.yml").write_text(padding + ENTRY)
    assert findings(project) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_reported(project: Path) -> None:
    (project / "resources/t/entry.yml").write_text(ENTRY)
    (project / "resources/t/entry.yml").chmod(0)
    assert findings(project) == ["resources/t/entry.yml unreadable"]


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    assert findings(tmp_path) == ["resources unreadable"]


def test_a_pipe_among_the_entries_does_not_hang(project: Path) -> None:
    os.mkfifo(project / "resources/t/entry.yml")
    assert findings(project) == ["resources/t/entry.yml unexpected-file"]


def test_a_broken_entry_is_not_unknown_to_others(project: Path) -> None:
    (project / "resources/t/broken.yml").write_text("title: [")
    (project / "resources/t/entry.yml").write_text(ENTRY + "prerequisites: [broken]\n")
    loaded = load(project)
    assert loaded.broken == {"broken"}
    assert [finding.path for finding in loaded.diagnostics] == ["resources/t/broken.yml"]


def test_what_every_field_becomes() -> None:
    loaded = load(VALID / "every-field")
    entry = loaded.catalog.resources["entry"].model
    assert entry.duration == 15 * 60
    assert entry.year == 2020
    assert entry.captions == ("en", "pt-BR")
    assert entry.also_at[0].url == "http://example.org/text"
    topic = loaded.catalog.topics["t"].model
    assert loaded.catalog.time_of(topic.paths[0].steps) == (5 * 60 + 15 * 60, 2, 0)
    assert loaded.catalog.examples["addition"].model.follows == ("entry",)
