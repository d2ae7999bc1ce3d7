"""Files are read up to a bound, and nothing that is no file is waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from topicsite.project.files import NotAFileError, TooLargeError, read, read_whole


@pytest.mark.parametrize("size", [0, 1, 8191, 8192, 8193, 100_000])
def test_a_file_is_read_whole(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a"
    content = os.urandom(size)
    path.write_bytes(content)
    assert read(str(path), 1 << 20) == content
    assert read_whole(path, size) == content
    if size > 8192:
        assert read(str(path), 8192 + 1) == content[: 8192 + 1]
    if size:
        with pytest.raises(TooLargeError, match="larger than"):
            read_whole(path, size - 1)


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "pipe", "folder", "link"])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "pipe":
        os.mkfifo(path)
    elif name == "folder":
        path.mkdir()
    elif name == "link":
        path.symlink_to("/dev/urandom")
    with pytest.raises(NotAFileError, match="this is not a file"):
        read(str(path), 1 << 20)


def test_what_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(str(tmp_path / "a"), 10)
