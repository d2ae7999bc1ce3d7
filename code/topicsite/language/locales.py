"""A language as a page speaks it."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from markupsafe import Markup

from topicsite.language import catalogs
from topicsite.language.catalogs import Translations

WORD_OF_STYLE: Final = re.compile(r'var\((--words-[a-z-]+), "([^"\\]+)"\)')
"""A word that a style sheet says: the property that may have another, and the English one."""
_NOUNS: Final = frozenset({"de", "gsw", "lb", "nds"})
"""Languages that write nouns with a capital."""
_PLACE: Final = (
    'const LANGUAGE = "en-GB";\nexport const MESSAGES = {};\n'  # in `assets/page/words.js`
)


class Language:
    """How one language says what our pages say.

    Attributes:
        code: the language, as Material names it, such as `de` or `pt-BR`.
        locale: how it writes numbers, days and lists.
        translations: what it says for each English message.
    """

    def __init__(self, code: str = "en", own: Path | None = None) -> None:
        """Read the messages of a language.

        Args:
            code: the language.
            own: a folder with messages of the site's own, which come before ours.

        Raises:
            MessagesError: if one of the site's own files cannot be read.
        """
        self.code = code or "en"
        self.locale: Locale = catalogs.locale_of(self.code)
        self.translations: Translations = catalogs.translations(self.code, own)

    @property
    def direction(self) -> str:
        """Where its lines run: `ltr` or `rtl`."""
        return str(self.locale.text_direction)

    def gettext(self, message: str, /, **values: object) -> str:
        """A message, with values in the place of `%(name)s`."""
        return self.translations.gettext(message) % values

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The form of a message that suits a number, which is `%(number)s` in it."""
        values.setdefault("number", self.number(number))
        return self.translations.ngettext(one, many, number) % values

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        """A message in the sense that a context gives it."""
        return self.translations.pgettext(context, message) % values

    def number(self, value: float, decimals: int | None = None) -> str:
        """A number as it is written, such as `2,000` or `2 000`.

        Args:
            value: the number.
            decimals: how many digits stand behind the point; as many as there are, if None.
        """
        return _number(self.locale, value, decimals)

    def day(self, date: datetime.date) -> str:
        """A day in words, such as `3 May 2026`."""
        return _day(self.locale, date)

    def partial_day(self, text: str) -> str:
        """A year, a month or a day of ISO 8601 in words: `2026`, `May 2026`, `3 May 2026`."""
        if len(text) == len("2026-05-03"):
            return self.day(datetime.date.fromisoformat(text))
        if len(text) == len("2026-05"):
            first = datetime.date.fromisoformat(f"{text}-01")
            return str(format_skeleton("yMMMM", first, locale=self.locale))
        return text

    def listed(self, items: Sequence[str]) -> str:
        """`a`, `a and b`, `a, b and c`; HTML stays HTML."""
        patterns = self.locale.list_patterns["standard"]
        if len(items) == 2:
            return _joined(patterns["2"], *items)
        if len(items) < 2:
            return items[0] if items else ""
        return _joined(patterns["end"], self.commas(items[:-1]), items[-1])

    def commas(self, items: Sequence[str]) -> str:
        """`a, b, c`; HTML stays HTML."""
        patterns = self.locale.list_patterns["standard"]
        together = items[0] if items else ""
        for number, item in enumerate(items[1:]):
            together = _joined(patterns["middle" if number else "start"], together, item)
        return together

    def name_of(self, code: str) -> str:
        """What another language is called in this one, such as `German`; its code if unknown."""
        known = self.locale.languages
        if (written := code.replace("-", "_")) in known:
            return str(known[written])
        if catalogs.names(code)[-1] not in known:
            return code
        return str(catalogs.locale_of(code).get_display_name(self.locale) or code)

    def within(self, words: str) -> str:
        """What stands as a heading, within a sentence: `videos`; German keeps its `Videos`."""
        if self.locale.language in _NOUNS or words[1:2].isupper():
            return words
        return words[:1].lower() + words[1:]

    def is_of(self, code: str) -> bool:
        """Whether it is the same language as another, whatever the region."""
        return catalogs.names(code)[-1] == catalogs.names(self.code)[-1]

    @cached_property
    def tag(self) -> str:
        """The language for browsers, which are to write numbers as we do."""
        tag = str(self.locale).replace("_", "-")
        return tag if self.locale.default_numbering_system == "latn" else f"{tag}-u-nu-latn"

    def style(self, sheets: Iterable[str]) -> list[str]:
        """The words that style sheets say, `var(--words-gives, "gives")`, in this language."""
        english = {name: said for sheet in sheets for name, said in WORD_OF_STYLE.findall(sheet)}
        words = {name: self.translations.gettext(said) for name, said in english.items()}
        rules = [f'{name}: "{words[name]}";' for name in words if words[name] != english[name]]
        return [f":root {{ {' '.join(rules)} }}"] if rules else []

    def script(self, text: str) -> str:
        """The script of words with those of this language; as it is where that is English."""
        said: dict[str, str | dict[str, str]] = {}
        for message in catalogs.scripts():
            if isinstance(message, str):
                said[message] = self.translations.gettext(message)
            else:
                forms = catalogs.forms(self.locale, self.translations, message)
                is_english = message not in self.translations and {*forms.values()} <= {*message}
                said[message[0]] = message[0] if is_english else forms
        different = {english: words for english, words in said.items() if words != english}
        if self.tag == "en-GB" and not different:
            return text
        told = json.dumps(different, ensure_ascii=False, separators=(",", ":"))
        return text.replace(
            _PLACE, f'const LANGUAGE = "{self.tag}";\nexport const MESSAGES = {told};\n'
        )


def _joined(pattern: str, *items: str) -> str:
    is_html = any(isinstance(item, Markup) for item in items)
    return (Markup(pattern) if is_html else pattern).format(*items)  # noqa: S704  # CLDR's


@lru_cache(maxsize=4096)
def _number(locale: Locale, value: float, decimals: int | None) -> str:
    if decimals is None:
        return str(format_decimal(value, locale=locale))
    zeros = f".{'0' * decimals}" if decimals else ""
    rounded = Decimal(f"{value:z.{decimals}f}")  # as the float is, not as it is written
    return str(format_decimal(rounded, f"#,##0{zeros}", locale=locale))


@lru_cache(maxsize=4096)
def _day(locale: Locale, date: datetime.date) -> str:
    return str(format_date(date, "long", locale=locale))


@lru_cache(maxsize=8)
def ours(code: str) -> Language:
    """A language as the generator brings it; the same one each time."""
    return Language(code)


ENGLISH: Final = ours("en")
"""The language of the messages themselves, and of the command line."""
