"""How long the page of the catalogue takes to answer, with ten thousand entries."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench import generate, results
from tests.bench.measure import run
from tests.browser.browsing import find_chromium, launch, serve
from topicsite.model.measurements import Column, Table

COUNT = 10_000
ROUNDS = 20
# Milliseconds from a click on a box until the sentence says what is left, and until rows are there.
ANSWER = """
async (name) => {
  const box = [...document.querySelectorAll(".ts-facets label")]
    .find((label) => label.textContent.replace(/\\s+/g, " ").includes(name)).querySelector("input");
  const said = document.querySelector(".ts-said");
  const list = document.querySelector(".ts-rows");
  const changed = (node) => new Promise((resolve) =>
    new MutationObserver((_, watcher) => {
      watcher.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    }).observe(node, { childList: true, subtree: true, characterData: true }));
  const waits = [changed(said), changed(list)];
  const start = performance.now();
  box.click();
  return (await Promise.all(waits)).map((end) => end - start);
}
"""
CLICKS = (("a kind", "Videos"), ("a level", "Introductory"), ("a limit of time", "up to 20 min"))


def measure() -> None:
    """Measure, and write down what was found."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("there is no Chromium on the PATH; install it with: apt install chromium")
    with tempfile.TemporaryDirectory() as temporary:
        project = Path(temporary)
        generate.as_yaml(project, COUNT)
        run([str(Path(sys.executable).parent / "mkdocs"), "build", "--quiet"], project)
        with serve(project / "site") as root, sync_playwright() as playwright:
            browser = launch(playwright, chromium)
            page = browser.new_page()
            page.goto(f"{root}catalogue/")
            page.locator(".ts-rows > li").first.wait_for()
            blocks = [_answers(page)]
            chosen = browser.version
            browser.close()
    results.write("catalogue", ("mkdocs", "playwright"), blocks, Chromium=chosen)


def _answers(page: Page) -> Table:
    """How long it takes from a click until what it leaves is said and shown, at the median."""
    rows = []
    for what, name in CLICKS:
        spent = [page.evaluate(ANSWER, name) for _ in range(2 * ROUNDS)]  # ticked and unticked
        said, shown = (statistics.median(times) for times in zip(*spent, strict=True))
        slowest = max(max(times) for times in spent)
        rows.append((what, said, shown, slowest, 100))
    return results.table(
        (
            Column(heading=f"{COUNT:,} entries, a click on"),
            Column(heading="until the count", unit="ms", decimals=0),
            Column(heading="until the rows", unit="ms", decimals=0),
            Column(heading="slowest of 40", unit="ms", decimals=0),
            Column(heading="wanted", unit="ms", decimals=0),
        ),
        rows,
    )
