"""Builds by MkDocs: what stays in `site/`, what a signal leaves, and where a build may go."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.built.projects import LIMIT, MKDOCS, build, environment, previewing
from tests.built.test_build import digests
from tests.children import Child, eventually, git, run
from tests.project.sites import leftovers, names, write
from topicsite.project.made import LIST

TOPICSITE = Path(sys.executable).parent / "topicsite"


def wait_in(project: Path, hook: str) -> None:
    """Let a build wait at a hook of MkDocs, after it has said so with a file `waits`."""
    (project / "slow.py").write_text(
        "import pathlib, time\n"
        f"def {hook}(*_, **__):\n"
        "    pathlib.Path('waits').touch()\n"
        f"    time.sleep({2 * LIMIT})\n"
    )
    with (project / "mkdocs.yml").open("a") as settings:
        settings.write("hooks: [slow.py]\n")


@pytest.mark.parametrize("hook", ["on_env", "on_page_content", "on_post_build"])
@pytest.mark.parametrize(
    ("number", "leaves"), [(signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, 1)]
)
def test_an_interrupted_build_leaves_the_last_site(
    small: Path, hook: str, number: signal.Signals, leaves: int
) -> None:
    before = digests(small / "site")
    settings = (small / "mkdocs.yml").read_text()
    wait_in(small, hook)
    with Child([*MKDOCS, "build"], cwd=small, env=environment()) as process:
        process.until((small / "waits").exists)
        assert len(leftovers(small)) == 1
        process.send_signal(number)
        assert process.wait() != 0
    assert digests(small / "site") == before
    assert len(leftovers(small)) == leaves
    (small / "mkdocs.yml").write_text(settings)
    assert build(small).returncode == 0
    assert leftovers(small) == []


def test_a_second_build_keeps_what_others_keep_in_the_site(small: Path) -> None:
    site = small / "site"
    git(site, "init", "--quiet")
    write(site, {".nojekyll": "", ".well-known/security.txt": "me", "CNAME": "a.example"})
    write(site, {"v1/index.html": "older", "gone/index.html": "older"})
    theirs = {path for path in digests(site) if path.startswith((".git/", "v1/", ".w", "CNAME"))}
    before = {path: digests(site)[path] for path in theirs}
    (small / "docs/more.md").write_text("# More\n")
    for _ in range(2):
        done = build(small)
        assert done.returncode == 0, done.stderr
        assert "`site` holds a repository, so its files were replaced one by one" in done.stderr
        assert digests(site).items() >= before.items()
        assert (site / "more/index.html").exists()
    (small / "docs/more.md").unlink()
    assert build(small).returncode == 0
    assert not (site / "more").exists()


def test_a_site_of_mkdocs_alone_is_replaced(small: Path) -> None:
    (small / "site" / LIST).unlink()
    write(small / "site", {"stale/index.html": "stale", ".nojekyll": ""})
    assert build(small).returncode == 0
    assert not (small / "site/stale").exists()
    assert (small / "site/.nojekyll").exists()


def replace_by_a_file(project: Path) -> None:
    (project / "site").rename(project / "away")
    (project / "site").write_text("a file")


def put_in_the_way(project: Path) -> None:
    write(project / "site", {"more/notes.txt": "theirs"})
    (project / "docs/more.md").mkdir()
    (project / "docs/more.md").rmdir()
    (project / "docs/more").write_text("a file at the address of their folder")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (replace_by_a_file, "is no folder, so no site can be put there; move it away, or name"),
        (put_in_the_way, "/site/more` is in the way of the site and was not made by a build"),
    ],
)
def test_where_no_site_can_be_put_a_build_says_so(
    small: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(small)
    before = names(small)
    done = build(small)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert [name for name in names(small) if name != ".cache"] == before


def leak(path: str, target: str) -> Callable[[Path], None]:
    def link(project: Path) -> None:
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).symlink_to(target)

    return link


def leak_by_a_package(project: Path) -> None:
    write(project, {"code/sorting/__init__.py": ""})
    leak("code/sorting/leak.py", "/etc/hostname")(project)


def leak_by_the_theme(project: Path) -> None:
    leak("overrides/leak.txt", "/etc/hostname")(project)
    settings = (project / "mkdocs.yml").read_text()
    changed = settings.replace("name: material", "name: material\n  custom_dir: overrides")
    (project / "mkdocs.yml").write_text(changed)


def pipe(project: Path) -> None:
    os.mkfifo(project / "docs/pipe.txt")


@pytest.mark.parametrize(
    ("spoil", "path"),
    [
        (leak("docs/leak.txt", "/etc/hostname"), "docs/leak.txt"),
        (leak("docs/page.md", "/dev/zero"), "docs/page.md"),
        (leak("docs/examples/x.py", "/dev/zero"), "docs/examples/x.py"),
        (leak("docs/all", "/"), "docs/all"),
        (leak("docs/round", "."), "docs/round/round"),
        (leak("code/examples/x.py", "/dev/zero"), "code/examples/x.py"),
        (leak_by_a_package, "code/sorting/leak.py"),
        (leak_by_the_theme, "overrides/leak.txt"),
        (pipe, "docs/pipe.txt"),
    ],
)
def test_nothing_outside_the_project_is_published(
    small: Path, spoil: Callable[[Path], None], path: str
) -> None:
    before = digests(small / "site")
    spoil(small)
    done = build(small)
    assert done.returncode == 1
    assert f"{path}:1:1: error[" in done.stderr
    assert "Traceback" not in done.stderr
    assert digests(small / "site") == before
    if "overrides" not in path:
        checked = run([TOPICSITE, "check"], cwd=small, env=environment())
        assert f"{path}:1:1: error[" in checked.stdout


def test_a_preview_does_not_follow_a_link_out_either(small: Path) -> None:
    with previewing(small) as (_, log, process):
        eventually(lambda: "Serving on" in log.read_text(), log.read_text)
        (small / "docs/all").symlink_to("/etc/hostname")
        (small / "docs/index.md").write_text("# Sorting\n\nAnother sentence.\n")
        eventually(lambda: "docs/all:1:1: error[symlink]" in log.read_text(), log.read_text)
        (small / "docs/all").unlink()
        eventually(lambda: "Reloading browsers" in log.read_text(), log.read_text)
        assert process.poll() is None


@pytest.mark.parametrize(("target", "size"), [("/dev/zero", None), ("large", 65 << 20)])
def test_a_ledger_without_an_end_is_refused(small: Path, target: str, size: int | None) -> None:
    (small / "links.ledger").symlink_to(target)
    if size is not None:
        (small / target).touch()
        os.truncate(small / target, size)
    done = build(small)
    assert done.returncode == 1
    assert "links.ledger: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_told_in_words(small: Path) -> None:
    """The system refuses large files, as it would refuse all of them on a full disk."""
    before = digests(small / "site")
    (small / "full.py").write_text(
        "import errno, os\n"
        "def on_env(env, **_):\n"
        "    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), '/disk/site')\n"
    )
    with (small / "mkdocs.yml").open("a") as settings:
        settings.write("hooks: [full.py]\n")
    done = build(small)
    assert done.returncode == 1
    assert "the site cannot be built: `/disk/site`: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert digests(small / "site") == before
    assert leftovers(small) == []


def test_what_is_deployed_is_what_was_built(small: Path) -> None:
    """`mkdocs gh-deploy` pushes the pages and leaves the site as a build does."""
    run(["git", "init", "--quiet", "--bare", str(small / "host.git")], check=True)
    git(small, "init", "--quiet")
    git(small, "remote", "add", "origin", str(small / "host.git"))
    git(small, "add", "mkdocs.yml")
    git(small, "commit", "--quiet", "--message=first")
    write(small / "site", {"mine.txt": "theirs"})
    author = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    committer = {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}
    done = run(
        [*MKDOCS, "gh-deploy", "--strict"], cwd=small, env=environment(**author, **committer)
    )
    assert done.returncode == 0, done.stderr
    pushed = git(small / "host.git", "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    assert set(pushed) == {*digests(small / "site"), ".nojekyll"}
    assert (small / "site/mine.txt").read_text() == "theirs"
    assert leftovers(small) == []
