"""What a finished page links to and can be linked at, read as browsers read it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicsite.render.targets import Targets, targets


def links(html: str) -> list[str]:
    return targets(html).links


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="x/">', ["x/"]),
        ("<a href='x/'>", ["x/"]),
        ("<a href=x/>", ["x/"]),
        ("<A HREF=x/ class=y>", ["x/"]),
        ('<a\n  class="y"\n  href = "x/"\n>', ["x/"]),
        ('<a class="y"href="x/">', ["x/"]),
        ('<a href="x/" href="y/">', ["x/"]),
        ('<a href=" x/ ">', ["x/"]),
        ('<a href="?a=1&amp;b=2#c&#x27;d">', ["?a=1&b=2#c'd"]),
        ('<a title="a > b" href="x/">', ["x/"]),
        ("<a title='\"' href=\"it's/\">", ["it's/"]),
        ('<a data-href="x/" title="href=y/">', []),
        ('<p>write <code>href="x/"</code></p>', []),
        ("<!-- <a href='x/'> -->", []),
        ("<script>s = '<a href=\"x/\">'</script>", []),
        ("<script src=x.js>s = '<a href=y/>'</script ><a href=z/>", ["x.js", "z/"]),
        ("<style>/* <a href=x/> */</style><textarea><a href=y/></textarea>", []),
        ("<title><a href=x/></title><template><p><a href=y/></template>", []),
        ("<noscript><a href=x/></noscript>", ["x/"]),
        ("<article><ax href=x/><abbr href=y/>", []),
        ("<a href=x/><a href=x/>", ["x/"]),
        ("<a name=x><a>", []),
        ("<a href>", []),
        ('<a href="">', []),
        ("<area href=x/>", ["x/"]),
        ("<img src=x.png srcset='x.png 1x, y.png 2x'>", ["x.png", "y.png"]),
        ("<img srcset='data:image/png;base64,AA 1x'>", []),
        ("<video src=x.mp4 poster=y.png><track src=z.vtt></video>", ["x.mp4", "y.png", "z.vtt"]),
        ("<object data=x.svg></object><embed src=y><iframe src=z/></iframe>", ["x.svg", "y", "z/"]),
        ("<link rel=stylesheet href=x.css>", ["x.css"]),
        ("<link rel=canonical href=x/><link rel='Alternate home' href=y/>", []),
        ("<meta http-equiv=refresh content='0; url=../x/'>", ["../x/"]),
        ("<meta http-equiv=Refresh content=\"3;URL='x/'\">", ["x/"]),
        ("<meta http-equiv=refresh content=30>", []),
        ("<meta name=topicsite-python content=m.json data-offline=sw.js>", ["m.json", "sw.js"]),
        ("<meta name=description content=x/>", []),
        ("a < b and b > c <a href=x/>", ["x/"]),
        ("<a href='x/", []),
    ],
)
def test_links(html: str, expected: list[str]) -> None:
    assert links(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<h2 id="x">', {"x"}),
        ("<h2 ID=x>", {"x"}),
        ('<h2 id="a&amp;b">', {"a&b"}),
        ('<span id="%C3%A9"></span>', {"%C3%A9"}),
        ("<a name=x></a>", {"x"}),
        ("<input name=x><meta name=y>", set()),
        ("<svg><g id=x></svg>", {"x"}),
        ("<template><p id=x></template><!-- <p id=y> --><p data-id=z>", set()),
        ("<p title='id=x'>id=y</p>", set()),
    ],
)
def test_anchors(html: str, expected: set[str]) -> None:
    assert targets(html).anchors == expected


def test_a_page_that_sends_its_readers_on_is_a_redirect() -> None:
    assert targets("<meta http-equiv=refresh content='0; url=x/'>").is_redirect
    assert not targets("<meta http-equiv=refresh content=30>").is_redirect
    assert targets("<base href=../><base href=x/>").base == "../"


class Oracle(HTMLParser):
    """The same, of links and images alone, by the parser of Python's own library."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(reversed(attrs))
        if given.get("id") is not None:
            self.anchors.add(given["id"] or "")
        address = given.get({"a": "href", "img": "src"}.get(tag, ""))
        if address is not None and address.strip():
            self.links.append(address.strip())


NAMES = st.sampled_from(["href", "HREF", "src", "id", "class", "title", "data-href", "data-id"])
TEXT = st.text(st.sampled_from("ab<>&;'\"=/# \n-é!"), max_size=8)


@st.composite
def attributes(draw: st.DrawFn) -> str:
    name, value = draw(NAMES), draw(TEXT)
    if "&" in value:
        value = value.replace("&", "&amp;")
    quote = draw(st.sampled_from("'\""))
    space = draw(st.sampled_from(" \n"))
    return f"{space}{name}={quote}{value.replace(quote, '')}{quote}"


@st.composite
def elements(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 3)) == 0:
        return draw(TEXT).replace("<", "&lt;")
    if draw(st.integers(0, 6)) == 0:
        return f"<!--{draw(TEXT).replace('-', '').replace('>', '')}-->"
    tag = draw(st.sampled_from(["a", "A", "img", "p", "li"]))
    return f"<{tag}{''.join(draw(st.lists(attributes(), max_size=3)))}>"


@given(st.lists(elements(), max_size=8))
def test_the_library_s_parser_reads_the_same(parts: list[str]) -> None:
    html = "".join(parts)
    oracle = Oracle(html)
    found: Targets = targets(html)
    assert found.links == list(dict.fromkeys(oracle.links))
    assert found.anchors == oracle.anchors


@pytest.mark.parametrize(
    "part", ["<", "<a ", "<!--", "<a href='", "<script>", "<template>", "<a b"]
)
def test_work_grows_with_the_page_whatever_is_on_it(part: str) -> None:
    """A megabyte of what never ends is read at once; quadratic, it would take minutes."""
    targets(part * (1_000_000 // len(part)))
