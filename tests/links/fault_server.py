"""A server on loopback that does everything a server can do wrong, one behaviour a path."""

from __future__ import annotations

import asyncio
import datetime
import gzip
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from email.utils import format_datetime
from types import TracebackType

import trustme

PAGE = (
    b"<!doctype html><title>A page</title><h2 id=here>Here</h2>" + b"<p>Words of a page.</p>" * 40
)
BOMB = gzip.compress(b"\0" * 1_000_000) * 1000
"""A gigabyte of zeros: members of a gzip file may follow each other."""


class Talk:
    """One request, and the ways to answer it."""

    def __init__(self, server: FaultServer, head: str, writer: asyncio.StreamWriter) -> None:
        line, *headers = head.split("\r\n")
        self.method, target, _ = line.split(" ", 2)
        self.name, _, self.rest = target.lstrip("/").partition("/")
        self.headers = {k.lower(): v.strip() for k, _, v in (h.partition(":") for h in headers)}
        self.server = server
        self.writer = writer
        server.asked[(self.method, target)] += 1
        self.times = server.asked[(self.method, target)]

    async def raw(self, data: bytes) -> None:
        self.writer.write(data)
        self.server.sent[self.name] += len(data)
        await self.writer.drain()

    async def answer(
        self, status: int, body: bytes = b"", kind: str = "text/html", **headers: str
    ) -> None:
        """A whole answer; names of headers have `_` for `-`."""
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Type: {kind}"]
        headers.setdefault("Content_Length", str(len(body)))
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value]
        body = b"" if self.method == "HEAD" else body
        await self.raw("\r\n".join([*lines, "", ""]).encode("utf-8") + body)

    async def redirect(self, status: int, to: str) -> None:
        await self.answer(status, Location=to)

    async def refuse_head(self) -> bool:
        """Whether this was a HEAD, which is answered with 405."""
        if self.method == "HEAD":
            await self.answer(405)
        return self.method == "HEAD"

    def reset(self) -> None:
        """Break the connection off with an RST."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Behaviour = Callable[[Talk], Awaitable[None]]
BEHAVIOURS: dict[str, Behaviour] = {}


def behaviour(function: Behaviour) -> Behaviour:
    """Serve a function at its name, with hyphens."""
    BEHAVIOURS[function.__name__.strip("_").replace("_", "-")] = function
    return function


def answering(name: str, status: int, body: bytes = PAGE, **headers: str) -> None:
    async def serve(talk: Talk) -> None:
        await talk.answer(status, body, **headers)

    BEHAVIOURS[name] = serve


def redirecting(name: str, status: int, to: str) -> None:
    async def serve(talk: Talk) -> None:
        await talk.redirect(status, to)

    BEHAVIOURS[name] = serve


for _name, _status in {
    "fine": 200, "missing": 404, "gone-410": 410, "server-error": 500, "bad-request": 400,
    "robots-403": 403, "wants-login": 401, "linkedin-999": 999, "legal-451": 451,
}.items():  # fmt: skip
    answering(_name, _status)
answering("no-content", 204, b"", Content_Length="")
answering("busy-for-ever", 429)
answering("busy-too-long", 429, Retry_After="3600")
answering("challenge", 503, cf_mitigated="challenge")
answering("named-anchor", 200, b"<p>x</p><a name=here>Here</a>")
answering("user-content", 200, b"<h2 id=user-content-here>Here</h2>")
answering("document", 200, b"%PDF-1.7", kind="application/pdf")
answering("empty-page", 200, b"")
answering("by-script", 200, b"<title>App</title><div id=root></div><script src=app.js></script>")
answering("scripted", 200, PAGE + b"<script>console.log('hello')</script>")
answering("latin-1", 200, b"<h2 id=gr\xf6\xdfe>x</h2>", kind="text/html; charset=iso-8859-1")
answering("not-utf-8", 200, b"<h2 id=here>\xff\xfe\xfa</h2>", kind="text/html; charset=utf-8")
answering("unknown-charset", 200, b"<h2 id=here>x</h2>", kind="text/html; charset=klingon")
answering("deep", 200, b"<div>" * 9000 + b"<p id=here>")
answering("two-lengths", 200, PAGE, content_length="3")
answering("short-length", 200, PAGE, Content_Length="3")
answering("404", 200, b"<title>Oh</title>")
answering("says-not-found", 200, b"<title>Page not found | Example</title>")
answering("login", 200)
for _status in (301, 302, 303, 307, 308):
    redirecting(f"r{_status}", _status, "/fine")
redirecting("to-root", 302, "/")
redirecting("to-void", 302, "/404/")
redirecting("to-says-not-found", 301, "/says-not-found")
redirecting("to-login", 302, "/login?next=/to-login")
redirecting("to-missing", 301, "/missing")
redirecting("to-blocked", 301, "/robots-403")
redirecting("moved-then-temporary", 301, "/r302")
redirecting("temporary-then-moved", 302, "/r301")
redirecting("twice-moved", 301, "/r308")
redirecting("ping", 302, "/pong")
redirecting("pong", 302, "/ping")
redirecting("itself", 301, "/itself")
redirecting("to-private", 302, "http://10.0.0.1/")
redirecting("to-metadata", 302, "http://169.254.169.254/latest/meta-data/")
redirecting("to-mapped", 302, "http://[::ffff:10.0.0.1]/")
redirecting("to-number", 302, "http://167772161/")
redirecting("to-file", 302, "file:///etc/passwd")
redirecting("to-script", 301, "javascript:alert(1)")
redirecting("to-credentials", 301, "http://user:secret@127.0.0.1/")
redirecting("to-nonsense", 301, "http://[::1/")
redirecting("to-relative", 301, "../r/../fine?a b=ü")
redirecting("nowhere", 302, "")
redirecting("with-fragment", 301, "/fine#other")


@behaviour
async def _(talk: Talk) -> None:
    await talk.answer(200, PAGE)


@behaviour
async def hop(talk: Talk) -> None:
    await talk.redirect(302, f"/hop/{int(talk.rest) + 1}")


@behaviour
async def cookie_wall(talk: Talk) -> None:
    if "seen=yes" in talk.headers.get("cookie", ""):
        await talk.answer(200, PAGE)
    else:
        await talk.answer(302, Location="/cookie-wall", Set_Cookie="seen=yes; Path=/")


@behaviour
async def head_405(talk: Talk) -> None:
    if not await talk.refuse_head():
        await talk.answer(200, PAGE)


@behaviour
async def head_404(talk: Talk) -> None:
    await talk.answer(404 if talk.method == "HEAD" else 200, PAGE)


@behaviour
async def head_hangs_up(talk: Talk) -> None:
    if talk.method != "HEAD":
        await talk.answer(200, PAGE)


@behaviour
async def flaky_then_fine(talk: Talk) -> None:
    await talk.answer(503 if talk.method == "HEAD" or talk.times < 2 else 200, PAGE)


@behaviour
async def resets_then_fine(talk: Talk) -> None:
    if talk.method == "HEAD" or talk.times < 2:
        talk.reset()
    else:
        await talk.answer(200, PAGE)


@behaviour
async def busy_seconds(talk: Talk) -> None:
    await talk.answer(200 if talk.times > 1 else 429, PAGE, Retry_After="1")


@behaviour
async def busy_date(talk: Talk) -> None:
    then = datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(seconds=1)
    date = format_datetime(then, usegmt=True)
    await talk.answer(200 if talk.times > 1 else 429, PAGE, Retry_After=date)


@behaviour
async def busy_nonsense(talk: Talk) -> None:
    await talk.answer(200 if talk.times > 1 else 429, PAGE, Retry_After="soon")


@behaviour
async def back_soon(talk: Talk) -> None:
    await talk.answer(200 if talk.times > 1 else 503, PAGE, Retry_After="1")


@behaviour
async def slow_headers(talk: Talk) -> None:
    for _ in range(100):
        await talk.raw(b"")
        await asyncio.sleep(0.2)


@behaviour
async def trickling_headers(talk: Talk) -> None:
    await talk.raw(b"HTTP/1.1 200 OK\r\n")
    for number in range(100):
        await talk.raw(f"X-{number}: x\r\n".encode())
        await asyncio.sleep(0.2)


@behaviour
async def slow_body(talk: Talk) -> None:
    if await talk.refuse_head():
        return
    await talk.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n")
    for _ in range(100):
        await talk.raw(b".")
        await asyncio.sleep(0.2)


@behaviour
async def endless_body(talk: Talk) -> None:
    if await talk.refuse_head():
        return
    await talk.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        await talk.raw(b"<p>more</p>" * 1000)
        await asyncio.sleep(0.001)  # others want to be served too


@behaviour
async def endless_chunks(talk: Talk) -> None:
    start = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    await talk.raw(start)
    while talk.method != "HEAD":
        await talk.raw(b"a\r\n0123456789\r\n" * 1000)
        await asyncio.sleep(0.001)


@behaviour
async def bad_chunks(talk: Talk) -> None:
    start = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    await talk.raw(start + (b"" if talk.method == "HEAD" else b"zz\r\nnonsense"))


@behaviour
async def gzip_bomb(talk: Talk) -> None:
    await talk.answer(200, BOMB, Content_Encoding="gzip")


@behaviour
async def bad_gzip(talk: Talk) -> None:
    await talk.answer(200, b"this is not gzip", Content_Encoding="gzip")


@behaviour
async def reset_in_body(talk: Talk) -> None:
    if await talk.refuse_head():
        return
    await talk.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\nx")
    await asyncio.sleep(0.1)
    talk.reset()


@behaviour
async def lying_length(talk: Talk) -> None:
    await talk.answer(200, PAGE, Content_Length=str(len(PAGE) + 1000))
    talk.writer.close()


@behaviour
async def huge_header(talk: Talk) -> None:
    await talk.raw(b"HTTP/1.1 200 OK\r\nX-Big: " + b"x" * 500_000 + b"\r\n\r\n")


@behaviour
async def endless_headers(talk: Talk) -> None:
    await talk.raw(b"HTTP/1.1 200 OK\r\n")
    while True:
        await talk.raw(b"X-More: and more and more and more\r\n" * 100)
        await asyncio.sleep(0.001)


@behaviour
async def not_http(talk: Talk) -> None:
    await talk.raw(b"SSH-2.0-OpenSSH_9.9\r\n")


@behaviour
async def bad_status(talk: Talk) -> None:
    await talk.raw(b"HTTP/1.1 abc Nonsense\r\n\r\n")


@behaviour
async def hangs_up(talk: Talk) -> None:
    """Close the connection without a word."""


@behaviour
async def resets(talk: Talk) -> None:
    talk.reset()


@behaviour
async def early_hints(talk: Talk) -> None:
    await talk.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n")
    await talk.answer(200, PAGE)


@behaviour
async def http_1_0(talk: Talk) -> None:
    await talk.raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)


@behaviour
async def only_browsers(talk: Talk) -> None:
    is_browser = "Mozilla/5.0" in talk.headers.get("user-agent", "")
    await talk.answer(200 if is_browser else 403, PAGE)


class FaultServer:
    """The server, in a thread of its own, over HTTP and under four certificates.

    Attributes:
        asked: how often each (method, path) was asked for.
        sent: how many bytes each behaviour sent.
        port: the port of HTTP.
        tls: the port of each certificate: `valid`, `other-name`, `expired`, `untrusted`.
        authority: what has to be trusted for the first three.
    """

    def __init__(self, services: dict[str, Behaviour] | None = None) -> None:
        self.behaviours = BEHAVIOURS | (services or {})
        self.asked: Counter[tuple[str, str]] = Counter()
        self.sent: Counter[str] = Counter()
        self.authority = trustme.CA()
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda loop, context: None)  # faults are the point here
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> FaultServer:
        self.thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self.loop).result()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def url(self, path: str, tls: str | None = None) -> str:
        if tls:
            return f"https://127.0.0.1:{self.tls[tls]}/{path}"
        return f"http://127.0.0.1:{self.port}/{path}"

    async def _open(self) -> None:
        # Certificates of a day long past, for a name that is right.
        past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
        certificates = {
            "valid": self.authority.issue_cert("127.0.0.1"),
            "other-name": self.authority.issue_cert("example.org"),
            "expired": self.authority.issue_cert("127.0.0.1", not_before=past, not_after=past),
            "untrusted": trustme.CA().issue_cert("127.0.0.1"),
        }
        self.servers = [await asyncio.start_server(self._serve, "127.0.0.1", 0)]
        self.port: int = self.servers[0].sockets[0].getsockname()[1]
        self.tls: dict[str, int] = {}
        for name, certificate in certificates.items():
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(context)
            server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
            self.servers.append(server)
            self.tls[name] = server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        for server in self.servers:
            server.close()
        mine = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not mine]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip()
            talk = Talk(self, head, writer)
            name = talk.name.partition("?")[0]
            await self.behaviours.get(name, BEHAVIOURS["missing"])(talk)
            await asyncio.wait_for(writer.drain(), 1)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            pass
        finally:
            writer.close()
