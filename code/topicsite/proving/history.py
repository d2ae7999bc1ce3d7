"""The history of verdicts: since when each has stood, and under which Python and NumPy.

A line says what a run made of a claim:

    olah-2015/cheap 2026-11-26 reproduced python-3.11 numpy-1.26
    olah-2015/cheap 2026-11-26 reproduced python-3.12 numpy-2.0 pyodide-0.27.8

A run adds a line only where its verdict is another than the last one under the same runtime, so
that whatever two runs with the same runtime say after one another is a verdict that turned. Lines
are never changed on another day: all lines of two histories are the history of both, in whatever
order they are joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final

from topicsite.findings.diagnostics import did_you_mean
from topicsite.model.catalog import Catalog
from topicsite.project import files, ledgers
from topicsite.project.ledgers import LedgerError
from topicsite.project.locking import alone_with
from topicsite.proving.claims import NAME, TRIED, TRIED_AS, Tried

HEADER: Final = (
    "# What examples made of claims, and since when. `topicsite prove --keep` writes this file; "
    "keep it in version control, which joins two branches line by line.\n"
)
_RUNTIME: Final = re.compile(r"python-(\S+) numpy-(\S+)(?: pyodide-(\S+))?\Z")
_VERSION: Final = re.compile(r"[0-9]+(\.[0-9A-Za-z]+)*\Z")


@dataclass(frozen=True, slots=True, order=True)
class Runtime:
    """What a claim was tried with. Fixes of a release (3.11.7) do not count: 3.11 is its name.

    Attributes:
        python: the version of Python, such as `3.11`.
        numpy: the version of NumPy, such as `2.4`.
        pyodide: the release of Pyodide, if it was the Python of the page.
    """

    python: str
    numpy: str
    pyodide: str = ""

    def __str__(self) -> str:
        page = f" pyodide-{self.pyodide}" if self.pyodide else ""
        return f"python-{self.python} numpy-{self.numpy}{page}"

    @property
    def words(self) -> str:
        """The same as one says it."""
        versions = f"Python {self.python} with NumPy {self.numpy}"
        return f"{versions} in the page (Pyodide {self.pyodide})" if self.pyodide else versions


@dataclass(frozen=True, slots=True)
class Sighting:
    """A verdict, on the first day of those on which it was given.

    Attributes:
        claim: the full name of the claim.
        runtime: what it was tried with.
        day: an ISO date.
        verdict: what came out.
    """

    claim: str
    runtime: Runtime
    day: str
    verdict: Tried

    @property
    def order(self) -> tuple[str, Runtime, str, int]:
        """By claim and runtime, then by time; of one day, the worst verdict is the last."""
        return self.claim, self.runtime, self.day, TRIED.index(self.verdict)


History = frozenset[Sighting]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A verdict on a claim that stands.

    Attributes:
        verdict: the last one under each of some runtimes.
        since: the first day of those on which nothing else came out there.
        runtimes: the older first, and the page's after others.
    """

    verdict: Tried
    since: str
    runtimes: tuple[Runtime, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A verdict that is no longer what it was.

    Attributes:
        claim: the full name of the claim.
        day: when that was first seen.
        before: the verdict until then.
        now: the one since.
        runtimes: under which it turned so on that day.
    """

    claim: str
    day: str
    before: Tried
    now: Tried
    runtimes: tuple[Runtime, ...] = field(compare=False)


def noted(history: History, found: Mapping[str, Tried], runtime: Runtime, day: str) -> History:
    """The history after one more run.

    Args:
        history: what was known.
        found: the verdicts, by claim.
        runtime: what the examples were run with.
        day: the day of the run, an ISO date.
    """
    # What was said on the same day, before something was mended, or by a clock that is ahead.
    kept = {
        seen
        for seen in history
        if not (seen.runtime == runtime and seen.claim in found and seen.day >= day)
    }
    last = {
        claim: seen[-1].verdict for (claim, under), seen in _by_runtime(kept) if under == runtime
    }
    return frozenset(kept) | {
        Sighting(claim, runtime, day, verdict)
        for claim, verdict in found.items()
        if last.get(claim) != verdict
    }


def of_catalog(history: History, catalog: Catalog) -> History:
    """Only what is known about the claims of a catalog, by the names that they have there."""
    claims = dict(catalog.claims())
    now = {old: entry.id for entry in catalog.resources.values() for old in entry.model.formerly}

    def renamed(claim: str) -> str:
        resource, _, name = claim.partition("/")
        return claim if claim in claims else f"{now.get(resource, resource)}/{name}"

    every = (replace(seen, claim=renamed(seen.claim)) for seen in history)
    return frozenset(seen for seen in every if seen.claim in claims)


def stretches(history: History) -> dict[str, list[Stretch]]:
    """The verdicts that stand on each claim, by its name; the oldest stretch first."""
    found: dict[str, dict[tuple[str, Tried], list[Runtime]]] = {}
    for (claim, runtime), seen in _by_runtime(history):
        # The last of the runs of one verdict after another.
        *_, (verdict, same) = ((v, list(run)) for v, run in groupby(seen, lambda one: one.verdict))
        found.setdefault(claim, {}).setdefault((same[0].day, verdict), []).append(runtime)
    return {
        claim: [
            Stretch(verdict, since, tuple(sorted(runtimes, key=_age)))
            for (since, verdict), runtimes in sorted(of_claim.items())
        ]
        for claim, of_claim in found.items()
    }


def turns(history: History) -> list[Turn]:
    """The verdicts that turned, the latest first."""
    runtimes: dict[Turn, list[Runtime]] = {}
    for (claim, runtime), seen in _by_runtime(history):
        for before, now in pairwise(seen):
            if before.verdict != now.verdict:
                turn = Turn(claim, now.day, before.verdict, now.verdict, ())
                runtimes.setdefault(turn, []).append(runtime)
    found = [
        replace(turn, runtimes=tuple(sorted(under, key=_age))) for turn, under in runtimes.items()
    ]
    return sorted(found, key=lambda turn: turn.day, reverse=True)  # of one day, by claim


def text_of(history: History) -> str:
    """The file's text: the same for the same history, in the order of its characters.

    So it is also what `LC_ALL=C sort -u` makes of several.
    """
    lines = (f"{seen.claim} {seen.day} {seen.verdict} {seen.runtime}\n" for seen in history)
    return HEADER + "".join(sorted(lines))


def parse(text: str) -> History:
    """Read a history.

    Raises:
        LedgerError: for a line that is not one of a history.
    """
    found = set()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            found.add(_sighting(line))
        except ValueError as error:
            raise LedgerError(f"line {number}: {error}") from None
    return frozenset(found)


def read(path: Path) -> History:
    """Read the file of a history; where there is none yet, nothing is known.

    Raises:
        LedgerError: if it cannot be read.
    """
    return parse(ledgers.read_text(path))


def keep(
    path: Path, found: Mapping[str, Tried], runtime: Runtime, day: str, catalog: Catalog
) -> tuple[History, History]:
    """Add a run to the file, which other runs may have changed meanwhile.

    Args:
        path: the file.
        found: the verdicts, by claim.
        runtime: what the examples were run with.
        day: the day of the run, an ISO date.
        catalog: what is claimed; what is known about other claims is forgotten.

    Returns:
        What was known before, and what is known now.

    Raises:
        LedgerError: if the file cannot be read; it stays as it was.
        OSError: if it cannot be written.
    """
    with alone_with(path):
        before = read(path)
        after = noted(of_catalog(before, catalog), found, runtime, day)
        text = text_of(after)
        if parse(text) != after:
            raise LedgerError("what came out could not be read back, so it was not written")
        if after != before:
            files.replace(path, text)
    return before, after


def _by_runtime(
    history: Iterable[Sighting],
) -> Iterator[tuple[tuple[str, Runtime], list[Sighting]]]:
    """What was said of each claim under each runtime, in the order of time."""
    in_order = sorted(history, key=lambda seen: seen.order)
    for key, seen in groupby(in_order, lambda seen: (seen.claim, seen.runtime)):
        yield key, list(seen)


def _age(runtime: Runtime) -> tuple[bool, list[tuple[int, str]]]:
    """An order in which 3.9 comes before 3.11, and the page's Python last."""
    parts = f"{runtime.python}.{runtime.numpy}.{runtime.pyodide}".split(".")
    return bool(runtime.pyodide), [(int(part) if part.isdecimal() else -1, part) for part in parts]


def _sighting(line: str) -> Sighting:
    ledgers.refuse_half_merged(line)
    words = line.split()
    runtime = _RUNTIME.match(" ".join(words[3:]))
    if len(words) < 3 or not NAME.match(words[0]) or not runtime:
        raise ValueError(
            "write a claim, a day, a verdict and what it was tried with, such as "
            "`paper/claim 2026-11-24 reproduced python-3.11 numpy-2.4`"
        )
    claim, day, verdict = words[:3]
    ledgers.check_day(day)
    if verdict not in TRIED_AS:
        raise ValueError(f"there is no verdict `{verdict}`{did_you_mean(verdict, TRIED_AS)}")
    versions = [version for version in runtime.groups() if version is not None]
    for version in versions:
        if not _VERSION.match(version):
            raise ValueError(f"`{version}` is not a version; write it as `3.11`")
    return Sighting(claim, Runtime(*versions), day, TRIED_AS[verdict])
