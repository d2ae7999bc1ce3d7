"""Is this gradient right? Compare it with slopes measured by nudging.

Central differences have an error of the order of the step squared, plus rounding divided by the
step; a step near the cube root of the precision balances the two, where the function changes over
distances of about 1. See CS231n, "Gradient checks", and Nocedal and Wright, "Numerical
Optimization" (2nd ed., 2006), section 8.1. Elsewhere `measuring` looks for the step of each entry.
The complex step has no rounding trouble at all: Squire and Trapp, "Using Complex Variables to
Estimate Derivatives of Real Functions" (1998).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop.measuring import Function, Place, differences, measured
from backprop.operation import Array


@dataclass(frozen=True)
class Check:
    """What a gradient check found.

    Attributes:
        agrees: whether something could be judged, and every coordinate that could is within the
            tolerance.
        worst: the coordinate with the largest error among those that were judged.
        analytic: the gradient there, as it was given.
        numeric: the slope there, as it was measured.
        error: |analytic - numeric|, as a part of the larger of the two; of what can be measured
            there, where that is larger.
        scale: the largest entry of either gradient.
        kinks: coordinates at which the function has no slope, because it bends there: left of the
            point it differs from right of it. They are not judged.
        unmeasured: coordinates at which no two steps gave nearly the same slope, as where a
            function draws random numbers. They are not judged either.
        tolerance: the error that was allowed.
        judged: how many coordinates were.
    """

    agrees: bool
    worst: Place
    analytic: float
    numeric: float
    error: float
    scale: float
    kinks: tuple[Place, ...]
    unmeasured: tuple[Place, ...]
    tolerance: float
    judged: int

    def __str__(self) -> str:
        left_out = "".join(
            f"; {len(places)} {what} not judged, first at {places[0]}"
            for what, places in (("kinks", self.kinks), ("unsteady slopes", self.unmeasured))
            if places
        )
        if not self.judged:
            return f"the gradient was NOT JUDGED: there was nothing to compare{left_out}"
        verdict = "agrees" if self.agrees else "DIFFERS"
        return (
            f"the gradient {verdict}: worst at {self.worst}, analytic {self.analytic:.9g}, "
            f"numeric {self.numeric:.9g}, relative error {self.error:.1e} "
            f"(allowed {self.tolerance:.0e}){left_out}"
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
        function: from an array like `point` to a number. It gets a copy each time, which it may
            change.
        gradient: what is claimed to be its gradient at the point, of the point's shape.
        point: where. It is not changed.
        step: how far to nudge first; from the precision of the point and the size of the entry if
            absent. Where the slope is not what the gradient says, other steps are tried.
        tolerance: the relative error to allow; 1e-5 in double precision, 1e-2 in single.

    Raises:
        TypeError: if the point or the gradient does not hold floating-point numbers.
        ValueError: if the gradient has another shape than the point, if the function has no finite
            value there, or if the step or the tolerance is not above zero.
    """
    point = _floats(point)
    # The function may write into what it gets, and into whatever it shares with its gradient.
    gradient = _floats(gradient, "the gradient holds")
    if gradient.shape != point.shape:
        raise ValueError(f"the gradient has shape {gradient.shape}, the point {point.shape}")
    for name, number in (("step", step), ("tolerance", tolerance)):
        if number is not None and not number > 0:
            raise ValueError(f"the {name} is above zero, not {number}")
    tolerance = tolerance or (1e-5 if point.dtype == np.float64 else 1e-2)
    middle = float(function(point.copy()))
    if not np.isfinite(middle):
        raise ValueError(f"the function is {middle} at the point, and has no slope there")

    numeric = np.zeros(point.shape)
    doubt = np.zeros(point.shape)
    kinks: list[Place] = []
    unmeasured: list[Place] = []
    for index in np.ndindex(point.shape):
        slope = measured(function, point, index, middle, step, float(gradient[index]), tolerance)
        numeric[index], doubt[index] = slope.value, slope.doubt
        if slope.bends:
            kinks.append(index)
        elif slope.unsteady:
            unmeasured.append(index)

    judged = np.ones(point.shape, dtype=bool)
    for index in (*kinks, *unmeasured):
        judged[index] = False
    apart = np.abs(gradient - numeric)
    # Below its doubt a slope is not known, so that much apart is no error above the tolerance.
    larger = np.maximum(np.abs(gradient), np.abs(numeric))
    larger = np.maximum(np.maximum(larger, doubt / tolerance), np.finfo(float).tiny)
    with np.errstate(invalid="ignore"):
        error = np.where(judged, apart / larger, -1.0)
    error[np.isnan(error)] = np.inf
    worst = np.unravel_index(int(error.argmax()), point.shape) if judged.any() else ()
    found = float(error[worst]) if judged.any() else 0.0
    return Check(
        agrees=bool(judged.any()) and found <= tolerance,
        worst=tuple(int(i) for i in worst),
        analytic=float(gradient[worst]) if judged.any() else 0.0,
        numeric=float(numeric[worst]) if judged.any() else 0.0,
        error=found,
        scale=max(float(np.abs(part).max(initial=0)) for part in (gradient, numeric)),
        kinks=tuple(kinks),
        unmeasured=tuple(unmeasured),
        tolerance=tolerance,
        judged=int(judged.sum()),
    )


def central_differences(function: Function, point: Array, step: float = 1e-6) -> Array:
    """The gradient measured: (f(x + h) - f(x - h)) / 2h for every entry of x.

    Raises:
        TypeError: if the point does not hold floating-point numbers.
        ValueError: if an entry is so large that the step does not move it.
    """
    point = _floats(point)
    slopes = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        higher, lower, apart = differences(function, point, index, step)
        if apart == 0:
            raise ValueError(
                f"a step of {step:g} does not move {point[index]:g} at {index}; give a larger step"
            )
        slopes[index] = (higher - lower) / apart
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

    Raises:
        TypeError: if the point or the gradient does not hold floating-point numbers.
        ValueError: if the gradient has another shape than the point.
    """
    point, gradient = _floats(point), _floats(gradient, "the gradient holds")
    if gradient.shape != point.shape:
        raise ValueError(f"the gradient has shape {gradient.shape}, the point {point.shape}")
    direction = np.random.default_rng(seed).normal(size=point.shape)
    direction /= np.linalg.norm(direction)
    higher, lower = function(point + step * direction), function(point - step * direction)
    return float(np.sum(gradient * direction)), (float(higher) - float(lower)) / (2 * step)


def _floats(point: Array, what: str = "a gradient check nudges") -> Array:
    """A copy of an array of floats."""
    point = np.array(point)
    if point.dtype.kind != "f":
        raise TypeError(
            f"{what} floating-point numbers, and this is an array of "
            f"{point.dtype} of shape {point.shape}; convert it with .astype(float)"
        )
    return point
