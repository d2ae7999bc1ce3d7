"""Formulas are found where they stand, and stay within their own box."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicsite.findings.diagnostics import Span
from topicsite.mathematics.engine import examine, typeset
from topicsite.mathematics.formulas import formulas, without_code
from topicsite.model.entries import Example, Resource
from topicsite.reading import headers, source
from topicsite.reading.formulas import formula_findings

FOUND = {
    r"a \(x\) b \[y\] c": [("x", False), ("y", True)],
    r"\(a \\\) b": [(r"a \\", False)],
    r"\\(a\\)": [],
    r"\\\(a\)": [("a", False)],
    r"\( \)\(a\)": [("a", False)],
    r"\[ \(a\) \]": [(r"\(a\)", True)],
    r"\(a \] b\)": [(r"a \] b", False)],
    r"a\)": [],
    r"\(a": [("", False)],
    r"\[a \(b\)": [("", True), ("b", False)],
    r"\(a \(b\)": [(r"a \(b", False)],
}


@pytest.mark.parametrize("text", FOUND)
def test_where_formulas_stand(text: str) -> None:
    assert [(found.tex, found.display) for found in formulas(text)] == FOUND[text]


def test_brackets_of_markdown_are_none() -> None:
    assert [found.tex for found in formulas(r"\[a\] \(b\) \[\(c\)\]", displayed=False)] == [
        "b",
        "c",
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (r"`\(a\)` \(b\)", ["b"]),
        (r"``\(a\)`` ` \(b\)", ["b"]),
        (r"\` \(a\) `", ["a"]),
        (r"\(a\) ` \(b\)", ["a", "b"]),
    ],
)
def test_code_has_none(text: str, left: list[str]) -> None:
    assert [found.tex for found in formulas(without_code(text))] == left


@given(st.lists(st.sampled_from(["\\", "(", ")", "[", "]", "a"]), max_size=30).map("".join))
def test_formulas_follow_each_other(text: str) -> None:
    end = 0
    for found in formulas(text):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start] == "\\"
        assert not found.is_closed or found.tex in text[found.start : found.end]
        end = found.end


KEPT = [
    r"a \neq b", r"x \notin A", r"a \coloneqq b", r"\int\!\!\!\int f \, dx",
    r"\frac{\partial L}{\partial w}",
    r"\sum_{\mathclap{1 \le i \le j \le n}} x_{ij}", r"\underbrace{a + b}_{\mathclap{\text{two}}}",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"\begin{cases} 1 & x > 0 \\[1ex] 0 \end{cases}",
    r"\sqrt{\smash[b]{y}}", r"a \quad b \qquad c", r"\hspace{2em} x", r"x\mkern-2mu y",
    r"\dddot{x}",
    r"\rule{1em}{0.4pt}", r"\raisebox{-0.3em}{$x$}", r"\hphantom{abc} d \vphantom{\int}",
    r"\KaTeX \LaTeX",
    r"\iiint \oint", r"\mathring{a} \vec{b} \widehat{cd}",
    r"\models \Longrightarrow \hookrightarrow",
    r"f\colon A \to B", r"\lvert x \rvert \, \lVert y \rVert", r"\bigl( \Bigg| \bigr)",
    r"\boxed{x}",
    r"\not\equiv \not= \nsubseteq \ne",
    r"\operatorname{softmax}(z)", r"\bcancel{x} \overline{ab}", r"\ddot{\imath}",
    r"\tfrac12 \dbinom{n}{k}",
]  # fmt: skip
REFUSED = [
    r"\kern{-40em}x", r"\kern-40em x", r"\kern40em", r"\mkern-720mu x", r"\hskip-20em",
    r"\mskip-900mu x",
    r"\hspace{-40em}x", r"\hspace*{-3em}x", r"\hspace{50em}", r"\rule{50em}{50em}",
    r"\rule[-9em]{1em}{1em}",
    r"\raisebox{30em}{x}", r"\raisebox{-30em}{x}", r"\smash{\raisebox{9em}{x}}",
    r"\llap{far too long}",
    r"\rlap{far too long}", r"\mathllap{abcdef}", r"\mathrlap{abcdef}",
    r"\clap{abcdefghijklmnopqrstuvwxyz}",
    r"\smash{\begin{matrix}a\\b\\c\end{matrix}}", r"\smash{\frac{a}{b}}",
    r"\begin{matrix}a\\[-20em]b\end{matrix}",
    r"a\\[-20em]b", r"\genfrac{(}{)}{30em}{0}{a}{b}", r"{a \above{30em} b}",
    r"\def\x{\kern}\x-40em x",
    r"\newcommand\x{\hspace{-40em}}\x y", r"\let\x\kern \x-9em", "x" + r"\!" * 40 + "y",
    "x" + r"\negthickspace" * 20, "abc" + r"\kern-0.9em" * 4, r"{\kern-0.6em}{\kern-0.6em}x",
    r"\text{a\kern-3em b}", r"\overset{\kern-9em a}{b}", r"\mathchoice{\kern-9em}{}{}{}",
    r"\Huge\kern-2em x",
    r"\kern-400pt x", r"\kern-5in x", r"\kern-99999999sp x", r"\kern-30ex x", r"\kern-10cm x",
    r"\kern-40pc x",
    r"\href{https://example.org}{x}", r"\includegraphics{a.png}", r"\htmlStyle{position:fixed}{x}",
    r"\htmlClass{ts-card}{x}", r"\foo", r"x^2^3", r"\frac{a}{b", r"\begin{matrix}", "{" * 30000,
    r"\def\a{\a\a}\a", r"\arraystretch{-3}",
]  # fmt: skip


@pytest.mark.parametrize("tex", KEPT)
def test_what_stays_in_its_box_is_kept(tex: str) -> None:
    assert examine(tex, False) is None
    assert "katex" in typeset(tex, False)


@pytest.mark.parametrize("tex", REFUSED)
def test_what_does_not_is_refused(tex: str) -> None:
    error = examine(tex, False)
    assert error is not None
    assert error.reason


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (r"title: a \(\frac{1}{2\) b", Span(1, 22, 1, 23), "Unexpected end of input"),
        (r"title: a \(\foo\) b", Span(1, 12, 1, 16), r"Undefined control sequence: \foo"),
        (r"title: 'it''s \(\foo\)'", Span(1, 17, 1, 21), r"\foo"),
        (r'title: "a\u00e9 \\(x^2^3\\)"', Span(1, 23, 1, 25), "Double superscript"),
        ("title: >\n  a b\n  c \\(x +\n  \\foo\\) d", Span(4, 3, 4, 7), r"\foo"),
        ("title: |\n  a \\(\\foo\\)", Span(2, 7, 2, 11), r"\foo"),
        ("title: a b\n  c \\(\\foo\\) d", Span(2, 7, 2, 11), r"\foo"),
        (r"title: a \(b", Span(1, 10, 1, 12), "has no end"),
        (r"title: a \[b\]", Span(1, 10, 1, 15), "no room for a displayed formula"),
        (r"teaches: [a, b \(\kern-9em\)]", Span(1, 16, 1, 29), "-9em lies outside"),
        ("claims:\n  - says: \\(\\foo\\)", Span(2, 13, 2, 17), r"\foo"),
    ],
)
def test_a_finding_stands_at_the_formula(text: str, place: Span, message: str) -> None:
    read = source.parse("x.yml", text.encode())
    assert read.diagnostics == []
    (found,) = formula_findings(read, Resource)
    assert found.rule == "bad-formula"
    assert message in found.message
    assert found.span == place


@pytest.mark.parametrize(
    "text",
    [r"summary: a `\(\foo\)` b", r"summary: a \[1\] \\(b\\)", r"title: a \\(b", r"title: \(x\)",
     r"doi: 10.1000/a\b", r"title: C:\temp", "unknown: \\(\\foo\\)"],
)  # fmt: skip
def test_what_is_no_formula_or_a_right_one(text: str) -> None:
    assert formula_findings(source.parse("x.yml", text.encode()), Resource) == []


def test_a_header_s_formulas_are_found_in_its_file() -> None:
    read = headers.header_of("x.py", b"# ---\n# title: a \\(\\foo\\)\n# ---\n")
    (found,) = formula_findings(read, Example)
    assert found.span == Span(2, 14, 2, 18)


TEXTS = st.text(st.sampled_from("ab \\\n'\"`(){}[]^_:#é😀&"), max_size=30)


@given(TEXTS, st.sampled_from(["'", '"', ">", "|"]))
def test_a_place_is_in_the_text_whatever_its_style(text: str, style: str) -> None:
    if style == "'":
        written = "title: '" + text.replace("'", "''").replace("\n", "\n\n  ") + "'"
    elif style == '"':
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        written = f'title: "{escaped}"'
    else:
        written = f"title: {style}2-\n  x " + text.replace("\n", "\n  ")
    read = source.parse("x.yml", written.encode())
    if isinstance(read.data, dict) and isinstance(value := read.data["title"], str):
        lines = written.split("\n")
        for start, character in enumerate(value):
            span = source.locate_within(written, ("title",), start, start + 1)
            there = lines[span.line - 1][span.column - 1 : span.column]
            if not character.isspace() and span.line == span.end_line:
                assert there in (character, "\\")
