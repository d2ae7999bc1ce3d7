"""Derivatives of derivatives: forward over reverse, reverse over forward, nested, and mixed."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

from backprop import operations as ops
from backprop.forward import Dual, jvp
from backprop.operation import Array, raw
from backprop.tape import Variable, gradient, hessian_vector_product
from tests.backprop.cases import CASES, Case

EACH = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def bent(case: Case, points: list[Any], weights: Array) -> Any:
    """One number whose second derivatives do not vanish where the case is linear."""
    return ops.sum_(case.ours(*points) ** 2 * weights)


@EACH
def test_forward_over_reverse_is_reverse_over_reverse(case: Case) -> None:
    """So the forward rules of whatever the backward rules are made of are tried too."""
    points = case.points()
    weights = np.random.default_rng(1).normal(size=np.shape(case.theirs(np, *points)))
    direction = np.random.default_rng(3).normal(size=points[0].shape)
    variable = Variable(points[0])
    expected = hessian_vector_product(
        bent(case, [variable, *points[1:]], weights), variable, direction
    )

    def slope(x: Any) -> Any:
        inner = Variable(x)
        return gradient(bent(case, [inner, *points[1:]], weights), inner)

    _, product = jvp(slope, [points[0]], [direction])
    assert product.shape == points[0].shape
    np.testing.assert_allclose(product, expected, rtol=1e-9, atol=1e-11)


@EACH
def test_reverse_over_forward_is_reverse_over_reverse(case: Case) -> None:
    points = case.points()
    weights = np.random.default_rng(1).normal(size=np.shape(case.theirs(np, *points)))
    direction = np.random.default_rng(3).normal(size=points[0].shape)
    variable = Variable(points[0])
    expected = hessian_vector_product(
        bent(case, [variable, *points[1:]], weights), variable, direction
    )
    moving = Variable(points[0])
    _, along = jvp(lambda x: bent(case, [x, *points[1:]], weights), [moving], [direction])
    if isinstance(along, Variable):
        np.testing.assert_allclose(gradient(along, moving), expected, rtol=1e-9, atol=1e-11)
    else:
        np.testing.assert_allclose(expected, 0, atol=1e-12)


def slope_of(function: Callable[[Any], Any], at: Any) -> Any:
    """The derivative of a function of one number in forward mode."""
    return jvp(function, [at], [1.0])[1]


def reverse_slope_of(function: Callable[[Any], Any], at: Any) -> Any:
    """The same in reverse mode, recorded for the derivative around it."""
    x = Variable(at)
    return gradient(function(x), x, record=True)


def by_hand(function: Callable[[Any], Any], at: Any) -> Any:
    """The same with a dual number that the program makes itself."""
    result = function(Dual(at, 1.0))
    while isinstance(result, Variable):
        result = result.value  # of a tape within, which has been recorded
    return result.tangent if isinstance(result, Dual) else 0.0


WAYS = {"forward": slope_of, "reverse": reverse_slope_of, "by hand": by_hand}
# What a derivative D of an inner function does inside an outer one, and the outer derivative.
NESTED: list[tuple[str, Callable[[Any, Any], Any], float, float]] = [
    ("x D(y -> x + y)", lambda d, x: x * d(lambda y: x + y, 1.0), 1.0, 1.0),
    ("x D(y -> x y)", lambda d, x: x * d(lambda y: x * y, 2.0), 3.0, 6.0),
    ("D(y -> x y^2) at x", lambda d, x: d(lambda y: x * y * y, x), 3.0, 12.0),
    ("D(y -> x) is 0", lambda d, x: x * x + d(lambda y: x * 1.0, 2.0), 3.0, 6.0),
    ("D(sin) at x^2", lambda d, x: d(ops.sin, x * x), 0.5, -np.sin(0.25)),
    (
        "D within D within D",
        lambda d, x: d(lambda y: x * d(lambda z: x * y * z, y), x),
        2.0,
        4.0,
    ),
    ("the same name twice", lambda d, x: d(lambda x: x**3, x) * x, 2.0, 36.0),
    ("a third derivative", lambda d, x: d(lambda y: d(lambda z: z**4, y), x), 2.0, 48.0),
]


# Duals of plain numbers are all of one derivative, as their class says.
PAIRS = [pair for pair in product(WAYS, WAYS) if pair != ("by hand", "by hand")]


@pytest.mark.parametrize(("outer", "inner"), PAIRS)
@pytest.mark.parametrize(("name", "function", "at", "expected"), NESTED, ids=[c[0] for c in NESTED])
def test_derivatives_within_derivatives_are_kept_apart(
    outer: str, inner: str, name: str, function: Any, at: float, expected: float
) -> None:
    found = WAYS[outer](lambda x: function(WAYS[inner], x), at)
    assert float(raw(found)) == pytest.approx(expected, rel=1e-12), name


def test_a_variable_from_outside_is_differentiated_within_forward_mode() -> None:
    """d/dx of (the gradient of x^2 y^3 by y) is 6 x y^2."""
    y = Variable(2.0)
    value, tangent = jvp(lambda x: gradient(x**2 * y**3, y), [3.0], [1.0])
    assert (float(value), float(tangent)) == (9 * 12, 6 * 12)
    # And the other way round, with a variable whose tape is around the one within.
    outer = Variable(3.0)
    inner = Variable(outer * 1.0)
    slope = gradient(outer * inner**2, inner)
    assert float(gradient(slope, outer)) == pytest.approx(2 * 3 + 2 * 3)
    assert float(gradient(outer * inner**2, outer)) == pytest.approx(3 * 9)


def test_a_function_that_does_not_move_has_the_tangent_zero() -> None:
    for function in (lambda x: 3.0, lambda x: Variable(3.0), lambda x: np.array(2.0)):
        value, tangent = jvp(function, [1.0], [1.0])
        assert float(np.asarray(getattr(value, "value", value))) in (2.0, 3.0)
        assert tangent == 0


@pytest.mark.parametrize(
    "duplicate",
    [copy.copy, copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))],
    ids=["copy", "deepcopy", "pickle"],
)
class TestCopies:
    """A copy is another variable, and a copy of a result would be cut off."""

    @pytest.mark.parametrize("value", [3.0, np.array([1.0, 2.0]), np.float32(2.0)])
    def test_a_variable(self, duplicate: Any, value: Any) -> None:
        x = Variable(value, "x")
        y = duplicate(x)
        assert (y.name, y.dtype, y.shape) == ("x", x.dtype, x.shape)
        for slope, other in zip(gradient((x * y).sum(), [x, y]), (y, x), strict=True):
            np.testing.assert_array_equal(slope, other.value)
        np.testing.assert_array_equal(gradient((x * 2).sum(), y), np.zeros(x.shape))

    def test_variables_in_lists(self, duplicate: Any) -> None:
        if duplicate is copy.copy:
            duplicate = copy.deepcopy  # of a list, copy makes a list of the same variables
        x = Variable(2.0)
        first, second = duplicate([x, x])
        assert first is second
        assert gradient(first * x, [x, first]) == [2, 2]

    def test_a_result_is_refused(self, duplicate: Any) -> None:
        with pytest.raises(TypeError, match=r"result of multiply.*Variable\(y\.value\)"):
            duplicate(Variable(2.0) * 3)

    def test_a_dual_number_stays_in_its_derivative(self, duplicate: Any) -> None:
        assert slope_of(lambda x: x * duplicate(x), 3.0) == 6
