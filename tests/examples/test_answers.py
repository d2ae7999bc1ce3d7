"""The exercises of the examples: solutions pass, and everything else is told what is wrong."""

from __future__ import annotations

import ast
from itertools import combinations
from pathlib import Path

import pytest

from topicsite.lesson.grading import Verdict, grade
from topicsite.model.exercise import Exercise
from topicsite.reading.load import load

PROJECT = Path(__file__).parents[2]
CATALOG = load(PROJECT).catalog
EXERCISES = [
    pytest.param(exercise, id=f"{example}/{exercise.id}")
    for example, exercises in CATALOG.exercises.items()
    for exercise in exercises
]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_passes(exercise: Exercise) -> None:
    assert grade(exercise.solution, exercise.check) == Verdict(True)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_everything_else_is_told_what_is_wrong(exercise: Exercise) -> None:
    answers = {"the start": exercise.start, **{wrong.says: wrong.code for wrong in exercise.wrong}}
    verdicts = {says: grade(code, exercise.check) for says, code in answers.items()}
    for says, verdict in verdicts.items():
        assert not verdict.passed, says
        assert len(verdict.message) > 40, (says, verdict)
        # A message that only an accident brings forth is no help.
        assert "being looked at" not in verdict.message, (says, verdict)
    for (one, first), (other, second) in combinations(verdicts.items(), 2):
        assert first.message != second.message, (one, other, first.message)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_answer_that_does_nothing_is_told_so(exercise: Exercise) -> None:
    assert "do not find it" in grade("pass", exercise.check).message


def names_set(code: str) -> set[str]:
    """What running some code binds at its top level, without imports."""
    bound: set[str] = set()
    for node in ast.parse(code).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif not isinstance(node, (ast.Import, ast.ImportFrom)):
            names = (name for name in ast.walk(node) if isinstance(name, ast.Name))
            bound.update(name.id for name in names if isinstance(name.ctx, ast.Store))
    return bound


@pytest.mark.parametrize("example", sorted(CATALOG.exercises))
def test_an_exercise_leaves_the_names_of_its_page_alone(example: str) -> None:
    source = (PROJECT / CATALOG.examples[example].path).read_text(encoding="utf-8")
    of_page: set[str] = set()
    of_exercises: set[str] = set()
    for cell in source.split("\n# %%")[1:]:
        options, _, code = cell.partition("\n")
        if '"exercise"' in options:
            of_exercises |= names_set(code)
        elif "[markdown]" not in options:
            of_page |= names_set(code)
    assert of_page & of_exercises <= {"_"}
