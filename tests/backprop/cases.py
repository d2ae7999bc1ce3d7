"""Operations to try: ours, the same in plain NumPy for a peer to differentiate, and where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop import operations as ops
from backprop.operation import Array


@dataclass(frozen=True)
class Case:
    """One function, written twice.

    Attributes:
        name: what is tried.
        ours: of as many arguments as there are shapes, in our operations.
        theirs: the same of a module that looks like NumPy, then of the arguments.
        shapes: of the arguments.
        positive: whether the arguments have to be above zero.
    """

    name: str
    ours: Callable[..., Any]
    theirs: Callable[..., Any]
    shapes: tuple[tuple[int, ...], ...]
    positive: bool = False

    def points(self, seed: int = 0) -> list[Array]:
        """Arguments that are far from every kink."""
        rng = np.random.default_rng(seed)
        points = []
        for shape in self.shapes:
            size = rng.uniform(0.3, 1.7, size=shape)
            points.append(size if self.positive else size * rng.choice([-1, 1], size=shape))
        return points


def _sigmoid(m: Any, x: Any) -> Any:
    return 1 / (1 + m.exp(-x))


def _logsumexp(m: Any, x: Any, axis: Any) -> Any:
    return m.log(m.sum(m.exp(x), axis=axis))


TARGETS = np.array([[0.0, 1.0, 0.0], [0.2, 0.3, 0.5]])
CHOSEN = np.array([True, False, True])
PICKS = np.array([2, 0, 2])

CASES = [
    Case("add", lambda a, b: a + b, lambda m, a, b: a + b, ((3,), (3,))),
    Case("add a number", lambda a: 2.0 + a + 3, lambda m, a: 5.0 + a, ((2, 3),)),
    Case("add, broadcast", lambda a, b: a + b, lambda m, a, b: a + b, ((4, 3), (3,))),
    Case("add, broadcast both", lambda a, b: a + b, lambda m, a, b: a + b, ((4, 1), (1, 3))),
    Case("add, scalar and matrix", lambda a, b: a + b, lambda m, a, b: a + b, ((), (2, 3))),
    Case("subtract", lambda a, b: a - b, lambda m, a, b: a - b, ((2, 3), (1, 3))),
    Case("subtract from a number", lambda a: 1 - a, lambda m, a: 1 - a, ((3,),)),
    Case("multiply", lambda a, b: a * b, lambda m, a, b: a * b, ((2, 1, 3), (4, 1))),
    Case("divide", lambda a, b: a / b, lambda m, a, b: a / b, ((4, 3), (4, 1))),
    Case("divide a number", lambda a: 2 / a, lambda m, a: 2 / a, ((3,),)),
    Case("negative", lambda a: -a, lambda m, a: -a, ((3,),)),
    Case("a value used twice", lambda a: a * a + a, lambda m, a: a * a + a, ((3,),)),
    Case("square", lambda a: a**2, lambda m, a: a**2, ((3,),)),
    Case("power", lambda a, b: a**b, lambda m, a, b: a**b, ((2, 3), (3,)), positive=True),
    Case("power of a number", lambda a: 2.0**a, lambda m, a: 2.0**a, ((3,),)),
    Case("exp", ops.exp, lambda m, a: m.exp(a), ((2, 3),)),
    Case("log", ops.log, lambda m, a: m.log(a), ((3,),), positive=True),
    Case("sin", ops.sin, lambda m, a: m.sin(a), ((3,),)),
    Case("cos", ops.cos, lambda m, a: m.cos(a), ((3,),)),
    Case("sqrt", ops.sqrt, lambda m, a: m.sqrt(a), ((3,),), positive=True),
    Case("tanh", ops.tanh, lambda m, a: m.tanh(a), ((3,),)),
    Case("sigmoid", ops.sigmoid, _sigmoid, ((3,),)),
    Case("relu", ops.relu, lambda m, a: m.maximum(a, 0.0), ((5,),)),
    Case("absolute", abs, lambda m, a: m.abs(a), ((5,),)),
    Case("maximum", ops.maximum, lambda m, a, b: m.maximum(a, b), ((4, 3), (3,))),
    Case("sum", lambda a: a.sum(), lambda m, a: m.sum(a), ((2, 3),)),
    Case("sum, axis", lambda a: a.sum(axis=1), lambda m, a: m.sum(a, axis=1), ((2, 3, 2),)),
    Case("sum, last axis", lambda a: a.sum(axis=-1), lambda m, a: m.sum(a, axis=-1), ((2, 3),)),
    Case(
        "sum, axes kept",
        lambda a: a.sum(axis=(0, 2), keepdims=True),
        lambda m, a: m.sum(a, axis=(0, 2), keepdims=True),
        ((2, 3, 2),),
    ),
    Case("mean", lambda a: a.mean(), lambda m, a: m.mean(a), ((2, 3),)),
    Case("mean, axis", lambda a: a.mean(axis=0), lambda m, a: m.mean(a, axis=0), ((4, 3),)),
    Case("max", lambda a: ops.max_(a), lambda m, a: m.max(a), ((2, 3),)),
    Case("max, axis", lambda a: ops.max_(a, axis=1), lambda m, a: m.max(a, axis=1), ((2, 3),)),
    Case(
        "max, axis kept",
        lambda a: ops.max_(a, axis=0, keepdims=True),
        lambda m, a: m.max(a, axis=0, keepdims=True),
        ((2, 3),),
    ),
    Case(
        "logsumexp",
        lambda a: ops.logsumexp(a, axis=1),
        lambda m, a: _logsumexp(m, a, 1),
        ((2, 3),),
    ),
    Case("logsumexp of all", ops.logsumexp, lambda m, a: _logsumexp(m, a, None), ((2, 3),)),
    Case(
        "reshape", lambda a: a.reshape(3, 2) * 2, lambda m, a: m.reshape(a, (3, 2)) * 2, ((2, 3),)
    ),
    Case("transpose", lambda a: a.T, lambda m, a: a.T, ((2, 3),)),
    Case(
        "transpose, axes",
        lambda a: ops.transpose(a, axes=(1, 2, 0)),
        lambda m, a: m.transpose(a, (1, 2, 0)),
        ((2, 3, 4),),
    ),
    Case(
        "broadcast",
        lambda a: ops.broadcast_to(a, shape=(4, 3)),
        lambda m, a: a * m.ones((4, 1)),
        ((3,),),
    ),
    Case("index", lambda a: a[1], lambda m, a: a[1], ((3, 2),)),
    Case("slice", lambda a: a[::2, 1:], lambda m, a: a[::2, 1:], ((3, 4),)),
    Case("rows, one of them twice", lambda a: a[PICKS], lambda m, a: a[PICKS], ((3, 2),)),
    Case("new axis", lambda a: a[:, None] * a, lambda m, a: a[:, None] * a, ((3,),)),
    Case("unpack", lambda a: a[0] * sum(a), lambda m, a: a[0] * (a[0] + a[1]), ((2,),)),
    Case(
        "concatenate",
        lambda a, b: ops.concatenate(a, b, axis=1) ** 2,
        lambda m, a, b: m.concatenate((a, b), axis=1) ** 2,
        ((2, 1), (2, 3)),
    ),
    Case(
        "stack",
        lambda a, b: ops.stack(a, b, a, axis=1),
        lambda m, a, b: m.stack((a, b, a), axis=1),
        ((2,), (2,)),
    ),
    Case(
        "where",  # whose operands the peers do not broadcast
        lambda a, b: ops.where(CHOSEN, a * 2, b),
        lambda m, a, b: m.where(m.asarray(CHOSEN), a * 2, b + 0 * a),
        ((2, 3), (3,)),
    ),
    *(
        Case(f"matmul {a} by {b}", lambda x, y: x @ y, lambda m, x, y: m.matmul(x, y), (a, b))
        for a, b in [
            ((3,), (3,)),
            ((2, 3), (3,)),
            ((3,), (3, 2)),
            ((2, 3), (3, 4)),
            ((5, 2, 3), (3,)),
            ((3,), (5, 3, 2)),
            ((5, 2, 3), (3, 4)),
            ((2, 3), (5, 3, 4)),
            ((5, 2, 3), (5, 3, 4)),
            ((1, 2, 3), (5, 3, 2)),
        ]
    ),
    Case(
        "softmax", ops.softmax, lambda m, z: m.exp(z) / m.sum(m.exp(z), axis=-1)[:, None], ((2, 3),)
    ),
    Case(
        "softmax cross-entropy",
        lambda z: ops.softmax_cross_entropy(z, TARGETS),
        lambda m, z: m.sum(m.asarray(TARGETS) * (_logsumexp(m, z, 1)[:, None] - z)) / 2,
        ((2, 3),),
    ),
    Case(
        "softmax cross-entropy of moving targets",
        lambda z, t: ops.softmax_cross_entropy(z, t * t),
        lambda m, z, t: m.sum(t * t * (_logsumexp(m, z, 1)[:, None] - z)) / 2,
        ((2, 3), (2, 3)),
    ),
    Case(
        "a small network",
        lambda x, w, b: ops.tanh(x @ w + b).mean(),
        lambda m, x, w, b: m.mean(m.tanh(m.matmul(x, w) + b)),
        ((5, 3), (3, 4), (4,)),
    ),
]
