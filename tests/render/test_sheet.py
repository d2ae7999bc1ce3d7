"""What a sheet shows, and that it says what it leaves out; browser tests print it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Topic
from topicsite.model.glossary import Glossary
from topicsite.model.site import SiteSettings
from topicsite.reading.load import load
from topicsite.render import Site
from topicsite.render.sheet import SIZES, sheet_of, sheet_page

RESOURCE = SiteSettings().resource


def sheet_site(
    *, goals: list[str], terms: list[dict[str, str]], titles: list[str], paths: int = 1
) -> Site:
    """A site of one topic, all of whose terms stand on the sheet."""
    resources = {
        f"r{number}": Entry(
            f"r{number}",
            "t",
            "p",
            RESOURCE.model_validate(
                {"title": title, "kind": "video", "url": f"https://example.org/{number}"}
            ),
        )
        for number, title in enumerate(titles)
    }
    data: dict[str, object] = {
        "title": "A topic",
        "summary": "What the topic is about, in forty letters or more.",
        "keywords": ["topic"],
        "goals": [{"can": goal, "through": ["x"]} for goal in goals],
    }
    if titles:
        data["paths"] = [
            {"id": f"p{number}", "title": f"Path {number}", "steps": [*resources][: number + 1]}
            for number in range(paths - 1)
        ] + [{"id": "p", "steps": [*resources]}]
    glossary = (
        Glossary.model_validate(
            {"terms": [{"means": "x", "sheet": "true", **term} for term in terms]}
        )
        if terms
        else None
    )
    topic = Topic.model_validate(data)
    for path in topic.paths:
        for step in path.steps:
            step.settle(is_example=False)
    return Site(
        Catalog(
            {"t": Entry("t", "t", "p", topic)},
            resources,
            {},
            glossaries={"t": Entry("glossary", "t", "p", glossary)} if glossary else {},
        ),
        name="A site",
        base="https://example.org/site/",
    )


LINES = st.text("ab ", min_size=1, max_size=200).filter(str.strip)


@given(
    st.lists(LINES, max_size=12),
    st.lists(LINES, max_size=60),
    st.lists(LINES, max_size=120),
)
def test_all_is_shown_or_counted(goals: list[str], signs: list[str], titles: list[str]) -> None:
    terms = [{"term": f"t{number}", "writes": sign} for number, sign in enumerate(signs)]
    site = sheet_site(goals=goals, terms=terms, titles=titles)
    sheet = sheet_of(site, site.catalog.topics["t"])
    shown = len(sheet.goals) + len(sheet.terms) + len(sheet.stops)
    assert shown + sheet.left_out == len(goals) + len(terms) + len(titles)
    assert not sheet.left_out or sheet.size == SIZES[-1]
    # Each list is cut at its end only.
    assert sheet.goals == [goal.strip() for goal in goals][: len(sheet.goals)]
    assert [stop.title for stop in sheet.stops] == [t.strip() for t in titles][: len(sheet.stops)]
    # Something of everything is there.
    assert bool(sheet.goals) == bool(goals)
    assert bool(sheet.stops) == bool(titles)


def test_the_path_is_the_longest_that_a_page_takes_in() -> None:
    site = sheet_site(goals=[], terms=[], titles=["x"] * 20, paths=4)
    sheet = sheet_of(site, site.catalog.topics["t"])
    assert sheet.path is not None
    assert (sheet.path.id, len(sheet.others)) == ("p2", 3)
    assert "Other paths: Path 0, Path 1, P" in sheet_page(site, site.catalog.topics["t"])


def test_addresses_are_spelled_out() -> None:
    site = sheet_site(goals=[], terms=[], titles=["One"])
    page = sheet_page(site, site.catalog.topics["t"])
    assert '<a href="https://example.org/0">example.org/0</a>' in page
    assert "https://example.org/site/t/" in page


def test_our_own_sheet_leaves_nothing_out() -> None:
    site = Site(load(Path(__file__).parents[2]).catalog, base="https://example.org/backprop/")
    sheet = sheet_of(site, site.catalog.topics["backpropagation"])
    assert sheet.left_out == 0
    assert sheet.size.points >= 9
    assert len(sheet.terms) >= 12
