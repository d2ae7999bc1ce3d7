"""What GitHub runs for the repository: as few rights as can be, and commands that exist."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from click import Context
from ruamel.yaml import YAML

from tests import children
from topicsite.cli import main

PROJECT = Path(__file__).parents[1]


def read(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path)


WORKFLOWS = sorted((PROJECT / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_may_do_little_and_are_pinned(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow = read(path)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    assert "pull_request_target" not in text
    assert "secrets." not in text
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"]
        for step in job["steps"]:
            if uses := step.get("uses"):
                assert re.search(r"@[0-9a-f]{40}\Z", uses), uses
            if "actions/checkout@" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
            assert "${{" not in step.get("run", ""), "an expression in a script can be injected"


def test_only_named_jobs_may_write() -> None:
    writing = {
        (path.name, name): {k for k, v in job.get("permissions", {}).items() if v == "write"}
        for path in WORKFLOWS
        for name, job in read(path)["jobs"].items()
    }
    assert {place: what for place, what in writing.items() if what} == {
        ("publish.yml", "deploy"): {"pages", "id-token"},
        ("propose.yml", "propose"): {"issues"},
        ("links.yml", "keep"): {"contents"},
    }


def test_a_job_that_may_write_to_the_repository_runs_git_alone() -> None:
    steps = read(PROJECT / ".github/workflows/links.yml")["jobs"]["keep"]["steps"]
    assert [step["uses"].partition("@")[0] for step in steps if "uses" in step] == [
        "actions/checkout",
        "actions/download-artifact",
    ]
    (script,) = [step["run"] for step in steps if "run" in step]
    assert {line.split()[0] for line in script.replace("\\\n", " ").splitlines()} == {"git"}


def test_the_ledger_is_committed_only_if_it_says_something_new(tmp_path: Path) -> None:
    """The script of the job, in a repository of its own with a folder in the place of the host."""
    script = read(PROJECT / ".github/workflows/links.yml")["jobs"]["keep"]["steps"][-1]["run"]
    here, there = tmp_path / "here", tmp_path / "there"
    script = script.replace("https://x-access-token:$TOKEN@github.com/$REPOSITORY.git", str(there))

    def git(*arguments: str) -> str:
        done = children.run(["git", "-C", str(here), *arguments], check=True)
        return done.stdout

    def keep(text: str) -> int:
        (here / "links.ledger").write_text(text)
        children.run(
            ["bash", "-e", "-c", script], cwd=here, check=True, env={**os.environ, "BRANCH": "main"}
        )
        return int(git("--git-dir", str(there), "rev-list", "--count", "main"))

    children.run(["git", "init", "--quiet", "--bare", "-b", "main", str(there)], check=True)
    children.run(["git", "init", "--quiet", "-b", "main", str(here)], check=True)
    assert [keep("a"), keep("a"), keep("b")] == [1, 1, 2]


def test_workflows_call_commands_that_exist() -> None:
    for path in WORKFLOWS:
        for command in re.findall(r"\.venv/bin/topicsite (\w+)", path.read_text(encoding="utf-8")):
            assert command in {*main.list_commands(Context(main)), "links"}, path.name
