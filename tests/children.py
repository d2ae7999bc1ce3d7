"""Processes that tests start: each comes to an end, whatever happens to it or to the test."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

LIMIT = 120.0
"""Seconds for what takes few, on a machine that does much else. Only a failure waits so long."""
GRACE = 60.0
"""Seconds that a child has to end by itself when its test is over."""


class Child(subprocess.Popen[str]):
    """A process that is over when its context is left, with all that it started.

    It has a session of its own: so its group can be killed, and a signal to it reaches nobody else.
    Where `Popen` would wait for ever, this waits for `LIMIT` seconds.

    Args:
        command: the program and its arguments.
        options: as for `Popen`; what it says is text.
    """

    def __init__(self, command: Sequence[str | Path], **options: Any) -> None:
        super().__init__(command, encoding="utf-8", start_new_session=True, **options)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def __enter__(self) -> Self:
        return self

    def wait(self, timeout: float | None = LIMIT) -> int:
        return super().wait(timeout)

    def communicate(
        self,
        input: str | None = None,  # noqa: A002 - as it is called in `Popen`
        timeout: float | None = LIMIT,
    ) -> tuple[Any, Any]:
        return super().communicate(input, timeout)

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds that this process is to bring about.

        Raises:
            AssertionError: if it ends before, or takes too long.
        """
        eventually(lambda: holds() or self.poll() is not None, "it never came so far")
        if not holds():
            output, errors = self.communicate()
            raise AssertionError(f"it ended with {self.returncode}: {errors or output or ''}")

    def end(self) -> None:
        """End the process as Ctrl-C would, if it listens; then kill what is left of its group."""
        if self.poll() is None:
            self.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self.wait(GRACE)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()
        for stream in (self.stdin, self.stdout, self.stderr):
            if stream is not None:
                with suppress(OSError):  # what was to be written and has no reader
                    stream.close()


def run(
    command: Sequence[str | Path], *, check: bool = False, limit: float = LIMIT, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; gives how it ended and what it said.

    Args:
        command: the program and its arguments.
        check: raise if its exit code is not 0.
        limit: seconds that it may take.
        options: as for `Popen`.
    """
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with Child(command, **pipes | options) as child:
        output, errors = child.communicate(timeout=limit)
    if check:
        assert child.returncode == 0, f"it ended with {child.returncode}: {errors or output or ''}"
    return subprocess.CompletedProcess(command, child.returncode, output, errors)


def git(folder: Path, *arguments: str, **environment: str) -> str:
    """Run git in a folder as somebody, whoever runs the tests; gives what it said."""
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    known = {**os.environ, **environment}
    return run(["git", *who, *arguments], check=True, cwd=folder, env=known).stdout


def eventually(holds: Callable[[], object], otherwise: str | Callable[[], str]) -> None:
    """Wait until something holds.

    Args:
        holds: is asked a few times a second.
        otherwise: what to say if it does not hold in time.
    """
    deadline = time.monotonic() + LIMIT
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(otherwise if isinstance(otherwise, str) else otherwise())
        time.sleep(0.05)
