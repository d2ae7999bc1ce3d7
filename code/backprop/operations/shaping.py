"""The same entries elsewhere. All of these are linear, and come in pairs of transposes."""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop.arguments import axes_of, axis_of, index_of, order_of, shape_of
from backprop.operation import OPERATIONS, Array, Operation, Rule, raw

Axis = int | tuple[int, ...] | None


def unbroadcast(adjoint: Any, operand: Any) -> Any:
    """Sum an adjoint over the axes along which its operand was repeated.

    Broadcasting copies a value; a value that is used several times collects the adjoints of all
    its uses.
    """
    have, want = adjoint.shape, operand.shape
    if have == want:
        return adjoint
    extra = len(have) - len(want)
    repeated = tuple(
        axis
        for axis in range(len(have))
        if axis < extra or (want[axis - extra] == 1 and have[axis] != 1)
    )
    return reshape(sum_(adjoint, axis=repeated), shape=want)


def linear(operation: str) -> Rule:
    """The forward rule of a linear operation: do the same to the tangent."""

    def jvp(tangent: Any, result: Any, *operands: Any, **parameters: Any) -> Any:
        return OPERATIONS[operation](tangent, **parameters)

    return jvp


def rank_of(a: Any) -> int:
    """How many axes an array has, traced or not."""
    return np.ndim(raw(a))


def along(a: Any, axis: Axis = None, *, keepdims: bool = False) -> dict[str, Any]:
    """The parameters of whatever runs along some axes."""
    return {"axis": axes_of(axis, rank_of(a)), "keepdims": bool(keepdims)}


def kept(adjoint: Any, operand: Any, axis: tuple[int, ...], *, keepdims: bool) -> Any:
    """The adjoint of a reduction with the axes back, of length 1, that were reduced away."""
    if keepdims:
        return adjoint
    shape = np.shape(raw(operand))
    return reshape(adjoint, shape=tuple(1 if i in axis else n for i, n in enumerate(shape)))


def _sum_vjp(g: Any, r: Any, a: Any, axis: tuple[int, ...], *, keepdims: bool) -> Any:
    return broadcast_to(kept(g, a, axis, keepdims=keepdims), shape=np.shape(raw(a)))


sum_ = Operation("sum", np.sum, (_sum_vjp,), (linear("sum"),), settle=along)
broadcast_to = Operation(
    "broadcast_to",
    np.broadcast_to,
    (lambda g, r, a, shape: unbroadcast(g, a),),
    (linear("broadcast_to"),),
    settle=lambda a, shape: {"shape": shape_of(shape)},
)
reshape: Operation = Operation(
    "reshape",
    lambda a, shape: np.reshape(a, shape),
    (lambda g, r, a, shape: reshape(g, shape=np.shape(raw(a))),),
    (linear("reshape"),),
    settle=lambda a, shape: {"shape": shape_of(shape)},
)
transpose: Operation = Operation(
    "transpose",
    np.transpose,
    (lambda g, r, a, axes: transpose(g, axes=tuple(np.argsort(axes))),),
    (linear("transpose"),),
    settle=lambda a, axes=None: {"axes": order_of(axes, rank_of(a))},
)


def swapaxes(a: Any, axis1: int, axis2: int) -> Any:
    """Two axes exchanged."""
    rank = rank_of(a)
    one, other = axis_of(axis1, rank), axis_of(axis2, rank)
    exchanged = {one: other, other: one}
    return transpose(a, axes=tuple(exchanged.get(axis, axis) for axis in range(rank)))


# What indexing takes, and what puts it back.


def _scatter(a: Array, index: Any, shape: tuple[int, ...]) -> Array:
    """Zeros, with the entries of `a` added at `index`."""
    whole = np.zeros(shape, dtype=np.asarray(a).dtype)
    parts = index if isinstance(index, tuple) else (index,)
    if any(isinstance(part, np.ndarray) for part in parts):
        np.add.at(whole, index, a)  # a place may come twice
    else:
        whole[index] = a
    return whole


getitem = Operation(
    "index",
    lambda a, index: np.asarray(a)[index],
    (lambda g, r, a, index: scatter(g, index=index, shape=np.shape(raw(a))),),
    (linear("index"),),
    settle=lambda a, index: {"index": index_of(index)},
)
scatter: Operation = Operation(
    "scatter",
    _scatter,
    (lambda g, r, a, index, shape: getitem(g, index=index),),
    (linear("scatter"),),
    settle=lambda a, index, shape: {"index": index_of(index), "shape": shape_of(shape)},
)


def take_along(a: Any, places: Array, axis: int = -1) -> Any:
    """Entries by their places along one axis, as `np.take_along_axis` takes them.

    Args:
        a: the array.
        places: whole numbers; of the shape of `a` but for the axis.
        axis: along which.
    """
    axis = axis_of(axis, rank_of(a))
    mesh: list[Any] = list(np.ogrid[tuple(slice(n) for n in np.shape(places))])
    mesh[axis] = places
    return getitem(a, index=tuple(mesh))


def flip(a: Any, axis: Axis = None) -> Any:
    """The entries in reverse order along some axes, or along all."""
    backward, rank = axes_of(axis, rank_of(a)), rank_of(a)
    steps = (slice(None, None, -1) if i in backward else slice(None) for i in range(rank))
    return getitem(a, index=tuple(steps))


def pad(a: Any, width: int | tuple[tuple[int, int], ...]) -> Any:
    """Zeros around an array.

    Args:
        a: the array.
        width: how many on every side, or for each axis how many before and after.

    Raises:
        ValueError: for a width below zero, or pairs for another number of axes.
    """
    shape = np.shape(raw(a))
    pairs = ((width, width),) * len(shape) if isinstance(width, int) else tuple(width)
    if len(pairs) != len(shape) or any(before < 0 or after < 0 for before, after in pairs):
        raise ValueError(f"{width} is no width of zeros around an array of shape {shape}")
    index = tuple(slice(b, b + n) for n, (b, _) in zip(shape, pairs, strict=True))
    whole = tuple(b + n + after for n, (b, after) in zip(shape, pairs, strict=True))
    return scatter(a, index=index, shape=whole)


def _running(a: Any, axis: int) -> dict[str, Any]:
    return {"axis": axis_of(axis, rank_of(a))}


_cumsum: Operation = Operation(
    "cumsum",
    np.cumsum,
    # What an entry adds to is its own place and all behind it.
    (lambda g, r, a, axis: flip(_cumsum(flip(g, axis), axis=axis), axis),),
    (linear("cumsum"),),
    settle=_running,
)


def cumsum(a: Any, axis: int | None = None) -> Any:
    """Running sums along an axis, or through all entries row by row."""
    return _cumsum(reshape(a, shape=-1), axis=0) if axis is None else _cumsum(a, axis=axis)


# Several arrays into one.


def _concatenate_vjp(g: Any, r: Any, *parts: Any, position: int, axis: int | None) -> Any:
    shapes = [np.shape(raw(part)) for part in parts]
    ends = np.cumsum([int(np.prod(s)) if axis is None else s[axis] for s in shapes])
    span = slice(int(ends[position - 1]) if position else 0, int(ends[position]))
    if axis is None:
        return reshape(getitem(g, index=span), shape=shapes[position])
    return getitem(g, index=(*[slice(None)] * axis, span))


def _stack_vjp(g: Any, r: Any, *parts: Any, position: int, axis: int) -> Any:
    return getitem(g, index=(*[slice(None)] * axis, position))


def _jvp_of_parts(operation: str) -> Rule:
    """The parts joined with all but one replaced by zeros."""

    def jvp(t: Any, r: Any, *parts: Any, position: int, axis: int | None) -> Any:
        alone = [t if i == position else np.zeros_like(raw(p)) for i, p in enumerate(parts)]
        return OPERATIONS[operation](*alone, axis=axis)

    return jvp


concatenate = Operation(
    "concatenate",
    lambda *parts, axis: np.concatenate(parts, axis=axis),
    (_concatenate_vjp,),
    (_jvp_of_parts("concatenate"),),
    variadic=True,
    settle=lambda *parts, axis=0: {
        "axis": None if axis is None else axis_of(axis, rank_of(parts[0]))
    },
)
stack = Operation(
    "stack",
    lambda *parts, axis: np.stack(parts, axis=axis),
    (_stack_vjp,),
    (_jvp_of_parts("stack"),),
    variadic=True,
    settle=lambda *parts, axis=0: {"axis": axis_of(axis, rank_of(parts[0]) + 1)},
)
