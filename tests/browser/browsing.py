"""A built site on a local server, and Chromium to look at it with."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Playwright

# A container has no sandbox and no graphics card, and a test asks for nothing but its pages.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_chromium() -> str | None:
    """Chromium under one of the names that distributions give it."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


def launch(playwright: Playwright, chromium: str) -> Browser:
    """Start Chromium without a window."""
    return playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)


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
        def log_message(self, *_: object) -> None:
            if asked is not None:
                asked.append(self.path)

        def end_headers(self) -> None:
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            super().end_headers()

    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
