"""What a run found, in the words of findings: where it stands, and what to write instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from topicsite.findings.diagnostics import Diagnostic, Severity
from topicsite.links.addresses import Place
from topicsite.links.ledger import STRIKES, Record
from topicsite.links.states import MEANING, Sighting

_BY_HAND: Final = " by hand, where it is not certain which characters to replace"


class Result(NamedTuple):
    """What is known about an address after a run.

    Attributes:
        address: the address.
        places: where it stands.
        record: what the ledger knows.
        sighting: what this run saw; None if it was not asked.
    """

    address: str
    places: list[Place]
    record: Record
    sighting: Sighting | None


def findings(
    results: Iterable[Result], texts: Mapping[str, str], *, is_new: bool = False
) -> Iterator[Diagnostic]:
    """A finding at each place of each address that somebody should look at.

    Args:
        results: what is known.
        texts: the files that the places are in.
        is_new: the addresses are those that a change adds, so that one failure is enough.
    """
    for result in results:
        found = _finding(result, is_new)
        if found is not None:
            rule, severity, message = found
            for place in result.places:
                how = message
                if rule == "link-moved":
                    how += (
                        ", or let `topicsite links --fix` do it" if place.is_literal else _BY_HAND
                    )
                yield Diagnostic(rule, how, place.path, place.span(texts), severity)


def _finding(result: Result, is_new: bool) -> tuple[str, Severity, str] | None:
    address, _, known, sighting = result
    if known.state == "gone":
        copy = f"; its archived copy is at {known.archive}" if known.archive else ""
        opened = f"last opened on {known.opened}" if known.opened else "never opened"
        return (
            "link-gone",
            "error",
            f"`{address}` is gone ({known.reason}): it failed on {STRIKES} days and "
            f"{opened}{copy}; write an address that opens, or remove it",
        )
    if known.state == "flaky":
        if is_new and sighting is not None and sighting.is_definite:
            return (
                "link-broken",
                "error",
                f"`{address}` does not open: {known.reason}; write an address that does",
            )
        count = f", strike {len(known.strikes)} of {STRIKES}" if not is_new else ""
        if sighting is not None and not sighting.strikes:
            count = "; that proves nothing about the address"
        return "link-flaky", "warning", f"`{address}` did not open: {known.reason}{count}"
    if known.state == "soft-404":
        return (
            "link-soft-404",
            "error",
            f"`{address}` opens without what was there: {known.reason}; "
            "write the address where it is now, or remove it",
        )
    if known.state == "moved":
        return (
            "link-moved",
            "warning",
            f"`{address}` has moved for good; write `{known.target}`",
        )
    if known.state == "not-embeddable":
        return (
            "link-not-embeddable",
            "warning",
            f"`{address}` plays on its own site only; the card has a link instead of a player",
        )
    return None


def as_json(results: Iterable[Result]) -> str:
    """A JSON array, an item for each address, also for those in order."""
    import json  # the usual report can do without

    items = [
        {
            "address": address,
            "state": known.state,
            "reason": known.reason,
            "checked": known.checked,
            "opened": known.opened or None,
            "strikes": list(known.strikes),
            "target": known.target or None,
            "archive": known.archive or None,
            "asked": sighting is not None,
            "files": sorted({place.path for place in places}),
        }
        for address, places, known, sighting in results
    ]
    return json.dumps(items, indent=2, ensure_ascii=False)


def from_json(text: str) -> dict[str, Record]:
    """What `as_json` says about each address.

    Raises:
        ValueError: if the text is something else.
    """
    import json

    try:
        return {
            item["address"]: Record(
                "failed" if item["state"] in ("flaky", "gone") else item["state"],
                item["checked"],
                item["opened"] or "",
                tuple(item["strikes"]),
                item["target"] or "",
                item["archive"] or "",
                item["reason"],
            )
            for item in json.loads(text)
        }
    except (ValueError, KeyError, TypeError):
        raise ValueError("not what `topicsite links --format json` prints") from None


def counts(results: Iterable[Result]) -> str:
    """How many are in each state: `70 ok, 2 moved, 1 gone`."""
    found = Counter(result.record.state for result in results)
    return ", ".join(f"{found[state]} {state}" for state in reversed(MEANING) if found[state])
