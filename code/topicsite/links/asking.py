"""One request with patience: wait when asked to, and try again what may have been bad luck."""

from __future__ import annotations

import datetime
import re
from typing import Final

from topicsite.links.messages import CHALLENGES, Asking, Limits, Pause, Reply, Request
from topicsite.links.pages import title_of

_BAD_LUCK: Final = frozenset({500, 502, 503, 504, 520, 521, 522, 523, 524})
_ABOUT_THE_ADDRESS: Final = frozenset(
    {400, 404, 408, 409, 410, 411, 413, 414, 415, 416, 417, 421, 422, 424, 426}
)
"""The statuses of 400 to 499 that say something about the address or the request. With all others
hosts send programs away: sign in (401), pay (402), not you (403), not like that (405, 406, 412),
too often (429), and whatever firewalls and publishers have taken or invented (418, 420, 444, 456).
Source: https://www.iana.org/assignments/http-status-codes/."""
_OF_SERVERS: Final = frozenset({509, 511, 529, 561})
"""The same above 500: too much traffic, a network that wants a login, overload, no permission."""
_MAY_BE_A_TEST: Final = frozenset({200, 202, 500, 502, 503, 520, 521, 522, 523, 524})
_TEST: Final = re.compile(
    r"just a moment|attention required|checking your browser|verify (?:that )?you are (?:a )?human|"
    r"are you (?:a robot|human)|pardon our interruption|security check|ddos-guard|captcha|"
    r"access (?:to this page has been )?denied|bot verification|human verification",
    re.IGNORECASE,
)
"""Titles of pages with which firewalls test who asks."""
_LONGEST_DATE: Final = 64
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
        return float(text.lstrip("0")[:9] or 0)
    if not text or len(text) > _LONGEST_DATE:
        return None
    from email.utils import parsedate_to_datetime  # rarely needed

    now = now or datetime.datetime.now(tz=datetime.UTC)
    try:
        then = parsedate_to_datetime(text)
        if then.tzinfo is None:
            then = then.replace(tzinfo=datetime.UTC)
        return max(0.0, (then - now).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):  # a day that no calendar has
        return None


def turned_away(reply: Reply) -> str:
    """Why a reply says nothing about the address, only about who asked; or an empty string."""
    status = reply.status
    is_odd = 400 <= status < 500 and status not in _ABOUT_THE_ADDRESS
    if is_odd or status in _OF_SERVERS or status >= 600:
        return str(status)
    if any(name in reply.headers for name in CHALLENGES) and not 300 <= status < 400:
        return f"{status}, a test for robots"
    if status in _MAY_BE_A_TEST and _TEST.search(title_of(reply.body)):
        return f"{status}, a test for robots"
    if status == 503 and (wait_of(reply.headers.get("retry-after", "")) or 0) > 0:
        return "503, come back later"
    return ""
