"""The engine to read first gives what the full one gives, and stays small."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backprop import operations as ops
from backprop import small
from backprop.tape import Variable, gradient

ROW = np.array([1.0, -2.0, 0.5])
COLUMN = np.array([[0.3], [1.0], [-1.0]])
# Each takes two matrices of one shape and makes another; `m` is one engine or the other.
STEPS: dict[str, Callable[[Any, Any, Any], Any]] = {
    "add": lambda m, a, b: a + b + 2,
    "subtract": lambda m, a, b: 1.5 - a - b,
    "from an array": lambda m, a, b: np.full((3, 3), 0.5) - a * b,
    "multiply": lambda m, a, b: 0.5 * a * b,
    "divide": lambda m, a, b: a / (b * b + 1),
    "power": lambda m, a, b: (a * a + 0.5) ** 1.5 + b,
    "negative": lambda m, a, b: -a,
    "tanh": lambda m, a, b: m.tanh(a) * b,
    "exp": lambda m, a, b: m.exp(m.tanh(a)) - b,
    "relu": lambda m, a, b: m.relu(a) + b,
    "matrices": lambda m, a, b: m.tanh(a @ b),
    "an array by a matrix": lambda m, a, b: np.eye(3)[::-1] @ a + b,
    "row": lambda m, a, b: a * ROW + b,
    "column": lambda m, a, b: a + COLUMN * b,
    "all": lambda m, a, b: a * m.tanh(b.sum()),
}


@pytest.mark.parametrize("seed", range(40))
def test_random_programs_agree_with_the_full_engine(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = [*rng.normal(size=(2, 3, 3)), rng.normal(size=3), rng.normal(size=(3, 1))]
    names = rng.choice(sorted(STEPS), size=8)
    picks = rng.integers(0, [[2 + made, 2 + made] for made in range(len(names))])

    def run(m: Any, x: Any, y: Any, row: Any, column: Any) -> Any:
        values = [x * row, y + column]  # broadcast, so that the way back has to sum
        for name, (a, b) in zip(names, picks, strict=True):
            values.append(m.tanh(STEPS[name](m, values[a], values[b])))
        return sum(values[1:], start=values[0]).sum()

    nodes = [small.Node(point) for point in points]
    variables = [Variable(point) for point in points]
    loss, full = run(small, *nodes), run(ops, *variables)
    assert float(loss.value) == pytest.approx(float(full.value), rel=1e-12)
    found = small.gradient(loss, nodes)
    for mine, right in zip(found, gradient(full, variables), strict=True):
        assert mine.shape == right.shape
        np.testing.assert_allclose(mine, right, rtol=1e-10, atol=1e-12)


def test_it_knows_what_a_loss_does_not_depend_on() -> None:
    x, unused = small.Node(2.0), small.Node(np.ones((2, 2)))
    (slope, zeros) = small.gradient(x * x * x, [x, unused])
    assert slope == 12
    np.testing.assert_array_equal(zeros, np.zeros((2, 2)))


def test_a_long_chain_needs_no_recursion() -> None:
    x = small.Node(1.0)
    y = x
    for _ in range(50_000):
        y = y + 1e-9
    assert small.gradient(y, [x]) == [1]


def test_it_stays_small() -> None:
    """About sixty lines of code, without what explains them."""
    source = Path(small.__file__).read_text(encoding="utf-8")
    lines = {
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        and not isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert len(lines) <= 66
