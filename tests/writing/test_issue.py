"""The issue form asks what the models need, and its text becomes the file that flags would make."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from ruamel.yaml import YAML

from tests.commands.test_new import FLAGS, SUMMARY, entries, flags, new, project
from tests.hostile import ATTACKS
from topicsite.cli import main
from topicsite.model.entries import WANTED, Resource
from topicsite.model.schema import schema_of
from topicsite.reading.load import site_settings
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
    model = site_settings(PROJECT / "resources").resource
    assert FORM.read_text(encoding="utf-8") == issue.issue_form(model), "run `topicsite schema`"


def test_it_asks_for_what_is_needed_and_offers_the_choices() -> None:
    form = read(FORM)
    assert form["labels"] == [issue.LABEL]
    elements = {element["id"]: element for element in form["body"] if "id" in element}
    schema = schema_of(Resource)
    needed = {name for name, element in elements.items() if "validations" in element}
    assert needed == {*schema["required"], *WANTED}, "the project says that it is complete"
    for name in ("kind", "level", "access"):
        assert elements[name]["attributes"]["options"] == schema["properties"][name]["enum"]
        assert "default" not in elements[name]["attributes"], "nobody's choice is a guess"
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


WRITTEN = [
    # what stands in the field, as phrases, as authors (None: the same)
    ("chain rule, gradient descent", ["chain rule", "gradient descent"], None),
    ("chain rule; sums, means; loss", ["chain rule", "sums, means", "loss"], None),
    ("chain rule\ngradient descent", ["chain rule", "gradient descent"], None),
    ("- chain rule\n* gradient descent\n+ loss", ["chain rule", "gradient descent", "loss"], None),
    ("1. chain rule\n2) loss\n\u2022 sums", ["chain rule", "loss", "sums"], None),
    ("C++, C#, F#, A*, C--", ["C++", "C#", "F#", "A*", "C--"], None),
    ("* A*\n- C--\n+ C++", ["A*", "C--", "C++"], None),
    ("What is attention?", ["What is attention?"], None),
    ("Learn it!\n(a) b.\n\u2026", ["Learn it!", "(a) b.", "\u2026"], None),
    ("-1 and 1\n2.5 dimensions\n3D", ["-1 and 1", "2.5 dimensions", "3D"], None),
    ("C", ["C"], None),
    ("the first 1,000 digits, 3,4", ["the first 1,000 digits", "3,4"], None),
    ("a &lt; b, AT&amp;T;", ["a &lt; b, AT&amp;T"], None),
    ("a;b;&#59;", ["a", "b", "&#59;"], None),
    ("C, R", ["C", "R"], None),
    ("  chain rule ,, loss ,\n\n-\n*\n", ["chain rule", "loss"], None),
    ("Ada Example, Ben Example\nCy Example", ["Ada Example", "Ben Example", "Cy Example"], None),
    ("Ada Example and Ben Example", ["Ada Example and Ben Example"], None),
    ("Example, Ada; Example, Ben", ["Example, Ada", "Example, Ben"], None),
    ("Example, Ada;", ["Example, Ada"], None),
    ("Sam Example, Jr., Ben Example", ["Sam Example", "Jr.", "Ben Example"],
     ["Sam Example, Jr.", "Ben Example"]),
    ("Example, Ada M.\nExample, Ben", ["Example", "Ada M.", "Example", "Ben"],
     ["Example, Ada M.", "Example, Ben"]),
    ("\u674e\u96f7, \u97e9\u6885\u6885", ["\u674e\u96f7", "\u97e9\u6885\u6885"], None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "phrases", "names"), WRITTEN)
def test_a_list_is_read_as_people_write_one(
    text: str, phrases: list[str], names: list[str] | None
) -> None:
    body = f"### Authors\n\n{text}\n\n### Teaches\n\n{text}\n"
    fields, _ = issue.fields_of(body)
    assert fields["teaches"] == phrases
    assert fields["authors"] == (phrases if names is None else names)


SIGNS = st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters=";,"), min_size=1)
# Those that are a bullet, or an entity but for its end, are something else.
OTHER = re.compile(r"(?:[-*+\u2022\u2013]|\d\d?[.)])\Z|.*&(?:[A-Za-z]+|#\d+)\Z")
PLAIN_ITEM = SIGNS.filter(lambda item: not OTHER.match(item))


@given(st.lists(PLAIN_ITEM, min_size=1), st.sampled_from(["\n", "; ", ", ", "\n- ", "\r\n"]))
def test_no_sign_of_an_item_is_lost(items: list[str], between: str) -> None:
    text = between.join(items).replace("\r\n", "\n")
    assert issue.items(text, are_names=False) == items


@pytest.mark.parametrize(
    "fields",
    [
        {**FIELDS, "summary": "long " * 13_000},
        {**FIELDS, "summary": "x" * 65_000},
        {**FIELDS, "summary": "`" * 65_000},
        {**FIELDS, "summary": "\u4e2d" * 60_000},
        {**FIELDS, "teaches": [f"phrase {number}, {'`' * number}" for number in range(300)]},
        {**FIELDS, "authors": ["::error::x"] * 5_000},
        {**FIELDS, "prerequisites": [f"nobody-{number}" for number in range(4_000)]},
        {**FIELDS, "title": "x" * 65_000, "url": "https://example.org/" + "x" * 65_000},
    ],
)  # fmt: skip
def test_an_answer_fits_a_comment_and_the_log_has_the_rest(
    project: Path, tmp_path: Path, fields: Fields
) -> None:
    file = project / "answer.md"
    arguments = ["new", "--root", str(project), "--from-issue", "-", "--answer", str(file)]
    done = CliRunner().invoke(main, arguments, input=text_of(fields))
    assert done.exit_code == 0, done.output
    short = file.read_text(encoding="utf-8")
    assert len(short) <= issue.LONGEST
    assert short.count("This is cut short") in (1, 2)
    assert short.endswith("Edit the issue, and this answer follows.\n")
    # A block is closed where its fence comes again.
    document = MarkdownIt("commonmark").parse(short)
    assert document[1].content.startswith("Thank you")
    assert len([token for token in document if token.type == "fence"]) in (1, 2)
    for line in done.stdout.splitlines():
        assert not line.lstrip().startswith("::")
    told = done.stdout
    assert "this is all of it" in told
    assert len(told) > len(short)


def test_an_issue_that_is_no_text_is_a_wrong_call(project: Path) -> None:
    body = project / "issue.md"
    body.write_bytes(b"### Title\n\n\xff\n")
    done = new(project, "--from-issue", str(body))
    assert done.exit_code == 2
    assert "is not UTF-8, at byte 11" in done.stderr


def test_an_answer_says_that_it_passes_or_what_is_wrong(project: Path) -> None:
    before = entries(project)
    cases: list[tuple[Fields, str]] = [
        (FIELDS, "It passes the check."),
        ({**FIELDS, "duration": "soon"}, "error[bad-duration]"),
        ({**FIELDS, "url": "https://example.org/good"}, "error[duplicate-resource]"),
        ({"title": "Only this"}, "error[missing-field] `url` is missing"),
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
