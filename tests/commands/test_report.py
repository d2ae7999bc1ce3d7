"""`topicsite report`: the change in a learner's terms, from two commits."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from tests.children import git
from tests.hostile import ATTACKS
from topicsite.cli import main
from topicsite.links import report as links
from topicsite.links.ledger import record
from topicsite.links.states import failed
from topicsite.reading.load import load
from topicsite.writing.report import plain

CATALOGS = Path(__file__).parents[1] / "catalogs"


@pytest.fixture(params=[".", "below"])
def project(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A repository, or a folder in one, with a commit."""
    folder = tmp_path / str(request.param)
    shutil.copytree(CATALOGS / "valid/every-field", folder, dirs_exist_ok=True)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    return folder


def report(project: Path, base: str = "HEAD") -> Result:
    return CliRunner().invoke(main, ["report", base, "--root", str(project)])


def edit(project: Path, path: str, old: str, new: str) -> None:
    file = project / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_no_change_says_so(project: Path) -> None:
    assert report(project).stdout.endswith("Nothing that a learner would notice changes.\n")


def add(project: Path) -> None:
    text = (project / "resources/t/second.yml").read_text()
    (project / "resources/t/third.yml").write_text(text.replace("/other", "/third"))


def remove(project: Path) -> None:
    edit(
        project,
        "resources/t/topic.yml",
        "          - resource: second\n            why: It is next.\n",
        "",
    )
    (project / "resources/t/second.yml").unlink()


MORE = "claims:\n  - id: more\n    says: One *is* one.\n    not_tried: Why?\n"
CHANGES: list[tuple[Callable[[Path], object], list[str]]] = [
    (add, ["- **added** A good entry (`third`; Online tutorial, 15\u00a0min, introductory, free)"]),
    (remove, ["- **removed** A good entry (`second`;",
              "| The short way | 2 steps, 20\u00a0min | 1 step, 5\u00a0min |"]),
    (lambda p: edit(p, "resources/t/second.yml", "15 min", "45 min"),
     ["(`second`; Online tutorial, 45\u00a0min, introductory, free): `duration`",
      "| The short way | 2 steps, 20\u00a0min | 2 steps, 50\u00a0min |"]),
    (lambda p: edit(p, "resources/t/second.yml", "access: free", "access: paywalled"),
     ["- Step 2 of The short way, `second`, can no longer be taken for free"]),
    (lambda p: edit(p, "resources/t/second.yml", "duration: 15 min\nlevel: introductory\n", ""),
     ["- **changed** A good entry (`second`; Online tutorial, free): `duration`, `level`",
      "| The short way | 2 steps, 20\u00a0min | 2 steps, at least 5\u00a0min |"]),
    (lambda p: edit(p, "resources/t/entry.yml", "says: Two and two", "says: Three and two"),
     ["- changed: Three and two are four. (`entry/sum`, tried by `addition`)"]),
    (lambda p: edit(p, "resources/t/entry.yml", "claims:\n", MORE),
     [r"- new: One \*is\* one. (`entry/more`, not tried)"]),
    (lambda p: CliRunner().invoke(main, ["migrate", "entry", "better", "--root", str(p)]),
     ["- **renamed** from `entry`: A good entry (`better`;"]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "lines"), CHANGES)
def test_each_change_is_told(
    project: Path, change: Callable[[Path], object], lines: list[str]
) -> None:
    change(project)
    done = report(project)
    assert done.exit_code == 0, done.output
    for line in lines:
        assert line in done.stdout


def test_what_is_no_longer_known_to_be_free_may_still_be(project: Path) -> None:
    edit(project, "resources/t/second.yml", "access: free\n", "")
    done = report(project)
    assert "(`second`; Online tutorial, 15\u00a0min, introductory): `access`" in done.stdout
    assert "free" not in done.stdout


def test_a_phrase_without_anything_free_is_told(project: Path) -> None:
    for name in ("entry", "second"):
        edit(project, f"resources/t/{name}.yml", "access: free", "access: registration")
    assert "- Nothing that is free teaches chain rule any more" in report(project).stdout


def test_a_new_id_is_no_new_claim(project: Path) -> None:
    CliRunner().invoke(main, ["migrate", "entry", "better", "--root", str(project)])
    told = report(project).stdout
    assert "## Claims" not in told
    assert "removed" not in told
    assert "No longer free" not in told


def test_a_broken_entry_is_left_out_and_named(project: Path) -> None:
    edit(project, "resources/t/second.yml", "kind: online-tutorial", "kind: vido")
    done = report(project)
    assert done.exit_code == 0
    assert "left out, because of findings now: second" in done.stderr
    assert "1 of them unknown" in done.stdout


@pytest.mark.parametrize("base", ["nowhere", "--output=x", "HEAD:resources", ""])
def test_an_unknown_commit_is_said(project: Path, base: str) -> None:
    done = CliRunner().invoke(main, ["report", "--root", str(project), "--", base])
    assert done.exit_code == 2
    assert f"git knows no `{base}` here" in done.stderr


def test_a_folder_without_a_repository_is_no_crash(tmp_path: Path) -> None:
    shutil.copytree(CATALOGS / "valid/smallest", tmp_path, dirs_exist_ok=True)
    done = report(tmp_path)
    assert done.exit_code == 2
    assert "is in no git repository" in done.stderr


def test_without_git_that_is_what_is_said(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done = report(project)
    assert done.exit_code == 2
    assert "git is not installed" in done.stderr


def test_what_happened_elsewhere_is_no_change_of_this_branch(project: Path) -> None:
    git(project, "branch", "other")
    add(project)
    git(project, "add", "-A")
    git(project, "commit", "-qm", "ours")
    git(project, "checkout", "-q", "other")
    git(project, "commit", "-qm", "theirs", "--allow-empty")
    assert report(project, "@{-1}").stdout.endswith(
        "Nothing that a learner would notice changes.\n"
    )


@pytest.fixture
def linked(project: Path) -> Callable[[str], None]:
    """Write the ledger, of which the one that was committed knows one address."""
    address = "https://example.org/other"

    def write(text: str) -> None:
        (project / "links.ledger").write_text(text and f"{address} {text}\n")

    write("ok 2026-11-01")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "ledger")
    return write


@pytest.mark.parametrize(
    ("now", "line"),
    [
        ("ok 2026-11-20", ""),
        ("", ""),
        ("flaky 2026-11-20 opened=2026-11-01 strikes=2026-11-20 | 404",
         "- does not open: `https://example.org/other` (404), in `resources/t/second.yml`"),
        ("gone 2026-11-20 strikes=2026-11-10,2026-11-11,2026-11-20 archive=https://a.org/x | 410",
         "- gone: `https://example.org/other` (410), archived at `https://a.org/x`, in "),
        ("moved 2026-11-20 to=https://example.org/`x`<b> | 301",
         "- has moved for good: `https://example.org/other` to `https://example.org/%60x%60<b>`"),
        ("blocked 2026-11-20 | 403",
         "- turns programs away, so try it in a browser: `https://example.org/other` (403), in"),
    ],
)  # fmt: skip
def test_a_link_that_is_not_what_it_was_is_told(
    project: Path, linked: Callable[[str], None], now: str, line: str
) -> None:
    linked(now)
    told = report(project).stdout
    assert line in told
    assert ("## Links" in told) == bool(line)


def test_a_link_that_opens_again_is_told(project: Path, linked: Callable[[str], None]) -> None:
    linked("soft-404 2026-11-20 | redirects to the front page of example.org")
    git(project, "commit", "-qam", "lost")
    linked("ok 2026-11-21")
    assert "- opens again: `https://example.org/other`, in" in report(project).stdout


def test_what_was_asked_about_new_links_is_told(project: Path, tmp_path: Path) -> None:
    edit(project, "resources/t/second.yml", "https://example.org/other", "https://example.org/new")
    asked = tmp_path / "asked.json"
    result = links.Result(
        "https://example.org/new",
        [],
        record(None, failed("404", definite=True), "2026-11-20"),
        None,
    )
    asked.write_text(links.as_json([result]))
    arguments = ["report", "HEAD", "--root", str(project), "--links", str(asked)]
    told = CliRunner().invoke(main, arguments).stdout
    assert "- does not open: `https://example.org/new` (404), in `resources/t/second.yml`" in told
    for wrong in ("", "[1]", "[{}]", '{"a": 1}'):
        asked.write_text(wrong)
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 1
        assert "not what `topicsite links --format json` prints" in done.stderr


def test_a_broken_ledger_does_not_hide_the_rest(project: Path) -> None:
    add(project)
    (project / "links.ledger").write_text("nonsense\n")
    done = report(project)
    assert done.exit_code == 0
    assert "links.ledger was left out: line 1" in done.stderr
    assert "**added**" in done.stdout


@pytest.mark.parametrize("attack", [*ATTACKS, "| a | b |", "# x", "![x](y)", "@all"])
def test_titles_stay_text(attack: str) -> None:
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(f"- {plain(attack)}")
    for tag in ("<script", "<img", "<svg", "<a ", "<table", "<h1", "<em", "<strong"):
        assert tag not in html, html


def test_verdicts_that_turned_are_told(project: Path) -> None:
    ledger = project / "verdicts.ledger"
    line = "entry/CLAIM 2026-11-DAY VERDICT python-3.11 numpy-2.4\n"
    (claim, *_) = load(project).catalog.resources["entry"].model.claims
    line = line.replace("CLAIM", claim.id)
    first = line.replace("DAY", "01").replace("VERDICT", "reproduced")
    ledger.write_text(first)
    git(project, "add", "-A")
    git(project, "commit", "-qm", "verdicts")
    assert "turned" not in report(project).stdout
    ledger.write_text(first + line.replace("DAY", "08").replace("VERDICT", "differs"))
    said = report(project).stdout
    assert "## Verdicts that turned" in said
    assert f"- from reproduced to differs: {plain(claim.says)} (`entry/{claim.id}`, under " in said
