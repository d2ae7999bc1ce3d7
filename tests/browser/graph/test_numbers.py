"""The numbers of a graph in the page are the library's, whatever the inputs."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup

from backprop.expression import traced
from backprop.operation import OPERATIONS
from backprop.tape import Variable
from backprop.trace import trace
from tests.browser.conftest import Open
from tests.browser.graph.graphs import ADJOINT, OLAH, PLACES, VALUE, in_script, seen


def elementwise() -> list[str]:
    """The operations that work entry by entry: those whose rules multiply by a slope.

    JavaScript has no error function, and a graph with it no inputs to move.
    """
    made = [(name, one.vjps[0].__qualname__) for name, one in OPERATIONS.items()]
    return [name for name, maker in made if maker.startswith("elementwise.") and name != "erf"]


def test_the_table_of_operations_is_the_librarys(visit: Open, root: str) -> None:
    page = visit(OLAH).page
    known = in_script(page, root, "backprop-operations", "return Object.keys(it.OPERATIONS)")
    assert known == elementwise()
    rng = random.Random(4)
    cases, expected = [], []
    for name in known:
        count = len(OPERATIONS[name].vjps)
        low = {"log": 0.01, "sqrt": 0.01, "power": 0.01, "log1p": -0.9}.get(name, -4.0)
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
