"""The imports of a program, read from it: nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

_CAUGHT: Final = frozenset({"BaseException", "Exception", "ImportError", "ModuleNotFoundError"})
_TOLD_APART: Final = frozenset({"TYPE_CHECKING", "find_spec", "modules", "platform"})
"""Names by which a program asks where it runs; what hangs on them may be meant for elsewhere."""

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)

IsThere = Callable[[str], bool]


class Import(NamedTuple):
    """An import; what is imported may be a module or not.

    One inside a function takes place only when the function is called.
    """

    module: str
    line: int
    column: int
    is_inside: bool = False


def imports(text: str, is_there: IsThere) -> Iterator[Import]:
    """The imports of a program that have to succeed.

    Those are left out that hang on where the program runs. Where an ImportError is caught, it
    depends on whether there is one which of the two ways is taken.

    Args:
        text: the program.
        is_there: whether what has this name can be imported.
    """
    waiting: list[tuple[ast.AST, bool]] = [(_parse(text), False)]
    while waiting:
        node, is_inside = waiting.pop()
        yield from (place._replace(is_inside=is_inside) for place in _of_node(node))
        is_inside = is_inside or isinstance(node, _FUNCTIONS)
        waiting += [(part, is_inside) for part in reversed(_parts(node, is_there))]


def catches(text: str) -> bool:
    """Whether a program catches an ImportError around a call, which may be one that imports."""
    return any(
        isinstance(node, ast.Try)
        and any(isinstance(inner, ast.Call) for part in node.body for inner in ast.walk(part))
        and any(
            _name(error).endswith(("ImportError", "ModuleNotFoundError"))
            for handler in node.handlers
            if handler.type is not None
            for error in ast.walk(handler.type)
        )
        for node in ast.walk(_parse(text))
    )


def _parse(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module([], [])  # who runs it hears of that


def _of_node(node: ast.AST) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(alias.name, alias.lineno, alias.col_offset + 1)
    elif isinstance(node, ast.ImportFrom):
        before = "." * node.level + (f"{node.module}." if node.module else "")
        for alias in node.names:
            yield Import(before + alias.name, node.lineno, node.col_offset + 1)
    elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        name = node.args[0].value
        if _name(node.func) in ("import_module", "__import__") and isinstance(name, str):
            yield Import(name, node.lineno, node.col_offset + 1)


def _parts(node: ast.AST, is_there: IsThere) -> Sequence[ast.AST]:
    """The parts of a statement that are run, as far as that depends on imports."""
    if isinstance(node, ast.If | ast.IfExp) and _tells_apart(node.test):
        return ()
    if isinstance(node, ast.Try) and any(_catches(handler.type) for handler in node.handlers):
        if _succeeds(node.body, is_there):
            return [*node.body, *node.orelse, *node.finalbody]
        return [*node.handlers, *node.finalbody]
    if isinstance(node, ast.With):
        calls = [item.context_expr for item in node.items]
        suppressed = [
            error
            for call in calls
            if isinstance(call, ast.Call) and _name(call.func) == "suppress"
            for error in call.args
        ]
        if any(map(_catches, suppressed)) and not _succeeds(node.body, is_there):
            return ()
    return list(ast.iter_child_nodes(node))


def _succeeds(body: Sequence[ast.stmt], is_there: IsThere) -> bool:
    return all(
        is_there(place.module)
        for statement in body
        for node in ast.walk(statement)
        for place in _of_node(node)
    )


def _catches(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(name is None or _name(name) in _CAUGHT for name in names)


def _tells_apart(test: ast.expr) -> bool:
    return any(_name(node) in _TOLD_APART for node in ast.walk(test))


def _name(node: ast.AST) -> str:
    name: str = getattr(node, "id", getattr(node, "attr", ""))
    return name
