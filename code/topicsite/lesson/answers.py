"""What the checks of an exercise are written with: try an answer, and say what is wrong with it.

Every message names what was tried and what came out, and if the numbers look like a usual mistake,
it says so.
"""

from __future__ import annotations

import copy
import inspect
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from topicsite.lesson import mistakes
from topicsite.lesson.mistakes import Array
from topicsite.lesson.words import gettext, joined

FILE: Final = "<your code>"
"""The name of an answer in tracebacks, by which its lines are found again."""


class AnswerError(Exception):
    """An answer is not right.

    Attributes:
        message: what is wrong, in whole sentences; `code` stands between backticks.
        detail: numbers side by side, in lines for a fixed-width face; it may be empty.
    """

    def __init__(self, message: str, detail: str = "") -> None:
        self.message = message
        self.detail = detail
        super().__init__(f"{message}\n{detail}".rstrip())


def attempt(function: Any, *arguments: Any) -> Answer:
    """Call a function of the answer with copies of the arguments.

    Raises:
        AnswerError: if it is no function, stops with an exception, or changes an array that it was
            given.
    """
    name = str(getattr(function, "__name__", "it"))
    if not callable(function):
        found = mistakes.kind(function)
        raise AnswerError(gettext("This should be a function, and it is %(found)s.", found=found))
    shown = map(mistakes.short, arguments, _parameters(function, len(arguments)))
    call = f"{name}({', '.join(shown)})"
    given = copy.deepcopy(arguments)
    try:
        value = function(*given)
    except (AnswerError, KeyboardInterrupt):
        raise
    except BaseException as error:  # an answer may raise whatever it likes
        unfinished = gettext("`%(call)s` does not get to its end.", call=call)
        raise AnswerError(f"{unfinished} {told(error)}") from None
    if _differ(arguments, given):
        raise AnswerError(
            gettext(
                "`%(call)s` changes an array that it was given. Somebody else may still need it: "
                "work on a copy, or write `a = a + b` in the place of `a += b`.",
                call=call,
            )
        )
    return Answer(value, f"`{call}`")


def _parameters(function: Callable[..., Any], count: int) -> list[str]:
    """What a function calls its arguments, as far as it says so."""
    try:
        names = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        names = []
    return [*names, *["..."] * count][:count]


def _differ(before: Any, after: Any) -> bool:
    """Whether an array, alone or in a list, has other entries than before."""
    if isinstance(before, np.ndarray):
        return not np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    if isinstance(before, (list, tuple)):
        return len(before) != len(after) or any(map(_differ, before, after))
    return False


@dataclass(frozen=True)
class Answer:
    """Something that the code of an answer made.

    Attributes:
        value: what it is, which may be anything.
        name: what to call it in a message.
    """

    value: Any
    name: str

    def __str__(self) -> str:
        """The name as a sentence begins."""
        return self.name[:1].upper() + self.name[1:]

    def parts(self, *names: str) -> list[Answer]:
        """The items of a tuple or list, each to be looked at by itself.

        Raises:
            AnswerError: if there are not as many items as names.
        """
        self._is_filled_in()
        is_several = isinstance(self.value, (tuple, list))
        if not is_several or len(self.value) != len(names):
            raise AnswerError(
                gettext(
                    "%(this)s should return %(number)s things, %(names)s. It returns %(found)s.",
                    this=self,
                    number=len(names),
                    names=joined(names),
                    found=len(self.value) if is_several else mistakes.kind(self.value),
                )
            )
        return [
            Answer(value, gettext("%(part)s from %(whole)s", part=name, whole=self.name))
            for value, name in zip(self.value, names, strict=True)
        ]

    def items(self, count: int, name: str) -> list[Answer]:
        """As `parts`, for a list of things of one kind, counted from 0."""
        self._is_filled_in()
        if not isinstance(self.value, (tuple, list)) or len(self.value) != count:
            found = mistakes.kind(self.value)
            raise AnswerError(
                gettext(
                    "%(this)s should return a list of %(number)s. It returns %(found)s.",
                    this=self,
                    number=count,
                    found=found,
                )
            )
        return [
            Answer(
                value, gettext("%(part)s from %(whole)s", part=f"{name} {index}", whole=self.name)
            )
            for index, value in enumerate(self.value)
        ]

    def equals(
        self,
        right: Any,
        *,
        within: float = 1e-9,
        looks_like: Sequence[tuple[Any, str]] = (),
        column: str | None = None,
    ) -> None:
        """Compare with what is right.

        Args:
            right: a number or an array.
            within: how far each entry may be off, as a part of the largest of them.
            looks_like: what comes of mistakes that are worth a word of their own, with that word.
            column: what to call the right numbers where they are shown, if not "right".

        Raises:
            AnswerError: if it is anything else; with the places that differ, and the mistake that
                it looks like.
        """
        right = np.asarray(right, dtype=float)
        found = self._array()
        column = column or gettext("right")
        for value, words in looks_like:
            value = np.asarray(value, dtype=float)
            if mistakes.alike(found, value, within) and not mistakes.alike(found, right, within):
                raise AnswerError(
                    f"{self._wrong()} {words}",
                    mistakes.table(found, right, within, column),
                )
        if found.shape != right.shape:
            shape = gettext(
                "%(this)s should have shape %(right)s, and has %(found)s.",
                this=self,
                right=right.shape,
                found=found.shape,
            )
            raise AnswerError(f"{shape} {mistakes.of_shape(found, right)}".rstrip())
        if not np.isfinite(found).all():
            place = tuple(int(i) for i in np.argwhere(~np.isfinite(found))[0])
            values = {"this": self, "value": found[place], "place": list(place)}
            said = (
                gettext("%(this)s is %(value)s at %(place)s.", **values)
                if place
                else gettext("%(this)s is %(value)s.", **values)
            )
            look = gettext(
                "Look for a division by zero, or for the logarithm or the exponential of something "
                "extreme."
            )
            raise AnswerError(f"{said} {look}")
        if not mistakes.alike(found, right, within):
            guess = mistakes.of_value(found, right)
            raise AnswerError(
                f"{self._wrong()} {guess}".rstrip(),
                mistakes.table(found, right, within, column),
            )

    def are_slopes_of(
        self,
        function: Callable[[Array], float],
        point: Any,
        *,
        looks_like: Sequence[tuple[Any, str]] = (),
    ) -> None:
        """Compare with slopes measured by nudging.

        Args:
            function: from an array like `point` to a number.
            point: where.
            looks_like: see `equals`.

        Raises:
            AnswerError: as `equals` does.
        """
        measured = _slopes(function, np.array(point, dtype=float))
        self.equals(measured, within=1e-6, looks_like=looks_like, column=gettext("by nudging"))

    def _is_filled_in(self) -> None:
        if self.value is ...:
            raise AnswerError(
                gettext("%(this)s is still `...`: put your own code in its place.", this=self)
            )
        if self.value is None:
            raise AnswerError(
                gettext("%(this)s is None, as if a `return` were missing.", this=self)
            )

    def _wrong(self) -> str:
        return gettext("%(this)s is not right yet.", this=self)

    def _array(self) -> Array:
        """The value as an array of floats."""
        self._is_filled_in()
        if not isinstance(self.value, (bool, str, bytes)):
            try:
                array = np.asarray(self.value)
                if array.dtype.kind in "fiu":
                    return np.array(array, dtype=float)
                if array.dtype.kind == "O" and any(item is ... for item in array.flat):
                    raise AnswerError(
                        gettext(
                            "%(this)s still holds `...`: put your own code in its place.", this=self
                        )
                    )
            except AnswerError:
                raise
            except Exception:  # noqa: S110  # an object may answer in any way; it is no array then
                pass
        found = mistakes.kind(self.value)
        raise AnswerError(
            gettext("%(this)s should be numbers, and is %(found)s.", this=self, found=found)
        )


def _slopes(function: Callable[[Array], float], point: Array, step: float = 1e-6) -> Array:
    """How a function changes with each entry of a point: (f(x + h) - f(x - h)) / 2h."""
    slopes = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        nudge = np.zeros(point.shape)
        nudge[index] = step
        higher, lower = function(point + nudge), function(point - nudge)
        slopes[index] = (float(higher) - float(lower)) / (2 * step)
    return slopes


def told(error: BaseException) -> str:
    """An exception in whole sentences, with the line of the answer that it came from.

    The exception may be the answer's own, and fail at whatever it is asked.
    """
    return mistakes.without_failing(lambda: _told(error)) or gettext("It stops with an error.")


def _told(error: BaseException) -> str:
    if isinstance(error, SyntaxError) and error.filename == FILE:
        text = (error.text or "").strip()
        values = {"line": error.lineno, "text": text, "reason": error.msg}
        if text:
            return gettext("Python cannot read line %(line)s, `%(text)s`: %(reason)s.", **values)
        return gettext("Python cannot read line %(line)s: %(reason)s.", **values)
    if isinstance(error, RecursionError):
        what = gettext("It calls itself without end")
    elif isinstance(error, SystemExit):
        what = gettext("It ends the program")
    else:
        reason = mistakes.without_failing(lambda: str(error))
        name = f"{type(error).__name__}: {reason}" if reason else type(error).__name__
        what = gettext("It stops with %(error)s", error=name)
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == FILE
    ]
    if not frames:
        return f"{what}."
    last = frames[-1]
    return gettext(
        "%(what)s, in line %(line)s, `%(text)s`.", what=what, line=last.lineno, text=last.line
    )
