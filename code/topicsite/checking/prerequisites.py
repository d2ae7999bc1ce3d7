"""Prerequisites lead to a beginning: no circles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import Final

from topicsite.checking.places import finding
from topicsite.findings.diagnostics import Diagnostic
from topicsite.model.catalog import Entry
from topicsite.model.entries import Resource, Topic
from topicsite.reading.load import Loaded

MOST: Final = 100
"""So many circles are told, so that the work grows with the catalog and not with its square."""
_SHOWN: Final = 12
"""The names of a longer circle that stand in a message."""


def prerequisite_cycles(loaded: Loaded, changed: Set[str]) -> Iterator[Diagnostic]:
    """Find cycles by walking depth first, without recursion; each is reported once."""
    told = 0
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
        on_trail: dict[str, int] = {}
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                del on_trail[trail.pop()]
                done.add(name)
                continue
            if name in on_trail:
                if told == MOST:
                    return
                told += 1
                circle = trail[on_trail[name] :]
                blamed = [n for n in circle if entries[n].path in changed] or circle
                last = circle.index(blamed[-1])
                circle = [*circle[last + 1 :], *circle[: last + 1]]
                entry = entries[circle[-1]]
                place = ("prerequisites", entry.model.prerequisites.index(circle[0]))
                message = f"the prerequisites go in a circle: {_shown([*circle, circle[0]])}"
                yield finding(loaded, "prerequisite-cycle", message, entry.path, place)
                continue
            if name in done or name not in entries:
                continue
            on_trail[name] = len(trail)
            trail.append(name)
            stack.append((name, True))
            stack.extend((before, False) for before in reversed(entries[name].model.prerequisites))


def _shown(circle: Sequence[str]) -> str:
    """A circle, or its beginning and its end."""
    if len(circle) > _SHOWN:
        half = _SHOWN // 2
        circle = [*circle[:half], f"... {len(circle) - 2 * half} more ...", *circle[-half:]]
    return " -> ".join(circle)
