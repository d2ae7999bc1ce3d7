"""The topics of an import: which resource goes where, new topics, old addresses, learning paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from topicsite.checking.former import misspelt
from topicsite.exchange import wording
from topicsite.exchange.choices import Choices
from topicsite.exchange.found import Found, Note, Place, Reading
from topicsite.model.catalog import Catalog
from topicsite.model.entries import Topic
from topicsite.reading import source
from topicsite.reading.load import RESERVED
from topicsite.reading.source import Data
from topicsite.writing import drafts
from topicsite.writing.drafts import Fields
from topicsite.writing.layout import lay_out
from topicsite.writing.reading_back import read_back
from topicsite.writing.remarks import read_remarks
from topicsite.writing.starting import usual_summary

_STEPS: Final = 200
_STAGES: Final = 20
_OF_A_STAGE: Final = 40
_PATHS: Final = 12
_FORMER: Final = 20
_LINE: Final = 200
_OWN: Final = RESERVED | {
    "", "404.html", "index.html", "robots.txt", "schema", "sitemap.xml", "sitemap.xml.gz", "sw.js",
}  # fmt: skip
"""What every site has at its root, where no old address can lead anywhere else."""


@dataclass
class Topics:
    """The topics that resources go into, those that are there and new ones.

    Attributes:
        catalog: what is there.
        choices: what the owner decided.
        taken: ids that nothing new may have.
        new: the fields of each new topic, by its id.
        added: what each topic that is there gets, by its id.
        direct: the headings under which something stands directly.
    """

    catalog: Catalog
    choices: Choices
    taken: set[str]
    new: dict[str, Fields] = field(default_factory=dict)
    added: dict[str, Fields] = field(default_factory=dict)
    direct: set[str] = field(default_factory=set)
    _by_title: dict[str, str] = field(default_factory=dict)
    _paths: dict[str, dict[str, tuple[str, list[tuple[str, str]]]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.catalog.topics.values():
            self._by_title.setdefault(entry.model.title.casefold(), entry.id)

    def title_for(self, item: Found) -> str:
        """The title of the topic that an item names, if headings become topics."""
        if self.choices.headings != "topics":
            return ""
        # A heading that holds other headings only, such as that of all, is no topic.
        outer = next((heading for heading in item.headings if heading in self.direct), "")
        title = item.page or outer
        return wording.clean(title)[:_LINE].strip()

    def of(self, item: Found) -> str:
        """The id of the topic that an item goes into; a new one is made. Empty if there is none."""
        if item.topic in self.catalog.topics:
            return item.topic
        title = self.title_for(item)
        return self._named(title) if title else self.choices.topic

    def known(self, title: str) -> str:
        """The id of the topic of a title, if there is one."""
        return self._by_title.get(title.casefold(), "")

    def _named(self, title: str) -> str:
        if known := self.known(title):
            return known
        if not _is_title(title):
            return ""
        stem = drafts.stem_of({"title": title})
        stem = "topic" if stem == drafts.NO_WORDS else stem
        name, number = stem, 1
        while name in self.taken or name in RESERVED:
            number += 1
            name = f"{stem}-{number}"
        self.taken.add(name)
        self._by_title[title.casefold()] = name
        summary = usual_summary(wording.prose(title))
        self.new[name] = {"title": title, "summary": summary, "keywords": [title[:60].strip(" \\")]}
        return name

    def add_former(self, topic: str, reading: Reading, notes: list[Note]) -> None:
        """Let old addresses of a page lead to its topic."""
        taken = {_page(old): e.id for e in self.catalog.topics.values() for old in e.model.formerly}
        for name, fields in (*self.added.items(), *self.new.items()):
            taken |= {_page(str(old)): name for old in fields.get("formerly", ())}
        taken |= {name: name for name in (*self.catalog.topics, *self.new)}
        entry = self.catalog.topics.get(topic)
        count = len(entry.model.formerly) if entry else 0
        for address in reading.former:
            page = _page(address)
            if taken.get(page) == topic:
                continue
            reason = misspelt(address) or ""
            if address.partition("/")[0] in _OWN:
                reason = "the site has something of its own there"
            elif page in taken:
                reason = f"the topic `{taken[page]}` is there, or was before"
            if reason:
                notes.append(Note("not-taken", Place(reading.path), reason, address))
                continue
            fields = self.new[topic] if topic in self.new else self.added.setdefault(topic, {})
            former = fields.setdefault("formerly", [])
            if not isinstance(former, list) or count + len(former) >= _FORMER:
                reason = f"a topic has at most {_FORMER} old addresses"
                notes.append(Note("not-taken", Place(reading.path), reason, address))
                continue
            former.append(address)
            taken[page] = topic

    def add_path(
        self, topic: str, title: str, steps: list[tuple[str, str]], reading: Reading,
        notes: list[Note],
    ) -> None:  # fmt: skip
        """Add a learning path to a topic; one of the same title in this import goes on.

        Args:
            topic: its id.
            title: the path's.
            steps: the id of each resource with the heading it stands under, in order.
            reading: the source.
            notes: gets what could not be added.
        """
        place = Place(reading.path)
        stem = drafts.stem_of({"title": title}) if title else drafts.NO_WORDS
        name = stem = "path" if stem == drafts.NO_WORDS else stem
        entry = self.catalog.topics.get(topic)
        there = {path.id for path in entry.model.paths} if entry else set()
        if stem in there:
            notes.append(Note("there", place, f"the topic `{topic}` has a path `{stem}`"))
            return
        ours = self._paths.setdefault(topic, {})
        known = next(
            (one for one in ours if title and ours[one][0].casefold() == title.casefold()), None
        )
        number = 1
        while known is None and (name in there or name in ours):
            number += 1
            name = f"{stem}-{number}"
        name = known or name
        title, before = ours[name] if known else (title, [])
        steps = list(dict([*before, *steps]).items())
        is_full = known is None and len(there) + len(ours) >= _PATHS
        if len(steps) > _STEPS or is_full:
            reason = f"a path has at most {_STEPS} steps, and a topic {_PATHS} paths"
            notes.append(Note("not-taken", place, reason, title))
            return
        ours[name] = (title, steps)
        made: Fields = {"id": name}
        if _is_title(named := wording.clean(title)[:_LINE].strip()):
            made["title"] = named
        stages = _stages(steps)
        if self.choices.headings == "stages" and 1 < len(stages) <= _STAGES and all(
            len(ids) <= _OF_A_STAGE for _, ids in stages
        ):  # fmt: skip
            made["stages"] = [
                {**({"title": head} if head else {}), "steps": list[Data](ids)}
                for head, ids in stages
            ]
        else:
            if self.choices.headings == "stages" and len(stages) > 1:
                reason = f"a path has at most {_STAGES} stages of {_OF_A_STAGE} steps"
                notes.append(Note("not-taken", place, f"{reason}, so it has none", title))
            made["steps"] = [name for name, _ in steps]
        fields = self.new[topic] if topic in self.new else self.added.setdefault(topic, {})
        added = fields.setdefault("paths", [])
        if isinstance(added, list):
            if known:
                added[[*ours].index(known)] = made
            else:
                added.append(made)

    def texts(self, texts: Mapping[str, str], used: Iterable[str]) -> dict[str, str]:
        """The new text of each topic of the site that gets something, by its path.

        Raises:
            NotReadBackError: if one could not be read again.
        """
        changed = {}
        for name in used:
            entry, added = self.catalog.topics.get(name), self.added.get(name)
            if entry is None or not added:
                continue
            text = texts[entry.path]
            data = source.parse(entry.path, text.encode()).data
            fields: Fields = dict(data) if isinstance(data, dict) else {}
            for field_name, values in added.items():
                before = fields.get(field_name)
                there = before if isinstance(before, list) else []
                fields[field_name] = [*there, *(values if isinstance(values, list) else [])]
            made = lay_out(fields, Topic, read_remarks(text))
            read_back(entry.path, made, fields, Topic)
            changed[entry.path] = made
        return changed


def _page(address: str) -> str:
    """An address as it is compared with others: a folder is the page in it."""
    return f"/{address}".removesuffix("/index.html").strip("/")


def _is_title(text: str) -> bool:
    """Whether a topic can be called so: a backslash may begin a formula that has no end."""
    return bool(text[:60].strip(" \\")) and not (
        "\\" in text and drafts.mistakes(Topic, "title", text)
    )


def _stages(steps: list[tuple[str, str]]) -> list[tuple[str, list[Data]]]:
    """Steps that follow each other under one heading."""
    stages: list[tuple[str, list[Data]]] = []
    for name, heading in steps:
        head = wording.clean(heading)[:_LINE].strip()
        head = head if _is_title(head) else ""
        if not stages or stages[-1][0] != head:
            stages.append((head, []))
        stages[-1][1].append(name)
    return stages
