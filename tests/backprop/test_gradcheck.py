"""The gradient check: what it says of right and wrong gradients at points of all sizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop import gradcheck
from backprop.operation import Array

RNG = np.random.default_rng(0)
# A function of an array, its gradient, and a point.
SIZES: dict[str, tuple[Callable[[Array], Any], Callable[[Array], Array], list[float]]] = {
    "a sine far out": (lambda p: np.sin(p).sum(), np.cos, [1e6, 1.0, -3e7, 1e3]),
    "a logarithm far out": (lambda p: np.log(p).sum(), lambda p: 1 / p, [1e6, 1.0, 1e9]),
    "a logarithm near its end": (lambda p: np.log(p).sum(), lambda p: 1 / p, [1e-8, 1e-3, 1.0]),
    "a root near its end": (lambda p: np.sqrt(p).sum(), lambda p: 0.5 / np.sqrt(p), [1e-10, 4.0]),
    "large and small": (lambda p: (p**2).sum(), lambda p: 2 * p, [1e6, 1.0, 0.0]),
    "quick and slow": (
        lambda p: np.sin(p[0] * 1e5) + np.sin(p[1] * 1e-4),
        lambda p: np.array([1e5 * np.cos(p[0] * 1e5), 1e-4 * np.cos(p[1] * 1e-4)]),
        [0.3, 2.0],
    ),
    "a cube at its saddle": (lambda p: (p**3).sum(), lambda p: 3 * p**2, [0.0, 1.0]),
    "nothing but a saddle": (lambda p: (p**3).sum(), lambda p: 3 * p**2, [0.0, 0.0]),
    "flat to the third": (lambda p: (p**4 + p**5).sum(), lambda p: 4 * p**3 + 5 * p**4, [0.0]),
    "beside a large constant": (lambda p: 1e6 + np.sin(p).sum(), np.cos, [0.5, 1.5]),
    "saturated": (lambda p: np.tanh(p).sum(), lambda p: np.cosh(p) ** -2.0, [20.0, 0.1]),
    "steep": (lambda p: np.exp(p).sum(), np.exp, [20.0, 0.0]),
}


@pytest.mark.parametrize("name", SIZES)
def test_a_right_gradient_agrees_whatever_the_size(name: str) -> None:
    function, slopes, at = SIZES[name]
    point = np.array(at)
    found = gradcheck.check(function, slopes(point), point)
    assert found.agrees, str(found)
    assert found.judged == len(at)
    assert found.kinks == found.unmeasured == ()


@pytest.mark.parametrize("name", ["a sine far out", "large and small"])
def test_single_precision_has_points_of_all_sizes_too(name: str) -> None:
    function, slopes, _ = SIZES[name]
    point = np.array([1e3, 2.0, 0.0], np.float32)
    found = gradcheck.check(function, slopes(point).astype(np.float32), point)
    assert found.agrees, str(found)
    assert found.judged == 3
    wrong = slopes(point).astype(np.float32)
    wrong[1] *= 1.1
    assert not gradcheck.check(function, wrong, point).agrees


@pytest.mark.parametrize("name", SIZES)
def test_no_entry_hides_behind_a_larger_one(name: str) -> None:
    """Every entry is made wrong by a thousandth, one at a time."""
    function, slopes, at = SIZES[name]
    point = np.array(at)
    for place in range(len(at)):
        wrong = slopes(point)
        if abs(wrong[place]) < 1e-12:
            wrong[place] = 1e-3  # of a slope of nothing no part is wrong
        wrong[place] *= 1.001
        found = gradcheck.check(function, wrong, point)
        assert not found.agrees, (place, str(found))
        assert found.worst == (place,)


def test_a_function_may_work_in_place() -> None:
    def function(q: Array) -> Any:
        q *= 2
        return (q**2).sum()

    point = np.ones(2)
    assert gradcheck.check(function, np.full(2, 8.0), point).agrees
    np.testing.assert_array_equal(point, 1)
    for measure in (gradcheck.central_differences, gradcheck.complex_step):
        np.testing.assert_allclose(measure(function, point), 8, rtol=1e-8)
        np.testing.assert_array_equal(point, 1)


def test_a_gradient_that_the_function_overwrites_is_kept() -> None:
    slopes = np.array([2.0, 2.0])

    def function(q: Array) -> Any:
        slopes[:] = 7.0
        return 2 * q.sum()

    assert gradcheck.check(function, slopes, np.ones(2)).agrees


@pytest.mark.parametrize(
    ("function", "point", "what"),
    [
        (lambda x: np.abs(x).sum(), np.zeros(2), "2 kinks not judged"),
        (lambda x: 1.0, np.zeros((0, 3)), "nothing to compare"),
        (
            lambda x: x.sum() + RNG.normal(),
            np.ones(2),
            "2 unsteady slopes not judged",
        ),
    ],
)
def test_where_nothing_was_judged_nothing_agrees(function: Any, point: Array, what: str) -> None:
    found = gradcheck.check(function, np.ones(point.shape), point)
    assert not found.agrees
    assert found.judged == 0
    assert "NOT JUDGED" in str(found)
    assert what in str(found)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_a_gradient_that_is_no_number_differs(wrong: float) -> None:
    found = gradcheck.check(lambda x: x.sum(), np.array([1.0, wrong]), np.ones(2))
    assert not found.agrees
    assert found.worst == (1,)


def test_a_right_gradient_costs_two_evaluations_an_entry() -> None:
    calls = []

    def function(x: Array) -> Any:
        calls.append(x)
        return np.sin(x).sum()

    point = np.linspace(0.1, 1, 50)
    assert gradcheck.check(function, np.cos(point), point).agrees
    assert len(calls) == 1 + 2 * 50


def test_a_gradient_that_is_slightly_wrong_is_caught() -> None:
    """One entry, by 0.05 %."""
    point = np.array([[0.3, -1.2], [2.0, 0.1]])
    slopes = np.cos(point)
    assert gradcheck.check(lambda x: np.sin(x).sum(), slopes, point).agrees
    slopes[1, 0] *= 1.0005
    found = gradcheck.check(lambda x: np.sin(x).sum(), slopes, point)
    assert not found.agrees
    assert found.worst == (1, 0)
    assert found.analytic == slopes[1, 0]
    assert found.numeric == pytest.approx(np.cos(2.0))
    assert found.error == pytest.approx(0.0005, rel=0.01)
    assert "DIFFERS: worst at (1, 0)" in str(found)


def test_kinks_are_named_and_not_judged() -> None:
    point = np.array([0.0, 1.0, -2.0, 2e-6])
    found = gradcheck.check(lambda x: np.abs(x).sum(), np.array([0.0, 1.0, -1.0, 1.0]), point)
    assert found.agrees, str(found)
    assert found.kinks == ((0,),)
    assert "1 kinks not judged" in str(found)
    wrong = gradcheck.check(lambda x: np.abs(x).sum(), np.array([0.0, 1.0, 1.0, 1.0]), point)
    assert not wrong.agrees
    assert wrong.worst == (2,)


def test_single_precision_is_judged_as_such() -> None:
    point = np.linspace(-1, 1, 5, dtype=np.float32)
    slopes = (np.exp(point)).astype(np.float32)
    assert gradcheck.check(lambda x: float(np.exp(x).sum()), slopes, point).agrees
    slopes[2] *= 1.1
    assert not gradcheck.check(lambda x: float(np.exp(x).sum()), slopes, point).agrees


def test_a_constant_and_a_steep_function() -> None:
    point = np.array([1.0, 2.0])
    assert gradcheck.check(lambda x: 4.0, np.zeros(2), point).agrees
    steep = gradcheck.check(lambda x: float(np.exp(5 * x).sum()), 5 * np.exp(5 * point), point)
    assert steep.agrees, str(steep)
    assert steep.kinks == ()


def test_measured_three_ways() -> None:
    point = np.array([0.3, -0.4, 1.1])

    def function(x: Array) -> Any:
        return np.sum(np.sin(x) * x**2)

    exact = np.cos(point) * point**2 + 2 * point * np.sin(point)
    np.testing.assert_allclose(gradcheck.complex_step(function, point), exact, rtol=1e-15)
    np.testing.assert_allclose(gradcheck.central_differences(function, point), exact, rtol=1e-8)
    said, measured = gradcheck.along(function, exact, point)
    assert said == pytest.approx(measured, rel=1e-8)
    said, measured = gradcheck.along(function, exact * 1.0005, point)
    assert said != pytest.approx(measured, rel=1e-4)


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda p: gradcheck.check(np.sum, p, p.astype(int)), TypeError, "array of int64"),
        (lambda p: gradcheck.check(np.sum, p[:1], p), ValueError, r"\(1,\), the point \(2,\)"),
        (lambda p: gradcheck.check(np.sum, p * 1j, p), TypeError, "gradient holds .* complex128"),
        (lambda p: gradcheck.check(np.sum, p, p, step=0.0), ValueError, "step is above zero"),
        (lambda p: gradcheck.check(np.sum, p, p, tolerance=-1), ValueError, "tolerance is above"),
        (lambda p: gradcheck.check(lambda x: np.inf, p, p), ValueError, "function is inf at"),
        (lambda p: gradcheck.along(np.sum, p[:1], p), ValueError, r"\(1,\), the point \(2,\)"),
        (
            lambda p: gradcheck.central_differences(np.sum, p * 1e12),
            ValueError,
            r"1e-06 does not move 1e\+12 at \(0,\); give a larger step",
        ),
    ],
)
def test_a_check_that_cannot_be_made_is_told(call: Any, kind: Any, message: str) -> None:
    with pytest.raises(kind, match=message):
        call(np.ones(2))
