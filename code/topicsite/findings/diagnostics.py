"""One finding about the input, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Severity = Literal["error", "warning"]


class Span(NamedTuple):
    """A stretch of a file; lines and columns count from 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Span(1, 1, 1, 1)
"""The place of a finding that concerns a file as a whole."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    Attributes:
        rule: the code of the rule, a key of `rules.RULES`.
        message: what is wrong and what to write instead, without a full stop at the end.
        path: the file, relative to the project, with forward slashes.
        span: where in the file.
        severity: errors fail a build; warnings fail it only when asked to.
    """

    rule: str
    message: str
    path: str
    span: Span = START
    severity: Severity = "error"

    def __str__(self) -> str:
        """The finding as one line: `path:line:column: error[rule] message`."""
        place = f"{self.path}:{self.span.line}:{self.span.column}"
        return f"{place}: {self.severity}[{self.rule}] {self.message}"


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings by file, line, column and rule, each once."""
    return sorted(set(diagnostics), key=lambda d: (d.path, d.span, d.rule, d.message))


_LONG: Final = 100
"""What is longer is no slip of a name; comparing takes as long as both texts multiplied."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A clause that proposes the nearest of `known`, or an empty string."""
    from difflib import get_close_matches  # which most runs can do without

    nearest = get_close_matches(word[:_LONG], list(known), n=1, cutoff=0.6)
    return f"; did you mean `{nearest[0]}`?" if nearest else ""
