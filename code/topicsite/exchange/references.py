"""CSL-JSON, and the items of Zotero in its own JSON."""

from __future__ import annotations

from typing import Final

from topicsite.exchange import wording
from topicsite.exchange.found import MAKERS_WORDS, Finder, Found, Note, Reading
from topicsite.exchange.json_text import Json, list_of, mappings, text_of
from topicsite.reading.source import Data

KINDS: Final[dict[str, tuple[str, ...]]] = {
    "book": ("book",), "chapter": ("book-chapter",), "bookSection": ("book-chapter",),
    "software": ("code",), "computerProgram": ("code",), "dataset": ("data-set",),
    "motion_picture": ("video",), "videoRecording": ("video",), "podcast": ("podcast",),
}  # fmt: skip
"""The kinds that a reference manager's word may be called."""
_NO_ITEMS: Final = frozenset({"attachment", "note", "annotation"})
MAKERS: Final = frozenset({"author", "programmer", "director", "podcaster", "presenter"})
"""Who made something, of all who had a part in it."""
_VENUES: Final = (
    "container-title", "publicationTitle", "bookTitle", "proceedingsTitle", "websiteTitle",
    "blogTitle",
)  # fmt: skip


def read(path: str, data: Json, text: str) -> Reading:
    """The items of a library."""
    reading = Reading(path)
    finder = Finder(path, text)
    whole = data.get("items") if isinstance(data, dict) and "items" in data else data
    for one in list_of(whole):
        if not isinstance(one, dict):
            reading.notes.append(Note("broken", finder.of(), "this is no item"))
            continue
        inner = _inner(one)
        if text_of(inner.get("itemType")) in _NO_ITEMS:
            continue
        reading.items.append(_item(finder, inner))
    return reading


def _item(finder: Finder, one: dict[str, Json]) -> Found:
    def first(*names: str) -> str:
        for name in names:
            for value in list_of(one.get(name)):
                if said := wording.clean(text_of(value)):
                    return said
        return ""

    place = finder.of(first("URL", "url"), first("DOI"), first("title"))
    said: dict[str, Data] = {}
    if title := first("title"):
        said["title"] = title
    if authors := _names(one):
        said["authors"] = list[Data](authors)
    if published := _issued(one.get("issued")) or wording.day(first("date")):
        said["published"] = published
    if venue := first(*_VENUES):
        said["venue"] = venue
    if doi := wording.bare_doi(first("DOI", "doi")):
        said["doi"] = doi
    archived = first("archive_location") if first("archive").lower() == "arxiv" else ""
    if arxiv := wording.arxiv_in(
        first("number"), first("archiveID"), first("extra", "note"), archived, first("publisher")
    ) or wording.bare_arxiv(archived):
        said["arxiv"] = arxiv
    if isbn := first("ISBN"):
        said["isbn"] = isbn.split(" ")[0].rstrip(",;")
    if language := first("language"):
        said["language"] = wording.language(language)
    if running := first("runningTime"):
        said["duration"] = running.removeprefix("00:")
    if abstract := first("abstract", "abstractNote"):
        said[MAKERS_WORDS] = abstract
    tags = [text_of(t.get("tag")) for t in mappings(one.get("tags"))]
    tags += wording.words_in(text_of(one.get("keyword")))
    kinds = KINDS.get(first("type"), ()) or KINDS.get(first("itemType"), ())
    own = wording.own_id(text_of(one.get("id")))
    return Found(place, first("URL", "url"), said, (), tuple(wording.unique(tags)), kinds, id=own)


def _names(one: dict[str, Json]) -> list[str]:
    made = []
    for person in mappings(one.get("author")):
        literal = text_of(person.get("literal"))
        parts = ("given", "non-dropping-particle", "dropping-particle", "family", "suffix")
        made.append(literal or " ".join(text_of(person.get(part)) for part in parts))
    for person in mappings(one.get("creators")):
        if text_of(person.get("creatorType")) in MAKERS:
            whole = " ".join(text_of(person.get(part)) for part in ("firstName", "lastName"))
            made.append(text_of(person.get("name")) or whole)
    return wording.unique(made)


def _issued(value: Json) -> str:
    """A date of CSL: a list of year, month and day, or a text."""
    if not isinstance(value, dict):
        return wording.day(text_of(value))
    parts = list_of(value.get("date-parts"))
    first = parts[0] if parts and isinstance(parts[0], list) else []
    texts = [text_of(part) for part in first[:3]]
    if texts and all(texts):
        return wording.day("-".join(texts))
    return wording.day(text_of(value.get("raw") or value.get("literal")))


def _inner(one: dict[str, Json]) -> dict[str, Json]:
    """An item of Zotero's interface holds what it says in a mapping of its own."""
    inner = one.get("data")
    return inner if isinstance(inner, dict) else one


def is_library(data: Json) -> bool:
    """Whether JSON looks like the items of a reference manager."""
    whole = data.get("items") if isinstance(data, dict) and "items" in data else data
    one = next(iter(mappings(whole)), {})
    inner = _inner(one)
    return "itemType" in inner or ("type" in inner and ("title" in inner or "issued" in inner))
