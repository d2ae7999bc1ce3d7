"""The cells of one example, as tests reach for them."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

ADDRESS = "examples/sensitivity/"
FIRST, SECOND, FIGURE = "sensitivity-1", "sensitivity-2", "sensitivity-4"


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


def choose(page: Page, name: str, choice: str) -> None:
    cell(page, name).get_by_role("button", name="More about").click()
    page.get_by_role("button", name=choice).click()
