"""Files in, catalog out, with everything that is wrong with any single file."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from topicsite.findings.diagnostics import Diagnostic, Span
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Example, Resource, Topic
from topicsite.model.exercise import Exercise
from topicsite.model.fields import ID
from topicsite.model.glossary import Glossary
from topicsite.model.questions import FOLDER as QUESTIONS_FOLDER
from topicsite.model.questions import Questions
from topicsite.model.site import SiteSettings
from topicsite.project.files import TooLargeError, read, read_whole
from topicsite.reading import headers, source
from topicsite.reading.source import Location, Source
from topicsite.reading.validation_errors import validated

TOPIC_FILE: Final = "topic.yml"
GLOSSARY_FILE: Final = "glossary.yml"
"""Beside the entries of a topic; it need not exist."""
SITE_FILE: Final = "site.yml"
"""Beside the folders of topics; it need not exist."""
RESERVED: Final = frozenset({"assets", "examples", "search", "tags"})
"""Addresses below the root that pages and files of every site have."""
LARGEST_EXAMPLE: Final = 1 << 20
"""Bytes of an example: people are to read it."""

_OWN: Final = frozenset({"kinds", "levels", "fields"})
_OF_THE_SITE: Final = frozenset({"unknown-field", "unknown-value"})

M = TypeVar("M", Resource, Topic, Example)
Beside = TypeVar("Beside", Glossary, Questions)


@dataclass(frozen=True)
class Loaded:
    """What reading a project gave.

    Attributes:
        catalog: every entry that is right by itself.
        diagnostics: what is wrong with the others.
        broken: ids of the others: to name one of them is not a mistake of whoever names it.
        texts: what each file says, by its path in findings.
        site: the file of the site as a whole, if there is one and it is right by itself.
    """

    catalog: Catalog
    diagnostics: list[Diagnostic]
    broken: frozenset[str]
    texts: Mapping[str, str]
    site: Entry[SiteSettings] | None = None

    def locate(self, path: str, location: Location, *, key: bool = False) -> Span:
        """Where a value stands in a file, or the name of its field."""
        text = self.texts[path]
        if path.endswith(".py"):
            text = headers.yaml_of(text)
        return headers.locate_in(path, text, location, key=key)


def site_settings(folder: Path) -> SiteSettings:
    """What `site.yml` in a folder of topics says; our own words if it is missing or not right."""
    try:
        raw = read(str(folder / SITE_FILE), source.MAX_BYTES + 1)
    except OSError:
        return SiteSettings()
    parsed = source.parse(SITE_FILE, raw)
    made = validated(parsed, SiteSettings) if parsed.data is not None else []
    return SiteSettings() if isinstance(made, list) else made


def load(
    root: Path,
    resources: str = "resources",
    examples: str = "code/examples",
) -> Loaded:
    """Read every topic, resource and example below `root`.

    Args:
        root: the project's folder; paths in findings are relative to it.
        resources: the folder of topics, with forward slashes.
        examples: the folder of runnable examples; it may be absent.
    """
    reader = _Reader(root)
    with _no_garbage_collection():
        reader.read_topics(resources)
        reader.read_examples(examples)
    return reader.loaded()


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Hold the collector back: loading makes many objects, and they stay."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


class _Reader:
    """One walk over the files of a project."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.topics: dict[str, Entry[Topic]] = {}
        self.resources: dict[str, Entry[Resource]] = {}
        self.examples: dict[str, Entry[Example]] = {}
        self.exercises: dict[str, tuple[Exercise, ...]] = {}
        self.texts: dict[str, str] = {}
        self.diagnostics: list[Diagnostic] = []
        self.broken: set[str] = set()
        self.glossaries: dict[str, Entry[Glossary]] = {}
        self.questions: dict[str, Entry[Questions]] = {}
        self.taken: dict[str, str] = {}
        self.site: Entry[SiteSettings] | None = None
        self.settings = SiteSettings()
        self.is_sure = True

    def loaded(self) -> Loaded:
        catalog = Catalog(
            self.topics,
            self.resources,
            self.examples,
            self.exercises,
            self.settings,
            self.glossaries,
            self.questions,
        )
        for topic in self.topics.values():
            for path in topic.model.paths:
                for step in path.steps:
                    step.settle(is_example=step.id in self.examples)
        return Loaded(catalog, self.diagnostics, frozenset(self.broken), self.texts, self.site)

    def read_topics(self, folder: str) -> None:
        """Read `folder/<topic>/*.yml`, and what stands beside them about the site."""
        items = self._items(folder, required=True)
        # What the site has of its own decides what its entries may say.
        for item in items:
            if item.name == SITE_FILE:
                path = f"{folder}/{item.name}"
                self.is_sure = self._is_file(item, path)
                if self.is_sure:
                    self._read_site(path)
        for item in items:
            path = f"{folder}/{item.name}"
            if item.name == SITE_FILE:
                continue  # it was read first
            if not item.is_dir(follow_symlinks=False):
                if item.name == "site.yaml":
                    self._unexpected(path, f"this name is not read; rename it to {SITE_FILE}")
                else:
                    self._unexpected(path, "entries live in a topic's folder: move it into one")
            elif item.name in RESERVED:
                message = f"`{item.name}` is an address that every site has; rename the folder"
                self._report("bad-file-name", message, path)
            elif self._name(item.name, path, "a topic's folder"):
                self._read_topic(item.name, path)

    def _read_site(self, path: str) -> None:
        read = self._read_yaml(path)
        self.texts[path] = read.text
        made = read.diagnostics if read.data is None else validated(read, SiteSettings)
        if isinstance(made, list):
            self.diagnostics.extend(made)
            data = read.data if isinstance(read.data, dict) else {}
            right = {
                name: value
                for name, value in data.items()
                if not isinstance(validated(read._replace(data={name: value}), SiteSettings), list)
            }
            self.settings = SiteSettings.model_validate(right)
            wrong = data.keys() - right.keys()
            self.is_sure = bool(data) and wrong <= SiteSettings.model_fields.keys() - _OWN
        else:
            self.site = Entry("", "", path, made)
            self.settings = made

    def _read_topic(self, topic: str, folder: str) -> None:
        seen_topic = False
        for item in self._items(folder):
            path = f"{folder}/{item.name}"
            stem, extension = _stem_and_extension(item.name)
            seen_topic = seen_topic or item.name == TOPIC_FILE
            if item.name == TOPIC_FILE:
                if self._is_file(item, path):
                    self._keep(self._read_yaml(path), Topic, topic, topic, self.topics)
            elif item.name == GLOSSARY_FILE:
                if self._is_file(item, path):
                    self._read_glossary(path, topic)
            elif item.name == QUESTIONS_FOLDER and item.is_dir(follow_symlinks=False):
                self._read_questions(topic, path)
            elif extension == ".yml" and self._is_file(item, path):
                if self._name(stem, path, "a resource's file"):
                    self._keep(
                        self._read_yaml(path), self.settings.resource, stem, topic, self.resources
                    )
            elif extension != ".yml":
                hint = f"rename it to {stem}.yml" if extension == ".yaml" else "move or remove it"
                self._unexpected(path, f"a topic's folder holds .yml entries only: {hint}")
        if not seen_topic:
            self.broken.add(topic)
            self._report(
                "missing-topic",
                f"the folder has no {TOPIC_FILE}, which gives the topic its title and paths",
                f"{folder}/{TOPIC_FILE}",
            )

    def _read_glossary(self, path: str, topic: str) -> None:
        if (made := self._validated(path, Glossary)) is not None:
            self.glossaries[topic] = Entry(GLOSSARY_FILE.removesuffix(".yml"), topic, path, made)

    def _read_questions(self, topic: str, folder: str) -> None:
        for item in self._items(folder):
            path = f"{folder}/{item.name}"
            stem, extension = _stem_and_extension(item.name)
            if extension != ".yml":
                hint = f"rename it to {stem}.yml" if extension == ".yaml" else "move or remove it"
                self._unexpected(path, f"a folder of questions holds .yml files only: {hint}")
            elif (
                self._is_file(item, path)
                and self._name(stem, path, "a file of questions")
                and (made := self._validated(path, Questions)) is not None
            ):
                self.questions[f"{topic}/{stem}"] = Entry(stem, topic, path, made)

    def _validated(self, path: str, model: type[Beside]) -> Beside | None:
        """What a file beside the entries says, or None if it is not right, which is reported."""
        read = self._read_yaml(path)
        self.texts[path] = read.text
        made = read.diagnostics if read.data is None else validated(read, model)
        if isinstance(made, list):
            self.diagnostics.extend(made)
            return None
        return made

    def read_examples(self, folder: str) -> None:
        """Read the headers and the exercises of `folder/*.py`."""
        for item in self._items(folder):
            path = f"{folder}/{item.name}"
            stem, extension = _stem_and_extension(item.name)
            if extension != ".py" or not self._is_file(item, path):
                continue
            if not self._name(stem, path, "an example's file"):
                continue
            try:
                raw = read_whole(self.root / path, LARGEST_EXAMPLE)
            except OSError as error:
                rule = "file-too-large" if isinstance(error, TooLargeError) else "unreadable"
                self._report(rule, error.strerror or "it cannot be read", path)
                self.broken.add(stem)
                continue
            self._keep(headers.header_of(path, raw), self.settings.example, stem, "", self.examples)
            self._read_exercises(path, stem, raw)

    def _read_exercises(self, path: str, example: str, raw: bytes) -> None:
        from topicsite.reading.exercises import (
            read_exercises,  # it parses Python, and most files are YAML
        )

        text = raw.decode("utf-8", "replace")
        self.texts[path] = text  # findings of an example may lie behind its header
        found, problems = read_exercises(path, text)
        if found:
            self.exercises[example] = found
        if problems:
            self.diagnostics.extend(problems)
            self.broken.add(example)

    def _read_yaml(self, path: str) -> Source:
        """Read one file, at most a byte more than it may have."""
        try:
            raw = read(f"{self.root}/{path}", source.MAX_BYTES + 1)
        except OSError as error:
            reason = error.strerror or "it cannot be read"
            return Source(path, "", None, [Diagnostic("unreadable", reason.lower(), path)])
        return source.parse(path, raw)

    def _keep(
        self,
        read: Source,
        model: type[M],
        entry_id: str,
        topic: str,
        entries: dict[str, Entry[M]],
    ) -> None:
        """Validate what was read and put it among `entries`, or report why not."""
        path = read.path
        self.texts[path] = read.text
        clash = self.taken.setdefault(entry_id, path)
        if clash != path:
            self._report("id-clash", f"the id `{entry_id}` is taken by {clash}; rename one", path)
            return
        found = read.diagnostics
        if read.data is not None:
            made = validated(read, model)
            if isinstance(made, list):
                # Whether a word or a field is the site's own shows when its file is right.
                found = [one for one in made if self.is_sure or one.rule not in _OF_THE_SITE]
                self.broken.add(entry_id)
            else:
                entries[entry_id] = Entry(entry_id, topic, path, made)
        if found:
            self.diagnostics.extend(found)
            self.broken.add(entry_id)

    def _items(self, folder: str, *, required: bool = False) -> list[os.DirEntry[str]]:
        """What a folder holds, by name, without hidden files and caches."""
        try:
            with os.scandir(self.root / folder) as items:
                return sorted(
                    (i for i in items if i.name[0] != "." and i.name != "__pycache__"),
                    key=lambda item: item.name,
                )
        except OSError as error:
            if required or not isinstance(error, FileNotFoundError):
                self._report("unreadable", f"the folder cannot be read: {error.strerror}", folder)
            return []

    def _is_file(self, item: os.DirEntry[str], path: str) -> bool:
        if item.is_symlink():
            message = "this is a symbolic link; put the file itself here"
            self._report("symlink", message, path)
        elif not item.is_file():
            self._unexpected(path, "this is not a file")
        else:
            return True
        self.broken.add(_stem_and_extension(item.name)[0])
        return False

    def _name(self, stem: str, path: str, what: str) -> bool:
        """Whether a file's name can be an id; ids must differ by more than case."""
        if ID.match(stem):
            return True
        proposal = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
        hint = f", such as `{proposal}`" if proposal else ""
        message = f"{what} is named by its id: lower-case letters, digits and single hyphens{hint}"
        self._report("bad-file-name", message, path)
        self.broken.add(stem)
        return False

    def _unexpected(self, path: str, message: str) -> None:
        self._report("unexpected-file", message, path)

    def _report(self, rule: str, message: str, path: str) -> None:
        self.diagnostics.append(Diagnostic(rule, message, path))


def _stem_and_extension(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    return (stem, dot + extension) if stem else (name, "")
