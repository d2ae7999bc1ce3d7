"""What a change means to a learner, as Markdown: for whoever reviews it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from topicsite.findings.visible import visible
from topicsite.language.locales import ENGLISH
from topicsite.links.addresses import Addresses
from topicsite.links.ledger import Ledger, Record
from topicsite.links.states import State
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Claim, Example, LearningPath, Resource
from topicsite.proving.history import History, of_catalog, turns
from topicsite.render.labels import label
from topicsite.render.text import duration, sum_of

M = TypeVar("M", Resource, Example)


def report(
    before: Catalog,
    after: Catalog,
    links_before: Ledger,
    links_after: Ledger,
    addresses: Addresses,
    history_before: History = frozenset(),
    history_after: History = frozenset(),
) -> str:
    """Compare two states of a project.

    Args:
        before: the catalog as it was.
        after: the catalog as it is.
        links_before: what was known about links.
        links_after: what is known about them.
        addresses: what the project links to now.
        history_before: what was known about verdicts.
        history_after: what is known about them.
    """
    sections = [
        _entries("Resources", before.resources, after.resources, _resource),
        _entries("Examples", before.examples, after.examples, _example),
        _paths(before, after),
        _no_longer_free(before, after),
        _claims(before, after),
        _turned(after, history_before, history_after),
        _links(links_before, links_after, addresses),
    ]
    lines = [line for section in sections for line in section]
    if not lines:
        lines = ["Nothing that a learner would notice changes."]
    return "\n".join(["# What this change means to a learner", "", *lines]).rstrip() + "\n"


def _entries(
    title: str,
    before: dict[str, Entry[M]],
    after: dict[str, Entry[M]],
    describe: Callable[[Entry[M]], str],
) -> list[str]:
    """What is new, what has another id, what changed in which fields, and what is gone."""
    new_ids = {old: entry for entry in after.values() for old in entry.model.formerly}
    lines: list[str] = []
    for entry in after.values():
        old = before.get(entry.id) or next(
            (before[name] for name in entry.model.formerly if name in before), None
        )
        if old is None:
            lines.append(f"- **added** {describe(entry)}")
            continue
        changed = [
            name
            for name in {**type(entry.model).model_fields, **type(old.model).model_fields}
            if _said(old.model, name) != _said(entry.model, name) and name != "formerly"
        ]
        if old.id != entry.id:
            lines.append(f"- **renamed** from `{old.id}`: {describe(entry)}")
        if changed:
            fields = ", ".join(f"`{name}`" for name in changed)
            lines.append(f"- **changed** {describe(entry)}: {fields}")
    for name, entry in before.items():
        if name not in after and name not in new_ids:
            lines.append(f"- **removed** {describe(entry)}")
    return [f"## {title}", "", *lines, ""] if lines else []


def _said(model: Resource | Example, name: str) -> object:
    """What stands in a field, which may be one of the site's own that is new, or gone."""
    value = getattr(model, name, None)
    return None if value == () else value


def _resource(entry: Entry[Resource]) -> str:
    model = entry.model
    known = [
        label(ENGLISH, model.kind),
        duration(ENGLISH, model.duration) if model.duration else None,
        model.level,
        model.access,
    ]
    return f"{plain(model.title)} (`{entry.id}`; {', '.join(filter(None, known))})"


def _example(entry: Entry[Example]) -> str:
    return f"{plain(entry.model.title)} (`{entry.id}`; {duration(ENGLISH, entry.model.duration)})"


def _paths(before: Catalog, after: Catalog) -> list[str]:
    """The time and the steps of each path that is not as it was."""
    old, new = dict(_all_paths(before)), dict(_all_paths(after))
    rows = []
    for key in dict.fromkeys([*new, *old]):
        was = _extent(before, old[key]) if key in old else "-"
        now = _extent(after, new[key]) if key in new else "-"
        if was != now:
            title = plain(_name(new.get(key) or old[key]))
            rows.append(f"| {title} | {was} | {now} |")
    if not rows:
        return []
    return ["## Learning paths", "", "| path | before | after |", "| --- | --- | --- |", *rows, ""]


def _name(path: LearningPath) -> str:
    return path.title or label(ENGLISH, path.id)


def _all_paths(catalog: Catalog) -> Iterator[tuple[str, LearningPath]]:
    for topic in catalog.topics.values():
        for path in topic.model.paths:
            yield f"{topic.id}/{path.id}", path


def _extent(catalog: Catalog, path: LearningPath) -> str:
    steps = path.steps
    known = [step for step in steps if _is_known(catalog, step.resource, step.example)]
    number = f"{len(steps)} step" if len(steps) == 1 else f"{len(steps)} steps"
    missing = len(steps) - len(known)
    time = sum_of(ENGLISH, catalog.time_of(known))
    parts = [number, time, f"{missing} of them unknown" * bool(missing)]
    return ", ".join(filter(None, parts))


def _is_known(catalog: Catalog, resource: str | None, example: str | None) -> bool:
    return resource in catalog.resources or example in catalog.examples


def _no_longer_free(before: Catalog, after: Catalog) -> list[str]:
    """Steps and phrases for which there was something free, and is nothing now."""
    lines = []
    old = dict(_all_paths(before))
    for key, path in _all_paths(after):
        paid = [
            step
            for step in path.steps
            if step.resource and not _is_free(after, step.resource, or_unknown=True)
        ]
        was_free = {
            step.resource
            for step in (old[key].steps if key in old else ())
            if step.resource and _is_free(before, step.resource)
        }
        places = {step.subject: number for number, step in enumerate(path.steps, 1)}
        old_steps = old[key].steps if key in old else []
        for step in paid:
            number = places[step.subject]
            there = old_steps[number - 1].resource if number <= len(old_steps) else None
            if step.resource in was_free or there in was_free:
                lines.append(
                    f"- Step {number} of {plain(_name(path))}, `{step.resource}`, "
                    "can no longer be taken for free"
                )
    for phrase in _free_phrases(before) - _free_phrases(after, or_unknown=True):
        if phrase in after.tags:
            lines.append(f"- Nothing that is free teaches {plain(phrase)} any more")
        else:
            lines.append(f"- Nothing teaches {plain(phrase)} any more")
    return ["## No longer free", "", *sorted(lines), ""] if lines else []


def _is_free(catalog: Catalog, resource: str, *, or_unknown: bool = False) -> bool:
    """Whether a resource is there and free, or may be, for all that is known."""
    entry = catalog.resources.get(resource)
    if entry is None:
        return False
    return entry.model.access == "free" or (or_unknown and entry.model.access is None)


def _free_phrases(catalog: Catalog, *, or_unknown: bool = False) -> set[str]:
    return {
        phrase
        for entry in catalog.resources.values()
        if _is_free(catalog, entry.id, or_unknown=or_unknown)
        for phrase in entry.model.teaches
    }


def _claims(before: Catalog, after: Catalog) -> list[str]:
    """Claims that are new or say something else, and those that are gone."""
    old, new = dict(before.claims()), dict(after.claims())
    renamed = {
        f"{name}/{claim.id}"
        for entry in after.resources.values()
        for name in entry.model.formerly
        for claim in entry.model.claims
    }
    lines = [
        f"- {'changed' if name in old else 'new'}: {plain(claim.says)} (`{name}`, {_proof(claim)})"
        for name, claim in new.items()
        if old.get(name) != claim and claim not in old.values()  # under another resource's id
    ]
    gone = [name for name in old if name not in new and name not in renamed]
    lines += [f"- gone: {plain(old[name].says)} (`{name}`)" for name in gone]
    return ["## Claims", "", *lines, ""] if lines else []


def _proof(claim: Claim) -> str:
    if claim.shown_by is None:
        return "not tried"
    return f"tried by `{claim.shown_by}`" + (", differs" if claim.discrepancy else "")


def _turned(after: Catalog, history_before: History, history_after: History) -> list[str]:
    """Verdicts that runs saw turn meanwhile."""
    known = set(turns(of_catalog(history_before, after)))
    claims = dict(after.claims())
    lines = [
        f"- from {turn.before} to {turn.now}: {plain(claims[turn.claim].says)} (`{turn.claim}`, "
        f"under {', '.join(runtime.words for runtime in turn.runtimes)}, {turn.day})"
        for turn in turns(of_catalog(history_after, after))
        if turn not in known
    ]
    return ["## Verdicts that turned", "", *lines, ""] if lines else []


_WORDS: Final[dict[State, str]] = {
    "gone": "gone",
    "flaky": "does not open",
    "soft-404": "opens without what was there",
    "moved": "has moved for good",
    "redirected": "redirects",
    "not-embeddable": "plays on its own site only",
    "blocked": "turns programs away, so try it in a browser",
}


def _links(before: Ledger, after: Ledger, addresses: Addresses) -> list[str]:
    """Links that are not what they were, and new ones that do not simply open."""
    lines = []
    for address in sorted(addresses.keys() & after.keys()):
        was, now = before.get(address), after[address]
        if was is not None and was.state == now.state:
            continue
        if now.state != "ok":
            lines.append(f"- {_WORDS[now.state]}: {_link(address, now, addresses)}")
        elif was is not None and was.state in ("gone", "flaky", "soft-404"):
            lines.append(f"- opens again: {_link(address, now, addresses)}")
    return ["## Links", "", *lines, ""] if lines else []


def _link(address: str, known: Record, addresses: Addresses) -> str:
    target = f" to {_code(known.target)}" if known.target else ""
    reason = f" ({plain(known.reason)})" if known.reason else ""
    copy = f", archived at {_code(known.archive)}" if known.archive else ""
    files = ", ".join(_code(path) for path in sorted({p.path for p in addresses[address]}))
    return f"{_code(address)}{target}{reason}{copy}, in {files}"


def _code(text: str) -> str:
    """An address or a path as it stands: code, in which nothing else means anything."""
    return f"`{visible(text).replace('`', '%60')}`"


def plain(text: str) -> str:
    """A text in which Markdown and HTML see nothing of theirs."""
    return re.sub(r"([\\`*_\[\]<>|&#@!~$])", r"\\\1", visible(" ".join(text.split())))
