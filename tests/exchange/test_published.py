"""What a site publishes comes back as it was: the same bytes, or a note on what did not."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.hostile import write_project
from tests.libraries import write_library
from tests.opendata.sites import CATALOGS, NAMES
from topicsite.cli import main
from topicsite.exchange import formats, published
from topicsite.model.catalog import Catalog
from topicsite.opendata import api
from topicsite.opendata.written import file_of
from topicsite.reading.load import load
from topicsite.render.site import Site


def exported(project: Path) -> bytes:
    """What a site of the project publishes, without what lies beside it."""
    catalog = replace(load(project).catalog, glossaries={}, questions={})
    return api.everything(Site(catalog, name="A site", base="https://learn.example/"))


def run(project: Path, data: bytes, *options: str) -> Result:
    file = project.parent / "all.json"
    file.write_bytes(data)
    command = ["import", "--root", str(project), str(file), *options]
    return CliRunner().invoke(main, command)


def empty(folder: Path, programs: Path | None = None) -> Path:
    """A project with nothing but an empty folder, and the programs of another."""
    (folder / "resources").mkdir(parents=True)
    if programs is not None and (programs / "code").exists():
        shutil.copytree(programs / "code", folder / "code")
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_what_was_published_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    before = exported(CATALOGS / name)
    project = empty(tmp_path / "project", CATALOGS / name)
    if name == "own-words":  # whose programs have levels that only its settings know
        shutil.copy(CATALOGS / name / "resources/site.yml", project / "resources/site.yml")
    done = run(project, before)
    assert done.exit_code == 0, done.output
    assert exported(project) == before
    again = run(project, before)
    assert again.exit_code == 0, again.output
    assert "0 new" in again.output
    assert "kept" not in again.output


def test_settings_come_back_with_the_entries(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    shutil.copytree(CATALOGS / "own-words", origin)
    shutil.rmtree(origin / "code")
    entry = origin / "resources/scales/czerny-823.yml"
    tried = entry.read_text().replace("shown_by: beats", "not_tried: There is no piano here.")
    entry.write_text(tried)
    before = exported(origin)
    project = empty(tmp_path / "project")
    done = run(project, before)
    assert done.exit_code == 0, done.output
    assert exported(project) == before
    assert load(project).catalog.site.fields


def test_attacks_come_back_as_the_texts_that_they_are(tmp_path: Path) -> None:
    write_project(tmp_path / "origin")
    before = exported(tmp_path / "origin")
    project = empty(tmp_path / "project", tmp_path / "origin")
    done = run(project, before)
    assert done.exit_code == 0, done.output
    assert exported(project) == before


def test_what_names_a_program_that_is_not_there_is_left_away_and_told(tmp_path: Path) -> None:
    origin = CATALOGS / "paths-of-bare-ids"
    before = json.loads(exported(origin))
    project = empty(tmp_path / "project")
    done = run(project, file_of(before), "--format", "json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0, done.output
    reasons = [note["reason"] for note in told["notes"]]
    assert any("the project does not have the program" in reason for reason in reasons)
    after = json.loads(exported(project))
    assert {one["id"] for one in after["resources"]} == {one["id"] for one in before["resources"]}
    assert after["examples"] == []
    assert '"example"' not in json.dumps(after["topics"])
    # With the programs there, the rest of it comes back too.
    whole = empty(tmp_path / "whole", origin)
    assert run(whole, file_of(before)).exit_code == 0
    assert json.loads(exported(whole)) == before


def test_what_is_there_stays_and_what_names_it_finds_it(tmp_path: Path) -> None:
    data = json.loads(exported(CATALOGS / "every-field"))
    project = empty(tmp_path / "project", CATALOGS / "every-field")
    other = project / "resources/mine"
    other.mkdir()
    (other / "topic.yml").write_text(
        "title: Mine\nsummary: A topic that was there before, and stays as it is.\nkeywords: [a]\n"
    )
    entry = (CATALOGS / "every-field/resources/t/entry.yml").read_text()
    mine = entry.replace("A good entry", "My name for it").replace("formerly: [an-old-entry]\n", "")
    (other / "my-entry.yml").write_text(mine)
    done = run(project, file_of(data))
    assert done.exit_code == 0, done.output
    assert (other / "my-entry.yml").read_text() == mine
    catalog = load(project).catalog
    assert "entry" not in catalog.resources
    assert catalog.resources["second"].model.prerequisites == ("my-entry", "u")
    [path] = catalog.topics["t"].model.paths
    assert [step.subject for step in path.steps] == ["my-entry", "second"]


def test_an_update_follows_the_source(tmp_path: Path) -> None:
    data = json.loads(exported(CATALOGS / "smallest"))
    project = empty(tmp_path / "project", CATALOGS / "smallest")
    assert run(project, file_of(data)).exit_code == 0
    data["resources"][0]["entry"]["title"] = "A new title"
    done = run(project, file_of(data), "--update")
    assert done.exit_code == 0, done.output
    assert json.loads(exported(project)) == data
    data["topics"][0]["entry"]["title"] = "Another topic"
    done = run(project, file_of(data), "--update")
    assert "what the project says of it stays as it is" in done.output


def test_one_bad_entry_spoils_one_note(tmp_path: Path) -> None:
    write_library(tmp_path / "origin", 2)
    data = json.loads(exported(tmp_path / "origin"))
    data["resources"][1]["entry"]["title"] = "x" * 10_000
    project = empty(tmp_path / "project")
    done = run(project, file_of(data))
    assert done.exit_code == 1
    assert "no entry may say so" in done.output
    there = [*load(project).catalog.resources]
    assert there == [data["resources"][number]["id"] for number in (0, 2, 3)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"version": "2.0", "topics": [], "resources": []}, "its version is 2.0"),
        ({"version": "1.0", "type": "tag", "items": []}, "import `all.json`"),
        ({"version": "1.0", "topics": [{"id": "../x", "entry": {}}], "resources": []}, "has no id"),
        ({"version": "1.0", "topics": [{"id": "x"}], "resources": []}, "has no `entry`"),
        ({"version": "1.0", "topics": [{"id": "con", "entry": {}}], "resources": []}, "is taken"),
        ({"version": "1.0", "topics": [{"id": "tags", "entry": {}}], "resources": []}, "is taken"),
        (
            {"version": "1.0", "topics": [],
             "resources": [{"id": "a", "topic": "t", "entry": {"title": "A"}}]},
            "the topic `t` could not be taken",
        ),
        (
            {"version": "1.0", "topics": [],
             "resources": [{"id": "a", "topic": "t", "entry": {}}] * 2},
            "has the same id",
        ),
    ],
)  # fmt: skip
def test_what_is_no_catalog_of_ours_is_told(tmp_path: Path, data: Any, said: str) -> None:
    project = empty(tmp_path / "project")
    done = run(project, file_of({"generator": "topicsite", **data}))
    assert done.exit_code == 1
    assert said in done.output
    assert "Traceback" not in done.output
    assert [*(project / "resources").iterdir()] == []


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)
OBJECTS = st.lists(
    ANYTHING
    | st.fixed_dictionaries(
        {"id": st.sampled_from(["a", "b", "A", "con"])},
        optional={"topic": st.sampled_from(["a", "b", ""]) | ANYTHING, "entry": ANYTHING},
    ),
    max_size=4,
)


@given(topics=OBJECTS | ANYTHING, resources=OBJECTS | ANYTHING, more=ANYTHING)
@example(topics=[{"id": "a", "entry": {"paths": [{"steps": [["a"], {}]}]}}], resources=[], more={})
@settings(max_examples=60)
def test_whatever_is_in_it_nothing_breaks(topics: Any, resources: Any, more: Any) -> None:
    data = {"generator": "topicsite", "version": "1.0", "topics": topics, "resources": resources}
    text = json.dumps({**data, "settings": more, "examples": more})
    with tempfile.TemporaryDirectory() as folder:
        project = empty(Path(folder) / "project")
        done = run(project, text.encode("utf-8", "surrogatepass"))
        assert done.exception is None or isinstance(done.exception, SystemExit), done.output


# Letters of Europe and the Near East, and some of elsewhere; what nobody sees no entry may have.
LETTERS = st.characters(
    max_codepoint=0x10FF, categories=["L", "N", "P", "S", "Zs"], exclude_characters="\\"
) | st.sampled_from("日本語한국어🙂∑—…“”„")
LINES = (
    st.text(LETTERS, min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(bool)
)
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=6).map(" ".join)
SUMMARIES = PARAGRAPHS.map(lambda text: f"{text} {'and so on ' * 4}".strip())
IDS = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)
SECONDS = st.integers(1, 1000 * 3600)


def entries(number: int) -> st.SearchStrategy[dict[str, Any]]:
    """The fields of a resource, of which any may be left out."""
    optional: dict[str, st.SearchStrategy[Any]] = {
        "authors": st.lists(LINES, min_size=1, max_size=3),
        "published": st.dates().filter(lambda day: day.year in range(1000, 2026)).map(str)
        | st.integers(1000, 2025).map(str),
        "duration": SECONDS.map(lambda seconds: f"PT{min(seconds, 99_999)}S"),
        "level": st.sampled_from(["intuition", "advanced"]),
        "access": st.sampled_from(["free", "registration", "paywalled"]),
        "language": st.sampled_from(["en", "pt-BR", "zh-Hant"]),
        "summary": SUMMARIES,
        "teaches": st.just(["one thing"]),
        "assumes": st.lists(LINES, max_size=2, unique=True),
        "venue": LINES,
        "licence": LINES,
        "note": PARAGRAPHS,
        "claims": PARAGRAPHS.map(lambda says: [{"id": "c", "says": says, "not_tried": "No time."}]),
    }
    return st.fixed_dictionaries(
        {
            "title": LINES,
            "kind": st.sampled_from(["video", "code", "theory-paper"]),
            "url": st.just(f"https://example.org/{number}"),
        },
        optional=optional,
    )


@st.composite
def catalogs(draw: st.DrawFn) -> dict[str, Any]:
    """A catalog as it is published: the objects as far as an import looks at them."""
    names = draw(st.lists(IDS, min_size=2, max_size=5, unique=True))
    topic, *resources = names
    steps = [{"resource": name, "why": draw(PARAGRAPHS)} for name in resources]
    path = {"id": "p", "stages": [{"steps": steps}]} if draw(st.booleans()) else {"steps": steps}
    fields = {
        "title": draw(LINES),
        "summary": draw(SUMMARIES),
        "keywords": [draw(LINES)],
        "paths": [path],
    }
    return {
        "generator": "topicsite",
        "version": "1.0",
        "topics": [{"id": topic, "entry": fields}],
        "resources": [
            {"id": name, "topic": topic, "entry": draw(entries(number))}
            for number, name in enumerate(resources)
        ],
    }


@given(catalogs())
@settings(max_examples=60)
def test_any_catalog_comes_back_as_it_was(data: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, second = (empty(Path(folder) / name / "project") for name in ("one", "two"))
        done = run(first, json.dumps(data).encode())
        assert done.exit_code == 0, done.output
        before = exported(first)
        assert len(json.loads(before)["resources"]) == len(data["resources"])
        assert run(second, before).exit_code == 0
        assert exported(second) == before


def test_its_format_is_known_by_what_it_says() -> None:
    text = exported(CATALOGS / "smallest").decode()
    assert formats.format_of("all.json", text) == "topicsite"
    assert not published.is_published([])
    assert not published.is_published({"generator": "another", "version": "1.0"})
    nothing = json.loads(api.everything(Site(Catalog({}, {}, {}))))
    assert nothing["topics"] == []
