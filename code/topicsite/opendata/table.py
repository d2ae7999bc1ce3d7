"""Resources as a table: a row each, a column a field, in UTF-8 with commas (RFC 4180).

A cell that a spreadsheet would take for a formula gets a quote in front; `reading.cells` says how
cells are written, and the import undoes it. Claims are no part of the table.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from topicsite.model.catalog import Entry
from topicsite.model.entries import OtherAddress, Resource
from topicsite.model.times import iso
from topicsite.reading import cells
from topicsite.render.site import Site


def files(site: Site) -> dict[str, bytes]:
    """The tables of all resources and of each topic that has some."""
    catalog = site.catalog
    made = {
        site.table_address(name): table(site, catalog.shown_in(topic))
        for topic in catalog.topics
        for name in (*site.former_ids(topic), topic)
        if catalog.shown_in(topic)
    }
    if catalog.resources:
        made[site.table_address()] = table(site, catalog.resources.values())
    return made


def table(site: Site, entries: Iterable[Entry[Resource]]) -> bytes:
    """A table of resources, in the order given."""
    fields = [name for name in site.catalog.site.resource.model_fields if name != "claims"]
    made = io.StringIO()
    rows = csv.writer(made)
    rows.writerow(cells.headings(fields))
    for entry in entries:
        said = [_text(name, getattr(entry.model, name)) for name in cells.ordered(fields)]
        rows.writerow(cells.defused(text) for text in (entry.id, entry.topic, *said))
    return made.getvalue().encode()


def _text(name: str, value: object) -> str:
    """What stands in a cell; nothing where nothing is known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and name == "duration":
        return iso(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return cells.listed([_element(one) for one in value])
    return str(value)


def _element(value: object) -> str:
    return cells.address(value.label, value.url) if isinstance(value, OtherAddress) else str(value)
