"""A reader moves all random draws of a page at once and back, and runs few of its starts or all."""

from __future__ import annotations

import re

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.browser.cells import FIRST, cell, choose, press_run, says, source_of, write

DRAW = """\
import numpy as np
from topicsite.lesson import seed
print(np.random.default_rng(seed(3)).integers(10**9))
"""

CLAIM = "cs231n-optimization-2/staged"
TRIALS = """
from topicsite.lesson import Report, seeds
starts = seeds(6, few=2)
report = Report("cs231n-optimization-2")
report.trials("staged", says="it", shows=[True] * len(starts), starts=starts, expects="always")
report.control("one use forgotten", f"in 0 of {len(starts)} starts")
print(report)
"""

SLOW = """\
import time
time.sleep(1)
print(len(starts), "slowly")
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


def test_a_page_runs_few_starts_and_all_when_asked(page: Page) -> None:
    page.goto(page.url.replace("sensitivity", "one-neuron"))
    first = "one-neuron-1"
    published = page.locator(f"tr:has(th[data-claim='{CLAIM}'])")
    found, stands = (published.locator(f"td:nth-child({n})").inner_text() for n in (3, 5))
    control = published.locator("+ tr td:nth-child(3)").inner_text()
    write(page, first, source_of(page, first) + TRIALS)
    row = cell(page, first).locator("tr:has(th[data-claim])")
    outcome, verdict = row.locator("td:nth-child(3)"), row.locator("td.verdict")
    outcome_of_control = row.locator("+ tr td:nth-child(3)")
    notice = cell(page, first).locator(".cell-notice")

    press_run(page, first)
    expect(notice).to_contain_text("2 of 6 starts ran here. The published outcome is that of all")
    expect(outcome).to_have_text(f"{found}here: in 2 of 2 starts ●●")
    expect(verdict).to_have_text(f"{stands}here: 2 of 6 starts run")
    expect(verdict).to_have_attribute("data-verdict", stands)
    expect(outcome_of_control).to_have_text(f"{control}here: in 0 of 2 starts")
    choice = offer(page, first, "Run all 6 starts")
    expect(choice).to_have_text("Run all 6 starts, up to 3 times as long")
    page.keyboard.press("Escape")

    # What runs meanwhile with few of them is run again with the rest.
    second, last = "one-neuron-2", str(page.locator(".cell").last.get_attribute("id"))
    write(page, second, SLOW + source_of(page, second))
    cell(page, last).get_by_role("button", name="Run cell").click()
    expect(says(page, second)).to_have_text("running")
    notice.get_by_role("button", name="Run all starts").click()
    expect(page.locator(".cell-says", has_text="ran in")).to_have_count(cells_of(page))
    expect(cell(page, second).locator(".outputs")).to_contain_text("6 slowly")
    expect(outcome).to_have_text("in 6 of 6 starts ●●●●●●")
    expect(verdict).to_have_text("reproduced")
    expect(outcome_of_control).to_have_text("in 0 of 6 starts")
    expect(notice).to_have_count(0)
    # Python that is made anew is told again.
    choose(page, first, "Forget all names")
    press_run(page, first)
    expect(verdict).to_have_text("reproduced")

    choose(page, first, "Run few starts again")
    expect(verdict).to_have_text(f"{stands}here: 2 of 6 starts run")
    expect(page.locator(".cell-says", has_text="ran in")).to_have_count(cells_of(page))
    expect(offer(page, first, "Run all 6 starts")).to_have_text(re.compile(r"starts, up to \d+ s$"))


def offer(page: Page, name: str, choice: str) -> Locator:
    """What the menu of a cell offers."""
    cell(page, name).get_by_role("button", name="More about").click()
    return page.locator(".cell-menu").get_by_role("button", name=choice)


def cells_of(page: Page) -> int:
    """How many cells there are that run with the others."""
    return page.locator(".cell:not(topicsite-exercise .cell)").count()
