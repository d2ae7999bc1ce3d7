"""Every example runs to its end in the reader's own Python, and finds out what ours found out.

Its cells are taken from its page, and run there as its buttons run them at first: from few starts,
where it says how many those are. What is printed about the claims is read as the build reads it: a
badge means "in Python, and in your browser". What few starts show bears no verdict; there the
figures have to be those of as many starts, and `topicsite prove --page` runs them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from tests.browser.browsing import PATIENCE, profile, promised
from tests.built.projects import PROJECT
from topicsite.lesson.trials import FEW, fisher
from topicsite.proving.claims import NAME, disagreements, outcomes
from topicsite.reading.load import load

pytestmark = pytest.mark.browser
CATALOG = load(PROJECT).catalog

SHARE = re.compile(r"in (\d+) of (\d+) starts\b")
FEW_RUN = re.compile(r"(\d+) of (\d+) starts run")

BEGIN = """
import os
import sys


def main(few):
    os.environ[few] = "1"
    names = sys.modules["__main__"].__dict__
    for name in [name for name in names if not name.startswith("__")]:
        del names[name]
"""
RUN = """
async ([begin, few, cells]) => {
  const { python } = await import(new URL("/assets/topicsite/python/session.js", location));
  const session = python();
  await session.call(begin, few);
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
  return results;
}
"""


@pytest.fixture(scope="module")
def complaints() -> list[str]:
    """What the page said on its console, or asked of elsewhere."""
    return []


@pytest.fixture(scope="module")
def page(browser: Browser, root: str, complaints: list[str]) -> Iterator[Page]:
    """A page of an example: Python starts on it once, and each example begins without names.

    What else one might leave behind, such as a seed, would be missed by itself in `tests/examples`.
    """
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
    results = promised(page, RUN, [BEGIN, FEW, cells], patience=10 * PATIENCE)
    assert [(result["status"], result["error"]) for result in results] == [("done", "")] * len(
        cells
    )
    pieces: list[dict[str, Any]] = [piece for result in results for piece in result["pieces"]]
    assert [piece["text"] for piece in pieces if piece["kind"] == "stderr"] == []
    assert count(pieces, "figure") == len(built.select(".output-figure"))
    rows = [
        decided(row, ours, verdict)
        for row, ours, verdict in zip(
            reported(pieces), findings(built), verdicts(built), strict=True
        )
    ]
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
    return [row for row in rows if NAME.match(row[0])]


def decided(row: list[str], expected: str, verdict: str) -> list[str]:
    """A row; where few starts were run and show what all can have shown, with the verdict on all.

    Raises:
        AssertionError: if it speaks of other starts than the page does, or shows something else.
    """
    few = FEW_RUN.fullmatch(row[-1])
    if not few:
        return row
    here, all_of_them = SHARE.match(row[2]), SHARE.match(expected)
    assert here
    assert all_of_them
    assert few.groups() == (here[2], all_of_them[2])
    assert int(here[2]) < int(all_of_them[2])
    shares = [int(number) for found in (all_of_them, here) for number in found.groups()]
    assert fisher(*shares) > 0.02, f"{row[0]}: {row[2]} here, {expected} in CPython"
    return [*row[:-1], verdict]


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


@pytest.mark.parametrize(
    ("found", "said", "fits"),
    [
        ("in 2 of 2 starts ●●; more", "2 of 9 starts run", True),
        ("in 1 of 1 starts", "1 of 9 starts run", True),
        ("in 0 of 2 starts ○○", "2 of 9 starts run", False),
        ("in 2 of 2 starts ●●", "3 of 9 starts run", False),
        ("in 2 of 2 starts ●●", "2 of 8 starts run", False),
        ("in 9 of 9 starts ●●●●●●●●●", "9 of 9 starts run", False),
    ],
)
def test_few_starts_are_compared_with_all(found: str, said: str, fits: bool) -> None:
    row = ["r/c", "always", found, "expected: always", said]
    whole = "in 9 of 9 starts ●●●●●●●●●"
    if fits:
        assert decided(row, whole, "reproduced") == [*row[:-1], "reproduced"]
    else:
        with pytest.raises(AssertionError):
            decided(row, whole, "reproduced")
    tried = [*row[:-1], "differs"]
    assert decided(tried, whole, "reproduced") == tried
