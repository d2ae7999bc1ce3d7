"""Files by which readers cite: each resource, topic and path, and all, in three formats.

They lie at `cite/ID.bib` and so on, those of a path at `cite/TOPIC/PATH.bib`, and those of all at
`cite.bib`. Ids of resources and topics differ, so nothing is there twice; and no page has such an
ending. What an id was before leads to the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from topicsite.model.catalog import Entry
from topicsite.model.entries import LearningPath, Resource
from topicsite.opendata import bibtex, csl, ris
from topicsite.render.site import CITATIONS, Site

_FORMATS: Final = {"bib": bibtex, "json": csl, "ris": ris}


def files(site: Site) -> dict[str, bytes]:
    """The files, by where they lie below the root; none of what has no resource."""
    made: dict[str, bytes] = {}
    lists = [(name, entries) for name, entries in _lists(site) if entries]
    for ending in CITATIONS:
        form = _FORMATS[ending]
        # Most resources stand in four files.
        records = {name: form.record(entry) for name, entry in site.catalog.resources.items()}
        for name, entries in lists:
            text = form.file_of(records[entry.id] for entry in entries)
            made[site.citation_address(name, ending)] = text.encode()
    return made


def _lists(site: Site) -> Iterator[tuple[str, list[Entry[Resource]]]]:
    """What is cited together, by name; what is there now comes last, and takes the place."""
    catalog = site.catalog
    for entry in catalog.resources.values():
        for old in entry.model.formerly:
            yield old, [entry]
    for topic in catalog.topics.values():
        for name in (*site.former_ids(topic.id), topic.id):
            yield name, catalog.shown_in(topic.id)
            for path in topic.model.paths:
                yield f"{name}/{path.id}", _on(site, path)
    for entry in catalog.resources.values():
        yield entry.id, [entry]
    yield "", [*catalog.resources.values()]


def _on(site: Site, path: LearningPath) -> list[Entry[Resource]]:
    """The resources of a path, in its order."""
    names = dict.fromkeys(step.resource for step in path.steps if step.resource)
    return [site.catalog.resources[name] for name in names]
