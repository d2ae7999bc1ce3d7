"""What an owner decides about an import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from topicsite.reading.source import Data

Headings = Literal["tags", "stages", "topics", "none"]
"""What the headings of a source become."""


class Choices(NamedTuple):
    """The owner's decisions.

    Attributes:
        topic: the id of the topic that resources go into, or empty if headings say.
        kind: the kind of what has no other; empty if nobody says.
        kinds: the kind of what stands under a heading, by the heading in lower case.
        headings: what headings become.
        path: the title of a learning path in the order of the source; None for what the source
            says, empty for no path.
        only: headings, in lower case, under which alone is taken; all, if there are none.
        without: headings, in lower case, under which nothing is taken.
        reason: why an address may be http.
        given: fields of all new resources.
        takes_makers_words: whether an abstract or a description by the makers becomes a summary.
        updates: whether entries that are there are brought up to date.
    """

    topic: str = ""
    kind: str = ""
    kinds: Mapping[str, str] = {}
    headings: Headings = "tags"
    path: str | None = None
    only: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    reason: str = ""
    given: Mapping[str, Data] = {}
    takes_makers_words: bool = False
    updates: bool = False
