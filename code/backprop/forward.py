"""Forward-mode automatic differentiation: each value carries its derivative along.

A dual number is a value and a tangent, the derivative of the value in the direction in which the
inputs move. Nothing is recorded; one pass gives the derivative of every output in one direction,
where a backward pass gives that of one output in every direction. See Baydin et al., "Automatic
Differentiation in Machine Learning: a Survey" (2018), section 3.1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np

from backprop import operations  # fills the table that the operators look into
from backprop.operation import Array, Operation, Overloaded, as_floats, raw

__all__ = ["Dual", "jvp", "operations"]


class Dual(Overloaded):
    """A value and its tangent.

    Attributes:
        value: the number or array.
        tangent: how fast it changes, of the same shape.
    """

    __slots__ = ("_value", "tangent")
    rank: ClassVar[int] = 2

    def __init__(self, value: Any, tangent: Any) -> None:
        """Pair a value with a tangent.

        Raises:
            ValueError: if their shapes differ.
        """
        if np.shape(raw(value)) != np.shape(raw(tangent)):
            raise ValueError(
                f"the value has shape {np.shape(raw(value))}, "
                f"its tangent {np.shape(raw(tangent))}; a tangent has the shape of its value"
            )
        self._value = value
        self.tangent = tangent

    @property
    def value(self) -> Any:
        """The number or array."""
        return self._value

    def __repr__(self) -> str:
        return f"Dual({raw(self.value)}, {raw(self.tangent)})"

    @classmethod
    def apply(
        cls, operation: Operation, operands: tuple[Any, ...], parameters: dict[str, Any]
    ) -> Dual:
        """The result, and the sum of what each operand's tangent adds to its tangent."""
        values = tuple([o.value if isinstance(o, Dual) else o for o in operands])
        result = operation(*values, **parameters)
        tangent: Any = 0.0
        for position, operand in enumerate(operands):
            if isinstance(operand, Dual):
                tangent = tangent + operation.jvp(
                    position, operand.tangent, result, values, parameters
                )
        # Where a small operand was broadcast, so is its tangent.
        shape = np.shape(raw(result))
        if np.shape(raw(tangent)) != shape:
            tangent = operations.broadcast_to(tangent, shape=shape)
        return cls(result, tangent)


def jvp(
    function: Callable[..., Any], points: Sequence[Any], tangents: Sequence[Any]
) -> tuple[Array, Array]:
    """A function's value and its derivative when all its arguments move at once.

    Args:
        function: of as many arrays as there are points.
        points: where to evaluate it.
        tangents: the direction in which each argument moves, each of its point's shape.

    Returns:
        The value, and the Jacobian times the tangents, of the value's shape.
    """
    duals = [
        Dual(as_floats(point, "a point"), as_floats(tangent, "a tangent"))
        for point, tangent in zip(points, tangents, strict=True)
    ]
    result = function(*duals)
    if not isinstance(result, Dual):
        value = np.asarray(result)
        return value, np.zeros_like(value)
    return np.asarray(result.value), np.asarray(result.tangent)
