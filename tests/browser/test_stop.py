"""Stop is answered whatever Python does; what stands there stays until something new has run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.browsing import profile, serve
from tests.browser.cells import ADDRESS, FIRST, SECOND, cell, press_run, says, try_out, write
from tests.children import eventually

BUILT = """id => document.getElementById(id).querySelector(".outputs").innerText"""
FLOOD = "i = 0\nwhile True:\n    i += 1\n    print(i, '.' * (i % 70), end=' ' if i % 3 else '\\n')"
# What a cell does when Stop is pressed, and what it has put out by then.
BUSY = {
    "computing": ("print('on')\nwhile True: pass", "on"),
    "asleep": ("import time\nprint('on', end='')\ntime.sleep(10_000)", "on"),
    "printing dots": ("while True: print('.', end='')", "...."),
    "printing without a line's end": ("print('on', end='')\nwhile True: pass", "on"),
    "after a burst": ("for i in range(300): print(i)\nwhile True: pass", "299"),
    "printing a flood": (FLOOD, "1 ."),
    "printing to both streams": (
        "import sys\nwhile True:\n    print('out')\n    print('err', file=sys.stderr)",
        "out",
    ),
    "refusing to stop": (
        "print('on')\nwhile True:\n"
        "    try:\n        while True: pass\n    except BaseException: pass",
        "on",
    ),
    "in the text of an exception": (
        "class E(Exception):\n    def __str__(self):\n        print('on')\n"
        "        while True: pass\nraise E()",
        "on",
    ),
    "in the text of a value": (
        "class A:\n    def __repr__(self):\n        print('on')\n        while True: pass\nA()",
        "on",
    ),
}


def press_stop(page: Page, name: str) -> None:
    cell(page, name).get_by_role("button", name="Stop cell").click()
    expect(says(page, name)).to_have_text("stopped")
    expect(cell(page, name).get_by_role("button", name="Run cell")).to_be_visible()


@pytest.fixture(scope="module", params=[False, True], ids=["as served", "isolated"])
def running(request: pytest.FixtureRequest, browser: Browser, site: Path) -> Iterator[Page]:
    """A page whose Python has started; where it is isolated, a run can be interrupted."""
    isolation = {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
    }
    headers = isolation if request.param else {}
    with serve(site, headers=headers) as root, profile(browser) as context:
        page = context.new_page()
        page.goto(root + ADDRESS)
        assert page.evaluate("crossOriginIsolated") == request.param
        press_run(page, FIRST)
        yield page


@pytest.mark.parametrize("what", BUSY)
def test_a_cell_that_is_busy_stops_and_what_it_printed_stays(running: Page, what: str) -> None:
    source, printed = BUSY[what]
    write(running, FIRST, source)
    press_run(running, FIRST, until="running")
    outputs = cell(running, FIRST).locator(".outputs")
    expect(outputs).to_contain_text(printed)
    press_stop(running, FIRST)
    expect(outputs).to_contain_text(printed)
    # Nothing comes after it, and the next text has the place for itself.
    assert try_out(running, "'another'").all_inner_texts() == ["'another'"]


# What does not come; the cell is then loading, and the network gives no sign.
STALLED = [
    "**/python/session.js",
    "**/cells/output.js",
    "**/manifest.json",
    "**/python/frame.js",
    "**/python/worker.js",
    "**/numpy-*.whl",
    "**/pyodide.asm.wasm",
    "**/pyodide.asm.js",
    "**/session.zip",
]


@pytest.mark.parametrize("file", STALLED)
def test_a_network_that_stands_still_can_be_stopped_and_costs_nothing(
    context: BrowserContext, page: Page, file: str
) -> None:
    built = page.evaluate(BUILT, FIRST)
    waiting: list[Route] = []
    context.route(file, lambda route: waiting.append(route))  # it is inspected
    cell(page, FIRST).get_by_role("button", name="Run cell").click()
    expect(cell(page, FIRST).get_by_role("button", name="Stop cell")).to_be_visible()

    def asked() -> bool:
        page.wait_for_timeout(20)  # which lets the browser's messages in
        return bool(waiting)

    eventually(asked, f"nobody asks for {file}")
    press_stop(page, FIRST)
    assert page.evaluate(BUILT, FIRST) == built
    context.unroute(file)
    press_run(page, FIRST)
    assert page.evaluate(BUILT, FIRST) == built


def test_a_package_that_does_not_come_can_be_stopped(context: BrowserContext, page: Page) -> None:
    press_run(page, FIRST)
    context.route("**/matplotlib-*.whl", lambda route: None)
    write(page, FIRST, "import matplotlib")
    built = page.evaluate(BUILT, FIRST)
    press_run(page, FIRST, until="Fetching matplotlib")
    press_stop(page, FIRST)
    assert page.evaluate(BUILT, FIRST) == built
    # Python itself is where it was.
    write(page, SECOND, "6 * 7")
    page.evaluate("id => { document.getElementById(id).cell.ran = true; }", FIRST)
    press_run(page, SECOND)
    expect(cell(page, SECOND).locator(".output-result")).to_have_text("42")


def test_all_that_waits_is_let_go_at_once_and_keeps_its_outputs(page: Page) -> None:
    names = page.evaluate(
        "() => document.querySelector('topicsite-notebook').cells"
        ".filter(cell => !cell.exercise).map(cell => cell.id)"
    )
    built = {name: page.evaluate(BUILT, name) for name in names}
    write(page, names[0], "while True: pass")
    page.evaluate(
        "() => { const n = document.querySelector('topicsite-notebook');"
        " n.run(n.cells.filter(c => !c.exercise)); }"
    )
    expect(says(page, names[0])).to_have_text("running")
    expect(says(page, names[1])).to_have_text("waiting")
    press_stop(page, names[0])
    for name in names[1:]:
        expect(says(page, name)).to_have_text("not run")
    assert {name: page.evaluate(BUILT, name) for name in names} == built


def test_stop_between_two_cells_keeps_the_second_from_running(page: Page) -> None:
    write(page, FIRST, "1")
    write(page, SECOND, "print('ran')")
    built = page.evaluate(BUILT, SECOND)
    page.evaluate(
        """([first, second]) => {
            const notebook = document.querySelector("topicsite-notebook");
            const [one, other] = [first, second].map((id) => document.getElementById(id).cell);
            const begin = other.run.bind(other);
            other.run = (words) => { begin(words); notebook.stop(); };
            window.over = notebook.run([one, other]);
        }""",
        [FIRST, SECOND],
    )
    page.wait_for_function("() => window.over.then(() => true)")
    expect(says(page, FIRST)).to_contain_text("ran in")
    expect(says(page, SECOND)).to_have_text("stopped")
    assert page.evaluate(BUILT, SECOND) == built


def test_a_check_that_waits_for_the_network_can_be_stopped(
    context: BrowserContext, page: Page
) -> None:
    context.route("**/numpy-*.whl", lambda route: None)
    exercise = page.locator("topicsite-exercise").first
    exercise.get_by_role("button", name="Check").click()
    exercise.get_by_role("button", name="Stop").click()
    expect(exercise.locator(".exercise-verdict")).to_have_text("Stopped. Nothing was checked.")
    context.unroute("**/numpy-*.whl")
    exercise.get_by_role("button", name="Check").click()
    expect(exercise.locator(".exercise-verdict")).to_have_attribute("data-result", "failed")


def test_a_breakdown_keeps_what_the_page_put_out(page: Page) -> None:
    built = page.evaluate(BUILT, FIRST)
    write(page, FIRST, "import os\nos.abort()")
    cell(page, FIRST).get_by_role("button", name="Run cell").click()
    expect(cell(page, FIRST).locator(".cell-notice")).to_contain_text("Python broke down")
    assert page.evaluate(BUILT, FIRST) == built
