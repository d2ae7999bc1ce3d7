"""What a source holds: items with their places, and what could not be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from topicsite.reading.pages import Lines
from topicsite.reading.source import Data

MAKERS_WORDS: Final = "abstract"
"""The name under which an item has what its makers say of it: no summary of our own."""

What = Literal["broken", "left-out", "not-taken", "cut", "untitled", "joined", "there", "kept"]
"""What became of something: it could not be read, has no entry, or a part of it was not taken."""


class Place(NamedTuple):
    """Where something stands in a source; line and column count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Note(NamedTuple):
    """What the owner should know of an item or a line.

    Attributes:
        what: what became of it.
        place: where it stands.
        reason: why, in a few words, the same for all of a kind.
        detail: what it is about, such as a title or an address.
    """

    what: What
    place: Place
    reason: str
    detail: str = ""

    def __str__(self) -> str:
        detail = f": {self.detail}" if self.detail else ""
        return f"{self.place}: {self.what}: {self.reason}{detail}"


@dataclass(frozen=True)
class Found:
    """One item, in the words of its source.

    Attributes:
        place: where it stands.
        url: its address as written; it may be missing or none that can be opened.
        fields: what else is said of it, by the names of an entry's fields.
        headings: the headings, folders or pages it stands under, the outermost first.
        tags: words that the source puts on it.
        kinds: kinds that the source's own word for it may be called, the likeliest first.
        others: other addresses of the same resource, each behind what is found there.
        page: the title of the page it stands on, if that is a page about a subject.
        id: what the source calls it, if that may be the id of an entry.
        topic: the id of the topic that the source puts it into.
        is_ours: whether topicsite made the source, so that it says all in the words of entries.
    """

    place: Place
    url: str
    fields: Mapping[str, Data]
    headings: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    page: str = ""
    id: str = ""
    topic: str = ""
    is_ours: bool = False


class Object(NamedTuple):
    """A topic or a resource of a catalog that a site published.

    Attributes:
        place: where it stands.
        topic: the id of its topic.
        entry: what its file said.
    """

    place: Place
    topic: str
    entry: dict[str, Data]


class Whole(NamedTuple):
    """A catalog that a site published.

    Attributes:
        place: where it begins.
        settings: what `site.yml` said.
        topics: its topics by id.
        resources: its resources by id.
        programs: the files of its examples by id.
    """

    place: Place
    settings: dict[str, Data]
    topics: Mapping[str, Object]
    resources: Mapping[str, Object]
    programs: Mapping[str, str]


@dataclass
class Reading:
    """One source, read.

    Attributes:
        path: how the source is named.
        title: what it is called, if it says so.
        items: what was found, in its order.
        notes: what could not be read or taken.
        is_ordered: whether its order is one to take things in.
        former: the old addresses of the page below its site's root.
        columns: what the columns are called, if it is a table.
        whole: the catalog that it is, if a site published it.
    """

    path: str
    title: str = ""
    items: list[Found] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    is_ordered: bool = False
    former: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    whole: Whole | None = None


class Finder:
    """Places of words in a text whose parser gives none: each is looked for behind the last."""

    _MISSES: Final = 50

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.lines = Lines(text)
        self.at = 0
        self.misses = 0

    def of(self, *words: str) -> Place:
        """Where the first of the words stands that can be found; else where the last one stood."""
        for word in filter(None, words):
            if self.misses > self._MISSES:  # each costs as much as the rest of the text is long
                break
            found = self.text.find(word, self.at)
            if found >= 0:
                self.at = found
                break
            self.misses += 1
        return self.place(self.at)

    def place(self, offset: int) -> Place:
        """The place of an offset."""
        line, column = self.lines.place(offset)
        return Place(self.path, line + 1, column + 1)
