"""`topicsite report`: the change in a learner's terms, from two commits."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from tests.hostile import ATTACKS
from topicsite.cli import main
from topicsite.report import plain

CATALOGS = Path(__file__).parent / "catalogs"


def git(project: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(
        ["git", "-C", str(project), *identity, *arguments], check=True, capture_output=True
    )


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
    assert "git knows no commit" in done.stderr


def test_a_folder_without_a_repository_is_no_crash(tmp_path: Path) -> None:
    shutil.copytree(CATALOGS / "valid/smallest", tmp_path, dirs_exist_ok=True)
    assert "git knows no commit" in report(tmp_path).stderr


@pytest.mark.parametrize("attack", [*ATTACKS, "| a | b |", "# x", "![x](y)", "@all"])
def test_titles_stay_text(attack: str) -> None:
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(f"- {plain(attack)}")
    for tag in ("<script", "<img", "<svg", "<a ", "<table", "<h1", "<em", "<strong"):
        assert tag not in html, html
