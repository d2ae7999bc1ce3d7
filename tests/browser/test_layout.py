"""Pages as they look: nothing runs together, stands on something else, is cut off or sticks out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browsing import profile
from tests.browser.conftest import HERE

MEASURE = (HERE / "layout.js").read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """What is badly set in the page as it stands in its window."""
    found: list[str] = page.evaluate(MEASURE)
    return found


SPOILS = {
    "a column without a distance": (
        "td { padding: 0 !important } td:first-child { text-align: right !important }",
        "stands too close to another: 12 | 0.5",
    ),
    "a column that slides over the next": (
        "td:last-child { position: relative; left: -1.5em }",
        "stands on another: 12 | 0.5",
    ),
    "boxes side by side without a distance": (
        "#row { display: flex; gap: 0 }",
        "stands too close to another: first | second",
    ),
    "a line that climbs onto the one before": (
        "#row > :last-child { margin-top: -1em }",
        "stands on another: first | second",
    ),
    "a button on the text": (
        "#button { position: absolute; margin-top: -1.2em }",
        "stands on another: second | <button> press",
    ),
    "a line that is cut off at the side": (
        "#row > :first-child { width: 1em; overflow: hidden; white-space: nowrap }",
        "cut off at the side: first",
    ),
    "a line that is cut off below": (
        "#row > :first-child { height: 0.5em; overflow: hidden }",
        "cut off above or below: first",
    ),
    "a word that is wider than its box": (
        "#row > :first-child { width: 1em }",
        "leaves its box at the side: first",
    ),
    "lines that are higher than their box": (
        "#row > :last-child { height: 1em; width: 3em; line-height: 1.2 }",
        "leaves its box below: second is longer",
    ),
    "a table that is wider than the window": (
        "table { margin-left: 100vw; white-space: nowrap }",
        "leaves the page: 12",
    ),
    "a page that begins left of the window": (
        "#row { margin-left: -2em }",
        "leaves the page: first",
    ),
}
PAGE = """<!doctype html><title>x</title><style>
body { margin: 1em; font: 20px sans-serif }
td { padding: 0 1em 0 0 }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
.scrolls { width: 3em; overflow: auto; white-space: nowrap }
.dots { width: 3em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
</style><table><tr><td>12<td>0.5</table>
<div id="row"><div>first</div><div>second</div></div><button id="button">press</button>
<p>One <b>word</b>beside<sup>1</sup> <code>another</code>, <span>no</span><i>thing</i> between.
<span class="unseen">for screen readers</span>
<div class="scrolls">as wide as it likes to be</div><div class="dots">as wide as it likes</div>
<details><summary>More</summary>what is folded</details>
"""


def test_what_is_well_set_is_left_alone(page_of: Callable[[str], Page]) -> None:
    found = faults(page_of(""))
    assert found == [], found


@pytest.mark.parametrize("spoil", SPOILS)
def test_every_kind_of_fault_is_seen(page_of: Callable[[str], Page], spoil: str) -> None:
    style, fault = SPOILS[spoil]
    text = "second is longer" if "longer" in fault else "second"
    page = page_of(style)
    page.evaluate("text => (document.querySelector('#row').lastChild.textContent = text)", text)
    assert any(found.startswith(fault) for found in faults(page)), faults(page)


@pytest.fixture
def page_of(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A small page with some style added."""
    with profile(browser, viewport={"width": 800, "height": 600}) as context:

        def opened(style: str) -> Page:
            page = context.new_page()
            page.set_content(f"{PAGE}<style>{style}</style>")
            return page

        yield opened
