"""The slope of a function along one entry, measured with whatever step suits that entry.

A step that is right for an entry of 1 is far too short for one of a million if the function is a
logarithm, and far too long if it is a sine. Nothing but trying tells. So several steps are taken,
and the slope counts on which neighbouring steps agree best.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from backprop.operation import Array

Function = Callable[[Array], float]
Place = tuple[int, ...]
"""The index of an entry."""

_RATIO: Final = 8.0
"""From one step to the next."""
_LONGER: Final = 8
"""Steps above the first that are tried."""
_SHORTER: Final = 12
"""Steps below it."""
_SURE: Final = 0.1
"""How far neighbouring slopes may differ, as a part of the slope."""


@dataclass(frozen=True)
class Slope:
    """What was measured.

    Attributes:
        value: the slope.
        doubt: how far it may be off: what rounding does, and how far neighbouring steps differ.
        bends: whether left of the point the slope is another than right of it, however near.
        unsteady: whether no two steps agree even roughly.
    """

    value: float
    doubt: float
    bends: bool = False
    unsteady: bool = False


@dataclass(frozen=True)
class _Try:
    """One step: the slope, how much it differs between the sides, and what rounding adds."""

    slope: float
    bend: float
    noise: float

    @property
    def usable(self) -> bool:
        return bool(np.isfinite(self.slope) and np.isfinite(self.bend))


def differences(
    function: Function, point: Array, index: Place, step: float
) -> tuple[float, float, float]:
    """The values a step higher and lower, and how far these two points really lie apart."""
    up, down = point.copy(), point.copy()
    up[index] += step
    down[index] -= step
    apart = float(up[index]) - float(down[index])
    return float(function(up)), float(function(down)), apart


def measured(
    function: Function,
    point: Array,
    index: Place,
    middle: float,
    step: float | None,
    expected: float,
    tolerance: float,
) -> Slope:
    """The slope along one entry.

    Args:
        function: from an array like `point` to a number.
        point: where.
        index: of the entry.
        middle: the function's value there.
        step: the first one to try; from the precision and the size of the entry if None.
        expected: what the slope should be. If the first step finds it, no other is tried.
        tolerance: how close counts as found, as a part of the larger one.
    """
    precision = float(np.finfo(point.dtype).eps)
    step = step or precision ** (1 / 3) * max(1.0, abs(float(point[index])))

    def attempt(length: float) -> _Try:
        with np.errstate(all="ignore"):  # where the function ends, this step is of no use
            higher, lower, apart = differences(function, point, index, length)
            if apart == 0:
                return _Try(np.nan, np.nan, np.inf)
            largest = max(abs(higher), abs(lower), abs(middle))
            return _Try(
                (higher - lower) / apart,
                abs(higher - 2 * middle + lower) / (apart / 2),
                4 * precision * largest / apart,
            )

    first = attempt(step)
    larger = max(abs(first.slope), abs(expected))
    straight = first.bend <= max(1e-2 * larger, 10 * first.noise)
    # Where rounding alone would explain a fault, a longer step has to tell.
    sure = first.noise <= tolerance * larger and abs(first.slope - expected) <= tolerance * larger
    if first.usable and straight and (sure or first.slope == expected):
        return Slope(first.slope, first.noise)

    steps = [step * _RATIO**-k for k in range(-_LONGER, _SHORTER + 1)]
    return _of_tries([attempt(length) for length in steps])


def _of_tries(tries: list[_Try]) -> Slope:
    """The slope on which neighbouring steps, from long to short, agree best."""
    found = [
        (max(abs(here.slope - before.slope), abs(here.slope - after.slope)) + here.noise, *three)
        for three in zip(tries, tries[1:], tries[2:], strict=False)
        for before, here, after in [three]
        if before.usable and here.usable and after.usable
    ]
    if not found:
        return Slope(np.nan, np.inf, unsteady=True)
    # As a part of the slope; over long steps every slope of what goes up and down is small, and so
    # are all differences. Where no slope is sure, it may be zero, of which there is no part.
    sure = [one for one in found if one[0] <= _SURE * abs(one[2].slope)]
    doubt, before, here, after = (
        min(sure, key=lambda one: one[0] / abs(one[2].slope))
        if sure
        else min(found, key=lambda one: one[0])
    )
    # A slope of nothing is approached from larger ones; noise grows as the steps grow shorter.
    longer = [abs(one.slope) for one in tries[: tries.index(here)] if one.usable]
    unsteady = not sure and doubt > 10 * here.noise and doubt > _SURE * max(longer)
    # What is smooth bends less the nearer one looks; at a kink it bends as much from anywhere.
    sharp = max(1e-2 * abs(here.slope), 10 * after.noise)
    bends = after.bend > sharp and after.bend > before.bend / 2
    return Slope(here.slope, doubt, bends and not unsteady, unsteady)
