"""One after the other: what several runs of a command change at once, none of them loses."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PATIENCE: Final = 10.0
"""Seconds to wait for others, who need milliseconds; whoever takes longer has been stopped."""


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Keep others out of a file that is read, changed and written, as long as they ask here too.

    The operating system keeps the lock, so that it ends with the process, however that ends. It is
    on the file's folder, because the file itself is replaced by a new one. After `PATIENCE`
    seconds, and where there are no locks, as on some network drives, it goes on without.
    """
    handle = _open(path.resolve())
    try:
        if handle is not None:
            until = time.monotonic() + PATIENCE
            while not _lock(handle) and time.monotonic() < until:
                time.sleep(0.01)
        yield
    finally:
        if handle is not None:
            os.close(handle)


if sys.platform == "win32":  # pragma: no cover
    import hashlib
    import msvcrt
    import tempfile

    def _open(path: Path) -> int | None:
        # A folder cannot be opened there; a file in the temporary folder stands for it.
        name = hashlib.sha256(str(path).lower().encode()).hexdigest()[:16]
        file = Path(tempfile.gettempdir(), f"topicsite-{name}.lock")
        try:
            return os.open(file, os.O_RDWR | os.O_CREAT)
        except OSError:
            return None

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _open(path: Path) -> int | None:
        try:
            return os.open(path.parent, os.O_RDONLY)
        except OSError:
            return None

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # no locks here
            return True
        return True
