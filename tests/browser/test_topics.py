"""A site of 95 topics in 15 sections: nothing is cut off, and every section is two steps away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import serve
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

CUT_OFF = """() => [...document.querySelectorAll("a, summary, .ts-facts")]
  .filter((part) => part.checkVisibility())
  .filter((part) => !part.closest(".ts-map, .md-sidebar, .md-skip, .headerlink"))
  .filter((part) => {
    const { left, right } = part.getBoundingClientRect();
    return left < 0 || right > document.documentElement.clientWidth;
  })
  .map((part) => part.textContent.trim())"""


@pytest.fixture(scope="module")
def at(library: Path) -> Iterator[str]:
    with serve(library / "site") as address:
        yield address


@pytest.mark.parametrize("width", [390, 1220, 1440, 1920])
@pytest.mark.parametrize("address", ["", "map/", "topic-010/"])
def test_nothing_is_cut_off(visit: Open, at: str, address: str, width: int) -> None:
    page = visit(address, at=at, width=width).page
    if width > 1219:
        page.locator(".ts-menu > summary").click()
        expect(page.locator(".ts-menu li").last).to_be_in_viewport()
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_section_is_reached_without_javascript(visit: Open, at: str) -> None:
    page = visit("", at=at, javascript=False).page
    page.locator(".ts-menu > summary").click()
    page.get_by_role("link", name="The section number 14").first.click()
    expect(page.locator(".ts-menu > summary")).to_contain_text("The section number 14")


def test_the_opened_tab_closes_as_menus_do(visit: Open, at: str) -> None:
    seen = visit("", at=at)
    menu, button = seen.page.locator(".ts-menu"), seen.page.locator(".ts-menu > summary")
    button.focus()
    seen.page.keyboard.press("Enter")
    seen.page.keyboard.press("Tab")
    expect(menu.get_by_role("link").first).to_be_focused()
    seen.page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(button).to_be_focused()
    seen.page.keyboard.press("Enter")
    seen.page.keyboard.press("Shift+Tab")
    expect(menu).not_to_have_attribute("open", "")
    button.click()
    seen.page.locator("h1").click()
    expect(menu).not_to_have_attribute("open", "")
    assert seen.complaints == []


def test_a_wanted_topic_leads_to_the_form_for_it(visit: Open, at: str) -> None:
    seen = visit("topic-010/", at=at)
    seen.page.get_by_role("link", name="Propose the first resource").click()
    expect(seen.page.locator("#add-topic")).to_have_value("topic-010")
    assert seen.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["", "map/", "topic-010/"])
def test_everybody_can_read_it(visit: Open, at: str, axe: str, address: str, scheme: str) -> None:
    page = visit(address, at=at, scheme=scheme).page
    page.evaluate(axe)
    found = page.evaluate("axe.run().then((found) => found.violations.map((one) => one.id))")
    assert found == []
