"""Many topics: what is shown of them together, and what of each about the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag

from tests.libraries import WANTED, write_library
from tests.render.sites import CATALOGS
from topicsite.checking.validate import validate
from topicsite.model.catalog import Catalog
from topicsite.reading.load import load
from topicsite.render import Site, fill_markers, generated_pages
from topicsite.render.map import WIDTH, drawn

SIZES = [(1, 0), (3, 0), (4, 0), (3, 2), (27, 5), (95, 15)]


def library(root: Path, topics: int, sections: int) -> Catalog:
    write_library(root, topics, sections)
    loaded = load(root)
    assert [*loaded.diagnostics, *validate(loaded)] == []
    return loaded.catalog


def home(site: Site) -> BeautifulSoup:
    return BeautifulSoup(fill_markers("<!-- topicsite: home -->", site, ""), "html.parser")


def page(site: Site, name: str) -> BeautifulSoup:
    (found,) = [page for page in generated_pages(site) if page.name == name]
    return BeautifulSoup(found.html(), "html.parser")


def links(soup: Tag | BeautifulSoup, selector: str) -> list[str]:
    return [str(link["href"]) for link in soup.select(selector)]


@pytest.mark.parametrize(("topics", "sections"), SIZES)
def test_the_home_page_shows_every_topic_once_and_in_order(
    tmp_path: Path, topics: int, sections: int
) -> None:
    catalog = library(tmp_path, topics, sections)
    soup = home(Site(catalog, form="add"))
    is_large = topics > 3 or sections > 0
    shown = links(soup, ".ts-section li > a")
    assert len(shown) == len(set(shown)) == (topics if is_large else 0)
    assert len(links(soup, ".ts-map a")) == (topics if topics > 3 else 0)
    if not sections:
        return
    first = soup.select(".ts-section")[0]
    owners = list(catalog.site.sections[0].topics)
    wanted = [name for name in owners if catalog.is_wanted(name)]
    expected = [name for name in owners if name not in wanted] + wanted
    assert links(first, "li > a") == [f"{name}/" for name in expected]
    headings = [heading.get_text() for heading in soup.select(".ts-section h2")]
    assert headings == [*(s.title for s in catalog.site.sections), "Further topics"]
    for item in soup.select(".ts-section li"):
        name = str(item.select("a")[0]["href"]).strip("/")
        facts = item.select(".ts-facts")[0].get_text()
        begun = bool(item.select(".ts-station.ts-open"))
        assert begun == ("can be begun" in item.get_text())
        if catalog.is_wanted(name):
            assert facts.startswith("wanted")
            assert links(item, ".ts-facts a") == [f"add/?topic={name}"]
        else:
            assert facts == "2 resources · 40\xa0min"
            assert begun == (not catalog.topics[name].model.prerequisites)


@pytest.mark.parametrize(
    ("written", "leads_to"), [("", "topic-003"), ("start: topic-001\n", "topic-001")]
)
def test_start_leads_where_the_owner_says_or_to_a_beginning(
    tmp_path: Path, written: str, leads_to: str
) -> None:
    write_library(tmp_path, 4)
    (tmp_path / "resources/site.yml").write_text(f"complete: false\n{written}")
    # Nobody begins where there is nothing yet.
    for entry in (tmp_path / "resources/topic-000").glob("topic-*.yml"):
        entry.unlink()
    assert links(home(Site(load(tmp_path).catalog)), ".ts-begin a") == [f"{leads_to}/"]


def test_wanted_topics_are_counted_and_invite(tmp_path: Path) -> None:
    site = Site(library(tmp_path, 27, 5), form="add")
    numbers = {str(d.dt.string): str(d.dd.string) for d in home(site).select(".ts-numbers > div")}  # type: ignore[union-attr]  # both are there
    assert numbers["topics wanted"] == str(27 // WANTED)
    assert numbers["topics"] == str(27 - 27 // WANTED)
    assert links(page(site, "topic-010"), ".ts-invites a") == ["../add/?topic=topic-010"]
    assert page(site, "topic-009").select(".ts-invites") == []
    without = Site(site.catalog)
    assert links(page(without, "topic-010"), ".ts-invites a") == []


def test_a_topic_names_what_it_needs_and_what_needs_it(tmp_path: Path) -> None:
    soup = page(Site(library(tmp_path, 9, 2)), "topic-004")
    needs, leads = soup.select(".ts-assumes")
    assert (needs.get_text(), links(needs, "a")) == (
        "You will need Topic number 3.",
        ["../topic-003/"],
    )
    assert (leads.get_text(), links(leads, "a")) == (
        "This leads to Topic number 5.",
        ["../topic-005/"],
    )


@pytest.mark.parametrize(("topics", "sections"), [(4, 0), (27, 5), (95, 15)])
def test_arrows_lead_to_the_right_and_boxes_do_not_overlap(
    tmp_path: Path, topics: int, sections: int
) -> None:
    made = drawn(library(tmp_path, topics, sections))
    assert len(made.boxes) == topics
    assert len(made.arrows) == sum(number % 3 > 0 for number in range(topics))
    assert all(arrow.x1 < arrow.x2 for arrow in made.arrows)
    taken = [(box.x, box.y, box.x + WIDTH, box.y + box.height) for box in made.boxes]
    for number, (x1, y1, x2, y2) in enumerate(taken):
        assert 0 <= x1 < x2 <= made.width
        assert 0 <= y1 < y2 <= made.height
        for a1, b1, a2, b2 in taken[:number]:
            assert x2 <= a1 or a2 <= x1 or y2 <= b1 or b2 <= y1
    bands = [band.y for band in made.bands]
    assert bands == sorted(bands)


def test_the_map_says_the_same_as_a_list(tmp_path: Path) -> None:
    site = Site(library(tmp_path, 27, 5))
    soup = page(site, "map")
    assert sorted(links(soup, ".ts-map a")) == sorted(
        links(soup, ".ts-map-list li li > a:first-child")
    )
    assert all(link["tabindex"] == "-1" for link in soup.select(".ts-map a"))
    item = next(li for li in soup.select(".ts-map-list li li") if "number 4" in li.get_text())
    assert item.get_text() == "Topic number 4, after Topic number 3"
    assert fill_markers("<!-- topicsite: map -->", site, "x/").count("<svg") == 1


def test_few_topics_have_no_map_and_a_topic_of_that_name_keeps_its_page(tmp_path: Path) -> None:
    few = Site(library(tmp_path / "few", 3, 0))
    assert "map" not in {page.name for page in generated_pages(few)}
    write_library(tmp_path / "many", 5)
    (tmp_path / "many/resources/topic-004").rename(tmp_path / "many/resources/map")
    many = Site(load(tmp_path / "many").catalog)
    titles = [page.title for page in generated_pages(many) if page.name == "map"]
    assert titles == ["Topic number 4"]


def test_a_shared_resource_has_a_card_in_each_topic_and_names_its_own(tmp_path: Path) -> None:
    site = Site(load(CATALOGS / "valid/shared-resource").catalog)
    own, other = page(site, "t"), page(site, "u")
    title = "A good entry"
    for soup in (own, other):
        assert [card.get_text() for card in soup.select(".ts-card .ts-title")] == [title]
    assert links(own, ".ts-by a") == []
    assert links(other, ".ts-by a") == ["../t/"]
    assert links(other, ".ts-more dd > a")[-1] == "../t/#entry"
    assert links(own, ".ts-more dd > a")[-1] == "#entry"
    assert "from A topic" in other.select(".ts-step-facts")[0].get_text()
    assert site.wanted == set()
    assert "A topic" in page(site, "tags/chain-rule").select(".ts-step-facts")[0].get_text()
    (tags,) = [entries for phrase, entries in site.catalog.tags.items()]
    assert len(tags) == 1
