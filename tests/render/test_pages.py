"""Cards, paths, tags, markers and redirects: everything shows, nothing is trusted."""

from __future__ import annotations

import datetime
import re
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
from bs4 import BeautifulSoup

from tests import hostile as fields
from tests.hostile import ATTACKS
from topicsite import render
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Claim, Example, Resource, Topic
from topicsite.proving.claims import Outcome
from topicsite.reading.load import load
from topicsite.render.text import inline, prose, slug

CATALOGS = Path(__file__).parents[1] / "catalogs"

# What a page of ours is made of; anything else came from an entry.
ELEMENTS = {
    *("a", "article", "br", "circle", "code", "dd", "details", "div", "dl", "dt", "em", "g", "h1"),
    *("h2", "h3", "h4", "li", "ol", "p", "path", "section", "span", "strong", "summary", "svg"),
    *("time", "topicsite-video", "ul"),
}


class Elements(HTMLParser):
    """Collects the elements of a page with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


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


def real_site() -> render.Site:
    loaded = load(CATALOGS / "valid/every-field")
    return render.Site(loaded.catalog, "https://example.org/edit/")


def test_every_field_of_a_resource_is_on_its_card() -> None:
    html = render.fill_markers("<!-- topicsite: resources -->", real_site(), "t/")
    for part in (
        'id="entry"', "A good entry", "Ada Example", "2020", "A channel", "Video", "15\u00a0min",
        "Introductory", "Free", "It shows one idea", "chain rule", "counting", "10.1038/323533a0",
        "1502.05767v4", "978-0-262-03561-3", "CC BY 4.0", "en, pt-BR",
        "The second number is wrong.",
        "2026-11-23", "As text", "http://example.org/text", "The text has no other address.",
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
    outcome = Outcome("five < six", "four", reproduced=reproduced)
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
    assert [cell.get_text() for cell in differs.select("dd")] == ["five < six", "four"]


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


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ("resorces", "there is no block `resorces`; did you mean `resources`?"),
        ("resources kind=vidoe", "there is no kind `vidoe`; did you mean `video`?"),
        ("resources kin=video", "the block `resources` has no option `kin`; did you mean `kind`?"),
        ("resources video", "`video` is not an option; write it as `kind=video`"),
        ("paths id=shrt", "there is no path `shrt`; did you mean `short`?"),
        ("goals topic=nowhere", "this page belongs to no topic; name one, such as"),
        ("output", "an output is that of a cell: write `output example=two-ways cell=graph`"),
        ("output cell=sum", "an output is that of a cell: write `output example="),
        ("output example=adition cell=sum", "no example `adition`; did you mean `addition`?"),
        ("output example=addition cell=summ", "has no cell `summ`; did you mean `sum`?"),
        ("output example=addition cell=x", "no cell `x`; tag the cell you mean `name:x`"),
        ("output example=addition cel=sum", "no option `cel`; did you mean `cell`?"),
    ],
)
def test_a_wrong_marker_says_what_is_wrong(marker: str, message: str) -> None:
    site = real_site()
    site.drawn["addition"] = {"sum": "<svg></svg>"}
    with pytest.raises(render.MarkerError, match=re.escape(message)):
        render.fill_markers(f"<!-- topicsite: {marker} -->", site, "t/")


def test_a_page_shows_what_a_named_cell_drew() -> None:
    site = real_site()
    site.drawn["addition"] = {"sum": "<svg></svg>"}
    html = render.fill_markers("a<!-- topicsite: output example=addition cell=sum -->b", site, "")
    assert html == "a<svg></svg>b"


def test_custom_elements_name_their_files() -> None:
    html = "<p>a-b <bubble-sort>x</bubble-sort><heap-sort data-x=1><bubble-sort>&lt;no-one></p>"
    assert render.element_files(html) == [
        "assets/bubble-sort.js", "assets/bubble-sort.css",
        "assets/heap-sort.js", "assets/heap-sort.css",
    ]  # fmt: skip


def test_resources_without_a_kind_show_what_no_other_marker_shows() -> None:
    html = "<!-- topicsite: resources kind=video -->|<!-- topicsite: resources -->"
    first, second = render.fill_markers(html, real_site(), "t/").split("|")
    assert 'id="entry"' in first
    assert 'id="entry"' not in second
    assert 'id="second"' in second


def test_text_around_markers_is_left_alone() -> None:
    html = "<p>one</p><!-- a comment --><pre>topicsite: goals</pre>"
    assert render.fill_markers(html, real_site(), "t/") == html


@pytest.mark.parametrize("name", ["a", "Chain Rule", "über-lange Sätze", "C++", "!!!", "日本語"])
def test_a_slug_is_fit_for_an_address(name: str) -> None:
    assert re.fullmatch(r"[\w-]+", slug(name))


def test_phrases_that_spell_alike_get_pages_of_their_own() -> None:
    loaded = load(CATALOGS / "valid/smallest")
    model = loaded.catalog.resources["entry"].model
    both = model.model_copy(update={"teaches": ("C++", "C", "c #")})
    catalog = Catalog(loaded.catalog.topics, {"entry": Entry("entry", "t", "e", both)}, {})
    addresses = render.Site(catalog).tag_addresses
    assert len(set(addresses.values())) == 3


def test_links_lead_back_to_the_root_from_every_depth() -> None:
    for page in render.generated_pages(real_site()):
        up = "../" * page.address.count("/")
        for tag, attributes in Elements(page.html()).found:
            address = attributes.get("href") or ""
            if tag == "a" and not address.startswith(("http", "#")):
                assert address.startswith(up), (page.address, address)


def test_former_addresses_lead_to_the_topic_without_a_script() -> None:
    redirects = {redirect.file: redirect.html for redirect in render.redirects(real_site().catalog)}
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


def test_the_latest_change_among_files_counts() -> None:
    days = {"a": datetime.date(2026, 1, 2), "b": datetime.date(2026, 3, 4)}
    site = render.Site(real_site().catalog, updated=days)
    assert site.last_change(["a", "b", "c"]) == datetime.date(2026, 3, 4)
    assert site.last_change(["c"]) is None


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("*em* and **strong**", "<em>em</em> and <strong>strong</strong>"),
        ("`a < b`", "<code>a &lt; b</code>"),
        (
            "[x](https://example.org)",
            '<a href="https://example.org" rel="noopener">x</a>',
        ),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("![x](https://example.org/x.png)", None),
        ("[x](javascript:alert)", None),
    ],
)
def test_inline_markdown(text: str, html: str | None) -> None:
    made = str(inline(text))
    assert "javascript:" not in made or "href" not in made
    assert "<img" not in made
    if html is not None:
        assert made == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\n\ntwo *three*", "<p>One</p>\n<p>two <em>three</em></p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("$a_1 * b_2 * c < d$", r"<p>\(a_1 * b_2 * c &lt; d\)</p>"),
        ("`x $y$ z`, $5 and $6", "<p><code>x $y$ z</code>, $5 and $6</p>"),
        ("<b onclick=x>y</b>", "<p>&lt;b onclick=x&gt;y&lt;/b&gt;</p>"),
        ("$<b>$", r"<p>\(&lt;b&gt;\)</p>"),
        ("# no heading", "<p># no heading</p>"),
        ("![x](https://example.org/x.png)", None),
        ("[x](javascript:alert)", None),
    ],
)
def test_prose_of_an_exercise(text: str, html: str | None) -> None:
    made = str(prose(text))
    if html is None:
        assert not any(tag in made for tag in ("<img", "javascript:alert)</a", 'href="javascript'))
    else:
        assert made == html


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
    assert f"min in all, {counted}2 exercises</topicsite-solved></p>" in paths
    assert f"Introductory · {counted}2 exercises</topicsite-solved></p>" in paths
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
