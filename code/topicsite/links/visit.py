"""The rules for an ordinary address: HEAD, then GET; redirects one by one; what the end means."""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import Final, NamedTuple
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from topicsite.links.asking import ask, turned_away
from topicsite.links.messages import Check, Limits, Reply, Request, Step
from topicsite.links.pages import (
    has_place,
    is_lost,
    is_test_for_robots,
    place_in,
    says_not_found,
    wants_sign_in,
)
from topicsite.links.spelling import spelt
from topicsite.links.states import Sighting, failed

_PERMANENT: Final = (301, 308)
_HOPELESS: Final = frozenset({"name", "private", "tls"})
"""Faults that asking in another way would meet again."""
LONGEST: Final = 4096
"""Characters of an address that is remembered or proposed."""
_CHARSET: Final = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)


class Hop(NamedTuple):
    """One redirect."""

    status: int
    target: str


class Arrival(NamedTuple):
    """The end of a chain of redirects; `fault` says why there is none."""

    reply: Reply
    hops: list[Hop]
    fault: str = ""


def visit(address: str, limits: Limits) -> Check:
    """Check an address, its redirects, and the place in the page that its fragment names."""
    url, _, fragment = address.partition("#")
    arrival = yield from follow(url, limits, wants_body=bool(place_in(fragment)))
    hops = []
    for hop in arrival.hops:
        # As in a browser: a redirect's own fragment takes the place of the one before.
        fragment = urldefrag(hop.target)[1] or fragment
        hops.append(_with(hop, fragment))
    sighting = _meaning(arrival._replace(hops=hops), address)
    if place_in(fragment) and sighting.seen in ("ok", "moved", "redirected"):
        problem = _place(arrival.reply, fragment)
        if problem is not None:
            return problem
    return sighting


def follow(
    url: str, limits: Limits, *, wants_body: bool = False
) -> Generator[Step, Reply, Arrival]:
    """Go where an address leads.

    Args:
        url: the address without its fragment.
        limits: how far and how long.
        wants_body: ask for the page itself from the start.
    """
    hops: list[Hop] = []
    visits = {url: 1}
    while True:
        # After a redirect the title tells whether what was asked for is there.
        reply = yield from _get(url, limits, wants_body=wants_body or bool(hops))
        if not reply.redirects:
            return Arrival(reply, hops)
        location = reply.headers.get("location", "").strip()
        if not location:
            return Arrival(reply, hops, f"{reply.status} without saying where to")
        target, fault = _target(url, location)
        bare = urldefrag(target)[0]
        visits[bare] = visits.get(bare, 0) + 1
        # Where a cookie is wanted one goes round once, and once more because we keep none at first.
        if not fault and visits[bare] > 3:
            fault = "redirects in a circle"
        if not fault and len(hops) >= limits.redirects:
            fault = f"redirects more than {limits.redirects} times"
        if fault:
            return Arrival(reply, hops, fault)
        hops.append(Hop(reply.status, target))
        url = bare


def _get(url: str, limits: Limits, *, wants_body: bool) -> Generator[Step, Reply, Reply]:
    """HEAD, which costs little; and GET where the page is wanted or HEAD is not understood."""
    if not wants_body:
        reply = yield from ask(Request("HEAD", url), limits, only_if_busy=True)
        if 0 < reply.status < 400 or reply.status == 429 or reply.fault in _HOPELESS:
            return reply
    return (yield from ask(Request("GET", url), limits))


def _target(url: str, location: str) -> tuple[str, str]:
    """Where a redirect leads, and why it is not followed, if it is not.

    That an address is private shows only when the connection is made.
    """
    try:
        target = spelt(urljoin(url, quote(location, safe="/:?#[]@!$&'()*+,;=%~-._")))
        parts = urlsplit(target)
        _ = parts.port
    except ValueError:
        return url, "redirects to what is not an address"
    if parts.scheme not in ("http", "https"):
        return url, f"redirects to `{parts.scheme[:20]}:`"
    if not parts.hostname:
        return url, "redirects to what is not an address"
    return target, "redirects with a user name" if parts.username is not None else ""


def _with(hop: Hop, fragment: str) -> Hop:
    bare = urldefrag(hop.target)[0]
    return hop._replace(target=f"{bare}#{fragment}") if fragment else hop


def _meaning(arrival: Arrival, address: str) -> Sighting:
    """What the end of a chain says about the address at its beginning."""
    reply, hops, fault = arrival
    after = f" after {len(hops)} redirects" if len(hops) > 1 else " after a redirect" * len(hops)
    if fault:
        return failed(fault, definite=True)
    if reply.status == 0:
        answered = reply.fault not in ("name", "connect", "time") or bool(hops)
        definite = reply.fault in _HOPELESS
        return failed(reply.words + after, definite=definite, answered=answered)
    if why := turned_away(reply):
        return Sighting("blocked", why + after)
    if not 200 <= reply.status < 300:
        return failed(f"{reply.status}{after}", definite=reply.status < 500)
    if not hops or hops[-1].target == address:
        return Sighting("ok")
    end = hops[-1].target
    if wants_sign_in(end) and not wants_sign_in(address):
        return Sighting("blocked", f"asks to sign in at {urlsplit(end).hostname}")
    if is_test_for_robots(end) and not is_test_for_robots(address):
        return Sighting("blocked", f"leads to a test for robots at {urlsplit(end).hostname}")
    if why := is_lost(address, end):
        return Sighting("soft-404", why, is_definite=True)
    if says_not_found(reply.body):
        return Sighting("soft-404", "redirects to a page that says it is not found", None, True)
    lasting = 0
    while lasting < len(hops) and hops[lasting].status in _PERMANENT:
        lasting += 1
    target = hops[lasting - 1].target if lasting else end
    if len(target) > LONGEST:  # nobody would write that
        return Sighting(
            "redirected", f"{hops[0].status}, to an address of {len(target)} characters"
        )
    return Sighting("moved" if lasting else "redirected", str(hops[0].status), target)


def _place(reply: Reply, fragment: str) -> Sighting | None:
    """What a page without the place that a link names comes to; None if there is nothing to say."""
    kind = reply.headers.get("content-type", "text/html").lower()
    if "html" not in kind:
        return None
    match = _CHARSET.search(kind)
    found = has_place(reply.body, match[1] if match else None, fragment)
    if found != "no":
        return None
    name = unquote(fragment)
    if reply.fault:
        return failed(f"{reply.words}, before `#{name}` came")
    if reply.is_cut:
        return None
    return Sighting("soft-404", f"the page has no place `#{name}`", is_definite=True)
