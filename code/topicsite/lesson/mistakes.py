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
        return "The numbers are right, in the right order; only their shape is not."
    if alike(found.T, right, 1e-6):
        return "It is right but for a transpose."
    axes = range(min(found.ndim, _AXES))
    for summed in (some for count in axes for some in combinations(axes, count + 1)):
        for keep in (False, True):
            if alike(found.sum(axis=summed, keepdims=keep), right, 1e-6):
                over = f"{'axis' if len(summed) == 1 else 'axes'} {' and '.join(map(str, summed))}"
                return (
                    f"Summed over {over} it would be right: what is used several times has a share "
                    "from each use, and they add up."
                )
    if found.ndim > 1 and found.T.shape == right.shape:
        return "That is the shape of its transpose."
    return ""


def of_value(found: Array, right: Array) -> str:
    """What a result of the right shape looks like; an empty string if nothing is recognised."""
    if not right.any():
        return "It should be zero."
    if not found.any():
        return "It is zero." if right.size == 1 else "It is zero everywhere."
    if alike(-found, right, 1e-6):
        return "It has the wrong sign: turn it over, and it is right."
    if right.size == 1:
        return ""
    if alike(found.T, right, 1e-6):
        return "It is transposed: exchange rows and columns, and it is right."
    if right.ndim == 1 and alike(found[::-1], right, 1e-6):
        return "The entries are right, in reverse order."
    factor = float((found * right).sum() / (right * right).sum())
    if np.count_nonzero(right) > 1 and alike(found, factor * right, 1e-6):
        if 0 < factor < 1:
            return f"Every entry is too small, {1 / factor:.4g} times: it lacks a factor."
        return f"Every entry is {factor:.4g} times what it should be: there is a factor too many."
    shift = float((found - right).mean())
    if alike(found - shift, right, 1e-6):
        return f"Every entry is off by the same {shift:.4g}."
    off = int((~np.isclose(found, right, rtol=1e-6, atol=0)).sum())
    if off < right.size:
        return f"{off} of its {right.size} entries {'is' if off == 1 else 'are'} off."
    return ""


def table(found: Array, right: Array, within: float, column: str) -> str:
    """The first entries that differ, side by side; empty if the shapes do."""
    if found.shape != right.shape:
        return ""
    allowed = within * (float(np.abs(right).max(initial=0)) or 1.0)
    places = [tuple(map(int, p)) for p in np.argwhere(~(np.abs(found - right) <= allowed))]
    rows = [("", "yours", column)]
    rows += [
        (f"at {list(place)}" if place else "", f"{found[place] + 0.0:.6g}", f"{right[place]:.6g}")
        for place in places[:_SHOWN]
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    lines = [
        f"{name:<{widths[0]}}  {yours:>{widths[1]}}  {theirs:>{widths[2]}}"
        for name, yours, theirs in rows
    ]
    if len(places) > _SHOWN:
        lines.append(f"and {len(places) - _SHOWN} more")
    return "\n".join(line.rstrip() for line in lines)


def kind(value: Any) -> str:
    """What a value is, in a few words; never fails."""
    if value is None or isinstance(value, bool) or value is ...:
        return "`...`" if value is ... else str(value)
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "fiu":
            return f"an array of shape {value.shape}"
        return f"an array of {value.dtype} of shape {value.shape}"
    if isinstance(value, numbers.Real):
        return f"the number {without_failing(lambda: f'{float(value):.6g}') or 'without an end'}"
    if isinstance(value, (list, tuple, dict, set)):
        word = "dictionary" if isinstance(value, dict) else type(value).__name__
        return f"a {word} of {len(value)}"
    if isinstance(value, str):
        return "a text"
    if callable(value):
        return "a function, which nobody has called yet"
    return f"something of the type `{type(value).__name__}`"


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
