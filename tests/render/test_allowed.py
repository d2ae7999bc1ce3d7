"""HTML and figures of cells: what may run, load, send or lead elsewhere is gone; the rest stays."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from tests.render.notebooks import display
from topicsite.render.allowed import ALLOWED, clean_output, clean_prose
from topicsite.render.figures import FigureError, inline_svg

# What is written, and what is left of it in an output.
REDUCED = {
    "a frame": ("<p>x</p><iframe src='https://evil.example/'>no frames</iframe>", "<p>x</p>"),
    "a frame with a document": ("<iframe srcdoc='<script>alert(1)</script>'></iframe>x", "x"),
    "a foreign picture": ("x<img src='https://evil.example/x.png'>", "x"),
    "a picture's handler": ("x<img src=x onerror=alert(1)>", "x"),
    "pictures in a set": (
        "<picture><source srcset='//evil.example/x'><img src='//evil.example/x'></picture>x",
        "x",
    ),
    "a base": ("<base href='https://evil.example/'><p>x</p>", "<p>x</p>"),
    "handlers": ("<b onclick='alert(1)' ONMOUSEOVER=alert(1)>x</b>", "<b>x</b>"),
    "a form": (
        "<form action='https://evil.example/'><input name=p>x<button>y</button></form>",
        "x",
    ),
    "a style sheet": ("<style>@import 'https://evil.example/'</style><p>x</p>", "<p>x</p>"),
    "a linked style sheet": ("<link rel=stylesheet href='https://evil.example/'>x", "x"),
    "a style": ("<p style='background: url(https://evil.example/)'>x</p>", "<p>x</p>"),
    "a redirection": ("<meta http-equiv=refresh content='0; url=//evil.example/'>x", "x"),
    "a script": ("<script>alert(1)</script><p>x</p>", "<p>x</p>"),
    "a module": ("<script type=module src=//evil.example/></script>x", "x"),
    "a script in disguise": ("<scr<script>ipt>alert(1)</script>x", None),
    "objects": ("<object data=x></object><embed src=x><applet></applet>x", "x"),
    "media": ("<video src=x autoplay></video><audio src=x></audio>x", "x"),
    "drawings": ("<svg onload=alert(1)><text>y</text></svg><canvas></canvas>x", "x"),
    "foreign content": ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", ""),
    "templates": ("<template><img src=x onerror=alert(1)></template>x", "x"),
    "a title that hides a script": (
        "<noscript><p title='</noscript><img src=x>'></noscript>x",
        None,
    ),
    "an address that runs": ("<a href='javascript:alert(1)'>x</a>", '<a rel="noopener">x</a>'),
    "the same, written oddly": (
        "<a href=' java\nscript:alert(1)'>x</a><a href='&#106;avascript:alert(1)'>y</a>",
        '<a rel="noopener">x</a><a rel="noopener">y</a>',
    ),
    "data as an address": ("<a href='data:text/html,x'>x</a>", '<a rel="noopener">x</a>'),
    "names of the page's own": ("<p id=q class='md-header cell' name=y>x</p>", "<p>x</p>"),
    "an element of the page's own": (
        "<topicsite-exercise><p>x</p></topicsite-exercise>",
        "<p>x</p>",
    ),
    "names of another language": ("<font-face><p>x</p></font-face>", "<p>x</p>"),
    "a comment": ("<!-- topicsite: rules --><p>x</p>", "<p>x</p>"),
    "an element that ends the page": ("</div></article></main><p>x</p>", "<p>x</p>"),
}


@pytest.mark.parametrize("what", REDUCED)
def test_what_an_output_may_not_hold_is_gone(what: str) -> None:
    written, left = REDUCED[what]
    found = clean_output(written)
    assert_harmless(found)
    if left is not None:
        assert found == left
    assert_harmless(clean_prose(written))


def assert_harmless(html: str) -> None:
    """Nothing in it runs, loads, sends or changes the page around it."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(True):
        is_own = "-" in element.name
        assert element.name in ALLOWED["elements"] | {"h1", "h2", "img"} or is_own, element
        for name, value in element.attrs.items():
            assert not name.startswith("on"), element
            assert name != "style", element
            if name in ("href", "src"):
                address = re.sub(r"[\s\x00-\x1f]", "", str(value)).lower()
                scheme = address.partition(":")[0] if ":" in address else ""
                assert scheme in ("", "http", "https", "mailto"), element
                assert name == "href" or not (scheme or address.startswith(("//", "\\"))), element


KEPT = [
    "<p>one <b>two</b> <code>three</code><br>four</p>",
    "<ul><li>one</li></ul>",
    '<table><thead><tr><th colspan="2" scope="col">a</th></tr></thead><tbody><tr><td>1</td>'
    '<td class="number">2</td></tr></tbody></table>',
    '<a href="https://example.org/a?b=1&amp;c" rel="noopener">out</a>',
    '<a href="../one-neuron/#top" rel="noopener">aside</a>',
    "<blockquote><p>said</p></blockquote>",
    "a &lt; b &amp;&amp; c",
    '<x-y><script type="application/json">{"a": "$b$"}</script><p>words</p></x-y>',
]


@pytest.mark.parametrize("html", KEPT)
def test_words_tables_links_and_own_elements_stay_as_they_are(html: str) -> None:
    assert clean_output(html) == html


@pytest.mark.parametrize(
    ("html", "left"),
    [
        # Data that would end its element is written so that it does not.
        (
            '<x-y><script type="application/json">{"a": "<\\/script><b>"}</script></x-y>',
            '<x-y><script type="application/json">{"a": "\\u003c/script>\\u003cb>"}</script></x-y>',
        ),
        ('<x-y><script type="application/json">alert(1)</script></x-y>', "<x-y></x-y>"),
        ('<p><script type="application/json">{}</script></p>', "<p></p>"),
        ('<x-y><script type="text/javascript">1</script></x-y>', "<x-y></x-y>"),
        ('<x-y onclick="alert(1)" style="position: fixed"></x-y>', "<x-y></x-y>"),
        ("<x-y>\ue0000\ue001</x-y>", "<x-y>\ue0000\ue001</x-y>"),
    ],
)
def test_of_an_own_element_the_data_stays_and_nothing_that_runs(html: str, left: str) -> None:
    assert clean_output(html) == left


def test_prose_keeps_what_its_author_may_write() -> None:
    html = (
        '<h2 id="top">A</h2>\n<p class="x">see <a href="mailto:a@example.org">us</a></p>\n'
        '<!-- topicsite: updated -->\n<img src="../images/x.svg" alt="y">'
    )
    assert clean_prose(html) == html
    assert clean_prose('<img src="https://evil.example/x.png" alt="y">') == '<img alt="y">'
    assert clean_prose("<img src='/\\evil.example/x' alt='y'>") == '<img alt="y">'


def test_a_page_of_an_example_holds_none_of_it(saved: Callable[..., str]) -> None:
    shown = "".join(written for written, _ in REDUCED.values())
    for kind in ("text/html", "text/markdown"):
        html = saved("prose " + shown, ("f()", [display(kind, shown)]))
        soup = BeautifulSoup(html, "html.parser")
        assert not soup.select("iframe, base, form, style, link, meta, script, object, svg, video")
        assert not soup.select("[onerror], [onload], [onclick], [onmouseover], [srcset]")
        assert not soup.select("[src^='http'], [src^='//']")
        assert not soup.select("[href^='javascript'], [href^='data'], .md-header")


FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {} '
    'onload="alert(1)"><script>alert(1)</script><style>body {{ display: none }}</style>'
    "<foreignObject><b>x</b></foreignObject>"
    '<a href="javascript:alert(1)"><path d="M0 0"/></a>'
    '<image href="https://evil.example/x.png"/><use href="https://evil.example/x.svg#a"/>'
    '<g id="g"><use href="#g"/></g><set attributeName="href" to="x"/>'
    '<path d="M0 0L1 1" style="fill: #1a5fb4; stroke: url(https://evil.example/x)"/>'
    '<text x="1" onclick="alert(1)" font-family="url(//evil.example)">words</text></svg>'
)


@pytest.mark.parametrize("width", ['width="72pt"', 'width="100%"', ""])
def test_a_hostile_figure_is_only_a_picture(width: str) -> None:
    made = inline_svg(FIGURE.format(width), "test", "words")
    assert re.findall(r"<(\w+)", made) == ["svg", "image", "use", "g", "use", "path", "text"]
    assert "evil" not in made
    assert "alert" not in made
    assert "var(--forward" in made
    assert ">words</text>" in made


def test_entities_are_refused() -> None:
    with pytest.raises(FigureError, match="entities"):
        inline_svg(
            '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>', "x", "y"
        )
