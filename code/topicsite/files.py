"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


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
    """Put a text in the place of a file; whoever reads or ends us sees the old or the new one."""
    with _beside(path, text) as finished:
        if path.exists():
            finished.chmod(path.stat().st_mode)
        finished.replace(path)


@contextmanager
def _beside(path: Path, text: str) -> Iterator[Path]:
    """A finished file in the same folder, hidden, that is gone afterwards."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    finished = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp lets only its owner read; a file is for everybody whom the umask allows.
        umask = os.umask(0)
        os.umask(umask)
        finished.chmod(0o666 & ~umask)
        yield finished
    finally:
        with suppress(FileNotFoundError):
            finished.unlink()
