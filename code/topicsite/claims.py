"""What the examples found out about the claims of the resources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from topicsite.catalog import Catalog
from topicsite.diagnostics import did_you_mean

_NAME: Final = re.compile(r"[a-z0-9-]+/[a-z0-9-]+\Z")


@dataclass(frozen=True)
class Outcome:
    """What came out when an example tried a claim.

    Attributes:
        says: what the source states.
        found: what the run gave.
        reproduced: whether they agree.
    """

    says: str
    found: str
    reproduced: bool


Outcomes = Mapping[str, Outcome]
"""By the full name of the claim, `resource/claim`."""


def outcomes(rows: Iterable[Sequence[str]]) -> dict[str, Outcome]:
    """Read the rows of an example's report: claim, source says, we get, ..., verdict."""
    return {
        row[0]: Outcome(row[1], row[2], row[-1] == "reproduced")
        for row in rows
        if _NAME.match(row[0])
    }


def disagreements(catalog: Catalog, example: str, found: Outcomes) -> Iterator[str]:
    """Where the catalog and an example's report do not fit together, in a sentence each.

    A claim that fails has to be recorded as a discrepancy, with its explanation, before a site is
    built on it; a discrepancy that has gone must not be kept.

    Args:
        catalog: the catalog.
        example: the example's id.
        found: what its run reported.
    """
    expected = {name: claim for name, claim in catalog.claims() if claim.shown_by == example}
    for name in found.keys() - expected.keys():
        yield f"it reports on `{name}`, which no entry claims{did_you_mean(name, expected)}"
    for name, claim in expected.items():
        if name not in found:
            yield f"it does not report on `{name}`, which names it in `shown_by`"
            continue
        outcome = found[name]
        both = f"the source says {outcome.says}, we get {outcome.found}"
        if not outcome.reproduced and claim.discrepancy is None:
            yield f"`{name}` is not borne out: {both}; mend it, or explain it in `discrepancy`"
        if outcome.reproduced and claim.discrepancy is not None:
            yield f"`{name}` is borne out after all: {both}; remove its `discrepancy`"
