"""Pages as Markdown, read by a parser of CommonMark that knows nothing of us."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.hostile import ATTACKS
from tests.opendata.sites import LOADED
from topicsite.opendata import llms, twins
from topicsite.opendata.llms import Written
from topicsite.render.site import Site

SITE = Site(
    LOADED.catalog, name="Sorting", description="Learn to sort.", base="https://x.example/a/"
)
TOPIC = LOADED.catalog.topics["t"]
EXAMPLE = LOADED.catalog.examples["addition"]


def tokens(markdown: str) -> list[Token]:
    """All tokens, those within paragraphs too."""
    found = MarkdownIt("commonmark").parse(markdown)
    return [one for token in found for one in (token, *(token.children or ()))]


def shown(markdown: str) -> str:
    """What somebody reads."""
    read = (one.content for one in tokens(markdown) if one.type in ("text", "text_special"))
    return "".join(read)


def links(markdown: str) -> list[str]:
    return [str(one.attrGet("href")) for one in tokens(markdown) if one.type == "link_open"]


def headings(markdown: str) -> list[str]:
    found = MarkdownIt("commonmark").parse(markdown)
    return [
        f"{one.tag} {two.content}" for one, two in pairwise(found) if one.type == "heading_open"
    ]


def test_the_twin_of_a_topic_has_its_goals_its_paths_and_its_resources() -> None:
    twin = twins.of_topic(SITE, TOPIC)
    assert headings(twin)[0] == f"h1 {TOPIC.model.title}"
    assert "h2 Recommended path for learning" in headings(twin)
    assert "h2 Further learning" in headings(twin)
    read = shown(twin)
    for goal in TOPIC.model.goals:
        assert goal.can in read
    for entry in LOADED.catalog.shown_in("t"):
        assert entry.model.url in links(twin)
        assert entry.model.title in read
    assert "../examples/addition/index.md" in links(twin)
    assert twin == twins.of_topic(SITE, TOPIC)
    assert "None" not in read


def test_what_somebody_wrote_on_the_page_of_a_topic_comes_first() -> None:
    twin = twins.of_topic(SITE, TOPIC, "# Mine\n\nWords.\n")
    assert twin.startswith("# Mine\n\n> ")
    assert headings(twin)[0] == "h1 Mine"
    assert f"h1 {TOPIC.model.title}" not in headings(twin)


def test_the_twin_of_an_example_has_its_prose_and_its_code() -> None:
    source = LOADED.texts[EXAMPLE.path] + '\n\n# %% tags=["folded"]\nprint("```")\n# kept\n'
    twin = twins.of_example(SITE, EXAMPLE, source)
    assert headings(twin)[0] == f"h1 {EXAMPLE.model.title}"
    fences = [one for one in tokens(twin) if one.type == "fence"]
    assert {one.info for one in fences} == {"python"}
    assert fences[-1].content == 'print("```")\n# kept\n'
    assert "# ---" not in twin
    assert "%%" not in twin


def test_of_a_written_page_markers_go_and_links_lead_to_pages() -> None:
    page = (
        "Text [a](b.md#c) ![p](d.png) [e](https://e.example/) `[f](b.md)`\n\n"
        "<!-- topicsite: resources\n kind=video -->\n\n[g]: b.md\n\n[h][g]\n"
    )
    twin = twins.of_page(page, {"b.md#c": "../b/#c", "b.md": "../b/"}.get)
    assert links(twin) == ["../b/#c", "https://e.example/", "../b/"]
    assert "topicsite" not in twin
    assert "`[f](b.md)`" in twin


def test_a_drawing_is_what_it_says_to_those_who_cannot_see_it() -> None:
    drawn = "<svg>\n<title>A graph</title>\n<desc>Two\n*boxes*.</desc><path/></svg>"
    twin = twins.of_page(f"A\n\n{drawn}\n\n```html\n{drawn}\n```\n", lambda _: None)
    assert twin == f"A\n\nA graph Two \\*boxes\\*.\n\n```html\n{drawn}\n```\n"


@pytest.mark.parametrize(
    ("address", "place"),
    [("", "index.md"), ("./", "index.md"), ("t/", "t/index.md"), ("t/a.html", "t/a.md"),
     ("t.html", "t.md"), ("index.html", "index.md")],
)  # fmt: skip
def test_a_twin_lies_beside_its_page(address: str, place: str) -> None:
    assert twins.place_of(address) == place


TEXTS = st.one_of(
    st.sampled_from(
        [*ATTACKS, "# a", "- a", "1. a", "12) a", "> a", "a | b", "***", "---", "```", "[a]: b",
         "&amp;", "&", "a\\", r"\(x_1\)", "`a", "* * *", "=", "<https://a.example>", "~~~", "+ a"]
    ),
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=40),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_text_of_an_entry_is_text_in_a_twin(title: str, summary: str) -> None:
    model = TOPIC.model.model_copy(update={"title": title, "summary": summary})
    twin = twins.of_topic(SITE, replace(TOPIC, model=model))
    usual = twins.of_topic(SITE, TOPIC)
    assert links(twin) == links(usual)
    assert len(headings(twin)) == len(headings(usual))
    kinds = {one.type for one in tokens(twin)}
    assert not kinds & {"html_block", "html_inline", "image", "code_block", "fence", "hr"}


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_a_link_has_its_words_and_one_address(title: str, path: str) -> None:
    found = tokens(twins.link(title, f"https://a.example/{path}"))
    assert sum(one.type == "link_open" for one in found) == 1
    assert not {one.type for one in found} & {"html_inline", "html_block", "image"}


def test_the_list_is_what_its_format_says() -> None:
    pages = [Written("about", "About", "What this is."), Written("plain", "Plain", "")]
    text = llms.listed(SITE, pages)
    found = MarkdownIt("commonmark").parse(text)
    assert headings(text) == ["h1 Sorting", "h2 Topics", "h2 Examples to run", "h2 Optional"]
    assert [one.type for one in found[3:5]] == ["blockquote_open", "paragraph_open"]
    addresses = links(text)
    assert addresses == [
        *(f"https://x.example/a/{name}/index.md" for name in ("t", "u", "examples/addition")),
        "https://x.example/a/about/index.md", "https://x.example/a/plain/index.md",
    ]  # fmt: skip
    assert "- [Plain](https://x.example/a/plain/index.md)\n" in text
    assert links(llms.listed(replace(SITE, base=""), []))[0] == "t/index.md"
