"""The catalogue: from everything to what somebody wants, by mouse, keys and thumb."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.browsing import deny_storage, press_until, unfold
from tests.browser.conftest import Open
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
PAGE = "catalogue/"
TOPIC = "backpropagation/"
SHORT_VIDEOS = "6 of 132: videos, up to 20 min"
STOPS = """[...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")]
  .filter((one) => one.tabIndex >= 0 && !one.disabled)
  .filter((one) => one.checkVisibility({ visibilityProperty: true })).length"""


def said(page: Page) -> Locator:
    return page.locator(".ts-said")


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=re.compile(f"^{name} ?[0-9]"))


def test_free_short_videos_are_found_sent_and_found_again(visit: Open) -> None:
    seen = visit(PAGE)
    page = seen.page
    expect(said(page)).to_have_text("All 132")
    box(page, "Videos").check()
    expect(said(page)).to_have_text("17 of 132: videos")
    box(page, "Free").check()
    expect(said(page)).to_have_text("17 of 132: videos, free")
    box(page, "Free").uncheck()
    box(page, "up to 20 min").check()
    expect(said(page)).to_have_text(SHORT_VIDEOS)
    # A limit takes the place of another.
    box(page, "up to 10 min").check()
    expect(box(page, "up to 20 min")).not_to_be_checked()
    box(page, "up to 20 min").check()
    rows = page.locator(".ts-rows > li")
    expect(rows).to_have_count(6)
    assert page.url.endswith("?kind=video&time=20")
    page.get_by_label("Order").select_option("Shortest first")
    expect(rows.first).to_contain_text("8 min")
    page.get_by_label("With summaries").check()
    expect(rows.first.locator(".ts-why")).to_be_visible()

    other = visit(PAGE + page.url.partition(PAGE)[2]).page
    expect(said(other)).to_have_text(SHORT_VIDEOS)
    expect(other.locator(".ts-rows > li").first).to_contain_text("8 min")

    rows.first.get_by_role("link").click()
    page.wait_for_url(f"**/{TOPIC}#*")
    expect(page.locator(".ts-card:has(:target) topicsite-video")).to_be_visible()
    page.go_back()
    expect(said(page)).to_have_text(SHORT_VIDEOS)
    for _ in ("summaries", "order", "up to 20 min"):
        page.go_back()
    expect(said(page)).to_have_text("1 of 132: videos, up to 10 min")
    page.get_by_role("button", name="Show all").click()
    expect(said(page)).to_have_text("All 132")
    assert seen.foreign == []


def test_keys_are_enough_on_a_phone(visit: Open, axe: str) -> None:
    page = visit(PAGE, width=390).page
    expect(said(page)).to_have_text("All 132")
    assert not box(page, "Videos").is_visible()
    fold = page.locator(".ts-choose > summary")
    fold.focus()
    page.keyboard.press("Enter")
    focused = "one => one === document.activeElement"
    press_until(page, "Tab", lambda: box(page, "Videos").evaluate(focused))
    page.keyboard.press("Space")
    expect(said(page)).to_have_text("17 of 132: videos")
    assert box(page, "Videos").evaluate(focused)  # whoever is there stays there
    assert violations(page, axe) == []
    for name, chosen in (("up to 20 min", SHORT_VIDEOS), ("Free", f"{SHORT_VIDEOS}, free")):
        press_until(page, "Tab", partial(box(page, name).evaluate, focused))
        page.keyboard.press("Space")
        expect(said(page)).to_have_text(chosen)
    # Whoever gets the address sees the same; the way back leads through all that was chosen.
    sent = visit(PAGE + page.url.partition(PAGE)[2], width=390).page
    expect(said(sent)).to_have_text(f"{SHORT_VIDEOS}, free")
    expect(sent.locator(".ts-rows > li")).to_have_count(6)
    link = page.locator(".ts-rows a").first
    press_until(page, "Tab", lambda: link.evaluate(focused))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{TOPIC}#*")
    for chosen in (f"{SHORT_VIDEOS}, free", SHORT_VIDEOS, "17 of 132: videos", "All 132"):
        page.go_back()
        expect(said(page)).to_have_text(chosen)
    page.go_forward()
    expect(said(page)).to_have_text("17 of 132: videos")
    if not box(page, "Videos").is_visible():  # as the page was loaded anew
        fold.press("Enter")
    more = page.get_by_role("button", name=re.compile("[0-9]+ more"))
    more.click()
    field = page.get_by_role("searchbox", name="Find in Teaches")
    field.fill("vanish")
    box(page, "vanishing gradients").check()
    expect(said(page)).to_contain_text("videos, vanishing gradients")


def test_more_rows_come_when_they_are_wanted(visit: Open) -> None:
    page = visit(PAGE).page
    rows = page.locator(".ts-rows > li")
    expect(rows).to_have_count(25)
    page.get_by_role("button", name="More", exact=True).click()
    expect(rows).to_have_count(50)
    expect(rows.nth(25).get_by_role("link")).to_be_focused()


def test_a_file_that_is_not_there_is_said_and_asked_for_again(visit: Open) -> None:
    page = visit(PAGE).page
    expect(said(page)).to_have_text("All 132")
    page.route("**/titles-*.json", lambda route: route.abort())
    page.get_by_label("Order").select_option("By title")
    expect(said(page)).to_contain_text("could not be loaded")
    page.unroute("**/titles-*.json")
    page.get_by_label("Order").select_option("Shortest first")
    page.get_by_label("Order").select_option("By title")
    expect(said(page)).to_have_text("All 132")
    expect(page.locator(".ts-rows > li").first).to_contain_text("27. Backpropagation")


def test_an_open_page_follows_an_update_of_the_site(visit: Open) -> None:
    page = visit(PAGE).page
    rows = page.locator(".ts-rows > li")
    expect(rows).to_have_count(25)
    # The site is built anew: a file of before is gone, and the index names another.
    old = page.evaluate(
        "fetch('index.json').then((answer) => answer.json()).then(({ rows }) => rows[1])"
    )
    content = page.evaluate("(name) => fetch(name).then((answer) => answer.text())", old)
    new = "rows-new.json"
    page.route(f"**/{old}", lambda route: route.fulfill(status=404))
    page.route(
        f"**/{new}", lambda route: route.fulfill(body=content, content_type="application/json")
    )

    def built_anew(route: Route) -> None:
        text = route.fetch().text()
        route.fulfill(body=text.replace(old, new), content_type="application/json")

    page.route("**/catalogue/index.json", built_anew)
    page.get_by_role("checkbox", name=re.compile("^Examples to run")).check()
    expect(rows).to_have_count(25)
    expect(rows.first).to_contain_text("Example to run")
    expect(said(page)).to_contain_text("examples to run")


def test_what_is_done_is_marked_and_chosen_by(visit: Open) -> None:
    page = visit(PAGE).page
    expect(said(page)).to_have_text("All 132")
    assert not box(page, "Not done").is_visible(), "nothing is, so there is nothing to choose"
    here = page.url
    page.goto(here.replace(PAGE, TOPIC))
    page.get_by_role("checkbox", name="Done: What is backpropagation really doing?").first.check()
    page.goto(f"{here}?kind=video")
    row = page.locator(".ts-rows > li", has_text="What is backpropagation really doing?")
    expect(row).to_contain_text("Done")
    box(page, "Not done").check()
    expect(said(page)).to_have_text("16 of 132: videos, not done")
    expect(row).to_have_count(0)
    assert page.url.endswith("?kind=video&done=no")

    # In another tab one more is done; then all is as it was.
    other = page.context.new_page()
    other.goto(here.replace(PAGE, TOPIC))
    unfold(other)
    calculus = other.get_by_role("checkbox", name="Done: Backpropagation calculus").first
    calculus.check()
    expect(said(page)).to_have_text("15 of 132: videos, not done")
    box(page, "Done").check()
    box(page, "Not done").uncheck()
    expect(page.locator(".ts-rows > li")).to_have_count(2)
    calculus.uncheck()
    expect(said(page)).to_have_text("1 of 132: videos, done")

    # The address says the same to somebody who has done nothing, and nothing without a record.
    new = visit(f"{PAGE}?kind=video&done=no").page
    expect(said(new)).to_have_text("17 of 132: videos, not done")
    deny_storage(new)
    new.reload()
    expect(said(new)).to_have_text("17 of 132: videos")
    expect(box(new, "Free")).to_be_visible()
    assert new.get_by_role("group", name="Your progress").count() == 0


def test_without_a_script_all_is_listed_by_kind(visit: Open) -> None:
    page = visit(PAGE, javascript=False).page
    assert page.locator(".ts-rows > li").count() == 132
    assert page.get_by_role("heading", name="Theory papers").is_visible()


def test_a_topic_s_page_is_short(visit: Open) -> None:
    page = visit(TOPIC).page
    assert page.evaluate("document.documentElement.scrollHeight") <= 12_000
    assert page.evaluate(STOPS) <= 150


def test_an_address_opens_what_is_folded_away(visit: Open) -> None:
    seen = visit(f"{TOPIC}#%")  # names nothing, and is no reason to stop
    seen.page.wait_for_function("customElements.get('topicsite-cards') !== undefined")
    assert seen.complaints == []
    page = visit(f"{TOPIC}#baydin-2018").page
    card = page.locator(".ts-card", has=page.locator("[id='baydin-2018']"))
    expect(card.locator(".ts-summary")).to_be_visible()
    expect(card.locator(".ts-title")).to_be_in_viewport()
    page.evaluate("location.hash = '#path_build-it-yourself'")
    path = page.locator(".ts-path", has_text="Build it yourself")
    expect(path.locator(".ts-step").first).to_be_visible()
