"""What a new site is called, where it stands and in which language: as given, or asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from topicsite.commands import printing


def settled(
    option: str,
    given: str | None,
    question: str,
    proposed: str,
    checked: Callable[[str], str],
) -> str:
    """An answer that is right: as given, or asked for in a terminal, or the proposal.

    Args:
        option: the option that gives it, such as `--title`.
        given: what the option says, if it was used.
        question: what to ask where it was not.
        proposed: the answer of somebody who says nothing.
        checked: makes of an answer what is kept, or raises a ValueError that says what is wrong.

    Raises:
        click.UsageError: if what was given is wrong.
    """
    asks = given is None and sys.stdin is not None and sys.stdin.isatty()
    while True:
        answer = given if given is not None else proposed
        if asks:
            shows = bool(proposed)
            answer = click.prompt(question, default=proposed, show_default=shows)
        try:
            return checked(answer.strip())
        except ValueError as error:
            if not asks:
                raise click.UsageError(f"{option}: {error}") from None
            printing.say(str(error), err=True)


def title(text: str) -> str:
    """A title, as an entry could have it.

    Raises:
        ValueError: for what is none.
    """
    from topicsite.model.entries import Topic
    from topicsite.writing import drafts

    if wrong := drafts.mistakes(Topic, "title", text):
        raise ValueError(wrong[0])
    return text


def address(text: str) -> str:
    """The address of a site, or nothing yet.

    Raises:
        ValueError: for what is none.
    """
    from topicsite.writing.hosting import checked_site

    return checked_site(text) if text else ""


def language(text: str) -> str:
    """A language that Material has its words in.

    Raises:
        ValueError: for any other.
    """
    from topicsite.findings.diagnostics import did_you_mean
    from topicsite.writing.starting import languages

    if text not in languages():
        hint = did_you_mean(text, languages()) or f"; choose from {', '.join(languages())}"
        raise ValueError(f"Material has no words in `{text}`{hint}")
    return text
