"""Cells that run and can be edited where they stand."""

from __future__ import annotations

import base64
import gzip
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.browser.browsing import is_ours
from tests.browser.conftest import Open, Visit
from tests.browser.test_accessibility import PAGES, violations

ADDRESS = "examples/sensitivity/"
FIRST, SECOND, FIGURE = "sensitivity-1", "sensitivity-2", "sensitivity-4"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile, in which pages keep what readers write."""
    with browser.new_context(reduced_motion="reduce") as context:
        yield context


@pytest.fixture
def page(context: BrowserContext, root: str) -> Page:
    page = context.new_page()
    page.goto(root + ADDRESS)
    return page


@pytest.fixture(scope="module")
def warm(browser: Browser, root: str) -> Iterator[Page]:
    """A page whose Python has started, for tests that leave nothing behind."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(root + ADDRESS)
        press_run(page, FIRST)
        yield page


def cell(page: Page, name: str) -> Locator:
    return page.locator(f"[id='{name}']")


def says(page: Page, name: str) -> Locator:
    return cell(page, name).locator(".cell-says")


def press_run(page: Page, name: str, *, until: str = "ran in") -> None:
    cell(page, name).get_by_role("button", name="Run cell").click()
    expect(says(page, name)).to_contain_text(until)


def write(page: Page, name: str, source: str) -> None:
    """Put a text into a cell, as if somebody had typed it."""
    page.evaluate(
        "([id, source]) => { document.getElementById(id).cell.source = source; }", [name, source]
    )
    expect(says(page, name)).to_contain_text("edited")


def try_out(page: Page, source: str, *, until: str = "ran in") -> Locator:
    """Run a text in the first cell; gives its outputs."""
    write(page, FIRST, source)
    press_run(page, FIRST, until=until)
    return cell(page, FIRST).locator(".output")


def source_of(page: Page, name: str) -> str:
    source: str = page.evaluate("id => document.getElementById(id).cell.source", name)
    return source


def place(found: Locator) -> list[float]:
    """Where an element stands on the page, however far that is scrolled."""
    measured: list[float] = found.evaluate("""element => {
        const box = element.getBoundingClientRect();
        return [box.x + scrollX, box.y + scrollY, box.width, box.height];
    }""")
    return measured


def open_editor(page: Page, name: str) -> None:
    cell(page, name).get_by_role("button", name="Edit").click()
    expect(cell(page, name).get_by_role("textbox")).to_be_focused()


def link_with(code: str, address: str = ADDRESS) -> str:
    return f"{address}#code={code}"


def packed(edits: object) -> str:
    engine = zlib.compressobj(wbits=-15)
    data = engine.compress(json.dumps(edits).encode()) + engine.flush()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


# What it weighs, and what it leaves alone.


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
    assert ("/assets/topicsite/runner.js" in own) == address.startswith("examples/")
    assert not any("/assets/python/" in path or "codemirror" in path for path in asked)
    assert seen.foreign == seen.complaints == []


def test_nothing_moves_when_the_script_comes(visit: Open) -> None:
    places = "[...document.querySelectorAll('.notebook .cell code, .output')].map(e => e.offsetTop)"
    without = visit(ADDRESS, javascript=False).page
    # A page without scripts still answers to the test's own.
    assert without.evaluate(places) == visit(ADDRESS).page.evaluate(places)


# Running.


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


@pytest.mark.parametrize(
    ("source", "outputs"),
    [
        ("print('a', end='')\n'b'", [("printed", "a"), ("result", "'b'")]),
        ("for i in range(101): print(f'\\r{i} %', end='')", [("printed", "100 %")]),
        (
            "import sys; print('a'); print('b', file=sys.stderr)",
            [("printed", "a"), ("stderr", "b")],
        ),
        (
            "print('x\\n| a | b |\\n| --- | ---: |\\n| c | 1 |')",
            [("printed", "x"), ("table", "a\tb\nc\t1")],
        ),
        ("print('<img src=x onerror=alert(1)>')", [("printed", "<img src=x onerror=alert(1)>")]),
        (
            "class Shown:\n"
            "    def _repr_html_(self):\n"
            "        return '<b onclick=alert(1)>bold</b><script>alert(1)</script><img src=x>'\n"
            "Shown()",
            [("html", "bold")],
        ),
    ],
)
def test_each_kind_of_output_looks_like_what_it_is(
    warm: Page, source: str, outputs: list[tuple[str, str]]
) -> None:
    found = try_out(warm, source)
    kinds = [re.sub(r"output output-", "", one.get_attribute("class") or "") for one in found.all()]
    texts = [one.locator("pre, table, div").first.inner_text().strip() for one in found.all()]
    assert list(zip(kinds, texts, strict=True)) == outputs
    assert found.locator("script, img, [onclick]").count() == 0


def test_a_flood_is_shown_without_drowning_the_page(warm: Page) -> None:
    found = try_out(warm, "for i in range(20_000): print(i)")
    text = found.locator("pre").inner_text()
    assert text.startswith("0\n1\n")
    assert text.rstrip().endswith("\n19999")
    assert "18,000 lines are left out here" in text
    assert text.count("\n") < 2_100


def test_an_error_names_the_cell_and_the_line_and_nothing_else(warm: Page) -> None:
    found = try_out(warm, "def f(x):\n    return 1 / x\n\n\nf(0)", until="failed")
    expect(found).to_contain_text("ZeroDivisionError")
    assert found.locator("pre").inner_text() == (
        "cell 1, line 5\n    f(0)\ncell 1, line 2, in f\n    return 1 / x\n           ~~^~~\n"
        "ZeroDivisionError: division by zero"
    )
    assert found.locator("a").first.get_attribute("href") == f"#{FIRST}"
    expect(warm.locator(".notebook > [role=status]")).to_have_text(
        "Cell 1 failed: stopped with ZeroDivisionError in line 2."
    )


def test_a_hostile_figure_is_only_a_picture(warm: Page) -> None:
    hostile = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' width="72pt" onload="alert(1)"><script>alert(1)</script>'
        "<style>body { display: none }</style><foreignObject><b>x</b></foreignObject>"
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>'
        '<image href="https://evil.example/x.png"/><use href="https://evil.example/x.svg#a"/>'
        '<g id="g"><use href="#g"/></g><set attributeName="href" to="x"/>'
        '<path d="M0 0L1 1" style="fill: #1a5fb4; stroke: url(https://evil.example/x)"/></svg>'
    )
    made = warm.evaluate(
        """async ([address, svg]) => {
            const { figure } = await import(address);
            return figure(svg, "test", "words").outerHTML;
        }""",
        [warm.url.partition("examples/")[0] + "assets/topicsite/figure.js", hostile],
    )
    assert re.findall(r"<(\w+)", made) == ["svg", "image", "use", "g", "use", "path"]
    assert "evil" not in made
    assert "alert" not in made
    assert "var(--forward" in made


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
    page.evaluate(
        "document.querySelector('topicsite-notebook').run([document.getElementById('sensitivity-2').cell])"
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


def choose(page: Page, name: str, choice: str) -> None:
    cell(page, name).get_by_role("button", name="More about").click()
    page.get_by_role("button", name=choice).click()


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


# Editing.


def test_editing_moves_nothing_and_keeps_the_colours(page: Page) -> None:
    code = cell(page, SECOND).locator(".highlight")
    before = place(code)
    colours = """id => [...document.getElementById(id).querySelectorAll(".highlight span[class]")]
        .filter((span) => /^(c|k|s|sd|nf)$/.test(span.className))
        .map((span) => span.className + " " + span.textContent)"""
    plain = set(page.evaluate(colours, SECOND))
    code.locator("code").click(position={"x": 60, "y": 50})
    expect(page.locator(".cm-editor")).to_be_visible()
    assert place(code) == pytest.approx(before, abs=0.6)
    assert plain & set(page.evaluate(colours, SECOND)) >= {
        "k import",
        "k for",
        "nf two_weight_cost",
    }


def test_the_keyboard_alone_edits_runs_and_leaves(page: Page, axe: str) -> None:
    run = cell(page, FIRST).get_by_role("button", name="Run cell 1")
    run.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    editor = page.get_by_role("textbox", name="Code of cell 1. Escape leaves the editor.")
    expect(editor).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("for i in range(2):\nprint(i)\n")
    page.keyboard.press("Backspace")
    assert source_of(page, FIRST) == "for i in range(2):\n    print(i)\n"
    page.keyboard.press("Tab")
    assert source_of(page, FIRST) == "for i in range(2):\n    print(i)\n    "
    page.keyboard.press("Shift+Enter")
    expect(says(page, FIRST)).to_contain_text("ran in")
    assert cell(page, FIRST).locator(".output pre").inner_text() == "0\n1"
    assert violations(page, axe) == []
    page.keyboard.press("Escape")
    expect(cell(page, FIRST).get_by_role("button", name="Run cell 1")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".cell-menu button").first).to_be_focused()
    assert violations(page, axe) == []
    page.keyboard.press("Escape")
    expect(page.locator(".cell-menu")).to_be_hidden()
    expect(cell(page, FIRST).get_by_role("button", name="More about cell 1")).to_be_focused()


def test_the_names_of_the_page_are_completed(page: Page) -> None:
    write(page, FIRST, "remarkable_name = 1")
    press_run(page, FIRST)
    open_editor(page, SECOND)
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("\nremark")
    page.locator(".cm-tooltip-autocomplete").get_by_role("option", name="remarkable_name").click()
    assert source_of(page, SECOND).endswith("remarkable_name")


def test_edits_survive_a_reload_and_can_be_reverted(page: Page) -> None:
    original = source_of(page, FIRST)
    open_editor(page, FIRST)
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("\nmine = 1  # <b>")
    page.reload()
    assert source_of(page, FIRST) == f"{original}\nmine = 1  # <b>"
    expect(says(page, FIRST)).to_have_text("edited, not run")
    expect(cell(page, FIRST).locator("code .c")).to_have_text("# <b>")
    choose(page, FIRST, "Back to the original")
    expect(says(page, FIRST)).to_have_text("")
    assert source_of(page, FIRST) == original
    page.reload()
    assert source_of(page, FIRST) == original
    assert (
        page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('topicsite'))") == []
    )


def test_an_element_that_was_not_drawn_yet_is_drawn_after_a_run(visit: Open) -> None:
    seen = visit("examples/two-ways/")
    page = seen.page
    graph = page.locator(".cell backprop-graph")
    graph.evaluate("graph => graph.classList.add('from-the-build')")
    page.evaluate("""() => {
      const notebook = document.querySelector("topicsite-notebook");
      return notebook.runThrough(document.querySelector(".cell:has(backprop-graph)").cell);
    }""")
    expect(page.locator(".from-the-build")).to_have_count(0)
    assert graph.locator("svg").count() == 0
    graph.evaluate("graph => graph.scrollIntoView()")
    expect(graph.locator("svg").first).to_be_attached()
    assert seen.complaints == []


def test_an_edit_of_an_older_page_is_kept_and_told(page: Page) -> None:
    key = page.evaluate("id => `topicsite-edit:${location.pathname}#${id}`", FIRST)
    page.evaluate(
        "([key, value]) => localStorage.setItem(key, value)",
        [key, json.dumps({"digest": "old", "source": "mine = 1"})],
    )
    page.reload()
    assert source_of(page, FIRST) == "mine = 1"
    told = cell(page, FIRST).locator(".cell-notice")
    expect(told).to_contain_text("has changed since")
    told.get_by_role("button", name="Keep mine").click()
    page.reload()
    assert source_of(page, FIRST) == "mine = 1"
    assert told.count() == 0


def test_an_edit_follows_its_cell_when_others_come_before_it(page: Page) -> None:
    digest = cell(page, SECOND).get_attribute("data-source")
    key = page.evaluate("id => `topicsite-edit:${location.pathname}#${id}`", FIRST)
    page.evaluate(
        "([key, value]) => localStorage.setItem(key, value)",
        [key, json.dumps({"digest": digest, "source": "moved = 1"})],
    )
    page.reload()
    assert source_of(page, SECOND) == "moved = 1"
    assert "pairwise" in source_of(page, FIRST)


def test_two_tabs_run_for_themselves_and_share_edits(
    context: BrowserContext, page: Page, root: str
) -> None:
    other = context.new_page()
    other.goto(root + ADDRESS)
    write(page, FIRST, "tab = 'left'\nprint(tab)")
    expect(says(other, FIRST)).to_have_text("edited, not run")
    assert source_of(other, FIRST) == "tab = 'left'\nprint(tab)"
    write(other, SECOND, "print(tab)")
    press_run(page, FIRST)
    press_run(other, SECOND)
    assert "left" in cell(other, SECOND).locator(".output").inner_text()
    expect(says(page, SECOND)).to_have_text("edited, not run")


def test_an_edit_in_another_tab_leaves_a_run_its_stop_button(
    context: BrowserContext, page: Page, root: str
) -> None:
    write(page, FIRST, "print('on', flush=True)\nwhile True: pass")
    press_run(page, FIRST, until="running")
    page.evaluate("document.activeElement.blur()")
    other = context.new_page()
    other.goto(root + ADDRESS)
    write(other, FIRST, "print('elsewhere')")
    expect(cell(page, FIRST).locator("code")).to_contain_text("elsewhere")
    cell(page, FIRST).get_by_role("button", name="Stop cell 1").click()
    expect(says(page, FIRST)).to_contain_text("stopped")


def test_a_browser_that_stores_nothing_says_so(context: BrowserContext, root: str) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })"
    )
    page = context.new_page()
    page.goto(root + ADDRESS)
    write(page, FIRST, "1 + 1")
    expect(says(page, FIRST)).to_contain_text("this browser stores nothing")
    press_run(page, FIRST)


# Links.


def test_a_link_carries_edits_and_runs_nothing(context: BrowserContext, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    write(page, FIRST, "print('from afar ∂')")
    choose(page, FIRST, "Copy a link to your edits")
    expect(says(page, FIRST)).to_contain_text("copied")
    link = page.evaluate("navigator.clipboard.readText()")
    page.evaluate("localStorage.clear()")

    asked: list[str] = []
    opened = context.new_page()
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(link)
    banner = opened.locator(".notebook > .cell-notice")
    expect(banner).to_contain_text("Somebody's edits came with the link you opened: see cell 1.")
    assert source_of(opened, FIRST) == "print('from afar ∂')"
    expect(says(opened, FIRST)).to_have_text("someone's edit, not run")
    assert not any("/assets/python/" in url for url in asked)
    assert opened.evaluate("localStorage.length") == page.evaluate("localStorage.length")
    banner.get_by_role("button", name="Keep them as mine").click()
    opened.wait_for_url(lambda url: "#" not in url)
    opened.reload()
    assert source_of(opened, FIRST) == "print('from afar ∂')"


def test_a_link_can_be_discarded_for_the_readers_own_edit(page: Page, root: str) -> None:
    write(page, FIRST, "mine = 1")
    page.evaluate("code => { location.hash = 'code=' + code; }", packed({FIRST: "theirs = 1"}))
    banner = page.locator(".notebook > .cell-notice")
    expect(banner).to_be_visible()
    assert source_of(page, FIRST) == "theirs = 1"
    banner.get_by_role("button", name="Discard them").click()
    expect(says(page, FIRST)).to_have_text("edited, not run")
    assert source_of(page, FIRST) == "mine = 1"
    page.reload()
    assert source_of(page, FIRST) == "mine = 1"


@pytest.mark.parametrize(
    "code",
    [
        "",
        "%%%",
        "AAAA",
        packed([1]),
        packed({"elsewhere-1": "1"}),
        packed({FIRST: 1}),
        packed({FIRST: "x" * 500_000}),
        packed({FIRST: "1"})[:-6],
    ],
    ids=["nothing", "letters", "bytes", "a list", "another page", "a number", "a bomb", "cut off"],
)
def test_a_link_that_cannot_be_read_says_so_quietly(visit: Open, code: str) -> None:
    seen: Visit = visit(link_with(code))
    banner = seen.page.locator(".notebook > .cell-notice")
    expect(banner).to_contain_text("they cannot be read")
    assert "pairwise" in source_of(seen.page, FIRST)
    banner.get_by_role("button", name="Close").click()
    expect(banner).to_be_hidden()
    assert seen.complaints == []


# When something is missing.


def test_a_missing_file_is_named_and_can_be_tried_again(
    context: BrowserContext, page: Page
) -> None:
    context.route("**/python_stdlib.zip", lambda route: route.fulfill(status=404))
    cell(page, FIRST).get_by_role("button", name="Run cell").click()
    told = cell(page, FIRST).locator(".cell-notice")
    expect(told).to_contain_text("python_stdlib.zip, a part of Python, cannot be loaded")
    context.unroute("**/python_stdlib.zip")
    told.get_by_role("button", name="Try again").click()
    expect(says(page, FIRST)).to_contain_text("ran in")


def test_a_damaged_file_is_fetched_again_and_then_refused(
    context: BrowserContext, page: Page
) -> None:
    asked: list[str] = []

    def damage(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=b"damaged")

    context.route("**/numpy-*.whl", damage)
    cell(page, FIRST).get_by_role("button", name="Run cell").click()
    told = cell(page, FIRST).locator(".cell-notice")
    expect(told).to_contain_text("came damaged, twice")
    assert len(asked) == 2


@pytest.mark.parametrize("part", ["WebAssembly", "DecompressionStream"])
def test_a_browser_that_is_too_old_is_told_what_it_lacks(page: Page, part: str) -> None:
    page.evaluate("part => { delete globalThis[part]; }", part)
    cell(page, FIRST).get_by_role("button", name="Run cell").click()
    told = cell(page, FIRST).locator(".cell-notice")
    expect(told).to_contain_text(f"This browser cannot run Python: it has no {part}.")


def test_a_blocked_service_worker_hinders_nothing(browser: Browser, root: str) -> None:
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(root + ADDRESS)
        press_run(page, FIRST)


def test_without_memory_there_is_a_way_on(page: Page) -> None:
    found = try_out(page, "big = []\nraise MemoryError('full')", until="failed")
    expect(found).to_contain_text("MemoryError: full")
    told = cell(page, FIRST).locator(".cell-notice")
    told.get_by_role("button", name="Forget everything").click()
    assert try_out(page, "'big' in dir()").locator("pre").inner_text() == "False"


def test_a_lost_interpreter_is_told_and_replaced(page: Page) -> None:
    write(page, FIRST, "import os; os.abort()")
    cell(page, FIRST).get_by_role("button", name="Run cell").click()
    told = cell(page, FIRST).locator(".cell-notice")
    expect(told).to_contain_text("Python broke down")
    try_out(page, "1 + 1")


# Small screens, and looks.


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
