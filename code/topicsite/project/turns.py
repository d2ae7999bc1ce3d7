"""Who may touch a site, and when: builds take turns, and signals wait until something is done."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Final

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_PATIENCE: Final = 60.0
_ABANDONED: Final = 24 * 60 * 60
_ENDINGS: Final = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


class PublishError(Exception):
    """A site that cannot be built where it is wanted; the message says why, and what to do."""


@contextmanager
def alone(site: Path) -> Iterator[None]:
    """Whoever makes or removes folders beside a site, or changes it, does so one after another.

    Raises:
        PublishError: if somebody else does not come to an end.
    """
    file = None
    with suppress(OSError):
        file = _open(site.parent)
    try:
        deadline = time.monotonic() + _PATIENCE
        while file is not None and _take(file) is False:
            if time.monotonic() > deadline:
                raise PublishError(f"another build has been busy with `{site}` for a minute")
            time.sleep(0.02)
        yield
    finally:
        if file is not None:
            os.close(file)


def is_abandoned(folder: Path) -> bool:
    """Whether no build works in a folder any more."""
    with suppress(OSError):
        file = _open(folder)
        try:
            if (taken := _take(file)) is not None:
                return taken
        finally:
            os.close(file)
    with suppress(OSError):
        return time.time() - folder.stat().st_mtime > _ABANDONED
    return False


def hold(folder: Path) -> int | None:
    """Hold the lock of a folder that nobody else knows yet."""
    with suppress(OSError):
        file = _open(folder)
        _take(file)
        return file
    return None


def _open(folder: Path) -> int:
    """A folder, opened to be locked, which Windows does not let anybody do."""
    return os.open(folder, os.O_RDONLY)


def _take(file: int) -> bool | None:
    """Whether the lock of an open folder is ours now; None where there are no locks."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let a signal that ends the program wait until something is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)

    before = {number: signal.signal(number, note) for number in _ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)


def end_tidily() -> dict[int, signal.Handlers]:
    """Let the program clean up when it is told to end; gives the handlers that were there."""
    if threading.current_thread() is not threading.main_thread():
        return {}

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    unhandled = [n for n in _ENDINGS if signal.getsignal(n) is signal.SIG_DFL]
    for number in unhandled:
        signal.signal(number, end)
    return dict.fromkeys(unhandled, signal.SIG_DFL)
