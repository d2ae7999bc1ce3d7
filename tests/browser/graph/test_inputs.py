"""A graph follows its inputs, and draws whatever trace it is given as what it is."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from backprop.expression import traced
from backprop.operation import OPERATIONS
from backprop.tape import Variable
from backprop.trace import trace
from tests.browser.conftest import Open
from tests.browser.graph.graphs import ADJOINT, OLAH, VALUE, press, said, seen, shown


def test_all_numbers_follow_an_input(visit: Open) -> None:
    page = visit(OLAH).page
    graph = page.locator("backprop-graph")
    page.get_by_label("b", exact=True).fill("-1.5")
    assert seen(graph, VALUE) == {
        "a": "2",
        "b": "−1.5",
        "c": "0.5",
        "d": "−0.5",
        "e": "−0.25",
    }
    assert seen(graph, ADJOINT) == {"a": "−0.5", "b": "0", "c": "−0.5", "d": "0.5", "e": "1"}
    assert said(page).endswith("b collects −0.5 × 1 = −0.5 through c; so far 0.5 + (−0.5) = 0.")
    graph.get_by_text("All steps as tables").click()
    assert "−1.5" in graph.locator("table").first.inner_text()
    assert "−0.25" in graph.locator("table").first.inner_text()
    assert "−0.5" in graph.locator("table").last.inner_text()
    assert page.get_by_label("b, slider").input_value() == "-1.5"
    page.get_by_label("a, slider").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_label("a", exact=True).input_value() == "2.05"
    assert seen(graph, VALUE)["a"] == "2.05"
    page.get_by_label("a", exact=True).fill("")
    assert seen(graph, VALUE)["a"] == "2.05"


def test_many_inputs_wait_until_they_are_wanted(visit: Open) -> None:
    page = visit("examples/mazur-numbers/").page
    assert not page.get_by_label("w5", exact=True).is_visible()
    page.get_by_text("Change the 10 inputs").click()
    page.get_by_label("w5", exact=True).fill("0.5")
    assert seen(page.locator("backprop-graph"), VALUE)["w5"] == "0.5"


def test_an_input_without_a_value_is_told_in_words(visit: Open) -> None:
    page = visit(OLAH).page
    graph = shown(page, traced("log(x) * x", {"x": 2.0}))
    page.get_by_label("x", exact=True).fill("-1")
    press(page, "First")
    press(page, "Next")
    assert said(page) == "Forward 1 of 2: v1 = log(x) has no value here. Choose other inputs."
    assert seen(graph, VALUE)["v1"] == "none"
    page.get_by_label("x", exact=True).fill("1")
    assert seen(graph, VALUE)["v1"] == "0"


def test_arrays_are_played_without_sliders(visit: Open) -> None:
    page = visit(OLAH).page
    w, x = Variable(np.ones((2, 3)), "W"), Variable(np.ones(3), "x")
    loss = OPERATIONS["sum"](w @ x)
    graph = shown(page, trace(loss))
    assert seen(graph, VALUE) == {"W": "2 × 3", "x": "3", "v1": "2", "v2": "6"}
    assert graph.locator(".inputs").count() == 0
    press(page, "Back")
    assert re.fullmatch(r"Backward 3 of 4: \w collects [\d ×]+ numbers through v1\.", said(page))


def test_two_edges_between_the_same_values_are_told_apart(visit: Open) -> None:
    page = visit(OLAH).page
    x = Variable(3.0, "x")
    graph = shown(page, trace(x * x))
    assert graph.locator(".edge").count() == 2
    lines = graph.locator(".edge .forward").evaluate_all("all => all.map(e => e.getAttribute('d'))")
    assert len(set(lines)) == 2
    assert said(page).endswith("so far 3 + 3 = 6.")


def test_names_are_text(visit: Open) -> None:
    seen_page = visit(OLAH)
    hostile = "<img src=x onerror=alert(1)>"
    graph = shown(seen_page.page, trace(Variable(2.0, hostile) * 3.0))
    assert hostile in (graph.locator("svg").text_content() or "")
    assert graph.locator("img").count() == 0
    assert seen_page.complaints == []


@pytest.mark.parametrize(
    "data",
    [
        "no json",
        "null",
        "[]",
        '{"nodes": [], "steps": []}',
        '{"nodes": [{"id": "a", "form": "{}", "operands": ["a"]}], "steps": []}',
        '{"nodes": [{"id": "a", "form": null, "operands": []}], "steps": [{"from": "a"}]}',
    ],
)
def test_data_that_are_no_trace_leave_the_tables_alone(visit: Open, data: str) -> None:
    opened = visit(OLAH)
    opened.page.evaluate(
        """data => {
          const made = document.createElement("backprop-graph");
          const script = document.createElement("script");
          Object.assign(script, {type: "application/json", textContent: data});
          made.append("the tables", script);
          document.querySelector("backprop-graph").replaceWith(made);
        }""",
        data,
    )
    assert opened.page.locator("backprop-graph").inner_text() == "the tables"
    assert opened.complaints == []


def test_a_cell_that_is_run_again_draws_its_graph_anew(visit: Open) -> None:
    opened = visit(OLAH)
    page = opened.page
    html = """
    <backprop-graph onclick="alert(1)"><img src=x onerror="alert(1)"><script>alert(1)</script>
    <table><tbody></tbody></table><table><tbody></tbody></table>
    <script type="application/json">DATA</script></backprop-graph>
    """.replace("DATA", json.dumps(traced("x * x", {"x": 3.0})))
    page.evaluate(
        """async ([address, html]) => {
          const { Output } = await import(address);
          const place = document.querySelector("backprop-graph").closest(".output").parentElement;
          const output = new Output(place);
          output.take({kind: "value", text: "as text", html});
          output.finish();
        }""",
        [page.url.partition("examples/")[0] + "assets/topicsite/cells/output.js", html],
    )
    graph = page.locator("backprop-graph")
    assert seen(graph, VALUE) == {"x": "3", "f": "9"}
    assert graph.get_attribute("onclick") is None
    assert graph.locator("img").count() == 0
    assert opened.complaints == []
