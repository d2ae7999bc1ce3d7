"""What networks are made of: softmax, cross-entropy, attention, normalisation, dropout."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from backprop.operation import Array, Operation, no_parameters, raw
from backprop.operations.elementwise import exp, sqrt, where
from backprop.operations.products import matmul
from backprop.operations.reducing import logsumexp, mean, total_of, var
from backprop.operations.shaping import rank_of, sum_, swapaxes


def softmax(z: Any, axis: int = -1) -> Any:
    """Positive numbers that sum to one along an axis, in the proportions of exp z."""
    return exp(log_softmax(z, axis))


def log_softmax(z: Any, axis: int = -1) -> Any:
    """The logarithm of the softmax, which is there even where the softmax is rounded to zero."""
    return z - logsumexp(z, axis=axis, keepdims=True)


def _rows(z: Any) -> int:
    return max(1, int(np.prod(np.shape(raw(z))[:-1])))


def _matching(z: Any, targets: Any, **parameters: Any) -> dict[str, Any]:
    if parameters:
        no_parameters(**parameters)
    if np.shape(raw(z)) != np.shape(raw(targets)) or rank_of(z) == 0:
        raise ValueError("the targets are one row of probabilities for each row of scores")
    return {}


def _cross_entropy(z: Array, targets: Array) -> Any:
    # What has no probability costs nothing, even if its score is minus infinity.
    surprise = np.where(targets != 0, total_of(z, (np.ndim(z) - 1,), keepdims=True) - z, 0)
    return np.sum(targets * surprise) / _rows(z)


def _scores_slope(z: Any, targets: Any) -> Any:
    return (softmax(z) * sum_(targets, axis=-1, keepdims=True) - targets) / _rows(z)


softmax_cross_entropy = Operation(
    "softmax_cross_entropy",
    _cross_entropy,
    (
        lambda g, r, z, targets: g * _scores_slope(z, targets),
        lambda g, r, z, targets: g * -log_softmax(z) / _rows(z),
    ),
    (
        lambda t, r, z, targets: sum_(t * _scores_slope(z, targets)),
        lambda t, r, z, targets: sum_(t * -log_softmax(z)) / _rows(z),
    ),
    settle=_matching,
)
"""The mean over rows of minus the logarithm of the probability that softmax gives the target.

Operands: scores z: (n, k); targets: (n, k), each row a distribution such as a one-hot row.
"""


def attention(queries: Any, keys: Any, values: Any, *, seen: Any = None) -> Any:
    """For each query a mean of the values, weighted by how well their keys match it.

    softmax(Q K^T / sqrt d) V: Vaswani et al., "Attention Is All You Need" (2017), equation 1.

    Args:
        queries: (..., n, d).
        keys: (..., m, d).
        values: (..., m, d_out).
        seen: truth values (n, m), or as many more axes in front: which queries see which keys. For
            a text that is read from the left it is `np.tri(n, dtype=bool)`.

    Raises:
        ValueError: if a query sees no key, so that there is nothing to take a mean of.
    """
    scores = matmul(queries, swapaxes(keys, -1, -2)) / math.sqrt(np.shape(raw(keys))[-1])
    if seen is not None:
        seen = np.asarray(raw(seen), dtype=bool)
        if not seen.any(axis=-1).all():
            raise ValueError("a query sees no key at all; let it see at least its own")
        scores = where(seen, scores, -np.inf)
    return matmul(softmax(scores), values)


def layer_norm(
    x: Any, scale: Any = 1.0, shift: Any = 0.0, *, axis: int = -1, tiny: float = 1e-5
) -> Any:
    """Entries with mean 0 and variance 1 along an axis, then scaled and shifted.

    See Ba, Kiros and Hinton, "Layer Normalization" (2016).

    Args:
        x: the array.
        scale: one factor for each entry along the axis, or one for all.
        shift: what is added then, likewise.
        axis: along which.
        tiny: what is added to the variance, so that nothing is divided by zero.
    """
    centred = x - mean(x, axis=axis, keepdims=True)
    return centred / sqrt(var(x, axis=axis, keepdims=True) + tiny) * scale + shift


def dropout(x: Any, share: float, rng: np.random.Generator) -> Any:
    """Some entries put to zero, at random, and the others enlarged so that the mean stays.

    See Srivastava et al., "Dropout" (2014). Call it while the network trains, and not afterwards.

    Args:
        x: the array.
        share: how many of the entries to drop, from 0 to below 1.
        rng: where the chances come from, such as `np.random.default_rng(0)`.

    Raises:
        ValueError: for another share.
    """
    if not 0 <= share < 1:
        raise ValueError(f"the share to drop lies from 0 to below 1, and is {share}")
    stays = rng.random(np.shape(raw(x))) >= share
    return where(stays, x / (1 - share), 0.0)
