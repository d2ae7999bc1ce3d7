"""Every page of the site, opened once: what it asks of other hosts, says and looks like."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browsing import promised
from tests.browser.conftest import visiting
from tests.browser.test_layout import faults
from tests.built.projects import pages_of

WIDTHS = (1440, 800, 390)
NARROW = 320
"""A window in which a page may be crowded, but still does not scroll sideways."""
HEIGHT = 900


def read_through(page: Page) -> None:
    """Unfold what can be unfolded, and wait for what comes only when it is reached."""
    promised(
        page,
        """async () => {
          document.querySelectorAll("main details").forEach((part) => (part.open = true));
          for (const late of document.querySelectorAll("main :not(:defined)")) {
            late.scrollIntoView();
            await customElements.whenDefined(late.localName);
          }
          scrollTo(0, 0);
          await document.fonts.ready;
        }""",
    )


@pytest.fixture(scope="module")
def found(browser: Browser, root: str, site: Path) -> Mapping[str, list[str]]:
    """What is wrong, by kind, as `page: what`."""
    wrong: dict[str, list[str]] = {"foreign": [], "complaints": [], "sideways": [], "set": []}
    with visiting(browser, root) as visit:
        seen = visit("", height=HEIGHT)
        page = seen.page
        for address in pages_of(site):
            page.goto(root + address)
            read_through(page)
            for width in (*WIDTHS, NARROW):
                page.set_viewport_size({"width": width, "height": HEIGHT})
                at = f"{address or 'home'} at {width}"
                if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
                    wrong["sideways"].append(at)
                if width in WIDTHS:
                    wrong["set"] += [f"{at}: {fault}" for fault in faults(page)]
            page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
            # Scrolling to the end wakes whatever loads late.
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            for kind, said in (("foreign", seen.foreign), ("complaints", seen.complaints)):
                wrong[kind] += [f"{address}: {what}" for what in said]
                said.clear()
        page.wait_for_load_state("networkidle")
        wrong["foreign"] += seen.foreign
    return wrong


@pytest.mark.parametrize("kind", ["foreign", "complaints", "sideways", "set"])
def test_nothing_is_wrong_with_any_page(found: Mapping[str, list[str]], kind: str) -> None:
    """Nothing asked of other hosts, nothing on the console, nothing wider, nothing badly set."""
    assert found[kind] == [], "\n".join(found[kind])
