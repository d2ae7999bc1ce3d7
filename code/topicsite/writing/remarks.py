"""The comments of a YAML file, each with the field or item that it belongs to.

YAML's own readers drop comments. Whatever stands outside of every text and starts with `#` is one.
"""

from __future__ import annotations

import re
from typing import Final

from topicsite.reading.source import Location, Stretch, outline
from topicsite.writing.layout import Remarks

_BLOCK_HEADER: Final = re.compile(r"[>|][-+0-9]*")


def read_remarks(text: str) -> Remarks:
    """Find the comments, and how folded texts are wrapped.

    A comment on a line of its own belongs to the field or item below it; one above the first field
    belongs to the file. A comment behind a value belongs to that value.

    Args:
        text: YAML text that `source.parse` found no fault with.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    stretches = outline(text)
    remarks = Remarks(wrapped=_wrapped(lines, stretches))
    for number, column in _comments(lines, stretches):
        comment = lines[number - 1][column:].rstrip()
        alone = not lines[number - 1][:column].strip()
        owner = None if alone else _beside(number, lines[number - 1], stretches)
        if owner is not None and owner not in remarks.beside:
            # Behind a plain text, `#word` would be taken for a mistake.
            remarks.beside[owner] = re.sub(r"\A(#+)(?=[^\s#])", r"\1 ", comment)
        elif not stretches or number < stretches[0].span.line:
            remarks.head.append(comment)
        else:
            below = next((s.location for s in stretches if s.span.line > number), None)
            if below is None:
                remarks.tail.append(comment)
            else:
                remarks.before.setdefault(below, []).append(comment)
    return remarks


def _comments(lines: list[str], stretches: list[Stretch]) -> list[tuple[int, int]]:
    """Where comments start: the line, from 1, and the column, from 0."""
    hidden: dict[int, list[tuple[int, int]]] = {}
    for stretch in stretches:
        names = [] if isinstance(stretch.location[-1], int) else [stretch.span]
        for span in (*names, stretch.value):
            if span is None:
                continue
            is_name = span is stretch.span
            for number in range(span.line, span.end_line + 1):
                start = span.column - 1 if number == span.line else 0
                end = span.end_column - 1 if number == span.end_line else 1 << 30
                if is_name:
                    if number > span.line:
                        break
                    end = start + _name_length(lines[number - 1][start:])
                elif stretch.style in (">", "|") and number == span.line:
                    match = _BLOCK_HEADER.match(lines[number - 1], start)
                    end = match.end() if match else end
                hidden.setdefault(number, []).append((start, end))
    found = []
    for number, line in enumerate(lines, 1):
        for match in re.finditer("#", line):
            at = match.start()
            if not any(start <= at < end for start, end in hidden.get(number, ())):
                found.append((number, at))
                break
    return found


def _name_length(rest: str) -> int:
    """How long the field's name is that a line goes on with, quotes included."""
    match = re.match(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^:]*(?::(?=\S)[^:]*)*""", rest)
    return match.end() if match else 0


def _beside(number: int, line: str, stretches: list[Stretch]) -> Location | None:
    """Whom a comment behind something on a line belongs to."""
    # What is written between brackets ends with one; a block ends where the next line starts.
    whole = [
        s.location
        for s in stretches
        if s.span.end_line == number
        and s.span.end_column > 1
        and (s.value is not None or line[s.span.end_column - 2 : s.span.end_column - 1] in "]}")
    ]
    if whole:
        return whole[0]
    return next((s.location for s in reversed(stretches) if s.span.line <= number), None)


def _last_line(stretch: Stretch) -> int:
    """The last line of a value; a block ends at the start of the line after it."""
    span = stretch.span
    return (
        span.end_line - 1 if span.end_column == 1 and span.end_line > span.line else span.end_line
    )


def _wrapped(lines: list[str], stretches: list[Stretch]) -> dict[Location, list[str]]:
    found = {}
    for stretch in stretches:
        if stretch.style == ">" and stretch.value is not None:
            last = _last_line(stretch)
            inner = [line.strip() for line in lines[stretch.value.line : last]]
            found[stretch.location] = [line for line in inner if line]
    return found
