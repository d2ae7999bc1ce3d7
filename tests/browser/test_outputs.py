"""What a cell puts out looks like what it is, and is no more than a picture or a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browsing import profile
from tests.browser.cells import ADDRESS, FIRST, press_run, try_out


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
            "import sys; print('a'); print('b', file=sys.stderr)",
            [("printed", "a"), ("stderr", "b")],
        ),
        (
            "print('x\\n| a | b |\\n| --- | ---: |\\n| c | 1 |')",
            [("printed", "x"), ("table", "a\tb\nc\t1")],
        ),
        ("print('<img src=x onerror=alert(1)>')", [("printed", "<img src=x onerror=alert(1)>")]),
        (
            "class Shown:\n"
            "    def _repr_html_(self):\n"
            "        return '<b onclick=alert(1)>bold</b><script>alert(1)</script><img src=x>'\n"
            "Shown()",
            [("html", "bold")],
        ),
    ],
)
def test_each_kind_of_output_looks_like_what_it_is(
    warm: Page, source: str, outputs: list[tuple[str, str]]
) -> None:
    found = try_out(warm, source)
    kinds = [re.sub(r"output output-", "", one.get_attribute("class") or "") for one in found.all()]
    texts = [one.locator("pre, table, div").first.inner_text().strip() for one in found.all()]
    assert list(zip(kinds, texts, strict=True)) == outputs
    assert found.locator("script, img, [onclick]").count() == 0


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
