"""Resources as CSL-JSON, which Zotero and processors of citation styles read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from topicsite.model.catalog import Entry
from topicsite.model.entries import Resource
from topicsite.opendata import works

_SOME: Final = {"venue": "container-title", "doi": "DOI", "isbn": "ISBN", "language": "language"}


def file_of(records: Iterable[str]) -> str:
    """A file with records, in the order given."""
    return "[\n" + ",\n".join(records) + "\n]\n"


def record(entry: Entry[Resource]) -> str:
    """One resource, as it stands in a list."""
    return json.dumps([item(entry)], ensure_ascii=False, indent=1)[2:-2]


def item(entry: Entry[Resource]) -> dict[str, Any]:
    """One resource."""
    model = entry.model
    made: dict[str, Any] = {
        "id": entry.id,
        "type": works.genre(model).csl,
        "title": model.title,
    }
    if model.authors:
        made["author"] = [
            {"family": name.family, "given": name.given} if name.given else {"literal": name.family}
            for name in works.names(model)
        ]
    if date := works.date(model):
        made["issued"] = {"date-parts": [[*date]]}
    made |= {key: value for name, key in _SOME.items() if (value := getattr(model, name))}
    if model.arxiv:
        made |= {"archive": "arXiv", "archive_location": model.arxiv}
    return made | {"URL": model.url}
