"""Questions that need no program: what is asked, what is right, and a word on what is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import product
from typing import Annotated, ClassVar, Final, Literal

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from topicsite.model import shapes
from topicsite.model.entries import Model, ShortModel
from topicsite.model.fields import PATTERNS, Id, Line, Number, Paragraph, Phrase, Truth
from topicsite.model.graphs import GraphError, Node, compute

FOLDER: Final = "questions"
"""Below the folder of a topic."""
KINDS: Final = ("options", "number", "order", "graph")
"""A question has one of these fields, which says what kind it is."""
PLACEHOLDER: Final = re.compile(r"\[\[([a-z0-9-]+)\]\]")
"""Where a figure stands in a text."""

_NODE: Final = "^[A-Za-z][A-Za-z0-9_]{0,11}$"
PATTERNS[_NODE] = (
    "bad-graph",
    "a node has a short name of letters and digits, such as `x` or `z1`",
)
_ANCHOR: Final = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"
PATTERNS[_ANCHOR] = ("bad-id", "write the anchor of a heading, such as `two-inputs`")
_CODE: Final = r"^[^\n]*$"


def _pattern_of_line(text: str) -> str:
    text = " ".join(text.split())
    if text.count("{}") == 1:
        return text
    raise PydanticCustomError(
        "bad-figure",
        "write the line that is printed, with one `{}` in the place of the number, and `...` for "
        "what may be anything",
    )


NodeName = Annotated[
    str,
    StringConstraints(pattern=_NODE),
    WithJsonSchema(shapes.written(_NODE, PATTERNS[_NODE][1], "x", "z1")),
]
Anchor = Annotated[
    str,
    StringConstraints(pattern=_ANCHOR, max_length=80),
    WithJsonSchema(
        {**shapes.written(_ANCHOR, PATTERNS[_ANCHOR][1], "two-inputs"), "maxLength": 80}
    ),
]
Printed = Annotated[
    str,
    AfterValidator(_pattern_of_line),
    StringConstraints(max_length=200),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(?:(?!\{\})[\s\S])*\{\}(?:(?!\{\})[\s\S])*$",
            "patternErrorMessage": "the line that is printed, with one `{}` for the number",
            "maxLength": 400,
            "examples": ["together {}"],
        }
    ),
]
Expression = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=_CODE, min_length=1, max_length=80),
    WithJsonSchema(shapes.line(1, 80)),
]
CodeLine = Annotated[
    str,
    StringConstraints(pattern=_CODE, min_length=1, max_length=100),
    WithJsonSchema(
        {
            "type": ["string", "number", "boolean"],
            "pattern": r"^[^\n]{1,100}$",
            "patternErrorMessage": "one line of 1 to 100 characters",
        }
    ),
]


def _fault(rule: str, message: str, field: str = "") -> PydanticCustomError:
    return PydanticCustomError(
        rule,
        "{words}",
        {"words": message, **({"field": field} if field else {})},
    )


class Figure(ShortModel):
    """A number from the run of an example; the line that prints it is enough."""

    short: ClassVar[str] = "prints"

    prints: Printed
    """The one line that the example prints, with `{}` for the number and `...` for anything."""
    example: Id | None = None
    """The example; without it the one that the questions are about."""


class Option(Model):
    """One of the answers to choose from."""

    says: Paragraph
    """The answer."""
    right: Truth = False
    """Whether it is right: `true` or `false`."""
    because: Paragraph | None = None
    """A word to who chooses it; a wrong one has to have one."""


class Amount(Model):
    """A number to predict or to work out."""

    value: Number | None = None
    """The number; a question has either this or `figure`."""
    figure: Id | None = None
    """The name of the figure that is asked for."""
    within: Number | None = None
    """How far an answer may be off; without it 1 %, and nothing where the number is whole."""
    unit: Phrase | None = None
    """What stands behind the number."""

    @model_validator(mode="after")
    def _known_in_one_way(self) -> Amount:
        if (self.value is None) == (self.figure is None):
            raise _fault(
                "question-number", "a number has a `value` or a `figure`; write one of them"
            )
        if self.within is not None and self.within < 0:
            raise _fault(
                "question-number",
                "`within` says how far an answer may be off; write 0 or more",
                "within",
            )
        return self


class Order(ShortModel):
    """Lines to put in order; a list of them alone is one too."""

    short: ClassVar[str] = "lines"

    lines: Annotated[tuple[CodeLine, ...], Field(strict=False, min_length=3, max_length=8)]
    """The lines in the right order; pages shuffle them."""
    code: Truth = False
    """Whether they are code: `true` or `false`."""

    @model_validator(mode="after")
    def _there_is_something_to_order(self) -> Order:
        if len(set(self.lines)) < 2:
            raise _fault("question-order", "all lines are the same; write others", "lines")
        return self


class Graph(Model):
    """A small graph of expressions, of which one node is asked for."""

    inputs: dict[NodeName, Number] = Field(min_length=1, max_length=6)
    """The values of the inputs, by name."""
    steps: dict[NodeName, Expression] = Field(min_length=1, max_length=8)
    """How each step is computed, by name; the last one is what is differentiated."""
    of: NodeName
    """The node that is asked for."""
    asks: Literal["derivative", "value"] = "derivative"
    """What is asked of it: the `derivative` of the last step with it, or its `value`."""
    shows: Annotated[tuple[NodeName, ...], Field(strict=False, min_length=0, max_length=8)] = ()
    """Nodes of which the derivative is given."""

    @model_validator(mode="after")
    def _can_be_computed(self) -> Graph:
        if twice := self.inputs.keys() & self.steps.keys():
            raise _fault("bad-graph", f"`{min(twice)}` is an input and a step; rename one", "steps")
        try:
            nodes = self.nodes
        except GraphError as error:
            raise _fault("bad-graph", f"`{error.step}`: {error}", "steps") from None
        for name in (self.of, *self.shows):
            if name not in nodes:
                field = "of" if name == self.of else "shows"
                raise _fault("bad-graph", f"there is no node `{name}`", field)
        used = {name for node in nodes.values() for name in node.uses}
        if idle := [name for name in nodes if name not in {*used, self.last}]:
            raise _fault("bad-graph", f"no step uses `{idle[0]}`; remove it", "steps")
        if self.asks == "value" and self.of in self.inputs:
            raise _fault(
                "bad-graph", "the value of an input is given; ask for that of a step", "of"
            )
        if self.asks == "derivative" and self.of in (self.last, *self.shows):
            raise _fault("bad-graph", f"the derivative with `{self.of}` is given away", "of")
        return self

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """All nodes by name, inputs first, with their values and derivatives."""
        return compute({name: float(value) for name, value in self.inputs.items()}, self.steps)

    @property
    def last(self) -> str:
        """The name of the last step."""
        return list(self.steps)[-1]

    @property
    def answer(self) -> float:
        """What is asked for."""
        node = self.nodes[self.of]
        return node.value if self.asks == "value" else node.derivative


class Question(Model):
    """A question with its answer."""

    id: Id
    """Its name in this file, which stays for good: answers are kept by it."""
    ask: Paragraph
    """The question, with formulas between `\\(` and `\\)`, and figures as `[[name]]`."""
    goal: Line | None = None
    """The goal of the topic that it tests, as the topic writes it."""
    because: Paragraph
    """Why the answer is what it is, for who has answered."""
    again: Anchor | None = None
    """The heading, on the page that the questions are about, of the part to read again."""
    options: Annotated[
        tuple[Option, ...] | None, Field(strict=False, min_length=2, max_length=6)
    ] = None
    """Answers to choose from, of which one is right, or several are."""
    number: Amount | None = None
    """A number to give."""
    order: Order | None = None
    """Lines to put in order."""
    graph: Graph | None = None
    """A graph of which a node is asked for."""
    formerly: Annotated[tuple[Id, ...], Field(strict=False, min_length=0, max_length=20)] = ()
    """Ids it had before, so that what was answered is not forgotten."""

    @model_validator(mode="after")
    def _of_one_kind(self) -> Question:
        given = [name for name in KINDS if getattr(self, name) is not None]
        if len(given) != 1:
            known = ", ".join(f"`{name}`" for name in KINDS)
            raise _fault("question-kind", f"a question has one of {known}; write one of them")
        if self.options is None:
            return self
        right = [option.right for option in self.options]
        if not any(right) or all(right):
            raise _fault(
                "question-options",
                "of the options some are right and some are not; write `right: true` at those that "
                "are",
                "options",
            )
        for number, option in enumerate(self.options):
            if not option.right and option.because is None:
                raise _fault(
                    "question-options",
                    f"option {number + 1} is wrong and does not say why; write `because`",
                    "options",
                )
        if len({option.says for option in self.options}) < len(self.options):
            raise _fault("question-options", "two options say the same; remove one", "options")
        return self

    @property
    def kind(self) -> str:
        """Which of `KINDS` it has."""
        return next(name for name in KINDS if getattr(self, name) is not None)

    @property
    def figures(self) -> list[str]:
        """The names of the figures that it uses."""
        asked = [self.number.figure] if self.number and self.number.figure else []
        return [*asked, *(name for _, text in self.texts() for name in figures_in(text))]

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every text in which figures may stand, with its place."""
        yield ("ask",), self.ask
        yield ("because",), self.because
        for index, option in enumerate(self.options or ()):
            yield ("options", index, "says"), option.says
            if option.because is not None:
                yield ("options", index, "because"), option.because


class Questions(Model):
    """What `resources/<topic>/questions/<name>.yml` says."""

    about: Id | None = None
    """The id of the resource or the example that they are about; without it, the whole topic."""
    intro: Paragraph | None = None
    """What stands above them."""
    under: Anchor | None = None
    """The heading of the example's page under which they stand; without it, they stand last."""
    all_right: Paragraph | None = None
    """What it means if all are answered right at the first go."""
    figures: dict[Id, Figure] = Field(default_factory=dict, max_length=40)
    """Numbers from runs of examples, by the names that texts have for them."""
    questions: Annotated[tuple[Question, ...], Field(strict=False, min_length=1, max_length=30)]
    """The questions, in order."""
    formerly: Annotated[tuple[Id, ...], Field(strict=False, min_length=0, max_length=20)] = ()
    """Names that this file had before."""

    @model_validator(mode="after")
    def _each_id_once(self) -> Questions:
        seen: set[str] = set()
        for question in self.questions:
            if question.id in seen:
                message = f"two questions have the id `{question.id}`; rename one of them"
                raise _fault("duplicate-question-id", message, "questions")
            seen.add(question.id)
        return self

    def example_of(self, figure: str) -> str | None:
        """The example from whose run a figure comes."""
        return self.figures[figure].example or self.about


def full_names(topics: Iterable[str], files: Iterable[str], question: Question) -> list[str]:
    """The names under which a question may have been answered, its own first.

    Args:
        topics: the ids that its topic has and had.
        files: the names that its file has and had.
        question: the question.
    """
    ids = (question.id, *question.formerly)
    return ["/".join(parts) for parts in product(topics, files, ids)]


def figures_in(text: str) -> list[str]:
    """The names of the figures that stand in a text."""
    return PLACEHOLDER.findall(text)
