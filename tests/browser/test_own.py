"""A site with kinds, levels and fields of its own: every page at four widths, and its form."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from tests.browser.browsing import serve
from tests.browser.conftest import Open, visiting
from tests.browser.looking import look_at_every_page
from tests.browser.test_form import fill
from topicsite.cli import main

pytestmark = pytest.mark.browser

FILLED = {
    "kind": "score",
    "url": "https://example.org/arpeggios",
    "title": "Arpeggios",
    "level": "grade-2",
    "instrument": "2 pianos",
    "tempo": "-0.5",
    "with_recording": "false",
    "composers": "Ada Example\nBen Example",
    "edition": "Second: revised",
    "publisher": "https://example.org/press",
    "first_played": "1900-02",
    "copies": "30",
    "id": "arpeggios",
}


@pytest.fixture(scope="module")
def at(own: Path) -> Iterator[str]:
    with serve(own / "site") as address:
        yield address


@pytest.fixture
def visit(browser: Browser, at: str) -> Iterator[Open]:
    with visiting(browser, at) as opened:
        yield opened


def test_every_page_is_right_at_every_width(visit: Open, axe: str, own: Path) -> None:
    pages = look_at_every_page(visit, axe, own / "site")
    assert {"", "scales/", "add/", "scores/", "tags/five-finger-exercises/"} <= pages


def test_an_old_tag_leads_on(visit: Open, at: str) -> None:
    page = visit("", javascript=False).page
    page.get_by_role("link", name="Drills").click()
    expect(page).to_have_url(f"{at}tags/five-finger-exercises/")
    expect(page.locator("h1")).to_contain_text("Five finger exercises")


def test_the_form_writes_own_fields_as_the_check_wants_them(
    visit: Open, own: Path, tmp_path: Path
) -> None:
    seen = visit("add/")
    page = seen.page
    expect(page.locator(".ts-preview [data-field]:visible")).to_have_count(0)
    fill(page, FILLED)
    preview = page.locator(".ts-preview")
    expect(preview.locator(".ts-kind")).to_have_text("Sheet music")
    expect(preview.locator(".ts-level")).to_have_text("Grade 2 and above")
    expect(preview.locator('[data-field="with_recording"] dd')).to_have_text("No")
    expect(preview.locator('[data-field="composers"] dd')).to_have_text("Ada Example, Ben Example")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    project = shutil.copytree(own, tmp_path / "project", ignore=shutil.ignore_patterns("site"))
    entry = project / "resources/scales/arpeggios.yml"
    shutil.copyfile(download.value.path(), entry)
    for command in (["check", "--strict"], ["fmt", "--check"]):
        done = CliRunner().invoke(main, [*command, "--root", str(project)])
        assert done.exit_code == 0, done.output
    for line in ("instrument: 2 pianos", "tempo: -0.5", "with_recording: false", "copies: 30"):
        assert f"\n{line}\n" in entry.read_text(encoding="utf-8")
    assert seen.complaints == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tempo", "fast"),
        ("publisher", "example.org"),
        ("publisher", "http://127.1/"),
        ("first_played", "1900-02-30"),
        ("edition", "x" * 201),
    ],
)
def test_a_wrong_value_is_named(visit: Open, name: str, value: str) -> None:
    page = visit("add/").page
    fill(page, {name: value})
    expect(page.locator(f"#add-{name}-error")).not_to_be_empty()


def test_an_address_tells_no_kind_that_the_site_does_not_have(visit: Open) -> None:
    page = visit("add/").page
    fill(page, {"url": "https://github.com/o/r"})
    expect(page.locator("#add-kind")).to_have_value("")
    expect(page.locator("#add-access")).to_have_value("free")
    fill(page, {"url": "https://youtu.be/abcdefghij0"})
    expect(page.locator("#add-kind")).to_have_value("video")
    page.get_by_role("button", name="Start over").click()
    expect(page.locator("#add-url")).to_have_value("")
    expect(page.get_by_role("status")).to_have_text("The form is empty again.")
