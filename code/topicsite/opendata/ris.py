"""Resources as RIS, which reference managers exchange: a line for each field, in UTF-8.

`M3`, the type of work, keeps the site's own word for the kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from topicsite.model.catalog import Entry
from topicsite.model.entries import Resource
from topicsite.opendata import works


def file_of(records: Iterable[str]) -> str:
    """A file with records, in the order given."""
    return "\r\n".join(records)


def record(entry: Entry[Resource]) -> str:
    """One resource."""
    lines = (f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in _fields(entry))
    return f"{''.join(lines)}ER  - \r\n"


def _fields(entry: Entry[Resource]) -> Iterator[tuple[str, str]]:
    model = entry.model
    yield "TY", works.genre(model).ris
    yield "ID", entry.id
    yield "TI", model.title
    for name in works.names(model):
        # What stands behind the comma is the given name: a group has none.
        yield "AU", f"{name.family}, {name.given}"
    if date := works.date(model):
        yield "PY", str(date[0])
        if len(date) > 1:
            yield "DA", "/".join(f"{part:02}" for part in date) + "/" * (4 - len(date))
    for tag, value in (("T2", model.venue), ("DO", model.doi), ("SN", model.isbn)):
        if value:
            yield tag, value
    if model.arxiv:
        yield "DB", "arXiv"
        yield "AN", f"arXiv:{model.arxiv}"
    if model.language:
        yield "LA", model.language
    yield "M3", model.kind
    yield "UR", model.url
