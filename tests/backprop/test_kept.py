"""What goes in is kept as it was, and what comes out belongs to whoever asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from backprop import operations as ops
from backprop.forward import jvp
from backprop.operation import OPERATIONS, Operation, counting
from backprop.tape import Variable, gradient

# What a program changes between the two passes, and how it entered the first.
CHANGED: list[tuple[str, Any, list[float]]] = [
    ("a factor", lambda x, a, i: x * a, [1, 2, 3]),
    ("on the left", lambda x, a, i: a * x, [1, 2, 3]),
    ("a divisor", lambda x, a, i: x / a, [1, 1 / 2, 1 / 3]),
    ("a matrix", lambda x, a, i: x @ a, [1, 2, 3]),
    ("a part of a view", lambda x, a, i: x * a.reshape(3, 1)[:, 0], [1, 2, 3]),
    ("an einsum", lambda x, a, i: ops.einsum("i,i->", x, a), [1, 2, 3]),
    ("a mask", lambda x, a, i: ops.where(i > 0, x, 0.0), [0, 1, 1]),
    ("the mask itself", lambda x, a, i: ops.where(i, x, 0.0), [0, 1, 1]),
    ("an index", lambda x, a, i: x[i], [1, 1, 1]),
    ("an index in a tuple", lambda x, a, i: x[:, None][i, 0], [1, 1, 1]),
    ("an index in a list", lambda x, a, i: x[list(i)], [1, 1, 1]),
    ("the places of a scatter", lambda x, a, i: ops.scatter(x, index=i, shape=(3,)) * x, [2, 4, 6]),
    ("places along an axis", lambda x, a, i: ops.take_along(x, i), [1, 1, 1]),
    ("a join", lambda x, a, i: ops.concatenate(x, a) ** 2, [2, 4, 6]),
    ("sight", lambda x, a, i: ops.attention(x[:, None], x[:, None], x[:, None], seen=i == i), []),
]


@pytest.mark.parametrize(("name", "compute", "expected"), CHANGED, ids=[c[0] for c in CHANGED])
def test_what_changes_afterwards_is_of_no_account(
    name: str, compute: Any, expected: list[float]
) -> None:
    x = Variable(np.array([1.0, 2.0, 3.0]))
    array, places = np.array([1.0, 2.0, 3.0]), np.array([0, 1, 2])
    loss = compute(x, array, places).sum()
    before = gradient(loss, x)
    array[:], places[:] = -7.0, 0
    np.testing.assert_array_equal(gradient(loss, x), before)
    np.testing.assert_allclose(before, expected or before, rtol=1e-15)


def test_parameters_of_an_operation_of_ones_own_are_kept_too() -> None:
    scaled = Operation(
        "scaled", lambda a, by: a * by, (lambda g, r, a, by: g * by,), (lambda t, r, a, by: t * by,)
    )
    try:
        x, by = Variable(np.ones(2)), np.array([2.0, 3.0])
        loss = scaled(x, by=by).sum()
        by[:] = 0
        np.testing.assert_array_equal(gradient(loss, x), [2, 3])
        with pytest.raises(TypeError, match="parameters have no rules"):
            scaled(x, by=x)
    finally:
        del OPERATIONS["scaled"]


def test_gradients_belong_to_whoever_asked() -> None:
    a = Variable(np.ones(4))
    b = a.reshape(2, 2)
    whole = b.T.sum()
    slopes = gradient(whole, [a, b, a])
    for slope in slopes:
        slope *= 0.9
        slope += 1
    for one in slopes:
        for other in slopes:
            assert one is other or not np.shares_memory(one, other)
    np.testing.assert_array_equal(gradient(whole, a), 1)
    point = np.ones(3)
    value, tangent = jvp(lambda x: x, [point], [point])
    value += 1
    tangent += 1
    np.testing.assert_array_equal(point, 1)


def test_counts_within_counts_are_kept_apart() -> None:
    with counting() as outer:
        with counting() as inner:
            _ = Variable(1.0) + 1
        with counting() as other:
            pass
        _ = Variable(1.0) + 1
    assert (outer["add"], inner["add"], other["add"]) == (2, 1, 0)
    with counting() as first, counting() as second:
        pass
    _ = Variable(1.0) + 1
    assert not first
    assert not second
