"""Ask servers of tests, and see what comes of it."""

from __future__ import annotations

from topicsite.links.messages import Limits
from topicsite.links.network import Network
from topicsite.links.resolvers import Services, check
from topicsite.links.states import Sighting

LIMITS = Limits(size=64 * 1024, backoff=0.05, longest_wait=2, per_host=200, pace=0, at_once=200)


def look(
    urls: dict[str, str],
    limits: Limits = LIMITS,
    *,
    loopback: bool = True,
    names: dict[str, str] | None = None,
) -> dict[str, Sighting]:
    """The sightings of some addresses, by name."""
    seen: dict[str, Sighting] = {}
    network = Network(limits, loopback=loopback, names=names)
    try:
        checks = ((name, check(url, limits, Services())) for name, url in urls.items())
        network.run(checks, seen.__setitem__)
    finally:
        network.close()
    return seen
