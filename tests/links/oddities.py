"""What else servers do, by subject: statuses, waiting, redirects, pages and their ids, headers."""

from __future__ import annotations

from tests.links.fault_server import Behaviour, Talk
from tests.links.faults import PAGE

ODDITIES: dict[str, Behaviour] = {}
WORDS = b"<p>words of a page</p>" * 40
SIZE = 60_000
"""Bytes of a hostile page; a little less than what the tests let be read."""


def answering(name: str, status: int, body: bytes = PAGE, **headers: str) -> None:
    async def serve(talk: Talk) -> None:
        await talk.answer(status, body, **headers)

    ODDITIES[name] = serve


def redirecting(name: str, status: int, to: str) -> None:
    async def serve(talk: Talk) -> None:
        await talk.redirect(status, to)

    ODDITIES[name] = serve


def saying(name: str, raw: bytes) -> None:
    """Serve bytes as they are; `%d` is the length of a page that follows."""

    async def serve(talk: Talk) -> None:
        body = b"" if talk.method == "HEAD" else PAGE
        await talk.raw(raw.replace(b"%d", str(len(PAGE)).encode()) + b"\r\n\r\n" + body)

    ODDITIES[name] = serve


for _name, _body in (("fine", PAGE), ("missing", b"")):
    answering(_name, 200 if _body else 404, _body)

# Statuses with which programs are sent away, and some that say something about the address.
TURNED_AWAY = (
    402, 405, 406, 407, 412, 418, 419, 420, 423, 425, 428, 430, 431, 440, 444, 450, 456, 460, 463,
    494, 498, 499, 509, 511, 529, 561, 600, 799,
)  # fmt: skip
BAD = (300, 304, 409, 411, 414, 416, 421, 422, 426, 501, 505, 530)
for _status in (*TURNED_AWAY, *BAD):
    answering(f"status-{_status}", _status)
answering("amazon-captcha", 405, x_amzn_waf_action="captcha")
answering("amazon-challenge", 202, b"", x_amzn_waf_action="challenge")
answering("cloudflare-200", 200, cf_mitigated="challenge")
answering("cloudflare-title", 503, b"<title>Just a moment...</title>")
answering("sucuri-title", 500, b"<title>Access Denied - Website Firewall</title>")
answering("maintenance", 503, b"<title>We are back soon</title>")

# When to come again, as nobody's calendar has it.
for _name, _value in {
    "far-year": "Wed, 21 Oct 99999999999999999999 07:28:00 GMT",
    "far-zone": "Wed, 21 Oct 2026 07:28:00 +99999999999999999999",
    "no-day": "Wed, 99 Oct 2026 07:28:00 GMT",
    "no-hour": "Wed, 21 Oct 2026 99:99:99 GMT",
    "last-day": "Fri, 31 Dec 9999 23:59:59 -2359",
    "first-day": "Mon, 01 Jan 0001 00:00:00 +2359",
    "no-digits": "Wed, \xb2\xb9 Oct 2026 07:28:00 GMT",
    "many-words": "Wed, " * 3000,
    "many-digits": "9" * 5000,
    "with-sign": "-99999999999999999999",
    "infinite": "inf",
}.items():
    answering(f"wait-{_name}-429", 429, Retry_After=_value)
    answering(f"wait-{_name}-503", 503, Retry_After=_value)

# Redirects, and what becomes of the fragment.
redirecting("to-here", 301, "/fine#here")
redirecting("to-there", 301, "/fine#there")
redirecting("to-fine", 302, "/fine")
redirecting("over-here", 302, "/to-fine#here")
redirecting("here-then-there", 302, "/to-there")
redirecting("to-itself-with-place", 301, "/to-here#there")
redirecting("to-script-route", 301, "/fine#/route")
redirecting("to-long", 301, "/fine?" + "x" * 5000)
redirecting("to-long-for-now", 302, "/fine?" + "x" * 5000)
redirecting("to-nearly-long", 301, "/fine?" + "x" * 3000)
redirecting("to-bar", 301, "/fine?a|b")
redirecting("to-next-line", 301, "/fine?a\x85b")
redirecting("to-no-break-space", 301, "/fine?a\xa0b")
redirecting("to-separator", 301, "/fine?a\u2028b")
redirecting("to-tab", 301, "/fine?a\tb")
redirecting("to-no-host", 301, "http:///fine")
redirecting("to-no-port", 301, "http://127.0.0.1:99999/fine")
redirecting("to-test", 302, "/captcha?from=/to-test")
redirecting("to-cookie-test", 301, "/fine?error=cookies_not_supported")
answering("captcha", 200)


async def _capitals(talk: Talk) -> None:
    await talk.redirect(301, talk.server.url("fine").replace("http:", "HTTP:"))


ODDITIES["to-capitals"] = _capitals

# Pages: how their ids are written, and what may stand around them.
PAGES: dict[str, bytes] = {
    "id-percent": b"<h2 id='%E4%B8%AD'>x</h2>",
    "id-chinese": "<h2 id='\u4e2d'>x</h2>".encode(),
    "id-percent-sign": b"<h2 id='100%'>x</h2>",
    "id-reference": b"<h2 id='a&amp;b'>x</h2>",
    "id-plain": b"<h2 id=here>x</h2>",
    "id-capitals": b"<H2 ID=here>x</H2>",
    "id-with-case": b"<h2 id=Here>x</h2>",
    "id-in-comment": b"<!-- <p id=here> -->",
    "id-in-title": b"<title><p id=here></title>",
    "id-in-textarea": b"<textarea><p id=here></textarea>",
    "id-in-script": b"<script>'<p id=here>'</script>",
    "id-after-script": b"<script>'</p>'</script><p id=here>",
    "id-after-bracket": b"<![x]><p id=here>",
    "id-after-cdata": b"<![CDATA[ > ]]><p id=here>",
    "id-after-instruction": b"<?xml version='1.0'?><p id=here>",
    "id-after-comment": b"<!--> <p id=here>",
    "id-after-nul": b"\0<p id=here>\0",
    "id-of-name": b"<p name=here>",
    "id-of-anchor": b"<a name='here'>",
    "id-twice": b"<p id=there id=here>",
    "bracket": b"<![x]>",
    "open-bracket": b"<![",
    "many-titles": b"<title " * (SIZE // 7),
    "many-open-titles": b"<title>" * (SIZE // 7),
    "many-tags": b"<a " * (SIZE // 3),
    "many-quotes": b"<a b='" * (SIZE // 6),
    "many-comments": b"<!--" * (SIZE // 4),
    "many-instructions": b"<?" * (SIZE // 2),
    "many-brackets": b"<![" * (SIZE // 3),
    "many-signs": b"<" * SIZE,
    "many-scripts": b"<script>" * (SIZE // 8),
    "many-references": b"<p id='" + b"&amp;" * (SIZE // 6) + b"'>",
    "many-attributes": b"<p " + b"a=b " * (SIZE // 5) + b">",
}
for _name, _body in PAGES.items():
    answering(_name, 200, _body + WORDS if len(_body) < 1000 else _body)
    if _name.startswith(("many", "bracket")):  # after a redirect the title is looked for
        redirecting(f"to-{_name}", 302, f"/{_name}")
for _name, _charset in {
    "slow": "punycode", "no-text": "zlib", "rotated": "rot13", "escaped": "unicode_escape",
    "idna": "idna", "long": "x" * 3000, "undefined": "undefined", "number": "437\x00",
}.items():  # fmt: skip
    answering(
        f"charset-{_name}", 200, b"<p id=here>" + WORDS, kind=f"text/html; charset={_charset}"
    )
answering("in-utf-16", 200, "\ufeff<p id='\u4e2d'>".encode("utf-16-le") + WORDS)
answering(
    "in-koi8", 200, b"<meta charset='koi8-r'><p id='" + "мир".encode("koi8-r") + b"'>" + WORDS
)
answering("as-xhtml", 200, b"<p id='here'/>" + WORDS, kind="application/xhtml+xml")
answering("as-text", 200, b"here", kind="text/plain")

# Headers.
LENGTH = b"\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: %d"
saying("no-reason", b"HTTP/1.1 200" + LENGTH)
saying("no-colon", b"HTTP/1.1 200 OK\r\nNonsense" + LENGTH)
saying("eight-bits", b"HTTP/1.1 200 \xff\r\nX: \xff\xfe" + LENGTH)
saying("folded", b"HTTP/1.1 200 OK\r\nX: a\r\n  b" + LENGTH)
saying("two-places", b"HTTP/1.1 301 X\r\nLocation: /missing\r\nLocation: /fine" + LENGTH)
saying("far-version", b"HTTP/9.9 200 OK" + LENGTH)
saying("low-status", b"HTTP/1.1 099 OK" + LENGTH)
