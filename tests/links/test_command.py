"""`topicsite links` from end to end: what it asks, writes, mends, and how it ends."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.children import run
from tests.links.fault_server import FaultServer
from tests.links.faults import BEHAVIOURS
from tests.links.projects import COMMAND, VALID, links, states, write_page
from topicsite.links.messages import Limits
from topicsite.links.resolvers import Services
from topicsite.links.session import Session


def test_a_run_reports_remembers_and_ends_with_1(project: Path, server: FaultServer) -> None:
    result = links(project)
    assert result.exit_code == 1, result.output
    assert "docs/index.md:3:16: error[link-soft-404]" in result.stdout
    assert "docs/index.md:2:13: warning[link-flaky]" in result.stdout
    assert "resources/t/entry.yml:" in result.stdout
    assert result.stderr.endswith(
        "6 addresses: 1 ok, 1 redirected, 1 blocked, 1 moved, 1 flaky, 1 soft-404\n"
    )
    assert states(project, server) == {
        "fine": "ok", "fine#there": "soft-404", "missing": "flaky", "robots-403": "blocked",
        "r301": "moved", "r302": "redirected",
    }  # fmt: skip


def test_a_second_run_asks_only_about_what_failed(project: Path, server: FaultServer) -> None:
    links(project)
    first = (project / "links.ledger").read_bytes()
    before = server.asked.copy()
    assert links(project).exit_code == 1
    asked = {path for (_, path) in server.asked - before}
    assert asked == {"/missing", "/fine"}  # the second for its missing place
    assert (project / "links.ledger").read_bytes() == first
    before = server.asked.copy()
    links(project, "--lifetime", "0")
    assert {path for (_, path) in server.asked - before} >= {"/r301", "/r302", "/robots-403"}


def test_few_open_files_only_take_longer(project: Path, server: FaultServer) -> None:
    write_page(project, server, *(f"fine?{number}" for number in range(200)))
    command = [*COMMAND, "--root", str(project), "--per-host", "100", "--pace", "0"]
    limited = ["sh", "-c", 'ulimit -n 64; exec "$@"', "sh", *command]
    done = run(limited)
    assert done.returncode == 0, done.stderr
    assert set(states(project, server).values()) == {"ok", "moved"}
    assert len(states(project, server)) == 201


def test_warnings_fail_only_when_asked_to(project: Path, server: FaultServer) -> None:
    write_page(project, server, "missing")
    assert links(project).exit_code == 0
    assert links(project, "--strict").exit_code == 1


def test_addresses_are_asked_as_markdown_has_them(project: Path, server: FaultServer) -> None:
    root = server.url("").rstrip("/")
    (project / "docs/index.md").write_text(
        f"[Bayes]({root}/fine?Bayes'_theorem)\n\n<{root}/fine?Newton's_method>\n\n"
        f"[r]: {root}/fine?L'H%C3%B4pital's_rule\n\n[say]({root}/fine?say\"hi\")\n\n"
        f"    [code]({root}/fine?indented)\n\n"
        f"!!! note\n    [x](HTTP://{root[7:]}/fine?capitals)\n"
        f"[a](<{root}/fine?a b\u00a0c>) [b]({root}/fine?a|b)\n"
    )
    before = (project / "docs/index.md").read_bytes()
    links(project)
    assert set(states(project, server)) == {
        "r301", "fine?Bayes'_theorem", "fine?Newton's_method", "fine?L'H%C3%B4pital's_rule",
        "fine?say%22hi%22", "fine?capitals", "fine?a%20b%C2%A0c", "fine?a%7Cb",
    }  # fmt: skip
    asked = {path for _, path in server.asked}
    assert {"/fine?say%22hi%22", "/fine?Bayes'_theorem", "/fine?a%20b%C2%A0c"} <= asked
    assert not {path for path in asked if "indented" in path}
    links(project, "--fix")  # which can read what was written
    assert (project / "docs/index.md").read_bytes() == before


def test_what_is_not_asked_is_named(project: Path, server: FaultServer) -> None:
    write_page(project, server, "fine")
    page = project / "docs/index.md"
    page.write_text(page.read_text() + "<https://user:secret@e.org/> <https://e.org:99999/>\n")
    result = links(project)
    assert "docs/index.md:2: `https://user:secret@e.org/` is not asked: " in result.stderr
    assert "docs/index.md:2: `https://e.org:99999/` is not asked: " in result.stderr


def test_the_folder_of_pages_is_the_one_in_mkdocs_yml(project: Path, server: FaultServer) -> None:
    (project / "docs").rename(project / "pages")
    links(project)
    assert set(states(project, server)) == {"r301"}
    (project / "mkdocs.yml").write_text("docs_dir: pages\n")
    links(project)
    assert "fine" in states(project, server)


def test_one_odd_host_or_page_spoils_nothing_else(
    project: Path, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(body: bytes, charset: str | None, fragment: str) -> str:
        raise AssertionError("a parser's own fault")

    monkeypatch.setattr("topicsite.links.visit.has_place", breaks)
    result = links(project)
    assert "did not open: the check gave up (AssertionError: a parser's own fault)" in result.stdout
    assert states(project, server)["fine#there"] == "flaky"
    assert states(project, server)["fine"] == "ok"


def test_an_address_that_is_no_longer_linked_is_forgotten(
    project: Path, server: FaultServer
) -> None:
    links(project)
    write_page(project, server, "fine")
    links(project)
    assert set(states(project, server)) == {"fine", "r301"}


def test_fix_writes_new_addresses_and_keeps_comments(project: Path, server: FaultServer) -> None:
    write_page(project, server, "r301", "r302", "r308")
    entry = project / "resources/t/entry.yml"
    entry.write_text("# A comment.\n" + entry.read_text())
    before = entry.read_text()
    result = links(project, "--fix")
    assert result.exit_code == 0
    assert "link-moved" not in result.stdout
    told = f"resources/t/entry.yml: {server.url('r301')} is now {server.url('fine')}"
    assert told in result.stderr
    assert entry.read_text() == before.replace(server.url("r301"), server.url("fine"))
    page = (project / "docs/index.md").read_text()
    assert page.splitlines() == [
        f"- [r301]({server.url('fine')})",
        f"- [r302]({server.url('r302')})",
        f"- [r308]({server.url('fine')})",
    ]
    links(project)
    assert states(project, server) == {"fine": "ok", "r302": "redirected"}


def test_a_change_is_judged_by_what_it_adds(project: Path, server: FaultServer) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        run(["git", *who, *arguments], cwd=project, check=True)

    git("init", "--initial-branch=main")
    git("add", ".")
    git("commit", "-m", "start")
    result = links(project, "--changed-since", "main")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "0 addresses: none\n"
    page = project / "docs/index.md"
    page.write_text(page.read_text() + f"<{server.url('gone-410')}> <{server.url('server-error')}>")
    result = links(project, "--changed-since", "main", "--format", "github")
    assert result.exit_code == 1
    error, warning = sorted(result.stdout.splitlines())
    assert error.startswith("::error file=docs/index.md,line=6,")
    assert "link-broken" in error
    assert warning.startswith("::warning ")
    assert not (project / "links.ledger").exists()


def test_each_format_has_its_own_form(project: Path) -> None:
    assert len(json.loads(links(project, "--format", "json").stdout)) == 6
    log = json.loads(links(project, "--format", "sarif").stdout)
    assert len(log["runs"][0]["results"]) == 3
    suite = ET.fromstring(links(project, "--format", "junit").stdout)[0]
    assert (suite.get("tests"), suite.get("failures")) == ("6", "1")
    assert "::error file=docs/index.md,line=3," in links(project, "--format", "github").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--resources", "entries"], "there is no folder `entries`"),
        (["--changed-since", "nobody"], "is in no git repository"),
        (["--format", "xml"], "'xml' is not one of"),
        (["--lifetime", "-1"], "-1 is not in the range"),
    ],
)
def test_a_wrong_call_ends_with_2(project: Path, arguments: list[str], words: str) -> None:
    result = links(project, *arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


def test_a_broken_ledger_is_named_and_left_alone(project: Path) -> None:
    (project / "links.ledger").write_text("<<<<<<< HEAD\n")
    result = links(project)
    assert result.exit_code == 1
    assert "links.ledger: line 1: a merge was left half done" in result.stderr
    assert (project / "links.ledger").read_text() == "<<<<<<< HEAD\n"


def test_offline_nothing_is_held_against_anybody(project: Path) -> None:
    page = project / "docs/index.md"
    page.write_text("<http://127.0.0.1:1/a> <http://127.0.0.2:1/b>\n")
    (project / "resources/t/entry.yml").unlink()
    result = links(project)
    assert result.exit_code == 1
    assert "offline" in result.stderr
    assert not (project / "links.ledger").exists()


def test_what_is_gone_gets_its_archived_copy(server: FaultServer) -> None:
    address = server.url("missing")
    services = Services(archive=server.url("archive/"))
    session = Session({}, "", 7, Limits(pace=0), services, loopback=True)
    for day in ("2026-11-01", "2026-11-08", "2026-11-15"):
        session.today = day
        session.run([address])
    known = session.ledger[address]
    assert known.state == "gone"
    assert known.archive == server.url(f"archive/2000000/{address}")


def test_the_check_of_links_starts_light() -> None:
    program = (
        "import sys; from topicsite.cli import main; "
        "main(['links', '--root', sys.argv[1], '--loopback'], standalone_mode=False); "
        "heavy = {'pydantic', 'mkdocs', 'jinja2', 'asyncio', 'bs4', 'ssl'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    folder = VALID.parent / "topic-without-resources"
    done = run([sys.executable, "-c", program, folder], check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_faults_of_the_server_are_all_named_by_their_paths() -> None:
    assert all(name == name.lower() for name in BEHAVIOURS)
