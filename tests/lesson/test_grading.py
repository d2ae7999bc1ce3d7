"""Grading: what is said of answers of all kinds, and that nothing an answer does is too much."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from topicsite.lesson import Answer, AnswerError, attempt, words
from topicsite.lesson.grading import grade

CHECKS = """
import numpy as np
from topicsite.lesson import attempt

answer = attempt(double, np.array([1.0, 2.0]))
answer.equals([2.0, 4.0], looks_like=[([1.0, 4.0], "It squares.")])
"""

ANSWERS = [
    # the body of double(x), and what has to be said
    ("return ...", "`double([1.0, 2.0])` is still `...`"),
    ("pass", "is None, as if a `return` were missing"),
    ("return [x, ...]", "should be numbers"),
    ("return [2.0, ...]", "still holds `...`"),
    ("return 'no'", "should be numbers, and is a text"),
    ("return True", "should be numbers, and is True"),
    ("return double", "is a function, which nobody has called yet"),
    ("return {1: 2}", "is a dictionary of 1"),
    ("return 10**400", "the number without an end"),
    ("return x * (1 + 2j)", "an array of complex128 of shape (2,)"),
    ("return 2.0", "should have shape (2,), and has ()"),
    ("return (2 * x)[:, None]", "only their shape is not"),
    ("return np.stack([x, x])", "Summed over axis 0 it would be right"),
    ("return -2 * x", "It has the wrong sign"),
    ("return 6 * x", "Every entry is 3 times what it should be"),
    ("return x / 2", "Every entry is too small, 4 times"),
    ("return 2 * x + 1", "Every entry is off by the same 1."),
    ("return np.array([4.0, 2.0])", "in reverse order"),
    ("return np.array([2.0, 5.0])", "1 of its 2 entries is off"),
    ("return 0 * x", "It is zero everywhere"),
    ("return x**2", "is not right yet. It squares."),
    ("return x / 0", "is inf at [0]"),
    ("x *= 2\n    return x", "changes an array that it was given"),
    ("return 2 * y", "NameError: name 'y' is not defined, in line 3, `return 2 * y`"),
    ("return x[5]", "IndexError: index 5 is out of bounds for axis 0 with size 2, in line 3"),
    ("return double(x)", "calls itself without end, in line 3"),
    ("raise SystemExit", "ends the program, in line 3"),
    ("return 2 * (x", "Python cannot read line 3, `return 2 * (x`: '(' was never closed"),
]


@pytest.mark.parametrize(("body", "message"), ANSWERS)
def test_an_answer_is_told_what_is_wrong(body: str, message: str) -> None:
    verdict = grade(f"import numpy as np\ndef double(x):\n    {body}\n", CHECKS)
    assert not verdict.passed
    assert message in verdict.message


def test_a_right_answer_passes_and_shows_what_it_printed() -> None:
    verdict = grade("def double(x):\n    print('twice')\n    return 2 * x", CHECKS)
    assert verdict.as_dict() == {
        "passed": True, "message": "", "detail": "", "printed": "twice\n",
    }  # fmt: skip


def test_the_numbers_that_differ_stand_side_by_side() -> None:
    verdict = grade("def double(x):\n    return [2, 4.5]", CHECKS)
    assert verdict.detail == "        yours  right\nat [1]    4.5      4"
    with pytest.raises(AnswerError) as wrong:
        Answer(np.zeros(9) + 0.5, "it").equals(np.arange(9.0))
    assert wrong.value.detail.endswith("\nand 5 more")


def test_a_gradient_is_compared_with_nudges() -> None:
    point = np.array([1.0, 2.0])
    Answer(2 * point, "the gradient").are_slopes_of(lambda x: float(x @ x), point)
    with pytest.raises(AnswerError, match="Every entry is too small, 2 times") as wrong:
        Answer(point, "the gradient").are_slopes_of(lambda x: float(x @ x), point)
    assert "by nudging" in wrong.value.detail


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "The result is None"),
        (..., "The result is still"),
        (3.0, "should return 2 things, the one and the other. It returns the number 3."),
        ([1], "It returns 1."),
        (np.zeros(2), "It returns an array of shape (2,)"),
    ],
)
def test_parts_must_be_there(value: object, message: str) -> None:
    with pytest.raises(AnswerError) as wrong:
        Answer(value, "the result").parts("the one", "the other")
    assert message in wrong.value.message


@pytest.mark.parametrize("value", [None, [1], 2.0, {}, "ab"])
def test_items_must_be_as_many(value: object) -> None:
    with pytest.raises(AnswerError):
        Answer(value, "the result").items(2, "entry")
    first, _ = Answer([1, 2], "the result").items(2, "entry")
    assert str(first) == "Entry 0 from the result"


def test_a_name_that_is_gone_is_missed() -> None:
    verdict = grade("def triple(x):\n    return 2 * x", CHECKS)
    assert "look for `double` and do not find it" in verdict.message


def test_checks_do_not_disturb_the_answer() -> None:
    code = "factor = 2\ndef double(x):\n    return factor * x"
    assert grade(code, f"factor = 3\n{CHECKS}").passed
    assert not grade("np = None\nattempt = None\ndef double(x):\n    return x", CHECKS).passed


def test_a_flood_of_words_is_cut() -> None:
    verdict = grade("def double(x):\n    print('x' * 10**6)\n    return 2 * x", CHECKS)
    assert verdict.passed
    assert len(verdict.printed) == 10_000


def test_an_interrupt_passes_through() -> None:
    with pytest.raises(KeyboardInterrupt):
        grade("raise KeyboardInterrupt", CHECKS)


RUDE = [
    # what an answer does to whoever grades it, and what is said; "" if it is right all the same
    ("import sys\nsys.stdout.close()", ""),
    ("import sys\nsys.stdout.close()\nsys.stderr.close()\nprint('on')", ""),
    ("import sys\nsys.stdout = sys.stderr = None", ""),
    ("import sys\ndel sys.stdout", ""),
    ("import sys\nsys.stdout.text = ''", ""),
    ("import sys\nwith sys.stdout: print('in')", ""),
    ("import sys\nsys.stdin.close()", ""),
    ("import sys\nsys.stdout.write(5)", "TypeError: write() argument must be str, not int"),
    ("import sys\nsys.stdout.detach()", "It stops with"),
    ("input('your name? ')", "EOFError"),
    ("class Stop(BaseException): pass\nraise Stop('x')", "It stops with Stop: x, in line 3"),
    ("raise BaseException", "It stops with BaseException, in line 2"),
    ("raise GeneratorExit", "It stops with GeneratorExit"),
    ("raise BaseExceptionGroup('two', [SystemExit(), ValueError()])", "BaseExceptionGroup: two"),
    ("class E(Exception):\n    def __str__(self): pass\nraise E", "It stops with E, in line 4"),
    (
        "class Stop(BaseException): pass\nclass E(Exception):\n"
        "    def __str__(self): raise Stop\nraise E",
        "It stops with E, in line 5",
    ),
    ("raise SyntaxError('odd', ('<your code>', 'a', 'b', 3))", "It stops with an error."),
    ("raise NameError('no name')", "NameError: no name"),
    ("import asyncio\nraise asyncio.CancelledError", "It stops with CancelledError"),
    ("import os, sys\nsys.exit(3)", "It ends the program"),
]


@pytest.mark.parametrize(("does", "said"), RUDE)
@pytest.mark.parametrize("where", ["at once", "when called"])
def test_whoever_grades_survives(does: str, said: str, where: str) -> None:
    right = "def double(x):\n    return 2 * x\n"
    if where == "at once":
        code = f"\n{does}\n{right}"
    else:
        body = "".join(f"    {line}\n" for line in does.splitlines())
        code = f"def double(x):\n{body}    return 2 * x\n"
    verdict = grade(code, CHECKS)
    assert verdict.passed == (not said)
    assert said in verdict.message
    assert isinstance(verdict.as_dict()["printed"], str)


def test_what_was_printed_before_it_was_closed_is_shown() -> None:
    code = "import sys\nprint('one')\nsys.stdout.close()\nprint('two')\ndef double(x): return 2 * x"
    assert grade(code, CHECKS).printed == "one\ntwo\n"


def test_the_streams_are_given_back() -> None:
    before = sys.stdin, sys.stdout, sys.stderr
    grade("import sys\nsys.stdin = sys.stdout = sys.stderr = None", CHECKS)
    assert (sys.stdin, sys.stdout, sys.stderr) == before


class Spiteful:
    """Fails at whatever it is asked."""

    def _fail(self, *_: object) -> Any:
        raise ValueError("no")

    __repr__ = __str__ = __array__ = __len__ = __iter__ = __float__ = _fail
    __getitem__ = __eq__ = __bool__ = _fail
    __hash__ = None  # type: ignore[assignment]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.just(...)
    | st.integers()
    | st.just(10**400)
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.binary()
    | st.builds(Spiteful)
    | st.builds(object)
    | st.just(print)
    | arrays.arrays(
        arrays.scalar_dtypes() | arrays.array_dtypes(),
        arrays.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=3),
    ),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)
# A value that cannot be written as code is handed to the answer here.
held: list[object] = [None]
LOOKS = """
from topicsite.lesson import attempt
answer = attempt(give)
{}
raise AssertionError("right by chance")
"""


@pytest.mark.parametrize(
    "look",
    [
        "answer.equals(0.123)",
        "answer.equals([[0.123, 4.0, 0.0], [1.0, 1.0, 1.0]], looks_like=[([1.0], 'one')])",
        "answer.are_slopes_of(lambda x: float((x ** 3).sum()), [1.0, 2.0])",
        "for part in answer.parts('the one', 'the other'): part.equals([0.5, 0.25])",
        "for item in answer.items(2, 'entry'): item.equals(0.125)",
    ],
)
@given(value=VALUES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_comes_back_the_verdict_is_in_words(look: str, value: object) -> None:
    held[0] = value
    code = "from tests.lesson.test_grading import held\ndef give():\n    return held[0]"
    verdict = grade(code, LOOKS.format(look))
    assert not verdict.passed
    assert verdict.message.endswith(".")
    for machinery in ("being looked at", "AssertionError", "Traceback", "at 0x"):
        assert machinery not in verdict.message


def test_an_argument_that_cannot_be_called_is_named() -> None:
    with pytest.raises(AnswerError, match="should be a function, and it is the number 3"):
        attempt(3)


@pytest.fixture
def german() -> Iterator[None]:
    words.speak(
        {
            "%(this)s is not right yet.": "%(this)s ist noch nicht richtig.",
            "It has the wrong sign: turn it over, and it is right.": "Das Vorzeichen ist falsch.",
            "yours": "deine",
            "%(number)s reproduced": {"one": "of another room", "other": ""},
        }
    )
    yield
    words.speak({})


@pytest.mark.usefixtures("german")
def test_a_page_s_messages_are_said_where_there_are_any() -> None:
    verdict = grade("def double(x):\n    return [-2.0, -4.0]", CHECKS)
    assert verdict.message == (
        "`double([1.0, 2.0])` ist noch nicht richtig. Das Vorzeichen ist falsch."
    )
    assert verdict.detail.split()[:2] == ["deine", "right"]
