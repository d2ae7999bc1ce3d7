"""How somebody cites what came out for a claim, and tries it again."""

from __future__ import annotations

import re
from typing import Final

from topicsite.model.catalog import Entry
from topicsite.model.entries import Resource
from topicsite.proving.claims import Finding
from topicsite.render.site import Site, claim_anchor
from topicsite.render.text import facts, listed, plain

_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}$&#_%"},
}
_DOTS: Final = re.compile(" [●○]{2,}")


def anchor(entry: Entry[Resource], finding: Finding) -> str:
    """The id of a claim on whatever page it stands."""
    return claim_anchor(entry.id, finding.claim.id)


def byline(model: Resource, *, venue: bool = True) -> str:
    """Who made it, when, and where it came out, as far as that is known."""
    year = str(model.year) if model.year else None
    return facts(listed(model.authors), year, model.venue if venue else None)


def sentence(entry: Entry[Resource], finding: Finding) -> str:
    """What came out, as one would write it into a text: who says what, and the verdict.

    Where nobody is known to have said it, its title says it.
    """
    model = entry.model
    who = listed(model.authors) or model.title
    year = f" {model.year}" if model.year else ""
    found = _DOTS.sub("", finding.outcome.found) if finding.outcome else ""
    verdict = finding.verdict.capitalize()
    outcome = f"{verdict}: {found}" if found else verdict
    return f"{who}{year}: “{plain(finding.claim.says)}” {outcome}."


def bibtex(site: Site, entry: Entry[Resource], finding: Finding, address: str) -> str:
    """The same as an entry of BibTeX.

    Args:
        site: its name signs for the verdict, and the year is that of the example's last change.
        entry: the resource.
        finding: its claim with what came out.
        address: where the claim stands.
    """
    example = site.catalog.examples.get(finding.claim.shown_by or "")
    changed = site.last_change([example.path]) if example else None
    fields = {
        "author": "{" + _tex(site.name) + "}",
        "title": _tex(f"A claim of {entry.model.title}, tried"),
        "note": _tex(sentence(entry, finding)),
        "howpublished": rf"\url{{{address}}}",
    }
    if changed is not None:
        fields["year"] = str(changed.year)
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{entry.id}-{finding.claim.id},\n{lines}\n}}"


def command(site: Site, finding: Finding) -> str | None:
    """What to type in the project's folder to try the claim again, from other starts."""
    example = site.catalog.examples.get(finding.claim.shown_by or "")
    return f"TOPICSITE_STARTS=1 python {example.path}" if example else None


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in text)
