"""What a reader has done: the document that pages keep in the reader's browser and nowhere else.

Scripts write it; the schema that is published with the site is made from here.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from topicsite.model.entries import Model

Moment = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$",
        examples=["2026-05-03T17:20:00.000Z"],
    ),
]
"""A moment of Coordinated Universal Time, to the millisecond."""


class Mark(Model):
    """Whether something is done; of two marks of one thing the later one counts."""

    done: bool
    """Whether it is; `false` if it was ticked and then no longer."""
    at: Moment
    """When that was said."""


class Walk(Model):
    """The path that a reader is on."""

    path: str
    """The path, as `topic/path`."""
    at: Moment
    """When the reader set out."""


class Plan(Model):
    """A plan that a reader follows."""

    steps: list[str]
    """Its steps in order, by their ids."""
    address: str
    """What was asked for, as the search part of the address of the page of plans."""
    at: Moment
    """When the reader set out."""


class Answer(Model):
    """An answer to a question."""

    at: Moment
    """When it was given."""
    grade: Annotated[int, Field(ge=1, le=4)]
    """How it went, as FSRS has it: 1 not known, 2 hard, 3 known, 4 easy."""


class Progress(Model):
    """What a reader has done on a site."""

    version: Literal[1]
    """The version of this format."""
    steps: dict[str, Mark]
    """The steps that were ticked: a resource, an example, or `resource#part`."""
    exercises: dict[str, Mark]
    """The exercises that were solved, as `example/exercise`."""
    path: Walk | None = None
    """The path that the reader is on; `plan` is the plan."""
    plan: Plan | None = None
    """The plan that the reader follows."""
    reviews: dict[str, list[Answer]] = Field(default_factory=dict)
    """What was answered of each question, `topic/file/question`, the latest 60 times."""
