"""A trace tells the whole story, and the same one as the gradient."""

from __future__ import annotations

import json

import numpy as np
import pytest

from backprop import operations as ops
from backprop.tape import Variable, gradient
from backprop.trace import trace


def test_olahs_graph_step_by_step() -> None:
    a, b = Variable(2.0, "a"), Variable(1.0, "b")
    c, d = a + b, b + 1
    c.name, d.name = "c", "d"
    e = c * d
    e.name = "e"
    told = trace(e)
    assert json.loads(json.dumps(told)) == told
    assert [(n["id"], n["value"], n["adjoint"]) for n in told["nodes"]] == [
        ("a", 2, 2), ("b", 1, 5), ("c", 3, 2), ("d", 2, 3), ("e", 6, 1),
    ]  # fmt: skip
    assert told["nodes"][3]["operands"] == ["b", 1]
    assert [tuple(step.values()) for step in told["steps"]] == [
        ("e", "c", 2, 2, 2),
        ("e", "d", 3, 3, 3),
        ("d", "b", 1, 3, 3),
        ("c", "a", 1, 2, 2),
        ("c", "b", 1, 2, 5),
    ]


def test_a_trace_and_a_gradient_agree() -> None:
    x = Variable(np.array([0.5, -0.25]), "x")
    w = Variable(np.array([[1.0, 2.0], [3.0, 4.0]]), "w")
    loss = ops.tanh(w @ x).sum() * 2.0
    told = trace(loss)
    adjoints = {node["id"]: node["adjoint"] for node in told["nodes"]}
    expected = gradient(loss, [x, w])
    np.testing.assert_array_equal(adjoints["x"], expected[0])
    np.testing.assert_array_equal(adjoints["w"], expected[1])
    # Between arrays the local derivative is a matrix, which a trace leaves out.
    assert [step["local"] for step in told["steps"]] == [2.0, None, None, None, None]


def test_names_are_made_where_they_are_missing_or_taken() -> None:
    x, twin = Variable(1.0, "x"), Variable(2.0, "x")
    y = x * twin + Variable(3.0, "v1")
    names = [node["id"] for node in trace(y)["nodes"]]
    assert len(set(names)) == len(names) == 5
    assert {"x", "v1"} <= set(names)


def test_a_trace_ends_in_one_number() -> None:
    with pytest.raises(ValueError, match=r"single number, and this has shape \(2,\)"):
        trace(Variable(np.ones(2)) * 2)
