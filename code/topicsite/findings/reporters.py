"""One list of findings, several ways to print it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from topicsite.findings.diagnostics import Diagnostic
from topicsite.findings.visible import portable_json, visible, visible_line

WIDTH: Final = 100
"""Columns of a source line that are shown; a longer line is cut around the finding."""

_RED, _YELLOW, _BLUE, _BOLD, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[1m", "\x1b[0m"


def concise(diagnostics: Sequence[Diagnostic], *, colour: bool = False) -> str:
    """One line a finding: `path:line:column: error[rule] message`."""
    return "\n".join(_line(finding, colour) for finding in diagnostics)


def full(
    diagnostics: Sequence[Diagnostic], texts: Mapping[str, str], *, colour: bool = False
) -> str:
    """The line of `concise`, then the source line with the place underlined."""
    blocks = []
    lines: dict[str, list[str]] = {}
    for finding in diagnostics:
        if finding.path not in lines:
            text = texts.get(finding.path, "")
            lines[finding.path] = text.split("\n") if text else []
        block = [_line(finding, colour), *_excerpt(finding, lines[finding.path], colour)]
        blocks.append("\n".join(block))
    return "\n\n".join(blocks)


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """A JSON array; each item has rule, severity, message, path, start and end.

    `start` and `end` have `line` and `column`, which count from 1; the end is exclusive.
    """
    items = [
        {
            "rule": finding.rule,
            "severity": finding.severity,
            "message": finding.message,
            "path": finding.path,
            "start": {"line": finding.span.line, "column": finding.span.column},
            "end": {"line": finding.span.end_line, "column": finding.span.end_column},
        }
        for finding in diagnostics
    ]
    return portable_json(json.dumps(items, indent=2, ensure_ascii=False))


def github(diagnostics: Sequence[Diagnostic], prefix: str = "") -> str:
    """Workflow commands that GitHub Actions shows beside the changed lines.

    Args:
        diagnostics: the findings.
        prefix: the way from the repository's root, from which GitHub counts, to the project:
            empty, or such as `sites/sorting/`.
    """
    lines = []
    for finding in diagnostics:
        span = finding.span
        properties = {
            "file": prefix + finding.path,
            "line": span.line,
            "endLine": span.end_line,
            "col": span.column,
            "title": finding.rule,
        }
        if span.end_line == span.line:
            properties["endColumn"] = span.end_column
        written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        lines.append(f"::{finding.severity} {written}::{_escaped(finding.message)}")
    return "\n".join(lines)


def summary(diagnostics: Sequence[Diagnostic], counts: Mapping[str, int]) -> str:
    """The closing line: how many findings in how many files, or what was found in order.

    Args:
        diagnostics: the findings.
        counts: how many of what was checked, such as {"resource": 73}.
    """
    if not diagnostics:
        checked = ", ".join(_count(number, what) for what, number in counts.items())
        return f"{checked}: no findings"
    errors = sum(finding.severity == "error" for finding in diagnostics)
    warnings = len(diagnostics) - errors
    parts = [_count(errors, "error")] if errors else []
    parts += [_count(warnings, "warning")] if warnings else []
    files = len({finding.path for finding in diagnostics})
    return f"{' and '.join(parts)} in {_count(files, 'file')}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _line(finding: Diagnostic, colour: bool) -> str:
    text = visible_line(str(finding))
    if not colour:
        return text
    hue = _RED if finding.severity == "error" else _YELLOW
    mark = f"{finding.severity}[{finding.rule}]"
    before, _, after = text.partition(mark)
    return f"{_BOLD}{before}{_PLAIN}{hue}{mark}{_PLAIN}{after}"


def _excerpt(finding: Diagnostic, lines: Sequence[str], colour: bool) -> list[str]:
    """The source line, cut to `WIDTH`, and carets below the place."""
    span = finding.span
    if span.line > len(lines):
        return []
    line = lines[span.line - 1].rstrip("\r")
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = max(start, min(end, len(line)))
    shift = max(0, start - WIDTH // 2) if len(line) > WIDTH else 0
    shown = ("…" if shift else "") + line[shift : shift + WIDTH]
    shown += "…" if shift + WIDTH < len(line) else ""
    before = ("…" if shift else "") + line[shift:start]
    marked = line[start : min(end, shift + WIDTH)]
    number = str(span.line)
    margin = " " * len(number)
    carets = "^" * max(1, _columns(visible(marked)))
    if colour:
        carets = f"{_RED if finding.severity == 'error' else _YELLOW}{carets}{_PLAIN}"
    return [
        f"{margin} |",
        f"{number} | {visible(shown)}",
        f"{margin} | {' ' * _columns(visible(before))}{carets}",
    ]


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _escaped(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(value: object) -> str:
    return _escaped(str(value)).replace(":", "%3A").replace(",", "%2C")
