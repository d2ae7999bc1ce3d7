"""Each exercise takes its own solution, and none of the answers that are known to be wrong."""

from pathlib import Path

from topicsite.lesson.grading import grade
from topicsite.reading.load import load

CATALOG = load(Path(__file__).parents[1]).catalog
EXERCISES = [exercise for found in CATALOG.exercises.values() for exercise in found]


def test_every_solution_passes() -> None:
    for exercise in EXERCISES:
        verdict = grade(exercise.solution, exercise.check)
        assert verdict.passed, f"{exercise.id}: {verdict.message}"


def test_no_wrong_answer_passes() -> None:
    for exercise in EXERCISES:
        for code in [exercise.start, *(wrong.code for wrong in exercise.wrong)]:
            assert not grade(code, exercise.check).passed, f"{exercise.id}:\n{code}"
