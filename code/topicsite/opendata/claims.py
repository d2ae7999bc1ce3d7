"""What resources claim and what came out, as claims and reviews of schema.org."""

from __future__ import annotations

from collections.abc import Iterator

from topicsite.model.catalog import Entry
from topicsite.model.entries import Resource
from topicsite.opendata.places import To, root
from topicsite.opendata.written import Node, known, plain
from topicsite.render import labels
from topicsite.render.site import Site


def of_resource(site: Site, entry: Entry[Resource], to: To) -> Iterator[Node]:
    """The claims of a resource, each with the review that our run of it is, if it was tried."""
    card = {"@id": to(site.address_of(entry.id) or "")}
    for finding in site.findings(entry):
        claim, outcome = finding.claim, finding.outcome
        address = to(site.claim_address(f"{entry.id}/{claim.id}"))
        yield {"@type": "Claim", "@id": address, "text": plain(claim.says), "appearance": card}
        if outcome is None:
            continue
        shown = site.address_of(claim.shown_by) if claim.shown_by else None
        yield known(
            {
                "@type": "ClaimReview",
                "@id": f"{address}_review",
                "url": address,
                "claimReviewed": plain(claim.says),
                "itemReviewed": {"@id": address},
                "reviewRating": {
                    "@type": "Rating",
                    "alternateName": labels.verdict(site.language, outcome.verdict),
                },
                "reviewBody": labels.reported(site.language, outcome.found),
                "inLanguage": site.language.code,
                "isBasedOn": {"@id": to(shown)} if shown else None,
                "author": publisher(site),
            }
        )


def publisher(site: Site) -> Node | None:
    """Who says so: the site, if it has a name."""
    if not site.name:
        return None
    return known({"@type": "Organization", "name": site.name, "url": root(site)})
