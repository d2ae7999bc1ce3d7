"""What GitHub runs for the repository: as few rights as can be, and commands that exist."""

from __future__ import annotations

import json
import os
import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from click import Context
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests import children
from topicsite.cli import main
from topicsite.links.ledger import Record, text_of
from topicsite.links.states import STATES, Seen
from topicsite.proving import history

PROJECT = Path(__file__).parents[1]


def read(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path)


OURS = PROJECT / ".github"
NEW_SITES = PROJECT / "code/topicsite/writing/start/every/github"
WORKFLOWS = [*sorted(OURS.glob("workflows/*.yml")), *sorted(NEW_SITES.glob("workflows/*.yml"))]
BOTH = pytest.mark.parametrize("folder", [OURS, NEW_SITES], ids=["ours", "new-sites"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: str(path.relative_to(PROJECT)))
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


@BOTH
def test_only_named_jobs_may_write(folder: Path) -> None:
    writing = {
        (path.name, name): {k for k, v in job.get("permissions", {}).items() if v == "write"}
        for path in folder.glob("workflows/*.yml")
        for name, job in read(path)["jobs"].items()
    }
    release = {("release.yml", "attach"): {"contents"}} if folder == OURS else {}
    assert {place: what for place, what in writing.items() if what} == release | {
        ("publish.yml", "deploy"): {"pages", "id-token"},
        ("propose.yml", "propose"): {"issues"},
        ("links.yml", "keep"): {"contents"},
        **({("verdicts.yml", "keep"): {"contents"}} if folder == OURS else {}),
    }


def keep(folder: Path, workflow: str = "links") -> list[Any]:
    """The steps of the job that may write to the repository."""
    steps: list[Any] = read(folder / f"workflows/{workflow}.yml")["jobs"]["keep"]["steps"]
    return steps


@pytest.mark.parametrize(
    ("folder", "workflow", "more"),
    [
        (OURS, "links", {"cp"}),
        (NEW_SITES, "links", {"cp"}),
        (OURS, "verdicts", {"touch", "for", "file=\"$FOUND/verdicts-$name/verdicts.ledger\""}
         | {"cat", "LC_ALL=C", "done"}),
    ],
)  # fmt: skip
def test_a_job_that_may_write_to_the_repository_runs_nothing_of_ours(
    folder: Path, workflow: str, more: set[str]
) -> None:
    steps = keep(folder, workflow)
    assert [step["uses"].partition("@")[0] for step in steps if "uses" in step] == [
        "actions/checkout",
        "actions/download-artifact",
    ]
    script = "".join(step["run"] for step in steps if "run" in step).replace("\\\n", " ")
    words = {line.split()[0] for line in script.splitlines()}
    assert words == {"test", "if", "then", "echo", "exit", "fi", "git"} | more


@BOTH
def test_an_artifact_is_never_put_into_a_checkout_where_git_may_write(folder: Path) -> None:
    for path in folder.glob("workflows/*.yml"):
        for job in read(path)["jobs"].values():
            for step in job["steps"]:
                if "download-artifact" in step.get("uses", ""):
                    assert step["with"]["path"].startswith("${{ runner.temp }}/"), path.name


LEDGER = "https://example.org/a ok 2026-11-24\n"


class Repository:
    """A repository with a folder in the place of the host, and what the job does with it."""

    def __init__(self, folder: Path, at: Path, workflow: str = "links") -> None:
        self.steps, self.here, self.there = keep(folder, workflow), at / "here", at / "there"
        self.artifact = at / "temp" / ("ledger" if workflow == "links" else workflow)
        self.artifact.mkdir(parents=True)
        children.run(
            ["git", "init", "--quiet", "--bare", "-b", "main", str(self.there)], check=True
        )
        children.run(["git", "init", "--quiet", "-b", "main", str(self.here)], check=True)

    def keep(self) -> bool:
        """Run the job; whether all of it went well."""
        host = "https://x-access-token:$TOKEN@github.com/$REPOSITORY.git"
        for step in (step for step in self.steps if "run" in step):
            said = {
                name: str(value).replace("${{ runner.temp }}", str(self.artifact.parent))
                for name, value in step.get("env", {}).items()
            }
            script = step["run"].replace(host, str(self.there))
            # As GitHub runs it.
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
            temporary = str(self.artifact.parent)
            own = {"BRANCH": "main", "HOME": temporary, "RUNNER_TEMP": temporary}
            known = {**os.environ, **said, **own}
            if children.run(command, cwd=self.here, env=known).returncode:
                return False
        return True

    def commits(self) -> int:
        command = ["git", "--git-dir", str(self.there), "rev-list", "--count", "--all"]
        return int(children.run(command, check=True).stdout)


@BOTH
def test_the_ledger_is_committed_only_if_it_says_something_new(
    tmp_path: Path, folder: Path
) -> None:
    repository = Repository(folder, tmp_path)
    seen = []
    for text in (LEDGER, LEDGER, LEDGER.replace("24", "25")):
        (repository.artifact / "links.ledger").write_text(text)
        assert repository.keep()
        seen.append(repository.commits())
    assert seen == [1, 1, 2]
    assert (repository.here / "links.ledger").read_text() == text


def other_file(artifact: Path) -> None:
    (artifact / "links.ledger").unlink()
    (artifact / "other").write_text(LEDGER)


def link(artifact: Path) -> None:
    (artifact / "links.ledger").unlink()
    (artifact / "links.ledger").symlink_to("/etc/hostname")


def directory(artifact: Path) -> None:
    (artifact / "links.ledger").unlink()
    (artifact / "links.ledger").mkdir()


def holding(raw: bytes) -> Callable[[Path], object]:
    return lambda artifact: (artifact / "links.ledger").write_bytes(LEDGER.encode() + raw)


@BOTH
@pytest.mark.parametrize(
    "spoil",
    [
        other_file, link, directory, holding(b"not a ledger\n"), holding(b"\x00"),
        holding(b"# \x1b[31m\n"), holding(b"# \xff\n"), holding(b"<<<<<<< ours\n"),
        holding(b"https://a/ ok 2026-11-24 | ::error::\x07\n"),
        holding(b"javascript:x ok 2026-11-24\n"),
        holding(b"https://a/ fine 2026-11-24\n"), holding(b"https://a/ ok today\n"),
        holding(b"https://a/ ok 2026-11-24 with=x\n"), holding(LEDGER.encode() * 250_000),
    ],
)  # fmt: skip
def test_what_is_no_ledger_is_not_kept(
    tmp_path: Path, folder: Path, spoil: Callable[[Path], object]
) -> None:
    repository = Repository(folder, tmp_path)
    (repository.artifact / "links.ledger").write_text(LEDGER)
    spoil(repository.artifact)
    assert not repository.keep()
    assert not (repository.here / "links.ledger").exists()
    assert repository.commits() == 0


@BOTH
def test_nothing_else_of_an_artifact_reaches_the_checkout(tmp_path: Path, folder: Path) -> None:
    repository = Repository(folder, tmp_path)
    ran = tmp_path / "ran"
    (repository.artifact / "links.ledger").write_text(LEDGER)
    (repository.artifact / ".git/hooks").mkdir(parents=True)
    hook = repository.artifact / ".git/hooks/pre-commit"
    hook.write_text(f"#!/bin/sh\ntouch {ran}\n")
    hook.chmod(0o755)
    (repository.artifact / ".git/config").write_text(f"[core]\n\tfsmonitor = touch {ran}\n")
    (repository.artifact / ".gitattributes").write_text("* filter=x\n")
    (repository.artifact / "links.ledger").chmod(0o777)
    assert repository.keep()
    assert not ran.exists()
    files = ["git", "--git-dir", str(repository.there), "ls-tree", "-r", "main"]
    (line,) = children.run(files, check=True).stdout.splitlines()
    assert line.split()[0] == "100644"
    assert line.endswith("\tlinks.ledger")


SEEN = "paper/sum 2026-11-24 reproduced python-3.11 numpy-2.4\n"


class Verdicts(Repository):
    """The repository whose job keeps verdicts."""

    def __init__(self, at: Path) -> None:
        super().__init__(OURS, at, "verdicts")

    def says(self, runtime: str, text: str) -> Path:
        """The artifact of the job of one runtime."""
        folder = self.artifact / f"verdicts-{runtime}"
        folder.mkdir(exist_ok=True)
        file = folder / "verdicts.ledger"
        file.write_text(text)
        return file


def test_verdicts_of_all_runtimes_are_joined_as_a_run_would_write_them(tmp_path: Path) -> None:
    repository = Verdicts(tmp_path)
    other = SEEN.replace("numpy-2.4", "numpy-2.0 pyodide-0.27.8")
    repository.says("oldest", history.HEADER + SEEN)
    repository.says("page", history.HEADER + other)
    assert repository.keep()
    kept = (repository.here / "verdicts.ledger").read_text()
    assert kept == history.text_of(history.parse(SEEN + other))
    assert repository.keep()
    assert repository.commits() == 1


@pytest.mark.parametrize(
    "more",
    ["paper/sum\n", SEEN.replace("reproduced", "fine"), SEEN.replace("paper", "../paper"),
     SEEN.replace("2.4", "2.4;x"), "# \x1b[31m\n", SEEN * 250_000],
)  # fmt: skip
def test_what_is_no_history_is_not_kept(tmp_path: Path, more: str) -> None:
    repository = Verdicts(tmp_path)
    repository.says("newest", SEEN + more)
    assert not repository.keep()
    assert repository.commits() == 0


def test_a_link_is_no_history(tmp_path: Path) -> None:
    repository = Verdicts(tmp_path)
    file = repository.says("page", SEEN)
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    assert not repository.keep()


def test_nothing_is_kept_of_runs_that_said_nothing(tmp_path: Path) -> None:
    assert not Verdicts(tmp_path).keep()


ADDRESS = st.text("abc:/?#=é-._~%", max_size=20).map("https://example.org/{}".format)
DAY = st.dates().map(str)
RECORD = st.builds(
    Record,
    st.sampled_from(get_args(Seen)),
    DAY,
    DAY | st.just(""),
    st.lists(DAY, max_size=3).map(tuple),
    ADDRESS | st.just(""),
    ADDRESS | st.just(""),
    st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" ")).map(
        lambda text: " ".join(text.split())
    ),
)


@BOTH
def test_every_ledger_is_kept(tmp_path: Path, folder: Path) -> None:
    (pattern,) = [step for step in keep(folder) if "FOUND" in step.get("env", {})]
    assert pattern["env"]["STATE"].split("|") == sorted(STATES, key=pattern["env"]["STATE"].index)
    found = tmp_path / "found"
    grep = pattern["run"].partition("if ")[2].partition("then")[0]
    ledgers: list[dict[str, Record]] = []

    @settings(max_examples=200, deadline=None)
    @given(st.dictionaries(ADDRESS, RECORD, min_size=1, max_size=20))
    def collect(ledger: dict[str, Record]) -> None:
        ledgers.append(ledger)

    collect()
    found.write_text("\n".join(map(text_of, ledgers)))
    done = children.run(
        ["bash", "-c", grep.replace("grep -avqE", "grep -avE")],
        env={**os.environ, **pattern["env"], "FOUND": str(found)},
    )
    assert (done.returncode, done.stdout) == (1, "")


@BOTH
def test_the_text_of_an_issue_is_a_file_and_never_a_part_of_a_script(
    tmp_path: Path, folder: Path
) -> None:
    steps = read(folder / "workflows/propose.yml")["jobs"]["propose"]["steps"]
    (script,) = [step["run"] for step in steps if step.get("name") == "Make the file"]
    assert "issue.body }}" not in (folder / "workflows/propose.yml").read_text()
    if shutil.which("jq") is None:
        pytest.skip("jq is not here")
    program = tmp_path / ".venv/bin/topicsite"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\ncat > told\n")
    program.chmod(0o755)
    event = tmp_path / "event.json"
    for text in ("$(touch ran) `touch ran`\n", "中" * 65_536, ""):
        event.write_text(json.dumps({"issue": {"body": text or None}}))
        known = {**os.environ, "GITHUB_EVENT_PATH": str(event)}
        children.run(["bash", "-e", "-c", script], cwd=tmp_path, env=known, check=True)
        assert (tmp_path / "told").read_text(encoding="utf-8") == text
    assert not (tmp_path / "ran").exists()


def test_newer_versions_are_proposed_wherever_something_is_pinned() -> None:
    """Each place of Python's or npm's packages, and the actions."""
    watched = {
        (update["package-ecosystem"], update["directory"])
        for update in read(OURS / "dependabot.yml")["updates"]
    }
    tracked = children.run(["git", "ls-files"], cwd=PROJECT, check=True).stdout.splitlines()
    needed = {("github-actions", "/"), ("pip", "/"), ("pip", "/constraints")}
    for path in tracked:
        folder, _, name = path.rpartition("/")
        if name == "package.json":
            needed.add(("npm", f"/{folder}"))
    assert watched == needed
    new = read(NEW_SITES / "dependabot.yml")["updates"]
    assert {(update["package-ecosystem"], update["directory"]) for update in new} == {
        ("github-actions", "/"),
        ("pip", "/"),
    }


@pytest.mark.parametrize(
    ("repository", "address", "site"),
    [
        ("ada/sorting", "", "https://ada.github.io/sorting/"),
        ("ada/ada.github.io", "", "https://ada.github.io/"),
        ("ada/sorting", "https://learn.example.org/", "https://learn.example.org/"),
    ],
)
@BOTH
def test_the_site_is_built_for_the_address_where_it_will_stand(
    tmp_path: Path, folder: Path, repository: str, address: str, site: str
) -> None:
    steps = read(folder / "workflows/publish.yml")["jobs"]["build"]["steps"]
    (script,) = [step["run"] for step in steps if step.get("name") == "Build"]
    told = tmp_path / "told"
    for program in (".venv/bin/mkdocs", "bin/make"):
        (tmp_path / program).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / program).write_text(f'#!/bin/sh\nprintf %s "$SITE_URL" > {told}\n')
        (tmp_path / program).chmod(0o755)
    settings = f'site_url: !ENV [SITE_URL, "{address}"]\n'
    (tmp_path / "mkdocs.yml").write_text("site_name: X\n" + settings)
    known = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "OWNER": "ada",
        "REPOSITORY": repository,
        # Our own project takes it from a variable of the repository.
        "ADDRESS": address,
    }
    children.run(["bash", "-e", "-c", script], cwd=tmp_path, env=known, check=True)
    # What mkdocs.yml says itself needs no variable.
    assert told.read_text() == ("" if folder == NEW_SITES and address else site)


def test_faults_of_security_have_a_way_in() -> None:
    text = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
    assert "Report a vulnerability" in text
    assert "](SECURITY.md)" in (PROJECT / "README.md").read_text(encoding="utf-8")


def test_every_python_that_is_promised_is_tried() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    begins = "Programming Language :: Python :: 3."
    promised = {
        f"3.{kind.removeprefix(begins)}" for kind in project["classifiers"] if begins in kind
    }
    jobs = read(OURS / "workflows/check.yml")["jobs"]
    oldest = [step.get("with", {}).get("python-version") for step in jobs["check"]["steps"]]
    tried = {version for version in oldest if version}
    assert tried | set(jobs["pythons"]["strategy"]["matrix"]["python"]) == promised
    assert {f">={version}" for version in tried} == {project["requires-python"]}


def test_workflows_call_commands_that_exist() -> None:
    for path in WORKFLOWS:
        for command in re.findall(r"\.venv/bin/topicsite (\w+)", path.read_text(encoding="utf-8")):
            assert command in main.list_commands(Context(main)), path.name
