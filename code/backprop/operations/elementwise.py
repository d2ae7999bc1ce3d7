"""One entry at a time: sums, products, powers, functions, and choices."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from backprop.operation import Array, Operation, Rule, no_parameters, raw
from backprop.operations.shaping import unbroadcast


def elementwise(name: str, compute: Callable[..., Any], *slopes: Rule) -> Operation:
    """An operation on each entry; its operands are broadcast as in NumPy.

    Args:
        name: how it is called in traces and messages.
        compute: the function, on plain arrays.
        slopes: for each operand, from (result, *operands) to the derivative by it. They are
            written in operations, so that they can be differentiated again.
    """

    def rules(position: int, slope: Rule) -> tuple[Rule, Rule]:
        def vjp(adjoint: Any, result: Any, *operands: Any) -> Any:
            return unbroadcast(adjoint * slope(result, *operands), operands[position])

        def jvp(tangent: Any, result: Any, *operands: Any) -> Any:
            return tangent * slope(result, *operands)

        return vjp, jvp

    vjps, jvps = zip(*(rules(*place) for place in enumerate(slopes)), strict=True)
    return Operation(name, compute, vjps, jvps, settle=no_parameters)


def ones_where(chosen: Any, like: Any) -> Array:
    """One where chosen and zero elsewhere, in the type of the numbers."""
    return np.asarray(chosen).astype(np.asarray(raw(like)).dtype)


def _sigmoid(x: Array) -> Array:
    # The two forms are equal; each is computed where its exponential is small.
    e = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1 / (1 + e), e / (1 + e)))


def _softplus(x: Array) -> Array:
    return np.asarray(np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))))


# NumPy has no error function. The one of the standard library is right to the last digit, which no
# approximation of a few lines is; called for each entry, it takes about ten times as long as exp.
_each_erf: Final = np.vectorize(math.erf, otypes=[float])


def _erf(x: Array) -> Array:
    return np.asarray(_each_erf(x)).astype(np.result_type(x, np.float16))


def _in_base(a: Any, b: Any) -> Any:
    """The base of a power, with 1 for a 0 whose power has no derivative of its own there."""
    return where((raw(a) == 0) & (raw(b) == 0), 1.0, a)


# For these five NumPy looks at Python's operator: with single numbers it is ten times as fast.
add = elementwise("add", operator.add, lambda r, a, b: 1.0, lambda r, a, b: 1.0)
subtract = elementwise("subtract", operator.sub, lambda r, a, b: 1.0, lambda r, a, b: -1.0)
multiply = elementwise("multiply", operator.mul, lambda r, a, b: b, lambda r, a, b: a)
divide = elementwise("divide", operator.truediv, lambda r, a, b: 1.0 / b, lambda r, a, b: -r / b)
negative = elementwise("negative", operator.neg, lambda r, a: -1.0)
power: Operation = elementwise(
    "power",
    np.power,
    # At b = 0 this is 0, but it changes with b as 1 / a: only at a = 0 as well is it 0 for good.
    lambda r, a, b: b * power(_in_base(a, b), b - 1.0),
    # As a goes to 0, a ** b log a goes to 0 for positive b.
    lambda r, a, b: r * log(where((raw(a) == 0) & (raw(b) >= 0), 1.0, a)),
)
exp = elementwise("exp", np.exp, lambda r, a: r)
expm1 = elementwise("expm1", np.expm1, lambda r, a: r + 1.0)
log: Operation = elementwise("log", np.log, lambda r, a: 1.0 / a)
log1p = elementwise("log1p", np.log1p, lambda r, a: 1.0 / (1.0 + a))
sin = elementwise("sin", np.sin, lambda r, a: cos(a))
cos: Operation = elementwise("cos", np.cos, lambda r, a: -sin(a))
tan = elementwise("tan", np.tan, lambda r, a: 1.0 + r * r)
sqrt = elementwise("sqrt", np.sqrt, lambda r, a: 0.5 / r)
tanh = elementwise("tanh", np.tanh, lambda r, a: 1.0 - r * r)
sigmoid: Operation = elementwise("sigmoid", _sigmoid, lambda r, a: r * (1.0 - r))
softplus = elementwise("softplus", _softplus, lambda r, a: sigmoid(a))
erf = elementwise("erf", _erf, lambda r, a: 2 / math.sqrt(math.pi) * exp(-a * a))
# At the kink these take one of the slopes beside it, or their mean: any of them is a subgradient.
relu = elementwise("relu", lambda a: np.maximum(a, 0), lambda r, a: ones_where(raw(a) > 0, a))
absolute = elementwise("absolute", np.abs, lambda r, a: np.sign(raw(a)))
maximum = elementwise(
    "maximum",
    np.maximum,
    lambda r, a, b: (ones_where(raw(a) > raw(b), r) + ones_where(raw(a) >= raw(b), r)) / 2,
    lambda r, a, b: (ones_where(raw(b) > raw(a), r) + ones_where(raw(b) >= raw(a), r)) / 2,
)
minimum = elementwise(
    "minimum",
    np.minimum,
    lambda r, a, b: (ones_where(raw(a) < raw(b), r) + ones_where(raw(a) <= raw(b), r)) / 2,
    lambda r, a, b: (ones_where(raw(b) < raw(a), r) + ones_where(raw(b) <= raw(a), r)) / 2,
)
_clip = elementwise(
    "clip",
    lambda a, low, high: np.minimum(np.maximum(a, low), high),
    # On a bound an entry still moves, as PyTorch has it.
    lambda r, a, low, high: ones_where((raw(a) >= raw(low)) & (raw(a) <= raw(high)), r),
    lambda r, a, low, high: ones_where((raw(a) < raw(low)) & (raw(low) < raw(high)), r),
    lambda r, a, low, high: ones_where((raw(a) > raw(high)) | (raw(low) > raw(high)), r),
)
# Not a product with ones and zeros: what was not chosen may be infinite, and 0 times that is NaN.
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
    settle=no_parameters,
)


def clip(a: Any, low: Any = -math.inf, high: Any = math.inf) -> Any:
    """The entries, with those below `low` or above `high` put on the bound."""
    return _clip(a, -math.inf if low is None else low, math.inf if high is None else high)


def gelu(a: Any) -> Any:
    """A smooth relu: a times the share of a standard normal distribution below a.

    See Hendrycks and Gimpel, "Gaussian Error Linear Units" (2016).
    """
    return multiply(a, (1.0 + erf(divide(a, math.sqrt(2)))) * 0.5)
