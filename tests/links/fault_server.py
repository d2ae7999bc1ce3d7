"""A server on loopback, over HTTP and TLS, that behaves as badly as it is told to, path by path."""

from __future__ import annotations

import asyncio
import datetime
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType

import trustme

from tests.children import LIMIT


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
        # It closes the connection, and who did not know might ask on it at that very moment.
        headers.setdefault("Connection", "close")
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


class FaultServer:
    """The server, in a thread of its own, over HTTP and under four certificates.

    Args:
        behaviours: how requests are answered, by the first part of their paths; one is `missing`.

    Attributes:
        asked: how often each (method, path) was asked for.
        sent: how many bytes each behaviour sent.
        most: how many requests there were at the same time, at the most.
        port: the port of HTTP.
        tls: the port of each certificate: `valid`, `other-name`, `expired`, `untrusted`.
        authority: what has to be trusted for the first three.
    """

    def __init__(self, behaviours: Mapping[str, Behaviour]) -> None:
        self.behaviours = behaviours
        self.asked: Counter[tuple[str, str]] = Counter()
        self.sent: Counter[str] = Counter()
        self.most = self.busy = 0
        self.authority = trustme.CA()
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda loop, context: None)  # faults are the point here
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> FaultServer:
        self.thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self.loop).result(LIMIT)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self.loop).result(LIMIT)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(LIMIT)
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
            await self._answer(Talk(self, head, writer))
            await asyncio.wait_for(writer.drain(), 1)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            pass
        finally:
            writer.close()

    async def _answer(self, talk: Talk) -> None:
        name = talk.name.partition("?")[0]
        self.busy += 1
        self.most = max(self.most, self.busy)
        try:
            await self.behaviours.get(name, self.behaviours["missing"])(talk)
        finally:
            self.busy -= 1
