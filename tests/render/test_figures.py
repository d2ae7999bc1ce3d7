"""Figures become part of the page, and say what they show."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from tests.render.notebooks import SVG, display
from topicsite.render.figures import FigureError, inline_svg
from topicsite.render.notebook import NotebookError


def test_a_figure_needs_a_text_alternative(saved: Callable[..., str]) -> None:
    with pytest.raises(NotebookError) as caught:
        saved("prose", ("1", []), ("import x\ndraw()", [display("image/svg+xml", SVG)]))
    assert str(caught.value) == (
        "examples/small.py: cell 2, which starts `import x`, draws 1 figure and describes 0; "
        "for each figure write a comment `# alt: what there is to see` in the cell"
    )


@pytest.mark.parametrize("source", ["# alt:\ndraw()", "# alt: one\n\n# alt: two\ndraw()"])
def test_an_alternative_fits_its_figure(saved: Callable[..., str], source: str) -> None:
    with pytest.raises(NotebookError, match="draws 1 figure and describes"):
        saved((source, [display("image/svg+xml", SVG)]))


def test_alternatives_leave_the_code_and_label_the_figures(saved: Callable[..., str]) -> None:
    source = '# alt: A "rising"\n# line.\n# alt: A falling one.\n\ndraw()  # alt: no\n# stays\n'
    html = saved((source, [display("image/svg+xml", SVG)] * 2))
    soup = BeautifulSoup(html, "html.parser")
    labels = [svg["aria-label"] for svg in soup.select("svg")]
    assert labels == ['A "rising" line.', "A falling one."]
    code = soup.select_one("code")
    assert code is not None
    assert code.get_text() == "draw()  # alt: no\n# stays"
    ids = [element["id"] for element in soup.select("svg [id]")]
    assert len(ids) == len(set(ids)) == 4


def test_svg_is_made_part_of_the_page() -> None:
    svg = inline_svg(SVG, "x-1-1", "what it shows")
    assert svg.startswith('<svg viewBox="0 0 72 36" style="max-width: 1.00in" role="img"')
    assert "now" not in svg
    assert "<style" not in svg
    assert 'd="M 0.12 0"' in svg
    assert svg.count("var(--forward, #1a5fb4)") == 1
    assert svg.count('href="#x-1-1-m1"') == 2
    assert 'clip-path="url(#x-1-1-p1)"' in svg
    assert "figure_1" not in svg
    assert inline_svg(SVG, "x-1-1", "what it shows") == svg


@pytest.mark.parametrize("text", ["<p/>", "no markup", "<svg>"])
def test_what_is_not_svg_is_refused(text: str) -> None:
    with pytest.raises(FigureError):
        inline_svg(text, "x", "y")
