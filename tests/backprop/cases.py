"""Operations to try: ours, the same in plain NumPy for a peer to differentiate, and where."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop import operations as ops
from backprop.operation import OPERATIONS, Array


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


def _erf(m: Any, x: Any) -> Any:
    """Its series, of which this many terms are enough near 0."""
    term, total = x, x
    for n in range(1, 40):
        term = term * x * x * (-1 / n)
        total = total + term / (2 * n + 1)
    return total * (2 / math.pi**0.5)


def _softmax(m: Any, z: Any) -> Any:
    return m.exp(z) / m.sum(m.exp(z), axis=-1)[..., None]


def _var(m: Any, a: Any, axis: int) -> Any:
    apart = a - m.mean(a, axis=axis, keepdims=True)
    return m.mean(apart * apart, axis=axis)


def _attention(m: Any, q: Any, k: Any, v: Any) -> Any:
    """Row by row: each query sees the keys up to its own."""
    rows = []
    for i in range(3):
        scores = m.matmul(k[: i + 1], q[i]) / 2**0.5
        rows.append(m.matmul(_softmax(m, scores), v[: i + 1]))
    return m.stack(rows)


def _convolution(m: Any, x: Any, w: Any) -> Any:
    """By its definition: two kernels on the windows of pictures of 4 by 5, two apart."""
    spots = [(i, j) for i in (0, 2) for j in (0, 2)]
    sums = [m.einsum("nchw,ochw->no", x[:, :, i : i + 2, j : j + 2], w) for i, j in spots]
    return m.stack(sums, axis=-1).reshape((1, 2, 2, 2))


TARGETS = np.array([[0.0, 1.0, 0.0], [0.2, 0.3, 0.5]])
CHOSEN = np.array([True, False, True])
PICKS = np.array([2, 0, 2])
STAYED = np.random.default_rng(1).random((2, 3)) >= 0.5

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
    Case("minimum", ops.minimum, lambda m, a, b: m.minimum(a, b), ((4, 3), (3,))),
    Case(
        "clip",
        lambda a: ops.clip(a, -0.9, 0.8),
        lambda m, a: m.minimum(m.maximum(a, -0.9), 0.8),
        ((9,),),
    ),
    Case(
        "clip between moving bounds",
        lambda a, b, c: ops.clip(a, -abs(b), abs(c)),
        lambda m, a, b, c: m.minimum(m.maximum(a, -m.abs(b)), m.abs(c)),
        ((2, 9), (9,), (2, 1)),
    ),
    Case("log1p", ops.log1p, lambda m, a: m.log(1 + a), ((3,),), positive=True),
    Case("expm1", ops.expm1, lambda m, a: m.exp(a) - 1, ((3,),)),
    Case("tan", lambda a: ops.tan(a * 0.5), lambda m, a: m.sin(a / 2) / m.cos(a / 2), ((3,),)),
    Case("softplus", ops.softplus, lambda m, a: m.log(1 + m.exp(a)), ((5,),)),
    Case("erf", ops.erf, _erf, ((2, 3),)),
    Case("gelu", ops.gelu, lambda m, a: a * (1 + _erf(m, a / 2**0.5)) / 2, ((2, 3),)),
    Case("min", lambda a: a.min(), lambda m, a: m.min(a), ((2, 3),)),
    Case("min, axis", lambda a: a.min(axis=-1), lambda m, a: m.min(a, axis=-1), ((2, 3),)),
    Case("prod", ops.prod, lambda m, a: m.prod(a), ((5,),)),
    Case(
        "prod, axes",
        lambda a: ops.prod(a, axis=(0, -1)),
        lambda m, a: a[0, :, 0] * a[0, :, 1] * a[0, :, 2] * a[1, :, 0] * a[1, :, 1] * a[1, :, 2],
        ((2, 2, 3),),
    ),
    Case("var", lambda a: ops.var(a, 1), lambda m, a: _var(m, a, 1), ((2, 4),)),
    Case("std", lambda a: ops.std(a, 0), lambda m, a: m.sqrt(_var(m, a, 0)), ((4, 2),)),
    Case("cumsum", ops.cumsum, lambda m, a: m.cumsum(a.reshape((6,)), axis=0), ((2, 3),)),
    Case("cumsum, axis", lambda a: ops.cumsum(a, -2), lambda m, a: m.cumsum(a, axis=0), ((3, 2),)),
    Case(
        "swapaxes",
        lambda a: ops.swapaxes(a, 0, -1),
        lambda m, a: m.transpose(a, (2, 1, 0)),
        ((2, 3, 4),),
    ),
    Case(
        "flip",
        lambda a: ops.flip(a, -1),
        lambda m, a: m.stack((a[:, 1], a[:, 0]), axis=1),
        ((3, 2),),
    ),
    Case("sort", ops.sort, lambda m, a: m.sort(a), ((5,),)),
    Case(
        "top k",
        lambda a: ops.top_k(a, 2)[0],
        lambda m, a: m.stack((m.sort(a)[4], m.sort(a)[3])),
        ((5,),),
    ),
    Case(
        "scatter, one place twice",
        lambda a: ops.scatter(a, index=PICKS, shape=(4, 2)),
        lambda m, a: m.stack((a[1], 0 * a[0], a[0] + a[2], 0 * a[0])),
        ((3, 2),),
    ),
    Case(
        "pad",
        lambda a: ops.pad(a, ((1, 0), (0, 2))),
        lambda m, a: m.concatenate(
            (m.zeros((1, 5)), m.concatenate((a, m.zeros((2, 2))), axis=1)), axis=0
        ),
        ((2, 3),),
    ),
    Case(
        "concatenate all in a row",
        lambda a, b: ops.concatenate([a, b], axis=None),
        lambda m, a, b: m.concatenate((a.reshape((4,)), b), axis=0),
        ((2, 2), (3,)),
    ),
    *(
        Case(
            f"einsum {letters}",
            lambda *parts, letters=letters: ops.einsum(letters, *parts),
            lambda m, *parts, theirs=theirs or letters: m.einsum(theirs, *parts),
            shapes,
        )
        for letters, shapes, theirs in [
            ("ij,jk->ik", ((2, 3), (3, 4)), ""),
            ("ij,jk", ((2, 3), (3, 4)), "ij,jk->ik"),
            ("ij->", ((2, 3),), ""),
            ("ij->j", ((2, 3),), ""),
            ("ij,k->jk", ((2, 3), (4,)), ""),
            ("ij,ij,j->i", ((2, 3), (2, 3), (3,)), ""),
            ("bi,bij,bj->b", ((2, 3), (2, 3, 4), (2, 4)), ""),
            ("...ij,...jk->...ik", ((5, 2, 3), (5, 3, 2)), "aij,ajk->aik"),
            ("i...->...", ((2, 3, 2),), "iab->ab"),
        ]
    ),
    Case(
        "einsum ii->, of the diagonal",
        lambda a, b: ops.einsum("ii,i->", a, b),
        lambda m, a, b: a[0, 0] * b[0] + a[1, 1] * b[1],
        ((2, 2), (2,)),
    ),
    Case(
        "windows",
        lambda a: ops.windows(a, size=2, stride=2),
        lambda m, a: m.stack((a[:, 0:2], a[:, 2:4]), axis=1),
        ((2, 5),),
    ),
    Case(
        "overlap",
        lambda a: OPERATIONS["overlap"](a, size=(2,), stride=(1,), shape=(4,)),
        lambda m, a: m.stack((a[0, 0], a[0, 1] + a[1, 0], a[1, 1] + a[2, 0], a[2, 1])),
        ((3, 2),),
    ),
    Case(
        "convolution",
        lambda x, w: ops.convolve(x, w, stride=2),
        _convolution,
        ((1, 3, 4, 5), (2, 3, 2, 2)),
    ),
    Case("log_softmax", ops.log_softmax, lambda m, z: m.log(_softmax(m, z)), ((2, 3),)),
    Case(
        "attention to what came before",
        lambda q, k, v: ops.attention(q, k, v, seen=np.tri(3, dtype=bool)),
        _attention,
        ((3, 2), (3, 2), (3, 4)),
    ),
    Case(
        "layer normalisation",
        lambda x, s, b: ops.layer_norm(x, s, b),
        lambda m, x, s, b: (
            (x - m.mean(x, axis=1, keepdims=True)) / m.sqrt(_var(m, x, 1) + 1e-5)[:, None] * s + b
        ),
        ((2, 4), (4,), (4,)),
    ),
    Case(
        "dropout",
        lambda x: ops.dropout(x, 0.5, np.random.default_rng(1)),
        lambda m, x: x * m.asarray(2.0 * STAYED),
        ((2, 3),),
    ),
    Case(
        "a small network",
        lambda x, w, b: ops.tanh(x @ w + b).mean(),
        lambda m, x, w, b: m.mean(m.tanh(m.matmul(x, w) + b)),
        ((5, 3), (3, 4), (4,)),
    ),
]
