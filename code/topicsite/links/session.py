"""One run: what is asked, what is remembered, and when it is written down."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from topicsite.links.ledger import Ledger, Record, record
from topicsite.links.messages import Check, Limits, host_of
from topicsite.links.resolvers import Services, check, find_copy
from topicsite.links.states import Sighting
from topicsite.links.visit import LONGEST

SAVE_EVERY: Final = 10.0
"""Seconds between two saves: what an interrupted run may lose at most."""


@dataclass
class Session:
    """A run over some addresses.

    Attributes:
        ledger: what is known; it grows during the run.
        today: the day, as an ISO date.
        lifetime: for how many days what was fine is not asked again.
        limits: what each check may cost.
        services: where the services are.
        loopback: let addresses of this machine pass, for tests.
        sightings: what was seen in this run.
    """

    ledger: dict[str, Record]
    today: str
    lifetime: int
    limits: Limits = field(default_factory=Limits)
    services: Services = field(default_factory=Services)
    loopback: bool = False
    sightings: dict[str, Sighting] = field(default_factory=dict)

    def due(self, addresses: Iterable[str]) -> list[str]:
        """The addresses that have to be asked."""
        return [
            address
            for address in addresses
            if (known := self.ledger.get(address)) is None
            or not known.is_fresh(self.today, self.lifetime)
        ]

    def run(
        self,
        addresses: Iterable[str],
        *,
        progress: Callable[[], None] = lambda: None,
        save: Callable[[Ledger], None] = lambda ledger: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Ask about addresses and note what is seen.

        Args:
            addresses: those that are due.
            progress: called after each.
            save: writes the ledger; called now and then.
            stop: whether to break off.
        """
        # libcurl is loaded only if somebody is to be asked.
        from topicsite.links.network import Network

        saved = time.monotonic()

        def note(address: str, sighting: Sighting) -> None:
            nonlocal saved
            self.sightings[address] = sighting
            self.ledger[address] = record(self.ledger.get(address), sighting, self.today)
            progress()
            # A run in which nobody answers says nothing about anybody.
            if time.monotonic() - saved > SAVE_EVERY and not self.is_offline:
                save(self.ledger)
                saved = time.monotonic()

        network = Network(self.limits, loopback=self.loopback)
        try:
            checks = ((a, check(a, self.limits, self.services)) for a in in_turns(addresses))
            network.run(checks, note, stop)
            if not self.is_offline:
                network.run(self._searches(), self._keep_copy, stop)
        finally:
            network.close()

    @property
    def is_offline(self) -> bool:
        """Whether nobody answered: several hosts were asked, and none was reached."""
        if any(sighting.answered for sighting in self.sightings.values()):
            return False
        return len(set(map(host_of, self.sightings))) > 1

    def _searches(self) -> Iterator[tuple[str, Check]]:
        """A search for the archived copy of everything that is gone and has none."""
        for address in self.sightings:
            known = self.ledger[address]
            if known.state == "gone" and not known.archive:
                yield address, find_copy(address, known.opened, self.limits, self.services)

    def _keep_copy(self, address: str, sighting: Sighting) -> None:
        if sighting.target and len(sighting.target) <= LONGEST:
            self.ledger[address] = replace(self.ledger[address], archive=sighting.target)


def in_turns(addresses: Iterable[str]) -> Iterator[str]:
    """Addresses one host after the other, so that many hosts are busy and none is crowded."""
    by_host: dict[str, deque[str]] = defaultdict(deque)
    for address in addresses:
        by_host[host_of(address)].append(address)
    while by_host:
        for host in list(by_host):
            yield by_host[host].popleft()
            if not by_host[host]:
                del by_host[host]
