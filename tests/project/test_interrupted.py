"""Builds that are told to end, or killed, at any point: the last site stands, and nothing stays."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.children import Child, eventually
from tests.project.sites import build, child, command, leftovers, names, pages, texts, write

OLD, NEW = pages("old"), pages("new", "index.html", "new/index.html")

SIGNAL = """\
def end(*_, **__):
    os.kill(os.getpid(), {number})
    signal.pause()
"""
WITHOUT_EXCHANGE = "publish.exchange = lambda *_: False\n"

POINTS = {
    # what ends the build there, and whether the new site stands when it is killed
    "while it is built": ("", "end()", False),
    "before the folder is dressed": ("publish._dress = end", "pass", False),
    "before the swap": ("publish._swap = end", "pass", False),
    "after the swap": (
        "swap = publish._swap\npublish._swap = lambda *a: (swap(*a), end())",
        "pass",
        True,
    ),
    "while the last site is removed": (
        "import shutil\nshutil.rmtree = end",
        "pass",
        True,
    ),
}


@pytest.mark.parametrize(("prelude", "between", "is_new"), POINTS.values(), ids=POINTS)
def test_a_site_stands_whole_when_its_build_is_killed(
    tmp_path: Path, prelude: str, between: str, is_new: bool
) -> None:
    site = tmp_path / "site"
    build(site, OLD)
    write(site, {".nojekyll": ""})
    done = child(site, NEW, SIGNAL.format(number=int(signal.SIGKILL)) + prelude, between)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert texts(site) == {**(NEW if is_new else OLD), ".nojekyll": ""}
    assert leftovers(tmp_path) != [], "nobody could remove it"
    build(site, pages("next"))
    assert texts(site) == {**pages("next"), ".nojekyll": ""}
    assert leftovers(tmp_path, site) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("point", ["while it is built", "before the swap", "after the swap"])
def test_a_build_that_is_told_to_end_cleans_up(
    tmp_path: Path, point: str, number: signal.Signals
) -> None:
    """In the middle of the swap a signal waits until that is done."""
    site = tmp_path / "site"
    build(site, OLD)
    prelude, between, _ = POINTS[point]
    if prelude:
        prelude = f"swap = publish._swap\ndef tell(): os.kill(os.getpid(), {int(number)})\n" + (
            "publish._swap = lambda *a: (tell(), swap(*a))"
            if point == "before the swap"
            else "publish._swap = lambda *a: (swap(*a), tell())"
        )
    else:
        # As the plugin does it: whatever ends the build, the folder goes.
        between = (
            f"try: os.kill(os.getpid(), {int(number)}); signal.pause()\n    finally: made.discard()"
        )
    done = child(site, NEW, prelude, between)
    assert done.returncode not in (0, 1) or number == signal.SIGINT
    assert done.returncode != 0
    assert texts(site) == (NEW if prelude else OLD)
    assert leftovers(tmp_path, site) == []


def test_between_two_renames_there_is_no_site_but_the_next_build_finds_it(tmp_path: Path) -> None:
    """Only where folders cannot be exchanged, and for as long as one call takes."""
    site = tmp_path / "site"
    build(site, OLD)
    prelude = SIGNAL.format(number=int(signal.SIGKILL)) + WITHOUT_EXCHANGE
    prelude += (
        "rename = Path.rename\n"
        "Path.rename = lambda self, to: end() if to == site else rename(self, to)\n"
    )
    assert child(site, NEW, prelude).returncode == -signal.SIGKILL
    assert not site.exists()
    failed = child(site, NEW, between="made.discard(); raise turns.PublishError('no')")
    assert failed.returncode == 1
    assert texts(site) == OLD
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("after", [0, 1, 2, 3, 4])
def test_where_files_are_replaced_one_by_one_the_next_build_goes_on(
    tmp_path: Path, after: int
) -> None:
    site = tmp_path / "site"
    build(site, OLD)
    write(site, {".git/HEAD": "theirs"})
    prelude = SIGNAL.format(number=int(signal.SIGKILL)) + (
        "put, count = replacing._put, iter(range(9))\n"
        f"replacing._put = lambda *a: end() if next(count) == {after} else put(*a)\n"
        "remove = replacing._remove\n"
        f"replacing._remove = lambda *a: end() if next(count) == {after} else remove(*a)\n"
    )
    done = child(site, {**NEW, "a.css": "new"}, prelude)
    assert (done.returncode == -signal.SIGKILL) == (after < 4), done.stderr
    for path, text in texts(site).items():
        assert text in ("old", "new", "theirs"), f"{path} is half-written"
    build(site, pages("next"))
    assert texts(site) == {**pages("next"), ".git/HEAD": "theirs"}
    assert leftovers(tmp_path, site) == []


def test_a_build_that_still_runs_is_left_alone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    waits = command(site, NEW, between="Path('TMP/waits').touch(); sys.stdin.read()")
    waits = [part.replace("TMP", str(tmp_path)) for part in waits]
    with Child(waits, stdin=-1, cwd="/") as other:
        other.until((tmp_path / "waits").exists)
        (running,) = leftovers(tmp_path)
        build(site, OLD)
        assert leftovers(tmp_path) == [running]
        assert texts(site) == OLD
        assert other.stdin
        other.stdin.close()
        assert other.wait() == 0
    assert texts(site) == NEW
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("has_repository", [False, True])
def test_builds_at_the_same_time_take_turns(tmp_path: Path, has_repository: bool) -> None:
    """Each site is whole: of one build, and not of several."""
    site = tmp_path / "site"
    build(site, OLD)
    if has_repository:
        write(site, {".git/HEAD": "theirs"})
    sites = [pages(word, *(f"{word}{n}.html" for n in range(40)), "index.html") for word in "abcd"]
    with_turns = [Child(command(site, made), cwd="/") for made in sites]
    for process in with_turns:
        with process:
            assert process.wait() == 0
    found = texts(site)
    found.pop(".git/HEAD", None)
    assert found in sites
    assert leftovers(tmp_path, site) == []


@pytest.mark.parametrize(
    ("name", "mode", "stays"),
    [
        (".site-building-abcd1234", 0o755, False),
        (".site-building-abcd1234-last", 0o755, False),
        (".site-abcd1234", 0o700, False),  # of version 0.1.0
        (".site-abcd1234", 0o755, True),
        (".site-abcd1234-last", 0o755, True),
        (".site-settings", 0o755, True),
        (".site-building-mine", 0o755, True),
        (".site-building-abcd1234.bak", 0o755, True),
        (".other-building-abcd1234", 0o755, True),
        ("site-building-abcd1234", 0o755, True),
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_only_what_builds_have_left_is_swept(
    tmp_path: Path, name: str, mode: int, stays: bool, inside: bool
) -> None:
    site = tmp_path / "site"
    build(site, OLD)
    place = (site if inside else tmp_path) / name
    write(place, {"a.txt": "a"})
    place.chmod(mode)
    build(site, NEW)
    assert place.exists() == stays


def test_a_link_of_that_name_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "precious", {"a.txt": "a"})
    (tmp_path / ".site-building-abcd1234").symlink_to("precious")
    build(tmp_path / "site", NEW)
    assert texts(tmp_path / "precious") == {"a.txt": "a"}


def test_signals_do_again_what_they_did_before(tmp_path: Path) -> None:
    before = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    build(tmp_path / "site", NEW)
    assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before


def test_who_waits_for_another_build_does_not_wait_for_ever(tmp_path: Path) -> None:
    site = tmp_path / "site"
    holds = "with turns.alone(site): print('holds', flush=True); sys.stdin.read()"
    with Child(command(site, NEW, holds), stdin=-1, stdout=-1, cwd="/") as other:
        assert other.stdout
        assert other.stdout.readline() == "holds\n"
        done = child(site, OLD, "turns._PATIENCE = 0.2")
        assert (done.returncode, done.stdout) == (1, "")
        assert f"another build has been busy with `{site}`" in done.stderr
        other.stdin.close()  # type: ignore[union-attr]  # it is a pipe
        assert other.wait() == 0
    eventually(lambda: texts(site) == NEW, lambda: str(names(tmp_path)))
