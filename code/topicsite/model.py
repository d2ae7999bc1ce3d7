"""What an entry, a topic and an example may say: the one definition that everything derives from.

The input is text, lists and mappings only (see `source`): no YAML type is ever guessed, the models
here decide. Pages, the editors' schema, forms and prompts are all made from these classes, so a new
field is one attribute here and its place in a template.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Annotated, Final, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from topicsite import identity, shapes

Kind = Literal[
    "video",
    "online-tutorial",
    "theory-paper",
    "applied-paper",
    "book-chapter",
    "course-notes",
    "interactive",
    "code",
]
Level = Literal["intuition", "introductory", "intermediate", "advanced"]
Access = Literal["free", "registration", "paywalled"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
LEVELS: Final[tuple[Level, ...]] = get_args(Level)

ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
"""Ids are file names and anchors: lower-case letters, digits and single hyphens."""

_HOURS_MINUTES: Final = re.compile(r"(?:(\d{1,3})\s?h)?\s?(?:(\d{1,4})\s?min)?\Z", re.ASCII)
_CLOCK: Final = re.compile(r"(?:(\d{1,3}):(?=\d\d:))?(\d{1,3}):(\d\d)\Z", re.ASCII)
_ISO: Final = re.compile(r"PT(?=\d)(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?\Z", re.ASCII)


@lru_cache
def parse_duration(text: str) -> int:
    """Seconds in `12:47`, `1:02:03`, `45 min`, `2 h`, `1 h 30 min` or `PT1H30M`."""
    hours = minutes = seconds = match = None
    if text:
        if match := _CLOCK.match(text):
            hours, minutes, seconds = match.groups()
            if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
                match = None
        elif match := _HOURS_MINUTES.match(text):
            hours, minutes = match.groups()
        elif match := _ISO.match(text):
            hours, minutes, seconds = match.groups()
        total = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
        if match and 0 < total <= 1000 * 3600:
            return total
    raise PydanticCustomError(
        "bad-duration",
        "not a duration; write `12:47`, `1:02:03`, `45 min`, `1 h 30 min` or `PT1H30M`",
    )


def _duration(value: object) -> int:
    return parse_duration(value if isinstance(value, str) else "")


def _day_exists(text: str) -> str:
    if len(text) == len("2017-03-15"):
        try:
            datetime.date.fromisoformat(text)
        except ValueError:
            raise PydanticCustomError("bad-date", "there is no such day in the calendar") from None
    return text


def _address(text: str) -> str:
    if identity.PLAINLY_PUBLIC.match(text):
        return text
    try:
        return identity.check_address(text)
    except identity.AddressError as error:
        raise PydanticCustomError(error.rule, "{reason}", {"reason": str(error)}) from None


def _isbn(text: str) -> str:
    digits = re.sub(r"[ -]", "", text)
    if re.match(r"[0-9]{13}\Z", digits):
        remainder = sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10
    elif re.match(r"[0-9]{9}[0-9X]\Z", digits):
        remainder = sum((10 if d == "X" else int(d)) * (10 - i) for i, d in enumerate(digits)) % 11
    else:
        remainder = 1
    if remainder:
        raise PydanticCustomError("bad-isbn", "not an ISBN: its digits and check digit do not fit")
    return text


def _paragraph(text: str) -> str:
    return " ".join(text.split())


_ID = "^[a-z0-9]+(?:-[a-z0-9]+)*$"
_LINE = r"^[^\n]*$"
_DATE = r"^[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$"
_LANGUAGE = r"^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$"
_DOI = r'^10\.[0-9]{4,9}/[^\s"<>]+$'
_ARXIV = r"^(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]+)?$"

PATTERNS: Final[dict[str, tuple[str, str]]] = {
    _ID: ("bad-id", "an id has lower-case letters, digits and single hyphens only"),
    _LINE: ("several-lines", "this is one line of text; join the lines"),
    _DATE: ("bad-date", "not a date; write a year, `2017-03` or `2017-03-15`"),
    _LANGUAGE: (
        "bad-language",
        "not a language code; write BCP 47, such as `en`, `de` or `pt-BR`",
    ),
    _DOI: ("bad-doi", "not a DOI; write it bare, such as `10.1038/323533a0`"),
    _ARXIV: ("bad-arxiv", "not an arXiv id; write it bare, such as `1502.05767`"),
}
"""What a text that fails a pattern breaks: (rule, message). Patterns run compiled in pydantic."""

Id = Annotated[
    str,
    StringConstraints(pattern=_ID, max_length=80),
    WithJsonSchema(
        {
            **shapes.written(
                _ID, PATTERNS[_ID][1], "two-words", number={"type": "integer", "minimum": 0}
            ),
            "maxLength": 80,
        }
    ),
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=_LINE, min_length=1, max_length=200),
    WithJsonSchema(shapes.line(1, 200)),
]
Phrase = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=_LINE, min_length=2, max_length=60),
    WithJsonSchema(shapes.line(2, 60)),
]
Paragraph = Annotated[
    str,
    AfterValidator(_paragraph),
    StringConstraints(min_length=1, max_length=600),
    WithJsonSchema(shapes.paragraph(1, 600)),
]
Summary = Annotated[
    str,
    AfterValidator(_paragraph),
    StringConstraints(min_length=40, max_length=600),
    WithJsonSchema(shapes.paragraph(40, 600)),
]
Address = Annotated[
    str,
    StringConstraints(max_length=2000),
    AfterValidator(_address),
    WithJsonSchema(shapes.ADDRESS),
]
Duration = Annotated[int, BeforeValidator(_duration), WithJsonSchema(shapes.DURATION)]
PartialDate = Annotated[
    str, StringConstraints(pattern=_DATE), AfterValidator(_day_exists), WithJsonSchema(shapes.DATE)
]
Language = Annotated[
    str,
    StringConstraints(pattern=_LANGUAGE),
    WithJsonSchema(shapes.written(_LANGUAGE, PATTERNS[_LANGUAGE][1], "en", "de", "pt-BR")),
]
Doi = Annotated[
    str,
    StringConstraints(pattern=_DOI),
    WithJsonSchema(shapes.written(_DOI, PATTERNS[_DOI][1], "10.1038/323533a0")),
]
Arxiv = Annotated[
    str,
    StringConstraints(pattern=_ARXIV),
    WithJsonSchema(
        shapes.written(
            _ARXIV,
            PATTERNS[_ARXIV][1],
            "1502.05767",
            # Without quotes it is a number for an editor: a month and a serial number.
            number={"type": "number", "minimum": 700, "exclusiveMaximum": 10000},
        )
    ),
]
Isbn = Annotated[str, AfterValidator(_isbn), WithJsonSchema(shapes.ISBN)]


Spaces = Literal["fold", "strip", "keep"]


def spaces_of(*parts: object) -> Spaces:
    """What a field does with the spaces of its text, given its annotation and metadata.

    A paragraph folds line ends and runs of spaces into one space, a line is stripped of those
    around it, and whatever has a form of its own keeps all.
    """
    for part in parts:
        if isinstance(part, AfterValidator) and part.func is _paragraph:
            return "fold"
        if isinstance(part, StringConstraints) and part.strip_whitespace:
            return "strip"
        if (inner := spaces_of(*get_args(part))) != "keep":
            return inner
    return "keep"


class Model(BaseModel):
    """Base of all models: nothing unknown, nothing converted by guess, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


def _list_of(minimum: int, maximum: int) -> object:
    """Field settings of a list: lists come in, tuples are kept."""
    return Field(strict=False, min_length=minimum, max_length=maximum)


class OtherAddress(Model):
    """Another address of the same resource."""

    label: Line
    """What the reader finds there."""
    url: Address
    """Where it is."""


class Claim(Model):
    """A checkable statement of a resource, bound to the example that tries to reproduce it."""

    id: Id
    """Its name, by which the example reports on it."""
    says: Paragraph
    """The statement, with its numbers."""
    shown_by: Id | None = None
    """The example in `code/examples` that tries it; a claim has either this or `not_tried`."""
    where: Line | None = None
    """The place in the source: section, equation, page or time."""
    discrepancy: Paragraph | None = None
    """Why something else comes out, where it does."""
    not_tried: Paragraph | None = None
    """Why no example here can try it."""

    @model_validator(mode="after")
    def _tried_or_not(self) -> Claim:
        if (self.shown_by is None) == (self.not_tried is None):
            raise PydanticCustomError(
                "claim-proof",
                "a claim is `shown_by` an example, or `not_tried` with the reason; write one",
            )
        if self.discrepancy is not None and self.shown_by is None:
            raise PydanticCustomError(
                "needless-field",
                "a claim that was not tried cannot differ; remove `discrepancy`",
                {"field": "discrepancy"},
            )
        return self


class Resource(Model):
    """One external item: a video, a tutorial, a paper, a chapter, notes, a toy, code."""

    title: Line
    """The title as its authors write it."""
    kind: Kind
    """What it is."""
    url: Address
    """Where it is; the free copy where there is one."""
    authors: Annotated[tuple[Line, ...], _list_of(1, 40)]
    """Who made it: persons, or the group that signs."""
    published: PartialDate | None = None
    """When it came out: a year, a month or a day."""
    duration: Duration
    """How long it takes: a video's length, or the time to read a text."""  # kept in seconds
    level: Level
    """Whom it is for; `intuition` needs no formulas."""
    access: Access
    """What somebody meets who opens `url`."""
    language: Language
    """The language it is in, as a code of BCP 47."""
    summary: Summary
    """One to three sentences of our own: what you get from it that you get nowhere else."""
    teaches: Annotated[tuple[Phrase, ...], _list_of(1, 8)]
    """Short phrases shared across resources; each becomes a tag page."""
    prerequisites: Annotated[tuple[Id, ...], _list_of(0, 8)] = ()
    """Ids of resources or topics to take first."""
    assumes: Annotated[tuple[Phrase, ...], _list_of(0, 8)] = ()
    """Knowledge that it takes for granted and no resource here teaches."""
    venue: Line | None = None
    """Journal, book, course or channel."""
    doi: Doi | None = None
    """The DOI, without an address before it."""
    arxiv: Arxiv | None = None
    """The arXiv id, without an address before it."""
    isbn: Isbn | None = None
    """The ISBN of a book, with or without hyphens."""
    licence: Line | None = None
    """The licence its makers state."""
    captions: Annotated[tuple[Language, ...], _list_of(0, 60)] = ()
    """Languages of a video's captions."""
    also_at: Annotated[tuple[OtherAddress, ...], _list_of(0, 8)] = ()
    """Other addresses of the same resource."""
    note: Paragraph | None = None
    """A correction or caveat that a learner should know."""
    insecure_url_reason: Line | None = None
    """Why an address is http and not https."""
    last_verified: PartialDate | None = None
    """When a person last opened it and found it right."""
    formerly: Annotated[tuple[Id, ...], _list_of(0, 20)] = ()
    """Ids it had before, so that old links still lead to it."""
    claims: Annotated[tuple[Claim, ...], _list_of(0, 20)] = ()
    """Statements of the resource that can be tried."""

    @model_validator(mode="after")
    def _no_field_contradicts_another(self) -> Resource:
        insecure = self.url.startswith("http:") or any(
            other.url.startswith("http:") for other in self.also_at
        )
        if insecure and self.insecure_url_reason is None:
            raise PydanticCustomError(
                "insecure-url",
                "the address is http; write https, or say why not in `insecure_url_reason`",
                {"field": "url" if self.url.startswith("http:") else "also_at"},
            )
        if self.insecure_url_reason is not None and not insecure:
            raise PydanticCustomError(
                "needless-field",
                "`insecure_url_reason` is given but every address is https; remove it",
                {"field": "insecure_url_reason"},
            )
        if self.captions and self.kind != "video":
            raise PydanticCustomError(
                "needless-field",
                "`captions` belong to a video; remove them or set `kind: video`",
                {"field": "captions"},
            )
        if len({claim.id for claim in self.claims}) < len(self.claims):
            raise PydanticCustomError(
                "duplicate-claim-id",
                "two claims have the same id; rename one of them",
                {"field": "claims"},
            )
        return self

    @property
    def addresses(self) -> list[str]:
        """`url` first, then the other addresses."""
        return [self.url, *(other.url for other in self.also_at)]

    @property
    def year(self) -> int | None:
        """The year of publication."""
        return int(self.published[:4]) if self.published else None


class Goal(Model):
    """What a learner can do after the topic."""

    can: Line
    """Completes the sentence "After this you can ..."."""
    through: Annotated[tuple[Phrase, ...], _list_of(1, 8)]
    """Phrases from `teaches`; a step of some path must teach each."""


class Step(Model):
    """One stop of a learning path."""

    resource: Id | None = None
    """A resource's id; a step has either this or `example`."""
    example: Id | None = None
    """An example's id."""
    why: Paragraph
    """Why now: what this step gives that the next one needs."""
    part: Line | None = None
    """The part to take, when it is not the whole."""
    duration: Duration | None = None
    """How long the part takes; the whole's time if absent."""  # kept in seconds

    @model_validator(mode="after")
    def _exactly_one_subject(self) -> Step:
        if (self.resource is None) == (self.example is None):
            raise PydanticCustomError(
                "step-subject", "a step names a `resource` or an `example`; write one of them"
            )
        return self

    @property
    def subject(self) -> str:
        """The id of the resource or example."""
        return self.resource or self.example or ""


class Stage(Model):
    """A named section of a learning path."""

    title: Line
    """What the steps have in common."""
    steps: Annotated[tuple[Step, ...], _list_of(0, 40)]
    """What to take, in order."""


class LearningPath(Model):
    """An ordered way through a topic."""

    id: Id
    """Its name in addresses; it stays for good."""
    title: Line
    """What a learner chooses it by."""
    summary: Summary
    """Where it leads, and whom it suits."""
    stages: Annotated[tuple[Stage, ...], _list_of(1, 20)]
    """Its sections, in order."""

    @property
    def steps(self) -> list[Step]:
        """The steps of all stages, in order."""
        return [step for stage in self.stages for step in stage.steps]


class Topic(Model):
    """What a site teaches, and the ways through it."""

    title: Line
    """The topic's name."""
    summary: Summary
    """What it is about, in one to three sentences."""
    keywords: Annotated[tuple[Phrase, ...], _list_of(1, 20)]
    """Words a reader would search for."""
    formerly: Annotated[tuple[Line, ...], _list_of(0, 20)] = ()
    """Old addresses below the site's root that redirect to the topic's page."""
    assumes: Annotated[tuple[Phrase, ...], _list_of(0, 12)] = ()
    """Knowledge that the topic takes for granted."""
    prerequisites: Annotated[tuple[Id, ...], _list_of(0, 12)] = ()
    """Ids of topics to take first."""
    goals: Annotated[tuple[Goal, ...], _list_of(0, 12)] = ()
    """What a learner can do afterwards."""
    paths: Annotated[tuple[LearningPath, ...], _list_of(0, 12)] = ()
    """The learning paths, the shortest first."""


class Example(Model):
    """The header of a runnable program in `code/examples`."""

    title: Line
    """What is tried, in a few words."""
    summary: Summary
    """What a reader sees when it runs."""
    follows: Annotated[tuple[Id, ...], _list_of(0, 8)] = ()
    """Ids of the resources whose claims it reproduces."""
    teaches: Annotated[tuple[Phrase, ...], _list_of(1, 8)]
    """Short phrases shared with resources."""
    duration: Duration
    """How long a reader needs."""  # kept in seconds
    level: Level
    """Whom it is for."""
    formerly: Annotated[tuple[Id, ...], _list_of(0, 20)] = ()
    """Ids it had before; each redirects to its page."""
