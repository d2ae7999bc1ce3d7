"""What an example found out about the claims of a resource, as a table to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import numpy as np

from topicsite.lesson.trials import Starts, borne_out

HEADER = ("claim", "source says", "we get", "we allow", "verdict")
CONTROL = "control"
"""What stands in the place of a claim where a row shows the same program without something."""

Verdict = Literal["reproduced", "proved", "differs"]
T = TypeVar("T")


@dataclass(frozen=True)
class Finding:
    """One claim, tried; or a control, which is part of the claim above it.

    Attributes:
        claim: `resource/claim`, by their ids in the catalog, or `control`.
        says: what the source states, or what the control leaves out.
        found: what came out here.
        allowed: by how much the two may differ and why, or what is expected of random starts;
            empty where neither applies.
        verdict: in one word; a control has none. Where few of the starts were run, there is none
            either, and it says how many those are.
    """

    claim: str
    says: str
    found: str
    allowed: str = ""
    verdict: str = ""


class Report:
    """The findings of one example.

    The statements themselves stand in the entries of the catalog; here they are named.
    """

    def __init__(self, resource: str) -> None:
        """Start a report on the claims of one resource, by its id in the catalog."""
        self.resource = resource
        self.findings: list[Finding] = []

    def number(
        self, claim: str, *, says: Any, found: Any, within: float, because: str, digits: int = 6
    ) -> Finding:
        """Try a claim that states a number, or several.

        Args:
            claim: the claim's id.
            says: the number or numbers of the source.
            found: ours, as many.
            within: how far each may be from the source's.
            because: where that comes from, in a few words: half a unit of the last printed digit is
                what rounding explains.
            digits: significant digits of ours to show.

        Raises:
            ValueError: if there are not as many of ours as of the source's.
        """
        stated, ours = np.atleast_1d(says).astype(float), np.atleast_1d(found).astype(float)
        if stated.shape != ours.shape:
            raise ValueError(f"{claim}: the source has {stated.size} numbers, here are {ours.size}")
        # A difference of exactly `within` may come out a rounding error larger.
        agrees = bool(np.all(np.abs(stated - ours) <= within * (1 + 1e-9)))
        return self._tried(
            claim,
            ", ".join(_written(value, 12) for value in stated),
            ", ".join(_written(value, digits) for value in ours),
            f"{within:g}: {because}",
            agrees,
        )

    def holds(
        self, claim: str, *, says: str, found: str, when: Callable[[T], Any], of: T, unlike: T
    ) -> Finding:
        """Try a claim that is true or not.

        Args:
            claim: the claim's id.
            says: what the source states, in a few words.
            found: what came out, in a few words with numbers.
            when: the condition that bears the claim out.
            of: what was measured, on which the condition decides.
            unlike: what would have been measured if the claim were false. The condition has to
                fail on it: one that cannot fail says nothing.

        Raises:
            ValueError: if the condition holds of the counterexample too.
        """
        return self._tried(claim, says, found, "", self._decided(claim, when, of, unlike))

    def proved(
        self, claim: str, *, says: str, found: str, when: Callable[[T], Any], of: T, unlike: T
    ) -> Finding:
        """Check a claim that follows by algebra: the numbers only illustrate it.

        The verdict is "proved", which does not count as reproduced; the proof stands in the text.
        The arguments are those of `holds`.
        """
        holds = self._decided(claim, when, of, unlike)
        return self._add(claim, says, found, "", "proved" if holds else "differs")

    def trials(
        self,
        claim: str,
        *,
        says: str,
        shows: Iterable[Any],
        expects: str,
        found: str = "",
        starts: Starts | None = None,
    ) -> Finding:
        """Try a claim about something random, from many starts.

        Where a page runs few of them, the row says what these show, and decides nothing.

        Args:
            claim: the claim's id.
            says: what the source states, in a few words.
            shows: of each start, whether it shows what is claimed.
            expects: what the source says of all starts; see `trials.borne_out`. The entry says the
                same in `expects`, before anything is run.
            found: more about what came out, in a few words.
            starts: from where, as `seeds` gave them; needed where a page may run few of them.

        Raises:
            ValueError: if there is no start, or more are shown than there were, or `expects` is not
                understood.
        """
        seen = [bool(shown) for shown in shows]
        if starts is not None and len(seen) > len(starts):
            raise ValueError(f"{claim}: of {len(starts)} starts {len(seen)} are shown")
        outcome = f"in {sum(seen)} of {len(seen)} starts {_strip(seen)}".rstrip()
        agrees = borne_out(expects, sum(seen), len(seen))
        found = f"{outcome}; {found}" if found else outcome
        allowed = f"expected: {expects}"
        if starts is not None and starts.left_out:
            run = f"{len(starts)} of {starts.planned} starts run"
            return self._row(Finding(f"{self.resource}/{claim}", says, found, allowed, run))
        return self._tried(claim, says, found, allowed, agrees)

    def control(self, without: str, found: str) -> Finding:
        """Show what comes out without that which is said to have the effect.

        Args:
            without: what the same program leaves out or replaces, in a few words.
            found: what came out, in a few words with numbers.

        Raises:
            ValueError: if no claim stands above it.
        """
        if not self.findings:
            raise ValueError("a control belongs to the claim above it; report on that first")
        return self._row(Finding(CONTROL, without, found))

    def __str__(self) -> str:
        """The findings as a table in Markdown."""
        rows = [
            (finding.claim, finding.says, finding.found, finding.allowed, finding.verdict)
            for finding in self.findings
        ]
        lines = [" | ".join(cells) for cells in (HEADER, ("---",) * len(HEADER), *rows)]
        return "\n".join(f"| {line} |" for line in lines)

    def _decided(self, claim: str, when: Callable[[T], Any], of: T, unlike: T) -> bool:
        if when(unlike):
            raise ValueError(
                f"{claim}: the condition holds of the counterexample too, so it says nothing; "
                "give one that fails if the claim is false"
            )
        return bool(when(of))

    def _tried(self, claim: str, says: str, found: str, allowed: str, agrees: bool) -> Finding:
        return self._add(claim, says, found, allowed, "reproduced" if agrees else "differs")

    def _add(self, claim: str, says: str, found: str, allowed: str, verdict: Verdict) -> Finding:
        return self._row(Finding(f"{self.resource}/{claim}", says, found, allowed, verdict))

    def _row(self, finding: Finding) -> Finding:
        if any("|" in cell or "\n" in cell for cell in (finding.says, finding.found)):
            raise ValueError(
                f"{finding.claim}: a cell of the table holds neither `|` nor a line end"
            )
        self.findings.append(finding)
        return finding


def _strip(seen: list[bool]) -> str:
    """A dot for each start, filled where it shows the claim; none for one, or more than a line."""
    return "".join("●" if shown else "○" for shown in seen) if 2 <= len(seen) <= 60 else ""


def _written(value: float, digits: int) -> str:
    """A number with so many significant digits; with all its zeros unless it is tiny."""
    text = f"{value:.{digits}g}"
    if "e-" in text and abs(value) >= 1e-6:
        return np.format_float_positional(float(text), trim="-")
    return text
