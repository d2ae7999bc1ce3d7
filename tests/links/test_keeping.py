"""What a run has seen is kept, however it ends, and what was kept before is never spoilt."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.children import Child
from tests.links.fault_server import FaultServer
from tests.links.oddities import ODDITIES
from tests.links.projects import COMMAND, states, write_page
from topicsite.links.ledger import parse
from topicsite.links.messages import Limits
from topicsite.links.session import Session
from topicsite.links.storage import join_ledger, write_ledger
from topicsite.project import locking
from topicsite.project.files import replace


@contextmanager
def run_under_way(project: Path, server: FaultServer, *lines: str) -> Iterator[Child]:
    """A run over a shelf, two pages at a time, which has come to the pages that never come."""
    write_page(project, server, "fine", *(f"shelf/{n:02}" for n in range(20)))
    (project / "docs/more.md").write_text("".join(lines))
    (project / "resources/t/entry.yml").unlink()
    last = ("HEAD", "/shelf/05")
    before = server.asked[last]
    options = ["--root", str(project), "--pace", "0", "--per-host", "2"]
    with Child([*COMMAND, *options], stderr=subprocess.PIPE) as process:
        process.until(lambda: server.asked[last] > before)
        yield process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_what_it_saw(
    project: Path, server: FaultServer, number: signal.Signals
) -> None:
    with run_under_way(project, server) as process:
        process.send_signal(number)
        _, words = process.communicate()
    assert process.returncode == 128 + number
    assert "stopped after" in words
    assert "Traceback" not in words
    seen = ["fine", *(f"shelf/{n:02}" for n in range(4))]
    assert states(project, server) == dict.fromkeys(seen, "ok")


def test_a_run_that_is_killed_leaves_the_ledger_as_it_was(
    project: Path, server: FaultServer
) -> None:
    (project / "links.ledger").write_text("https://example.org/ ok 2026-11-24\n")
    with run_under_way(project, server) as process:
        process.kill()
        process.communicate()
    assert (project / "links.ledger").read_text() == "https://example.org/ ok 2026-11-24\n"


def test_what_is_seen_is_written_down_now_and_then(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("topicsite.links.session.SAVE_EVERY", -1)
    saved: list[int] = []
    run = Session({}, "2026-11-24", 7, Limits(pace=0), loopback=True)
    run.run([server.url("fine"), server.url("r302")], save=lambda now: saved.append(len(now)))
    assert saved == [1, 2]


def test_saving_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "links.ledger"
    replace(path, "old\n")
    path.chmod(0o640)

    def dies(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", dies)
    with pytest.raises(KeyboardInterrupt):
        replace(path, "new\n" * 10_000)
    assert [file.name for file in tmp_path.iterdir()] == ["links.ledger"]
    assert path.read_text() == "old\n"
    monkeypatch.undo()
    replace(path, "new\n")
    assert path.read_text() == "new\n"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_ledger_that_says_the_same_is_not_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "links.ledger"
    write_ledger(path, {})
    assert not path.exists()
    ledger = parse("https://example.org/ ok 2026-11-24\n")
    write_ledger(path, ledger)
    monkeypatch.setattr(os, "fsync", None)
    write_ledger(path, ledger)


def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "links.ledger"
    program = """
import sys
from pathlib import Path
from topicsite.links.ledger import record
from topicsite.links.states import Sighting
from topicsite.links.storage import join_ledger

known = record(None, Sighting("ok"), "2026-11-24")
for number in range(60):
    seen = {f"https://{sys.argv[2]}.example/{number}": known}
    join_ledger(Path(sys.argv[1]), seen, (), "2026-11-24")
"""
    runs = [Child([sys.executable, "-c", program, path, name]) for name in ("a", "b", "c")]
    for child in runs:
        with child:
            assert child.wait() == 0
    assert len(parse(path.read_text())) == 180
    assert [file.name for file in tmp_path.iterdir()] == ["links.ledger"]


def test_what_another_run_wrote_meanwhile_stays(project: Path, server: FaultServer) -> None:
    ledger = project / "links.ledger"
    ledger.write_text(
        f"https://e.org/forgotten ok 2026-11-24\n{server.url('fine')} ok 2026-01-01\n"
    )
    with run_under_way(project, server) as process:
        ledger.write_text(
            "https://e.org/forgotten ok 2026-11-24\n"
            "https://e.org/new ok 2026-11-24\n"
            f"{server.url('fine')} moved 2026-11-20 to=https://e.org/\n"
        )
        process.send_signal(signal.SIGINT)
        process.communicate()
    known = parse(ledger.read_text())
    assert "https://e.org/new" in known
    assert "https://e.org/forgotten" not in known
    assert known[server.url("fine")].state == "ok"


def test_a_ledger_that_became_unreadable_stays_and_is_named(
    project: Path, server: FaultServer
) -> None:
    ledger = project / "links.ledger"
    with run_under_way(project, server) as process:
        ledger.write_text("<<<<<<< HEAD\n")
        process.send_signal(signal.SIGINT)
        _, words = process.communicate()
    assert "the ledger was not written" in words
    assert "Traceback" not in words
    assert ledger.read_text() == "<<<<<<< HEAD\n"


def test_a_stopped_process_holds_nobody_up_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0.05)
    path = tmp_path / "links.ledger"
    with locking.alone_with(path):
        join_ledger(path, parse("https://e.org/ ok 2026-11-24\n"), (), "2026-11-24")
    assert path.exists()


def test_asking_twice_to_stop_ends_at_once(project: Path, server: FaultServer) -> None:
    with run_under_way(project, server) as process:
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        _, words = process.communicate()
    assert process.returncode == 128 + signal.SIGINT
    assert "Traceback" not in words
    assert states(project, server)["fine"] == "ok"


def test_a_hostile_page_does_not_keep_from_stopping(project: Path, server: FaultServer) -> None:
    hostile = [
        "many-titles",
        "many-tags",
        "many-quotes",
        "many-comments",
        "many-brackets",
        "bracket",
    ]
    with FaultServer(ODDITIES) as odd:
        lines = [f"<{odd.url(name)}#here> <{odd.url('to-' + name)}>\n" for name in hostile]
        with run_under_way(project, server, *lines) as process:
            process.send_signal(signal.SIGINT)
            _, words = process.communicate()
        assert process.returncode == 128 + signal.SIGINT
        assert "Traceback" not in words
        known = states(project, odd)
    assert known["bracket#here"] == "soft-404"
