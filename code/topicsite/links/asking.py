"""One request with patience: wait when asked to, and try again what may have been bad luck."""

from __future__ import annotations

import datetime
from typing import Final

from topicsite.links.messages import Asking, Limits, Pause, Reply, Request

_BAD_LUCK: Final = frozenset({500, 502, 503, 504, 520, 521, 522, 523, 524})
_PASSING: Final = frozenset({"connect", "time", "broken"})
"""Faults that may be gone in a moment."""


def ask(request: Request, limits: Limits, *, only_if_busy: bool = False) -> Asking:
    """Make a request until it is answered, or until patience ends.

    Args:
        request: what to ask.
        limits: how long to wait, and how often to try again.
        only_if_busy: try again only where the host is too busy, not after bad luck.
    """
    left = limits.retries
    pause = limits.backoff
    while True:
        reply = yield request
        is_busy = reply.status == 429 or (reply.status == 503 and "retry-after" in reply.headers)
        # Whatever became of the body: a good status is an answer.
        failed = reply.status in _BAD_LUCK or (reply.status == 0 and reply.fault in _PASSING)
        if left <= 0 or not (is_busy or (failed and not only_if_busy)):
            return reply
        wanted = wait_of(reply.headers.get("retry-after", "")) if is_busy else None
        if wanted is not None and wanted > limits.longest_wait:
            return reply
        seconds = min(pause if wanted is None else wanted, limits.longest_wait)
        yield Pause(seconds, request.host if is_busy else "")
        left -= 1
        pause *= 2


def wait_of(retry_after: str, now: datetime.datetime | None = None) -> float | None:
    """The seconds that a `Retry-After` asks for, or None if it says nothing that can be read.

    Args:
        retry_after: a number of seconds, or a date of HTTP.
        now: the time; the clock's if absent.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    if not text:
        return None
    from email.utils import parsedate_to_datetime  # rarely needed

    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=datetime.UTC)
    now = now or datetime.datetime.now(tz=datetime.UTC)
    return max(0.0, (then - now).total_seconds())


def turned_away(reply: Reply) -> str:
    """Why a reply says nothing about the address, only about who asked; or an empty string."""
    if reply.status in (401, 402, 403, 407, 429, 451, 999):
        return str(reply.status)
    if reply.status == 503 and "cf-mitigated" in reply.headers:
        return "503, a test for robots"
    if reply.status == 503 and (wait_of(reply.headers.get("retry-after", "")) or 0) > 0:
        return "503, come back later"
    return ""
