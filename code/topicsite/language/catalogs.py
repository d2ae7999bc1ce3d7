"""The files of messages: found for a language, read, and ready to be asked.

A file of the site's own comes before ours, message by message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from gettext import NullTranslations, c2py
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

OURS: Final = Path(__file__).parent / "messages"
"""The folder of our own files."""
SOURCE: Final = OURS / "topicsite.pot"
"""All messages, in English, without translations."""
_RUNS: Final = re.compile(r"\.js\Z|/topicsite/lesson/")
"""The files that run in the page."""
_PERCENT: Final = re.compile(r"%%|%\(\w+\)s|%.?")
_VALUE: Final = re.compile(r"(<[^>]*>)|(%\(\w+\)s)")

Key = str | tuple[str, str]


class MessagesError(ValueError):
    """A file of messages that cannot be read or used; the message names it, and its lines."""


def names(code: str) -> list[str]:
    """The names that a language's file may have, the best one first: `pt-BR`, then `pt`."""
    parts = code.replace("_", "-").split("-")
    return ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]


def locale_of(code: str) -> Locale:
    """How a language writes; British English where nobody knows, for our messages are that."""
    if code in ("", "en"):
        return Locale("en", "GB")
    for name in names(code):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "GB")


class Translations(NullTranslations):
    """The messages of one language, from several files, or English where they say nothing."""

    def __init__(self, catalogs: Sequence[Catalog], *, is_right_to_left: bool = False) -> None:
        """Take the messages of some files; of two translations the first counts.

        Args:
            catalogs: the files.
            is_right_to_left: whether an English message has to be told apart from the rest.
        """
        super().__init__()
        self._is_right_to_left = is_right_to_left
        self._messages: dict[Key, tuple[Sequence[str], Callable[[int], int]]] = {}
        for catalog in catalogs:
            plural = c2py(catalog.plural_expr)
            for key, forms in _translated(catalog):
                self._messages.setdefault(key, (forms, plural))

    def __contains__(self, message: Key) -> bool:
        """Whether somebody has translated a message, or both forms of one."""
        return message in self._messages

    def gettext(self, message: str) -> str:
        """A message in this language."""
        found = self._messages.get(message)
        return found[0][0] if found else self._english(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of a message that suits a number."""
        found = self._messages.get((msgid1, msgid2))
        if found is None:
            return self._english(msgid1 if n == 1 else msgid2)
        forms, plural = found
        return forms[min(plural(n), len(forms) - 1)]

    def pgettext(self, context: str, message: str) -> str:
        """A message that means several things, in the sense that a context gives it."""
        found = self._messages.get(f"{context}\x04{message}")
        return found[0][0] if found else self._english(message)

    def _english(self, message: str) -> str:
        return isolated(message) if self._is_right_to_left else message


def isolated(message: str) -> str:
    """An English message that keeps its order among words that run from right to left.

    So do the values in it, each by itself: they may be of either kind.
    """

    def alone(found: re.Match[str]) -> str:
        value = found[2]
        if value is None:
            return found[0]
        return f"\N{FIRST STRONG ISOLATE}{value}\N{POP DIRECTIONAL ISOLATE}"

    text = _VALUE.sub(alone, message)
    return f"\N{LEFT-TO-RIGHT ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def translations(code: str, own: Path | None = None) -> Translations:
    """The messages of a language.

    Args:
        code: the language, as Material names it.
        own: a folder with files of the site's own, which need not be there.

    Raises:
        MessagesError: if a file of the site's own cannot be read, or has values that the English
            message has not.
    """
    folders = [own, OURS] if own is not None else [OURS]
    files = [folder / f"{name}.po" for name in names(code) for folder in folders]
    catalogs = [read(file) for file in files if file.is_file()]
    problems = [
        problem
        for file, catalog in zip(filter(Path.is_file, files), catalogs, strict=True)
        if file.parent != OURS
        for problem in _problems(file, catalog)
    ]
    if problems:
        raise MessagesError("\n".join(problems))
    is_right_to_left = locale_of(code).text_direction == "rtl"
    return Translations(catalogs, is_right_to_left=is_right_to_left)


def read(file: Path) -> Catalog:
    """A file of messages.

    Raises:
        MessagesError: if it is none.
    """
    name = f"{file.parent.name}/{file.name}"
    try:
        with file.open("rb") as opened:
            return read_po(opened, locale=locale_of(file.stem), abort_invalid=True)
    except PoFileError as error:
        raise MessagesError(f"{name}:{error.lineno}: {error.args[0]}") from None
    except (UnicodeDecodeError, ValueError) as error:
        raise MessagesError(f"{name}: it is no file of messages: {error}") from None


def _problems(file: Path, catalog: Catalog) -> Iterator[str]:
    """What would not fill in."""
    for message in catalog:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        said = message.string or ""
        forms = [said] if isinstance(said, str) else said
        known = {value for one in ids for value in _PERCENT.findall(one)} - {"%%"}
        unknown = {value for form in forms for value in _PERCENT.findall(form)} - {"%%", *known}
        if message.id and unknown:
            there = ", ".join(f"`{value}`" for value in sorted(known)) or "nothing"
            yield (
                f"{file.parent.name}/{file.name}:{message.lineno}: `{min(unknown)}` is nothing "
                f"that this message fills in; it fills in {there}, and a percent sign is `%%`"
            )


def _translated(catalog: Catalog) -> Iterator[tuple[Key, Sequence[str]]]:
    """The messages that somebody has translated and vouches for."""
    for message in catalog:
        if not message.id or message.fuzzy:
            continue
        said = message.string or ""
        forms = [said] if isinstance(said, str) else list(said)
        if not all(forms):
            continue
        if isinstance(message.id, str):
            context = f"{message.context}\x04" if message.context else ""
            yield context + message.id, forms
        else:
            yield (message.id[0], message.id[1]), forms


def scripts(file: Path = SOURCE) -> list[str | tuple[str, str]]:
    """The messages that pages say when something runs: a text, or the two English forms of one."""
    found: list[str | tuple[str, str]] = []
    for message in read(file):
        if message.id and any(_RUNS.search(place) for place, _ in message.locations):
            is_one = isinstance(message.id, str)
            found.append(str(message.id) if is_one else (message.id[0], message.id[1]))
    return found


def forms(locale: Locale, of: Translations, message: tuple[str, str]) -> dict[str, str]:
    """What a message is for each kind of number that a language tells apart.

    Browsers name these kinds as CLDR does, such as `one` and `other`, and gettext counts them.
    """
    found: dict[str, str] = {}
    for number in (*range(2, 200), 0, 1, 1_000_000):  # the last one of each kind counts
        found[str(locale.plural_form(number))] = of.ngettext(*message, number)
    return found
