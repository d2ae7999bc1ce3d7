"""What every template may ask about the site as a whole."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import Final

from markupsafe import Markup, escape

from topicsite.language.locales import ENGLISH, Language
from topicsite.links.ledger import Ledger
from topicsite.links.states import State
from topicsite.model import identity
from topicsite.model.catalog import Catalog, Entry, Group, Stop
from topicsite.model.entries import Claim, Example, LearningPath, Resource, Step, Topic
from topicsite.model.fields import ID
from topicsite.model.glossary import Term, spelled
from topicsite.model.own import OwnField
from topicsite.model.times import Time
from topicsite.proving.claims import Finding, Outcome, findings
from topicsite.proving.history import History, Stretch, Turn, stretches, turns
from topicsite.reading.changes import Change
from topicsite.render.labels import label, several

MAP: Final = "map"
"""The name of the page with the map of topics."""
PROGRESS: Final = "progress"
"""The name of the page on which readers see what they have done."""
PLAN: Final = "plan"
REVIEW: Final = "review"
"""The name of the page that makes a plan for the time that a reader has."""
CATALOGUE: Final = "catalogue"
"""The name of the page on which one chooses from everything."""


GLOSSARY: Final = "glossary"
SHEET: Final = "sheet"
"""The names, below a topic's, of the pages of its terms and of what is to be printed."""
CITATIONS: Final = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
"""The formats in which readers cite, by the endings of their files."""
QUESTIONS: Final = "questions"
"""The name, below a topic's, of the page of its questions; those of self-tests lie below it."""


def claim_anchor(resource: str, claim: str) -> str:
    """The id of a claim on whatever page it stands; ids of other things have one `_` at most."""
    return f"claim_{resource}_{claim}"


def in_folders(page: str) -> str:
    """The address of a page where each lies in a folder of its own: `tags` is at `tags/`."""
    return f"{page}/" if page else ""


@dataclass(frozen=True)
class Site:
    """The catalog, and what only the surroundings know.

    Attributes:
        catalog: everything that is on the site.
        edit_base: the address before a file's path that opens it for editing, if there is one.
        updated: the day of each file's last change, by path.
        committed: the same to the second, since 1970.
        outcomes: what the examples found, by claim; it grows while the examples are run.
        drawn: what the named cells of each example drew, by example and name; it grows likewise.
        printed: the lines that each example printed, by example; it grows likewise.
        ledger: what the last check of links saw, by address.
        history: what runs under several Pythons made of the claims, and since when.
        changes: what version control knows of entries that came or changed for learners.
        gone_since: the day since which each address has been gone, where that is known.
        keeps_schemas: whether the project has the editors' schemas beside its pages.
        name: what the site is called.
        description: what it is about, in a sentence or two; nothing, if nobody says.
        base: where its root will be published, or nothing yet.
        colours: those of its mark, and of the letter in it.
        form: the name of the page with the form, if there is one.
        language: what the pages are in, as far as their words are ours.
        page_address: where a page lies below the root, as a link has it. Pages are named without
            regard to where they lie: `` is the home page, `t` that of the topic `t`, `examples/x`
            that of an example, `tags` the index of tags, `tags/chain-rule` that of a tag. Whoever
            publishes the site knows; a page that is not there has the address that it would have.
    """

    catalog: Catalog
    edit_base: str | None = None
    updated: Mapping[str, datetime.date] = field(default_factory=dict)
    committed: Mapping[str, int] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    drawn: dict[str, dict[str, str]] = field(default_factory=dict)
    printed: dict[str, Sequence[str]] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=dict)
    history: History = frozenset()
    changes: Sequence[Change] = ()
    gone_since: Mapping[str, str] = field(default_factory=dict)
    keeps_schemas: bool = False
    name: str = ""
    description: str = ""
    base: str = ""
    colours: tuple[str, str] = ("#1a5fb4", "#ffffff")
    page_address: Callable[[str], str] = in_folders
    form: str = ""
    language: Language = ENGLISH

    @cached_property
    def tag_addresses(self) -> dict[str, str]:
        """The address of each phrase's page."""
        return {phrase: self.page_address(page) for phrase, page in self.catalog.tag_pages.items()}

    @cached_property
    def wanted(self) -> set[str]:
        """The topics that wait for their first resource."""
        return {name for name in self.catalog.topics if self.catalog.is_wanted(name)}

    @cached_property
    def open(self) -> set[str]:
        """The topics that can be begun at once: they have resources and need no other topic."""
        topics = self.catalog.topics
        return {name for name in topics if not topics[name].model.prerequisites} - self.wanted

    @property
    def map(self) -> str:
        """The name of the page with the map; empty where there is none, or a topic of that name."""
        return MAP if self.catalog.has_many_topics and MAP not in self.catalog.topics else ""

    @property
    def progress(self) -> str:
        """The name of the page of a reader's progress; empty where there is none."""
        topics = self.catalog.topics
        walked = any(topic.model.paths for topic in topics.values())
        return PROGRESS if walked and PROGRESS not in topics else ""

    @property
    def plan(self) -> str:
        """The name of the page of plans; empty where no topic has goals, or one has that name."""
        topics = self.catalog.topics
        aims = any(topic.model.goals for topic in topics.values())
        return PLAN if aims and PLAN not in topics else ""

    @property
    def review(self) -> str:
        """The name of the page on which questions come back; empty where nothing is asked."""
        topics = self.catalog.topics
        return REVIEW if any(map(self.has_questions, topics)) and REVIEW not in topics else ""

    @property
    def catalogue(self) -> str:
        """The name of the catalogue's page; empty without resources, or if a topic has it."""
        catalog = self.catalog
        return CATALOGUE if catalog.resources and CATALOGUE not in catalog.topics else ""

    def glossary_address(self, topic: str) -> str:
        """Where the terms of a topic stand, below the root."""
        return self.page_address(f"{topic}/{GLOSSARY}")

    def has_sheet(self, topic: Entry[Topic]) -> bool:
        """Whether there is something to put on the sheet of a topic."""
        if topic.id in self.wanted:
            return False
        glossary = self.catalog.glossaries.get(topic.id)
        has_terms = glossary is not None and any(term.sheet for term in glossary.model.terms)
        return bool(topic.model.goals or topic.model.paths) or has_terms

    def sheet_address(self, topic: str) -> str:
        """Where the sheet of a topic is, below the root."""
        return self.page_address(f"{topic}/{SHEET}")

    def has_questions(self, topic: str) -> bool:
        """Whether a topic has questions."""
        return any(entry.topic == topic for entry in self.catalog.questions.values())

    def has_self_test(self, topic: str, path: LearningPath) -> bool:
        """Whether there is a question on a goal of a path."""
        goals = {goal.can for goal in self.catalog.goals_of(topic, path)}
        return not goals.isdisjoint(self._goals_asked.get(topic, ()))

    @cached_property
    def _goals_asked(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for entry in self.catalog.questions.values():
            asked = (question.goal for question in entry.model.questions if question.goal)
            found.setdefault(entry.topic, set()).update(asked)
        return found

    def questions_address(self, topic: str) -> str:
        """Where all questions of a topic stand, below the root."""
        return self.page_address(f"{topic}/{QUESTIONS}")

    def deck_address(self, topic: str, ending: str = "apkg") -> str:
        """Where the questions of a topic lie as cards, below the root: an `apkg` or a `txt`."""
        page = self.questions_address(topic).removesuffix(".html").rstrip("/")
        return f"{page}/{topic}.{ending}"

    def has_crate(self, topic: str) -> bool:
        """Whether claims of a topic were tried, on a known day: then all of it is to be had."""
        entries = self.catalog.of_topic(topic)
        tried = [entry for entry in entries if any(one.outcome for one in self.findings(entry))]
        return self.last_change(entry.path for entry in tried) is not None

    def crate_address(self, topic: str) -> str:
        """Where the claims of a topic lie with programs and outcomes, below the root."""
        page = self.page_address(topic).removesuffix(".html").rstrip("/")
        return f"{page}/{topic}.crate.zip"

    def citation_address(self, name: str, ending: str) -> str:
        """Where one cites from, below the root: it stays, however pages lie.

        Args:
            name: the id of a resource or topic, `TOPIC/PATH` for a path, or empty for everything.
            ending: that of one of the formats.
        """
        return f"cite/{name}.{ending}" if name else f"cite.{ending}"

    def table_address(self, topic: str = "") -> str:
        """Where the resources of a topic, or of all, lie as a table, below the root."""
        return f"resources/{topic}.csv" if topic else "resources.csv"

    def feed_address(self, topic: str = "", ending: str = "xml") -> str:
        """Where the feed of what is new in a topic, or on the site, lies below the root."""
        return f"feed/{topic}.{ending}" if topic else f"feed.{ending}"

    def feed_title(self, topic: str = "") -> str:
        """What that feed is called."""
        gettext = self.language.gettext
        if not topic:
            return gettext("%(site)s: what is new", site=self.name)
        title = self.title_of(topic)
        return gettext("%(site)s: what is new in %(topic)s", site=self.name, topic=title)

    @cached_property
    def _with_news(self) -> set[str]:
        """The topics in which something came or changed; an empty name if anything did."""
        topics = {one.topic for one in self.changes}
        gone = (e.topic for e in self.catalog.resources.values() if e.model.url in self.gone_since)
        turned = (turn.claim.partition("/")[0] for turn in self.turned)
        topics |= {*gone, *(self.catalog.resources[name].topic for name in turned)}
        return topics | {""} if topics else topics

    def has_feed(self, topic: str = "") -> bool:
        """Whether there is something new to tell, and an address by which a feed names it."""
        return bool(self.base) and topic in self._with_news

    def feeds(self, page: str) -> list[tuple[str, str, str]]:
        """The feeds that go with a page, of its topic and of the site: title, media type, address.

        Args:
            page: its name.
        """
        topics = self.catalog.topics
        topic = page.partition("/")[0]
        # Where there is one topic, its feed says what that of the site says.
        own = [topic] if topic in topics and len(topics) > 1 else []
        return [
            (self.feed_title(name), kind, self.feed_address(name, ending))
            for name in dict.fromkeys((*own, ""))
            if self.has_feed(name)
            for kind, ending in (("application/atom+xml", "xml"), ("application/feed+json", "json"))
        ]

    def following(self, root: str, topic: str) -> list[Markup]:
        """Links to the feeds of a topic, or of the site under no name."""
        if not self.has_feed(topic):
            return []
        titles = {"xml": "Atom", "json": "JSON Feed"}
        return [_link(title, root, self.feed_address(topic, end)) for end, title in titles.items()]

    def citations(self, root: str, name: str) -> list[Markup]:
        """Links to what one cites from, in each format; `name` as for `citation_address`."""
        return [
            _link(title, root, self.citation_address(name, ending))
            for ending, title in CITATIONS.items()
        ]

    def former_ids(self, topic: str) -> list[str]:
        """The ids that a topic had before, those that no other has now."""
        former = (old.rstrip("/") for old in self.catalog.topics[topic].model.formerly)
        return [old for old in former if ID.match(old) and old not in self.catalog.ids]

    def self_test_address(self, topic: str, path: str) -> str:
        """Where the self-test of a path is, below the root."""
        return self.page_address(f"{topic}/{QUESTIONS}/{path}")

    def term_address(self, phrase: str) -> str | None:
        """Where a phrase is defined, below the root; None if no term is called so."""
        found = self.catalog.term_of(phrase)
        if found is None:
            return None
        topic, term = found
        anchors = self.catalog.glossaries[topic].model.anchors
        return f"{self.glossary_address(topic)}#{anchors[term.term]}"

    def assumed(self, root: str, topic: Entry[Topic]) -> list[Markup]:
        """What a topic takes for granted, with a link where it has a refresher."""
        return [
            _link(one.says, root, self.address_of(one.refresher) if one.refresher else None)
            for one in topic.model.assumes
        ]

    def links_to_terms(self, root: str, phrases: Iterable[str]) -> list[Markup]:
        """Links to terms, each by the name that is given."""
        return [_link(phrase, root, self.term_address(phrase)) for phrase in phrases]

    def tags_of_term(self, root: str, term: Term) -> list[Markup]:
        """Links to the pages of what teaches a term."""
        names = dict.fromkeys(spelled(name) for name in (*term.names, *term.forms))
        tags = [self._tags_spelled[name] for name in names if name in self._tags_spelled]
        return [_link(phrase, root, self.tag_addresses[phrase]) for phrase in tags]

    @cached_property
    def _tags_spelled(self) -> dict[str, str]:
        return {spelled(phrase): phrase for phrase in self.catalog.tags}

    def heading(self, group: Group) -> str:
        """What a group of topics is called."""
        if group.title:
            return group.title
        gettext = self.language.gettext
        return gettext("Further topics") if self.catalog.site.sections else gettext("Topics")

    def in_order(self, group: Group) -> list[Entry[Topic]]:
        """The topics of a group; those that are wanted stand after the others."""
        return sorted(group.topics, key=lambda topic: topic.id in self.wanted)

    def form_for(self, topic: str) -> str:
        """The address, below the root, of the form for a resource of a topic; empty without one."""
        return f"{self.page_address(self.form)}?topic={topic}" if self.form else ""

    def address_of(self, name: str) -> str | None:
        """The address, below the root, of a resource's card, a topic or an example."""
        catalog = self.catalog
        if name in catalog.resources:
            return f"{self.page_address(catalog.resources[name].topic)}#{name}"
        if name in catalog.examples:
            return self.page_address(f"examples/{name}")
        return self.page_address(name) if name in catalog.topics else None

    def title_of(self, name: str) -> str:
        """The title of a resource, example or topic."""
        catalog = self.catalog
        entry = (
            catalog.resources.get(name) or catalog.examples.get(name) or catalog.topics.get(name)
        )
        return entry.model.title if entry else name

    def path_name(self, topic: str, path: str) -> str:
        """What a learning path is called."""
        paths = self.catalog.topics[topic].model.paths
        title = next(one.title for one in paths if one.id == path)
        if title:
            return title
        if len(paths) > 1:
            return path.replace("-", " ").capitalize()
        return self.language.gettext("Learning path")

    def links_to(self, root: str, names: Iterable[str]) -> list[Markup]:
        """Links to resources, examples or topics, each with its title.

        Args:
            root: the way from the page to the site's root.
            names: their ids; one that is nowhere on the site is written as it is.
        """
        return [_link(self.title_of(name), root, self.address_of(name)) for name in names]

    def link_to_path(self, root: str, topic: str, path: str) -> Markup:
        """A link to a learning path with its name."""
        address = f"{self.address_of(topic)}#path_{path}"
        return _link(self.path_name(topic, path), root, address)

    def paths_beside(self, root: str, stop: Stop) -> list[Markup]:
        """Links to the other paths of the topic of a path."""
        paths = self.catalog.topics[stop.topic].model.paths
        return [
            self.link_to_path(root, stop.topic, path.id)
            for path in paths
            if path.id != stop.path.id
        ]

    def time_before(self, path: LearningPath) -> Time:
        """How long it takes what a path wants first, as far as that is known."""
        catalog = self.catalog
        times = [
            Time.of([catalog.resources[name].model.duration])
            if name in catalog.resources
            else catalog.topic_time(catalog.topics[name])
            for name in path.prerequisites
        ]
        return reduce(Time.and_, times, Time.of([]))

    @cached_property
    def kinds(self) -> dict[str, str]:
        """What one resource of each kind is called."""
        kinds = self.catalog.site.kinds
        return {kind.id: kind.label or label(self.language, kind.id) for kind in kinds}

    @cached_property
    def plurals(self) -> dict[str, str]:
        """What several resources of each kind are called."""
        return {
            kind.id: kind.plural
            or ("" if kind.label else several(self.language, kind.id))
            or self.kinds[kind.id]
            for kind in self.catalog.site.kinds
        }

    @cached_property
    def levels(self) -> dict[str, str]:
        """What each level is called."""
        levels = self.catalog.site.levels
        return {level.id: level.label or label(self.language, level.id) for level in levels}

    def own(self, entry: Entry[Resource]) -> list[tuple[str, OwnField, Sequence[str]]]:
        """What an entry says in the site's own fields: name, field and the texts that stand there.

        A truth is `true` or `false`.
        """
        found: list[tuple[str, OwnField, Sequence[str]]] = []
        for name, one in self.catalog.site.fields.items():
            value = getattr(entry.model, name, None)
            if isinstance(value, tuple):
                texts = value
            elif isinstance(value, bool):
                texts = ("true" if value else "false",)
            else:
                texts = () if value is None else (str(value),)
            if texts:
                found.append((name, one, texts))
        return found

    def subject(self, step: Step) -> Entry[Resource] | Entry[Example]:
        """What a step is about."""
        return self.catalog.subject(step)

    def findings(self, entry: Entry[Resource]) -> list[Finding]:
        """The claims of a resource with what came out."""
        return findings(entry, self.outcomes)

    def exercises_of(self, subjects: Iterable[str]) -> list[str]:
        """The full names, `example/exercise`, of the exercises of the examples among `subjects`.

        One of an example that was renamed has all its names, `new/exercise|old/exercise`.
        """
        return [
            "|".join(f"{known}/{exercise.id}" for known in self.known_as(name))
            for name in dict.fromkeys(subjects)
            for exercise in self.catalog.exercises.get(name, ())
        ]

    def known_as(self, name: str) -> list[str]:
        """The id of a resource or an example, and those that it had before."""
        entry = self.catalog.resources.get(name) or self.catalog.examples[name]
        return [name, *entry.model.formerly]

    def link_state(self, address: str) -> State | None:
        """What the last check made of an address; None if it was never asked."""
        known = self.ledger.get(address)
        return known.state if known else None

    @cached_property
    def stood(self) -> dict[str, list[Stretch]]:
        """Since when the verdicts on each claim have stood, by its full name."""
        return stretches(self.history)

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Every claim, by its full name."""
        return dict(self.catalog.claims())

    def claim_address(self, name: str) -> str:
        """The address, below the root, of a claim on the card of its resource."""
        resource, _, claim = name.partition("/")
        page = self.page_address(self.catalog.resources[resource].topic)
        return f"{page}#{claim_anchor(resource, claim)}"

    @cached_property
    def turned(self) -> list[Turn]:
        """The verdicts that turned, the latest first."""
        return turns(self.history)

    @cached_property
    def linked_from(self) -> dict[str, list[str]]:
        """For each address the ids of the resources that are there, or are there too."""
        found: dict[str, list[str]] = {}
        for entry in self.catalog.resources.values():
            model = entry.model
            addresses = list(model.addresses)
            own = self.own(entry)
            addresses += [url for _, field, (url, *_) in own if field.type == "address"]
            addresses += [identity.doi_address(model.doi)] if model.doi else []
            addresses += [identity.arxiv_address(model.arxiv)] if model.arxiv else []
            for address in dict.fromkeys(addresses):
                found.setdefault(address, []).append(entry.id)
        return found

    def last_change(self, paths: Iterable[str]) -> datetime.date | None:
        """The latest day on which one of the files changed, or None if none is known."""
        days = [self.updated[path] for path in paths if path in self.updated]
        return max(days, default=None)


def _link(title: str, root: str, address: str | None) -> Markup:
    if address is None:
        return escape(title)
    return Markup('<a href="{}{}">{}</a>').format(root, address, title)


def root_of(address: str) -> str:
    """The way from a page back to the site's root: `../` for each folder of its address."""
    return "../" * address.count("/")
