"""Exercises, solved and not solved, by mouse and by keyboard, with a script and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.browsing import deny_storage, promised
from tests.browser.conftest import Open
from tests.browser.test_accessibility import SCHEMES, choose_scheme, violations
from tests.examples.test_answers import CATALOG

pytestmark = pytest.mark.browser
ADDRESS = "examples/one-neuron/"
PATHS = "backpropagation/"
RIGHT = "def multiply_vjp(g, a, b):\n    print('so')\n    return g * b, g * a\n"
ENDLESS = "while True:\n    pass\n"


@pytest.fixture
def page(visit: Open) -> Page:
    return visit(ADDRESS).page


def exercise_of(page: Page) -> Locator:
    return page.locator("topicsite-exercise").first


def write(page: Page, code: str) -> None:
    """Put code in the place of what stands in the exercise's cell."""
    exercise_of(page).evaluate(
        "async ({ cell }, code) => { await cell.show(code); cell.keep(); }", code
    )


def check(page: Page, result: str) -> str:
    """Press the button; what the checks say in the end."""
    exercise = exercise_of(page)
    exercise.get_by_role("button", name="Check").click()
    verdict = exercise.locator(f".exercise-verdict[data-result={result}]")
    verdict.wait_for()
    return verdict.inner_text()


def test_nothing_is_fetched_before_the_reader_wants_to_check(visit: Open) -> None:
    seen = visit(ADDRESS)
    asked: list[str] = []
    seen.page.on("request", lambda request: asked.append(request.url))
    seen.page.reload()
    seen.page.wait_for_load_state("networkidle")
    assert not any("assets/python/" in url or "topicsite/python/" in url for url in asked)
    assert seen.complaints == []


def test_a_wrong_answer_is_told_what_is_wrong_and_a_right_one_is_kept(page: Page) -> None:
    exercise = exercise_of(page)
    told = check(page, "failed")
    assert "multiply_vjp(2.0, 3.0, 5.0)" in told
    assert "as behind a sum" in told
    assert "yours  right" in told
    expect(exercise.locator(".exercise-mark")).to_be_empty()

    write(page, RIGHT)
    told = check(page, "passed")
    assert told.startswith("Right. With this rule")
    assert "Your code prints\n\nso" in told
    expect(exercise.locator(".exercise-mark")).to_have_text("✓ Solved")
    facts = page.locator(".ts-step-facts topicsite-solved")
    expect(facts).to_have_text("1 exercise, solved")

    page.reload()
    expect(exercise.locator(".exercise-mark")).to_have_text("✓ Solved")
    page.goto(page.url.replace(ADDRESS, PATHS))
    step = page.locator(".ts-step", has_text="One neuron, gate by gate").first
    expect(step.locator("topicsite-solved")).to_have_text("1 exercise, solved")
    other = page.locator(".ts-step", has_text="An autograd engine in one page").first
    expect(other.locator("topicsite-solved")).to_have_text("2 exercises")


def test_errors_of_the_reader_are_told_with_their_line(page: Page) -> None:
    write(page, "def multiply_vjp(g, a, b):\n    return g * c, g * a\n")
    told = check(page, "failed")
    assert "NameError: name 'c' is not defined, in line 2, return g * c, g * a." in told
    write(page, "def multiply_vjp(g, a, b)\n    return g\n")
    assert "Python cannot read line 1" in check(page, "failed")
    # What code says is text, whatever it says.
    write(page, "def multiply_vjp(g, a, b):\n    return '<img src=x>', '`<b>`'\n")
    assert "should be numbers, and is a text" in check(page, "failed")
    write(page, "raise ValueError('<img src=x onerror=alert(1)> `<b>x</b>`')\n")
    assert "<img src=x onerror=alert(1)> <b>x</b>" in check(page, "failed")
    assert exercise_of(page).locator("img, b").count() == 0


def test_an_endless_answer_can_be_stopped_and_another_checked(page: Page) -> None:
    exercise = exercise_of(page)
    check(page, "failed")
    write(page, ENDLESS)
    exercise.get_by_role("button", name="Check").click()
    stop = exercise.get_by_role("button", name="Stop")
    progress = exercise.locator(".exercise-progress")
    expect(progress).to_contain_text("is there a loop without an end")
    stop.click()
    exercise.locator("[data-result=stopped]").wait_for()
    assert "Stopped" in exercise.locator(".exercise-verdict").inner_text()
    write(page, RIGHT)
    check(page, "passed")


def test_grading_does_not_touch_the_names_of_the_page(page: Page) -> None:
    write(page, "x = 5\n" + RIGHT)
    check(page, "passed")
    names = promised(
        page,
        "async (address) => (await import(address)).python().names()",
        page.url.partition("examples/")[0] + "assets/topicsite/python/session.js",
    )
    assert {"x", "multiply_vjp"}.isdisjoint(names)


def test_hints_come_one_after_another(page: Page) -> None:
    hints = exercise_of(page).locator(".exercise-hint")
    expect(hints).to_have_count(3)
    for number in range(3):
        for other, hint in enumerate(hints.all()):
            expect(hint).to_be_visible(visible=other <= number)
        hints.nth(number).locator("summary").click()
        expect(hints.nth(number).locator("p").first).to_be_visible()
    # One that was open once stays in reach.
    hints.nth(0).locator("summary").click()
    assert all(hint.is_visible() for hint in hints.all())


def test_the_solution_shows_on_request_and_passes(page: Page) -> None:
    solution = exercise_of(page).locator(".exercise-solution")
    code = solution.locator("code")
    assert not code.is_visible()
    solution.locator("summary").click()
    expect(code).to_be_visible()
    write(page, code.inner_text())
    check(page, "passed")


def test_one_can_start_over(page: Page) -> None:
    exercise = exercise_of(page)
    write(page, RIGHT)
    check(page, "passed")
    exercise.locator("summary").first.click()
    exercise.get_by_role("button", name="Start over").click()
    expect(exercise.locator(".exercise-verdict")).to_be_empty()
    expect(exercise.locator("details[open]")).to_have_count(0)
    expect(exercise.locator(".exercise-hint:visible")).to_have_count(1)
    expect(exercise.locator(".cell code")).to_contain_text("what a sum would do")
    expect(exercise.locator(".cell-says")).to_be_empty()
    # What was solved stays solved, whatever comes after.
    check(page, "failed")
    page.reload()
    expect(exercise.locator(".exercise-mark")).to_have_text("✓ Solved")


def test_the_cell_says_what_was_found_of_its_text(page: Page) -> None:
    says = exercise_of(page).locator(".cell-says")
    expect(says).to_be_empty()
    check(page, "failed")
    expect(says).to_have_text("not right yet")
    write(page, RIGHT)
    expect(says).to_have_text("edited")
    check(page, "passed")
    expect(says).to_have_text("edited, right")
    write(page, RIGHT + "# more")
    expect(says).to_have_text("edited")
    write(page, RIGHT)
    expect(says).to_have_text("edited, right")
    page.reload()
    expect(says).to_have_text("edited")


def test_a_full_storage_does_not_forget_while_the_page_is_open(page: Page) -> None:
    page.evaluate(
        """() => {
            Storage.prototype.setItem = () => { throw new DOMException("", "QuotaExceededError"); };
        }"""
    )
    write(page, RIGHT)
    check(page, "passed")
    page.evaluate("dispatchEvent(new StorageEvent('storage', { key: 'topicsite-progress:/' }))")
    expect(exercise_of(page).locator(".exercise-mark")).to_have_text("✓ Solved")


def test_the_keyboard_is_enough(page: Page) -> None:
    exercise = exercise_of(page)
    button = exercise.get_by_role("button", name="Check")
    button.focus()
    page.keyboard.press("Enter")
    exercise.locator("[data-result=failed]").wait_for()
    # Whoever pressed the button stands where he was.
    expect(button).to_be_focused()
    verdict = exercise.get_by_role("status")
    assert "is not right yet" in verdict.inner_text()
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert reached[0] == "Start over"
    assert reached[1].startswith("yours")
    assert reached[2] == "Hint 1 of 3"
    assert reached[3] == "Solution"
    page.keyboard.press("Enter")
    expect(exercise.locator(".exercise-solution code")).to_be_visible()


def test_it_works_where_nothing_can_be_stored(visit: Open) -> None:
    page = visit("about/").page
    deny_storage(page)
    page.goto(page.url.replace("about/", ADDRESS))
    write(page, RIGHT)
    check(page, "passed")
    expect(exercise_of(page).locator(".exercise-mark")).to_have_text("✓ Solved")


def test_a_spoilt_storage_is_taken_for_an_empty_one(visit: Open) -> None:
    seen = visit(ADDRESS)
    page = seen.page
    for kept in ("{", '"x"', "{}", "null", '{"version": 1, "steps": {"a": 1}, "exercises": []}'):
        page.evaluate("kept => localStorage.setItem('topicsite-progress:/', kept)", kept)
        page.reload()
        expect(page.get_by_role("button", name="Check").first).to_be_visible()
        expect(exercise_of(page).locator(".exercise-mark"), kept).to_be_empty()
        assert seen.complaints == [], kept


def test_another_tab_hears_of_it(page: Page) -> None:
    second = page.context.new_page()
    second.goto(page.url.replace(ADDRESS, PATHS))
    write(page, RIGHT)
    check(page, "passed")
    step = second.locator(".ts-step", has_text="One neuron, gate by gate").first
    expect(step.locator("topicsite-solved")).to_have_text("1 exercise, solved")


def test_without_a_script_everything_can_be_read(visit: Open) -> None:
    exercise = exercise_of(visit(ADDRESS, javascript=False).page)
    assert exercise.locator("button").count() == 0
    assert exercise.locator(".exercise-task").is_visible()
    assert "what a sum would do" in exercise.locator(".cell code").inner_text()
    for part in exercise.locator("details").all():
        part.locator("summary").click()
        assert part.locator("p, pre").first.is_visible()
    assert "attempt(" not in exercise.inner_text()


def test_paper_shows_the_task_and_the_start_only(page: Page) -> None:
    exercise = exercise_of(page)
    page.emulate_media(media="print")
    assert exercise.locator(".exercise-task").is_visible()
    assert exercise.locator(".cell").is_visible()
    for part in (".exercise-bar", ".exercise-hint", ".exercise-solution"):
        assert not exercise.locator(part).first.is_visible(), part


def test_axe_finds_nothing_in_any_state(page: Page, axe: str) -> None:
    check(page, "failed")
    page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
    assert_all_can_read_it(page, axe, "failed")
    write(page, RIGHT)
    check(page, "passed")
    assert_all_can_read_it(page, axe, "passed")


def assert_all_can_read_it(page: Page, axe: str, state: str) -> None:
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        wider = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        assert wider <= 0, (state, width)
        for scheme in SCHEMES:
            choose_scheme(page, scheme)
            assert violations(page, axe) == [], (state, width, scheme)


def test_every_solution_passes_in_the_page_and_every_start_fails(page: Page, site: Path) -> None:
    module = (site / "assets/topicsite/exercises/exercise.js").read_text(encoding="utf-8")
    grader = module.partition("GRADE = `")[2].partition("`;")[0]
    address = page.url.partition("examples/")[0] + "assets/topicsite/python/session.js"
    for example, exercises in CATALOG.exercises.items():
        for exercise in exercises:
            verdicts = promised(
                page,
                """async ([address, grader, check, ...answers]) => {
                  const session = (await import(address)).python();
                  const verdicts = [];
                  for (const code of answers)
                    verdicts.push(await session.call(grader, {code, check, messages: {}}));
                  return verdicts;
                }""",
                [address, grader, exercise.check, exercise.solution, exercise.start]
                + [wrong.code for wrong in exercise.wrong],
            )
            name = f"{example}/{exercise.id}"
            assert [v["passed"] for v in verdicts] == [True] + [False] * (len(verdicts) - 1), name
            messages = {verdict["message"] for verdict in verdicts[1:]}
            assert len(messages) == len(verdicts) - 1, name
