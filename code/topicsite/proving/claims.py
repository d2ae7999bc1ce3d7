"""What the examples found out about the claims of the resources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from topicsite.findings.diagnostics import did_you_mean
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Claim, Resource

NAME: Final = re.compile(r"[a-z0-9-]+/[a-z0-9-]+\Z")
"""What the full name of a claim looks like."""


@dataclass(frozen=True)
class Outcome:
    """What came out when an example tried a claim.

    Attributes:
        says: what the source states.
        found: what the run gave.
        verdict: what follows.
        expects: what the run took the source to say of random starts; None without any.
        controls: the same program without something: what is left out, and what that gave.
    """

    says: str
    found: str
    verdict: Tried
    expects: str | None = None
    controls: tuple[tuple[str, str], ...] = ()


Outcomes = Mapping[str, Outcome]
"""By the full name of the claim, `resource/claim`."""

Tried = Literal["reproduced", "proved", "differs"]
Verdict = Literal[Tried, "not tried"]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)

TRIED: Final[tuple[Tried, ...]] = get_args(Tried)
"""What a run can make of a claim, the worst last."""

TRIED_AS: Final[Mapping[str, Tried]] = {verdict: verdict for verdict in TRIED}
"""The same by the word that a report or a history has for it."""
_EXPECTED: Final = "expected: "
_CONTROL: Final = "control"


@dataclass(frozen=True)
class Finding:
    """A claim with what came out.

    Attributes:
        claim: what the entry says.
        outcome: what the run of its example gave; None if no example tries it, or none was run.
    """

    claim: Claim
    outcome: Outcome | None

    @property
    def verdict(self) -> Verdict:
        """In two words at most."""
        return self.outcome.verdict if self.outcome else "not tried"


def findings(entry: Entry[Resource], found: Outcomes) -> list[Finding]:
    """The claims of a resource with what came out, in the order of its entry."""
    return [Finding(claim, found.get(f"{entry.id}/{claim.id}")) for claim in entry.model.claims]


def by_example(found: Iterable[Finding]) -> dict[str | None, list[Finding]]:
    """Findings by the example that tries them; those that none tries come last, under None."""
    groups: dict[str | None, list[Finding]] = {}
    for finding in sorted(found, key=lambda finding: finding.claim.shown_by is None):
        groups.setdefault(finding.claim.shown_by, []).append(finding)
    return groups


def tally(found: Iterable[Finding]) -> dict[Verdict, int]:
    """How often each verdict was given; verdicts that were not are left out."""
    counts = Counter(finding.verdict for finding in found)
    return {verdict: counts[verdict] for verdict in VERDICTS if counts[verdict]}


class ReportError(ValueError):
    """A report that can be read in more than one way; the message goes on after the file's name."""


def outcomes(rows: Iterable[Sequence[str]]) -> dict[str, Outcome]:
    """Read the rows of an example's report: claim, source says, we get, we allow, verdict.

    A row that begins with `control` belongs to the claim above it; rows that begin with neither
    that nor the full name of a claim are of other tables.

    Raises:
        ReportError: for a claim that stands in the report twice, or a verdict of other words.
    """
    found: dict[str, Outcome] = {}
    name = ""
    for row in rows:
        if row[0] == _CONTROL and name:
            above = found[name]
            found[name] = replace(above, controls=(*above.controls, (row[1], row[2])))
        if not NAME.match(row[0]):
            continue
        name, verdict = row[0], row[-1]
        if name in found:
            raise ReportError(f"it reports on `{name}` twice; keep one of the two")
        if verdict not in TRIED_AS:
            raise ReportError(
                f"its verdict on `{name}` is `{verdict}`, which is none of "
                f"{', '.join(f'`{word}`' for word in TRIED_AS)}; "
                "let `topicsite.lesson.Report` write the table"
            )
        allowed = row[-2]
        expects = allowed.removeprefix(_EXPECTED) if allowed.startswith(_EXPECTED) else None
        found[name] = Outcome(row[1], row[2], TRIED_AS[verdict], expects)
    return found


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
        differs = outcome.verdict == "differs"
        if differs and claim.discrepancy is None:
            yield f"`{name}` is not borne out: {both}; mend it, or explain it in `discrepancy`"
        if not differs and claim.discrepancy is not None:
            yield f"`{name}` is borne out after all: {both}; remove its `discrepancy`"
        if outcome.expects != claim.expects:
            yield (
                f"of random starts of `{name}` it expects {_expected(outcome.expects)}, and the "
                f"entry {_expected(claim.expects)}; let `expects` in both say what the source does"
            )


def _expected(expects: str | None) -> str:
    return "nothing" if expects is None else f"`{expects}`"
