"""Python and visited pages stay when the network goes, and one version never meets another."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser.browsing import PATIENCE, profile, promised, serve
from tests.children import LIMIT

pytestmark = pytest.mark.browser
ONE, OTHER, NEVER = ("examples/one-neuron/", "examples/two-ways/", "examples/sensitivity/")

RUN = """
async (source) => {
  const base = document.querySelector('meta[name="topicsite-python"]').content;
  const script = new URL("../../topicsite/python/session.js", new URL(base, location));
  const { python } = await import(script);
  const pieces = [];
  try {
    const result = await python().run(source, { output: (piece) => pieces.push(piece) });
    return result.error?.traceback ?? pieces.map((piece) => piece.text ?? piece.kind).join("");
  } catch (error) {
    return error.message;
  }
}
"""
# What the caches hold under the names of files of Python: the sizes, 0 where there is nothing.
SIZES = """
async (names) => {
  const base = new URL(document.querySelector('meta[name="topicsite-python"]').content, location);
  const found = await Promise.all(names.map((name) => caches.match(new URL(name, base))));
  return Promise.all(found.map(async (file) => (await file?.arrayBuffer())?.byteLength ?? 0));
}
"""
SPOIL = """
async (names) => {
  const base = new URL(document.querySelector('meta[name="topicsite-python"]').content, location);
  for (const key of await caches.keys()) {
    const cache = await caches.open(key);
    for (const address of names.map((name) => new URL(name, base))) {
      if (await cache.match(address)) await cache.put(address, new Response("damaged"));
    }
  }
}
"""
STORED = (
    "async () => [await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]"
)


class Host:
    """A host with the site in a folder, as on GitHub Pages; it can go and come back."""

    def __init__(self, site: Path, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.port = 0
        self._running: AbstractContextManager[str] | None = None
        shutil.copytree(site, folder / "project", copy_function=os.link)
        self.come_back()

    def come_back(self) -> None:
        self._running = serve(self.folder, port=self.port, asked=self.asked)
        address = self._running.__enter__()
        self.port = urlsplit(address).port or 0
        self.root = f"{address}project/"

    def go(self) -> None:
        if self._running is not None:
            self._running.__exit__(None, None, None)
        self._running = None

    @property
    def versions(self) -> list[str]:
        return [path.name for path in (self.folder / "project/assets/python").iterdir()]

    def manifest(self) -> dict[str, Any]:
        [version] = self.versions
        path = self.folder / f"project/assets/python/{version}/manifest.json"
        read: dict[str, Any] = json.loads(path.read_bytes())
        return read

    def update(self) -> tuple[str, str]:
        """Publish the site with another version of Python, and without the last one."""
        project = self.folder / "project"
        [before] = self.versions
        manifest = project / "assets/python" / before / "manifest.json"
        content = manifest.read_bytes() + b"\n"
        after = hashlib.sha256(content).hexdigest()[:12]
        # What is there is linked, and must not be written to.
        manifest.unlink()
        manifest.write_bytes(content)
        manifest.parent.rename(manifest.parent.with_name(after))
        for path in [project / "sw.js", *project.rglob("*.html")]:
            text = path.read_text(encoding="utf-8")
            if before in text:
                path.unlink()
                path.write_text(text.replace(before, after), encoding="utf-8")
        return before, after


@pytest.fixture
def host(site: Path, tmp_path: Path) -> Iterator[Host]:
    host = Host(site, tmp_path)
    yield host
    host.go()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with profile(browser) as context:
        yield context


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def run(page: Page, source: str = "print(6 * 7)") -> str:
    said: str = promised(page, RUN, source)
    return said.strip()


def comes_true(page: Page, promise: str, given: object = None, *, limit: float = LIMIT) -> bool:
    """Whether a function in the page promises something true within some seconds."""
    deadline = time.monotonic() + limit
    while not promised(page, promise, given):
        if time.monotonic() > deadline:
            return False
        page.wait_for_timeout(50)  # which lets the browser's messages in
    return True


def until(page: Page, promise: str, given: object = None) -> None:
    """Wait until a function in the page promises something true."""
    assert comes_true(page, promise, given), promise


def settle(page: Page, names: list[str]) -> None:
    """Wait until the worker has kept the page and what is named, and serves it."""
    until(page, f"async (names) => (await ({SIZES})(names)).every(Boolean)", names)
    until(page, "async () => Boolean(await caches.match(location.href))")
    until(page, "() => Boolean(navigator.serviceWorker.controller)")


def visit_and_run(context: BrowserContext, host: Host, path: str = ONE) -> Page:
    page = opened(context, host.root + path)
    assert run(page) == "42"
    settle(page, ["manifest.json", *host.manifest()["start"]])
    return page


def test_nothing_is_stored_before_the_reader_runs_something(
    context: BrowserContext, host: Host
) -> None:
    page = opened(context, host.root + ONE)
    page.wait_for_load_state("networkidle")
    assert promised(page, STORED) == [[], 0]
    assert not [path for path in host.asked if "/assets/python/" in path]


def test_a_page_that_was_visited_runs_without_the_server(
    context: BrowserContext, host: Host
) -> None:
    first = visit_and_run(context, host)
    drawing = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
    assert run(first, drawing).endswith("figure")
    settle(first, host.manifest()["packages"]["matplotlib"])
    opened(context, host.root + OTHER).close()
    first.close()
    host.go()
    for path in (OTHER, ONE):
        page = opened(context, f"{host.root}{path}?h=neuron#top")
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == (
            "rgb(28, 27, 26)"
        )
        assert run(page) == "42"
        assert run(page, "import backprop; print(backprop.__name__)") == "backprop"
        assert run(page, drawing).endswith("figure")
        page.close()
    with pytest.raises(Error, match=r"ERR_CONNECTION_REFUSED|ERR_FAILED"):
        opened(context, host.root + NEVER)


def test_a_second_visit_asks_the_server_for_nothing_of_python(
    context: BrowserContext, host: Host
) -> None:
    visit_and_run(context, host).close()
    host.asked.clear()
    assert run(opened(context, host.root + OTHER)) == "42"
    assert not [path for path in host.asked if "/assets/python/" in path]


def test_a_file_that_was_damaged_in_the_cache_is_fetched_again(
    context: BrowserContext, host: Host
) -> None:
    page = visit_and_run(context, host)
    damaged = ["python_stdlib.zip", "backprop.zip"]
    whole = promised(page, SIZES, damaged)
    promised(page, SPOIL, damaged)
    host.go()
    page.goto(host.root + ONE)
    said = run(page)
    assert "a part of Python" in said, "without the server there is nothing to mend it with"
    host.come_back()
    page.reload()
    assert run(page) == "42"
    until(page, f"async (whole) => String(await ({SIZES})({damaged})) === String(whole)", whole)
    host.go()
    page.goto(host.root + ONE)
    assert run(page) == "42"


def test_two_tabs_run_side_by_side(context: BrowserContext, host: Host) -> None:
    one, other = (opened(context, host.root + path) for path in (ONE, OTHER))
    start = f"(source) => {{ globalThis.answer = ({RUN})(source); }}"
    for number, page in enumerate((one, other)):
        page.evaluate(start, f"x = {number}; print(x)")
    answers = [promised(page, "() => answer") for page in (one, other)]
    assert [answer.strip() for answer in answers] == ["0", "1"]
    for page in (one, other):
        settle(page, host.manifest()["start"])
    one.close()
    assert run(other, "print(x)") == "1"
    host.go()
    assert run(opened(context, host.root + ONE)) == "42"


def test_an_update_leaves_an_open_tab_its_version_and_removes_it_later(
    context: BrowserContext, host: Host
) -> None:
    visit_and_run(context, host).close()
    old = opened(context, host.root + ONE)
    before, after = host.update()
    new = opened(context, host.root + OTHER)
    assert run(new) == "42"
    address = "document.querySelector('meta[name=\"topicsite-python\"]').content"
    assert after in new.evaluate(address)
    # The old tab starts only now, from files that the server no longer has.
    assert before in old.evaluate(address)
    assert run(old) == "42"
    settle(new, ["manifest.json", *host.manifest()["start"]])
    names = "async () => (await caches.keys()).map((name) => name.split(' ').at(-1)).sort()"
    assert promised(new, names) == sorted([before, after, "pages"])
    old.close()
    new.close()
    # Now nobody needs the old version. The new worker takes over with the next visit, or with a
    # later one, if the last tabs were still closing or the browser had not asked for it yet.
    gone = f"async (name) => !(await ({names})()).includes(name)"

    def changed_over() -> Page | None:
        """A visit after which the old version is gone, if this is the one."""
        page = context.new_page()
        with suppress(Error):  # a visit may stand still while one worker takes over from another
            page.goto(host.root + ONE, timeout=PATIENCE / 4)
            if comes_true(page, gone, before, limit=3):
                return page
        page.close()
        return None

    deadline = time.monotonic() + LIMIT
    while (page := changed_over()) is None:
        assert time.monotonic() < deadline, "the old version stays"
    assert promised(page, names) == sorted([after, "pages"])
    host.go()
    assert run(page) == "42"


PAGES = """
async () => {
  const name = (await caches.keys()).find((name) => name.endsWith(" pages"));
  return (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname);
}
"""
FILL = """
async (count) => {
  const name = (await caches.keys()).find((name) => name.endsWith(" pages"));
  const cache = await caches.open(name);
  for (let number = 0; number < count; number++) {
    await cache.put(new URL(`old/${number}/`, location), new Response("old"));
  }
}
"""


def test_pages_that_were_not_visited_for_long_are_let_go(
    context: BrowserContext, host: Host
) -> None:
    page = visit_and_run(context, host)
    promised(page, FILL, 1_000)
    page.goto(host.root + OTHER)
    # A visit clears up before it brings along what belongs to its page.
    until(page, f"async () => (await ({PAGES})()).length <= 500")
    until(page, f"async (path) => (await ({PAGES})()).includes(path)", f"/project/{OTHER}")
    kept = promised(page, PAGES)
    assert not any(path.endswith("/old/0/") for path in kept)
    assert any(path.endswith("/old/999/") for path in kept)
    # What was visited again is new again, and stands without the server.
    host.go()
    page.goto(host.root + OTHER)
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == (
        "rgb(28, 27, 26)"
    )


def test_a_page_that_the_site_has_no_more_is_forgotten(context: BrowserContext, host: Host) -> None:
    page = visit_and_run(context, host)
    until(page, f"async (path) => (await ({PAGES})()).includes(path)", f"/project/{ONE}")
    shutil.rmtree(host.folder / "project" / ONE)
    page.goto(host.root + ONE)
    until(page, f"async (path) => !(await ({PAGES})()).includes(path)", f"/project/{ONE}")


def test_where_service_workers_are_forbidden_all_else_works(browser: Browser, host: Host) -> None:
    with profile(browser, service_workers="block") as context:
        page = opened(context, host.root + ONE)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        assert run(page) == "42"
        assert run(page, "import numpy as np; print(np.arange(3).sum())") == "3"
        assert complaints == []
