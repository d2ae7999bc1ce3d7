"""The memory of link checks: one line an address, and two ledgers merge in any order.

A line says what the last check saw and what it takes to judge the next one:

    https://example.org/a ok 2026-11-24
    https://example.org/b moved 2026-11-24 to=https://example.org/c
    https://example.org/d flaky 2026-11-24 opened=2026-10-01 strikes=2026-11-17,2026-11-24 | 404

Merging keeps the later sighting, the later success, and the strikes after it; of one day, it keeps
a success. It is commutative, associative and idempotent. So git may join two branches line by line
(the merge driver `union`), and an address that then has two lines is merged when the file is read.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, cast

from topicsite.findings.diagnostics import did_you_mean
from topicsite.links.spelling import spelt
from topicsite.links.states import KEPT, OPENS, STATES, Seen, Sighting, State
from topicsite.project.ledgers import LedgerError, check_day, refuse_half_merged

STRIKES: Final = 3
"""Failures on so many different days, with no success in between, make an address gone."""

HEADER: Final = (
    "# What `topicsite links` saw when it last looked, one line an address. It writes this file;\n"
    "# keep it in version control. Two branches are joined line by line: see .gitattributes.\n"
)
_ADDRESS: Final = re.compile(r"https?://[^\s|]+\Z")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Record:
    """What is known about one address. Days are ISO dates, which sort as they stand.

    Attributes:
        seen: what the last check saw.
        checked: the day of that check.
        opened: the last day on which the address opened, if there was one.
        strikes: the last days, three at most, on which it failed since then.
        target: where it redirects to.
        archive: an archived copy.
        reason: the facts, in a few words.
    """

    seen: Seen
    checked: str
    opened: str = ""
    strikes: tuple[str, ...] = ()
    target: str = ""
    archive: str = ""
    reason: str = ""

    @property
    def state(self) -> State:
        """What the address is, from all that is known."""
        if len(self.strikes) >= STRIKES:
            return "gone"
        return "flaky" if self.seen == "failed" else self.seen

    def is_fresh(self, today: str, lifetime: int) -> bool:
        """Whether it need not be asked again: it was fine less than `lifetime` days ago."""
        if self.seen not in KEPT or self.state == "gone":
            return False
        age = datetime.date.fromisoformat(today) - datetime.date.fromisoformat(self.checked)
        return 0 <= age.days < lifetime

    def _order(self) -> tuple[str, bool, str, str, str]:
        return (self.checked, self.seen in OPENS, self.seen, self.target, self.reason)


Ledger = Mapping[str, Record]


def merge(a: Record, b: Record) -> Record:
    """Everything that two records of one address know together."""
    return _join(*sorted((a, b), key=Record._order, reverse=True))


def record(before: Record | None, sighting: Sighting, day: str) -> Record:
    """The record after one more check.

    Args:
        before: what was known, if anything.
        sighting: what the check saw.
        day: the day of the check.
    """
    opens = sighting.seen in OPENS
    now = Record(
        sighting.seen,
        day,
        day if opens else "",
        (day,) if sighting.seen == "failed" and sighting.strikes else (),
        sighting.target or "",
        reason=_line_of(sighting.reason),
    )
    if before is None:
        return now
    before = _by(before, day)
    # Of one day, the last success stands; of several without one, the last.
    is_newer = day > before.checked or (day == before.checked and (opens or before.opened != day))
    return _join(now, before) if is_newer else _join(before, now)


def _join(newer: Record, older: Record) -> Record:
    opened = max(newer.opened, older.opened)
    strikes = sorted(day for day in {*newer.strikes, *older.strikes} if day > opened)
    return replace(
        newer,
        opened=opened,
        strikes=tuple(strikes[-STRIKES:]),
        archive=max(newer.archive, older.archive),  # the later copy: the day is in its address
    )


def merged(a: Ledger, b: Ledger) -> dict[str, Record]:
    """Two ledgers as one."""
    both = dict(a)
    for address, known in b.items():
        both[address] = merge(both[address], known) if address in both else known
    return both


def as_of(ledger: Ledger, today: str) -> dict[str, Record]:
    """What is known by today: a day in the future counts as today.

    Clocks are wrong at times. A success on such a day would outlive every failure until then.
    """
    return {address: _by(known, today) for address, known in ledger.items()}


def _by(known: Record, today: str) -> Record:
    if max(known.checked, known.opened, *known.strikes) <= today:
        return known
    return replace(
        known,
        checked=min(known.checked, today),
        opened=min(known.opened, today),
        strikes=tuple(sorted({min(day, today) for day in known.strikes})),
    )


def text_of(ledger: Ledger) -> str:
    """The file's text: the same for the same ledger.

    An address that a line cannot hold as it is stands there as a browser would ask for it; what is
    no address at all is left out. So whatever is written can be read.
    """
    lines: dict[str, Record] = {}
    for address, known in ledger.items():
        name, kept = spelt(address), _writable(known)
        if _ADDRESS.match(name):
            lines[name] = merge(lines[name], kept) if name in lines else kept
    return HEADER + "".join(_line(address, lines[address]) for address in sorted(lines))


def parse(text: str) -> dict[str, Record]:
    """Read a ledger.

    Raises:
        LedgerError: for a line that is not one of a ledger.
    """
    ledger: dict[str, Record] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            address, known = _record(line)
        except ValueError as error:
            raise LedgerError(f"line {number}: {error}") from None
        before = ledger.get(address)
        ledger[address] = merge(before, known) if before else known
    return ledger


def pruned(ledger: Ledger, addresses: Iterable[str]) -> dict[str, Record]:
    """Only what is known about `addresses`."""
    return {address: ledger[address] for address in addresses if address in ledger}


def _writable(known: Record) -> Record:
    """A record that one line can hold."""
    target, archive = spelt(known.target), spelt(known.archive)
    reason = _line_of(known.reason)
    if (target, archive, reason) == (known.target, known.archive, known.reason):
        return known
    return replace(known, target=target, archive=archive, reason=reason)


def _line_of(words: str) -> str:
    """Words in one line, without control characters and halves of characters."""
    return " ".join(_UNPRINTABLE.sub(" ", words).split())


def _line(address: str, known: Record) -> str:
    state = known.state if known.seen == "failed" else known.seen
    words = [address, state, known.checked]
    if known.opened and (known.opened != known.checked or known.seen not in OPENS):
        words.append(f"opened={known.opened}")
    if known.strikes:
        words.append(f"strikes={','.join(known.strikes)}")
    if _ADDRESS.match(known.target):
        words.append(f"to={known.target}")
    if _ADDRESS.match(known.archive):
        words.append(f"archive={known.archive}")
    if known.reason:
        words.append(f"| {known.reason}")
    return " ".join(words) + "\n"


def _record(line: str) -> tuple[str, Record]:
    facts, _, reason = line.partition(" | ")
    words = facts.split()
    refuse_half_merged(line)
    if len(words) < 3 or not _ADDRESS.match(words[0]):
        raise ValueError("write an address, a state and a day, such as `https://... ok 2026-11-24`")
    address, state, checked, *more = words
    if state not in STATES:
        raise ValueError(f"there is no state `{state}`{did_you_mean(state, STATES)}")
    seen = "failed" if state in ("flaky", "gone") else cast("Seen", state)
    named = dict(word.partition("=")[::2] for word in more)
    if unknown := named.keys() - {"opened", "strikes", "to", "archive"}:
        raise ValueError(f"nothing is called `{min(unknown)}` here")
    strikes = tuple(day for day in named.get("strikes", "").split(",") if day)
    opened = named.get("opened", checked if seen in OPENS else "")
    for day in (checked, *strikes, *filter(None, [opened])):
        check_day(day)
    for link in (named.get("to"), named.get("archive")):
        if link is not None and not _ADDRESS.match(link):
            raise ValueError(f"`{link}` is not an address")
    known = Record(
        seen,
        checked,
        opened,
        tuple(sorted(set(strikes))[-STRIKES:]),
        named.get("to", ""),
        named.get("archive", ""),
        reason.strip(),
    )
    return address, known
