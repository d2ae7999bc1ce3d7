"""Which mistake does a wrong result look like? And results in words, whatever they are.

A guess is made only where the numbers bear it out: the result with its sign turned over *is* the
right one, or its transpose is, or its sum over an axis.
"""

from __future__ import annotations

import numbers
from collections.abc import Callable
from itertools import combinations
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from topicsite.lesson.words import gettext, joined

Array = NDArray[Any]

_SHOWN: Final = 4
"""How many entries that differ are put side by side."""
_SHORT: Final = 18
"""Characters of an argument that are shown as they are."""
_AXES: Final = 4
"""How many axes are tried for a sum that is missing."""


def alike(found: Array, right: Array, within: float) -> bool:
    """Whether two arrays have one shape, and entries that differ by no more than rounding may.

    Args:
        found: one of them.
        right: the other.
        within: how far they may be apart, as a part of the largest entry of `right`.
    """
    if found.shape != right.shape:
        return False
    allowed = within * (float(np.abs(right).max(initial=0)) or 1.0)
    return bool((np.abs(found - right) <= allowed).all())


def of_shape(found: Array, right: Array) -> str:
    """What a result of the wrong shape looks like; an empty string if nothing is recognised."""
    if found.size == right.size and alike(found.reshape(right.shape), right, 1e-6):
        return gettext("The numbers are right, in the right order; only their shape is not.")
    if alike(found.T, right, 1e-6):
        return gettext("It is right but for a transpose.")
    axes = range(min(found.ndim, _AXES))
    for summed in (some for count in axes for some in combinations(axes, count + 1)):
        for keep in (False, True):
            if alike(found.sum(axis=summed, keepdims=keep), right, 1e-6):
                numbers_of = joined(map(str, summed))
                over = (
                    gettext("axis %(axis)s", axis=numbers_of)
                    if len(summed) == 1
                    else gettext("axes %(axes)s", axes=numbers_of)
                )
                return gettext(
                    "Summed over %(axes)s it would be right: what is used several times has a "
                    "share from each use, and they add up.",
                    axes=over,
                )
    if found.ndim > 1 and found.T.shape == right.shape:
        return gettext("That is the shape of its transpose.")
    return ""


def of_value(found: Array, right: Array) -> str:
    """What a result of the right shape looks like; an empty string if nothing is recognised."""
    if not right.any():
        return gettext("It should be zero.")
    if not found.any():
        return gettext("It is zero.") if right.size == 1 else gettext("It is zero everywhere.")
    if alike(-found, right, 1e-6):
        return gettext("It has the wrong sign: turn it over, and it is right.")
    if right.size == 1:
        return ""
    if alike(found.T, right, 1e-6):
        return gettext("It is transposed: exchange rows and columns, and it is right.")
    if right.ndim == 1 and alike(found[::-1], right, 1e-6):
        return gettext("The entries are right, in reverse order.")
    factor = float((found * right).sum() / (right * right).sum())
    if np.count_nonzero(right) > 1 and alike(found, factor * right, 1e-6):
        if 0 < factor < 1:
            return gettext(
                "Every entry is too small, %(factor)s times: it lacks a factor.",
                factor=f"{1 / factor:.4g}",
            )
        return gettext(
            "Every entry is %(factor)s times what it should be: there is a factor too many.",
            factor=f"{factor:.4g}",
        )
    shift = float((found - right).mean())
    if alike(found - shift, right, 1e-6):
        return gettext("Every entry is off by the same %(shift)s.", shift=f"{shift:.4g}")
    off = int((~np.isclose(found, right, rtol=1e-6, atol=0)).sum())
    if off < right.size:
        values = {"number": off, "all": right.size}
        if off == 1:
            return gettext("%(number)s of its %(all)s entries is off.", **values)
        return gettext("%(number)s of its %(all)s entries are off.", **values)
    return ""


def table(found: Array, right: Array, within: float, column: str) -> str:
    """The first entries that differ, side by side; empty if the shapes do."""
    if found.shape != right.shape:
        return ""
    allowed = within * (float(np.abs(right).max(initial=0)) or 1.0)
    places = [tuple(map(int, p)) for p in np.argwhere(~(np.abs(found - right) <= allowed))]
    rows = [("", gettext("yours"), column)]
    rows += [
        (
            gettext("at %(place)s", place=list(place)) if place else "",
            f"{found[place] + 0.0:.6g}",
            f"{right[place]:.6g}",
        )
        for place in places[:_SHOWN]
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    lines = [
        f"{name:<{widths[0]}}  {yours:>{widths[1]}}  {theirs:>{widths[2]}}"
        for name, yours, theirs in rows
    ]
    if len(places) > _SHOWN:
        lines.append(gettext("and %(number)s more", number=len(places) - _SHOWN))
    return "\n".join(line.rstrip() for line in lines)


def kind(value: Any) -> str:
    """What a value is, in a few words; never fails."""
    if value is None or isinstance(value, bool) or value is ...:
        return "`...`" if value is ... else str(value)
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "fiu":
            return gettext("an array of shape %(shape)s", shape=value.shape)
        return gettext(
            "an array of %(type)s of shape %(shape)s", type=value.dtype, shape=value.shape
        )
    if isinstance(value, numbers.Real):
        number = without_failing(lambda: f"{float(value):.6g}") or gettext("without an end")
        return gettext("the number %(number)s", number=number)
    if isinstance(value, (list, tuple, dict, set)):
        if isinstance(value, dict):
            return gettext("a dictionary of %(number)s", number=len(value))
        return gettext("a %(type)s of %(number)s", type=type(value).__name__, number=len(value))
    if isinstance(value, str):
        return gettext("a text")
    if callable(value):
        return gettext("a function, which nobody has called yet")
    return gettext("something of the type `%(type)s`", type=type(value).__name__)


def short(value: Any, name: str) -> str:
    """An argument as it stands in the text of a call: its value if that is short, or its name."""
    if isinstance(value, (np.ndarray, np.generic)):
        value = value.tolist()
    elif callable(value):
        return str(getattr(value, "__name__", name))
    text = without_failing(lambda: repr(value))
    return text if 0 < len(text) <= _SHORT else name


def without_failing(tell: Callable[[], str]) -> str:
    """A text from an object that may do anything when it is asked for one."""
    try:
        return str(tell())
    except KeyboardInterrupt:
        raise
    except BaseException:  # such as a text that is asked for in vain
        return ""
