"""What an owner may say of a site as a whole: which topics belong together, and where it begins."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from topicsite.model.entries import Model
from topicsite.model.fields import Id, Line, Summary, Truth


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
    start: Id | None = None
    """The id of the topic where the home page's "Start" leads."""
