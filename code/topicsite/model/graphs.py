"""Small graphs of expressions: their values forward, their derivatives in reverse.

An expression is parsed and walked, never executed. What it may hold is a table of this module:
names, numbers, `+ - * /`, `**` with a number behind it, and a few functions.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 80
"""Characters of an expression."""


class GraphError(ValueError):
    """An expression that cannot be computed; the message goes on after its name.

    Attributes:
        step: the name of the step; empty if it is none's fault.
    """

    def __init__(self, message: str, step: str = "") -> None:
        super().__init__(message)
        self.step = step


@dataclass(frozen=True)
class Node:
    """An input or a step.

    Attributes:
        name: what it is called.
        expression: how it is computed; empty for an input.
        uses: the names that stand in the expression, each once, from left to right.
        value: what comes out.
        derivative: that of the last step with this node.
    """

    name: str
    expression: str
    uses: tuple[str, ...]
    value: float
    derivative: float


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _relu(x: float) -> float:
    return max(x, 0.0)


def _slope_of_relu(x: float) -> float:
    if x == 0:
        raise GraphError("`relu` has no derivative at 0; choose other inputs")
    return float(x > 0)


FUNCTIONS: Final[Mapping[str, tuple[Callable[[float], float], Callable[[float], float]]]] = {
    "exp": (math.exp, math.exp),
    "log": (math.log, lambda x: 1 / x),
    "sqrt": (math.sqrt, lambda x: 0.5 / math.sqrt(x)),
    "sin": (math.sin, math.cos),
    "cos": (math.cos, lambda x: -math.sin(x)),
    "tanh": (math.tanh, lambda x: 1 - math.tanh(x) ** 2),
    "sigmoid": (_sigmoid, lambda x: _sigmoid(x) * (1 - _sigmoid(x))),
    "relu": (_relu, _slope_of_relu),
}
"""Functions of one argument, each with its derivative."""
PAIRS: Final = ("max", "min")
"""Functions of two arguments."""


def compute(inputs: Mapping[str, float], steps: Mapping[str, str]) -> dict[str, Node]:
    """All nodes of a graph by name, inputs first, then the steps in order.

    Args:
        inputs: the values of the inputs.
        steps: how each step is computed, from inputs and from steps before it.

    Raises:
        GraphError: for an expression that is none, or a value that is not finite.
    """
    values = dict(inputs)
    trees: dict[str, ast.expr] = {}
    for name, text in steps.items():
        try:
            trees[name] = _parsed(text)
            values[name] = _finite(_forward(trees[name], values))
        except GraphError as error:
            raise GraphError(str(error), name) from None
        except (ArithmeticError, ValueError):
            raise GraphError("it has no value for these inputs; choose others", name) from None
    derivatives = dict.fromkeys(values, 0.0)
    derivatives[next(reversed(trees), "")] = 1.0
    for name, tree in reversed(trees.items()):
        try:
            for used, part in _backward(tree, values, derivatives[name]):
                derivatives[used] = _finite(derivatives[used] + part)
        except GraphError as error:
            raise GraphError(str(error), name) from None
        except (ArithmeticError, ValueError):
            raise GraphError("it has no derivative for these inputs; choose others", name) from None
    return {
        name: Node(
            name,
            steps.get(name, ""),
            tuple(dict.fromkeys(_names(trees[name]))) if name in trees else (),
            value,
            derivatives[name],
        )
        for name, value in values.items()
    }


def _parsed(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise GraphError(f"it has {len(text)} characters; keep to {LONGEST}")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise GraphError(f"`{text}` is no expression; write such as `x * y + 1`") from None
    for node in ast.walk(tree):
        _allow(node)
    return tree


def _allow(node: ast.AST) -> None:
    """Refuse what no expression of a graph may hold."""
    if isinstance(node, ast.Constant):
        # A truth value is a whole number for Python.
        if type(node.value) not in (int, float):
            raise GraphError(f"`{ast.unparse(node)}` is no number")
    elif isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Pow):
            if not isinstance(_unsigned(node.right), ast.Constant):
                raise GraphError("what stands behind `**` is a number")
        elif not isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
            raise GraphError(f"`{ast.unparse(node)}` uses another sign than + - * / **")
    elif isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        arguments = 2 if name in PAIRS else 1
        if name not in FUNCTIONS and name not in PAIRS:
            known = ", ".join((*FUNCTIONS, *PAIRS))
            raise GraphError(f"`{ast.unparse(node.func)}` is no function that it may use: {known}")
        if len(node.args) != arguments or node.keywords:
            plural = "" if arguments == 1 else "s"
            raise GraphError(f"`{name}` takes {arguments} argument{plural}")
    elif not isinstance(
        node, ast.Name | ast.Load | ast.operator | ast.unaryop | ast.UnaryOp
    ) or isinstance(node, ast.Not | ast.Invert | ast.Starred):
        raise GraphError("it may hold names, numbers, + - * / ** and functions only")


def _unsigned(node: ast.expr) -> ast.expr:
    return node.operand if isinstance(node, ast.UnaryOp) else node


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise GraphError("it grows beyond all numbers for these inputs; choose others")
    return value


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _forward(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            if name not in values:
                raise GraphError(f"there is no input and no step before it called `{name}`")
            return values[name]
        case ast.UnaryOp(op=sign, operand=inner):
            value = _forward(inner, values)
            return -value if isinstance(sign, ast.USub) else value
        case ast.BinOp(left=left, op=op, right=right):
            return _joined(op, _forward(left, values), _forward(right, values))
        case ast.Call(args=[first, second]):
            pick = max if _called(node) == "max" else min
            return pick(_forward(first, values), _forward(second, values))
        case ast.Call(args=[only]):
            return FUNCTIONS[_called(node)][0](_forward(only, values))
    raise GraphError("it may hold names, numbers, + - * / ** and functions only")


def _joined(op: ast.operator, left: float, right: float) -> float:
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right
    power = left**right
    if isinstance(power, complex):
        raise GraphError("it takes a root of a negative number; choose other inputs")
    return float(power)


def _backward(
    node: ast.expr, values: Mapping[str, float], adjoint: float
) -> Iterator[tuple[str, float]]:
    """What each name in an expression gets of the derivative that arrives at the whole."""
    match node:
        case ast.Name(id=name):
            yield name, adjoint
        case ast.UnaryOp(op=sign, operand=inner):
            yield from _backward(inner, values, -adjoint if isinstance(sign, ast.USub) else adjoint)
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _forward(left, values), _forward(right, values)
            to_left, to_right = _local(op, a, b)
            yield from _backward(left, values, adjoint * to_left)
            yield from _backward(right, values, adjoint * to_right)
        case ast.Call(args=[first, second]):
            a, b = _forward(first, values), _forward(second, values)
            if a == b:
                raise GraphError(f"`{_called(node)}` has no derivative where both are equal")
            takes_first = (a > b) == (_called(node) == "max")
            yield from _backward(first, values, adjoint * takes_first)
            yield from _backward(second, values, adjoint * (not takes_first))
        case ast.Call(args=[only]):
            slope = FUNCTIONS[_called(node)][1](_forward(only, values))
            yield from _backward(only, values, adjoint * slope)


def _local(op: ast.operator, a: float, b: float) -> tuple[float, float]:
    """The derivatives of a sum, a product and the like with both of its parts."""
    match op:
        case ast.Add():
            return 1.0, 1.0
        case ast.Sub():
            return 1.0, -1.0
        case ast.Mult():
            return b, a
        case ast.Div():
            return 1 / b, -a / b**2
    # The exponent is a number, which nothing depends on; and x**0 is 1 at 0 too.
    return (b * _joined(op, a, b - 1) if b else 0.0), 0.0


def _names(node: ast.expr) -> Iterator[str]:
    called = {id(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
    found = [one for one in ast.walk(node) if isinstance(one, ast.Name) and id(one) not in called]
    yield from (one.id for one in sorted(found, key=lambda one: one.col_offset))
