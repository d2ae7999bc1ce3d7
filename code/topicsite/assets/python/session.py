"""Python's side of a page: runs cells in one namespace, and says what they put out.

This runs in the reader's browser, called from `worker.js`, which takes and gives JSON. Cells
are compiled under names such as `cell 3`, so that tracebacks show the reader's own lines.
"""

from __future__ import annotations

import ast
import builtins
import collections
import contextlib
import io
import json
import linecache
import math
import os
import pprint
import re
import sys
import textwrap
import time
import tokenize
import traceback
import types
import warnings
from contextlib import suppress
from importlib.util import find_spec
from typing import Any

from topicsite.assets.python import (
    cell_changes,
    cell_errors,
    cell_figures,
    cell_output,
    cell_values,
)
from topicsite.assets.python.cell_changes import Changes
from topicsite.assets.python.cell_errors import explain, format_warning, name_of, name_source, own
from topicsite.assets.python.cell_figures import show_figures, tell_of_more, use_figures
from topicsite.assets.python.cell_output import Nowhere, Output, Send, shown

time_sleep = time.sleep
execute_all, evaluate = exec, eval  # a reader may have deleted them
main = types.ModuleType("__main__")
modules: dict[str, types.ModuleType] = {}
changes = Changes()

STOOD_ON = [
    *(builtins, sys, ast, collections, contextlib, io, json, json.decoder, json.encoder, linecache),
    *(math, pprint, re, textwrap, tokenize, traceback, types),
    *(cell_changes, cell_errors, cell_figures, cell_output, cell_values, sys.modules[__name__]),
]
"""The modules that this side of the page needs whole, our own among them."""


def run(source: str, name: str, display: bool, send: Send) -> str:
    """Run a cell.

    Args:
        source: its code.
        name: what tracebacks call it, such as `cell 3`.
        display: whether the value of a last expression is shown, as in a notebook.
        send: takes pieces of output as JSON, some at a time.

    Returns:
        JSON: `status` is `done`, `error` or `stopped`, and `error` says what went wrong.
    """
    prepare_main()
    name_source(name, source)
    output = Output(send)
    error: dict[str, object] | None = None
    with shown(output):
        try:
            try:
                value = execute(source, name, main.__dict__)
            finally:
                show_figures()
                tell_of_more()
            if display and value is not None and not source.rstrip().endswith(";"):
                error = put_out(value, output)
        except KeyboardInterrupt:
            return json.dumps({"status": "stopped"})
        except BaseException as raised:  # the page goes on, whatever a cell does
            error = explain(raised)
        finally:
            changes.put_aside()  # an exception's or a value's own methods are the reader's too
        if error is not None:
            output.piece("error", **error)
            return json.dumps({"status": "error", "error": error})
    return json.dumps({"status": "done"})


def put_out(value: object, output: Output) -> dict[str, object] | None:
    """Show the value of a cell; gives what went wrong, if it cannot be shown."""
    try:
        cell_values.put_out(value, output)
    except KeyboardInterrupt:
        raise
    except BaseException as raised:
        kind = name_of(type(value))
        return explain(raised, f"The value of this cell cannot be shown: {kind}.__repr__ fails.\n")
    return None


def prepare_main() -> None:
    """Let the reader's names be a module's, whatever the last cell did to them."""
    sys.modules["__main__"] = main
    names = main.__dict__
    names["__builtins__"] = builtins
    names.setdefault("__name__", "__main__")
    names.pop("__warningregistry__", None)  # a warning is news again when a cell runs again


def call(source: str, value: str, *_: object) -> str:
    """Call `main(value)` of a module of the topic's, which never meets the reader's names.

    What it calls may be a reader's answer to an exercise.

    Args:
        source: the module's text, run once.
        value: the argument as JSON.

    Returns:
        JSON: as of `run`, with the `value`.
    """
    with shown(Nowhere()):
        try:
            try:
                answer = answer_of(source, json.loads(value))
            finally:
                changes.put_aside()
            return json.dumps({"status": "done", "value": plain(answer)}, allow_nan=False)
        except KeyboardInterrupt:
            return json.dumps({"status": "stopped"})
        except BaseException as error:
            return json.dumps({"status": "error", "error": explain(error)})


def answer_of(source: str, given: object) -> object:
    """What `main` of a module says, which is made when it is first asked."""
    if source not in modules:
        name = f"module {len(modules) + 1}"
        name_source(name, source)
        module = types.ModuleType(name)
        exec(compile(source, name, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
        modules[source] = module
    return modules[source].main(given)


def names(*_: object) -> str:
    """The names that a reader's cells have defined, as a JSON list."""
    texts = [name for name in main.__dict__ if type(name) is str]
    return json.dumps(sorted(name for name in texts if not name.startswith("_")))


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
    body = compile(tree, name, "exec", dont_inherit=True)
    end = None if last is None else compile(last, name, "eval", dont_inherit=True)
    try:
        changes.put_back()
        execute_all(body, namespace)
        return None if end is None else evaluate(end, namespace)
    finally:
        changes.put_aside()


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
    changes.watch(STOOD_ON)
