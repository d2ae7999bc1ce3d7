"""Pages that are made from the catalog, as MkDocs wants to have them."""

from __future__ import annotations

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from topicsite.plugin import assets
from topicsite.render import GeneratedPage, Heading, headings
from topicsite.render.mathematics import STYLESHEETS, needs_stylesheets, render_mathematics


class FinishedPage(Page):
    """A page whose HTML is made from the catalog: no Markdown is read or rendered."""

    def __init__(self, generated: GeneratedPage, file: File, config: MkDocsConfig) -> None:
        """Attach the page to its file, which is how MkDocs finds it."""
        super().__init__(escape(generated.title), file, config)
        self.generated = generated

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the description from the catalog instead of from front matter."""
        self.markdown = ""
        boost = self.generated.search_boost
        self.meta = {"description": self.generated.description, "search": {"boost": boost}}
        self.edit_url = None

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Leave the content for later: MkDocs renders all pages before it writes the first."""
        self.content = ""

    def finish(self) -> None:
        """Make the content, shortly before it is written."""
        self.content = render_mathematics(self.generated.html())
        if needs_stylesheets(self.content):
            self.meta["stylesheets"] = [f"{assets.PLACE}/{name}" for name in STYLESHEETS]
        self.toc = contents(headings(self.content))

    def forget(self) -> None:
        """Let go of what has been written: a large site need not fit into memory."""
        self.content = ""
        self.toc = TableOfContents([])


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
