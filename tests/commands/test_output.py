"""What commands print, whatever files are called, texts say, terminals know and readers do."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from tests import children
from tests.children import Child, git
from tests.commands.test_new import FLAGS
from tests.findings.test_visible import COMMAND as LOG_COMMAND
from tests.findings.test_visible import STEERING
from topicsite.cli import main
from topicsite.commands.lazily import MODULES, OTHERWISE
from topicsite.findings.visible import visible
from topicsite.reading import source

PROJECT = Path(__file__).parents[2]
CATALOGS = PROJECT / "tests/catalogs"
PROGRAM = [sys.executable, "-c", "from topicsite.cli import main; main()"]
TITLE = "Sorting 中文 🙂 é — in C"
ENCODINGS = ["utf-8", "cp1252", "ascii", "shift_jis", "utf-16"]
"""Terminals of the world; most lack some letters of the title, one lacks ASCII as bytes."""
NAMES = [
    b"a\x1b[31mb", b"a\n::error::b", b"a\r::error::b", b"::error::c", b"##[error]d", b"a%0A::error",
    "a\u202eb".encode(), "a\u2028::error::f".encode(), b"a\xffb", b"a\x01b", "中文".encode(),
]  # fmt: skip


def flags(**changes: str) -> list[str]:
    return [part for pair in {**FLAGS, **changes}.items() for part in pair]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository in which an entry is new since its only commit, and its address unknown."""
    folder = tmp_path / "project"
    shutil.copytree(CATALOGS / "valid/smallest", folder)
    (folder / "mkdocs.yml").write_text("site_name: T\n")
    (folder / "docs").mkdir()
    (folder / "docs/index.md").write_text("# T\n")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x")
    entry = (folder / "resources/t/entry.yml").read_text()
    entry = entry.replace("A good entry", TITLE).replace("/good", "/new")
    (folder / "resources/t/new.yml").write_text(entry, encoding="utf-8")
    # With a lifetime that is long enough nobody is asked.
    (folder / "links.ledger").write_text(
        "https://example.org/new moved 2020-01-01 to=https://example.org/中文🙂é | 301 中文\n"
        "https://example.org/good ok 2020-01-01\n"
        "https://example.org/other ok 2020-01-01\n",
        encoding="utf-8",
    )
    return folder


def run(
    project: Path,
    *arguments: str | bytes,
    encoding: str = "utf-8",
    said: bytes = b"",
    before: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run the command; its output as bytes.

    Args:
        project: the folder to run it in.
        arguments: of the command.
        encoding: of the terminal.
        said: what somebody types.
        before: what the process does first.
    """
    known = {**os.environ, "PYTHONIOENCODING": encoding, "NO_COLOR": "1"}
    return subprocess.run(
        [*PROGRAM, *arguments], cwd=project, env=known, input=said, capture_output=True,
        check=False, preexec_fn=before, timeout=children.LIMIT,
    )  # fmt: skip


def assert_quiet(done: subprocess.CompletedProcess[bytes]) -> None:
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    assert b"Exception ignored" not in done.stderr


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_report_is_markdown_in_any_encoding(project: Path, encoding: str) -> None:
    done = run(project, "report", "HEAD", encoding=encoding)
    assert_quiet(done)
    assert done.returncode == 0
    told = done.stdout.decode("utf-8" if encoding != "utf-16" else "utf-16")
    if encoding == "utf-8":
        assert TITLE in told
    else:
        assert told.isascii(), "right in every encoding"
        spelled = "".join(c if c.isascii() else f"&#{ord(c)};" for c in TITLE)
        assert spelled in told


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_printed_entry_is_what_our_reader_reads(project: Path, encoding: str) -> None:
    done = run(project, "new", *flags(**{"--title": TITLE}), "--print", encoding=encoding)
    assert_quiet(done)
    assert done.returncode == 0
    read = source.parse("x.yml", done.stdout)
    assert isinstance(read.data, dict), read.diagnostics
    assert read.data["title"] == TITLE


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("style", ["json", "sarif", "junit"])
def test_reports_for_programs_are_read_in_any_encoding(
    project: Path, encoding: str, style: str
) -> None:
    done = run(project, "links", "--format", style, "--lifetime", "99999", encoding=encoding)
    assert_quiet(done)
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode(encoding)
    told = json.dumps(json.loads(text), ensure_ascii=False) if style != "junit" else "".join(
        ET.fromstring(text).itertext()
    )  # fmt: skip
    assert "https://example.org/中文🙂é" in told


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("style", ["concise", "full", "json", "github"])
def test_findings_are_told_in_any_encoding(project: Path, encoding: str, style: str) -> None:
    entry = project / "resources/t/new.yml"
    text = entry.read_text(encoding="utf-8").replace("kind: online-tutorial", "kind: 中文🙂é")
    entry.write_text(text, encoding="utf-8")
    done = run(project, "check", "--format", style, encoding=encoding)
    assert_quiet(done)
    assert done.returncode == 1
    told = done.stdout.decode("utf-8" if style == "github" else encoding)
    assert "unknown-value" in told
    if style == "json":
        (finding,) = json.loads(told)
        assert "中文🙂é" in finding["message"]
    if style == "github":
        assert "中文🙂é" in told


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", *flags(**{"--title": TITLE})],
        ["new", *flags(**{"--title": TITLE, "--kind": "中文"})],
        ["new", *flags(**{"--title": TITLE}), "--in", "中文"],
        ["init", "中文🙂", "--title", TITLE],
        ["fmt", "resources"],
        ["migrate", "entry", "中文"],
        ["migrate", "entry", "better"],
        ["report", "中文"],
        ["check", "中文"],
        ["rules", "中文"],
        ["schema"],
        ["中文"],
        ["check", "--中文"],
    ],
    ids=lambda arguments: arguments[0],
)  # fmt: skip
def test_every_command_ends_well_in_any_encoding(project: Path, arguments: list[str]) -> None:
    done = run(project, *arguments, encoding="ascii")
    assert_quiet(done)
    assert done.returncode in (0, 1, 2)
    (done.stdout + done.stderr).decode("ascii")


def assert_steers_nobody(told: bytes) -> None:
    for line in told.decode("utf-8").split("\n"):
        assert not STEERING.search(line), line
        assert not LOG_COMMAND.search(line), line


COMMANDS: list[list[str]] = [
    ["check"], ["check", "--format", "full"], ["check", "--format", "json"], ["report", "HEAD"],
    ["links", "--format", "text", "--lifetime", "99999"],
    ["links", "--format", "json", "--lifetime", "99999"],
    ["links", "--format", "sarif", "--lifetime", "99999"],
    ["links", "--format", "junit", "--lifetime", "99999"], ["fmt", "--check"], ["fmt"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_name_of_a_file_steers_a_terminal_or_a_host(project: Path, arguments: list[str]) -> None:
    entry = (project / "resources/t/new.yml").read_bytes()
    for name in NAMES:
        path = project / os.fsdecode(b"resources/t/" + name + b".yml")
        path.write_bytes(entry.replace(b"/new", b"/other"))
        (project / os.fsdecode(b"docs/" + name + b".md")).write_bytes(
            b"[x](https://example.org/new) [y](https://example.org/good)\n"
        )
    done = run(project, *arguments)
    assert_quiet(done)
    assert done.stdout
    assert_steers_nobody(done.stdout + done.stderr)


@pytest.mark.parametrize("name", NAMES)
def test_no_argument_steers_a_terminal_or_a_host(
    project: Path, name: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    given = os.fsdecode(name)
    entry = (project / "resources/t/new.yml").read_bytes()
    Path(f"{given}.yml").write_bytes(entry + b"x: [\n")
    for arguments in (
        ["fmt", f"{given}.yml"], ["fmt", given], ["check", f"no{given}"], ["new", given],
        ["report", given], ["rules", given], [given], ["schema", "--docs", f"x{given}"],
        ["init", f"s{given}"], ["init", "t", "--title", given, "--topic", given],
        ["migrate", given, "x"], ["new", "--in", given], ["check", "--resources", given],
        ["links", "--changed-since", given], ["new", *flags(**{"--kind": given})],
        ["new", *flags(**{"--url": given})], ["check", f"--{given}"], [f"--{given}"],
    ):  # fmt: skip
        done = CliRunner().invoke(main, arguments)
        assert isinstance(done.exception, SystemExit | None), arguments
        assert_steers_nobody(done.stdout_bytes + done.stderr_bytes)


def test_annotations_name_the_file_from_the_root_of_the_repository(tmp_path: Path) -> None:
    folder = tmp_path / "sites/a b"
    shutil.copytree(CATALOGS / "invalid/kind-misspelt", folder)
    git(tmp_path, "init", "-q")
    arguments = ["check", "--format", "github"]
    (line,) = run(folder, *arguments).stdout.decode().splitlines()
    assert line.startswith("::error file=sites/a b/resources/t/entry.yml,line=")
    for root, here in (("sites/a b", tmp_path), ("../a b", folder), (str(folder), tmp_path)):
        done = run(here, *arguments, "--root", root)
        assert done.stdout.decode().splitlines() == [line]
    without = {"PATH": "", "GITHUB_WORKSPACE": str(tmp_path)}
    told = CliRunner().invoke(main, [*arguments, "--root", str(folder)], env=without).stdout
    assert told.splitlines() == [line]
    for name in NAMES:
        (folder / os.fsdecode(b"resources/t/" + name + b".txt")).write_text("")
    told = run(folder, *arguments).stdout.decode()
    assert visible(told.replace("\n", "")) == told.replace("\n", "")
    assert len(told.splitlines()) == len(NAMES) + 1
    for line in told.splitlines():
        assert line.startswith("::error file=sites/a b/resources/t/")
        assert line.count("::") >= 2


def closed(number: int) -> Callable[[], None]:
    return lambda: os.close(number)


@pytest.mark.parametrize("arguments", [["check"], ["schema"], ["init", "x"]])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_stream_that_is_closed_is_no_obstacle(
    project: Path, arguments: list[str], number: int
) -> None:
    command = [*PROGRAM, *arguments]
    done = subprocess.run(
        command, cwd=project, stdin=subprocess.DEVNULL, capture_output=True, check=False,
        preexec_fn=closed(number), timeout=children.LIMIT,
    )  # fmt: skip
    assert_quiet(done)
    assert done.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize(
    "arguments", [["rules"], ["schema"], ["new", *flags(), "--print"], ["report", "HEAD"]],
    ids=lambda arguments: arguments[0],
)  # fmt: skip
def test_a_full_device_is_told_without_a_traceback(project: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, *arguments], cwd=project, stdout=full, stderr=subprocess.PIPE, check=False,
            timeout=children.LIMIT,
        )  # fmt: skip
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert done.returncode == 1
    assert b"Error: No space left on device" in done.stderr


@pytest.mark.parametrize("arguments", [["check"], ["check", "--format", "json"]])
def test_whoever_reads_may_leave(project: Path, arguments: list[str]) -> None:
    for number in range(300):
        shutil.copy(project / "resources/t/new.yml", project / f"resources/t/{number}.yml")
    errors = project / "errors"
    with (
        errors.open("wb") as trouble,
        Child([*PROGRAM, *arguments], cwd=project, stdout=subprocess.PIPE, stderr=trouble) as child,
    ):
        assert child.stdout is not None
        child.stdout.read(1)
        child.stdout.close()
        child.wait()
    assert "Traceback" not in errors.read_text()
    assert "Exception ignored" not in errors.read_text()


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


@pytest.mark.parametrize("start", ["schema", "init", "new", "fmt", "migrate", "answer"])
def test_what_does_not_fit_on_the_disk_leaves_everything_as_it_was(
    project: Path, start: str
) -> None:
    CliRunner().invoke(main, ["schema", "--root", str(project)])
    long = "A" * 190 + " " + "b" * 190 + " " + "c" * 190
    entry = project / "resources/t/entry.yml"
    text = entry.read_text()
    entry.write_text(text.replace("kind:", f"note: {long}\nvenue: {'x' * 180}\nkind:") + "#" * 400)
    (project / "resources/t/new.yml").unlink()
    arguments = {
        "schema": ["schema"],
        "init": ["init", "x"],
        "new": ["new", *flags(**{"--note": long, "--venue": "x" * 190})],
        "fmt": ["fmt"],
        "migrate": ["migrate", "entry", "better"],
        "answer": ["new", "--from-issue", "mkdocs.yml", "--answer", "answer.md"],
    }[start]
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    done = run(project, *arguments, before=small_files)
    assert_quiet(done)
    assert done.returncode == 1, done.stdout
    assert b"File too large" in done.stderr
    assert before == {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}


def test_bytes_that_are_no_text_are_a_wrong_call(project: Path) -> None:
    before = sorted(project.rglob("*"))
    wrong: list[list[str | bytes]] = [["--venue", b"\xff"], [b"\xff"], ["--in", b"\xff"]]
    for arguments in wrong:
        done = run(project, "new", *flags(), *arguments)
        assert_quiet(done)
        assert done.returncode == 2
    done = run(project, "new", "--ask", said=b"video\nhttps://e.org/\xff\n")
    assert_quiet(done)
    assert done.returncode == 1
    done = run(project, "init", "x", b"--title", b"\xff")
    assert_quiet(done)
    assert done.returncode == 2
    assert sorted(project.rglob("*")) == before


def test_every_command_prints_in_one_place() -> None:
    for name in MODULES:
        text = (PROJECT / f"code/topicsite/commands/{OTHERWISE.get(name, name)}.py").read_text(
            encoding="utf-8"
        )
        assert "click.echo" not in text, f"{name}.py: print with `printing.say` or `document`"
        assert not re.search(r"\bprint\(", text), name
