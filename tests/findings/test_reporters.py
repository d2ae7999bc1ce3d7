"""The four forms of a report, and that nothing in a file can steer a terminal or a workflow."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from topicsite.findings import reporters
from topicsite.findings.diagnostics import Diagnostic, Span, in_order
from topicsite.findings.visible import visible

TEXT = "title: One\nkind: vido\n\tsummary: 山 and `x`\n" + "url: " + "x" * 300 + "\n"
KIND = Diagnostic("unknown-value", "`vido` is none", "a/b.yml", Span(2, 7, 2, 11))
WIDE = Diagnostic("too-long", "long", "a/b.yml", Span(4, 200, 4, 203), "warning")


def test_concise() -> None:
    assert reporters.concise([KIND, WIDE]).splitlines() == [
        "a/b.yml:2:7: error[unknown-value] `vido` is none",
        "a/b.yml:4:200: warning[too-long] long",
    ]


def test_full_underlines_the_place() -> None:
    assert reporters.full([KIND], {"a/b.yml": TEXT}).splitlines() == [
        "a/b.yml:2:7: error[unknown-value] `vido` is none",
        "  |",
        "2 | kind: vido",
        "  |       ^^^^",
    ]


@pytest.mark.parametrize(
    ("span", "line", "carets"),
    [
        (Span(3, 11, 3, 12), "    summary: 山 and `x`", " " * 13 + "^^"),
        (Span(1, 1, 2, 5), "title: One", "^" * 10),
        (Span(1, 11, 1, 11), "title: One", " " * 10 + "^"),
        (Span(4, 200, 4, 203), "…" + "x" * 100 + "…", " " * 51 + "^^^"),
    ],
)
def test_carets_stand_under_the_place(span: Span, line: str, carets: str) -> None:
    finding = Diagnostic("rule", "message", "a/b.yml", span)
    shown = reporters.full([finding], {"a/b.yml": TEXT}).splitlines()
    assert shown[2].partition("| ")[2] == line
    assert shown[3].partition("| ")[2] == carets


def test_full_without_the_text_is_concise() -> None:
    assert reporters.full([KIND], {}) == reporters.concise([KIND])


def test_json_can_be_read_back() -> None:
    (item,) = json.loads(reporters.as_json([KIND]))
    assert item == {
        "rule": "unknown-value",
        "severity": "error",
        "message": "`vido` is none",
        "path": "a/b.yml",
        "start": {"line": 2, "column": 7},
        "end": {"line": 2, "column": 11},
    }


def read_back(command: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub reads it."""
    match = re.fullmatch(r"::(\w+) (.*?)::(.*)", command)
    assert match is not None, command

    def plain(text: str) -> str:
        for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")):
            text = text.replace(code, character)
        return text.replace("%25", "%")

    properties = dict(item.split("=", 1) for item in match[2].split(","))
    return match[1], {name: plain(value) for name, value in properties.items()}, plain(match[3])


ANY = st.text(st.characters(exclude_categories=()), min_size=1) | st.sampled_from(
    ["%0A::error::x", "::error::x", "a\n::error::x", "a,b:c%", "\x1b[31m", "a\u202eb", "\udcff"]
)


@given(ANY, ANY)
@example("a%3Ab,c%25", "%0A%0D%")
def test_github_annotations_carry_any_path_and_message(path: str, message: str) -> None:
    finding = Diagnostic("rule", message, path, Span(2, 7, 2, 11))
    command = reporters.github([finding], "sites/a b/")
    assert command == visible(command)
    severity, properties, said = read_back(command)
    assert severity == "error"
    assert properties["file"] == "sites/a b/" + visible(path)
    assert said == visible(message)
    assert properties["line"] == "2"
    assert properties["endColumn"] == "11"


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_no_terminal_is_steered_by_what_a_file_says(text: str) -> None:
    finding = Diagnostic("rule", text, "a/b.yml", Span(1, 1, 1, 5))
    shown = reporters.full([finding], {"a/b.yml": text + "\x1b[31m\x07"})
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_colour_only_frames_what_is_said_anyway() -> None:
    coloured = reporters.full([KIND, WIDE], {"a/b.yml": TEXT}, colour=True)
    assert "\x1b[" in coloured
    plain = re.sub(r"\x1b\[\d*m", "", coloured)
    assert plain == reporters.full([KIND, WIDE], {"a/b.yml": TEXT})


@pytest.mark.parametrize(
    ("findings", "line"),
    [
        ([], "2 resources, 1 topic: no findings"),
        ([KIND], "1 error in 1 file"),
        ([KIND, WIDE], "1 error and 1 warning in 1 file"),
        ([KIND, KIND, Diagnostic("r", "m", "c.yml")], "3 errors in 2 files"),
    ],
)
def test_the_closing_line(findings: list[Diagnostic], line: str) -> None:
    assert reporters.summary(findings, {"resource": 2, "topic": 1}) == line


def test_findings_are_put_in_order_and_said_once() -> None:
    first = Diagnostic("b", "m", "a.yml", Span(1, 1, 1, 2))
    second = Diagnostic("a", "m", "a.yml", Span(10, 1, 10, 2))
    assert in_order([second, first, second]) == [first, second]
