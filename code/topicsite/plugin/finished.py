"""Pages that are made from the catalog, as MkDocs wants to have them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from pathlib import Path

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from topicsite.plugin.addresses import name_of
from topicsite.render import (
    GeneratedPage,
    Heading,
    Site,
    generated_pages,
    headings,
    listed,
    with_terms,
)
from topicsite.render.mathematics import render_mathematics


class _GeneratedFile(File):
    """The file of a page; it names what that is made from above all, for who asks its history."""

    def is_modified(self) -> bool:
        """Always: it is made from more than the file that it names."""
        return True


class FinishedPages:
    """The pages of a build whose HTML is made from the catalog: no Markdown is read or rendered.

    MkDocs, or another plugin that builds menus, makes their `Page`; this gives it its content.
    """

    def __init__(self) -> None:
        self._by_file: dict[str, GeneratedPage] = {}

    def add(
        self,
        files: Files,
        shown: Iterable[File],
        config: MkDocsConfig,
        site: Site,
        root: Path,
        in_menu: Set[str],
    ) -> None:
        """Add the files of all generated pages that nobody wrote.

        Args:
            files: all files of the site.
            shown: those of its pages.
            config: the build's configuration.
            site: what the pages are made from.
            root: the folder of the project.
            in_menu: the names of the pages that MkDocs may put into a menu.
        """
        written = {name_of(file) for file in shown}
        self._site = site
        self._by_file = {}
        for page in generated_pages(site):
            if page.name in written:
                continue
            file = _GeneratedFile.generated(
                config,
                f"{page.name}/index.md",
                abs_src_path=str(root / page.sources[0]),
                inclusion=InclusionLevel.INCLUDED
                if page.name in in_menu
                else InclusionLevel.NOT_IN_NAV,
            )
            if (hidden := files.get_file_from_path(file.src_uri)) is not None:
                files.remove(hidden)  # written, but not to be published
            files.append(file)
            self._by_file[file.src_uri] = page

    def give_way(self, files: Files, shown: Iterable[File]) -> None:
        """Leave out what others have added meanwhile, such as notebooks: it is somebody's own."""
        others = [file for file in shown if not isinstance(file, _GeneratedFile)]
        written = {name_of(file) for file in others}
        for uri, page in list(self._by_file.items()):
            file = files.get_file_from_path(uri)
            if isinstance(file, _GeneratedFile) and page.name not in written:
                continue
            del self._by_file[uri]
            if isinstance(file, _GeneratedFile):
                files.remove(file)

    def flatten(self, nav: Navigation) -> None:
        """Put a topic into the menu itself that would be alone in a section of its name there."""
        for index, item in enumerate(nav.items):
            if isinstance(item, Section) and len(item.children) == 1:
                (only,) = item.children
                if isinstance(only, Page) and only in self:
                    only.parent = None
                    nav.items[index] = only

    def sources(self, page: Page) -> Sequence[str]:
        """The files, relative to the project, that a page of these is made from."""
        return self._by_file[page.file.src_uri].sources

    def __contains__(self, page: Page) -> bool:
        """Whether a page is one of these."""
        return page.file.src_uri in self._by_file

    def name(self, page: Page) -> None:
        """Give a page of these its title, unless the menu has one for it."""
        if page.title is None:
            page.title = escape(self._by_file[page.file.src_uri].title)

    def prepare(self, page: Page) -> None:
        """Let a page of these do without Markdown."""
        generated = self._by_file[page.file.src_uri]

        def read_source(config: MkDocsConfig) -> None:
            page.markdown = ""
            page.meta = {
                "title": escape(generated.title),
                "description": generated.description,
                "search": {"boost": generated.search_boost}
                if generated.search_boost
                else {"exclude": True},
            }
            page.edit_url = generated.edit_url or None

        def render(config: MkDocsConfig, files: Files) -> None:
            # MkDocs renders all pages before it writes the first.
            page.content = ""

        self.name(page)
        page.read_source = read_source  # type: ignore[method-assign]
        page.render = render  # type: ignore[method-assign]

    def finish(self, page: Page) -> None:
        """Make the content of a page of these, shortly before it is written."""
        generated = self._by_file[page.file.src_uri]
        html = generated.html()
        if generated.topic:
            html = with_terms(html, self._site, generated.topic, page.url)
        page.content = render_mathematics(html)
        page.toc = contents(listed(headings(page.content), self._site.catalog.resources))

    def forget(self, page: Page) -> None:
        """Let go of what has been written: a large site need not fit into memory."""
        page.content = ""
        page.toc = TableOfContents([])


def contents(found: list[Heading]) -> TableOfContents:
    """Nest headings by level: each stands below the last one of a lower level before it."""
    roots: list[AnchorLink] = []
    open_links: list[AnchorLink] = []
    for heading in found:
        link = AnchorLink(heading.title, heading.id, heading.level)
        while open_links and open_links[-1].level >= heading.level:
            open_links.pop()
        (open_links[-1].children if open_links else roots).append(link)
        open_links.append(link)
    return TableOfContents(roots)
