"""Python in the page: what code puts out, how it stops, and the walls around it."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browsing import profile, promised, serve
from tests.children import eventually

ADDRESS = "examples/sensitivity/"
BEGIN = """async (address) => {
    const { python } = await import(address);
    window.session = python();
    window.steps = [];
    session.addEventListener("state", () => steps.push(session.state));
    session.addEventListener("progress", (event) => (window.progress = event.detail));
    window.run = async (source, name = "cell 1", display = true) => {
        const pieces = [];
        const output = (piece) => {
            const last = pieces.at(-1);
            const goesOn = piece.kind === last?.kind && piece.kind.startsWith("std");
            if (goesOn) last.text += piece.text;
            else pieces.push({ ...piece });
        };
        const result = await session.run(source, { name, display, output });
        return { ...result, pieces };
    };
}"""

Run = Callable[..., dict[str, Any]]


def begin(page: Page) -> None:
    page.evaluate(BEGIN, page.url.partition("examples/")[0] + "assets/topicsite/python/session.js")


def run(page: Page, source: str, name: str = "cell 1", *, display: bool = True) -> dict[str, Any]:
    """What code comes to: `status`, `pieces` and, if it failed, `error`."""
    found: dict[str, Any] = promised(page, "given => run(...given)", [source, name, display])
    return found


@pytest.fixture(scope="module")
def open_page(browser: Browser, root: str) -> Iterator[Page]:
    with profile(browser) as context:
        page = context.new_page()
        page.goto(root + ADDRESS)
        begin(page)
        yield page


@pytest.fixture
def page(open_page: Page) -> Page:
    """A page with Python in it, shared by tests that leave nothing behind."""
    return open_page


def text(found: dict[str, Any], kind: str = "stdout") -> str:
    return "".join(piece["text"] for piece in found["pieces"] if piece["kind"] == kind)


@pytest.mark.parametrize(
    ("source", "pieces"),
    [
        ("1 + 1", [("value", "2")]),
        ("0", [("value", "0")]),
        ("None", []),
        ("x = 3", []),
        ("1;", []),
        ("print('a', end='')", [("stdout", "a")]),
        ("print('a')\n'b'", [("stdout", "a\n"), ("value", "'b'")]),
        (
            "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')",
            [("stdout", "a\n"), ("stderr", "b\n"), ("stdout", "c\n")],
        ),
        (
            "import warnings\nwarnings.warn('mind')",
            [("stderr", "cell 1, line 2: UserWarning: mind\n")],
        ),
        (
            "import backprop.tape\nimport numpy as np\nnp.arange(3) * 2",
            [("value", "array([0, 2, 4])")],
        ),
        ("{'b': 1, 'a': [2]}", [("value", "{'b': 1, 'a': [2]}")]),
    ],
)
def test_what_code_puts_out(page: Page, source: str, pieces: list[tuple[str, str]]) -> None:
    found = run(page, source)
    assert found["status"] == "done"
    assert [(piece["kind"], piece["text"]) for piece in found["pieces"]] == pieces


def test_a_warning_is_told_once_in_each_run(page: Page) -> None:
    source = "import warnings\nfor _ in range(3):\n    warnings.warn('mind')"
    for _ in range(2):
        assert text(run(page, source), "stderr") == "cell 1, line 3: UserWarning: mind\n"


def test_what_a_frame_that_crashed_leaves_is_cleared_away(browser: Browser, root: str) -> None:
    """A whole process can end, such as for want of memory; Stop is the way on then."""
    with profile(browser) as context:
        page = context.new_page()
        page.goto(root + ADDRESS)
        begin(page)
        run(page, "kept = 1")
        page.evaluate("() => { window.endless = run(`while True: pass`) }")
        page.wait_for_function("session.state === 'running'")
        page.evaluate("document.querySelector('iframe[title=Python]').srcdoc = ''")
        page.evaluate("session.stop()")
        assert promised(page, "() => endless.then(result => result.status)") == "stopped"
        assert text(run(page, "1"), "value") == "1"
        assert page.locator("iframe[title=Python]").count() == 1


def test_cells_share_names_and_topic_code_does_not_see_them(page: Page) -> None:
    run(page, "shared = [1, 2]", "cell 1")
    assert text(run(page, "shared", "cell 2"), "value") == "[1, 2]"
    assert "shared" in page.evaluate("session.names()")
    doubling = "{'double': 2 * np.array(given), 'nan': np.nan}"
    module = f"import numpy as np\ndef main(given):\n    return {doubling}"
    assert promised(page, "given => session.call(...given)", [module, [1, 2]]) == {
        "double": [2, 4],
        "nan": None,
    }
    spying = "def main(given):\n    return shared"
    complaint = promised(
        page, "given => session.call(given, 1).catch(error => error.message)", spying
    )
    assert complaint == "name 'shared' is not defined"


def archive(*, comment: bytes = b"", streamed: bool = False) -> bytes:
    """A ZIP file with every kind of entry that a wheel may have."""

    class Pipe(io.BytesIO):
        """What cannot be gone back in: sizes then follow the contents."""

        def tell(self) -> int:
            raise io.UnsupportedOperation

    target = Pipe() if streamed else io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.comment = comment
        for number, (path, content) in enumerate(ENTRIES.items()):
            entry = zipfile.ZipInfo(path)
            entry.extra = b"\xfe\xca\x02\x00ab" * number
            entry.compress_type = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)[number % 2]
            made.writestr(entry, content)
        made.mkdir("a folder")
    return target.getvalue()


ENTRIES = {
    "stored.py": b"1",
    "a/b/packed.py": b"2" * 100_000,
    "empty": b"",
    "packed empty": b"",
    "a/\N{GREEK SMALL LETTER DELTA}.so": bytes(range(256)),
    "a/packed.so": bytes(range(256)) * 3,
}


@pytest.mark.parametrize(
    "content",
    [archive(), archive(streamed=True), archive(comment=b"PK\x01\x02 said somebody")],
    ids=["plain", "streamed", "with a comment"],
)
def test_archives_are_unpacked_whoever_made_them(page: Page, site: Path, content: bytes) -> None:
    frame = (site / "assets/topicsite/python/frame.js").read_text(encoding="utf-8")
    found = page.evaluate(
        """async ([frame, packed]) => {
          const unzip = new Function(`${frame}; return unzip`)();
          const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt());
          const text = (content) => btoa(String.fromCharCode(...content.slice(0, 1000)));
          const found = await unzip(bytes.buffer);
          return found.map(([path, content]) => [path, text(content), content.length]);
        }""",
        [frame, base64.b64encode(content).decode()],
    )
    assert found == [
        [path, base64.b64encode(content[:1000]).decode(), len(content)]
        for path, content in ENTRIES.items()
    ]


ATTEMPTS = '''
import asyncio, js, pyodide.http
from pyodide.code import run_js
from pyodide.ffi import create_proxy

found, settled = {}, set()
attempts = {
    "fetch": lambda: js.fetch(ROOT + "secret"),
    "pyfetch": lambda: pyodide.http.pyfetch(ROOT + "secret"),
    "the first fetch": lambda: js.Object.getPrototypeOf(
        js.Object.getPrototypeOf(js.self)
    ).fetch.call(js.self, ROOT + "secret"),
    "XMLHttpRequest": lambda: pyodide.http.open_url(ROOT + "secret"),
    "importScripts": lambda: js.importScripts(ROOT + "secret"),
    "a script in the address": lambda: js.importScripts("data:text/javascript,1"),
    "eval": lambda: run_js("1"),
    "import": lambda: js.Function.new(f"return import('{ROOT}secret')")(),
    "a worker": lambda: js.Worker.new(ROOT + "secret"),
    "IndexedDB": lambda: js.indexedDB.open("site"),
    "caches": lambda: js.caches.keys(),
    "files": lambda: js.navigator.storage.getDirectory(),
    "localStorage": lambda: js.localStorage,
    "cookies": lambda: js.cookieStore,
    "the document": lambda: js.document,
    "the page": lambda: js.parent,
    "the service worker": lambda: js.navigator.serviceWorker.controller,
}

async def attempt(name):
    found[name] = "refused"
    try:
        answer = attempts[name]()
        if hasattr(answer, "__await__"):
            answer = await answer
        found[name] = str(answer)
    except (Exception, asyncio.CancelledError):
        pass
    settled.add(name)

for name in attempts:
    asyncio.ensure_future(attempt(name))
# These tell of a failure in an event only: the server knows whether they got through.
def attend(name, target):
    settle = create_proxy(lambda event: settled.add(name))
    for event in ("error", "message", "open"):
        target.addEventListener(event, settle)

in_events = ("WebSocket", "EventSource", "a worker in the worker")
attend(in_events[0], js.WebSocket.new("ws" + ROOT[4:] + "secret"))
attend(in_events[1], js.EventSource.new(ROOT + "secret"))
nested = js.Blob.new(
    [f"""
    fetch('{ROOT}secret').catch(() => 0).then(() => {{
      try {{ importScripts('{ROOT}secret'); }} finally {{ postMessage('over'); }}
    }});
    """]
)
attend(in_events[2], js.Worker.new(js.URL.createObjectURL(nested)))
'''


def test_code_reaches_neither_the_network_nor_the_site(browser: Browser, site: Path) -> None:
    asked: list[str] = []
    with serve(site, asked=asked) as root, profile(browser) as context:
        page = context.new_page()
        page.goto(root + ADDRESS)
        begin(page)
        run(page, "1")
        done = run(page, f"ROOT = {root!r}\n{ATTEMPTS}")
        assert done["status"] == "done", done
        waited_for = "sorted({*attempts, *in_events} - settled)"
        eventually(
            lambda: text(run(page, waited_for), "value") == "[]",
            lambda: f"nothing came of {text(run(page, waited_for), 'value')}",
        )
        found = run(page, "import json; print(json.dumps(found))")
        assert found["status"] == "done", found
        found = json.loads(text(found))
    assert found == dict.fromkeys(found, "refused")
    assert len(found) == 17
    assert [path for path in asked if "secret" in path] == []


def test_stop_ends_an_endless_loop_and_a_spare_goes_on(page: Page) -> None:
    run(page, "kept = 1")
    page.wait_for_function("session.state === 'ready'")
    page.evaluate("() => { window.endless = run(`while True: pass`) }")
    page.wait_for_function("session.state === 'running'")
    page.evaluate("() => { window.next = run(`1`) }")
    page.evaluate("session.stop()")
    assert promised(page, "() => endless.then(result => result.status)") == "stopped"
    assert promised(page, "() => next.then(result => result.status)") == "stopped"
    found = run(page, "kept")
    assert found["error"]["type"] == "NameError"


BUSY = """
from js import setTimeout
from pyodide.ffi import create_once_callable

over = False
def wait():
    while not over:
        pass
setTimeout(create_once_callable(wait), 0)
"""


def test_where_the_page_is_isolated_stop_keeps_the_names(browser: Browser, site: Path) -> None:
    headers = {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
    }
    with serve(site, headers=headers) as root, profile(browser) as context:
        page = context.new_page()
        page.goto(root + ADDRESS)
        assert page.evaluate("crossOriginIsolated")
        begin(page)
        run(page, "kept = 1")
        page.evaluate("() => { window.endless = run(`while True: pass`) }")
        page.wait_for_function("session.state === 'running'")
        page.evaluate("session.stop()")
        assert promised(page, "() => endless.then(result => result.status)") == "stopped"
        assert text(run(page, "kept"), "value") == "1"
        # Stopped while Python is still busy with something else, before it has begun.
        run(page, BUSY)
        page.evaluate("() => { window.queued = run(`over = True\\nwhile True: pass`) }")
        page.wait_for_function("session.state === 'running'")
        page.evaluate("session.stop()")
        assert promised(page, "() => queued.then(result => result.status)") == "stopped"
        assert text(run(page, "kept"), "value") == "1"


def test_reset_forgets_and_a_broken_interpreter_is_replaced(page: Page) -> None:
    run(page, "kept = 1")
    promised(page, "() => session.reset()")
    assert run(page, "kept")["error"]["type"] == "NameError"
    lost = run(page, "import os; os.abort()")
    assert lost["error"]["type"] == "Lost"
    assert "run them again" in lost["error"]["message"]
    assert text(run(page, "2"), "value") == "2"
