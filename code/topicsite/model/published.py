"""What a site publishes of its catalog as JSON: the objects that the schema of `api/` is made from.

What an entry says stands under `entry`, in the entry's own words; everything around it is derived.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, WithJsonSchema

from topicsite.model.entries import Claim, Example, LearningPath, Model, Resource, Topic
from topicsite.model.fields import Id
from topicsite.model.questions import Questions
from topicsite.model.site import SiteSettings

VERSION: Final = "1.0"
"""The first number changes when a program that reads this would break, the second when there is
more to read."""

Type = Literal["topic", "resource", "example", "path", "claim", "tag", "questions"]
Verdict = Literal["reproduced", "proved", "differs", "not tried"]
Where = Annotated[str, WithJsonSchema({"type": "string", "format": "iri-reference"})]
"""An address; without a scheme it is one below the root of the site."""
TIME: Final = "^PT(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?$"
Time = Annotated[str, WithJsonSchema({"type": "string", "pattern": TIME})]


class Link(Model):
    """What an object of this catalog has to do with another one."""

    rel: Literal["topic", "prerequisite", "path", "step", "claim", "tag", "example", "resource"]
    """What the other one is to this one."""
    type: Type
    """What the other one is."""
    id: str
    """Its id among those of its type."""
    address: Where
    """Where people read it."""
    file: Where
    """Where programs do."""


class Extent(Model):
    """How long several things take together."""

    duration: Time
    """The sum of the times that are known."""
    complete: bool
    """Whether all are; otherwise it takes longer."""


class TopicObject(Model):
    """A topic."""

    type: Literal["topic"]
    """`topic`."""
    id: Id
    """Its id."""
    address: Where
    """The page of the topic."""
    file: Where
    """This object in a file of its own."""
    json_ld: Where
    """All that is known of the topic, as JSON-LD."""
    extent: Extent | None = None
    """How long its first path takes, or all its resources if it has none."""
    entry: Topic
    """What `topic.yml` says, its learning paths included."""
    links: tuple[Link, ...] = ()
    """Its prerequisites, paths and resources; not in `all.json`."""


class ResourceObject(Model):
    """A resource."""

    type: Literal["resource"]
    """`resource`."""
    id: Id
    """Its id."""
    topic: Id
    """The id of its topic."""
    address: Where
    """Its card, on the page of its topic."""
    file: Where
    """This object in a file of its own."""
    json_ld: Where
    """The JSON-LD of its topic, in which its `@id` is `address`."""
    entry: Resource
    """What its file says; a field that is not there is not known."""
    links: tuple[Link, ...] = ()
    """Its topic, prerequisites, claims, tags, and the paths it is a step of; not in `all.json`."""


class ExerciseObject(Model):
    """An exercise of an example."""

    id: str
    """Its name within the example."""
    title: str
    """Its heading."""
    address: Where
    """Where it stands."""


class ExampleObject(Model):
    """A program that runs on its page."""

    type: Literal["example"]
    """`example`."""
    id: Id
    """Its id."""
    topic: Id | None = None
    """The id of the topic that it belongs to, if there is one."""
    address: Where
    """Its page."""
    file: Where
    """This object in a file of its own."""
    json_ld: Where
    """The page whose head has its JSON-LD, in which its `@id` is `address`."""
    program: str
    """Its file, relative to the project."""
    entry: Example
    """What its header says."""
    exercises: tuple[ExerciseObject, ...] = ()
    """Its exercises, in the order of the page."""
    links: tuple[Link, ...] = ()
    """Its topic, the resources that it follows, its tags, the claims that it tries and the paths it
    is a step of; not in `all.json`."""


class PathObject(Model):
    """A learning path."""

    type: Literal["path"]
    """`path`."""
    id: str
    """The id of its topic and its own, such as `sorting/first-steps`."""
    topic: Id
    """The id of its topic."""
    title: str
    """What it is called on pages."""
    address: Where
    """Where it stands on the page of its topic."""
    file: Where
    """This object in a file of its own."""
    json_ld: Where
    """The JSON-LD of its topic, in which its `@id` is `address`."""
    extent: Extent | None = None
    """How long it takes."""
    entry: LearningPath
    """What `topic.yml` says of it."""
    links: tuple[Link, ...] = ()
    """Its topic, what it wants first, and its steps in their order; not in `all.json`."""


class ControlObject(Model):
    """The same program without something."""

    without: str
    """What was left out."""
    found: str
    """What came out then."""


class OutcomeObject(Model):
    """What came out when an example tried a claim."""

    says: str
    """What the source states, in the words of the run."""
    found: str
    """What the run gave."""
    expects: str | None = None
    """What the source is taken to say of random starts."""
    controls: tuple[ControlObject, ...] = ()
    """The same program without something."""


class ClaimObject(Model):
    """A claim of a resource, and what came of it."""

    type: Literal["claim"]
    """`claim`."""
    id: str
    """The id of its resource and its own, such as `merge-sort/comparisons`."""
    resource: Id
    """The id of its resource."""
    address: Where
    """Where it stands on the card of its resource."""
    file: Where
    """This object in a file of its own."""
    json_ld: Where
    """The JSON-LD of its topic, in which its `@id` is `address`."""
    verdict: Verdict
    """What this build of the site made of it."""
    outcome: OutcomeObject | None = None
    """What came out, if it was tried."""
    entry: Claim
    """What the file of its resource says of it."""
    links: tuple[Link, ...] = ()
    """Its resource, and the example that tries it; not in `all.json`."""


class TagObject(Model):
    """A phrase that resources teach."""

    type: Literal["tag"]
    """`tag`."""
    id: str
    """The name of its page, without `tags/`."""
    phrase: str
    """The phrase."""
    address: Where
    """Its page."""
    file: Where
    """This object in a file of its own."""
    term: Where | None = None
    """Where a glossary of the site defines it."""
    resources: tuple[Id, ...]
    """The ids of the resources that teach it."""
    examples: tuple[Id, ...] = ()
    """The ids of the examples that do."""
    links: tuple[Link, ...] = ()
    """The same as links; not in `all.json`."""


class QuestionsObject(Model):
    """Questions that need no program, with their answers: a file of them."""

    type: Literal["questions"]
    """`questions`."""
    id: str
    """The id of its topic and the name of the file, such as `sorting/stability`."""
    topic: Id
    """The id of its topic."""
    address: Where
    """The page of all questions of the topic."""
    file: Where
    """This object in a file of its own."""
    figures: dict[Id, str] = Field(default_factory=dict)
    """The numbers that stand in their texts as `[[name]]`, as the examples printed them."""
    entry: Questions
    """What the file says."""
    links: tuple[Link, ...] = ()
    """Its topic, and what the questions are about; not in `all.json`."""


class SiteObject(Model):
    """The site that publishes this."""

    name: str
    """What it is called."""
    language: str
    """The language of its own words, as a code of BCP 47."""
    root: Where | None = None
    """Where its root is; absent if the site does not know."""


class Row(Model):
    """An object in a list."""

    id: str
    """Its id."""
    title: str
    """What it is called; of a claim what it says."""
    address: Where
    """Where people read it."""
    file: Where
    """Where programs do."""


class List(Model):
    """All objects of one type."""

    version: Literal["1.0"]
    """The version of what is published."""
    generator: Literal["topicsite"]
    """`topicsite`."""
    type: Type
    """What they are."""
    items: tuple[Row, ...]
    """The objects, in the order of their ids; tags in that of their phrases."""


class Index(Model):
    """Where everything is."""

    version: Literal["1.0"]
    """The version of what is published."""
    generator: Literal["topicsite"]
    """`topicsite`."""
    site: SiteObject
    """Who publishes this."""
    counts: dict[Type, int]
    """How many objects of each type there are."""
    lists: dict[Type, Where]
    """The list of each type."""
    all: Where
    """Everything in one file."""
    amb: Where
    """The resources in the words of AMB, which school catalogues exchange."""
    json_schema: Where
    """The schema that all these files keep."""


class All(Model):
    """Everything in one file."""

    version: Literal["1.0"]
    """The version of what is published."""
    generator: Literal["topicsite"]
    """`topicsite`."""
    site: SiteObject
    """Who publishes this."""
    settings: SiteSettings | None = None
    """What `site.yml` says: sections, kinds, levels and fields of the site's own."""
    topics: tuple[TopicObject, ...]
    """The topics."""
    resources: tuple[ResourceObject, ...]
    """The resources."""
    examples: tuple[ExampleObject, ...]
    """The examples."""
    paths: tuple[PathObject, ...]
    """The learning paths."""
    claims: tuple[ClaimObject, ...]
    """The claims with their verdicts."""
    tags: tuple[TagObject, ...]
    """The tags."""
    questions: tuple[QuestionsObject, ...]
    """The questions, by file."""


DOCUMENTS: Final[tuple[type[Model], ...]] = (
    Index, List, All,
    TopicObject, ResourceObject, ExampleObject, PathObject, ClaimObject, TagObject,
    QuestionsObject,
)  # fmt: skip
"""What a file holds."""
