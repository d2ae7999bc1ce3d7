"""What a site has of its own: kinds, levels and fields, and the models of entries that follow.

An entry of a site is a `Resource` whatever the site has of its own: a model made here inherits from
it, takes other words for `kind` and `level`, and has more fields behind the others.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    WithJsonSchema,
    create_model,
    model_validator,
)
from pydantic_core import PydanticCustomError

from topicsite.model.entries import WANTED, Example, Model, Resource, ShortModel, Topic
from topicsite.model.fields import (
    PATTERNS,
    Address,
    Id,
    Line,
    Number,
    OneOf,
    PartialDate,
    Phrase,
    Truth,
)
from topicsite.model.words import KINDS, LEVELS

FieldType = Literal["text", "number", "boolean", "choice", "list", "address", "date"]


class Kind(ShortModel):
    """What a resource can be; an id alone is one too."""

    short: ClassVar[str] = "id"

    id: Id
    """What entries write under `kind`."""
    label: Phrase | None = None
    """What one of them is called on pages; without it the id tells."""
    plural: Phrase | None = None
    """What stands above several of them; the label if there is none."""


class Level(ShortModel):
    """Whom a resource can be for; an id alone is one too."""

    short: ClassVar[str] = "id"

    id: Id
    """What entries write under `level`."""
    label: Phrase | None = None
    """What it is called on pages; without it the id tells."""


class OwnField(Model):
    """A field that only this site's entries have."""

    label: Phrase
    """What it is called on pages and in forms."""
    type: FieldType
    """What stands in it: `text` of one line, a `number`, a `boolean`, one `choice` of some, a
    `list` of texts, an `address` or a `date`."""
    choices: Annotated[tuple[Phrase, ...], Field(strict=False, min_length=1, max_length=60)] = ()
    """What can be chosen, for a `choice`."""
    help: Line | None = None
    """What to write into it, for forms and editors."""

    @model_validator(mode="after")
    def _choices_are_for_a_choice(self) -> OwnField:
        if (self.type == "choice") != bool(self.choices):
            rule = "needless-field" if self.choices else "missing-field"
            message = (
                "`choices` are for a field of the type `choice`; remove them, or set `type: choice`"
                if self.choices
                else "`choices` is missing, from which one is chosen; write `choices: [...]`"
            )
            raise PydanticCustomError(rule, message, {"field": "choices"} if self.choices else {})
        return self


class Tag(Model):
    """What is said of a phrase that resources teach."""

    formerly: Annotated[tuple[Phrase, ...], Field(strict=False, min_length=1, max_length=20)]
    """What entries wrote in its place before; the pages of these phrases lead on to its page."""


_ELSEWHERE: Final = frozenset(
    {
        # Both forms ask for these, and `topicsite new` takes them as options.
        "id", "topic", "in", "section", "ask", "no_ask", "from_issue", "answer", "print", "root",
        "resources", "examples", "help", "within", "entry_id", "is_topic", "only_print",
    }
)  # fmt: skip
_FIELD = "^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$"
PATTERNS[_FIELD] = (
    "bad-field-name",
    "the name of a field has lower-case letters, digits and single underscores, "
    "such as `first_edition`",
)


_TAKEN: Final = frozenset(
    {
        *Resource.model_fields,
        *Topic.model_fields,
        *_ELSEWHERE,
        *(name for name in vars(Resource) if not name.startswith(("_", "model_"))),
    }
)


def _free(name: str) -> str:
    if name in Resource.model_fields:
        taken = "is a field of every entry"
    elif name in _TAKEN or hasattr(Resource, name):
        taken = "is a name that topicsite uses itself"
    else:
        return name
    raise PydanticCustomError(
        "bad-field-name",
        "`{word}` {taken}; choose another, such as `own_{word}`",
        {"word": name, "taken": taken},
    )


FieldName = Annotated[
    str,
    StringConstraints(pattern=_FIELD, max_length=40),
    AfterValidator(_free),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": _FIELD,
            "maxLength": 40,
            "not": {"enum": sorted(_TAKEN)},
        }
    ),
]

OUR_KINDS: Final = tuple(Kind.model_construct(id=name) for name in KINDS)
OUR_LEVELS: Final = tuple(Level.model_construct(id=name) for name in LEVELS)

_TYPES: Final[dict[str, Any]] = {
    "text": Line | None,
    "number": Number | None,
    "boolean": Truth | None,
    "list": Annotated[tuple[Line, ...], Field(strict=False, min_length=1, max_length=40)],
    "address": Address | None,
    "date": PartialDate | None,
}


@lru_cache(maxsize=16)
def models_of(
    kinds: tuple[str, ...],
    levels: tuple[str, ...],
    fields: tuple[tuple[str, OwnField], ...],
    complete: bool,
) -> tuple[type[Resource], type[Example]]:
    """The models of a site's resources and examples.

    Args:
        kinds: its kinds.
        levels: its levels.
        fields: its own fields by name, in their order.
        complete: whether it wants to know all that learners choose by.
    """
    resource, example = Resource, Example
    if levels != LEVELS:
        level = Annotated[str, OneOf(levels)]
        example = create_model(
            "Example", __base__=Example, __doc__=Example.__doc__, level=(level, ...)
        )
    if (kinds, levels, fields, complete) == (KINDS, LEVELS, (), False):
        return resource, example
    changed: dict[str, Any] = {"kind": (Annotated[str, OneOf(kinds)], ...)}
    if levels != LEVELS:
        told = Field(None, description="Whom it is for.")
        changed["level"] = (Annotated[str, OneOf(levels)] | None, told)
    for name, field in fields:
        annotation = _TYPES.get(field.type) or Annotated[str, OneOf(field.choices)] | None
        default = () if field.type == "list" else None
        text = (field.help or field.label).rstrip(".") + "."
        changed[name] = (annotation, Field(default, title=field.label, description=text))
    resource = create_model("Resource", __base__=Resource, __doc__=Resource.__doc__, **changed)
    resource.own_addresses = tuple(name for name, field in fields if field.type == "address")
    resource.wanted = WANTED if complete else ()
    return resource, example
