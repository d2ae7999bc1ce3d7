"""Whatever stands in an entry: findings and no traceback, or an entry that everything can use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.test_characters import NEEDED, UNNEEDED
from tests.model.test_identity import DIFFERENT, REFUSED, SAME
from tests.model.test_schema import ENTRY, VALUES
from topicsite import render
from topicsite.links import ledger
from topicsite.model import identity
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Resource
from topicsite.reading import source
from topicsite.reading.load import load
from topicsite.reading.validation_errors import validated
from topicsite.render.mathematics import render_mathematics
from topicsite.writing import drafts
from topicsite.writing.formatting import formatted

LOADED = load(Path(__file__).parents[1] / "catalogs/valid/every-field")
PATH = "resources/t/new.yml"

HARMLESS = st.sampled_from(
    ["a", "word", " ", "é", "日本", "می‌خواهم", "👩🏽‍💻", "\u00a0", "#", ": ", "- ", "'", '"',
     "\\(x_1*y\\)", "$5",
     "`", "`\\(`", "*", "*a ", "&a ", "!t ", "%", "@", "<b>", "{{x}}", "{", "}", "[", "]", ",",
     "|", ">", "no",
     "12:47", "~", "\ue0000\ue001", "&amp;", "](https://example.org)", "<<", "\\[", "\\\\("]
)  # fmt: skip
WORDS = st.one_of(
    HARMLESS,
    st.sampled_from(
        ["\u200d", "\u3164", "\ufe0f", " #x", "\\", "\\(\\foo\\)", "\\(\\kern-9em\\)", "\\(",
         "\n", "\n\n",
         "  ", "\t", "\u2028", "\x85", "\x00", "\r"]
    ),
)  # fmt: skip
TEXT = st.one_of(
    st.lists(HARMLESS, min_size=1, max_size=8).map("".join),
    st.lists(WORDS, max_size=6).map("".join),
)
PROSE = TEXT.map(lambda text: f"It shows one idea with one worked example. {text}")
ADDRESS = st.one_of(
    st.sampled_from([url for pair in [*SAME, *DIFFERENT] for url in pair]),
    st.sampled_from([url for urls in REFUSED.values() for url in urls]),
    TEXT.map("https://example.org/".__add__),
)
STRANGE: dict[str, st.SearchStrategy[object]] = {
    "title": TEXT,
    "url": ADDRESS,
    "authors": st.lists(TEXT, min_size=1, max_size=3),
    "summary": PROSE,
    "teaches": st.lists(TEXT, min_size=1, max_size=4),
    "note": TEXT,
    "venue": TEXT,
    "doi": TEXT.map("10.1000/".__add__),
    "also_at": st.lists(st.fixed_dictionaries({"label": TEXT, "url": ADDRESS}), max_size=2),
    "claims": st.lists(
        st.fixed_dictionaries({"id": st.just("a"), "says": TEXT, "not_tried": TEXT}), max_size=2
    ),
}
FIELDS = st.one_of(
    st.lists(st.sampled_from([*STRANGE]), max_size=3, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: STRANGE[name] for name in names})
    ),
    st.lists(st.sampled_from([*VALUES]), max_size=4, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: st.sampled_from(VALUES[name]) for name in names})
    ),
)


def as_yaml(fields: dict[str, object], raw: str) -> str:
    """An entry in flow style, whose quoting is that of JSON, and one field as it comes."""
    whole = {**ENTRY, "url": "https://example.org/new", **fields}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in whole.items()]
    return "\n".join([*lines, *([f"licence: {raw}"] if raw else [])]) + "\n"


def examined(text: str) -> Resource | None:
    """What `check` makes of an entry; whatever it finds has a place in the file."""
    lines = text.split("\n")
    found = drafts.findings(LOADED, "new", "t", PATH, text)
    for finding in found:
        assert 1 <= finding.span.line <= len(lines) + 1
        assert finding.message
        assert str(finding)
    read = source.parse(PATH, text.encode())
    made = validated(read, Resource) if read.data is not None else None
    errors = [finding for finding in found if finding.severity == "error"]
    return made if isinstance(made, Resource) and not errors else None


@settings(max_examples=300, deadline=None)
@given(FIELDS, st.one_of(st.just(""), TEXT))
def test_an_entry_is_refused_with_its_place_or_can_be_used(
    fields: dict[str, object], raw: str
) -> None:
    text = as_yaml(fields, raw)
    entry = examined(text)
    if entry is None:
        return
    written = formatted(PATH, text.encode(), Resource)
    again = source.parse(PATH, written.encode())
    assert validated(again, Resource) == entry
    assert formatted(PATH, written.encode(), Resource) == written

    addresses = [*entry.addresses]
    addresses += [identity.doi_address(entry.doi)] if entry.doi else []
    seen = {address: ledger.Record("ok", "2026-11-24", "2026-11-24") for address in addresses}
    assert ledger.parse(ledger.text_of(seen)) == seen

    known = LOADED.catalog
    resources = {**known.resources, "new": Entry("new", "t", PATH, entry)}
    site = render.Site(Catalog(known.topics, resources, known.examples))
    page = render.fill_markers("<!-- topicsite: resources -->", site, "t/")
    render_mathematics(page)
    for tag in render.generated_pages(site):
        render_mathematics(tag.html())


YAML = st.lists(
    st.one_of(WORDS, st.sampled_from(["title: ", "url: ", "\nteaches: [", "\nsummary: >\n  "])),
    max_size=30,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(YAML)
def test_a_file_that_is_no_entry_is_refused_with_its_place(text: str) -> None:
    assert examined(text) is None


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED)
def test_a_title_may_need_what_cannot_be_seen(text: str) -> None:
    assert examined(as_yaml({"title": " ".join(text.split())}, "")) is not None


@pytest.mark.parametrize("text", UNNEEDED.values(), ids=UNNEEDED)
def test_and_may_not_hold_what_it_does_not_need(text: str) -> None:
    assert examined(as_yaml({"title": f"a{text}"}, "")) is None
