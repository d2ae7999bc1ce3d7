"""Cells that are edited where they stand: the editor, what is kept of an edit, and links to it."""

from __future__ import annotations

import base64
import json
import zlib

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.cells import (
    ADDRESS,
    FIRST,
    SECOND,
    cell,
    choose,
    open_editor,
    place,
    press_run,
    says,
    source_of,
    write,
)
from tests.browser.conftest import Open, Visit
from tests.browser.test_accessibility import violations


def link_with(code: str, address: str = ADDRESS) -> str:
    return f"{address}#code={code}"


def packed(edits: object) -> str:
    engine = zlib.compressobj(wbits=-15)
    data = engine.compress(json.dumps(edits).encode()) + engine.flush()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


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
    # The editor colours what it has parsed, piece by piece.
    kept = {"k import", "k for", "nf two_weight_cost"}
    assert plain >= kept
    page.wait_for_function(
        f"([id, kept]) => kept.every((word) => ({colours})(id).includes(word))",
        arg=[SECOND, sorted(kept)],
    )


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
