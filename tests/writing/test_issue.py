"""The issue form asks what the models need, and its text becomes the file that flags would make."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from tests.commands.test_new import FLAGS, SUMMARY, entries, flags, new, project
from tests.hostile import ATTACKS
from topicsite.cli import main
from topicsite.model.entries import Resource
from topicsite.model.schema import schema_of
from topicsite.writing import issue
from topicsite.writing.drafts import Fields

__all__ = ["project"]

PROJECT = Path(__file__).parents[2]
FORM = PROJECT / issue.PLACE


def read(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path)


def text_of(fields: Fields, topic: str = "") -> str:
    """What GitHub makes of a filled-in form."""
    parts = []
    for element in read(FORM)["body"]:
        if element["type"] == "markdown":
            continue
        name = element["id"]
        value = topic if name == "topic" else fields.get(name, "")
        answer = "\n".join(map(str, value)) if isinstance(value, list) else value
        parts.append(f"### {element['attributes']['label']}\n\n{answer or '_No response_'}")
    return "\n\n".join(parts)


FIELDS: Fields = {
    "title": "Sorting: fast & slow",
    "kind": "online-tutorial",
    "url": "https://example.org/sorting",
    "authors": ["Ada Example"],
    "published": "2021-05",
    "duration": "15 min",
    "level": "introductory",
    "access": "free",
    "language": "en",
    "summary": SUMMARY,
    "teaches": ["chain rule"],
}


def test_the_committed_form_is_that_of_the_models() -> None:
    assert FORM.read_text(encoding="utf-8") == issue.issue_form(), "run `topicsite schema`"


def test_it_asks_for_what_is_needed_and_offers_the_choices() -> None:
    form = read(FORM)
    assert form["labels"] == [issue.LABEL]
    elements = {element["id"]: element for element in form["body"] if "id" in element}
    schema = schema_of(Resource)
    for name in schema["required"]:
        assert elements[name]["validations"]["required"] is True
    for name in ("kind", "level", "access"):
        assert elements[name]["attributes"]["options"] == schema["properties"][name]["enum"]
    labels = [element["attributes"]["label"] for element in elements.values()]
    assert len(set(labels)) == len(labels)


def test_its_text_becomes_the_file_that_flags_make(project: Path) -> None:
    assert issue.fields_of(text_of(FIELDS)) == (FIELDS, None)
    assert issue.fields_of(text_of(FIELDS, "t").replace("\n", "\r\n")) == (FIELDS, "t")
    body = project / "issue.md"
    body.write_text(text_of(FIELDS, "t"))
    done = new(project, "--from-issue", str(body))
    assert done.exit_code == 0, done.stderr
    made = entries(project)["resources/t/example-2021.yml"]
    (project / "resources/t/example-2021.yml").unlink()
    new(project, *flags())
    assert entries(project)["resources/t/example-2021.yml"] == made
    assert FLAGS["--title"] in made


def test_an_answer_says_that_it_passes_or_what_is_wrong(project: Path) -> None:
    before = entries(project)
    cases: list[tuple[Fields, str]] = [
        (FIELDS, "It passes the check."),
        ({**FIELDS, "duration": "soon"}, "error[bad-duration]"),
        ({**FIELDS, "url": "https://example.org/good"}, "error[duplicate-resource]"),
        ({"title": "Only this"}, "error[missing-field] `summary` is missing"),
        ({}, "Edit the issue, and this answer follows."),
    ]
    for fields, words in cases:
        done = new_from(project, text_of(fields))
        assert words in done
        assert entries(project) == before


def new_from(project: Path, text: str) -> str:
    answer = project / "answer.md"
    done = CliRunner().invoke(
        main,
        ["new", "--root", str(project), "--from-issue", "-", "--answer", str(answer)],
        input=text,
    )
    assert done.exit_code == 0, done.output
    return answer.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "attack",
    [
        *ATTACKS,
        "@everybody",
        "```\n@everybody\n```",
        "````",
        "### Kind\n\nvideo",
        "\u202e",
        "a: [b",
    ],
)
def test_whatever_an_issue_says_stays_in_blocks_of_code(project: Path, attack: str) -> None:
    fields: Fields = {
        **FIELDS,
        "title": attack,
        "summary": f"{attack} {SUMMARY}",
        "teaches": [attack],
    }
    answer = new_from(project, text_of(fields))
    outside, inside = [], ""
    for line in answer.splitlines():
        fence = re.match(r"(`{3,})(\w*)\Z", line)
        if inside:
            inside = "" if line == inside else inside
        elif fence:
            inside = fence[1]
        else:
            outside.append(line)
    assert inside == ""
    assert set(filter(None, outside)) <= {
        "Thank you. This file comes of it:",
        "The check says:",
        "Edit the issue, and this answer follows.",
        "It passes the check. Somebody who looks after the topic takes it from here.",
    }


def test_any_text_at_all_gets_an_answer(project: Path) -> None:
    for text in ("", "hello", "### Title", "### Title\n\n", "\x00", "### Topic\n\n../../etc\n"):
        assert "Edit the issue" in new_from(project, text)
    shutil.rmtree(project / "resources/t")
    assert "Edit the issue" in new_from(project, "hello")
