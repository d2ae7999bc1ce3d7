"""What an import came to, for people and for programs."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from typing import TYPE_CHECKING, Final

from topicsite.commands import printing

if TYPE_CHECKING:
    from topicsite.exchange.found import What
    from topicsite.exchange.importing import Plan
    from topicsite.reading.load import Loaded

_SAYS: Final[dict[What, str]] = {
    "broken": "could not be read",
    "left-out": "left out",
    "not-taken": "parts not taken",
    "cut": "cut",
    "untitled": "without a title",
    "joined": "found twice and joined",
    "there": "there already",
    "kept": "kept as they are",
}
"""What the sums are called."""
_MANY: Final = frozenset({"there", "not-taken"})
"""What is only counted here; each is listed as JSON."""


def tell(made: Plan, loaded: Loaded, style: str, *, is_written: bool, shows_diff: bool) -> None:
    """Print what was written, what was not and why.

    Args:
        made: the import.
        loaded: the project as it was.
        style: `text` or `json`.
        is_written: whether the files are in place.
        shows_diff: whether to show how files change.
    """
    if style == "json":
        printing.document(_as_json(made, is_written), "json")
        return
    for note in made.notes:
        if note.what not in _MANY:
            printing.say(str(note), err=True)
    printing.print_findings(made.findings, "concise", {**loaded.texts, **made.new, **made.changed})
    if shows_diff:
        for path, text in sorted(made.changed.items()):
            before = loaded.texts.get(path, "").splitlines()
            after = text.splitlines()
            printing.say(*difflib.unified_diff(before, after, path, path, lineterm=""))
    verb = "wrote" if is_written else "would write"
    for path in sorted(made.new):
        printing.say(f"{verb} {path}")
    for path in sorted(made.changed):
        printing.say(f"{'changed' if is_written else 'would change'} {path}")
    counts = Counter(note.what for note in made.notes)
    sums = [f"{counts[what]} {said}" for what, said in _SAYS.items() if counts[what]]
    entries = sum(not path.endswith(("/topic.yml", "/site.yml")) for path in made.new)
    head = f"{made.found} found, {entries} new"
    printing.say(", ".join([head, *sums]), err=True)
    reasons = Counter(
        (note.what, note.reason)
        for note in made.notes
        if note.what in ("broken", "left-out", "not-taken")
    )
    for (what, reason), count in reasons.most_common(8):
        printing.say(f"{count} {_SAYS[what]}: {reason}", err=True)
    if is_written and made.new:
        printing.say("Next: `topicsite todo` lists what is open, and `topicsite links` asks "
                     "whether addresses open", err=True)  # fmt: skip


def _as_json(made: Plan, is_written: bool) -> str:
    """One object: written, new, changed, found, there, notes and findings."""
    return json.dumps(
        {
            "written": is_written,
            "found": made.found,
            "there": made.there,
            "new": sorted(made.new),
            "changed": sorted(made.changed),
            "notes": [
                {
                    "what": note.what,
                    "path": note.place.path,
                    "line": note.place.line,
                    "column": note.place.column,
                    "reason": note.reason,
                    "detail": note.detail,
                }
                for note in made.notes
            ],
            "findings": [
                {"rule": one.rule, "severity": one.severity, "message": one.message,
                 "path": one.path, "line": one.span.line, "column": one.span.column}
                for one in made.findings
            ],
        },
        indent=2, ensure_ascii=False,
    )  # fmt: skip
