"""What people first type with a traced value: it works as in NumPy, or says what to write."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from backprop import hints
from backprop import operations as ops
from backprop.forward import Dual, jvp
from backprop.overloaded import Overloaded
from backprop.tape import Variable, gradient

KINDS = {"Variable": Variable, "Dual": lambda value: Dual(value, np.ones_like(value))}
EACH_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)

# What says something else, for a traced array `x` of three numbers and a single one, `s`.
SAYINGS: list[tuple[Any, type[Exception], str]] = [
    (lambda x, s: np.exp(x), TypeError, r"write ops\.exp\(x\), with `from backprop import oper"),
    (lambda x, s: np.exp(s), TypeError, r"write ops\.exp\(x\)"),
    (lambda x, s: np.maximum(x, 0), TypeError, r"write ops\.maximum\(x, y\)"),
    (lambda x, s: np.sum(x), TypeError, r"write x\.sum\(\)"),
    (lambda x, s: np.max(x), TypeError, r"write x\.max\(\)"),
    (lambda x, s: np.mean(x, axis=0), TypeError, r"write x\.mean\(\)"),
    (lambda x, s: np.var(x), TypeError, r"write ops\.var\(x\)"),
    (lambda x, s: np.where(x > 0, x, 0), TypeError, r"write ops\.where\(chosen, x, y\)"),
    (lambda x, s: np.concatenate([x, x]), TypeError, r"write ops\.concatenate\(x, y\)"),
    (lambda x, s: np.stack([s, s]), TypeError, r"write ops\.stack\(x, y\)"),
    (lambda x, s: np.dot(x, x), TypeError, "write x @ y"),
    (lambda x, s: np.square(x), TypeError, r"write x \*\* 2"),
    (lambda x, s: np.linalg.norm(x), TypeError, r"write ops\.sqrt\(\(x \*\* 2\)\.sum\(\)\)"),
    (lambda x, s: np.add.reduce(x), TypeError, "np.add.reduce cannot record"),
    (lambda x, s: np.arcsinh(x), TypeError, "no operation for it here"),
    (lambda x, s: np.array([s, s]), TypeError, r"ops\.stack\(x, y\)"),
    (lambda x, s: np.asarray(x), TypeError, r"`x\.value`"),
    (lambda x, s: np.full_like(np.ones(2), s), TypeError, "cannot|number"),
    (lambda x, s: x * [s, s, s], TypeError, r"ops\.stack\(x, y\)"),
    (lambda x, s: float(s), TypeError, r"`float\(x\.value\)`.*ops\.exp\(x\)"),
    (lambda x, s: int(s), TypeError, r"`float\(x\.value\)`"),
    (lambda x, s: complex(s), TypeError, r"`float\(x\.value\)`"),
    (lambda x, s: round(s), TypeError, r"`float\(x\.value\)`"),
    (lambda x, s: math.exp(s), TypeError, r"ops\.exp\(x\)"),
    (lambda x, s: range(s), TypeError, r"`float\(x\.value\)`"),
    (lambda x, s: [1, 2][s], TypeError, r"`float\(x\.value\)`"),
    (lambda x, s: np.ones(3)[s], TypeError, r"`x\.value`"),
    (lambda x, s: f"{s:.3f}", TypeError, r"write `x\.value`"),
    (lambda x, s: x % 2, TypeError, r"compute them of `x\.value`"),
    (lambda x, s: 2 // x, TypeError, r"compute them of `x\.value`"),
    (lambda x, s: bool(s), TypeError, "no truth value.*`x > 0`"),
    (lambda x, s: x.__setitem__(0, 1.0), TypeError, r"ops\.where\(chosen, new, x\)"),
    (lambda x, s: np.ones(3).__iadd__(x), TypeError, r"`a = a \+ x`"),
    (lambda x, s: x[s], TypeError, r"x\[i\.value\.astype\(int\)\]"),
    (lambda x, s: x[0.5], TypeError, "whole numbers or truth values"),
    (lambda x, s: x[1:s], TypeError, r"`float\(x\.value\)`"),
    (lambda x, s: x.exp(), AttributeError, r"write ops\.exp\(x\)"),
    (lambda x, s: x.var(), AttributeError, r"write ops\.var\(x\)"),
    (lambda x, s: x.clip(0, 1), AttributeError, r"write ops\.clip\(x\)"),
    (lambda x, s: x.flatten(), AttributeError, r"write x\.reshape\(-1\)"),
    (lambda x, s: x.backward(), AttributeError, r"write gradient\(x, inputs\)"),
    (lambda x, s: x.grad, AttributeError, r"write gradient\(loss, x\)"),
    (lambda x, s: s.item(), AttributeError, r"write float\(x\.value\)"),
    (lambda x, s: x.detach(), AttributeError, r"write x\.value"),
    (lambda x, s: x.argmax(), AttributeError, r"write x\.value\.argmax\(\)"),
    (lambda x, s: x.searchsorted(1), AttributeError, r"write x\.value\.searchsorted, which is not"),
    (lambda x, s: x.no_such_thing, AttributeError, "no attribute 'no_such_thing'"),
    (lambda x, s: vars(ops)["__getattr__"]("max"), AttributeError, r"`max`; write x\.max\(\)"),
    (
        lambda x, s: vars(ops)["__getattr__"]("abs"),
        AttributeError,
        r"no operation `abs`; write abs\(x\)",
    ),
    (lambda x, s: ops.sum_(x, 0), TypeError, "sum takes 1 operand, not 2; .* such as axis=0"),
    (lambda x, s: ops.add(x), TypeError, "add takes 2 operands, not 1"),
    (lambda x, s: ops.concatenate(), TypeError, "concatenate takes one or more operands, not 0"),
    (lambda x, s: ops.sin(x, out=None), TypeError, "sin: it has no parameter out"),
    (lambda x, s: ops.sum_(x, axes=0), TypeError, "sum: got an unexpected keyword argument 'axes'"),
    (lambda x, s: ops.sum_(x, axis=0.0), TypeError, "an axis is a whole number, not 0.0"),
    (lambda x, s: ops.sum_(x, axis=1), ValueError, "there is no axis 1; there are 0 to 0"),
    (lambda x, s: ops.sum_(s, axis=1), ValueError, "a single number has none"),
    (lambda x, s: ops.sum_(x, axis=(0, -1)), ValueError, "name one of 1 twice"),
    (lambda x, s: ops.transpose(x, axes=(0, 0)), ValueError, "no order of 1 axes"),
    (lambda x, s: ops.mean(x[:0]), ValueError, "nothing along these axes"),
    (lambda x, s: ops.var(x, ddof=3), ValueError, "more than 3 entries, and there are 3"),
    (lambda x, s: ops.top_k(x, 4), ValueError, "gives 1 to 3, not 4"),
    (lambda x, s: ops.dropout(x, 1.0, np.random.default_rng()), ValueError, "below 1, and is 1.0"),
    (lambda x, s: ops.pad(x, -1), ValueError, "no width of zeros"),
    (lambda x, s: ops.windows(x, size=4), ValueError, r"no windows of size \(4,\)"),
    (lambda x, s: ops.windows(x, size=2, stride=0), ValueError, "0 is no stride"),
    (lambda x, s: ops.convolve(x, x), ValueError, r"\(n, channels, \*lengths\)"),
    (lambda x, s: ops.einsum("ij", x), ValueError, r"`ij` .* shape \(3,\): it has one letter"),
    (lambda x, s: ops.einsum("i,i", x), ValueError, "is for 2 arrays, and here are 1"),
    (lambda x, s: ops.einsum(x, "i"), TypeError, "begins with its letters"),
    (lambda x, s: ops.einsum("ii", np.ones((2, 3))), ValueError, "asks for a diagonal"),
    (lambda x, s: ops.attention(x, x, x), ValueError, "axis"),
    (
        lambda x, s: ops.attention(*[x[None]] * 3, seen=np.array([[False]])),
        ValueError,
        "sees no key",
    ),
]


@EACH_KIND
@pytest.mark.parametrize(("first", "error", "said"), SAYINGS)
def test_it_says_what_to_write(kind: Any, first: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        first(kind(np.array([1.0, -2.0, 0.0])), kind(2.0))


def test_the_value_of_a_variable_is_not_set() -> None:
    x = Variable(1.0)
    with pytest.raises(AttributeError, match=r"w = Variable\(w\.value - rate \* slope\)"):
        x.value = 2.0


def test_every_hint_can_be_followed() -> None:
    """What is named as an operation is one."""
    for name in [*hints.INSTEAD, *ops.__all__]:
        write = hints.instead_of(name)
        if write.startswith("ops."):
            assert hasattr(ops, write[4:].partition("(")[0]), write
    x = Variable(np.ones(3))
    assert not {"exp", "flatten"} & set(dir(x))
    assert {"sum", "max", "shape", "value"} <= set(dir(x))
    assert not hasattr(x, "exp")


VALUES = np.array([1.0, -2.0, 0.0])
COMPARISONS: list[Any] = [
    lambda a, b: a > 0,
    lambda a, b: a >= b,
    lambda a, b: a < b,
    lambda a, b: a <= 0,
    lambda a, b: a == 0,
    lambda a, b: a != b,
    lambda a, b: 0 < a,  # noqa: SIM300
    lambda a, b: VALUES == a,  # noqa: SIM300
    lambda a, b: np.float64(1) > a,
    lambda a, b: np.zeros(3) <= a,
    lambda a, b: a == [1.0, 2.0, 0.0],
    lambda a, b: a == "text",
    lambda a, b: a is None,
]


@EACH_KIND
@pytest.mark.parametrize("compare", COMPARISONS)
def test_comparisons_are_numpys(kind: Any, compare: Any) -> None:
    other = VALUES[::-1].copy()
    expected = compare(VALUES, other)
    for found in (compare(kind(VALUES), kind(other)), compare(kind(VALUES), other)):
        assert not isinstance(found, Overloaded)
        assert np.asarray(found).dtype == bool
        np.testing.assert_array_equal(found, expected)


def test_a_single_number_is_compared_as_one() -> None:
    x, y = Variable(1.0), Variable(3.0)
    assert x < y
    assert max(x, y) is y
    assert sorted([y, x]) == [x, y]
    assert (x == 1) is np.True_
    assert x != y
    branch = x * 2 if x > 0 else x * 3
    assert gradient(branch, x) == 2


def test_where_and_masks_take_comparisons() -> None:
    x = Variable(VALUES)
    np.testing.assert_array_equal(gradient(ops.where(x > 0, x * 3, 0.0).sum(), x), [3, 0, 0])
    np.testing.assert_array_equal(gradient((x[x < 0] * 5).sum(), x), [0, 5, 0])
    np.testing.assert_array_equal(gradient((x * (x != 0)).sum(), x), [1, 1, 0])


def test_in_sets_and_dictionaries_a_variable_is_itself() -> None:
    x, same = Variable(1.0), Variable(1.0)
    assert len({x, same}) == 2
    assert {x: "x", same: "same"}[x] == "x"


@EACH_KIND
def test_what_works_as_in_numpy(kind: Any) -> None:
    table = np.arange(6.0).reshape(2, 3) - 2.5
    x = kind(table)
    pairs = [
        (x.max(axis=-1), table.max(axis=-1)),
        (x.min(), table.min()),
        (x.transpose(1, 0), table.T),
        (x.transpose((-1, 0)), table.T),
        (x.transpose(), table.T),
        (x.reshape([3, -1]), table.reshape(3, 2)),
        (+x, table),
        (np.ones(3) - x, 1 - table),
        (np.float64(2) / x, 2 / table),
        (np.ones((2, 2)) @ x, np.ones((2, 2)) @ table),
        (np.full(3, 2.0) ** x, 2.0**table),
        ([1.0, 2.0, 3.0] * x, table * [1, 2, 3]),
        (x / [1, 2, 4], table / [1, 2, 4]),
        (ops.add([1.0], [2.0]), np.array([3.0])),
        (ops.concatenate([x, x], axis=1), np.concatenate([table, table], axis=1)),
        (ops.stack((x, x), axis=-1), np.stack([table, table], axis=-1)),
        (ops.cumsum([1.0, 2.0]), np.array([1.0, 3.0])),
    ]
    for ours, theirs in pairs:
        value = ours.value if isinstance(ours, Overloaded) else ours
        np.testing.assert_array_equal(value, theirs)
    assert (np.shape(x), np.ndim(x), np.size(x), x.size) == ((2, 3), 2, 6, 6)
    assert x.dtype == np.zeros_like(x).dtype == float
    assert f"{x}" == repr(x)


COMPLEX: list[Any] = [
    lambda: Variable(1 + 2j),
    lambda: Variable(np.array([1 + 0j])),
    lambda: Dual(1j, 1j),
    lambda: jvp(ops.sin, [1j], [1.0]),
    lambda: jvp(ops.sin, [1.0], [1j]),
    lambda: Variable(1.0) * 1j,
    lambda: np.array([1j]) + Variable(1.0),
    lambda: Variable(1.0) ** np.complex64(2),
    lambda: Variable(np.ones(1)) @ [1j],
    lambda: Dual(1.0, 1.0) - 1j,
    lambda: ops.where([True], Variable(1.0), 1j),
    lambda: ops.einsum("i,i", Variable(np.ones(1)), np.array([1j])),
    lambda: gradient(Variable(np.ones(2)), Variable(1.0), seed=np.ones(2) * 1j),
]


@pytest.mark.parametrize("compute", COMPLEX)
def test_complex_numbers_are_refused(compute: Any) -> None:
    with pytest.raises(TypeError, match=r"real, and this is complex.*z\.real and z\.imag"):
        compute()


@pytest.mark.parametrize(
    ("constant", "said"),
    [
        (None, "NoneType"),
        ("3", "str"),
        (np.array(["a"]), "array of <U1"),
        (np.array([None]), "array of object"),
        (np.ma.masked_array([1.0, 2.0], [True, False]), "MaskedArray.*np.array"),
        ([[1.0], [1.0, 2.0]], "no array"),
    ],
)
def test_an_operand_that_is_no_number_is_refused(constant: Any, said: str) -> None:
    for x in (Variable(np.ones(2)), Dual(np.ones(2), np.ones(2))):
        with pytest.raises((TypeError, ValueError), match=said):
            ops.multiply(x, constant)
