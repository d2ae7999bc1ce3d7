"""The check of a project sees whatever is wrong with any file; `--changed-since` chooses."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.children import git
from topicsite.checking.check import check_project
from topicsite.cli import main

CATALOGS = Path(__file__).parents[1] / "catalogs"
FOLDERS = ("resources", "code/examples")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in which nothing is wrong."""
    shutil.copytree(CATALOGS / "valid/every-field", tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_the_outcome_counts_what_is_there_and_leaves_nothing(project: Path) -> None:
    files = sorted(project.rglob("*"))
    checked = check_project(project, *FOLDERS)
    assert checked.findings == []
    assert checked.counts == {"topic": 2, "resource": 2, "example": 1}
    assert sorted(project.rglob("*")) == files


ENTRY, SECOND, TOPIC = (f"resources/t/{name}.yml" for name in ("entry", "second", "topic"))
EXAMPLE = "code/examples/addition.py"


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(project: Path) -> None:
        file = project / path
        before = file.read_text()
        assert old in before
        file.write_text(before.replace(old, new))

    return change


def link(project: Path) -> None:
    (project / SECOND).unlink()
    (project / SECOND).symlink_to("entry.yml")


def no_folder(project: Path) -> None:
    shutil.rmtree(project / "code/examples")
    (project / "code/examples").write_text("x")


CHANGES: dict[str, Callable[[Path], object]] = {
    "same length": edit(ENTRY, "level: introductory", "level: introductorx"),
    "another file's rule": edit(SECOND, "[entry, u]", "[entri, u]"),
    "a topic": edit(TOPIC, "resource: second", "resource: secund"),
    "an example": edit(EXAMPLE, "follows: [entry]", "follows: [entri]"),
    "a duplicate": edit(SECOND, "https://example.org/other", "https://youtu.be/Ilg3gGewQ5U"),
    "gone": lambda project: (project / SECOND).unlink(),
    "renamed": lambda project: (project / SECOND).rename(project / "resources/t/third.yml"),
    "moved": lambda project: (project / SECOND).rename(project / "resources/u/second.yml"),
    "a stranger": lambda project: (project / "resources/t/notes.txt").write_text("x"),
    "a stranger above": lambda project: (project / "resources/notes.txt").write_text("x"),
    "a folder": lambda project: (project / "resources/t/more").mkdir(),
    "an empty topic": lambda project: (project / "resources/v").mkdir(),
    "no examples": lambda project: shutil.rmtree(project / "code"),
    "a file for examples": no_folder,
    "a link": link,
    "not UTF-8": lambda project: (project / SECOND).write_bytes(b"\xff"),
    "large": lambda project: (project / SECOND).write_bytes(b"#" * 70_000),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_becomes_wrong_is_found(project: Path, name: str) -> None:
    CHANGES[name](project)
    assert (check_project(project, *FOLDERS).findings != []) == (name != "moved")


def check(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "--root", str(project), *arguments])


@pytest.mark.parametrize("below", [".", "below"])
def test_only_what_changed_since_a_commit_is_reported(tmp_path: Path, below: str) -> None:
    project = tmp_path / below
    shutil.copytree(CATALOGS / "valid/every-field", project, dirs_exist_ok=True)
    edit(ENTRY, "level: introductory", "level: hard")(project)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    assert check(project).exit_code == 1
    assert check(project, "--changed-since", "HEAD").exit_code == 0
    edit(SECOND, "[entry, u]", "[nobody]")(project)
    (project / "resources/t/new.yml").write_text("title: New\n")
    done = check(project, "--changed-since", "HEAD")
    assert done.exit_code == 1
    assert "resources/t/new.yml" in done.stdout
    assert "there is no resource or topic `nobody`" in done.stdout
    assert "entry.yml" not in done.stdout
    one = check(project, "--changed-since", "HEAD", str(project / SECOND))
    assert "new.yml" not in one.stdout
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "y")
    assert check(project, "--changed-since", "HEAD").exit_code == 0
    assert "new.yml" in check(project, "--changed-since", "HEAD~1").stdout
    assert check(project, "--changed-since", "nowhere").exit_code == 2
