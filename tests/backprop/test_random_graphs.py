"""Thousands of random programs on arrays: the tape's gradients against those of a peer."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop import operations as ops
from backprop.operation import OPERATIONS, Array, Operation
from backprop.tape import Variable, gradient

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import autograd
    import autograd.numpy as anp

PROGRAMS = 3000
SHAPE = (3, 4)


def joined(m: Any, *parts: Any) -> Any:
    """The parts below each other. NumPy and the peer take them as a list."""
    return ops.concatenate(*parts) if m is ops else m.concatenate(parts)


# Each takes two matrices of the shape above and makes another. `m` is our operations or the peer's
# NumPy: what both spell alike is written with operators and methods.
STEPS: dict[str, Callable[[Any, Any, Any], Any]] = {
    "add": lambda m, a, b: a + b,
    "subtract": lambda m, a, b: 1.5 - a - b,
    "multiply": lambda m, a, b: a * b,
    "divide": lambda m, a, b: a / (b * b + 1.0),
    "power": lambda m, a, b: (a * a + 0.5) ** 1.5 + b,
    "sin": lambda m, a, b: m.sin(a) - b,
    "cos": lambda m, a, b: b * m.cos(a),
    "exp": lambda m, a, b: m.exp(m.tanh(a)) * b,
    "log": lambda m, a, b: m.log(a * a + 1.0) + b,
    "sqrt": lambda m, a, b: m.sqrt(a * a + b * b + 1.0),
    "maximum": lambda m, a, b: m.maximum(a, b),
    "product": lambda m, a, b: (a @ b.T) @ m.tanh(a),
    "vector": lambda m, a, b: a * (b @ m.tanh(a[0]))[:, None],
    "row": lambda m, a, b: a * b.sum(axis=0),
    "column": lambda m, a, b: a - b.mean(axis=1, keepdims=True),
    "all": lambda m, a, b: a / (m.tanh(b.sum()) + 2.0),
    "slice": lambda m, a, b: a[:, :1] + b[::-1],
    "pick": lambda m, a, b: a[:, [3, 0, 0, 2]] * b,
    "joined": lambda m, a, b: joined(m, a[:1], b[1:]),
    "reshaped": lambda m, a, b: a.reshape((4, 3)).T + b,
}

Program = list[tuple[str, int, int]]


def random_program(rng: np.random.Generator) -> Program:
    """Between three and twelve steps, each of which takes any two values made before."""
    return [
        (str(rng.choice(sorted(STEPS))), int(rng.integers(made)), int(rng.integers(made)))
        for made in range(2, 2 + int(rng.integers(3, 13)))
    ]


def run(m: Any, program: Program, x: Any, y: Any) -> Any:
    """One number from what the program computes. What would explode is squashed."""
    values = [x, y]
    for name, a, b in program:
        values.append(m.sin(STEPS[name](m, values[a], values[b])))
    total = values[-1] * values[-2]
    return (total + 0.1 * sum(values[2:], start=values[1])).sum()


def disagreement(program: Program, x: Array, y: Array) -> float:
    """The largest difference of the gradients, relative to the largest entry."""
    variables = [Variable(x), Variable(y)]
    ours = gradient(run(ops, program, *variables), variables)
    theirs = autograd.grad(lambda both: run(anp, program, *both))((x, y))
    size = max(float(np.abs(part).max()) for part in theirs)
    return max(
        float(np.abs(one - other).max()) for one, other in zip(ours, theirs, strict=True)
    ) / max(size, 1e-3)


@pytest.mark.parametrize("seed", range(10))
def test_three_thousand_programs_agree_with_a_peer(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(PROGRAMS // 10):
        program = random_program(rng)
        x, y = rng.normal(size=(2, *SHAPE))
        assert disagreement(program, x, y) < 1e-11, (program, x, y)


def test_every_step_is_used() -> None:
    """The programs above leave no step out, and none of them is trivial."""
    rng = np.random.default_rng(0)
    used = [name for _ in range(PROGRAMS // 10) for name, _, _ in random_program(rng)]
    assert set(used) == set(STEPS)


def test_a_rule_a_little_wrong_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a sine whose derivative is 0.05 % too large, no program agrees."""
    monkeypatch.setitem(OPERATIONS, "sin", ops.sin)  # which restores it afterwards
    sine = Operation("sin", np.sin, (lambda g, r, a: g * ops.cos(a) * 1.0005,), ())
    monkeypatch.setattr(ops, "sin", sine)
    rng = np.random.default_rng(0)
    for _ in range(20):
        program = random_program(rng)
        x, y = rng.normal(size=(2, *SHAPE))
        assert disagreement(program, x, y) > 1e-6, program
