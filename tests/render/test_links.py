"""What a card, and the list of links, show of what the last check saw."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from topicsite import render
from topicsite.links.ledger import Record, parse
from topicsite.model.entries import Resource
from topicsite.reading.load import load

PROJECT = Path(__file__).parents[2]
VIDEO = "https://www.youtube.com/watch?v=Ilg3gGewQ5U"
PAPER = "https://jmlr.org/papers/v18/17-468.html"
LESSON = "https://www.3blue1brown.com/lessons/backpropagation"
STRIKES = "strikes=2026-11-01,2026-11-08,2026-11-15"
COPY = "https://web.archive.org/web/20260930000000/" + PAPER


@pytest.fixture(scope="module")
def catalog() -> render.Site:
    return render.Site(load(PROJECT).catalog)


def site(catalog: render.Site, *lines: str) -> render.Site:
    return render.Site(catalog.catalog, ledger=parse("\n".join(lines)))


def card_of(shown: render.Site, url: str) -> str:
    """The card of the resource at an address."""
    entry = next(e for e in shown.catalog.resources.values() if e.model.url == url)
    marker = f"<!-- topicsite: resources kind={entry.model.kind} -->"
    html = render.fill_markers(marker, shown, f"{entry.topic}/")
    cards: list[str] = re.findall(r"<article.*?</article>", html, re.DOTALL)
    return next(card for card in cards if f'id="{entry.id}"' in card)


def test_without_a_ledger_a_card_says_nothing(catalog: render.Site) -> None:
    assert "Gone" not in card_of(catalog, PAPER)
    assert "topicsite-video" in card_of(catalog, VIDEO)


@pytest.mark.parametrize("state", ["ok", "flaky", "blocked", "moved", "redirected", "soft-404"])
def test_short_of_gone_nothing_is_said_either(catalog: render.Site, state: str) -> None:
    shown = site(catalog, f"{VIDEO} {state} 2026-11-24")
    assert card_of(shown, VIDEO) == card_of(catalog, VIDEO)


def test_what_is_gone_leads_to_its_archived_copy(catalog: render.Site) -> None:
    card = card_of(
        site(catalog, f"{PAPER} gone 2026-11-15 opened=2026-10-01 {STRIKES} archive={COPY} | 404"),
        PAPER,
    )
    title = re.search(r'<h4[^>]*><a href="([^"]+)"', card)
    assert title is not None
    assert title[1] == COPY
    assert "<strong>Gone.</strong>" in card
    assert f'<a href="{PAPER}"' in card
    assert "the last time it did was 1 October 2026" in card
    assert "an archived copy" in card


def test_what_is_gone_without_a_copy_says_so(catalog: render.Site) -> None:
    line = f"{VIDEO} gone 2026-11-15 {STRIKES} | deleted"
    card = card_of(site(catalog, line), VIDEO)
    assert "No archived copy is known." in card
    assert "topicsite-video" not in card
    assert "the last time" not in card


def test_another_address_that_is_gone_is_marked(catalog: render.Site) -> None:
    line = f"{LESSON} gone 2026-11-15 {STRIKES}"
    assert "</a> (gone)" in card_of(site(catalog, line), VIDEO)


def test_a_video_that_may_not_be_embedded_is_a_link(catalog: render.Site) -> None:
    card = card_of(site(catalog, f"{VIDEO} not-embeddable 2026-11-24"), VIDEO)
    assert "topicsite-video" not in card
    assert f'<p class="ts-watch"><a href="{VIDEO}" rel="noopener">Watch on YouTube</a>' in card


def links_of(shown: render.Site) -> str:
    return render.fill_markers("<!-- topicsite: links -->", shown, "links/")


def test_the_list_has_every_address_the_most_urgent_first(catalog: render.Site) -> None:
    html = links_of(
        site(
            catalog,
            f"{PAPER} gone 2026-11-15 {STRIKES} archive={COPY} | 404",
            f"{VIDEO} ok 2026-11-24",
            "https://example.org/page moved 2026-11-24 to=https://example.org/new | 301",
            "https://example.org/slow flaky 2026-11-24 opened=2026-11-01 strikes=2026-11-24 | 503",
        )
    )  # fmt: skip
    assert re.findall(r'<h3 id="links_([a-z0-9-]+)"', html) == ["gone", "flaky", "moved", "ok"]
    assert "failed on 3 of 3 days" in html
    assert "last opened on 1 November 2026" in html
    assert 'leads to <a class="ts-address" href="https://example.org/new"' in html
    assert f'href="{COPY}"' in html
    # Each resource that is there is named, with the way to its card.
    (name,) = catalog.linked_from[VIDEO]
    assert f'<a href="../backpropagation/#{name}">' in html
    assert html.count("<li>") == 4


def test_a_doi_is_found_in_its_resource(catalog: render.Site) -> None:
    model = next(e.model for e in catalog.catalog.resources.values() if e.model.doi)
    assert isinstance(model, Resource)
    assert f"https://doi.org/{model.doi}" in catalog.linked_from


def test_nothing_in_a_ledger_is_obeyed(catalog: render.Site) -> None:
    attack = Record("failed", "2026-11-24", reason="<script>alert(1)</script>", target='https://"x')
    html = links_of(render.Site(catalog.catalog, ledger={"https://e.org/<b>'": attack}))
    assert "<script>" not in html
    assert "<b>" not in html
    assert 'https://"x' not in html


def test_before_the_first_check_the_list_says_so(catalog: render.Site) -> None:
    assert links_of(catalog).strip() == "<p>No link has been looked at yet.</p>"
