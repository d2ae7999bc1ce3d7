"""Files of measurements: JSON in, a measurement out, or what is wrong in the words of findings."""

from __future__ import annotations

import re
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from topicsite.model.entries import Model
from topicsite.model.measurements import BLOCKS, Chart, Column, Measurement, Panel, Table
from topicsite.reading.validation_errors import unknown_field, unknown_value

_INSIDE: Final[dict[tuple[type[Model], str], type[Model]]] = {
    (Table, "columns"): Column,
    (Chart, "panels"): Panel,
}
"""The models that lie in fields of others."""

_TYPES: Final = {
    "dict_type": "an object in braces",
    "int_type": "a whole number",
    "model_type": "an object in braces",
    "string_type": "a text in quotes",
    "tuple_type": "a list in brackets",
}


class MeasurementError(ValueError):
    """A file that is no measurement.

    Attributes:
        problems: what is wrong with it, each in a line.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def parse_measurement(raw: bytes) -> Measurement:
    """Read a file's content.

    Raises:
        MeasurementError: if it is no measurement.
    """
    try:
        return Measurement.model_validate_json(raw)
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise MeasurementError([_problem(d) for d in details if not _follows(d)]) from None


def _follows(detail: ErrorDetails) -> bool:
    """Whether a list is only called too short because an item of it is wrong."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def _problem(detail: ErrorDetails) -> str:
    """One of pydantic's errors with its place, such as `blocks[1].columns[0]`, and in words."""
    kind, value = detail["type"], detail["input"]
    context: dict[str, Any] = detail.get("ctx", {})
    # The kind of a block is part of pydantic's place, but not of the file's.
    location = [
        part
        for before, part in zip((None, *detail["loc"]), detail["loc"], strict=False)
        if not (isinstance(before, int) and part in BLOCKS)
    ]
    name = location.pop() if kind in {"missing", "extra_forbidden"} else None
    if kind == "missing":
        message = f"`{name}` is missing; add it"
    elif kind == "extra_forbidden":
        message = unknown_field(name, list(_model_at(detail["loc"]).model_fields))
    elif kind == "union_tag_not_found":
        message = f"`kind` is missing; write one of {', '.join(BLOCKS)}"
    elif kind == "union_tag_invalid":
        message = unknown_value("kind", context["tag"], context["expected_tags"])
    elif kind in _TYPES:
        message = f"this is not {_TYPES[kind]}"
    elif kind == "json_invalid":
        message = f"this is not JSON: {context['error']}"
    elif kind.startswith("date_"):
        message = f"`{value}` is not a day; write it as `2026-11-25`"
    elif kind in {"too_short", "too_long"}:
        advice = (
            f"write at least {context['min_length']}"
            if kind == "too_short"
            else f"keep to {context['max_length']}"
        )
        message = f"there are {len(value)} items; {advice}"
    else:
        message = re.sub("^Input should be", "the number should be", detail["msg"])
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return f"{place.lstrip('.')}: {message}" if place else message


def _model_at(location: tuple[int | str, ...]) -> type[Model]:
    """The model whose field is the last part of a place."""
    model: type[Model] = Measurement
    for part in location[:-1]:
        if isinstance(part, str):
            model = BLOCKS.get(part) or _INSIDE.get((model, part), model)
    return model
