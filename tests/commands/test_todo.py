"""What is open is listed, the steps of learning paths first, and is no mistake."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from topicsite.cli import main
from topicsite.model.entries import WANTED
from topicsite.model.gaps import gaps
from topicsite.reading.load import load

VALID = Path(__file__).parents[1] / "catalogs/valid"
ALL = "authors, duration, level, access, language, summary, teaches"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A topic of which little is known, and another of which less is."""
    shutil.copytree(VALID / "nothing-known", tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "resources/a"
    folder.mkdir()
    topic = (VALID / "smallest/resources/t/topic.yml").read_text(encoding="utf-8")
    (folder / "topic.yml").write_text(topic, encoding="utf-8")
    (folder / "zebra.yml").write_text("title: Z\nkind: code\nurl: https://example.org/z\n")
    (folder / "known.yml").write_text(
        (VALID / "smallest/resources/t/entry.yml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return tmp_path


def todo(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["todo", *arguments, "--root", str(project)])


def test_steps_come_first_in_the_order_of_their_path(project: Path) -> None:
    done = todo(project)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        f"resources/t/a-page.yml: {ALL} (step 1 of t/some, step 1 of t/none)",
        f"resources/t/a-video.yml: {ALL} (step 2 of t/some, step 2 of t/none)",
        f"resources/t/a-playlist.yml: {ALL} (step 3 of t/some)",
        "resources/t/a-paper.yml: access, language, summary, teaches (step 4 of t/some)",
        f"resources/a/zebra.yml: {ALL}",
    ]
    assert done.stderr == "5 resources have open fields, 4 of them in learning paths\n"


def test_programs_get_the_same(project: Path) -> None:
    items = json.loads(todo(project, "--format", "json").stdout)
    found = gaps(load(project).catalog)
    assert [item["id"] for item in items] == [gap.entry.id for gap in found]
    assert items[0] == {
        "id": "a-page",
        "topic": "t",
        "path": "resources/t/a-page.yml",
        "title": "A page of which nothing else is known",
        "missing": [*WANTED],
        "steps": [
            {"topic": "t", "path": "some", "step": 1},
            {"topic": "t", "path": "none", "step": 1},
        ],
    }


def test_a_topic_has_its_own_list(project: Path) -> None:
    assert todo(project, "a").stdout == f"resources/a/zebra.yml: {ALL}\n"
    assert len(todo(project, "t").stdout.splitlines()) == 4
    wrong = todo(project, "tt")
    assert (wrong.exit_code, "did you mean `t`?" in wrong.stderr) == (2, True)


def test_nothing_may_be_open() -> None:
    done = todo(VALID / "smallest")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "nothing is open\n")
    assert todo(VALID / "smallest", "--format", "json").stdout == "[]\n"


def test_a_broken_entry_is_left_out_and_named(project: Path) -> None:
    (project / "resources/a/zebra.yml").write_text("title: Z\n")
    done = todo(project, "a")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "left out, because of findings: zebra" in done.stderr
