"""A video loads nothing before a click, and then the right thing in the same place."""

from __future__ import annotations

import pytest

from tests.browser.browsing import press_until, unfold
from tests.browser.conftest import Open

TOPIC = "backpropagation/"
FIRST = "3b1b-backprop-intuition"
PLAYER = "<!doctype html><title>Player</title><button>Pause</button>"


@pytest.mark.parametrize("how", ["mouse", "Enter", "Space"])
def test_the_player_comes_with_a_click_or_a_key(visit: Open, how: str) -> None:
    seen = visit(f"{TOPIC}#{FIRST}", player=PLAYER)
    page = seen.page
    page.wait_for_load_state("networkidle")
    assert seen.foreign == []
    video = page.locator("topicsite-video").first
    button = video.get_by_role("button", name="Play: ")
    assert "youtube-nocookie.com" in (button.text_content() or "")
    assert "Watch on YouTube" in video.locator("xpath=following-sibling::p[1]").inner_text()
    before = video.bounding_box()
    below = page.locator(".ts-watch").first.bounding_box()

    if how == "mouse":
        button.click()
    else:
        button.focus()
        page.keyboard.press(how)

    player = video.locator("iframe")
    player.content_frame.get_by_role("button", name="Pause").wait_for()
    source = player.get_attribute("src") or ""
    assert source.startswith(
        f"https://www.youtube-nocookie.com/embed/{video.get_attribute('data-video')}?"
    )
    assert seen.foreign == [source]
    assert player.get_attribute("referrerpolicy") == "strict-origin-when-cross-origin"
    assert player.get_attribute("allowfullscreen") is not None
    assert "fullscreen" in (player.get_attribute("allow") or "")
    assert player.get_attribute("title") == video.get_attribute("data-title")
    assert page.evaluate("document.activeElement.localName") == "iframe"
    assert video.bounding_box() == before
    assert page.locator(".ts-watch").first.bounding_box() == below
    assert page.locator(".ts-watch a").first.is_visible()


def test_youtube_learns_the_site_and_not_the_page(visit: Open) -> None:
    seen = visit(TOPIC, player=PLAYER)
    unfold(seen.page)
    with seen.page.expect_request("https://www.youtube-nocookie.com/**") as asked:
        seen.page.get_by_role("button", name="Play: ").first.click()
    referrer = asked.value.headers.get("referer", "")
    assert referrer.startswith("http://127.0.0.1:")
    assert "backpropagation" not in referrer


def test_only_the_video_that_was_pressed_plays(visit: Open) -> None:
    seen = visit(TOPIC, player=PLAYER)
    unfold(seen.page)
    buttons = seen.page.get_by_role("button", name="Play: ")
    count = buttons.count()
    assert count > 10
    buttons.nth(2).click()
    seen.page.locator("topicsite-video iframe").wait_for()
    assert seen.page.locator("topicsite-video iframe").count() == 1
    assert buttons.count() == count - 1


def test_the_play_button_shows_where_the_focus_is(visit: Open) -> None:
    page = visit(TOPIC).page
    unfold(page)
    button = page.get_by_role("button", name="Play: ").first
    page.locator(f"[id='{FIRST}'] a").first.focus()
    focused = "element => element === document.activeElement"
    press_until(page, "Tab", lambda: button.evaluate(focused))
    style = button.evaluate("element => getComputedStyle(element).outlineStyle")
    assert style != "none"


def test_without_a_script_the_picture_is_a_link(visit: Open) -> None:
    page = visit(TOPIC, javascript=False).page
    unfold(page)
    video = page.locator("topicsite-video").first
    link = video.locator("a")
    assert link.get_attribute("href") == (
        f"https://www.youtube.com/watch?v={video.get_attribute('data-video')}"
    )
    assert link.locator("svg").is_visible()
    assert "Watch" in (link.text_content() or "")
    assert page.locator("iframe").count() == 0
