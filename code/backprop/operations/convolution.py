"""Convolution: windows of the input times a kernel."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from backprop.operation import Array, Operation, raw
from backprop.operations.products import einsum
from backprop.operations.shaping import linear, pad, rank_of


def _places(
    size: tuple[int, ...], stride: tuple[int, ...], shape: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], tuple[Any, ...]]]:
    """For each entry of a window, where it lies in all windows at once."""
    counts = [(n - k) // s + 1 for n, k, s in zip(shape, size, stride, strict=True)]
    for offset in product(*map(range, size)):
        spans = zip(offset, counts, stride, strict=True)
        yield offset, (..., *(slice(o, o + (n - 1) * s + 1, s) for o, n, s in spans))


def _windows(a: Array, size: tuple[int, ...], stride: tuple[int, ...]) -> Array:
    axes = tuple(range(np.ndim(a) - len(size), np.ndim(a)))
    seen = np.lib.stride_tricks.sliding_window_view(a, size, axis=axes)
    steps = tuple(slice(None, None, step) for step in stride)
    chosen: Any = (..., *steps, *[slice(None)] * len(size))
    return np.asarray(seen[chosen])


def _overlap(g: Array, size: tuple[int, ...], stride: tuple[int, ...], shape: Any) -> Array:
    """Windows laid where they were taken from, and added up."""
    whole = np.zeros(shape, dtype=np.asarray(g).dtype)
    for offset, place in _places(size, stride, shape[len(shape) - len(size) :]):
        here: Any = (..., *offset)
        whole[place] += g[here]
    return whole


def _window_sizes(a: Any, size: Any, stride: Any = 1) -> dict[str, Any]:
    sizes = (size,) if isinstance(size, int) else tuple(map(operator.index, size))
    steps = (stride,) * len(sizes) if isinstance(stride, int) else tuple(stride)
    shape = np.shape(raw(a))[rank_of(a) - len(sizes) :] if len(sizes) <= rank_of(a) else ()
    if len(shape) != len(sizes) or any(not 0 < k <= n for k, n in zip(sizes, shape, strict=True)):
        raise ValueError(f"there are no windows of size {sizes} in it")
    if len(steps) != len(sizes) or any(step < 1 for step in steps):
        raise ValueError(f"{stride} is no stride of windows of size {sizes}")
    return {"size": sizes, "stride": steps}


windows: Operation = Operation(
    "windows",
    _windows,
    (
        lambda g, r, a, size, stride: _laid_back(
            g, size=size, stride=stride, shape=np.shape(raw(a))
        ),
    ),
    (linear("windows"),),
    settle=_window_sizes,
)
"""All windows of a size along the last axes, which become the last axes themselves."""
_laid_back: Operation = Operation(
    "overlap",
    _overlap,
    (lambda g, r, a, size, stride, shape: windows(g, size=size, stride=stride),),
    (linear("overlap"),),
)


def convolve(x: Any, kernels: Any, *, stride: int = 1, padding: int = 0) -> Any:
    """What networks call a convolution: each kernel is laid on every window, and not turned round.

    Args:
        x: (n, channels, *lengths), with as many lengths as you like: 1 for sound, 2 for pictures.
        kernels: (outputs, channels, *sizes).
        stride: how far it is from one window to the next.
        padding: how many zeros are put on every side first.

    Returns:
        (n, outputs, *places): one number for each kernel and window.

    Raises:
        ValueError: if the shapes do not fit.
    """
    have, want = np.shape(raw(x)), np.shape(raw(kernels))
    if len(have) < 3 or len(have) != len(want) or have[1] != want[1]:
        raise ValueError(
            f"convolve does not fit the shapes {have}, {want}: they are (n, channels, *lengths) "
            "and (outputs, channels, *sizes)"
        )
    lengths = len(have) - 2
    around = ((0, 0), (0, 0), *[(padding, padding)] * lengths)
    seen = windows(pad(x, around) if padding else x, size=want[2:], stride=stride)
    places, entries = "pqrstu"[:lengths], "efghij"[:lengths]
    return einsum(f"nc{places}{entries},oc{entries}->no{places}", seen, kernels)
