"""The text of pages, by their headings."""

from __future__ import annotations

import pytest

from topicsite.search.sections import Section, sections_of
from topicsite.search.tex import untexed

PAGE = """\
<h1 id="top">A page<a class="headerlink" href="#top" title="Permanent link">¶</a></h1>
<p>Before &amp; <em>after</em>,
in one line.</p>
<!-- topicsite: resources -->
<h2 id="one">The <code>one</code></h2>
<ul><li>first</li><li>second<br>third</li></ul>
<pre><code>x = 1</code></pre>
<div data-search-exclude><div>not</div> this</div>
<p>With <svg><text>drawn</text></svg>\\(\\delta^l\\).</p>
<h4 id="deep">Deep</h4>
<h3 id="empty">Empty</h3>
"""


def test_a_page_is_read_by_its_headings() -> None:
    assert list(sections_of(PAGE)) == [
        Section("A page", "top", 1, ["Before & after, in one line."]),
        Section("The one", "one", 2, ["first", "second", "third", "x = 1", "With δ^l.", "Deep"]),
        Section("Empty", "empty", 3, []),
    ]


def test_code_is_left_out_where_it_is_not_wanted() -> None:
    [_, section, _] = sections_of(PAGE, with_code=False)
    assert "x = 1" not in section.lines


@pytest.mark.parametrize("html", ["", "<p></p>", "<h2>no id</h2>", "</div><p", "<svg><p>x"])
def test_any_html_is_read(html: str) -> None:
    assert all(section.title or section.lines for section in sections_of(html))


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"so \(\frac{\partial L}{\partial W}\) is", "so ∂L/∂W is"),
        (r"\(\sigma'(z)\)", "σ'(z)"),
        (r"\(a \odot b\)", "a ⊙ b"),
        (r"\(\mathbf{x}_{ij}\)", "x_ij"),
        (r"\[\sum_i \left( x_i \right)\]", "∑_i ( x_i )"),
        (r"a price of \$5 \(", r"a price of \$5 \("),
    ],
)
def test_formulas_become_text(tex: str, text: str) -> None:
    assert untexed(tex) == text
