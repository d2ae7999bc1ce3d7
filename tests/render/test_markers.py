"""Markers are filled, or it is said what is wrong with them; the rest is left alone."""

from __future__ import annotations

import re

import pytest

from tests.render.sites import real_site
from topicsite import render
from topicsite.model.catalog import Catalog, Entry
from topicsite.render.blocks import BLOCKS


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ("resorces", "there is no block `resorces`; did you mean `resources`?"),
        ("resources kind=vidoe", "there is no kind `vidoe`; did you mean `video`?"),
        ("resources kin=video", "the block `resources` has no option `kin`; did you mean `kind`?"),
        ("resources video", "`video` is not an option; write it as `kind=video`"),
        ("paths id=shrt", "there is no path `shrt`; did you mean `short`?"),
        ("measure file=a.json", "there is no block `measure`; did you mean `measured`?"),
        ("resources kind=video kind=code", "`kind` is given twice; keep one of the two"),
        ("", "there is no block ``"),
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


TOPICS = ("sorting", "sets")
TAKE_A_TOPIC = ("along", "assumes", "goals", "home", "paths", "resources", "todo")


def site_about(*topics: str) -> render.Site:
    """A site with these topics, all alike."""
    model = real_site().catalog.topics["t"].model
    return render.Site(Catalog({t: Entry(t, t, f"{t}.yml", model) for t in topics}, {}, {}))


@pytest.mark.parametrize("block", [name for name in BLOCKS if name in TAKE_A_TOPIC])
@pytest.mark.parametrize(
    ("topics", "named", "message"),
    [
        (TOPICS, "nosuch", "there is no topic `nosuch`; the topics are `sorting` and `sets`"),
        (TOPICS, "sort", "there is no topic `sort`; did you mean `sorting`?"),
        (TOPICS[:1], "nosuch", "there is no topic `nosuch`; there is `sorting`"),
        ((), "nosuch", "there is no topic `nosuch`, and no other yet"),
    ],
)
def test_a_marker_that_names_an_unknown_topic_is_told_those_of_the_site(
    block: str, topics: tuple[str, ...], named: str, message: str
) -> None:
    with pytest.raises(render.MarkerError, match=re.escape(message)):
        render.fill_markers(f"<!-- topicsite: {block} topic={named} -->", site_about(*topics), "")


@pytest.mark.parametrize("block", [name for name in BLOCKS if name not in TAKE_A_TOPIC])
def test_a_marker_whose_block_is_about_no_topic_takes_none(block: str) -> None:
    message = f"the block `{block}` has no option `topic`"
    with pytest.raises(render.MarkerError, match=re.escape(message)):
        render.fill_markers(f"<!-- topicsite: {block} topic=sorting -->", site_about(*TOPICS), "")


@pytest.mark.parametrize("block", sorted({*TAKE_A_TOPIC} - {"along", "home", "todo"}))
@pytest.mark.parametrize("address", ["", "index.html", "about/", "about.html", "sortings/"])
def test_a_page_of_no_topic_is_told_to_name_one_of_the_site(block: str, address: str) -> None:
    message = "this page belongs to no topic; name one, such as `topic=sorting`"
    with pytest.raises(render.MarkerError, match=re.escape(message)):
        render.fill_markers(f"<!-- topicsite: {block} -->", site_about(*TOPICS), address)


@pytest.mark.parametrize("address", ["sets/", "sets.html", "sets/index.html", "sets/more.html"])
def test_a_page_belongs_to_the_topic_that_it_lies_in_however_addresses_end(address: str) -> None:
    assert "<li>" in render.fill_markers("<!-- topicsite: goals -->", site_about(*TOPICS), address)


def test_all_that_is_wrong_on_a_page_is_told_at_once_each_by_its_marker() -> None:
    html = "<!-- topicsite: gaols -->\n<!-- topicsite: home -->\n<!-- topicsite: paths id=x -->"
    with pytest.raises(render.MarkersError) as caught:
        render.fill_markers(html, real_site(), "t/")
    assert [marker for marker, _ in caught.value.problems] == ["gaols", "paths id=x"]
    assert [render.line_of(marker, html) for marker, _ in caught.value.problems] == [1, 3]
