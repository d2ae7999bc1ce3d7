"""Sites in German, from right to left, and in a language that nobody speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from babel.messages.pofile import write_po
from playwright.sync_api import Browser, Page, expect

from tests.browser.browsing import profile, serve, unfold
from tests.browser.conftest import Open
from tests.browser.test_accessibility import violations
from tests.browser.test_topics import CUT_OFF
from tests.built.languages import GERMAN, PRETENDED, RIGHT_TO_LEFT, spoken
from tests.built.projects import pages_of
from tests.language.pretended import left_over, translated
from topicsite.language.catalogs import SOURCE, read, scripts
from topicsite.language.locales import Language

pytestmark = pytest.mark.browser

__all__ = ["spoken"]

EXAMPLE = "examples/what-a-sum-loses/"
PAGES = [
    "", "map/", "topic-004/", "floating-point/", EXAMPLE, "add/", "checked/", "todo/", "tags/",
    "404.html",
]  # fmt: skip
WORDS = Path(__file__).parents[2] / "code/topicsite/assets/page/words.js"
VALUE = re.compile(r"%\((\w+)\)s")
WIDTHS = [390, 1220, 1440, 1920]
BOTH = pytest.mark.parametrize("language", [GERMAN, RIGHT_TO_LEFT])


@pytest.fixture(scope="module")
def at(spoken: Path) -> Iterator[dict[str, str]]:
    """The address of each site, by its language."""
    with ExitStack() as servers:
        yield {
            language: servers.enter_context(serve(spoken / language / "site"))
            for language in (GERMAN, RIGHT_TO_LEFT, PRETENDED)
        }


@BOTH
@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_cut_off(visit: Open, at: dict[str, str], language: str, address: str) -> None:
    page = visit(address, at=at[language]).page
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(CUT_OFF) == [], width
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0, width


@BOTH
@pytest.mark.parametrize("address", PAGES)
def test_everybody_can_read_it(
    visit: Open, at: dict[str, str], axe: str, language: str, address: str
) -> None:
    page = visit(address, at=at[language]).page
    page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page, axe) == [], width


@BOTH
def test_every_page_is_whole(visit: Open, at: dict[str, str], spoken: Path, language: str) -> None:
    seen = visit("", at=at[language])
    for address in pages_of(spoken / language / "site"):
        seen.page.goto(at[language] + address)
        assert seen.page.evaluate("document.documentElement.lang") == language, address
    assert seen.foreign == []
    assert seen.complaints == []


DIRECTION = "part => getComputedStyle(part).direction"


def test_what_is_read_from_left_to_right_stays_so(visit: Open, at: dict[str, str]) -> None:
    page = visit(EXAMPLE, at=at[RIGHT_TO_LEFT]).page
    assert page.locator("body").evaluate(DIRECTION) == "rtl"
    for part in (".cell pre", ".cell pre code", "p code", ".katex", ".output pre"):
        assert page.locator(part).first.evaluate(DIRECTION) == "ltr", part
    # Code begins at the left of its box, and the line of the cell is at its right.
    pre, button = (page.locator(f".cell {part}").first for part in ("pre", ".cell-run"))
    boxes = [part.bounding_box() for part in (pre, button)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[1]["x"] > boxes[0]["x"] + boxes[0]["width"] - 30
    assert pre.evaluate("part => getComputedStyle(part).textAlign") in ("left", "start")


def test_a_menu_opens_within_the_page(visit: Open, at: dict[str, str]) -> None:
    for width in (390, 1220):
        page = visit(EXAMPLE, at=at[RIGHT_TO_LEFT], width=width).page
        page.locator(".cell-bar button").nth(1).click()
        box = page.locator(".cell-menu").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_the_map_runs_from_right_to_left(visit: Open, at: dict[str, str]) -> None:
    """Each arrow leads to the left, from the left edge of a box to the right edge of one."""
    page = visit("map/", at=at[RIGHT_TO_LEFT]).page
    drawn = page.locator(".ts-map svg path.ts-arrow").evaluate_all(
        "paths => paths.map(path => [path.getPointAtLength(0).x, "
        "path.getPointAtLength(path.getTotalLength()).x])"
    )
    assert drawn
    assert all(end < start for start, end in drawn)
    at_left = page.locator(".ts-map .ts-box").evaluate_all(
        "boxes => boxes.map(box => box.getBoundingClientRect().left)"
    )
    assert min(at_left) > 0


TEXTS = """() => {
  const found = [];
  const notOurs = "pre, code, script, style, template, .outputs, .cell-editor, .cm-editor, option";
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement, data } = walk.currentNode;
    if (data.trim() && !parentElement.closest(notOurs)) found.push(data.trim());
  }
  for (const part of document.querySelectorAll("main *")) {
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      if (part.getAttribute(name) && !part.closest(".outputs, .cm-editor")) {
        found.push(part.getAttribute(name));
      }
    }
  }
  return found;
}"""


def said_by_scripts(page: Page, before: set[str]) -> set[str]:
    """What a page says now and did not say before, without the words that messages said."""
    now = {text for text in page.evaluate(TEXTS) if text not in before}
    assert now
    left = {text: left_over(text) for text in now}
    return {text for text, rest in left.items() if any(map(str.isalpha, rest))}


def test_cells_speak_the_language_of_the_page(visit: Open, at: dict[str, str]) -> None:
    built = set(visit(EXAMPLE, at=at[PRETENDED], javascript=False).page.evaluate(TEXTS))
    page = visit(EXAMPLE, at=at[PRETENDED]).page
    expect(page.locator(".cell-bar").first).to_be_attached()
    assert said_by_scripts(page, built) == set()
    cell = page.locator(".cell").first
    cell.evaluate("element => { element.cell.source = 'print(1)\\n1 / 0'; }")
    cell.locator(".cell-bar button").nth(1).click()
    assert said_by_scripts(page, built) == set()
    page.keyboard.press("Escape")
    cell.locator(".cell-run").click()
    expect(cell.locator(".output-error")).to_be_visible()
    expect(page.locator("[role=status].ts-sr")).to_contain_text("ZeroDivisionError")
    assert {
        text for text in said_by_scripts(page, built) if "ZeroDivisionError" not in text
    } == set()


def test_videos_and_exercises_speak_the_language_of_the_page(
    visit: Open, at: dict[str, str]
) -> None:
    address = "floating-point/"
    built = set(visit(address, at=at[PRETENDED], javascript=False).page.evaluate(TEXTS))
    page = visit(address, at=at[PRETENDED]).page
    name = page.locator("topicsite-solved").first.get_attribute("data-exercises")
    page.evaluate("name => localStorage.setItem('topicsite-solved', JSON.stringify([name]))", name)
    page.reload()
    expect(page.locator("topicsite-solved").first).to_have_attribute("data-all", "")
    unfold(page)
    said = page.locator("topicsite-video button .ts-sr").first.inner_text()
    assert left_over(said).strip() == "Floating Point Numbers"
    titles = {left_over(text).strip() for text in said_by_scripts(page, built)}
    assert titles <= built, "what else a message holds is an entry's"


def test_a_report_that_runs_again_is_said_as_it_was_built(visit: Open, at: dict[str, str]) -> None:
    page = visit(EXAMPLE, at=at[GERMAN]).page
    table = page.locator("table.verdicts").last
    cell = page.locator(".cell", has=page.locator("table.verdicts")).last
    built = table.inner_text()
    assert "die Quelle sagt" in built
    cell.locator(".cell-run").click()
    expect(cell.locator(".cell-says")).to_contain_text("lief in")
    assert cell.locator("table.verdicts").inner_text() == built
    # Numbers are written as the language has it.
    assert "," in cell.locator(".cell-says").inner_text()


def test_an_exercise_speaks_the_language_of_the_page(visit: Open, at: dict[str, str]) -> None:
    built = set(visit(EXAMPLE, at=at[PRETENDED], javascript=False).page.evaluate(TEXTS))
    page = visit(EXAMPLE, at=at[PRETENDED]).page
    exercise = page.locator("topicsite-exercise")
    exercise.locator(".exercise-check").click()
    expect(exercise.locator(".exercise-verdict")).to_have_attribute("data-result", "failed")
    (left,) = said_by_scripts(page, built)
    assert left_over(left) == " The ones have left no trace: each was rounded away as it was added."


def test_the_form_speaks_the_language_of_the_page(visit: Open, at: dict[str, str]) -> None:
    built = set(visit("add/", at=at[PRETENDED], javascript=False).page.evaluate(TEXTS))
    page = visit("add/", at=at[PRETENDED]).page
    page.locator("[data-action=download]").click()
    written = {
        "url": "http://x", "published": "soon", "duration": "5", "summary": "Short", "isbn": "978",
        "doi": "x", "language": "German", "captions": "de", "id": "A B", "teaches": "x" * 70,
    }  # fmt: skip
    for name, value in written.items():
        page.locator(f"#add-{name}").fill(value)
        page.locator(f"#add-{name}").blur()
    assert page.locator(".ts-error:not(:empty)").count() > 8
    assert said_by_scripts(page, {*built, *written.values(), "entry"}) == set()
    page.locator("#add-title").fill("Τίτλος")
    page.locator("#add-kind").select_option("video")
    page.locator("#add-duration").fill("1:05:00")
    kind = page.locator(".ts-preview .ts-kind")
    assert kind.inner_text() == page.locator("#add-kind option:checked").inner_text()
    assert left_over(page.locator(".ts-preview .ts-time").inner_text()) == "15"


SAY = """([script, asked]) => import(`data:text/javascript,${encodeURIComponent(script)}`).then(
  ({ _, ngettext }) => asked.map(([one, many, number, values]) =>
    many === null ? _(one, values) : ngettext(one, many, number, values)),
)"""


@pytest.mark.parametrize("code", ["en", "de", "fr", "es", "pt-BR", "pl", "ar"])
def test_scripts_say_what_the_build_says(browser: Browser, code: str, tmp_path: Path) -> None:
    """Every message of scripts, in every plural form, also in a language that has several."""
    if code == "pl":
        template = translated(read(SOURCE), code, lambda message: f"0 {message}")
        for message in template:
            if message.id and not isinstance(message.id, str):
                message.string = tuple(f"{number} {message.id[1]}" for number in range(3))
        with (tmp_path / "pl.po").open("wb") as opened:
            write_po(opened, template)
    language = Language(code, tmp_path)
    asked: list[tuple[str, str | None, int, dict[str, str]]] = []
    for said in scripts():
        forms = (said, None) if isinstance(said, str) else said
        values = dict.fromkeys({*VALUE.findall("".join(filter(None, forms)))} - {"number"}, "x")
        if forms[1] is None:
            asked.append((forms[0], None, 0, {**values, "number": "7"}))
        else:
            asked += [(*forms, number, values) for number in (0, 1, 2, 3, 5, 11, 21, 100, 1000)]
    with profile(browser) as context:
        script = language.script(WORDS.read_text("utf-8"))
        heard = context.new_page().evaluate(SAY, [script, asked])
    assert heard == [
        language.gettext(one, **values)
        if many is None
        else language.ngettext(one, many, number, **values)
        for one, many, number, values in asked
    ]
