"""Addresses in a page: those that Python-Markdown makes links of, each where it stands."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from tests.work import growth
from topicsite.reading.pages import links

PROJECT = Path(__file__).parents[2]
EXTENSIONS = [
    "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc",
    "pymdownx.details", "pymdownx.superfences", "pymdownx.tabbed",
]  # fmt: skip
OPTIONS = {"pymdownx.tabbed": {"alternate_style": True}}

# What a page says, and what it links to.
PAGES: dict[str, tuple[str, list[str]]] = {
    "a link": ("[a](u)", ["u"]),
    "an apostrophe": ("[a](https://e.org/Bayes'_theorem)", ["https://e.org/Bayes'_theorem"]),
    "quotes": ('[a](https://e.org/say"hi")', ['https://e.org/say"hi"']),
    "brackets": ("[a](https://e.org/w_(x)) (https://e.org/no)", ["https://e.org/w_(x)"]),
    "a title": ("[a](u 'it''s') [b]( v \"t\" )", ["u", "v"]),
    "a title on the next line": ('[a](u\n"t")', ["u"]),
    "angle brackets": ("[a](<https://e.org/a b>)", ["https://e.org/a b"]),
    "spaces": ("[a](https://e.org/a b)", ["https://e.org/a b"]),
    "angle brackets and a title": ("[a](<u>\"t\")", ["u"]),
    "an escape": (r"[a](https://e.org/a\_b)", ["https://e.org/a_b"]),
    "a reference to a character": ("[a](https://e.org/?a=1&amp;b=2)", ["https://e.org/?a=1&b=2"]),
    "an ampersand": ("[a](https://e.org/?a=1&copy=2)", ["https://e.org/?a=1&copy=2"]),
    "an image": ("![a](u.png)", ["u.png"]),
    "an image in a link": ("[![i](i.png)](u)", ["i.png", "u"]),
    "brackets in the text": ("[a [b] c](u)", ["u"]),
    "code in the text": ("[a `]` c](u)", ["u"]),
    "text on two lines": ("[a\nb](u)", ["u"]),
    "an autolink": ("<https://e.org/Newton's_method>", ["https://e.org/Newton's_method"]),
    "an autolink in capitals": ("<HTTPS://E.org/>", ["HTTPS://E.org/"]),
    "an autolink with a space": ("<https://e.org/a b>", ["https://e.org/a b"]),
    "a bare address": ("See https://e.org/a.", []),
    "a definition": ("[a][r]\n\n[r]: https://e.org/L'H", ["https://e.org/L'H"]),
    "a definition with a title": ("[a][r]\n\n[r]: <u> 't'\n[s]: v (t)", ["u", "v"]),
    "a definition on two lines": ("[a][r]\n\n[r]:\n  u\n", ["u"]),
    "a definition nobody uses": ("[r]: u", ["u"]),
    "a definition in a paragraph": ("text\n[r]: u\nmore", ["u"]),
    "a definition given twice": ("[r]: u\n[r]: v\n", ["u", "v"]),
    "a heading": ("# [a](u) #\n\n[b](v)\n===\n", ["u", "v"]),
    "a quotation": ("> [a](u)\n>\n> - [b](v)\n", ["u", "v"]),
    "a list": ("- [a](u)\n    - [b](v)\n\n        [c](w)\n", ["u", "v", "w"]),
    "a numbered list": ("1. a\n\n    [b](u)\n", ["u"]),
    "a table": ("| a | b |\n|---|---|\n| [a](u) | <https://e.org> |\n", ["u", "https://e.org"]),
    "a tab for indentation": ("-\t[a](u)\n\n\t[b](v)\n", ["u", "v"]),
    "an admonition": ("!!! note\n    [a](u)\n\n    - [b](v)\n\nafter [c](w)", ["u", "v", "w"]),
    "an admonition with a title": ('!!! note "[a](u)"\n    [b](v)\n', ["u", "v"]),
    "an admonition in a list": ("- a\n\n    !!! note\n        [b](u)\n", ["u"]),
    "an admonition after a line": ("text\n!!! note\n    [a](u)\n", ["u"]),
    "details": ('??? note "x"\n    [a](u)\n\n???+ tip\n    [b](v)\n', ["u", "v"]),
    "tabs": ('=== "A"\n    [a](u)\n\n=== "B"\n\n    [b](v)\n', ["u", "v"]),
    "a footnote": ("x[^1]\n\n[^1]: [a](u)\n    [b](v)\n\n    [c](w)\n", ["u", "v", "w"]),
    "a footnote of an address": ("x[^1]\n\n[^1]: https://e.org/a\n\ny", ["https://e.org/a"]),
    "a list of definitions": ("Term\n:   [a](u)\n\n    [b](v)\n", ["u", "v"]),
    "code": ("`[a](u)` ``<https://e.org/`b>``", []),
    "indented code": ("text\n\n    [a](u)\n\ttoo <https://e.org>\n", []),
    "indented code in a list": ("- a\n\n        [b](u)\n", []),
    "indented code in an admonition": ("!!! note\n    a\n\n        [b](u)\n", []),
    "a fence": ("```\n[a](u)\n```\n[b](v)", ["v"]),
    "another fence": ("~~~ md\n[a](u)\n```\n~~~\n[b](v)", ["v"]),
    "a fence in an admonition": ("!!! note\n    ```\n    [a](u)\n    ```\n    [b](v)", ["v"]),
    "a fence in a list": ("- a\n\n    ```\n    [a](u)\n    ```\n", []),
    "an escaped bracket": (r"\[a](u) [b\](v)", []),
    "a comment": ("<!-- [a](u) --> [b](v)", ["v"]),
    "a comment of several lines": ("<!--\n\n[a](u)\n\n-->\n[b](v)", ["v"]),
    "a comment in a line": ("a <!-- [a](u) --> [b](v)", ["v"]),
    "a tag": ('a <a class="x" href="u?b=1&amp;c=2">a</a>', ["u?b=1&c=2"]),
    "a tag on two lines": ("a <a\n  href='u'>a</a>", ["u"]),
    "a tag without quotes": ("a <a href=https://e.org/a>a</a>", ["https://e.org/a"]),
    "a tag that is text": ("a <a href=https://e.org/?a=b>a</a>", []),
    "a tag in capitals": ("a <A HREF='u'>a</A>", ["u"]),
    "a tag with spaces": ("a <a href = ' u '>a</a>", ["u"]),
    "a tag around a link": ("<span>[a](u)</span>", ["u"]),
    "an image as a tag": ("<img src='u.png' alt=''>", ["u.png"]),
    "a block": ("<div>\n<a href=u>[b](v)</a>\n\n[c](w)\n\n</div>\n\n[d](x)", ["u", "x"]),
    "a block in a block": ("<div><div>\n</div>\n[a](u)\n</div>\n\n[b](v)", ["v"]),
    "a block of Markdown": ("<div markdown>\n[a](u)\n</div>\n\n[b](v)", ["u", "v"]),
    "a block of Markdown with a link": (
        "<figure markdown='span'>\n![a](u)\n<a href=v>x</a>\n</figure>\n", ["u", "v"],
    ),
    "a script": ("<script>\n'<a href=u>'\n\n[a](u)\n</script>\n\n[b](v)", ["v"]),
    "a style": ("<style>\na { b: '<a href=u>' }\n</style>\n\n[b](v)", ["v"]),
    "preformatted": ("<pre><a href=u>\n\n[a](w)</a></pre>\n\n[b](v)", ["u", "v"]),
    "front matter": ("---\ntitle: '[a](u)'\n---\n[b](v)\n", ["v"]),
    "a line and no front matter": ("[a](u)\n\n---\n\n[b](v)\n", ["u", "v"]),
}  # fmt: skip
# What the site's Markdown takes otherwise: it never sees front matter, looks up only what is used,
# and cuts an address at its quotation marks.
OTHERWISE = {
    "a definition nobody uses", "a definition in a paragraph", "a definition given twice",
    "front matter", "quotes", "a footnote of an address", "a definition with a title",
}  # fmt: skip


class Hrefs(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value.strip() for name, value in attrs if name in ("href", "src") and value}


def rendered(text: str) -> set[str]:
    """What the site's Markdown makes links of, but for what it makes up itself."""
    html = Markdown(extensions=EXTENSIONS, extension_configs=OPTIONS).convert(text)
    found = Hrefs(html).found
    return {href for href in found if not href.startswith(("#fn", "#__", "mailto:", "&#"))}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_address_is_found_where_it_stands(name: str, end: str, mark: str) -> None:
    text, expected = PAGES[name]
    text = mark + text.replace("\n", end)
    found = links(text)
    assert sorted(link.address for link in found) == sorted(expected)
    for link in found:
        written = text[link.start : link.end]
        assert written.replace("&amp;", "&").replace("\\", "") == link.address


@pytest.mark.parametrize("name", sorted(PAGES.keys() - OTHERWISE))
def test_these_are_the_links_of_python_markdown(name: str) -> None:
    text, expected = PAGES[name]
    assert rendered(text) == set(expected)


@pytest.mark.parametrize("file", sorted(PROJECT.glob("docs/**/*.md")), ids=lambda file: file.name)
def test_our_own_pages_link_to_what_python_markdown_says(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    found = links(text)
    assert {link.address for link in found} == rendered(body)
    assert all(text[link.start : link.end] == link.address for link in found)


# Blocks that may follow each other in any order; `U` becomes an address of its own.
BLOCKS = [
    "text with [a](U) and <https://e.org/U>.",
    "# heading [a](U)",
    "- item [a](U)\n- other\n\n    more [b](U)",
    "> quote [a](U)",
    "!!! note\n    inside [a](U)\n\n    ```\n    [no](N)\n    ```",
    "```\n[no](N)\n```",
    "<div>\n[no](N) <a href='U'>x</a>\n</div>",
    "<div markdown>\n[a](U)\n</div>",
    "<!-- [no](N) -->",
    "`[no](N)` and ![i](U.png \"t\")",
    '=== "Tab"\n\n    [a](U)',
    "| a | b |\n|---|---|\n| [a](U) | x |",
    "[a](U 'it') [![i](U)](U)",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(BLOCKS), max_size=8))
def test_blocks_in_any_order_are_read_as_python_markdown_reads_them(blocks: list[str]) -> None:
    count = iter(range(1000))
    text = re.sub("U", lambda match: f"address-{next(count)}", "\n\n".join(blocks))
    found = links(text)
    assert {link.address for link in found} == rendered(text)
    assert [text[link.start : link.end] for link in found] == [link.address for link in found]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="[]()<>!`\"'\\ \n\t#-*_:/&;.=^?|~{}ab0\r\ufeff\udcff", max_size=80))
def test_no_text_is_refused_and_every_certain_place_is_right(text: str) -> None:
    for link in links(text):
        assert 0 <= link.start <= link.end <= len(text)
        if link.is_certain and not {"\\", "&"} & {*text[link.start : link.end]}:
            assert text[link.start : link.end].replace("\0", "\ufffd") == link.address


def test_what_is_not_where_it_was_read_has_no_certain_place() -> None:
    (link,) = links("> [r]:\n> https://e.org/x\n")
    assert (link.address, link.is_certain) == ("https://e.org/x", False)


@pytest.mark.parametrize(
    "piece",
    [
        "[", "[a](b \"", "[a](<b", "[a](b", "[a](b c ", "[](", "](", "]", "![", "[a]: b\n",
        "<a ", "<a b='", "<", "</", "<!--", "<![", "<?", "`", "``` ", "\\", "&amp;", "*a", "[^1]: ",
        "!!! n\n    ", "=== \"a\"\n", "> ", "- ", "- a\n", "a\n===\n", "| a |\n", "\r", "[r]:\n",
        "<div>\n\n", "<div>", "<div markdown>", "</div>\n", "<p>\n\n</", "<pre>\n", "<script>\n",
        "<!--\n\n",
    ],
)  # fmt: skip
def test_four_times_the_text_is_four_times_the_work(piece: str) -> None:
    assert growth(links, piece) < 5
