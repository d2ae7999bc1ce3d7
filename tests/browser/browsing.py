"""A built site on a local server, and Chromium to look at it with."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

PATIENCE = 60_000
"""Milliseconds for what takes few, on a machine that is busy. Only a failure waits so long."""

# Two pages of Chromium's own, behind the address bar of every window, cost as much as the page that
# is looked at. Whoever names features to leave out replaces Playwright's choice, which follows.
NOT_WANTED = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "Translate"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
)

# A container has no sandbox and no graphics card, and a test asks for nothing but its pages.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--disable-features={','.join(NOT_WANTED)}",
]


def find_chromium() -> str | None:
    """Chromium under one of the names that distributions give it, best without any window."""
    names = (
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    )
    return next(filter(None, map(shutil.which, names)), None)


def launch(playwright: Playwright, chromium: str) -> Browser:
    """Start Chromium without a window."""
    return playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS, timeout=PATIENCE)


@contextmanager
def profile(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A fresh profile, in which pages keep what readers write; animations are off."""
    with browser.new_context(**{"reduced_motion": "reduce", **options}) as context:
        context.set_default_timeout(PATIENCE)
        yield context


def deny_storage(page: Page) -> None:
    """Let the pages that are opened from now on keep nothing, as browsers may be told to."""
    page.context.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " {get() { throw new DOMException('no', 'SecurityError'); }});"
    )


def promised(
    page: Page, function: str, given: object = None, *, patience: int = 2 * PATIENCE
) -> Any:
    """What a function in the page promises; by itself a page would be waited for without a limit.

    Args:
        page: the page.
        function: a function in JavaScript, of one argument.
        given: the argument.
        patience: milliseconds until the promise counts as broken.
    """
    return page.evaluate(
        f"""async (given) => {{
          let late;
          const broken = new Promise((_, reject) => {{
            late = setTimeout(() => reject(new Error("nothing came of it")), {patience});
          }});
          try {{
            return await Promise.race([({function})(given), broken]);
          }} finally {{
            clearTimeout(late);
          }}
        }}""",
        given,
    )


def press_until(page: Page, key: str, holds: Callable[[], object]) -> None:
    """Press a key until something holds, a hundred times at the most."""
    for _ in range(100):
        if holds():
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} did not lead there")


def search(page: Page, words: str) -> None:
    """Type words into the search, as if somebody had called it by its key."""
    page.keyboard.press("/")
    expect(page.locator("[data-md-component=search-query], dialog input")).to_be_focused()
    page.keyboard.type(words)


def unfold(page: Page) -> None:
    """Open what a topic's page folds away: cards, those that are not the first, steps of paths."""
    page.evaluate("""for (const one of document.querySelectorAll(".ts-fold, .ts-rest, .ts-stages"))
        one.open = true""")


def is_ours(address: str) -> bool:
    """Whether an address is one of a script that is not the theme's."""
    return address.endswith(".js") and "/javascripts/" not in address


@contextmanager
def serve(
    folder: Path,
    *,
    port: int = 0,
    headers: Mapping[str, str] | None = None,
    asked: list[str] | None = None,
) -> Iterator[str]:
    """Serve a folder on a local port; gives the address of its root.

    Args:
        folder: what lies at the root.
        port: the port; 0 is any that is free.
        headers: what the server says with every answer.
        asked: gets the path of every request.
    """

    class Quiet(SimpleHTTPRequestHandler):
        timeout = PATIENCE / 1000

        def log_message(self, *_: object) -> None:
            if asked is not None:
                asked.append(self.path)

        def end_headers(self) -> None:
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            super().end_headers()

    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join(PATIENCE / 1000)
