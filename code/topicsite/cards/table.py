"""A table of plain text, a row for each card: for Anki, for other programs, and for eyes."""

from __future__ import annotations

import csv
import io

from topicsite.cards.cards import Deck


def table(deck: Deck) -> bytes:
    """The cards of a deck in UTF-8, columns between tabs; a text of several lines is in quotes.

    Above them stand lines that tell Anki what the columns are, and by which one it knows a card
    again. They begin with `#`. Columns have no names: Anki would look for fields of those names.
    """
    made = io.StringIO()
    rows = csv.writer(made, delimiter="\t", lineterminator="\n")
    for line in (
        "#separator:tab",
        "#html:false",
        "#guid column:1",
        "#tags column:4",
        f"#deck:{deck.name}",
    ):
        made.write(f"{line}\n")
    rows.writerows((card.guid, card.asks, card.answers, card.tag) for card in deck.cards)
    return made.getvalue().encode()
