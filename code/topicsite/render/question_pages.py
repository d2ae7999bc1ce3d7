"""The pages of questions, and the questions on pages of examples."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from topicsite.model.catalog import Entry
from topicsite.model.entries import LearningPath, Topic
from topicsite.render.environment import template
from topicsite.render.questions import Group, groups, groups_about, self_test
from topicsite.render.site import Site, root_of


def _standing(site: Site, root: str, found: Iterable[Group]) -> Markup:
    filled_groups = [group for group in found if group.questions]
    if not filled_groups:
        return Markup()
    return _render(site, root, "questions", groups=filled_groups)


class PlaceError(ValueError):
    """Questions that are to stand under a heading that their page does not have."""


def with_questions(site: Site, root: str, example: str, content: str) -> tuple[str, Markup]:
    """The content of an example's page with questions under its headings, and those behind it.

    Raises:
        PlaceError: naming the file of questions whose heading is not there.
    """
    last = []
    for group in groups_about(site, example):
        anchor = group.entry.model.under
        if anchor is None:
            last.append(group)
            continue
        heading = re.search(rf"<h([1-6])\b[^>]*\bid=\"{re.escape(anchor)}\"", content)
        if heading is None:
            raise PlaceError(
                f"{group.entry.path}: the page of `{example}` has no heading `{anchor}`, under "
                "which the questions are to stand"
            )
        following = re.compile(rf"<h[1-{heading[1]}]\b").search(content, heading.end())
        end = following.start() if following else content.rindex("</topicsite-notebook>")
        # Joined as texts: markup would escape what stands around it.
        content = "".join([content[:end], _standing(site, root, [group]), content[end:]])
    return content, _standing(site, root, last)


def questions_page(site: Site, topic: Entry[Topic]) -> str:
    """All questions of a topic, in the order of its paths."""
    root = root_of(site.questions_address(topic.id))
    found = [group for group in groups(site, topic.id) if group.questions]
    return _render(site, root, "questions_page", topic=topic, groups=found)


def self_test_page(site: Site, topic: Entry[Topic], path: LearningPath) -> str:
    """What a path's goals ask."""
    root = root_of(site.self_test_address(topic.id, path.id))
    found = self_test(site, topic, path)
    return _render(site, root, "self_test", topic=topic, path=path, goals=found)


def _render(site: Site, root: str, name: str, **context: object) -> Markup:
    html = template(name, site.language).render(site=site, root=root, **context)
    return Markup(html)  # noqa: S704  # made by a template
