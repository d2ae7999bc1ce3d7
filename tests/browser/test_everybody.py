"""What a visit costs, what paper takes, how large targets are, and that nothing moves."""

from __future__ import annotations

import gzip
import re
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
TOPIC = "backpropagation/"
EXAMPLE = "examples/sensitivity/"
PACKED = (".woff2", ".png", ".jpg")
"""What no server packs again."""
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
  // What is buffered is told in the next task, and two frames show what is still to be painted.
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum))));
})"""

SMALL = """() => {
  const targets = [];
  for (const element of document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    const box = element.getBoundingClientRect();
    const shown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (shown && box.width && box.height) targets.push([element, box]);
  }
  const isSmall = (box) => box.width < 24 || box.height < 24;
  // A circle of 24 pixels around the middle may touch neither another target nor its circle.
  const isNear = (box, other) => {
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const across = Math.max(other.left - x, 0, x - other.right);
    const along = Math.max(other.top - y, 0, y - other.bottom);
    if (Math.hypot(across, along) < 12) return true;
    const middles = [other.x + other.width / 2 - x, other.y + other.height / 2 - y];
    return isSmall(other) && Math.hypot(...middles) < 24;
  };
  const isInText = (element) => getComputedStyle(element).display === "inline"
    && element.closest("p, li, td, th, dd, dt, figcaption, blockquote, span, summary");
  return targets
    // A label is pressed for what it holds.
    .filter(([element, box]) => isSmall(box) && !isInText(element) && !element.closest("label"))
    .filter(([element, box]) => targets.some(([other, another]) =>
      !other.contains(element) && !element.contains(other) && isNear(box, another)))
    .map(([element]) => element.outerHTML.slice(0, 100));
}"""
"""Targets under 24 pixels that nothing excuses (WCAG 2.5.8): neither text nor room around them."""
TYPES = ["", TOPIC, EXAMPLE, "catalogue/", "plan/", "progress/", "tags/", "checked/"]
"""One page of each type that readers come to."""


@pytest.mark.parametrize("address", [*TYPES, "backpropagation/glossary/", "playground/", "add/"])
def test_targets_are_large_or_have_room(visit: Open, address: str) -> None:
    page = visit(address).page
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(SMALL) == [], width


def test_small_targets_are_found(visit: Open) -> None:
    page = visit("about/").page
    page.locator("main article").evaluate(
        """(article) => {
          for (const name of ["One", "Two"]) {
            const button = document.createElement("button");
            button.textContent = name;
            button.style = "width: 16px; height: 16px; overflow: hidden";
            article.prepend(button);
          }
        }"""
    )
    assert len(page.evaluate(SMALL)) == 2


@pytest.mark.parametrize(("address", "most"), [("", 130_000), (TOPIC, 220_000)])
def test_a_first_visit_is_light(browser: Browser, root: str, address: str, most: int) -> None:
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        body = response.body()
        packed = body if response.url.endswith(PACKED) else gzip.compress(body, 9)
        sizes[response.url] = len(packed)

    with browser.new_context() as context:
        page = context.new_page()
        page.on("response", weigh)
        page.goto(root + address, wait_until="networkidle")
    assert sum(sizes.values()) <= most, sorted(sizes.items(), key=lambda item: -item[1])


@pytest.mark.parametrize("font", ["Main-Regular", "Math-Italic"])
def test_letters_of_formulas_are_as_wide_as_katex_takes_them(visit: Open, font: str) -> None:
    """A letter that a cut font has lost would come out of another, in its width."""
    script = files("topicsite").joinpath("assets/katex/katex.min.js").read_text()
    metrics = re.search(f'"{font}":{{([^}}]+)}}', script)
    assert metrics is not None
    widths = {
        chr(int(code)): float(numbers.split(",")[-1])
        for code, numbers in re.findall(r"(\d+):\[([^\]]+)\]", metrics[1])
    }
    family, style = font.split("-")
    found = visit(TOPIC).page.evaluate(
        """async ([face, text]) => {
          await document.fonts.load(face, text);
          const context = document.createElement("canvas").getContext("2d");
          context.font = face;
          return [...text].map((letter) => context.measureText(letter).width / 1000);
        }""",
        [f"{'italic ' * (style == 'Italic')}1000px KaTeX_{family}", "".join(widths)],
    )
    # The font's own units are thousandths of the letter's height.
    wrong = {
        letter
        for (letter, width), measured in zip(widths.items(), found, strict=True)
        if abs(measured - width) > 0.002
    }
    assert wrong <= {*"\N{DEGREE SIGN}\N{COMBINING RIGHT ARROW ABOVE}\ue020"}, "others are KaTeX's"


def test_a_topic_fits_on_fifteen_sheets(visit: Open, tmp_path: Path) -> None:
    page = visit(TOPIC).page
    page.evaluate("document.fonts.ready.then(() => true)")
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 15
    page.emulate_media(media="print")
    pressed = page.locator("button, input, select, textarea").locator("visible=true")
    assert pressed.evaluate_all("(found) => found.map((one) => one.outerHTML)") == []


def stranded(page: Page) -> list[str]:
    """The headings of a printed page that have no line below them on their sheet."""
    printed = page.pdf(format="A4", outline=True, tagged=True)
    places = re.findall(
        rb"/Title \(((?:[^()\\]|\\.)*)\)\s*/Dest \[\d+ 0 R /XYZ \S+ (\S+) 0\]", printed
    )
    assert places, "the outline says where headings are"
    # The margin, a heading, and a line of text; points, from the lower edge of the sheet.
    return [title.decode("latin-1") for title, height in places if float(height) < 37 + 22 + 15]


@pytest.mark.parametrize("address", [TOPIC, EXAMPLE, "checked/", "backpropagation/glossary/"])
def test_no_heading_is_stranded_where_a_sheet_ends(visit: Open, address: str) -> None:
    page = visit(address).page
    page.evaluate("document.fonts.ready.then(() => true)")
    # Moved down by some lines, other headings come to where sheets end.
    for moved in (0, 90, 200, 330):
        page.locator(".md-content__inner").evaluate(
            f"(one) => (one.style.paddingTop = '{moved}px')"
        )
        assert stranded(page) == [], moved


def test_a_stranded_heading_is_found(visit: Open) -> None:
    page = visit("about/").page
    page.set_content(
        "<style>@page { margin: 13mm } body { margin: 0 } h2 { margin: 0; height: 30px }</style>"
        "<div style='height: 980px'></div><h2>Alone</h2><p style='break-before: page'>Far.</p>"
        "<h2>At home</h2><p>Near.</p>"
    )
    assert stranded(page) == ["Alone"]


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("address", TYPES)
def test_nothing_moves_while_it_loads(visit: Open, address: str, width: int) -> None:
    page = visit(address, width=width).page
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFTS) < 0.01
