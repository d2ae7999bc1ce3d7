"""Journeys from the home page on, by thumb: begun, done, left, and taken up the next time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.browsing import profile, serve
from tests.browser.conftest import FOREIGN
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
FIRST = "But what is a neural network?"


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    size = {"width": 390, "height": 844}
    with profile(browser, viewport=size, has_touch=True, is_mobile=True) as context:
        context.route(FOREIGN, lambda route: route.abort())
        yield context


def test_a_quarter_of_an_hour_on_a_phone(phone: BrowserContext, root: str, axe: str) -> None:
    page = phone.new_page()
    page.goto(root)
    begin = page.locator(".ts-begin a")
    expect(begin).to_contain_text("Start")
    begin.tap()
    page.wait_for_url("**/backpropagation/#*")
    card = page.locator(".ts-card:has(:target)")
    first = card.locator(".ts-title").inner_text()
    expect(card.locator(".ts-poster")).to_be_in_viewport()  # two taps, and the video plays
    walk = card.locator("topicsite-walk").first
    walk.locator("summary").tap() if not walk.locator(".ts-why").is_visible() else None
    walk.get_by_role("checkbox", name=f"Done: {first}").tap()
    following = walk.get_by_role("navigation").locator("a[rel=next]")
    second = following.inner_text()
    following.tap()
    expect(page.locator(".ts-card:has(:target) .ts-title")).to_have_text(second)
    expect(page.locator(".ts-card:has(:target) .ts-title")).to_be_in_viewport()
    page.close()

    # The next day the home page knows the way on.
    page = phone.new_page()
    page.goto(root)
    expect(page.locator(".ts-ways")).to_contain_text("1 of")
    go_on = page.get_by_role("link", name=f"Go on: {second}")
    expect(go_on).to_be_in_viewport()
    assert violations(page, axe) == []
    go_on.tap()
    card = page.locator(".ts-card:has(:target)")
    expect(card.locator(".ts-title")).to_have_text(second)
    here = card.locator("topicsite-walk", has_text="you are here")
    here.get_by_role("checkbox", name=f"Done: {second}").tap()
    page.goto(root)
    expect(page.locator(".ts-ways")).to_contain_text("2 of")


def test_a_home_page_of_many_topics_says_how_far_each_path_is(
    phone: BrowserContext, library: Path, axe: str
) -> None:
    with serve(library / "site") as root:
        page = phone.new_page()
        page.goto(root)
        assert page.get_by_text("done").count() == 0
        expect(page.locator(".ts-begin a")).to_contain_text("Start")
        page.goto(f"{root}topic-000/")
        page.get_by_role("checkbox", name="Done: Resource 0 of topic-000").first.tap()
        page.goto(f"{root}topic-006/")
        page.locator(".ts-path").get_by_role("link", name="Resource 0 of topic-006").tap()
        page.locator(".ts-path").get_by_role("checkbox").first.tap()

        page.goto(root)
        topics = page.locator(".ts-section li")
        both = topics.filter(has=page.locator("a[href='topic-000/']"))
        one = topics.filter(has=page.locator("a[href='topic-006/']"))
        expect(both).to_contain_text("· The short way 1 of 2 done · The long way 1 of 2 done")
        expect(one).to_contain_text("· 1 of 2 done")
        assert page.get_by_text("of 2 done").count() == 3
        assert violations(page, axe) == []
        page.get_by_role("link", name="Go on: Resource 1 of topic-006").tap()
        page.wait_for_url("**/topic-006/#topic-006-1")
