"""`topicsite fmt`: order and style change, what an entry says and its comments do not."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from topicsite.cli import main
from topicsite.model.entries import Model, Resource, Topic
from topicsite.model.glossary import Glossary
from topicsite.model.questions import FOLDER, Questions
from topicsite.reading import source
from topicsite.writing.formatting import CannotFormatError, formatted
from topicsite.writing.layout import WIDTH, scalar

PROJECT = Path(__file__).parents[2]
CATALOGS = Path(__file__).parents[1] / "catalogs"
MODELS: dict[str, type[Model]] = {"topic.yml": Topic, "glossary.yml": Glossary}


def model_of(path: Path) -> type[Model]:
    """What a file of a project holds."""
    return Questions if path.parent.name == FOLDER else MODELS.get(path.name, Resource)


BEFORE = """\
# yaml-language-server: $schema=../../docs/schema/resource.schema.json

kind:   video # not a lecture
"title": "It's a title"
# Her own spelling.
authors: [ "Ada Example",
  Ben Example ]   # both sign
summary: >-   # ours
  It shows one idea with one worked example,
  and says why each step is taken, which few do, and which is why it is here.
url: 'https://youtu.be/Ilg3gGewQ5U'
duration: 12:47
level: intuition
teaches: # as in the tags
- "one thing"   #first
# the other
- "another thing"
access: free
language: en
note: |
  Two lines
  of a note.
claims:
- says: One and one are two.
  # Shown by counting.
  shown_by: counting
  id: sum # short
# The end.
"""
AFTER = """\
# yaml-language-server: $schema=../../docs/schema/resource.schema.json
title: It's a title
kind: video  # not a lecture
url: https://youtu.be/Ilg3gGewQ5U
# Her own spelling.
authors: [Ada Example, Ben Example]  # both sign
duration: 12:47
level: intuition
access: free
language: en
summary: >  # ours
  It shows one idea with one worked example,
  and says why each step is taken, which few do, and which is why it is here.
teaches:  # as in the tags
  - one thing  # first
  # the other
  - another thing
note: Two lines of a note.
claims:
  - id: sum  # short
    says: One and one are two.
    # Shown by counting.
    shown_by: counting
# The end.
"""


def test_an_entry_in_its_canonical_form() -> None:
    assert formatted("x.yml", BEFORE.encode(), Resource) == AFTER


def meaning(raw: bytes, model: type[Model]) -> Any:
    """What the model makes of a file, or the file's data where the model refuses it."""
    read = source.parse("x.yml", raw)
    assert read.data is not None, read.diagnostics
    try:
        return model.model_validate(read.data)
    except ValidationError:
        return spaced(read.data)


def spaced(data: source.Data) -> Any:
    """The data with the spaces gone that the models do not mind."""
    if isinstance(data, dict):
        return {name: spaced(value) for name, value in data.items()}
    return [*map(spaced, data)] if isinstance(data, list) else " ".join(data.split())


def assert_formats(raw: bytes, model: type[Model]) -> str:
    text = formatted("x.yml", raw, model)
    assert meaning(text.encode(), model) == meaning(raw, model)
    assert formatted("x.yml", text.encode(), model) == text
    return text


@pytest.mark.parametrize(
    "path",
    [
        *sorted(CATALOGS.rglob("resources/*/**/*.yml")),
        *sorted((PROJECT / "resources").rglob("*.yml")),
    ],
    ids=lambda path: str(path.relative_to(PROJECT)),
)
def test_every_file_keeps_its_meaning(path: Path) -> None:
    raw = path.read_bytes()
    model = model_of(path)
    read = source.parse("x.yml", raw)
    if isinstance(read.data, dict):
        assert_formats(raw, model)
    else:
        with pytest.raises(CannotFormatError):
            formatted("x.yml", raw, model)


WORDS = st.sampled_from(
    ["a", "- b", "#c", "c #d", ": e", "f:", "it's", '"g"', "{h}", "[i]", "*j*", "&k", "!l", "%m",
     "~", "null", "true", "12:47", "1.10", "a,b", "a: b", "`x`", "@n", "\\", "ä", "你好", "?", "|",
     ">", "---", "...", "x" * 120, "=", "<<", "🙂", "\t", "-", "a\u00a0b"]
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)
COMMENTS = st.sampled_from(["# why", '# it\'s: "so"', "# [x", "# - y", "## two", "# a # b", "# ü"])


@st.composite
def values(draw: st.DrawFn, indent: str) -> tuple[str, str]:
    """A text as somebody may write it, and the comment behind it."""
    text = draw(TEXTS)
    comment = draw(st.none() | COMMENTS)
    beside = f" {comment}" if comment else ""
    style = draw(st.sampled_from(["one", "'", '"', ">", "|", ">-", "|+"]))
    if style in (">", "|", ">-", "|+"):
        text = " ".join(text.split())
        lines = "".join(f"{indent}  {line}\n" for line in text.split(" a "))
        return f" {style}{beside}\n{lines}", comment or ""
    if style == "'":
        return " '" + text.replace("'", "''") + f"'{beside}\n", comment or ""
    if style == '"':
        return f" {json.dumps(text, ensure_ascii=draw(st.booleans()))}{beside}\n", comment or ""
    return f" {scalar(text)}{beside}\n", comment or ""


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A file with fields in any order and style, known and unknown, and its comments."""
    names = st.sampled_from([*Resource.model_fields, "unknown", "two words", "a: b"])
    text, comments = "", []

    def remark(indent: str) -> None:
        nonlocal text
        if draw(st.booleans()):
            comments.append(draw(COMMENTS))
            text += f"{indent}{comments[-1]}\n"
        text += draw(st.sampled_from(["", "", "\n"]))

    for name in draw(st.lists(names, min_size=1, max_size=8, unique=True)):
        remark("")
        text += f"{scalar(name)}:"
        shape = draw(st.sampled_from(["text", "text", "list", "flow", "mappings"]))
        if shape == "text":
            value, comment = draw(values(""))
            text, comments = text + value, [*comments, comment]
        elif shape == "flow":
            items = [scalar(item, in_list=True) for item in draw(st.lists(TEXTS, max_size=4))]
            comment = draw(COMMENTS)
            text += " [" + draw(st.sampled_from([", ", ",\n  "])).join(items) + f"] {comment}\n"
            comments.append(comment)
        else:
            text += "\n"
            for _ in range(draw(st.integers(1, 3))):
                remark("  ")
                value, comment = draw(values("  " if shape == "list" else "    "))
                comments.append(comment)
                text += f"  -{value}" if shape == "list" else f"  - label:{value}"
                if shape == "mappings":
                    remark("    ")
                    text += "    url: https://example.org/\n"
    remark("")
    return text, [comment for comment in comments if comment]


@settings(max_examples=500, deadline=None)
@given(files())
def test_any_file_keeps_its_meaning_and_its_comments(made: tuple[str, list[str]]) -> None:
    text, comments = made
    read = source.parse("x.yml", text.encode())
    if read.data is None:
        return  # a hidden character or the like: `check` says so
    result = assert_formats(text.encode(), Resource)
    for comment, number in Counter(comments).items():
        assert result.count(comment) >= number, result


def test_lines_are_short_where_they_can_be() -> None:
    for path in (PROJECT / "resources").rglob("*.yml"):
        model = model_of(path)
        for line in formatted(str(path), path.read_bytes(), model).splitlines():
            assert len(line) <= WIDTH or line.lstrip().startswith(("title:", "url:", "- "))


def test_the_command_formats_and_then_has_nothing_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "resources/t"
    folder.mkdir(parents=True)
    entry = folder / "x.yml"
    entry.write_text(BEFORE)
    entry.chmod(0o640)
    (folder / ".y.yml").write_text(BEFORE)
    arguments = ["fmt", "--root", str(tmp_path)]
    checked = CliRunner().invoke(main, [*arguments, "--check"])
    assert (checked.exit_code, checked.stdout) == (1, f"would format {entry}\n")
    assert entry.read_text() == BEFORE
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, done.stdout) == (0, f"formatted {entry}\n")
    assert entry.read_text() == AFTER
    assert entry.stat().st_mode & 0o777 == 0o640
    assert CliRunner().invoke(main, [*arguments, "--check"]).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == [".y.yml", "x.yml"]


def test_the_file_of_the_site_has_an_order_of_its_own(tmp_path: Path) -> None:
    for name in ("resources/site.yml", "resources/t/site.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        text = "start: t\nsections:\n  - topics: [t]  # one\n    title: A\n"
        (tmp_path / name).write_text(text)
    assert CliRunner().invoke(main, ["fmt", "--root", str(tmp_path)]).exit_code == 0
    ordered = "sections:\n  - title: A\n    topics: [t]  # one\nstart: t\n"
    assert (tmp_path / "resources/site.yml").read_text() == ordered
    assert (tmp_path / "resources/t/site.yml").read_text().startswith("start: t\n")


def test_a_file_that_cannot_be_read_is_left_alone_and_the_others_are_not(tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.yml", tmp_path / "good.yml"
    bad.write_text("title: a: b\n")
    good.write_text(BEFORE)
    done = CliRunner().invoke(main, ["fmt", str(bad), str(good)])
    assert done.exit_code == 1
    assert "error[yaml-syntax]" in done.stderr
    assert bad.read_text() == "title: a: b\n"
    assert good.read_text() == AFTER
