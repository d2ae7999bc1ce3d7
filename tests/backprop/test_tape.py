"""The tape as a whole: order, repeated use, long chains, and misuse that is told."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop import operations as ops
from backprop.forward import Dual, jvp
from backprop.gradcheck import central_differences
from backprop.operation import counting
from backprop.tape import Variable, gradient, hessian_vector_product


def test_two_paths_add_up() -> None:
    """Olah's e = (a + b)(b + 1) at a = 2, b = 1."""
    a, b = Variable(2.0), Variable(1.0)
    e = (a + b) * (b + 1)
    assert e.value == 6
    assert gradient(e, [a, b]) == [2, 5]
    assert gradient(e, a) == 2


def test_the_trace_of_baydins_survey() -> None:
    """F(x1, x2) = ln x1 + x1 x2 - sin x2 at (2, 5): tables 2 and 3 of the survey."""

    def function(x1: Any, x2: Any) -> Any:
        return ops.log(x1) + x1 * x2 - ops.sin(x2)

    x1, x2 = Variable(2.0), Variable(5.0)
    y = function(x1, x2)
    backward = gradient(y, [x1, x2])
    assert float(y.value) == pytest.approx(11.652, abs=5e-4)
    assert backward == [pytest.approx(5.5), pytest.approx(1.716, abs=5e-4)]
    assert jvp(function, [2.0, 5.0], [1.0, 0.0])[1] == pytest.approx(5.5)
    assert jvp(function, [2.0, 5.0], [0.0, 1.0])[1] == pytest.approx(backward[1])


def test_a_million_operations_in_a_row() -> None:
    x = Variable(1.0)
    y = x
    for _ in range(1_000_000):
        y = y + 1e-9
    assert gradient(y, x) == 1


def test_a_value_used_by_very_many() -> None:
    x = Variable(0.5)
    total = sum((x * float(k) for k in range(1000)), start=Variable(0.0))
    assert gradient(total, x) == 999 * 1000 / 2


def test_memory_is_given_back() -> None:
    def one_pass() -> None:
        x = Variable(np.ones(1000))
        gradient((ops.tanh(x) * x).sum(), x)

    one_pass()
    tracemalloc.start()
    try:
        for _ in range(200):
            one_pass()
        assert tracemalloc.get_traced_memory()[0] < 100_000
    finally:
        tracemalloc.stop()


def test_memory_grows_with_the_tape_and_no_faster() -> None:
    def peak(count: int) -> int:
        """The most memory held from the first operation to the gradient, in bytes."""
        tracemalloc.start()
        try:
            x = Variable(0.5)
            y = x
            for _ in range(count):
                y = y * x + 1e-3
            gradient(y, x)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    few, many = peak(1_000), peak(10_000)
    # Tables double when they are full, so ten times the tape is not exactly ten times the memory.
    assert many < 15 * few
    assert many < 20_000 * 600


def test_a_gradient_can_be_asked_for_twice_and_by_anything_between() -> None:
    x = Variable(np.array([1.0, 2.0]))
    square = x * x
    loss = square.sum()
    np.testing.assert_array_equal(gradient(loss, x), [2, 4])
    np.testing.assert_array_equal(gradient(loss, x), [2, 4])
    np.testing.assert_array_equal(gradient(loss, square), [1, 1])
    np.testing.assert_array_equal(gradient(loss, [loss, x])[0], 1)


def test_what_the_loss_does_not_depend_on_gets_zeros() -> None:
    x, unused = Variable(1.0), Variable(np.ones((2, 3)))
    adjoints = gradient(x * 2, [x, unused])
    np.testing.assert_array_equal(adjoints[1], np.zeros((2, 3)))


def test_rules_are_applied_only_where_they_are_needed() -> None:
    x, constant = Variable(np.ones(3)), Variable(np.ones(3))
    loss = (x * ops.exp(ops.sin(constant))).sum()
    with counting() as counts:
        gradient(loss, x)
    assert counts["sin vjp"] == counts["exp vjp"] == 0
    assert counts["multiply vjp"] == 1


def test_backward_costs_one_pass_and_forward_one_for_each_input() -> None:
    def function(*xs: Any) -> Any:
        return ops.tanh(sum(x * float(i) for i, x in enumerate(xs)))

    points = [0.1 * i for i in range(20)]
    with counting() as backward:
        variables = [Variable(point) for point in points]
        slopes = gradient(function(*variables), variables)
    with counting() as forward:
        columns = [jvp(function, points, [float(i == j) for j in range(20)])[1] for i in range(20)]
    np.testing.assert_allclose(slopes, columns)
    assert backward["tanh"] == backward["tanh vjp"] == 1
    assert forward["tanh"] == forward["tanh jvp"] == 20


STEPS: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / (b * b + 1),
    "power": lambda a, b: (a * a + 0.5) ** (ops.tanh(b) * 0.5),
    "sin": lambda a, b: ops.sin(a),
    "tanh": lambda a, b: ops.tanh(a),
    "exp": lambda a, b: ops.exp(ops.tanh(a)),
    "log": lambda a, b: ops.log(a * a + 1),
    "gate": lambda a, b: ops.sigmoid(a) * b,
    "wave": lambda a, b: ops.cos(a * b),
    "norm": lambda a, b: ops.sqrt(a * a + b * b + 1),
}


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=12), st.integers(0, 2**16))
def test_any_expression_agrees_with_differences(program: list[str], seed: int) -> None:
    """A program for a stack machine: whatever it computes, its gradient is right."""
    point = np.random.default_rng(seed).uniform(0.5, 1.5, size=3)

    def run(x: Any) -> Any:
        stack = [x[0], x[1], x[2], x.sum()]
        for code in program:
            a = stack.pop()
            b = stack[-1]
            stack.insert(0, STEPS[code](a, b))
            if len(stack) < 2:
                stack.append(x[0])
        return sum(stack[1:], start=stack[0])

    variable = Variable(point)
    ours = gradient(run(variable), variable)
    measured = central_differences(lambda x: float(np.sum(run(x))), point, 1e-5)
    size = max(1.0, float(np.abs(measured).max()))
    np.testing.assert_allclose(ours / size, measured / size, atol=1e-6)
    _, tangent = jvp(run, [point], [np.ones(3)])
    np.testing.assert_allclose(tangent / size, ours.sum() / size, atol=1e-10)


def test_the_whole_hessian_of_rosenbrocks_function() -> None:
    """Symmetric, and what the formula says: 1200 x^2 - 400 y + 2, -400 x, 200."""
    x = Variable(np.array([1.2, 0.7]))
    loss = (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2
    hessian = np.stack([hessian_vector_product(loss, x, row) for row in np.eye(2)])
    expected = [[1200 * 1.2**2 - 400 * 0.7 + 2, -400 * 1.2], [-400 * 1.2, 200]]
    np.testing.assert_allclose(hessian, expected, rtol=1e-12)


WRONG: Any = 3.0
MISUSE: list[tuple[Any, type[Exception], str]] = [
    (lambda: Variable(np.array([1, 2])), TypeError, r"array of int64 of shape \(2,\).*astype"),
    (lambda: Variable("two"), TypeError, "needs floating-point numbers"),
    (lambda: Variable([1, 2]), TypeError, r"write np\.array\(\.\.\., dtype=float\)"),
    (lambda: Variable([[1.0], [1.0, 2.0]]), ValueError, "a variable is no array"),
    (lambda: jvp(ops.sin, WRONG, WRONG), TypeError, r"write jvp\(f, \[x\], \[v\]\)"),
    (lambda: jvp(ops.sin, [1.0], []), ValueError, "1 points and 0 tangents"),
    (lambda: jvp(lambda x: [x, x], [1.0], [1.0]), TypeError, r"with `ops\.stack`"),
    (
        lambda: hessian_vector_product(Variable(1.0) * 1, Variable(np.ones(2)), np.ones(1)),
        ValueError,
        r"direction has shape \(1,\), the point \(2,\)",
    ),
    (lambda: Variable(np.array([1.0, np.nan]), "w"), ValueError, r"variable w .* NaN at \(1,\)"),
    (lambda: gradient(Variable(np.ones(3)), Variable(1.0)), ValueError, r"shape \(3,\).*seed"),
    (
        lambda: gradient(Variable(np.ones(3)), Variable(1.0), seed=np.ones(2)),
        ValueError,
        r"the seed has shape \(2,\), the loss \(3,\)",
    ),
    (lambda: gradient(WRONG, Variable(1.0)), TypeError, "the loss is no variable but float"),
    (lambda: gradient(Variable(1.0), [WRONG]), TypeError, "the input is no variable but float"),
    (lambda: gradient(Variable(1.0), WRONG), TypeError, "the input is no variable but float"),
    (lambda: Variable(None), TypeError, "needs floating-point numbers, and this is NoneType"),
    (lambda: bool(Variable(1.0) + 1), TypeError, "no truth value"),
    (lambda: len(Variable(1.0)), TypeError, "no length"),
    (lambda: Dual(np.ones(2), np.ones(3)), ValueError, r"value has shape \(2,\), .* \(3,\)"),
    (lambda: jvp(ops.sin, [np.array([1])], [np.array([1.0])]), TypeError, "a point needs"),
]


@pytest.mark.parametrize(("misuse", "kind", "message"), MISUSE)
def test_misuse_is_told(misuse: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        misuse()


def test_the_operation_that_made_the_first_nan_is_named() -> None:
    x = Variable(np.array([-1.0, 2.0]), "x")
    with np.errstate(invalid="ignore"):
        loss = (ops.log(x) * 3).sum()
    with pytest.raises(ValueError, match=r"the first NaN came out of log of shapes \(2,\)"):
        gradient(loss, x)


def test_nothing_on_the_tape_can_be_changed_between_the_passes() -> None:
    array = np.ones(3)
    x = Variable(array)
    loss = (x * x).sum()
    array[0] = 100.0
    np.testing.assert_array_equal(gradient(loss, x), [2, 2, 2])
    with pytest.raises(ValueError, match="read-only"):
        x.value[0] = 5.0
    with pytest.raises(ValueError, match="read-only"):
        (x * 2).value[0] = 5.0
