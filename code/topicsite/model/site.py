"""What an owner may say of a site as a whole: which topics belong together, and where it begins."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated

from pydantic import Field

from topicsite.model.entries import Example, Model, Resource
from topicsite.model.fields import Id, Line, Phrase, Summary, Truth
from topicsite.model.own import (
    OUR_KINDS,
    OUR_LEVELS,
    FieldName,
    Kind,
    Level,
    OwnField,
    Tag,
    models_of,
)


class Section(Model):
    """Topics that belong together."""

    title: Line
    """What the topics have in common, in a word or two."""
    summary: Summary | None = None
    """What the section is about, in one to three sentences."""
    topics: Annotated[tuple[Id, ...], Field(strict=False, min_length=1, max_length=1000)]
    """Ids of its topics, in the order in which they are shown."""


class SiteSettings(Model):
    """What `resources/site.yml` says; a site without that file has these defaults."""

    sections: Annotated[tuple[Section, ...], Field(strict=False, min_length=0, max_length=100)] = ()
    """The sections of the site, in order; topics that no section names stand behind the others."""
    complete: Truth = False
    """Whether every entry has to have all fields that learners choose by: `true` or `false`."""
    synonyms: Annotated[
        tuple[Annotated[tuple[Phrase, ...], Field(strict=False, min_length=2, max_length=20)], ...],
        Field(strict=False, min_length=0, max_length=200),
    ] = ()
    """Groups of words or phrases that mean the same: who searches for one of them finds all."""
    start: Id | None = None
    """The id of the topic where the home page's "Start" leads."""
    kinds: Annotated[tuple[Kind, ...], Field(strict=False, min_length=1, max_length=60)] = OUR_KINDS
    """All kinds of resources that the site has, in the order in which they are shown."""
    levels: Annotated[tuple[Level, ...], Field(strict=False, min_length=1, max_length=30)] = (
        OUR_LEVELS
    )
    """All levels that the site has, the easiest first."""
    fields: dict[FieldName, OwnField] = Field(default_factory=dict, max_length=30)
    """Fields that only this site's entries have, by name, in the order in which they are shown."""
    tags: dict[Phrase, Tag] = Field(default_factory=dict, max_length=1000)
    """What is said of phrases under `teaches`: what they were called before."""

    @cached_property
    def resource(self) -> type[Resource]:
        """The model of the site's resources."""
        return self._models[0]

    @cached_property
    def example(self) -> type[Example]:
        """The model of the site's examples."""
        return self._models[1]

    @cached_property
    def kind_ids(self) -> tuple[str, ...]:
        """The words for `kind`."""
        return tuple(kind.id for kind in self.kinds)

    @cached_property
    def level_ids(self) -> tuple[str, ...]:
        """The words for `level`."""
        return tuple(level.id for level in self.levels)

    @cached_property
    def _models(self) -> tuple[type[Resource], type[Example]]:
        return models_of(self.kind_ids, self.level_ids, tuple(self.fields.items()), self.complete)
