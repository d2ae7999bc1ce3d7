"""A site that says that it is complete has no entry of which something is not known."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from topicsite.checking.places import finding
from topicsite.findings.diagnostics import Diagnostic
from topicsite.model.entries import Resource
from topicsite.model.gaps import gaps
from topicsite.model.shapes import words_of
from topicsite.reading.load import Loaded


def open_fields(loaded: Loaded) -> Iterator[Diagnostic]:
    """Every field that learners choose by is filled in, where the owner asks for that."""
    if not loaded.catalog.site.complete:
        return
    model = loaded.catalog.site.resource
    for gap in gaps(loaded.catalog):
        for name in gap.missing:
            advice = _advice(model, name)
            message = f"`{name}` is open, and the site is to be complete; write {advice}"
            yield finding(loaded, "open-field", message, gap.entry.path, ())


@cache  # a schema is made anew each time it is asked for, and many entries lack the same field
def _advice(model: type[Resource], name: str) -> str:
    """What to write into a field, in the words of the schema."""
    from topicsite.model.schema import schema_of  # which most checks can do without

    shape = schema_of(model)["properties"][name]
    if words := words_of(shape):
        return f"one of {', '.join(f'`{word}`' for word in words)}"
    if examples := shape.get("examples"):
        return f"it, such as `{name}: {examples[0]}`"
    text = shape["description"].rstrip(".")
    return f"{text[:1].lower()}{text[1:]}".replace(";", ",")
