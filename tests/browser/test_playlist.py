"""A playlist has a player of its own, that of all its videos."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route

from tests.browser.browsing import serve, unfold
from tests.built.projects import build, small_project

PROJECT = Path(__file__).parents[2]
PLAYLISTS = {
    "One": "https://www.youtube.com/playlist?list=PLaAAAAAAAAAAAAAAAA",
    "Other": "https://www.youtube.com/playlist?list=PLbAAAAAAAAAAAAAAAA",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with two playlists, one video of the first, and two channels' streams."""
    folder = small_project(tmp_path_factory.mktemp("playlists"))
    shutil.rmtree(folder / "resources")
    shutil.copytree(PROJECT / "tests/catalogs/valid/playlists/resources", folder / "resources")
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    with serve(folder / "site") as root:
        yield f"{root}t/"


def test_each_plays_what_it_is(context: BrowserContext, address: str) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(content_type="text/html", body="<!doctype html><title>Player</title>")

    context.route("https://**/*", answer)
    page = context.new_page()
    page.goto(address)
    unfold(page)
    assert page.locator("topicsite-video").count() == 3
    assert asked == []
    page.locator("topicsite-video[data-playlist=PLaAAAAAAAAAAAAAAAA] button").click()
    # By the keyboard: Chromium hands the next click to a player of another process, if that was
    # there before the page scrolled.
    page.locator("topicsite-video[data-video] button").press("Enter")
    page.frame_locator("topicsite-video[data-playlist] iframe").locator("title").wait_for(
        state="attached"
    )
    page.frame_locator("topicsite-video[data-video] iframe").locator("title").wait_for(
        state="attached"
    )
    assert sorted(asked) == [
        "https://www.youtube-nocookie.com/embed/Ilg3gGewQ5U?autoplay=1&rel=0",
        "https://www.youtube-nocookie.com/embed/videoseries?list=PLaAAAAAAAAAAAAAAAA&autoplay=1&rel=0",
    ]


def test_without_a_script_it_is_a_link_to_the_playlist(
    context: BrowserContext, address: str
) -> None:
    context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(address)
    unfold(page)
    cards = page.locator("topicsite-video[data-playlist]")
    links = [cards.nth(index).locator("a").get_attribute("href") for index in range(2)]
    assert sorted(filter(None, links)) == sorted(PLAYLISTS.values())
    assert cards.first.locator(".ts-length").inner_text().replace("\u00a0", " ") == (
        "Playlist · 15 min"
    )
    assert page.locator(".ts-kind", has_text="Playlist").count() == 2
