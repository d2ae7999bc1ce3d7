"""Exercises: cells of an example that readers solve, written as sections of one program.

The sections stand in the order of `ORDER`: first what is said, in comments, then what is run. The
cell runs as it stands, so each piece of code may define the same names again.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from topicsite.findings.diagnostics import Diagnostic, Span, did_you_mean
from topicsite.model.exercise import Exercise, Wrong
from topicsite.model.fields import ID

ORDER: Final = (
    "exercise", "title", "task", "hint", "solved", "start", "wrong", "solution", "check",
)  # fmt: skip
"""The sections, as they follow each other. All but `solved` are needed."""

_LABEL: Final = ("exercise", "title", "wrong")
_PROSE: Final = ("task", "hint", "solved")
_CODE: Final = ("start", "wrong", "solution", "check")
_AT_LEAST: Final = {"hint": 1, "wrong": 2}
"""The sections that may stand several times, and how many of them there must be."""

_TAG: Final = re.compile(r"tags=\[[^\]\[]*[\"']exercise[\"']")
_HEAD: Final = re.compile(r"# (?P<name>[a-z]+):(?: +(?P<text>.*))?\s*")


class Problem(NamedTuple):
    """What is wrong with an exercise.

    Attributes:
        rule: the code of the rule that it breaks.
        message: what to do about it.
        line: where, counted from 1 within the cell.
    """

    rule: str
    message: str
    line: int


class _Section(NamedTuple):
    name: str
    line: int
    label: str
    lines: list[str]

    @property
    def prose(self) -> str:
        spoken = [self.label, *(line.removeprefix("#").strip() for line in self.lines)]
        return "\n".join(spoken).strip()

    @property
    def code(self) -> str:
        return "\n".join(self.lines).strip("\n").rstrip()


def read_exercises(path: str, text: str) -> tuple[tuple[Exercise, ...], list[Diagnostic]]:
    """The exercises of an example, and what is wrong with those that cannot be read.

    Args:
        path: how the file is named in findings.
        text: the whole of it.
    """
    found: dict[str, Exercise] = {}
    diagnostics: list[Diagnostic] = []
    lines = text.replace("\r\n", "\n").split("\n")
    for first, source in _cells(lines):
        exercise, problems = parse(source)
        if exercise is not None and exercise.id in found:
            message = f"another exercise of this example has the id `{exercise.id}`; rename one"
            problems = [Problem("exercise-id", message, 1)]
        elif exercise is not None:
            found[exercise.id] = exercise
        for rule, message, line in problems:
            number = first + line
            span = Span(number, 1, number, len(lines[number - 1]) + 1)
            diagnostics.append(Diagnostic(rule, message, path, span))
    return tuple(found.values()), diagnostics


def parse(source: str) -> tuple[Exercise | None, list[Problem]]:
    """Read one cell.

    Returns:
        The exercise, or None and what is wrong.
    """
    sections, problems = _cut(source)
    problems += _misplaced(sections)
    if not problems:
        problems += _missing(sections)
    if not problems:
        problems += [problem for section in sections for problem in _faults(section)]
    if problems:
        return None, problems
    one = {section.name: section for section in sections}
    exercise = Exercise(
        id=one["exercise"].label,
        title=one["title"].label,
        task=one["task"].prose,
        hints=tuple(section.prose for section in sections if section.name == "hint"),
        solved=" ".join(one["solved"].prose.split()) if "solved" in one else "",
        start=one["start"].code,
        wrong=tuple(Wrong(s.label, s.code) for s in sections if s.name == "wrong"),
        solution=one["solution"].code,
        check=one["check"].code,
    )
    return exercise, []


def _cells(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The cells with the tag: how many lines stand before each, and what it says."""
    starts = [number for number, line in enumerate(lines, 1) if line.startswith("# %%")]
    for number, following in pairwise([*starts, len(lines) + 1]):
        if _TAG.search(lines[number - 1]):
            yield number, "\n".join(lines[number : following - 1])


def _cut(source: str) -> tuple[list[_Section], list[Problem]]:
    sections: list[_Section] = []
    problems: list[Problem] = []
    for number, line in enumerate(source.split("\n"), 1):
        head = _HEAD.fullmatch(line)
        if head is None:
            if sections:
                sections[-1].lines.append(line)
            elif line.strip():
                message = "an exercise begins with its id: `# exercise: a-short-name`"
                return [], [Problem("exercise-section", message, number)]
        elif head["name"] in ORDER:
            sections.append(_Section(head["name"], number, (head["text"] or "").strip(), []))
        else:
            advice = did_you_mean(head["name"], ORDER) or "; indent or reword a plain comment"
            message = f"there is no section `{head['name']}`{advice}"
            problems.append(Problem("exercise-section", message, number))
    return sections, problems


def _misplaced(sections: list[_Section]) -> Iterator[Problem]:
    last = ORDER[0]
    seen: set[str] = set()
    for name, line, *_ in sections:
        if name in seen and name not in _AT_LEAST:
            yield Problem("exercise-section", f"`{name}` is given twice; keep one", line)
        elif ORDER.index(name) < ORDER.index(last):
            message = f"`{name}` comes before `{last}`; the order is {', '.join(ORDER)}"
            yield Problem("exercise-section", message, line)
        else:
            last = name
        seen.add(name)


def _missing(sections: list[_Section]) -> Iterator[Problem]:
    for name in ORDER:
        found = [section for section in sections if section.name == name]
        if not found and name not in ("solved", *_AT_LEAST):
            yield Problem("exercise-incomplete", f"the exercise has no `# {name}:`; add it", 1)
        elif len(found) < _AT_LEAST.get(name, 0):
            message = (
                f"the exercise has {len(found) or 'no'} `# {name}:`; "
                f"write {_AT_LEAST[name]} or more"
            )
            yield Problem("exercise-incomplete", message, found[0].line if found else 1)


def _faults(section: _Section) -> Iterator[Problem]:
    """What is wrong within one section."""
    name, line, label, lines = section
    if name == "exercise" and not ID.match(label):
        message = f"`{label}` is not an id: lower-case letters, digits and single hyphens"
        yield Problem("exercise-id", message, line)
    if (name in _LABEL and not label) or (name in _PROSE and not section.prose):
        message = f"`{name}` says nothing; write it after the colon"
        yield Problem("exercise-incomplete", message, line)
    if name in _CODE:
        yield from _code_faults(section)
    else:
        for number, text in enumerate(lines, line + 1):
            if text.strip() and (name in _LABEL or not text.startswith("#")):
                what = "is one line" if name in _LABEL else "is written in comments"
                message = f"`{name}` {what}; the code comes after `# start:`"
                yield Problem("exercise-section", message, number)
                break


def _code_faults(section: _Section) -> Iterator[Problem]:
    name, line, label, lines = section
    if label and name != "wrong":
        message = f"the code of `{name}` stands on the lines below; remove the text"
        yield Problem("exercise-section", message, line)
    try:
        tree = ast.parse("\n".join(lines))
    except (RecursionError, MemoryError):
        yield Problem("exercise-code", f"the code of `{name}` is nested too deeply", line)
    except (SyntaxError, ValueError) as error:
        place = line + (getattr(error, "lineno", None) or 1)
        reason = getattr(error, "msg", None) or str(error)
        yield Problem("exercise-code", f"the code of `{name}` is not Python: {reason}", place)
    else:
        if not tree.body:
            yield Problem("exercise-incomplete", f"`{name}` has no code; write it below", line)
