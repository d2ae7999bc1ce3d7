"""What an operation is: a function of arrays with a rule for each of its operands.

The same operation serves plain arrays, variables on a tape (`tape.Variable`) and dual numbers
(`forward.Dual`). The rules are themselves written in operations, so that a gradient can be
differentiated again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np

from backprop.arguments import Array, as_constant, as_floats, frozen
from backprop.overloaded import OPERATIONS, Overloaded, raw

__all__ = [
    "OPERATIONS",
    "Array",
    "Operation",
    "Overloaded",
    "Rule",
    "as_floats",
    "counting",
    "no_parameters",
    "raw",
]

Rule = Callable[..., Any]
"""From (adjoint or tangent, result, *operands, **parameters) to an adjoint or tangent."""


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
        settle: from the operands and the parameters to all parameters in the one form that
            `compute` and the rules see: axes counted from the front, indices that nobody can
            change. Without it any parameters are taken as they come.
    """

    def __init__(
        self,
        name: str,
        compute: Callable[..., Any],
        vjps: tuple[Rule, ...],
        jvps: tuple[Rule, ...],
        *,
        variadic: bool = False,
        settle: Callable[..., dict[str, Any]] | None = None,
    ) -> None:
        self.name = name
        self.compute = compute
        self.vjps = vjps
        self.jvps = jvps
        self.variadic = variadic
        self.settle = settle
        self._count_of_operands = None if variadic else len(vjps)
        self._settles_always = settle is not None and settle is not no_parameters
        OPERATIONS[name] = self

    def __repr__(self) -> str:
        return f"<operation {self.name}>"

    def __call__(self, *operands: Any, **parameters: Any) -> Any:
        """Apply the operation at the highest level among the operands.

        Raises:
            TypeError: if there are too many operands or too few, for complex numbers beside traced
                values, and for parameters that the operation does not have.
            ValueError: if shapes or axes do not fit; the message names them.
        """
        top, level, loose, lists = None, 0, False, False
        for operand in operands:
            if isinstance(operand, Overloaded):
                if operand.level > level:
                    top, level = operand, operand.level
            elif operand.__class__ is not float:
                loose = True
                lists = lists or operand.__class__ is list or operand.__class__ is tuple
        if lists or len(operands) != self._count_of_operands:
            meant = self._as_operands(operands)
            if meant is not operands:
                return self(*meant, **parameters)
        if loose and top is not None:
            # A constant is kept as it is: its owner may change it before the way back.
            operands = tuple([o if isinstance(o, Overloaded) else as_constant(o) for o in operands])
        if parameters or self._settles_always:
            parameters = self._settled(operands, parameters)
        if top is None:
            return self.evaluate(operands, parameters)
        return top.apply(self, operands, parameters, level)

    def evaluate(self, operands: tuple[Any, ...], parameters: dict[str, Any]) -> Array:
        """Compute on plain arrays, with parameters that have been settled.

        Raises:
            ValueError: if their shapes do not fit; the message names them.
        """
        if _counters:
            self._count("")
        try:
            result = self.compute(*operands, **parameters)
        except ValueError as error:
            raise self._misfit(operands, error) from None
        # A single number stays what NumPy computes fastest with, and nobody can change it.
        return result if isinstance(result, _NUMPYS) else np.asarray(result)

    def _as_operands(self, operands: tuple[Any, ...]) -> tuple[Any, ...]:
        """The operands as they are meant: parts out of one list, and lists of numbers as arrays."""
        if self.variadic and len(operands) == 1 and isinstance(operands[0], (list, tuple)):
            operands = tuple(operands[0])
        if not operands or (len(operands) != len(self.vjps) and not self.variadic):
            want = "one or more" if self.variadic else len(self.vjps)
            raise TypeError(
                f"{self.name} takes {want} operand{'' if want == 1 else 's'}, not {len(operands)}; "
                "whatever else it takes is given by name, such as axis=0"
            )
        if any(isinstance(operand, (list, tuple)) for operand in operands):
            return tuple(as_constant(o) if isinstance(o, (list, tuple)) else o for o in operands)
        return operands

    def _settled(self, operands: tuple[Any, ...], parameters: dict[str, Any]) -> dict[str, Any]:
        if self.settle is None:
            return {name: frozen(parameter) for name, parameter in parameters.items()}
        try:
            return self.settle(*operands, **parameters)
        except ValueError as error:
            raise self._misfit(operands, error) from None
        except TypeError as error:
            # Without the name of the function that settles.
            raise TypeError(f"{self.name}: {str(error).rpartition('() ')[2]}") from None

    def _misfit(self, operands: tuple[Any, ...], error: ValueError) -> ValueError:
        shapes = ", ".join(str(np.shape(raw(operand))) for operand in operands)
        return ValueError(f"{self.name} does not fit the shapes {shapes}: {error}")

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


def no_parameters(*operands: Any, **parameters: Any) -> dict[str, Any]:
    """What settles the parameters of an operation that has none.

    Raises:
        TypeError: naming those that were given.
    """
    raise TypeError(f"it has no parameter {' or '.join(parameters)}")


_NUMPYS: Final[tuple[type[Any], ...]] = (np.ndarray, np.generic)
_counters: list[Counter[str]] = []


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Count how often each operation is computed, and each of its rules applied.

    The keys are names such as `tanh`, `tanh vjp` and `tanh jvp`. Counts in counts are kept apart.
    """
    counter: Counter[str] = Counter()
    _counters.append(counter)
    try:
        yield counter
    finally:
        # By identity: two counters that have counted the same are equal.
        _counters[:] = [other for other in _counters if other is not counter]
