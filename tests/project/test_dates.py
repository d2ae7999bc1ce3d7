"""Dates and edit links come from the repository, and from nowhere else."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.children import git
from topicsite.project import dates, editing


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit a file, on three different days."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    for day, name in (("03", "resources/a.yml"), ("01", "resources/b.yml"), ("02", "docs/ü.md")):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
        commit(tmp_path, f"2026-05-{day}T23:30:00+00:00")
    return tmp_path


def commit(folder: Path, date: str) -> None:
    git(folder, "add", "--all")
    dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    git(folder, "commit", "--quiet", "--message=change", **dates)


def test_each_file_has_the_day_of_its_last_change(repository: Path) -> None:
    assert dates.last_changes(repository).last == {
        "resources/a.yml": datetime.date(2026, 5, 3),
        "resources/b.yml": datetime.date(2026, 5, 1),
        "docs/ü.md": datetime.date(2026, 5, 2),
    }
    (repository / "resources/b.yml").write_text("again")
    commit(repository, "2026-06-01T00:00:00+00:00")
    changes = dates.last_changes(repository)
    assert changes.last["resources/b.yml"] == datetime.date(2026, 6, 1)
    moments = {
        path: datetime.datetime.fromtimestamp(s, datetime.UTC).isoformat()
        for path, s in changes.seconds.items()
    }
    assert moments == {
        "resources/a.yml": "2026-05-03T23:30:00+00:00",
        "resources/b.yml": "2026-06-01T00:00:00+00:00",
        "docs/ü.md": "2026-05-02T23:30:00+00:00",
    }


def commit_dated(folder: Path, date: str) -> str:
    """Commit everything under a date as it stands, which git itself would refuse to write."""
    git(folder, "add", "--all")
    tree, parent = git(folder, "write-tree").strip(), git(folder, "rev-parse", "HEAD").strip()
    who = f"A <a@example.org> {date}"
    raw = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nchange\n"
    (folder / ".git/raw").write_text(raw)
    name = git(
        folder, "hash-object", "-t", "commit", "-w", "--literally", ".git/raw"
    ).strip()  # fmt: skip
    git(folder, "update-ref", "HEAD", name)
    return name


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("1 +0000", datetime.date(1970, 1, 1)),
        ("253402300799 +0000", datetime.date(9999, 12, 31)),
        ("1785542400 +9999", datetime.date(2026, 8, 1)),
        ("1785542400 -2359", datetime.date(2026, 8, 1)),
        ("253402300800 +0000", None),  # the year 10000
        ("9223372036854775807 +0000", None),
        ("99999999999999999999999999 +0000", None),
        ("-1 +0000", None),
        ("0 +0000", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_that_nobody_can_mean_leaves_the_others(
    repository: Path, date: str, day: datetime.date | None
) -> None:
    before = dates.last_changes(repository).last
    (repository / "resources/a.yml").write_text("again")
    (repository / "resources/new.yml").write_text("new")
    name = commit_dated(repository, date)
    changes = dates.last_changes(repository)
    if day is None:
        assert changes.last == before
        assert [doubt.split()[4] for doubt in changes.doubts] == [name[:7]]
    else:
        assert changes.last["resources/new.yml"] == day
        assert changes.doubts == []


def test_paths_are_relative_to_the_project_when_it_is_not_the_whole_repository(
    repository: Path,
) -> None:
    assert set(dates.last_changes(repository / "resources").last) == {"a.yml", "b.yml"}


def test_without_a_repository_or_in_a_shallow_clone_nothing_is_claimed(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert dates.last_changes(tmp_path_factory.mktemp("plain")) == ({}, [], {})
    clone = tmp_path_factory.mktemp("clones") / "shallow"
    git(repository, "clone", "--quiet", "--depth=1", f"file://{repository}", str(clone))
    assert dates.last_changes(clone) == ({}, [], {})


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("https://github.com/ada/notes.git", "https://github.com/ada/notes/edit/HEAD/"),
        ("git@github.com:ada/notes.git", "https://github.com/ada/notes/edit/HEAD/"),
        ("ssh://git@github.com/ada/notes", "https://github.com/ada/notes/edit/HEAD/"),
        ("https://token@github.com/ada/notes", "https://github.com/ada/notes/edit/HEAD/"),
        ("https://gitlab.com/a/b/notes.git", "https://gitlab.com/a/b/notes/-/edit/HEAD/"),
        ("git@codeberg.org:ada/notes.git", "https://codeberg.org/ada/notes/_edit/HEAD/"),
        ("https://git.example.org/ada/notes.git", None),
        ("/srv/git/notes.git", None),
        ("../notes", None),
        ("javascript:alert(1)", None),
    ],
)
def test_edit_links_follow_the_remote_of_a_known_host(
    repository: Path, remote: str, expected: str | None
) -> None:
    git(repository, "remote", "add", "origin", remote)
    assert editing.edit_base(repository, {}) == expected


def test_edit_links_name_the_default_branch_that_the_clone_knows(repository: Path) -> None:
    git(repository, "remote", "add", "origin", "https://github.com/ada/notes")
    git(repository, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert editing.edit_base(repository, {}) == "https://github.com/ada/notes/edit/trunk/"


def test_the_environment_of_continuous_integration_comes_first(repository: Path) -> None:
    git(repository, "remote", "add", "origin", "https://github.com/ada/notes")
    github = {"GITHUB_REPOSITORY": "eve/fork", "GITHUB_SERVER_URL": "https://github.example"}
    assert editing.edit_base(repository, github) == "https://github.example/eve/fork/edit/HEAD/"
    gitlab = {"CI_PROJECT_URL": "https://gitlab.example/x/y", "CI_DEFAULT_BRANCH": "main"}
    assert editing.edit_base(repository, gitlab) == "https://gitlab.example/x/y/-/edit/main/"


def test_without_a_remote_there_is_no_edit_link(repository: Path, tmp_path: Path) -> None:
    assert editing.edit_base(repository, {}) is None


@pytest.mark.parametrize(
    ("repository", "way", "base"),
    [
        ("https://github.com/o/r", "edit/main/docs/", "https://github.com/o/r/edit/main/"),
        ("https://github.com/o/r/", "edit/a/b/docs", "https://github.com/o/r/edit/a/b/"),
        ("https://github.com/o/r", "edit/master/docs/", "https://github.com/o/r/edit/HEAD/"),
        ("https://gitlab.com/o/r", "-/edit/main/docs/", "https://gitlab.com/o/r/-/edit/main/"),
        ("https://codeberg.org/o/r", "_edit/main/docs/", "https://codeberg.org/o/r/_edit/main/"),
        ("https://github.com/o/r", "blob/main/docs/", None),
        ("https://github.com/o/r", "", None),
        (None, "edit/main/docs/", None),
    ],
)
def test_what_an_owner_wrote_says_where_to_edit(
    repository: str | None, way: str, base: str | None
) -> None:
    assert editing.edit_base_of(repository, way, "docs") == base
