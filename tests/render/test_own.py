"""Kinds, levels and fields of a site's own on its pages: cards, paths, tags, forms, redirects."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.hostile import ATTACKS
from tests.model.test_own import OWN_ENTRY, SITE
from tests.render.sites import CATALOGS
from topicsite import render
from topicsite.language.locales import ENGLISH, Language
from topicsite.links.ledger import Record
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import WANTED
from topicsite.model.site import SiteSettings
from topicsite.model.words import KINDS, MORE_KINDS
from topicsite.reading.load import load
from topicsite.render.labels import label, several

OWN = CATALOGS / "valid/own-words"


@pytest.fixture(scope="module")
def site() -> render.Site:
    return render.Site(load(OWN).catalog)


def block(site: render.Site, marker: str) -> BeautifulSoup:
    html = render.fill_markers(f"<!-- topicsite: {marker} -->", site, "scales/")
    return BeautifulSoup(html, "html.parser")


def words(element: Tag) -> str:
    return " ".join(element.get_text(" ").split())


def test_kinds_stand_in_the_owner_s_order_under_their_plurals(site: render.Site) -> None:
    headings = block(site, "resources").select("h3")
    assert [words(heading).rstrip(" ¶") for heading in headings] == [
        "Videos", "Podcasts", "Sheet music",
    ]  # fmt: skip
    assert [heading["id"] for heading in headings] == ["kind_video", "kind_podcast", "kind_score"]


@pytest.mark.parametrize(
    ("kind", "one", "several"),
    [
        ({"id": "podcast"}, "Podcast", "Podcasts"),
        ({"id": "video", "label": "Film"}, "Film", "Film"),
        ({"id": "video", "label": "Film", "plural": "Films"}, "Film", "Films"),
        ({"id": "course-notes", "plural": "All notes"}, "Course notes", "All notes"),
        ({"id": "field-trip"}, "Field trip", "Field trip"),
    ],
)
def test_a_kind_is_called_what_its_owner_says_or_what_its_id_does(
    kind: dict[str, str], one: str, several: str
) -> None:
    settings = SiteSettings.model_validate({"kinds": [kind], "levels": ["grade-3", "advanced"]})
    site = render.Site(Catalog({}, {}, {}, site=settings))
    assert (site.kinds[kind["id"]], site.plurals[kind["id"]]) == (one, several)
    assert site.levels == {"grade-3": "Grade 3", "advanced": "Advanced"}


def test_every_kind_that_a_site_can_name_is_called_something() -> None:
    for kind in KINDS + MORE_KINDS:
        assert several(ENGLISH, kind), kind
        assert label(ENGLISH, kind) == kind.replace("-", " ").capitalize()


def test_words_of_ours_follow_the_language_and_those_of_the_owner_stay(site: render.Site) -> None:
    settings = SiteSettings.model_validate(
        {"kinds": ["book", {"id": "video", "label": "Videos"}], "levels": ["advanced", "grade-3"]}
    )
    german = render.Site(Catalog({}, {}, {}, site=settings), language=Language("de"))
    assert (german.plurals["book"], german.kinds["video"]) == ("Bücher", "Videos")
    assert german.levels == {"advanced": "Fortgeschritten", "grade-3": "Grade 3"}
    # What no file translates is marked as English where lines run from right to left.
    persian = replace(site, language=Language("fa"))
    data = json.loads(str(block(persian, "form").select("topicsite-form")[0]["data-form"]))
    own = data["schema"]["properties"]["tempo"]
    assert (own["title"], own["description"]) == ("Beats a minute", "Beats a minute.")


def test_a_marker_takes_one_of_them_and_the_rest_follows(site: render.Site) -> None:
    only = block(site, "resources kind=score").select("article")
    assert [card["data-kind"] for card in only] == ["score"]
    both = "<!-- topicsite: resources kind=score -->\n<!-- topicsite: resources -->"
    page = BeautifulSoup(render.fill_markers(both, site, "scales/"), "html.parser")
    assert len(page.select("article")) == len(site.catalog.resources)
    for wrong, right in (("scores", "score"), ("youtube", "video"), ("film", "video")):
        with pytest.raises(render.MarkersError, match=f"did you mean `{right}`"):
            block(site, f"resources kind={wrong}")


def test_a_card_says_what_the_site_calls_it_and_all_own_fields(site: render.Site) -> None:
    card = block(site, "resources kind=score").select("article")[0]
    assert (card["data-kind"], card["data-level"]) == ("score", "grade-1")
    assert words(card.select_one(".ts-rail") or card) == "Sheet music 45 min"
    facts = [words(fact) for fact in card.select(".ts-fold > summary > span:not(.ts-sr, .ts-by)")]
    assert facts == ["Grade 1", "Free", "in German", "1 not tried"]
    rows = {str(row["data-field"]): words(row) for row in card.select(".ts-own > div")}
    assert rows == {
        "instrument": "Instrument piano",
        "tempo": "Beats a minute 72.50",
        "with_recording": "Has a recording No",
        "composers": "Composers Carl Czerny , Example, Ada",
        "edition": "Edition Second: revised #2",
        "publisher": "Publisher example.org",
        "first_played": "First played May 1839",
        "copies": "Copies 30",
    }
    facets = [
        (value.find_parent("div")["data-field"], value["value"])  # type: ignore[index]
        for value in card.select(".ts-own data")
    ]
    assert ("with_recording", "false") in facets
    assert ("composers", "Example, Ada") in facets


def test_a_card_without_own_values_has_no_place_for_them() -> None:
    bare = Entry("e", "t", "e.yml", SITE.resource.model_validate(OWN_ENTRY))
    topics = load(CATALOGS / "valid/smallest").catalog.topics
    site = render.Site(Catalog(topics, {"e": bare}, {}, site=SITE))
    html = render.fill_markers("<!-- topicsite: resources -->", site, "t/")
    assert "ts-own" not in html


def test_an_own_address_that_is_gone_is_said_to_be(site: render.Site) -> None:
    address = "https://example.org/publisher"
    gone = Record("failed", "2026-11-24", strikes=("2026-11-22", "2026-11-23", "2026-11-24"))
    seen = render.Site(site.catalog, ledger={address: gone})
    card = block(seen, "resources kind=score")
    row = card.select_one('[data-field="publisher"]')
    assert row is not None
    assert words(row) == "Publisher example.org (gone)"
    assert "czerny-823" in seen.linked_from[address]


def test_paths_tags_and_examples_name_them(site: render.Site) -> None:
    facts = [words(step) for step in block(site, "paths").select(".ts-step-facts")]
    assert facts == ["Sheet music · 45 min · Grade 1", "Podcast · no time yet · Grade 2 and above"]
    (tag,) = [page for page in render.generated_pages(site) if page.name.startswith("tags/")]
    assert "Sheet music · 45 min · Grade 1" in words(BeautifulSoup(tag.html(), "html.parser"))
    example = render.example_page(site, site.catalog.examples["beats"], "")
    assert "Grade 1" in example


def test_the_easiest_first_goes_by_the_owner_s_levels() -> None:
    settings = SiteSettings.model_validate({"levels": ["z", "m", "a"]})
    entries = {
        f"e-{level}": Entry(
            f"e-{level}",
            "t",
            "e.yml",
            settings.resource.model_validate(
                {"title": level, "kind": "code", "url": f"https://example.org/{level}"}
                | ({"level": level} if level != "none" else {})
            ),
        )
        for level in ("a", "none", "m", "z")
    }
    found = Catalog({}, entries, {}, site=settings).in_reading_order(entries.values())
    assert [entry.id for entry in found] == ["e-z", "e-m", "e-a", "e-none"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_own_fields_say_is_shown_and_never_obeyed(attack: str) -> None:
    fields = {"fields": {"own": {"label": attack[:60], "type": "text", "help": attack},
                         "all": {"label": "All", "type": "list"},
                         "one": {"label": "One", "type": "choice", "choices": [attack[:60]]}},
              "kinds": [{"id": "video", "label": attack[:60], "plural": attack[:60]}],
              "levels": [{"id": "easy", "label": attack[:60]}]}  # fmt: skip
    settings = SiteSettings.model_validate(fields)
    said = {"title": "A", "kind": "video", "url": "https://example.org/a", "level": "easy",
            "own": attack, "all": [attack], "one": attack[:60]}  # fmt: skip
    entry = Entry("e", "t", "e.yml", settings.resource.model_validate(said))
    topics = load(CATALOGS / "valid/smallest").catalog.topics
    site = render.Site(Catalog(topics, {"e": entry}, {}, site=settings))
    marker = "<!-- topicsite: resources -->\n<!-- topicsite: form -->"
    page = BeautifulSoup(render.fill_markers(marker, site, "t/"), "html.parser")
    shown = page.select(".ts-own dd")
    assert [value.get_text() for value in shown[:3]] == [
        attack.strip(),
        attack.strip(),
        attack[:60].strip(),
    ]
    assert not page.select("script, img, iframe, [onmouseover], [onload], [onerror]")
    assert not page.select("svg[onload]")
    data = json.loads(str(page.select("topicsite-form")[0]["data-form"]))
    assert data["schema"]["properties"]["own"]["title"] == attack[:60].strip()


def test_the_form_offers_the_site_s_words_and_fields(site: render.Site) -> None:
    form = block(site, "form")

    def options(name: str) -> list[tuple[str, str]]:
        found = form.select(f"#add-{name} option")
        return [(str(option["value"]), option.get_text()) for option in found][1:]

    assert options("kind")[-1] == ("score", "Sheet music")
    assert options("level") == [("grade-1", "Grade 1"), ("grade-2", "Grade 2 and above")]
    assert options("with_recording") == [("true", "Yes"), ("false", "No")]
    assert options("copies") == [("1", "1"), ("2", "2"), ("30", "30")]
    assert options("access")[0] == ("free", "Free")
    label = form.select_one('label[for="add-tempo"]')
    assert label is not None
    assert words(label) == "Beats a minute tempo"
    assert "What it is played on." in form.get_text()
    blank = re.findall(r'<div data-field="(\w+)">', str(form))
    assert blank == [*site.catalog.site.fields]


def test_on_a_complete_site_the_form_needs_all_that_learners_choose_by(tmp_path: Path) -> None:
    project = shutil.copytree(CATALOGS / "valid/complete", tmp_path / "project")
    complete = render.Site(load(project).catalog)
    assert complete.catalog.site.complete
    form = BeautifulSoup(
        render.fill_markers("<!-- topicsite: form -->", complete, "t/"), "html.parser"
    )
    needed = [str(control["name"]) for control in form.select("[required]")]
    assert needed == ["title", "kind", "url", *WANTED]
    groups = [words(legend) for legend in form.select("legend")]
    assert len(groups) == 5
    assert "What you leave empty is open" not in form.get_text()
    data = json.loads(str(form.select("topicsite-form")[0]["data-form"]))
    assert data["schema"]["required"] == needed


def test_a_tag_s_old_pages_lead_to_its_page(site: render.Site) -> None:
    found = {one.file: one for one in render.redirects(site, "resources/site.yml")}
    assert set(found) == {"tags/finger-drills/index.html", "tags/finger-gymnastics/index.html"}
    one = found["tags/finger-drills/index.html"]
    assert 'content="0; url=../../tags/five-finger-exercises/"' in one.html
    assert one.place == ("tags", "five finger exercises", "formerly", 0)
