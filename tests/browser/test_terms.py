"""What a term means, shown on hover, focus and tap; and the sheet, on one page of paper."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.browsing import profile, unfold
from tests.browser.conftest import FOREIGN, Open
from tests.browser.test_accessibility import choose_scheme, violations
from tests.render.test_sheet import sheet_site
from topicsite.render.mathematics import render_mathematics
from topicsite.render.sheet import sheet_page

pytestmark = pytest.mark.browser
TOPIC = "backpropagation/"
SHOWN = ".ts-definition"
DEFINITIONS = "assets/terms/backpropagation.json"
GIVES = "What a neuron passes on"


def term(page: Page) -> Locator:
    return page.locator("a.ts-term", has_text=re.compile("^activation$")).first


def away(page: Page) -> None:
    page.mouse.move(2, 2)


def test_hover_shows_a_definition_that_stays_can_be_entered_and_dismissed(
    visit: Open, axe: str
) -> None:
    seen = visit(TOPIC)
    page = seen.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    word, shown = term(page), page.locator(SHOWN)
    word.scroll_into_view_if_needed()
    assert not any(url.endswith((DEFINITIONS, "popover.js")) for url in asked)
    word.hover()
    expect(shown).to_contain_text(GIVES)
    expect(word).to_have_attribute("aria-describedby", "ts-definition-means")
    assert sum(url.endswith(DEFINITIONS) for url in asked) == 1
    # A formula is drawn without the style sheet of formulas.
    assert shown.locator("math").first.bounding_box()["width"] > 4  # type: ignore[index]  # it is seen
    # The pointer can go onto it, and does not close it by resting there.
    shown.hover()
    box = shown.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5, steps=4)
    expect(shown).to_be_visible()
    for scheme in ("light", "dark"):
        choose_scheme(page, scheme)
        expect(shown).to_be_visible()
        assert violations(page, axe) == [], scheme
    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    assert word.get_attribute("aria-describedby") is None
    # It comes again, once, and goes when the pointer does.
    away(page)
    word.hover()
    expect(shown).to_have_count(1)
    away(page)
    expect(shown).to_have_count(0)
    assert seen.complaints == seen.foreign == []


def test_keyboard_shows_it_and_leads_through_it(visit: Open) -> None:
    page = visit(TOPIC).page
    word, shown = term(page), page.locator(SHOWN)
    page.keyboard.press("Tab")
    word.focus()
    expect(shown).to_contain_text(GIVES)
    page.keyboard.press("Tab")
    more = shown.get_by_role("link", name="In the glossary")
    expect(more).to_be_focused()
    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    expect(word).to_be_focused()
    word.blur()
    word.focus()
    expect(shown).to_contain_text(GIVES)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(f"{SHOWN}:has-text('{GIVES}')")).to_have_count(0)
    word.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/#term_activation")
    expect(page.locator("#term_activation")).to_be_in_viewport()


def test_a_tap_shows_it_a_second_one_follows_the_link_and_one_elsewhere_closes(
    browser: Browser, root: str
) -> None:
    with profile(browser, viewport={"width": 390, "height": 844}, has_touch=True) as context:
        context.route(FOREIGN, lambda route: route.abort())
        page = context.new_page()
        page.goto(root + TOPIC)
        # Nothing has asked for the script yet; the very first tap says what the term means.
        word, shown = term(page), page.locator(SHOWN)
        with page.expect_response("**/terms.js"):
            word.tap()
        expect(shown).to_contain_text(GIVES)
        assert page.url == root + TOPIC
        box = shown.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        more = shown.get_by_role("link").last.bounding_box()
        assert more is not None
        assert more["height"] >= 24
        page.locator("h2").first.tap()
        expect(shown).to_have_count(0)
        word.tap()
        expect(shown).to_have_count(1)
        word.tap()
        page.wait_for_url("**/glossary/#term_activation")
        # Without the definition, or without the script, a tap follows the link.
        for lost in (f"**/{DEFINITIONS}", "**/terms.js"):
            context.route(lost, lambda route: route.abort())
            page.goto(root + TOPIC)
            term(page).tap()
            page.wait_for_url("**/glossary/#term_activation")
        # On the home page, the glossary is one tap away.
        page.goto(root)
        page.locator("main").get_by_role("link", name="glossary").tap()
        page.wait_for_url("**/backpropagation/glossary/")


def test_a_tag_says_what_it_means_and_still_leads_to_its_page(visit: Open) -> None:
    page = visit(TOPIC).page
    unfold(page)
    tag = page.locator(".ts-tags a[data-term$='#term_chain-rule']").first
    tag.scroll_into_view_if_needed()
    tag.hover()
    expect(page.locator(SHOWN)).to_contain_text("add where paths meet")
    tag.click()
    page.wait_for_url("**/tags/chain-rule/")
    expect(page.locator(".ts-lead")).to_contain_text("add where paths meet")


def test_a_term_is_a_link_without_script_and_without_its_file(visit: Open) -> None:
    still = visit(TOPIC, javascript=False).page
    term(still).click()
    still.wait_for_url("**/glossary/#term_activation")

    page = visit("about/").page
    page.route(f"**/{DEFINITIONS}", lambda route: route.abort())
    page.goto(page.url.replace("about/", TOPIC))
    with page.expect_event("requestfailed"):
        term(page).hover()
    expect(page.locator(SHOWN)).to_have_count(0)
    # As soon as there is a network again, the next hover has it.
    page.unroute(f"**/{DEFINITIONS}")
    away(page)
    term(page).hover()
    expect(page.locator(SHOWN)).to_contain_text(GIVES)


def test_it_stands_in_the_window_at_every_edge(visit: Open) -> None:
    page = visit("examples/four-equations/", width=700, height=420).page
    words = page.locator("a.ts-term")
    assert words.count() > 10
    for index in range(0, words.count(), 5):
        word = words.nth(index)
        for block in ("start", "end"):
            word.evaluate(f"e => e.scrollIntoView({{block: '{block}'}})")
            page.evaluate("scrollBy(0, -60)") if block == "start" else None
            away(page)
            expect(page.locator(SHOWN)).to_have_count(0)
            word.hover()
            shown = page.locator(SHOWN)
            expect(shown).to_have_count(1)
            box = shown.bounding_box()
            assert box is not None
            assert box["x"] >= 0, (index, block)
            assert box["x"] + box["width"] <= 700, (index, block)
            assert box["y"] >= 0, (index, block)


def test_little_is_loaded_for_it(site: Path) -> None:
    sizes = {
        name: len(gzip.compress((site / name).read_bytes()))
        for name in (DEFINITIONS, "assets/topicsite/terms/terms.js")
    }
    assert sizes[DEFINITIONS] <= 6000, sizes
    assert sizes["assets/topicsite/terms/terms.js"] <= 900, sizes


PAGE = re.compile(rb"/Type\s*/Page\b")
LONG = "representation of vanishing gradients in deep networks "
EQUATION = (
    r"\(\dfrac{\partial C}{\partial a} = \sum_c \dfrac{\partial C}{\partial c} \, "
    r"\dfrac{\partial c}{\partial a}\)"
)


def terms(number: int, **of_each: str) -> list[dict[str, str]]:
    return [{"term": f"term {n}", **of_each} for n in range(number)]


@pytest.mark.parametrize(
    "content",
    [
        None,
        {"goals": [], "terms": [], "titles": []},
        {"goals": ["x"], "terms": terms(1), "titles": ["x"]},
        {"goals": [(LONG * 4)[:200]] * 12, "terms": terms(60, means=LONG * 9), "titles": []},
        {"goals": [], "terms": terms(80, equation=EQUATION), "titles": [LONG] * 3},
        {"goals": [], "terms": [], "titles": [(LONG * 4)[:200]] * 150, "paths": 12},
        {"goals": [LONG] * 12, "terms": terms(14, writes=EQUATION), "titles": [LONG] * 14},
        {
            "goals": ["学" * 90] * 9,
            "terms": terms(12, writes="式" * 90),
            "titles": ["路" * 90] * 14,
        },
        {
            "goals": [LONG.upper()] * 12,
            "terms": terms(9, writes=LONG.upper()),
            "titles": ["A B"] * 14,
        },
    ],
)
def test_a_sheet_is_one_page_of_either_paper(
    visit: Open, content: dict[str, object] | None
) -> None:
    page = visit(f"{TOPIC}sheet/").page
    if content is not None:
        made = sheet_site(**content)  # type: ignore[arg-type]  # as it is called
        html = render_mathematics(sheet_page(made, made.catalog.topics["t"]))
        page.evaluate("html => { document.querySelector('.ts-sheet').outerHTML = html; }", html)
    page.evaluate("document.fonts.ready.then(() => true)")
    papers = {"A4": (210, 297), "Letter": (216, 279)}
    for paper in papers:
        assert len(PAGE.findall(page.pdf(format=paper))) == 1, paper
    page.emulate_media(media="print")
    for part in (".md-header", ".md-footer", ".ts-unprinted", ".ts-updated"):
        assert not page.locator(part).first.is_visible(), part
    for paper, (width, height) in papers.items():
        # Nothing sticks out of the paper, as it is laid out on it.
        page.set_viewport_size({"width": round((width - 24) * 96 / 25.4), "height": 800})
        outside = page.evaluate(
            """(height) => [...document.querySelectorAll('.ts-sheet *')]
                .filter((part) => !part.closest('.katex-mathml'))
                .filter((part) => {
                  const {right, bottom, left} = part.getBoundingClientRect();
                  return right > innerWidth + 2 || left < -2 || bottom > height;
                }).map((part) => part.outerHTML.slice(0, 200))""",
            (height - 22) * 96 / 25.4,
        )
        assert outside == [], paper
