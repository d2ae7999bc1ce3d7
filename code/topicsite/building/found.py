"""What examples found out, compared with what entries and questions say of it."""

from __future__ import annotations

from topicsite.model.catalog import Entry
from topicsite.model.entries import Example
from topicsite.proving.claims import ReportError, disagreements, outcomes
from topicsite.proving.quoted import misquotes
from topicsite.render.notebook import Notebook
from topicsite.render.site import Site


class FoundError(Exception):
    """An example that does not bear out what entries say of it; a line for each thing."""


def take(notebook: Notebook, example: Entry[Example], site: Site) -> str:
    """Let the site know what an example found, drew and printed; gives the content of its page.

    Raises:
        FoundError: if it does not bear out what the entries say of it, or does not print the
            figures that questions take from it.
    """
    try:
        found = outcomes(notebook.verdicts)
    except ReportError as error:
        raise FoundError(f"{example.path}: {error}") from None
    problems = sorted(disagreements(site.catalog, example.id, found))
    problems += misquotes(site.catalog, example.id, notebook.printed)
    if problems:
        raise FoundError("\n".join(f"{example.path}: {problem}" for problem in problems))
    site.outcomes.update(found)
    site.drawn[example.id] = notebook.drawn
    site.printed[example.id] = notebook.printed
    statements = {name: claim.says for name, claim in site.catalog.claims()}
    return notebook.html(statements, site.language)
