"""What a program hands in, brought into one form in one place: numbers, axes and indices.

Rules see what comes out of here, and nothing else: axes are counted from the front, arrays are
copies that nobody changes between the forward and the backward pass, and complex numbers, whose
derivative is another matter, have been refused.
"""

from __future__ import annotations

import operator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from backprop import hints
from backprop.overloaded import Overloaded

Array = NDArray[Any]
"""An array of floating-point numbers; `()` is the shape of a single one."""

_PLAIN: Final = (float, int, bool, np.float64, np.float32, np.bool_)
"""Numbers that are what they are: immutable, and real."""


def as_floats(value: Any, what: str) -> Array:
    """A read-only copy, so that nobody changes it between the forward and the backward pass.

    Args:
        value: a float, an integer (taken as float), or an array of floats.
        what: what to call it in a message.

    Raises:
        TypeError: for an array of integers, of complex numbers, or of something that is no number.
        ValueError: for NaN.
    """
    array = _array(float(value) if isinstance(value, int) else value, what)
    if array.dtype.kind == "c":
        raise TypeError(_complex(what, array))
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{what} needs floating-point numbers, and this is {type(value).__name__}")
    if array.dtype.kind != "f":
        lists = isinstance(value, (list, tuple))
        write = "write np.array(..., dtype=float)" if lists else "convert it with .astype(float)"
        raise TypeError(
            f"{what} needs floating-point numbers, and this is an array of {array.dtype} of shape "
            f"{array.shape}; {write}"
        )
    if np.isnan(array).any():
        place = tuple(int(i) for i in np.argwhere(np.isnan(array))[0])
        raise ValueError(f"{what} of shape {array.shape} is NaN at {place}")
    array.flags.writeable = False
    number_or_array: Array = array[()]
    return number_or_array


def as_constant(value: Any) -> Any:
    """An operand that is not traced, as it is kept: a number, or a read-only copy of an array.

    Raises:
        TypeError: for complex numbers, and for what is no number.
    """
    if value.__class__ in _PLAIN:
        return value
    if value.__class__ is np.ndarray and value.dtype.kind in "fiub":
        if value.base is None and not value.flags.writeable:
            return value  # which nobody can change, not even by another view
        array = value.copy()
        array.setflags(write=False)
        return array if array.ndim else array[()]
    array = _array(value, "a constant")
    if array.dtype.kind == "c":
        raise TypeError(_complex("a constant", array))
    if array.dtype.kind not in "fiub":
        what = f"an array of {array.dtype}" if array.ndim else f"{type(value).__name__}"
        raise TypeError(f"an operand needs to be numbers, and this is {what}")
    array.flags.writeable = False
    return array if array.ndim else array[()]


def _array(value: Any, what: str) -> Array:
    if isinstance(value, np.ndarray) and type(value) not in (np.ndarray, np.memmap):
        raise TypeError(
            f"{what} cannot be a {type(value).__name__}, which means something else by its "
            "operators; convert it with np.array(a)"
        )
    try:
        return np.array(value)
    except ValueError as error:
        raise ValueError(f"{what} is no array: {error}") from None


def _complex(what: str, array: Array) -> str:
    return (
        f"{what} is real, and this is {array.dtype} of shape {array.shape}: rules for complex "
        "numbers are not known here; compute with the real and the imaginary part, "
        "z.real and z.imag"
    )


def axes_of(axis: Any, rank: int) -> tuple[int, ...]:
    """Axes in the order of counting from the front; all of them for None.

    Raises:
        TypeError: if they are no whole numbers.
        ValueError: if one does not exist, or comes twice.
    """
    if axis is None:
        return tuple(range(rank))
    several = axis if isinstance(axis, (tuple, list)) else (axis,)
    if rank == 0 and several in ((0,), (-1,)):
        return ()  # as NumPy has it: a single number may be summed along its only entry
    axes = tuple(sorted(axis_of(one, rank) for one in several))
    if len(set(axes)) < len(axes):
        raise ValueError(f"the axes {tuple(several)} name one of {rank} twice")
    return axes


def axis_of(axis: Any, rank: int) -> int:
    """One axis, counted from the front.

    Raises:
        TypeError: if it is no whole number.
        ValueError: if it does not exist.
    """
    try:
        number = operator.index(axis)
    except TypeError:
        raise TypeError(f"an axis is a whole number, not {axis!r}") from None
    if not -rank <= number < rank:
        there = f"there are 0 to {rank - 1}" if rank else "a single number has none"
        raise ValueError(f"there is no axis {number}; {there}")
    return number % rank


def order_of(axes: Any, rank: int) -> tuple[int, ...]:
    """An order of all axes, counted from the front; the reverse for None.

    Raises:
        TypeError: if they are no whole numbers.
        ValueError: unless each axis comes once.
    """
    if axes is None:
        return tuple(reversed(range(rank)))
    order = tuple(axis_of(axis, rank) for axis in axes)
    if sorted(order) != list(range(rank)):
        raise ValueError(f"{tuple(axes)} is no order of {rank} axes: each has to come once")
    return order


def shape_of(shape: Any) -> tuple[int, ...]:
    """A shape as a tuple of whole numbers.

    Raises:
        TypeError: if it is something else.
    """
    try:
        sizes = shape if isinstance(shape, (tuple, list, np.ndarray)) else (shape,)
        return tuple(operator.index(size) for size in sizes)
    except TypeError:
        raise TypeError(f"a shape is made of whole numbers, not {shape!r}") from None


def index_of(index: Any) -> Any:
    """An index in which nothing can be changed any more.

    Raises:
        TypeError: if it holds anything but whole numbers, truth values, slices and new axes.
    """
    return tuple(map(_place, index)) if isinstance(index, tuple) else _place(index)


def _place(part: Any) -> Any:
    if part is None or part is ... or isinstance(part, (int, np.integer, np.bool_)):
        return part
    if isinstance(part, slice):
        return slice(*(None if end is None else operator.index(end) for end in _ends(part)))
    if isinstance(part, Overloaded):
        raise TypeError(
            "a traced value is no index, since nothing could be differentiated by it; write "
            "`x[i.value.astype(int)]`"
        )
    array = np.array(part)
    if array.size == 0 and not isinstance(part, np.ndarray):
        array = array.astype(int)
    if array.dtype.kind not in "iub":
        raise TypeError(
            f"an index is made of whole numbers or truth values, not of {array.dtype}; convert it "
            "with .astype(int)"
        )
    array.flags.writeable = False
    return array


def _ends(part: slice) -> tuple[Any, Any, Any]:
    return part.start, part.stop, part.step


def frozen(parameter: Any) -> Any:
    """A parameter of an operation that does not say what its parameters are: arrays are copied."""
    if isinstance(parameter, Overloaded):
        raise TypeError(hints.PARAMETER)
    if isinstance(parameter, np.ndarray):
        parameter = parameter.copy()
        parameter.flags.writeable = False
    elif isinstance(parameter, list):
        return tuple(map(frozen, parameter))
    return parameter
