"""Resources as BibTeX, in UTF-8, with entry types of BibLaTeX where BibTeX has none.

The key is the id, which stays. `entrysubtype`, which no style prints, keeps the site's own word for
the kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from topicsite.mathematics.formulas import Formula, around
from topicsite.model.catalog import Entry
from topicsite.model.entries import Resource
from topicsite.opendata import works
from topicsite.render.tex import tex

_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
"""Strings that every style defines, in its own language."""
_BABEL: Final = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian",
    "pt": "portuguese", "nl": "dutch", "ru": "russian", "ja": "japanese", "zh": "chinese",
    "pl": "polish",
}  # fmt: skip
"""What LaTeX calls languages; it knows others by their codes."""
_VENUES: Final = {"article": "journal", "incollection": "booktitle"}
_WORD: Final = re.compile(r"[^\W_]+")
_PARTS: Final = re.compile(r"([^\W_]+)")
_CAPITAL: Final = re.compile(r"[A-Z\u00c0-\u00d6\u00d8-\u00de]")
_INNER: Final = re.compile(r"(?<=\w)[A-Z\u00c0-\u00d6\u00d8-\u00de]")
"""A capital, and one that is not the first letter of its word."""
_LONG: Final = 4
"""Letters of a word that titles in capitals begin with one, if it is none of these."""
_WORDS: Final = """
about above after against along among around before behind below beneath between beyond during from
into like near onto over since than that through toward towards under until upon using versus when
with within without
"""
_SMALL: Final = frozenset(_WORDS.split())


def file_of(records: Iterable[str]) -> str:
    """A file with records, in the order given."""
    return "\n".join(records)


def record(entry: Entry[Resource]) -> str:
    """One resource."""
    lines = "".join(f",\n  {name} = {value}" for name, value in _fields(entry.model))
    return f"@{works.genre(entry.model).bibtex}{{{entry.id}{lines}\n}}\n"


def _fields(model: Resource) -> Iterator[tuple[str, str]]:
    if model.authors:
        yield "author", "{" + " and ".join(map(_name, works.names(model))) + "}"
    yield "title", "{" + _title(model) + "}"
    if model.venue:
        yield _VENUES.get(works.genre(model).bibtex, "howpublished"), "{" + tex(model.venue) + "}"
    year, month, day, *_ = [*works.date(model), 0, 0, 0]
    if year:
        yield "year", f"{{{year}}}"
    if month:
        yield "month", _MONTHS[month - 1]
    if day:
        yield "day", f"{{{day}}}"
    if model.doi and _is_whole(model.doi):
        yield "doi", f"{{{model.doi}}}"
    if model.arxiv:
        yield "eprint", f"{{{model.arxiv}}}"
        yield "archiveprefix", "{arXiv}"
    if model.isbn:
        yield "isbn", f"{{{model.isbn.replace(' ', '-')}}}"
    yield "url", f"{{{model.url}}}"
    if model.language:
        yield "langid", f"{{{_BABEL.get(model.language, model.language)}}}"
    yield "entrysubtype", f"{{{model.kind}}}"


def _name(name: works.Name) -> str:
    if name.given:
        return f"{tex(name.family)}, {tex(name.given)}"
    return "{" + tex(name.family) + "}"


def _title(model: Resource) -> str:
    """The title with braces around what no style may write in small letters."""
    text = model.title
    if model.language and model.language.partition("-")[0] != "en":
        return "{" + around(text, _formula, tex) + "}"
    # In a title that writes long words small, a capital means something.
    _, *rest = _WORD.findall(text) or [""]
    is_small = any(word.islower() and len(word) >= _LONG and word not in _SMALL for word in rest)
    capital = _CAPITAL if is_small else _INNER
    first = _WORD.search(text)

    def kept(stretch: str) -> str:
        return "".join(
            "{" + tex(part) + "}" if capital.search(part) and part not in first_word else tex(part)
            for part in _PARTS.split(stretch)
        )

    first_word = {first[0]} if first and not _INNER.search(first[0]) else set[str]()
    return around(text, _formula, kept)


def _formula(formula: Formula) -> str:
    """A formula as LaTeX sets it; one whose braces do not match, as text."""
    written = rf"\({formula.tex}\)"
    return written if _is_whole(formula.tex) else tex(written)


def _is_whole(text: str) -> bool:
    """Whether every brace of a text has its other one, as BibTeX counts them."""
    depth = 0
    for sign in re.findall("[{}]", text):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0
