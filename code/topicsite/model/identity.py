"""One resource, many addresses: what makes two addresses name the same thing.

A video, a playlist, a DOI and an arXiv paper are known by their own names (see `videos` and
`papers`); everything else is compared by its normalised address.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

from topicsite.model.characters import named, unneeded
from topicsite.model.hosts import HostError, final_host, is_public
from topicsite.model.papers import (
    ARXIV,
    DOI,
    arxiv_address,
    arxiv_name,
    arxiv_of,
    arxiv_of_doi,
    doi_address,
    doi_of,
    published_doi,
    without_version,
)
from topicsite.model.videos import (
    YOUTUBE_HOSTS,
    YOUTUBE_ID,
    youtube_id,
    youtube_page,
    youtube_playlist,
)

__all__ = [
    "ARXIV", "DOI", "YOUTUBE_HOSTS", "YOUTUBE_ID", "AddressError", "arxiv_address", "arxiv_of",
    "check_address", "doi_address", "doi_of", "identities", "normalised", "tidy",
    "without_version", "youtube_id", "youtube_page", "youtube_playlist",
]  # fmt: skip

PLAIN: Final = re.compile(
    r"https?://((?:(?!xn--)[a-z0-9_-]{1,63}\.){1,3}[a-z]{2,20})"
    r"(?::[1-5]?\d{1,4})?(?:/[A-Za-z0-9/._~%?&=:,;!+()@#-]*)?\Z",
    re.ASCII,
)
"""Most addresses, with their host: a shortcut past `checked_host`, which gives the same."""

# Addresses that are in their normal spelling but for `www.` and the end of the path.
_NEARLY_NORMAL: Final = re.compile(
    r"https?://(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]+)((?:/[A-Za-z0-9._~-]+)*?)(?:/(?:index\.(?:html?|php))?)*\Z"
)
_SPECIAL: Final = re.compile(r"youtu\.?be|doi\.org|handle\.net|[5x]iv|lanl\.gov|huggingface|xn--")
"""What stands in a host whose addresses may have a name of another kind, or another spelling."""

# Query parameters that say where a reader came from or where a player starts, never what is shown.
TRACKING: Final = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid|si|ref|ref_src)\Z")

_NO_ADDRESS: Final = re.compile(r"[\\<>\"`{}|^]")
_SAFE: Final = "/:@!$&'()*+,;=~-._"


class AddressError(ValueError):
    """An address no entry may have.

    Attributes:
        rule: the code of the rule that is broken.
    """

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


def check_address(url: str) -> str:
    """Return `url` if an entry may link to it.

    Raises:
        AddressError: for spaces of any kind and characters that cannot be seen, a scheme other than
            http and https in small letters, credentials, a host that is missing, none, private or
            local, or a bad port.
    """
    plain = PLAIN.match(url)
    host = plain[1] if plain else checked_host(url)
    if not is_public(host):
        seen = "" if host in url.lower() else ", as browsers read it,"
        raise AddressError(
            "url-private",
            f"`{host}`{seen} is a private or local host that readers cannot reach; "
            "write the public address",
        )
    return url


def checked_host(url: str) -> str:
    """The host, as browsers see it, of an address that breaks no rule but the one on private hosts.

    Raises:
        AddressError: as `check_address`.
    """
    _check_characters(url)
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise AddressError("url-syntax", f"not an address: {error}") from None
    if parts.scheme not in ("http", "https"):
        scheme = f"`{parts.scheme}:`" if parts.scheme else "no scheme"
        raise AddressError("url-scheme", f"the address has {scheme}; write a full https:// address")
    if not url.startswith(parts.scheme):
        capital = f"`{url[: len(parts.scheme)]}:`"
        if parts.scheme == "http":
            message = f"the address is {capital}; write https, or http in small letters and why"
            raise AddressError("insecure-url", message)
        raise AddressError("url-scheme", f"write `https:` in small letters, not {capital}")
    if parts.username is not None or parts.password is not None:
        raise AddressError(
            "url-credentials", "the address carries a user name or password; remove it"
        )
    if not parts.hostname:
        raise AddressError("url-syntax", "the address has no host; write https://example.org/...")
    try:
        return final_host(_written_host(parts))
    except HostError as error:
        raise AddressError("url-syntax", f"not an address: {error}") from None


def _check_characters(url: str) -> None:
    if found := _NO_ADDRESS.search(url):
        message = f"no address has `{found[0]}`; write it as {quote(found[0])}, or remove it"
        raise AddressError("url-syntax", message)
    hidden = next(unneeded(url), None)
    space = re.search(r"\s", url)
    if hidden is not None or space:
        character = url[hidden] if hidden is not None else space[0] if space else ""
        what = "a space" if character == " " else named(character)
        message = f"there is {what} in the address; write it as {quote(character)}, or remove it"
        raise AddressError("url-syntax", message)


def _written_host(parts: SplitResult) -> str:
    """The host as it stands in the address, with the brackets of an IPv6 address."""
    place = parts.netloc.rpartition("@")[2]
    if place.startswith("["):
        return place[: place.rfind("]") + 1]
    return place.partition(":")[0]


def normalised(url: str) -> str:
    """`url` in one spelling: no scheme, `www.`, tracking, default port, index page or last slash.

    The fragment stays: on some sites it is the only thing that tells two chapters apart. The host
    is the one that browsers ask for, so that a name in its own letters and encoded are one.
    """
    parts: SplitResult = urlsplit(url)
    try:
        host = final_host(_written_host(parts))
    except HostError:
        host = parts.hostname or ""
    host = host.removeprefix("www.")
    if parts.port not in (None, 80, 443):
        host = f"{host}:{parts.port}"
    path = quote(unquote_to_bytes(parts.path), safe=_SAFE)
    path = re.sub(r"(?:/(?:index\.(?:html?|php))?)+\Z", "", path)
    query = ""
    if parts.query:
        pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
        kept = sorted(pair for pair in pairs if not TRACKING.match(pair[0]))
        query = urlencode(kept, errors="surrogateescape")
    # What follows `:~:` is a stretch that a browser highlights.
    fragment = quote(unquote_to_bytes(parts.fragment.partition(":~:")[0]), safe=_SAFE + "?")
    return host + path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def tidy(url: str) -> str:
    """The address as an entry writes it: a video's own page, and nothing that tracks a reader."""
    if page := youtube_page(url):
        return page
    bare, mark, fragment = url.partition("#")
    address, question, query = bare.partition("?")
    kept = [pair for pair in query.split("&") if not TRACKING.match(pair.partition("=")[0])]
    return address + (question + "&".join(kept) if kept != [""] and kept else "") + mark + fragment


def identities(urls: list[str], doi: str | None, arxiv: str | None) -> dict[str, str]:
    """Every canonical name of a resource, mapped to what it was read from (for messages).

    The keys look like `youtube:Ilg3gGewQ5U`, `playlist:PLZHQObOWTQDNU6R1_67000Dx_ZCJB-3pi`,
    `doi:10.1038/323533a0`, `arxiv:1502.05767` or `url:example.org/page`. Two entries that share a
    key are one resource.
    """
    names: dict[str, str] = {}
    for url in urls:
        match = _NEARLY_NORMAL.match(url)
        is_plain = match and "/10." not in url and not _is_special(match[1])
        for name in [f"url:{match[1]}{match[2]}"] if match and is_plain else _names(url):
            names.setdefault(name, url)
    if doi:
        names.setdefault(_work(doi), doi)
    if arxiv:
        names.setdefault(f"arxiv:{arxiv_name(arxiv)}", arxiv)
    return names


@lru_cache(maxsize=2**14)
def _is_special(host: str) -> bool:
    return _SPECIAL.search(host) is not None


def _names(url: str) -> list[str]:
    if video := youtube_id(url):
        return [f"youtube:{video}"]
    if playlist := youtube_playlist(url):
        return [f"playlist:{playlist}"]
    if paper := arxiv_of(url):
        return [f"arxiv:{arxiv_name(paper)}"]
    if work := doi_of(url):
        return [_work(work)]
    page = f"url:{normalised(url)}"
    work = published_doi(url)
    return [page, _work(work)] if work else [page]


def _work(doi: str) -> str:
    paper = arxiv_of_doi(doi)
    return f"arxiv:{paper}" if paper else f"doi:{doi.lower()}"
