"""Lists and pages: every link of them, named by what stands there, none twice."""

from __future__ import annotations

from urllib.parse import unquote

import mistune
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from topicsite.exchange import markdown
from topicsite.exchange.found import Found
from topicsite.exchange.items import After

LIST = """\
# Awesome Sorting [![Awesome](https://example.org/badge.svg)](https://awesome.example.org)

## Contents

- [Books](#books)
- [Videos](#videos)

## Books

1. [Sorting by hand](http://books.example.org/hand) by Ada Example, Ben Sample and Cid Third (05/07/2015)
2. [Merging](https://books.example.org/merge_(2)) - A book about putting two sorted piles together.
3. **Heaps of heaps** (2012), D. Fourth et al. [[pdf]](https://papers.example.org/heaps.pdf) [[code]](https://github.com/example/heaps)
4. [Radix](https://books.example.org/radix), [html](https://mirror.example.org/radix)
   * [Inner](<https://books.example.org/in ner> "a title")

## Videos

* Bubble sort: https://videos.example.org/bubble.
* <https://videos.example.org/only>
* ![](https://example.org/picture.png) [relative](../other.md) [mail](mailto:a@example.org)

A sentence with [one link][ref] in it.

[ref]: https://example.org/ref

| Course | Duration | Effort | Notes |
| :-- | :-- | -- | -- |
| [Sorting 101](https://courses.example.org/101) | 45 min | much | [chat](https://chat.example.org/101) |
| Sorting 102 | PT2H | little | [link](https://courses.example.org/102), [alternative](https://other.example.org/102) |

<!-- [commented](https://example.org/commented) -->

`[code](https://example.org/code)`

<p><a href="https://example.org/html"><img src="x.png" alt="In HTML"></a></p>
"""  # noqa: E501  # as lists are


def read(text: str, after: After = "summary") -> list[Found]:
    return markdown.read("list.md", text, after).items


def by_url(items: list[Found]) -> dict[str, Found]:
    return {item.url.removeprefix("https://").removeprefix("http://"): item for item in items}


def addresses(text: str) -> set[str]:
    """Every address that another reader finds in links."""
    reader = mistune.create_markdown(escape=False, plugins=["table", "url"])
    page = BeautifulSoup(str(reader(text)), "html.parser")
    hrefs = [str(link["href"]) for link in page.find_all("a", href=True)]
    return {unquote(href) for href in hrefs if href.startswith(("https://", "http://"))}


def test_every_link_that_another_reader_finds() -> None:
    reading = markdown.read("list.md", LIST)
    found = [*markdown.links_of(reading)]
    assert len(found) == len({*found})
    # What stands in angle brackets may have a space for us only.
    assert {unquote(url).rstrip(".") for url in found} == {
        url.rstrip(".") for url in addresses(LIST)
    } | {"https://books.example.org/in ner"}


def test_what_stands_around_a_link_tells() -> None:
    found = by_url(read(LIST))
    hand = found["books.example.org/hand"]
    assert hand.fields["title"] == "Sorting by hand"
    assert hand.fields["authors"] == ["Ada Example", "Ben Sample", "Cid Third"]
    assert "summary" not in hand.fields  # a date is none
    assert "published" not in hand.fields  # which of both is the month?
    assert hand.headings == ("Books",)
    merging = found["books.example.org/merge_(2)"]
    assert merging.fields["summary"] == "A book about putting two sorted piles together"
    heaps = found["papers.example.org/heaps.pdf"]
    assert (heaps.fields["title"], heaps.fields["published"]) == ("Heaps of heaps", "2012")
    code = found["github.com/example/heaps"]
    assert (code.fields["title"], code.kinds) == ("Heaps of heaps (code)", ("code",))
    radix = found["books.example.org/radix"]
    assert radix.others == (("html", "https://mirror.example.org/radix"),)
    assert found["videos.example.org/bubble"].fields["title"] == "Bubble sort"
    assert found["videos.example.org/only"].fields["title"] == "videos.example.org/only"
    assert found["example.org/html"].fields["title"] == "In HTML"
    assert markdown.read("list.md", LIST).title == "Awesome Sorting Awesome"


def test_rows_name_what_stands_in_them() -> None:
    found = by_url(read(LIST))
    first = found["courses.example.org/101"]
    assert first.fields == {"title": "Sorting 101", "duration": "45 min"}
    assert found["chat.example.org/101"].fields["title"] == "Sorting 101 (chat)"
    second = found["courses.example.org/102"]
    assert second.fields == {"title": "Sorting 102", "duration": "PT2H"}
    assert found["other.example.org/102"].fields["title"] == "Sorting 102 (alternative)"


def test_links_in_sentences_are_passed_over_on_demand() -> None:
    text = (
        "See [this](https://example.org/1) first.\n\n- See [A](https://example.org/2) too\n\n"
        "[B](https://example.org/3)\n\n| a |\n| - |\n| See [C](https://example.org/4) |\n"
    )
    items = markdown.read("list.md", text, takes_prose=False).items
    assert [item.url[-1] for item in items] == ["2", "3", "4"]
    assert len(read(text)) == 4


@pytest.mark.parametrize(
    ("item", "titles"),
    [
        ("[HTML](https://a.example)", ["HTML"]),
        ("Sorting [PDF](https://a.example)", ["Sorting"]),
        ("**Sorting**, [pdf](https://a.example), [slides](https://b.example)",
         ["Sorting", "Sorting (slides)"]),
        ("[Sort](https://a.example) ([video](https://b.example))", ["Sort", "Sort (video)"]),
        ("[A](https://a.example), [B](https://b.example) and [C](https://c.example)", [*"ABC"]),
        ("Part one: https://a.example; part two: https://b.example", ["Part one", "part two"]),
        ("[**Bold**](https://a.example)", ["Bold"]),
        ("[![Alt](x.png)](https://a.example)", ["Alt"]),
        ("<https://a.example>", ["a.example"]),
    ],
)  # fmt: skip
def test_what_an_item_is_called(item: str, titles: list[str]) -> None:
    assert [found.fields["title"] for found in read(f"- {item}\n")] == titles


def test_places_are_those_of_the_addresses() -> None:
    lines = LIST.split("\n")
    for item in read(LIST):
        if item.url in LIST:
            start = item.place.column - 1
            assert lines[item.place.line - 1][start:].startswith(item.url), item


@pytest.mark.parametrize(
    ("behind", "after", "field", "value"),
    [
        (" - Ada Example, Ben Sample (PDF)", "authors", "authors", ["Ada Example", "Ben Sample"]),
        (" by J. J. Example", "summary", "authors", ["J. J. Example"]),
        (" by Ada Example et al.", "summary", "authors", ["Ada Example"]),
        (" by Martin L. King, Jr.", "summary", "authors", ["Martin L. King, Jr"]),
        (" by the end of it you have sorted 100 cards", "summary", "authors", None),
        (" (2017)", "summary", "published", "2017"),
        (" (2017) and (2018)", "summary", "published", None),
        (" - words", "nothing", "summary", None),
    ],
)  # fmt: skip
def test_behind_a_link(behind: str, after: After, field: str, value: object) -> None:
    (item,) = read(f"- [A](https://example.org/a){behind}\n", after)
    assert item.fields.get(field) == value


PAGE = """\
---
title: Gradient descent
permalink: /learn/descent/
redirect_from: [/old/descent, /a:b/]
tags: [slopes, steps]
layout: page
---

## What is a slope?

<iframe width="560" src="https://www.youtube.com/embed/abcdefghijk?rel=0" title="YouTube video player"></iframe>

<iframe src="//player.example.org/2" title="A walk downhill"></iframe>

[![A picture](thumb.jpg)](https://youtu.be/zyxwvutsrqp)
"""  # noqa: E501


def test_a_page_of_jekyll() -> None:
    reading = markdown.read("_pages/descent.md", PAGE)
    assert reading.title == "Gradient descent"
    assert reading.former == ["learn/descent/", "old/descent.html"]
    (note,) = reading.notes
    assert (note.what, str(note.place), note.detail) == (
        "not-taken", "_pages/descent.md:4:16", "/a:b/",
    )  # fmt: skip
    frame, walk, picture = reading.items
    assert frame.fields["title"] == "What is a slope?"
    assert frame.place.line == 11
    assert walk.fields["title"] == "A walk downhill"
    assert walk.url == "https://player.example.org/2"
    assert picture.fields["title"] == "A picture"
    assert all(item.page == "Gradient descent" for item in reading.items)
    assert all(item.tags == ("slopes", "steps") for item in reading.items)


def test_front_matter_that_is_wrong_is_told_with_its_place() -> None:
    reading = markdown.read("p.md", "---\ntitle: A\ntitle: B\n---\n[C](https://example.org/)\n")
    (note,) = reading.notes
    assert (note.what, note.place.line) == ("broken", 3)
    assert [item.place.line for item in reading.items] == [5]


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=300))
@example("[" * 200)
@example("![" * 100 + "](https://example.org)" * 50)
@example("<a href='https://example.org'>" * 50)
@example("| a |\n| - |\n| [x](https://example.org) |")
@example("---\n: [\n---\n")
@example("[pdf](https://example.org/a.pdf)")
def test_no_page_is_too_odd(text: str) -> None:
    for item in read(text):
        assert item.place.line >= 1
        assert item.fields["title"]


WORDS = st.text(alphabet="abc def", min_size=3, max_size=12).map(lambda t: "x" + t.strip())


@given(
    st.lists(
        st.tuples(WORDS, st.integers(0, 10**6), st.sampled_from(["- ", "1. ", "* ", "", "## "])),
        max_size=12,
    )
)
def test_links_of_made_up_lists(rows: list[tuple[str, int, str]]) -> None:
    text = "\n\n".join(f"{mark}[{word}](https://example.org/{n})" for word, n, mark in rows)
    assert {item.url for item in read(text)} == addresses(text)
