"""The formulas in the texts of an entry: each can be set, and stays within its own box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from topicsite.findings.diagnostics import Diagnostic
from topicsite.mathematics.formulas import formulas, without_code
from topicsite.model.entries import Model, ShortModel, is_mapping, model_in
from topicsite.model.fields import spaces_of
from topicsite.reading.headers import locate_within
from topicsite.reading.source import Data, Location, Source

_LONGEST: Final = 600
"""No text of an entry is longer; one that is, is refused for that."""


def formula_findings(read: Source, model: type[Model]) -> list[Diagnostic]:
    """What is wrong with the formulas of a file; no engine is started if it has none.

    Args:
        read: the file, as `source` or `headers` read it, with nothing wrong as YAML.
        model: what it describes.
    """
    if "\\" not in read.text or not isinstance(read.data, dict):
        return []
    return [
        finding
        for location, text, is_prose in _texts(read.data, model, ())
        if "\\" in text and len(text) <= _LONGEST
        for finding in _faults(read, location, text, is_prose)
    ]


def _faults(read: Source, location: Location, text: str, is_prose: bool) -> Iterator[Diagnostic]:
    shown = without_code(text) if is_prose else text
    for formula in formulas(shown, displayed=not is_prose):
        start, end = formula.start, formula.end
        if not formula.is_closed:
            message = "the formula that starts here has no end; write `\\)` behind it"
        elif formula.display:
            message = "an entry has no room for a displayed formula; write `\\(` and `\\)`"
        else:
            from topicsite.mathematics.engine import examine  # few entries have a formula

            error = examine(formula.tex, formula.display)
            if error is None:
                continue
            message = f"the formula cannot be set: {error.reason}"
            if error.position is not None:
                start = text.index(formula.tex, start) + error.position
                end = max(start + 1, end - 2)
        span = locate_within(read.path, read.text, location, start, min(end, len(text)))
        yield Diagnostic("bad-formula", message, read.path, span)


def _texts(
    data: dict[str, Data], model: type[Model], place: Location
) -> Iterator[tuple[Location, str, bool]]:
    """Every text that pages show, with its place, and whether it is a paragraph of Markdown."""
    for name, value in data.items():
        info = model.model_fields.get(name)
        if info is None:
            continue
        inner = model_in(info.annotation)
        is_prose = spaces_of(info.annotation, *info.metadata) == "fold"
        items: list[tuple[str | int | None, Data]] = [(None, value)]
        if isinstance(value, list):
            items = [*enumerate(value)]
        elif isinstance(value, dict) and is_mapping(info.annotation):
            items = [*value.items()]
        for index, item in items:
            here = (*place, name) if index is None else (*place, name, index)
            if isinstance(item, str):
                yield here, item, is_prose
            elif isinstance(item, dict) and inner is not None:
                yield from _texts(item, inner, here)
            elif inner is not None and issubclass(inner, ShortModel):
                yield from _texts({inner.short: item}, inner, here)
