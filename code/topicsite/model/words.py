"""The kinds and levels that we know, and words that are meant for them.

A site may have others (see `own`). What they are called is said where pages are made.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

KINDS: Final = (
    "video",
    "playlist",
    "online-tutorial",
    "theory-paper",
    "applied-paper",
    "book-chapter",
    "course-notes",
    "interactive",
    "code",
)
"""The kinds of a site that names no others, in their order."""
MORE_KINDS: Final = (
    "article",
    "podcast",
    "book",
    "course",
    "tool",
    "data-set",
    "cheat-sheet",
    "documentation",
    "exercise-set",
    "slides",
)
"""Kinds that a site can name without saying what they are called."""
LEVELS: Final = ("intuition", "introductory", "intermediate", "advanced")
"""The levels of a site that names no others, the easiest first."""

WITHOUT_CAPTIONS: Final = frozenset({*KINDS, *MORE_KINDS} - {"video", "playlist", "course"})
"""Kinds that nobody watches; of a kind of the site's own that is not known."""

_PAPER: Final = ("paper", "theory-paper", "applied-paper", "article")
_PAGE: Final = ("article", "online-tutorial", "website")
_NOTES: Final = ("notes", "course-notes", "slides")
_EASY: Final = ("introductory", "beginner", "easy")
_MIDDLE: Final = ("intermediate", "medium")
_HARD: Final = ("advanced", "expert", "hard")
_MEANT: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "kind": {
        "app": ("tool", "interactive"),
        "article": _PAGE,
        "blog": _PAGE,
        "blog-post": _PAGE,
        "book": ("book", "book-chapter"),
        "chapter": ("book-chapter", "book"),
        "course": ("course", "playlist", "course-notes"),
        "dataset": ("data-set",),
        "demo": ("interactive", "tool"),
        "docs": ("documentation", "online-tutorial"),
        "exercises": ("exercise-set", "exercises"),
        "film": ("video",),
        "game": ("interactive", "tool"),
        "github": ("code", "tool"),
        "lecture": ("video", "course-notes"),
        "lecture-notes": _NOTES,
        "library": ("code", "tool"),
        "manual": ("documentation", "book"),
        "mooc": ("course", "playlist"),
        "movie": ("video",),
        "notes": _NOTES,
        "paper": _PAPER,
        "pdf": _PAPER,
        "post": _PAGE,
        "preprint": _PAPER,
        "repo": ("code", "tool"),
        "repository": ("code", "tool"),
        "series": ("playlist", "course"),
        "simulation": ("interactive",),
        "software": ("code", "tool"),
        "talk": ("video", "slides"),
        "textbook": ("book", "book-chapter"),
        "tutorial": ("tutorial", "online-tutorial"),
        "web": _PAGE,
        "webpage": _PAGE,
        "website": _PAGE,
        "worksheet": ("exercise-set", "cheat-sheet"),
        "youtube": ("video", "playlist"),
    },
    "level": {
        "basic": _EASY,
        "basics": _EASY,
        "beginner": _EASY,
        "beginners": _EASY,
        "easy": _EASY,
        "elementary": _EASY,
        "expert": _HARD,
        "experts": _HARD,
        "graduate": _HARD,
        "hard": _HARD,
        "intro": _EASY,
        "introduction": _EASY,
        "medium": _MIDDLE,
        "middle": _MIDDLE,
        "novice": _EASY,
        "undergraduate": _MIDDLE,
    },
}
"""What people write, and what they mean by it, the likeliest first."""


def meant(field: str, word: str, known: Collection[str]) -> str | None:
    """The word of a site that somebody means who writes another one.

    Args:
        field: `kind` or `level`; other fields have no usual mistakes.
        word: what stands there.
        known: the words of the site.
    """
    plain = "-".join(word.casefold().replace("_", " ").replace("-", " ").split())
    usual = _MEANT.get(field, {})
    return next((one for one in (plain, *usual.get(plain, ())) if one in known), None)
