"""A graph is played forward and backward, by mouse and by keyboard."""

from __future__ import annotations

from tests.browser.conftest import Open
from tests.browser.graph.graphs import ADJOINT, OLAH, STEPS, VALUE, press, said, seen


def test_it_goes_forward_and_backward_step_by_step(visit: Open) -> None:
    page = visit(OLAH).page
    graph = page.locator("backprop-graph")
    assert said(page) == STEPS[-1]
    press(page, "First")
    assert seen(graph, VALUE) == {"a": "2", "b": "1", "c": "", "d": "", "e": ""}
    assert set(seen(graph, ADJOINT).values()) == {""}
    told = [said(page)]
    for _ in STEPS[1:]:
        press(page, "Next")
        told.append(said(page))
    assert told == STEPS
    assert seen(graph, ADJOINT) == {"a": "2", "b": "5", "c": "2", "d": "3", "e": "1"}
    assert graph.locator(".sum", has_text="3 + 2 = 5").is_visible()
    assert "2 × 1 = 2" in (graph.locator("svg").text_content() or "")
    for _ in range(2):
        press(page, "Back")
    assert said(page) == STEPS[-3]
    assert seen(graph, ADJOINT) == {"a": "", "b": "3", "c": "2", "d": "3", "e": "1"}
    press(page, "Last")
    assert said(page) == STEPS[-1]
    # At the end the button keeps the focus, and does nothing.
    following = graph.get_by_role("button", name="Next")
    assert following.get_attribute("aria-disabled") == "true"
    following.press("Enter")
    assert said(page) == STEPS[-1]


def test_it_plays_when_asked_to_and_pauses(visit: Open) -> None:
    page = visit(OLAH).page
    page.clock.install(time=0)
    page.clock.pause_at(10_000)
    assert said(page) == STEPS[-1]
    press(page, "Play")
    assert said(page) == STEPS[0]
    page.clock.run_for(3_000)
    middle = STEPS.index(said(page))
    assert 0 < middle < 5
    press(page, "Pause")
    page.clock.run_for(10_000)
    assert STEPS.index(said(page)) == middle
    press(page, "Play")
    page.clock.run_for(20_000)
    assert said(page) == STEPS[-1]
    assert page.locator("backprop-graph").get_by_role("button", name="Play").is_visible()


def test_everything_works_by_keyboard(visit: Open) -> None:
    page = visit(OLAH).page
    page.locator("backprop-graph .stage").focus()
    for key, expected in [
        ("ArrowLeft", STEPS[-2]), ("Home", STEPS[0]), ("ArrowRight", STEPS[1]), ("End", STEPS[-1]),
    ]:  # fmt: skip
        page.keyboard.press(key)
        assert said(page) == expected
    reached = []
    for _ in range(12):
        style = page.evaluate(
            "(e => [getComputedStyle(e).outlineStyle, e.getAttribute('aria-label') || e.innerText])"
            "(document.activeElement)"
        )
        assert style[0] != "none", style
        reached.append(style[1])
        page.keyboard.press("Tab")
    for name in ("Step", "Play", "a, slider", "b", "All steps as tables"):
        assert any(name in label for label in reached), (name, reached)
    page.locator("backprop-graph").get_by_role("button", name="First").focus()
    page.keyboard.press("Enter")
    assert said(page) == STEPS[0]
    # At an end the button stays where the focus is.
    assert page.evaluate("document.activeElement.innerText").endswith("First")
    page.locator("backprop-graph .line").focus()
    page.keyboard.press("ArrowRight")
    assert said(page) == STEPS[1]
    assert page.locator("backprop-graph .line").get_attribute("aria-valuetext") == STEPS[1]
    assert page.locator("backprop-graph .said").get_attribute("role") == "status"


def test_dots_run_only_where_motion_is_welcome(visit: Open) -> None:
    page = visit(OLAH).page
    moving = "document.getAnimations().length + document.querySelectorAll('.dot').length"
    press(page, "First")
    press(page, "Next")
    assert page.evaluate(moving) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) == 0
    # In one go, for a dot is gone within a second.
    dots = page.evaluate(
        """() => {
          const graph = document.querySelector("backprop-graph");
          graph.step(1);
          return graph.querySelectorAll(".dot").length;
        }"""
    )
    assert dots == 1
    page.wait_for_function("!document.querySelector('backprop-graph .dot')")
