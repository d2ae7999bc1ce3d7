"""One resource has one entry, whatever its addresses look like."""

from __future__ import annotations

from collections.abc import Iterator

from topicsite.checking.places import finding
from topicsite.findings.diagnostics import Diagnostic
from topicsite.model.catalog import Entry
from topicsite.model.entries import Resource
from topicsite.reading.load import Loaded
from topicsite.reading.source import Location


def duplicate_resources(loaded: Loaded) -> Iterator[Diagnostic]:
    """Two entries that share a canonical name are one resource."""
    first: dict[str, Entry[Resource]] = {}
    for entry, names in loaded.catalog.identities:
        for name, written in names.items():
            other = first.setdefault(name, entry)
            if other is not entry:
                message = f"this is the same resource as {other.path} ({name}); keep one entry"
                yield finding(
                    loaded, "duplicate-resource", message, entry.path, _place_of(entry, written)
                )
                break


def _place_of(entry: Entry[Resource], written: str) -> Location:
    """Where an address or number stands in an entry."""
    model = entry.model
    for field in ("url", "doi", "arxiv"):
        if getattr(model, field) == written:
            return (field,)
    for index, other in enumerate(model.also_at):
        if other.url == written:
            return ("also_at", index, "url")
    return ()
