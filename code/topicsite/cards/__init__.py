"""Questions as cards that readers take along: a deck for Anki, and a table of plain text.

A card keeps its identity for as long as the id of its question, or a former one, does; so who
imports a deck again has the same cards with what changed in them, and keeps what was learnt. It
knows no MkDocs and no clock, and writes nothing: what it makes are bytes, the same for the same
site.
"""

from topicsite.cards.cards import Card, Deck, deck_of
from topicsite.cards.package import package
from topicsite.cards.table import table
from topicsite.render.site import Site

__all__ = ["Card", "Deck", "deck_of", "files_of", "package", "table"]


def files_of(site: Site) -> dict[str, bytes]:
    """The decks and tables of all topics that have questions, by where they lie below the root."""
    files: dict[str, bytes] = {}
    for topic in site.catalog.topics:
        deck = deck_of(site, topic)
        if deck.cards:
            files[site.deck_address(topic)] = package(deck)
            files[site.deck_address(topic, "txt")] = table(deck)
    return files
