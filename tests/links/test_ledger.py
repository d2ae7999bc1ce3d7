"""The ledger: merging in any order, strikes on different days, one success clears."""

from __future__ import annotations

import datetime
from contextlib import suppress
from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicsite.links.ledger import (
    HEADER,
    STRIKES,
    Ledger,
    Record,
    as_of,
    merge,
    merged,
    parse,
    pruned,
    record,
    text_of,
)
from topicsite.links.spelling import spelt
from topicsite.links.states import MEANING, OPENS, STATES, Seen, Sighting, failed
from topicsite.project.ledgers import LedgerError

DAYS = [(datetime.date(2026, 11, 1) + datetime.timedelta(days=n)).isoformat() for n in range(12)]
SEEN: list[Seen] = [
    "ok", "moved", "redirected", "blocked", "soft-404", "not-embeddable", "failed",
]  # fmt: skip
SIGHTINGS = st.builds(
    Sighting,
    st.sampled_from(SEEN),
    st.sampled_from(["", "404", "no answer | in time"]),
    st.sampled_from([None, "https://example.org/new"]),
)
HISTORIES = st.lists(st.tuples(st.sampled_from(DAYS), SIGHTINGS), min_size=1, max_size=8)
SCHEMES = st.sampled_from(["https://", "http://", "HTTPS://", "Http://", "//"])
ADDRESSES = st.sampled_from(
    ["https://a.example/", "https://a.example/b#c", "http://b.example/?q=ü"]
)


def after(history: list[tuple[str, Sighting]]) -> Record:
    """The record after checks on the days of a history, in the order of days."""
    known: Record | None = None
    for day, sighting in sorted(history, key=lambda check: check[0]):
        known = record(known, sighting, day)
    assert known is not None
    return known


RECORDS = HISTORIES.map(after)
LEDGERS = st.dictionaries(ADDRESSES, RECORDS, max_size=3)


@given(RECORDS, RECORDS, RECORDS)
def test_records_merge_in_any_order(a: Record, b: Record, c: Record) -> None:
    assert merge(a, a) == a
    assert merge(a, b) == merge(b, a)
    assert merge(merge(a, b), c) == merge(a, merge(b, c))


@given(st.lists(LEDGERS, min_size=3, max_size=3))
def test_ledgers_merge_in_any_order_and_line_by_line(ledgers: list[dict[str, Record]]) -> None:
    nothing: Ledger = {}
    results = [reduce(merged, order, nothing) for order in permutations(ledgers)]
    assert all(result == results[0] for result in results)
    # What git's union driver leaves: the lines of all, in some order, some of them twice.
    lines = [line for ledger in ledgers for line in text_of(ledger).splitlines(keepends=True)]
    assert parse("".join(lines)) == parse(text_of(results[0]))


@given(LEDGERS)
def test_a_ledger_survives_being_written_and_read(ledger: dict[str, Record]) -> None:
    text = text_of(ledger)
    assert text_of(parse(text)) == text
    for address, known in parse(text).items():
        assert known.state == ledger[address].state
        assert (known.opened, known.strikes) == (ledger[address].opened, ledger[address].strikes)
    assert text.startswith(HEADER)
    body = text.removeprefix(HEADER).splitlines()
    assert body == sorted(body)
    assert len(body) == len(ledger)


TEXTS = st.text() | st.text(alphabet=' |#%"<>\\\t\n\x0b\x1c\x85\xa0\u2028\u3000\udcff\U0001f600=a')
WILD = st.builds(
    Record,
    st.sampled_from(SEEN),
    st.just("2026-11-03"),
    st.sampled_from(["", "2026-11-01"]),
    st.sampled_from([(), ("2026-11-02", "2026-11-03")]),
    TEXTS.map("https://e.org/".__add__) | TEXTS,
    TEXTS.map("https://e.org/".__add__) | TEXTS,
    TEXTS,
)


@given(st.dictionaries(st.builds("{}{}".format, SCHEMES, TEXTS), WILD, max_size=4))
def test_whatever_is_written_can_be_read(ledger: dict[str, Record]) -> None:
    text = text_of(ledger)
    text.encode("utf-8")
    read = parse(text)
    assert text_of(read) == text
    # Nothing is lost but what is no address.
    assert {spelt(address) for address in ledger if len(address) > 8} <= read.keys()


@given(st.builds("{}{}".format, SCHEMES, TEXTS))
def test_an_address_has_one_spelling_which_every_line_can_hold(address: str) -> None:
    name = spelt(address)
    assert spelt(name) == name
    known = {name: record(None, Sighting("moved", "301", name), "2026-11-01")}
    if len(address) > 8:
        assert parse(text_of(known)) == known


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://e.org/a?b=%20#c", "https://e.org/a?b=%20#c"),
        ("HTTPS://E.org/A", "https://E.org/A"),
        ("//e.org/a", "https://e.org/a"),
        ("http://e.org/ü'(x)*", "http://e.org/ü'(x)*"),
        ('http://e.org/say"hi"', "http://e.org/say%22hi%22"),
        ("http://e.org/a b\u00a0c\u2003d\u3000e", "http://e.org/a%20b%C2%A0c%E2%80%83d%E3%80%80e"),
        ("http://e.org/a|b{c}", "http://e.org/a%7Cb%7Bc%7D"),
        ("http://e.org/a\nb\x85c\u2028d", "http://e.org/a%0Ab%C2%85c%E2%80%A8d"),
        ("http://e.org/\udcff\udcfe", "http://e.org/%FF%FE"),
        ("http://e.org/\ud800", "http://e.org/%3F"),
    ],
)
def test_what_no_address_holds_is_escaped(address: str, expected: str) -> None:
    assert spelt(address) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ok 2099-01-01", "ok 2026-11-24"),
        ("ok 2026-11-25", "ok 2026-11-24"),
        ("ok 2026-11-24", "ok 2026-11-24"),
        ("flaky 2026-11-20 opened=2099-01-01", "flaky 2026-11-20 opened=2026-11-24"),
        (
            "flaky 2099-01-01 strikes=2026-11-02,2098-12-31,2099-01-01",
            "flaky 2026-11-24 strikes=2026-11-02,2026-11-24",
        ),
    ],
)
def test_a_day_in_the_future_counts_as_today(line: str, expected: str) -> None:
    known = as_of(parse(f"https://e.org/ {line}\n"), "2026-11-24")
    assert text_of(known) == f"{HEADER}https://e.org/ {expected}\n"


def test_a_day_in_the_future_keeps_nothing_alive() -> None:
    known = parse("https://e.org/ ok 2099-01-01\n")["https://e.org/"]
    assert record(known, failed("404"), "2026-11-01").state == "ok"
    known = record(known, failed("404"), "2026-11-01")
    for day in ("2026-11-08", "2026-11-15", "2026-11-22"):
        known = record(known, failed("404"), day)
    assert known.state == "gone"


@given(HISTORIES)
def test_gone_means_three_failures_on_different_days_since_it_opened(
    history: list[tuple[str, Sighting]],
) -> None:
    known = after(history)
    opened = max((day for day, s in history if s.seen in OPENS), default="")
    bad = {day for day, s in history if s.seen == "failed" and s.strikes and day > opened}
    assert (known.state == "gone") == (len(bad) >= STRIKES)
    assert known.opened == opened
    assert known.strikes == tuple(sorted(bad)[-STRIKES:])


@given(HISTORIES, st.sampled_from(sorted(OPENS)))
def test_one_success_clears(history: list[tuple[str, Sighting]], seen: Seen) -> None:
    known = record(after(history), Sighting(seen), "2026-12-01")
    assert (known.state, known.strikes, known.opened) == (seen, (), "2026-12-01")


def test_failures_of_one_day_are_one_strike() -> None:
    known = None
    for _ in range(5):
        known = record(known, failed("404"), "2026-11-01")
    assert known is not None
    assert (known.state, known.strikes) == ("flaky", ("2026-11-01",))


def test_blocked_neither_strikes_nor_clears() -> None:
    known = record(None, failed("404"), "2026-11-01")
    known = record(known, failed("404"), "2026-11-02")
    known = record(known, Sighting("blocked", "403"), "2026-11-03")
    assert known.state == "blocked"
    known = record(known, failed("404"), "2026-11-04")
    assert known.state == "gone"
    assert record(known, Sighting("blocked", "403"), "2026-11-05").state == "gone"


def test_what_opened_today_does_not_fail_today() -> None:
    known = record(None, Sighting("ok"), "2026-11-01")
    assert record(known, failed("500"), "2026-11-01") == known
    known = record(record(None, failed("500"), "2026-11-01"), Sighting("ok"), "2026-11-01")
    assert (known.state, known.strikes) == ("ok", ())


def test_of_one_day_the_last_sighting_stands() -> None:
    known = record(None, Sighting("redirected", "302", "https://b.example/"), "2026-11-01")
    assert record(known, Sighting("ok"), "2026-11-01").seen == "ok"
    known = record(None, failed("404"), "2026-11-01")
    assert record(known, failed("500"), "2026-11-01").reason == "500"


@pytest.mark.parametrize(
    ("seen", "age", "fresh"),
    [
        ("ok", 0, True), ("ok", 6, True), ("ok", 7, False), ("ok", -1, False),
        ("moved", 6, True), ("redirected", 6, True), ("blocked", 6, True),
        ("not-embeddable", 6, True), ("failed", 0, False), ("soft-404", 0, False),
    ],
)  # fmt: skip
def test_what_was_fine_keeps_for_a_lifetime(seen: Seen, age: int, fresh: bool) -> None:
    known = record(None, Sighting(seen), "2026-11-10")
    today = datetime.date(2026, 11, 10) + datetime.timedelta(days=age)
    assert known.is_fresh(today.isoformat(), 7) is fresh


def test_the_file_is_as_small_as_it_can_be() -> None:
    ledger = {
        "https://example.org/b": record(None, Sighting("ok"), "2026-11-24"),
        "https://example.org/a": after(
            [("2026-11-01", Sighting("ok")), ("2026-11-02", failed("404"))]
        ),
    }
    assert text_of(ledger).removeprefix(HEADER) == (
        "https://example.org/a flaky 2026-11-02 opened=2026-11-01 strikes=2026-11-02 | 404\n"
        "https://example.org/b ok 2026-11-24\n"
    )
    assert pruned(ledger, ["https://example.org/b", "https://example.org/c"]).keys() == {
        "https://example.org/b"
    }


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("<<<<<<< HEAD", "a merge was left half done"),
        ("https://example.org/ ok", "write an address, a state and a day"),
        ("example.org ok 2026-11-24", "write an address, a state and a day"),
        ("https://example.org/ okay 2026-11-24", "did you mean `ok`?"),
        ("https://example.org/ ok 24.11.2026", "is not a day"),
        ("https://example.org/ ok 2026-13-24", "is not a day"),
        ("https://example.org/ ok 2026-11-24 since=2026-11-24", "nothing is called `since`"),
        ("https://example.org/ moved 2026-11-24 to=javascript:alert(1)", "is not an address"),
        ("https://example.org/ gone 2026-11-24 archive=x", "is not an address"),
        ("https://example.org/ flaky 2026-11-24 strikes=soon", "is not a day"),
    ],
)
def test_a_bad_line_is_named(line: str, words: str) -> None:
    with pytest.raises(LedgerError, match="line 2: ") as caught:
        parse(f"https://example.org/ ok 2026-11-24\n{line}\n")
    assert words in str(caught.value)


@given(st.text())
def test_no_text_whatever_makes_parsing_raise_anything_else(text: str) -> None:
    with suppress(LedgerError):
        parse(text)


def test_every_state_has_a_meaning() -> None:
    assert set(MEANING) == set(STATES)
