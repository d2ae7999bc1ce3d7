"""Reverse-mode automatic differentiation: record the forward pass, then walk it backward.

Every operation on a `Variable` is recorded: together the variables are the tape. `gradient` visits
them in the reverse order of their making, asks each operation's VJP rule for its operands'
adjoints, and adds up the adjoints of a variable that was used more than once.

The adjoint of x is d(loss)/dx and has the shape of x. See Griewank and Walther, "Evaluating
Derivatives" (2nd ed., 2008), section 3.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

import numpy as np

from backprop import hints, operations  # operations fill the table that operators look into
from backprop.forward import Dual
from backprop.operation import Array, Operation, Overloaded, as_floats, raw
from backprop.overloaded import level_of

__all__ = ["Variable", "gradient", "hessian_vector_product", "operations"]

_indices = count()


class Variable(Overloaded):
    """A value on the tape.

    A copy of a variable is another variable of the same value.

    Attributes:
        value: the number or array, read-only.
        operation: what made it; None for a variable that the program set.
        operands: what it was made from.
        parameters: further arguments of the operation, such as an axis.
        index: its place on the tape: greater than that of all its operands.
        name: how it is called in traces and messages.
        level: 1, or more for a variable that holds a traced value.
    """

    __slots__ = ("_value", "index", "level", "name", "operands", "operation", "parameters")

    operation: Operation | None
    operands: tuple[Any, ...]
    parameters: dict[str, Any]

    def __init__(self, value: Any, name: str | None = None) -> None:
        """Set a variable.

        Args:
            value: a float or an array of floats; or a traced value, for a tape within another
                derivative.
            name: how it is called.

        Raises:
            TypeError: for anything but floating-point numbers.
            ValueError: for NaN.
        """
        traced = isinstance(value, Overloaded)
        what = f"the variable {name}" if name else "a variable"
        self._value: Any = value if traced else as_floats(value, what)
        self.level = (level_of(value) + 1) | 1
        self.operation = None
        self.operands = ()
        self.parameters = {}
        self.index = next(_indices)
        self.name = name

    @property
    def value(self) -> Any:
        """The number or array, read-only; for a variable of a traced value, that."""
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        raise AttributeError(hints.VALUE)

    def __repr__(self) -> str:
        made = f" = {self.operation.name}" if self.operation else ""
        return f"Variable({self.name or ''}{made} {np.array2string(raw(self), precision=4)})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied or read back it is another variable, with a place of its own on the tape.

        Raises:
            TypeError: for a result, whose copy would have lost what it was made from.
        """
        if self.operation is not None:
            raise TypeError(
                f"this is the result of {self.operation.name}, and a copy of it would no longer "
                "depend on anything; copy the variables that it was made from and compute it "
                "again, or write Variable(y.value) for a new beginning"
            )
        return Variable, (self._value, self.name)

    @classmethod
    def apply(
        cls, operation: Operation, operands: tuple[Any, ...], parameters: dict[str, Any], level: int
    ) -> Variable:
        """Compute the result and record how it came about."""
        if level == 1:  # and no operand is a dual number
            values = tuple([o._value if isinstance(o, Variable) else o for o in operands])
            value = operation.evaluate(values, parameters)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
        else:
            value = operation(*_values(operands, level), **parameters)
        result = cls.__new__(cls)
        result._value = value
        result.level = level
        result.operation = operation
        result.operands = operands
        result.parameters = parameters
        result.index = next(_indices)
        result.name = None
        return result


def _values(operands: tuple[Any, ...], level: int) -> tuple[Any, ...]:
    """What the operands are for a tape of this level: of its own variables the values."""
    return tuple(
        [o._value if isinstance(o, Variable) and o.level == level else o for o in operands]
    )


def gradient(
    loss: Any,
    inputs: Variable | Sequence[Variable],
    seed: Any = None,
    *,
    record: bool = False,
) -> Any:
    """The adjoints of `inputs`: how fast `loss` changes with each entry of each of them.

    Args:
        loss: a scalar, or anything if there is a seed. Within a derivative in forward mode it may
            be a dual number of variables; then so are the adjoints.
        inputs: the variables to differentiate by. One that the loss does not depend on gets zeros.
        seed: the adjoint of `loss`, of its shape; 1 if absent.
        record: whether to record the backward pass too, so that the result can be differentiated;
            it is then made of variables instead of arrays.

    Returns:
        One adjoint, or a list of them where `inputs` is a sequence; each has its input's shape. The
        arrays are new, and belong to whoever called.

    Raises:
        TypeError: if the loss or an input is not on a tape.
        ValueError: if the loss is not a scalar and has no seed, if the seed has another shape, or
            if the loss is not a number; the message says which operation went wrong first.
    """
    wanted = _listed(inputs)
    if isinstance(loss, Dual):
        adjoints = _of_dual(loss, wanted, seed, record=record)
    else:
        for what, variable in (("loss", loss), *(("input", variable) for variable in wanted)):
            if not isinstance(variable, Variable):
                raise TypeError(
                    f"the {what} is no variable but {type(variable).__name__}; nothing was "
                    "recorded for it, so wrap the inputs in Variable before you compute with them"
                )
        adjoints = _backward(loss, wanted, seed, record=record)
    return adjoints[0] if isinstance(inputs, Variable) else adjoints


def _listed(inputs: Any) -> list[Any]:
    try:
        return [inputs] if isinstance(inputs, Variable) else list(inputs)
    except TypeError:
        return [inputs]  # which is no variable, and will be told so


def _backward(loss: Variable, wanted: list[Variable], given: Any, *, record: bool) -> list[Any]:
    level = loss.level
    tape = recorded(loss)
    seed = _checked_seed(loss, given, tape)
    depends = _dependents(tape, [v for v in wanted if v.level == level])

    adjoints: dict[int, Any] = {loss.index: seed}
    found: dict[int, Any] = {}
    targets = {variable.index for variable in wanted}
    for node in reversed(tape):
        adjoint = adjoints.pop(node.index, None)
        if adjoint is None:
            continue
        if node.index in targets:
            found[node.index] = adjoint
        if node.operation is None:
            continue
        result: Any = node if record else node._value
        if record:
            operands = node.operands
        elif level == 1:  # where nothing but variables of this tape is traced
            operands = tuple([o._value if isinstance(o, Variable) else o for o in node.operands])
        else:
            operands = _values(node.operands, level)
        for position, operand in enumerate(node.operands):
            if isinstance(operand, Variable) and operand.index in depends:
                share = node.operation.vjp(position, adjoint, result, operands, node.parameters)
                held = adjoints.get(operand.index)
                # A value that was used twice collects from both uses.
                adjoints[operand.index] = share if held is None else held + share
    # Of a variable around this tape the loss is a constant here, but not its value.
    outer = [variable for variable in wanted if variable.level < level]
    if outer and level_of(loss.value):
        around = gradient(loss.value, outer, given)
        found |= {variable.index: a for variable, a in zip(outer, around, strict=True)}
    return [_finished(v, found.get(v.index), record=record) for v in wanted]


def _finished(variable: Variable, adjoint: Any, *, record: bool) -> Any:
    """The adjoint as it is handed out: what is traced as it is, an array as a new one."""
    if adjoint is None:
        adjoint = np.zeros_like(raw(variable))
    if record:
        return adjoint if isinstance(adjoint, Variable) else Variable(adjoint)
    if isinstance(adjoint, Overloaded):
        return adjoint
    return np.array(adjoint, dtype=raw(variable).dtype)


def _of_dual(loss: Dual, wanted: list[Variable], seed: Any, *, record: bool) -> list[Any]:
    """The gradient of a dual number: that of its value, and how it moves, that of its tangent."""

    def of(part: Any) -> list[Any]:
        if level_of(part):
            return list(gradient(part, wanted, seed, record=record))
        return [np.zeros_like(raw(variable)) for variable in wanted]

    pairs = zip(of(loss.value), of(loss.tangent), strict=True)
    return [Dual.at(loss.level, value, tangent) for value, tangent in pairs]


def hessian_vector_product(loss: Variable, point: Variable, direction: Array) -> Array:
    """How the gradient changes along a direction: H v, without ever making H.

    It is the gradient of the directional derivative g . v. See Pearlmutter, "Fast Exact
    Multiplication by the Hessian" (1994), which goes forward over reverse; this is reverse over
    reverse.

    Args:
        loss: a scalar.
        point: the variable x.
        direction: v, of the shape of x.

    Raises:
        ValueError: if the direction has another shape.
    """
    if np.shape(raw(direction)) != point.shape:
        raise ValueError(
            f"the direction has shape {np.shape(raw(direction))}, the point {point.shape}"
        )
    slope = (gradient(loss, point, record=True) * direction).sum()
    product: Array = gradient(slope, point)
    return product


def recorded(loss: Variable) -> list[Variable]:
    """Everything that the loss was made from, in the order of making; no recursion."""
    seen = {loss.index: loss}
    stack = [loss]
    while stack:
        for operand in stack.pop().operands:
            if (
                isinstance(operand, Variable)
                and operand.index not in seen
                and operand.level == loss.level
            ):
                seen[operand.index] = operand
                stack.append(operand)
    return [seen[index] for index in sorted(seen)]


def _dependents(tape: list[Variable], inputs: list[Variable]) -> set[int]:
    """What depends on the inputs, the inputs included; nothing else needs an adjoint."""
    depends = {variable.index for variable in inputs}
    for node in tape:
        for operand in node.operands:
            if isinstance(operand, Variable) and operand.index in depends:
                depends.add(node.index)
                break
    return depends


def _checked_seed(loss: Variable, seed: Any, tape: list[Variable]) -> Any:
    if np.isnan(raw(loss)).any():
        first = next(node for node in tape if np.isnan(raw(node)).any())
        made = first.operation.name if first.operation else "an input"
        shapes = ", ".join(str(np.shape(raw(operand))) for operand in first.operands)
        raise ValueError(f"the loss is NaN; the first NaN came out of {made} of shapes {shapes}")
    if seed is None:
        if loss.shape != ():
            raise ValueError(
                f"the loss has shape {loss.shape}; a gradient is of a single number, so sum it, "
                "or give the adjoint of the loss as the seed"
            )
        return raw(loss).dtype.type(1)
    if np.shape(raw(seed)) != loss.shape:
        raise ValueError(f"the seed has shape {np.shape(raw(seed))}, the loss {loss.shape}")
    return seed if isinstance(seed, Overloaded) else as_floats(seed, "the seed")
