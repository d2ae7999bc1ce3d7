"""How far a long work is: one line on a terminal that is written anew, and a few in a log."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self, TextIO

_QUIET: Final = 10.0
"""Seconds after which somebody who reads a log wonders whether anything happens."""
_RARELY: Final = 30.0
_OFTEN: Final = 1.0
_LONG: Final = 5.0
"""Seconds after which a line says for how long it has been the same."""
_CLEAR: Final = "\r\x1b[K"


class Progress:
    """Tells how far a work is while the context lasts.

    On a terminal the line is gone afterwards. In a log nothing is said of what takes less than ten
    seconds.
    """

    def __init__(
        self,
        what: str,
        total: int | None,
        tell: Callable[[str], object],
        terminal: TextIO | None = None,
    ) -> None:
        """Describe the work.

        Args:
            what: what is being done, in the plural if it is counted: `examples`.
            total: how many there are, if they are counted.
            tell: writes a line into the log.
            terminal: where somebody watches, if anybody does; see `watched`.
        """
        self._what = what
        self._total = total
        self._tell = tell
        self._terminal = terminal
        self._done = 0
        self._item = ""
        self._changed = time.monotonic()
        self._over = threading.Event()
        self._turn = threading.Lock()
        self._clock = threading.Thread(target=self._tick, daemon=True)

    def at(self, done: int, item: str = "") -> None:
        """Note how many are done, and at which one the work is."""
        with self._turn:
            self._done, self._item = done, item
            self._changed = time.monotonic()
            self._show()

    def clear(self) -> None:
        """Make room on the terminal for a line of somebody else's."""
        if self._terminal is not None:
            self._terminal.write(_CLEAR)
            self._terminal.flush()

    def line(self) -> str:
        """The line as it stands now."""
        counted = "" if self._total is None else f": {self._done} of {self._total}"
        item = f", {self._item}" if self._item else ""
        seconds = time.monotonic() - self._changed
        return f"{self._what}{counted}{item}" + (f" ({seconds:.0f} s)" if seconds > _LONG else "")

    def __enter__(self) -> Self:
        self._show()
        self._clock.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._clock.join()
        self.clear()

    def _show(self) -> None:
        if self._terminal is not None:
            width = shutil.get_terminal_size().columns
            self._terminal.write(_CLEAR + self.line()[: width - 1])
            self._terminal.flush()

    def _tick(self) -> None:
        pause = _QUIET if self._terminal is None else _OFTEN
        while not self._over.wait(pause):
            with self._turn:
                if self._terminal is None:
                    self._tell(self.line())
                    pause = _RARELY
                else:
                    self._show()


def watched(stream: TextIO) -> TextIO | None:
    """The stream, if it is a terminal on which a line can be written anew."""
    is_terminal = stream.isatty() and os.environ.get("TERM") not in (None, "dumb")
    return stream if is_terminal else None
