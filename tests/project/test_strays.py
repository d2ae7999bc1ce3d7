"""What links in pages lead to, and what is no file: neither is published, nor waited for."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from topicsite.project.strays import strays

OUT = "leads out of the project"
NOWHERE = "leads nowhere"
HIDDEN = "which is not for readers"
ROUND = "from link to link one may go for ever"
NO_FILE = "this is neither a file nor a folder"


def links(**targets: str) -> Callable[[Path], None]:
    """Links in the pages; two underscores stand for a slash."""

    def make(docs: Path) -> None:
        for name, target in targets.items():
            path = docs / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(target)

    return make


def pipe(docs: Path) -> None:
    os.mkfifo(docs / "pipe.md")


def listening(docs: Path) -> None:
    before = Path.cwd()
    os.chdir(docs)
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("socket")
    finally:
        os.chdir(before)


def the_pages_themselves(docs: Path) -> None:
    docs.rename(docs.parent / "before")
    docs.symlink_to("/etc")


def chain_that_leaves(docs: Path) -> None:
    (docs.parent / "code/outside").symlink_to("/etc/hostname")
    (docs / "a.txt").symlink_to("../code/outside")


def folder_with_a_link_that_leaves(docs: Path) -> None:
    (docs.parent / "code/outside").symlink_to("/etc/hostname")
    (docs / "code").symlink_to("../code")


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (links(a="/etc/hostname"), {"docs/a": OUT}),
        (links(a="/etc"), {"docs/a": OUT}),
        (links(a="/"), {"docs/a": OUT}),
        (links(a="/proc/self/environ"), {"docs/a": OUT}),
        (links(a="/dev/zero"), {"docs/a": OUT}),
        (links(a="../../secret"), {"docs/a": OUT}),
        (links(deep__er__a="../../../../secret"), {"docs/deep/er/a": OUT}),
        (links(a="../../project-2/secret"), {"docs/a": OUT}),
        (links(a="../.git/config"), {"docs/a": HIDDEN}),
        (links(a="../.env"), {"docs/a": HIDDEN}),
        (links(a="../.git"), {"docs/a": HIDDEN}),
        (links(a="nowhere"), {"docs/a": NOWHERE}),
        (links(a="a"), {"docs/a": NOWHERE}),
        (links(a="b", b="a"), {"docs/a": NOWHERE, "docs/b": NOWHERE}),
        (links(a="."), {"docs/a/a": ROUND}),
        (links(a=".."), {"docs/a/docs/a": ROUND}),
        (links(a__x="../b", b__y="../a"), {"docs/a/x/y": ROUND, "docs/b/y/x": ROUND}),
        (chain_that_leaves, {"docs/a.txt": OUT}),
        (folder_with_a_link_that_leaves, {"docs/code/outside": OUT}),
        (the_pages_themselves, {"docs": OUT}),
        (pipe, {"docs/pipe.md": NO_FILE}),
        (listening, {"docs/socket": NO_FILE}),
        # An owner's choice
        (links(a="index.md"), {}),
        (links(a="images"), {}),
        (links(a="../README.md"), {}),
        (links(a="../code"), {}),
        (links(a=".well-known/x"), {}),
        (links(**{".#index.md": "me@host.123:456"}), {}),
    ],
)
def test_links_stay_within_the_project(
    tmp_path: Path, make: Callable[[Path], None], found: dict[str, str]
) -> None:
    root = tmp_path / "project"
    for name in ("docs/index.md", "docs/images/a.png", "docs/.well-known/x", "code/x.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    for name in ("README.md", ".env", ".git/config", "../secret", "../project-2/secret"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    make(root / "docs")
    told = {stray.path: stray.why for stray in strays(root, root / "docs")}
    assert told.keys() == found.keys()
    for path, words in found.items():
        assert words in told[path]


def test_pages_may_lie_elsewhere_if_the_owner_says_so(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "shared/docs").mkdir(parents=True)
    (tmp_path / "shared/docs/a.md").write_text("a")
    (tmp_path / "shared/secret").write_text("secret")
    docs = tmp_path / "project/../shared/docs"
    assert list(strays(tmp_path / "project", docs)) == []
    (tmp_path / "shared/docs/b.md").symlink_to("a.md")
    (tmp_path / "shared/docs/c.md").symlink_to("../secret")
    (stray,) = strays(tmp_path / "project", docs)
    assert (stray.path, OUT in stray.why) == ("../shared/docs/c.md", True)


def test_a_project_behind_a_link_is_one_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "real/docs").mkdir(parents=True)
    (tmp_path / "real/README.md").write_text("x")
    (tmp_path / "real/docs/index.md").symlink_to("../README.md")
    (tmp_path / "linked").symlink_to("real")
    assert list(strays(tmp_path / "linked", tmp_path / "linked/docs")) == []


def test_without_pages_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert list(strays(tmp_path, tmp_path / "docs")) == []


@pytest.mark.parametrize("depth", [4, 8, 16])
def test_links_to_folders_cannot_multiply(tmp_path: Path, depth: int) -> None:
    """Each folder links to the next one twice: followed, there would be 2 to the power of depth."""
    docs = tmp_path / "docs"
    for number in range(depth):
        (docs / str(number)).mkdir(parents=True)
        for name in "ab":
            (docs / str(number) / name).symlink_to(f"../{number + 1}")
    (docs / str(depth)).mkdir()
    assert len(list(strays(tmp_path, docs))) == 4 * (depth - 1)
