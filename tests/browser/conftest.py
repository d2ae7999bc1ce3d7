"""A real browser in front of the built site, or the reason why there is none."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Response,
    Route,
    expect,
    sync_playwright,
)

from tests.browser.browsing import PATIENCE, find_chromium, launch, profile, serve
from tests.browser.cells import ADDRESS
from tests.unavailable import unavailable

HERE = Path(__file__).parent
FOREIGN = re.compile(r"https?://(?!127\.0\.0\.1[:/])")
expect.set_options(timeout=PATIENCE)


@dataclass
class Visit:
    """A page that was opened, with what happened meanwhile.

    Attributes:
        page: the page.
        foreign: addresses on other hosts that were asked for; none of them was reached.
        complaints: dialogs, errors on the console, exceptions, and files that were not found.
    """

    page: Page
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


Open = Callable[..., Visit]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once; tests have profiles of their own in it."""
    chromium = find_chromium()
    if chromium is None:
        unavailable("Chromium", "install it with: apt install chromium")
        raise AssertionError
    with sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def root(site: Path) -> Iterator[str]:
    """The address of the project's own site."""
    with serve(site) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with profile(browser) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext, root: str) -> Page:
    """The page of an example, whose cells run."""
    page = context.new_page()
    page.goto(root + ADDRESS)
    return page


@pytest.fixture
def visit(browser: Browser, root: str) -> Iterator[Open]:
    """Open a page of the site, or of another one, in a fresh profile."""
    with visiting(browser, root) as opened:
        yield opened


@contextmanager
def visiting(browser: Browser, root: str) -> Iterator[Open]:
    """Pages are opened in fresh profiles, which are closed in the end.

    What is asked of other hosts is noted and refused. Give `player` to answer YouTube's player.
    """
    profiles = ExitStack()

    def opened(
        address: str,
        *,
        at: str = root,
        width: int = 1440,
        height: int = 900,
        scheme: str = "light",
        javascript: bool = True,
        player: str | None = None,
    ) -> Visit:
        context = profiles.enter_context(
            profile(
                browser,
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                java_script_enabled=javascript,
            )
        )
        seen = Visit(context.new_page())

        def answer(route: Route) -> None:
            url = route.request.url
            seen.foreign.append(url)
            if player is not None and "youtube-nocookie.com" in url:
                route.fulfill(content_type="text/html", body=player)
            else:
                route.abort()

        context.route(FOREIGN, answer)
        page = seen.page

        def refuse(dialog: Dialog) -> None:
            seen.complaints.append(f"a dialog says {dialog.message}")
            dialog.dismiss()

        def listen(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                seen.complaints.append(message.text)

        def look(response: Response) -> None:
            if response.status >= 400:
                seen.complaints.append(f"{response.status} {response.url}")

        page.on("dialog", refuse)
        page.on("console", listen)
        page.on("response", look)
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.goto(at + address)
        return seen

    with profiles:
        yield opened


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker's script."""
    script = HERE / "node_modules/axe-core/axe.min.js"
    if not script.exists():
        unavailable("axe", "install Node.js, then: npm ci --prefix tests/browser")
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def vnu() -> list[str]:
    """The command of the HTML validator."""
    java, jar = shutil.which("java"), HERE / "node_modules/vnu-jar/build/dist/vnu.jar"
    if java is None:
        unavailable("Java", "install it with: apt install default-jre-headless")
    if not jar.exists():
        unavailable("vnu", "install Node.js, then: npm ci --prefix tests/browser")
    return [str(java), "-jar", str(jar)]
