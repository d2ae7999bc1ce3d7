"""Addresses as sources write them, and as entries do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from topicsite.exchange.found import Found, Note
from topicsite.exchange.wording import clean
from topicsite.model import identity
from topicsite.reading.source import Data

_NOT_IN_ADDRESSES: Final = re.compile(r"[\s<>\"`{}|^\\]")
_LONGEST: Final = 2000


_ELSEWHERE: Final = re.compile(
    r"\s*(?!https?:|file:|about:|chrome|edge:|moz-|view-source:)[a-z][a-z0-9+.-]*://\S",
    re.IGNORECASE,
)
"""What opens neither in a browser alone nor on the reader's own machine."""


ELSEWHERE: Final = "the address is neither https nor http, which an entry needs"


def is_elsewhere(url: str) -> bool:
    """Whether an address has a scheme that no entry can have, such as `ftp`."""
    return _ELSEWHERE.match(url) is not None


def settled(item: Found) -> str | Note:
    """The address of an item as an entry writes it, or why it has none."""
    title = clean(str(item.fields.get("title", "")))[:120]
    url = spelt(item.url)
    doi, arxiv = number(item.fields, "doi"), number(item.fields, "arxiv")
    if not url and arxiv:
        url = identity.arxiv_address(arxiv)
    elif not url and doi:
        url = identity.doi_address(doi)
    if not url:
        reason = "there is no address, DOI or arXiv id, and an entry needs one"
        return Note("left-out", item.place, reason, title)
    if wrong := fault(url):
        return Note("left-out", item.place, wrong, f"{title} {url[:200]}".strip())
    if url.startswith("http:"):
        # These are known to be https as well.
        if paper := identity.arxiv_of(url):
            return identity.arxiv_address(paper)
        if work := identity.doi_of(url):
            return identity.doi_address(work)
    return identity.youtube_page(url) or url


def number(fields: Mapping[str, Data], name: str) -> str:
    """A DOI or an arXiv id, if it is one."""
    value = fields.get(name)
    pattern = identity.DOI if name == "doi" else identity.ARXIV
    return value if isinstance(value, str) and pattern.match(value) else ""


def spelt(url: str) -> str:
    """An address with the scheme in small letters and without signs that browsers encode."""
    url = url.strip()
    scheme, mark, rest = url.partition("://")
    if mark and scheme.lower() in ("http", "https"):
        url = f"{scheme.lower()}://{rest}"
    return _NOT_IN_ADDRESSES.sub(lambda match: quote(match[0]), url)


def fault(url: str) -> str:
    """Why no entry can have an address; nothing if one can."""
    if len(url) > _LONGEST:
        return f"the address is longer than {_LONGEST:,} characters"
    try:
        identity.check_address(url)
        identity.identities([url], None, None)
    except identity.AddressError as error:
        return str(error)
    except ValueError as error:
        return f"not an address: {error}"
    return ""
