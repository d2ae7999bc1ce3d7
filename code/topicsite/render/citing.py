"""How somebody cites what came out for a claim, and tries it again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from topicsite.language.locales import Language
from topicsite.model.catalog import Entry
from topicsite.model.entries import Resource
from topicsite.proving.claims import Finding
from topicsite.proving.history import Runtime
from topicsite.render import labels
from topicsite.render.site import Site, claim_anchor
from topicsite.render.tex import tex
from topicsite.render.text import authors, facts, plain

_DOTS: Final = re.compile(" [●○]{2,}")


def anchor(entry: Entry[Resource], finding: Finding) -> str:
    """The id of a claim on whatever page it stands."""
    return claim_anchor(entry.id, finding.claim.id)


def under(language: Language, runtimes: Iterable[Runtime]) -> str:
    """What a claim was tried with, in words."""
    return language.commas([_words(language, runtime) for runtime in runtimes])


def _words(language: Language, runtime: Runtime) -> str:
    values = {"python": runtime.python, "numpy": runtime.numpy}
    if not runtime.pyodide:
        return language.gettext("Python %(python)s with NumPy %(numpy)s", **values)
    return language.gettext(
        "Python %(python)s with NumPy %(numpy)s in the page (Pyodide %(pyodide)s)",
        pyodide=runtime.pyodide,
        **values,
    )


def byline(language: Language, model: Resource, *, venue: bool = True) -> str:
    """Who made it, when, and where it came out, as far as that is known."""
    year = str(model.year) if model.year else None
    return facts(authors(language, model.authors), year, model.venue if venue else None)


def sentence(language: Language, entry: Entry[Resource], finding: Finding) -> str:
    """What came out, as one would write it into a text: who says what, and the verdict.

    Where nobody is known to have said it, its title says it.
    """
    model = entry.model
    who = authors(language, model.authors) or model.title
    source = f"{who} {model.year}" if model.year else who
    verdict = labels.verdict(language, finding.verdict).capitalize()
    values = {"source": source, "claim": plain(finding.claim.says), "verdict": verdict}
    if finding.outcome is None or not (found := _DOTS.sub("", finding.outcome.found)):
        return language.gettext("%(source)s: “%(claim)s” %(verdict)s.", **values)
    found = labels.reported(language, found)
    return language.gettext(
        "%(source)s: “%(claim)s” %(verdict)s: %(found)s.", found=found, **values
    )


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
        "author": "{" + tex(site.name) + "}",
        "title": tex(site.language.gettext("A claim of %(title)s, tried", title=entry.model.title)),
        "note": tex(sentence(site.language, entry, finding)),
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
