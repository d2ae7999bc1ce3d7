"""What the glossary of a topic may say: its terms, how we write them, and how sources do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Annotated

from pydantic import Field

from topicsite.model.entries import Model
from topicsite.model.fields import Id, Paragraph, Phrase, Truth
from topicsite.model.phrases import slug


class Notation(Model):
    """How a source writes what a term stands for."""

    resource: Id
    """The id of the resource."""
    writes: Paragraph
    """What it writes or says, with formulas between `\\(` and `\\)`."""
    differs: Paragraph | None = None
    """What to mind when you come from our notation."""


class Term(Model):
    """A word of the topic, defined once."""

    term: Phrase
    """The word or phrase, as it stands within a sentence."""
    also: Annotated[tuple[Phrase, ...], Field(strict=False, min_length=0, max_length=12)] = ()
    """Other names of the same thing."""
    forms: Annotated[tuple[Phrase, ...], Field(strict=False, min_length=0, max_length=12)] = ()
    """Forms of these that prose has and no list of names needs, such as an irregular plural."""
    means: Paragraph
    """The definition, in one to three sentences."""
    writes: Paragraph | None = None
    """How we write it, with formulas between `\\(` and `\\)`."""
    equation: Paragraph | None = None
    """The equation that belongs to it, between `\\(` and `\\)`."""
    sheet: Truth = False
    """Whether it stands on the sheet of the topic: `true` or `false`."""
    notation: Annotated[tuple[Notation, ...], Field(strict=False, min_length=0, max_length=30)] = ()
    """How sources write it."""
    related: Annotated[tuple[Phrase, ...], Field(strict=False, min_length=0, max_length=8)] = ()
    """Other terms, by their names."""
    not_in: Annotated[tuple[Phrase, ...], Field(strict=False, min_length=0, max_length=20)] = ()
    """Longer phrases in which the word means something else and is not marked."""
    exact: Truth = False
    """Whether capitals count when it is looked for in prose: `true` or `false`."""
    marked: Truth = True
    """Whether it is marked in prose; of a word with many meanings, `false`."""
    formerly: Annotated[tuple[Phrase, ...], Field(strict=False, min_length=0, max_length=20)] = ()
    """What it was called before, so that old links still lead to it."""

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called, its own name first."""
        return (self.term, *self.also)


class Glossary(Model):
    """What `resources/<topic>/glossary.yml` says."""

    terms: Annotated[tuple[Term, ...], Field(strict=False, min_length=1, max_length=300)]
    """The terms, in any order; pages show them by the alphabet."""

    @cached_property
    def anchors(self) -> dict[str, str]:
        """The anchor of each term on its page, in the order of the page."""
        anchors: dict[str, str] = {}
        taken: set[str] = set()
        for term in sorted(self.terms, key=lambda term: alphabetical(term.term)):
            anchors[term.term] = _free(anchor_of(term.term), taken)
        return anchors

    def former(self, term: Term) -> Iterator[str]:
        """The anchors that a term had before, without those of other terms."""
        taken = set(self.anchors.values())
        return (anchor for anchor in map(anchor_of, term.formerly) if anchor not in taken)


def anchor_of(term: str) -> str:
    """The place of a term on the page of the glossary, if no other term spells alike."""
    return f"term_{slug(term)}"


def alphabetical(phrase: str) -> tuple[str, str]:
    """What phrases are put in order by."""
    return slug(phrase), phrase


def by_name(terms: Iterable[Term]) -> dict[str, Term]:
    """Terms by all their names, however the letters are written; the first of a name wins."""
    found: dict[str, Term] = {}
    for term in terms:
        for name in (*term.names, *term.forms):
            found.setdefault(spelled(name), term)
    return found


def spelled(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.casefold().split())


def _free(wanted: str, taken: set[str]) -> str:
    name = wanted
    number = 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken.add(name)
    return name
