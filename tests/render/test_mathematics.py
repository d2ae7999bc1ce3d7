"""Formulas: set from the TeX that Markdown leaves, refused aloud when wrong, cheap when absent."""

from __future__ import annotations

import hashlib
import re
import sys
from html import escape
from html.parser import HTMLParser
from importlib.resources import files

import markdown
import pytest

from tests.children import run
from topicsite.render import headings
from topicsite.render.mathematics import (
    STYLESHEETS,
    MathematicsError,
    needs_stylesheets,
    render_mathematics,
)

FORMULAS = [
    r"\delta^{l}_j = \frac{\partial C}{\partial z^{l}_j}",
    r"\delta^{L} = \nabla_a C \odot \sigma'(z^{L})",
    r"\begin{aligned} \delta^{l} &= \left( (w^{l+1})^{T} \delta^{l+1} \right) \odot \sigma'(z^{l})"
    r"\\[2pt] \frac{\partial C}{\partial w^{l}_{jk}} &= a^{l-1}_k \delta^{l}_j \end{aligned}",
    r"\frac{\partial C}{\partial a^{(L-1)}_k} = \sum_{j=0}^{n_L - 1} w_{jk} \delta_j",
    r"\begin{pmatrix} z_1 \\ z_2 \end{pmatrix} = \begin{bmatrix} w_{11} & w_{12} \end{bmatrix}",
    r"\sigma(z) = \begin{cases} 1 & z \ge 0 \\ 0 & z < 0 \end{cases}",
    r"\mathbf{\bar{x}} = \left(\frac{\partial \mathbf{y}}{\partial \mathbf{x}}\right)^{\!\top}",
]


class Tags(HTMLParser):
    """Fails when a tag is closed that was not the last one opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def assert_well_formed(html: str) -> None:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []


@pytest.mark.parametrize("tex", FORMULAS)
@pytest.mark.parametrize("delimiters", [(r"\(", r"\)"), (r"\[", r"\]")])
def test_sets_formulas_of_the_topic(tex: str, delimiters: tuple[str, str]) -> None:
    opening, closing = delimiters
    html = render_mathematics(f"<p>Let {opening}{escape(tex)}{closing}.</p>")
    assert html.startswith("<p>Let <span class=")
    assert html.endswith("</span>.</p>")
    assert html.count("<math") == 1
    assert ('display="block"' in html) == (opening == r"\[")
    assert "\\" not in html
    assert_well_formed(html)


def test_takes_what_markdown_leaves() -> None:
    html = markdown.markdown(
        "Inline \\(a_1 < b_2 * c_3\\) here.\n\n\\[\n\\begin{aligned} a &= b \\\\ c &= d\n"
        "\\end{aligned}\n\\]\n\n`\\(x\\)`\n",
        extensions=["pymdownx.arithmatex"],
        extension_configs={"pymdownx.arithmatex": {"generic": True}},
    )
    done = render_mathematics(html)
    assert done.count("<math") == 2
    assert "<mo>&lt;</mo>" in done
    assert "<code>\\(x\\)</code>" in done
    assert_well_formed(done)


@pytest.mark.parametrize(
    "html",
    [
        r"<pre>\(x\)</pre>",
        r"<pre><code><span>a</span>\[x\]</code> \(y\)</pre>",
        r"<script>f('\(x\)') < 1</script>",
        r"<style>a::before { content: '\(x\)' }</style>",
        r'<svg viewBox="0 0 1 1"><svg><text>\(x\)</text></svg>\(y\)</svg>',
        r"<!-- \(x\) -->",
        r'<a title="\(x\) > 1" href="#">x</a>',
        r"<p>\\(x\\) was escaped, \( is alone</p>",
        "<p>It costs $5 or $6.</p>",
    ],
)
def test_leaves_everything_else_alone(html: str) -> None:
    assert render_mathematics(html) == html


def test_goes_on_after_what_it_leaves_alone() -> None:
    html = render_mathematics(r"<svg><path d='M0'/></svg><code>\(x\)</code> \(y\)<br/>\(z\)")
    assert html.count("<math") == 2
    assert r"<code>\(x\)</code> <span" in html


@pytest.mark.parametrize(
    ("tex", "reason", "position"),
    [
        (r"a + \foo{b}", r"Undefined control sequence: \foo", 4),
        ("x^2^3", "Double superscript", 3),
        (r"\frac{a}{b", "Unexpected end of input", 10),
        (r"\href{https://example.org}{x}", r"\href is not allowed", None),
        (r"\includegraphics{a.png}", r"\includegraphics is not allowed", None),
        (r"\htmlStyle{color: red}{x}", "HTML extension is disabled", None),
        ("naïve", "Accented Unicode text", 2),
    ],
)
def test_says_which_formula_is_wrong_and_where(tex: str, reason: str, position: int | None) -> None:
    with pytest.raises(MathematicsError) as caught:
        render_mathematics(rf"<p>\({tex}\)</p>")
    assert reason in caught.value.reason
    assert caught.value.position == position
    assert tex in str(caught.value)
    if position is not None:
        assert f"at character {position + 1}" in str(caught.value)


def test_a_wide_formula_can_be_scrolled_with_the_keyboard() -> None:
    wide = render_mathematics(r"\[" + " + ".join(f"w_{i} a_{i}" for i in range(12)) + r"\]")
    assert 'tabindex="0" role="group" aria-label="Wide formula"' in wide
    assert "tabindex" not in render_mathematics(r"\[a = \frac{b}{c}\]")


def test_symbols_are_said_once_in_search_and_contents() -> None:
    html = render_mathematics(r'<h2 id="a">The term \(\delta_j\)</h2>')
    assert [heading.title for heading in headings(html)] == ["The term δj"]
    assert html.count("data-search-exclude") == 1


def test_only_a_page_with_formulas_needs_the_stylesheets() -> None:
    assert needs_stylesheets(render_mathematics(r"<p>\(x\)</p>"))
    assert needs_stylesheets(render_mathematics(r"<p>\[x\]</p>"))
    assert not needs_stylesheets(render_mathematics("<p>x</p>"))


def test_the_engine_starts_with_the_first_formula() -> None:
    program = (
        "from topicsite.mathematics.engine import _engine\n"
        "from topicsite.render.mathematics import render_mathematics as render\n"
        "render('<p>plain, with <code>x</code></p>')\n"
        "render(r'<p><code>\\(x\\)</code></p>')\n"
        "assert _engine.cache_info().currsize == 0\n"
        "assert render(r'<p>\\(x\\)</p>') == render(r'<p>\\(x\\)</p>')\n"
        "assert _engine.cache_info().misses == 1\n"
    )
    done = run([sys.executable, "-W", "error", "-c", program], check=True)
    assert done.stderr == ""


def test_a_process_that_set_formulas_ends() -> None:
    """One in four used not to, so a dozen in a row tell."""
    program = r"from topicsite.render.mathematics import *; render_mathematics(r'<p>\(x\)</p>')"
    for _ in range(12):
        run([sys.executable, "-c", program], check=True)


def test_vendored_files_are_whole() -> None:
    assets = files("topicsite").joinpath("assets")
    for stylesheet in STYLESHEETS:
        assert assets.joinpath(stylesheet).is_file()
    katex = assets.joinpath("katex")
    css = katex.joinpath("katex.min.css").read_text()
    named = set(re.findall(r"url\(fonts/([^)]+)\)", css))
    assert named == {font.name for font in katex.joinpath("fonts").iterdir()}
    assert all(name.endswith(".woff2") for name in named)
    assert "MIT License" in katex.joinpath("LICENSE").read_text()
    digest = hashlib.sha256(katex.joinpath("katex.min.js").read_bytes()).hexdigest()
    assert digest in katex.joinpath("README.md").read_text()


def test_each_character_of_a_parted_font_is_in_one_part() -> None:
    katex = files("topicsite").joinpath("assets/katex")
    css = katex.joinpath("katex.min.css").read_text()
    parts = re.findall(r"Main-Regular-\w+\.woff2\) format\(\"woff2\"\);unicode-range:([^}]+)", css)
    assert len(parts) == 3
    held = [
        code
        for part in parts
        for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", part)
        for code in range(int(first, 16), int(last or first, 16) + 1)
    ]
    assert len(held) == len(set(held))
    metrics = re.search(r'"Main-Regular":\{([^}]+)\}', katex.joinpath("katex.min.js").read_text())
    assert metrics is not None
    known = {int(code) for code in re.findall(r"(\d+):\[", metrics[1])}
    assert len(known) > 200
    assert known <= {*held}
