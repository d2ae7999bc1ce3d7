"""Values that operations treat in their own way, with Python's operators and NumPy's methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np

from backprop import hints

OPERATIONS: Final[dict[str, Any]] = {}
"""Every operation by its name; each enters itself when it is made."""

Axis = int | tuple[int, ...] | None

_OPERATORS: Final = frozenset({"add", "subtract", "multiply", "divide", "power", "matmul"})
"""What NumPy calls the operators that it meets with an array on the left."""
_COMPARISONS: Final = frozenset(
    {"less", "less_equal", "greater", "greater_equal", "equal", "not_equal"}
)
_SHAPES_ONLY: Final = frozenset({"shape", "ndim", "size", "zeros_like", "ones_like"})
"""Functions of NumPy for which the entries are of no account."""


class Overloaded:
    """Base of traced values.

    Comparisons are those of the plain arrays underneath: they give truth values, which have no
    derivative. Equality is one of them, so a traced value is found in a set or dictionary by what
    it is, not by what it holds.

    Attributes:
        level: how deep it is nested. An operation belongs to the highest level among its operands,
            for which all others are constants, so that derivatives in derivatives are kept apart.
            Odd for variables, even for dual numbers.
    """

    __slots__ = ()
    level: int

    @classmethod
    def apply(
        cls, operation: Any, operands: tuple[Any, ...], parameters: dict[str, Any], level: int
    ) -> Any:
        """The result of an operation whose highest level is of this kind.

        Operands that are not traced are numbers, or arrays that nobody can change.
        """
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

    @property
    def size(self) -> int:
        """The number of entries."""
        return int(np.size(raw(self)))

    @property
    def dtype(self) -> Any:
        """The type of the entries."""
        return np.asarray(raw(self)).dtype

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a single number has no length")
        return self.shape[0]

    def __iter__(self) -> Iterator[Any]:
        return (self[index] for index in range(len(self)))

    # What has no derivative: comparisons, and everything that would lose it.

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> Any:
        return raw(self) == raw(other)

    def __ne__(self, other: object) -> Any:
        return raw(self) != raw(other)

    def __lt__(self, other: Any) -> Any:
        return raw(self) < raw(other)

    def __le__(self, other: Any) -> Any:
        return raw(self) <= raw(other)

    def __gt__(self, other: Any) -> Any:
        return raw(self) > raw(other)

    def __ge__(self, other: Any) -> Any:
        return raw(self) >= raw(other)

    def __bool__(self) -> bool:
        raise TypeError(hints.TRUTH)

    def __float__(self) -> float:
        raise TypeError(hints.NUMBER)

    __int__ = __complex__ = __index__ = __float__
    __round__ = __trunc__ = __floor__ = __ceil__ = __float__

    def __format__(self, how: str) -> str:
        if how:
            raise TypeError(hints.FORMAT)
        return repr(self)

    def __setitem__(self, index: Any, value: Any) -> None:
        raise TypeError(hints.ASSIGNMENT)

    def __mod__(self, other: Any) -> Any:
        raise TypeError(hints.REMAINDER)

    __rmod__ = __floordiv__ = __rfloordiv__ = __divmod__ = __rdivmod__ = __mod__

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise TypeError(hints.ARRAY)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **how: Any) -> Any:
        name = ufunc.__name__
        if method == "__call__" and not how:
            if name in _OPERATORS:
                return OPERATIONS[name](*inputs)
            if name in _COMPARISONS:
                return ufunc(*map(raw, inputs))
        if "out" in how and not isinstance(how["out"][0], Overloaded):
            raise TypeError(hints.IN_PLACE)
        raise TypeError(hints.of_numpy(name if method == "__call__" else f"{name}.{method}"))

    def __array_function__(self, function: Any, types: Any, given: Any, how: Any) -> Any:
        if function.__name__ in _SHAPES_ONLY:
            return function(raw(given[0]), *given[1:], **how)
        raise TypeError(hints.of_numpy(function.__name__))

    def __dir__(self) -> list[str]:
        return [name for name in super().__dir__() if hasattr(self, name)]

    # Operators and methods, which are operations.

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

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return OPERATIONS["absolute"](self)

    def __matmul__(self, other: Any) -> Any:
        return OPERATIONS["matmul"](self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return OPERATIONS["matmul"](other, self)

    def __getitem__(self, index: Any) -> Any:
        return OPERATIONS["index"](self, index=index)

    def sum(self, axis: Axis = None, *, keepdims: bool = False) -> Any:
        """The sum over some axes, or over all."""
        return OPERATIONS["sum"](self, axis=axis, keepdims=keepdims)

    def mean(self, axis: Axis = None, *, keepdims: bool = False) -> Any:
        """The mean over some axes, or over all."""
        return OPERATIONS["mean"](self, axis=axis, keepdims=keepdims)

    def max(self, axis: Axis = None, *, keepdims: bool = False) -> Any:
        """The largest entry along some axes, or of all; several such share the adjoint."""
        return OPERATIONS["max"](self, axis=axis, keepdims=keepdims)

    def min(self, axis: Axis = None, *, keepdims: bool = False) -> Any:
        """The smallest entry along some axes, or of all; several such share the adjoint."""
        return OPERATIONS["min"](self, axis=axis, keepdims=keepdims)

    def reshape(self, *shape: int | tuple[int, ...]) -> Any:
        """The same entries in another shape, written as numbers or, as in NumPy, a tuple."""
        whole = shape[0] if len(shape) == 1 else shape
        return OPERATIONS["reshape"](self, shape=whole)

    def transpose(self, *axes: int | tuple[int, ...] | None) -> Any:
        """The axes in another order, written as numbers or a tuple; in reverse if not said."""
        whole: Any = axes[0] if len(axes) == 1 and not isinstance(axes[0], int) else axes or None
        return OPERATIONS["transpose"](self, axes=whole)

    @property
    def T(self) -> Any:  # noqa: N802  # NumPy's name for it
        """The axes in reverse order."""
        return OPERATIONS["transpose"](self, axes=None)


def raw(value: Any) -> Any:
    """The plain number or array under any wrapping."""
    while isinstance(value, Overloaded):
        value = value.value
    return value


def level_of(*values: Any) -> int:
    """The highest level among some values; 0 where nothing is traced."""
    return max((v.level for v in values if isinstance(v, Overloaded)), default=0)


class _Missing:
    """What a traced value does not have, and says so with what to write.

    A `__getattr__` would do the same, but slow down every other attribute.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type) -> Any:
        raise AttributeError(hints.of_attribute(self.name, owner.__name__))


def say_of(names: Iterable[str]) -> None:
    """Let traced values say what to write in the place of an attribute that they do not have."""
    for name in names:
        if not name.startswith("_") and name not in vars(Overloaded):
            setattr(Overloaded, name, _Missing(name))


say_of({*dir(np.ndarray), *hints.INSTEAD})
