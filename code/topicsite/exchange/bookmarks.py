"""Bookmarks of a browser, in the HTML that all of them write since Netscape's."""

from __future__ import annotations

import re
from typing import Final

from topicsite.exchange import addresses, wording
from topicsite.exchange.found import Finder, Found, Note, Reading
from topicsite.reading.source import Data
from topicsite.reading.tags import Tag, resolved, tags

_BARS: Final = frozenset(
    {"", "bookmarks", "bookmarks bar", "bookmarks menu", "bookmarks toolbar", "other bookmarks"}
)
"""Folders that browsers make, and nobody named."""
_DEPTH: Final = 200
_TAG: Final = re.compile(r"<[^<>]*>")


def read(path: str, text: str) -> Reading:
    """The bookmarks, each under its folders."""
    reading = Reading(path)
    finder = Finder(path, text)
    folders: list[str] = []
    pending, start = "", 0
    opened: Tag | None = None
    link: Tag | None = None
    for tag in [*tags(text), Tag("/dl", len(text), len(text), {})]:
        if opened is not None and tag.name in ("dt", "dl", "/dl", "/dd", "dd", "h3"):
            _describe(reading, _read(text[opened.end : tag.start]))
            opened = None
        match tag.name:
            case "h1" | "h3":
                start = tag.end
            case "/h1":
                reading.title = _read(text[start : tag.start])
            case "/h3":
                pending = _read(text[start : tag.start])
            case "dl":
                folders.append(pending)
                pending = ""
                if len(folders) > _DEPTH:
                    reason = "folders are nested too deeply; what follows is left"
                    reading.notes.append(Note("broken", finder.place(tag.start), reason))
                    return reading
            case "/dl" if folders:
                folders.pop()
            case "a":
                link = tag
            case "/a" if link is not None:
                _add(reading, finder, link, _read(text[link.end : tag.start]), folders)
                link = None
            case "dd":
                opened = tag
    return reading


def _add(reading: Reading, finder: Finder, link: Tag, title: str, folders: list[str]) -> None:
    url = link.attributes["href"].value.strip() if "href" in link.attributes else ""
    if addresses.is_elsewhere(url):
        place = finder.place(link.start)
        reading.notes.append(Note("left-out", place, addresses.ELSEWHERE, wording.clean(url)))
    if not url.lower().startswith(("http:", "https:")):
        return  # a script, a search or a page of the browser's own
    said: dict[str, Data] = {"title": title} if title else {}
    words = link.attributes["tags"].value if "tags" in link.attributes else ""
    names = tuple(name for name in folders if name.casefold() not in _BARS)
    place = finder.place(link.start)
    reading.items.append(Found(place, url, said, names, tuple(wording.words_in(words))))


def _describe(reading: Reading, said: str) -> None:
    """Give the last bookmark what stands below it."""
    if said and reading.items and "summary" not in (last := reading.items[-1]).fields:
        reading.items[-1] = Found(
            last.place, last.url, {**last.fields, "summary": said}, last.headings, last.tags
        )


def _read(html: str) -> str:
    return wording.clean(resolved(_TAG.sub(" ", html)))
