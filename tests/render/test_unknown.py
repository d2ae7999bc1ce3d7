"""What nobody knows is said nowhere: no empty place, no default; sums say that they lack some."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from tests.render.sites import CATALOGS
from topicsite import render
from topicsite.language.locales import ENGLISH
from topicsite.model.times import Time
from topicsite.reading.load import load
from topicsite.render import text
from topicsite.render.citing import sentence


@pytest.fixture(scope="module")
def site() -> render.Site:
    return render.Site(load(CATALOGS / "valid/nothing-known").catalog)


def block(site: render.Site, marker: str) -> BeautifulSoup:
    html = render.fill_markers(f"<!-- topicsite: {marker} -->", site, "t/")
    return BeautifulSoup(html, "html.parser")


def words(element: Tag) -> str:
    return " ".join(element.get_text(" ").split())


def test_a_card_has_no_place_for_what_is_not_known(site: render.Site) -> None:
    cards = block(site, "resources").select("article")
    assert len(cards) == len(site.catalog.resources)
    page = next(card for card in cards if card.select("#a-page"))
    rail = page.select_one(".ts-rail")
    assert rail is not None
    assert words(rail) == "Online tutorial"
    assert not page.select(".ts-by, .ts-summary, .ts-tags, .ts-note, [hreflang]")
    for card in cards:
        assert "None" not in str(card)
        for element in card.find_all(["p", "ul", "dd", "span", "time"]):
            is_drawn = element.get_text(strip=True) or element.find("svg") or element.get("id")
            assert is_drawn, element
    lengths = [words(length) for card in cards for length in card.select(".ts-length")]
    assert lengths == ["Playlist"]


def test_a_path_says_how_long_it_takes_at_least_and_which_steps_have_no_time(
    site: render.Site,
) -> None:
    some, none = block(site, "paths").select(".ts-path")
    said = [words(element) for element in some.select(".ts-path-time, .ts-time, .ts-step-facts")]
    assert said == [
        "4 steps, at least 50 min in all; 2 have no time yet",
        "at least 5 min",
        "Online tutorial · no time yet",
        "Video · 5 min",
        "at least 45 min",
        "Playlist · no time yet",
        "Theory paper · 45 min · Advanced",
    ]
    said = [words(element) for element in none.select(".ts-path-time, .ts-time, .ts-step-facts")]
    assert said == ["2 steps", "Online tutorial", "Video"]


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (Time(0, 0, 1), "1 step"),
        (Time(0, 0, 3), "3 steps"),
        (Time(600, 1, 0), "1 step, 10 min in all"),
        (Time(7800, 3, 1), "4 steps, at least 2 h 10 min in all; 1 has no time yet"),
        (Time(7800, 3, 2), "5 steps, at least 2 h 10 min in all; 2 have no time yet"),
    ],
)
def test_a_sum_says_what_it_lacks(time: Time, words: str) -> None:
    assert text.extent(ENGLISH, time).replace("\N{NO-BREAK SPACE}", " ") == words


def test_home_counts_only_what_is_known(site: render.Site) -> None:
    home = block(site, "home")
    button = home.select_one(".ts-button")
    assert button is not None
    assert words(button) == "Start"
    assert [words(time) for time in home.select(".ts-ways .ts-time")] == [
        "at least 50 min",
        "2 steps",
    ]
    assert [words(term) for term in home.select("dt")] == ["resources, picked by hand"]


def test_a_claim_of_nobody_known_is_cited_by_its_title(site: render.Site) -> None:
    entry = site.catalog.resources["a-playlist"]
    (finding,) = site.findings(entry)
    assert sentence(ENGLISH, entry, finding) == (
        "Its playlist: “The first of its videos is the shortest.” Not tried."
    )
    assert not block(site, "claims").select(".ts-by")


def test_what_has_no_level_comes_last(site: render.Site) -> None:
    found = site.catalog.in_reading_order(site.catalog.resources.values())
    assert [entry.id for entry in found] == ["a-paper", "a-page", "a-playlist", "a-video"]


def test_a_path_of_ids_alone_has_no_heading_where_it_is_the_only_one() -> None:
    bare = render.Site(load(CATALOGS / "valid/paths-of-bare-ids").catalog)
    (path,) = block(bare, "paths").select("section")
    assert (path["id"], path["aria-label"]) == ("path_path", "Learning path")
    assert not path.select("h3, .ts-stage-title, .ts-why")
    facts = [words(step).partition(" · ")[0] for step in path.select(".ts-step-facts")]
    assert facts == ["Video", "Example to run", "Online tutorial"]
    several = block(bare, "paths topic=u")
    names = [words(heading).rstrip(" ¶") for heading in several.select("h3")]
    assert names == ["Path", "Backwards", "In two parts"]
    assert [words(title) for title in several.select(".ts-stage-title")] == ["Then 20 min"]
    assert len(several.select(".ts-why")) == 2
    links = [words(link) for link in block(bare, "home").select(".ts-ways a")]
    assert links == ["Learning path", *names]


def test_a_page_for_contributors_lists_what_is_open_with_the_way_to_each_file() -> None:
    catalog = load(CATALOGS / "valid/nothing-known").catalog
    site = render.Site(catalog, "https://example.org/edit/")
    page = block(site, "todo")
    assert [words(heading).rstrip(" ¶") for heading in page.select("h2")] == [
        "Steps of learning paths"
    ]
    assert words(page.select("li")[3]) == (
        "A paper Not known: access, language, summary, teaches. "
        "Step 4 of Some times are known · add it to A paper"
    )
    links = [link["href"] for link in page.select("li")[0].select("a")]
    assert links == [
        "../t/#a-page",
        "../t/#path_some",
        "../t/#path_none",
        "https://example.org/edit/resources/t/a-page.yml",
    ]
    assert words(block(render.Site(catalog), "todo").select("li")[0]).endswith(
        "resources/t/a-page.yml"
    )
    done = load(CATALOGS / "valid/smallest").catalog
    assert words(block(render.Site(done), "todo")).startswith("Nothing is open")
