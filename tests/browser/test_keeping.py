"""A path is kept for a journey, walked without a server, and removed again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from tests.browser.browsing import deny_storage, promised
from tests.browser.test_accessibility import violations
from tests.browser.test_offline import STORED, Host, context, host, opened, run, until

__all__ = ["context", "host"]
pytestmark = pytest.mark.browser

TOPIC, PATH = "backpropagation/", "backpropagation/build-it-yourself"
OTHER = "backpropagation/an-afternoon"
KEPT = """
async () => {
  const names = (await caches.keys()).filter((name) => name.endsWith(" kept"));
  const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return keys.flat().map(({ url }) => url);
}
"""

FORGET_PYTHON = """
async () => {
  for (const name of await caches.keys()) if (name.includes(" python ")) await caches.delete(name);
}
"""
DENY_CACHES = """
CacheStorage.prototype.has = () => Promise.reject(new DOMException("", "SecurityError"));
"""


def keeper(page: Page, path: str = PATH) -> Locator:
    here = page.locator(f'topicsite-keep[data-path="{path}"]')
    here.scroll_into_view_if_needed()  # then its script loads
    return here


def offered(page: Page, path: str = PATH) -> Locator:
    """The element of a path, in which is said how much it would be."""
    here = keeper(page, path)
    here.get_by_role("button", name="Keep offline").click()
    expect(here.get_by_role("button", name="Keep", exact=True)).to_be_focused()
    return here


def addresses(host: Host) -> list[str]:
    """The pages of the path's steps that are ours."""
    listed = json.loads((host.folder / "project/assets/topicsite/paths.json").read_text("utf-8"))
    [path] = [path for path in listed["paths"] if path["key"] == PATH]
    steps = (step["address"].partition("#")[0] for step in path["steps"])
    return list(dict.fromkeys(address for address in steps if address.startswith("examples/")))


def test_a_path_is_walked_without_a_server(context: BrowserContext, host: Host, axe: str) -> None:
    page = opened(context, host.root + TOPIC)
    expect(keeper(page).get_by_role("button")).to_have_text("Keep offline")
    assert promised(page, STORED) == [[], 0], "nothing is kept unasked"
    here = offered(page)
    expect(here).to_contain_text("Videos and texts on other sites stay there.")
    expect(here.get_by_role("checkbox", name="with Python to run the examples")).to_be_checked()
    assert violations(page, axe) == []
    here.get_by_role("button", name="Keep", exact=True).press("Enter")
    expect(here).to_contain_text("Available offline")
    until(page, "() => Boolean(navigator.serviceWorker.controller)")
    page.close()

    host.go()
    examples = addresses(host)
    assert len(examples) > 3
    for address in examples:
        page = opened(context, host.root + address)
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == (
            "rgb(28, 27, 26)"
        )
        expect(page.locator("topicsite-walk").first).to_be_attached()
        broken = "() => [...document.images].filter((one) => one.complete && !one.naturalWidth)"
        assert page.evaluate(f"({broken})().length") == 0
        page.close()
    page = opened(context, host.root + examples[-1])
    code = page.locator(".cell").first.get_by_role("button", name="Run")
    code.click()
    expect(page.locator(".cell").first).to_contain_text("ran", timeout=60_000)
    assert run(page, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()").endswith(
        "figure"
    )
    for address in ("questions/", "questions/build-it-yourself/"):
        page.goto(host.root + TOPIC + address)
        expect(page.locator("topicsite-question").first).to_be_visible()
    page.goto(host.root + TOPIC)
    here = keeper(page)
    expect(here).to_contain_text("Available offline")
    with pytest.raises(Error, match=r"ERR_CONNECTION_REFUSED|ERR_FAILED"):
        opened(context, f"{host.root}examples/sensitivity/")

    # Back again, it is removed, and nothing of it stays but what was visited.
    host.come_back()
    here.get_by_role("button", name="Remove").click()
    expect(here.get_by_role("button", name="Keep offline")).to_be_focused()
    assert promised(page, KEPT) == []


def test_without_python_it_is_small_and_a_new_version_is_fetched(
    context: BrowserContext, host: Host
) -> None:
    page = opened(context, host.root + TOPIC)
    for path in (PATH, OTHER):
        here = offered(page, path)
        here.get_by_role("checkbox").uncheck()
        here.get_by_role("button", name="Keep", exact=True).click()
        expect(here).to_contain_text("Available offline")
    assert not [url for url in promised(page, KEPT) if "/assets/python/" in url]
    both = len(promised(page, KEPT))
    keeper(page, OTHER).get_by_role("button", name="Remove").click()
    expect(keeper(page, OTHER).get_by_role("button", name="Keep offline")).to_be_visible()
    left = promised(page, KEPT)
    assert 0 < len(left) < both
    assert {f"{host.root}{address}" for address in addresses(host)} <= {*left}

    # A page that has changed is read afresh, and its new version is the one that is kept.
    until(page, "() => Boolean(navigator.serviceWorker.controller)")
    example = host.folder / "project" / addresses(host)[0] / "index.html"
    text = example.read_text(encoding="utf-8")
    example.unlink()  # what is there is linked, and must not be written to
    example.write_text(text.replace("<h1", "<p>Quite new.</p><h1", 1), encoding="utf-8")
    other = opened(context, host.root + addresses(host)[0])
    expect(other.get_by_text("Quite new.")).to_be_visible()
    is_new = """
    async (url) => {
      const [name] = (await caches.keys()).filter((name) => name.endsWith(" kept"));
      const found = await (await caches.open(name)).match(url);
      return (await found.text()).includes("Quite new.");
    }
    """
    until(other, is_new, host.root + addresses(host)[0])


def test_what_fails_is_said_and_what_changed_is_offered_again(
    context: BrowserContext, host: Host
) -> None:
    page = opened(context, host.root + TOPIC)
    here = offered(page)
    host.go()
    here.get_by_role("button", name="Keep", exact=True).click()
    expect(here).to_contain_text("The download failed. Are you connected?")
    host.come_back()
    here.get_by_role("button", name="Try again").click()
    here.get_by_role("button", name="Keep", exact=True).click()
    expect(here).to_contain_text("Available offline")
    # Another version of Python replaces the one that was kept.
    host.update()
    page.evaluate(FORGET_PYTHON)
    page.goto(host.root + TOPIC)
    expect(keeper(page)).to_contain_text("The offline copy is out of date.")
    expect(keeper(page).get_by_role("button", name="Keep it again")).to_be_visible()


def test_what_is_stopped_takes_no_room(context: BrowserContext, host: Host) -> None:
    page = opened(context, host.root + TOPIC)
    here = offered(page)
    context.route("**/*.wasm", lambda route: None)  # which never comes
    here.get_by_role("button", name="Keep", exact=True).click()
    expect(here).to_contain_text(" of ")
    until(page, f"async () => (await ({KEPT})()).length > 50")
    here.get_by_role("button", name="Stop").click()
    expect(here.get_by_role("button", name="Keep offline")).to_be_visible()
    assert promised(page, KEPT) == []


@pytest.fixture
def denied(browser: Browser, host: Host) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        deny_storage(page)
        page.add_init_script(DENY_CACHES)
        page.goto(host.root + TOPIC)
        yield page


def test_where_nothing_can_be_stored_nothing_is_offered(denied: Page) -> None:
    keeper(denied)
    denied.wait_for_load_state("networkidle")
    assert keeper(denied).get_by_role("button").count() == 0


def test_it_fits_a_phone(context: BrowserContext, host: Host, tmp_path: Path) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(host.root + TOPIC)
    offered(page)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("example", "draws"), [("refresher-python", False), ("sensitivity", True)])
def test_what_the_first_run_fetches_is_said_before(
    context: BrowserContext, host: Host, example: str, draws: bool
) -> None:
    page = opened(context, f"{host.root}examples/{example}/")
    said = page.locator(".ts-first-run").inner_text()
    lines = "\n".join(page.locator(".cell .highlight pre").all_text_contents()).splitlines()
    imports = [line for line in lines if line.startswith(("import ", "from "))]
    assert any("matplotlib" in line for line in imports) == draws
    host.asked.clear()
    run(page, "\n".join(imports))
    files = {path.partition("?")[0] for path in host.asked if "/assets/python/" in path}
    fetched = sum((host.folder / path.lstrip("/")).stat().st_size for path in files)
    assert said.strip() == f"· the first run fetches {round(fetched / 1e6)} MB"
