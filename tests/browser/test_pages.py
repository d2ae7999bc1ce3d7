"""The site as a reader meets it: any width, any scheme, with and without a script, on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open


def words_of(page: Page) -> str:
    """What the main part of a page says, but for what a script may replace."""
    text = page.locator("article.md-content__inner").evaluate(
        """article => {
          const copy = article.cloneNode(true);
          const replaced = copy.querySelectorAll(
            "button, topicsite-video, topicsite-done, topicsite-walked, .headerlink, " +
            "backprop-expression, backprop-playground");
          replaced.forEach(part => part.remove());
          return copy.textContent;
        }"""
    )
    return " ".join(text.split())


HIDDEN = """
parts => parts
  .filter(part => !part.closest("details:not([open]), .ts-sr, .headerlink, defs"))
  .filter(part => {
    const { width, height } = part.getBoundingClientRect();
    return !(width && height && part.checkVisibility({ visibilityProperty: true }));
  })
  .map(part => part.outerHTML.slice(0, 200))
"""


@pytest.mark.parametrize("address", ["", "backpropagation/", "examples/sensitivity/", "tags/"])
def test_a_page_reads_fully_without_a_script(visit: Open, address: str) -> None:
    without = visit(address, javascript=False).page
    with_script = visit(address).page
    assert len(words_of(without)) > 500
    parts = without.locator("article.md-content__inner :is(h1, h2, h3, h4, p, pre, table, svg)")
    assert parts.evaluate_all(HIDDEN) == []
    assert words_of(without) == words_of(with_script)
    assert without.locator(".md-tabs a").first.is_visible()


GROUND = "getComputedStyle(document.body).backgroundColor"


def ground(page: Page) -> str:
    colour: str = page.evaluate(GROUND)
    return colour


def test_the_scheme_follows_the_system_until_the_reader_chooses(visit: Open) -> None:
    page = visit("", scheme="dark").page
    dark = ground(page)
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{GROUND} !== '{dark}'")
    light = ground(page)
    # From "follow the system" to light, then to dark.
    for name, expected in (("Switch to light mode", light), ("Switch to dark mode", dark)):
        page.locator(f"label[title='{name}']").click()
        page.wait_for_function(f"{GROUND} === '{expected}'")
    page.reload()
    assert ground(page) == dark
    page.goto(page.url + "about/")
    assert ground(page) == dark


def test_the_keyboard_reaches_everything_and_shows_where_it_is(visit: Open) -> None:
    page = visit("").page
    seen: list[str] = []
    for _ in range(25):
        page.keyboard.press("Tab")
        what, outlined = page.evaluate(
            """() => {
              const element = document.activeElement, style = getComputedStyle(element);
              return [element.outerHTML.slice(0, 120),
                      style.outlineStyle !== "none" || style.boxShadow !== "none"];
            }"""
        )
        if what.startswith("<body"):
            break
        assert outlined, what
        seen.append(what)
    assert "md-skip" in seen[0]
    assert len(seen) > 10
    assert any("backpropagation/" in what for what in seen)


def test_one_click_leads_from_home_to_the_first_step(visit: Open) -> None:
    page = visit("").page
    start = page.locator("article.md-content__inner a").filter(has_text="Start")
    start.first.click()
    page.wait_for_url("**/backpropagation/**")
    anchor = page.url.partition("#")[2]
    assert page.locator(f"[id='{anchor}']").is_visible()
    page.wait_for_function(
        """anchor => {
          const { top } = document.getElementById(anchor).getBoundingClientRect();
          return 0 <= top && top < 900;
        }""",
        arg=anchor,
    )


def test_the_figure_moves_when_asked_to(visit: Open) -> None:
    page = visit("").page
    hidden = page.locator("topicsite-steps .ts-later")
    sum_at_b = page.locator("topicsite-steps text", has_text="2 + 3 = 5")
    page.clock.install(time=0)
    page.clock.pause_at(10_000)
    assert hidden.count() == 0
    assert sum_at_b.is_visible()
    page.get_by_role("button", name="Play the steps").click()
    everything = hidden.count()
    assert everything > 5
    assert not sum_at_b.is_visible()
    page.clock.run_for(2000)
    assert 0 < hidden.count() < everything
    page.get_by_role("button", name="Show all").click()
    assert hidden.count() == 0
    page.keyboard.press("Enter")
    assert hidden.count() == everything
    page.clock.run_for(20_000)
    assert sum_at_b.is_visible()
    assert page.get_by_role("button", name="Play the steps").is_visible()


def test_the_table_of_contents_leads_to_cards(visit: Open) -> None:
    page = visit("backpropagation/").page
    contents = page.locator(".md-sidebar--secondary a", has_text="Further learning")
    contents.first.click()
    page.wait_for_function("location.hash === '#further-learning'")
    assert page.locator("#further-learning").is_visible()


def test_the_menu_opens_on_a_phone(visit: Open) -> None:
    page = visit("", width=390, height=844).page
    link = page.locator(".md-nav--primary a", has_text="Contribute")
    page.locator("label.md-header__button[for=__drawer]").click()
    link.wait_for()
    link.click()
    page.wait_for_url("**/contribute/")


def test_paper_shows_the_text_and_not_the_menus(visit: Open) -> None:
    page = visit("backpropagation/", scheme="dark").page
    page.emulate_media(media="print", color_scheme="dark")
    for part in (".md-header", ".md-tabs", ".md-sidebar--primary", ".md-sidebar--secondary"):
        assert not page.locator(part).is_visible(), part
    assert page.locator("h1").is_visible()
    ink = page.evaluate("getComputedStyle(document.querySelector('article p')).color")
    assert sum(map(int, ink.removeprefix("rgb(").removesuffix(")").split(", "))) < 150, ink
    assert len(page.pdf()) > 50_000
