"""What the last checks of a large project found, kept for a run that would find the same."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from topicsite.diagnostics import Diagnostic, Span

PLACE: Final = ".cache/topicsite/check.json"
CHANGE: Final = ".cache/topicsite/change.json"
INDEX: Final = ".cache/topicsite/index.json"
MANY: Final = 1000
"""A project with fewer files is checked as fast as this is read, and gets no folder for it."""


@dataclass(frozen=True)
class Checked:
    """The outcome of a check.

    Attributes:
        findings: everything that was found, in order.
        counts: how many topics, resources and examples there are.
        texts: what the files with findings say, to show the places.
    """

    findings: list[Diagnostic]
    counts: Mapping[str, int]
    texts: Mapping[str, str]


def recall(place: Path, name: str) -> Checked | None:
    """The outcome of this name, if it is the last that was kept at a place."""
    try:
        kept = read(place, name)
        findings = [
            Diagnostic(rule, message, path, Span(*span), severity)
            for rule, message, path, span, severity in kept["findings"]
        ]
        return Checked(findings, kept["counts"], kept["texts"])
    except (LookupError, TypeError):
        return None


def keep(place: Path, name: str, checked: Checked) -> None:
    """Keep an outcome; a place that cannot be written to is no reason to fail."""
    shown = {finding.path for finding in checked.findings}
    write(
        place,
        name,
        {
            "findings": [
                (f.rule, f.message, f.path, tuple(f.span), f.severity) for f in checked.findings
            ],
            "counts": dict(checked.counts),
            "texts": {path: checked.texts[path] for path in shown if path in checked.texts},
        },
    )


def read(place: Path, name: str) -> dict[str, Any]:
    """What was kept under a name.

    Raises:
        LookupError: if nothing was, or it cannot be read.
    """
    try:
        kept = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise LookupError(name) from None
    if not isinstance(kept, dict) or kept.pop("name", None) != name:
        raise LookupError(name)
    return kept


def write(place: Path, name: str, what: Mapping[str, object]) -> None:
    """Keep something under a name, instead of what was kept before."""
    text = json.dumps({"name": name, **what})
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_name(f"{place.name}-{os.getpid()}")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(place)
