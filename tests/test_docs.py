"""What the written pages say about the program is what the program does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

from topicsite.lesson.grading import grade
from topicsite.model import published
from topicsite.model.entries import Resource, Topic
from topicsite.model.fields import Access
from topicsite.model.glossary import Glossary, Notation, Term
from topicsite.model.own import FieldType
from topicsite.model.site import SiteSettings
from topicsite.model.words import KINDS, LEVELS, MORE_KINDS
from topicsite.reading.exercises import read_exercises
from topicsite.reading.load import load
from topicsite.reading.measurements import parse_measurement
from topicsite.reading.source import parse
from topicsite.reading.validation_errors import validated

PROJECT = Path(__file__).parents[1]
ROW = re.compile(r"^\| `(\w+)` \| (.+) \|$", re.MULTILINE)


def test_the_table_of_fields_is_the_model() -> None:
    page = (PROJECT / "docs/contribute.md").read_text(encoding="utf-8")
    described = dict(ROW.findall(page))
    assert list(described) == list(Resource.model_fields)
    for name, field in Resource.model_fields.items():
        needed = field.is_required() or name == "insecure_url_reason"
        assert described[name].startswith("Needed") == needed, name
    for name, values in (("kind", KINDS), ("level", LEVELS), ("access", get_args(Access))):
        named = re.findall(r"`([a-z-]+)`", described[name])
        assert [value for value in named if value != "url"] == list(values), name


def test_the_tables_of_topics_and_of_the_site_are_the_models() -> None:
    page = (PROJECT / "docs/topics.md").read_text(encoding="utf-8")
    topic, _, site = page.partition("## The fields of `site.yml`")
    for part, model in ((topic, Topic), (site, SiteSettings)):
        described = dict(ROW.findall(part))
        assert list(described) == list(model.model_fields)
        for name, field in model.model_fields.items():
            assert described[name].startswith("Optional") != field.is_required(), name


def test_the_table_of_terms_is_the_model_and_its_example_is_right() -> None:
    page = (PROJECT / "docs/glossary.md").read_text(encoding="utf-8")
    described = dict(ROW.findall(page))
    assert list(described) == list(Term.model_fields)
    for name, field in Term.model_fields.items():
        assert described[name].startswith("Optional") != field.is_required(), name
    assert re.findall(r"`(\w+)`", described["notation"]) == list(Notation.model_fields)
    example = page.partition("```yaml\n")[2].partition("```")[0]
    assert isinstance(validated(parse("glossary.yml", example.encode()), Glossary), Glossary)


def test_the_tables_of_what_is_published_are_the_models() -> None:
    page = (PROJECT / "docs/api.md").read_text(encoding="utf-8")
    parts = {part.partition("\n")[0]: part for part in page.split("\n## ")[1:]}
    for heading, model in (
        ("Topics", published.TopicObject),
        ("Resources", published.ResourceObject),
        ("Examples", published.ExampleObject),
        ("Learning paths", published.PathObject),
        ("Claims", published.ClaimObject),
        ("Tags", published.TagObject),
        ("Links", published.Link),
    ):
        assert list(dict(ROW.findall(parts[heading]))) == list(model.model_fields), heading
    outcome = dict(ROW.findall(parts["Claims"]))["outcome"]
    said = re.findall(r"`(\w+)`", outcome)
    assert said[:4] == list(published.OutcomeObject.model_fields)
    index = json.loads(parts["Begin here"].partition("```json\n")[2].partition("```")[0])
    assert list(index) == list(published.Index.model_fields)
    assert f'"version": "{published.VERSION}"' in page
    for name in published.All.model_fields:
        assert f"`{name}`" in parts["Begin here"], name
    named = re.findall(r"[`/](\w+)`", parts["The schema and the version"])
    assert {document.__name__ for document in published.DOCUMENTS} <= set(named)


def test_the_site_to_copy_is_a_good_one(tmp_path: Path) -> None:
    page = (PROJECT / "docs/topics.md").read_text(encoding="utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources/site.yml").write_text(example, encoding="utf-8")
    loaded = load(tmp_path)
    assert loaded.diagnostics == []
    assert loaded.catalog.site.start in loaded.catalog.site.sections[0].topics


def test_everything_that_can_be_copied_into_the_site_s_file_is_right() -> None:
    page = (PROJECT / "docs/topics.md").read_text(encoding="utf-8")
    shown: set[str] = set()
    for text in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL):
        if text.startswith("nav:"):
            continue
        read = parse("site.yml", text.encode())
        assert not isinstance(validated(read, SiteSettings), list), text
        assert isinstance(read.data, dict)
        shown |= read.data.keys()
    assert shown == {"sections", "start", "kinds", "levels", "fields", "tags"}


def test_the_types_of_own_fields_are_those_of_the_page() -> None:
    page = (PROJECT / "docs/topics.md").read_text(encoding="utf-8")
    table = page.partition("| type | what entries write |")[2].partition("\n\n")[0]
    described = re.findall(r"^\| (\w+) \|", table, re.MULTILINE)
    assert described == list(get_args(FieldType))


def test_the_kinds_that_sites_can_name_are_those_of_the_page() -> None:
    page = (PROJECT / "docs/topics.md").read_text(encoding="utf-8")
    named = page.partition("It knows its own nine kinds, and ")[2].partition(".")[0]
    assert re.findall(r"`([a-z-]+)`", named) == list(MORE_KINDS)
    whole = page.partition("kinds: [")[2].partition("]")[0]
    assert re.split(r",\s+", whole) == [*KINDS, "podcast"]


def test_the_readme_shows_an_entry_that_passes() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    entry = readme.partition("```yaml\n")[2].partition("```")[0]
    fields = set(re.findall(r"^(\w+):", entry, re.MULTILINE))
    assert {name for name, field in Resource.model_fields.items() if field.is_required()} <= fields
    assert fields <= set(Resource.model_fields)


def test_the_exercise_to_copy_is_a_good_one() -> None:
    page = (PROJECT / "docs/contribute.md").read_text(encoding="utf-8")
    (exercise,), problems = read_exercises(
        "x.py", page.partition("## Add an exercise")[2].partition("\n```\n")[0]
    )
    assert problems == []
    assert grade(exercise.solution, exercise.check).passed
    answers = [exercise.start, *(wrong.code for wrong in exercise.wrong)]
    assert len({grade(answer, exercise.check).message for answer in answers} - {""}) == 3


def test_the_measurement_to_copy_is_a_good_one() -> None:
    page = (PROJECT / "docs/contribute.md").read_text(encoding="utf-8")
    content = page.partition("## Show a measurement")[2].partition("```json\n")[2]
    found = parse_measurement(content.partition("```")[0].encode())
    assert [block.kind for block in found.blocks] == ["table", "note", "chart"]


def test_the_makefile_does_what_the_readme_promises() -> None:
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    written = ("README.md", "CONTRIBUTING.md", "docs/contribute.md")
    for page in (*written, "docs/speed.md", "docs/library-speed.md"):
        text = (PROJECT / page).read_text(encoding="utf-8")
        code = " ".join(re.findall(r"`([^`]+)`", text)) + "".join(
            re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        )
        assert set(re.findall(r"\bmake ([a-z]+)", code)) <= targets, page
