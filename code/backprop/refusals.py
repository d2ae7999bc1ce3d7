"""Why an expression is refused, in words that say what to write instead."""

from __future__ import annotations

import ast
from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

OTHER_NAMES: Final = {
    "ln": "log(x)",
    "tan": "sin(x) / cos(x)",
    "log10": "log(x) / log(10)",
    "log2": "log(x) / log(2)",
    "pow": "x ** y",
    "min": "-max(-x, -y)",
    "square": "x ** 2",
}
"""What people call functions that are not there, and what says the same."""


def unreadable(text: str, error: Exception) -> str:
    """Why a text is no expression."""
    if text.count("(") != text.count(")"):
        more, fewer = ("(", ")") if text.count("(") > text.count(")") else (")", "(")
        return f"a bracket is missing: there are more `{more}` than `{fewer}`"
    if "=" in text:
        return "write only the right-hand side, without an equals sign"
    where = ""
    if isinstance(error, SyntaxError) and error.text and error.offset:
        before = text.strip()[: error.offset - 1]
        where = f" after `{short(before)}`" if before else " at the beginning"
    return f"this cannot be read{where}; write products as 2 * x and powers as x**2"


def no_value(name: str, said: list[str], nodes: tuple[ast.expr, ...]) -> str:
    """Why an operation gave no number, in terms of what the reader wrote."""
    written = [short(ast.unparse(node)) for node in nodes]
    last, value = written[-1], said[-1]
    shown = last if last == value else f"{last} = {value}"
    if name == "divide" and float(value) == 0:
        return f"this divides by zero: {shown}; choose other values for the inputs"
    if name in ("log", "sqrt") and float(value) <= 0:
        return f"{name} needs a number above zero, and here it gets {shown}"
    if name == "power" and float(said[0]) < 0:
        return f"a negative number has no power such as {value}: {written[0]} = {said[0]}"
    if name == "power" and float(said[0]) == 0:
        return f"zero has no power such as {value}: {written[0]} = 0"
    return f"{name} gives a number too large to compute with: it gets {', '.join(said)}"


def refusal(node: ast.expr, functions: Collection[str]) -> str:
    """Why a part of an expression is not understood."""
    written = short(ast.unparse(node))
    match node:
        case ast.BinOp(op=ast.BitXor()):
            return f"`{written}`: a power is written with two stars, as x**2"
        case ast.BinOp(op=ast.MatMult() | ast.Mod() | ast.FloorDiv()):
            return f"`{written}`: there are + - * / and ** for powers"
        case ast.Call(func=ast.Name(id=name)) if name in functions:
            return f"`{written}`: write {name} with its numbers only"
        case ast.Call(func=ast.Name(id=name)):
            if name in OTHER_NAMES:
                return f"there is no {name}; write {OTHER_NAMES[name]}"
            near = get_close_matches(name, functions, n=1)
            if near:
                return f"there is no function {short(name)}; did you mean {near[0]}?"
            known = ", ".join(functions)
            return f"there is no function {short(name)}; there are {known}"
        case ast.Call(func=ast.Attribute(attr=name)):
            return f"`{written}`: write {short(name)}(x) without anything before it"
        case ast.Call():
            return f"`{written}`: write a star for a product, as 2 * (x + 1)"
        case ast.Compare() | ast.BoolOp() | ast.IfExp():
            return f"`{written}`: a comparison has no derivative; relu and max choose by size"
        case ast.Constant():
            return f"`{written}` is no number"
    return f"`{written}`: there are only numbers, names, + - * / ** and functions such as sin(x)"


def short(text: str) -> str:
    """A text, or the beginning of a long one."""
    return text if len(text) <= 30 else f"{text[:27]}..."
