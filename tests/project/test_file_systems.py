"""Sites on whatever a file system offers: mounts, full disks, folders of somebody else's."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import children
from tests.project.sites import build, child, command, leftovers, names, pages, texts, write

SOMEBODY = 65534
OLD, NEW = pages("old"), pages("new", "index.html", "new/index.html")

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")


def mounted(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a shell script that may mount what nobody else sees, or skip the test."""
    enter = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    if shutil.which("unshare") is None:
        pytest.skip("there is no `unshare` to mount something with")
    tried = children.run([*enter, "sh", "-c", "mount -t tmpfs none /mnt"])
    if tried.returncode:
        pytest.skip(f"nothing can be mounted here: {tried.stderr.strip()}")
    return children.run([*enter, "sh", "-euc", script, "sh", *map(str, arguments)], cwd="/")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody can get to."""
    temporary = os.environ.get("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    made = Path(tempfile.mkdtemp(prefix="topicsite-", dir=temporary))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def test_a_mount_is_filled_file_by_file(tmp_path: Path) -> None:
    """A tmpfs as containers have it, with a site of an earlier build and something of theirs."""
    site = tmp_path / "site"
    site.mkdir()
    done = mounted(
        'mount -t tmpfs none "$1"; "$2" -c "$3" "$1" "$4"; echo theirs > "$1/.nojekyll"\n'
        '"$2" -c "$3" "$1" "$5"; cd "$1"; find . -type f | sort; ls -A ..',
        site,
        *command(site, OLD)[0::2][:1],
        command(site, OLD)[2],
        command(site, OLD)[4],
        command(site, NEW)[4],
    )
    assert done.returncode == 0, done.stderr
    said = "`site` is a mount or holds one, so its files were replaced one by one"
    assert done.stdout.split("\n") == [
        said,
        said,
        "./.made-by-topicsite",
        "./.nojekyll",
        "./index.html",
        "./new/index.html",
        "site",
        "",
    ]


@pytest.mark.parametrize("kind", ["-t tmpfs none", "--bind DISK"])
@pytest.mark.parametrize("where", ["assets", "theirs"])
def test_a_mount_within_a_site_keeps_what_is_in_it(tmp_path: Path, kind: str, where: str) -> None:
    site, disk = tmp_path / "site", tmp_path / "disk"
    build(site, pages("old", "index.html", "assets/a.css", "assets/old.css"))
    disk.mkdir()
    (site / "theirs").mkdir(exist_ok=True)
    new = pages("new", "index.html", "assets/a.css")
    program = command(site, new)
    done = mounted(
        f'mount {kind.replace("DISK", str(disk))} "$1/{where}"; echo theirs > "$1/{where}/mine"\n'
        f'"$2" -c "$3" "$1" "$4"; cd "$1"; cat {where}/mine index.html assets/a.css; ls .. assets',
        site, program[0], program[2], program[4],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = done.stdout.split("\n")
    assert lines[0].startswith("`site` is a mount or holds one")
    assert lines[1] == "theirs"
    assert lines[2].startswith("newnew")
    assert "old.css" not in lines


@pytest.mark.parametrize("size", ["32k", "64k", "96k"])
def test_a_full_disk_leaves_the_last_site(tmp_path: Path, size: str) -> None:
    """There is no room for both: that shows before anything has changed."""
    site = tmp_path / "site"
    site.mkdir()
    old, new = pages("old" * 1000), pages("new" * 10_000)
    done = mounted(
        f'mount -t tmpfs -o size={size} none "$1"; "$2" -c "$3" "$1" "$4"; cd "$1"\n'
        'find . -type f -exec sha256sum {} + | sort > ../before; status=0\n'
        '"$2" -c "$3" "$1" "$5" || status=$?\n'
        'find . -type f -exec sha256sum {} + | sort > ../after; echo $status; ls -A . ..',
        site,
        command(site, old)[0],
        command(site, old)[2],
        command(site, old)[4],
        command(site, new)[4],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "before").read_text() == (tmp_path / "after").read_text() != ""
    assert "\n1\n" in f"\n{done.stdout}"
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert ".site-building" not in done.stdout


def test_a_site_that_may_only_be_read_says_so(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, OLD)
    program = command(site, NEW)
    done = mounted(
        'mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"; status=0\n'
        '"$2" -c "$3" "$1" "$4" || status=$?; echo $status; cat "$1/index.html"',
        site, program[0], program[2], program[4],
    )  # fmt: skip
    assert done.stdout == "1\nold", done.stderr
    assert "Read-only file system" in done.stderr
    assert "Traceback" not in done.stderr
    assert leftovers(tmp_path, site) == []


def as_somebody(site: Path, made: dict[str, str]) -> subprocess.CompletedProcess[str]:
    # Late, because Python itself may lie where only root may go.
    change = f"os.setgroups([]); os.setgid({SOMEBODY}); os.setuid({SOMEBODY})"
    return child(site, made, change)


@needs_root
def test_beside_a_site_nothing_may_be_made(folder: Path) -> None:
    """The parent belongs to root, the site to who builds it."""
    site = folder / "site"
    build(site, OLD)
    write(site, {"mine.txt": "theirs"})
    for path in (site, *site.rglob("*")):
        os.chown(path, SOMEBODY, SOMEBODY)
    done = as_somebody(site, NEW)
    assert done.returncode == 0, done.stderr
    said = "`site` lies in a folder in which nothing may be made, so its files were replaced"
    assert done.stdout.startswith(said)
    assert texts(site) == {**NEW, "mine.txt": "theirs"}
    assert leftovers(folder, site) == []


@needs_root
def test_a_site_that_belongs_to_somebody_else_says_so_and_stands(folder: Path) -> None:
    folder.chmod(0o777)
    site = folder / "site"
    build(site, OLD)
    done = as_somebody(site, NEW)
    assert done.returncode == 1
    assert f"the site cannot be put in `{site}`" in done.stderr
    assert "ermission denied" in done.stderr
    assert "Traceback" not in done.stderr
    assert texts(site) == OLD
    assert leftovers(folder, site) == []


@needs_root
def test_a_folder_of_root_within_the_site_shows_before_anything_changes(folder: Path) -> None:
    """As `sudo mkdocs build` once left it."""
    site = folder / "site"
    build(site, OLD)
    write(site, {".git/HEAD": "theirs"})
    os.chown(site, SOMEBODY, SOMEBODY)
    done = as_somebody(site, {**NEW, "assets/a.css": "new"})
    assert done.returncode == 1
    assert "it may not be written" in done.stderr
    assert texts(site) == {**OLD, ".git/HEAD": "theirs"}
    assert leftovers(folder, site) == []


@needs_root
def test_the_site_stays_the_property_of_its_owner(folder: Path) -> None:
    site = folder / "site"
    build(site, OLD)
    os.chown(site, SOMEBODY, SOMEBODY)
    build(site, NEW)
    assert (site.stat().st_uid, site.stat().st_gid) == (SOMEBODY, SOMEBODY)
    assert texts(site) == NEW


@needs_root
def test_where_nothing_may_be_made_a_build_does_not_begin(folder: Path) -> None:
    done = as_somebody(folder / "site", NEW)
    assert done.returncode == 1
    assert f"the site cannot be built in `{folder}/site`" in done.stderr
    assert "Permission denied" in done.stderr
    assert names(folder) == []
