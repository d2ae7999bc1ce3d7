"""The form that writes an entry: its fields, helps and choices are those of the schema."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

from markupsafe import Markup

from topicsite.language.locales import Language
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import WANTED, Resource
from topicsite.model.fields import spaces_of
from topicsite.model.schema import PLACE, schema_of
from topicsite.render.environment import template
from topicsite.render.site import Site

SAID: Final = ("title", "description", "patternErrorMessage")
"""What the schema says of a field to whoever fills it in."""
_BLANK: Final = Resource.model_construct(
    title="Title",
    kind="online-tutorial",
    url="https://example.org/",
    authors=("Author",),
    duration=60,
    level="introductory",
    access="free",
    summary="Summary",
    teaches=("phrase",),
    note="Note",
)


def form(site: Site) -> str:
    """The form, with all that it needs to know of the site in one attribute."""
    schema = _translated(schema_of(Resource), site.language)
    fields = schema["properties"]
    by_hand = {name for name, shape in fields.items() if "$ref" in shape.get("items", {})}
    by_hand.add("formerly")  # which a new entry cannot have
    topics = list(site.catalog.topics.values())
    folders = {topic.id: str(PurePosixPath(topic.path).parent) for topic in topics}
    written = {name: shape for name, shape in fields.items() if name not in by_hand}
    data = _data(site, {"required": schema["required"], "properties": written}, folders)
    return template("form", site.language).render(
        # A pattern may hold what starts a formula elsewhere on a page.
        data=json.dumps(data, ensure_ascii=False).replace("\\[", "\\\\u005b"),
        fields=written,
        by_hand={name: fields[name] for name in ("also_at", "claims")},
        needed=schema["required"],
        prose={
            name
            for name, info in Resource.model_fields.items()
            if spaces_of(info.annotation, *info.metadata) == "fold"
        },
        wanted=("published", *WANTED),
        topics=topics,
        host="GitHub" if data["new_file"] else "",
        card=_blank_card(site.language),
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


def _translated(schema: dict[str, Any], language: Language) -> dict[str, Any]:
    """A schema whose fields explain themselves in the language of the page."""
    for field in schema["properties"].values():
        for shape in (field, field.get("items", {})):
            for key in SAID:
                if key in shape:
                    shape[key] = language.translations.gettext(shape[key])
    return schema


def _blank_card(language: Language) -> Markup:
    """A card as the site draws it, to be filled in; it is no part of the page's contents."""
    model = _BLANK.model_copy(update={"language": language.code})  # so that nothing is said of it
    blank: Entry[Resource] = Entry("blank", "t", "t/blank.yml", model)
    site = Site(Catalog({}, {"blank": blank}, {}), language=language)
    card = template("card", language).module.card(site, "", blank)  # type: ignore[attr-defined]
    html = str(card).partition('<details class="ts-more">')[0] + "</div></article>"
    html = html.replace('<h4 class="ts-title" id="blank">', '<p class="ts-title">')
    return Markup(html.replace("</h4>", "</p>"))  # noqa: S704  # made from constants
