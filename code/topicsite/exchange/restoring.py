"""A catalog that a site published, brought into a project: entries as they were, under their ids.

Programs are no part of it. What names one that the project does not have is left away and told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeVar

from topicsite.exchange.found import Note, Object, What, Whole
from topicsite.exchange.ledger import Ledger, marks
from topicsite.exchange.published import data_of
from topicsite.exchange.steps import listed, path_without, rename, rename_steps, steps_of, with_list
from topicsite.model.catalog import Entry
from topicsite.model.entries import Model, Resource, Topic
from topicsite.model.site import SiteSettings
from topicsite.opendata.entries import fields_of
from topicsite.reading import source
from topicsite.reading.load import RESERVED, SITE_FILE, TOPIC_FILE, Loaded
from topicsite.reading.source import Data
from topicsite.reading.validation_errors import validated
from topicsite.writing import drafts
from topicsite.writing.drafts import Fields
from topicsite.writing.layout import as_written
from topicsite.writing.reading_back import read_back

M = TypeVar("M", bound=Model)

_NO_PROGRAM: Final = "the project does not have the program that it names; bring that first"


@dataclass
class Restored:
    """What comes of it.

    Attributes:
        site: the settings that hold now.
        topics: the new topics.
        resources: the new resources.
        there: what the project has already: its entry, what the source says, and where.
    """

    site: SiteSettings
    topics: dict[str, Entry[Topic]] = field(default_factory=dict)
    resources: dict[str, Entry[Resource]] = field(default_factory=dict)
    there: list[tuple[Entry[Resource], Fields, Object]] = field(default_factory=list)


class Restorer:
    """Brings published catalogs into a project.

    Attributes:
        loaded: the project.
        root: its folder.
        folder: the folder of topics.
        taken: ids that nothing new may have.
        new: gets the text of each new file, by its path.
        notes: gets what could not be taken.
        ledger: gets what was written.
    """

    def __init__(
        self,
        loaded: Loaded,
        root: Path,
        folder: str,
        taken: set[str],
        new: dict[str, str],
        notes: list[Note],
        ledger: Ledger,
    ) -> None:
        self.loaded, self.catalog = loaded, loaded.catalog
        self.root, self.folder, self.taken = root, folder, taken
        self.new, self.notes, self.ledger = new, notes, ledger

    def restore(self, whole: Whole) -> Restored:
        """Work out the new entries of a published catalog.

        Raises:
            NotReadBackError: if a text could not be read again; a fault of the writer.
        """
        made = Restored(self._settings(whole))
        called = {name: self._known(name, one) for name, one in whole.resources.items()}
        renamed = {name: entry.id for name, entry in called.items() if entry is not None}
        catalog = replace(self.catalog, site=made.site)
        for name in whole.topics:
            if name in self.catalog.topics:
                there = self.catalog.topics[name]
                self._keep(there.path, there.model, whole.topics[name])
            elif name in RESERVED or name in self.taken:
                self._note("left-out", whole.topics[name], f"the id `{name}` is taken")
            else:
                self._topic(name, whole, renamed, made)
        for name, one in whole.resources.items():
            fields = self._resource_fields(one, renamed)
            if (entry := called[name]) is not None:
                made.there.append((entry, fields, one))
            elif one.topic not in self.catalog.topics and one.topic not in made.topics:
                self._note("left-out", one, f"the topic `{one.topic}` could not be taken", name)
            elif name in self.taken:
                self._note("left-out", one, f"the id `{name}` is taken", name)
            else:
                path = f"{self.folder}/{one.topic}/{name}.yml"
                model = self._written(path, fields, catalog.site.resource, one)
                if model is not None:
                    made.resources[name] = Entry(name, one.topic, path, model)
                    self.taken.add(name)
                    self.ledger[name] = marks(as_written(fields, catalog.site.resource))
        return made

    def _settings(self, whole: Whole) -> SiteSettings:
        """The settings of the site: those of the source where the project has nothing yet."""
        catalog = self.catalog
        if not whole.settings:
            return catalog.site
        path = f"{self.folder}/{SITE_FILE}"
        place = Object(whole.place, "", whole.settings)
        if (self.root / path).exists() or path in self.new or catalog.resources:
            self._keep(path, catalog.site, place)
            return catalog.site
        made = self._written(path, whole.settings, SiteSettings, place)
        levels = set(made.level_ids) if made is not None else set()
        if made is None or any(e.model.level not in levels for e in catalog.examples.values()):
            self.new.pop(path, None)
            return catalog.site
        return made

    def _keep(self, path: str, there: Model, one: Object) -> None:
        """Say so where a file stays as it is that says something else than the source."""
        if data_of(fields_of(there)) != one.entry:
            self._note("kept", one, "what the project says of it stays as it is", path)

    def _known(self, name: str, one: Object) -> Entry[Resource] | None:
        """The entry that describes a resource already, under its id or another."""
        return self.catalog.resources.get(name) or drafts.same_resource(self.catalog, one.entry)

    def _resource_fields(self, one: Object, renamed: dict[str, str]) -> Fields:
        """The fields of a resource, without the claims that no program here tries."""
        fields = dict(one.entry)
        rename(fields, "prerequisites", renamed)
        claims = []
        for claim in listed(fields.get("claims")):
            shown_by = claim.get("shown_by") if isinstance(claim, dict) else None
            if isinstance(shown_by, str) and shown_by not in self.catalog.examples:
                self._note("not-taken", one, f"a claim: {_NO_PROGRAM}", shown_by)
            else:
                claims.append(claim)
        return with_list(fields, "claims", claims)

    def _topic(self, name: str, whole: Whole, renamed: dict[str, str], made: Restored) -> None:
        one = whole.topics[name]
        fields = dict(one.entry)
        rename(fields, "shares", renamed)
        missing = whole.programs.keys() - self.catalog.examples.keys()
        left: list[str] = []
        paths = []
        for path in listed(fields.get("paths")):
            kept = path_without(path, missing, left) if isinstance(path, dict) else path
            if isinstance(kept, dict):
                rename(kept, "prerequisites", renamed)
                rename_steps(kept, renamed)
            if kept is not None:
                paths.append(kept)
        fields = with_list(fields, "paths", paths)
        assumed: list[Data] = []
        for assumption in listed(fields.get("assumes")):
            if isinstance(assumption, dict) and assumption.get("refresher") in missing:
                left.append(str(assumption["refresher"]))
                assumption = {key: v for key, v in assumption.items() if key != "refresher"}
            assumed.append(assumption)
        fields = with_list(fields, "assumes", assumed)
        for program in left:
            self._note("not-taken", one, f"a step or a refresher: {_NO_PROGRAM}", program)
        if left:
            fields = self._with_goals(fields, whole, one)
        file = f"{self.folder}/{name}/{TOPIC_FILE}"
        model = self._written(file, fields, Topic, one)
        if model is not None:
            made.topics[name] = Entry(name, name, file, model)
            self.taken.add(name)

    def _with_goals(self, fields: Fields, whole: Whole, one: Object) -> Fields:
        """The fields of a topic without the goals that no step teaches any more."""
        taught: set[str] = set()
        for step in steps_of(fields):
            name = str(step.get("resource") or step.get("example") or "")
            if name in whole.resources:
                taught.update(map(str, listed(whole.resources[name].entry.get("teaches"))))
            elif name in self.catalog.examples:
                taught.update(self.catalog.examples[name].model.teaches)
        goals = []
        for goal in listed(fields.get("goals")):
            through = listed(goal.get("through")) if isinstance(goal, dict) else []
            if taught.issuperset(map(str, through)):
                goals.append(goal)
            else:
                said = str(goal.get("can", "")) if isinstance(goal, dict) else ""
                self._note("not-taken", one, "a goal: no step that was taken teaches it", said)
        return with_list(fields, "goals", goals)

    def _written(self, path: str, fields: Fields, model: type[M], one: Object) -> M | None:
        """Write a file; None, with a note, if it would say what it may not."""
        text = drafts.compose(fields, model, path, self.root)
        read = source.parse(path, text.encode("utf-8", "surrogatepass"))
        result = validated(read, model) if read.data is not None else read.diagnostics
        if isinstance(result, list):
            self._note("left-out", one, f"no entry may say so: {result[0].message}", path)
            return None
        read_back(path, text, fields, model)
        self.new[path] = text
        return result

    def _note(self, what: What, one: Object, reason: str, detail: str = "") -> None:
        self.notes.append(Note(what, one.place, reason, detail))
