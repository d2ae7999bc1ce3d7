"""The JSON Schema of what is published, made from the same models as the entries' own."""

from __future__ import annotations

from typing import Any, Final

from topicsite.model import shapes
from topicsite.model.published import DOCUMENTS, TIME
from topicsite.model.schema import DIALECT, schema_of
from topicsite.model.site import SiteSettings

_OF_NUMBERS: Final = ("minimum", "maximum", "exclusiveMaximum", "patternErrorMessage", "examples")


def schema_of_site(site: SiteSettings) -> dict[str, Any]:
    """The schema of all documents of a site, with its own kinds, levels and fields."""
    parts: dict[str, Any] = {}
    # Those of the site come last, in the place of ours.
    for model in (*DOCUMENTS, site.resource, site.example):
        made = schema_of(model)
        parts |= made.pop("definitions", {})
        parts[model.__name__] = _without(made, "$schema")
    return {
        "$schema": DIALECT,
        "title": "The catalog of a site",
        "description": "What the files below `api/v1` hold.",
        "oneOf": [{"$ref": f"#/definitions/{model.__name__}"} for model in DOCUMENTS],
        "definitions": {name: _of_json(parts[name]) for name in sorted(parts)},
    }


def _of_json(shape: Any) -> Any:
    """A shape of what editors see in YAML, as the one form that it has in JSON."""
    if isinstance(shape, list):
        return [_of_json(one) for one in shape]
    if not isinstance(shape, dict):
        return shape
    if shape.keys() == {"title", "anyOf"}:  # a field that may stand for the whole: here none does
        return _of_json(shape["anyOf"][1])
    if shape.get("pattern") == shapes.DURATION["pattern"]:
        return {**_of_json(_without(shape, "pattern")), "pattern": TIME}
    kept = shape
    kinds = shape.get("type")
    if "patternErrorMessage" in shape or (isinstance(kinds, list) and "string" in kinds):
        kept = {**_without(shape, *_OF_NUMBERS), "type": "string"}
        if "enum" in kept:
            kept["enum"] = [word for word in kept["enum"] if isinstance(word, str)]
    return {name: _of_json(value) for name, value in kept.items()}


def _without(shape: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in shape.items() if name not in names}
