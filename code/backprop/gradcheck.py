"""Is this gradient right? Compare it with slopes measured by nudging.

Central differences have an error of the order of the step squared, plus rounding divided by the
step; a step near the cube root of the precision balances the two. See CS231n, "Gradient checks",
and Nocedal and Wright, "Numerical Optimization" (2nd ed., 2006), section 8.1. The complex step has
no rounding trouble at all: Squire and Trapp, "Using Complex Variables to Estimate Derivatives of
Real Functions" (1998).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from backprop.operation import Array

Function = Callable[[Array], float]


@dataclass(frozen=True)
class Check:
    """What a gradient check found.

    Attributes:
        agrees: whether every coordinate that could be judged is within the tolerance.
        worst: the coordinate with the largest error, relative to the size of the gradient.
        analytic: the gradient there, as it was given.
        numeric: the slope there, as it was measured.
        error: |analytic - numeric|, as a part of the larger of the two and of `scale`.
        scale: the largest entry of either gradient; a hundredth of it is what small entries are
            compared with.
        kinks: coordinates at which the function has no slope, because it bends there: left of the
            point it differs from right of it. They are not judged.
        tolerance: the error that was allowed.
    """

    agrees: bool
    worst: tuple[int, ...]
    analytic: float
    numeric: float
    error: float
    scale: float
    kinks: tuple[tuple[int, ...], ...]
    tolerance: float

    def __str__(self) -> str:
        verdict = "agrees" if self.agrees else "DIFFERS"
        bends = (
            f"; {len(self.kinks)} kinks not judged, first at {self.kinks[0]}" if self.kinks else ""
        )
        return (
            f"the gradient {verdict}: worst at {self.worst}, analytic {self.analytic:.9g}, "
            f"numeric {self.numeric:.9g}, relative error {self.error:.1e} "
            f"(allowed {self.tolerance:.0e}){bends}"
        )


def check(
    function: Function,
    gradient: Array,
    point: Array,
    *,
    step: float | None = None,
    tolerance: float | None = None,
) -> Check:
    """Compare every entry of a gradient with a central difference.

    Args:
        function: from an array like `point` to a number.
        gradient: what is claimed to be its gradient at the point, of the point's shape.
        point: where. It is not changed.
        step: how far to nudge; from the precision of the point if absent.
        tolerance: the relative error to allow; 1e-5 in double precision, 1e-2 in single.

    Raises:
        TypeError: if the point does not hold floating-point numbers.
        ValueError: if the gradient has another shape than the point.
    """
    point = _floats(point)
    gradient = np.asarray(gradient)
    if gradient.shape != point.shape:
        raise ValueError(f"the gradient has shape {gradient.shape}, the point {point.shape}")
    precision = float(np.finfo(point.dtype).eps)
    size = max(1.0, float(np.abs(point).max(initial=0)))
    step = step or precision ** (1 / 3) * size
    tolerance = tolerance or (1e-5 if point.dtype == np.float64 else 1e-2)
    middle = float(function(point))

    numeric = np.zeros(point.shape)
    bend = np.zeros(point.shape)
    for index, up, down in _nudges(point, step):
        higher, lower = float(function(up)), float(function(down))
        numeric[index] = (higher - lower) / (2 * step)
        bend[index] = abs(higher - 2 * middle + lower) / step

    scale = max(float(np.abs(gradient).max(initial=0)), float(np.abs(numeric).max(initial=0)))
    # A smooth function bends by its curvature times the step; at a kink the slope jumps, however
    # small the step. Rounding bends by the precision of the values, as a part of the step.
    noise = 10 * precision * max(abs(middle), 1.0) / step
    is_kink = bend > np.maximum(1e-2 * scale, noise)
    finer = step / 16
    for index, up, down in _nudges(point, finer):
        if is_kink[index]:
            higher, lower = float(function(up)), float(function(down))
            still_bends = abs(higher - 2 * middle + lower) / finer > 0.5 * bend[index]
            is_kink[index] = still_bends
            if not still_bends:
                numeric[index] = (higher - lower) / (2 * finer)

    floor = max(scale / 100, np.finfo(float).tiny)
    larger = np.maximum(np.maximum(np.abs(gradient), np.abs(numeric)), floor)
    error = np.where(is_kink, 0.0, np.abs(gradient - numeric) / larger)
    worst = np.unravel_index(int(error.argmax()), point.shape) if point.size else ()
    return Check(
        agrees=bool(np.all(error <= tolerance)),
        worst=tuple(int(i) for i in worst),
        analytic=float(gradient[worst]) if point.size else 0.0,
        numeric=float(numeric[worst]) if point.size else 0.0,
        error=float(error.max(initial=0)),
        scale=scale,
        kinks=tuple(tuple(int(i) for i in place) for place in np.argwhere(is_kink)),
        tolerance=tolerance,
    )


def central_differences(function: Function, point: Array, step: float = 1e-6) -> Array:
    """The gradient measured: (f(x + h) - f(x - h)) / 2h for every entry of x."""
    point = _floats(point)
    slopes = np.zeros(point.shape)
    for index, up, down in _nudges(point, step):
        slopes[index] = (float(function(up)) - float(function(down))) / (2 * step)
    return slopes


def complex_step(function: Callable[[Array], complex], point: Array, step: float = 1e-30) -> Array:
    """The gradient by nudging into the imaginary direction: Im f(x + ih) / h.

    Nothing is subtracted, so nothing is lost to rounding. The function must be made of operations
    that NumPy continues to complex numbers: no absolute value, maximum or comparison.
    """
    point = _floats(point).astype(complex)
    slopes = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        nudged = point.copy()
        nudged[index] += 1j * step
        slopes[index] = np.imag(function(nudged)) / step
    return slopes


def along(
    function: Function,
    gradient: Array,
    point: Array,
    *,
    seed: int = 0,
    step: float = 1e-6,
) -> tuple[float, float]:
    """One measurement for all entries at once: the slope in a random direction.

    Two evaluations instead of two for each entry; a wrong gradient escapes only by being wrong at
    right angles to the direction.

    Returns:
        The slope according to the gradient, and the measured one.
    """
    point = _floats(point)
    direction = np.random.default_rng(seed).normal(size=point.shape)
    direction /= np.linalg.norm(direction)
    higher, lower = function(point + step * direction), function(point - step * direction)
    return float(np.sum(gradient * direction)), (float(higher) - float(lower)) / (2 * step)


def _floats(point: Array) -> Array:
    point = np.asarray(point)
    if point.dtype.kind != "f":
        raise TypeError(
            "a gradient check nudges floating-point numbers, and this is an array of "
            f"{point.dtype} of shape {point.shape}; convert it with .astype(float)"
        )
    return point


def _nudges(point: Array, step: float) -> Iterator[tuple[tuple[int, ...], Array, Array]]:
    """For each entry its index, and the point with that entry a step higher and lower."""
    for index in np.ndindex(point.shape):
        up, down = point.copy(), point.copy()
        up[index] += step
        down[index] -= step
        yield index, up, down
