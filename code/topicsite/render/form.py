"""The form that writes an entry: its fields, helps and choices are those of the schema."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

from markupsafe import Markup

from topicsite.language.locales import Language
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import WANTED, Resource
from topicsite.model.fields import spaces_of
from topicsite.model.schema import PLACE, schema_of
from topicsite.model.shapes import Shape, words_of
from topicsite.model.site import SiteSettings
from topicsite.render.environment import template
from topicsite.render.labels import label
from topicsite.render.site import Site

SAID: Final = ("title", "description", "patternErrorMessage")
"""What the schema says of a field to whoever fills it in."""


def form(site: Site) -> str:
    """The form, with all that it needs to know of the site in one attribute."""
    settings = site.catalog.site
    model = settings.resource
    schema = _translated(schema_of(model), site.language, settings.fields)
    fields = schema["properties"]
    by_hand = {name for name, shape in fields.items() if "$ref" in shape.get("items", {})}
    by_hand.add("formerly")  # which a new entry cannot have
    topics = list(site.catalog.topics.values())
    folders = {topic.id: str(PurePosixPath(topic.path).parent) for topic in topics}
    written = {name: shape for name, shape in fields.items() if name not in by_hand}
    told = {"required": schema["required"], "properties": written, "allOf": schema["allOf"]}
    data = _data(site, told, folders)
    return template("form", site.language).render(
        # A pattern may hold what starts a formula elsewhere on a page.
        data=json.dumps(data, ensure_ascii=False).replace("\\[", "\\\\u005b"),
        fields=written,
        by_hand={name: fields[name] for name in ("also_at", "claims")},
        needed=schema["required"],
        prose={
            name
            for name, info in model.model_fields.items()
            if spaces_of(info.annotation, *info.metadata) == "fold"
        },
        wanted=("published", *WANTED),
        choices=_choices(site, written),
        complete=settings.complete,
        topics=topics,
        host="GitHub" if data["new_file"] else "",
        card=_blank_card(settings, site.language),
    )


def _data(site: Site, schema: dict[str, Any], folders: dict[str, str]) -> dict[str, Any]:
    catalog = site.catalog
    return {
        "schema": schema,
        "new_file": _new_file(site),
        "folders": folders,
        "head": f"# yaml-language-server: $schema=../../{PLACE}/resource.schema.json"
        if site.keeps_schemas
        else "",
        "known": {name: entry.path for entry, names in catalog.identities for name in names},
        "taken": [*catalog.topics, *catalog.resources, *catalog.examples],
    }


def _new_file(site: Site) -> str | None:
    """The address before a folder at which GitHub takes a new file; other hosts prefill nothing."""
    base = site.edit_base or ""
    repository, edit, branch = base.partition("/edit/")
    if not edit or urlsplit(base).hostname != "github.com":
        return None
    return f"{repository}/new/{branch}"


def _translated(schema: dict[str, Any], language: Language, own: Collection[str]) -> dict[str, Any]:
    """A schema whose fields explain themselves in the language of the page.

    Args:
        schema: the schema.
        language: the language.
        own: the names of the site's own fields, whose words are its owner's.
    """
    for name, field in schema["properties"].items():
        for shape in (field, field.get("items", {})):
            for key in SAID[2:] if name in own else SAID:
                if key in shape:
                    shape[key] = language.translations.gettext(shape[key])
    return schema


def _choices(site: Site, fields: Mapping[str, Shape]) -> dict[str, list[tuple[str, str]]]:
    """The words of each field that takes one of a few, each with what it is called."""
    language = site.language
    called = {"kind": site.kinds, "level": site.levels}
    truth = {"true": language.gettext("Yes"), "false": language.gettext("No")}
    found = {}
    for name, shape in fields.items():
        words = words_of(shape)
        if shape.get("type") == "boolean":
            found[name] = [*truth.items()]
        elif name in called:
            found[name] = [(word, called[name][word]) for word in words]
        elif words:
            is_own = name in site.catalog.site.fields
            found[name] = [(word, word if is_own else label(language, word)) for word in words]
    return found


def _blank_card(settings: SiteSettings, language: Language) -> Markup:
    """A card as the site draws it, to be filled in; it is no part of the page's contents."""
    blanks = {"list": ("",), "number": 0, "date": "2000", "boolean": True}
    own: dict[str, Any] = {
        name: blanks.get(field.type, "") for name, field in settings.fields.items()
    }
    model = settings.resource.model_construct(
        title="Title",
        kind=settings.kind_ids[0],
        url="https://example.org/",
        authors=("Author",),
        duration=60,
        level=settings.level_ids[0],
        access="free",
        language=language.code,  # so that nothing is said of it
        summary="Summary",
        teaches=("phrase",),
        note="Note",
        **own,
    )
    blank: Entry[Resource] = Entry("blank", "t", "t/blank.yml", model)
    site = Site(Catalog({}, {"blank": blank}, {}, site=settings), language=language)
    card = template("card", language).module.card(site, "", blank, folded=False)  # type: ignore[attr-defined]
    html = str(card).partition('<details class="ts-more">')[0] + "</div></article>"
    html = html.replace('<h4 class="ts-title" id="blank">', '<p class="ts-title">')
    return Markup(html.replace("</h4>", "</p>"))  # noqa: S704  # made from constants
