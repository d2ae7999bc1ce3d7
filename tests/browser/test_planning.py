"""A plan for the time that somebody has: made, sent, followed, and put into a calendar."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.browsing import deny_storage
from tests.browser.conftest import Open
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
PAGE = "plan/"
TELLS = "say what one component of the gradient tells you about one weight"
ONE_SWEEP = "say why one sweep backward serves a million weights, and when forward is cheaper"
ENGINE = "build a small automatic differentiation engine and train a network with it"


def said(page: Page) -> Locator:
    return page.locator(".ts-said")


def steps(page: Page) -> Locator:
    return page.locator(".ts-plan-steps > li")


def minutes_of(page: Page) -> int:
    """The minutes that the sentence says."""
    text = said(page).inner_text().replace("\N{NO-BREAK SPACE}", " ")
    hours, minutes = re.search(r"(?:(\d+) h ?)?(?:(\d+) min)?$", text).groups()  # type: ignore[union-attr]
    return 60 * int(hours or 0) + int(minutes or 0)


def test_forty_five_minutes(visit: Open, tmp_path: Path) -> None:
    seen = visit(PAGE)
    page = seen.page
    expect(said(page)).to_have_text("Choose what you want to be able to do.")
    page.get_by_role("checkbox", name=TELLS).check()
    expect(said(page)).to_contain_text("steps")
    expect(page.get_by_text("No shorter way leads there.")).to_be_visible()
    whole = minutes_of(page)
    assert steps(page).count() >= 2
    page.get_by_role("checkbox", name=ENGINE).check()
    assert minutes_of(page) > whole
    page.get_by_label("I have").fill(str(whole))
    expect(page.get_by_text(f"For this the time is too short: {TELLS}.")).to_be_visible()
    assert minutes_of(page) <= whole
    for reason in steps(page).locator(".ts-why").all_inner_texts():
        assert re.match(r"For |Needed before ", reason)

    # Whoever gets the link sees the same.
    titles = steps(page).locator(".ts-step-title").all_inner_texts()
    other = visit(PAGE + page.url.partition(PAGE)[2]).page
    expect(steps(other).locator(".ts-step-title")).to_have_text(titles)

    page.get_by_role("button", name="Save for a calendar").click()
    expect(page.get_by_text("Say when you want to begin.")).to_be_visible()
    page.get_by_label("Begin").fill("2027-01-05T18:30")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save for a calendar").click()
    download.value.save_as(tmp_path / "plan.ics")
    check_calendar((tmp_path / "plan.ics").read_bytes(), titles, whole)
    assert seen.foreign == []


def check_calendar(content: bytes, titles: list[str], minutes: int) -> None:
    """RFC 5545: lines end with CRLF and are folded; each sitting has its time and a name."""
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    values = [line.partition(":") for line in lines]
    said = {name: [text for one, _, text in values if one == name] for name, _, _ in values}
    assert len(set(said["UID"])) == lines.count("BEGIN:VEVENT") == len(said["DTSTART"])
    begins, ends = (
        [datetime.datetime.strptime(text, "%Y%m%dT%H%M%S") for text in said[name]]
        for name in ("DTSTART", "DTEND")
    )
    assert begins[0] == datetime.datetime(2027, 1, 5, 18, 30)
    for begin, end in zip(begins, ends, strict=True):
        assert datetime.timedelta(0) < end - begin <= datetime.timedelta(minutes=minutes)
    texts = " ".join(said["DESCRIPTION"]).replace("\\,", ",").replace("\\;", ";")
    assert all(title in texts for title in titles)


def test_a_plan_is_followed_like_a_path(visit: Open) -> None:
    page = visit(PAGE).page
    page.get_by_role("checkbox", name=TELLS).check()
    expect(steps(page).first).to_be_visible()
    titles = steps(page).locator(".ts-step-title").all_inner_texts()
    page.get_by_role("button", name="Follow this plan").click()
    home = page.url.partition(PAGE)[0]
    page.goto(home)
    page.get_by_role("link", name=f"Go on: {titles[0]}").click()
    here = page.locator(".ts-card:has(:target) topicsite-planned p")
    expect(here).to_contain_text(f"Step 1 of {len(titles)} of your plan")
    here.get_by_role("checkbox").check()
    here.get_by_role("link", name=titles[1]).click()
    expect(here).to_contain_text("Step 2 of")
    page.goto(home)
    expect(page.get_by_role("link", name=f"Go on: {titles[1]}")).to_be_visible()
    page.goto(home + PAGE)
    expect(page.get_by_text("1 step that you ticked counts as known.")).to_be_visible()


def test_what_is_known_shortens_it(visit: Open) -> None:
    page = visit(PAGE).page
    page.get_by_role("checkbox", name=ONE_SWEEP).check()
    before = minutes_of(page)
    field = page.get_by_role("combobox", name="I know already")
    field.fill("forward-mode differentiation")
    field.press("Enter")
    taken = page.get_by_role("button", name="Without forward-mode differentiation")
    expect(taken).to_be_visible()
    assert minutes_of(page) < before
    taken.click()
    assert minutes_of(page) == before
    # Whoever can do what a goal says knows all that leads there, and can go on from it.
    field.fill(ONE_SWEEP)
    field.press("Enter")
    expect(said(page)).to_have_text("You know all of this already.")
    expect(page.get_by_role("heading", name="What you can learn next")).to_be_visible()


def test_what_does_not_fit_is_named(visit: Open) -> None:
    page = visit(PAGE).page
    page.get_by_role("checkbox", name=TELLS).check()
    expect(said(page)).to_contain_text("steps")
    whole = minutes_of(page)
    field = page.get_by_role("combobox", name="And also")
    field.fill("batch normalisation")
    field.press("Enter")
    page.get_by_label("I have").fill(str(whole))
    too_short = "For this the time is too short: batch normalisation."
    expect(page.get_by_text(too_short)).to_be_visible()
    assert minutes_of(page) <= whole
    # What is no number of minutes is never taken for time enough.
    for text, taken in (("7000", ""), ("0", "The time is too short for the first step.")):
        page.get_by_label("I have").fill(text)
        expect(page.get_by_label("I have")).to_have_attribute("aria-invalid", "true")
        expect(said(page)).to_contain_text(taken)
    page.get_by_label("I have").fill("1")
    expect(said(page)).to_have_text("The time is too short for the first step.")
    expect(page.get_by_text("No shorter way leads there.")).to_be_hidden()


def test_what_can_be_learnt_next(visit: Open) -> None:
    page = visit("backpropagation/").page
    page.get_by_role("checkbox", name="Done: What is backpropagation really doing?").first.check()
    page.goto(page.url.replace("backpropagation/", PAGE))
    expect(page.get_by_role("heading", name="What you can learn next")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_everybody_can_make_one(visit: Open, axe: str, width: int) -> None:
    page = visit("about/", width=width).page
    deny_storage(page)
    page.goto(page.url.replace("about/", PAGE))
    page.get_by_role("checkbox", name=TELLS).check()
    expect(steps(page).first).to_be_visible()
    assert violations(page, axe) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_without_a_script_goals_and_paths_are_there(visit: Open) -> None:
    page = visit(PAGE, javascript=False).page
    assert page.get_by_text(TELLS).is_visible()
    assert page.locator("main a[href*='#path_']").count() == 4
