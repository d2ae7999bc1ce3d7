"""An expression that somebody types: what is understood, and what is said of everything else."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from backprop.expression import LONGEST, ExpressionError, answer, traced, values_of
from backprop.gradcheck import central_differences


def adjoints(told: dict[str, Any]) -> dict[str, float]:
    return {node["id"]: node["adjoint"] for node in told["nodes"] if node["operation"] is None}


def test_olahs_expression_gives_olahs_numbers() -> None:
    told = traced("(a + b) * (b + 1)", {"a": 2.0, "b": 1.0})
    assert told["nodes"][-1]["value"] == 6
    assert adjoints(told) == {"a": 2, "b": 5}
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("sin(x) * exp(x*y) + y**2", lambda x, y: np.sin(x) * np.exp(x * y) + y**2),
        ("-x**2 / +y - 3", lambda x, y: -(x**2) / y - 3),
        ("log(x) * sqrt(y) + pi", lambda x, y: np.log(x) * np.sqrt(y) + math.pi),
        ("tanh(x) + cos(y) - abs(x - y)", lambda x, y: np.tanh(x) + np.cos(y) - np.abs(x - y)),
        ("max(x, y) * relu(x) + sigmoid(y)", lambda x, y: x * x + 1 / (1 + np.exp(-y))),
        ("x**y + 2**-x", lambda x, y: x**y + 2**-x),
        ("2**3**0.5 * x * y", lambda x, y: 2 ** (3**0.5) * x * y),
    ],
)
def test_values_and_derivatives_are_those_of_the_same_in_numpy(text: str, same: Any) -> None:
    point = np.array([1.25, 0.75])
    told = traced(text, {"x": 1.25, "y": 0.75})
    assert told["nodes"][-1]["value"] == pytest.approx(same(*point), rel=1e-14)
    measured = central_differences(lambda p: same(*p), point)
    found = adjoints(told)
    assert [found["x"], found["y"]] == pytest.approx(list(measured), rel=1e-7)


def test_inputs_start_somewhere_and_the_answer_says_where() -> None:
    given = answer({"expression": " x * y * z ", "at": "y = -3"})
    assert given["at"] == "x = 2, y = -3, z = 0.5"
    assert given["trace"]["nodes"][-1]["value"] == -3
    assert values_of(" x=1e-3,y = .5 , ") == {"x": 0.001, "y": 0.5}


@pytest.mark.parametrize(
    ("shown", "typed"),
    [
        ("a × b − 1", "a * b - 1"),
        ("−a·b ÷ 2", "-a*b / 2"),
        ("a\u00a0−\u202f2 ∕ b", "a - 2 / b"),
        ("sin(a) – b", "sin(a) - b"),
        ("a × (−4)", "a * (-4)"),
    ],
)
def test_what_the_page_draws_can_be_copied_into_the_field(shown: str, typed: str) -> None:
    values = values_of("a = −0.5, b\u00a0= 2e−1")
    assert values == {"a": -0.5, "b": 0.2}
    assert traced(shown, values) == traced(typed, values)


REFUSED = [
    # Careless.
    ("", "there is nothing to compute; write something like (a + b) * (b + 1)"),
    ("x", "x alone is no computation; try x**2"),
    ("2 + 3", "there is no input in it; use a name such as x"),
    ("x^2", "`x ^ 2`: a power is written with two stars, as x**2"),
    ("2x", "write products as 2 * x"),
    ("sin x", "this cannot be read after `sin `"),
    ("2(x + 1)", "write a star for a product"),
    ("(x + 1", "a bracket is missing: there are more `(` than `)`"),
    ("y = x**2", "write only the right-hand side"),
    ("x == 2", "write only the right-hand side|a comparison has no derivative"),
    ("x < 2", "a comparison has no derivative; relu and max choose by size"),
    ("sin * x", "sin is a function; write sin(x), with brackets"),
    ("sin(x, y)", "sin takes 1, not 2: write sin(x)"),
    ("max(x)", "max takes 2, not 1: write max(x, y)"),
    ("ln(x)", "there is no ln; write log(x)"),
    ("snh(x)", "there is no function snh; did you mean sin?"),
    ("np.sin(x)", "`np.sin(x)`: write sin(x) without anything before it"),
    ("x @ y", "there are + - * / and ** for powers"),
    ("True * x", "`True` is no number"),
    ("1j * x", "`1j` is no number"),
    ("'a' * x", "`'a'` is no number"),
    ("größe * x", "is no name for an input"),
    ("a+b+c+d+e+f+g+h+i", "there are more than 8 inputs"),
    ("+".join("x" * 60), "there are more than 40 steps in it"),
    # No value, or no derivative.
    ("x / (y - 1)", "this divides by zero: y - 1 = 0; choose other values"),
    ("x + 1 / 0", "this divides by zero: 0"),
    ("x + 2 / (3 - 3)", "this divides by zero: 3 - 3 = 0"),
    ("log(-x)", "log needs a number above zero, and here it gets -x = -2"),
    ("log(0) * x", "log needs a number above zero, and here it gets 0"),
    ("sqrt(-x)", "sqrt needs a number above zero"),
    ("sqrt(x - 2)", "sqrt has no derivative at 0"),
    ("(x - 3)**0.5", "a negative number has no power such as 0.5: x - 3 = -1"),
    ("(x - 2)**-1", "zero has no power such as -1"),
    ("exp(exp(exp(x)))", "exp gives a number too large to compute with"),
    # Hostile.
    ("9**9**9**9 * x", "power gives a number too large to compute with"),
    ("x**99999", "power gives a number too large"),
    ("1e999 * x", "a number in it is too large"),
    ("__import__('os').system('true')", "without anything before it"),
    ("x.__class__.__mro__", "there are only numbers, names"),
    ("(lambda: x)()", "write a star for a product|only numbers"),
    ("[x for x in y]", "there are only numbers, names"),
    ("f'{x}' * 2", "there are only numbers, names"),
    ("open('/etc/passwd')", "there is no function open; there are abs, cos"),
    ("eval('x')", "there is no function eval"),
    ("sin(*x)", "there are only numbers, names"),
    ("sin(**x)", "write sin with its numbers only"),
    ("(x := 3) * x", "without an equals sign|there are only numbers"),
    ("x; y", "this cannot be read after `x`"),
    ("x\0", "this cannot be read"),
    ("x\n+\n", "this cannot be read"),
    ("(" * 99 + "x" + ")" * 99, ""),
    ("-" * (LONGEST - 1) + "x", "there are more than 40 steps"),
    ("x" * (LONGEST + 1), f"this has {LONGEST + 1} characters"),
    ("2if x else 3", ""),
    (r"'\d' * x", ""),
]


@pytest.mark.parametrize(("text", "words"), REFUSED, ids=[text[:40] for text, _ in REFUSED])
def test_what_is_refused_and_in_which_words(text: str, words: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        traced(text, {})
    message = str(caught.value)
    assert any(part in message for part in words.split("|")), message
    assert len(message) < 160
    assert "\n" not in message


@pytest.mark.parametrize("text", ["x", "x = ", "x = two", "2 = x", "x = nan", "x = 1; y = 2", "=1"])
def test_values_that_are_none(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"is no value; write it as x = 2, y = -0\.5"):
        values_of(text)
