"""What cells put out, piece by piece: the streams, and where they lead."""

from __future__ import annotations

import io
import json.encoder
import sys
import time

# A cell may replace or delete them, and go on printing.
from builtins import float, int, issubclass, len, min, str, type  # noqa: A004, UP029
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

Send = Callable[[str], object]

BURST = 1000  # pieces that go out at once; after a flood, one every millisecond
LONGEST = 200_000  # characters of one write; the page would not show more

monotonic = time.monotonic
quoted = json.encoder.encode_basestring_ascii


class Output:
    """Sends what a cell puts out, in order: at once if it is little, in bundles if it is much.

    Nobody may come back to send what is held back: Stop ends an interpreter where it stands. So
    little is held back, and only from floods.
    """

    def __init__(self, send: Send) -> None:
        self.send = send
        self.held: list[dict[str, object]] = []
        self.text: list[str] = []
        self.kind = ""
        self.allowance = float(BURST)
        self.last = monotonic()
        self.figures = 0

    def piece(self, kind: str, **content: object) -> None:
        """Send something that is not a stream."""
        self._close()
        self.held.append({"kind": kind, **content})
        self.flush()

    def write(self, kind: str, text: str) -> None:
        """Take text of a stream."""
        if not text:
            return
        if kind != self.kind:
            self._close()
            self.kind = kind
        self.text.append(_without_middle(text))
        now = monotonic()
        self.allowance = min(BURST, self.allowance + (now - self.last) * 1000)
        self.last = now
        if self.allowance >= 1:
            self.flush()

    def flush(self) -> None:
        """Send what has been held back."""
        self._close()
        if self.held:
            self.allowance -= len(self.held)
            held, self.held = self.held, []
            self.send(f"[{', '.join([_as_json(piece) for piece in held])}]")

    def _close(self) -> None:
        if self.text:
            self.held.append({"kind": self.kind, "text": "".join(self.text)})
            self.text = []


def _as_json(piece: dict[str, object]) -> str:
    """A piece of texts, numbers and None, without the help of what a cell may spoil."""
    return "{" + ", ".join([f"{quoted(name)}: {_said(piece[name])}" for name in piece]) + "}"


def _said(value: Any) -> str:
    if value is None:
        return "null"
    return f"{value}" if type(value) is int else quoted(value)


def _without_middle(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    left = f"\n… {len(text) - LONGEST:,} characters are left out here …\n"
    return f"{text[:half]}{left}{text[-half:]}"


class Stream(io.TextIOBase):
    """What `sys.stdout` or `sys.stderr` is: leads to the cell that runs.

    There is one for all cells, for a handler of logs that keeps it, and nobody can close it.
    """

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.name = f"<{kind}>"

    def write(self, text: str) -> int:
        """Pass text on."""
        if not issubclass(type(text), str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        exact = "".join(
            (text, "")
        )  # what a class of the reader's makes of itself is its own affair
        current.write(self.kind, exact)
        return len(exact)

    def writable(self) -> bool:
        """It is for writing."""
        return True

    def flush(self) -> None:
        """Show everything so far."""
        current.flush()

    def close(self) -> None:
        """Show everything so far: another cell may want to print."""
        current.flush()


class Nowhere(Output):
    """Where output goes while no cell runs."""

    def __init__(self) -> None:
        super().__init__(lambda pieces: None)

    def write(self, kind: str, text: str) -> None:
        """Forget it."""


STREAMS = {
    "stdout": Stream("stdout"),
    "stderr": Stream("stderr"),
}
_NAMES = {
    name: STREAMS[name.strip("_")] for name in ("stdout", "stderr", "__stdout__", "__stderr__")
}
current: Output = Nowhere()


@contextmanager
def shown(output: Output) -> Iterator[None]:
    """Let what is printed, drawn and warned of go to `output`, whatever the last cell did to it."""
    global current
    before, streams = current, {name: vars(sys)[name] for name in _NAMES}
    current = output
    vars(sys).update(_NAMES)
    try:
        yield
    finally:
        output.flush()
        current = before
        vars(sys).update(streams)


def silence() -> AbstractContextManager[None]:
    """Let nothing go anywhere for a while."""
    return shown(Nowhere())
