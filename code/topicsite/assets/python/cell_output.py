"""What cells put out, piece by piece: streams, values and figures."""

from __future__ import annotations

import io
import json
import logging
import pprint
import sys
import time
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

Send = Callable[[str], object]

BURST = 50  # pieces that go out at once; after a flood, one every 20 ms
LONGEST = 100_000  # characters of a value's text


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


class Nowhere(Output):
    """Where output goes while no cell runs."""

    def __init__(self) -> None:
        super().__init__(lambda piece: None)

    def write(self, kind: str, text: str) -> None:
        """Forget it."""


current: Output = Nowhere()


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
        current = Nowhere()


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


def use_figures() -> None:
    """Let matplotlib's figures go to the page, when a cell ends or calls `show`."""
    # It tells that it lists its fonts, which it does in every new interpreter.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
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
