"""Terms of the glossary marked in prose: the first time that each stands in a section.

A mark is a link to the glossary; a script shows the definition beside it. Headings, links, code,
formulas, tables and facts are left as they are, and so is everything that is no prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from html import escape, unescape
from typing import Final

from topicsite.mathematics.formulas import around
from topicsite.model.catalog import Entry
from topicsite.model.glossary import Glossary, Term
from topicsite.render.pieces import pieces
from topicsite.render.site import Site, root_of

ELEMENT: Final = 'template id="ts-terms"'
"""Stands once on a page that has marks, and says where the definitions lie."""

_PLACE: Final = "assets/terms"

_JOINT: Final = r"(?:\s+|-)"


class Marker:
    """Marks the terms of some glossaries."""

    def __init__(self, terms: Iterable[tuple[str, str, Term]], *, is_english: bool) -> None:
        """Compile what is looked for.

        Args:
            terms: topic, anchor and term; the first of a name wins.
            is_english: whether plurals are made by English rules.
        """
        self._exact: dict[str, tuple[str, str] | None] = {}
        self._any: dict[str, tuple[str, str] | None] = {}
        chosen = [(place, term) for *place, term in terms if term.marked]
        for (topic, anchor), term in chosen:
            for name in (*term.names, *term.forms):
                self._known(term).setdefault(_key(name, exact=term.exact), (topic, anchor))
        for _, term in chosen:
            for phrase in term.not_in:
                for form in (phrase, *(_plurals(phrase) if is_english else ())):
                    self._any.setdefault(_key(form, exact=False), None)
        for (topic, anchor), term in chosen if is_english else ():
            for name in term.names:
                for plural in _plurals(name):
                    self._known(term).setdefault(_key(plural, exact=term.exact), (topic, anchor))
        self._pattern = _compiled(self._exact, self._any)

    def mark(self, html: str, pages: dict[str, str]) -> tuple[str, set[str]]:
        """Mark the terms in a page's content.

        Args:
            html: well-formed HTML, whose formulas are not set yet.
            pages: the address of each topic's glossary, from the page.

        Returns:
            The content, and the topics of the terms that were found.
        """
        pattern = self._pattern
        if pattern is None:
            return html, set()
        seen: set[tuple[str, str]] = set()
        ever: set[tuple[str, str]] = set()

        def link(match: re.Match[str], is_gathered: bool) -> str:
            term = self._term(match[0])
            if term is None or term in (ever if is_gathered else seen):
                return match[0]
            seen.add(term)
            ever.add(term)
            return f'<a class="ts-term" href="{pages[term[0]]}#{term[1]}">{match[0]}</a>'

        made = []
        for piece in pieces(html):
            if piece.is_section:
                seen.clear()
            marked = partial(pattern.sub, partial(link, is_gathered=piece.is_gathered))
            made.append(_around_formulas(piece.text, marked) if piece.is_prose else piece.text)
        return "".join(made), {topic for topic, _ in ever}

    def _known(self, term: Term) -> dict[str, tuple[str, str] | None]:
        return self._exact if term.exact else self._any

    def _term(self, text: str) -> tuple[str, str] | None:
        exact = self._exact.get(_key(text, exact=True))
        return exact or self._any.get(_key(text, exact=False))


def with_terms(html: str, site: Site, topic: str, address: str) -> str:
    """A page's content with the terms of its topic marked; all others stay as they are.

    Args:
        html: well-formed HTML, whose formulas are not set yet.
        site: the site.
        topic: the topic that the page belongs to; empty if it belongs to none.
        address: the page's address below the root.
    """
    marker = marker_of(site, topic)
    if marker is None:
        return html
    root = root_of(address)
    names = [entry.topic for entry in site.catalog.glossaries_of(topic)]
    pages = {name: root + site.glossary_address(name) for name in names}
    html, found = marker.mark(html, pages)
    found |= {name for name in names if f' data-term="{pages[name]}#' in html}
    if not found:
        return html
    files = [
        word for name in names if name in found for word in (pages[name], f"{root}{place_of(name)}")
    ]
    return f'{html}<{ELEMENT} data-terms="{escape(" ".join(files))}"></template>'


def place_of(topic: str) -> str:
    """Where the definitions of a topic's terms lie below the root, for the script to load."""
    return f"{_PLACE}/{topic}.json"


def marker_of(site: Site, topic: str) -> Marker | None:
    """What marks the pages of a topic: its terms, and those of the topics that it builds on."""
    entries = site.catalog.glossaries_of(topic)
    return _marker(tuple(entries), site.language.code) if entries else None


@lru_cache(maxsize=64)
def _marker(entries: tuple[Entry[Glossary], ...], language: str) -> Marker:
    terms = (
        (entry.topic, entry.model.anchors[term.term], term)
        for entry in entries
        for term in entry.model.terms
    )
    return Marker(terms, is_english=language.partition("-")[0] == "en")


def _around_formulas(text: str, marked: Callable[[str], str]) -> str:
    return around(text, lambda formula: text[formula.start : formula.end], marked)


def _compiled(*known: dict[str, tuple[str, str] | None]) -> re.Pattern[str] | None:
    """A pattern of everything that is looked for, the longest first."""
    exact, any_case = known
    forms = [(form, _written(form)) for form in exact]
    forms += [(form, f"(?i:{_written(form)})") for form in any_case]
    # Words that begin otherwise are passed over at their first letter.
    by_letter: dict[str, list[tuple[str, str]]] = {}
    for form in sorted(forms, key=lambda form: (-len(form[0]), form)):
        by_letter.setdefault(form[0][0].casefold(), []).append(form)
    groups = [
        f"(?=(?i:{re.escape(letter)}))(?:{'|'.join(pattern for _, pattern in found)})"
        for letter, found in sorted(by_letter.items())
    ]
    return re.compile(rf"(?<![\w&#\\-])(?:{'|'.join(groups)})(?![\w-])") if groups else None


def _written(form: str) -> str:
    return _JOINT.join(re.escape(escape(word, quote=False)) for word in form.split(" "))


def _key(text: str, *, exact: bool) -> str:
    """A name as it is looked up: no hyphens, and no capitals where these do not count."""
    plain = " ".join(unescape(text).replace("-", " ").split())
    return plain if exact else plain.casefold()


def _plurals(name: str) -> tuple[str, ...]:
    """A phrase with its last word in the plural, as most English words have it."""
    if re.search(r"(?:s|x|z|ch|sh)\Z", name):
        return (f"{name}es",)
    if re.search(r"[^aeiou]y\Z", name):
        return (f"{name[:-1]}ies",)
    return (f"{name}s",) if name[-1:].isalpha() else ()
