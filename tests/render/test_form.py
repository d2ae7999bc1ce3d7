"""The form's script, run without a browser: it judges and writes as our own code does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

from tests.model.test_characters import ALONE, NEEDED, UNNEEDED
from tests.model.test_schema import ENTRY, UNKNOWN, VALUES
from tests.writing.test_formatting import TEXTS
from tests.writing.test_issue import WRITTEN
from topicsite.language.locales import ENGLISH
from topicsite.model import identity
from topicsite.model.characters import unneeded
from topicsite.model.entries import Resource
from topicsite.model.fields import parse_duration, spaces_of
from topicsite.model.schema import schema_of
from topicsite.reading import source
from topicsite.reading.validation_errors import validated
from topicsite.render.text import duration
from topicsite.writing import drafts, issue
from topicsite.writing.layout import lay_out

ASSETS = Path(__file__).parents[2] / "code/topicsite/assets"
SCRIPT = ASSETS / "form/entry.js"
WORDS = ASSETS / "page/words.js"
SCHEMA = schema_of(Resource)


class Script:
    """The functions of `entry.js`."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.engine = MiniRacer()
        for file in (WORDS, SCRIPT):
            text = re.sub(r"^import .*;$", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
            self.engine.eval(re.sub(r"^export ", "", text, flags=re.MULTILINE))
        self.engine.eval(f"const schema = {json.dumps(schema)}; 0")

    def __call__(self, expression: str, *arguments: Any) -> Any:
        self.engine.eval(f"globalThis.given = {json.dumps(arguments)}; 0")
        return json.loads(str(self.engine.eval(f"JSON.stringify({expression})")))


WRITER = Script(SCHEMA)


@pytest.fixture
def script() -> Script:
    return WRITER


FLAT = {name: values for name, values in VALUES.items() if name in SCHEMA["properties"]}
FORM = [
    (name, value)
    for name, values in FLAT.items()
    for value in values
    if "$ref" not in SCHEMA["properties"][name].get("items", {})
    and value is not True
    and isinstance(value, list) == (SCHEMA["properties"][name]["type"] == "array")
    and value not in ("", " ", [], True)
    and all(isinstance(item, str) for item in value)
]


def as_the_form_gives_it(name: str, value: Any) -> Any:
    """A field's text as the form reads it: without the spaces around."""
    info = Resource.model_fields[name]
    if isinstance(value, list):
        return [item.strip() for item in value if item.strip()]
    if spaces_of(info.annotation, *info.metadata) == "fold":
        return " ".join(value.split())
    return value.strip()


@pytest.mark.parametrize(("name", "value"), FORM, ids=lambda value: str(value)[:40])
def test_each_value_is_judged_as_the_check_does(script: Script, name: str, value: Any) -> None:
    value = as_the_form_gives_it(name, value)
    fields = {**ENTRY, name: value}
    found = script("[...problems(schema, given[0]).keys()]", fields)
    read = source.parse("x.yml", lay_out(fields, Resource).encode())
    right = read.data is not None and not isinstance(validated(read, Resource), list)
    assert (found == []) == right or value in UNKNOWN, found


@pytest.mark.parametrize("name", ["title", "kind", "url"])
def test_each_missing_field_is_named(script: Script, name: str) -> None:
    fields = {field: value for field, value in ENTRY.items() if field != name}
    assert script("Object.fromEntries(problems(schema, given[0]))", fields) == {
        name: "This is needed."
    }


def test_hidden_characters_are_those_that_the_reader_refuses(script: Script) -> None:
    ranges = [range(0x20), range(0x7E, 0xB0), range(0x600, 0x620), range(0x2000, 0x2070)]
    more = [0xFEFF, 0xFFF9, 0xFFFE, 0xE0041, 0x1F642]
    for character in map(chr, [code for one in ranges for code in one] + more):
        if character.isspace():
            continue
        found = script(
            "problems(schema, given[0]).has('title')", {**ENTRY, "title": f"a{character}b"}
        )
        read = source.parse("x.yml", f"title: 'a{character}b'\n".encode())
        assert found == (read.data is None), hex(ord(character))


@pytest.mark.parametrize("text", [*NEEDED.values(), *UNNEEDED.values(), *map(chr, ALONE)])
def test_they_are_refused_where_they_are_not_needed(script: Script, text: str) -> None:
    text = f"a{' '.join(text.split())}"
    found = script("problems(schema, given[0]).has('venue')", {**ENTRY, "venue": text})
    assert found == ([*unneeded(text)] != [])


LISTS = st.lists(TEXTS, min_size=1, max_size=6)
NAMES = [
    name
    for name, shape in SCHEMA["properties"].items()
    if "$ref" not in shape.get("items", {})
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), st.tuples(TEXTS, LISTS)))
def test_the_yaml_is_that_of_fmt(texts: dict[str, tuple[str, list[str]]]) -> None:
    fields: drafts.Fields = {}
    for name, (text, items) in texts.items():
        value = items if SCHEMA["properties"][name]["type"] == "array" else text
        fields[name] = as_the_form_gives_it(name, value)
    fields = {name: value for name, value in fields.items() if value}
    assert WRITER("write(schema, given[0])", fields) == lay_out(fields, Resource)


ADDRESSES = [
    "https://youtu.be/Ilg3gGewQ5U?si=a", "https://www.youtube.com/watch?v=Ilg3gGewQ5U&t=3",
    "https://m.youtube.com/shorts/Ilg3gGewQ5U", "https://youtu.be/short", "https://youtube.com/@a",
    "https://arxiv.org/pdf/1502.05767v4", "https://arxiv.org/abs/hep-th/9901001",
    "https://arxiv.org/abs/math.GT/0309136", "https://arxiv.org/abs/1513.05767",
    "https://arxiv.org/abs/0704.0001", "https://arxiv.org/abs/9107.0001",
    "https://arxiv.org/pdf/1502.05767.pdf", "https://arxiv.org/list/cs.LG/recent",
    "https://doi.org/10.1038/323533A0", "https://dx.doi.org/10.1000/a%3Cb", "https://doi.org/",
    "https://github.com/a/b", "https://example.org/", "https://www.example.org/a/index.html?b=1",
    "https://example.org/a?utm_source=x&b=1#c", "https://example.org/a/?ref=x", "http://a.org:80/b",
    "https://www.youtube.com/playlist?list=PLZHQObOWTQDNU6R1_67000Dx_ZCJB-3pi&si=x",
    "https://www.youtube.com/embed/videoseries?list=PLaAAAAAAAAAAAAAAAA",
    "https://www.youtube.com/watch?list=PLaAAAAAAAAAAAAAAAA", "https://youtube.com/playlist?list=WL",
    "https://youtu.be/Ilg3gGewQ5U?list=PLaAAAAAAAAAAAAAAAA", "https://youtube.com/?v=Ilg3gGewQ5U",
    "https://www.youtube.com/embed/live_stream?channel=UCAAAAAAAAAAAAAAAAAAAAAA",
    "https://www.youtube.com/embed?listType=playlist&list=PLaAAAAAAAAAAAAAAAA",
    "https://doi.org/10.48550/arXiv.1502.05767", "https://doi.org/10.48550/ARXIV.math/0309136v1",
    "https://ar5iv.labs.arxiv.org/html/1502.05767v2", "https://www.alphaxiv.org/overview/1502.05767",
    "https://browse.arxiv.org/abs/math.GT/0309136", "https://huggingface.co/papers/1502.05767",
    "https://dl.acm.org/doi/pdf/10.1145/3448250", "https://hdl.handle.net/10.1038/323533a0",
    "https://doi.org/10.1002/(SICI)1099-0000(19990101)1:1%3C1::AID-XXX1%3E3.0.CO;2-A",
    "https://example.org/a#b:~:text=c",
]  # fmt: skip


@pytest.mark.parametrize("url", ADDRESSES)
def test_addresses_tell_the_same(script: Script, url: str) -> None:
    assert script("derived(given[0])", url) == drafts.derived(url)
    assert script("names({url: given[0]})", url) == [*identity.identities([url], None, None)]


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from(" \n\t,;-*+#?.)1aBé•–中"))
    | st.sampled_from([text for text, _, _ in WRITTEN]),
    st.booleans(),
)
def test_lists_are_read_the_same(text: str, are_names: bool) -> None:
    assert WRITER("items(...given)", text, are_names) == issue.items(text, are_names=are_names)


@pytest.mark.parametrize(
    "fields",
    [
        {"authors": ["Ada Example"], "published": "2021-05", "title": "Sorting"},
        {"authors": ["Jörg Müller-Weiß"], "title": "A day"},
        {"authors": ["李"], "title": "你好"},
        {"title": "It's about time, isn't it, or so"},
        {"authors": ["Ada Taken"], "published": "2021"},
        {},
    ],
)
def test_the_same_id_is_proposed(script: Script, fields: drafts.Fields) -> None:
    taken = ["taken-2021", "taken-2021-2"]
    found = script("proposedId(given[0], new Set(given[1]))", fields, taken)
    assert found == drafts.propose_id(fields, frozenset(taken))


@pytest.mark.parametrize(
    "text", ["12:47", "1:02:03", "45 min", "1 h 30 min", "2h", "PT45S", "PT1H30M", "0:59", "90:30"]
)
def test_times_are_shown_as_on_a_card(script: Script, text: str) -> None:
    assert script("shownDuration(given[0])", text) == duration(ENGLISH, parse_duration(text))


def test_what_is_no_time_is_not_shown(script: Script) -> None:
    assert script("shownDuration(given[0])", "soon") == ""
