"""JSON-LD in the words of schema.org, and AMB, which school catalogues exchange."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from topicsite.exchange import json_text, wording
from topicsite.exchange.found import MAKERS_WORDS, Finder, Found, Note, Place, Reading
from topicsite.exchange.json_text import Json, list_of, mappings, text_of, words
from topicsite.reading.pages import Lines
from topicsite.reading.source import Data
from topicsite.reading.tags import tags

_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "VideoObject": ("video",), "Book": ("book",), "Chapter": ("book-chapter",),
    "SoftwareSourceCode": ("code",), "Dataset": ("data-set",), "PodcastEpisode": ("podcast",),
    "Course": ("course",), "video": ("video",), "slide": ("slides",), "course": ("course",),
    "textbook": ("book",), "data": ("data-set",), "software_application": ("tool",),
}  # fmt: skip
_INSIDE: Final = (
    "@graph", "itemListElement", "hasPart", "syllabusSections", "item", "mainEntity", "items",
)  # fmt: skip
_THING_WORDS: Final = """
Article ScholarlyArticle TechArticle BlogPosting Book Chapter Course CreativeWork Dataset
LearningResource PodcastEpisode SoftwareApplication SoftwareSourceCode VideoObject WebPage
PresentationDigitalDocument Quiz MediaObject AudioObject
"""
_THINGS: Final = frozenset(_THING_WORDS.split())
_DEPTH: Final = 12


def read_page(path: str, text: str) -> Reading:
    """The items in the scripts of a page of HTML."""
    reading = Reading(path)
    lines = Lines(text)
    start = -1
    for tag in tags(text):
        kind = tag.attributes["type"].value if "type" in tag.attributes else ""
        if tag.name == "script" and kind.strip().lower() == "application/ld+json":
            start = tag.end
        elif tag.name == "/script" and start >= 0:
            inner = text[start : tag.start]
            above = lines.place(start)
            start = -1
            data = json_text.parse(path, inner)
            if isinstance(data, Note):
                reading.notes.append(data._replace(place=_below(data.place, above)))
                continue
            part = read(path, data, inner)
            reading.items += (replace(one, place=_below(one.place, above)) for one in part.items)
            reading.notes += (one._replace(place=_below(one.place, above)) for one in part.notes)
            reading.title = reading.title or part.title
    return reading


def _below(place: Place, above: tuple[int, int]) -> Place:
    """A place in a script as one on its page, of which so many lines and columns are above it."""
    line, column = above
    return Place(place.path, place.line + line, place.column + (place.line == 1) * column)


def read(path: str, data: Json, text: str) -> Reading:
    """The things that a document describes and that can be learned from."""
    reading = Reading(path)
    finder = Finder(path, text)
    for one, parents in _things(data, (), 0):
        item = _item(finder, one, parents)
        if item.url or item.fields.get("title"):
            reading.items.append(item)
    for one in mappings(data):
        kinds = _types(one)
        if kinds & {"ItemList", "Course"} and _has_parts(one):
            reading.title = _text(one.get("name"))
            reading.is_ordered = len(reading.items) > 1
    return reading


def _things(
    data: Json, parents: tuple[str, ...], depth: int
) -> Iterator[tuple[dict[str, Json], tuple[str, ...]]]:
    """Every thing, with the names of the sections it stands in."""
    if depth > _DEPTH:
        return
    for one in sorted(mappings(data), key=_position):
        kinds = _types(one)
        is_thing = bool(kinds & _THINGS or "learningResourceType" in one or "AmbObject" in kinds)
        if is_thing and not (kinds & {"Course"} and _has_parts(one)):
            yield one, parents
        inner = parents
        if kinds & {"Syllabus"} and (name := _text(one.get("name"))):
            inner = (*parents, name)
        for name in _INSIDE:
            if name in one:
                yield from _things(list_of(one[name]), inner, depth + 1)


def _has_parts(one: dict[str, Json]) -> bool:
    return any(name in one for name in ("itemListElement", "hasPart", "syllabusSections"))


def _position(one: dict[str, Json]) -> int:
    position = one.get("position")
    return position if isinstance(position, int) else 0


def _types(one: dict[str, Json]) -> set[str]:
    given = [*words(one.get("@type")), *words(one.get("type"))]
    return {kind.removeprefix("schema:").rpartition("/")[2] for kind in given}


def _item(finder: Finder, one: dict[str, Json], parents: tuple[str, ...]) -> Found:
    said: dict[str, Data] = {}
    if title := _text(one.get("name")) or _text(one.get("headline")):
        said["title"] = title
    if names := [
        _text(person) for person in [*list_of(one.get("creator")), *list_of(one.get("author"))]
    ]:
        said["authors"] = list[Data](wording.unique(names))
    if published := wording.day(_text(one.get("datePublished")) or _text(one.get("dateCreated"))):
        said["published"] = published
    if language := next(iter(words(one.get("inLanguage"))), ""):
        said["language"] = wording.language(language)
    if duration := _text(one.get("timeRequired")) or _text(one.get("duration")):
        said["duration"] = duration
    if access := _access(one):
        said["access"] = access
    if licence := _text(one.get("license"), "id", "@id", "url", "name"):
        said["licence"] = licence
    if teaches := wording.unique(_text(t) for t in list_of(one.get("teaches"))):
        said["teaches"] = list[Data](teaches)
    if isbn := _text(one.get("isbn")):
        said["isbn"] = isbn
    for number in [*words(one.get("identifier")), *words(one.get("sameAs"))]:
        if re.match(r"\s*(?:https?://(?:dx\.)?doi\.org/|doi:|10\.\d{4,9}/)", number, re.IGNORECASE):
            said.setdefault("doi", wording.bare_doi(number))
    if description := _text(one.get("description")):
        said[MAKERS_WORDS] = description
    labels = [_text(about) for about in list_of(one.get("about"))]
    for keyword in words(one.get("keywords")):
        labels += wording.words_in(keyword)
    url = _url(one)
    place = finder.of(url, title)
    kinds = [kind for word in _words_for_kind(one) for kind in _KINDS.get(word, ())]
    return Found(place, url, said, parents, tuple(wording.unique(labels)), tuple(kinds))


def _url(one: dict[str, Json]) -> str:
    given = [
        _text(one.get(name), "@id", "id", "url") for name in ("url", "id", "@id", "contentUrl")
    ]
    return next((url for url in given if url.startswith(("http:", "https:"))), "")


def _words_for_kind(one: dict[str, Json]) -> list[str]:
    """What an item is called, the narrower first: the last part of each of AMB's addresses."""
    learning = [
        _text(kind, "id", "@id", "name") for kind in list_of(one.get("learningResourceType"))
    ]
    return [*(word.rstrip("/").rpartition("/")[2] for word in learning), *sorted(_types(one))]


def _access(one: dict[str, Json]) -> str:
    """What somebody meets, where it is said plainly."""
    condition = _text(one.get("conditionsOfAccess"), "id", "@id").rpartition("/")[2]
    if condition == "login":
        return "registration"
    return (
        "free" if one.get("isAccessibleForFree") is True and condition in ("", "no_login") else ""
    )


def _text(value: Json, *names: str, depth: int = 0) -> str:
    """A text, or that of a mapping: of the names given, else its name or label in any language."""
    for one in list_of(value) if depth <= _DEPTH else ():
        if isinstance(one, dict):
            for name in names or ("name", "prefLabel", "@value", "termCode", "de", "en"):
                if said := _text(one.get(name), *names, depth=depth + 1):
                    return said
            if not names and one and all(isinstance(word, str) for word in one.values()):
                return wording.clean(next(iter(one.values()))) if "id" not in one else ""
        elif said := wording.clean(text_of(one)):
            return said
    return ""


def is_linked(data: Json) -> bool:
    """Whether JSON is JSON-LD."""
    return any("@context" in one or "@type" in one or "@graph" in one for one in mappings(data))
