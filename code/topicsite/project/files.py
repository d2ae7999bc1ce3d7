"""Read a file in one go; write one whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_PIECE: Final = 8192
# Where nobody writes into a pipe, to open one would be to wait for ever.
_READ: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


class NotAFileError(OSError):
    """Something else than a file, such as a device or a pipe, which may have no end."""


class TooLargeError(OSError):
    """A file that is larger than anything of its kind."""


def read(path: str, most: int) -> bytes:
    """The bytes of a file, at most so many.

    Without any object for the file or its path: this runs once for every entry. Most end in the
    first piece, and a buffer for the largest would cost more.

    Raises:
        NotAFileError: if it is none.
        OSError: if it cannot be read.
    """
    file = os.open(path, _READ)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise NotAFileError(errno.EINVAL, "this is not a file", path)
        raw = os.read(file, _PIECE)
        if len(raw) == _PIECE:
            with open(file, "rb", closefd=False) as rest:  # it is open already
                raw += rest.read(most - _PIECE)
    finally:
        os.close(file)
    return raw


def read_whole(path: Path, most: int) -> bytes:
    """The bytes of a file.

    Args:
        path: the file.
        most: how many bytes no file of its kind exceeds.

    Raises:
        NotAFileError: if it is none.
        TooLargeError: if it has more.
        OSError: if it cannot be read.
    """
    raw = read(str(path), most + 1)
    if len(raw) > most:
        raise TooLargeError(
            errno.EFBIG, f"it is larger than {most >> 10:,} KiB, which no such file is", str(path)
        )
    return raw


def write_new(path: Path, text: str) -> None:
    """Write a file that must not be there yet; its folder is made.

    Raises:
        FileExistsError: if something of that name is there, however late it came.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path, text) as finished:
        try:
            path.hardlink_to(finished)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if path.exists():
                raise FileExistsError(str(path)) from None
            finished.rename(path)


def replace(path: Path, text: str) -> None:
    """Put a text in the place of a file; whoever reads or ends us sees the old or the new one.

    What was read with `surrogateescape` becomes the bytes that it was.
    """
    with _beside(path, text) as finished:
        if path.exists():
            finished.chmod(path.stat().st_mode)
        finished.replace(path)


@contextmanager
def _beside(path: Path, text: str) -> Iterator[Path]:
    """A finished file in the same folder, hidden, that is gone afterwards."""
    finished = path.with_name(f".{path.name}-{os.getpid()}-{time.time_ns()}")
    try:
        with finished.open("x", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield finished
    finally:
        with suppress(FileNotFoundError):
            finished.unlink()
