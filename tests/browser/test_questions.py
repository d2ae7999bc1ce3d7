"""Questions of all four kinds: by mouse, keys and touch, without storage, without a script."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.browsing import deny_storage, profile, promised
from tests.browser.conftest import FOREIGN, Open
from tests.browser.test_accessibility import choose_scheme, violations
from tests.browser.test_topics import CUT_OFF

pytestmark = pytest.mark.browser
ALL = "backpropagation/questions/"
RIGHT = "It raises the first, and by five times as much as it lowers the second."
WRONG = "It lowers the first, because its component is negative."
WORD = "A negative component says that the cost falls as the weight grows."
LISTEN = """() => {
  window.told = [];
  addEventListener("topicsite:answered", ({ detail }) => window.told.push(detail));
}"""
ANSWER_ALL = """async () => {
  const wrong = [];
  for (const one of document.querySelectorAll("topicsite-question")) {
    const { right, lines, value } = JSON.parse(one.dataset.solution);
    const form = one.querySelector("form");
    if (right) for (const choice of right) form.querySelectorAll("input")[choice].checked = true;
    else if (lines) {
      const items = [...form.querySelectorAll("li")];
      for (const line of lines) {
        const [item] = items.splice(items.findIndex((i) => i.dataset.line === line), 1);
        form.querySelector("ol").append(item);
      }
    } else form.querySelector("input").value = String(value);
    form.requestSubmit();
    const { result } = one.querySelector(".ts-judgement").dataset;
    if (result !== "right") wrong.push(one.dataset.question);
  }
  return wrong;
}"""


def opened(visit: Open, address: str = ALL, **options: Any) -> Page:
    page = visit(address, **options).page
    page.evaluate(LISTEN)
    page.evaluate("customElements.whenDefined('topicsite-question').then(() => true)")
    return page


def question(page: Page, name: str) -> Locator:
    return page.locator(f'topicsite-question[data-question="backpropagation/{name}"]')


def told(page: Page) -> list[dict[str, object]]:
    found: list[dict[str, object]] = page.evaluate("told")
    return found


def near(page: Page, name: str) -> Locator:
    """A question whose script has been loaded, because it is near."""
    found = question(page, name)
    found.scroll_into_view_if_needed()
    expect(found.get_by_role("button", name="Check")).to_be_visible()
    return found


def verdict(one: Locator) -> Locator:
    return one.locator(".ts-judgement")


def test_a_wrong_option_gets_its_word_and_the_first_answer_counts(visit: Open, axe: str) -> None:
    seen = visit(ALL)
    page = seen.page
    page.evaluate(LISTEN)
    one = near(page, "sensitivity/negative")
    check = one.get_by_role("button", name="Check")
    check.click()
    expect(verdict(one)).to_have_text("Choose an answer first.")
    assert told(page) == []
    one.get_by_label(WRONG).check()
    expect(verdict(one)).to_be_empty()
    check.click()
    expect(verdict(one)).to_contain_text("Not right.")
    expect(verdict(one)).to_contain_text(WORD)
    one.get_by_label(RIGHT).check()
    check.click()
    expect(verdict(one)).to_contain_text("Right.")
    expect(verdict(one)).to_contain_text("moves five times as far")
    assert told(page) == [{"id": "backpropagation/sensitivity/negative", "right": False}]
    # Whoever opens the answer first has not known it.
    other = near(page, "sensitivity/average")
    other.locator("summary").click()
    expect(other.locator(".ts-answer .ts-right")).to_be_visible()
    other.get_by_role("button", name="Check").click()
    assert told(page)[1:] == [{"id": "backpropagation/sensitivity/average", "right": False}]
    for scheme in ("light", "dark"):
        choose_scheme(page, scheme)
        assert violations(page, axe) == [], scheme
    assert seen.complaints == seen.foreign == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Write a number first."),
        ("many", "That is not a number."),
        ("1/0", "That is not a number."),
        ("-18320", "The size is right, and the sign is not."),
        ("18321", "Nearly"),
        ("3", "The answer is larger."),
        ("2e9", "The answer is smaller."),
        ("18,320", "Right."),
        ("18 320.0", "Right."),
        ("36640/2", "Right."),
        ("1.832e4", "Right."),
    ],
)
def test_numbers_are_read_as_people_write_them(counted: Page, typed: str, says: str) -> None:
    one = question(counted, "shared-weights/count")
    field = one.get_by_label("Your answer")
    field.fill(typed)
    field.press("Enter")
    expect(verdict(one)).to_contain_text(says)


@pytest.fixture(scope="module")
def counted(browser: Browser, root: str) -> Any:
    """A page with a question for a number, one for all that is typed into it."""
    with profile(browser) as context:
        context.route(FOREIGN, lambda route: route.abort())
        page = context.new_page()
        page.goto(f"{root}{ALL}#question_shared-weights_count")
        near(page, "shared-weights/count")
        yield page


def test_lines_are_ordered_by_keys_and_by_mouse(visit: Open) -> None:
    page = opened(visit)
    one = near(page, "two-ways/backward-in-order")
    lines = one.locator("form li")
    right = ["e_bar = 1", "c_bar = e_bar * d", "b_bar = c_bar", "b_bar += e_bar * c * 1"]
    assert lines.locator("code").all_text_contents() != right
    # By keys: the button that moved a line keeps the focus, and it is said where the line is now.
    up = one.get_by_role("button", name="Move up: e_bar = 1")
    up.focus()
    for _ in right:
        page.keyboard.press("Enter")
        expect(up).to_be_focused()
    expect(lines.first).to_have_text("⠿e_bar = 1↑↓")
    expect(one.locator("[role=status].ts-sr")).to_have_text("Line 1 of 4")
    one.get_by_role("button", name="Check").click()
    expect(verdict(one)).to_contain_text("1 line from the top is in place")
    # By mouse: each line is dragged to its place.
    for place, text in enumerate(right):
        item = next(
            lines.nth(n) for n in range(4) if lines.nth(n).locator("code").inner_text() == text
        )
        start = item.locator(".ts-grip").bounding_box()
        end = lines.nth(place).bounding_box()
        assert start is not None
        assert end is not None
        page.mouse.move(start["x"] + 6, start["y"] + 8)
        page.mouse.down()
        page.mouse.move(start["x"] + 6, end["y"] + 3, steps=12)
        page.mouse.up()
    assert lines.locator("code").all_text_contents() == right
    one.get_by_role("button", name="Check").click()
    expect(verdict(one)).to_contain_text("Right.")
    assert told(page) == [{"id": "backpropagation/two-ways/backward-in-order", "right": False}]


def test_a_finger_answers_where_nothing_can_be_kept(browser: Browser, root: str, axe: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    with profile(browser, **phone) as context:
        context.route(FOREIGN, lambda route: route.abort())
        page = context.new_page()
        deny_storage(page)
        page.goto(f"{root}examples/two-ways/")
        page.evaluate(LISTEN)
        drawn = near(page, "two-ways/used-twice")
        expect(drawn.get_by_role("img")).to_have_attribute(
            "aria-label", "a: 3; b: 2; c = a + b: 5; d = b + 1: 3; e = c ⋅ d: 15"
        )
        drawn.get_by_label("Your answer").fill("8")
        drawn.get_by_role("button", name="Check").tap()
        expect(verdict(drawn)).to_contain_text("Right.")
        chosen = near(page, "two-ways/one-input")
        chosen.locator("label", has_text="With one input and many outputs").tap()
        chosen.get_by_role("button", name="Check").tap()
        expect(verdict(chosen)).to_contain_text("Right.")
        ordered = near(page, "two-ways/backward-in-order")
        first, last = ordered.locator("form li").first, ordered.locator("form li").last
        text = last.locator("code").inner_text()
        start, end = last.locator(".ts-grip").bounding_box(), first.bounding_box()
        assert start is not None
        assert end is not None
        fingers = context.new_cdp_session(page)
        x, y = start["x"] + 6, start["y"] + 8
        steps = [y + (end["y"] + 2 - y) * n / 8 for n in range(9)]
        for kind, at in [("touchStart", y), *(("touchMove", step) for step in steps)]:
            point = {"x": x, "y": at}
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(first.locator("code")).to_have_text(text)
        for button in ordered.get_by_role("button").all():
            box = button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 24
        assert [one["right"] for one in told(page)] == [True, True]
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.evaluate("document.querySelectorAll('.ts-answer').forEach(one => one.open = true)")
        assert page.evaluate(CUT_OFF) == []
        assert violations(page, axe) == []


def test_all_five_right_tells_that_a_page_may_be_skipped(visit: Open) -> None:
    page = opened(visit, "examples/refresher-derivatives/")
    near(page, "refresher-derivatives/slope")
    summing = page.locator(".ts-summing")
    expect(summing).to_be_empty()
    assert page.evaluate(ANSWER_ALL) == []
    expect(summing).to_contain_text("You may skip this page")
    # With one that was wrong at first, it only says how many were right.
    again = opened(visit, "examples/refresher-derivatives/")
    wrong = near(again, "refresher-derivatives/slope")
    wrong.get_by_label("Your answer").fill("6")
    wrong.get_by_label("Your answer").press("Enter")
    assert again.evaluate(ANSWER_ALL) == []
    expect(again.locator(".ts-summing")).to_have_text("Right at the first go: 4 of 5.")
    wrong.locator("summary").click()
    wrong.get_by_role("link", name="Read this part again").click()
    expect(again.locator("#a-number-that-answers-a-question")).to_be_in_viewport()


def test_every_question_can_be_answered_and_works_where_it_is_taken_to(
    visit: Open, root: str
) -> None:
    page = opened(visit)
    near(page, "sensitivity/negative")
    assert page.evaluate(ANSWER_ALL) == []
    names = [one["id"] for one in told(page)]
    assert len(names) == len(set(names)) == page.locator("topicsite-question").count() > 100
    assert all(one["right"] for one in told(page))

    # A page elsewhere takes the questions out of this one.
    away = visit("about/").page
    away.evaluate(LISTEN)
    count = promised(
        away,
        """async ([script, page]) => {
          const { questionsOf } = await import(script);
          const found = await questionsOf(page);
          const one = found.get("backpropagation/refresher-derivatives/partial");
          document.querySelector("main article").append(one);
          const parent = document.createElement("section");
          document.querySelector("main article").append(parent);
          parent.append(one);
          return found.size;
        }""",
        [f"{root}assets/topicsite/questions/adopting.js", root + ALL],
    )
    assert count == len(names)
    moved = question(away, "refresher-derivatives/partial")
    expect(moved.get_by_role("button", name="Check")).to_have_count(1)
    moved.get_by_label("Your answer").fill("7")
    moved.get_by_label("Your answer").press("Enter")
    expect(verdict(moved)).to_contain_text("Right.")
    assert told(away) == [{"id": "backpropagation/refresher-derivatives/partial", "right": True}]
    moved.locator("summary").click()
    link = moved.get_by_role("link", name="Read this part again")
    assert link.get_attribute("href") == f"{root}examples/refresher-derivatives/#two-inputs"


def test_a_question_reads_without_a_script(visit: Open) -> None:
    page = visit("examples/sensitivity/", javascript=False).page
    one = question(page, "sensitivity/negative")
    expect(one.get_by_text(RIGHT).first).to_be_visible()
    expect(one.get_by_text(WRONG).first).to_be_visible()
    expect(one.get_by_role("button")).to_have_count(0)
    expect(one.get_by_text("moves five times as far")).to_be_hidden()
    one.locator("summary").click()
    expect(one.locator(".ts-answer")).to_contain_text("moves five times as far")
    expect(one.locator(".ts-answer")).to_contain_text(WORD)


def test_paths_end_in_a_test_of_what_they_teach(visit: Open) -> None:
    page = visit("examples/read-digits/").page
    page.get_by_role("link", name="Test yourself on what you can do now").first.click()
    expect(page.locator("h1")).to_have_text("Test yourself: An afternoon, every equation")
    goals = page.locator("main h2").all_text_contents()
    assert len(goals) >= 3
    assert page.locator("topicsite-question").count() == 2 * len(goals)
    topic = visit("backpropagation/").page
    card = topic.locator(".ts-card", has=topic.locator("#\\33 b1b-backprop-intuition"))
    card.locator("> .ts-body > details > summary").click()
    card.get_by_role("link", name="2 questions").click()
    expect(topic.locator("#questions_3b1b-backprop-intuition")).to_be_in_viewport()
    first = near(topic, "3b1b-backprop-intuition/raise")
    first.get_by_label("That of the weight from the most active neuron").check()
    first.get_by_role("button", name="Check").click()
    expect(verdict(first)).to_contain_text("Right.")
