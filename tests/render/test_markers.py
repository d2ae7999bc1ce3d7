"""Markers are filled, or it is said what is wrong with them; the rest is left alone."""

from __future__ import annotations

import re

import pytest

from tests.render.sites import real_site
from topicsite import render


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
