"""What can be found: entries, examples, exercises, paths, topics, tags, and sections of pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from topicsite.language.locales import Language
from topicsite.model.catalog import Entry
from topicsite.model.entries import Example, LearningPath, Resource, Topic
from topicsite.model.glossary import Glossary, Term
from topicsite.render.labels import label
from topicsite.render.pages import generated_pages
from topicsite.render.site import Site, claim_anchor
from topicsite.render.text import authors, duration, facts, plain, sum_of
from topicsite.search.sections import Section
from topicsite.search.tex import untexed

# How much a word counts, by where it stands.
_TITLE: Final = 8.0
_SUBJECT: Final = 5.0
_AROUND: Final = 2.0
_TEXT: Final = 1.0

# How much a record counts, by what it is: what is gathered elsewhere repeats the words of others.
_OF_TOPIC: Final = 1.3
_OF_PATH: Final = 1.0
_OF_RESOURCE: Final = 1.0
_OF_EXAMPLE: Final = 1.1
_OF_EXERCISE: Final = 0.9
_OF_SECTION: Final = 0.7
_OF_TAG: Final = 0.6
_OF_TERM: Final = 0.75

_LATER: Final = 0.9
"""The same of what stands further down in a section."""

_FEW: Final = 5
"""So many entries of a tag are named."""
_LONGEST: Final = 1200
"""So many characters of a section are found together; a longer one is several records."""


class Passage(NamedTuple):
    """A part of a record's text.

    Attributes:
        text: plain text.
        anchor: where on the page it stands, if that is not the record's own place.
    """

    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Record:
    """Something that can be found.

    Attributes:
        title: what it is called.
        page: the address of its page, below the root.
        anchor: its place on the page; empty at the top.
        says: what it is, such as `Video · 13 min · Free`.
        passages: its text, of which a result shows a sentence.
        words: more words by which it is found, with what each counts.
        facets: what it can be chosen by, as words: kind, level, access.
        group: records of one group are parts of one thing, of which one is shown first.
        boost: how much it counts beside others.
    """

    title: str
    page: str
    anchor: str = ""
    says: str = ""
    passages: tuple[Passage, ...] = ()
    words: tuple[tuple[str, float], ...] = ()
    facets: tuple[str, ...] = ()
    group: str = ""
    boost: float = 1.0

    @property
    def fields(self) -> Iterator[tuple[str, float]]:
        """All text by which it is found, with what a word in it counts."""
        yield self.title, _TITLE
        yield from self.words
        for passage in self.passages:
            yield passage.text, _TEXT


def records_of(site: Site) -> Iterator[Record]:
    """The records of the catalog: those that teach most come first, and win where others tie."""
    for topic in site.catalog.topics.values():
        yield _topic(site, topic)
        for path in topic.model.paths:
            yield _path(site, topic, path)
    paths = [path for topic in site.catalog.topics.values() for path in topic.model.paths]
    in_paths = {step.subject for path in paths for step in path.steps}
    resources = sorted(site.catalog.resources.values(), key=lambda one: one.id not in in_paths)
    for resource in resources:
        yield _resource(site, resource)
    for example in site.catalog.examples.values():
        yield _example(site, example)
        yield from _exercises(site, example)
    for phrase, entries in site.catalog.tags.items():
        yield _tag(site.language, phrase, entries, site.tag_addresses[phrase])
    for entry in site.catalog.glossaries.values():
        for term in entry.model.terms:
            yield _term(site, entry, term)
    yield from _lists(site)


def page_records(
    language: Language,
    page: str,
    title: str,
    sections: Iterable[Section],
    *,
    of_example: bool = False,
    boost: float = 1.0,
) -> Iterator[Record]:
    """The records of a page's own text, by section.

    Args:
        language: the language of the site.
        page: the page's address below the root.
        title: the page's title.
        sections: its text.
        of_example: whether it is that of an example, which has a record of its own, and so have its
            exercises.
        boost: how much its words count, as its front matter has it.
    """
    kind = language.gettext("Example") if of_example else language.gettext("Page")
    for section in sections:
        is_whole = section.level < 2
        if of_example and (section.anchor.startswith("exercise-") or not section.lines):
            continue
        for number, text in enumerate(_pieces(section.lines)):
            yield Record(
                title if is_whole else section.title,
                page,
                "" if is_whole else section.anchor,
                says=kind if is_whole else facts(kind, title),
                passages=(Passage(text),) if text else (),
                words=() if is_whole else ((title, _AROUND),),
                facets=(kind,),
                group=page,
                # Whoever searches by a heading wants its beginning.
                boost=boost * _OF_SECTION * (_LATER if number else 1.0),
            )


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a section, as many together as are found together."""
    piece: list[str] = []
    length = 0
    for line in lines:
        if piece and length + len(line) > _LONGEST:
            yield "\n".join(piece)
            piece, length = [], 0
        piece.append(line)
        length += len(line)
    yield "\n".join(piece)


def _topic(site: Site, topic: Entry[Topic]) -> Record:
    model, gettext = topic.model, site.language.gettext
    goals = [_text(goal.can) for goal in model.goals]
    texts = [
        _text(model.summary),
        *(gettext("After this you can %(goal)s.", goal=goal) for goal in goals),
    ]
    if model.assumes:
        phrases = site.language.commas([_text(one.says) for one in model.assumes])
        texts.append(gettext("What you need to know first: %(phrases)s.", phrases=phrases))
    return Record(
        model.title,
        site.page_address(topic.id),
        says=gettext("Topic"),
        passages=tuple(map(Passage, texts)),
        words=(*_subjects(model.keywords), (_spaced(topic.id), _AROUND)),
        facets=(gettext("Topic"),),
        boost=_OF_TOPIC,
    )


def _path(site: Site, topic: Entry[Topic], path: LearningPath) -> Record:
    kind = site.language.gettext("Learning path")
    time = site.catalog.time_of(path.steps)
    stages = ", ".join(stage.title for stage in path.stages if stage.title)
    texts = [path.summary, stages, *(step.why for step in path.steps)]
    return Record(
        site.path_name(topic.id, path.id),
        site.page_address(topic.id),
        f"path_{path.id}",
        says=facts(kind, sum_of(site.language, time)),
        passages=tuple(Passage(_text(text)) for text in texts if text),
        words=((topic.model.title, _AROUND),),
        facets=(kind,),
        boost=_OF_PATH,
    )


def _resource(site: Site, resource: Entry[Resource]) -> Record:
    model, language = resource.model, site.language
    kind = site.kinds[model.kind]
    others = [site.levels[model.level]] if model.level else []
    others += [label(language, model.access)] if model.access else []
    names = (_spaced(resource.id), model.doi, model.arxiv, model.isbn)
    own = [
        text for _, field, texts in site.own(resource) if field.type != "boolean" for text in texts
    ]
    around = (model.venue, str(model.year or ""), *names, *model.assumes, *own)
    return Record(
        model.title,
        site.page_address(resource.topic),
        resource.id,
        says=facts(
            kind,
            duration(language, model.duration) if model.duration else None,
            *others,
            authors(language, model.authors),
        ),
        passages=(
            *(Passage(_text(text)) for text in (model.summary, model.note) if text),
            *(
                Passage(_text(claim.says), claim_anchor(resource.id, claim.id))
                for claim in model.claims
            ),
        ),
        words=(
            *_subjects(model.teaches),
            *_subjects(model.authors),
            *((text, _AROUND) for text in around if text),
        ),
        facets=(kind, *others),
        boost=_OF_RESOURCE,
    )


def _example(site: Site, example: Entry[Example]) -> Record:
    model, language = example.model, site.language
    level = site.levels[model.level]
    return Record(
        model.title,
        site.page_address(f"examples/{example.id}"),
        says=facts(language.gettext("Example to run"), duration(language, model.duration), level),
        passages=(Passage(_text(model.summary)),),
        words=(
            *_subjects(model.teaches),
            (_spaced(example.id), _AROUND),
            *((site.title_of(name), _TEXT) for name in model.follows),
        ),
        facets=(language.gettext("Example"), level, label(language, "free")),
        group=site.page_address(f"examples/{example.id}"),
        boost=_OF_EXAMPLE,
    )


def _exercises(site: Site, example: Entry[Example]) -> Iterator[Record]:
    language = site.language
    kind = language.gettext("Exercise")
    level = site.levels[example.model.level]
    for exercise in site.catalog.exercises.get(example.id, ()):
        yield Record(
            exercise.title,
            site.page_address(f"examples/{example.id}"),
            f"exercise-{exercise.id}",
            says=facts(kind, example.model.title),
            passages=(Passage(_text(exercise.task)),),
            words=((example.model.title, _AROUND),),
            facets=(kind, level, label(language, "free")),
            boost=_OF_EXERCISE,
        )


def _term(site: Site, entry: Entry[Glossary], term: Term) -> Record:
    kind = site.language.gettext("Glossary")
    return Record(
        term.term[:1].upper() + term.term[1:],
        site.glossary_address(entry.topic),
        entry.model.anchors[term.term],
        says=facts(kind, site.title_of(entry.topic)),
        passages=(Passage(_text(term.means)),),
        words=tuple(_subjects((*term.also, *term.forms))),
        facets=(kind,),
        boost=_OF_TERM,
    )


def _lists(site: Site) -> Iterator[Record]:
    """The generated pages that are about no topic and no tag, such as the map."""
    kind = site.language.gettext("Page")
    others = {*site.catalog.topics, *site.catalog.tag_pages.values()}
    for page in generated_pages(site):
        if page.name not in others:
            address = site.page_address(page.name)
            yield Record(
                page.title,
                address,
                says=kind,
                passages=(Passage(page.description),),
                facets=(kind,),
                group=address,
                boost=_OF_SECTION,
            )


def _tag(
    language: Language, phrase: str, entries: Sequence[Entry[Resource]], address: str
) -> Record:
    kind = language.gettext("Tag")
    number = language.ngettext("%(number)s entry", "%(number)s entries", len(entries))
    return Record(
        phrase[:1].upper() + phrase[1:],
        address,
        says=facts(kind, number),
        passages=(Passage("\n".join(entry.model.title for entry in entries[:_FEW])),),
        facets=(kind,),
        boost=_OF_TAG,
    )


def _subjects(phrases: Iterable[str]) -> Iterator[tuple[str, float]]:
    return ((phrase, _SUBJECT) for phrase in phrases)


def _spaced(name: str) -> str:
    return name.replace("-", " ")


def _text(text: str) -> str:
    """Markdown of an entry as plain text."""
    return " ".join(untexed(plain(text)).split())
