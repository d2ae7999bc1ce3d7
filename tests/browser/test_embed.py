"""A path and a card on a page of somebody else, whose host knows nothing of the site."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.browsing import profile, serve
from tests.built.projects import PROJECT
from topicsite.building.assets import PACKAGE, PLACE, write_data
from topicsite.opendata import embed
from topicsite.reading.load import load
from topicsite.render.site import Site

pytestmark = pytest.mark.browser

PAGE = """\
<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Ailleurs</title>
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; script-src {site}; style-src 'none'">
<script src="{site}{place}/embed/embed.js" async></script></head><body>
<topicsite-embed id="path" path="backpropagation/first-picture">
<a href="{site}backpropagation/#path_first-picture">A first picture</a></topicsite-embed>
<topicsite-embed id="card" card="3b1b-backprop-intuition">
<a href="{site}">Card</a></topicsite-embed>
<topicsite-embed id="lost" card="no-such"><a href="{site}">Lost</a></topicsite-embed>
<topicsite-embed id="odd" card="../../x"><a href="{site}">Odd</a></topicsite-embed>
</body></html>
"""


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a site, and that of a page elsewhere."""
    place = tmp_path / "site" / PLACE / "embed/embed.js"
    place.parent.mkdir(parents=True)
    shutil.copy(PACKAGE / "assets/embed/embed.js", place)
    write_data(tmp_path / "site", embed.files(Site(load(PROJECT).catalog, name="Learning")))
    (tmp_path / "elsewhere").mkdir()
    with ExitStack() as stack:
        site = stack.enter_context(serve(tmp_path / "site"))
        elsewhere = stack.enter_context(serve(tmp_path / "elsewhere"))
        (tmp_path / "elsewhere/index.html").write_text(PAGE.format(site=site, place=PLACE))
        yield site, elsewhere


def test_another_page_shows_a_path_and_a_card(browser: Browser, hosts: tuple[str, str]) -> None:
    site, elsewhere = hosts
    with profile(browser, color_scheme="dark") as context:
        page = context.new_page()
        asked: list[tuple[str, str | None]] = []
        page.on("request", lambda r: asked.append((r.url, r.header_value("referer"))))
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(elsewhere)
        path = page.locator("#path article")
        expect(path.get_by_role("link").first).to_have_text("A first picture, then the mathematics")
        first = path.locator("li a").first
        assert str(first.get_attribute("href")).startswith(f"{site}backpropagation/#")
        expect(path.locator("li")).to_have_count(2)
        expect(path).to_have_attribute("lang", "en")
        card = page.locator("#card article")
        expect(card).to_contain_text("Grant Sanderson")
        expect(card.get_by_role("link").last).to_contain_text("Open on")
        # What is shown is drawn by the site's style, as dark as the page around.
        ground = "element => getComputedStyle(element).backgroundColor"
        assert card.evaluate(ground) == "rgb(22, 23, 26)"
        page.emulate_media(color_scheme="light")
        assert card.evaluate(ground) == "rgb(253, 252, 250)"
        # Another card, by the page's own script.
        page.locator("#card").evaluate("e => e.setAttribute('card', '3b1b-backprop-calculus')")
        expect(card.get_by_role("link").first).to_contain_text("calculus")
        for name, words in (("lost", "Lost"), ("odd", "Odd")):
            expect(page.get_by_role("link", name=words)).to_be_visible()
            assert page.locator(f"#{name} article").count() == 0
        assert faults == []
        assert {url.startswith((site, elsewhere)) for url, _ in asked} == {True}
        assert not any("x.js" in url for url, _ in asked)
        # The site does not learn from the data's requests which page shows them.
        assert not any(said for url, said in asked if "/embed/card/" in url)
        assert context.cookies() == []


def test_without_scripts_a_link_is_there(browser: Browser, hosts: tuple[str, str]) -> None:
    site, elsewhere = hosts
    with profile(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(elsewhere)
        link = page.get_by_role("link", name="A first picture")
        expect(link).to_be_visible()
        expect(link).to_have_attribute("href", f"{site}backpropagation/#path_first-picture")
