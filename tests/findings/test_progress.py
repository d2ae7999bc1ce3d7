"""How far a work is: on a terminal, in a log, and for those who want to hear nothing."""

from __future__ import annotations

import io
import os
import pty
import re
from pathlib import Path

import pytest

from tests.children import eventually
from topicsite.findings import progress
from topicsite.findings.progress import Progress, watched


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(terminal: Terminal) -> list[str]:
    """What somebody saw, one state of the line after the other."""
    return re.split(r"\r\x1b\[K", terminal.getvalue())


def test_a_terminal_shows_one_line_that_is_gone_afterwards() -> None:
    terminal, told = Terminal(), list[str]()
    with Progress("examples", 3, told.append, terminal) as work:
        work.at(0, "a-first-one")
        work.at(1, "four-equations")
    assert shown(terminal) == [
        "",
        "examples: 0 of 3",
        "examples: 0 of 3, a-first-one",
        "examples: 1 of 3, four-equations",
        "",
    ]
    assert told == []
    assert "\n" not in terminal.getvalue()


def test_a_line_is_never_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal()
    with Progress("examples", 3, lambda _: None, terminal) as work:
        work.at(1, "a-name-that-is-much-longer")
    assert max(map(len, shown(terminal))) == 19


def test_a_log_hears_of_long_work_only(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    with Progress("examples", 2, told.append) as work:
        work.at(1, "short")
    assert told == []
    monkeypatch.setattr(progress, "_QUIET", 0.01)
    with Progress("examples", 2, told.append) as work:
        work.at(1, "long")
        eventually(lambda: told, "nobody was told anything")
    assert told == ["examples: 1 of 2, long"], "and the next time much later"


def test_what_stays_the_same_for_long_says_for_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("topicsite.findings.progress.time.monotonic", lambda: now)
    work = Progress("Pyodide is fetched", None, lambda _: None)
    assert work.line() == "Pyodide is fetched"
    now += 12
    assert work.line() == "Pyodide is fetched (12 s)"
    work.at(0, "numpy.whl")
    assert work.line() == "Pyodide is fetched, numpy.whl"


def test_a_clock_keeps_a_terminal_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_OFTEN", 0.01)
    terminal = Terminal()
    with Progress("examples", 2, lambda _: None, terminal):
        eventually(lambda: len(shown(terminal)) > 3, "the line is never written anew")


@pytest.mark.parametrize(("term", "is_watched"), [("xterm", True), ("dumb", False), (None, False)])
def test_only_a_terminal_that_can_clear_a_line_is_watched(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, term: str | None, is_watched: bool
) -> None:
    if term is None:
        monkeypatch.delenv("TERM", raising=False)
    else:
        monkeypatch.setenv("TERM", term)
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as stream:
        assert (watched(stream) is stream) == is_watched
    os.close(ours)
    with (tmp_path / "log").open("w") as log:
        assert watched(log) is None
