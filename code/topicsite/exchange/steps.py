"""Lists of ids and learning paths as data: renamed, or without what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from topicsite.reading.source import Data
from topicsite.writing.drafts import Fields


def listed(value: Data | None) -> list[Data]:
    """A list, or none of it."""
    return value if isinstance(value, list) else []


def with_list(fields: Fields, name: str, values: list[Data]) -> Fields:
    """Fields in which one has these values; without it if there are none, and it was a list."""
    if isinstance(fields.get(name), list):
        rest = {key: value for key, value in fields.items() if key != name}
        return {**rest, name: values} if values else rest
    return fields


def rename(fields: Fields, name: str, renamed: Mapping[str, str]) -> None:
    """Let a list of ids name the entries that the project has."""
    if isinstance(fields.get(name), list):
        given = listed(fields[name])
        fields[name] = [renamed.get(one, one) if isinstance(one, str) else one for one in given]


def rename_steps(path: Fields, renamed: Mapping[str, str]) -> None:
    """Let the steps of a path name the entries that the project has."""
    for step in steps_of({"paths": [path]}):
        resource = step.get("resource")
        if isinstance(resource, str):
            step["resource"] = renamed.get(resource, resource)


def steps_of(fields: Fields) -> Iterator[Fields]:
    """The steps of all paths of a topic."""
    for path in listed(fields.get("paths")):
        if isinstance(path, dict):
            stages = [one for one in listed(path.get("stages")) if isinstance(one, dict)]
            for one in (path, *stages):
                yield from (step for step in listed(one.get("steps")) if isinstance(step, dict))


def path_without(path: Fields, missing: Collection[str], left: list[str]) -> Fields | None:
    """A path without the steps that name what is missing; None if it has no other."""

    def kept(steps: Data | None) -> list[Data]:
        found = []
        for step in listed(steps):
            named = step.get("example") if isinstance(step, dict) else None
            if isinstance(named, str) and named in missing:
                left.append(named)
            else:
                found.append(dict(step) if isinstance(step, dict) else step)
        return found

    made = dict(path)
    if isinstance(path.get("steps"), list):
        made["steps"] = kept(path["steps"])
    if isinstance(path.get("stages"), list):
        stages = [
            {**stage, "steps": kept(stage.get("steps"))} if isinstance(stage, dict) else stage
            for stage in listed(path["stages"])
        ]
        made["stages"] = [one for one in stages if not isinstance(one, dict) or one["steps"]]
    return made if made.get("steps") or made.get("stages") else None
