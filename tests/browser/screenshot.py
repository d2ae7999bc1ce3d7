"""Take the picture in the README from the built site: `make screenshot`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.browsing import find_chromium, launch, serve

PROJECT = Path(__file__).parents[2]
PICTURE = PROJECT / "docs" / "images" / "screenshot.png"


def main() -> None:
    """Serve `site/` for a moment and photograph its home page."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("Chromium is needed: apt install chromium")
    with serve(PROJECT / "site") as root, sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(root)
        page.evaluate("document.fonts.ready")
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
