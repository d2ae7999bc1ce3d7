"""One check on its way, and the libcurl handle that makes its requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote, urlsplit, urlunsplit

import pycurl

from topicsite.links.messages import CHALLENGES, Check, Fault, Limits, Reply, Request

AGENT: Final = "Mozilla/5.0 (compatible; topicsite; link check)"
_KEPT: Final = frozenset({"location", "retry-after", "content-type", *CHALLENGES})

_FAULTS: Final[dict[int, tuple[Fault, str]]] = {
    pycurl.E_UNSUPPORTED_PROTOCOL: ("malformed", "the answer is not HTTP"),
    pycurl.E_URL_MALFORMAT: ("malformed", "not an address that can be asked"),
    pycurl.E_COULDNT_RESOLVE_HOST: ("name", "no such host"),
    pycurl.E_COULDNT_CONNECT: ("connect", "nobody answers there"),
    pycurl.E_OPERATION_TIMEDOUT: ("time", "no answer in time"),
    pycurl.E_SSL_CONNECT_ERROR: ("tls", "no secure connection could be made"),
    pycurl.E_SSL_CACERT_BADFILE: ("tls", "the file of trusted certificates cannot be read"),
    pycurl.E_PEER_FAILED_VERIFICATION: ("tls", "the certificate is not valid"),
    pycurl.E_GOT_NOTHING: ("broken", "the connection was closed without an answer"),
    pycurl.E_SEND_ERROR: ("broken", "the connection broke"),
    pycurl.E_RECV_ERROR: ("broken", "the connection broke"),
    pycurl.E_PARTIAL_FILE: ("broken", "the answer ends too soon"),
    pycurl.E_BAD_CONTENT_ENCODING: ("malformed", "the answer cannot be decompressed"),
    pycurl.E_FTP_WEIRD_SERVER_REPLY: ("malformed", "the answer is not HTTP"),
    100: ("malformed", "the headers are too large"),  # CURLE_TOO_LARGE has no name in pycurl
}
_CERTIFICATE: Final = {
    "expired": "the certificate has expired",
    "subject name": "the certificate is for another host",
    "self-signed": "the certificate is signed by nobody but itself",
    "self signed": "the certificate is signed by nobody but itself",
    "local issuer": "the certificate is signed by nobody who is trusted",
}
"""Words in libcurl's messages about certificates, and ours."""

Opener = Callable[["Transfer", int, int, int, str], object]


class Transfer:
    """A check, its present request, and what of the answer has come so far."""

    __slots__ = (
        "address", "body", "check", "complete", "handle", "has_cookies", "headers", "host",
        "is_cut", "refused", "request", "room", "size", "spent",
    )  # fmt: skip

    def __init__(self, address: str, check: Check) -> None:
        self.address = address
        self.check = check
        self.handle: Any = None
        self.host = ""
        self.request = Request("HEAD", "")
        self.spent = 0.0
        self.has_cookies = False

    def prepare(self, limits: Limits, opener: Opener) -> None:
        """Set the handle up for the present request.

        Raises:
            ValueError: if its address cannot be asked.
        """
        handle, request = self.handle, self.request
        self.headers: dict[str, str] = {}
        self.body: list[bytes] = []
        self.room = limits.size
        self.complete = self.is_cut = self.refused = False
        seconds = min(limits.total, limits.address - self.spent)
        if seconds <= 0:
            raise ValueError(f"it takes longer than {limits.address:g} s in all")

        def opens(purpose: int, to: Any) -> object:
            return opener(self, to.family, to.socktype, to.protocol, to.addr[0])

        for option, value in (
            (pycurl.URL, wire(request.url)),
            (pycurl.NOBODY, 1) if request.method == "HEAD" else (pycurl.HTTPGET, 1),
            (pycurl.HTTPHEADER, [f"Accept: {request.accept}", "Accept-Language: en, *;q=0.5"]),
            (pycurl.TIMEOUT_MS, max(1, int(seconds * 1000))),
            (pycurl.HEADERFUNCTION, self._header),
            (pycurl.WRITEFUNCTION, self._write),
            (pycurl.OPENSOCKETFUNCTION, opens),
        ):
            handle.setopt(option, value)

    def finish(self, code: int, words: str) -> Reply:
        """What came back.

        Args:
            code: libcurl's error, or 0.
            words: its message.
        """
        self.spent += self.handle.getinfo(pycurl.TOTAL_TIME)
        status = self.handle.getinfo(pycurl.RESPONSE_CODE) if self.complete else 0
        if code == pycurl.E_WRITE_ERROR and self.is_cut:
            code = 0
        fault: Fault = ""
        if self.refused:
            fault, words = "private", "leads to a private address"
        elif code:
            fault, ours = _FAULTS.get(code, ("broken", words))
            if code == pycurl.E_PEER_FAILED_VERIFICATION:
                ours = next((_CERTIFICATE[key] for key in _CERTIFICATE if key in words), ours)
            words = ours
        reply = Reply(status, self.headers, b"".join(self.body), self.is_cut, fault, words)
        self.headers, self.body = {}, []
        if reply.redirects and not self.has_cookies:
            # Some hosts send round in a circle whoever does not give back their cookie. Not from
            # the start, because most do not, and a place for cookies takes time and memory.
            self.handle.setopt(pycurl.COOKIEFILE, "")
            self.has_cookies = True
        return reply

    def forget(self) -> None:
        """Leave no cookie to the next check that has this handle."""
        if self.has_cookies:
            self.handle.setopt(pycurl.COOKIELIST, "ALL")

    def _header(self, line: bytes) -> None:
        if line.startswith(b"HTTP/"):
            self.headers = {}
            self.complete = False
        elif not line.strip():
            self.complete = True
        else:
            name, _, value = line.partition(b":")
            key = name.decode("latin-1").lower()
            if key in _KEPT:
                self.headers[key] = _text(value)

    def _write(self, piece: bytes) -> int | None:
        kind = self.headers.get("content-type", "")
        if self.room < len(piece) or not ("html" in kind or "json" in kind or not kind):
            self.body.append(piece[: self.room])
            self.is_cut = True
            return 0  # which is how libcurl is told that it was enough
        self.room -= len(piece)
        self.body.append(piece)
        return None


def wire(url: str) -> str:
    """An address in ASCII.

    Raises:
        ValueError: if that cannot be.
    """
    if url.isascii():
        return url
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode("ascii")
    port = f":{parts.port}" if parts.port else ""
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return urlunsplit((parts.scheme, host + port, path, query, ""))


def _text(value: bytes) -> str:
    """A header's value: UTF-8 where it is that, as some hosts write it, else Latin-1."""
    try:
        return value.decode("utf-8").strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()
