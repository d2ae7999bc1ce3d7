"""The research object of a topic: read, judged and run by others than those who made it."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import os
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests import children
from tests.built.projects import PROJECT
from tests.unavailable import unavailable
from topicsite.opendata.crates import DESCRIPTION, files
from topicsite.project.packages import beside
from topicsite.proving.claims import Outcome
from topicsite.reading.load import load
from topicsite.render.site import Site

PLACE = "backpropagation/backpropagation.crate.zip"
PROFILES = ("ro-crate-1.1", "process-run-crate-0.5")
LEFT_OUT = ("have an endTime", "id SHOULD be an absolute URI")
"""What is recommended and not done: bytes do not depend on the time of the run, and programs are
called by their files."""
CHEAP = "mazur-numbers"


@pytest.fixture(scope="module")
def folder(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the project's own topic, unpacked."""
    into = tmp_path_factory.mktemp("crate")
    with zipfile.ZipFile(site / PLACE) as archive:
        assert archive.testzip() is None
        archive.extractall(into)
    return into


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for a site that knows where it is, and of which nothing has been run."""
    catalog = load(PROJECT).catalog
    paths = [entry.path for entry in catalog.resources.values()]
    paths += [entry.path for entry in catalog.examples.values()]
    site = Site(
        catalog,
        name="Backpropagation",
        base="https://example.org/site/",
        updated=dict.fromkeys(paths, datetime.date(2026, 1, 1)),
        outcomes={
            name: Outcome(claim.says, "4", "reproduced")
            for name, claim in catalog.claims()
            if claim.shown_by
        },
    )
    [archive] = files(site, PROJECT, beside(PROJECT / "code/examples")).values()
    into = tmp_path_factory.mktemp("published")
    zipfile.ZipFile(io.BytesIO(archive)).extractall(into)
    return into


@pytest.fixture(scope="module")
def graph(folder: Path) -> dict[str, dict[str, Any]]:
    """What the description says, by name."""
    described = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    return {node["@id"]: node for node in described["@graph"]}


QUIET = pytest.mark.filterwarnings("ignore::DeprecationWarning")
"""The validator uses what is deprecated in its own dependencies."""


def problems(folder: Path, profiles: Sequence[str] = PROFILES) -> list[str]:
    """What the validator of the RO-Crate community says, down to what is recommended."""
    try:
        import requests
        import rocrate
        from rocrate_validator import models, services
        from rocrate_validator.utils.http import HttpRequester
    except ImportError:
        unavailable("RO-Crate's validator", "install it with: pip install roc-validator rocrate")
    # The context that it would fetch comes with another package.
    context = Path(rocrate.__file__).parent / "data/ro-crate.jsonld"
    answer = requests.Response()
    answer.status_code = 200
    answer.headers["Content-Type"] = "application/ld+json"
    answer._content = context.read_bytes()
    found = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(HttpRequester, "get", lambda *_, **__: answer, raising=False)
        for profile in profiles:
            settings = services.ValidationSettings(
                rocrate_uri=str(folder),
                profile_identifier=profile,
                requirement_severity=models.Severity.RECOMMENDED,
                offline=True,
            )
            issues = services.validate(settings).get_issues()
            found += [f"{issue.message} ({issue.violatingEntity})" for issue in issues]
    return found


@QUIET
def test_the_validator_finds_nothing(published: Path) -> None:
    found = problems(published)
    assert [problem for problem in found if not any(said in problem for said in LEFT_OUT)] == []


@QUIET
def test_the_validator_finds_what_is_missing(published: Path, tmp_path: Path) -> None:
    described = json.loads((published / DESCRIPTION).read_text(encoding="utf-8"))
    [root] = [node for node in described["@graph"] if node["@id"] == "./"]
    del root["license"], root["datePublished"]
    (tmp_path / DESCRIPTION).write_text(json.dumps(described))
    found = problems(tmp_path, PROFILES[:1])
    assert any("license" in problem for problem in found)
    assert any("datePublished" in problem for problem in found)


def test_every_file_is_described_as_it_is(folder: Path, graph: dict[str, dict[str, Any]]) -> None:
    there = {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != DESCRIPTION
    }
    assert {part["@id"] for part in graph["./"]["hasPart"]} == there.keys()
    for name, content in there.items():
        assert graph[name]["contentSize"] == str(len(content))
        assert graph[name]["sha256"] == hashlib.sha256(content).hexdigest()


def test_every_claim_of_the_entries_is_there_with_its_verdict(
    folder: Path, graph: dict[str, dict[str, Any]]
) -> None:
    verdicts = json.loads((folder / "outcomes/verdicts.json").read_text(encoding="utf-8"))
    claims = [node for node in graph.values() if node["@type"] == "Claim"]
    reviews = [node for node in graph.values() if node["@type"] == "ClaimReview"]
    assert len(claims) == len(verdicts) > 70
    assert len(reviews) == sum(one["verdict"] != "not tried" for one in verdicts)
    for one in verdicts:
        rating = graph.get(f"#claim_{one['claim'].replace('/', '_')}_rating", {})
        assert rating.get("ratingValue", "not tried") == one["verdict"]


def rows(printed: str) -> list[list[str]]:
    """The lines of an output in words; of tables the rules between head and body are left out."""
    lines = [line.split() for line in printed.splitlines()]
    return [words for words in lines if words and set("".join(words)) - set("|:-")]


def test_unpacked_it_runs_and_prints_the_same(folder: Path) -> None:
    """Without this project: what it imports comes from the archive."""
    program = folder / "code/examples" / f"{CHEAP}.py"
    where = "import topicsite, backprop; print(topicsite.__file__, backprop.__file__)"
    given = {**os.environ, "PYTHONPATH": str(folder / "code"), "MPLBACKEND": "agg"}
    given |= {"PYTHONDONTWRITEBYTECODE": "1"}
    for command in (["-c", where], [str(program)]):
        done = children.run([sys.executable, *command], cwd=folder, env=given, limit=120)
        assert done.returncode == 0, done.stderr
        if command[0] == "-c":
            assert done.stdout.count(str(folder)) == 2
    kept = (folder / f"outcomes/{CHEAP}.txt").read_text()
    assert rows(done.stdout) == rows(kept)
    assert len(rows(kept)) > 20


def test_it_names_all_that_the_programs_need(folder: Path) -> None:
    needed = (folder / "requirements.txt").read_text().splitlines()
    assert [line.partition("==")[0] for line in needed] == ["matplotlib", "numpy"]
    packages = {path.name for path in beside(PROJECT / "code/examples")}
    assert packages == {path.name for path in (folder / "code").iterdir()} - {
        "examples",
        "topicsite",
    }
