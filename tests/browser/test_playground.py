"""The playground: it loads nothing before it is asked to, and its numbers are the library's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from backprop.playground import DATA, FIRST_WEIGHTS, answer
from tests.browser.browsing import promised
from tests.browser.conftest import Open, Visit
from tests.browser.test_accessibility import violations

ADDRESS = "playground/"
SAID = "document.querySelector('backprop-playground .said').textContent"


def opened(visit: Open, **more: Any) -> Visit:
    return visit(ADDRESS, **more)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def wait_for_epoch(page: Page, epoch: int, *, at_least: bool = False) -> dict[str, Any]:
    compare = ">=" if at_least else "==="
    page.wait_for_function(
        f"document.querySelector('backprop-playground').state?.epoch {compare} {epoch}"
    )
    state: dict[str, Any] = page.evaluate("document.querySelector('backprop-playground').state")
    return state


def test_the_choices_are_the_librarys(visit: Open) -> None:
    page = opened(visit).page
    for label, known in (("Data", DATA), ("Activation", FIRST_WEIGHTS)):
        expect(page.get_by_label(label).locator("option")).to_have_text(list(known))


def test_steps_give_the_librarys_numbers(visit: Open, axe: str) -> None:
    seen = opened(visit)
    page = seen.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_load_state("networkidle")
    assert not any("/python" in url for url in asked)
    page.get_by_label("Activation").select_option("sigmoid")
    page.get_by_label("Hidden layers").select_option("6")
    page.get_by_label("Learning rate").select_option("1")
    page.get_by_role("button", name="Step").focus()
    page.wait_for_function(f"/loaded first, \\d+ MB, once/.test({SAID})")
    page.keyboard.press("Enter")
    first = wait_for_epoch(page, 1)
    settings = {"activation": "sigmoid", "layers": 6, "rate": 1.0, "data": "xor", "batch": 20}
    answer({"settings": {**settings, "width": 6}})
    ours = answer({"epochs": 1})
    assert first["loss"] == pytest.approx(ours["loss"], rel=1e-9)
    assert first["gradients"] == pytest.approx(ours["gradients"], rel=1e-6)
    # One percent more or less is rounding.
    differ = [abs(a - b) for a, b in zip(first["surface"], ours["surface"], strict=True)]
    assert max(differ) <= 1
    page.keyboard.press("Enter")
    second = wait_for_epoch(page, 2)
    assert second["loss"] == pytest.approx(answer({"epochs": 1})["loss"], rel=1e-9)

    # In words, in bars and beside the picture.
    told = page.evaluate(SAID)
    assert told.startswith("Epoch 2: loss 0.69")
    assert "100 of 200 points (50\u00a0%)" in told
    assert re.search(r" \d+,\d00 times smaller than the last one's", told)
    assert told in (page.locator("canvas").get_attribute("aria-label") or "")
    rows = page.locator("backprop-playground tr")
    assert [row.split("\t")[0] for row in rows.all_inner_texts()] == [
        *(f"hidden {number}" for number in range(1, 7)),
        "output",
    ]
    widths = rows.locator(".bar").evaluate_all("all => all.map(bar => bar.offsetWidth)")
    assert widths[1:] == sorted(widths[1:])
    assert max(widths[:2]) < widths[-1] / 4
    assert violations(page, axe) == []
    assert seen.foreign == []
    assert seen.complaints == []


def test_it_trains_until_it_is_paused_and_begins_anew(visit: Open) -> None:
    page = opened(visit, width=390, height=844).page
    press(page, "Train")
    later = wait_for_epoch(page, 20, at_least=True)
    assert later["loss"] < 0.69
    said = page.locator("backprop-playground .said")
    # A sentence that changes with every frame is not read out.
    assert said.get_attribute("aria-live") == "off"
    press(page, "Pause")
    assert said.get_attribute("aria-live") == "polite"
    # The next epochs would be asked for in the next frame.
    epochs = promised(
        page,
        """async () => {
          const playground = document.querySelector("backprop-playground");
          await playground.turn;
          const { epoch } = playground.state;
          for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
          await playground.turn;
          return [epoch, playground.state.epoch];
        }""",
    )
    assert epochs[0] == epochs[1]
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390
    before = page.evaluate("document.querySelector('canvas').toDataURL()")
    press(page, "Reset")
    assert wait_for_epoch(page, 0)["epoch"] == 0
    assert page.evaluate("document.querySelector('canvas').toDataURL()") != before
    page.get_by_label("Data").select_option("spirals")
    page.wait_for_function("document.querySelector('backprop-playground').history.length === 1")
    press(page, "Step")
    wait_for_epoch(page, 1)


def test_it_rests_while_nobody_looks(visit: Open) -> None:
    page = opened(visit).page
    press(page, "Train")
    wait_for_epoch(page, 2, at_least=True)
    page.evaluate(
        """Object.defineProperty(document, "hidden", {value: true});
           document.dispatchEvent(new Event("visibilitychange"));"""
    )
    assert page.get_by_role("button", name="Train", exact=True).is_visible()
    assert not page.evaluate("document.querySelector('backprop-playground').running")


def test_the_colours_follow_the_page(visit: Open) -> None:
    page = opened(visit, scheme="dark").page
    press(page, "Step")
    wait_for_epoch(page, 1)
    corner = "document.querySelector('canvas').getContext('2d').getImageData(2, 2, 1, 1).data[0]"
    dark = page.evaluate(corner)
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{corner} > {dark} + 50")


def test_a_failure_is_told_and_can_be_tried_again(visit: Open) -> None:
    page = opened(visit).page
    page.route("**/*.wasm", lambda route: route.abort())
    press(page, "Train")
    page.wait_for_function(f"{SAID}.startsWith('It stopped: ')")
    assert "cannot be loaded" in page.evaluate(SAID)
    page.unroute("**/*.wasm")
    press(page, "Step")
    wait_for_epoch(page, 1)


def test_without_a_script_the_page_leads_to_the_examples(visit: Open) -> None:
    page = visit(ADDRESS, javascript=False).page
    links = page.locator("backprop-playground a")
    assert links.count() == 3
    assert links.first.is_visible()
    assert page.locator("backprop-playground button").count() == 0
    links.nth(1).click()
    page.wait_for_url("**/examples/vanishing-gradients/")
