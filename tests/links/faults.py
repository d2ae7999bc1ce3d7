"""Everything that a server can do wrong, one behaviour a path."""

from __future__ import annotations

import asyncio
import datetime
import gzip
from email.utils import format_datetime

from tests.links.fault_server import Behaviour, Talk

PAGE = (
    b"<!doctype html><title>A page</title><h2 id=here>Here</h2>" + b"<p>Words of a page.</p>" * 40
)
BOMB = gzip.compress(b"\0" * 1_000_000) * 1000
"""A gigabyte of zeros: members of a gzip file may follow each other."""

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
