"""What an entry, a topic and an example may say: the one definition that everything derives from.

The input is text, lists and mappings only (see `source`): no YAML type is ever guessed, the models
here decide. Pages, the editors' schema, forms and prompts are all made from these classes, so a new
field is one attribute here and its place in a template.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Final, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from topicsite.model.fields import (
    Access,
    Address,
    Arxiv,
    Doi,
    Duration,
    Expectation,
    Id,
    Isbn,
    Kind,
    Language,
    Level,
    Line,
    Paragraph,
    PartialDate,
    Phrase,
    Summary,
)
from topicsite.model.words import WITHOUT_CAPTIONS

WANTED: Final = ("authors", "duration", "level", "access", "language", "summary", "teaches")
"""What a learner chooses a resource by. Each may be left out: it is open then, and not guessed."""


class Model(BaseModel):
    """Base of all models: nothing unknown, nothing converted by guess, nothing changed later."""

    # A site may call a field of its own `model_year`.
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, defer_build=True, protected_namespaces=()
    )


class ShortModel(Model):
    """A model of which one field may stand for the whole, without its name.

    Attributes:
        short: the name of that field.
    """

    short: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _spelled_out(cls, value: Any) -> Any:
        return {cls.short: value} if isinstance(value, (str, list)) else value


def model_in(annotation: object) -> type[Model] | None:
    """The model of what a list or a mapping holds."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    return next(filter(None, map(model_in, get_args(annotation))), None)


def is_mapping(annotation: object) -> bool:
    """Whether a field is a mapping whose names are the owner's."""
    return get_origin(annotation) is dict


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
    expects: Expectation | None = None
    """What the source says of random starts: `always`, `mostly`, `sometimes`, `rarely`, `never`, or
    such as `about 7 of 8`; decided before anything is run."""
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
        if self.expects is not None and self.shown_by is None:
            raise PydanticCustomError(
                "needless-field",
                "a claim that was not tried has no random starts; remove `expects`",
                {"field": "expects"},
            )
        return self


class Resource(Model):
    """One external item: a video, a tutorial, a paper, a chapter, notes, a toy, code.

    A field that is left out is not known, and nothing takes its place.
    """

    own_addresses: ClassVar[tuple[str, ...]] = ()
    """The names of those of the site's own fields that hold an address."""
    wanted: ClassVar[tuple[str, ...]] = ()
    """The fields that the site wants filled in besides those that are needed."""

    title: Line
    """The title as its authors write it."""
    kind: Kind
    """What it is."""
    url: Address
    """Where it is; the free copy where there is one."""
    authors: Annotated[tuple[Line, ...], _list_of(1, 40)] = ()
    """Who made it: persons, or the group that signs."""
    published: PartialDate | None = None
    """When it came out: a year, a month or a day."""
    duration: Duration | None = None
    """How long it takes: a video's length, or the time to read a text."""  # kept in seconds
    level: Level | None = None
    """Whom it is for; `intuition` needs no formulas."""
    access: Access | None = None
    """What somebody meets who opens `url`."""
    language: Language | None = None
    """The language it is in, as a code of BCP 47."""
    summary: Summary | None = None
    """One to three sentences of our own: what you get from it that you get nowhere else."""
    teaches: Annotated[tuple[Phrase, ...], _list_of(1, 8)] = ()
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
    """Languages of the captions of a video or a playlist."""
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
        insecure = [name for name, url in self._links() if url.startswith("http:")]
        if insecure and self.insecure_url_reason is None:
            raise PydanticCustomError(
                "insecure-url",
                "the address is http; write https, or say why not in `insecure_url_reason`",
                {"field": insecure[0]},
            )
        if self.insecure_url_reason is not None and not insecure:
            raise PydanticCustomError(
                "needless-field",
                "`insecure_url_reason` is given but every address is https; remove it",
                {"field": "insecure_url_reason"},
            )
        if self.captions and self.kind in WITHOUT_CAPTIONS:
            raise PydanticCustomError(
                "needless-field",
                "`captions` belong to a video or a playlist; remove them or set `kind: video`",
                {"field": "captions"},
            )
        if len({claim.id for claim in self.claims}) < len(self.claims):
            raise PydanticCustomError(
                "duplicate-claim-id",
                "two claims have the same id; rename one of them",
                {"field": "claims"},
            )
        return self

    def _links(self) -> Iterator[tuple[str, str]]:
        """Every address, with the field that it stands in."""
        yield "url", self.url
        yield from (("also_at", other.url) for other in self.also_at)
        for name in self.own_addresses:
            if url := getattr(self, name):
                yield name, url

    @property
    def missing(self) -> list[str]:
        """The fields that a learner chooses by and nobody has filled in yet."""
        return [name for name in WANTED if not getattr(self, name)]

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


class Step(ShortModel):
    """One stop of a learning path; an id alone is one too."""

    short: ClassVar[str] = "id"

    id: Id | None = None
    """The id of a resource or an example; a step has this, or says which of both it means."""
    resource: Id | None = None
    """A resource's id."""
    example: Id | None = None
    """An example's id."""
    why: Paragraph | None = None
    """Why now: what this step gives that the next one needs."""
    part: Line | None = None
    """The part to take, when it is not the whole."""
    duration: Duration | None = None
    """How long the part takes; the whole's time if absent."""  # kept in seconds

    @model_validator(mode="after")
    def _exactly_one_subject(self) -> Step:
        if [self.id, self.resource, self.example].count(None) != 2:
            raise PydanticCustomError(
                "step-subject", "a step names a `resource` or an `example`; write one of them"
            )
        return self

    @property
    def subject(self) -> str:
        """The id of the resource or example."""
        return self.id or self.resource or self.example or ""

    def settle(self, *, is_example: bool) -> None:
        """Remember what an id alone names, which shows when all files have been read."""
        if self.id is not None:
            vars(self)["example" if is_example else "resource"] = self.id

    @property
    def key(self) -> str:
        """The field that names it."""
        return "id" if self.id else "resource" if self.resource else "example"


class Stage(Model):
    """A section of a learning path."""

    title: Line | None = None
    """What the steps have in common."""
    steps: Annotated[tuple[Step, ...], _list_of(0, 40)]
    """What to take, in order."""


class LearningPath(ShortModel):
    """An ordered way through a topic; a list of its steps alone is one too.

    However it is written, `stages` has all of it, and `steps` the steps of all stages.
    """

    short: ClassVar[str] = "steps"

    id: Id = "path"
    """Its name in addresses, which stays for good; `path` if it has none."""
    title: Line | None = None
    """What a learner chooses it by."""
    summary: Summary | None = None
    """Where it leads, and whom it suits."""
    prerequisites: Annotated[tuple[Id, ...], _list_of(0, 12)] = ()
    """Ids of resources or topics to take first, which the path itself does not."""
    steps: Annotated[tuple[Step, ...], _list_of(1, 200)] = ()
    """What to take, in order, where there are no stages."""
    stages: Annotated[tuple[Stage, ...], _list_of(1, 20)] = ()
    """Its sections, in order."""

    @model_validator(mode="after")
    def _steps_or_stages(self) -> LearningPath:
        if bool(self.steps) == bool(self.stages):
            raise PydanticCustomError(
                "path-steps", "a path has `steps`, or `stages` that have some; write one of them"
            )
        # A frozen model has no other way to be finished.
        if self.stages:
            vars(self)["steps"] = tuple(step for stage in self.stages for step in stage.steps)
        else:
            vars(self)["stages"] = (Stage.model_construct(steps=self.steps),)
        return self

    @property
    def has_stages(self) -> bool:
        """Whether its file divides it into stages."""
        return "stages" in self.model_fields_set


class Assumption(ShortModel):
    """Knowledge that a topic takes for granted; a phrase alone is one too."""

    short: ClassVar[str] = "says"

    says: Phrase
    """What one has to know, in a few words."""
    refresher: Id | None = None
    """The id of an example that goes over it again, and says whether one may skip it."""


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
    assumes: Annotated[tuple[Assumption, ...], _list_of(0, 12)] = ()
    """Knowledge that the topic takes for granted."""
    prerequisites: Annotated[tuple[Id, ...], _list_of(0, 12)] = ()
    """Ids of topics to take first."""
    shares: Annotated[tuple[Id, ...], _list_of(0, 100)] = ()
    """Ids of resources of other topics that are shown here too."""
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
