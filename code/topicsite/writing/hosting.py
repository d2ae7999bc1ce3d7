"""Where a new project will be published and edited, as far as its repository tells."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from topicsite.model import identity
from topicsite.project.editing import edit_base

_BASE = re.compile(r"https://(?P<host>[^/]+)/(?P<path>.+?)/(?P<edit>(?:-/)?_?edit/.*)\Z")


class Hosting(NamedTuple):
    """What a host makes of a repository.

    Attributes:
        repository: the repository's address.
        edit: the way from there to the folder of pages, where they can be edited.
        site: where the host publishes the repository's site.
    """

    repository: str
    edit: str
    site: str


def hosting_of(folder: Path) -> Hosting | None:
    """What the remote `origin` of a folder's repository tells, or None.

    Args:
        folder: the project's folder; it need not exist yet.
    """
    there = next((place for place in (folder, *folder.parents) if place.is_dir()), None)
    base = edit_base(there, {}) if there is not None else None
    match = _BASE.match(base or "")
    if there is None or match is None:
        return None
    below = folder.relative_to(there).as_posix()
    way = match["edit"] + (f"{below}/" if below != "." else "") + "docs/"
    site = site_of(base or "")
    return Hosting(f"https://{match['host']}/{match['path']}", way, site) if site else None


def site_of(base: str) -> str:
    """Where GitHub, GitLab and Codeberg publish a repository, or nothing for other hosts.

    Args:
        base: the address before a file's path that opens it for editing there.
    """
    match = _BASE.match(base)
    if match is None:
        return ""
    owner, _, name = match["path"].partition("/")
    domains = {
        "github.com": "github.io",
        "gitlab.com": "gitlab.io",
        "codeberg.org": "codeberg.page",
    }
    domain = domains.get(match["host"])
    if not domain or not re.fullmatch(r"[\w-]+", owner, re.ASCII) or not name:
        return ""
    own = f"{owner.lower()}.{domain}"
    return f"https://{own}/" if name.lower() in (own, "pages") else f"https://{own}/{name}/"


def checked_site(address: str) -> str:
    """A site's address, which ends in a slash.

    Raises:
        ValueError: for what is none; says what to write instead.
    """
    identity.checked_host(address)
    parts = urlsplit(address)
    if parts.query or parts.fragment:
        raise ValueError("the address of a site has no `?` and no `#`; leave that part out")
    return address if address.endswith("/") else f"{address}/"
