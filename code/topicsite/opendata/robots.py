"""What programs that read the web may do here, and where all pages are listed (RFC 9309)."""

from __future__ import annotations

from urllib.parse import urlsplit

from topicsite.opendata.places import root
from topicsite.render.site import Site


def files(site: Site) -> dict[str, bytes]:
    """The file `robots.txt`; none where nobody would look for it, which is below a host's root."""
    if not site.base or urlsplit(site.base).path.strip("/"):
        return {}
    lines = ["User-agent: *", "Allow: /", f"Sitemap: {root(site)}sitemap.xml"]
    return {"robots.txt": "".join(f"{line}\n" for line in lines).encode()}
