"""Run many checks at once over libcurl: each host in its turn and at its pace, and no other.

libcurl makes the requests. What is here is whose turn it is, and where nobody may be sent: a socket
is only opened to an address of the public internet, and that is decided when the connection is
made, so that neither a redirect nor a name that changes its address gets around it.
"""

from __future__ import annotations

import heapq
import os
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from itertools import count
from typing import Final

import pycurl

from topicsite.links.messages import Check, Limits, Pause, Reply
from topicsite.links.reach import is_loopback, is_public
from topicsite.links.states import Sighting, gave_up
from topicsite.links.transfer import AGENT, Transfer

PACES: Final[Mapping[str, float]] = {"export.arxiv.org": 3.0}
"""Hosts that ask programs for more seconds between two requests than others."""
_ROUND: Final = 0.25
"""Seconds after which somebody who wants to stop is heard."""


_AHEAD: Final = 100
"""Checks that have begun beyond those that may ask at once, so that no host waits for its next."""
_FILES: Final = 2048
"""Files and sockets that a process should be able to have open."""


class _Host:
    """The requests to one host that wait for their turn."""

    __slots__ = ("active", "called", "is_held", "next_start", "pace", "waiting")

    def __init__(self, name: str, pace: float) -> None:
        self.pace = PACES.get(name, pace)
        self.waiting: deque[Transfer] = deque()
        self.active = 0
        self.is_held = False
        self.next_start = self.called = 0.0


class Network:
    """The way out.

    Args:
        limits: what a check may cost.
        loopback: let addresses of this machine pass, for tests.
        names: addresses of hosts by `name:port`, in place of what the resolver says, for tests.
    """

    def __init__(
        self, limits: Limits, *, loopback: bool = False, names: Mapping[str, str] | None = None
    ) -> None:
        self.limits = limits
        self.at_once = min(limits.at_once, _room())
        self.loopback = loopback
        self.names = [f"{host}:{address}" for host, address in (names or {}).items()]
        self._handles: list[pycurl.Curl] = []
        self._hosts: dict[str, _Host] = {}
        self._held: deque[_Host] = deque()
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()
        self._running: dict[pycurl.Curl, Transfer] = {}
        self._opened: list[socket.socket] = []
        self._live = 0
        self._curl_due: float | None = None
        self._watched: set[int] = set()
        self._selector = selectors.DefaultSelector()
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, self.at_once)
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._set_timer)

    @cached_property
    def certificates(self) -> str:
        """The file of those who are trusted."""
        import certifi

        return os.environ.get("SSL_CERT_FILE") or certifi.where()

    def run(
        self,
        checks: Iterable[tuple[str, Check]],
        done: Callable[[str, Sighting], None],
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Run checks to their ends, or until `stop` says so.

        Args:
            checks: each with the address that it is about.
            done: takes each sighting as soon as it is there.
            stop: asked a few times a second.
        """
        self._done = done
        waiting = iter(checks)
        while not stop():
            # Not all at once: what has not begun takes no memory.
            while self._live < self.at_once + _AHEAD and (pair := next(waiting, None)):
                self._live += 1
                self._advance(Transfer(*pair), None)
            if not self._live:
                return
            self._turn()

    def close(self) -> None:
        """Break everything off."""
        for handle in list(self._running):
            self._multi.remove_handle(handle)
            handle.close()
        for handle in self._handles:
            handle.close()
        self._multi.close()
        while self._opened:
            self._opened.pop().close()
        self._selector.close()

    def _turn(self) -> None:
        """Wait for the next thing to happen, and do what it asks for."""
        now = time.monotonic()
        due = [self._curl_due] if self._curl_due is not None else []
        due += [self._timers[0][0]] if self._timers else []
        events = self._selector.select(max(0.0, min([_ROUND, *(at - now for at in due)])))
        for key, mask in events:
            self._multi.socket_action(key.fd, mask)
        now = time.monotonic()
        if self._curl_due is not None and self._curl_due <= now:
            self._curl_due = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        while self._timers and self._timers[0][0] <= now:
            heapq.heappop(self._timers)[2]()
        while self._opened:  # libcurl has duplicates of its own by now
            self._opened.pop().close()
        self._collect()

    def _collect(self) -> None:
        """Hand every finished request's reply to its check."""
        while True:
            left, good, bad = self._multi.info_read()
            for handle in good:
                self._finish(handle, 0, "")
            for handle, code, words in bad:
                self._finish(handle, code, words)
            if not left:
                return

    def _finish(self, handle: pycurl.Curl, code: int, words: str) -> None:
        transfer = self._running.pop(handle)
        self._multi.remove_handle(handle)
        host = self._hosts[transfer.host]
        host.active -= 1
        self._advance(transfer, transfer.finish(code, words))
        self._serve(host)
        while self._held and len(self._running) < self.at_once:
            held = self._held.popleft()
            held.is_held = False
            self._serve(held)

    def _advance(self, transfer: Transfer, reply: Reply | None) -> None:
        """Let a check go on, to its next request, its next pause, or its end."""
        try:
            # The reply to a pause, and to the start, is nothing.
            step = next(transfer.check) if reply is None else transfer.check.send(reply)
            name = "" if isinstance(step, Pause) else step.host
        except StopIteration as end:
            self._end(transfer, end.value)
            return
        except Exception as error:  # whatever it is, it concerns this check alone
            self._end(transfer, gave_up(error))
            return
        if isinstance(step, Pause):
            self._pause(transfer, step)
            return
        transfer.request = step
        transfer.host = name
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(name, self.limits.pace)
        host.waiting.append(transfer)
        self._serve(host)

    def _end(self, transfer: Transfer, sighting: Sighting) -> None:
        self._live -= 1
        if transfer.handle is not None:
            transfer.forget()
            self._handles.append(transfer.handle)
        self._done(transfer.address, sighting)

    def _pause(self, transfer: Transfer, pause: Pause) -> None:
        then = time.monotonic() + pause.seconds
        if pause.host:
            host = self._hosts[pause.host]
            host.next_start = max(host.next_start, then)
        self._at(then, lambda: self._advance(transfer, None))

    def _serve(self, host: _Host) -> None:
        """Start as many of a host's requests as it may have now."""
        while host.waiting and host.active < self.limits.per_host:
            if len(self._running) >= self.at_once:
                if not host.is_held:
                    host.is_held = True
                    self._held.append(host)
                return
            now = time.monotonic()
            if host.next_start > now:
                if host.called < host.next_start:
                    host.called = host.next_start
                    self._at(host.next_start, lambda: self._serve(host))
                return
            host.next_start = now + host.pace
            host.active += 1
            self._start(host.waiting.popleft())

    def _start(self, transfer: Transfer) -> None:
        if transfer.handle is None:
            transfer.handle = self._handles.pop() if self._handles else self._new_handle()
        try:
            transfer.prepare(self.limits, self._open)
        except (ValueError, pycurl.error) as error:
            reply = Reply(fault="malformed", words=str(error))
            self._hosts[transfer.host].active -= 1
            self._at(0, lambda: self._advance(transfer, reply))
            return
        if transfer.request.url.startswith("https"):
            transfer.handle.setopt(pycurl.CAINFO, self.certificates)
        self._running[transfer.handle] = transfer
        self._multi.add_handle(transfer.handle)

    def _new_handle(self) -> pycurl.Curl:
        handle = pycurl.Curl()
        for option, value in (
            (pycurl.NOSIGNAL, 1),
            (pycurl.FOLLOWLOCATION, 0),
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
            (pycurl.USERAGENT, AGENT),
            (pycurl.PROXY, ""),  # behind a proxy nobody can tell where a request ends up
            (pycurl.ACCEPT_ENCODING, "gzip, deflate"),
            (pycurl.CONNECTTIMEOUT_MS, int(self.limits.connect * 1000)),
            (pycurl.LOW_SPEED_LIMIT, 1),
            (pycurl.LOW_SPEED_TIME, max(1, round(self.limits.read))),
        ):
            handle.setopt(option, value)
        if self.names:
            handle.setopt(pycurl.RESOLVE, self.names)
        return handle

    def _open(self, transfer: Transfer, family: int, kind: int, protocol: int, to: str) -> object:
        """A socket, unless it would lead to where nobody may be sent."""
        if not is_public(to) and not (self.loopback and is_loopback(to)):
            transfer.refused = True
            return pycurl.SOCKET_BAD
        opened = socket.socket(family, kind, protocol)
        self._opened.append(opened)
        return opened

    def _watch(self, event: int, descriptor: int, multi: object, data: object) -> None:
        """What libcurl wants to know about a socket; its bits are those of the selector."""
        known = descriptor in self._watched
        if event in (pycurl.POLL_IN, pycurl.POLL_OUT, pycurl.POLL_INOUT):
            change = self._selector.modify if known else self._selector.register
            change(descriptor, event)
            self._watched.add(descriptor)
        elif known:
            self._selector.unregister(descriptor)
            self._watched.discard(descriptor)

    def _set_timer(self, milliseconds: int) -> None:
        now = time.monotonic()
        self._curl_due = None if milliseconds < 0 else now + milliseconds / 1000

    def _at(self, then: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._timers, (then, next(self._order), what))


def _room() -> int:
    """How many sockets there is room for; the process takes what it may have.

    While one is opened it is there twice: ours, and libcurl's duplicate.
    """
    try:
        import resource
    except ImportError:  # Windows, where the number of sockets is no matter
        return 2**31
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return max(1, soft // 2 - 24)
