"""What a cell puts out looks like what it is, and is no more than a picture or a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browsing import profile
from tests.browser.cells import ADDRESS, FIRST, cell, press_run, try_out, write

SHOWN = """\
class Shown:
    def _repr_html_(self): return {html!r}
    def __repr__(self): return "<Shown>"
Shown()"""


@pytest.fixture(scope="module")
def warm(browser: Browser, root: str) -> Iterator[Page]:
    """A page whose Python has started, for tests that leave nothing behind."""
    with profile(browser) as context:
        page = context.new_page()
        page.goto(root + ADDRESS)
        press_run(page, FIRST)
        yield page


@pytest.mark.parametrize(
    ("source", "outputs"),
    [
        ("print('a', end='')\n'b'", [("printed", "a"), ("result", "'b'")]),
        ("for i in range(101): print(f'\\r{i} %', end='')", [("printed", "100 %")]),
        (
            "print('half', end='\\r')\nprint('\\n', end='')\nprint('whole')",
            [("printed", "half\nwhole")],
        ),
        ("print('long ago\\rnow', end='')", [("printed", "nowg ago")]),
        ("print('long ago\\r\\x1b[Know', end='')", [("printed", "now")]),
        ("print('long ago\\x1b', end=''); print('[2K\\rnow')", [("printed", "now")]),
        ("print('abc\\b\\bX')", [("printed", "aXc")]),
        ("print('\\x1b[1;31mred\\x1b[0m')", [("printed", "red")]),
        (
            "import sys\nfor i in range(3): print(f'\\r{i}', end='', file=sys.stderr)",
            [("stderr", "2")],
        ),
        (
            "print('| a | b |\\n| --- | --- |\\n| x \\\\| y | |')",
            [("table", "a\tb\nx | y\t")],
        ),
        ("print('<img src=x onerror=alert(1)>')", [("printed", "<img src=x onerror=alert(1)>")]),
        (
            "class Shown:\n"
            "    def _repr_html_(self):\n"
            "        return '<b onclick=alert(1)>bold</b><script>alert(1)</script><img src=x>'\n"
            "Shown()",
            [
                ("html", "bold"),
                ("unshown", "Of the HTML of Shown the page does not show a script, a picture."),
            ],
        ),
        (
            SHOWN.format(html="<script src=//evil.example/plotly.js></script><div id=p></div>"),
            [
                ("unshown", "Of the HTML of Shown the page does not show a script."),
                ("result", "<Shown>"),
            ],
        ),
        (
            SHOWN.format(html="<base href=//evil.example><iframe srcdoc=x></iframe><p>kept</p>"),
            [
                ("html", "kept"),
                ("unshown", "Of the HTML of Shown the page does not show an embedded page."),
            ],
        ),
        (
            SHOWN.format(
                html="<a href=javascript:alert(1)>a</a> <a href=https://example.org>b</a>"
            ),
            [("html", "a b")],
        ),
        (
            SHOWN.format(html="<table><tr><td style=text-align:right>1</table><style>*{}</style>"),
            [("html", "1")],
        ),
        (
            SHOWN.format(html="<i></i>" * 30_000),
            [
                ("unshown", "The HTML of Shown is not shown. It has too many elements."),
                ("result", "<Shown>"),
            ],
        ),
        (
            "class Shown:\n    def _repr_html_(self): return 1 / 0\n"
            "    def __repr__(self): return 'text'\nShown()",
            [
                (
                    "stderr",
                    "Shown._repr_html_ fails (cell 1, line 2): ZeroDivisionError: division by zero",
                ),
                ("result", "text"),
            ],
        ),
    ],
)
def test_each_kind_of_output_looks_like_what_it_is(
    warm: Page, source: str, outputs: list[tuple[str, str]]
) -> None:
    found = try_out(warm, source)
    kinds = [re.sub(r"output output-", "", one.get_attribute("class") or "") for one in found.all()]
    texts = [one.inner_text().strip("\n") for one in found.all()]
    assert list(zip(kinds, texts, strict=True)) == outputs
    inside = "script, img, iframe, base, style, [onclick], [href^=javascript]"
    assert found.locator(inside).count() == 0


def test_a_flood_is_shown_without_drowning_the_page(warm: Page) -> None:
    found = try_out(warm, "for i in range(20_000): print(i)")
    text = found.locator("pre").inner_text()
    assert text.startswith("0\n1\n")
    assert text.rstrip().endswith("\n19999")
    assert "18,000 lines are left out here" in text
    assert text.count("\n") < 2_100


def test_an_error_names_the_cell_and_the_line_and_nothing_else(warm: Page) -> None:
    found = try_out(warm, "def f(x):\n    return 1 / x\n\n\nf(0)", until="failed")
    expect(found).to_contain_text("ZeroDivisionError")
    assert found.locator("pre").inner_text() == (
        "cell 1, line 5\n    f(0)\ncell 1, line 2, in f\n    return 1 / x\n           ~~^~~\n"
        "ZeroDivisionError: division by zero"
    )
    assert found.locator("a").first.get_attribute("href") == f"#{FIRST}"
    expect(warm.locator(".notebook > [role=status]")).to_have_text(
        "Cell 1 failed: stopped with ZeroDivisionError in line 2."
    )


def test_a_hostile_figure_is_only_a_picture(warm: Page) -> None:
    hostile = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' width="72pt" onload="alert(1)"><script>alert(1)</script>'
        "<style>body { display: none }</style><foreignObject><b>x</b></foreignObject>"
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>'
        '<image href="https://evil.example/x.png"/><use href="https://evil.example/x.svg#a"/>'
        '<g id="g"><use href="#g"/></g><set attributeName="href" to="x"/>'
        '<path d="M0 0L1 1" style="fill: #1a5fb4; stroke: url(https://evil.example/x)"/></svg>'
    )
    made = warm.evaluate(
        """async ([address, svg]) => {
            const { figure } = await import(address);
            return figure(svg, "test", "words").outerHTML;
        }""",
        [warm.url.partition("examples/")[0] + "assets/topicsite/cells/figure.js", hostile],
    )
    assert re.findall(r"<(\w+)", made) == ["svg", "image", "use", "g", "use", "path"]
    assert "evil" not in made
    assert "alert" not in made
    assert "var(--forward" in made


# What one cell puts out, and how many boxes, elements and characters of it the page holds at most.
FLOODS = {
    "lines without an end": ("print('x' * 5_000_000)", 1, 2, 5_000),
    "many long lines": ("for i in range(3_000): print('x' * 1_999)", 1, 2, 210_000),
    "both streams in turn": (
        "import sys\nfor i in range(5_000): print(i); print(i, file=sys.stderr)",
        105,
        250,
        50_000,
    ),
    "a value of a million": ("list(range(1_000_000))", 1, 2, 110_000),
    "a deep value": ("x = []\nfor _ in range(90): x = [x, x]\nx", 1, 2, 250_000),
    "a long text": ("'x' * 50_000_000", 1, 2, 110_000),
    "a long exception": ("raise ValueError('x' * 5_000_000)", 1, 3, 25_000),
    "tables": (
        "print(('| a | b |\\n| --- | --- |\\n| 1 | 2 |\\n\\n') * 5_000)",
        101,
        1_000,
        60_000,
    ),
    "a table of a million": (
        "print('| a ' * 900 + '|\\n' + '| --- ' * 900 + '|\\n' + ('| b ' * 900 + '|\\n') * 900)",
        1,
        2,
        210_000,
    ),
    "blank lines": ("print('\\n' * 1_000_000)", 1, 2, 3_000),
    "carriage returns": ("print('x' * 1_000 + '\\r' * 100_000 + 'y')", 1, 2, 1_100),
    "figures": (
        "import matplotlib.pyplot as plt\nfor i in range(40): plt.figure(figsize=(1, 1))",
        32,
        500,
        600,
    ),
    "a scatter": (
        "import matplotlib.pyplot as plt, numpy as np\nplt.scatter(*np.random.rand(2, 8_000));",
        1,
        300,
        100,
    ),
    "many lines of marks": (
        "import matplotlib.pyplot as plt, numpy as np\nplt.plot(np.random.rand(900, 20), 'o');",
        1,
        1_300,
        100,
    ),
    "many bars": (
        "import matplotlib.pyplot as plt\nplt.bar(range(4_000), range(4_000));",
        1,
        10,
        100,
    ),
    "a surface": (
        "import matplotlib.pyplot as plt, numpy as np\n"
        "axes = plt.figure().add_subplot(projection='3d')\n"
        "x, y = np.meshgrid(np.arange(60), np.arange(60))\n"
        "axes.plot_surface(x, y, x * y, rcount=60, ccount=60);",
        1,
        600,
        200,
    ),
    "a mesh": (
        "import matplotlib.pyplot as plt, numpy as np\nplt.pcolormesh(np.random.rand(80, 80));",
        1,
        300,
        100,
    ),
    "words": (
        "import matplotlib.pyplot as plt\n"
        "for i in range(1_000): plt.text(i / 1_000, i / 1_000, 'word');",
        1,
        10,
        100,
    ),
}


@pytest.mark.parametrize("name", FLOODS)
def test_what_a_cell_puts_out_is_bounded_as_a_whole(warm: Page, name: str) -> None:
    source, boxes, elements, characters = FLOODS[name]
    write(warm, FIRST, source)
    press_run(warm, FIRST, until="failed" if "exception" in name else "ran in")
    found = warm.evaluate(
        """id => {
            const outputs = document.getElementById(id).querySelector(".outputs");
            const boxes = outputs.childElementCount;
            const all = outputs.getElementsByTagName("*").length;
            return [boxes, all - boxes, outputs.textContent.length];
        }""",
        FIRST,
    )
    assert 0 < found[0] <= boxes
    assert found[1] <= elements
    assert found[2] <= characters
    if "figures" in name:
        note = cell(warm, FIRST).locator(".output-stderr").last
        expect(note).to_contain_text("10 more figures are not shown: a cell shows 30.")


def test_a_figure_of_many_marks_is_a_picture_among_letters(warm: Page) -> None:
    source = (
        "import matplotlib.pyplot as plt, numpy as np\n"
        "plt.scatter(*np.random.rand(2, 8_000)); plt.title('many')\n"
        "plt.figure(); plt.scatter(*np.random.rand(2, 50));"
    )
    found = try_out(warm, source)
    many, few = found.locator("svg").all()
    assert many.locator("image").count() == 1
    assert many.locator("path").count() > 20, "its letters and axes are drawn"
    assert few.locator("image").count() == 0
    assert few.locator("path").count() > 50
    assert found.locator("svg use").count() == 0, "browsers take quadratic time for them"
    box = many.locator("image").bounding_box()
    assert box is not None
    assert box["width"] > 100


def test_the_place_of_an_error_in_a_group_leads_to_its_cell(warm: Page) -> None:
    found = try_out(warm, "raise ExceptionGroup('g', [ValueError(1)])", until="failed")
    assert found.locator("pre").inner_text().splitlines()[0] == "  | cell 1, line 1"
    assert found.locator("a").first.inner_text() == "cell 1"


def test_a_figure_that_cannot_be_drawn_is_named_and_the_others_are_shown(warm: Page) -> None:
    found = try_out(
        warm,
        "import matplotlib.pyplot as plt\nplt.plot([1]); plt.title('$\\\\frac$')\n"
        "plt.figure(); plt.plot([2]);",
    )
    expect(found.first).to_contain_text("Figure 1 cannot be drawn: ValueError:")
    assert found.locator("svg").count() == 1


# What costs Python its life, or nearly; the next cell runs in any case.
DEADLY = {
    "P01": (
        "class E(Exception):\n    def __str__(self):\n        print('bad')\nraise E()",
        "E: its text cannot be shown, because its __str__ fails",
    ),
    "deep recursion": ("def f(n): return f(n + 1)\nf(0)", "RecursionError: "),
    "a deep recursion of our own": (
        "def f(n): return repr([f])[:0] or f(n + 1)\nf(0)",
        "RecursionError",
    ),
    "leaving": ("import sys\nsys.exit(1)", "SystemExit: 1"),
    "no builtins": ("import builtins\nvars(builtins).clear()\n1 / 0", "ZeroDivisionError"),
    "no JSON": (
        "import json, js\njson.dumps = None\njs.JSON.parse = None\n1 / 0",
        "ZeroDivisionError",
    ),
    "no messages": (
        "import js\njs.MessagePort.prototype.postMessage = None\n1 / 0",
        "ZeroDivisionError",
    ),
    "no tracebacks": (
        "import traceback, linecache\ntraceback.TracebackException.__init__ = None\n"
        "linecache.getline = None\n1 / 0",
        "ZeroDivisionError",
    ),
    "no stream": ("import sys\nsys.stdout = sys.stderr = None\n1 / 0", "ZeroDivisionError"),
    "JavaScript's own": ("import js\njs.nothing()", "AttributeError: nothing"),
    "an error of JavaScript": (
        "import js\njs.JSON.stringify.call()\njs.decodeURIComponent('%')",
        "URIError",
    ),
    "no thread": (
        "import threading\nthreading.Thread(target=print).start()",
        "can't start new thread",
    ),
}


@pytest.mark.parametrize("name", DEADLY)
def test_a_deadly_cell_is_told_and_costs_no_names(warm: Page, name: str) -> None:
    source, told = DEADLY[name]
    try_out(warm, "keep = 1")
    assert told in try_out(warm, source, until="failed").last.inner_text()
    assert try_out(warm, "keep").all_inner_texts() == ["1"]
