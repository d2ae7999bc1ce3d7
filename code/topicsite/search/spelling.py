"""The words of a language as the search takes them: folded, spelled one way, without endings.

What the browser makes of a reader's words must be what the build made of the texts, so the tables
are in `spelling.json`, which goes out with the index, and the stemmers are of one release of
Snowball in both places. `assets/search/spelling.js` does the same as this module.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from sys import intern
from typing import Any, Final

import snowballstemmer

_WORD: Final = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")
# Chinese and Japanese have no spaces: their words are looked for as pairs of characters.
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_GREEK: Final = re.compile(r"(?<![\u0370-\u03ff])[\u03b1-\u03c9](?![\u0370-\u03ff])")
_SHORTEST: Final = 3
"""So many letters a word has at least before an ending that is spelled in two ways."""


class Spelling:
    """How words of a language are told apart.

    Attributes:
        code: the language, such as `en`.
        tables: what the browser has to know of it.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        tables = _tables()
        own = tables["languages"].get(code, {})
        self.tables: dict[str, Any] = {
            "letters": tables["letters"],
            # In Greek, a letter by itself is a word.
            "greek": {} if code == "el" else tables["greek"],
            "endings": own.get("endings", []),
            "words": own.get("words", {}),
            "common": own.get("common", ""),
            "stemmer": own.get("stemmer", ""),
        }
        self._letters = str.maketrans(self.tables["letters"])
        self._common = frozenset(self.tables["common"].split())
        self._stem = snowballstemmer.stemmer(own["stemmer"]).stemWord if own else str
        self._terms: dict[str, str] = {}

    def words(self, text: str) -> list[str]:
        """The words of a text in order, in small letters, symbols of mathematics by their names."""
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text).lower()
            if self.tables["greek"]:
                text = _GREEK.sub(lambda letter: f" {self.tables['greek'][letter[0]]} ", text)
            text = _unmarked(text.translate(self._letters))
            if _UNSPACED.search(text):
                return list(_pairs(text))
        return list(map(intern, _WORD.findall(text.lower())))

    def term(self, word: str) -> str:
        """What is common to the forms and spellings of a word."""
        known = self._terms.get(word)
        if known is None:
            spelled = self.spelled(word)
            # Numbers have no endings, and a large site has many.
            is_whole = word.isdigit() or self.is_common(word)
            known = self._terms[word] = spelled if is_whole else folded(self._stem(spelled))
        return known

    def is_common(self, word: str) -> bool:
        """Whether a word says nothing about what is searched, such as `the`."""
        return word in self._common

    def spelled(self, word: str) -> str:
        """The word in the one of two spellings that is kept."""
        if word.isdigit():
            return word
        if word in self.tables["words"]:
            return str(self.tables["words"][word])
        for ending, other in self.tables["endings"]:
            if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST:
                return f"{word[: -len(ending)]}{other}"
        return word


def folded(word: str) -> str:
    """A word without accents."""
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] != "M")


def _unmarked(text: str) -> str:
    """A text without the marks that are characters of their own even when it is composed."""
    return "".join(letter for letter in text if unicodedata.category(letter)[0] != "M")


def _pairs(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        end = 0
        for run in _UNSPACED.finditer(word):
            if run.start() > end:
                yield word[end : run.start()]
            yield from (run[0][at : at + 2] for at in range(max(1, len(run[0]) - 1)))
            end = run.end()
        if end < len(word):
            yield word[end:]


@lru_cache
def spelling_of(code: str) -> Spelling:
    """The language of a code such as `en` or `pt-BR`; without a stemmer, words are taken whole."""
    return Spelling(code.partition("-")[0].lower())


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    text = files("topicsite.search").joinpath("spelling.json").read_text(encoding="utf-8")
    return dict(json.loads(text))
