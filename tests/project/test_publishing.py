"""What a new site replaces and removes, and what stays: whatever no build has made."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.children import git
from tests.project.sites import build, leftovers, names, pages, texts, write
from topicsite.project.made import LIST
from topicsite.project.publish import publish
from topicsite.project.staging import Staging
from topicsite.project.turns import PublishError


def file(path: str) -> Callable[[Path], None]:
    return lambda site: write(site, {path: "theirs"})


def repository(site: Path) -> None:
    git(site, "init", "--quiet")
    (site / "notes.txt").write_text("unpushed")
    git(site, "add", "notes.txt")
    git(site, "commit", "--quiet", "--message=mine")


def linked_worktree(site: Path) -> None:
    main = site.parent / "main"
    main.mkdir()
    git(main, "init", "--quiet")
    git(main, "commit", "--quiet", "--allow-empty", "--message=first")
    (site.parent / "site").rename(site.parent / "kept")
    git(main, "worktree", "add", "--quiet", "-b", "gh-pages", str(site))
    for path in (site.parent / "kept").iterdir():
        path.rename(site / path.name)
    (site.parent / "kept").rmdir()


def many(site: Path) -> None:
    write(site, {f"archive/{number}.html": "theirs" for number in range(150)})


THEIRS: dict[str, Callable[[Path], None]] = {
    "a hidden file": file(".nojekyll"),
    "a hidden folder": file(".well-known/security.txt"),
    "a file for a host": file("CNAME"),
    "a file at the root": file("google1234.html"),
    "a file among pages": file("t/notes.txt"),
    "a folder": file("v1/index.html"),
    "many files": many,
    "an empty folder": lambda site: (site / "uploads").mkdir(),
    "a link to a folder": lambda site: (site / "media").symlink_to("/usr"),
    "a link to nowhere": lambda site: (site / "later").symlink_to("nowhere"),
    "a pipe": lambda site: os.mkfifo(site / "pipe"),
    "a repository": repository,
    "a linked worktree": linked_worktree,
}


def state(folder: Path) -> dict[str, tuple[int, str | bytes]]:
    """What every name in a folder stands for, but for ours."""
    found: dict[str, tuple[int, str | bytes]] = {}
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(place, name)
            content: str | bytes = ""
            if path.is_symlink():
                content = str(path.readlink())
            elif path.is_file():
                content = path.read_bytes()
            found[path.relative_to(folder).as_posix()] = (path.lstat().st_mode, content)
    found.pop(LIST, None)
    return found


@pytest.mark.parametrize("add", THEIRS.values(), ids=THEIRS)
def test_what_no_build_made_stays(tmp_path: Path, add: Callable[[Path], None]) -> None:
    site = tmp_path / "site"
    assert build(site, pages("one")) == []
    ours = state(site)
    add(site)
    theirs = {path: what for path, what in state(site).items() if path not in ours}
    assert theirs
    for word, paths in (("two", ("index.html", "new/index.html")), ("three", ("index.html",))):
        build(site, pages(word, *paths))
        now = state(site)
        assert {path: now.get(path) for path in theirs} == theirs
        assert texts(site).items() >= pages(word, *paths).items()
    assert not [path for path in ("new", "assets", "t/index.html") if (site / path).exists()]
    assert leftovers(tmp_path, site) == []


@pytest.mark.parametrize("add", [repository, linked_worktree])
def test_a_repository_works_on(tmp_path: Path, add: Callable[[Path], None]) -> None:
    site = tmp_path / "site"
    build(site, pages("one"))
    add(site)
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "--message=one")
    told = build(site, pages("two", "index.html"))
    assert told == (
        ["`site` holds a repository, so its files were replaced one by one"]
        if add is repository
        else []
    )
    changed = git(site, "status", "--porcelain").splitlines()
    assert {line for line in changed if LIST not in line} == {
        " M index.html",
        " D t/index.html",
        " D assets/a.css",
    }


def test_a_site_changes_as_a_whole_where_it_can(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, pages("one"))
    (site / ".nojekyll").touch()
    before = site.stat().st_ino
    assert build(site, pages("two")) == []
    assert site.stat().st_ino != before
    assert (site / ".nojekyll").exists()


def plain(site: Path) -> None:
    """A site that MkDocs has made, or a version of ours that wrote no list."""
    old = pages("<meta name=generator content=mkdocs-1.6.1>", "index.html", "gone/index.html")
    write(site, {**old, "search/search_index.json": "{}", ".nojekyll": "", "CNAME": "a.example"})


def somebodys(site: Path) -> None:
    write(site, {"index.html": "my own page", "photos/a.txt": "a photo"})


@pytest.mark.parametrize(
    ("start", "kept"),
    [(plain, {".nojekyll", "CNAME"}), (somebodys, {"photos/a.txt"})],
)
def test_a_folder_without_a_list(
    tmp_path: Path, start: Callable[[Path], None], kept: set[str]
) -> None:
    """What MkDocs would remove goes, if the folder is MkDocs' work; else nothing is ours."""
    site = tmp_path / "site"
    start(site)
    build(site, pages("new"))
    assert texts(site).keys() == kept | pages("new").keys()


@pytest.mark.parametrize(
    "listed",
    [
        "",
        '{"made": ["index.html"',
        "[]",
        '{"made": 3}',
        '{"made": [3, null, "", "/etc/hostname", "../precious", ".git/config", "a\\u0000b"]}',
    ],
)
def test_a_list_that_is_odd_removes_nothing_of_others(tmp_path: Path, listed: str) -> None:
    site = tmp_path / "site"
    (tmp_path / "precious").write_text("precious")
    write(site, {"mine.html": "mine", ".git/config": "mine", LIST: listed})
    build(site, pages("new"))
    assert texts(site) == {**pages("new"), "mine.html": "mine", ".git/config": "mine"}
    assert (tmp_path / "precious").exists()


@pytest.mark.parametrize(
    ("theirs", "new"),
    [("about/notes.txt", "about"), ("about", "about/index.html"), (".x", ".x/y")],
)
@pytest.mark.parametrize("has_repository", [False, True])
def test_what_is_in_the_way_is_named_and_nothing_changes(
    tmp_path: Path, theirs: str, new: str, has_repository: bool
) -> None:
    site = tmp_path / "site"
    build(site, pages("one"))
    write(site, {theirs: "theirs", **({".git/HEAD": "x"} if has_repository else {})})
    before = state(site)
    with pytest.raises(PublishError, match=r"is in the way of the site and was not made by"):
        build(site, pages("two", "index.html", new))
    assert state(site) == before
    assert leftovers(tmp_path, site) == []


@pytest.mark.parametrize("add", [None, repository])
def test_pages_turn_into_folders_and_back(
    tmp_path: Path, add: Callable[[Path], None] | None
) -> None:
    site = tmp_path / "site"
    build(site, pages("one", "a", "b/c/d", "e"))
    if add:
        add(site)
    kept = {path for path in texts(site) if path not in ("a", "b/c/d", "e")}
    build(site, pages("two", "a/x", "b"))
    assert texts(site).keys() - kept == {"a/x", "b"}
    build(site, pages("three", "a", "b/c/d"))
    assert texts(site).keys() - kept == {"a", "b/c/d"}


def test_the_first_site_needs_no_folder(tmp_path: Path) -> None:
    build(tmp_path / "not/yet/site", pages("new"))
    assert texts(tmp_path / "not/yet/site") == pages("new")


def test_a_discarded_build_leaves_everything_as_it_was(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, pages("one"))
    before = state(tmp_path)
    for place in (site, tmp_path / "not/yet/site"):
        staging = Staging(place)
        (staging.folder / "half.html").write_text("half")
        staging.discard()
    assert state(tmp_path) == before


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk/www").mkdir(parents=True)
    (tmp_path / "site").symlink_to("disk/www")
    for word in ("one", "two"):
        build(tmp_path / "site", pages(word))
        assert (tmp_path / "site").readlink() == Path("disk/www")
        assert texts(tmp_path / "disk/www") == pages(word)
    assert names(tmp_path / "disk") == ["www"]


def test_the_folder_keeps_its_mode_and_a_new_one_has_that_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        build(tmp_path / "site", pages("one"))
        assert (tmp_path / "site").stat().st_mode & 0o7777 == 0o755
        (tmp_path / "site").chmod(0o2770)
        build(tmp_path / "site", pages("two"))
        assert (tmp_path / "site").stat().st_mode & 0o7777 == 0o2770
    finally:
        os.umask(before)


def test_the_folder_that_somebody_stands_in_stays_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "site", pages("one"))
    monkeypatch.chdir(tmp_path / "site")
    (told,) = build(tmp_path / "site", pages("two"))
    assert "is the folder that the build was started in" in told
    assert Path("index.html").read_text() == "two"


def a_file(place: Path) -> None:
    place.write_text("a file")


def a_socket(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(place.parent)
        listener.bind(place.name)


def a_loop(place: Path) -> None:
    place.symlink_to(place.name)


def below_a_file(place: Path) -> None:
    place.parent.rmdir()
    place.parent.write_text("a file")


@pytest.mark.parametrize("make", [a_file, a_socket, a_loop, below_a_file])
def test_where_there_can_be_no_site_a_build_does_not_begin(
    tmp_path: Path, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "www/site"
    place.parent.mkdir()
    make(place)
    before = state(tmp_path)
    with pytest.raises(PublishError, match="site"):
        Staging(place)
    assert state(tmp_path) == before


def test_without_a_step_that_exchanges_two_renames_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("topicsite.project.publish.exchange", lambda *_: False)
    for word in ("one", "two", "three"):
        assert build(tmp_path / "site", pages(word, "index.html", word)) == []
        assert texts(tmp_path / "site") == pages(word, "index.html", word)
    assert names(tmp_path) == ["site"]


def test_what_is_unchanged_is_left_alone_where_files_are_replaced_one_by_one(
    tmp_path: Path,
) -> None:
    site = tmp_path / "site"
    build(site, pages("one"))
    repository(site)
    before = (site / "assets/a.css").stat()
    build(site, {**pages("two"), "assets/a.css": "one"})
    after = (site / "assets/a.css").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_an_empty_folder_is_no_part_of_a_site(tmp_path: Path) -> None:
    for word in ("one", "two"):
        staging = Staging(tmp_path / "site")
        (staging.folder / "a/b").mkdir(parents=True)
        (staging.folder / "index.html").write_text(word)
        assert publish(staging) == []
        assert names(tmp_path / "site") == [LIST, "index.html"]


def test_a_folder_of_ones_own_gets_no_list(tmp_path: Path) -> None:
    for place in (tmp_path / "new", tmp_path / "empty"):
        if place.name == "empty":
            place.mkdir()
        staging = Staging(place)
        (staging.folder / "a").write_text("a")
        publish(staging, listed=False)
        assert names(place) == ["a"]
