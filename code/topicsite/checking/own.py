"""What a site has of its own can be told apart: kinds, levels and fields, by id and by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from topicsite.checking.places import finding
from topicsite.findings.diagnostics import Diagnostic
from topicsite.model.entries import Resource
from topicsite.model.own import Kind, Level
from topicsite.model.schema import title_of
from topicsite.reading.load import Loaded


def own_words(loaded: Loaded) -> Iterator[Diagnostic]:
    """No two kinds, levels or fields are called the same."""
    if loaded.site is None:
        return
    site = loaded.site.model
    yield from _twice(loaded, "kinds", site.kinds)
    yield from _twice(loaded, "levels", site.levels)
    labels = {title_of(name).casefold(): f"of `{name}`" for name in Resource.model_fields}
    labels["topic"] = "that forms ask for"
    for name, field in site.fields.items():
        other = labels.setdefault(field.label.casefold(), f"of `{name}`")
        if other != f"of `{name}`":
            message = f"`{field.label}` is the label {other} already; write another"
            place = ("fields", name, "label")
            yield finding(loaded, "duplicate-word", message, loaded.site.path, place)
        chosen: set[str] = set()
        for index, choice in enumerate(field.choices):
            if choice in chosen:
                message = f"`{choice}` can be chosen already; remove it here"
                where = ("fields", name, "choices", index)
                yield finding(loaded, "duplicate-word", message, loaded.site.path, where)
            chosen.add(choice)


def _twice(loaded: Loaded, field: str, words: Sequence[Kind | Level]) -> Iterator[Diagnostic]:
    path = loaded.site.path if loaded.site else ""
    ids: set[str] = set()
    labels: dict[str, str] = {}
    for index, word in enumerate(words):
        called = word.label or word.id.replace("-", " ").capitalize()
        if word.id in ids:
            message = f"`{word.id}` stands here already; keep one of them"
            yield finding(loaded, "duplicate-word", message, path, (field, index, "id"))
        elif (other := labels.setdefault(called.casefold(), word.id)) != word.id:
            message = f"`{other}` is called `{called}` too; give one of them another label"
            yield finding(loaded, "duplicate-word", message, path, (field, index, "label"))
        ids.add(word.id)
