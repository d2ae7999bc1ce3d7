"""The kind of a resource, where something tells it: nobody guesses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from topicsite.exchange.choices import Choices
from topicsite.model.words import meant


def kind_of(
    headings: Iterable[str],
    said: Iterable[str],
    derived: str,
    kinds: Collection[str],
    choices: Choices,
) -> str:
    """The kind of a resource, or nothing.

    What the owner says of its heading counts first, then the source's own word, what the address
    tells, a heading that is called like a kind, and at last what the owner says of all others.

    Args:
        headings: what it stands under, the nearest first.
        said: kinds that the source's word may be called, the likeliest first.
        derived: the kind that its address tells.
        kinds: those that the site has.
        choices: what the owner says.
    """
    names = [heading.casefold() for heading in headings]
    for name in names:
        if name in choices.kinds:
            return choices.kinds[name]
    for word in said:
        if word in kinds:
            return word
    if derived in kinds:
        return derived
    for name in names:
        if found := named_by(name, kinds):
            return found
    return choices.kind


def named_by(heading: str, kinds: Collection[str]) -> str:
    """The kind that a heading is the name of, such as `video` for `Videos`; else nothing."""
    plain = "-".join(re.findall(r"\w+", heading.casefold()))
    for word in (plain, plain.removesuffix("s"), plain.replace("datasets", "data-set")):
        if word in kinds:
            return word
    word = {"tutorials": "tutorial", "lecture-notes": "lecture-notes"}.get(plain, "")
    return (meant("kind", word, kinds) if word else None) or ""
