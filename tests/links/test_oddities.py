"""Every oddity of the server gives its exact sighting, and what is hostile costs little."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.links.fault_server import FaultServer
from tests.links.looking import look
from tests.links.oddities import BAD, ODDITIES, PAGES, TURNED_AWAY
from tests.work import growth
from topicsite.links.ledger import Record, parse, record, text_of
from topicsite.links.messages import Check, Limits, Pause, Request
from topicsite.links.network import Network
from topicsite.links.pages import has_place, title_of
from topicsite.links.states import Seen, Sighting, State

OK: tuple[Seen, str, str] = ("ok", "", "")
TEST: tuple[Seen, str, str] = ("blocked", "a test for robots", "")
NO_PLACE: tuple[Seen, str, str] = ("soft-404", "no place `#here`", "")
WAITING = [name.removesuffix("-429") for name in ODDITIES if name.endswith("-429")]
WAITING = [name for name in WAITING if name.startswith("wait-")]

# Path: what is seen, words of the reason, and where it leads.
EXPECTED: dict[str, tuple[Seen, str, str]] = {
    **{f"status-{status}": ("blocked", str(status), "") for status in TURNED_AWAY},
    **{f"status-{status}": ("failed", str(status), "") for status in BAD},
    "amazon-captcha": ("blocked", "405", ""),
    "amazon-challenge": TEST,
    "cloudflare-200": TEST,
    "cloudflare-200#here": TEST,
    "cloudflare-title": TEST,
    "sucuri-title": TEST,
    "maintenance": ("failed", "503", ""),
    **{f"{name}-429": ("blocked", "429", "") for name in WAITING},
    **{f"{name}-503": ("failed", "503", "") for name in WAITING},
    # That far away, or that many seconds, is an answer that can be read.
    "wait-last-day-503": ("blocked", "come back later", ""),
    "wait-many-digits-503": ("blocked", "come back later", ""),
    "to-here": ("moved", "301", "fine#here"),
    "to-here#there": ("moved", "301", "fine#here"),
    "to-there": ("soft-404", "no place `#there`", ""),
    "to-there#here": ("soft-404", "no place `#there`", ""),
    "to-fine#here": ("redirected", "302", "fine#here"),
    "to-fine#there": ("soft-404", "no place `#there`", ""),
    "over-here": ("redirected", "302", "fine#here"),
    "over-here#there": ("redirected", "302", "fine#here"),
    "here-then-there": ("soft-404", "no place `#there`", ""),
    "to-itself-with-place": ("moved", "301", "fine#here"),
    "to-script-route": ("moved", "301", "fine#/route"),
    "to-long": ("redirected", "301, to an address of", ""),
    "to-long-for-now": ("redirected", "302, to an address of", ""),
    "to-nearly-long": ("moved", "301", "fine?" + "x" * 3000),
    "to-bar": ("moved", "301", "fine?a%7Cb"),
    "to-next-line": ("moved", "301", "fine?a%C2%85b"),
    "to-no-break-space": ("moved", "301", "fine?a%C2%A0b"),
    "to-separator": ("moved", "301", "fine?a%E2%80%A8b"),
    "to-tab": ("moved", "301", "fine?a%09b"),
    "to-capitals": ("moved", "301", "fine"),
    "to-no-host": ("moved", "301", "fine"),  # as browsers take it
    "to-no-port": ("failed", "not an address", ""),
    "to-test": TEST,
    "to-cookie-test": TEST,
    "id-percent#%E4%B8%AD": OK,
    "id-percent#%25E4%25B8%25AD": OK,
    "id-percent#\u4e2d": OK,
    "id-percent#here": NO_PLACE,
    "id-chinese#%E4%B8%AD": OK,
    "id-chinese#\u4e2d": OK,
    "id-percent-sign#100%": OK,
    "id-percent-sign#100%25": OK,
    "id-reference#a&b": OK,
    "id-plain#here": OK,
    "id-capitals#here": OK,
    "id-with-case#here": NO_PLACE,
    "id-in-comment#here": NO_PLACE,
    "id-in-title#here": NO_PLACE,
    "id-in-textarea#here": NO_PLACE,
    "id-in-script#here": OK,  # the script may put it there
    **{name + "#here": OK for name in PAGES if name.startswith("id-after-")},
    "id-of-name#here": NO_PLACE,
    "id-of-anchor#here": OK,
    "id-twice#here": NO_PLACE,
    "bracket#here": NO_PLACE,
    "open-bracket#here": NO_PLACE,
    **{name + "#here": NO_PLACE for name in PAGES if name.startswith("many-")},
    "many-scripts#here": OK,
    **{name: ("redirected", "302", name[3:]) for name in ODDITIES if name.startswith("to-many")},
    "to-bracket": ("redirected", "302", "bracket"),
    **{name + "#here": OK for name in ODDITIES if name.startswith("charset-")},
    "charset-number#here": ("failed", "not HTTP", ""),
    "in-utf-16#%E4%B8%AD": OK,
    "in-koi8#%D0%BC%D0%B8%D1%80": OK,
    "as-xhtml#here": OK,
    "as-text#here": OK,
    "no-reason": OK,
    "no-colon": ("failed", "not HTTP", ""),
    "eight-bits": OK,
    "folded": OK,
    "two-places": ("failed", "", ""),
    "far-version": ("failed", "not HTTP", ""),
    "low-status": ("failed", "99", ""),
    "fine": OK,
    "missing": ("failed", "404", ""),
    "captcha": OK,
}


@pytest.fixture(scope="module")
def seen() -> Iterator[dict[str, Sighting]]:
    """All oddities, met at once, by path; targets are relative to the server."""
    with FaultServer(ODDITIES) as server:
        found = look({path: server.url(path) for path in EXPECTED})
        root = server.url("")
        yield {
            path: sighting._replace(target=(sighting.target or "").removeprefix(root))
            for path, sighting in found.items()
        }


@pytest.mark.parametrize("path", EXPECTED)
def test_each_oddity_has_its_sighting(seen: dict[str, Sighting], path: str) -> None:
    what, words, target = EXPECTED[path]
    sighting = seen[path]
    assert sighting.seen == what, sighting
    assert words in sighting.reason, sighting
    assert sighting.target == target
    assert sighting.strikes


@pytest.mark.parametrize("path", EXPECTED)
def test_each_oddity_can_be_remembered(seen: dict[str, Sighting], path: str) -> None:
    target = f"https://e.org/{seen[path].target}" if seen[path].target else None
    known: Record | None = None
    states: list[State] = []
    for day in ("2026-11-01", "2026-11-08", "2026-11-15"):
        known = record(known, seen[path]._replace(target=target), day)
        states.append(known.state)
        assert parse(text_of({"https://e.org/": known})) == {"https://e.org/": known}
    gone: list[State] = ["flaky", "flaky", "gone"]
    what = EXPECTED[path][0]
    assert states == (gone if what == "failed" else [what] * 3)


def test_there_are_forty_oddities_and_more_and_all_are_met() -> None:
    assert len(ODDITIES) > 100
    assert set(ODDITIES) == {path.partition("#")[0] for path in EXPECTED}


@pytest.mark.parametrize(
    "piece", ["<title ", "<title>", "<a ", "<a id='", "<a id=x ", "<!--", "<![", "<?", "<", "&amp;"]
)
def test_a_page_four_times_as_long_is_four_times_the_work(piece: str) -> None:
    assert growth(lambda text: has_place(text.encode(), None, "here"), piece) < 5
    assert growth(lambda text: title_of(text.encode()), piece) < 5


class Bad(Exception):  # noqa: N818  # it only is one
    def __str__(self) -> str:
        return "odd\u2028 words"


@pytest.mark.parametrize("error", [Bad(), ValueError("x" * 5000), RecursionError(), MemoryError()])
@pytest.mark.parametrize("when", [0, 1])
def test_a_check_that_fails_is_one_finding_and_no_strike(error: Exception, when: int) -> None:
    def breaks(url: str) -> Check:
        if when:
            reply = yield Request("GET", url)
            assert reply.status == 200
        raise error

    def works() -> Check:
        yield Pause(0)
        return Sighting("ok")

    found: dict[str, Sighting] = {}
    with FaultServer(ODDITIES) as server:
        network = Network(Limits(pace=0), loopback=True)
        try:
            checks = [("bad", breaks(server.url("fine"))), ("good", works())]
            network.run(checks, found.__setitem__)
        finally:
            network.close()
    assert found["good"] == Sighting("ok")
    assert found["bad"].seen == "failed"
    assert type(error).__name__ in found["bad"].reason
    known: Record | None = None
    for day in ("2026-11-01", "2026-11-08", "2026-11-15"):
        known = record(known, found["bad"], day)
        assert parse(text_of({"https://e.org/": known})) == {"https://e.org/": known}
        assert known.state == "flaky"
