"""Processes that tests start: each has an end, whatever happens to it or to the test."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

LIMIT = 120
"""Seconds that a child may take to do what a test waits for; on an idle machine it takes few."""


@contextmanager
def child(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A running process, which is over afterwards, and all that it started.

    It gets a session of its own, so that a signal to its group reaches whatever it started and
    nobody else. Unlike `Popen` as a context, nothing here waits for it without a limit.

    Args:
        command: the program and its arguments.
        options: as for `Popen`; output is bytes.
    """
    process = subprocess.Popen(command, start_new_session=True, **options)
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a child and its group: as Ctrl-C would, or by force if it does not listen."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(LIMIT / 2)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(LIMIT)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def eventually(holds: Callable[[], object], told: Callable[[], object] = str) -> None:
    """Wait until something holds.

    Args:
        holds: is asked again and again.
        told: what to say if it never does.

    Raises:
        AssertionError: if it does not hold within the limit.
    """
    deadline = time.monotonic() + LIMIT
    while not holds():
        assert time.monotonic() < deadline, told()
        time.sleep(0.05)
