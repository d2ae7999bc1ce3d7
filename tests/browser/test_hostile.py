"""Entries that attack: in Chromium nothing of them runs, and all of it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import search, serve, unfold
from tests.browser.conftest import Open, Visit
from tests.built.projects import build, lend_runtime, pages_of
from tests.hostile import ATTACKS, EXAMPLE, write_project

DRAWN = ("catalogue/", "plan/", "progress/")
"""Pages whose lists scripts draw once they have fetched them."""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that a generator without suspicion would be taken over by."""
    project = tmp_path_factory.mktemp("hostile")
    write_project(project)
    lend_runtime(project)
    done = build(project)
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "site"


@pytest.fixture(scope="module")
def hostile_root(attacked: Path) -> Iterator[str]:
    with serve(attacked) as address:
        yield address


def assert_unharmed(seen: Visit) -> None:
    page = seen.page
    assert seen.foreign == [], page.url
    assert seen.complaints == [], page.url
    assert page.locator("[onmouseover], [onload], [onerror], main script[src]").count() == 0


def test_nothing_runs_and_nothing_is_fetched(
    visit: Open, attacked: Path, hostile_root: str
) -> None:
    first = visit("", at=hostile_root)
    seen = 0
    for address in pages_of(attacked):
        first.page.goto(hostile_root + address)
        if address in DRAWN:
            first.page.wait_for_load_state("networkidle")
        unfold(first.page)
        # Both in one look: a list that is drawn again in between has other elements.
        first.page.evaluate(
            "document.querySelectorAll('details:not([open]) > summary').forEach(one => one.click())"
        )
        addresses = first.page.locator("article a").evaluate_all(
            "all => all.map(link => link.getAttribute('href') ?? '')"
        )
        seen += len(addresses)
        assert not [one for one in addresses if one.lower().lstrip().startswith("javascript:")]
        assert_unharmed(first)
    assert seen > 10 * len(ATTACKS)
    assert {*DRAWN} <= {*pages_of(attacked)}


@pytest.mark.parametrize("number", range(len(ATTACKS)))
def test_an_attack_shows_as_what_it_is(visit: Open, hostile_root: str, number: int) -> None:
    attack = ATTACKS[number]
    page = visit(f"t{number}/", at=hostile_root).page
    unfold(page)
    shown = " ".join(attack.split())
    assert page.title() == f"{attack} - Hostile"
    assert page.locator("h1").inner_text().removesuffix("¶").strip() == shown
    assert page.locator(".ts-card .ts-title").inner_text().removesuffix("¶").strip() == shown
    assert page.locator(".ts-card .ts-tags a").inner_text() == attack[:60].strip()
    contents = page.locator(".md-sidebar--secondary").text_content() or ""
    assert shown in " ".join(contents.split())
    page.locator(".ts-card .ts-tags a").click()
    page.wait_for_url("**/tags/**")
    assert attack[:60].lower().strip() in page.title().lower()
    assert page.locator("h1").inner_text().lower().startswith(attack[:60].lower().strip())


def test_what_an_attack_prints_is_text(visit: Open, hostile_root: str) -> None:
    seen = visit(f"examples/{EXAMPLE}/", at=hostile_root)
    printed = seen.page.locator(".output-printed").inner_text()
    assert printed.strip() == "\n".join(ATTACKS)
    assert_unharmed(seen)


@pytest.mark.parametrize("words", ["alert", "svg onload", "javascript", "click"])
def test_search_shows_attacks_as_text(visit: Open, hostile_root: str, words: str) -> None:
    seen = visit("", at=hostile_root)
    page = seen.page
    search(page, words)
    results = page.locator(".md-search-result__article")
    expect(results.nth(1)).to_be_attached()
    expect(results.first).to_contain_text(words.split()[0], ignore_case=True)
    assert page.locator(".md-search-result__list :is(script, img, svg[onload])").count() == 0
    assert_unharmed(seen)
