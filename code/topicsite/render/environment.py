"""The Jinja environment: autoescape on, an unknown name is an error."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from topicsite.model import identity, schema
from topicsite.proving import claims
from topicsite.render import citing, poster, text
from topicsite.render.highlight import highlighted


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one environment of the process; templates are compiled once."""
    made = Environment(
        loader=PackageLoader("topicsite.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        by_example=claims.by_example,
        clock=text.clock,
        coded=text.coded,
        day=text.day,
        duration=text.duration,
        extent=text.extent,
        highlighted=highlighted,
        inline=text.inline,
        iso_day=text.iso_day,
        iso_duration=text.iso_duration,
        label=text.label,
        listed=text.listed,
        plain=text.plain,
        prose=text.prose,
        slug=text.slug,
        strips=text.strips,
        sum_of=text.sum_of,
        title_of=schema.title_of,
        tally=claims.tally,
        youtube_id=identity.youtube_id,
        youtube_page=identity.youtube_page,
        youtube_playlist=identity.youtube_playlist,
    )
    made.globals.update(
        anchor=citing.anchor,
        bibtex=citing.bibtex,
        byline=citing.byline,
        command=citing.command,
        facts=text.facts,
        sentence=citing.sentence,
        poster=poster.sketch,
    )
    return made


@lru_cache
def template(name: str) -> Template:
    """A compiled template, by its name without `.html.jinja`."""
    return environment().get_template(f"{name}.html.jinja")
