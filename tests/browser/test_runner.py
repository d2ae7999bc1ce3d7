"""Cells that run where they stand."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import is_ours, promised
from tests.browser.cells import (
    ADDRESS,
    FIGURE,
    FIRST,
    SECOND,
    cell,
    choose,
    place,
    press_run,
    says,
    source_of,
    try_out,
    write,
)
from tests.browser.conftest import Open
from tests.browser.test_accessibility import PAGES, violations


@pytest.mark.parametrize("address", PAGES)
def test_before_the_first_click_there_is_little_script_and_no_python(
    visit: Open, site: Path, address: str
) -> None:
    seen = visit("about/")
    asked: list[str] = []
    seen.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    seen.page.goto(seen.page.url.replace("about/", address), wait_until="networkidle")
    own = set(filter(is_ours, asked))
    # As they are sent: each file by itself.
    sizes = {path: len(gzip.compress((site / path.lstrip("/")).read_bytes())) for path in own}
    assert sum(sizes.values()) <= 15_000, sizes
    assert ("/assets/topicsite/cells/runner.js" in own) == address.startswith("examples/")
    assert not any("/assets/python/" in path or "codemirror" in path for path in asked)
    assert seen.foreign == seen.complaints == []


def test_nothing_moves_when_the_script_comes(visit: Open) -> None:
    places = "[...document.querySelectorAll('.notebook .cell code, .output')].map(e => e.offsetTop)"
    without = visit(ADDRESS, javascript=False).page
    # A page without scripts still answers to the test's own.
    assert without.evaluate(places) == visit(ADDRESS).page.evaluate(places)


def test_a_run_replaces_what_the_build_put_out_by_the_same(visit: Open) -> None:
    seen = visit(ADDRESS)
    page = seen.page
    built = page.evaluate(
        "id => document.getElementById(id).querySelector('.outputs').innerText", FIRST
    )
    before = page.evaluate("document.querySelector('.notebook').offsetHeight")
    page.evaluate("document.querySelector('.outputs .output').classList.add('from-the-build')")
    press_run(page, FIRST)
    outputs = cell(page, FIRST).locator(".outputs")
    assert outputs.locator(".from-the-build").count() == 0
    assert outputs.inner_text() == built
    assert page.evaluate("document.querySelector('.notebook').offsetHeight") == before
    assert seen.foreign == seen.complaints == []


def test_cells_above_run_first_and_tables_and_figures_come_as_built(page: Page, axe: str) -> None:
    look = """id => {
        const outputs = document.getElementById(id).querySelector(".outputs");
        return [...outputs.querySelectorAll("*")].map((element) => element.localName).join(" ");
    }"""
    table = page.evaluate(look, SECOND)
    words = cell(page, SECOND).locator(".outputs").inner_text()
    svg = cell(page, FIGURE).locator("svg")
    label = svg.get_attribute("aria-label")
    box = place(svg)
    press_run(page, FIGURE)
    for name in (FIRST, SECOND):
        expect(says(page, name)).to_contain_text("ran in")
    assert page.evaluate(look, SECOND) == table
    assert cell(page, SECOND).locator(".outputs").inner_text() == words
    assert svg.get_attribute("aria-label") == label
    assert place(svg) == box
    assert "var(--forward" in svg.inner_html()
    assert svg.locator("path").count() > 20
    assert violations(page, axe) == []


def test_progress_is_told_in_megabytes_and_steps(page: Page) -> None:
    page.evaluate(
        """id => {
        window.told = [];
        const says = document.getElementById(id).querySelector(".cell-says");
        new MutationObserver(() => told.push(says.textContent)).observe(says, {childList: true});
    }""",
        FIRST,
    )
    press_run(page, FIRST)
    told = page.evaluate("told")
    assert any(re.fullmatch(r"Fetching Python: \d+\.\d of \d+\.\d MB", words) for words in told)
    assert "Starting Python" in told
    assert told[-1].startswith("ran in")


def test_stop_ends_an_endless_loop_and_says_what_is_gone(page: Page) -> None:
    write(page, FIRST, "print('on', flush=True)\nwhile True: pass")
    press_run(page, FIRST, until="running")
    expect(cell(page, FIRST).locator(".output")).to_contain_text("on")
    cell(page, FIRST).get_by_role("button", name="Stop cell 1").click()
    expect(says(page, FIRST)).to_contain_text("stopped")
    # The namespace is made again on the way to the cell that is wanted.
    write(page, FIRST, "kept = 1")
    write(page, SECOND, "kept + 1")
    press_run(page, SECOND)
    expect(cell(page, SECOND).locator(".output-result")).to_contain_text("2")


def test_the_menu_runs_forgets_and_downloads(page: Page, tmp_path: Path) -> None:
    write(page, FIRST, "kept = 1  # mine")
    press_run(page, FIRST)
    choose(page, FIRST, "Forget all names")
    write(page, SECOND, "'kept' in dir()")
    promised(
        page,
        """id => document.querySelector("topicsite-notebook")
          .run([document.getElementById(id).cell])""",
        SECOND,
    )
    expect(cell(page, SECOND).locator(".output-result")).to_contain_text("False")
    with page.expect_download() as script:
        choose(page, FIRST, "Download the page as .py")
    text = Path(script.value.path()).read_text()
    compile(text, "sensitivity.py", "exec")
    assert script.value.suggested_filename == "sensitivity.py"
    assert "kept = 1  # mine" in text
    assert text.count("# %% [markdown]") > 10
    with page.expect_download() as notebook:
        choose(page, FIRST, "Download the page as .ipynb")
    cells = json.loads(Path(notebook.value.path()).read_text())["cells"]
    code = ["".join(one["source"]) for one in cells if one["cell_type"] == "code"]
    start = source_of(page, "sensitivity-exercise-foretell")
    assert start in code, "an exercise goes out as it stands, without its solution"
    assert code[0] == "kept = 1  # mine"
    assert len(code) == page.locator(".notebook .cell").count()
    choose(page, FIRST, "Back to the original")
    expect(cell(page, FIRST)).to_contain_text("pairwise")
    assert "pairwise" in source_of(page, FIRST)


def test_an_element_of_the_topics_own_comes_back_to_life(visit: Open) -> None:
    seen = visit("examples/two-ways/")
    page = seen.page
    graph = page.locator(".cell backprop-graph")
    drawing = graph.locator("svg").first
    graph.evaluate("graph => graph.scrollIntoView()")
    expect(drawing).to_be_attached()
    shapes = drawing.locator("*").count()
    name = page.locator(".cell:has(backprop-graph)").get_attribute("id") or ""
    press_run(page, name)
    expect(drawing.locator("*")).to_have_count(shapes)
    assert graph.get_by_role("group").count() > 0
    assert seen.complaints == []


def test_an_element_that_was_not_drawn_yet_is_drawn_after_a_run(visit: Open) -> None:
    seen = visit("examples/two-ways/")
    page = seen.page
    graph = page.locator(".cell backprop-graph")
    graph.evaluate("graph => graph.classList.add('from-the-build')")
    promised(
        page,
        """() => {
      const notebook = document.querySelector("topicsite-notebook");
      return notebook.runThrough(document.querySelector(".cell:has(backprop-graph)").cell);
    }""",
    )
    expect(page.locator(".from-the-build")).to_have_count(0)
    assert graph.locator("svg").count() == 0
    graph.evaluate("graph => graph.scrollIntoView()")
    expect(graph.locator("svg").first).to_be_attached()
    assert seen.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_telephone_holds_everything(visit: Open, axe: str, scheme: str) -> None:
    page = visit(ADDRESS, width=390, height=800, scheme=scheme).page
    press_run(page, SECOND)
    try_out(page, "1 / 0", until="failed")
    cell(page, FIRST).get_by_role("button", name="More about").click()
    expect(page.locator(".cell-menu")).to_be_visible()
    box = page.locator(".cell-menu").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in page.locator(".cell-run, .cell-bar button").all()[:6]:
        size = button.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 24
    assert violations(page, axe) == []
