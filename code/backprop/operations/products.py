"""Products of matrices of any rank, and of anything by its letters."""

from __future__ import annotations

import string
from typing import Any

import numpy as np

from backprop.operation import Operation, no_parameters, raw
from backprop.operations.shaping import (
    getitem,
    rank_of,
    reshape,
    swapaxes,
    unbroadcast,
)


def _as_matrices(a: Any, b: Any, adjoint: Any) -> tuple[Any, Any, Any]:
    """A vector on the left as a row, on the right as a column, and the adjoint to match."""
    if rank_of(a) == 1:
        a = a[None, :]
        row = (..., None) if rank_of(b) == 1 else (..., None, slice(None))
        adjoint = getitem(adjoint, index=row)
    if rank_of(b) == 1:
        b = b[:, None]
        adjoint = getitem(adjoint, index=(..., None))
    return a, b, adjoint


def _turned(matrices: Any) -> Any:
    return matrices.T if matrices.ndim == 2 else swapaxes(matrices, -1, -2)


def _matmul_left(g: Any, r: Any, a: Any, b: Any) -> Any:
    left, right, adjoint = _as_matrices(a, b, g)
    return _in_shape_of(a, unbroadcast(matmul(adjoint, _turned(right)), left))


def _matmul_right(g: Any, r: Any, a: Any, b: Any) -> Any:
    left, right, adjoint = _as_matrices(a, b, g)
    return _in_shape_of(b, unbroadcast(matmul(_turned(left), adjoint), right))


def _in_shape_of(operand: Any, adjoint: Any) -> Any:
    """A vector again, if the operand was one."""
    return adjoint if operand.ndim > 1 else reshape(adjoint, shape=operand.shape)


matmul: Operation = Operation(
    "matmul",
    np.matmul,
    (_matmul_left, _matmul_right),
    (lambda t, r, a, b: matmul(t, b), lambda t, r, a, b: matmul(a, t)),
    settle=no_parameters,
)


# Einstein's summation: a product over all letters, summed over those that the result has not.


def _einsum_vjp(
    g: Any, r: Any, *parts: Any, position: int, inputs: tuple[str, ...], output: str
) -> Any:
    """The same product with the adjoint in the place of the operand, summed to its letters."""
    mine = inputs[position]
    sizes = _sizes(inputs, parts)
    others = [
        (letters, part)
        for i, (letters, part) in enumerate(zip(inputs, parts, strict=True))
        if i != position
    ]
    # A letter that stands nowhere else was only summed over, so every place gets the same.
    lonely = "".join(c for c in mine if c not in output and all(c not in o for o, _ in others))
    same = np.ones([sizes[c] for c in lonely], dtype=np.asarray(raw(g)).dtype)
    letters, factors = zip((output, g), *others, *[(lonely, same)] * bool(lonely), strict=True)
    return unbroadcast(_einsum(*factors, inputs=letters, output=mine), parts[position])


def _einsum_jvp(
    t: Any, r: Any, *parts: Any, position: int, inputs: tuple[str, ...], output: str
) -> Any:
    moved = [t if i == position else part for i, part in enumerate(parts)]
    return _einsum(*moved, inputs=inputs, output=output)


def _sizes(inputs: tuple[str, ...], parts: tuple[Any, ...]) -> dict[str, int]:
    """How long each letter's axis is; an axis of length 1 is spread, as in NumPy."""
    sizes: dict[str, int] = {}
    for letters, part in zip(inputs, parts, strict=True):
        for letter, size in zip(letters, np.shape(raw(part)), strict=True):
            sizes[letter] = size if sizes.get(letter, 1) == 1 else sizes[letter]
    return sizes


_einsum: Operation = Operation(
    "einsum",
    lambda *parts, inputs, output: np.einsum(
        f"{','.join(inputs)}->{output}", *parts, optimize=len(parts) > 1
    ),
    (_einsum_vjp,),
    (_einsum_jvp,),
    variadic=True,
)


def einsum(subscripts: str, *parts: Any) -> Any:
    """A product of arrays by the letters of their axes, such as `ij,jk->ik`, as in NumPy.

    Raises:
        TypeError: if it does not begin with the letters.
        ValueError: if the letters do not fit the arrays.
    """
    if not isinstance(subscripts, str):
        raise TypeError("einsum begins with its letters, such as einsum('ij,jk->ik', a, b)")
    left, arrow, output = subscripts.replace(" ", "").partition("->")
    inputs = left.split(",")
    if len(inputs) != len(parts):
        raise ValueError(f"`{subscripts}` is for {len(inputs)} arrays, and here are {len(parts)}")
    spare = [letter for letter in string.ascii_letters if letter not in subscripts]
    dots = [_dots(letters, part, subscripts) for letters, part in zip(inputs, parts, strict=True)]
    most = "".join(spare[: max(dots)])
    if not arrow:
        single = (c for c in sorted(set(left) - set(",.")) if left.count(c) == 1)
        output = ("..." if "..." in left else "") + "".join(single)
    inputs = [
        letters.replace("...", most[len(most) - n :])
        for letters, n in zip(inputs, dots, strict=True)
    ]
    diagonals = [_diagonal(*pair) for pair in zip(inputs, parts, strict=True)]
    letters, arrays = zip(*diagonals, strict=True)
    return _einsum(*arrays, inputs=letters, output=output.replace("...", most))


def _dots(letters: str, part: Any, subscripts: str) -> int:
    """How many axes `...` stands for."""
    dots = rank_of(part) - len(letters.replace("...", ""))
    if dots < 0 or (dots > 0 and "..." not in letters):
        raise ValueError(
            f"`{letters}` in `{subscripts}` does not fit an array of shape {np.shape(raw(part))}: "
            "it has one letter for each axis"
        )
    return dots


def _diagonal(letters: str, part: Any) -> tuple[str, Any]:
    """An operand in which every letter stands once: of a repeated one only the diagonal."""
    once = "".join(dict.fromkeys(letters))
    if once == letters:
        return letters, part
    shape = np.shape(raw(part))
    sizes = {c: {shape[i] for i, other in enumerate(letters) if other == c} for c in once}
    if any(len(size) > 1 for size in sizes.values()):
        raise ValueError(f"`{letters}` asks for a diagonal of an array of shape {shape}")
    mesh = np.ogrid[tuple(slice(*sizes[c]) for c in once)]
    return once, getitem(part, index=tuple(mesh[once.index(c)] for c in letters))
