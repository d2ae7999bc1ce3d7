"""What other repositories use of this one: the action, and the hooks of pre-commit."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from pathlib import Path

import pytest

from tests import children
from tests.built.projects import PROJECT, small_project
from tests.test_workflows import read

ACTION = read(PROJECT / "action.yml")
HOOKS = PROJECT / ".pre-commit-hooks.yaml"
COMMANDS = Path(sys.executable).parent
BAD = "title: A good entry\nkind: vido\nurl: https://example.org/v\n"


@pytest.fixture(scope="module")
def action(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A runner's folder for temporary files in which the action has installed itself, offline."""
    temp = tmp_path_factory.mktemp("runner")
    (install,) = (step for step in steps() if step.get("name") == "Install topicsite")
    children.run(
        ["bash", "-e", "-o", "pipefail", "-c", str(install["run"])],
        check=True, limit=120,
        env={
            **os.environ,
            "PYTHON": sys.executable,
            "SOURCE": str(PROJECT),
            "RUNNER_TEMP": str(temp),
            # What it needs is here already, and nobody is asked for it.
            "PYTHONPATH": sysconfig.get_path("purelib"),
            "PIP_NO_DEPS": "1",
            "PIP_NO_INDEX": "1",
            "PIP_NO_BUILD_ISOLATION": "0",
        },
    )  # fmt: skip
    return temp


def steps() -> list[dict[str, object]]:
    found: list[dict[str, object]] = ACTION["runs"]["steps"]
    return found


def check(temp: Path, workspace: Path, **inputs: str) -> tuple[int, str]:
    """Run the step of the action that checks, with its defaults but for some inputs."""
    (step,) = (step for step in steps() if step.get("name") == "Check the entries")
    given = {name: one["default"] for name, one in ACTION["inputs"].items()} | inputs
    values = {
        name: given[re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)[1]]  # type: ignore[index]
        for name, value in step["env"].items()  # type: ignore[attr-defined]
    }
    done = children.run(
        ["bash", "-e", "-o", "pipefail", "-c", str(step["run"])],
        cwd=workspace,
        env={
            **{name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ},
            **values,
            "RUNNER_TEMP": str(temp),
            "PYTHONPATH": sysconfig.get_path("purelib"),
        },
    )
    return done.returncode, done.stdout


def test_the_action_notes_what_is_wrong_where_it_stands(action: Path, tmp_path: Path) -> None:
    small_project(tmp_path / "project")
    children.git(tmp_path, "init", "--quiet")
    assert check(action, tmp_path, root="project") == (0, "")
    children.git(tmp_path, "add", ".")
    children.git(tmp_path, "commit", "--quiet", "-m", "all is well")
    (tmp_path / "project/resources/t/bad.yml").write_text(BAD)
    code, said = check(action, tmp_path, root="project")
    assert code == 1
    assert re.match(r"::error file=project/resources/t/bad\.yml,line=2,[^:]*col=7,", said)
    code, said = check(action, tmp_path, root="project", **{"changed-since": "HEAD"})
    assert code == 1
    assert said.count("::error ") == 1
    assert check(action, tmp_path, root="$(touch x); echo")[0] == 2
    assert not (tmp_path / "x").exists()


def test_the_action_is_pinned_and_puts_no_expression_into_a_script() -> None:
    for step in steps():
        assert "${{" not in str(step.get("run", ""))
        if uses := step.get("uses"):
            assert re.search(r"@[0-9a-f]{40}\Z", str(uses))
        else:
            assert step["shell"] == "bash"


def test_pre_commit_runs_the_hooks(tmp_path: Path) -> None:
    manifest = [str(COMMANDS / "pre-commit"), "validate-manifest", str(HOOKS)]
    assert children.run(manifest).returncode == 0
    # A hook in Python is installed from an index; as a command of the system it asks nobody.
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    text = HOOKS.read_text().replace("language: python", "language: system")
    (hooks / HOOKS.name).write_text(text)
    project = small_project(tmp_path / "project")
    for repository in (hooks, project):
        children.git(repository, "init", "--quiet")
        children.git(repository, "add", ".")
        children.git(repository, "commit", "--quiet", "-m", "one")

    def tried(hook: str) -> tuple[int, str]:
        command = [str(COMMANDS / "pre-commit"), "try-repo", str(hooks), hook, "--verbose"]
        path = f"{COMMANDS}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "PRE_COMMIT_HOME": str(tmp_path / "home")}
        done = children.run(command, cwd=project, env=environment, limit=120)
        return done.returncode, done.stdout

    assert "(no files to check)Skipped" in tried("topicsite-check")[1]
    bad = project / "resources/t/bad.yml"
    bad.write_text(BAD)
    children.git(project, "add", ".")
    code, said = tried("topicsite-check")
    assert code == 1
    assert "resources/t/bad.yml:2:7: error[unknown-value]" in said
    bad.write_text("url: https://example.org/v\nkind: video\ntitle: A good entry\n")
    children.git(project, "add", ".")
    assert tried("topicsite-check")[0] == 0
    assert tried("topicsite-fmt")[0] == 1, "a hook that changes a file fails"
    assert bad.read_text().startswith("title: A good entry\nkind: video\n")
    children.git(project, "add", ".")
    assert tried("topicsite-fmt")[0] == 0
