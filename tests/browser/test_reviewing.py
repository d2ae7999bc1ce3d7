"""What was answered comes back after days: in another tab, on a phone, by keys, and into a file."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.browsing import deny_storage
from tests.browser.conftest import Open
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
QUESTIONS, REVIEW = "backpropagation/questions/", "review/"
TODAY = datetime.datetime(2026, 11, 27, 18, 0, tzinfo=datetime.UTC)


def question(page: Page, kind: str, number: int = 0) -> Locator:
    return page.locator(f'topicsite-question[data-kind="{kind}"]').nth(number)


def solve(asked: Locator) -> str:
    """Answer a question with what it says is right; gives its name."""
    asked.scroll_into_view_if_needed()
    solution = json.loads(asked.get_attribute("data-solution") or "")
    if "right" in solution:
        for number in solution["right"]:
            asked.locator(f'input[value="{number}"]').check()
    else:
        asked.get_by_role("textbox").fill(repr(solution["value"]))
    asked.get_by_role("button", name="Check").click()
    expect(asked.locator(".ts-judgement")).to_contain_text("Right.")
    return asked.get_attribute("data-question") or ""


def miss(asked: Locator) -> str:
    """Open the answer first; gives the question's name."""
    asked.scroll_into_view_if_needed()
    expect(asked.get_by_role("button", name="Check")).to_be_attached()
    asked.locator(".ts-answer > summary").click()
    return asked.get_attribute("data-question") or ""


def said(page: Page) -> Locator:
    return page.locator("topicsite-review > .ts-said")


def shown(page: Page) -> Locator:
    return page.locator("topicsite-review topicsite-question")


def at(page: Page, days: int) -> None:
    """Let so many days have passed."""
    page.clock.set_fixed_time(TODAY + datetime.timedelta(days=days))


def test_what_was_answered_comes_back(visit: Open, axe: str, tmp_path: Path) -> None:
    seen = visit("")
    page = seen.page
    home = page.url
    at(page, 0)
    due = page.locator("topicsite-due")
    expect(due).to_be_empty()
    page.goto(home + REVIEW)
    expect(said(page)).to_have_text("Nothing to review today.")
    page.get_by_role("link", name="Questions: Backpropagation").click()
    known = [solve(question(page, "options")), solve(question(page, "number"))]
    missed = miss(question(page, "options", 1))
    kept = "() => JSON.parse(localStorage.getItem('topicsite-reviews:/'))"
    page.wait_for_function(f"Object.keys(({kept})()?.answers ?? {{}}).length === 3")
    page.goto(home + REVIEW)
    expect(said(page)).to_have_text("Nothing to review today.")
    coming = page.get_by_text("3 come back within a week, the next on 28 November.")
    expect(coming).to_be_visible()

    # Another day the home page says so, and what was not known comes first.
    at(page, 3)
    page.goto(home)
    expect(due.get_by_role("link")).to_have_text("Review: 3 today")
    due.get_by_role("link").click()
    expect(said(page)).to_have_text("Review: 3 today")
    expect(shown(page)).to_have_attribute("data-question", missed)
    assert violations(page, axe) == []
    solve(shown(page))
    expect(page.get_by_text("It comes back on")).to_be_visible()
    expect(said(page)).to_have_text("Review: 2 today")
    page.get_by_role("button", name="Next").press("Enter")
    assert page.evaluate("document.activeElement.closest('topicsite-question') !== null")
    assert shown(page).get_attribute("data-question") in known

    # Another tab answers what is there; this one says so, and goes on to the last.
    other = page.context.new_page()
    at(other, 3)
    other.goto(home + REVIEW)
    expect(shown(other)).to_be_visible()
    assert shown(other).get_attribute("data-question") == shown(page).get_attribute("data-question")
    solve(shown(other))
    expect(said(page)).to_have_text("Review: 1 today")
    expect(page.get_by_text("It comes back on")).to_be_visible()
    other.close()
    page.get_by_role("button", name="Next").click()
    solve(shown(page))
    expect(said(page)).to_have_text("That was the last one for today.")
    expect(page.get_by_role("button", name="Next")).to_be_hidden()
    page.goto(home)
    expect(due).to_be_empty()

    # It is in the file of the record, is forgotten with it, and comes back from the file.
    page.goto(home + "progress/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    download.value.save_as(tmp_path / "progress.json")
    reviews = json.loads((tmp_path / "progress.json").read_text("utf-8"))["reviews"]
    assert {name: len(answers) for name, answers in reviews.items()} == dict.fromkeys(
        [*known, missed], 2
    )
    page.get_by_text("Forget", exact=True).click()
    page.get_by_role("button", name="Forget the answers to questions").click()
    expect(page.get_by_text("Forgotten.")).to_be_visible()
    assert page.evaluate(kept)["answers"] == {}
    page.locator("input[type=file]").set_input_files(tmp_path / "progress.json")
    expect(page.get_by_text("Added to what is known here.")).to_be_visible()
    assert page.evaluate(kept)["answers"] == reviews
    at(page, 400)
    page.goto(home)
    expect(due.get_by_role("link")).to_have_text("Review: 3 today")
    assert seen.foreign == []


def remember(page: Page, names: list[str]) -> None:
    """Let questions have been answered, not known, three weeks ago."""
    answers = {name: [{"at": "2026-11-01T10:00:00.000Z", "grade": 1}] for name in names}
    text = json.dumps({"answers": answers, "due": dict.fromkeys(names, 0)})
    page.evaluate("text => localStorage.setItem('topicsite-reviews:/', text)", text)


def test_a_tab_that_is_left_open_goes_on_the_next_day(visit: Open) -> None:
    page = visit(QUESTIONS).page
    at(page, 0)
    name = question(page, "options").get_attribute("data-question") or ""
    page.goto(page.url.replace(QUESTIONS, REVIEW))
    expect(said(page)).to_have_text("Nothing to review today.")
    other = page.context.new_page()
    other.goto(page.url)
    remember(other, [name, "backpropagation/gone/x"])
    # Another tab has brought a record: this one asks at once what the site knows of it.
    expect(said(page)).to_have_text("Review: 1 today")
    miss(shown(page))
    expect(page.get_by_text("It comes back on 28 November.")).to_be_visible()
    at(page, 1)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(said(page)).to_have_text("Review: 1 today")
    page.get_by_role("button", name="Next").click()
    expect(shown(page).locator(".ts-answer")).not_to_have_attribute("open", "")
    solve(shown(page))
    expect(said(page)).to_have_text("That was the last one for today.")


def test_what_the_browser_opens_by_itself_is_no_answer(visit: Open) -> None:
    page = visit(QUESTIONS).page
    asked = question(page, "options")
    asked.scroll_into_view_if_needed()
    expect(asked.get_by_role("button", name="Check")).to_be_attached()
    asked.locator(".ts-answer").evaluate(
        "one => { one.open = true; }"
    )  # as a search in the page does
    solve(asked)
    kept = "() => JSON.parse(localStorage.getItem('topicsite-reviews:/'))?.answers"
    page.wait_for_function(f"({kept})()")
    [[answer]] = page.evaluate(kept).values()
    assert answer["grade"] == 3


def test_without_a_network_an_answer_counts_too(visit: Open) -> None:
    page = visit(QUESTIONS).page
    asked = question(page, "options")
    asked.scroll_into_view_if_needed()
    expect(asked.get_by_role("button", name="Check")).to_be_attached()
    page.context.route("**/schedule.js", lambda route: route.abort())
    solve(asked)
    page.wait_for_function("localStorage.getItem('topicsite-reviews:/')")


def test_what_the_site_asks_no_more_is_left_out(visit: Open) -> None:
    page = visit("").page
    home = page.url
    at(page, 0)
    answers = {"backpropagation/gone/x": [{"at": "2026-11-01T10:00:00.000Z", "grade": 1}]}
    due = {"backpropagation/gone/x": 0}
    text = json.dumps({"answers": answers, "due": due})
    page.evaluate("text => localStorage.setItem('topicsite-reviews:/', text)", text)
    page.goto(home)
    expect(page.locator("topicsite-due")).to_have_text(re.compile("Review: 1 today"))
    page.goto(home + REVIEW)
    expect(said(page)).to_have_text("Nothing to review today.")
    page.goto(home)
    expect(page.locator("topicsite-due")).to_be_empty()


def test_where_nothing_is_kept_it_says_so_and_on_a_phone_it_fits(visit: Open) -> None:
    page = visit("about/", width=390).page
    deny_storage(page)
    home = page.url.replace("about/", "")
    page.goto(home + REVIEW)
    expect(said(page)).to_have_text(
        "Your browser keeps nothing for this site, so nothing can come back."
    )
    expect(page.get_by_role("link", name="Questions: Backpropagation")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    page.goto(home + QUESTIONS)
    solve(question(page, "options"))


def test_without_a_script_the_questions_are_there(visit: Open) -> None:
    page = visit(REVIEW, javascript=False).page
    assert page.get_by_role("link", name="Questions: Backpropagation").is_visible()
