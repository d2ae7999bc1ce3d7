"""Every example runs to its end in the reader's own Python, and finds out what ours found out.

Its cells are taken from its page, and run there as its buttons run them. What is printed about the
claims is read as the build reads it: a badge means "in Python, and in your browser".
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from tests.browser.browsing import PATIENCE, profile, promised
from tests.built.projects import PROJECT
from topicsite.proving.claims import disagreements, outcomes
from topicsite.reading.load import load

pytestmark = pytest.mark.browser
CATALOG = load(PROJECT).catalog

RUN = """
async (cells) => {
  const { python } = await import(new URL("/assets/topicsite/python/session.js", location));
  const session = python();
  const results = [];
  for (const [number, source] of cells.entries()) {
    const pieces = [];
    const result = await session.run(source, {
      name: `cell ${number + 1}`,
      output: (piece) => pieces.push(piece),
    });
    results.push({ status: result.status, error: result.error?.traceback ?? "", pieces });
    if (result.status !== "done") break;
  }
  await session.reset();
  return results;
}
"""


@pytest.fixture(scope="module")
def complaints() -> list[str]:
    """What the page said on its console, or asked of elsewhere."""
    return []


@pytest.fixture(scope="module")
def page(browser: Browser, root: str, complaints: list[str]) -> Iterator[Page]:
    """A page of an example: Python starts on it once, and is reset between examples."""
    with profile(browser) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.goto(f"{root}examples/{min(CATALOG.examples)}/")
        complaints.clear()
        yield page


@pytest.mark.parametrize("example", sorted(CATALOG.examples))
def test_it_finds_out_the_same_in_the_browser(
    page: Page, complaints: list[str], site: Path, example: str
) -> None:
    html = (site / f"examples/{example}/index.html").read_text(encoding="utf-8")
    built = BeautifulSoup(html, "html.parser")
    cells = [code.get_text() for code in built.select(".notebook .cell code.language-python")]
    results = promised(page, RUN, cells, patience=10 * PATIENCE)
    assert [(result["status"], result["error"]) for result in results] == [("done", "")] * len(
        cells
    )
    pieces: list[dict[str, Any]] = [piece for result in results for piece in result["pieces"]]
    assert [piece["text"] for piece in pieces if piece["kind"] == "stderr"] == []
    assert count(pieces, "figure") == len(built.select(".output-figure"))
    rows = reported(pieces)
    assert list(disagreements(CATALOG, example, outcomes(rows))) == []
    assert verdicts(built) == [row[-1] for row in rows]
    for row, ours in zip(rows, findings(built), strict=True):
        assert agree(row[2], ours, row[3]), f"{row[0]}: {row[2]} here, {ours} in CPython"
    assert complaints == []


def count(pieces: list[dict[str, Any]], kind: str) -> int:
    return sum(piece["kind"] == kind for piece in pieces)


def reported(pieces: list[dict[str, Any]]) -> list[list[str]]:
    """The rows of the tables on claims that were printed."""
    printed = "".join(piece["text"] for piece in pieces if piece["kind"] == "stdout")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in printed.splitlines()
        if line.startswith("|")
    ]
    return [row for row in rows if row[-1] in ("reproduced", "proved", "differs")]


def verdicts(built: BeautifulSoup) -> list[str]:
    return [str(cell["data-verdict"]) for cell in built.select("td[data-verdict]")]


def findings(built: BeautifulSoup) -> list[str]:
    """What the page says that came out, claim by claim."""
    tried = "tr:has(td[data-verdict])"
    return [cell.get_text() for cell in built.select(f'{tried} > td[data-label="we get"]')]


def agree(found: str, expected: str, allowed: str) -> bool:
    """Whether numbers are as close as the claim allows; sentences bear their verdicts alone."""
    within, reason, _ = allowed.partition(": ")
    if not reason or within == "expected" or found == expected:
        return True
    pairs = zip(found.split(", "), expected.split(", "), strict=True)
    return all(abs(float(one) - float(other)) <= float(within) for one, other in pairs)


@pytest.mark.parametrize(
    ("found", "expected", "allowed", "verdict"),
    [
        ("0.5, 0.25", "0.5, 0.25", "1e-9: rounding", True),
        ("0.5, 0.25", "0.5, 0.26", "0.005: two decimals", False),
        ("0.5, 0.25", "0.5, 0.254", "0.005: two decimals", True),
        ("in 3 of 4 starts", "in 4 of 4 starts", "expected: mostly", True),
        ("three", "four", "", True),
    ],
)
def test_the_comparison_can_fail(found: str, expected: str, allowed: str, verdict: bool) -> None:
    assert agree(found, expected, allowed) is verdict
