"""A traced graph that is played, moved and replaced in a real browser, the library beside it."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page, expect

from backprop.expression import traced
from backprop.operation import OPERATIONS
from backprop.tape import Variable
from backprop.trace import trace
from tests.browser.conftest import Open, Visit
from tests.browser.test_accessibility import violations

OLAH = "examples/two-ways/"
TOPIC = "backpropagation/"
PLACES = [OLAH, TOPIC, "examples/one-neuron/", "examples/mazur-numbers/"]
STEPS = [
    "Start: a = 2, b = 1 are given.",
    "Forward 1 of 3: c = a + b = 2 + 1 = 3.",
    "Forward 2 of 3: d = b + 1 = 1 + 1 = 2.",
    "Forward 3 of 3: e = c × d = 3 × 2 = 6.",
    "Backward 1 of 6: e itself counts 1.",
    "Backward 2 of 6: c collects 1 × 2 = 2 through e.",
    "Backward 3 of 6: d collects 1 × 3 = 3 through e.",
    "Backward 4 of 6: b collects 3 × 1 = 3 through d.",
    "Backward 5 of 6: a collects 2 × 1 = 2 through c.",
    "Backward 6 of 6: b collects 2 × 1 = 2 through c; so far 3 + 2 = 5.",
]


@pytest.fixture
def visit(visit: Open) -> Open:
    """Open a page and go to its graph, which draws it."""

    def opened(address: str, *, javascript: bool = True, go: bool = True, **more: Any) -> Visit:
        seen = visit(address, javascript=javascript, **more)
        graph = seen.page.locator("backprop-graph")
        if javascript and go and graph.count():
            graph.first.evaluate("graph => graph.scrollIntoView()")
            expect(graph.locator("svg").first).to_be_attached()
        return seen

    return opened


def said(page: Page) -> str:
    return page.locator("backprop-graph .said").inner_text()


def press(page: Page, name: str) -> None:
    page.locator("backprop-graph").get_by_role("button", name=name).click()


def seen(graph: Locator, selector: str) -> dict[str, str]:
    """What the boxes of a graph show, by the name of each."""
    found: dict[str, str] = graph.evaluate(
        """(graph, selector) => Object.fromEntries([...graph.querySelectorAll(".node")].map(node =>
             [node.querySelector(".name").textContent.split(" = ")[0],
              node.querySelector(selector).textContent]))""",
        selector,
    )
    return found


VALUE, ADJOINT = ".forward.number", ".backward.number"


def in_script(page: Page, root: str, module: str, body: str, *given: Any) -> Any:
    """Evaluate a function body with a module of the site as `it` and arguments as `given`."""
    code = f"async ([address, given]) => {{ const it = await import(address); {body} }}"
    return page.evaluate(code, [f"{root}assets/{module}.js", list(given)])


# --- the same numbers as the library ---------------------------------------------------------


def elementwise() -> list[str]:
    """The operations that work entry by entry: those whose rules multiply by a slope."""
    made = [(name, one.vjps[0].__qualname__) for name, one in OPERATIONS.items()]
    return [name for name, maker in made if maker.startswith("_elementwise.")]


def test_the_table_of_operations_is_the_librarys(visit: Open, root: str) -> None:
    page = visit(OLAH).page
    known = in_script(page, root, "backprop-operations", "return Object.keys(it.OPERATIONS)")
    assert known == elementwise()
    rng = random.Random(4)
    cases, expected = [], []
    for name in known:
        count = len(OPERATIONS[name].vjps)
        low = 0.01 if name in ("log", "sqrt", "power") else -4.0
        points = [[rng.uniform(low, 4.0) for _ in range(count)] for _ in range(50)]
        if name not in ("divide", "log", "sqrt"):
            points += [[0.0] * count, [2.0] * count]
        if name in ("sigmoid", "tanh"):
            points += [[-800.0], [800.0]]
        for point in points:
            told = trace(OPERATIONS[name](*(Variable(value) for value in point)))
            cases.append([name, point])
            expected.append(
                [told["nodes"][-1]["value"], *[step["local"] for step in told["steps"]]]
            )
    found = in_script(
        page,
        root,
        "backprop-operations",
        """return given[0].map(([name, point]) => {
             const { value, slopes } = it.OPERATIONS[name];
             const result = value(...point);
             return [result, ...slopes.map(slope => slope(result, ...point))];
           })""",
        cases,
    )
    for case, ours, theirs in zip(cases, found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-15, err_msg=str(case))


EXPRESSIONS = [
    "(a + b) * (b + 1)",
    "sin(x) * exp(x*y) + y**2",
    "max(x, y) * relu(x - y) - abs(-x / y)",
    "x**y + 2**x + x**3 - sigmoid(x) * sigmoid(x)",
    "tanh(x * x + x) / sqrt(y) + log(x) * cos(y)",
]


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_a_trace_with_other_inputs_is_the_librarys(visit: Open, root: str, text: str) -> None:
    page = visit(OLAH).page
    rng = random.Random(len(text))
    first = traced(text, {})
    names = [node["id"] for node in first["nodes"] if node["operation"] is None]
    inputs = [{name: rng.uniform(0.1, 3.0) for name in names} for _ in range(20)]
    found = in_script(
        page,
        root,
        "backprop-trace",
        "return given[1].map(inputs => it.follow(given[0], inputs))",
        first,
        inputs,
    )
    for ours, values in zip(found, inputs, strict=True):
        theirs = traced(text, values)
        assert [n["id"] for n in ours["nodes"]] == [n["id"] for n in theirs["nodes"]]
        for part, keys in (("nodes", ["value", "adjoint"]), ("steps", ["local", "product"])):
            for key in keys:
                np.testing.assert_allclose(
                    [one[key] for one in ours[part]],
                    [one[key] for one in theirs[part]],
                    rtol=1e-12,
                    atol=1e-13,
                )


@pytest.mark.parametrize("address", PLACES)
def test_a_drawing_shows_every_number_of_its_trace(
    visit: Open, root: str, site: Path, address: str
) -> None:
    soup = BeautifulSoup((site / address / "index.html").read_text(), "html.parser")
    data = soup.select_one("backprop-graph script")
    assert data is not None
    told = json.loads(data.get_text())
    page = visit(address).page
    graph = page.locator("backprop-graph")
    numbers = in_script(
        page,
        root,
        "backprop-trace",
        "return given[0].map(({id, value, adjoint}) => [id, it.number(value), it.number(adjoint)])",
        told["nodes"],
    )
    assert seen(graph, VALUE) == {name: value for name, value, _ in numbers}
    assert seen(graph, ADJOINT) == {name: adjoint for name, _, adjoint in numbers}
    assert graph.locator(".edge").count() == len(told["steps"])


def test_numbers_are_written_for_people(visit: Open, root: str) -> None:
    page = visit(OLAH).page
    values = [0, 2, -1 / 3, 1234.5678, 123456, -2.5e9, 1e-7, 0.000123, 0.1 + 0.2]
    found = in_script(
        page, root, "backprop-trace", "return given[0].map(v => it.number(v))", values
    )
    assert found == [
        *("0", "2", "−0.3333", "1235", "123456", "−2.5e+9", "1e−7", "0.000123", "0.3"),
    ]


# --- playing ---------------------------------------------------------------------------------


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
    page.evaluate("document.querySelector('backprop-graph').step(1)")
    assert page.evaluate("document.querySelectorAll('backprop-graph .dot').length") == 1
    page.wait_for_function("!document.querySelector('backprop-graph .dot')")


# --- moving the inputs -----------------------------------------------------------------------


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


def shown(page: Page, told: dict[str, Any]) -> Locator:
    page.evaluate("told => document.querySelector('backprop-graph').build(told)", told)
    return page.locator("backprop-graph")


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


# --- other ways of reading -------------------------------------------------------------------


@pytest.mark.parametrize("address", PLACES)
def test_without_a_script_the_tables_tell_all(visit: Open, address: str) -> None:
    page = visit(address, javascript=False).page
    tables = page.locator("backprop-graph table")
    assert tables.count() == 2
    assert tables.first.is_visible()
    assert tables.last.is_visible()
    assert page.locator("backprop-graph button").count() == 0


def test_paper_has_the_tables_and_no_buttons(visit: Open) -> None:
    page = visit(OLAH).page
    page.emulate_media(media="print")
    graph = page.locator("backprop-graph")
    assert graph.locator("svg").is_visible()
    assert graph.locator("table").last.is_visible()
    assert not graph.locator(".buttons").is_visible()
    assert not graph.locator(".inputs").is_visible()


def test_a_wide_graph_scrolls_by_itself_on_a_phone(visit: Open) -> None:
    page = visit("examples/mazur-numbers/", width=390, height=844).page
    stage = page.locator("backprop-graph .stage")
    assert stage.evaluate("e => e.scrollWidth > 2 * e.clientWidth")
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390
    for index in (0, 15, 30, 60):
        page.evaluate("i => document.querySelector('backprop-graph').jump(i)", index)
        inside = page.evaluate(
            """() => { const now = document.querySelector("backprop-graph .node.now rect");
              if (!now) return true;
              const box = now.getBoundingClientRect(), stage = now.closest(".stage");
              const around = stage.getBoundingClientRect();
              return box.left >= around.left - 1 && box.right <= around.right + 1; }"""
        )
        assert inside, index


def test_boxes_do_not_overlap(visit: Open) -> None:
    page = visit("examples/mazur-numbers/").page
    overlaps = page.evaluate(
        """() => { const boxes = [...document.querySelectorAll("backprop-graph .node rect")]
               .map(rect => rect.getBoundingClientRect());
             const meet = (a, b) => a.left < b.right && b.left < a.right &&
               a.top < b.bottom && b.top < a.bottom;
             return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b => meet(a, b))).length; }"""
    )
    assert overlaps == 0


def test_only_pages_with_a_graph_load_its_script(visit: Open) -> None:
    scripts = """performance.getEntriesByType("resource").map(({ name }) => name)
      .filter((name) => name.endsWith("/assets/backprop-graph.js"))"""
    page = visit("examples/sensitivity/").page
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(scripts) == []
    assert len(visit(OLAH).page.evaluate(scripts)) == 1


def test_a_graph_is_drawn_before_it_is_reached(visit: Open) -> None:
    page = visit(OLAH, go=False).page
    graph = page.locator("backprop-graph")
    top = graph.evaluate("graph => graph.getBoundingClientRect().top")
    assert top > 900 + 600
    assert graph.locator("svg").count() == 0
    assert graph.locator("table").count() == 2
    page.evaluate("top => scrollTo(0, top - 900 - 300)", top)
    expect(graph.locator("svg").first).to_be_attached()
    assert page.evaluate("top => scrollY + innerHeight < top", top)


def test_paper_that_was_never_scrolled_has_the_tables(visit: Open) -> None:
    page = visit(OLAH, go=False).page
    page.emulate_media(media="print")
    for table in page.locator("backprop-graph table").all():
        assert table.is_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_in_any_state(visit: Open, axe: str, width: int) -> None:
    page = visit("examples/mazur-numbers/", width=width).page
    page.get_by_text("Change the 10 inputs").click()
    page.locator("backprop-graph").get_by_text("All steps as tables").click()
    for index in (0, 10, 45):
        page.evaluate("i => document.querySelector('backprop-graph').jump(i)", index)
        assert violations(page, axe) == []


# --- an expression of one's own --------------------------------------------------------------


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
