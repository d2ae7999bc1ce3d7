"""The search: nothing before it is wanted; then by keys and mouse, on phones, without a network."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.browsing import promised, search, serve
from tests.browser.conftest import Open
from tests.browser.test_accessibility import choose_scheme, violations

pytestmark = pytest.mark.browser

OF_SEARCH = ("/search/", "/styles/search.css")
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'"
)

# Waits until the index is kept as a whole.
KEPT = """
async () => {
  for (;;) {
    const loaded = performance.getEntriesByType("resource").map((one) => one.name);
    const whole = loaded.find((name) => name.endsWith("/all.json"));
    if (whole && (await caches.match(whole))) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
"""


def results(page: Page) -> Locator:
    return page.locator(".ts-search-results a")


def status(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("status")


def asked_by(page: Page) -> list[str]:
    """What a page has loaded so far that belongs to the search."""
    loaded: list[str] = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    return [one for one in loaded if any(part in one for part in OF_SEARCH)]


def test_nothing_is_loaded_before_somebody_searches(visit: Open) -> None:
    seen = visit("backpropagation/")
    page = seen.page
    page.wait_for_load_state("networkidle")
    assert [one.rpartition("/")[2] for one in asked_by(page)] == ["search.js"]
    search(page, "chain rule")
    expect(results(page).first).to_contain_text("Chain rule", ignore_case=True)
    assert len(asked_by(page)) > 5
    assert seen.foreign == []
    assert seen.complaints == []


def test_a_result_says_what_it_is_and_marks_the_words(visit: Open) -> None:
    page = visit("").page
    search(page, "rumelhart internal representations")
    first = results(page).first
    expect(first.locator(".ts-search-title")).to_have_text(
        "Learning Internal Representations by Error Propagation"
    )
    expect(first.locator(".ts-search-says")).to_contain_text("Theory paper · 2\N{NO-BREAK SPACE}h")
    expect(first.locator("mark").first).to_have_text("Internal")


def test_it_is_used_by_keys_alone(visit: Open) -> None:
    page = visit("").page
    search(page, "vanishing gradient")
    expect(results(page).nth(2)).to_be_visible()
    field = page.get_by_role("searchbox")
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("s")  # whoever goes on typing goes on with the question
    expect(field).to_have_value("vanishing gradients")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("vanishing gradients")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tags/vanishing-gradients/")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_it_opens_again_before_the_browser_has_painted(visit: Open) -> None:
    page = visit("").page
    search(page, "gradient")
    page.evaluate("""() => {
      for (const key of ["Escape", "/"])
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    }""")
    expect(page.get_by_role("searchbox")).to_be_focused()


@pytest.mark.parametrize("key", ["/", "s", "f", "Control+k"])
def test_keys_open_it_where_nobody_writes(visit: Open, key: str) -> None:
    page = visit("add/").page
    field = page.locator("main input").first
    field.focus()
    page.keyboard.press("/")
    expect(page.locator("dialog")).to_have_count(0)
    field.blur()
    page.keyboard.press(key)
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_enter_waits_for_what_was_typed_last(visit: Open) -> None:
    page = visit("").page
    search(page, "one neuron, gate by gate")
    page.keyboard.press("Enter")
    page.wait_for_url("**/examples/one-neuron/")


def test_the_number_of_results_is_told(visit: Open) -> None:
    page = visit("").page
    search(page, "karpthy")
    expect(status(page)).to_contain_text("“karpathy” for “karpthy”")
    field = page.get_by_role("searchbox")
    field.fill("xyzzyq")
    expect(status(page)).to_have_text("Nothing found")
    assert results(page).count() == 0
    field.fill("nøkland")
    expect(status(page)).to_have_text("1 result")
    field.fill("")
    expect(status(page)).to_have_text("")


def test_more_results_come_when_they_are_wanted(visit: Open) -> None:
    page = visit("").page
    search(page, "gradient")
    more = page.get_by_role("button", name="More results")
    more.wait_for()
    before = results(page).count()
    more.click()
    expect(results(page).nth(before)).to_be_focused()


def test_a_result_is_clicked_on_the_same_page(visit: Open) -> None:
    page = visit("backpropagation/").page
    search(page, "rumelhart 1986")
    results(page).filter(has_text="back-propagating").first.click()
    page.wait_for_function("location.hash === '#rumelhart-1986'")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.locator("#rumelhart-1986").is_visible()


def test_axe_finds_nothing_in_the_dialog(visit: Open, axe: str) -> None:
    page = visit("").page
    search(page, "gradiant")
    expect(results(page).nth(3)).to_be_visible()
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            choose_scheme(page, scheme)
            assert violations(page, axe) == [], (width, scheme)


def test_on_a_phone_it_is_the_page(visit: Open) -> None:
    page = visit("", width=390, height=800).page
    way = page.get_by_role("button", name="Search")
    box = way.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    way.click()
    page.get_by_role("searchbox").fill("chain rule")
    expect(results(page).nth(2)).to_be_visible()
    dialog = page.get_by_role("dialog").bounding_box()
    assert dialog == {"x": 0, "y": 0, "width": 390, "height": 800}
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_header_does_not_move(visit: Open) -> None:
    without = visit("", javascript=False).page.locator(".ts-search-open").bounding_box()
    page = visit("").page
    expect(page.locator(".ts-search-open")).to_have_attribute("role", "button")
    assert page.locator(".ts-search-open").bounding_box() == without


def test_without_scripts_it_leads_to_the_lists(visit: Open) -> None:
    page = visit("backpropagation/", javascript=False).page
    page.get_by_role("link", name="Search").click()
    page.wait_for_url("**/catalogue/")


def test_a_page_of_errors_is_searched_from(visit: Open, site: Path, tmp_path: Path) -> None:
    with serve(site) as root:
        page = visit("404.html", at=root).page
        search(page, "sensitivity")
        expect(results(page).first).to_be_visible()


def test_it_works_under_a_strict_policy(visit: Open, site: Path) -> None:
    with serve(site, headers={"Content-Security-Policy": POLICY}) as root:
        seen = visit("", at=root)
        search(seen.page, "saturating derivativeness")  # which the stemmer is needed for
        expect(status(seen.page)).not_to_be_empty()
        expect(results(seen.page).first).to_be_visible()
        # What the theme itself has inline is none of ours.
        assert [one for one in seen.complaints if "eval" in one or "search" in one] == []


def test_what_was_used_works_without_a_network(context: BrowserContext, root: str) -> None:
    page = context.new_page()
    page.goto(root)
    search(page, "chain rule")
    expect(results(page).nth(2)).to_be_visible()
    promised(page, "() => navigator.serviceWorker.ready.then(() => true)")
    promised(page, KEPT)
    context.set_offline(True)
    page.get_by_role("searchbox").fill("lagrange multipliers")
    expect(results(page).first).to_contain_text("Lagrange multipliers")
    page.reload()
    search(page, "saturating sigmoid")
    expect(results(page).first).to_be_visible()


def test_a_tab_that_is_older_than_the_site_still_finds(
    visit: Open, site: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    with serve(folder) as root:
        page = visit("about/", at=root).page
        search(page, "chain rule")
        expect(results(page).nth(2)).to_be_visible()
        [old] = [one for one in (folder / "search").iterdir() if one.is_dir()]
        index = folder / "search/index.json"
        old.rename(old.with_name("0123456789"))
        index.write_text(index.read_text("utf-8").replace(old.name, "0123456789"), "utf-8")
        page.get_by_role("searchbox").fill("lagrange multipliers")
        expect(results(page).first).to_contain_text("Lagrange multipliers")


def test_an_owners_search_plugin_takes_its_place(visit: Open, small: Path) -> None:
    page = visit("", at=(small / "site").as_uri() + "/").page
    assert page.locator("topicsite-search").count() == 0
    assert not (small / "site/search/index.json").exists()
    assert (small / "site/search/search_index.json").exists()
