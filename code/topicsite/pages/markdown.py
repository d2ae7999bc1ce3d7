"""Written pages made into HTML, with the extensions that their owner has chosen."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import unquote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from topicsite.pages.settings import PagesError
from topicsite.pages.sources import relative
from topicsite.project.configuration import resolved

Find = Callable[[str], str | None]
"""Gives the address below the root of a file among the pages, or None."""
_ATTRIBUTES: Final = {"a": "href", "area": "href", "img": "src", "link": "href"}


class Renderer:
    """Renders written pages."""

    def __init__(self, extensions: Mapping[str, Mapping[str, Any]], find: Find) -> None:
        """Prepare the extensions.

        Args:
            extensions: their options, by their names.
            find: gives the address of a file that pages link to.

        Raises:
            PagesError: if one of them is not there.
        """
        try:
            options = {name: resolved(dict(given)) for name, given in extensions.items()}
            self._markdown = Markdown(extensions=[*options], extension_configs=options)
        except (ImportError, AttributeError, TypeError, ValueError, KeyError) as error:
            raise PagesError(f"markdown_extensions in mkdocs.yml: {error}") from None
        self._links = _Links(self._markdown, find)
        self._markdown.treeprocessors.register(self._links, "topicsite-links", 0)

    def render(self, text: str, path: str, address: str) -> tuple[str, list[str]]:
        """A page as HTML, and the links in it that name no file of the site.

        Args:
            text: what it says, without its front matter.
            path: its file below the folder of pages.
            address: where it lies below the root.
        """
        self._links.start(path, address)
        self._markdown.reset()
        return self._markdown.convert(text), self._links.lost


class _Links(Treeprocessor):
    """Gives links to files the addresses that these have on the site; those in HTML stay."""

    def __init__(self, markdown: Markdown, find: Find) -> None:
        super().__init__(markdown)
        self._find = find
        self.start("", "")

    def start(self, path: str, address: str) -> None:
        """Begin a page."""
        self._path, self._address = path, address
        self.lost: list[str] = []

    def run(self, root: Element) -> None:
        """Go through all elements."""
        for element in root.iter():
            name = _ATTRIBUTES.get(element.tag) if isinstance(element.tag, str) else None
            value = element.get(name) if name else None
            if name and value:
                element.set(name, self._there(value))

    def _there(self, value: str) -> str:
        if AMP_SUBSTITUTE in value:  # an address that is hidden from programs
            return value
        try:
            scheme, host, path, query, anchor = urlsplit(value)
        except ValueError:
            return value
        if scheme or host or not path or path.startswith(("/", "\\")):
            return value
        folder = posixpath.dirname(self._path)
        found = self._find(posixpath.normpath(posixpath.join(folder, unquote(path))))
        if found is None:
            self.lost.append(value)
            return value
        return urlunsplit(("", "", relative(found, self._address), query, anchor))
