"""The catalog that a site publishes as JSON: `api/v1/all.json`, read with suspicion."""

from __future__ import annotations

import re
from typing import Final

from topicsite.exchange.found import Finder, Note, Object, Place, Reading, Whole
from topicsite.exchange.json_text import Json, list_of, mappings
from topicsite.model.published import VERSION
from topicsite.reading.source import Data

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LONGEST: Final = 80
_DEPTH: Final = 12
_MAJOR: Final = VERSION.partition(".")[0]


def is_published(data: Json) -> bool:
    """Whether JSON is a catalog that a site published."""
    return isinstance(data, dict) and data.get("generator") == "topicsite" and "version" in data


def read(path: str, data: Json, text: str) -> Reading:
    """The topics and resources of a published catalog, and which programs it names."""
    reading = Reading(path, whole=Whole(Place(path), {}, {}, {}, {}))
    if not isinstance(data, dict):
        return reading
    version = str(data.get("version"))
    if version.partition(".")[0] != _MAJOR:
        reason = f"its version is {version[:20]}, and this topicsite reads {_MAJOR}.x"
        reading.notes.append(Note("broken", Place(path), reason))
        return reading
    if "topics" not in data or "resources" not in data:
        reason = "it holds a part of a catalog; import `all.json`, which holds everything"
        reading.notes.append(Note("broken", Place(path), reason))
        return reading
    finder = Finder(path, text)
    settings = data_of(data.get("settings"))
    topics = _objects(data, "topic", finder, reading.notes)
    resources = _objects(data, "resource", finder, reading.notes)
    programs = {
        str(one["id"]): str(one.get("program", one["id"]))
        for one in mappings(data.get("examples"))
        if _is_id(one.get("id"))
    }
    found = settings if isinstance(settings, dict) else {}
    reading.whole = Whole(Place(path), found, topics, resources, programs)
    return reading


def _objects(
    data: dict[str, Json], kind: str, finder: Finder, notes: list[Note]
) -> dict[str, Object]:
    """The objects of a type by their ids; what is none is told."""
    found: dict[str, Object] = {}
    for one in list_of(data[f"{kind}s"]):
        name = one.get("id") if isinstance(one, dict) else None
        if not isinstance(one, dict) or not isinstance(name, str) or not _is_id(name):
            notes.append(Note("left-out", finder.of(), f"this {kind} has no id"))
            continue
        place = finder.of(f'"type":"{kind}","id":"{name}"', f'"id": "{name}"')
        entry = data_of(one.get("entry"))
        topic = one.get("topic")
        if not isinstance(entry, dict) or (kind == "resource" and not _is_id(topic)):
            notes.append(Note("left-out", place, f"this {kind} has no `entry`, or no topic", name))
        elif name in found:
            notes.append(Note("left-out", place, f"another {kind} has the same id", name))
        else:
            found[name] = Object(place, str(topic or name), entry)
    return found


def _is_id(value: Json) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST and _ID.match(value) is not None


def data_of(value: Json, depth: int = 0) -> Data | None:
    """What an entry's file would say: texts, lists and mappings only."""
    if depth > _DEPTH:
        return None
    if isinstance(value, dict):
        pairs = ((str(name), data_of(one, depth + 1)) for name, one in value.items())
        return {name: one for name, one in pairs if one is not None}
    if isinstance(value, list):
        return [one for one in (data_of(each, depth + 1) for each in value) if one is not None]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return value if isinstance(value, str) else None
