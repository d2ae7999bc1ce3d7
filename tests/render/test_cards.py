"""Cards say everything that an entry says, and nothing about what it does not."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.render.sites import CATALOGS, Elements, real_site
from topicsite import render
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Claim
from topicsite.proving.claims import Outcome
from topicsite.reading.load import load


def test_every_field_of_a_resource_is_on_its_card() -> None:
    html = render.fill_markers("<!-- topicsite: resources -->", real_site(), "t/")
    for part in (
        'id="entry"', "A good entry", "Ada Example", "2020", "A channel", "Video", "15\u00a0min",
        "Introductory", "Free", "It shows one idea", "chain rule", "counting", "10.1038/323533a0",
        "1502.05767v4", "978-0-262-03561-3", "CC BY 4.0", "English, Brazilian Portuguese",
        "The second number is wrong.",
        "23 November 2026", "As text", "http://example.org/text", "The text has no other address.",
        "Two and two are four.", ">page 3<", "../examples/addition/", "The short way",
        'href="#entry"', "https://example.org/edit/resources/t/entry.yml", "Watch on YouTube",
    ):  # fmt: skip
        assert part in html, part


def site_with_findings(*, reproduced: bool) -> render.Site:
    """Two claims: one that a program tried, one that none can try."""
    catalog = load(CATALOGS / "valid/every-field").catalog
    entry = catalog.resources["entry"]
    slow = Claim(id="slow", says="It takes a week.", not_tried="Nobody has a week.")
    tried = entry.model.claims[0].model_copy(
        update={"discrepancy": None if reproduced else "A slip of the pen."}
    )
    model = entry.model.model_copy(update={"claims": (tried, slow)})
    changed = Entry(entry.id, entry.topic, entry.path, model)
    resources = {**catalog.resources, "entry": changed}
    outcome = Outcome(
        "five < six",
        "four, in 2 of 3 starts ●●○",
        "reproduced" if reproduced else "differs",
        controls=(("without the five", "<three>"),),
    )
    name = f"entry/{tried.id}"
    return render.Site(
        Catalog(catalog.topics, resources, catalog.examples), outcomes={name: outcome}
    )


@pytest.mark.parametrize("reproduced", [True, False])
def test_a_card_counts_its_verdicts_and_tells_them_when_opened(reproduced: bool) -> None:
    site = site_with_findings(reproduced=reproduced)
    html = render.fill_markers("<!-- topicsite: resources -->", site, "t/")
    fold = BeautifulSoup(html, "html.parser").select_one("details.ts-tried")
    assert fold is not None
    summary = fold.select_one("summary")
    assert summary is not None
    words = " ".join(summary.get_text().split())
    counted = "1 reproduced" if reproduced else "1 differs"
    assert words == f"{counted}, 1 not tried: statements of A good entry"
    text = " ".join(fold.get_text(" ").split())
    assert ("the source says five < six" in text) is not reproduced
    assert ("A slip of the pen." in text) is not reproduced
    assert "Nobody has a week." in text
    assert "Control, without the five: <three>" in text
    (strip,) = fold.select(".ts-strip")
    assert (strip.get_text(), strip["aria-hidden"]) == ("●●○", "true")


def test_the_page_of_checks_shows_what_differs_first() -> None:
    html = render.fill_markers(
        "<!-- topicsite: claims -->", site_with_findings(reproduced=False), "checked/"
    )
    soup = BeautifulSoup(html, "html.parser")
    assert [h["id"] for h in soup.select("h2, h3")] == [
        "differs",
        "differs_entry",
        "not-tried",
        "not-tried_entry",
    ]
    for link in soup.select(".ts-tally a"):
        assert soup.find(id=str(link["href"]).removeprefix("#"))
    (differs,) = soup.select("li[data-verdict=differs]")
    assert [cell.get_text() for cell in differs.select("dd")] == [
        "five < six",
        "four, in 2 of 3 starts ●●○",
    ]


def test_what_was_proved_is_told_from_what_was_reproduced() -> None:
    site = site_with_findings(reproduced=True)
    (name,) = site.outcomes
    site.outcomes[name] = Outcome("a + b = b + a", "5 = 5", "proved")
    page = BeautifulSoup(
        render.fill_markers("<!-- topicsite: claims -->", site, "checked/"), "html.parser"
    )
    assert [a.get_text(strip=True) for a in page.select(".ts-tally a")] == [
        "1 proved",
        "1 not tried",
    ]
    home = BeautifulSoup(render.fill_markers("<!-- topicsite: home -->", site, ""), "html.parser")
    numbers = {d.dt.get_text(): d.dd.get_text() for d in home.select(".ts-numbers div")}  # type: ignore[union-attr]  # both are there
    assert numbers["of them reproduced"] == "0"


def test_a_card_says_nothing_about_what_is_not_given() -> None:
    loaded = load(CATALOGS / "valid/smallest")
    html = render.fill_markers("<!-- topicsite: resources -->", render.Site(loaded.catalog), "t/")
    for part in ("DOI", "arXiv", "ISBN", "Also at", "Note.", "edit", "topicsite-video", "None"):
        assert part not in html
    assert "<dd></dd>" not in html
    assert "<li></li>" not in html


def test_a_video_is_a_plain_link_with_a_picture_until_a_script_says_otherwise() -> None:
    html = render.fill_markers("<!-- topicsite: resources kind=video -->", real_site(), "t/")
    elements = Elements(html)
    links = [a for tag, a in elements.found if tag == "a" and a.get("class") == "ts-poster"]
    assert [link["href"] for link in links] == ["https://www.youtube.com/watch?v=Ilg3gGewQ5U"]
    assert "iframe" not in html
    assert "img" not in {tag for tag, _ in elements.found}
    (video,) = [a for tag, a in elements.found if tag == "topicsite-video"]
    assert video == {
        "class": "ts-video",
        "data-video": "Ilg3gGewQ5U",
        "data-title": "A good entry",
    }
