"""What went wrong in a cell, told with the reader's own lines and nothing of the machinery."""

from __future__ import annotations

import linecache
import re
import traceback

OUTERMOST, INNERMOST = 4, 8  # calls of a long traceback that are shown

own: set[str] = set()
"""The site's own packages, whose lines are shown as well."""


def name_source(name: str, source: str) -> None:
    """Let tracebacks show the lines of what is compiled under this name."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)


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
    """Keep the frames that a reader can act on: in cells, and in the site's own packages."""
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
