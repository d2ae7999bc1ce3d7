"""What an operation is: a function of arrays with a rule for each of its operands.

The same operation serves plain arrays, variables on a tape (`tape.Variable`) and dual numbers
(`forward.Dual`). The rules are themselves written in operations, so that a gradient can be
differentiated again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""An array of floating-point numbers; `()` is the shape of a single one."""

Rule = Callable[..., Any]
"""From (adjoint or tangent, result, *operands, **parameters) to an adjoint or tangent."""

OPERATIONS: Final[dict[str, Operation]] = {}
"""Every operation by its name; `operations` fills it."""


class Operation:
    """A function of arrays that can be differentiated.

    Attributes:
        name: how it is called in traces and messages.
        compute: the function, on plain arrays.
        vjps: for each operand the rule from the result's adjoint to the operand's (the
            vector-Jacobian product), which has the operand's shape. With a single rule and
            `variadic` it serves every operand and is told which, as `position`.
        jvps: for each operand the rule from its tangent to what that adds to the result's tangent
            (the Jacobian-vector product).
        variadic: whether it takes any number of operands.
    """

    def __init__(
        self,
        name: str,
        compute: Callable[..., Any],
        vjps: tuple[Rule, ...],
        jvps: tuple[Rule, ...],
        *,
        variadic: bool = False,
    ) -> None:
        self.name = name
        self.compute = compute
        self.vjps = vjps
        self.jvps = jvps
        self.variadic = variadic
        OPERATIONS[name] = self

    def __repr__(self) -> str:
        return f"<operation {self.name}>"

    def __call__(self, *operands: Any, **parameters: Any) -> Any:
        """Apply the operation; the result is of the most elaborate kind among the operands."""
        kind = None
        for operand in operands:
            if isinstance(operand, Overloaded) and (kind is None or operand.rank > kind.rank):
                kind = type(operand)
        if kind is not None:
            return kind.apply(self, operands, parameters)
        return self.evaluate(operands, parameters)

    def evaluate(self, operands: tuple[Any, ...], parameters: dict[str, Any]) -> Array:
        """Compute on plain arrays.

        Raises:
            ValueError: if their shapes do not fit; the message names them.
        """
        if _counters:
            self._count("")
        try:
            result = self.compute(*operands, **parameters)
        except ValueError as error:
            shapes = ", ".join(str(np.shape(operand)) for operand in operands)
            raise ValueError(f"{self.name} does not fit the shapes {shapes}: {error}") from None
        # A single number stays what NumPy computes fastest with, and nobody can change it.
        return result if isinstance(result, _NUMPYS) else np.asarray(result)

    def _count(self, what: str) -> None:
        for counter in _counters:
            counter[self.name + what] += 1

    def vjp(
        self,
        position: int,
        adjoint: Any,
        result: Any,
        operands: tuple[Any, ...],
        parameters: dict[str, Any],
    ) -> Any:
        """The adjoint of the operand at `position`."""
        if _counters:
            self._count(" vjp")
        if self.variadic:
            return self.vjps[0](adjoint, result, *operands, position=position, **parameters)
        return self.vjps[position](adjoint, result, *operands, **parameters)

    def jvp(
        self,
        position: int,
        tangent: Any,
        result: Any,
        operands: tuple[Any, ...],
        parameters: dict[str, Any],
    ) -> Any:
        """What the tangent of the operand at `position` adds to the tangent of the result."""
        if _counters:
            self._count(" jvp")
        if self.variadic:
            return self.jvps[0](tangent, result, *operands, position=position, **parameters)
        return self.jvps[position](tangent, result, *operands, **parameters)


class Overloaded:
    """Base of values that operations treat in their own way, with Python's operators for them.

    Attributes:
        rank: which kind a mixture of kinds becomes: the one with the highest rank.
    """

    __slots__ = ()
    rank: ClassVar[int]
    # NumPy leaves `array + variable` to the variable.
    __array_ufunc__ = None

    @classmethod
    def apply(
        cls, operation: Operation, operands: tuple[Any, ...], parameters: dict[str, Any]
    ) -> Any:
        """The result of an operation of which at least one operand is of this kind."""
        raise NotImplementedError

    @property
    def value(self) -> Any:
        """The number or array underneath."""
        raise NotImplementedError

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the array underneath."""
        return np.shape(raw(self))

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a single number has no length")
        return self.shape[0]

    def __iter__(self) -> Iterator[Any]:
        return (self[index] for index in range(len(self)))

    def __bool__(self) -> bool:
        raise TypeError(
            "a traced value has no truth value, because a branch cannot be differentiated; "
            "compare `.value`, or use `where`"
        )

    def __add__(self, other: Any) -> Any:
        return OPERATIONS["add"](self, other)

    def __radd__(self, other: Any) -> Any:
        return OPERATIONS["add"](other, self)

    def __sub__(self, other: Any) -> Any:
        return OPERATIONS["subtract"](self, other)

    def __rsub__(self, other: Any) -> Any:
        return OPERATIONS["subtract"](other, self)

    def __mul__(self, other: Any) -> Any:
        return OPERATIONS["multiply"](self, other)

    def __rmul__(self, other: Any) -> Any:
        return OPERATIONS["multiply"](other, self)

    def __truediv__(self, other: Any) -> Any:
        return OPERATIONS["divide"](self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return OPERATIONS["divide"](other, self)

    def __pow__(self, other: Any) -> Any:
        return OPERATIONS["power"](self, other)

    def __rpow__(self, other: Any) -> Any:
        return OPERATIONS["power"](other, self)

    def __neg__(self) -> Any:
        return OPERATIONS["negative"](self)

    def __abs__(self) -> Any:
        return OPERATIONS["absolute"](self)

    def __matmul__(self, other: Any) -> Any:
        return OPERATIONS["matmul"](self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return OPERATIONS["matmul"](other, self)

    def __getitem__(self, index: Any) -> Any:
        return OPERATIONS["index"](self, index=index)

    def sum(self, axis: int | tuple[int, ...] | None = None, *, keepdims: bool = False) -> Any:
        """The sum over some axes, or over all."""
        return OPERATIONS["sum"](self, axis=axis, keepdims=keepdims)

    def mean(self, axis: int | tuple[int, ...] | None = None, *, keepdims: bool = False) -> Any:
        """The mean over some axes, or over all."""
        return OPERATIONS["mean"](self, axis=axis, keepdims=keepdims)

    def reshape(self, *shape: int | tuple[int, ...]) -> Any:
        """The same entries in another shape, written as numbers or, as in NumPy, a tuple."""
        whole = shape[0] if len(shape) == 1 else shape
        return OPERATIONS["reshape"](self, shape=whole)

    @property
    def T(self) -> Any:  # noqa: N802  # NumPy's name for it
        """The axes in reverse order."""
        return OPERATIONS["transpose"](self, axes=None)


def raw(value: Any) -> Any:
    """The plain number or array under any wrapping."""
    while isinstance(value, Overloaded):
        value = value.value
    return value


def as_floats(value: Any, what: str) -> Array:
    """A read-only copy, so that nobody changes it between the forward and the backward pass.

    Args:
        value: a float, an integer (taken as float), or an array of floats.
        what: what to call it in a message.

    Raises:
        TypeError: for an array of integers or of something that is no number.
        ValueError: for NaN.
    """
    array = np.array(float(value) if isinstance(value, int) else value)
    if array.dtype.kind not in "fc":
        raise TypeError(
            f"{what} needs floating-point numbers, and this is an array of {array.dtype} of shape "
            f"{array.shape}; convert it with .astype(float)"
        )
    if np.isnan(array).any():
        place = tuple(int(i) for i in np.argwhere(np.isnan(array))[0])
        raise ValueError(f"{what} of shape {array.shape} is NaN at {place}")
    array.flags.writeable = False
    number_or_array: Array = array[()]
    return number_or_array


_NUMPYS: Final[tuple[type[Any], ...]] = (np.ndarray, np.generic)
_counters: list[Counter[str]] = []


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Count how often each operation is computed, and each of its rules applied.

    The keys are names such as `tanh`, `tanh vjp` and `tanh jvp`.
    """
    counter: Counter[str] = Counter()
    _counters.append(counter)
    try:
        yield counter
    finally:
        _counters.remove(counter)
