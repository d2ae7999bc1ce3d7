"""A language that nobody speaks: every word of ours stands in brackets, and others do not."""

from __future__ import annotations

import re
from collections.abc import Callable
from gettext import NullTranslations

from babel.messages.catalog import Catalog

from topicsite.language.catalogs import locale_of
from topicsite.language.locales import Language

PIECE = re.compile(r"(<[^>]*>|%\(\w+\)s|%%)")
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")


def bracketed(message: str) -> str:
    """A message with brackets around each of its words, but not around values and tags."""
    pieces = PIECE.split(message)
    return "".join(
        f"⟦{piece}⟧" if number % 2 == 0 and piece else piece for number, piece in enumerate(pieces)
    )


class Brackets(NullTranslations):
    def gettext(self, message: str) -> str:
        return bracketed(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return bracketed(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return bracketed(message)


class Pretended(Language):
    """Its numbers and days are Greek, so that no Latin letter in it is right."""

    def __init__(self) -> None:
        super().__init__("el")
        self.translations = Brackets()  # type: ignore[assignment]  # as good as ours


def translated(template: Catalog, code: str, say: Callable[[str], str] = bracketed) -> Catalog:
    """The file of a language that says all messages in this way."""
    made = Catalog(locale=locale_of(code), charset="utf-8")
    for message in template:
        if isinstance(message.id, str) and message.id:
            made.add(message.id, say(message.id), message.locations, context=message.context)
        elif message.id:
            made.add(tuple(message.id), tuple(map(say, message.id)), message.locations)
    return made


def left_over(text: str) -> str:
    """What is left of a text without the words in brackets."""
    while BRACKETED.search(text):
        text = BRACKETED.sub("", text)
    return text
