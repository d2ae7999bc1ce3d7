"""The feed of verdicts that turned, as Atom (RFC 4287)."""

from __future__ import annotations

from typing import Final

from topicsite.proving.history import Turn
from topicsite.render.environment import environment
from topicsite.render.site import Site

PLACE: Final = "verdicts.xml"
"""Where it lies below the root."""
_MOST: Final = 50


def name_of(turn: Turn) -> str:
    """What an entry is called for good, as a reference below the root."""
    return f"{PLACE}#{turn.claim}/{turn.day}/{turn.before}/{turn.now}"


def title(site: Site) -> str:
    """What it is called."""
    return site.language.gettext("%(site)s: verdicts that turned", site=site.name)


def is_there(site: Site) -> bool:
    """Whether there is something to follow, and an address by which a feed names what is in it."""
    return bool(site.base and site.history)


def feed(site: Site) -> str:
    """The feed; its latest entries only."""
    return (
        environment(site.language)
        .get_template("feed.xml.jinja")
        .render(
            site=site,
            place=PLACE,
            title=title(site),
            name_of=name_of,
            turned=site.turned[:_MOST],
            updated=max(seen.day for seen in site.history),
        )
    )
