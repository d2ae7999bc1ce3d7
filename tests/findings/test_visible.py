"""What a name or a text could do to a terminal, a log or a program, it only says."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from topicsite.findings import interchange, reporters
from topicsite.findings.diagnostics import Diagnostic, Span
from topicsite.findings.visible import portable_json, visible, visible_line

HOSTILE = [
    "a\x1b[31mb", "a\nb", "a\r\nb", "a\x00b", "a\x7fb", "a\x9b31mb", "a\u0085b", "a\u2028b",
    "a\u202eb", "a\u2066b", "a\u061cb", "a\u200bb", "a\ufeffb", "a\u00adb", "a\U000e0041b",
    "a\x01b", "a\ufffeb", "a\uffffb", "a\U0001fffeb", "a\ufdd0b", "a\ud800b", "a\udcffb",
    "::error::x", " ::add-mask::x", "##[error]x", "a ##vso[task.x]", "##VSO2[x]", "###[a]",
    "%0A::error::x", "a\t::b",
]  # fmt: skip
"""What some terminal, log, program or reader of names would obey or fail at."""
ANY = st.text(st.characters(exclude_categories=())) | st.sampled_from(HOSTILE)

XML = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*\\Z")
"""The characters of XML 1.0: https://www.w3.org/TR/xml/#charsets."""
# As the runner of GitHub Actions looks for them, after cutting the spaces in front.
COMMAND = re.compile(r"\A\s*::|##\w*\[")
STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


@given(ANY)
def test_a_line_steers_nobody(text: str) -> None:
    shown = visible_line(text)
    assert not STEERING.search(shown)
    assert not COMMAND.search(shown)
    assert XML.match(shown)
    shown.encode()
    assert visible_line(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "Grüße, 中文 🙂 e\u0301",
        "a\u00a0b",
        "فارسی",
        "می\u200cشود",
        "👩\u200d💻❤\ufe0f",
        "a::b",
        "# a [b]",
        "%",
    ],
)
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible_line(text) == text


def test_what_cannot_is_named() -> None:
    assert visible("a\x1b\u202e\udcff") == "a<U+001B><U+202E><U+DCFF>"
    assert visible("a\u200cb") == "a<U+200C>b"
    assert visible("a\u3164\u2800\ufe00b") == "a<U+3164><U+2800><U+FE00>b"
    assert visible_line("::error::x") == "<U+003A>:error::x"


@given(
    st.recursive(ANY, lambda inner: st.lists(inner) | st.dictionaries(ANY, inner)), st.booleans()
)
@example({"a": "🙂\x9b\u202e"}, False)
def test_json_says_the_same_everywhere(data: object, ascii_only: bool) -> None:
    text = portable_json(json.dumps(data, indent=2, ensure_ascii=False), ascii_only=ascii_only)
    assert not STEERING.search(text.replace("\n", ""))
    assert not any(map(COMMAND.search, text.split("\n")))
    assert text.isascii() or not ascii_only
    # Half a pair has no place in JSON that everybody reads; it is named.
    halves = re.compile("[\ud800-\udfff]")
    same = json.loads(
        halves.sub(lambda m: f"<U+{ord(m[0]):04X}>", json.dumps(data, ensure_ascii=False))
    )
    assert json.loads(text) == same
    assert portable_json(text, ascii_only=ascii_only) == text


@given(ANY, ANY, ANY)
@example("x", "//host/x", "x")
def test_reports_for_programs_can_be_read_whatever_a_name_is(a: str, b: str, c: str) -> None:
    finding = Diagnostic("link-gone", a, b, Span(1, 1, 1, 2))
    text = interchange.junit([interchange.Case(c, b, [finding])], a)
    assert XML.match(text)
    (suite,) = ET.fromstring(text.encode())
    assert suite[0].get("name") == visible(c)
    assert suite[0].get("classname") == visible(b)
    log = json.loads(interchange.sarif([finding]).encode())
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"][
        "uri"
    ]
    assert re.fullmatch(r"[A-Za-z0-9/._~%-]*", uri)
    assert urlsplit(uri).path == uri
    assert unquote(uri, errors="surrogatepass") == b
    assert json.loads(reporters.as_json([finding]).encode())[0]["rule"] == "link-gone"


@given(ANY, ANY)
def test_no_line_of_findings_is_a_command(path: str, message: str) -> None:
    finding = Diagnostic("link-gone", message, path, Span(1, 1, 1, 2))
    (line,) = reporters.concise([finding]).split("\n")
    assert not COMMAND.search(line)
    for line in reporters.full([finding], {path: message}).split("\n"):
        assert not COMMAND.search(line)
