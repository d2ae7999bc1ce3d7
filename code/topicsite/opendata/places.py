"""Where things of the site are, as other programs are told: whole addresses, if there are any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from topicsite.model.hosts import HostError, final_host
from topicsite.render.site import Site, root_of

To = Callable[[str], str]
"""Makes an address below the root one that others can use."""

API: Final = "api/v1"
"""The folder of the catalog as JSON, with its version."""
_KEPT: Final = "!#$%&'()*+,/:;=?@[]~"


def root(site: Site) -> str:
    """Where the site will be published, with a slash at its end; empty where nobody knows yet."""
    return f"{site.base.rstrip('/')}/" if site.base else ""


def from_root(site: Site) -> To:
    """Whole addresses; those below the root of a site that does not know where it will be."""
    base = root(site)
    return lambda address: base + address


def from_page(site: Site, page: str) -> To:
    """Whole addresses; from one page to the others where the site does not know where it will be.

    Args:
        site: the site.
        page: the name of the page.
    """
    base = root(site) or root_of(site.page_address(page))
    return lambda address: base + address


def graph_address(site: Site, topic: str) -> str:
    """Where all that is said of a topic lies as JSON-LD, below the root, beside its page."""
    page = site.page_address(topic)
    return f"{page}index.jsonld" if page.endswith("/") else f"{page.removesuffix('.html')}.jsonld"


def uri(address: str) -> str:
    """An address in the letters of RFC 3986, whatever it was written in."""
    if address.isascii():
        return address
    parts = urlsplit(address)
    try:
        host = final_host(parts.hostname or "")
    except HostError:
        return address
    port = f":{parts.port}" if parts.port else ""
    rest = (quote(part, safe=_KEPT) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, host + port, *rest))
