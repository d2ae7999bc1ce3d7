"""What is said to whoever does an exercise, in the language of the page.

A page hands its messages over before anything is graded; without them all is in English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

_messages: dict[str, str] = {}


def speak(messages: Mapping[str, object]) -> None:
    """Take the messages of a language, by the English ones; those that are no text are others'."""
    _messages.clear()
    _messages.update((key, said) for key, said in messages.items() if isinstance(said, str))


def gettext(message: str, /, **values: object) -> str:
    """A message, with values in the place of `%(name)s`."""
    return _messages.get(message, message) % values


def joined(names: Iterable[str]) -> str:
    """`a and b and c`, of one name at least."""
    return reduce(lambda some, more: gettext("%(some)s and %(more)s", some=some, more=more), names)
