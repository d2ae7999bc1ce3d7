"""Zotero's RDF: items with their makers, what they appeared in, and collections as headings."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from topicsite.exchange import wording
from topicsite.exchange.found import MAKERS_WORDS, Found, Note, Place, Reading
from topicsite.exchange.references import KINDS, MAKERS
from topicsite.exchange.triples import Node, parsed
from topicsite.reading.source import Data

_CONTAINERS: Final = frozenset(
    {"bib:Book", "bib:Journal", "bib:Newspaper", "bib:Periodical", "z:Blog", "z:Website"}
)
"""What an item may have appeared in; a series of books is none."""
_LISTS: Final = tuple(f"{'bib' if maker == 'author' else 'z'}:{maker}s" for maker in sorted(MAKERS))
_DEPTH: Final = 50


def read(path: str, text: str) -> Reading:
    """The items of a library, each under its collection; notes and attachments are left out."""
    reading = Reading(path)
    library = parsed(path, text, reading)
    named = {node.about: node for node in library if node.about}
    parts = _containers(library, named)
    shared = Counter(id(container) for container in parts.values())
    headings = _collections(library, named)
    seen_any = False
    for node in library:
        kind = node.text_of("z:itemType")
        if node.name == "bib:Memo" or kind == "note":
            seen_any = True
            said = re.sub(r"<[^<>]*>", " ", node.text_of("rdf:value"))[:80]
            reason = "a note is no resource"
            reading.notes.append(Note("not-taken", node.place, reason, wording.clean(said)))
        elif kind and kind not in ("attachment", "annotation"):
            seen_any = True
            container = parts.get(id(node))
            # A DOI that stands on a journal is an item's only if no other item is in it.
            speakers = [node, *([container] if container and shared[id(container)] < 2 else [])]
            ways = headings.get(node.about, [])
            reading.items.append(_item(node, kind, container, speakers, ways))
    if not seen_any and not reading.notes:
        reading.notes.append(Note("broken", Place(path), "this RDF holds no items of Zotero's"))
    return reading


def _containers(library: list[Node], named: dict[str, Node]) -> dict[int, Node]:
    """What each item appeared in, by the item's identity."""
    found: dict[int, Node] = {}
    for node in library:
        for part in node.all("dcterms:isPartOf"):
            inner = [named[part.resource]] if part.resource in named else part.children
            for one in inner:
                if one.name in _CONTAINERS:
                    found.setdefault(id(node), one)
    return found


def _collections(library: list[Node], named: dict[str, Node]) -> dict[str, list[tuple[str, ...]]]:
    """The ways of headings to each item, by its name."""
    collections = [node for node in library if node.name == "z:Collection"]
    members = {
        node.about: [part.resource for part in node.all("dcterms:hasPart")] for node in collections
    }
    inner = {name for names in members.values() for name in names}
    found: dict[str, list[tuple[str, ...]]] = {}
    stack: list[tuple[Node, tuple[str, ...], int]] = [
        (node, (), 0) for node in reversed(collections) if node.about not in inner
    ]
    seen = set[str]()
    while stack:
        node, above, depth = stack.pop()
        if node.about in seen or depth > _DEPTH:
            continue
        seen.add(node.about)
        way = tuple(filter(None, (*above, node.text_of("dc:title"))))
        for name in members[node.about]:
            if name not in members:
                found.setdefault(name, []).append(way)
        stack += [
            (named[name], way, depth + 1)
            for name in reversed(members[node.about])
            if name in members
        ]
    return found


def _item(
    node: Node, kind: str, container: Node | None, speakers: list[Node], ways: list[tuple[str, ...]]
) -> Found:
    """An item.

    Args:
        node: what is said of it.
        kind: Zotero's word for it.
        container: what it appeared in.
        speakers: the nodes whose numbers are its own.
        ways: the headings of each collection that it is in.
    """
    said: dict[str, Data] = {}
    if title := wording.clean(node.text_of("dc:title")):
        said["title"] = title
    if authors := _names(node):
        said["authors"] = list[Data](authors)
    if published := wording.day(node.text_of("dc:date")):
        said["published"] = published
    if venue := wording.clean(container.text_of("dc:title") if container else ""):
        said["venue"] = venue
    numbers = [number.text for speaker in speakers for number in speaker.all("dc:identifier")]
    for name, field in (("DOI", "doi"), ("ISBN", "isbn")):
        if own := [number for number in numbers if number.startswith(f"{name} ")]:
            number = own[0].removeprefix(f"{name} ").strip()
            said[field] = wording.bare_doi(number) if field == "doi" else number.split(" ")[0]
    names = ("prism:number", "z:archiveID", "dc:coverage", "dc:description", "dc:publisher")
    if arxiv := wording.arxiv_in(*map(node.text_of, names)):
        said["arxiv"] = arxiv
    if language := node.text_of("z:language"):
        said["language"] = wording.language(language)
    if running := node.text_of("z:runningTime"):
        said["duration"] = running.removeprefix("00:")
    if abstract := wording.clean(node.text_of("dcterms:abstract")):
        said[MAKERS_WORDS] = abstract
    tags = [subject.whole_text for subject in node.all("dc:subject")]
    tags += [way[-1] for way in ways[1:] if way]
    return Found(
        node.place, _address(node), said, ways[0] if ways else (), tuple(wording.unique(tags)),
        KINDS.get(kind, ()),
    )  # fmt: skip


def _address(node: Node) -> str:
    """The address that an item gives, which may also be its name."""
    for number in node.all("dc:identifier"):
        if url := number.text_of("dcterms:URI"):
            return url
    return node.about if re.match(r"https?://", node.about) else ""


def _names(node: Node) -> list[str]:
    """The makers, each with the surname last; a group has one name."""
    found = []
    for name in _LISTS:
        for sequence in node.all(name):
            for person in sequence.below("foaf:Person", "foaf:Organization"):
                parts = ("foaf:givenName", "foaf:givenname", "foaf:surname", "foaf:name")
                found.append(" ".join(filter(None, map(person.text_of, parts))))
    return wording.unique(found)
