"""What the words of entries and reports are called on a page: kinds, levels, verdicts, states.

A word without a label of ours, such as one that a site has chosen itself, is shown as it is.
"""

from __future__ import annotations

import re
from typing import Final

from topicsite.language.locales import Language
from topicsite.language.marking import N_

_LABELS: Final = {
    # kinds
    "video": N_("Video"),
    "playlist": N_("Playlist"),
    "online-tutorial": N_("Online tutorial"),
    "theory-paper": N_("Theory paper"),
    "applied-paper": N_("Applied paper"),
    "book-chapter": N_("Book chapter"),
    "course-notes": N_("Course notes"),
    "interactive": N_("Interactive"),
    "code": N_("Code"),
    "article": N_("Article"),
    "podcast": N_("Podcast"),
    "book": N_("Book"),
    "course": N_("Course"),
    "tool": N_("Tool"),
    "data-set": N_("Data set"),
    "cheat-sheet": N_("Cheat sheet"),
    "documentation": N_("Documentation"),
    "exercise-set": N_("Exercise set"),
    "slides": N_("Slides"),
    # levels
    "intuition": N_("Intuition"),
    "introductory": N_("Introductory"),
    "intermediate": N_("Intermediate"),
    "advanced": N_("Advanced"),
    # access
    "free": N_("Free"),
    "registration": N_("Registration"),
    "paywalled": N_("Paywalled"),
    # links
    "gone": N_("Gone"),
    "soft-404": N_("Soft 404"),
    "flaky": N_("Flaky"),
    "moved": N_("Moved"),
    "not-embeddable": N_("Not embeddable"),
    "blocked": N_("Blocked"),
    "redirected": N_("Redirected"),
    "ok": N_("Ok"),
}
_SEVERAL: Final = {
    "video": N_("Videos"),
    "playlist": N_("Playlists"),
    "online-tutorial": N_("Online tutorials"),
    "theory-paper": N_("Theory papers"),
    "applied-paper": N_("Applied papers"),
    "book-chapter": N_("Book chapters"),
    "course-notes": N_("Course notes"),
    "interactive": N_("Interactive pages"),
    "code": N_("Code"),
    "article": N_("Articles"),
    "podcast": N_("Podcasts"),
    "book": N_("Books"),
    "course": N_("Courses"),
    "tool": N_("Tools"),
    "data-set": N_("Data sets"),
    "cheat-sheet": N_("Cheat sheets"),
    "documentation": N_("Documentation"),
    "exercise-set": N_("Exercise sets"),
    "slides": N_("Slides"),
}
"""What stands above several of a kind."""
_VERDICTS: Final = {
    "reproduced": N_("reproduced"),
    "proved": N_("proved"),
    "differs": N_("differs"),
    "not tried": N_("not tried"),
}
_FIELDS: Final = {
    "authors": N_("authors"),
    "duration": N_("duration"),
    "level": N_("level"),
    "access": N_("access"),
    "language": N_("language"),
    "summary": N_("summary"),
    "teaches": N_("teaches"),
}
"""What learners choose by, as it stands within a sentence."""
_HEADS: Final = {
    "claim": N_("claim"),
    "source says": N_("source says"),
    "we get": N_("we get"),
    "we allow": N_("we allow"),
    "verdict": N_("verdict"),
    "control": N_("control"),
}
_EXPECTATIONS: Final = {
    "always": N_("always"),
    "mostly": N_("mostly"),
    "sometimes": N_("sometimes"),
    "rarely": N_("rarely"),
    "never": N_("never"),
}
_SHARE: Final = re.compile(r"(at least|at most|about) ([0-9]+) of ([0-9]+)\Z")
_STARTS: Final = re.compile(r"in ([0-9]+) of ([0-9]+) starts\b")


def label(language: Language, word: str) -> str:
    """A kind, a level, an access or a link's state as a heading, such as `Online tutorial`."""
    known = _LABELS.get(word)
    return language.gettext(known) if known else word.replace("-", " ").capitalize()


def several(language: Language, kind: str) -> str:
    """What stands above several resources of a kind; nothing if we do not know it."""
    known = _SEVERAL.get(kind)
    return language.gettext(known) if known else ""


def within(language: Language, field: str) -> str:
    """What a field is called within a sentence."""
    known = _FIELDS.get(field)
    return language.gettext(known) if known else field.replace("_", " ")


def verdict(language: Language, word: str) -> str:
    """A verdict within a sentence."""
    known = _VERDICTS.get(word)
    return language.gettext(known) if known else word


def tallied(language: Language, word: str, number: int) -> str:
    """How often a verdict was given: `2 differ`."""
    if word == "reproduced":
        return language.ngettext("%(number)s reproduced", "%(number)s reproduced", number)
    if word == "proved":
        return language.ngettext("%(number)s proved", "%(number)s proved", number)
    if word == "differs":
        return language.ngettext("%(number)s differs", "%(number)s differ", number)
    return language.ngettext("%(number)s not tried", "%(number)s not tried", number)


def reported(language: Language, text: str) -> str:
    """A cell of a report as far as `lesson.report` wrote it: heads, verdicts, shares of starts."""
    if (known := {**_HEADS, **_VERDICTS}.get(text)) is not None:
        return language.gettext(known)
    if text.startswith("expected: "):
        said = expectation(language, text.removeprefix("expected: "))
        return language.gettext("expected: %(share)s", share=said)
    return _STARTS.sub(
        lambda found: language.gettext(
            "in %(number)s of %(all)s starts", number=found[1], all=found[2]
        ),
        text,
        count=1,
    )


def expectation(language: Language, text: str) -> str:
    """What a source says of random starts: `always`, `about 7 of 8`."""
    if (known := _EXPECTATIONS.get(text)) is not None:
        return language.gettext(known)
    share = _SHARE.match(text)
    if share is None:
        return text
    values = {"number": share[2], "all": share[3]}
    if share[1] == "at least":
        return language.gettext("at least %(number)s of %(all)s", **values)
    if share[1] == "at most":
        return language.gettext("at most %(number)s of %(all)s", **values)
    return language.gettext("about %(number)s of %(all)s", **values)
