"""Is this answer right, and if not, what is wrong with it?

`grade` runs somebody's code and then the checks of an exercise, which are written with `answers`.
Whatever the code does, the verdict is in words that help whoever wrote it.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import sys
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from topicsite.lesson import answers
from topicsite.lesson.words import gettext

_MOST_PRINTED: Final = 10_000


@dataclass(frozen=True)
class Verdict:
    """What came of grading.

    Attributes:
        passed: whether the answer is right.
        message: what is wrong, if something is.
        detail: see `AnswerError`.
        printed: what the answer wrote to its output.
    """

    passed: bool
    message: str = ""
    detail: str = ""
    printed: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For the page, which speaks JSON."""
        return asdict(self)


def grade(code: str, checks: str) -> Verdict:
    """Run an answer and then its checks, each with names of its own.

    The checks see the names of the answer; what they define does not reach it. An interrupt passes
    through, and nothing else does. There is nobody to ask: `input` finds the end of a file.

    Args:
        code: the answer.
        checks: a program that raises `AnswerError` unless the answer is right.
    """
    names: dict[str, Any] = {"__name__": "answer"}
    printed = _Printed()
    try:
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
            _no_input(),
            np.errstate(all="ignore"),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            _run(code, names)
            exec(compile(checks, "the checks", "exec"), dict(names))  # noqa: S102  # the exercise's
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # an answer may raise whatever it likes
        message, detail = _said_of(error)
        return Verdict(False, message, detail, printed.text)
    return Verdict(True, printed=printed.text)


def _said_of(error: BaseException) -> tuple[str, str]:
    if isinstance(error, answers.AnswerError):
        return error.message, error.detail
    if isinstance(error, NameError) and error.name:
        message = gettext(
            "The checks look for `%(name)s` and do not find it. "
            "Keep the names that the exercise began with.",
            name=error.name,
        )
        return message, ""
    late = gettext("It happened while your result was being looked at.")
    return f"{answers.told(error)} {late}", ""


def _run(code: str, names: dict[str, Any]) -> None:
    linecache.cache[answers.FILE] = (len(code), None, code.splitlines(keepends=True), answers.FILE)
    try:
        exec(compile(code, answers.FILE, "exec"), names)  # noqa: S102  # the reader's own, on request
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # an answer may raise whatever it likes
        raise answers.AnswerError(answers.told(error)) from None


class _Printed(io.TextIOBase):
    """Keeps the beginning of what is printed; a flood must not fill the memory.

    The answer holds it as its `sys.stdout`, and may close it.

    Attributes:
        text: what was kept.
    """

    def __init__(self) -> None:
        self.text = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.text += text[: _MOST_PRINTED - len(self.text)]
        return len(text)

    def close(self) -> None:
        """Stay open: it is not the answer's to close, and the checks may print as well."""


@contextlib.contextmanager
def _no_input() -> Iterator[None]:
    before, sys.stdin = sys.stdin, io.StringIO()
    try:
        yield
    finally:
        sys.stdin = before
