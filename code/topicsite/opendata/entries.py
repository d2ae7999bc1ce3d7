"""What entries say, as data: in their own words, and each value in one form."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from topicsite.model.entries import LearningPath, Model, Step
from topicsite.model.times import iso
from topicsite.opendata.written import Json, Node


def fields_of(model: Model) -> Node:
    """The fields that somebody filled in."""
    if isinstance(model, Step):
        named = "example" if model.example is not None else "resource"
        return {named: model.subject, **_fields(model, ("why", "part", "duration"))}
    if isinstance(model, LearningPath):
        left = "steps" if model.has_stages else "stages"
        return _fields(model, [name for name in LearningPath.model_fields if name != left])
    return _fields(model, type(model).model_fields)


def _fields(model: Model, names: Iterable[str]) -> Node:
    made: Node = {}
    for name in names:
        if name in model.model_fields_set:
            value = getattr(model, name)
            if value is not None and value not in ((), {}):
                made[name] = _value(value)
    return made


def _value(value: object) -> Json:
    if isinstance(value, Model):
        return fields_of(value)
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    if isinstance(value, dict):
        return {name: _value(one) for name, one in value.items()}
    if isinstance(value, Decimal):
        return format(value, "f")
    # The only whole numbers that entries have are times, in seconds.
    if isinstance(value, int) and not isinstance(value, bool):
        return iso(value)
    return value
