"""Which format a source is in, and who reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, get_args

from topicsite.exchange import (
    bibtex,
    bookmarks,
    json_text,
    linked_data,
    markdown,
    outlines,
    published,
    references,
    ris,
    tables,
    videos,
    zotero,
)
from topicsite.exchange.found import Note, Place, Reading
from topicsite.exchange.items import After

Format = Literal[
    "markdown", "csv", "tsv", "bibtex", "csl-json", "ris", "bookmarks", "opml", "yt-dlp", "zotero",
    "json-ld", "topicsite",
]  # fmt: skip
"""What can be imported."""
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
_NEEDED: Final[dict[str, str]] = {"bibtex": "bibtexparser", "ris": "rispy", "opml": "defusedxml"}
SUFFIXES: Final[dict[str, Format]] = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mkd": "markdown",
    ".txt": "markdown", ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".bib": "bibtex",
    ".bibtex": "bibtex", ".ris": "ris", ".opml": "opml", ".jsonld": "json-ld",
    ".rdf": "zotero",
}  # fmt: skip


class Options(NamedTuple):
    """How sources are read.

    Attributes:
        after: what stands behind the links of a list.
        columns: the field that a column of a table holds, by its name.
        takes_prose: whether links in sentences count.
    """

    after: After = "summary"
    columns: Mapping[str, str] = {}
    takes_prose: bool = True


def format_of(path: str, text: str, *, takes_pages: bool = True) -> Format | None:
    """The format that a file's name and its first characters show, or None.

    Args:
        path: how the file is named.
        text: what it says.
        takes_pages: whether any page of HTML is one of bookmarks.
    """
    name = path.lower()
    suffix = next((end for end in SUFFIXES if name.endswith(end)), "")
    head = text[:2000].lstrip("\ufeff \t\r\n")
    if suffix and suffix != ".txt":
        return SUFFIXES[suffix]
    if head.startswith(("{", "[{", "[\n", "[ ", "[]")) or name.endswith(".json"):
        data = json_text.parse(path, text)
        if not isinstance(data, Note):
            return _of_json(data)
        return None if name.endswith(".json") else "markdown"
    if re.match(r"<!DOCTYPE NETSCAPE-Bookmark", head, re.IGNORECASE):
        return "bookmarks"
    if re.search(r"<opml\b", head, re.IGNORECASE):
        return "opml"
    if re.search(r"<rdf:RDF\b", head) and "zotero.org/namespaces/export" in head:
        return "zotero"
    if head.startswith("<") and name.endswith((".html", ".htm")):
        if "application/ld+json" in text:
            return "json-ld"
        return "bookmarks" if takes_pages else None
    if re.match(r"TY  - ", head):
        return "ris"
    if re.match(r"(?:%.*\n|\s)*@\w+\s*[{(]", head):
        return "bibtex"
    return "markdown" if suffix or not name.rpartition("/")[2].count(".") else None


def needed(form: str, text: str) -> str:
    """The module that a parser rests on, where that is no part of every installation; else nothing.

    Args:
        form: the format.
        text: what the source says.
    """
    return "defusedxml" if form == "zotero" and _is_markup(text) else _NEEDED.get(form, "")


def _is_markup(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def broken(path: str, text: str) -> Reading | None:
    """What is wrong with a file that is called JSON, if that is why nothing tells its format."""
    fault = json_text.parse(path, text) if path.lower().endswith(".json") else None
    return Reading(path, notes=[fault]) if isinstance(fault, Note) else None


def _of_json(data: object) -> Format | None:
    if published.is_published(data):
        return "topicsite"
    if linked_data.is_linked(data):
        return "json-ld"
    if videos.is_playlist(data):
        return "yt-dlp"
    return "csl-json" if references.is_library(data) else None


def read(path: str, text: str, form: Format, options: Options) -> Reading:
    """What a source holds.

    Args:
        path: how it is named.
        text: what it says.
        form: its format.
        options: how it is read.
    """
    match form:
        case "markdown":
            return markdown.read(path, text, options.after, takes_prose=options.takes_prose)
        case "csv" | "tsv":
            return tables.read(path, text, options.columns, "\t" if form == "tsv" else "")
        case "bibtex":
            return bibtex.read(path, text)
        case "ris":
            return ris.read(path, text)
        case "bookmarks":
            return bookmarks.read(path, text)
        case "opml":
            return outlines.read(path, text)
        case _:
            return _of_json_text(path, text, form)


def _of_json_text(path: str, text: str, form: Format) -> Reading:
    if form == "zotero" and _is_markup(text):
        return zotero.read(path, text)
    if form == "zotero" and not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return tables.read(path, text, {})
    if form == "json-ld" and _is_markup(text):
        return linked_data.read_page(path, text)
    data = json_text.parse(path, text)
    if isinstance(data, Note):
        return Reading(path, notes=[data])
    try:
        if form == "yt-dlp":
            return videos.read(path, data, text)
        if form == "topicsite":
            return published.read(path, data, text)
        if form == "json-ld":
            return linked_data.read(path, data, text)
        return references.read(path, data, text)
    except RecursionError:
        return Reading(path, notes=[Note("broken", Place(path), "this JSON is nested too deeply")])
