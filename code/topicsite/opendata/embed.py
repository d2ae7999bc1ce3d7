"""What other people's pages show of a site: a path or a card each, for `assets/embed/embed.js`.

The words are made here, in the language of the site. Each is a script that hands its data over: a
browser loads those from another host that sends no header for it.
"""

from __future__ import annotations

import json
from typing import Any, Final

from topicsite.model.catalog import Entry
from topicsite.model.entries import LearningPath, Resource, Step, Topic
from topicsite.opendata.written import known, plain
from topicsite.render.citing import byline
from topicsite.render.labels import label
from topicsite.render.site import Site
from topicsite.render.text import duration, extent, facts

FOLDER: Final = "embed"


def files(site: Site) -> dict[str, bytes]:
    """The data of all paths and cards, by where they lie below the root."""
    made: dict[str, bytes] = {}
    for topic in site.catalog.topics.values():
        for path in topic.model.paths:
            place = f"{FOLDER}/path/{topic.id}/{path.id}.js"
            made[place] = _script(_path(site, topic, path))
    for entry in site.catalog.resources.values():
        made[f"{FOLDER}/card/{entry.id}.js"] = _script(_card(site, entry))
    return made


def _path(site: Site, topic: Entry[Topic], path: LearningPath) -> dict[str, Any]:
    return {
        **_about(site),
        "title": site.path_name(topic.id, path.id),
        "address": f"{site.address_of(topic.id)}#path_{path.id}",
        **known(
            {
                "facts": extent(site.language, site.catalog.time_of(path.steps)),
                "text": path.summary and plain(path.summary),
            }
        ),
        "items": [_step(site, step) for step in path.steps],
    }


def _step(site: Site, step: Step) -> dict[str, Any]:
    entry = site.subject(step)
    seconds = site.catalog.step_seconds(step)
    kind = site.language.gettext("Example to run")
    if isinstance(entry.model, Resource):
        kind = site.kinds[entry.model.kind]
    said = facts(kind, duration(site.language, seconds) if seconds else None)
    return {
        "title": entry.model.title,
        "address": site.address_of(step.subject),
        **known({"facts": said}),
    }


def _card(site: Site, entry: Entry[Resource]) -> dict[str, Any]:
    model = entry.model
    said = facts(
        site.kinds[model.kind],
        duration(site.language, model.duration) if model.duration else None,
        site.levels[model.level] if model.level else None,
        label(site.language, model.access) if model.access else None,
        byline(site.language, model) or None,
    )
    return {
        **_about(site),
        "title": model.title,
        "address": site.address_of(entry.id),
        **known({"facts": said, "text": model.summary and plain(model.summary)}),
        "items": [],
    }


def _about(site: Site) -> dict[str, str]:
    return {
        "lang": site.language.code,
        "dir": site.language.direction,
        "more": site.language.gettext("Open on %(site)s", site=site.name),
    }


def _script(data: dict[str, Any]) -> bytes:
    """Data as a script; a line end of Unicode's would end a line in older ones."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return f"topicsiteEmbed.show({text});\n".encode()
