"""A process that a test starts is over when the test is, even if it does not listen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import children
from tests.children import Child, eventually, run

DEAF = """
import os, signal, sys, time
from pathlib import Path
signal.signal(signal.SIGINT, signal.SIG_IGN)
if os.fork():
    Path(sys.argv[1]).write_text("here")
time.sleep(600)
"""


def test_a_deaf_child_and_what_it_started_are_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "GRACE", 0.1)
    said = tmp_path / "said"
    ours, theirs = os.pipe()
    os.set_blocking(ours, False)
    with Child([sys.executable, "-c", DEAF, said], pass_fds=[theirs]) as child:
        os.close(theirs)
        child.until(said.exists)
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(0.1)
        with pytest.raises(BlockingIOError):
            os.read(ours, 1)
    eventually(lambda: is_closed(ours), "somebody still holds the other end")
    os.close(ours)


def is_closed(pipe: int) -> bool:
    """Whether nobody is left who could write into a pipe."""
    try:
        return os.read(pipe, 1) == b""
    except BlockingIOError:
        return False


def test_a_child_that_ends_too_soon_is_told_of() -> None:
    program = "import sys; sys.exit('out of paper')"
    with (
        Child([sys.executable, "-c", program], stderr=subprocess.PIPE) as child,
        pytest.raises(AssertionError, match="ended with 1: out of paper"),
    ):
        child.until(lambda: False)


def test_a_run_is_told_by_its_end_and_its_words() -> None:
    command = [sys.executable, "-c", "import sys; print('é'); sys.exit('no')"]
    done = run(command)
    assert (done.returncode, done.stdout, done.stderr) == (1, "é\n", "no\n")
    with pytest.raises(AssertionError, match="ended with 1: no"):
        run(command, check=True)
