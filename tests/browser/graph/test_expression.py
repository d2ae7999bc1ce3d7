"""A graph of an expression that the reader typed."""

from __future__ import annotations

import pytest

from backprop.expression import traced
from tests.browser.conftest import Open
from tests.browser.graph.graphs import ADJOINT, TOPIC, VALUE, seen
from tests.browser.test_accessibility import violations


def test_an_expression_of_ones_own(visit: Open, axe: str) -> None:
    opened = visit(TOPIC)
    page = opened.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    field, at = page.get_by_label("An expression of your own"), page.get_by_label("at", exact=True)
    note = page.locator("backprop-expression .note")
    assert field.input_value() == "(a + b) * (b + 1)"
    page.wait_for_load_state("networkidle")
    assert not any("/python" in url for url in asked)

    field.focus()
    page.wait_for_function(
        "/loaded first, \\d+ MB, once/.test(document.querySelector('.note').textContent)"
    )
    assert not any(url.endswith(".wasm") or "topicsite/python/" in url for url in asked)

    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("sin(x) * exp(x*y) + y^2")
    page.keyboard.press("Enter")
    page.locator(".note[data-kind=error]").wait_for()
    assert note.inner_text() == (
        "This cannot be drawn: `sin(x) * exp(x * y) + y ^ 2`: a power is written with two stars, "
        "as x**2."
    )
    assert field.get_attribute("aria-invalid") == "true"
    assert violations(page, axe) == []
    # What was drawn before is still there.
    assert seen(page.locator("backprop-graph"), VALUE)["e"] == "6"

    field.fill("sin(x) * exp(x*y) + y**2")
    at.fill("x = 0.5")
    field.press("Enter")
    page.locator("backprop-graph[aria-label^='f, ']").wait_for()
    assert at.input_value() == "x = 0.5, y = 1"
    told = traced("sin(x) * exp(x*y) + y**2", {"x": 0.5, "y": 1.0})
    adjoints = seen(page.locator("backprop-graph"), ADJOINT)
    for node in told["nodes"]:
        assert float(adjoints[node["id"]].replace("−", "-")) == pytest.approx(
            node["adjoint"], rel=1e-3
        )
    page.get_by_label("y", exact=True).fill("-1")
    assert at.input_value() == "x = 0.5, y = -1"
    assert note.inner_text() == ""

    for text, words in [
        ("__import__('os')", "there is no function __import__"),
        ("x / (y + 1)", "this divides by zero"),
        ("", "there is nothing to compute"),
    ]:
        field.fill(text)
        field.press("Enter")
        page.wait_for_function(
            "words => document.querySelector('.note').textContent.includes(words)", arg=words
        )
    assert opened.foreign == []
    assert opened.complaints == []


def test_python_that_cannot_be_loaded_is_told_of(visit: Open) -> None:
    page = visit(TOPIC).page
    page.route("**/*.wasm", lambda route: route.abort())
    field = page.get_by_label("An expression of your own")
    field.press("Enter")
    page.locator(".note[data-kind=error]").wait_for()
    told = page.locator("backprop-expression .note").inner_text()
    assert "cannot be loaded" in told
    page.unroute("**/*.wasm")
    field.press("Enter")
    page.locator("backprop-graph[aria-label^='f, ']").wait_for()
