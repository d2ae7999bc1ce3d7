"""A reader moves all random draws of a page at once, and back again."""

from __future__ import annotations

import re

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.cells import FIRST, cell, choose, press_run, write

DRAW = """\
import numpy as np
from topicsite.lesson import seed
print(np.random.default_rng(seed(3)).integers(10**9))
"""


def draw_at(base: int) -> str:
    """What the cell draws, as the generator and not the page tells."""
    return str(np.random.default_rng(base * 100_000 + 3).integers(10**9))


def test_a_page_runs_from_other_starts_and_back(page: Page) -> None:
    write(page, FIRST, DRAW)
    drawn = cell(page, FIRST).locator(".output")
    choose(page, FIRST, "Run all from other starts")
    moved = page.locator(".cell-notice", has_text="All random draws are moved")
    expect(moved).to_be_visible()
    base = int((re.search(r"starts (\d+)", moved.inner_text()) or [0, 0])[1])
    assert base > 0
    expect(drawn).to_have_text(draw_at(base))
    # Python that is made anew is moved again.
    choose(page, FIRST, "Forget all names")
    press_run(page, FIRST)
    expect(drawn).to_have_text(draw_at(base))
    moved.get_by_role("button", name="Back to the page's starts").click()
    expect(drawn).to_have_text(draw_at(0))
    expect(moved).to_have_count(0)


def test_a_page_that_draws_nothing_offers_no_starts(page: Page) -> None:
    page.goto(page.url.replace("sensitivity", "one-neuron"))
    page.locator(".cell").first.get_by_role("button", name="More about").click()
    expect(page.get_by_role("button", name="Download the page as .py")).to_be_visible()
    expect(page.get_by_role("button", name="starts")).to_have_count(0)
