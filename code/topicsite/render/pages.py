"""Pages that nobody writes: tag pages, redirects, and a topic's page if it has none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from markupsafe import Markup

from topicsite.language.locales import ENGLISH, Language
from topicsite.model.catalog import Entry
from topicsite.model.entries import Example, Topic
from topicsite.model.phrases import page_of
from topicsite.reading.source import Location
from topicsite.render.blocks import fill_markers, map_of
from topicsite.render.catalogue import catalogue_page, part_page, parts_of, says
from topicsite.render.environment import template
from topicsite.render.glossary import glossary_page
from topicsite.render.plan import goal_id
from topicsite.render.question_pages import questions_page, self_test_page, with_questions
from topicsite.render.sheet import sheet_page
from topicsite.render.site import (
    CATALOGUE,
    GLOSSARY,
    MAP,
    PLAN,
    PROGRESS,
    QUESTIONS,
    REVIEW,
    SHEET,
    Site,
    root_of,
)

_FAINT: Final = 0.1


@dataclass(frozen=True)
class GeneratedPage:
    """A page that is finished when it is asked for, so that a large site need not be held at once.

    Attributes:
        name: its name, such as `tags/chain-rule`; `Site.page_address` knows where it lies.
        title: its title.
        description: one sentence for search engines.
        sources: the files that it is made from, relative to the project, the chief one first.
        html: makes its content.
        edit_url: where what it says can be edited, if that is one file and it can.
        topic: the topic whose terms are marked in it; empty for those that have no prose of one.
        search_boost: how much its words count in the search; a tag page only repeats others', and
            one with 0 is not found at all.
    """

    name: str
    title: str
    description: str
    sources: Sequence[str]
    html: Callable[[], str]
    search_boost: float = 1
    edit_url: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Redirect:
    """A page at an old address that sends readers on.

    Attributes:
        old: the old address, or the old id of an example.
        file: where the page lies below the root.
        target: the address, below the root, of the page that it leads to.
        title: the title of that page.
        path: the file that says so, relative to the project.
        place: where in that file.
        language: what the page is in.
    """

    old: str
    file: str
    target: str
    title: str
    path: str
    place: Location
    language: Language = ENGLISH

    @property
    def html(self) -> str:
        """The page."""
        target = root_of(self.file) + self.target
        return template("redirect", self.language).render(target=target, title=self.title)


def generated_pages(site: Site) -> Iterator[GeneratedPage]:
    """The default page of every topic, the map of all, the index of tags, a page for each tag."""
    gettext, ngettext = site.language.gettext, site.language.ngettext
    for topic in site.catalog.topics.values():
        yield _topic_page(site, topic)
        if topic.id in site.catalog.glossaries:
            yield _glossary_page(site, topic)
        if site.has_sheet(topic):
            yield _sheet_page(site, topic)
        if site.has_questions(topic.id):
            yield from _question_pages(site, topic)
    if site.map:
        yield GeneratedPage(
            MAP,
            gettext("Map"),
            ngettext(
                "%(number)s topic, and which of them build on which.",
                "All %(number)s topics, and which of them build on which.",
                len(site.catalog.topics),
            ),
            [topic.path for topic in site.catalog.topics.values()],
            partial(_map_page, site),
            _FAINT,
        )
    if site.progress:
        yield GeneratedPage(
            PROGRESS,
            gettext("Your progress"),
            gettext("What you have done on this site, kept in your own browser."),
            [topic.path for topic in site.catalog.topics.values() if topic.model.paths],
            partial(_render, site, "progress", PROGRESS),
            _FAINT,
        )
    if site.plan:
        yield GeneratedPage(
            PLAN,
            gettext("A plan for the time you have"),
            gettext(
                "Say what you want to be able to do and how long you have: the shortest way there."
            ),
            [topic.path for topic in site.catalog.topics.values() if topic.model.goals],
            partial(_render, site, "plan", PLAN, goal_id=goal_id),
            _FAINT,
        )
    if site.review:
        asked = [topic for topic in site.catalog.topics.values() if site.has_questions(topic.id)]
        yield GeneratedPage(
            REVIEW,
            gettext("Review"),
            gettext("Questions that you have answered come back, before you forget them."),
            [topic.path for topic in asked],
            partial(_render, site, "review", REVIEW, topics=asked),
            _FAINT,
        )
    if site.catalogue:
        yield GeneratedPage(
            CATALOGUE,
            gettext("Catalogue"),
            gettext("Everything on this site, to choose from by kind, time, level and subject."),
            [entry.path for entry in site.catalog.resources.values()],
            partial(catalogue_page, site),
            _FAINT,
        )
        for part in parts_of(site):
            yield GeneratedPage(
                part.name,
                part.title,
                gettext("Everything of one kind on this site, in one list."),
                [entry.path for entry in part.items],
                partial(part_page, site, part),
                0,
            )
    tags = site.catalog.tags
    if tags:
        yield GeneratedPage(
            "tags",
            gettext("Tags"),
            ngettext(
                "Everything on this site by what it teaches: %(number)s tag.",
                "Everything on this site by what it teaches: %(number)s tags.",
                len(tags),
            ),
            [entry.path for entry in site.catalog.resources.values()],
            partial(_render, site, "tag_index", "tags", tags=tags),
            _FAINT,
        )
    for phrase, entries in tags.items():
        name = site.catalog.tag_pages[phrase]
        yield GeneratedPage(
            name,
            phrase[:1].upper() + phrase[1:],
            gettext(
                "What teaches %(phrase)s: %(titles)s",
                phrase=phrase,
                titles=site.language.commas([entry.model.title for entry in entries[:3]]),
            )[:160],
            [entry.path for entry in entries],
            partial(
                _render,
                site,
                "tag",
                name,
                phrase=phrase,
                entries=entries,
                examples=site.catalog.taught_by.get(phrase, []),
                says=says,
            ),
            _FAINT,
        )


def _render(site: Site, template_name: str, name: str, **context: object) -> str:
    root = root_of(site.page_address(name))
    return template(template_name, site.language).render(site=site, root=root, **context)


def _map_page(site: Site) -> str:
    root = root_of(site.page_address(MAP))
    return _render(site, "map_page", MAP, picture=map_of(site, root))


def _topic_page(site: Site, topic: Entry[Topic]) -> GeneratedPage:
    def html() -> str:
        address = site.page_address(topic.id)
        return fill_markers(_render(site, "topic", topic.id, topic=topic), site, address)

    sources = [topic.path, *(entry.path for entry in site.catalog.shown_in(topic.id))]
    edit_url = f"{site.edit_base}{topic.path}" if site.edit_base else ""
    description = topic.model.summary[:160]
    return GeneratedPage(
        topic.id,
        topic.model.title,
        description,
        sources,
        html,
        edit_url=edit_url,
        topic=topic.id,
    )


def _glossary_page(site: Site, topic: Entry[Topic]) -> GeneratedPage:
    entry = site.catalog.glossaries[topic.id]
    number = len(entry.model.terms)
    return GeneratedPage(
        f"{topic.id}/{GLOSSARY}",
        site.language.gettext("Glossary: %(topic)s", topic=topic.model.title),
        site.language.ngettext(
            "%(number)s term of %(topic)s: what it means, and how sources write it.",
            "%(number)s terms of %(topic)s: what they mean, and how sources write them.",
            number,
            topic=topic.model.title,
        ),
        [entry.path],
        partial(glossary_page, site, entry),
        _FAINT,
        f"{site.edit_base}{entry.path}" if site.edit_base else "",
    )


def _sheet_page(site: Site, topic: Entry[Topic]) -> GeneratedPage:
    title = topic.model.title
    sources = [topic.path]
    if topic.id in site.catalog.glossaries:
        sources.append(site.catalog.glossaries[topic.id].path)
    return GeneratedPage(
        f"{topic.id}/{SHEET}",
        site.language.gettext("Sheet: %(topic)s", topic=title),
        site.language.gettext("%(topic)s on one page, to be printed.", topic=title),
        sources,
        partial(sheet_page, site, topic),
        _FAINT,
    )


def _question_pages(site: Site, topic: Entry[Topic]) -> Iterator[GeneratedPage]:
    """All questions of a topic, and those on the goals of each path that has some."""
    gettext, title = site.language.gettext, topic.model.title
    files = site.catalog.questions_of(topic.id)
    sources = [entry.path for entry in files]
    yield GeneratedPage(
        f"{topic.id}/{QUESTIONS}",
        gettext("Questions: %(topic)s", topic=title),
        gettext("All questions of %(topic)s, in the order of its paths.", topic=title),
        sources,
        partial(questions_page, site, topic),
        _FAINT,
    )
    for path in topic.model.paths:
        if not site.has_self_test(topic.id, path):
            continue
        name = site.path_name(topic.id, path.id)
        yield GeneratedPage(
            f"{topic.id}/{QUESTIONS}/{path.id}",
            gettext("Test yourself: %(path)s", path=name),
            gettext("Questions on what you can do after %(path)s.", path=name),
            [topic.path, *sources],
            partial(self_test_page, site, topic, path),
            _FAINT,
        )


def example_page(site: Site, example: Entry[Example], content: str) -> str:
    """An executed example with its title, what it follows and what it needs, and its questions.

    Raises:
        PlaceError: if questions are to stand under a heading that is not there.
    """
    root = root_of(site.page_address(f"examples/{example.id}"))
    placed, last = with_questions(site, root, example.id, content)
    return template("example", site.language).render(
        site=site,
        root=root,
        entry=example,
        content=Markup(placed),  # noqa: S704  # made by `notebook.slim`
        questions=last,
    )


def redirects(site: Site, settings: str = "") -> Iterator[Redirect]:
    """A small page at each former address of a topic, an example or a tag.

    Args:
        site: the site.
        settings: the file of the site as a whole, if there is one.
    """
    for topic in site.catalog.topics.values():
        target = site.page_address(topic.id)
        for index, old in enumerate(topic.model.formerly):
            yield Redirect(
                old,
                file_at(old),
                target,
                topic.model.title,
                topic.path,
                ("formerly", index),
                site.language,
            )
    for example in site.catalog.examples.values():
        target = site.page_address(f"examples/{example.id}")
        for index, old in enumerate(example.model.formerly):
            file = file_at(site.page_address(f"examples/{old}"))
            place: Location = ("formerly", index)
            yield Redirect(
                old, file, target, example.model.title, example.path, place, site.language
            )
    for phrase, tag in site.catalog.site.tags.items():
        if phrase not in site.tag_addresses:  # what is wrong with it, the check says
            continue
        target = site.tag_addresses[phrase]
        for index, old in enumerate(tag.formerly):
            file = file_at(site.page_address(page_of(old)))
            place = ("tags", phrase, "formerly", index)
            yield Redirect(old, file, target, phrase, settings, place, site.language)


def file_at(address: str) -> str:
    """The file that a server sends for an address below the root."""
    return f"{address}index.html" if not address or address.endswith("/") else address
