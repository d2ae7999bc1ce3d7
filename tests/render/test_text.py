"""What people write: names in addresses, Markdown in a line, and prose."""

from __future__ import annotations

import re

import pytest

from topicsite.model.phrases import slug
from topicsite.render.text import inline, prose


@pytest.mark.parametrize("name", ["a", "Chain Rule", "über-lange Sätze", "C++", "!!!", "日本語"])
def test_a_slug_is_fit_for_an_address(name: str) -> None:
    assert re.fullmatch(r"[\w-]+", slug(name))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("*em* and **strong**", "<em>em</em> and <strong>strong</strong>"),
        ("`a < b`", "<code>a &lt; b</code>"),
        (
            "[x](https://example.org)",
            '<a href="https://example.org" rel="noopener">x</a>',
        ),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("![x](https://example.org/x.png)", None),
        ("[x](javascript:alert)", None),
    ],
)
def test_inline_markdown(text: str, html: str | None) -> None:
    made = str(inline(text))
    assert "javascript:" not in made or "href" not in made
    assert "<img" not in made
    if html is not None:
        assert made == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\n\ntwo *three*", "<p>One</p>\n<p>two <em>three</em></p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("$a_1 * b_2 * c < d$", r"<p>\(a_1 * b_2 * c &lt; d\)</p>"),
        ("`x $y$ z`, $5 and $6", "<p><code>x $y$ z</code>, $5 and $6</p>"),
        ("<b onclick=x>y</b>", "<p>&lt;b onclick=x&gt;y&lt;/b&gt;</p>"),
        ("$<b>$", r"<p>\(&lt;b&gt;\)</p>"),
        ("# no heading", "<p># no heading</p>"),
        ("![x](https://example.org/x.png)", None),
        ("[x](javascript:alert)", None),
    ],
)
def test_prose_of_an_exercise(text: str, html: str | None) -> None:
    made = str(prose(text))
    if html is None:
        assert not any(tag in made for tag in ("<img", "javascript:alert)</a", 'href="javascript'))
    else:
        assert made == html


@pytest.mark.parametrize(
    ("written", "html"),
    [
        (r"a \(x_1*y*z_2\) *b*", r"a \(x_1*y*z_2\) <em>b</em>"),
        (r"*a \(x\) b*", r"<em>a \(x\) b</em>"),
        (r"\(a < b & c\)", r"\(a &lt; b &amp; c\)"),
        (r"`\(x\)` \(y\)", r"<code>&#92;(x\)</code> \(y\)"),
        (r"\\(x\\)", r"&#92;(x\)"),
        (r"\[1\] and \(x", r"[1] and (x"),
        (r"\\[x\\]", r"&#92;[x\]"),
        ("\ue0000\ue001 \\(x\\) \ue0007\ue001", "\\(x\\) \\(x\\) \ue0007\ue001"),
        (r"\(<script>\)", r"\(&lt;script&gt;\)"),
        (r"[\(x\)](https://example.org)",
        r'<a href="https://example.org" rel="noopener">\(x\)</a>'),
    ],
)  # fmt: skip
def test_formulas_pass_through_markdown(written: str, html: str) -> None:
    assert inline(written) == html
