"""What a resource is to who cites it: a kind of work, persons and groups, a date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from topicsite.model.entries import Resource


class Genre(NamedTuple):
    """What a kind of resource is called in each format, by the lists of types of their standards.

    Attributes:
        bibtex: an entry type of BibTeX or, where that has none, of BibLaTeX.
        csl: a type of CSL.
        ris: a reference type of RIS.
    """

    bibtex: str
    csl: str
    ris: str


_PAGE: Final = Genre("online", "webpage", "ELEC")
_FILM: Final = Genre("video", "motion_picture", "VIDEO")
_PROGRAM: Final = Genre("software", "software", "COMP")
_ARTICLE: Final = Genre("article", "article-journal", "JOUR")
_MANUSCRIPT: Final = Genre("unpublished", "manuscript", "UNPB")
_PREPRINT: Final = Genre("misc", "article", "GEN")
_OTHER: Final = Genre("misc", "document", "GEN")
_GENRES: Final[dict[str, Genre]] = {
    "video": _FILM,
    "playlist": _FILM,
    "online-tutorial": _PAGE,
    "article": _PAGE,
    "interactive": _PAGE,
    "course": _PAGE,
    "cheat-sheet": _PAGE,
    "exercise-set": _PAGE,
    "documentation": Genre("manual", "webpage", "ELEC"),
    "theory-paper": _ARTICLE,
    "applied-paper": _ARTICLE,
    "book-chapter": Genre("incollection", "chapter", "CHAP"),
    "book": Genre("book", "book", "BOOK"),
    "course-notes": _MANUSCRIPT,
    "slides": Genre("unpublished", "speech", "SLIDE"),
    "code": _PROGRAM,
    "tool": _PROGRAM,
    "data-set": Genre("dataset", "dataset", "DATA"),
    "podcast": Genre("audio", "broadcast", "SOUND"),
}


def genre(model: Resource) -> Genre:
    """What a resource is called; a kind that only a site has is any document."""
    found = _GENRES.get(model.kind, _OTHER)
    # Nobody says where it came out.
    return _PREPRINT if found is _ARTICLE and not model.venue else found


class Name(NamedTuple):
    """Who made something.

    Attributes:
        family: the name by which persons are sorted; all of it, where nobody can tell.
        given: the others; empty for a group, and wherever nobody can tell.
    """

    family: str
    given: str = ""


def names(model: Resource) -> list[Name]:
    """The makers of a resource, in their order."""
    return [name(text) for text in model.authors]


_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.-?)+")


def name(text: str) -> Name:
    """A name in parts, if it is beyond doubt that of a person with the surname last.

    It is where every word begins with a Latin capital, the first is a given name that many have or
    some are initials, and nothing between first and last could belong to the surname.
    """
    *given, family = text.split()
    whole = Name(text)
    if not given or len(given) > 4 or not all(map(_is_capital, [*given, family])):
        return whole
    if len(family) < 2 or not _WORD.fullmatch(family) or _is_acronym(family):
        return whole
    first, *middle = given
    known = _known("given-names.txt")
    if {word.casefold().rstrip(".") for word in (*middle, family)} & _known("no-surnames.txt"):
        return whole
    are_initials = [_INITIALS.fullmatch(word) is not None for word in given]
    is_given = [
        initials
        or (_is_first(word, known) and not _is_acronym(word))
        or (place > 0 and len(word) == 1)
        for place, (word, initials) in enumerate(zip(given, are_initials, strict=True))
    ]
    is_person = is_given[0] or (any(are_initials[1:]) and _WORD.fullmatch(first) is not None)
    if not is_person or not all(is_given[1:]) or _is_acronym(first):
        return whole
    return Name(family, " ".join(given))


def _is_first(word: str, known: frozenset[str]) -> bool:
    return all(part.casefold() in known for part in word.split("-"))


def _is_capital(word: str) -> bool:
    # From Basic Latin to Latin Extended-B, and Latin Extended Additional: scripts without capitals,
    # and those whose names go surname first, are not among them.
    return word[0].isupper() and (word[0] < "\u0250" or "\u1e00" <= word[0] <= "\u1eff")


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper() and "." not in word


@cache
def _known(file: str) -> frozenset[str]:
    """The words of a list of ours."""
    text = files("topicsite.opendata").joinpath(file).read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word.casefold() for line in lines for word in line.split())


def date(model: Resource) -> Sequence[int]:
    """When it came out: nothing, or year, month and day as far as they are known."""
    return [int(part) for part in (model.published or "").split("-") if part]
