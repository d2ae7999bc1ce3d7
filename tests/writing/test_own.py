"""Fields of a site's own are written by every door as they are read: command, issue, form, fmt."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.hostile import ATTACKS
from tests.model.test_own import CASES, OWN_ENTRY, SITE
from tests.render.test_form import Script
from topicsite.cli import main
from topicsite.model.entries import WANTED
from topicsite.model.schema import schema_of
from topicsite.model.site import SiteSettings
from topicsite.reading import source
from topicsite.reading.load import load, site_settings
from topicsite.reading.validation_errors import validated
from topicsite.writing import drafts, issue
from topicsite.writing.drafts import Fields
from topicsite.writing.formatting import formatted
from topicsite.writing.layout import lay_out
from topicsite.writing.reading_back import read_back

CATALOG = Path(__file__).parents[1] / "catalogs/valid/own-words"
MODEL = SITE.resource
SCHEMA = schema_of(MODEL)

TEXT = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\\"),
    min_size=1,
    max_size=60,
).filter(lambda text: text == " ".join(text.split()) and text != "_No response_")
ITEM = TEXT.filter(lambda text: not re.search(r"[;,]|\A\W", text))
OWN = st.fixed_dictionaries(
    {},
    optional={
        "edition": TEXT,
        "tempo": st.decimals(-999, 999, places=2).map(str),
        "recorded": st.sampled_from(["true", "false"]),
        "copies": st.sampled_from(["1", "2.50", "many", "true"]),
        "players": st.lists(ITEM, min_size=1, max_size=4, unique=True),
        "publisher": st.sampled_from(["https://example.org/b", "https://example.org/?a=1#c"]),
        "played": st.sampled_from(["2021", "2021-05", "2021-05-03"]),
    },
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return shutil.copytree(CATALOG, tmp_path / "project")


def run(project: Path, *arguments: str, **more: Any) -> Result:
    command, *rest = arguments
    return CliRunner().invoke(main, [command, "--root", str(project), *rest], **more)


def text_of(fields: Fields) -> str:
    """What GitHub makes of a filled-in form."""
    form = YAML(typ="safe", pure=True).load(issue.issue_form(MODEL))
    parts = []
    for element in form["body"][1:]:
        value = fields.get(element["id"], "")
        answer = "\n".join(map(str, value)) if isinstance(value, list) else value
        parts.append(f"### {element['attributes']['label']}\n\n{answer or '_No response_'}")
    return "\n\n".join(parts)


def read(text: str) -> Any:
    made = validated(source.parse("x.yml", text.encode()), MODEL)
    assert not isinstance(made, list), made
    return made


@given(OWN)
def test_own_fields_are_read_back_equal_from_every_door(own: Fields) -> None:
    fields = {**OWN_ENTRY, **own}
    expected = MODEL.model_validate(fields)
    told, _ = issue.fields_of(text_of(fields), MODEL)
    assert told == fields
    composed = drafts.compose(fields, MODEL, "resources/t/x.yml", None)
    read_back("x.yml", composed, fields, MODEL)
    assert read(composed) == expected
    canonical = formatted("x.yml", composed.encode(), MODEL)
    assert canonical == composed
    turned = lay_out(dict(reversed(fields.items())), type("Any", (MODEL,), {}))
    assert turned == lay_out(fields, MODEL)
    assert FORM("write(schema, given[0])", fields) == lay_out(fields, MODEL)
    assert problems(fields) == []


FORM = Script(SCHEMA)


def problems(fields: Fields) -> list[str]:
    """The fields that the form finds something wrong with."""
    found: list[str] = FORM("[...problems(schema, given[0]).keys()]", fields)
    return found


TYPED = [
    (name, value.strip() if isinstance(value, str) else value, right)
    for name, value, right in CASES
    if value not in ("", [], ["a"])
    and isinstance(value, list) == (SCHEMA["properties"][name]["type"] == "array")
    and all(isinstance(item, str) for item in value)
]


@pytest.mark.parametrize(("name", "value", "right"), TYPED, ids=lambda value: str(value)[:30])
def test_the_form_judges_as_the_check_does(name: str, value: Any, right: bool) -> None:
    assert (problems({**OWN_ENTRY, name: value}) == []) == right


def test_the_form_knows_where_nothing_is_watched() -> None:
    captions = {**OWN_ENTRY, "captions": ["en"]}
    assert problems({**captions, "kind": "score"}) == []
    assert problems({**captions, "kind": "podcast"}) == ["captions"]


FLAGS = ["--title", "Arpeggios", "--kind", "score", "--url", "https://example.org/arpeggios"]
OWN_FLAGS = ["--instrument", "2 pianos", "--tempo", "60", "--with-recording", "true",
             "--composers", "Ada Example", "--composers", "Ben Example",
             "--publisher", "https://example.org/press", "--first-played", "1900"]  # fmt: skip


def test_new_takes_own_fields_and_levels_as_options(project: Path) -> None:
    done = run(project, "new", "arpeggios", *FLAGS, "--level", "grade-2", *OWN_FLAGS)
    assert done.exit_code == 0, done.output
    text = (project / "resources/scales/arpeggios.yml").read_text(encoding="utf-8")
    assert "\ninstrument: 2 pianos\ntempo: 60\nwith_recording: true\ncomposers: [" in text
    assert "\n# copies:  # Copies.\n" in text
    assert run(project, "fmt", "--check").exit_code == 0
    assert run(project, "check", "--strict").exit_code == 0


def test_new_lists_own_fields_in_its_help(project: Path) -> None:
    done = run(project, "new", "--help")
    assert "--first-played" in done.output
    assert "What it is played on." in done.output


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--kind", "sheet"], "`sheet` is not a value of `kind`; write one of video, podcast"),
        (["--kind", "talk"], "did you mean `video`?"),
        (["--level", "advanced"], "`levels` of site.yml leaves it out; add it there, or write one"),
        (["--tempo", "fast"], "not a number; write digits"),
        (["--instrument", "paino"], "did you mean `piano`?"),
    ],
)
def test_new_refuses_what_the_site_does_not_have(
    project: Path, flags: list[str], words: str
) -> None:
    done = run(project, "new", "--no-ask", *FLAGS, *flags)
    assert done.exit_code == 1
    assert words in " ".join(done.output.split())
    assert not (project / "resources/scales/arpeggios.yml").exists()


def test_new_asks_for_own_fields_too(project: Path) -> None:
    answers = ["score", "https://example.org/q", "Questions", *[""] * 5, "de", "", "",
               "flute", "piano", "72,5", "72.5", "", "", "", "", "", "2", "questions"]  # fmt: skip
    done = run(project, "new", "--ask", input="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    text = (project / "resources/scales/questions.yml").read_text(encoding="utf-8")
    assert "instrument: piano\ntempo: 72.5\ncopies: 2\n" in text
    assert done.output.count("did you mean") + done.output.count("write one of") >= 1


def test_an_address_tells_no_kind_that_the_site_does_not_have(project: Path) -> None:
    assert "kind" not in drafts.derived("https://github.com/a/b", SITE.kind_ids)
    assert drafts.derived("https://youtu.be/Ilg3gGewQ5U", SITE.kind_ids)["kind"] == "video"
    done = run(project, "new", "--no-ask", "--title", "A", "--url", "https://github.com/a/b")
    assert "--kind" in done.output
    assert "video, podcast, exercise-set, score" in done.output


def test_fmt_puts_own_fields_behind_ours(project: Path) -> None:
    path = project / "resources/scales/new.yml"
    path.write_text(
        "copies: 2  # of three\ntempo: 72\nurl: https://example.org/n\n# Her own.\n"
        "instrument: 'piano'\nkind: score\ntitle: N\nother: x\n"
    )
    assert run(project, "fmt").exit_code == 0
    assert path.read_text() == (
        "title: N\nkind: score\nurl: https://example.org/n\n# Her own.\ninstrument: piano\n"
        "tempo: 72\ncopies: 2  # of three\nother: x\n"
    )


SETTINGS = """\
# Ours.
fields:
  tempo:  # as it is played
    type: number
    label:   Tempo
  type: {type: text, label: "Kind of piece"}
tags:
  "five finger exercises":
    formerly: [ 'finger drills' ]
levels: [grade-1,
  {label: Two, id: grade-2}]
"""
CANONICAL = """\
# Ours.
levels:
  - grade-1
  - id: grade-2
    label: Two
fields:
  tempo:  # as it is played
    label: Tempo
    type: number
  type:
    label: Kind of piece
    type: text
tags:
  five finger exercises:
    formerly: [finger drills]
"""


def test_the_file_of_the_site_has_a_canonical_form() -> None:
    assert formatted("site.yml", SETTINGS.encode(), SiteSettings) == CANONICAL
    assert formatted("site.yml", CANONICAL.encode(), SiteSettings) == CANONICAL
    first, second = (
        validated(source.parse("site.yml", text.encode()), SiteSettings)
        for text in (SETTINGS, CANONICAL)
    )
    assert first == second


def test_schema_and_issue_form_are_written_for_the_site(project: Path) -> None:
    (project / ".github").mkdir()
    assert run(project, "schema").exit_code == 0
    schema = json.loads((project / "docs/schema/resource.schema.json").read_text())
    assert [*schema["properties"]][-8:] == [*site_settings(project / "resources").fields]
    form = YAML(typ="safe", pure=True).load(project / issue.PLACE)
    elements = {element["id"]: element for element in form["body"][1:]}
    assert elements["kind"]["attributes"]["options"] == [
        "video",
        "podcast",
        "exercise-set",
        "score",
    ]
    assert elements["with_recording"]["attributes"]["options"] == ["true", "false"]
    assert elements["copies"]["attributes"]["options"] == ["1", "2", "30"]
    assert elements["composers"]["type"] == "textarea"
    assert elements["tempo"]["attributes"]["label"] == "Beats a minute"
    assert [*elements][-1] == "topic"
    labels = [element["attributes"]["label"] for element in elements.values()]
    assert len(set(labels)) == len(labels)


def test_an_issue_becomes_an_entry_with_own_fields(project: Path) -> None:
    site = site_settings(project / "resources")
    body = "### Title\n\nA\n\n### Kind\n\nscore\n\n### Address\n\nhttps://example.org/i\n\n"
    body += "### Beats a minute\n\n60\n\n### Composers\n\nAda Example, Ben Example\n"
    assert issue.fields_of(body, site.resource)[0]["composers"] == ["Ada Example", "Ben Example"]
    answer = project / "answer.md"
    done = run(project, "new", "--from-issue", "-", "--answer", str(answer), input=body)
    assert done.exit_code == 0, done.output
    text = answer.read_text(encoding="utf-8")
    assert "tempo: 60\ncomposers: [Ada Example, Ben Example]\n" in text
    assert "It passes the check." in text


@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_stands_in_own_fields_is_written_as_text(attack: str) -> None:
    fields: Fields = {**OWN_ENTRY, "edition": attack, "players": [attack]}
    made = read(drafts.compose(fields, MODEL, "x.yml", None))
    assert (made.edition, made.players) == (attack.strip(), (attack.strip(),))


def test_a_complete_site_asks_for_all_that_learners_choose_by(project: Path) -> None:
    path = project / "resources/site.yml"
    path.write_text("complete: true\n" + path.read_text())
    site = site_settings(project / "resources")
    form = YAML(typ="safe", pure=True).load(issue.issue_form(site.resource))
    needed = [element["id"] for element in form["body"][1:] if "validations" in element]
    assert needed == ["title", "kind", "url", *WANTED]
    done = run(project, "new", "--no-ask", *FLAGS)
    assert done.exit_code == 2
    for name in WANTED:
        assert f"--{name}" in done.output
    found = [f for f in run(project, "check").output.splitlines() if "open-field" in f]
    assert any("`grade-1`, `grade-2`" in line for line in found)


def test_a_report_names_own_fields_that_change(project: Path) -> None:
    from topicsite.writing.report import report

    before = load(project).catalog
    path = project / "resources/scales/scales-talk.yml"
    path.write_text(path.read_text().replace("with_recording: true", "tempo: 60"))
    site = project / "resources/site.yml"
    new_field = "  more:\n    label: More\n    type: list\ntags:"
    site.write_text(site.read_text().replace("tags:", new_field))
    after = load(project).catalog
    told = report(before, after, {}, {}, {})
    assert told.count("**changed**") == 1
    assert "Podcast, grade-2): `tempo`, `with_recording`" in told
