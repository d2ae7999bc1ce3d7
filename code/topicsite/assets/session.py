"""Python's side of a page: runs cells in one namespace, and says what they put out.

The page talks in JSON: `run`, `call`, `names` and `wanted` are called from `python-worker.js`. Cells
are compiled under names such as `cell 3`, so that tracebacks show the reader's own lines.
"""

from __future__ import annotations

import ast
import builtins
import io
import json
import linecache
import math
import pprint
import re
import sys
import time
import traceback
import types
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

Send = Callable[[str], object]

BURST = 50  # pieces that go out at once; after a flood, one every 20 ms
LONGEST = 100_000  # characters of a value's text
OUTERMOST, INNERMOST = 4, 8  # calls of a long traceback that are shown

main = types.ModuleType("__main__")
modules: dict[str, types.ModuleType] = {}
own: set[str] = set()  # the site's own packages, whose frames a traceback shows


class Output:
    """Sends what a cell puts out, in order: at once if it is little, in bundles if it is much."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.kind = ""
        self.text: list[str] = []
        self.allowance = float(BURST)
        self.last = time.monotonic()

    def piece(self, kind: str, **content: object) -> None:
        """Send something that is not a stream."""
        self.flush()
        self.send(json.dumps({"kind": kind, **content}))

    def write(self, kind: str, text: str) -> None:
        """Take text of a stream."""
        if kind != self.kind:
            self.flush()
            self.kind = kind
        self.text.append(text)
        now = time.monotonic()
        self.allowance = min(BURST, self.allowance + (now - self.last) * 50)
        self.last = now
        if self.allowance >= 1 and text.endswith(("\n", "\r")):
            self.flush()

    def flush(self) -> None:
        """Send what has been held back."""
        if self.text:
            self.allowance -= 1
            text, self.text = "".join(self.text), []
            self.send(json.dumps({"kind": self.kind, "text": text}))


class Stream(io.TextIOBase):
    """What `sys.stdout` or `sys.stderr` is while a cell runs."""

    def __init__(self, kind: str, output: Output) -> None:
        self.kind = kind
        self.output = output

    def write(self, text: str) -> int:
        """Pass text on."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.output.write(self.kind, text)
        return len(text)

    def writable(self) -> bool:
        """It is for writing."""
        return True

    def flush(self) -> None:
        """Show everything so far."""
        self.output.flush()


nowhere = Output(lambda piece: None)
current = nowhere


@contextmanager
def shown(output: Output) -> Iterator[None]:
    """Let what is printed, drawn and warned of go to `output`."""
    global current
    current = output
    try:
        with (
            redirect_stdout(Stream("stdout", output)),
            redirect_stderr(Stream("stderr", output)),
        ):
            yield
    finally:
        output.flush()
        current = nowhere


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
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
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
    with shown(nowhere):
        try:
            if source not in modules:
                name = f"module {len(modules) + 1}"
                linecache.cache[name] = (len(source), None, source.splitlines(True), name)
                module = types.ModuleType(name)
                exec(compile(source, name, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
                modules[source] = module
            answer = modules[source].main(json.loads(value))
            return json.dumps({"status": "done", "value": plain(answer)}, allow_nan=False)
        except KeyboardInterrupt:
            return json.dumps({"status": "stopped"})
        except BaseException as error:
            return json.dumps({"status": "error", "error": explain(error)})
        finally:
            nowhere.text.clear()


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


def installed(name: str) -> None:
    """Prepare for a package that has just been loaded."""
    if name == "matplotlib":
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


def describe(value: object) -> dict[str, str]:
    """A value as text, and as HTML if it knows how."""
    if type(value) in (dict, list, set, tuple):
        text = pprint.pformat(value, sort_dicts=False)
    else:
        text = repr(value)
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]} … {len(text) - LONGEST:,} more characters"
    as_html = getattr(type(value), "_repr_html_", None)
    html = as_html(value) if as_html is not None else None
    return {"text": text, "html": html} if isinstance(html, str) else {"text": text}


def explain(error: BaseException) -> dict[str, object]:
    """What went wrong, where, and the calls that led there, with nothing of the machinery."""
    told = traceback.TracebackException(type(error), error, error.__traceback__)
    shorten(told)
    places = [frame for frame in told.stack if own_name(frame.filename) is None]
    line = places[-1].lineno if places else None
    cell = places[-1].filename if places else None
    if isinstance(error, SyntaxError) and error.filename in linecache.cache:
        cell, line = error.filename, error.lineno
    text = "".join(told.format())
    text = text.replace("Traceback (most recent call last):\n", "")
    text = re.sub(
        r'^  File "([^"]*)", line (\d+)(?:, in <module>)?', place, text, flags=re.MULTILINE
    )
    return {
        "type": type(error).__name__,
        "message": str(error.msg if isinstance(error, SyntaxError) else error),
        "traceback": text.strip("\n"),
        "cell": cell,
        "line": line,
    }


def place(match: re.Match[str]) -> str:
    """The head of a frame: the cell or the module, and the line."""
    return f"{own_name(match[1]) or match[1]}, line {match[2]}"


def own_name(filename: str) -> str | None:
    """The short name of a file of a package; None for a cell."""
    _, found, inside = filename.partition("/site-packages/")
    if found:
        return inside
    return filename if filename.startswith(("/", "<")) or filename.endswith(".py") else None


def shorten(told: traceback.TracebackException, depth: int = 0) -> None:
    """Keep the frames that a reader can do something about: in cells, and in the site's packages."""
    frames = [frame for frame in told.stack if is_shown(frame.filename)]
    if len(frames) > OUTERMOST + INNERMOST:
        frames = frames[:OUTERMOST] + frames[-INNERMOST:]
    told.stack[:] = frames
    for other in (told.__cause__, told.__context__, *(told.exceptions or ())):
        if other is not None and depth < 10:
            shorten(other, depth + 1)


def is_shown(filename: str) -> bool:
    """Whether a traceback shows a frame of this file."""
    name = own_name(filename)
    return name is None or ("/site-packages/" in filename and name.partition("/")[0] in own)


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


def use_figures() -> None:
    """Let matplotlib's figures go to the page, when a cell ends or calls `show`."""
    import matplotlib
    from matplotlib.backend_bases import FigureManagerBase
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    backend: Any = types.ModuleType("cell_figures")
    backend.FigureCanvas = FigureCanvasSVG
    backend.FigureManager = FigureManagerBase
    backend.show = lambda *_, **__: show_figures()
    sys.modules["cell_figures"] = backend
    matplotlib.use("module://cell_figures")


def show_figures() -> None:
    """Put out the figures that are open, and close them."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    for number in pyplot.get_fignums():
        figure = pyplot.figure(number)
        drawn = io.StringIO()
        colours = {"facecolor": figure.get_facecolor(), "edgecolor": figure.get_edgecolor()}
        try:
            figure.savefig(drawn, format="svg", metadata={"Date": None}, **colours)
        finally:
            pyplot.close(figure)
        current.piece("figure", svg=drawn.getvalue())


def no_input(prompt: object = "", /) -> str:
    """What `input` is in a page."""
    raise RuntimeError("input() cannot ask you anything here; write the answer into the code")


def sleep(seconds: float, /) -> None:
    """Sleep, after showing what was printed before."""
    current.flush()
    time_sleep(seconds)


def begin(packages: str) -> None:
    """Prepare the interpreter: once, before the first cell.

    Args:
        packages: the names of the site's own packages, as a JSON list.
    """
    own.update(json.loads(packages))
    builtins.input = no_input  # type: ignore[assignment]  # it never returns
    time.sleep = sleep
    sys.modules["__main__"] = main
    main.__dict__["__builtins__"] = builtins
    warnings.formatwarning = format_warning


time_sleep = time.sleep


def format_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    line: str | None = None,
) -> str:
    """A warning in one line, with its place if that is one of the reader's."""
    where = f"{filename}, line {lineno}: " if own_name(filename) is None else ""
    return f"{where}{category.__name__}: {message}\n"
