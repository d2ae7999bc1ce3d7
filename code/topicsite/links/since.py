"""Since when an address has been gone, as earlier versions of the ledger tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from topicsite.links.ledger import Ledger
from topicsite.project.revisions import Revision

MOST: Final = 60
"""Versions of the ledger that are looked into: a year of weekly checks."""
_GONE: Final = re.compile(r"^(\S+) gone .*$", re.MULTILINE)
_STRIKES: Final = re.compile(r" strikes=(\S+)")


def gone_since(
    ledger: Ledger,
    addresses: Iterable[str],
    revisions: Callable[[], Sequence[Revision]],
    texts_of: Callable[[Iterable[str]], Mapping[str, str]],
) -> dict[str, str]:
    """The day of the failure that made each address gone; without those of which nobody knows it.

    The ledger keeps the last failures only, so what it says now is later with every check.

    Args:
        ledger: what is known now.
        addresses: those in question.
        revisions: reads the changes of the ledger's file, the latest first.
        texts_of: reads what it said, by the names in the revisions.
    """
    gone = [one for one in addresses if one in ledger and ledger[one].state == "gone"]
    names = [one.after for one in revisions()[:MOST] if one.after] if gone else []
    if not names:
        return {}
    texts = texts_of(names)
    since = {address: ledger[address].strikes[-1] for address in gone}
    waiting = set(gone)
    for name in names:
        if not waiting or name not in texts:
            break
        days = {
            line[1]: strikes[1].rpartition(",")[2]
            for line in _GONE.finditer(texts[name])
            if line[1] in waiting and (strikes := _STRIKES.search(line[0]))
        }
        since |= days
        waiting &= days.keys()
    else:
        if (
            len(names) == MOST
        ):  # it was so long ago that what is read would be another day each time
            since = {address: day for address, day in since.items() if address not in waiting}
    return since
