"""Topics and learning paths as courses, in the words of schema.org."""

from __future__ import annotations

from topicsite.model.catalog import Entry
from topicsite.model.entries import LearningPath, Stage, Topic
from topicsite.model.times import Time, iso
from topicsite.opendata.claims import publisher
from topicsite.opendata.learning import conforming, references, types
from topicsite.opendata.places import To
from topicsite.opendata.written import Node, known, plain
from topicsite.render.site import Site


def topic(site: Site, entry: Entry[Topic], to: To) -> Node:
    """A topic as a course whose parts are its paths, its examples and what it shows."""
    model = entry.model
    address = to(site.page_address(entry.id))
    parts = [
        *({"@id": f"{address}#path_{path.id}"} for path in model.paths),
        *references(site, [resource.id for resource in site.catalog.shown_in(entry.id)], to),
        *references(site, site.catalog.examples_of.get(entry.id, ()), to),
    ]
    before = [name for name in model.prerequisites if name in site.catalog.topics]
    fields = {
        "@type": types("Course"),
        "@id": address,
        "name": plain(model.title),
        "url": address,
        "description": plain(model.summary),
        "keywords": list(model.keywords),
        "inLanguage": site.language.code,
        "teaches": [plain(goal.can) for goal in model.goals],
        "competencyRequired": [
            _assumed(site, one.says, one.refresher, to) for one in model.assumes
        ],
        "coursePrerequisites": [
            {
                "@type": "Course",
                "@id": to(site.page_address(name)),
                "name": plain(site.title_of(name)),
            }
            for name in before
        ],
        "provider": publisher(site),
        "hasPart": parts,
    }
    return conforming(known(fields))


def path(site: Site, entry: Entry[Topic], model: LearningPath, to: To) -> Node:
    """A learning path as a course: its stages are the syllabus, its steps stand in their order."""
    address = to(site.page_address(entry.id))
    number = 1
    sections = []
    for place, stage in enumerate(model.stages, 1):
        sections.append(_stage(site, stage, place, number, to))
        number += len(stage.steps)
    fields = {
        "@type": types("Course"),
        "@id": f"{address}#path_{model.id}",
        "name": plain(site.path_name(entry.id, model.id)),
        "url": f"{address}#path_{model.id}",
        "description": model.summary and plain(model.summary),
        "inLanguage": site.language.code,
        "timeRequired": _time(site.catalog.time_of(model.steps)),
        "coursePrerequisites": references(site, model.prerequisites, to),
        "provider": publisher(site),
        "isPartOf": {"@id": address},
        "hasPart": references(site, [step.subject for step in model.steps], to),
        "syllabusSections": sections,
    }
    return known(fields)


def _stage(site: Site, stage: Stage, place: int, number: int, to: To) -> Node:
    """A stage of a path, whose steps go on with `number`."""
    steps = []
    for at, step in enumerate(stage.steps, number):
        address = site.address_of(step.subject)
        steps.append(
            known(
                {
                    "@type": "ListItem",
                    "position": at,
                    "name": step.part and plain(step.part),
                    "description": step.why and plain(step.why),
                    "item": {"@id": to(address)} if address else None,
                }
            )
        )
    return known(
        {
            "@type": ["Syllabus", "ItemList"],
            "name": stage.title and plain(stage.title),
            "position": place,
            "timeRequired": _time(site.catalog.time_of(stage.steps)),
            "itemListElement": steps,
        }
    )


def _time(time: Time) -> str | None:
    """How long steps take together, if that is known of all."""
    return iso(time.seconds) if time.seconds and not time.unknown else None


def _assumed(site: Site, says: str, refresher: str | None, to: To) -> Node:
    """What has to be known before, with the example that goes over it."""
    address = site.address_of(refresher) if refresher else None
    return known({"@type": "DefinedTerm", "name": says, "url": to(address) if address else None})
