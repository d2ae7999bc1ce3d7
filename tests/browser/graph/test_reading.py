"""A graph is read without a script, on paper, on a telephone, and not before it is reached."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.graph.graphs import OLAH, PLACES
from tests.browser.test_accessibility import violations


@pytest.mark.parametrize("address", PLACES)
def test_without_a_script_the_tables_tell_all(visit: Open, address: str) -> None:
    page = visit(address, javascript=False).page
    tables = page.locator("backprop-graph table")
    assert tables.count() == 2
    assert tables.first.is_visible()
    assert tables.last.is_visible()
    assert page.locator("backprop-graph button").count() == 0


def test_paper_has_the_tables_and_no_buttons(visit: Open) -> None:
    page = visit(OLAH).page
    page.emulate_media(media="print")
    graph = page.locator("backprop-graph")
    assert graph.locator("svg").is_visible()
    assert graph.locator("table").last.is_visible()
    assert not graph.locator(".buttons").is_visible()
    assert not graph.locator(".inputs").is_visible()


def test_a_wide_graph_scrolls_by_itself_on_a_phone(visit: Open) -> None:
    page = visit("examples/mazur-numbers/", width=390, height=844).page
    stage = page.locator("backprop-graph .stage")
    assert stage.evaluate("e => e.scrollWidth > 2 * e.clientWidth")
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390
    for index in (0, 15, 30, 60):
        page.evaluate("i => document.querySelector('backprop-graph').jump(i)", index)
        inside = page.evaluate(
            """() => { const now = document.querySelector("backprop-graph .node.now rect");
              if (!now) return true;
              const box = now.getBoundingClientRect(), stage = now.closest(".stage");
              const around = stage.getBoundingClientRect();
              return box.left >= around.left - 1 && box.right <= around.right + 1; }"""
        )
        assert inside, index


def test_boxes_do_not_overlap(visit: Open) -> None:
    page = visit("examples/mazur-numbers/").page
    overlaps = page.evaluate(
        """() => { const boxes = [...document.querySelectorAll("backprop-graph .node rect")]
               .map(rect => rect.getBoundingClientRect());
             const meet = (a, b) => a.left < b.right && b.left < a.right &&
               a.top < b.bottom && b.top < a.bottom;
             return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b => meet(a, b))).length; }"""
    )
    assert overlaps == 0


def test_only_pages_with_a_graph_load_its_script(visit: Open) -> None:
    scripts = """performance.getEntriesByType("resource").map(({ name }) => name)
      .filter((name) => name.endsWith("/assets/backprop-graph.js"))"""
    page = visit("examples/sensitivity/").page
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(scripts) == []
    assert len(visit(OLAH).page.evaluate(scripts)) == 1


def test_a_graph_is_drawn_before_it_is_reached(visit: Open) -> None:
    page = visit(OLAH, go=False).page
    graph = page.locator("backprop-graph")
    top = graph.evaluate("graph => graph.getBoundingClientRect().top")
    assert top > 900 + 600
    assert graph.locator("svg").count() == 0
    assert graph.locator("table").count() == 2
    page.evaluate("top => scrollTo(0, top - 900 - 300)", top)
    expect(graph.locator("svg").first).to_be_attached()
    assert page.evaluate("top => scrollY + innerHeight < top", top)


def test_paper_that_was_never_scrolled_has_the_tables(visit: Open) -> None:
    page = visit(OLAH, go=False).page
    page.emulate_media(media="print")
    for table in page.locator("backprop-graph table").all():
        assert table.is_visible()


def test_axe_finds_nothing_in_any_state(visit: Open, axe: str) -> None:
    page = visit("examples/mazur-numbers/").page
    page.get_by_text("Change the 10 inputs").click()
    page.locator("backprop-graph").get_by_text("All steps as tables").click()
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for index in (0, 10, 45):
            page.evaluate("i => document.querySelector('backprop-graph').jump(i)", index)
            assert violations(page, axe) == [], (width, index)
