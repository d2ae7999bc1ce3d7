"""Prerequisites lead to a beginning: no circles."""

from __future__ import annotations

from collections.abc import Iterator, Set

from topicsite.checking.places import finding
from topicsite.findings.diagnostics import Diagnostic
from topicsite.model.catalog import Entry
from topicsite.model.entries import Resource, Topic
from topicsite.reading.load import Loaded


def prerequisite_cycles(loaded: Loaded, changed: Set[str]) -> Iterator[Diagnostic]:
    """Find cycles by walking depth first, without recursion; each is reported once."""
    entries: dict[str, Entry[Resource] | Entry[Topic]] = {
        **loaded.catalog.resources,
        **loaded.catalog.topics,
    }
    done = {name for name, entry in entries.items() if not entry.model.prerequisites}
    for start, first in entries.items():
        if start in done:
            continue
        if done.issuperset(first.model.prerequisites):
            done.add(start)
            continue
        trail: list[str] = []
        on_trail: set[str] = set()
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                on_trail.remove(trail.pop())
                done.add(name)
                continue
            if name in on_trail:
                circle = trail[trail.index(name) :]
                blamed = [n for n in circle if entries[n].path in changed] or circle
                last = circle.index(blamed[-1])
                circle = [*circle[last + 1 :], *circle[: last + 1]]
                entry = entries[circle[-1]]
                place = ("prerequisites", entry.model.prerequisites.index(circle[0]))
                message = f"the prerequisites go in a circle: {' -> '.join([*circle, circle[0]])}"
                yield finding(loaded, "prerequisite-cycle", message, entry.path, place)
                continue
            if name in done or name not in entries:
                continue
            trail.append(name)
            on_trail.add(name)
            stack.append((name, True))
            stack.extend((before, False) for before in reversed(entries[name].model.prerequisites))
