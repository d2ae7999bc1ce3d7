"""Run whole processes in turn and take what the operating system says they used."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One finished process: seconds on the clock, seconds of processor, peak memory in MB."""

    wall: float
    cpu: float
    peak: float


# Until it becomes another program, a process counts as large as the one it came from, and this one
# may have loaded much. So a small one starts the program and takes its figures.
_STARTER = """
import os, sys, time
pipe, command = int(sys.argv[1]), sys.argv[2:]
os.set_inheritable(pipe, False)
start = time.perf_counter()
process = os.posix_spawnp(command[0], command, os.environ)
_, status, usage = os.wait4(process, 0)
wall = time.perf_counter() - start
os.write(pipe, f"{wall} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss / 1024}".encode())
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> Run:
    """Run a command to its end.

    Raises:
        RuntimeError: if it fails, with what it printed.
    """
    reading, writing = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _STARTER, str(writing), *command],
        cwd=folder,
        # Whoever uses a program for the second time has its modules compiled.
        env={
            **os.environ,
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONDONTWRITEBYTECODE": "",
            **(environment or {}),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=[writing],
    ) as process:
        os.close(writing)
        output = process.communicate()[0]
    with os.fdopen(reading) as pipe:
        figures = pipe.read()
    if process.returncode:
        words = " ".join(command)[:200]
        raise RuntimeError(f"{words} failed:\n{output.decode(errors='replace')[-4000:]}")
    return Run(*map(float, figures.split()))


@dataclass(frozen=True)
class Pair:
    """Two commands that ran in turn, so that a machine that slows down slows both."""

    ours: list[Run]
    peers: list[Run]

    @property
    def ratio(self) -> float:
        """Our time as a part of the peer's: the median over the pairs, processor time."""
        return statistics.median(a.cpu / b.cpu for a, b in zip(self.ours, self.peers, strict=True))

    @property
    def wall_ratio(self) -> float:
        """The same of the time on the clock."""
        return statistics.median(
            a.wall / b.wall for a, b in zip(self.ours, self.peers, strict=True)
        )


def in_turn(
    ours: tuple[list[str], Path], peer: tuple[list[str], Path], *, runs: int, warm_up: bool = True
) -> Pair:
    """Run both commands in turn, after one run of each that does not count."""
    if warm_up:
        run(*ours)
        run(*peer)
    pairs = [(run(*ours), run(*peer)) for _ in range(runs)]
    return Pair([a for a, _ in pairs], [b for _, b in pairs])


def median(runs: list[Run], what: str) -> float:
    """The median of one figure."""
    return float(statistics.median(getattr(run, what) for run in runs))
