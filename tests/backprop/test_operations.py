"""Every rule of every operation, against differences, a peer, and each other."""

from __future__ import annotations

import re
import warnings
from typing import Any

import numpy as np
import pytest

from backprop import operations as ops
from backprop.forward import Dual, jvp
from backprop.gradcheck import central_differences, complex_step
from backprop.operation import OPERATIONS, Array, Operation
from backprop.tape import Variable, gradient, hessian_vector_product
from tests.backprop.cases import CASES, Case

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import autograd
    import autograd.numpy as anp

EACH = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
# NumPy continues these to complex numbers; a maximum and an absolute value bend.
ANALYTIC = [
    case for case in CASES if not re.match(r"absolute|max|min|clip|relu|sort|top", case.name)
]


def weighted(case: Case, points: list[Array], seed: int = 1) -> Array:
    """Weights that make one number of the case's result."""
    weights: Array = np.random.default_rng(seed).normal(size=np.shape(case.theirs(np, *points)))
    return weights


@EACH
def test_the_value_is_numpys(case: Case) -> None:
    points = case.points()
    ours = case.ours(*map(Variable, points))
    np.testing.assert_allclose(ours.value, case.theirs(np, *points), rtol=1e-14, atol=1e-15)


@EACH
def test_the_gradient_agrees_with_differences_and_with_a_peer(case: Case) -> None:
    points = case.points()
    weights = weighted(case, points)
    variables = [Variable(point) for point in points]
    ours = gradient((case.ours(*variables) * weights).sum(), variables)
    for position, point in enumerate(points):

        def alone(x: Array, position: int = position) -> Any:
            moved = [*points[:position], x, *points[position + 1 :]]
            return anp.sum(case.theirs(anp, *moved) * weights)

        assert ours[position].shape == point.shape
        np.testing.assert_allclose(ours[position], autograd.grad(alone)(point), rtol=1e-11)
        measured = central_differences(alone, point)
        np.testing.assert_allclose(ours[position], measured, rtol=1e-6, atol=1e-8)


@EACH
def test_forward_and_backward_mode_are_transposes(case: Case) -> None:
    """For every direction v and weighting w: (J v) . w = v . (J^T w)."""
    points = case.points()
    weights = weighted(case, points)
    rng = np.random.default_rng(2)
    directions = [rng.normal(size=point.shape) for point in points]
    value, tangent = jvp(case.ours, points, directions)
    variables = [Variable(point) for point in points]
    adjoints = gradient((case.ours(*variables) * weights).sum(), variables)
    np.testing.assert_allclose(value, case.theirs(np, *points), rtol=1e-14, atol=1e-15)
    assert tangent.shape == value.shape
    backward = sum(np.sum(v * a) for v, a in zip(directions, adjoints, strict=True))
    np.testing.assert_allclose(np.sum(tangent * weights), backward, rtol=1e-11, atol=1e-13)


@EACH
def test_the_gradient_can_be_differentiated_again(case: Case) -> None:
    points = case.points()
    weights = weighted(case, points)
    direction = np.random.default_rng(3).normal(size=points[0].shape)

    def slope(x: Array) -> Array:
        variable = Variable(x)
        loss = (case.ours(variable, *points[1:]) ** 2 * weights).sum()
        return np.asarray(gradient(loss, variable))

    step = 1e-6
    measured = (slope(points[0] + step * direction) - slope(points[0] - step * direction)) / (
        2 * step
    )
    variable = Variable(points[0])
    loss = (case.ours(variable, *points[1:]) ** 2 * weights).sum()
    product = hessian_vector_product(loss, variable, direction)
    np.testing.assert_allclose(product, measured, rtol=2e-6, atol=2e-7)


@EACH
def test_single_precision_stays_single(case: Case) -> None:
    points = [point.astype(np.float32) for point in case.points()]
    variables = [Variable(point) for point in points]
    for adjoint in gradient(ops.sum_(case.ours(*variables)), variables):
        assert adjoint.dtype == np.float32


def test_every_operation_is_tried() -> None:
    names = " ".join(case.name for case in CASES)
    not_named = {"power", "broadcast_to", "softmax_cross_entropy"}
    assert {name for name in OPERATIONS if name not in names} <= not_named


def test_a_rule_that_is_slightly_wrong_is_caught() -> None:
    """The comparison above would not be worth much if it let 0.05 % pass."""
    wrong = Operation(
        "wrong tanh", np.tanh, (lambda g, r, a: g * (1 - r * r) * 1.0005,), (lambda t, r, a: t,)
    )
    try:
        point = np.array([0.3, -0.7])
        variable = Variable(point)
        ours = gradient(wrong(variable).sum(), variable)
        measured = central_differences(lambda x: np.tanh(x).sum(), point)
        with pytest.raises(AssertionError):
            np.testing.assert_allclose(ours, measured, rtol=1e-6, atol=1e-8)
    finally:
        del OPERATIONS["wrong tanh"]


# What a rule does where there is no derivative, or a limit has to be taken.
@pytest.mark.parametrize(
    ("function", "point", "expected"),
    [
        (ops.relu, [0.0], [0.0]),
        (abs, [0.0], [0.0]),
        (lambda a: ops.maximum(a, 0.0), [0.0], [0.5]),
        (lambda a: ops.max_(a), [1.0, 1.0, 0.0], [0.5, 0.5, 0.0]),
        (lambda a: a**0, [0.0, 2.0], [0.0, 0.0]),
        (lambda a: a**1, [0.0], [1.0]),
        (lambda a: a**2, [0.0, -3.0], [0.0, -6.0]),
        (ops.sigmoid, [1000.0, -1000.0], [0.0, 0.0]),
        (ops.logsumexp, [1000.0, 1000.0], [0.5, 0.5]),
        (ops.tanh, [1000.0], [0.0]),
        (ops.softplus, [1000.0, -1000.0, 0.0], [1.0, 0.0, 0.5]),
        (ops.erf, [0.0, 30.0], [2 / np.pi**0.5, 0.0]),
        (ops.gelu, [0.0, -40.0, 40.0], [0.5, 0.0, 1.0]),
        (lambda a: ops.minimum(a, 0.0), [0.0], [0.5]),
        (lambda a: ops.min_(a), [0.0, 0.0, 1.0], [0.5, 0.5, 0.0]),
        (lambda a: ops.clip(a, 0.0, 1.0), [-1.0, 0.0, 1.0, 2.0], [0.0, 1.0, 1.0, 0.0]),
        (lambda a: ops.clip(a, high=1.0), [-9.0, 2.0], [1.0, 0.0]),
        (lambda a: ops.clip(a, None, None), [-9.0, 2.0], [1.0, 1.0]),
        (ops.prod, [2.0, 0.0, 3.0], [0.0, 6.0, 0.0]),
        (ops.prod, [0.0, 0.0, 3.0], [0.0, 0.0, 0.0]),
        (ops.std, [2.0, 2.0], [0.0, 0.0]),
        (
            lambda a: ops.where(a > 0, ops.sqrt(ops.where(a > 0, a, 1.0)), 0.0),
            [0.0, 4.0],
            [0, 0.25],
        ),
        (ops.logsumexp, [-np.inf, -np.inf], [0.0, 0.0]),
        (ops.logsumexp, [np.inf, 0.0], [1.0, 0.0]),
        (ops.logsumexp, [-np.inf, 0.0], [0.0, 1.0]),
    ],
)
def test_edges(function: Any, point: list[float], expected: list[float]) -> None:
    variable = Variable(np.array(point))
    ours = gradient(ops.sum_(function(variable)), variable)
    np.testing.assert_allclose(ours, expected, rtol=1e-12)


@pytest.mark.parametrize("case", ANALYTIC, ids=[case.name for case in ANALYTIC])
def test_the_gradient_agrees_with_the_complex_step(case: Case) -> None:
    """Nothing is subtracted, so the slope is exact to rounding; nothing is differentiated."""
    points = case.points()
    weights = weighted(case, points)
    variables = [Variable(point) for point in points]
    ours = gradient((case.ours(*variables) * weights).sum(), variables)
    for position, point in enumerate(points):

        def alone(x: Array, position: int = position) -> Any:
            moved = [*points[:position], x, *points[position + 1 :]]
            return np.sum(case.theirs(np, *moved) * weights)

        np.testing.assert_allclose(ours[position], complex_step(alone, point), rtol=1e-12)


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        (lambda v: v(np.ones(3)) + v(np.ones(4)), r"add does not fit the shapes \(3,\), \(4,\)"),
        (lambda v: v(np.ones((2, 3))) @ v(np.ones(4)), r"matmul does not fit .* \(2, 3\), \(4,\)"),
        (lambda v: v(np.ones(6)).reshape(4, 2), r"reshape does not fit the shapes \(6,\)"),
        (
            lambda v: ops.softmax_cross_entropy(v(np.ones((2, 3))), np.ones((2, 2))),
            r"softmax_cross_entropy does not fit the shapes \(2, 3\), \(2, 2\)",
        ),
    ],
)
def test_shapes_that_do_not_fit_are_named(compute: Any, message: str) -> None:
    for kind in (Variable, lambda x: Dual(x, np.ones_like(x))):
        with pytest.raises(ValueError, match=message):
            compute(kind)


INF = np.inf
ENDLESS: list[tuple[Any, list[Any], Any]] = [
    (ops.logsumexp, [-INF, -INF], -INF),
    (ops.logsumexp, [INF, 0.0], INF),
    (ops.logsumexp, [INF, -INF], INF),
    (ops.logsumexp, [-INF, 1.0], 1.0),
    (lambda a: ops.logsumexp(a, axis=1), [[-INF, -INF], [0.0, INF], [2.0, -INF]], [-INF, INF, 2.0]),
    (ops.softmax, [-INF, 0.0], [0.0, 1.0]),
    (ops.log_softmax, [-INF, 0.0], [-INF, 0.0]),
    (ops.sigmoid, [-INF, INF], [0.0, 1.0]),
    (ops.softplus, [-INF, INF], [0.0, INF]),
    (ops.erf, [-INF, INF], [-1.0, 1.0]),
    (ops.max_, [-INF, INF], INF),
    (ops.clip, [-INF, INF], [-INF, INF]),
    (lambda a: ops.clip(a, -1.0, 1.0), [-INF, INF], [-1.0, 1.0]),
]


@pytest.mark.parametrize(("function", "point", "expected"), ENDLESS)
def test_infinite_numbers(function: Any, point: list[Any], expected: Any) -> None:
    """A value that has a limit is the limit, without a warning, and its gradient is no NaN."""
    variable = Variable(np.array(point))
    result = function(variable)
    np.testing.assert_allclose(result.value, expected, rtol=1e-12)
    finite = np.isfinite(np.asarray(result.value))
    if finite.all():
        assert not np.isnan(gradient(ops.sum_(result), variable)).any()


def test_what_has_no_probability_costs_nothing() -> None:
    scores, targets = Variable(np.array([[-INF, 0.0, 1.0]])), np.array([[0.0, 1.0, 0.0]])
    loss = ops.softmax_cross_entropy(scores, targets)
    assert float(loss.value) == pytest.approx(np.log(1 + np.e), rel=1e-15)
    share = np.e / (1 + np.e)
    np.testing.assert_allclose(gradient(loss, scores), [[0, -share, share]])
    impossible = ops.softmax_cross_entropy(scores, np.array([[1.0, 0.0, 0.0]]))
    assert impossible.value == INF
