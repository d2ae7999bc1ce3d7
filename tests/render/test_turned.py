"""Since when verdicts stand, and which turned: on the page of claims, and in a feed."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from tests.hostile import ATTACKS
from tests.render.test_citing import MARKER, site
from topicsite import render
from topicsite.proving.history import History, parse
from topicsite.render import feed

ATOM = "{http://www.w3.org/2005/Atom}"
LINE = "entry/sum 2026-11-DAY VERDICT python-VERSION numpy-2.4"


def history(*seen: tuple[str, str, str]) -> History:
    """What was seen, as day, verdict and version of Python."""
    lines = (
        LINE.replace("DAY", day).replace("VERDICT", verdict).replace("VERSION", version)
        for day, verdict, version in seen
    )
    return parse("\n".join(lines))


STANDS = history(("01", "reproduced", "3.11"), ("01", "reproduced", "3.9"))
TURNED = history(("01", "reproduced", "3.11"), ("08", "differs", "3.11"))


def page(made: render.Site) -> BeautifulSoup:
    return BeautifulSoup(render.fill_markers(MARKER, made, "checked/"), "html.parser")


def made(known: History, says: str = "Two and two are four.") -> render.Site:
    return replace(site(says, "4"), history=known)


def test_the_page_says_since_when_a_verdict_stands() -> None:
    (told,) = page(made(STANDS)).select("details.ts-cite > p:last-child")
    assert told.get_text() == (
        "Reproduced since 1 November 2026 under Python 3.9 with NumPy 2.4, "
        "Python 3.11 with NumPy 2.4."
    )


def test_another_verdict_elsewhere_is_told_at_once() -> None:
    told = page(made(TURNED)).select_one("#claim_entry_sum > .ts-control")
    assert told is not None
    assert told.get_text() == "Since 8 November 2026 differs under Python 3.11 with NumPy 2.4."
    assert not page(made(STANDS)).select("#claim_entry_sum > .ts-control")


def test_verdicts_that_turned_come_first() -> None:
    found = page(made(TURNED))
    assert [heading["id"] for heading in found.select("h2")][:1] == ["turned"]
    link = found.select_one("#turned + ul a")
    assert link is not None
    assert link["href"] == "../t/#claim_entry_sum"
    assert not page(made(STANDS)).select("#turned")


def test_the_feed_holds_the_turns() -> None:
    root = ET.fromstring(feed.feed(made(TURNED)))
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == (
        "Reproduced before, differs now: Two and two are four."
    )
    assert entry.findtext(f"{ATOM}updated") == "2026-11-08T00:00:00Z"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://example.org/sums/t/#claim_entry_sum"
    for needed in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{needed}") is not None, needed
    assert root.findtext(f"{ATOM}updated") == "2026-11-08T00:00:00Z"
    assert page(made(TURNED)).select('a[href="../verdicts.xml"]')


def test_a_feed_without_turns_is_whole() -> None:
    root = ET.fromstring(feed.feed(made(STANDS)))
    assert root.findall(f"{ATOM}entry") == []
    assert root.findtext(f"{ATOM}updated") == "2026-11-01T00:00:00Z"


def test_without_an_address_or_a_history_there_is_no_feed() -> None:
    assert not feed.is_there(replace(made(TURNED), base=""))
    assert not feed.is_there(made(frozenset()))
    assert not page(made(frozenset())).select('a[href="../verdicts.xml"]')


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_text_in_a_feed(attack: str) -> None:
    root = ET.fromstring(feed.feed(made(TURNED, attack)))
    assert root.find(f".//{ATOM}script") is None
    assert {element.tag.partition("}")[0] for element in root.iter()} == {ATOM[:-1]}
