"""The YAML header of a Python example: commented lines between two lines `# ---`."""

from __future__ import annotations

import re
from typing import Final

from topicsite.findings.diagnostics import Diagnostic, Span
from topicsite.reading import source
from topicsite.reading.refusals import not_utf8, point
from topicsite.reading.source import Location, Source

_HEADER: Final = re.compile(r"# ---\n((?:#.*\n)*?)# ---(?:\n|\Z)")


def header_of(path: str, raw: bytes) -> Source:
    """Read the header of an example.

    The text of the result is the header's YAML; `locate_in` finds its values in the file.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return Source(path, "", None, [not_utf8(path, raw, error)])
    lines = _header_lines(text)
    if lines is None:
        message = (
            "an example starts with its header: a line `# ---`, lines such as "
            "`# title: ...`, and a line `# ---`"
        )
        return Source(path, "", None, [Diagnostic("missing-header", message, path)])
    unspaced = [number for number, line in enumerate(lines) if line[1:2].strip()]
    if unspaced:
        message = "a line of the header starts with `# `: a number sign and a space"
        span = point(unspaced[0] + 1, 0)
        return Source(path, "", None, [Diagnostic("missing-header", message, path, span)])
    header = source.parse(path, yaml_of(text).encode())
    found = [
        Diagnostic(d.rule, d.message, d.path, _in_header(d.span), d.severity)
        for d in header.diagnostics
    ]
    return header._replace(diagnostics=found)


def yaml_of(text: str) -> str:
    """The YAML in an example's header; nothing if there is no header."""
    return "\n".join(line[2:] for line in _header_lines(text) or ())


def _header_lines(text: str) -> list[str] | None:
    match = _HEADER.match(text.replace("\r\n", "\n"))
    return None if match is None else match[1].splitlines()


def _in_header(span: Span) -> Span:
    """The place in an example's file of a place in its header."""
    line, column, end_line, end_column = span
    return Span(line + 1, column + 2, end_line + 1, end_column + 2)


def locate_in(path: str, text: str, location: Location, *, key: bool = False) -> Span:
    """Where a value stands in a file, which may be an example with a header."""
    span = source.locate(text, location, key=key)
    return _in_header(span) if path.endswith(".py") else span


def locate_within(path: str, text: str, location: Location, start: int, end: int) -> Span:
    """Where a stretch of a text stands in a file, which may be an example with a header."""
    span = source.locate_within(text, location, start, end)
    return _in_header(span) if path.endswith(".py") else span
