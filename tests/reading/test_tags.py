"""The tags of HTML are cut as a browser cuts them, in one pass over whatever text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.work import growth
from topicsite.reading.tags import Tag, resolved, tags

# A text, and its tags with their attributes.
CUT: dict[str, list[tuple[str, dict[str, str]]]] = {
    "<a href='x' B=\"y\" c=z d>": [("a", {"href": "x", "b": "y", "c": "z", "d": ""})],
    "<A HREF=x></A >": [("a", {"href": "x"}), ("/a", {})],
    "<a/href=x/>": [("a", {"href": "x/"})],
    "<a href = 'x'id=y>": [("a", {"href": "x", "id": "y"})],
    "<a href=''>": [("a", {"href": ""})],
    "<a id=x id=y>": [("a", {"id": "x"})],
    "<a =x>": [("a", {"=x": ""})],
    "<a href='a>b'>": [("a", {"href": "a>b"})],
    "<a\nhref='a\nb'\n>": [("a", {"href": "a\nb"})],
    "<a id='a&amp;b&#39;&lt;&copy=1'>": [("a", {"id": "a&b'<&copy=1"})],
    "<p><br/></p>": [("p", {}), ("br", {}), ("/p", {})],
    "a < b <3 <> </> < a>": [],
    "<!doctype html><b>": [("b", {})],
    "<![x]><b>": [("b", {})],
    "<![CDATA[<a>]]><b>": [("b", {})],
    "<?php <a> ?><b>": [("b", {})],
    "</ x><b>": [("b", {})],
    "<!-- <a> --><b>": [("b", {})],
    "<!--><b>": [("b", {})],
    "<!---><b>": [("b", {})],
    "<!-- <a> -- > <b>": [],
    "<script>'<a>'</scripts></script ><b>": [("script", {}), ("/script", {}), ("b", {})],
    "<title><a></TITLE><b>": [("title", {}), ("/title", {}), ("b", {})],
    "<style><a>": [("style", {})],
    "<a <a <b>": [("a", {"<a": "", "<b": ""})],
    "<b><a href='x": [("b", {})],
    "<b><a": [("b", {})],
}


@pytest.mark.parametrize("text", CUT)
def test_tags_are_cut_as_a_browser_cuts_them(text: str) -> None:
    found = list(tags(text))
    said = [(tag.name, {n: a.value for n, a in tag.attributes.items()}) for tag in found]
    assert said == CUT[text]
    for tag in found:
        assert text[tag.start] == "<"
        assert text[tag.end - 1] == ">"
        for value in tag.attributes.values():
            assert resolved(text[value.start : value.end]) == value.value


def test_only_a_stretch_is_looked_at() -> None:
    text = "<a><b><c>"
    assert [tag.name for tag in tags(text, 1, 8)] == ["b"]
    assert [tag.name for tag in tags(text, 3, 6)] == ["b"]


class Starts(HTMLParser):
    """The tags as Python's own parser cuts them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(reversed(attrs))))


WELL_FORMED = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "text ", "<a href='x' id=y>", "<br/>", "<!-- <a> -->", "<i title=\"a>b\">",
         "<script>1 < 2; '<a>'</script>", "<b\n>", "&lt;a&gt; ", "1 < 2 "]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(WELL_FORMED)
def test_what_is_well_formed_is_cut_as_python_cuts_it(text: str) -> None:
    def plain(tag: Tag) -> tuple[str, dict[str, str]]:
        return tag.name, {name: value.value for name, value in tag.attributes.items()}

    ours = [plain(tag) for tag in tags(text) if not tag.name.startswith("/")]
    assert ours == Starts(text).found


@given(st.text(alphabet="<>!-/?='\" ab\n&;[]", max_size=60))
def test_no_text_is_refused_and_tags_never_overlap(text: str) -> None:
    end = 0
    for tag in tags(text):
        assert end <= tag.start < tag.end <= len(text)
        end = tag.end


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", "<a b='", '<a b="', "<a b=", "<title ", "<title>", "<!--", "<!", "<?", "</",
     "<![x]>", "<script>", "</script", "<a><!--", "&amp;", "<a b=&amp;>", "<a\n", "<a /"],
)  # fmt: skip
def test_four_times_the_text_is_four_times_the_work(piece: str) -> None:
    assert growth(lambda text: list(tags(text)), piece) < 5
