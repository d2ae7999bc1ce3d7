"""What one check of an address can see, and what it means for the address."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, get_args

from topicsite.language.marking import N_

Seen = Literal["ok", "moved", "redirected", "blocked", "soft-404", "not-embeddable", "failed"]
"""What one check saw; whether a failure means more than bad luck, only the ledger knows."""

State = Literal[
    "ok", "moved", "redirected", "blocked", "flaky", "soft-404", "gone", "not-embeddable"
]
STATES: Final[tuple[State, ...]] = get_args(State)

MEANING: Final[dict[State, str]] = {
    "gone": N_("It failed on three different days since it last opened."),
    "soft-404": N_(
        "It opens, but what was there is not: it leads to the front page, to a page that "
        "says so, or to a page without the place that it names."
    ),
    "flaky": N_("It failed when it was last tried, but not yet on three different days."),
    "moved": N_("It redirects for good; the new address should be written instead."),
    "not-embeddable": N_("The video plays on its own site only; its player here is a plain link."),
    "blocked": N_("Its host turns programs away, so nobody knows: it is neither dead nor alive."),
    "redirected": N_("It redirects for the time being, which its host may change; nothing to do."),
    "ok": N_("It opens."),
}
"""Every state, the most urgent first."""

OPENS: Final[frozenset[Seen]] = frozenset({"ok", "moved", "redirected", "not-embeddable"})
"""What counts as a success: it clears all strikes."""
KEPT: Final[frozenset[Seen]] = OPENS | {"blocked"}
"""What need not be asked again for a while; everything else is tried each time."""


class Sighting(NamedTuple):
    """What one check of an address saw.

    Attributes:
        seen: how it went.
        reason: the facts, in a few words, such as `404`.
        target: where the address leads, if it redirects and all is well there.
        is_definite: whether trying again soon would be pointless.
        answered: whether anybody answered; if nobody ever does, our own network is down.
        strikes: whether a failure counts against the address; ours does not.
    """

    seen: Seen
    reason: str = ""
    target: str | None = None
    is_definite: bool = False
    answered: bool = True
    strikes: bool = True


def failed(reason: str, *, definite: bool = False, answered: bool = True) -> Sighting:
    """The sighting of an address that did not open."""
    return Sighting("failed", reason, None, definite, answered)


def gave_up(error: Exception) -> Sighting:
    """The sighting of a check that ended by an exception: our fault, which proves nothing."""
    words = f"{type(error).__name__}: {error}".removesuffix(": ")
    return Sighting("failed", f"the check gave up ({words[:200]})", strikes=False)
