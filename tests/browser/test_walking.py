"""A second visit: steps are ticked, the way on is known, and the record can be taken along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.browsing import deny_storage
from tests.browser.conftest import Open
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
TOPIC = "backpropagation/"
AFTERNOON = "An afternoon, every equation"
SECOND = "Gradient descent, how neural networks learn"
THIRD = "What is backpropagation really doing?"


def path_of(page: Page, title: str) -> Locator:
    path = page.locator(".ts-path", has=page.get_by_role("heading", name=title))
    steps = path.locator(".ts-stages:not([open]) > summary")
    if steps.count():
        steps.click()
    return path


def tick(page: Page, *titles: str) -> None:
    for title in titles:
        path_of(page, AFTERNOON).get_by_role("checkbox", name=f"Done: {title}").check()


def test_what_is_done_is_there_the_next_time_and_leads_on(visit: Open) -> None:
    page = visit(TOPIC).page
    path = path_of(page, AFTERNOON)
    expect(path.locator(".ts-start")).to_be_visible()
    tick(page, "But what is a neural network?", SECOND)
    expect(path.locator("topicsite-walked")).to_contain_text("2 of 14 done")
    expect(path.locator(".ts-start")).to_be_hidden()
    assert path.locator(".ts-step.ts-next").inner_text().startswith(THIRD)

    page.goto(page.url.removesuffix(TOPIC))
    # Nobody has said yet which path it is.
    expect(page.locator(".ts-ways")).to_contain_text("2 of 14 done")
    page.goto(page.url + TOPIC)
    path_of(page, AFTERNOON).get_by_role("link", name=f"Go on: {THIRD}").click()
    card = page.locator(".ts-card", has=page.locator("[id='3b1b-backprop-intuition']"))
    here = card.locator("topicsite-walk", has_text="Step 3 of 14")
    expect(here.get_by_text("you are here")).to_be_visible()
    expect(here.get_by_role("link", name=SECOND)).to_be_visible()
    elsewhere = card.locator("topicsite-walk", has_text="Step 1 of 2")
    expect(elsewhere.get_by_text("you are here")).to_be_hidden()
    expect(here).to_contain_text("4 h 3 min left")
    here.get_by_role("checkbox").check()

    page.goto(page.url.partition(TOPIC)[0])
    page.get_by_role("link", name="Go on: What one component of the gradient tells you").click()
    page.wait_for_url("**/examples/sensitivity/")
    end = page.locator("topicsite-walk")
    expect(end.locator("a[rel=prev]")).to_have_text(THIRD)
    expect(end.locator("a[rel=next]")).to_have_text("Backpropagation calculus")


def test_a_step_of_two_paths_is_done_on_both(visit: Open) -> None:
    page = visit(TOPIC).page
    tick(page, THIRD)
    other = path_of(page, "A first picture, then the mathematics")
    expect(other.get_by_role("checkbox", name=f"Done: {THIRD}")).to_be_checked()
    expect(other.locator("topicsite-walked")).to_contain_text("1 of 2 done")
    other.get_by_role("checkbox", name=f"Done: {THIRD}").uncheck()
    expect(path_of(page, AFTERNOON).locator("topicsite-walked")).to_be_empty()


def test_the_last_step_says_what_is_open_and_where_to_go(visit: Open) -> None:
    page = visit(TOPIC).page
    tick(page, THIRD)
    page.goto(page.url.replace(TOPIC, "examples/read-digits/"))
    end = page.locator("topicsite-walk", has_text="Step 14 of 14")
    end.scroll_into_view_if_needed()
    expect(end).to_contain_text("This is the last step of the path.")
    expect(end.get_by_role("link", name="Build it yourself")).to_be_visible()
    expect(end.locator(".ts-still-open")).to_contain_text(SECOND)
    expect(end.locator(".ts-still-open")).not_to_contain_text(THIRD)


def test_the_record_is_saved_forgotten_and_read_again(visit: Open, tmp_path: Path) -> None:
    seen = visit(TOPIC)
    page = seen.page
    tick(page, SECOND, THIRD)
    page.goto(page.url.replace(TOPIC, "progress/"))
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as a file").click()
    waiting.value.save_as(saved := tmp_path / "progress.json")
    steps = json.loads(saved.read_text())["steps"]
    assert {*steps} == {"3b1b-gradient-descent", "3b1b-backprop-intuition"}

    row = page.locator(".ts-list li", has_text=AFTERNOON)
    row.get_by_role("button", name="Forget this path").click()
    expect(row).to_contain_text("0 of 14 done")
    page.get_by_role("button", name="Undo").click()
    expect(row).to_contain_text("2 of 14 done")
    page.get_by_text("Forget", exact=True).click()
    page.get_by_role("button", name="Forget everything").click()
    page.reload()
    expect(row).to_contain_text("0 of 14 done")
    page.locator("input[type=file]").set_input_files(saved)
    expect(row).to_contain_text("2 of 14 done")
    (tmp_path / "other.json").write_text("{")
    page.locator("input[type=file]").set_input_files(tmp_path / "other.json")
    expect(page.get_by_role("status")).to_contain_text("it is not JSON")
    expect(row).to_contain_text("2 of 14 done")
    assert seen.complaints == []


def test_another_tab_hears_of_a_tick(visit: Open) -> None:
    page = visit(TOPIC).page
    second = page.context.new_page()
    second.goto(page.url)
    tick(page, THIRD)
    expect(path_of(second, AFTERNOON).locator("topicsite-walked")).to_contain_text("1 of 14 done")


def test_it_works_where_nothing_can_be_stored(visit: Open) -> None:
    page = visit("about/").page
    deny_storage(page)
    page.goto(page.url.replace("about/", TOPIC))
    tick(page, THIRD)
    expect(path_of(page, AFTERNOON).locator("topicsite-walked")).to_contain_text("1 of 14 done")


def test_exercises_that_were_kept_in_the_old_way_still_count(visit: Open) -> None:
    page = visit("about/").page
    page.evaluate("localStorage.setItem('topicsite-solved', '[\"sensitivity/foretell\"]')")
    page.goto(page.url.replace("about/", TOPIC))
    step = path_of(page, AFTERNOON).locator(".ts-step", has_text="What one component")
    expect(step.locator("topicsite-solved")).to_have_text("1 exercise, solved")
    expect(step.get_by_role("checkbox")).to_be_checked()


def test_without_a_script_the_way_is_there_and_no_box(visit: Open) -> None:
    page = visit("examples/sensitivity/", javascript=False).page
    assert page.locator("topicsite-walk a[rel=next]").is_visible()
    assert page.locator("input[type=checkbox]:not([data-md-toggle], .md-toggle)").count() == 0


@pytest.mark.parametrize("width", [1440, 390])
def test_everybody_can_use_it(visit: Open, axe: str, width: int) -> None:
    page = visit(TOPIC, width=width).page
    tick(page, SECOND)
    expect(path_of(page, AFTERNOON).locator("topicsite-walked")).to_contain_text("1 of 14")
    assert violations(page, axe) == []
    page.goto(page.url.replace(TOPIC, "progress/"))
    expect(page.locator(".ts-list")).to_contain_text("1 of 14 done")
    assert violations(page, axe) == []
