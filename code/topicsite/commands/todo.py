"""`topicsite todo`: what nobody knows yet, the most useful first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from topicsite.commands import options, printing

if TYPE_CHECKING:
    from topicsite.model.gaps import Gap


@click.command()
@click.argument("topic", required=False)
@options.style("text", "json")
@options.root
@options.resources
@options.examples
def todo(topic: str | None, style: str, root: Path, resources: str, examples: str) -> None:
    """List the resources of which something is not known, those of TOPIC or all.

    Steps of learning paths come first, in the order of the paths; then all others, by topic and id.
    To be open is no mistake: the exit code is 0.
    """
    from topicsite.findings.diagnostics import did_you_mean
    from topicsite.model.gaps import gaps
    from topicsite.reading.load import load

    options.need_folder(root, resources)
    loaded = load(root, resources, examples)
    catalog = loaded.catalog
    if topic is not None and topic not in catalog.topics:
        hint = did_you_mean(topic, catalog.topics)
        raise click.UsageError(f"there is no topic `{topic}`{hint}")
    found = gaps(catalog, topic)
    if style == "json":
        printing.document(_as_json(found), "json")
    else:
        printing.say(*map(_line, found)) if found else None
        steps = sum(bool(gap.steps) for gap in found)
        counted = f"{_count(len(found))} open fields, {steps} of them in learning paths"
        printing.say(counted if found else "nothing is open", err=True)
    if loaded.broken:
        names = ", ".join(sorted(loaded.broken))
        printing.say(f"left out, because of findings: {names}", err=True)


def _count(number: int) -> str:
    return "1 resource has" if number == 1 else f"{number} resources have"


def _line(gap: Gap) -> str:
    steps = ", ".join(f"step {number} of {topic}/{path}" for topic, path, number in gap.steps)
    return f"{gap.entry.path}: {', '.join(gap.missing)}" + (f" ({steps})" if steps else "")


def _as_json(found: list[Gap]) -> str:
    """A JSON array; each item has id, topic, path, title, missing and steps."""
    items = [
        {
            "id": gap.entry.id,
            "topic": gap.entry.topic,
            "path": gap.entry.path,
            "title": gap.entry.model.title,
            "missing": gap.missing,
            "steps": [
                {"topic": topic, "path": path, "step": number} for topic, path, number in gap.steps
            ],
        }
        for gap in found
    ]
    return json.dumps(items, indent=2, ensure_ascii=False)
