"""An import as a whole: from what was found to the texts of files, all of them or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from topicsite.checking.phrases import plain
from topicsite.checking.validate import validate
from topicsite.exchange import joining, wording
from topicsite.exchange.choices import Choices
from topicsite.exchange.found import Found, Note, Place, Reading, Whole
from topicsite.exchange.joining import Group
from topicsite.exchange.ledger import Ledger, marks
from topicsite.exchange.restoring import Restorer
from topicsite.exchange.shaping import Shaper
from topicsite.exchange.topics import Topics
from topicsite.exchange.updating import updated
from topicsite.findings.diagnostics import Diagnostic
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Resource, Topic
from topicsite.reading import source
from topicsite.reading.load import RESERVED, TOPIC_FILE, Loaded
from topicsite.reading.source import Data
from topicsite.reading.validation_errors import validated
from topicsite.writing import drafts
from topicsite.writing.drafts import Fields
from topicsite.writing.layout import as_written
from topicsite.writing.reading_back import read_back

_SCHEME: Final = re.compile(r"\Ahttps?://(?:www\.)?")
_DEVICES: Final = frozenset(
    ["aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)
"""What no file or folder can be called on Windows, whatever its suffix."""


@dataclass
class Plan:
    """What an import comes to.

    Attributes:
        new: the text of each new file, by its path.
        changed: the text of each file that is there and changes, by its path.
        notes: what the owner should know, in the order in which it came up.
        findings: what `check` would say of the whole; an error stops the import.
        ledger: what imports wrote, this one included.
        found: how many items the sources have.
        there: how many resources the site has already.
    """

    new: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    ledger: Ledger = field(default_factory=dict)
    found: int = 0
    there: int = 0


def plan(
    loaded: Loaded,
    root: Path,
    resources: str,
    readings: Sequence[Reading],
    choices: Choices,
    ledger: Ledger,
) -> Plan:
    """Work out what an import writes.

    Args:
        loaded: a project whose entries are right by themselves.
        root: its folder, in which editors find the schema.
        resources: the folder of topics.
        readings: what the sources hold.
        choices: what the owner decided.
        ledger: what imports wrote before.

    Raises:
        NotReadBackError: if a text could not be read again; a fault of the writer.
    """
    return _Planner(loaded, root, resources, choices, ledger).plan(readings)


class _Planner:
    """One import."""

    def __init__(
        self, loaded: Loaded, root: Path, resources: str, choices: Choices, ledger: Ledger
    ) -> None:
        self.loaded, self.catalog, self.root = loaded, loaded.catalog, root
        self.resources, self.choices = resources, choices
        self.made = Plan(ledger={name: dict(fields) for name, fields in ledger.items()})
        former = {old for one in self.catalog.resources.values() for old in one.model.formerly}
        former |= {old for one in self.catalog.examples.values() for old in one.model.formerly}
        reserved = {*RESERVED, *_DEVICES, "topic", "glossary"}
        self.taken = {*self.catalog.ids, *loaded.broken, *former, *reserved}
        self.topics = Topics(self.catalog, choices, self.taken)
        self.numbers: dict[str, int] = {}
        self.shaper = Shaper(
            self.catalog.site,
            choices,
            _Spelling(self.catalog),
            self.topics.title_for,
            self.made.notes,
        )
        self.entries: dict[str, Entry[Resource]] = {}
        self.changed: dict[str, Entry[Resource]] = {}
        self.ids: dict[int, str] = {}
        self.linked: list[tuple[Group, Fields, str, str]] = []
        self.restored: dict[str, Entry[Topic]] = {}

    def plan(self, readings: Sequence[Reading]) -> Plan:
        """Join, shape, write and check."""
        made = self.made
        for reading in readings:
            made.notes += reading.notes
            if reading.whole is not None:
                self._restore(reading.whole)
            reading.items = [item for item in reading.items if self._is_wanted(item)]
        items = [item for reading in readings for item in reading.items]
        made.found += len(items)
        self.topics.direct = {item.headings[-1] for item in items if item.headings}
        for group in joining.joined(self.catalog, items, made.notes):
            self._take(group)
        for group, fields, entry_id, topic in self.linked:
            self._link(group, fields, entry_id, topic)
        for reading in readings:
            self._of_reading(reading)
        self._finish()
        return made

    def _restore(self, whole: Whole) -> None:
        """Take a catalog that a site published, as it is."""
        made = self.made
        restorer = Restorer(
            self.loaded, self.root, self.resources, self.taken, made.new, made.notes, made.ledger
        )
        found = restorer.restore(whole)
        made.found += len(whole.resources)
        self.catalog = replace(self.catalog, site=found.site)
        self.restored |= found.topics
        self.entries |= found.resources
        for entry, fields, one in found.there:
            made.there += 1
            if self.choices.updates:
                self._follow(entry, fields, one.place)
            else:
                made.notes.append(Note("there", one.place, f"{entry.path} has it"))

    def _is_wanted(self, item: Found) -> bool:
        """Whether an item stands where the owner wants it from."""
        names = {heading.casefold() for heading in (*item.headings, item.page) if heading}
        if names & self.choices.without:
            return False
        return not self.choices.only or bool(names & self.choices.only)

    def _take(self, group: Group) -> None:
        if group.entry is not None:
            self.made.there += 1
            self._name(group, group.entry.id)
            if self.choices.updates:
                self._update(group, group.entry)
            else:
                note = Note("there", group.first.place, f"{group.entry.path} has it")
                self.made.notes.append(note)
            return
        fields = self.shaper.fields_of(group)
        if fields is None:
            return
        topic = self.topics.of(group.first)
        if not topic:
            reason = "it stands under no heading that could be its topic; `--in TOPIC` names one"
            self.made.notes.append(
                Note("left-out", group.first.place, reason, str(fields["title"]))
            )
            return
        entry_id = self._own_id(group) or self._free_id(fields)
        bare = {name: value for name, value in fields.items() if name != "prerequisites"}
        entry = self._entry(group, bare, entry_id, topic)
        if entry is not None:
            self._name(group, entry_id)
            if bare != fields:
                self.linked.append((group, fields, entry_id, topic))

    def _link(self, group: Group, fields: Fields, entry_id: str, topic: str) -> None:
        """Write a new entry again with what is to be taken first, as far as the site has it."""
        wanted = fields.get("prerequisites")
        names = [one for one in wanted if isinstance(one, str)] if isinstance(wanted, list) else []
        known = [name for name in names if name in self.catalog.ids or name in self.entries]
        for name in dict.fromkeys(names):
            if name not in known:
                reason = "`prerequisites`: there is nothing of this id"
                self.made.notes.append(Note("not-taken", group.first.place, reason, name))
        if known:
            self._entry(group, {**fields, "prerequisites": list[Data](known)}, entry_id, topic)

    def _entry(
        self, group: Group, fields: Fields, entry_id: str, topic: str
    ) -> Entry[Resource] | None:
        """Write a new entry, without the fields that it may not have."""
        model = self.catalog.site.resource
        for attempt in (0, 1):
            path = f"{self.resources}/{topic}/{entry_id}.yml"
            text = drafts.compose(fields, model, path, self.root)
            read = source.parse(path, text.encode("utf-8", "surrogatepass"))
            result = validated(read, model) if read.data is not None else read.diagnostics
            if not isinstance(result, list):
                read_back(path, text, fields, model)
                self.made.new[path] = text
                self.made.ledger[entry_id] = marks(as_written(fields, model))
                self.entries[entry_id] = Entry(entry_id, topic, path, result)
                return self.entries[entry_id]
            repaired = self.shaper.repaired(group, fields) if attempt == 0 else None
            if repaired is None:
                if attempt:
                    reason = f"no entry may say so: {result[0].message}"
                    self.made.notes.append(
                        Note("left-out", group.first.place, reason, str(fields["title"]))
                    )
                return None
            fields = repaired
        return None

    def _update(self, group: Group, entry: Entry[Resource]) -> None:
        fields = self.shaper.fields_of(group)
        if fields is None:
            return
        fields = self.shaper.repaired(group, fields)
        if fields is not None:
            self._follow(entry, fields, group.first.place)

    def _follow(self, entry: Entry[Resource], fields: Fields, place: Place) -> None:
        """Let an entry say what its source says now, where nobody wrote into it."""
        known = self.made.ledger.get(entry.id, {})
        model = self.catalog.site.resource
        before = self.loaded.texts[entry.path]
        text, changed = updated(entry.path, before, fields, known, model, place, self.made.notes)
        if text != before:
            self.made.changed[entry.path] = text
            self.made.ledger[entry.id] = {**known, **marks(changed)}
            result = validated(source.parse(entry.path, text.encode()), model)
            if not isinstance(result, list):
                self.changed[entry.id] = replace(entry, model=result)

    def _name(self, group: Group, entry_id: str) -> None:
        for item, _ in group.items:
            self.ids[id(item)] = entry_id

    def _own_id(self, group: Group) -> str:
        """What the source calls it, if nothing else is called so."""
        own = next((one.id for one, _ in group.items if one.id and one.id not in self.taken), "")
        self.taken |= {own} if own else set()
        return own

    def _free_id(self, fields: Fields) -> str:
        """An id that nothing has; the search for a number goes on where it ended."""
        stem = drafts.stem_of(fields)
        is_ours = (
            str(fields["title"]).isascii() or len(re.findall("[a-z]", stem)) >= wording.LETTERS
        )
        if stem == drafts.NO_WORDS or not is_ours:
            # A title in other letters; the address is in ours.
            words = re.findall("[a-z0-9]+", _SCHEME.sub("", str(fields["url"])))
            stem = "-".join(words[:6])[:70].strip("-") or stem
        number = self.numbers.get(stem, 1)
        name = stem if number == 1 else f"{stem}-{number}"
        while name in self.taken:
            number += 1
            name = f"{stem}-{number}"
        self.numbers[stem] = number + 1 if number > 1 else 2
        self.taken.add(name)
        return name

    def _of_reading(self, reading: Reading) -> None:
        """The old addresses of a page, and the path that its order is."""
        by_topic: dict[str, list[tuple[str, str]]] = {}
        for item in reading.items:
            if id(item) in self.ids:
                title = self.topics.title_for(item)
                topic = self.topics.known(title) if title else self.choices.topic
                step = (self.ids[id(item)], item.headings[-1] if item.headings else "")
                by_topic.setdefault(topic, []).append(step)
        if len(by_topic) == 1 and (only := next(iter(by_topic))):
            self.topics.add_former(only, reading, self.made.notes)
        else:
            reason = "what stands on the page goes into no topic, or into several"
            self.made.notes += (
                Note("not-taken", Place(reading.path), reason, old) for old in reading.former
            )
        called = self.choices.path
        is_ordered = reading.is_ordered or self.choices.headings == "stages"
        wanted = is_ordered if called is None else bool(called)
        for where, steps in by_topic.items():
            if wanted and where:
                self.topics.add_path(
                    where, called or reading.title, steps, reading, self.made.notes
                )

    def _finish(self) -> None:
        """Write the topics, and check the whole once."""
        made = self.made
        topics = dict(self.restored)
        used = {entry.topic for entry in self.entries.values()}
        for name, fields in self.topics.new.items():
            if name not in used:
                continue  # nothing of it could be taken
            path = f"{self.resources}/{name}/{TOPIC_FILE}"
            text = drafts.compose(fields, Topic, path, self.root)
            read_back(path, text, fields, Topic)
            made.new[path] = text
            self._see_topic(name, path, text, topics)
        for path, text in self.topics.texts(self.loaded.texts, [*self.topics.added]).items():
            made.changed[path] = text
            self._see_topic(Path(path).parent.name, path, text, topics)
        if not (made.new or made.changed):
            return
        catalog = replace(
            self.catalog,
            topics={**self.catalog.topics, **topics},
            resources={**self.catalog.resources, **self.entries, **self.changed},
        )
        for entry in topics.values():
            for learning_path in entry.model.paths:
                for step in learning_path.steps:
                    step.settle(is_example=step.id in catalog.examples)
        texts = {**self.loaded.texts, **made.new, **made.changed}
        ours = made.new.keys() | made.changed.keys()
        together = replace(self.loaded, catalog=catalog, texts=texts)
        made.findings += [one for one in validate(together, ours) if one.path in ours]

    def _see_topic(self, name: str, path: str, text: str, topics: dict[str, Entry[Topic]]) -> None:
        result = validated(source.parse(path, text.encode()), Topic)
        if isinstance(result, list):
            self.made.findings += result
        else:
            topics[name] = Entry(name, name, path, result)


class _Spelling:
    """Phrases as the site writes them: those that are nearly alike are one."""

    def __init__(self, catalog: Catalog) -> None:
        self.known: dict[str, str] = {}
        for phrase in catalog.tags:
            self.known.setdefault(plain(phrase), phrase)
        for phrase, tag in catalog.site.tags.items():
            for old in tag.formerly:
                self.known[plain(old)] = phrase

    def __call__(self, phrase: str) -> str:
        """The phrase in the spelling that came first."""
        return self.known.setdefault(plain(phrase), wording.clean(phrase))
