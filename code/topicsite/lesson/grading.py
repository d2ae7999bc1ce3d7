"""Is this answer right, and if not, what is wrong with it?

`grade` runs somebody's code and then the checks of an exercise, which are written with `answers`.
Whatever the code does, the verdict is in words that help whoever wrote it.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import warnings
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from topicsite.lesson import answers

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
    through.

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
            np.errstate(all="ignore"),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            _run(code, names)
            exec(compile(checks, "the checks", "exec"), dict(names))  # noqa: S102  # the exercise's
    except answers.AnswerError as wrong:
        return Verdict(False, wrong.message, wrong.detail, printed.getvalue())
    except NameError as error:
        message = (
            f"The checks look for `{error.name}` and do not find it. "
            "Keep the names that the exercise began with."
        )
        return Verdict(False, message, "", printed.getvalue())
    except (Exception, SystemExit) as error:
        message = f"{answers.told(error)} It happened while your result was being looked at."
        return Verdict(False, message, "", printed.getvalue())
    return Verdict(True, printed=printed.getvalue())


def _run(code: str, names: dict[str, Any]) -> None:
    linecache.cache[answers.FILE] = (len(code), None, code.splitlines(keepends=True), answers.FILE)
    try:
        exec(compile(code, answers.FILE, "exec"), names)  # noqa: S102  # the reader's own, on request
    except (Exception, SystemExit) as error:
        raise answers.AnswerError(answers.told(error)) from None


class _Printed(io.StringIO):
    """Keeps the beginning of what is printed; a flood must not fill the memory."""

    def write(self, text: str) -> int:
        room = _MOST_PRINTED - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)
