"""The table of operations: what each computes, and its rules.

For an elementwise operation both rules multiply by the slope at the point; they differ only in
which way they go. For a linear operation the forward rule is the operation itself, and the backward
rule is its transpose. See Griewank and Walther, "Evaluating Derivatives" (2nd ed., 2008), chapters
2 and 3, and Baydin et al., "Automatic Differentiation in Machine Learning: a Survey" (2018).
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

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
    return reshape(sum_(adjoint, axis=repeated, keepdims=False), shape=want)


def _elementwise(name: str, compute: Callable[..., Any], *slopes: Rule) -> Operation:
    """An operation on each entry; `slopes` are (result, *operands) -> slope, one an operand."""

    def rules(position: int, slope: Rule) -> tuple[Rule, Rule]:
        def vjp(adjoint: Any, result: Any, *operands: Any) -> Any:
            return unbroadcast(adjoint * slope(result, *operands), operands[position])

        def jvp(tangent: Any, result: Any, *operands: Any) -> Any:
            return tangent * slope(result, *operands)

        return vjp, jvp

    vjps, jvps = zip(*(rules(*place) for place in enumerate(slopes)), strict=True)
    return Operation(name, compute, vjps, jvps)


def _sigmoid(x: Array) -> Array:
    # The two forms are equal; each is computed where its exponential is small.
    e = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1 / (1 + e), e / (1 + e)))


def _ones(chosen: Any, like: Any) -> Array:
    """One where chosen and zero elsewhere, in the type of the numbers."""
    return np.asarray(chosen).astype(np.asarray(raw(like)).dtype)


# For these five NumPy looks at Python's operator: with single numbers it is ten times as fast.
add = _elementwise("add", operator.add, lambda r, a, b: 1.0, lambda r, a, b: 1.0)
subtract = _elementwise("subtract", operator.sub, lambda r, a, b: 1.0, lambda r, a, b: -1.0)
multiply = _elementwise("multiply", operator.mul, lambda r, a, b: b, lambda r, a, b: a)
divide = _elementwise("divide", operator.truediv, lambda r, a, b: 1.0 / b, lambda r, a, b: -r / b)
negative = _elementwise("negative", operator.neg, lambda r, a: -1.0)
power: Operation = _elementwise(
    "power",
    np.power,
    # At b = 0 the slope is 0 everywhere, also at a = 0, where a ** -1 is infinite.
    lambda r, a, b: b * power(where(raw(b) == 0, 1.0, a), where(raw(b) == 0, 0.0, b - 1.0)),
    # As a goes to 0, a ** b log a goes to 0 for positive b.
    lambda r, a, b: r * log(where(raw(a) == 0, 1.0, a)),
)
exp = _elementwise("exp", np.exp, lambda r, a: r)
log: Operation = _elementwise("log", np.log, lambda r, a: 1.0 / a)
sin = _elementwise("sin", np.sin, lambda r, a: cos(a))
cos: Operation = _elementwise("cos", np.cos, lambda r, a: -sin(a))
sqrt = _elementwise("sqrt", np.sqrt, lambda r, a: 0.5 / r)
tanh = _elementwise("tanh", np.tanh, lambda r, a: 1.0 - r * r)
sigmoid = _elementwise("sigmoid", _sigmoid, lambda r, a: r * (1.0 - r))
# At the kink these take one of the slopes beside it, or their mean: any of them is a subgradient.
relu = _elementwise("relu", lambda a: np.maximum(a, 0), lambda r, a: _ones(raw(a) > 0, a))
absolute = _elementwise("absolute", np.abs, lambda r, a: np.sign(raw(a)))
maximum = _elementwise(
    "maximum",
    np.maximum,
    lambda r, a, b: (_ones(raw(a) > raw(b), r) + _ones(raw(a) >= raw(b), r)) / 2,
    lambda r, a, b: (_ones(raw(b) > raw(a), r) + _ones(raw(b) >= raw(a), r)) / 2,
)


# Sums and selections.


def _kept(adjoint: Any, operand: Any, axis: Axis, *, keepdims: bool) -> Any:
    """The adjoint of a reduction with the axes back that were summed away."""
    if keepdims:
        return adjoint
    shape = np.shape(raw(operand))
    axes = range(len(shape)) if axis is None else np.atleast_1d(axis) % max(len(shape), 1)
    return reshape(adjoint, shape=tuple(1 if i in axes else n for i, n in enumerate(shape)))


def _size(operand: Any, axis: Axis) -> int:
    shape = np.shape(raw(operand))
    return int(np.prod(shape if axis is None else [shape[i] for i in np.atleast_1d(axis)]))


def _sum(a: Array, axis: Axis = None, *, keepdims: bool = False) -> Array:
    return np.asarray(np.sum(a, axis=axis, keepdims=keepdims))


def _sum_vjp(g: Any, r: Any, a: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    return broadcast_to(_kept(g, a, axis, keepdims=keepdims), shape=np.shape(raw(a)))


def _mean_vjp(g: Any, r: Any, a: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    return _sum_vjp(g / _size(a, axis), r, a, axis, keepdims=keepdims)


def _mean(a: Array, axis: Axis = None, *, keepdims: bool = False) -> Array:
    return np.asarray(np.mean(a, axis=axis, keepdims=keepdims))


def _max(a: Array, axis: Axis = None, *, keepdims: bool = False) -> Array:
    return np.asarray(np.max(a, axis=axis, keepdims=keepdims))


def _winners(r: Any, a: Any, axis: Axis, *, keepdims: bool) -> Array:
    """Where the maximum is; several places share it equally."""
    best = _ones(raw(a) == _kept(raw(r), a, axis, keepdims=keepdims), a)
    return np.asarray(best / np.sum(best, axis=axis, keepdims=True))


def _max_vjp(g: Any, r: Any, a: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    return _kept(g, a, axis, keepdims=keepdims) * _winners(r, a, axis, keepdims=keepdims)


def _max_jvp(t: Any, r: Any, a: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    return sum_(t * _winners(r, a, axis, keepdims=keepdims), axis=axis, keepdims=keepdims)


def _logsumexp(a: Array, axis: Axis = None, *, keepdims: bool = False) -> Array:
    peak = np.max(a, axis=axis, keepdims=True)
    total = np.log(np.sum(np.exp(a - peak), axis=axis, keepdims=True)) + peak
    return np.asarray(total if keepdims else np.squeeze(total, axis=axis))


def _logsumexp_vjp(g: Any, r: Any, a: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    return _kept(g, a, axis, keepdims=keepdims) * exp(a - _kept(r, a, axis, keepdims=keepdims))


def _logsumexp_jvp(t: Any, r: Any, a: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    share = exp(a - _kept(r, a, axis, keepdims=keepdims))
    return sum_(t * share, axis=axis, keepdims=keepdims)


def _linear(operation: str) -> Rule:
    """The forward rule of a linear operation: do the same to the tangent."""

    def jvp(tangent: Any, result: Any, *operands: Any, **parameters: Any) -> Any:
        return OPERATIONS[operation](tangent, **parameters)

    return jvp


sum_ = Operation("sum", _sum, (_sum_vjp,), (_linear("sum"),))
mean = Operation("mean", _mean, (_mean_vjp,), (_linear("mean"),))
max_ = Operation("max", _max, (_max_vjp,), (_max_jvp,))
logsumexp = Operation("logsumexp", _logsumexp, (_logsumexp_vjp,), (_logsumexp_jvp,))

reshape: Operation = Operation(
    "reshape",
    lambda a, shape: np.reshape(a, shape),
    (lambda g, r, a, shape: reshape(g, shape=np.shape(raw(a))),),
    (_linear("reshape"),),
)
broadcast_to = Operation(
    "broadcast_to",
    lambda a, shape: np.broadcast_to(a, shape),
    (lambda g, r, a, shape: unbroadcast(g, a),),
    (_linear("broadcast_to"),),
)
transpose: Operation = Operation(
    "transpose",
    lambda a, axes=None: np.transpose(a, axes),
    (lambda g, r, a, axes=None: transpose(g, axes=None if axes is None else np.argsort(axes)),),
    (_linear("transpose"),),
)


def _scatter(a: Array, index: Any, shape: tuple[int, ...]) -> Array:
    """Zeros, with the entries of `a` added at `index`: what indexing takes, put back."""
    whole = np.zeros(shape, dtype=np.asarray(a).dtype)
    np.add.at(whole, index, a)
    return whole


getitem = Operation(
    "index",
    lambda a, index: np.asarray(a)[index],
    (lambda g, r, a, index: scatter(g, index=index, shape=np.shape(raw(a))),),
    (_linear("index"),),
)
scatter: Operation = Operation(
    "scatter",
    _scatter,
    (lambda g, r, a, index, shape: getitem(g, index=index),),
    (_linear("scatter"),),
)

where: Operation = Operation(
    "where",
    np.where,
    (
        lambda g, r, chosen, a, b: np.zeros_like(raw(chosen), dtype=float),
        lambda g, r, chosen, a, b: unbroadcast(where(chosen, g, 0.0), a),
        lambda g, r, chosen, a, b: unbroadcast(where(chosen, 0.0, g), b),
    ),
    (
        lambda t, r, chosen, a, b: np.zeros_like(raw(r)),
        lambda t, r, chosen, a, b: where(chosen, t, 0.0),
        lambda t, r, chosen, a, b: where(chosen, 0.0, t),
    ),
)


# Several arrays into one.


def _concatenate_vjp(g: Any, r: Any, *parts: Any, position: int, axis: int = 0) -> Any:
    ends = np.cumsum([np.shape(raw(part))[axis] for part in parts])
    start = 0 if position == 0 else int(ends[position - 1])
    place: list[Any] = [slice(None)] * len(np.shape(raw(r)))
    place[axis] = slice(start, int(ends[position]))
    return getitem(g, index=tuple(place))


def _alone(t: Any, *parts: Any, position: int) -> list[Any]:
    """The parts with all but one replaced by zeros."""
    return [t if i == position else np.zeros_like(raw(p)) for i, p in enumerate(parts)]


def _concatenate_jvp(t: Any, r: Any, *parts: Any, position: int, axis: int = 0) -> Any:
    return concatenate(*_alone(t, *parts, position=position), axis=axis)


def _stack_vjp(g: Any, r: Any, *parts: Any, position: int, axis: int = 0) -> Any:
    place: list[Any] = [slice(None)] * len(np.shape(raw(r)))
    place[axis] = position
    return getitem(g, index=tuple(place))


def _stack_jvp(t: Any, r: Any, *parts: Any, position: int, axis: int = 0) -> Any:
    return stack(*_alone(t, *parts, position=position), axis=axis)


concatenate = Operation(
    "concatenate",
    lambda *parts, axis=0: np.concatenate(parts, axis=axis),
    (_concatenate_vjp,),
    (_concatenate_jvp,),
    variadic=True,
)
stack = Operation(
    "stack",
    lambda *parts, axis=0: np.stack(parts, axis=axis),
    (_stack_vjp,),
    (_stack_jvp,),
    variadic=True,
)


# Matrices, of any rank that NumPy multiplies.


def _as_matrices(a: Any, b: Any, adjoint: Any) -> tuple[Any, Any, Any]:
    """A vector on the left as a row, on the right as a column, and the adjoint to match."""
    if np.ndim(raw(a)) == 1:
        a = a[None, :]
        row = (..., None) if np.ndim(raw(b)) == 1 else (..., None, slice(None))
        adjoint = getitem(adjoint, index=row)
    if np.ndim(raw(b)) == 1:
        b = b[:, None]
        adjoint = getitem(adjoint, index=(..., None))
    return a, b, adjoint


def _flipped(a: Any) -> Any:
    """The last two axes exchanged."""
    rank = np.ndim(raw(a))
    return transpose(a, axes=(*range(rank - 2), rank - 1, rank - 2))


def _matmul_left(g: Any, r: Any, a: Any, b: Any) -> Any:
    left, right, adjoint = _as_matrices(a, b, g)
    return reshape(unbroadcast(adjoint @ _flipped(right), left), shape=np.shape(raw(a)))


def _matmul_right(g: Any, r: Any, a: Any, b: Any) -> Any:
    left, right, adjoint = _as_matrices(a, b, g)
    return reshape(unbroadcast(_flipped(left) @ adjoint, right), shape=np.shape(raw(b)))


matmul: Operation = Operation(
    "matmul",
    np.matmul,
    (_matmul_left, _matmul_right),
    (lambda t, r, a, b: matmul(t, b), lambda t, r, a, b: matmul(a, t)),
)


# Classification.


def softmax(z: Any, axis: int = -1) -> Any:
    """Positive numbers that sum to one along an axis, in the proportions of exp z."""
    return exp(z - logsumexp(z, axis=axis, keepdims=True))


def _cross_entropy(z: Array, targets: Array) -> Array:
    if np.shape(z) != np.shape(targets):
        raise ValueError("the targets are one row of probabilities for each row of scores")
    rows = max(1, int(np.prod(np.shape(z)[:-1])))
    return np.asarray(np.sum(targets * (_logsumexp(z, -1, keepdims=True) - z)) / rows)


def _rows(z: Any) -> int:
    return max(1, int(np.prod(np.shape(raw(z))[:-1])))


def _surprise(z: Any) -> Any:
    """Minus the logarithm of the softmax."""
    return logsumexp(z, axis=-1, keepdims=True) - z


def _scores_slope(z: Any, targets: Any) -> Any:
    return (softmax(z) * sum_(targets, axis=-1, keepdims=True) - targets) / _rows(z)


softmax_cross_entropy = Operation(
    "softmax_cross_entropy",
    _cross_entropy,
    (
        lambda g, r, z, targets: g * _scores_slope(z, targets),
        lambda g, r, z, targets: g * _surprise(z) / _rows(z),
    ),
    (
        lambda t, r, z, targets: sum_(t * _scores_slope(z, targets), axis=None, keepdims=False),
        lambda t, r, z, targets: sum_(t * _surprise(z), axis=None, keepdims=False) / _rows(z),
    ),
)
"""The mean over rows of minus the logarithm of the probability that softmax gives the target.

Operands: scores z: (n, k); targets: (n, k), each row a distribution such as a one-hot row.
"""
