"""What the page of plans chooses from: everything that teaches something, and what that needs."""

from __future__ import annotations

import json
from typing import Any, Final

from topicsite.model.entries import Example, Resource
from topicsite.model.phrases import slug
from topicsite.render.catalogue import says
from topicsite.render.facets import Item, items_of
from topicsite.render.site import PLAN, Site

FILE: Final = "plan.json"
"""The file with the graph, among the package's assets."""


def goal_id(can: str) -> str:
    """The name of a goal in addresses."""
    return slug(can)[:60].strip("-")


def graph(site: Site) -> str:
    """Goals, concepts, and the items that teach them, as the file that the page loads."""
    items = _in_order_of_paths(site)
    numbers = {item.id: number for number, item in enumerate(items)}
    phrases = dict.fromkeys(phrase for item in items for phrase in item.model.teaches)
    goals = [(topic, goal) for topic in site.catalog.topics.values() for goal in topic.model.goals]
    phrases |= dict.fromkeys(phrase for _, goal in goals for phrase in goal.through)
    concepts = {phrase: number for number, phrase in enumerate(sorted(phrases, key=str.casefold))}
    content = {
        "page": site.page_address(PLAN),
        "concepts": [[slug(phrase), phrase] for phrase in concepts],
        "goals": [
            {
                "id": goal_id(goal.can),
                "can": goal.can,
                "topic": topic.model.title,
                "through": [concepts[phrase] for phrase in goal.through],
            }
            for topic, goal in goals
        ],
        "items": [_written(site, item, numbers, concepts) for item in items],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def _written(
    site: Site, item: Item, numbers: dict[str, int], concepts: dict[str, int]
) -> dict[str, Any]:
    model = item.model
    # An example shows what a source says: whoever runs it has had one of those that it follows.
    after = model.follows if isinstance(model, Example) else ()
    needs = model.prerequisites if isinstance(model, Resource) else after[:1]
    return {
        "title": model.title,
        "address": site.address_of(item.id),
        "says": says(site, item, with_byline=False),
        "seconds": model.duration or 0,
        "teaches": [concepts[phrase] for phrase in model.teaches],
        "needs": [numbers[name] for name in dict.fromkeys(needs) if name in numbers],
        "after": [numbers[name] for name in dict.fromkeys(after) if name in numbers],
        "names": site.known_as(item.id),
        "exercises": site.exercises_of([item.id]),
    }


def _in_order_of_paths(site: Site) -> list[Item]:
    """Everything that can be taken: steps as paths have them, then the rest by level."""
    items = items_of(site)
    places: dict[str, int] = {}
    for topic in site.catalog.topics.values():
        for path in topic.model.paths:
            for step in path.steps:
                places.setdefault(step.subject, len(places))
    levels = {level: number for number, level in enumerate(site.catalog.site.level_ids)}
    return sorted(
        items,
        key=lambda item: (
            places.get(item.id, len(places)),
            levels[item.model.level] if item.model.level else len(levels),
        ),
    )
