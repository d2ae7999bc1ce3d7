"""Where the system forces its colours, formulas keep their letters and drawings their shapes."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.browsing import profile, search, serve
from tests.browser.test_accessibility import SCHEMES, violations

pytestmark = pytest.mark.browser
TOPIC = "backpropagation/"
EXAMPLE = "examples/sensitivity/"
DRAWN = [
    ("", "main svg text"),
    ("", "main svg :is(line, path, rect)"),
    ("examples/one-neuron/", "main .katex .mfrac .frac-line"),
    ("examples/one-neuron/", "main .katex .mord"),
    (EXAMPLE, "main .katex .mord"),
    (EXAMPLE, "main svg"),
    ("library-speed/", "main .ts-chart svg"),
    ("catalogue/", "main input[type=checkbox]"),
    ("catalogue/", ".ts-facets label"),
    ("catalogue/", ".ts-facets fieldset button"),
    (f"{TOPIC}#3b1b-backprop-intuition", ".ts-card:has(:target) .ts-poster"),
    (EXAMPLE, ".cell .outputs .output"),
]
"""What has to be seen: a page, and what of it."""
INTO_VIEW = """async (one) => {
  await document.fonts.ready;
  one.scrollIntoView({ block: "center", behavior: "instant" });
  // Two frames, that what came into the window is painted.
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def contrast(picture: bytes) -> float:
    """How much the pixel that differs most from the most frequent one does, as WCAG counts it."""
    with Image.open(io.BytesIO(picture)) as opened:
        data = opened.convert("RGB").tobytes()
    colours = Counter(zip(data[::3], data[1::3], data[2::3], strict=True))
    [(most, _)] = colours.most_common(1)
    ground = luminance(most) + 0.05
    others = [luminance(colour) + 0.05 for colour in colours]
    return max(max(ground, other) / min(ground, other) for other in others)


def luminance(colour: tuple[int, int, int]) -> float:
    """The relative luminance of a colour of 8 bits a channel."""
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def choose(page: Page, scheme: str) -> None:
    """Give the page the scheme of a reader who chose one, whatever the system's is."""
    page.evaluate("(name) => document.body.setAttribute('data-md-color-scheme', name)", scheme)


def picture_of(drawn: Locator) -> bytes:
    """What is drawn, with a little of the ground around it."""
    box = None
    # What loads when the window comes near may move it once more.
    while box is None or box != drawn.bounding_box():
        drawn.evaluate(INTO_VIEW)
        drawn.page.wait_for_load_state("networkidle")
        box = drawn.bounding_box()
        assert box is not None
        x, y, width, height = (box[name] for name in ("x", "y", "width", "height"))
        around = {"x": x - 3, "y": y - 3, "width": width + 6, "height": height + 6}
        picture = drawn.page.screenshot(clip=around)  # type: ignore[arg-type]
    return picture


def inked(picture: bytes) -> float:
    """The share of a picture that is clearly not its ground."""
    with Image.open(io.BytesIO(picture)) as opened:
        tones = Counter(opened.convert("L").tobytes())
    [(ground, _)] = tones.most_common(1)
    return sum(count for tone, count in tones.items() if abs(tone - ground) > 90) / tones.total()


@pytest.mark.parametrize("system", SCHEMES)
def test_what_is_drawn_is_seen(browser: Browser, root: str, system: str) -> None:
    with profile(
        browser,
        forced_colors="active",
        color_scheme=system,
        viewport={"width": 1440, "height": 900},
    ) as context:
        page = context.new_page()
        for address, what in DRAWN:
            # What loads late may move what stands below it.
            page.goto(root + address, wait_until="networkidle")
            for chosen in SCHEMES.values():
                choose(page, chosen)
                drawn = page.locator(what).locator("visible=true")
                count = drawn.count()
                assert count, (address, what)
                for number in range(min(count, 3)):
                    found = contrast(picture_of(drawn.nth(number)))
                    assert found >= 3, (address, what, number, chosen, round(found, 2))


@pytest.mark.parametrize("system", SCHEMES)
def test_dialogs_and_the_map_are_seen(
    browser: Browser, root: str, library: Path, system: str
) -> None:
    with (
        serve(library / "site") as at,
        profile(browser, forced_colors="active", color_scheme=system) as context,
    ):
        page = context.new_page()
        page.goto(f"{at}map/", wait_until="networkidle")
        for what in ("a rect", "path", "text"):
            drawn = page.locator(f".ts-map svg {what}").locator("visible=true").first
            assert contrast(picture_of(drawn)) >= 3, what

        page.goto(f"{root}about/", wait_until="networkidle")
        search(page, "chain rule")
        dialog = page.get_by_role("dialog")
        results = dialog.locator("li")
        expect(results.nth(1)).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(results.first.get_by_role("link")).to_be_focused()
        for part in (dialog.locator("input"), results.first, results.nth(1)):
            assert contrast(picture_of(part)) >= 3, part
        # A border says where it ends, as there are no shadows, and a ring where one is.
        assert contrast(edge_of(dialog)) >= 3
        assert contrast(edge_of(results.first.get_by_role("link"))) >= 3


def edge_of(one: Locator) -> bytes:
    """What is drawn where something begins, halfway down."""
    box = one.bounding_box()
    assert box is not None
    around = {"x": box["x"] - 5, "y": box["y"] + box["height"] / 2, "width": 9, "height": 2}
    return one.page.screenshot(clip=around)  # type: ignore[arg-type]  # four numbers


@pytest.mark.parametrize("system", SCHEMES)
def test_letters_stay_below_their_bars(browser: Browser, root: str, system: str) -> None:
    shares = []
    for forced in ("none", "active"):
        with profile(browser, forced_colors=forced, color_scheme=system) as context:
            page = context.new_page()
            page.goto(root + TOPIC, wait_until="networkidle")
            shares.append(inked(picture_of(page.locator(".katex-display").nth(1))))
    own, forced_share = shares
    assert 0.93 * own < forced_share < 1.15 * own, (own, forced_share)


@pytest.mark.parametrize("system", SCHEMES)
def test_axe_finds_nothing_in_forced_colours(
    browser: Browser, root: str, axe: str, system: str
) -> None:
    with profile(browser, forced_colors="active", color_scheme=system) as context:
        page = context.new_page()
        for address in ("", TOPIC, EXAMPLE, "catalogue/", "plan/", "library-speed/"):
            page.goto(root + address)
            assert violations(page, axe) == [], address


def test_what_is_done_and_what_comes_next_differ_from_the_rest(browser: Browser, root: str) -> None:
    grounds = """() => {
      const [first, second, third] = document.querySelectorAll(".ts-steps > li");
      first.classList.remove("ts-next");
      first.dataset.done = "";
      second.classList.add("ts-next");
      third.classList.remove("ts-next");
      delete third.dataset.done;
      const ground = (one) => getComputedStyle(one, "::before").backgroundColor;
      return [first, second, third].map(ground);
    }"""
    with profile(browser, forced_colors="active", color_scheme="dark") as context:
        page = context.new_page()
        page.goto(root + TOPIC)
        assert len(set(page.evaluate(grounds))) == 3
        start = page.locator(".ts-start").first
        assert start.evaluate("one => getComputedStyle(one).borderTopStyle") == "solid"


@pytest.mark.parametrize(
    ("other", "least", "most"), [((0, 0, 0), 1, 1.01), ((255, 255, 255), 20.9, 21.1)]
)
def test_contrast_is_that_of_wcag(other: tuple[int, int, int], least: float, most: float) -> None:
    picture = Image.new("RGB", (4, 4))
    picture.putpixel((1, 1), other)
    file = io.BytesIO()
    picture.save(file, "png")
    assert least <= contrast(file.getvalue()) <= most
