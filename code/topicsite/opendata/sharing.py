"""What a page says of itself to programs that show links: Open Graph, and Twitter's words for it.

See https://ogp.me. What is not known is left out; a page without an address of its own, on a site
that knows none, has neither address nor picture here.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from markupsafe import escape

from topicsite.language.locales import Language
from topicsite.opendata import pictures
from topicsite.opendata.places import root
from topicsite.render.environment import template
from topicsite.render.site import Site

_THERE: Final = re.compile(r"<meta\b[^>]*\bproperty\s*=\s*[\"']?og:", re.IGNORECASE)


class Shared(NamedTuple):
    """A page to be shared.

    Attributes:
        name: what it is called among pages.
        title: its title, as text.
        description: what it is about, as text; nothing if nobody says.
        address: where it lies for good; nothing if nobody knows.
    """

    name: str
    title: str
    description: str
    address: str


def is_there(page: str) -> bool:
    """Whether a finished page says all this already, as an owner's plugin or template does."""
    return _THERE.search(page) is not None


def tags(site: Site, page: Shared) -> str:
    """The elements for the head of a page."""
    place, said = pictures.of_page(site, page.name)
    return template("sharing").render(
        site_name=site.name,
        title=page.title or site.name,
        description=page.description or site.description,
        address=page.address,
        kind="article" if page.name else "website",
        locale=_locale(site.language),
        image=f"{root(site)}{place}" if place and page.address else "",
        size=pictures.SIZE,
        said=said,
    )


def alternate(address: str) -> str:
    """The element for the head of a page that lies at another address as Markdown.

    Material takes a link whose `rel` is `alternate`, letter by letter, for the page in another
    language, and asks for a sitemap beside it; with a space behind the word it is left alone.
    """
    return f'<link rel="alternate " type="text/markdown" href="{escape(address)}">\n'


def _locale(language: Language) -> str:
    """A language with its territory; nothing where the site names none."""
    territory = language.locale.territory
    return f"{language.locale.language}_{territory}" if territory else ""
