"""An exercise: a cell of an example that a reader solves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Wrong(NamedTuple):
    """An answer that somebody might give.

    Attributes:
        says: the mistake, in a few words.
        code: the answer.
    """

    says: str
    code: str


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Attributes:
        id: its name within the example, and a part of its address.
        title: a heading of one line.
        task: what to do, in Markdown.
        hints: in Markdown, from the gentlest to the plainest.
        solved: what the reader has achieved, in plain text; it may be empty.
        start: code that runs and is not right yet.
        wrong: answers that the checks must refuse; never shown to a reader.
        solution: an answer that passes.
        check: code that raises an exception unless the answer before it is right.
    """

    id: str
    title: str
    task: str
    hints: tuple[str, ...]
    solved: str
    start: str
    wrong: tuple[Wrong, ...]
    solution: str
    check: str
