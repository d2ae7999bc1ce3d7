"""What examples put out is used again only as it was made, and only for what made it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from topicsite.proving.memory import Memory, digest_of

PAGE = "<p>Gradients: é, 3.2</p>\nsecond line\n"


def kept(folder: Path) -> Path:
    """A folder with one page; gives its file."""
    memory = Memory(folder, "state")
    memory.keep(memory.name_of(b"print(1)", "beside"), PAGE)
    (path,) = folder.iterdir()
    return path


def test_a_page_is_recalled_for_what_made_it_and_nothing_else(tmp_path: Path) -> None:
    kept(tmp_path / "pages")

    def recalled(state: str, example: bytes, beside: str) -> str | None:
        memory = Memory(tmp_path / "pages", state)
        return memory.recall(memory.name_of(example, beside))

    assert recalled("state", b"print(1)", "beside") == PAGE
    assert recalled("another", b"print(1)", "beside") is None
    assert recalled("state", b"print(2)", "beside") is None
    assert recalled("state", b"print(1)", "more") is None


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 3)


def cut_to_the_digest(path: Path) -> None:
    os.truncate(path, 64)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def forge(path: Path) -> None:
    path.write_text(path.read_text().replace("3.2", "3.3"))


def no_digest(path: Path) -> None:
    path.write_text(PAGE)


def not_utf8(path: Path) -> None:
    path.write_bytes(b"\xff\xfe" + path.read_bytes())


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def of_another_example(path: Path) -> None:
    memory = Memory(path.parent, "state")
    other = memory.name_of(b"print(2)", "beside")
    memory.keep(other, "<p>other</p>")
    (path.parent / other).replace(path)


SPOILT = [
    cut,
    cut_to_the_digest,
    empty,
    forge,
    no_digest,
    not_utf8,
    a_pipe,
    endless,
    a_folder,
    of_another_example,
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_what_is_not_as_it_was_made_is_made_again(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    path = kept(tmp_path / "pages")
    spoil(path)
    memory = Memory(path.parent, "state")
    assert memory.recall(path.name) is None
    memory.keep(path.name, PAGE)
    if spoil is a_folder:
        assert memory.trouble
    else:
        assert memory.trouble is None
        assert memory.recall(path.name) == PAGE


def test_pages_that_nobody_asks_for_are_forgotten(tmp_path: Path) -> None:
    path = kept(tmp_path)
    (tmp_path / f"{'0' * 64}.json").write_text("{}")  # as mkdocs-jupyter keeps them
    memory = Memory(tmp_path, "state")
    memory.name_of(b"print(1)", "beside")
    memory.forget_others()
    assert list(tmp_path.iterdir()) == [path]
    memory = Memory(tmp_path, "state")
    memory.forget_others()
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_kept_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("a file")
    memory = Memory(tmp_path / "pages", "state")
    name = memory.name_of(b"", "")
    assert memory.recall(name) is None
    memory.keep(name, PAGE)
    assert memory.trouble is not None
    memory.forget_others()


def test_files_beside_examples_count_and_the_examples_do_not(tmp_path: Path) -> None:
    def write(name: str, text: str) -> str:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
        return digest_of(tmp_path)

    start = digest_of(tmp_path)
    assert write("a.py", "1") == start
    with_data = write("data/a.csv", "1")
    assert with_data != start
    assert write("data/a.pyc", "1") == with_data
    assert write("data/a.csv", "2") != with_data
    assert write("data/b.py", "2") not in (start, with_data)
