"""`topicsite prove`: examples run, claims compared, verdicts kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from topicsite.cli import main
from topicsite.proving import history

TOPIC = """\
title: Sums
summary: How numbers are added, with a program that does it.
keywords: [sums]
"""
ENTRY = """\
title: Sums
kind: online-tutorial
url: https://example.org/
authors: [A. Author]
level: intuition
access: free
duration: 5 min
summary: It adds two numbers, and says what comes out.
language: en
teaches: [sums]
claims:
  - id: sum
    says: Two and two are four.
    shown_by: adding
"""
EXAMPLE = """\
# ---
# title: Adding
# summary: It adds the two numbers that the paper adds.
# teaches: [sums]
# follows: [paper]
# duration: 5 min
# level: intuition
# ---
from topicsite.lesson import Report

report = Report("paper")
report.number("sum", says=4, found=SUM, within=0, because="it is a count")
print(report)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "resources/t").mkdir(parents=True)
    (tmp_path / "resources/t/topic.yml").write_text(TOPIC)
    (tmp_path / "resources/t/paper.yml").write_text(ENTRY)
    (tmp_path / "code/examples").mkdir(parents=True)
    adds(tmp_path, "2 + 2")
    return tmp_path


def adds(project: Path, what: str) -> None:
    (project / "code/examples/adding.py").write_text(EXAMPLE.replace("SUM", what))


def prove(project: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["prove", "--root", str(project), *more])


def test_what_is_borne_out_is_told(project: Path) -> None:
    done = prove(project)
    assert done.exit_code == 0, done.output
    assert done.stdout == "reproduced  paper/sum: 4\n"
    assert done.stderr.startswith("1 claim under Python 3.")
    assert not (project / "verdicts.ledger").exists()


def test_what_is_not_borne_out_is_a_finding_and_kept(project: Path) -> None:
    assert prove(project, "--keep").exit_code == 0
    ledger = project / "verdicts.ledger"
    ledger.write_text(ledger.read_text().replace(_day(ledger), "2026-01-05"))
    adds(project, "2 + 3")
    done = prove(project, "--keep")
    assert done.exit_code == 1
    assert "code/examples/adding.py: `paper/sum` is not borne out" in done.stderr
    assert "turned: paper/sum, from reproduced to differs" in done.stderr
    (turn,) = history.turns(history.read(ledger))
    assert (turn.before, turn.now) == ("reproduced", "differs")


def _day(ledger: Path) -> str:
    (seen,) = history.read(ledger)
    return seen.day


def test_an_example_that_stops_is_a_finding_and_no_verdict(project: Path) -> None:
    adds(project, "2 + two")
    done = prove(project, "--keep")
    assert done.exit_code == 1
    assert "adding.py: it stops with NameError: name 'two' is not defined" in done.stderr
    assert history.read(project / "verdicts.ledger") == frozenset()


def test_what_cannot_be_read_is_named(project: Path) -> None:
    (project / "code/examples/other.py").write_text("# ---\n# titel: Typo\n# ---\n")
    done = prove(project)
    assert done.exit_code == 1
    assert "left out, because of findings: other; run `topicsite check`" in done.stderr
    assert done.stdout == "reproduced  paper/sum: 4\n"


def test_json_says_all(project: Path) -> None:
    adds(project, "2 + 3")
    done = prove(project, "adding", "--format", "json", "--starts", "3")
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert said["starts"] == 3
    assert said["claims"]["paper/sum"]["verdict"] == "differs"
    assert len(said["problems"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ading"], "there is no example `ading`; did you mean `adding`?"),
        (["--keep", "--starts", "1"], "leave out --starts"),
        (["--page", "--python", "python3"], "leave out --python"),
        (["--package", "scipy"], "--package belongs to --page"),
        (["--page", "--package", "skipy"], "has no package `skipy`"),
    ],
)
def test_a_wrong_call_is_told(project: Path, words: list[str], said: str) -> None:
    done = prove(project, *words)
    assert done.exit_code == 2, done.output
    assert said in done.stderr


def test_a_history_that_cannot_be_read_stays(project: Path) -> None:
    ledger = project / "verdicts.ledger"
    ledger.write_text("what is this\n")
    done = prove(project, "--keep")
    assert done.exit_code == 1
    assert "verdicts.ledger: line 1: write a claim" in done.stderr
    assert ledger.read_text() == "what is this\n"


def test_another_python_is_named_if_it_cannot(project: Path) -> None:
    done = prove(project, "--python", "/no/such/python")
    assert done.exit_code == 1
    assert "`/no/such/python` cannot be called" in done.stderr
