"""What an example found out about the claims of a resource, as a table to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

HEADER = ("claim", "source says", "we get", "may differ by", "verdict")


@dataclass(frozen=True)
class Finding:
    """One claim, tried.

    Attributes:
        claim: `resource/claim`, by their ids in the catalog.
        says: what the source states.
        found: what came out here.
        allowed: by how much the two may differ; empty where they are not numbers.
        reproduced: whether they agree.
    """

    claim: str
    says: str
    found: str
    allowed: str
    reproduced: bool

    @property
    def verdict(self) -> str:
        """In one word."""
        return "reproduced" if self.reproduced else "differs"


class Report:
    """The findings of one example.

    The statements themselves stand in the entries of the catalog; here they are named.
    """

    def __init__(self, resource: str) -> None:
        """Start a report on the claims of one resource, by its id in the catalog."""
        self.resource = resource
        self.findings: list[Finding] = []

    def number(
        self, claim: str, *, says: Any, found: Any, within: float, digits: int = 6
    ) -> Finding:
        """Try a claim that states a number, or several.

        Args:
            claim: the claim's id.
            says: the number or numbers of the source.
            found: ours, as many.
            within: how far each may be from the source's; half a unit of the last printed digit
                is what rounding explains.
            digits: significant digits of ours to show.

        Raises:
            ValueError: if there are not as many of ours as of the source's.
        """
        stated, ours = np.atleast_1d(says).astype(float), np.atleast_1d(found).astype(float)
        if stated.shape != ours.shape:
            raise ValueError(f"{claim}: the source has {stated.size} numbers, here are {ours.size}")
        # A difference of exactly `within` may come out a rounding error larger.
        agrees = bool(np.all(np.abs(stated - ours) <= within * (1 + 1e-9)))
        return self._add(
            claim,
            ", ".join(_written(value, 12) for value in stated),
            ", ".join(_written(value, digits) for value in ours),
            f"{within:g}",
            agrees,
        )

    def holds(self, claim: str, *, says: str, found: str, when: Any) -> Finding:
        """Try a claim that is true or not.

        Args:
            claim: the claim's id.
            says: what the source states, in a few words.
            found: what came out, in a few words with numbers.
            when: whether that bears the claim out; decided by the program, never by hand.
        """
        return self._add(claim, says, found, "", bool(when))

    def __str__(self) -> str:
        """The findings as a table in Markdown."""
        rows = [
            (finding.claim, finding.says, finding.found, finding.allowed, finding.verdict)
            for finding in self.findings
        ]
        lines = [" | ".join(cells) for cells in (HEADER, ("---",) * len(HEADER), *rows)]
        return "\n".join(f"| {line} |" for line in lines)

    def _add(self, claim: str, says: str, found: str, allowed: str, reproduced: bool) -> Finding:
        finding = Finding(f"{self.resource}/{claim}", says, found, allowed, reproduced)
        if any("|" in cell or "\n" in cell for cell in (says, found)):
            raise ValueError(f"{claim}: a cell of the table holds neither `|` nor a line end")
        self.findings.append(finding)
        return finding


def _written(value: float, digits: int) -> str:
    """A number with so many significant digits; with all its zeros unless it is tiny."""
    text = f"{value:.{digits}g}"
    if "e-" in text and abs(value) >= 1e-6:
        return np.format_float_positional(float(text), trim="-")
    return text
