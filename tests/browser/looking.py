"""A look at every page of a small site, as at those of our own."""

from __future__ import annotations

from pathlib import Path

from tests.browser.conftest import Open
from tests.browser.test_accessibility import choose_scheme, violations
from tests.browser.test_topics import CUT_OFF
from tests.built.projects import pages_of

WIDTHS = (390, 1220, 1440, 1920)


def look_at_every_page(visit: Open, axe: str, site: Path) -> set[str]:
    """See that each page is whole at four widths, and that everybody can read it.

    Args:
        visit: opens a page of the site.
        axe: the accessibility checker's script.
        site: the folder of the site.

    Returns:
        The addresses of its pages.
    """
    pages = pages_of(site)
    for address in pages:
        seen = visit(address)
        page = seen.page
        page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(CUT_OFF) == [], (address, width)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (address, width)
        for width, scheme in ((1440, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            choose_scheme(page, scheme)
            assert violations(page, axe) == [], (address, width, scheme)
        assert seen.foreign == [], address
        if address != "404.html":
            assert seen.complaints == [], address
        assert "None" not in page.locator("main").inner_text(), address
    return {*pages}
