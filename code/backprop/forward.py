"""Forward-mode automatic differentiation: each value carries its derivative along.

A dual number is a value and a tangent, the derivative of the value in the direction in which the
inputs move. Nothing is recorded; one pass gives the derivative of every output in one direction,
where a backward pass gives that of one output in every direction. See Baydin et al., "Automatic
Differentiation in Machine Learning: a Survey" (2018), section 3.1.

A derivative within a derivative moves something else, and must not be mistaken for it: every dual
number says by its level which derivative its tangent belongs to. Siskind and Pearlmutter, "Nesting
Forward-Mode AD in a Functional Framework" (2008), call the mistake perturbation confusion.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, Final

import numpy as np

from backprop import operations  # fills the table that the operators look into
from backprop.operation import Operation, Overloaded, as_floats, raw
from backprop.overloaded import level_of

__all__ = ["Dual", "jvp", "operations"]

_levels: Final = count(100, 100)
"""One for each call of `jvp`, with room above it for duals and variables that hold its duals."""
_running: Final[list[int]] = [0]
"""The calls of `jvp` that have not come back, the innermost last."""


class Dual(Overloaded):
    """A value and its tangent.

    Attributes:
        value: the number or array; for a derivative within another, a traced value.
        tangent: how fast it changes, of the same shape.
        level: which derivative the tangent belongs to. The duals that a program makes of plain
            numbers all belong to one, or within `jvp` to one further in; those of `jvp` belong
            to that call. To nest derivatives, use `jvp`.
    """

    __slots__ = ("_value", "level", "tangent")

    def __init__(self, value: Any, tangent: Any) -> None:
        """Pair a value with a tangent.

        Raises:
            TypeError: for anything but floating-point numbers.
            ValueError: if their shapes differ, and for NaN.
        """
        self._value, self.tangent = _numbers(value, "a value"), _numbers(tangent, "a tangent")
        self.level = (max(level_of(value, tangent), _running[-1]) + 2) & ~1
        if np.shape(raw(value)) != np.shape(raw(tangent)):
            raise ValueError(
                f"the value has shape {np.shape(raw(value))}, "
                f"its tangent {np.shape(raw(tangent))}; a tangent has the shape of its value"
            )

    @classmethod
    def at(cls, level: int, value: Any, tangent: Any) -> Dual:
        """A dual number of some level."""
        made = cls.__new__(cls)
        made._value, made.tangent, made.level = value, tangent, level
        return made

    @property
    def value(self) -> Any:
        """The number or array; for a derivative within another, a traced value."""
        return self._value

    def __repr__(self) -> str:
        return f"Dual({raw(self.value)}, {raw(self.tangent)})"

    @classmethod
    def apply(
        cls, operation: Operation, operands: tuple[Any, ...], parameters: dict[str, Any], level: int
    ) -> Dual:
        """The result, and the sum of what each operand's tangent adds to its tangent."""
        values = tuple([o._value if _at(o, level) else o for o in operands])
        result = operation(*values, **parameters)
        tangent: Any = None
        for position, operand in enumerate(operands):
            if _at(operand, level):
                share = operation.jvp(position, operand.tangent, result, values, parameters)
                tangent = share if tangent is None else tangent + share
        # Where a small operand was broadcast, so is its tangent.
        shape = np.shape(raw(result))
        if np.shape(raw(tangent)) != shape:
            tangent = operations.broadcast_to(tangent, shape=shape)
        return cls.at(level, result, tangent)


def _at(operand: Any, level: int) -> bool:
    return isinstance(operand, Dual) and operand.level == level


def _numbers(value: Any, what: str) -> Any:
    return value if isinstance(value, Overloaded) else as_floats(value, what)


def jvp(
    function: Callable[..., Any], points: Sequence[Any], tangents: Sequence[Any]
) -> tuple[Any, Any]:
    """A function's value and its derivative when all its arguments move at once.

    Args:
        function: of as many arrays as there are points. It may itself take derivatives.
        points: where to evaluate it.
        tangents: the direction in which each argument moves, each of its point's shape.

    Returns:
        The value, and the Jacobian times the tangents, of the value's shape: arrays, or traced
        values if a derivative around this one is being taken.

    Raises:
        TypeError: for anything but floating-point numbers.
        ValueError: if there are not as many tangents as points, or if a shape differs.
    """
    if not all(isinstance(given, (list, tuple, np.ndarray)) for given in (points, tangents)):
        raise TypeError(
            "jvp takes a list of points and a list of tangents, one for each argument of the "
            "function: write jvp(f, [x], [v])"
        )
    if len(points) != len(tangents):
        raise ValueError(f"there are {len(points)} points and {len(tangents)} tangents")
    level = next(_levels)
    duals = []
    for point, tangent in zip(points, tangents, strict=True):
        pair = Dual(_numbers(point, "a point"), _numbers(tangent, "a tangent"))
        duals.append(Dual.at(level, pair.value, pair.tangent))
    _running.append(level)
    try:
        result = function(*duals)
    finally:
        _running.remove(level)
    if isinstance(result, (tuple, list)):
        raise TypeError(
            "the function gives several results; let it give one array, with `ops.stack`"
        )
    while isinstance(result, Overloaded) and result.level > level:
        result = result.value  # a variable made inside, of a tape that ends here
    if _at(result, level):
        return _result(result.value), _result(result.tangent)
    still = np.zeros(np.shape(raw(result)), np.result_type(raw(result), np.float16))
    return _result(result), still


def _result(value: Any) -> Any:
    """A traced value as it is, and an array as a copy that belongs to whoever asked for it."""
    return value if isinstance(value, Overloaded) else np.array(value)
