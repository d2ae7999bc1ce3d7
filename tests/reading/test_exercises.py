"""Exercises, as they are read from an example's source."""

from __future__ import annotations

import pytest

from topicsite.model.exercise import Wrong
from topicsite.reading.exercises import parse, read_exercises

SOURCE = """\
# exercise: double-it
# title: Twice as much
# task: Write a function that doubles a number.
#
# It takes *any* number.
# hint: What is `2 * 3`?
# hint: Return `2 * x`.
# solved: That is all
#   there is to it.
# start:
def double(x):
    return ...  # your turn


# wrong: squares
def double(x):
    return x * x


# wrong: adds two
def double(x):
    return x + 2


# solution:
def double(x):
    return 2 * x


# check:
assert double(3) == 6
"""


def test_what_the_sections_become() -> None:
    exercise, problems = parse(SOURCE)
    assert problems == []
    assert exercise is not None
    assert (exercise.id, exercise.title) == ("double-it", "Twice as much")
    assert exercise.task == "Write a function that doubles a number.\n\nIt takes *any* number."
    assert exercise.hints == ("What is `2 * 3`?", "Return `2 * x`.")
    assert exercise.solved == "That is all there is to it."
    assert exercise.start == "def double(x):\n    return ...  # your turn"
    assert exercise.wrong == (
        Wrong("squares", "def double(x):\n    return x * x"),
        Wrong("adds two", "def double(x):\n    return x + 2"),
    )
    assert exercise.solution == "def double(x):\n    return 2 * x"
    assert exercise.check == "assert double(3) == 6"


def test_a_word_of_praise_may_be_left_out() -> None:
    exercise, problems = parse(SOURCE.replace("# solved: That is all\n#   there is to it.\n", ""))
    assert problems == []
    assert exercise is not None
    assert exercise.solved == ""


CODE_OF_WRONG = "def double(x):\n    return x * x\n"

PROBLEMS = [
    # what is replaced, by what, the rule, the line, a part of the message
    ("# hint: Return", "# hnt: Return", "section", 7, "no section `hnt`; did you mean `hint`?"),
    ("# check:", "# note: x\n# check:", "section", 30, "`note`; indent or reword"),
    ("# title:", "# task:", "section", 3, "`task` is given twice"),
    ("# solution:", "# hint: late\n# solution:", "section", 25, "`hint` comes before `wrong`"),
    ("# exercise: double-it\n", "", "incomplete", 1, "has no `# exercise:`"),
    ("# title: Twice as much\n", "", "incomplete", 1, "has no `# title:`"),
    ("# start:", "# wrong: x", "incomplete", 1, "has no `# start:`"),
    ("# check:\nassert double(3) == 6\n", "", "incomplete", 1, "has no `# check:`"),
    ("# wrong: adds two", "", "incomplete", 15, "has 1 `# wrong:`; write 2 or more"),
    ("# wrong: squares", "# wrong:", "incomplete", 15, "`wrong` says nothing"),
    ("# title: Twice as much", "# title:", "incomplete", 2, "`title` says nothing"),
    ("assert double(3) == 6", "# later", "incomplete", 30, "`check` has no code"),
    ("double-it", "Double it", "id", 1, "`Double it` is not an id"),
    ("# hint: What is", "x = 1\n# hint: What is", "section", 6, "`task` is written in comments"),
    ("# task:", "# and more\n# task:", "section", 3, "`title` is one line"),
    ("# start:", "# start: here", "section", 10, "on the lines below"),
    ("return x + 2", "return x +", "code", 22, "the code of `wrong` is not Python"),
    ("# exercise:", "import numpy\n# exercise:", "section", 1, "an exercise begins with its id"),
]


@pytest.mark.parametrize(("old", "new", "rule", "line", "message"), PROBLEMS)
def test_a_problem_is_told_with_its_line(
    old: str, new: str, rule: str, line: int, message: str
) -> None:
    assert old in SOURCE
    exercise, problems = parse(SOURCE.replace(old, new, 1))
    assert exercise is None
    assert [(p.rule, p.line) for p in problems] == [(f"exercise-{rule}", line)]
    assert message in problems[0].message


def test_all_problems_are_told_at_once() -> None:
    spoilt = SOURCE.replace("return x + 2", "return x +").replace("double-it", "Double it")
    assert [p.rule for p in parse(spoilt)[1]] == ["exercise-id", "exercise-code"]


CELL = '# %% tags=["exercise"]\n'


def test_only_cells_with_the_tag_are_read() -> None:
    text = f"# %%\nx = 1\n\n{CELL}{SOURCE}\n# %% [markdown]\n# exercise: none\n"
    found, diagnostics = read_exercises("code/examples/x.py", text)
    assert diagnostics == []
    assert [exercise.id for exercise in found] == ["double-it"]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_findings_stand_where_the_file_has_them(ends: str) -> None:
    text = f"# %%\nx = 1\n\n{CELL}{SOURCE}".replace("double-it", "Double it").replace("\n", ends)
    found, (diagnostic,) = read_exercises("code/examples/x.py", text)
    assert found == ()
    assert str(diagnostic).startswith("code/examples/x.py:5:1: error[exercise-id]")
    assert diagnostic.span.end_column == len("# exercise: Double it") + 1


def test_two_exercises_of_an_example_have_different_ids() -> None:
    found, (diagnostic,) = read_exercises("x.py", f"{CELL}{SOURCE}{CELL}{SOURCE}")
    assert len(found) == 1
    assert "another exercise of this example has the id `double-it`" in str(diagnostic)
    assert diagnostic.span.line == SOURCE.count("\n") + 3
