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
from typing import Any, ClassVar

import numpy as np

from backprop import operations  # fills the table that the operators below look into
from backprop.operation import Array, Operation, Overloaded, as_floats, raw

__all__ = ["Variable", "gradient", "hessian_vector_product", "operations"]

_indices = count()


class Variable(Overloaded):
    """A value on the tape.

    Attributes:
        value: the number or array, read-only.
        operation: what made it; None for a variable that the program set.
        operands: what it was made from.
        parameters: further arguments of the operation, such as an axis.
        index: its place on the tape: greater than that of all its operands.
        name: how it is called in traces and messages.
    """

    __slots__ = ("_value", "index", "name", "operands", "operation", "parameters")
    rank: ClassVar[int] = 1

    operation: Operation | None
    operands: tuple[Any, ...]
    parameters: dict[str, Any]

    def __init__(self, value: Any, name: str | None = None) -> None:
        """Set a variable.

        Raises:
            TypeError: for anything but floating-point numbers.
            ValueError: for NaN.
        """
        self._value: Any = as_floats(value, f"the variable {name}" if name else "a variable")
        self.operation = None
        self.operands = ()
        self.parameters = {}
        self.index = next(_indices)
        self.name = name

    @property
    def value(self) -> Any:
        """The number or array, read-only; for a variable of variables, the variable inside."""
        return self._value

    def __repr__(self) -> str:
        made = f" = {self.operation.name}" if self.operation else ""
        return f"Variable({self.name or ''}{made} {np.array2string(raw(self), precision=4)})"

    @classmethod
    def apply(
        cls, operation: Operation, operands: tuple[Any, ...], parameters: dict[str, Any]
    ) -> Variable:
        """Compute the result and record how it came about."""
        values = tuple([o._value if isinstance(o, Variable) else o for o in operands])
        value = operation.evaluate(values, parameters)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
        result = cls.__new__(cls)
        result._value = value
        result.operation = operation
        result.operands = operands
        result.parameters = parameters
        result.index = next(_indices)
        result.name = None
        return result


def gradient(
    loss: Variable,
    inputs: Variable | Sequence[Variable],
    seed: Any = None,
    *,
    record: bool = False,
) -> Any:
    """The adjoints of `inputs`: how fast `loss` changes with each entry of each of them.

    Args:
        loss: a scalar, or anything if there is a seed.
        inputs: the variables to differentiate by. One that the loss does not depend on gets zeros.
        seed: the adjoint of `loss`, of its shape; 1 if absent.
        record: whether to record the backward pass too, so that the result can be differentiated;
            it is then made of variables instead of arrays.

    Returns:
        One adjoint, or a list of them where `inputs` is a sequence; each has its input's shape.

    Raises:
        TypeError: if the loss or an input is not on a tape.
        ValueError: if the loss is not a scalar and has no seed, if the seed has another shape, or
            if the loss is not a number; the message says which operation went wrong first.
    """
    wanted = [inputs] if isinstance(inputs, Variable) else list(inputs)
    for what, variable in (("loss", loss), *(("input", variable) for variable in wanted)):
        if not isinstance(variable, Variable):
            raise TypeError(
                f"the {what} is no variable but {type(variable).__name__}; nothing was recorded "
                "for it, so wrap the inputs in Variable before you compute with them"
            )
    tape = recorded(loss)
    seed = _checked_seed(loss, seed, tape)
    depends = _dependents(tape, wanted)

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
        operands = (
            node.operands
            if record
            else tuple([o._value if isinstance(o, Variable) else o for o in node.operands])
        )
        for position, operand in enumerate(node.operands):
            if isinstance(operand, Variable) and operand.index in depends:
                share = node.operation.vjp(position, adjoint, result, operands, node.parameters)
                held = adjoints.get(operand.index)
                # A value that was used twice collects from both uses.
                adjoints[operand.index] = share if held is None else held + share
    results: list[Any] = []
    for variable in wanted:
        adjoint = found.get(variable.index)
        if adjoint is None:
            adjoint = np.zeros_like(raw(variable))
        if record:
            results.append(adjoint if isinstance(adjoint, Variable) else Variable(adjoint))
        else:
            results.append(np.asarray(adjoint, dtype=raw(variable).dtype))
    return results[0] if isinstance(inputs, Variable) else results


def hessian_vector_product(loss: Variable, point: Variable, direction: Array) -> Array:
    """How the gradient changes along a direction: H v, without ever making H.

    It is the gradient of the directional derivative g . v. See Pearlmutter, "Fast Exact
    Multiplication by the Hessian" (1994), which goes forward over reverse; this is reverse over
    reverse.

    Args:
        loss: a scalar.
        point: the variable x.
        direction: v, of the shape of x.
    """
    slope = (gradient(loss, point, record=True) * direction).sum()
    product: Array = gradient(slope, point)
    return product


def recorded(loss: Variable) -> list[Variable]:
    """Everything that the loss was made from, in the order of making; no recursion."""
    seen = {loss.index: loss}
    stack = [loss]
    while stack:
        for operand in stack.pop().operands:
            if isinstance(operand, Variable) and operand.index not in seen:
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
