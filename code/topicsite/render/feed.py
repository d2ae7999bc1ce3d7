"""The feed of verdicts that turned, as Atom (RFC 4287)."""

from __future__ import annotations

from typing import Final

from topicsite.render.environment import environment
from topicsite.render.site import Site

PLACE: Final = "verdicts.xml"
"""Where it lies below the root."""
_MOST: Final = 50


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
            turned=site.turned[:_MOST],
            updated=max(seen.day for seen in site.history),
        )
    )
