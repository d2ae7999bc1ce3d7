"""The Markdown of a build's pages, and the list of it, beside the pages themselves."""

from __future__ import annotations

import html
import posixpath
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from topicsite.opendata import llms, twins
from topicsite.plugin.addresses import name_of
from topicsite.render import Site


class _Taken(NamedTuple):
    """A page that somebody wrote: its Markdown, title and description."""

    markdown: str
    title: str
    description: str


class Twins:
    """Knows the written pages of a build, and makes the files that stand beside all that have one.

    Topics and examples have a twin, and what somebody wrote; lists that are made from the catalog
    have none, as their data is in the twins of topics.
    """

    def __init__(self) -> None:
        self._written: dict[str, _Taken] = {}
        self._there: frozenset[str] = frozenset()

    def start(self, files: Files) -> None:
        """Forget the last build; what lies where a twin would goes first."""
        self._written = {}
        self._there = frozenset(file.dest_uri for file in files)

    def take(self, page: Page, files: Files) -> None:
        """Keep the Markdown of a page, with the addresses that its links have on the site."""
        if not page.file.src_uri.endswith(".md"):
            return

        def lead(address: str) -> str | None:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
                return None
            folder = posixpath.dirname(page.file.src_uri)
            target = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
            file = files.get_file_from_path(target)
            if file is None:
                return None
            return parts._replace(path=file.url_relative_to(page.file)).geturl()

        self._written[name_of(page.file)] = _Taken(
            twins.of_page(page.markdown or "", lead),
            html.unescape(str(page.title or "")),
            html.unescape(str(page.meta.get("description") or "")),
        )

    def place(self, page: Page, site: Site) -> str:
        """Where the twin of a page lies, below the root; empty if it has none."""
        name = name_of(page.file)
        folder, _, example = name.partition("/")
        catalog = site.catalog
        is_example = folder == "examples" and example in catalog.examples
        if name not in self._written and name not in catalog.topics and not is_example:
            return ""
        place = twins.place_of(site.page_address(name))
        return "" if place in self._there else place

    def files(self, site: Site, texts: Mapping[str, str]) -> dict[str, str]:
        """The twins and the list of them, by their places below the root.

        Args:
            site: the site.
            texts: what the examples say, by their paths.
        """
        catalog = site.catalog
        made = {
            name: taken.markdown
            for name, taken in self._written.items()
            if name not in catalog.topics
        }
        for topic in catalog.topics.values():
            taken = self._written.get(topic.id)
            made[topic.id] = twins.of_topic(site, topic, taken.markdown if taken else "")
        for example in catalog.examples.values():
            made[f"examples/{example.id}"] = twins.of_example(site, example, texts[example.path])
        others = [
            llms.Written(name, taken.title or name, taken.description)
            for name, taken in self._written.items()
            if name and name not in catalog.topics
        ]
        placed = {twins.place_of(site.page_address(name)): said for name, said in made.items()}
        placed[llms.PLACE] = llms.listed(site, others)
        return {place: said for place, said in placed.items() if place not in self._there}
