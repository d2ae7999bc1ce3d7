"""Many entries into one: means, extremes, spreads and products; and entries in order."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from backprop.arguments import axes_of, axis_of
from backprop.operation import Array, Operation, raw
from backprop.operations.elementwise import exp, ones_where, sqrt, where
from backprop.operations.shaping import (
    Axis,
    along,
    broadcast_to,
    concatenate,
    kept,
    linear,
    rank_of,
    reshape,
    sum_,
    take_along,
    transpose,
)

Axes = tuple[int, ...]


def _size(operand: Any, axis: Axes) -> int:
    shape = np.shape(raw(operand))
    return int(np.prod([shape[i] for i in axis]))


def _some(a: Any, axis: Axis = None, *, keepdims: bool = False) -> dict[str, Any]:
    """As `along`, where there has to be something along the axes."""
    settled = along(a, axis, keepdims=keepdims)
    if _size(a, settled["axis"]) == 0:
        raise ValueError("there is nothing along these axes")
    return settled


def _mean_vjp(g: Any, r: Any, a: Any, axis: Axes, *, keepdims: bool) -> Any:
    share = kept(g, a, axis, keepdims=keepdims) / _size(a, axis)
    return broadcast_to(share, shape=np.shape(raw(a)))


mean = Operation("mean", np.mean, (_mean_vjp,), (linear("mean"),), settle=_some)


def _extreme(name: str, compute: Callable[..., Any]) -> Operation:
    """The largest or the smallest; several places that share it have equal parts."""

    def places(r: Any, a: Any, axis: Axes, *, keepdims: bool) -> Array:
        best = ones_where(raw(a) == kept(raw(r), a, axis, keepdims=keepdims), a)
        return np.asarray(best / np.sum(best, axis=axis, keepdims=True))

    def vjp(g: Any, r: Any, a: Any, axis: Axes, *, keepdims: bool) -> Any:
        return kept(g, a, axis, keepdims=keepdims) * places(r, a, axis, keepdims=keepdims)

    def jvp(t: Any, r: Any, a: Any, axis: Axes, *, keepdims: bool) -> Any:
        share = t * places(r, a, axis, keepdims=keepdims)
        return sum_(share, axis=axis, keepdims=keepdims)

    return Operation(name, compute, (vjp,), (jvp,), settle=_some)


max_ = _extreme("max", np.max)
min_ = _extreme("min", np.min)


def total_of(a: Array, axis: Axes, *, keepdims: bool) -> Array:
    """The logarithm of the sum of exponentials, none of which overflows."""
    peak = np.max(a, axis=axis, keepdims=True)
    # An infinite peak is the result; to take it off would make NaN of it.
    peak = np.where(np.isfinite(peak), peak, 0)
    with np.errstate(divide="ignore"):  # the logarithm of nothing at all
        total = np.log(np.sum(np.exp(a - peak), axis=axis, keepdims=True)) + peak
    return np.asarray(total if keepdims else np.squeeze(total, axis=axis))


def _shares(r: Any, a: Any, axis: Axes, *, keepdims: bool) -> Any:
    """How fast the result moves with each entry: the softmax of the entries."""
    whole = kept(r, a, axis, keepdims=keepdims)
    # Where all are minus infinity nothing moves the result; where some are plus infinity, those.
    at_infinity = raw(a) == np.inf
    usual = np.isfinite(raw(whole)) & ~at_infinity
    share = exp(where(usual, a, 0.0) - where(usual, whole, 0.0))
    highest = at_infinity / np.maximum(np.sum(at_infinity, axis=axis, keepdims=True), 1)
    return where(usual, share, highest.astype(np.asarray(raw(a)).dtype))


def _logsumexp_vjp(g: Any, r: Any, a: Any, axis: Axes, *, keepdims: bool) -> Any:
    return kept(g, a, axis, keepdims=keepdims) * _shares(r, a, axis, keepdims=keepdims)


def _logsumexp_jvp(t: Any, r: Any, a: Any, axis: Axes, *, keepdims: bool) -> Any:
    return sum_(t * _shares(r, a, axis, keepdims=keepdims), axis=axis, keepdims=keepdims)


logsumexp = Operation("logsumexp", total_of, (_logsumexp_vjp,), (_logsumexp_jvp,), settle=_some)


def var(a: Any, axis: Axis = None, *, ddof: int = 0, keepdims: bool = False) -> Any:
    """The mean squared distance from the mean.

    Args:
        a: the array.
        axis: along which axes; all if absent.
        ddof: what the number of entries is reduced by before it divides; NumPy's default is 0,
            PyTorch's `correction` 1.
        keepdims: whether the axes stay, of length 1.

    Raises:
        ValueError: if there are not more entries than `ddof`.
    """
    axes = axes_of(axis, rank_of(a))
    count = _size(a, axes) - ddof
    if count <= 0:
        raise ValueError(f"var needs more than {ddof} entries, and there are {count + ddof}")
    apart = a - mean(a, axis=axes, keepdims=True)
    return sum_(apart * apart, axis=axes, keepdims=keepdims) / count


def std(a: Any, axis: Axis = None, *, ddof: int = 0, keepdims: bool = False) -> Any:
    """The square root of `var`, whose arguments it takes.

    Where all entries are equal it has a kink, and the slope taken is 0.
    """
    spread = var(a, axis, ddof=ddof, keepdims=keepdims)
    none = raw(spread) == 0
    return where(none, 0.0, sqrt(where(none, 1.0, spread)))


def prod(a: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    """The product along some axes, or of all entries.

    One half is multiplied by the other until one is left. So no rule has to divide by an entry,
    which could be zero.
    """
    shape = np.shape(raw(a))
    axes = axes_of(axis, len(shape))
    rest = [i for i in range(len(shape)) if i not in axes]
    final = tuple(1 if i in axes else n for i, n in enumerate(shape) if keepdims or i in rest)
    if _size(a, axes) == 0:
        return np.ones(final)
    rows = reshape(
        transpose(a, axes=(*axes, *rest)), shape=(_size(a, axes), *(shape[i] for i in rest))
    )
    while (count := len(rows)) > 1:
        half = count // 2
        product = rows[:half] * rows[half : 2 * half]
        rows = concatenate(product, rows[2 * half :]) if count % 2 else product
    return reshape(rows, shape=final)


def sort(a: Any, axis: int | None = -1) -> Any:
    """The entries in rising order along an axis, or all of them in a row."""
    if axis is None:
        return sort(reshape(a, shape=-1), axis=0)
    places = np.argsort(raw(a), axis=axis_of(axis, rank_of(a)), kind="stable")
    return take_along(a, places, axis)


def top_k(a: Any, k: int, axis: int = -1) -> tuple[Any, Array]:
    """The k largest entries along an axis, the largest first, and their places.

    Raises:
        ValueError: unless there are k of them.
    """
    axis = axis_of(axis, rank_of(a))
    length = np.shape(raw(a))[axis]
    if not 0 < operator.index(k) <= length:
        raise ValueError(f"of {length} entries top_k gives 1 to {length}, not {k}")
    order = np.argsort(-raw(a), axis=axis, kind="stable")
    places = np.take(order, np.arange(k), axis=axis)
    return take_along(a, places, axis), places
