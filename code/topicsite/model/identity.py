"""One resource, many addresses: what makes two addresses name the same thing.

`https://youtu.be/X`, `https://www.youtube.com/watch?v=X&t=3` and the embedded player's address are
one video; a DOI is one work whichever resolver is written before it; versions of an arXiv paper are
one paper. Everything else is compared by its normalised address.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

YOUTUBE_HOSTS: Final = frozenset(
    {"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com", "youtu.be"}
)
YOUTUBE_ID: Final = re.compile(r"[A-Za-z0-9_-]{11}\Z")
PLAIN: Final = re.compile(
    r"https?://([a-z0-9.-]+)(?::[1-5]?\d{1,4})?(?:/[A-Za-z0-9/._~%?&=:,;!+()@#-]*)?\Z", re.ASCII
)
"""Most addresses, with their host: a shortcut past `checked_host`, which gives the same."""
DOI: Final = re.compile(r"10\.\d{4,9}/[^\s\"<>]+\Z")
ARXIV: Final = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\Z")

# Addresses that are in their normal spelling but for `www.` and the end of the path.
_NEARLY_NORMAL: Final = re.compile(
    r"https?://(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]+)((?:/[A-Za-z0-9._~-]+)*?)(?:/(?:index\.(?:html?|php))?)*\Z"
)
_SPECIAL_HOSTS: Final = YOUTUBE_HOSTS | {"doi.org", "dx.doi.org", "arxiv.org", "export.arxiv.org"}

# Query parameters that say where a reader came from or where a player starts, never what is shown.
TRACKING: Final = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid|si|ref|ref_src)\Z")


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
        AddressError: for whitespace or control characters, a scheme other than http and https,
            credentials, a host that is missing, private or local, or a bad port.
    """
    plain = PLAIN.match(url)
    host = plain[1] if plain else checked_host(url)
    if _is_private(host):
        raise AddressError(
            "url-private",
            f"`{host}` is a private or local host that readers cannot reach; "
            "write the public address",
        )
    return url


def checked_host(url: str) -> str:
    """The host of an address that breaks no rule, but for the one on private hosts.

    Raises:
        AddressError: as `check_address`.
    """
    if re.search(r"[\x00-\x20\x7f\\<>\"`{}|^]", url):
        raise AddressError(
            "url-syntax",
            "an address has no spaces, quotes, backslashes, brackets or braces; "
            "write them percent-encoded, such as %20 for a space",
        )
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise AddressError("url-syntax", f"not an address: {error}") from None
    if parts.scheme not in ("http", "https"):
        scheme = f"`{parts.scheme}:`" if parts.scheme else "no scheme"
        raise AddressError("url-scheme", f"the address has {scheme}; write a full https:// address")
    if parts.username is not None or parts.password is not None:
        raise AddressError(
            "url-credentials", "the address carries a user name or password; remove it"
        )
    if not host:
        raise AddressError("url-syntax", "the address has no host; write https://example.org/...")
    return host


@lru_cache(maxsize=2**16)
def _is_private(host: str) -> bool:
    """Whether `host` is an address or name that is not on the public internet."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        name = host.rstrip(".").lower()
        last = name.rpartition(".")[2]
        return (
            last in {"localhost", "local", "internal", "lan", "home", "test", "invalid", "onion"}
            or "." not in name
            # Numbers that some resolvers read as an IPv4 address: 127.1, 0x7f.0.0.1, 2130706433.
            or re.match(r"(?:0x[0-9a-f]*|\d+)\Z", last) is not None
        )
    return not address.is_global


def youtube_id(url: str) -> str | None:
    """The id of the YouTube video that `url` shows, or None."""
    if "youtu" not in url.lower():
        return None
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host not in YOUTUBE_HOSTS:
        return None
    segments = [segment for segment in parts.path.split("/") if segment]
    if host == "youtu.be":
        candidate = segments[0] if segments else ""
    elif segments and segments[0] in {"embed", "shorts", "live", "v"}:
        candidate = segments[1] if len(segments) > 1 else ""
    else:
        candidate = dict(parse_qsl(parts.query)).get("v", "")
    return candidate if YOUTUBE_ID.match(candidate) else None


def doi_of(url: str) -> str | None:
    """The DOI that `url` resolves, in lower case, or None."""
    parts = urlsplit(url)
    if parts.hostname not in {"doi.org", "dx.doi.org", "www.doi.org"}:
        return None
    candidate = unquote(parts.path).lstrip("/")
    return candidate.lower() if DOI.match(candidate) else None


def arxiv_of(url: str) -> str | None:
    """The arXiv id in `url`, without its version, or None."""
    parts = urlsplit(url)
    if (parts.hostname or "").removeprefix("www.").removeprefix("export.") != "arxiv.org":
        return None
    match = re.match(r"/(?:abs|pdf|html|format)/(.+?)(?:\.pdf)?/?\Z", parts.path)
    return without_version(match[1]) if match and ARXIV.match(match[1]) else None


def without_version(arxiv: str) -> str:
    """An arXiv id without its version: `1502.05767v4` becomes `1502.05767`."""
    return re.sub(r"v\d+\Z", "", arxiv)


def doi_address(doi: str) -> str:
    """The address that resolves a DOI."""
    return f"https://doi.org/{quote(doi, safe='/')}"


def arxiv_address(arxiv: str) -> str:
    """The address of an arXiv paper."""
    return f"https://arxiv.org/abs/{quote(arxiv, safe='/')}"


def normalised(url: str) -> str:
    """`url` in one spelling: no scheme, `www.`, tracking, default port, index page or last slash.

    The fragment stays: on some sites it is the only thing that tells two chapters apart.
    """
    parts: SplitResult = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    port = parts.port
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._")
    path = re.sub(r"(?:/(?:index\.(?:html?|php))?)+\Z", "", path)
    query = ""
    if parts.query:
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        query = urlencode(sorted(pair for pair in pairs if not TRACKING.match(pair[0])))
    return (
        host
        + path
        + (f"?{query}" if query else "")
        + (f"#{parts.fragment}" if parts.fragment else "")
    )


def tidy(url: str) -> str:
    """The address as an entry writes it: a video's own page, and nothing that tracks a reader."""
    if video := youtube_id(url):
        return f"https://www.youtube.com/watch?v={video}"
    bare, mark, fragment = url.partition("#")
    address, question, query = bare.partition("?")
    kept = [pair for pair in query.split("&") if not TRACKING.match(pair.partition("=")[0])]
    return address + (question + "&".join(kept) if kept != [""] and kept else "") + mark + fragment


def identities(urls: list[str], doi: str | None, arxiv: str | None) -> dict[str, str]:
    """Every canonical name of a resource, mapped to what it was read from (for messages).

    The keys look like `youtube:Ilg3gGewQ5U`, `doi:10.1038/323533a0`, `arxiv:1502.05767` or
    `url:example.org/page`. Two entries that share a key are one resource.
    """
    names: dict[str, str] = {}
    for url in urls:
        match = _NEARLY_NORMAL.match(url)
        if match and match[1] not in _SPECIAL_HOSTS:
            name = f"url:{match[1]}{match[2]}"
        elif video := youtube_id(url):
            name = f"youtube:{video}"
        elif work := doi_of(url):
            name = f"doi:{work}"
        elif paper := arxiv_of(url):
            name = f"arxiv:{paper}"
        else:
            name = f"url:{normalised(url)}"
        names.setdefault(name, url)
    if doi:
        names.setdefault(f"doi:{doi.lower()}", doi)
    if arxiv:
        names.setdefault(f"arxiv:{without_version(arxiv)}", arxiv)
    return names
