"""Python's side of a page: runs cells in one namespace, and says what they put out.

This runs in the reader's browser, called from `worker.js`, which takes and gives JSON. Cells
are compiled under names such as `cell 3`, so that tracebacks show the reader's own lines.
"""

from __future__ import annotations

import ast
import builtins
import json
import math
import os
import sys
import time
import types
import warnings
from contextlib import suppress
from importlib.util import find_spec
from typing import Any

from topicsite.assets.python import cell_output
from topicsite.assets.python.cell_errors import explain, format_warning, name_source, own
from topicsite.assets.python.cell_output import (
    Nowhere,
    Output,
    Send,
    describe,
    show_figures,
    shown,
    use_figures,
)

time_sleep = time.sleep
main = types.ModuleType("__main__")
modules: dict[str, types.ModuleType] = {}


def run(source: str, name: str, display: bool, send: Send) -> str:
    """Run a cell.

    Args:
        source: its code.
        name: what tracebacks call it, such as `cell 3`.
        display: whether the value of a last expression is shown, as in a notebook.
        send: takes each piece of output as JSON.

    Returns:
        JSON: `status` is `done`, `error` or `stopped`, and `error` says what went wrong.
    """
    sys.modules["__main__"] = main
    main.__dict__.pop("__warningregistry__", None)  # a warning is news again when a cell runs again
    name_source(name, source)
    output = Output(send)
    with shown(output):
        try:
            try:
                value = execute(source, name, main.__dict__)
            finally:
                show_figures()
            if display and value is not None and not source.rstrip().endswith(";"):
                output.piece("value", **describe(value))
        except KeyboardInterrupt:
            return json.dumps({"status": "stopped"})
        except BaseException as error:  # the page goes on, whatever a cell does
            found = explain(error)
            output.piece("error", **found)
            return json.dumps({"status": "error", "error": found})
    return json.dumps({"status": "done"})


def call(source: str, value: str, *_: object) -> str:
    """Call `main(value)` of a module of the topic's, which never meets the reader's names.

    Args:
        source: the module's text, run once.
        value: the argument as JSON.

    Returns:
        JSON: as of `run`, with the `value`.
    """
    with shown(Nowhere()):
        try:
            if source not in modules:
                name = f"module {len(modules) + 1}"
                name_source(name, source)
                module = types.ModuleType(name)
                exec(compile(source, name, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
                modules[source] = module
            answer = modules[source].main(json.loads(value))
            return json.dumps({"status": "done", "value": plain(answer)}, allow_nan=False)
        except KeyboardInterrupt:
            return json.dumps({"status": "stopped"})
        except BaseException as error:
            return json.dumps({"status": "error", "error": explain(error)})


def names(*_: object) -> str:
    """The names that a reader's cells have defined, as a JSON list."""
    return json.dumps(sorted(name for name in main.__dict__ if not name.startswith("_")))


def wanted(source: str, available: str, *_: object) -> str:
    """Of the packages that can be loaded, those that a cell imports and nobody has loaded yet."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "[]"
    imported: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            imported.add(node.module.partition(".")[0])
    missing = [name for name in json.loads(available) if name in imported - set(sys.modules)]
    return json.dumps(missing)


def warm(*_: object) -> str:
    """Import what most cells import first, while nobody waits for it."""
    with suppress(ImportError):
        import numpy.random  # noqa: F401
    return "null"


def installed(name: str) -> None:
    """Prepare for a package that has just been loaded, and for what has come with it."""
    came_along = "matplotlib" not in sys.modules and find_spec("matplotlib") is not None
    if name == "matplotlib" or came_along:
        use_figures()


def execute(source: str, name: str, namespace: dict[str, Any]) -> object:
    """Run all of a cell, and give the value of its last statement if that is an expression."""
    tree = ast.parse(source, name)
    last: ast.Expression | None = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]  # an Expr has one
    exec(compile(tree, name, "exec", dont_inherit=True), namespace)  # noqa: S102
    if last is None:
        return None
    return eval(compile(last, name, "eval", dont_inherit=True), namespace)  # noqa: S307


def plain(value: Any) -> Any:
    """A value as JSON can say it: arrays as lists, what is no number as null."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def no_input(prompt: object = "", /) -> str:
    """What `input` is in a page."""
    raise RuntimeError("input() cannot ask you anything here; write the answer into the code")


def sleep(seconds: float, /) -> None:
    """Sleep, after showing what was printed before."""
    cell_output.current.flush()
    time_sleep(seconds)


def begin(packages: str) -> None:
    """Prepare the interpreter: once, before the first cell.

    Args:
        packages: the names of the site's own packages, as a JSON list.
    """
    own.update(json.loads(packages))
    # Matplotlib's own default in Pyodide wants a page to draw on.
    os.environ["MPLBACKEND"] = "agg"
    builtins.input = no_input
    time.sleep = sleep  # type: ignore[assignment]  # its argument has no name
    sys.modules["__main__"] = main
    main.__dict__["__builtins__"] = builtins
    warnings.formatwarning = format_warning
