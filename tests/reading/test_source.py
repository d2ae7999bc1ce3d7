"""YAML is read as text: every line of the table of surprises, positions, and hostile input."""

from __future__ import annotations

import tracemalloc

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from topicsite.findings.diagnostics import Span
from topicsite.reading import source


def data(text: str) -> source.Data | None:
    read = source.parse("entry.yml", text.encode())
    assert read.diagnostics == []
    return read.data


def rules(text: str | bytes) -> list[str]:
    raw = text if isinstance(text, bytes) else text.encode()
    return [finding.rule for finding in source.parse("entry.yml", raw).diagnostics]


@pytest.mark.parametrize(
    ("plain", "pyyaml"),
    [
        ("12:47", 767),
        ("no", False),
        ("1.10", 1.1),
        ("0777", 511),
        ("1_000", 1000),
        ("null", None),
        ("~", None),
        ("0x1F", 31),
        (".inf", float("inf")),
        ("=", "="),
    ],
)
def test_a_plain_scalar_is_the_text_that_stands_there(plain: str, pyyaml: object) -> None:
    if plain != "=":
        assert yaml.safe_load(f"field: {plain}") == {"field": pyyaml}, "the trap is still there"
    assert data(f"field: {plain}") == {"field": plain}


def test_a_date_stays_as_written() -> None:
    assert data("field: 2024-01-02") == {"field": "2024-01-02"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a: 1\na: 2", "duplicate-key"),
        ("title: C# basics #1", "cut-short"),
        ("a: b\u0085c", "control-character"),
        ("[" * 500 + "]" * 500, "too-deep"),
        ("[" * 60000, "too-deep"),
        ("{a: " * 15000, "too-deep"),
        ("- " * 32000, "too-deep"),
        ("? " * 32000, "too-deep"),
        ("\n".join(" " * n + "a:" for n in range(40)), "too-deep"),
        ("a: &x [b]\nc: [*x, *x, *x]", "yaml-anchor"),
        ("a: *x", "yaml-alias"),
        ("a: [b,\nc, &x d, *x]", "yaml-alias"),
        ('a: ["b\nsummary: >\n  c", *x]', "yaml-alias"),
        ("a: [b,\n  c, *x]", "yaml-alias"),
        ("a: {b: c, d: !t e}", "yaml-tag"),
        ("<<: {a: b}", "yaml-merge-key"),
        ("a: !!python/object/apply:os.system [ls]", "yaml-tag"),
        ("a: b\n---\nc: d", "yaml-documents"),
        ("a: b\n...\n---\nc: d", "yaml-documents"),
        ("a: \x00", "control-character"),
        ("a: \u202e", "control-character"),
        ("a: \u200b", "control-character"),
        ("a: \ud7ff\ufeff", "control-character"),
        ('a: "\\u202e"', "control-character"),
        ("a: b\rc: d", "control-character"),
        (b"a: \xff", "not-utf8"),
        ("a: " + "x" * 70000, "file-too-large"),
        ("", "wrong-type"),
        ("# nothing", "wrong-type"),
        ("a:", "empty-value"),
        ("a: [b, '']", "empty-value"),
        ("{[a]: b}", "yaml-key"),
        ("\ta: b", "yaml-syntax"),
    ],
)
def test_what_is_refused(text: str | bytes, rule: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: it *matters* & costs 100 % !",
        "a: >\n  first, *then*, & so on, !\nb: [c]",
        "a: >\n  it's so, *then*",
        "a: >\n  *Emphasis* first\n  and *again*.",
        "a: 'C# basics #1'",
        "a: b # a comment",
        "# a comment\na: b",
        "a: 'with: colon'",
        'a: "tab\\tand newline\\n"',
        "a: x#y",
        "a: [b, c]\n",
        "a: b\r\nc: d\r\n",
        "---\na: b\n",
    ],
)
def test_what_is_harmless_is_let_through(text: str) -> None:
    assert rules(text) == []


ENTRY = """\
title: One
authors: [Ada, Ben]
also_at:
  - label: Text
    url: https://example.org
summary: >
  Two
  lines.
"""


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (("title",), Span(1, 8, 1, 11)),
        (("authors", 1), Span(2, 16, 2, 19)),
        (("also_at", 0, "url"), Span(5, 10, 5, 29)),
        (("also_at", 0, "missing"), Span(4, 5, 4, 10)),
        (("missing",), Span(1, 1, 1, 6)),
        ((), Span(1, 1, 1, 6)),
    ],
)
def test_every_value_can_be_located(location: source.Location, expected: Span) -> None:
    assert source.locate(ENTRY, location) == expected


def test_a_field_can_be_located_by_its_name() -> None:
    assert source.locate(ENTRY, ("also_at", 0, "label"), key=True) == Span(4, 5, 4, 10)


def test_columns_count_characters_not_bytes() -> None:
    assert source.locate("title: [é, 😀, x]", ("title", 2)) == Span(1, 15, 1, 16)


SCALARS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@given(st.dictionaries(SCALARS, st.one_of(SCALARS, st.lists(SCALARS)), min_size=1, max_size=6))
def test_whatever_a_quoted_text_says_is_what_is_read_or_is_reported(
    entry: dict[str, str | list[str]],
) -> None:
    written = yaml.safe_dump(entry, allow_unicode=True, default_style="'", width=10**6)
    read = source.parse("entry.yml", written.encode())
    if read.diagnostics:
        assert {d.rule for d in read.diagnostics} <= {"control-character", "yaml-merge-key"}
    else:
        assert read.data == entry


YAMLISH = st.lists(
    st.sampled_from(
        ["a", ": ", "- ", "? ", "[", "]", "{", "}", ", ", "&x ", "*x ", "!t ", "<<", "'", '"',
         "|\n", ">\n", "\n", "  ", "\t", "#", " #", "---\n", "...\n", "%YAML 1.1\n", "\\", "é",
         "\u2028", "\r"]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@settings(max_examples=400)
@given(st.one_of(YAMLISH.map(str.encode), st.binary(max_size=300), st.text().map(
    lambda text: text.encode("utf-8", "surrogatepass"))))  # fmt: skip
def test_no_bytes_whatever_make_it_raise(raw: bytes) -> None:
    read = source.parse("entry.yml", raw)
    assert (read.data is None) == bool(read.diagnostics)
    for finding in read.diagnostics:
        assert finding.span.line >= 1
        assert finding.span.column >= 1


def test_the_largest_file_that_is_read_stays_small_in_memory() -> None:
    text = "a:\n" + "- x\n" * 16000
    tracemalloc.start()
    try:
        read = source.parse("entry.yml", text.encode())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert read.diagnostics == []
    assert peak < 32 * 2**20
