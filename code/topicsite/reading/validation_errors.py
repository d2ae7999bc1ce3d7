"""What is wrong with one entry, in the words and the place that a contributor needs."""

from __future__ import annotations

import re
from ast import literal_eval
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from topicsite.findings.diagnostics import Diagnostic, did_you_mean
from topicsite.model.entries import Model, is_mapping, model_in
from topicsite.model.fields import PATTERNS
from topicsite.model.words import KINDS, LEVELS, meant
from topicsite.reading import headers
from topicsite.reading.formulas import formula_findings
from topicsite.reading.source import Location, Source

M = TypeVar("M", bound=Model)


def validated(read: Source, model: type[M]) -> M | list[Diagnostic]:
    """What a file's data mean, or everything that is wrong with them."""
    found: list[Diagnostic] = formula_findings(read, model)
    try:
        made = model.model_validate(read.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        wrong: list[Diagnostic] = [
            finding(read.path, read.text, model, d)
            for d in details
            if not _counts_only_right_items(d)
        ]
        return [*wrong, *found]
    return found or made


def _counts_only_right_items(detail: ErrorDetails) -> bool:
    """Whether a list is called too short only because what is wrong in it was not counted."""
    value, minimum = detail["input"], detail.get("ctx", {}).get("min_length", 0)
    return detail["type"] == "too_short" and isinstance(value, list) and len(value) >= minimum


def finding(path: str, text: str, model: type[Model], detail: ErrorDetails) -> Diagnostic:
    """Put one of pydantic's errors into the words and the place a contributor needs."""
    location = tuple(detail["loc"])
    context: dict[str, Any] = detail.get("ctx", {})
    kind, value = detail["type"], detail["input"]
    if field := context.get("field"):
        location = (*location, field)
    is_key = location[-1:] == (_KEY,)
    if is_key:
        location = location[:-1]
    name = next((part for part in reversed(location) if isinstance(part, str)), None)
    if isinstance(value, str) and kind in {"too_short", "too_long"}:
        kind = f"string_{kind}"
    if kind == "literal_error" and not isinstance(value, str):
        kind = "string_type"
    rule, message = _RULES.get(kind, (kind, "{message}"))
    if kind == "extra_forbidden":
        message = unknown_field(name, _fields(model, location))
    elif kind == "string_pattern_mismatch":
        rule, message = PATTERNS[context["pattern"]]
        if rule == "bad-id":
            message = f"`{value}` is not an id: {message}"
    elif kind == "literal_error":
        message = unknown_value(name, value, context["expected"])
    elif kind in _TYPES:
        first = "name" if kind == "dict_type" else _fields(model, (*location, ""))[0]
        message = _wrong_type(kind, name, value, first)
    else:
        length = len(value) if isinstance(value, (str, list)) else 0
        message = message.format(name=name, message=detail["msg"], length=length, **context)
    at_key = is_key or kind == "extra_forbidden"
    return Diagnostic(rule, message, path, headers.locate_in(path, text, location, key=at_key))


_KEY: Final = "[key]"
"""What pydantic puts behind the name of a field in a mapping if the name is wrong."""
_TYPES: Final = frozenset({"tuple_type", "string_type", "model_type", "dict_type"})


_RULES: Final[dict[str, tuple[str, str]]] = {
    "extra_forbidden": ("unknown-field", ""),
    "literal_error": ("unknown-value", ""),
    "tuple_type": ("wrong-type", ""),
    "string_type": ("wrong-type", ""),
    "model_type": ("wrong-type", ""),
    "dict_type": ("wrong-type", ""),
    "missing": ("missing-field", "`{name}` is missing; add it"),
    "string_too_short": (
        "too-short",
        "`{name}` has {length} characters; write at least {min_length}",
    ),
    "string_too_long": (
        "too-long",
        "`{name}` has {length} characters; keep to {max_length}",
    ),
    "too_short": ("too-few", "`{name}` has {actual_length} items; write at least {min_length}"),
    "too_long": ("too-many", "`{name}` has {actual_length} items; keep to {max_length}"),
}


def _wrong_type(kind: str, name: object, value: object, first: str) -> str:
    if kind == "tuple_type":
        example = f"; write `{name}: [{value}]`" if isinstance(value, str) else ""
        if isinstance(value, dict):
            example = "; begin each of its items with `- `"
        return f"`{name}` is a list{example}"
    if kind == "string_type":
        given = "a list" if isinstance(value, list) else "a mapping of fields"
        return f"`{name}` is one text, not {given}; quote it if it starts with `[` or `{{`"
    what = "the file" if name is None else f"`{name}`"
    given = "a list" if isinstance(value, list) else "a text"
    return f"{what} is a mapping of fields such as `{first}: ...`, not {given}"


def unknown_field(name: object, known: list[str]) -> str:
    """That there is no such field, and which may have been meant."""
    return f"there is no field `{name}`{did_you_mean(str(name), known)}"


def unknown_value(name: object, value: object, expected: str) -> str:
    """That a field takes other values: those in pydantic's "'a', 'b' or 'c'"."""
    allowed = [literal_eval(word) for word in _QUOTED.findall(expected)]
    every = ", ".join(allowed)
    nearest = meant(str(name), str(value), allowed)
    advice = f"; did you mean `{nearest}`?" if nearest else did_you_mean(str(value), allowed)
    if value in (KINDS if name == "kind" else LEVELS if name == "level" else ()):
        advice = f": `{name}s` of site.yml leaves it out; add it there, or write one of {every}"
    return f"`{value}` is not a value of `{name}`{advice or f'; write one of {every}'}"


_QUOTED: Final = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")


def _fields(model: type[Model], location: Location) -> list[str]:
    """The fields of the model that `location` leads into."""
    way = iter(location[:-1])
    for part in way:
        if isinstance(part, str):
            info = model.model_fields[part]
            if is_mapping(info.annotation):
                next(way, None)  # a name of the owner's
            model = model_in(info.annotation) or model
    return list(model.model_fields)
