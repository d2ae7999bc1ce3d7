"""An expression that a reader types, traced: parsed by Python's grammar, never executed by Python.

Only what stands in the tables below is understood. Everything else is refused with a message that
says what is wrong and what to write instead.
"""

from __future__ import annotations

import ast
import math
import warnings
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from backprop import operations as ops
from backprop.operation import raw
from backprop.refusals import no_value, refusal, short, unreadable
from backprop.tape import Variable
from backprop.trace import Trace, trace

LONGEST: Final = 200
"""Characters in an expression."""
MOST_STEPS: Final = 40
MOST_INPUTS: Final = 8

FUNCTIONS: Final[dict[str, Any]] = {
    "abs": ops.absolute,
    "cos": ops.cos,
    "exp": ops.exp,
    "log": ops.log,
    "max": ops.maximum,
    "relu": ops.relu,
    "sigmoid": ops.sigmoid,
    "sin": ops.sin,
    "sqrt": ops.sqrt,
    "tanh": ops.tanh,
}
CONSTANTS: Final = {"pi": math.pi}
FIRST_VALUES: Final = (2.0, 1.0, 0.5, 1.5)
"""What the inputs start from, in their order, until the reader says otherwise; then again."""

_WRITTEN: Final = str.maketrans(
    {
        **dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}\N{NON-BREAKING HYPHEN}", "-"),
        **dict.fromkeys("\N{MULTIPLICATION SIGN}\N{DOT OPERATOR}\N{MIDDLE DOT}", "*"),
        **dict.fromkeys("\N{DIVISION SIGN}\N{DIVISION SLASH}\N{FRACTION SLASH}", "/"),
        **dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}", " "),
    }
)
"""Signs as pages set them, and as Python reads them: what is shown can be copied into the field."""

_OPERATORS: Final[dict[type[ast.operator], Any]] = {
    ast.Add: ops.add,
    ast.Sub: ops.subtract,
    ast.Mult: ops.multiply,
    ast.Div: ops.divide,
    ast.Pow: ops.power,
}


class ExpressionError(ValueError):
    """An expression that is not understood, or has no value; the message is for the reader."""


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """Trace what a page asks for.

    Args:
        question: `expression`, a text, and `at`, a text such as `x = 2, y = 1` or nothing.

    Returns:
        `trace`, as `trace.trace` gives it, and `at`, the values that were taken.

    Raises:
        ExpressionError: as `traced` does.
    """
    told = traced(str(question["expression"]), values_of(str(question["at"])))
    at = ", ".join(
        f"{node['id']} = {node['value']:.6g}" for node in told["nodes"] if node["operation"] is None
    )
    return {"trace": told, "at": at}


def traced(text: str, values: Mapping[str, float]) -> Trace:
    """The trace of an expression.

    Args:
        text: such as `sin(x) * exp(x*y) + y**2`.
        values: of its inputs, by name; one that is missing starts from `FIRST_VALUES`, and a name
            that does not occur is of no account.

    Raises:
        ExpressionError: if it is not understood, is too long, or has no value or derivative there.
    """
    tree = _parse(text)
    reading = _Reading(values)
    with np.errstate(all="ignore"):
        result = reading.value(tree)
        if not isinstance(result, Variable):
            raise ExpressionError("there is no input in it; use a name such as x")
        if result.operation is None:
            raise ExpressionError(f"{result.name} alone is no computation; try {result.name}**2")
        result.name = "f" if "f" not in reading.inputs else None
        told = trace(result)
    nodes = {node["id"]: node for node in told["nodes"]}
    for step in told["steps"]:
        if not math.isfinite(step["adjoint"]):
            name, value = nodes[step["from"]]["operation"], nodes[step["to"]]["value"]
            raise ExpressionError(
                f"{name} has no derivative at {value:.4g}; choose other values for the inputs"
            )
    return told


def values_of(text: str) -> dict[str, float]:
    """The values in a text such as `x = 2, y = -1`.

    Raises:
        ExpressionError: if it is not written so.
    """
    values: dict[str, float] = {}
    text = text.translate(_WRITTEN)
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, number = (piece.strip() for piece in part.partition("="))
        try:
            value = float(number)
        except ValueError:
            value = math.nan
        if not equals or not name.isidentifier() or not math.isfinite(value):
            raise ExpressionError(f"`{short(part)}` is no value; write it as x = 2, y = -0.5")
        values[name] = value
    return values


def _parse(text: str) -> ast.expr:
    text = text.translate(_WRITTEN)
    if not text.strip():
        raise ExpressionError("there is nothing to compute; write something like (a + b) * (b + 1)")
    if len(text) > LONGEST:
        raise ExpressionError(f"this has {len(text)} characters; up to {LONGEST} can be drawn")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of spellings that we refuse anyway
            return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(unreadable(text, error)) from None


class _Reading:
    """One walk through an expression, which computes as it goes."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self.given = values
        self.inputs: dict[str, Variable] = {}
        self.steps = 0

    def value(self, node: ast.expr) -> Any:
        """A number, or a variable that has been computed."""
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return self._constant(number)
            case ast.Name(id=name):
                return self._name(name)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.value(operand)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._apply(ops.negative, operand)
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
                return self._apply(_OPERATORS[type(operator)], left, right)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
                return self._call(name, arguments)
        raise ExpressionError(refusal(node, FUNCTIONS))

    def _constant(self, number: float) -> np.float64:
        try:
            value = np.float64(number)  # which divides by zero without an exception
        except OverflowError:
            value = np.float64(math.inf)
        if not math.isfinite(value):
            raise ExpressionError("a number in it is too large to compute with")
        return value

    def _name(self, name: str) -> Any:
        if name in CONSTANTS:
            return CONSTANTS[name]
        if name in FUNCTIONS:
            raise ExpressionError(f"{name} is a function; write {name}(x), with brackets")
        if len(name) > 8 or not name.isascii():
            raise ExpressionError(f"`{short(name)}` is no name for an input; take one such as x1")
        if name not in self.inputs:
            if len(self.inputs) == MOST_INPUTS:
                raise ExpressionError(f"there are more than {MOST_INPUTS} inputs")
            first = FIRST_VALUES[len(self.inputs) % len(FIRST_VALUES)]
            self.inputs[name] = Variable(self.given.get(name, first), name)
        return self.inputs[name]

    def _call(self, name: str, arguments: list[ast.expr]) -> Any:
        operation = FUNCTIONS[name]
        wanted = len(operation.vjps)
        if len(arguments) != wanted:
            example = f"{name}(x, y)" if wanted == 2 else f"{name}(x)"
            raise ExpressionError(f"{name} takes {wanted}, not {len(arguments)}: write {example}")
        return self._apply(operation, *arguments)

    def _apply(self, operation: Any, *nodes: ast.expr) -> Any:
        operands = [self.value(node) for node in nodes]
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise ExpressionError(f"there are more than {MOST_STEPS} steps in it, too many to draw")
        result = operation(*operands)
        if not np.isfinite(raw(result)):
            said = [f"{float(raw(operand)):.4g}" for operand in operands]
            raise ExpressionError(no_value(operation.name, said, nodes))
        return result if isinstance(result, Variable) else np.float64(result)
