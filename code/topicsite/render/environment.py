"""The Jinja environment of a language: autoescape on, an unknown name is an error."""

from __future__ import annotations

from functools import lru_cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from topicsite.language.locales import ENGLISH, Language
from topicsite.model import identity, phrases
from topicsite.proving import claims
from topicsite.render import (
    citing,
    expressions,
    labels,
    mathematics,
    poster,
    steps,
    text,
)
from topicsite.render.highlight import highlighted


@lru_cache(maxsize=4)
def environment(language: Language = ENGLISH) -> Environment:
    """The one environment of a language in the process; templates are compiled once."""
    made = Environment(
        loader=PackageLoader("topicsite.render"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(  # type: ignore[attr-defined]  # the extension's
        language.translations, newstyle=True
    )
    made.filters.update(
        authors=partial(text.authors, language),
        by_example=claims.by_example,
        clock=text.clock,
        coded=text.coded,
        commas=lambda items: language.commas(list(items)),
        day=language.day,
        duration=partial(text.duration, language),
        extent=partial(text.extent, language),
        decimal=partial(text.decimal, language),
        highlighted=highlighted,
        host=text.host,
        inline=text.inline,
        iso_duration=text.iso_duration,
        label=partial(labels.label, language),
        language_name=language.name_of,
        listed=lambda items: language.listed(list(items)),
        mathml=mathematics.mathml,
        number=language.number,
        partial_day=language.partial_day,
        plain=text.plain,
        prose=text.prose,
        reported=partial(labels.reported, language),
        slug=phrases.slug,
        strips=text.strips,
        sum_of=partial(text.sum_of, language),
        tally=claims.tally,
        verdict=partial(labels.verdict, language),
        within=partial(labels.within, language),
        youtube_id=identity.youtube_id,
        youtube_page=identity.youtube_page,
        youtube_playlist=identity.youtube_playlist,
    )
    made.globals.update(
        anchor=citing.anchor,
        bibtex=citing.bibtex,
        byline=partial(citing.byline, language),
        command=citing.command,
        facts=text.facts,
        language=language,
        box_height=expressions.HIGH,
        names_of=steps.names_of,
        path_key=steps.path_key,
        sentence=partial(citing.sentence, language),
        tallied=partial(labels.tallied, language),
        poster=poster.sketch,
        under=partial(citing.under, language),
    )
    return made


@lru_cache(maxsize=256)
def template(name: str, language: Language = ENGLISH) -> Template:
    """A compiled template, by its name without `.html.jinja`."""
    return environment(language).get_template(f"{name}.html.jinja")
