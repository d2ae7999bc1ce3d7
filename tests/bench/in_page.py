"""Python in the page, against a bare page that starts Pyodide as shipped."""

from __future__ import annotations

import gzip
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.bench import results
from tests.bench.measure import run
from tests.browser.browsing import find_chromium, is_ours, launch, serve
from tests.built.projects import pages_of
from topicsite import runtime
from topicsite.model.measurements import Block, Column, Note, Table
from topicsite.runtime.pinned import FILES, LOCK, PACKAGES, lock

PROJECT = Path(__file__).parents[2]
EXAMPLE = "examples/one-neuron/"
ROUNDS = 5
FIRST = "import numpy as np\nprint(np.arange(4).sum())"
FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
# Four examples, three hidden neurons, 200 steps: the smallest network that anybody trains.
NETWORK = """
import numpy as np
from backprop import datasets
from backprop.network import Network
from backprop.training import SGD, train

x, y = datasets.xor()
network = Network([2, 3, 1], hidden="tanh", seed=0)
for epoch in train(network, x, y, SGD(0.5), epochs=200, batch=4):
    pass
print(network.cost(x, y))
"""
BARE = """\
<!doctype html><meta charset="utf-8"><title>Bare</title>
<script src="pyodide.js"></script>
<script>
const first = (source) => new Promise(async (resolve, reject) => {
  try {
    const start = performance.now();
    const python = await loadPyodide({ stdout: () => resolve(performance.now() - start) });
    await python.loadPackage("numpy");
    python.runPython(source);
  } catch (error) { reject(error); }
});
</script>
"""
# Milliseconds until the first output.
OURS = """
async (source) => {
  const start = performance.now();
  const { python } = await import(new URL("/assets/topicsite/python/session.js", location));
  return new Promise((resolve, reject) => {
    const output = () => resolve(performance.now() - start);
    python().run(source, { output }).then(({ error }) => reject(error?.traceback), reject);
  });
}
"""
AGAIN = """
async (source) => {
  const { python } = await import(new URL("/assets/topicsite/python/session.js", location));
  const start = performance.now();
  const { error } = await python().run(source);
  if (error) throw new Error(error.traceback);
  return performance.now() - start;
}
"""
STOP = """
async () => {
  const { python } = await import(new URL("/assets/topicsite/python/session.js", location));
  const session = python();
  session.run("while True: pass");
  await new Promise((resolve) => setTimeout(resolve, 500));
  const start = performance.now();
  await session.stop();
  await session.run("print(1)");
  return performance.now() - start;
}
"""
# The longest stretch that a script of ours, or of the theme, kept the page busy while it loaded.
WATCH = """
globalThis.stretches = [];
new PerformanceObserver((list) => {
  for (const frame of list.getEntries())
    for (const script of frame.scripts) stretches.push([script.sourceURL, script.duration]);
}).observe({ type: "long-animation-frame", buffered: true });
"""


def measure() -> None:
    """Measure, and write down what was found."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("there is no Chromium on the PATH; install it with: apt install chromium")
    with tempfile.TemporaryDirectory() as temporary:
        site, bare = Path(temporary) / "site", Path(temporary) / "bare"
        mkdocs = str(Path(sys.executable).parent / "mkdocs")
        run([mkdocs, "build", "--quiet", "--site-dir", str(site)], PROJECT)
        _write_bare(bare)
        with (
            serve(site) as ours,
            serve(bare) as theirs,
            sync_playwright() as playwright,
        ):
            browser = launch(playwright, chromium)
            blocks = [*_times(browser, ours, theirs), *_sizes(browser, site, ours)]
            chosen = browser.version
            browser.close()
    results.write("python", ("playwright",), blocks, Chromium=chosen)


def _write_bare(folder: Path) -> None:
    """Pyodide and NumPy as they are shipped, and a page that starts them."""
    folder.mkdir()
    for file in FILES:
        shutil.copy(PROJECT / ".cache/runtime" / file.name, folder)
    (folder / LOCK).write_bytes(lock({}))
    (folder / "index.html").write_text(BARE)


def _times(browser: Browser, ours: str, theirs: str) -> list[Table]:
    """How long a reader waits."""
    cold: list[float] = []
    peers: list[float] = []
    figures: list[float] = []
    warm: list[float] = []
    stops: list[float] = []
    for _ in range(ROUNDS):
        peers.append(_fresh(browser, theirs, lambda page: page.evaluate("first", FIRST)))
        cold.append(_fresh(browser, ours + EXAMPLE, lambda page: page.evaluate(OURS, FIRST)))
        figures.append(_fresh(browser, ours + EXAMPLE, lambda page: page.evaluate(OURS, FIGURE)))

    def more(page: Page) -> float:
        page.evaluate(AGAIN, NETWORK)
        warm.extend(page.evaluate(AGAIN, NETWORK) for _ in range(2 * ROUNDS))
        for _ in range(ROUNDS):
            page.wait_for_timeout(8000)  # until a spare interpreter is there
            stops.append(page.evaluate(STOP))
        return 0

    _fresh(browser, ours + EXAMPLE, more)
    ratio = statistics.median(a / b for a, b in zip(cold, peers, strict=True))
    first = results.table(
        (
            Column(heading="first run of a page, to the first output"),
            Column(heading="here", unit="s", decimals=2),
            Column(heading="bare page", unit="s", decimals=2),
            Column(heading="ratio", decimals=2),
            Column(heading="ratio wanted", decimals=2),
        ),
        (
            ("with NumPy", _seconds(cold), _seconds(peers), ratio, 0.65),
            ("with a figure, so with Matplotlib", _seconds(figures), None, None, None),
        ),
    )
    then = results.table(
        (
            Column(heading="from then on"),
            Column(heading="here", unit="ms", decimals=0),
            Column(heading="wanted", unit="ms", decimals=0),
        ),
        (
            ("a small network trained again, 200 steps", statistics.median(warm), 150),
            ("stopped in an endless loop, until the next output", statistics.median(stops), 150),
        ),
    )
    return [first, then]


def _fresh(browser: Browser, address: str, task: Any) -> float:
    """Do something on a page in a profile that has seen nothing yet."""
    context: BrowserContext = browser.new_context()
    try:
        page = context.new_page()
        page.goto(address)
        page.wait_for_load_state("networkidle")
        return float(task(page))
    finally:
        context.close()


def _sizes(browser: Browser, site: Path, ours: str) -> list[Block]:
    """The bytes that a reader fetches, compressed as static hosts compress them."""
    [manifest] = site.glob(f"assets/python/*/{runtime.MANIFEST}")
    known = json.loads(manifest.read_bytes())
    start = sum(_packed(manifest.parent / name) for name in known["start"])
    drawing = sum(_packed(manifest.parent / name) for name in known["packages"]["matplotlib"])
    cache = PROJECT / ".cache/runtime"
    bare = ["pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip"]
    peer = sum(_packed(cache / name) for name in [*bare, PACKAGES["numpy"]["file_name"]])
    before, longest = map(max, zip(*_loads(browser, site, ours), strict=True))
    fetched = results.table(
        (
            Column(heading="fetched, compressed with gzip"),
            Column(heading="here", unit="kB", digits=2),
            Column(heading="bare page", unit="kB", digits=2),
            Column(heading="wanted", unit="kB", digits=2),
        ),
        (
            ("scripts with any page, before the first click", before / 1000, None, 15),
            ("with the first run", start / 1000, peer / 1000, None),
            ("with the first figure", drawing / 1000, None, None),
        ),
    )
    stretch = f"at most {longest:.0f} ms" if longest else "less than 50 ms"
    return [
        fetched,
        Note(text=f"While a page loads, a script of ours keeps it busy for {stretch} at a time."),
    ]


def _loads(browser: Browser, site: Path, ours: str) -> Iterator[tuple[int, float]]:
    """Of every page, the bytes of our scripts and the milliseconds that one keeps it busy."""
    for address in pages_of(site):
        with browser.new_context() as context:
            page = context.new_page()
            page.add_init_script(WATCH)
            page.goto(ours + address)
            page.wait_for_load_state("networkidle")
            fetched = page.evaluate("performance.getEntriesByType('resource').map((e) => e.name)")
            stretches = page.evaluate("stretches")
        own = [name.removeprefix(ours) for name in fetched if is_ours(name)]
        yield (
            sum(_packed(site / name) for name in own),
            max((spent for name, spent in stretches if is_ours(name)), default=0.0),
        )


def _packed(path: Path) -> int:
    """The size of a file on its way; a ZIP file does not become smaller."""
    content = path.read_bytes()
    return min(len(content), len(gzip.compress(content, 6)))


def _seconds(milliseconds: list[float]) -> float:
    return statistics.median(milliseconds) / 1000
