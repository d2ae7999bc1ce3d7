"""Whole pages: tags, redirects, contents and tables; everything shows, nothing is trusted."""

from __future__ import annotations

import datetime
import re

import markdown
import pytest

from tests import hostile as fields
from tests.hostile import ATTACKS
from tests.render.sites import CATALOGS, Elements, real_site
from topicsite import render
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Example, Resource, Topic
from topicsite.reading.load import load

# What a page of ours is made of; anything else came from an entry.
ELEMENTS = {
    *("a", "article", "br", "circle", "code", "dd", "details", "div", "dl", "dt", "em", "g", "h1"),
    *("h2", "h3", "h4", "li", "ol", "p", "path", "section", "span", "strong", "summary", "svg"),
    *("nav", "time", "ul"),
    *(
        f"topicsite-{name}"
        for name in (
            "cards",
            "catalogue",
            "done",
            "go-on",
            "keep",
            "plan",
            "planned",
            "record",
            "video",
            "walk",
            "walked",
        )
    ),
}


def hostile(attack: str) -> render.Site:
    """A site in which every text says the attack."""
    topic = Topic.model_validate(fields.topic(attack))
    resource = Resource.model_validate(fields.resource(attack))
    example = Example.model_validate(fields.example(attack))
    return render.Site(
        Catalog(
            {"t": Entry("t", "t", "t.yml", topic)},
            {"entry": Entry("entry", "t", "e.yml", resource)},
            {"example": Entry("example", "", "x.py", example)},
        ),
        edit_base="https://example.org/edit/",
    )


@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_an_entry_says_is_shown_and_never_obeyed(attack: str) -> None:
    site = hostile(attack)
    pages = [page.html() for page in render.generated_pages(site)]
    pages.append(render.fill_markers("<!-- topicsite: home -->", site, ""))
    pages.append(render.example_page(site, site.catalog.examples["example"], ""))
    for html in pages:
        elements = Elements(html)
        for tag, attributes in elements.found:
            assert tag in ELEMENTS, html
            assert not [name for name in attributes if name.startswith("on")], html
            for name in ("href", "src"):
                address = attributes.get(name) or "#"
                assert re.match(r"(?:https?://|\.\./|#|[a-z]+(?:/|\.py\Z))", address or "#"), (
                    address
                )
    topic_page = Elements(pages[0])
    if "](" not in attack:
        shown = " ".join(topic_page.text.split())
        assert shown.count(" ".join(attack.split())) > 10


def test_phrases_that_spell_alike_get_pages_of_their_own() -> None:
    loaded = load(CATALOGS / "valid/smallest")
    model = loaded.catalog.resources["entry"].model
    both = model.model_copy(update={"teaches": ("C++", "C", "c #")})
    catalog = Catalog(loaded.catalog.topics, {"entry": Entry("entry", "t", "e", both)}, {})
    addresses = render.Site(catalog).tag_addresses
    assert len(set(addresses.values())) == 3


def test_links_lead_back_to_the_root_from_every_depth() -> None:
    site = real_site()
    for page in render.generated_pages(site):
        up = "../" * site.page_address(page.name).count("/")
        for tag, attributes in Elements(page.html()).found:
            address = attributes.get("href") or ""
            if tag == "a" and not address.startswith(("http", "#")):
                assert address.startswith(up), (page.name, address)


def test_former_addresses_lead_to_the_topic_without_a_script() -> None:
    redirects = {redirect.file: redirect.html for redirect in render.redirects(real_site())}
    assert set(redirects) == {"old.html", "older/index.html"}
    assert '<meta http-equiv="refresh" content="0; url=t/">' in redirects["old.html"]
    assert 'href="../t/"' in redirects["older/index.html"]
    assert "<script" not in "".join(redirects.values())


def test_headings_give_the_contents_without_signs_and_markup() -> None:
    html = (
        '<h2 id="a">One <code>two</code><a class="headerlink" href="#a">¶</a></h2>'
        '<h3 class="x" id="b-c">Three &amp; <em>four</em></h3><h4>no anchor</h4>'
    )
    assert render.headings(html) == [(2, "a", "One two"), (3, "b-c", "Three &amp; four")]


@pytest.mark.parametrize(("cards", "is_named"), [(1, True), (40, True), (41, False)])
def test_many_cards_are_not_in_the_contents(cards: int, is_named: bool) -> None:
    kind = render.Heading(3, "kind", "Kind")
    found = [render.Heading(4, f"card-{number}", "A card") for number in range(cards)]
    ids = {heading.id for heading in found}
    assert render.listed([kind, *found], ids) == ([kind, *found] if is_named else [kind])
    assert render.listed(found, ids) == found, "where nothing else is"


def test_the_latest_change_among_files_counts() -> None:
    days = {"a": datetime.date(2026, 1, 2), "b": datetime.date(2026, 3, 4)}
    site = render.Site(real_site().catalog, updated=days)
    assert site.last_change(["a", "b", "c"]) == datetime.date(2026, 3, 4)
    assert site.last_change(["c"]) is None


EXERCISES = CATALOGS / "valid/example-with-exercises"


def test_the_exercises_of_an_example_are_counted_where_one_chooses() -> None:
    site = render.Site(load(EXERCISES).catalog)
    entry = site.catalog.examples["addition"]
    page = render.example_page(site, entry, "")
    counted = '<topicsite-solved data-exercises="addition/double-it addition/double-again">'
    assert f"{counted}2 exercises</topicsite-solved>" in page
    home = render.fill_markers("<!-- topicsite: home -->", site, "")
    assert "<dt>exercises, checked in the page</dt><dd>2</dd>" in home
    paths = render.fill_markers("<!-- topicsite: paths -->", site, "t/")
    assert f"min in all, {counted}2 exercises</topicsite-solved>" in paths
    assert f"Introductory · {counted}2 exercises</topicsite-solved>" in paths
    bare = load(CATALOGS / "valid/every-field").catalog
    assert "exercise" not in render.example_page(render.Site(bare), bare.examples["addition"], "")
    assert "exercise" not in render.fill_markers("<!-- topicsite: home -->", render.Site(bare), "")


def test_a_table_of_a_written_page_scrolls_by_keyboard_and_sets_numbers_right() -> None:
    html = markdown.markdown(
        "| name | seconds |\n| --- | ---: |\n| load | 1.5 |\n", extensions=["tables"]
    )
    boxed = render.box_tables(html)
    assert boxed.startswith('<div class="table-scroll" tabindex="0" role="group"')
    assert '<th class="number">seconds</th>' in boxed
    assert '<td class="number">1.5</td>' in boxed
    assert render.box_tables(boxed) == boxed
    assert render.box_tables("<pre>&lt;table></pre>") == "<pre>&lt;table></pre>"
