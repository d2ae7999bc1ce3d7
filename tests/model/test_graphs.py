"""Small graphs: values by Python itself, derivatives by differences, and nothing executed."""

from __future__ import annotations

import math
from typing import Any, Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from topicsite.model.graphs import FUNCTIONS, LONGEST, GraphError, compute

KNOWN: Final = {
    "exp": math.exp, "log": math.log, "sqrt": math.sqrt, "sin": math.sin, "cos": math.cos,
    "tanh": math.tanh, "sigmoid": lambda x: 1 / (1 + math.exp(-x)), "relu": lambda x: max(x, 0.0),
    "max": max, "min": min,
}  # fmt: skip
"""What Python makes of the names, for the oracle."""
STEP: Final = 1e-6
INPUTS: Final = ("x", "y", "z")


def in_python(inputs: dict[str, float], steps: dict[str, str]) -> dict[str, float]:
    """The values, by Python's own evaluation: good for texts that a test has made."""
    values = dict(inputs)
    for name, text in steps.items():
        values[name] = float(eval(text, {"__builtins__": {}}, {**KNOWN, **values}))
    return values


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, float], dict[str, str]]:
    """Inputs between -2 and 2, and up to five steps of one operation or two."""
    number = st.floats(-2, 2, allow_nan=False).map(lambda value: round(value, 3))
    names = list(INPUTS[: draw(st.integers(1, 3))])
    inputs = {name: draw(number) for name in names}
    steps: dict[str, str] = {}
    for count in range(draw(st.integers(1, 5))):
        one, other = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        third = draw(st.sampled_from([*names, "0.5", "-1.5"]))
        form = draw(
            st.sampled_from(
                [
                    "{a} + {b}", "{a} - {b} * {c}", "{a} * {b}", "({a} + {b}) * ({b} - {c})",
                    "{a} / (2 + {b} ** 2)", "-{a} ** 2", "sigmoid({a}) * {b}", "tanh({a} + {c})",
                    "sin({a}) + cos({b})", "exp({a} / 4)", "log({a} ** 2 + 1)", "relu({a}) - {b}",
                    "sqrt({a} * {a} + 0.1)", "max({a}, {b})", "min({a}, {c} + 0.25)",
                    "{a} ** 3 + {b} ** 1", "{a} ** -1",
                ]
            )
        )  # fmt: skip
        name = f"s{count}"
        steps[name] = form.format(a=one, b=other, c=third)
        names.append(name)
    return inputs, steps


@given(graphs())
def test_values_are_pythons_and_derivatives_those_of_differences(
    graph: tuple[dict[str, float], dict[str, str]],
) -> None:
    inputs, steps = graph
    try:
        nodes = compute(inputs, steps)
    except GraphError:
        assume(False)
    last = list(steps)[-1]
    assert {name: node.value for name, node in nodes.items()} == pytest.approx(
        in_python(inputs, steps)
    )
    assume(all(abs(node.value) < 1e3 for node in nodes.values()))
    for name in inputs:
        above, below = (
            in_python({**inputs, name: inputs[name] + nudge}, steps)[last]
            for nudge in (STEP, -STEP)
        )
        there = in_python(inputs, steps)[last]
        right, left = (above - there) / STEP, (there - below) / STEP
        # Differences tell nothing across a bend, nor where the curve is all but upright.
        assume(abs(right - left) < 1e-2 * (1 + abs(right)))
        assert nodes[name].derivative == pytest.approx((right + left) / 2, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_has_its_derivative(name: str) -> None:
    for x in (0.3, 1.1, 1.9):
        node = compute({"x": x}, {"y": f"{name}(x)"})["x"]
        slope = (KNOWN[name](x + STEP) - KNOWN[name](x - STEP)) / (2 * STEP)  # type: ignore[operator]
        assert node.derivative == pytest.approx(slope, rel=1e-6)


def test_a_value_that_is_used_twice_collects_from_both_uses() -> None:
    nodes = compute({"a": 2.0, "b": 1.0}, {"c": "a + b", "d": "b + 1", "e": "c * d"})
    assert {name: node.derivative for name, node in nodes.items()} == {
        "a": 2, "b": 5, "c": 2, "d": 3, "e": 1,
    }  # fmt: skip
    assert nodes["e"].uses == ("c", "d")
    assert nodes["a"].uses == ()


def test_a_sigmoid_far_out_neither_overflows_nor_vanishes() -> None:
    for x in (-700.0, 700.0):
        node = compute({"x": x}, {"y": "sigmoid(x)"})["y"]
        assert node.value in (pytest.approx(1.0), pytest.approx(0.0))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("__import__('os').system('true')", "is no function"),
        ("open('x')", "is no function"),
        ("(lambda: x)()", "is no function"),
        ("x.__class__", "names, numbers"),
        ("x[0]", "names, numbers"),
        ("[x for x in y]", "names, numbers"),
        ("x if x else x", "names, numbers"),
        ("x and x", "names, numbers"),
        ("not x", "names, numbers"),
        ("~x", "names, numbers"),
        ("x < 1", "names, numbers"),
        ("f'{x}'", "names, numbers"),
        ("(y := x)", "names, numbers"),
        ("'text'", "is no number"),
        ("True", "is no number"),
        ("1j", "is no number"),
        ("x ** x", "behind `**`"),
        ("9 ** 9 ** 9", "behind `**`"),
        ("x // 2", "another sign"),
        ("x @ x", "another sign"),
        ("exp(x, x)", "takes 1 argument"),
        ("max(x)", "takes 2 arguments"),
        ("exp(*x)", "names, numbers"),
        ("exp(x=x)", "takes 1 argument"),
        ("x +", "is no expression"),
        ("x = 1", "is no expression"),
        ("y", "no step before it"),
        ("exp", "no step before it"),
        ("exp(1000 * x)", "has no value"),
        ("log(x - 9)", "has no value"),
        ("(x - 9) ** 0.5", "root of a negative"),
        ("1 / (x - 2)", "has no value"),
        ("1e308 * 10 * x", "beyond all numbers"),
        ("sqrt(x - 2)", "has no derivative"),
        ("max(x, 2)", "both are equal"),
        ("relu(x - 2)", "no derivative at 0"),
        ("(" * 60 + "x" + ")" * 60, f"keep to {LONGEST}"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_the_name_of_its_step(text: str, reason: str) -> None:
    with pytest.raises(GraphError, match=reason.replace("*", r"\*")) as caught:
        compute({"x": 2.0}, {"a": text})
    assert caught.value.step == "a"


@given(st.text(max_size=LONGEST))
def test_whatever_is_written_is_computed_or_refused(text: str) -> None:
    try:
        nodes: Any = compute({"x": 0.5}, {"a": text})
    except GraphError:
        return
    assert math.isfinite(nodes["a"].value)
