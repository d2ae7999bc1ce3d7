"""Every fault of the fault server gives its exact sighting, in bounded time and memory."""

from __future__ import annotations

import resource
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import pytest

from tests.links.fault_server import FaultServer
from tests.links.faults import BEHAVIOURS
from tests.links.looking import LIMITS, look
from topicsite.links.ledger import Record, record
from topicsite.links.states import Seen, Sighting, State

# What is slow on purpose has little time, so that the tests have little to wait for.
SHORT = replace(LIMITS, connect=2, read=2, total=2, address=7)
SLOW = ("slow-headers", "trickling-headers", "slow-body", "slow-body#here")

# Path: what is seen, words of the reason, whether it is definite, and where it leads.
EXPECTED: dict[str, tuple[Seen, str, bool, str]] = {
    "fine": ("ok", "", False, ""),
    "no-content": ("ok", "", False, ""),
    "early-hints": ("ok", "", False, ""),
    "http-1-0": ("ok", "", False, ""),
    "short-length": ("ok", "", False, ""),
    "only-browsers": ("ok", "", False, ""),
    "head-405": ("ok", "", False, ""),
    "head-404": ("ok", "", False, ""),
    "head-hangs-up": ("ok", "", False, ""),
    "flaky-then-fine": ("ok", "", False, ""),
    "resets-then-fine": ("ok", "", False, ""),
    "busy-seconds": ("ok", "", False, ""),
    "busy-date": ("ok", "", False, ""),
    "busy-nonsense": ("ok", "", False, ""),
    "back-soon": ("ok", "", False, ""),
    "cookie-wall": ("ok", "", False, ""),
    "missing": ("failed", "404", True, ""),
    "gone-410": ("failed", "410", True, ""),
    "bad-request": ("failed", "400", True, ""),
    "server-error": ("failed", "500", False, ""),
    "robots-403": ("blocked", "403", False, ""),
    "wants-login": ("blocked", "401", False, ""),
    "linkedin-999": ("blocked", "999", False, ""),
    "legal-451": ("blocked", "451", False, ""),
    "challenge": ("blocked", "a test for robots", False, ""),
    "busy-for-ever": ("blocked", "429", False, ""),
    "busy-too-long": ("blocked", "429", False, ""),
    "r301": ("moved", "301", False, "/fine"),
    "r308": ("moved", "308", False, "/fine"),
    "r302": ("redirected", "302", False, "/fine"),
    "r303": ("redirected", "303", False, "/fine"),
    "r307": ("redirected", "307", False, "/fine"),
    "to-relative": ("moved", "301", False, "/fine?a%20b=%C3%BC"),
    "with-fragment#here": ("soft-404", "no place `#other`", True, ""),
    "r301#here": ("moved", "301", False, "/fine#here"),
    "moved-then-temporary": ("moved", "301", False, "/r302"),
    "temporary-then-moved": ("redirected", "302", False, "/fine"),
    "twice-moved": ("moved", "301", False, "/fine"),
    "ping": ("failed", "in a circle", True, ""),
    "itself": ("failed", "in a circle", True, ""),
    "hop/0": ("failed", "more than 10 times", True, ""),
    "nowhere": ("failed", "without saying where to", True, ""),
    "to-private": ("failed", "private address", True, ""),
    "to-metadata": ("failed", "private address", True, ""),
    "to-mapped": ("failed", "private address", True, ""),
    "to-number": ("failed", "private address", True, ""),
    "to-file": ("failed", "redirects to `file:`", True, ""),
    "to-script": ("failed", "redirects to `javascript:`", True, ""),
    "to-credentials": ("failed", "with a user name", True, ""),
    "to-nonsense": ("failed", "not an address", True, ""),
    "to-missing": ("failed", "404 after a redirect", True, ""),
    "to-blocked": ("blocked", "403 after a redirect", False, ""),
    "to-root": ("soft-404", "the front page", True, ""),
    "to-void": ("soft-404", "a page for what is not found", True, ""),
    "to-says-not-found": ("soft-404", "says it is not found", True, ""),
    "to-login": ("blocked", "asks to sign in", False, ""),
    "slow-headers": ("failed", "no answer in time", False, ""),
    "trickling-headers": ("failed", "no answer in time", False, ""),
    "huge-header": ("failed", "headers are too large", False, ""),
    "endless-headers": ("failed", "headers are too large", False, ""),
    "two-lengths": ("failed", "not HTTP", False, ""),
    "not-http": ("failed", "not HTTP", False, ""),
    "bad-status": ("failed", "not HTTP", False, ""),
    "hangs-up": ("failed", "closed without an answer", False, ""),
    "resets": ("failed", "the connection broke", False, ""),
    "slow-body": ("ok", "", False, ""),
    "slow-body#here": ("failed", "no answer in time, before `#here` came", False, ""),
    "endless-body": ("ok", "", False, ""),
    "endless-body#here": ("ok", "", False, ""),
    "endless-chunks#here": ("ok", "", False, ""),
    "bad-chunks#here": ("failed", "before `#here` came", False, ""),
    "gzip-bomb#here": ("ok", "", False, ""),
    "bad-gzip#here": ("failed", "cannot be decompressed", False, ""),
    "reset-in-body": ("ok", "", False, ""),
    "reset-in-body#here": ("failed", "the connection broke, before", False, ""),
    "lying-length#here": ("ok", "", False, ""),
    "lying-length#there": ("failed", "ends too soon, before", False, ""),
    "fine#here": ("ok", "", False, ""),
    "fine#%68ere": ("ok", "", False, ""),
    "fine#there": ("soft-404", "no place `#there`", True, ""),
    "fine#top": ("ok", "", False, ""),
    "fine#/route": ("ok", "", False, ""),
    "fine#:~:text=Words": ("ok", "", False, ""),
    "named-anchor#here": ("ok", "", False, ""),
    "user-content#here": ("ok", "", False, ""),
    "document#page=3": ("ok", "", False, ""),
    "document#chapter": ("ok", "", False, ""),
    "empty-page#here": ("soft-404", "no place", True, ""),
    "by-script#here": ("ok", "", False, ""),
    "scripted#here": ("ok", "", False, ""),
    "scripted#there": ("soft-404", "no place", True, ""),
    "latin-1#gr%C3%B6%C3%9Fe": ("ok", "", False, ""),
    "not-utf-8#here": ("ok", "", False, ""),
    "unknown-charset#here": ("ok", "", False, ""),
    "deep#here": ("ok", "", False, ""),
}
TLS: dict[str, tuple[Seen, str]] = {
    "valid": ("ok", ""),
    "other-name": ("failed", "the certificate is for another host"),
    "expired": ("failed", "the certificate has expired"),
    "untrusted": ("failed", "signed by nobody who is trusted"),
}


class Seens(NamedTuple):
    """What was seen of all faults, by path, and what it cost.

    Attributes:
        together: how many of those that are slow were under way at the same time, at the most.
        megabytes: the memory that all of them took.
    """

    sightings: dict[str, Sighting]
    server: FaultServer
    together: int
    megabytes: float


@pytest.fixture(scope="module")
def seens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seens]:
    """All faults, met at once."""
    with FaultServer(BEHAVIOURS) as server, pytest.MonkeyPatch.context() as patch:
        trusted = tmp_path_factory.mktemp("tls") / "ca.pem"
        server.authority.cert_pem.write_to_path(str(trusted))
        patch.setenv("SSL_CERT_FILE", str(trusted))
        urls = {path: server.url(path) for path in EXPECTED if path not in SLOW}
        urls |= {f"tls {name}": server.url("fine", name) for name in TLS}
        urls["plain on tls"] = server.url("fine", "valid").replace("https:", "http:")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        sightings = look(urls)
        slow = {path: server.url(path) for path in SLOW}
        slow["tls on plain"] = server.url("fine").replace("http:", "https:")
        server.most = 0
        sightings |= look(slow, SHORT)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        yield Seens(sightings, server, server.most, grown / 1024)


@pytest.mark.parametrize("path", EXPECTED)
def test_each_fault_has_its_sighting(seens: Seens, path: str) -> None:
    seen, words, definite, target = EXPECTED[path]
    sighting = seens.sightings[path]
    assert (sighting.seen, sighting.is_definite) == (seen, definite), sighting
    assert words in sighting.reason, sighting
    assert sighting.target == (seens.server.url(target.lstrip("/")) if target else None)


@pytest.mark.parametrize("path", EXPECTED)
def test_each_fault_has_its_state_on_the_first_and_the_third_day(seens: Seens, path: str) -> None:
    seen = EXPECTED[path][0]
    states: list[State] = []
    known: Record | None = None
    for day in ("2026-11-01", "2026-11-08", "2026-11-15"):
        known = record(known, seens.sightings[path], day)
        states.append(known.state)
    if seen == "failed":
        assert states == ["flaky", "flaky", "gone"]
    else:
        assert states == [seen] * 3


@pytest.mark.parametrize("name", TLS)
def test_certificates_are_verified(seens: Seens, name: str) -> None:
    seen, words = TLS[name]
    sighting = seens.sightings[f"tls {name}"]
    assert sighting.seen == seen
    assert words in sighting.reason
    assert sighting.is_definite == (seen == "failed")


def test_http_and_https_are_told_apart(seens: Seens) -> None:
    assert seens.sightings["tls on plain"].seen == "failed"
    assert seens.sightings["plain on tls"].seen == "failed"


def test_there_are_forty_behaviours_and_more_and_all_are_met(seens: Seens) -> None:
    assert len(BEHAVIOURS) > 40
    met = {path.lstrip("/").partition("/")[0].partition("?")[0] for _, path in seens.server.asked}
    assert set(BEHAVIOURS) - {"_", "404"} <= met | {""}


def test_all_faults_together_cost_little(seens: Seens) -> None:
    # Nobody who is slow is waited for before the next is asked.
    assert seens.together >= len(SLOW)
    assert seens.megabytes < 64
    for path in ("endless-body", "endless-chunks", "endless-headers"):
        # What fills the buffers of the operating system on the way counts as sent.
        assert seens.server.sent[path] < 20_000_000, path


def test_a_good_head_is_enough_and_a_bad_one_is_not_the_last_word(seens: Seens) -> None:
    asked = seens.server.asked
    assert ("HEAD", "/head-404") in asked
    assert asked["GET", "/head-404"] == 1
    assert asked["GET", "/r302"] > 0  # after a redirect, for its title
    assert asked["GET", "/robots-403"] >= 1
    assert asked["GET", "/busy-seconds"] == 0
    assert asked["HEAD", "/busy-too-long"] == 1


def test_without_the_switch_not_even_loopback_is_asked() -> None:
    with FaultServer(BEHAVIOURS) as server:
        seen = look({"fine": server.url("fine")}, loopback=False)
        assert seen["fine"].reason == "leads to a private address"
        assert not server.asked


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "[fd00::1]", "[::]"]
)
def test_a_name_that_leads_to_a_private_address_is_not_followed(address: str) -> None:
    names = {"rebound.example:80": address}
    seen = look({"name": "http://rebound.example/"}, names=names)
    assert seen["name"] == Sighting("failed", "leads to a private address", None, True)


def test_who_is_not_there_has_not_answered() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        seen = look(
            # Without asking anybody, libcurl knows no host in this domain (RFC 7686).
            {
                "nobody": f"http://127.0.0.1:{unused.getsockname()[1]}/",
                "no name": "http://no-such-host.onion/",
            },
        )
    assert seen["nobody"].reason == "nobody answers there"
    assert seen["no name"] == Sighting("failed", "no such host", None, True, answered=False)
    assert not seen["nobody"].answered


def test_an_address_that_cannot_be_asked_is_no_crash() -> None:
    seen = look({"long": "http://" + "ä" * 300 + ".example/"})
    assert seen["long"].seen == "failed"
