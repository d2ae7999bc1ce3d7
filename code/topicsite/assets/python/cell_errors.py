"""What went wrong in a cell, told with the reader's own lines and nothing of the machinery.

An exception may be of a reader's making, and then any of its attributes may fail, lie or have no
end. What is read here is read past the reader's classes where that can be, and is bounded.
"""

from __future__ import annotations

import linecache
import re
import traceback
from collections.abc import Iterator
from itertools import islice
from types import TracebackType
from typing import Final

from topicsite.assets.python.cell_output import silence

OUTERMOST, INNERMOST = 4, 8  # calls of a long traceback that are shown
MOST = 1000  # exceptions that led to one another, or stand in one group
LONGEST = 20_000  # characters of a traceback
LONGEST_MESSAGE = 2000

_HEADINGS: Final = tuple(
    f"{kind}Traceback (most recent call last):" for kind in ("", "Exception Group ")
)
_PLACE: Final = re.compile(r'^([ |+-]*)  File "([^"\n]*)", line (\d+)\n$')
_FAILED: Final = "<exception str() failed>"
_SPEECHLESS: Final = "its text cannot be shown, because its __str__ fails"

# These ask an object past whatever its class has put in their place.
_name = type.__dict__["__name__"].__get__
_traceback = BaseException.__dict__["__traceback__"].__get__
_cause = BaseException.__dict__["__cause__"].__get__
_context = BaseException.__dict__["__context__"].__get__
_members = BaseExceptionGroup.__dict__["exceptions"].__get__

own: set[str] = set()
"""The site's own packages, whose lines are shown as well."""

sources: dict[str, str] = {}


def name_source(name: str, source: str) -> None:
    """Let tracebacks show the lines of what is compiled under this name."""
    sources[name] = source
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)


def explain(error: BaseException, before: str = "") -> dict[str, object]:
    """What went wrong, where, and the calls that led there, with nothing of the machinery.

    Args:
        error: what was raised; its class may be anything.
        before: what the account begins with.
    """
    try:
        if not _is_bounded(error):
            raise ValueError("too many exceptions led to this one")
        found = _in_full(error)
    except KeyboardInterrupt:
        raise
    except BaseException:  # its class defeats every formatter
        found = _in_short(error)
    found["traceback"] = shortened(before + str(found["traceback"]), LONGEST)
    return found


def name_of(kind: type) -> str:
    """What a class is called, whatever it says."""
    return str(_name(kind))


def shortened(text: str, most: int) -> str:
    """A text without its middle, if it is longer than it may be."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} … {len(text) - most:,} more characters … {text[-half:]}"


def _is_bounded(error: BaseException) -> bool:
    """Whether few enough exceptions led to one, or stand in it."""
    seen: set[int] = set()
    waiting = [error]
    while waiting and len(seen) <= MOST:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        others = [_cause(one), _context(one)]
        if issubclass(type(one), BaseExceptionGroup):
            others += islice(_members(one), MOST + 1)
        waiting += [other for other in others if other is not None]
    return len(seen) <= MOST


def _in_full(error: BaseException) -> dict[str, object]:
    for name, source in sources.items():
        name_source(name, source)  # a cell may have emptied the cache
    told = traceback.TracebackException(type(error), error, _traceback(error))
    frames = [frame for frame in told.stack if own_name(frame.filename) is None]
    cell, line = (frames[-1].filename, frames[-1].lineno) if frames else (None, None)
    message = str(told)
    if issubclass(type(error), SyntaxError):
        message = str(told.msg)
        if told.filename in sources and str(told.lineno).isdecimal():
            cell, line = told.filename, int(str(told.lineno))
    _shorten(told)
    text = "".join(map(_placed, filter(_is_said, told.format())))
    if message == _FAILED:
        message = _why_speechless(error)
        text = text.replace(f": {_FAILED}\n", f": {message}\n", 1)
    return {
        "type": name_of(type(error)),
        "message": shortened(message, LONGEST_MESSAGE),
        "traceback": text.replace(_FAILED, _SPEECHLESS).strip("\n"),
        "cell": cell,
        "line": line,
    }


def _in_short(error: BaseException) -> dict[str, object]:
    """The same without what a class could say about itself, and without what led to it."""
    places = [(name, line) for name, line in _places(_traceback(error)) if is_shown(name)]
    cells = [place for place in places if own_name(place[0]) is None]
    cell, line = cells[-1] if cells else (None, None)
    lines = []
    for name, number in places[:OUTERMOST] + places[OUTERMOST:][-INNERMOST:]:
        lines.append(f"{own_name(name) or name}, line {number}")
        written = sources.get(name, "").splitlines()
        lines += [f"    {text.strip()}" for text in written[number - 1 : number]]
    kind = name_of(type(error))
    message = shortened(_why_speechless(error), LONGEST_MESSAGE)
    text = "\n".join([*lines, f"{kind}: {message}"])
    return {"type": kind, "message": message, "traceback": text, "cell": cell, "line": line}


def _places(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno or 0
        trace = trace.tb_next


def _why_speechless(error: BaseException) -> str:
    """An exception's own text, or what hinders it; nothing is printed meanwhile."""
    with silence():
        try:
            return "".join((str(error),))
        except KeyboardInterrupt:
            raise
        except BaseException as trouble:
            try:
                why = shortened(str(trouble), LONGEST_MESSAGE)
            except BaseException:
                why = ""
            return f"{_SPEECHLESS} ({name_of(type(trouble))}{why and ': '}{why})"


class _Places(traceback.StackSummary):
    """Calls, each with its cell or its module."""

    def format_frame_summary(self, frame_summary: traceback.FrameSummary) -> str:
        _, _, rest = super().format_frame_summary(frame_summary).partition("\n")
        inside = "" if frame_summary.name == "<module>" else f", in {frame_summary.name}"
        name = own_name(frame_summary.filename) or frame_summary.filename
        return f"{name}, line {frame_summary.lineno}{inside}\n{rest}"


def _is_said(part: str) -> bool:
    return part.lstrip(" |+").rstrip("\n") not in _HEADINGS


def _placed(part: str) -> str:
    """The head of a syntax error as those of calls are."""
    return _PLACE.sub(lambda at: f"{at[1]}{own_name(at[2]) or at[2]}, line {at[3]}\n", part)


def own_name(filename: str) -> str | None:
    """The short name of a file of a package; None for a cell."""
    _, found, inside = filename.partition("/site-packages/")
    if found:
        return inside
    return filename if filename.startswith(("/", "<")) or filename.endswith(".py") else None


def _shorten(told: traceback.TracebackException) -> None:
    """Keep the frames that a reader can act on: in cells, and in the site's own packages."""
    waiting = [told]
    while waiting:
        one = waiting.pop()
        frames = [frame for frame in one.stack if is_shown(frame.filename)]
        if len(frames) > OUTERMOST + INNERMOST:
            frames = frames[:OUTERMOST] + frames[-INNERMOST:]
        one.stack = _Places(frames)
        others = (one.__cause__, one.__context__, *(one.exceptions or ()))
        waiting += [other for other in others if other is not None]


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
