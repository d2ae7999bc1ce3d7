"""A check from memory says what a check of the files would say, whatever was changed in between."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from topicsite import load, memory, snapshot, source
from topicsite.checking import check_project
from topicsite.cli import main

CATALOGS = Path(__file__).parent / "catalogs"
FOLDERS = ("resources", "code/examples")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that counts as large, checked once."""
    monkeypatch.setattr(memory, "MANY", 0)
    shutil.copytree(CATALOGS / "valid/every-field", tmp_path, dirs_exist_ok=True)
    check_project(tmp_path, *FOLDERS)
    assert (tmp_path / memory.PLACE).exists()
    return tmp_path


def afresh(project: Path) -> memory.Checked:
    """The check without a memory."""
    shutil.rmtree(project / ".cache")
    return check_project(project, *FOLDERS)


def test_nothing_is_parsed_while_nothing_changes(project: Path, parses: set[str]) -> None:
    first = check_project(project, *FOLDERS)
    assert parses == set()
    assert first.findings == []
    assert first.counts == {"topic": 2, "resource": 2, "example": 1}
    afresh(project)
    assert parses


def test_a_touched_file_is_the_same_file(project: Path, parses: set[str]) -> None:
    os.utime(project / "resources/t/entry.yml", (0, 0))
    check_project(project, *FOLDERS)
    assert parses == set()


ENTRY, SECOND, TOPIC = (f"resources/t/{name}.yml" for name in ("entry", "second", "topic"))
EXAMPLE = "code/examples/addition.py"


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(project: Path) -> None:
        file = project / path
        before, stamp = file.read_text(), file.stat()
        assert old in before
        file.write_text(before.replace(old, new))
        os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # clocks must not matter

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
def test_no_finding_is_stale(project: Path, name: str) -> None:
    CHANGES[name](project)
    found = check_project(project, *FOLDERS).findings
    assert (found != []) == (name != "moved")
    known = check_project(project, *FOLDERS)
    shutil.rmtree(project / ".cache", ignore_errors=True)
    fresh = check_project(project, *FOLDERS)
    assert (known.findings, known.counts) == (fresh.findings, fresh.counts)
    for finding in known.findings:
        assert known.texts.get(finding.path) == fresh.texts.get(finding.path)


def test_another_program_looks_again(
    project: Path, parses: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "program", lambda: "another")
    check_project(project, *FOLDERS)
    assert parses


def test_the_name_of_the_program_follows_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rules.py").write_text("one")
    monkeypatch.setattr(snapshot, "__file__", str(tmp_path / "snapshot.py"))
    first = snapshot.program()
    (tmp_path / "rules.py").write_text("two")
    assert snapshot.program() != first


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": 1}', "null", "\x00"])
def test_a_memory_that_cannot_be_read_is_none(project: Path, text: str) -> None:
    (project / memory.PLACE).write_text(text)
    assert check_project(project, *FOLDERS).counts["resource"] == 2


def test_a_place_that_cannot_be_written_is_no_obstacle(project: Path) -> None:
    shutil.rmtree(project / ".cache")
    (project / ".cache").write_text("in the way")
    assert check_project(project, *FOLDERS).findings == []


def test_a_file_that_changes_meanwhile_is_not_remembered(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(project / ".cache")
    take = snapshot.take

    def slow(*arguments: object) -> snapshot.Snapshot | None:
        taken = take(*arguments)  # type: ignore[arg-type]
        text = (project / SECOND).read_text().replace("/other", "/third")
        (project / "resources/t/third.yml").write_text(text)
        return taken

    monkeypatch.setattr(snapshot, "take", slow)
    check_project(project, *FOLDERS)
    assert not (project / memory.PLACE).exists()


def test_a_small_project_gets_no_folder(tmp_path: Path) -> None:
    shutil.copytree(CATALOGS / "valid/every-field", tmp_path, dirs_exist_ok=True)
    check_project(tmp_path, *FOLDERS)
    assert not (tmp_path / ".cache").exists()


def test_as_much_is_read_as_by_load() -> None:
    assert snapshot.MOST == source.MAX_BYTES + 1
    assert load.TOPIC_FILE.endswith(".yml")


def check(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "--root", str(project), *arguments])


def git(project: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    command = ["git", "-C", str(project), *identity, *arguments]
    subprocess.run(command, check=True, capture_output=True)


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
