"""Papers and their numbers: which DOI or arXiv id an address stands for.

A DOI is one work whichever resolver is written before it, and the versions of an arXiv paper, its
mirrors, its readers on other sites and its own DOI are one paper.

Sources: https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html (a suffix may hold any graphic
character), https://info.arxiv.org/help/arxiv_identifier.html, https://info.arxiv.org/help/doi.html
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote, urlsplit

DOI: Final = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+\Z", re.ASCII)
ARXIV: Final = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\Z", re.ASCII)

DOI_HOSTS: Final = frozenset({"doi.org", "dx.doi.org", "hdl.handle.net"})
_ARXIV_HOSTS: Final = frozenset(
    {
        "arxiv.org", "lanl.arxiv.org", "xxx.lanl.gov", "ar5iv.org", "ar5iv.labs.arxiv.org",
        "alphaxiv.org", "arxiv-vanity.com", "huggingface.co",
    }
)  # fmt: skip
_ARXIV_PATH: Final = re.compile(
    r"/(?:abs|pdf|html|format|ps|e-print|src|overview|papers?)/"
    r"(?P<id>(?:[a-z-]+(?:\.[A-Z]{2})?/)?[\d.]+(?:v\d+)?)(?:\.pdf)?/?\Z",
    re.ASCII,
)
# arXiv's own DOIs; a subject within an archive (math.GT) is no part of an old id.
_ARXIV_DOI: Final = re.compile(r"10\.48550/arxiv\.(?P<id>.+)\Z", re.IGNORECASE)
# Where publishers keep the page of a DOI; what stands before the number chooses a form of it.
_PUBLISHER: Final = re.compile(r"/(?:doi/(?:[a-z]+/)?|article/|chapter/)(?P<doi>10\.\d{4,9}/.+)")


def doi_of(url: str) -> str | None:
    """The DOI that `url` resolves, in lower case, or None."""
    parts = urlsplit(url)
    if _host(parts.hostname) not in DOI_HOSTS:
        return None
    candidate = unquote(parts.path).lstrip("/")
    return candidate.lower() if DOI.match(candidate) else None


def published_doi(url: str) -> str | None:
    """The DOI, in lower case, that stands in the address of a publisher's page, or None."""
    match = _PUBLISHER.match(unquote(urlsplit(url).path))
    return match["doi"].rstrip("/").lower() if match and DOI.match(match["doi"]) else None


def arxiv_of(url: str) -> str | None:
    """The arXiv id of the paper at `url`, without its version, or None."""
    if work := doi_of(url):
        return arxiv_of_doi(work)
    parts = urlsplit(url)
    host = _host(parts.hostname)
    if host not in _ARXIV_HOSTS and not host.endswith(".arxiv.org"):
        return None
    match = _ARXIV_PATH.match(unquote(parts.path))
    return without_version(match["id"]) if match and ARXIV.match(match["id"]) else None


def arxiv_of_doi(doi: str) -> str | None:
    """The arXiv id, without its version, that a DOI of arXiv's stands for, or None."""
    match = _ARXIV_DOI.match(doi)
    if match is None:
        return None
    archive, slash, number = match["id"].rpartition("/")
    paper = archive.partition(".")[0].lower() + slash + number.lower()
    return without_version(paper) if ARXIV.match(paper) else None


def without_version(arxiv: str) -> str:
    """An arXiv id without its version: `1502.05767v4` becomes `1502.05767`."""
    return re.sub(r"v\d+\Z", "", arxiv)


def arxiv_name(arxiv: str) -> str:
    """An arXiv id as the name of a paper: without its version, and without a subject."""
    archive, slash, number = without_version(arxiv).rpartition("/")
    return archive.partition(".")[0] + slash + number


def doi_address(doi: str) -> str:
    """The address that resolves a DOI."""
    return f"https://doi.org/{quote(doi, safe='/')}"


def arxiv_address(arxiv: str) -> str:
    """The address of an arXiv paper."""
    return f"https://arxiv.org/abs/{quote(arxiv, safe='/')}"


def _host(host: str | None) -> str:
    return (host or "").rstrip(".").removeprefix("www.").removeprefix("export.")
