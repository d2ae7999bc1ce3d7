"""The glossary of a topic: its page, and the definitions that pages show beside a word."""

from __future__ import annotations

import json

from topicsite.model.catalog import Entry
from topicsite.model.glossary import Glossary, Term
from topicsite.render.environment import template
from topicsite.render.mathematics import as_mathml
from topicsite.render.site import Site, root_of


def glossary_page(site: Site, entry: Entry[Glossary]) -> str:
    """The terms of a topic by the alphabet, with a table of notations for each that has some."""
    return template("glossary", site.language).render(
        site=site,
        root=root_of(site.glossary_address(entry.topic)),
        topic=site.catalog.topics[entry.topic],
        glossary=entry.model,
        terms=_in_order(entry.model),
    )


def definitions(entry: Entry[Glossary], site: Site) -> str:
    """The definitions of a topic's terms as a script shows them: JSON, with HTML by anchor.

    Raises:
        MathematicsError: when KaTeX cannot set a formula.
    """
    definition = template("definition", site.language)
    made = {
        entry.model.anchors[term.term]: as_mathml(definition.render(term=term).strip())
        for term in _in_order(entry.model)
    }
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n"


def _in_order(glossary: Glossary) -> list[Term]:
    named = {term.term: term for term in glossary.terms}
    return [named[name] for name in glossary.anchors]
