"""The JSON Schema of each kind of file, made from the models: for editors and forms.

It says all that a schema can. What it cannot, only `topicsite check` finds: whether an ISBN's check
digit fits, whether two claims have one id, what YAML itself forbids, and every rule between files.
"""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from topicsite.model.entries import (
    Claim,
    Example,
    LearningPath,
    Model,
    Resource,
    ShortModel,
    Step,
    Topic,
    model_in,
)
from topicsite.model.fields import OneOf
from topicsite.model.glossary import Glossary
from topicsite.model.own import OwnField
from topicsite.model.progress import Progress
from topicsite.model.questions import KINDS as QUESTION_KINDS
from topicsite.model.questions import Amount, Question, Questions
from topicsite.model.site import SiteSettings
from topicsite.model.words import WITHOUT_CAPTIONS

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
PLACE: Final = "docs/schema"
"""Where a project keeps the schemas, relative to its root; the site publishes `docs`."""
FILES: Final[dict[str, type[Model]]] = {
    "resource.schema.json": Resource,
    "topic.schema.json": Topic,
    "example.schema.json": Example,
    "site.schema.json": SiteSettings,
    "glossary.schema.json": Glossary,
    "questions.schema.json": Questions,
}
"""The models of a site that has nothing of its own, by the name of the schema's file."""
PUBLISHED: Final[dict[str, type[Model]]] = {"progress.schema.json": Progress}
"""What no editor needs, but whoever reads what pages keep."""
_ACRONYMS: Final = {"doi": "DOI", "isbn": "ISBN", "url": "Address", "arxiv": "arXiv id"}

_HTTP: Final = {"type": "string", "pattern": "^http:"}
# What the models check between fields; the keywords are those that editors explain best.
_BETWEEN_FIELDS: Final[dict[type[Model], dict[str, Any]]] = {
    Claim: {
        "if": {"required": ["shown_by"]},
        "then": {"properties": {"not_tried": False}},
        "else": {"required": ["not_tried"], "properties": {"discrepancy": False}},
    },
    Step: {
        "if": {"required": ["id"]},
        "then": {"properties": {"resource": False, "example": False}},
        "else": {
            "if": {"required": ["resource"]},
            "then": {"properties": {"example": False}},
            "else": {"required": ["example"]},
        },
    },
    LearningPath: {
        "if": {"required": ["steps"]},
        "then": {"properties": {"stages": False}},
        "else": {"required": ["stages"]},
    },
    Amount: {
        "if": {"required": ["value"]},
        "then": {"properties": {"figure": False}},
        "else": {"required": ["figure"]},
    },
    Question: {
        "oneOf": [{"required": [kind]} for kind in QUESTION_KINDS],
    },
    OwnField: {
        "if": {"required": ["type"], "properties": {"type": {"const": "choice"}}},
        "then": {"required": ["choices"]},
        "else": {"properties": {"choices": False}},
    },
}


def _between_fields(model: type[Model]) -> dict[str, Any]:
    if not issubclass(model, Resource):
        return _BETWEEN_FIELDS.get(model, {})
    (kinds,) = (one.words for one in model.model_fields["kind"].metadata if isinstance(one, OneOf))
    return {
        "allOf": [
            {
                "if": {
                    "anyOf": [
                        *(
                            {"required": [name], "properties": {name: _HTTP}}
                            for name in ("url", *model.own_addresses)
                        ),
                        {
                            "required": ["also_at"],
                            "properties": {
                                "also_at": {
                                    "contains": {"required": ["url"], "properties": {"url": _HTTP}}
                                }
                            },
                        },
                    ]
                },
                "then": {"required": ["insecure_url_reason"]},
                "else": {"properties": {"insecure_url_reason": False}},
            },
            {
                "if": {
                    "required": ["kind"],
                    "properties": {
                        "kind": {"enum": [kind for kind in kinds if kind in WITHOUT_CAPTIONS]}
                    },
                },
                "then": {"properties": {"captions": {"maxItems": 0}}},
            },
        ]
    }


class _ForEditors(GenerateJsonSchema):
    """Pydantic's generator, where a field that may be left out is not one that may be null."""

    def nullable_schema(self, schema: Any) -> dict[str, Any]:
        """The schema of the value itself."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> dict[str, Any]:
        """The schema without its default: leaving the field out says the same."""
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: Any) -> dict[str, Any]:
        """The schema of a mapping, of which every name has one form."""
        made = super().dict_schema(schema)
        of_values = made.pop("patternProperties", None)
        if of_values is None:
            return made
        (values,) = of_values.values()
        names = self.generate_inner(schema["keys_schema"])
        return {**made, "propertyNames": names, "additionalProperties": values}


@cache
def _schema(model: type[Model]) -> dict[str, Any]:
    made = model.model_json_schema(schema_generator=_ForEditors)
    parts = made.pop("$defs", {})
    made = {"$schema": DIALECT, **made}
    for part, its_model in ((made, model), *((parts[m.__name__], m) for m in _inner(model))):
        _explain(part, its_model)
    for short in _inner(model):
        if issubclass(short, ShortModel):
            name = short.__name__
            parts[name] = _with_short_form(parts[name], short.short)
    return {**made, "definitions": dict(sorted(parts.items()))} if parts else made


def _with_short_form(whole: dict[str, Any], short: str) -> dict[str, Any]:
    """The schema of a model, or of the one field that may stand for it."""
    if "anyOf" in whole:  # another list holds it too
        return whole
    return {"title": whole["title"], "anyOf": [whole["properties"][short], whole]}


def schema_of(model: type[Model]) -> dict[str, Any]:
    """The schema of a model, with titles, descriptions, examples and enumerations."""
    text = json.dumps(_schema(model)).replace("#/$defs/", "#/definitions/")
    schema: dict[str, Any] = json.loads(text)
    return schema


def models_of(site: SiteSettings) -> dict[str, type[Model]]:
    """The models of a site, by the name of the schema's file."""
    return {**FILES, "resource.schema.json": site.resource, "example.schema.json": site.example}


def text_of(model: type[Model]) -> str:
    """The schema as the file that is published."""
    return json.dumps(schema_of(model), indent=2, ensure_ascii=False) + "\n"


def title_of(field: str) -> str:
    """What a field is called where people read it."""
    return _ACRONYMS.get(field) or field.replace("_", " ").capitalize()


def _explain(schema: dict[str, Any], model: type[Model]) -> None:
    schema["title"] = model.__name__
    if issubclass(model, Resource):
        schema["required"] = [
            *schema["required"],
            *(name for name in model.wanted if name not in schema["required"]),
        ]
    for name, text in _field_docstrings(model).items():
        value = schema["properties"][name]
        value["title"] = model.model_fields[name].title or title_of(name)
        value["description"] = text
        # An item is titled by its list; pydantic's own titles repeat the name of the type.
        value.pop("default", None)
    schema.update(_between_fields(model))


def _inner(model: type[Model]) -> Iterator[type[Model]]:
    """The models that a model's lists hold, at any depth."""
    for field in model.model_fields.values():
        if (part := model_in(field.annotation)) is not None:
            yield part
            yield from _inner(part)


def _field_docstrings(model: type[Model]) -> dict[str, str]:
    """What stands under each field in the model's source; of a site's own, what the site says.

    Raises:
        LookupError: for a field that says nothing, since editors and forms would too.
    """
    # A model that was made for a site has the source of the one that it inherits from.
    written = model if model.__base__ in (Model, ShortModel) else model.__base__
    tree = ast.parse(textwrap.dedent(inspect.getsource(written or model)))
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    found: dict[str, str] = {}
    for field, below in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
        ):
            found[field.target.id] = " ".join(str(below.value.value).split())
    found |= {
        name: info.description for name, info in model.model_fields.items() if info.description
    }
    if missing := [name for name in model.model_fields if name not in found]:
        raise LookupError(f"{model.__name__} has no text under {', '.join(missing)}")
    return {name: found[name] for name in model.model_fields}
