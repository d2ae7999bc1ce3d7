"""The prose and the code between the outputs of a page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from topicsite.render import headings
from topicsite.render.mathematics import render_mathematics
from topicsite.render.notebook import NotebookError, read_notebook


def test_dollars_are_formulas_or_prices(saved: Callable[..., str]) -> None:
    html = saved(
        "Costs \\$5 or \\$6, $a<b$ and $c$.\n\n$$x_1 \\\\ y$$\n\n"
        "\\begin{align} a &= b \\end{align}\n\n`$d$`\n\n```python\ne = '$f$'\n```\n"
    )
    # From 0.27 on mkdocs-jupyter puts formulas into elements, as the formulas of written pages are.
    text = BeautifulSoup(html, "html.parser").get_text()
    assert r"Costs $5 or $6, \(a<b\) and \(c\)." in text
    assert r"\[x_1 \\ y\]" in text
    assert r"\[\begin{align} a &= b \end{align}\]" in text
    assert "<code>$d$</code>" in html
    assert r"\(f\)" not in html
    render_mathematics(html)


def test_headings_of_the_same_words_get_ids_of_their_own(saved: Callable[..., str]) -> None:
    html = saved("## Same\n\n## Same", "## Same & `code`\n\n<!-- topicsite: updated -->")
    assert [heading.id for heading in headings(html)] == ["same", "same_1", "same-code"]
    assert "<!-- topicsite: updated -->" in html


def test_long_code_is_folded_when_asked(saved: Callable[..., str]) -> None:
    html = saved(("a = 1\nb = 2", []), tags=("folded",))
    assert re.search(r"<details>\s*<summary[^>]*>Code, 2 lines</summary>", html)


def test_a_page_without_cells_is_not_a_notebook() -> None:
    with pytest.raises(NotebookError, match="no cells"):
        read_notebook("<p>x</p>", "examples/small.py").html()
