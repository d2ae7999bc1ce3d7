"""Addresses that a service knows more about than a visit would show.

YouTube answers 200 for a deleted video, so its oEmbed service is asked; publishers turn programs
away, so the handle service is asked whether a DOI is registered; arXiv wants programs at a host of
its own; an archive answers for a day with the copy of the nearest.

Sources: https://oembed.com/ (the status codes under "Response"), https://www.doi.org/the-identifier/
resources/factsheets/doi-resolution-documentation (the REST API and its response codes),
https://info.arxiv.org/help/robots.html, https://archive.org/help/wayback_api.php.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from topicsite.links.asking import ask, turned_away
from topicsite.links.messages import Check, Limits, Reply, Request, Step
from topicsite.links.states import Sighting, failed
from topicsite.links.visit import follow, visit
from topicsite.model import identity

_COPY: Final = re.compile(r"https?://web\.archive\.org/web/(\d{1,14})(?:[a-z]{2}_)?/(.+)\Z")
_PAPER: Final = re.compile(r"https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/(.+?)(?:\.pdf)?/?\Z")
_JSON: Final = "application/json"


@dataclass(frozen=True)
class Services:
    """Where the services are; tests put others in their place."""

    oembed: str = "https://www.youtube.com/oembed"
    handles: str = "https://doi.org/api/handles/"
    arxiv: str = "https://export.arxiv.org/abs/"
    archive: str = "https://web.archive.org/web/"


def check(address: str, limits: Limits, services: Services) -> Check:
    """Check an address in the way that suits it."""
    return (yield from _way(address, limits, services))


def _way(address: str, limits: Limits, services: Services) -> Check:
    if page := identity.youtube_page(address):
        return _video(page, limits, services)
    if "doi.org/" in address and (work := identity.doi_of(address)):
        return _doi(work, limits, services)
    paper = _PAPER.match(address) if "arxiv.org/" in address else None
    if paper and identity.ARXIV.match(paper[1]):
        return _paper(paper[1], limits, services)
    copy = _COPY.match(address)
    return _copy(address, copy[2], limits) if copy else visit(address, limits)


def archived(address: str, day: str, services: Services) -> str:
    """Where the archive keeps the copy of an address that is nearest to a day."""
    return f"{services.archive}{day.replace('-', '') or '2'}/{address}"


def find_copy(address: str, day: str, limits: Limits, services: Services) -> Check:
    """Look for an archived copy; the sighting's target is its address, if there is one."""
    asked = archived(address, day, services)
    reply = yield from ask(Request("HEAD", asked), limits)
    location = reply.headers.get("location", "")
    if reply.redirects and location.startswith(services.archive):
        return Sighting("redirected", str(reply.status), location)
    if reply.status == 200 and day:
        return Sighting("ok", "200", asked)
    return failed(str(reply.status) if reply.status else reply.words)


def _video(page: str, limits: Limits, services: Services) -> Check:
    """A video or a playlist, by its page in YouTube's own spelling."""
    question = urlencode({"format": "json", "url": page})
    reply = yield from _service(f"{services.oembed}?{question}", limits)
    if reply.status == 200:
        if _parsed(reply).get("type") == "video":
            return Sighting("ok")
        return Sighting("blocked", "the service gave no answer that can be read")
    if reply.status in (400, 404):
        return failed("the video was deleted, or never was", definite=True)
    if reply.status == 401:
        return Sighting("not-embeddable", "its maker lets it play on its own site only")
    if reply.status == 403:
        return failed("the video is private", definite=True)
    return _no_answer(reply)


def _doi(work: str, limits: Limits, services: Services) -> Check:
    reply = yield from _service(f"{services.handles}{quote(work, safe='/')}?type=URL", limits)
    answer = _parsed(reply)
    code = answer.get("responseCode")
    if reply.status == 200 and code == 1 and answer.get("values"):
        return Sighting("ok")
    if code == 100:
        return failed("the DOI is not registered", definite=True)
    if code in (1, 200):
        return failed("the DOI is registered but leads nowhere", definite=True)
    if reply.status == 200:
        return Sighting("blocked", "the service gave no answer that can be read")
    return _no_answer(reply)


def _paper(paper: str, limits: Limits, services: Services) -> Check:
    arrival = yield from follow(services.arxiv + paper, limits)
    reply = arrival.reply
    if reply.status == 200 and not arrival.fault:
        return Sighting("ok")
    if reply.status in (400, 404):
        return failed("arXiv has no such paper, or not in this version", definite=True)
    return _no_answer(reply)


def _copy(address: str, original: str, limits: Limits) -> Check:
    """A copy in the archive: that of another day is as good, another page is not."""
    sighting = yield from visit(address, limits)
    copy = _COPY.match(sighting.target or "")
    if copy and identity.normalised(copy[2]) == identity.normalised(original):
        return Sighting("ok", f"the copy of {copy[1][:8]}")
    return sighting


def _service(url: str, limits: Limits) -> Generator[Step, Reply, Reply]:
    return ask(Request("GET", url, _JSON), limits)


def _parsed(reply: Reply) -> dict[str, object]:
    try:
        import json  # few addresses have a service that answers for them

        answer = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _no_answer(reply: Reply) -> Sighting:
    """What is left if a service neither knows the thing nor denies it."""
    if reply.status == 0:
        answered = reply.fault not in ("name", "connect", "time")
        return failed(f"the service: {reply.words}", answered=answered)
    if turned_away(reply) or reply.redirects:
        return Sighting("blocked", f"the service answers {reply.status}")
    return failed(f"the service answers {reply.status}")
