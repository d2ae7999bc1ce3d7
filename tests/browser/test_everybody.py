"""What a visit costs, what paper takes, and that nothing moves while a page loads."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
TOPIC = "backpropagation/"
EXAMPLE = "examples/sensitivity/"
PACKED = (".woff2", ".png", ".jpg")
"""What no server packs again."""
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
  // What is buffered is told in the next task, and two frames show what is still to be painted.
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum))));
})"""


@pytest.mark.parametrize(("address", "most"), [("", 130_000), (TOPIC, 242_000)])
def test_a_first_visit_is_light(browser: Browser, root: str, address: str, most: int) -> None:
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        body = response.body()
        packed = body if response.url.endswith(PACKED) else gzip.compress(body, 9)
        sizes[response.url] = len(packed)

    with browser.new_context() as context:
        page = context.new_page()
        page.on("response", weigh)
        page.goto(root + address, wait_until="networkidle")
    assert sum(sizes.values()) <= most, sorted(sizes.items(), key=lambda item: -item[1])


def test_a_topic_fits_on_fifteen_sheets(visit: Open, tmp_path: Path) -> None:
    page = visit(TOPIC).page
    page.evaluate("document.fonts.ready.then(() => true)")
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 15


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    "address", ["", TOPIC, EXAMPLE, "catalogue/", "plan/", "progress/", "tags/", "checked/"]
)
def test_nothing_moves_while_it_loads(visit: Open, address: str, width: int) -> None:
    page = visit(address, width=width).page
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFTS) < 0.01
