"""Examples as a build runs them: remembered, interrupted, and told about."""

from __future__ import annotations

import logging
import os
import pty
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.built.projects import MKDOCS, build, environment
from tests.built.test_build import add_example, digests, table
from tests.children import Child, eventually, git
from tests.findings.test_progress import Terminal, shown
from tests.project.sites import leftovers
from tests.proving.test_memory import cut, forge, not_utf8
from topicsite.plugin.telling import telling

REPORT = table("a/sum | 4 | 4 | reproduced")


def with_example(project: Path, code: str = REPORT) -> Path:
    """Give a project an example, and a page without Python for it."""
    add_example(project, code)
    settings = (project / "mkdocs.yml").read_text()
    changed = settings.replace("topicsite, mkdocs", "{topicsite: {python: false}}, mkdocs")
    (project / "mkdocs.yml").write_text(changed)
    return project / "code/examples/addition.py"


def truncate(path: Path) -> None:
    os.truncate(path, 0)


@pytest.fixture
def counting(small: Path) -> tuple[Path, Callable[[], int]]:
    """A project whose example notes every run of it, and how many there were."""
    runs = small.parent / "runs"
    with_example(small, f"open({str(runs)!r}, 'a').write('x')\n{REPORT}")
    return small, lambda: len(runs.read_text())


def test_an_example_runs_again_when_what_it_put_out_is_not_as_it_was(
    counting: tuple[Path, Callable[[], int]],
) -> None:
    project, runs = counting
    assert build(project).returncode == 0
    assert runs() == 1
    good = digests(project / "site")
    assert build(project).returncode == 0
    assert runs() == 1
    (page,) = (project / ".cache/examples/pages").iterdir()
    for number, spoil in enumerate((cut, forge_the_verdict, not_utf8, truncate), start=2):
        spoil(page)
        done = build(project)
        assert done.returncode == 0, done.stderr
        assert runs() == number
        assert digests(project / "site") == good


def forge_the_verdict(path: Path) -> None:
    forge(path)
    text = path.read_text()
    assert "reproduced" in text
    path.write_text(text.replace("<td>4</td>", "<td>5</td>", 1).replace("sum", "sun"))


def test_one_example_that_fails_costs_the_others_nothing(
    counting: tuple[Path, Callable[[], int]],
) -> None:
    project, runs = counting
    example = project / "code/examples/addition.py"
    worse = project / "code/examples/subtraction.py"
    worse.write_text(example.read_text().replace("open(", "2 - two\nopen("))
    done = build(project)
    assert done.returncode == 1
    assert "code/examples/subtraction.py stops with NameError" in done.stderr
    assert runs() == 1
    worse.unlink()
    assert build(project).returncode == 0
    assert runs() == 1


def test_an_example_that_ends_python_is_told_in_words(small: Path) -> None:
    with_example(small, f"import os\nos._exit(3)\n{REPORT}")
    done = build(small)
    assert done.returncode == 1
    assert "code/examples/addition.py ends Python itself; run `python code/ex" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_ends_a_build_does_not_wait_for_an_example(small: Path, number: signal.Signals) -> None:
    before = digests(small / "site")
    told = small.parent / "pid"
    code = f"import os, pathlib\npathlib.Path({str(told)!r}).write_text(str(os.getpid()))\n"
    with_example(small, f"{code}while True:\n    pass\n")
    with Child([*MKDOCS, "build"], cwd=small, env=environment(), stderr=-1) as process:
        process.until(lambda: told.exists() and told.read_text())
        process.send_signal(number)
        assert process.wait() != 0
    assert digests(small / "site") == before
    assert leftovers(small) == []
    kernel = Path("/proc", told.read_text())
    if kernel.parent.exists():
        eventually(lambda: not kernel.exists(), "the kernel lives on")


def test_a_cache_under_version_control_is_refused(small: Path) -> None:
    """A pull request could bring pages that nobody's example has put out."""
    with_example(small)
    assert build(small).returncode == 0
    git(small, "init", "--quiet")
    git(small, "add", "--force", ".cache")
    done = build(small)
    assert done.returncode == 1
    assert "take it out with `git rm -r --cached .cache`" in done.stderr
    git(small, "rm", "-r", "--quiet", "--cached", ".cache")
    assert build(small).returncode == 0


def test_a_log_is_short_and_names_no_place_of_the_machine(small: Path) -> None:
    with_example(small)
    done = build(small)
    assert done.returncode == 0, done.stderr
    said = done.stderr.splitlines()
    assert "INFO    -  Building documentation to directory: site" in said
    assert str(small) not in done.stderr
    assert "examples" not in done.stderr, "it took less than ten seconds"
    assert len([line for line in said if line.startswith("INFO")]) <= 4


@pytest.mark.parametrize("quiet", [[], ["--quiet"]])
def test_a_terminal_shows_how_far_the_examples_are_unless_it_is_to_be_quiet(
    small: Path, quiet: list[str]
) -> None:
    with_example(small)
    ours, theirs = pty.openpty()
    command = [*MKDOCS, "build", *quiet]
    with Child(command, cwd=small, env=environment(TERM="xterm"), stderr=theirs) as process:
        os.close(theirs)
        said = b""
        while piece := read(ours):
            said += piece
        assert process.wait() == 0
    os.close(ours)
    lines = re.split(r"\r\x1b\[K", said.decode())
    if quiet:
        assert lines == [""]
    else:
        assert "examples: 0 of 1, addition" in lines
        assert "examples: 1 of 1, addition" in lines
        assert any(re.match(r"pages: \d+ of \d+, \S+", line) for line in lines)
        assert "Documentation built" in lines[-1], "what MkDocs says begins a line of its own"


def test_what_is_said_meanwhile_begins_a_line_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    mkdocs = logging.getLogger("mkdocs")
    handler = logging.StreamHandler(terminal)
    mkdocs.addHandler(handler)
    monkeypatch.setattr(mkdocs, "level", logging.INFO)
    try:
        with telling("pages", 2) as progress:
            progress.at(1, "a/")
            mkdocs.warning("something is odd")
            progress.at(2, "b/")
    finally:
        mkdocs.removeHandler(handler)
    assert shown(terminal)[3:] == ["", "something is odd\n", "pages: 2 of 2, b/", ""][1:]
    assert handler.filters == []


def read(file: int) -> bytes:
    try:
        return os.read(file, 4096)
    except OSError:  # the other end of a terminal is closed
        return b""
