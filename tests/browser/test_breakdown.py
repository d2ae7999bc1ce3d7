"""Where something is missing or breaks down, a cell says what, and leaves a way on."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.browsing import profile, serve
from tests.browser.cells import ADDRESS, FIRST, cell, choose, press_run, says, try_out, write


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
    with profile(browser, service_workers="block") as context:
        page = context.new_page()
        page.goto(root + ADDRESS)
        press_run(page, FIRST)


FRAME = "assets/topicsite/python/frame.js"
CLOSED = "the frame that it runs in does not answer"
BLOCKED = "A content blocker, or a rule of this host, may forbid workers."
# What a host's policy takes away, or a blocker inside the frame; and what the cell says.
HINDRANCES = {
    "workers by policy": ({"Content-Security-Policy": "worker-src 'none'"}, "", BLOCKED),
    "workers in silence": (
        {},
        "globalThis.Worker = class extends EventTarget {"
        " postMessage() { setTimeout(() => this.onerror(new Event('error'))); } }",
        BLOCKED,
    ),
    "workers by an exception": (
        {},
        "globalThis.Worker = class { constructor() { throw new Error('no workers here'); } }",
        "Python does not start: no workers here.",
    ),
    "the frame's script": ({"Content-Security-Policy": "script-src 'self'"}, "", CLOSED),
    "WebAssembly": (
        {"Content-Security-Policy": "script-src 'self' 'unsafe-inline' blob:"},
        "",
        "Python does not start: CompileError",
    ),
}


@pytest.mark.parametrize("name", HINDRANCES)
def test_what_is_blocked_is_told_with_its_cause(browser: Browser, site: Path, name: str) -> None:
    headers, script, told = HINDRANCES[name]
    hinder = f"{script}\n{(site / FRAME).read_text('utf-8')}"
    with (
        serve(site, headers=headers) as root,
        profile(browser, service_workers="block") as context,
    ):
        context.route(f"**/{FRAME}", lambda route: route.fulfill(body=hinder))
        page = context.new_page()
        page.goto(root + ADDRESS)
        built = cell(page, FIRST).locator(".outputs").inner_text()
        cell(page, FIRST).get_by_role("button", name="Run cell").click()
        notice = cell(page, FIRST).locator(".cell-notice")
        expect(notice).to_contain_text(told)
        assert "undefined" not in notice.inner_text()
        expect(notice.get_by_role("button", name="Try again")).to_be_visible()
        assert cell(page, FIRST).locator(".outputs").inner_text() == built


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


@pytest.mark.parametrize("memory", [2, 8])
def test_a_cell_that_is_run_while_the_frame_is_given_up_runs(
    browser: Browser, site: Path, memory: int
) -> None:
    silent = f"{(site / FRAME).read_text('utf-8')}\nend = () => {{}};"
    with serve(site) as root, profile(browser, service_workers="block") as context:
        context.route(f"**/{FRAME}", lambda route: route.fulfill(body=silent))
        # A device with little memory keeps no spare Python, which would answer at once.
        context.add_init_script(
            f"Object.defineProperty(navigator, 'deviceMemory', {{ value: {memory} }})"
        )
        page = context.new_page()
        page.goto(root + ADDRESS)
        try_out(page, "kept = 1")
        page.wait_for_timeout(3000)  # until there is a spare one, if any
        choose(page, FIRST, "Forget all names")
        assert try_out(page, "'kept' in dir()").locator("pre").inner_text() == "False"
        # What was given up takes nothing with it later.
        write(page, FIRST, "kept = 2")
        press_run(page, FIRST)
        page.wait_for_timeout(2000)
        assert try_out(page, "'kept' in dir()").locator("pre").inner_text() == "True"
