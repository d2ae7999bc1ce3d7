"""Every page of a site with its finished content: examples, then written pages, then generated."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from topicsite.building import completing, look
from topicsite.building.completing import Published
from topicsite.building.former import FormerAddresses, WrittenPage
from topicsite.building.python import Python
from topicsite.building.python import problems as lacking
from topicsite.findings.diagnostics import did_you_mean
from topicsite.model.catalog import Entry
from topicsite.model.entries import Example
from topicsite.pages.markdown import Renderer
from topicsite.pages.settings import PagesError, Settings
from topicsite.pages.sources import Addresses, Sources
from topicsite.project import packages
from topicsite.project.configuration import front_matter
from topicsite.render import GeneratedPage, Needs, Site, example_page, generated_pages, with_terms
from topicsite.render.environment import template
from topicsite.render.headings import headings
from topicsite.render.mathematics import render_mathematics
from topicsite.render.question_pages import PlaceError

Tell = Callable[[int, str], None]
EXAMPLES: Final = "examples"


@dataclass
class Page:
    """A page.

    Attributes:
        name: what it is called; see `Site.page_address`.
        file: its file of Markdown, below the folder of pages.
        address: where it lies below the root.
        title: its title, as HTML without tags.
        html: its content.
        needs: what it loads besides what every page does.
        meta: what its author says of it in front matter.
        description: a sentence for search engines.
        searched: its own text, in which no marker is filled, if it has any.
        is_example: whether it is that of an example.
    """

    name: str
    file: str
    address: str
    title: str
    html: str
    needs: Needs
    meta: Mapping[str, Any] = field(default_factory=dict)
    description: str = ""
    searched: str | None = None
    is_example: bool = False


class Pages:
    """The pages of a site; every step rests on those before it."""

    def __init__(
        self, root: Path, settings: Settings, sources: Sources, site: Site, former: FormerAddresses
    ) -> None:
        """Find out which pages there are.

        Args:
            root: the project's folder.
            settings: what its owner has set.
            sources: the files of the folder of pages.
            site: the site, whose pages have no addresses yet.
            former: takes the old addresses of written pages.
        """
        self._root, self._settings, self._sources = root, settings, sources
        self._former = former
        self._texts = {
            name: (settings.identity.docs / path).read_text("utf-8", "replace")
            for name, path in sources.pages.items()
        }
        form = next((n for n, text in self._texts.items() if completing.has_form(text)), "")
        files = dict(sources.pages)
        generated = {page.name for page in generated_pages(site)} - set(files)
        files |= {name: f"{name}/index.md" for name in generated}
        self._check_places(site)
        files |= {f"{EXAMPLES}/{name}": f"{EXAMPLES}/{name}.md" for name in site.catalog.examples}
        self._names = {file: name for name, file in files.items()}
        # Written pages link to the program, which is what people see in the project.
        self._names |= {
            f"{EXAMPLES}/{one}.py": f"{EXAMPLES}/{one}" for one in site.catalog.examples
        }
        # A host may take an address in HTML for one from the page's file: both are the same then.
        self.files = {
            name: (f"{name}/index.md" if name else "index.md") if settings.in_folders else file
            for name, file in files.items()
        }
        address = Addresses(files, in_folders=settings.in_folders)
        self.site = replace(site, page_address=address, form=form)
        # They are bound to a site, and only now it knows where its pages lie.
        self._generated = [page for page in generated_pages(self.site) if page.name in generated]
        self.python: Python | None = None

    def _check_places(self, site: Site) -> None:
        problems = [
            f"{self._sources.folder.name}/{self._sources.pages[f'{EXAMPLES}/{name}']} would lie at "
            f"the address of the example {entry.path}; rename one of the two"
            for name, entry in site.catalog.examples.items()
            if f"{EXAMPLES}/{name}" in self._sources.pages
        ]
        if problems:
            raise PagesError("\n".join(problems))

    @property
    def to_be_generated(self) -> list[GeneratedPage]:
        """The pages that nobody wrote."""
        return self._generated

    @property
    def run_python(self) -> bool:
        """Whether a page can run code: that of an example, or one that says so itself."""
        return bool(self.site.catalog.examples) or any(
            front_matter(text)[0].get("python") is True for text in self._texts.values()
        )

    @property
    def packages(self) -> list[Path]:
        """The folders of the packages beside the examples, which these import."""
        return packages.beside(self._root / self._settings.places.examples)

    def examples(self, tell: Tell) -> list[Page]:
        """Run the examples, and make their pages.

        Raises:
            PagesError: naming each that cannot be run, or does not show what entries say of it.
        """
        entries = self.site.catalog.examples
        if not entries:
            return []
        files = {entry.path: self._root / entry.path for entry in entries.values()}
        if found := lacking(list(files.values()), self.packages, self._settings.python, self._root):
            raise PagesError("\n".join(found))
        try:
            # As heavy as Jupyter, and needed for examples only.
            from topicsite.building.found import FoundError, take
            from topicsite.proving.notebooks import execute_all
            from topicsite.render.notebook import NotebookError, read_executed
        except ModuleNotFoundError as error:
            raise PagesError(
                f"the examples of this site cannot be run: {error.name} is not installed; "
                "install `topicsite[examples]`"
            ) from None
        home = self._root / ".cache" / "examples"
        notebooks, failures = execute_all(home, self.packages, files, tell)
        if failures:
            raise PagesError("\n".join(failures))
        contents: dict[str, str] = {}
        for entry in entries.values():
            try:
                notebook = read_executed(notebooks[entry.path], entry.path, self.site.language)
                contents[entry.id] = take(notebook, entry, self.site)
            except (NotebookError, FoundError) as error:
                failures.append(str(error))
        if failures:
            raise PagesError("\n".join(failures))
        return [self._example(entry, contents[entry.id]) for entry in entries.values()]

    def written(self) -> list[Page]:
        """Make the written pages.

        Raises:
            PagesError: for everything that is wrong with them.
        """
        renderer = Renderer(
            look.markdown(self._settings.extensions, self.site.language), self._address_of
        )
        problems: list[str] = []
        made = [self._written(name, path, renderer, problems) for name, path in
                self._sources.pages.items()]  # fmt: skip
        if problems:
            raise PagesError("\n".join(problems))
        return made

    def generated(self) -> Iterator[Page]:
        """Make the pages that nobody wrote, one after the other."""
        for page in self._generated:
            yield self._finished(page)

    def _example(self, entry: Entry[Example], content: str) -> Page:
        name = f"{EXAMPLES}/{entry.id}"
        try:
            html = example_page(self.site, entry, content)
        except PlaceError as error:
            raise PagesError(str(error)) from None
        topic = self.site.catalog.topic_of_example.get(entry.id, "")
        styles = completing.stylesheets(html)
        page = self._completed(name, entry.path, "", html, topic, styles, runs=True)
        return replace(
            page, title=entry.model.title, description=entry.model.summary, is_example=True
        )

    def _written(self, name: str, path: str, renderer: Renderer, problems: list[str]) -> Page:
        shown = Path(os.path.relpath(self._settings.identity.docs / path, self._root)).as_posix()
        source = self._texts[name]
        meta, text = front_matter(source)
        html, lost = renderer.render(text, path, self.site.page_address(name))
        problems += [f"{shown}: the link `{link}` names no file of the site" for link in lost]
        title = str(meta.get("title") or _first_heading(html) or _named(name))
        address = self.site.page_address(name)
        asked = WrittenPage(shown, address, title, source)
        problems += map(str, self._former.add(meta, asked))
        topic = self._topic_of(name, meta, shown, problems)
        try:
            page = self._completed(
                name, shown, source, html, topic, [], runs=meta.get("python") is True,
                problems=problems,
            )  # fmt: skip
        except completing.UnreadableError as error:
            raise PagesError(str(error)) from None
        about = self.site.catalog.topics.get(name)
        description = str(meta.get("description") or (about.model.summary[:160] if about else ""))
        return replace(page, title=title, meta=meta, description=description)

    def _completed(
        self,
        name: str,
        path: str,
        source: str,
        html: str,
        topic: str,
        styles: list[str],
        *,
        runs: bool,
        problems: list[str] | None = None,
    ) -> Page:
        """A page whose markers are filled, and that says when it last changed."""
        address = self.site.page_address(name)
        done = completing.complete(
            html,
            address=address,
            path=path,
            source=source,
            topic=topic,
            site=self.site,
            published=Published(
                self._settings.identity.docs, self._sources.find, self._sources.known
            ),
        )
        if done.problems:
            if problems is None:
                raise PagesError("\n".join(done.problems))
            problems += done.problems
        sources = [path, *self._beside(name.partition("/")[0])]
        docs = self._settings.identity.docs
        sources += [os.path.relpath(docs / file, self._root) for file in done.measured]
        needs = completing.needs(done.html, styles, self._sources.find)
        page = Page(name, self.files[name], address, "", done.html, needs, searched=html)
        return self._dressed(page, sources if not styles else [path], runs=runs)

    def _finished(self, page: GeneratedPage) -> Page:
        address = self.site.page_address(page.name)
        html = page.html()
        if page.topic:
            html = with_terms(html, self.site, page.topic, address)
        html = render_mathematics(html)
        needs = completing.needs(html, [], self._sources.find)
        meta = {} if page.search_boost else {"search": {"exclude": True}}
        made = Page(page.name, self.files[page.name], address, page.title, html, needs, meta)
        return self._dressed(replace(made, description=page.description), page.sources, runs=False)

    def _dressed(self, page: Page, sources: list[str] | Any, *, runs: bool) -> Page:
        """The page with the size of its Python, and the day of its last change."""
        if runs and self.python is not None:
            size = self.python.needed_for(page.html)
            page.html = completing.with_size(page.html, size, self.site.language)
            page.needs = replace(page.needs, python=self.python.manifest, offline="sw.js")
        page.needs = replace(page.needs, feeds=self.site.feeds(page.name))
        changed = self.site.last_change(sources)
        if changed is not None:
            signed = template("updated", self.site.language).render(changed=changed, built="")
            page.html = f"{page.html}{signed}"
        return page

    def _address_of(self, path: str) -> str | None:
        """Where a file of the folder of pages lies on the site."""
        if path in self._names:
            return self.site.page_address(self._names[path])
        return path if self._sources.find(path) is not None else None

    def _beside(self, topic: str) -> list[str]:
        catalog = self.site.catalog
        if topic not in catalog.topics:
            return []
        return [
            catalog.topics[topic].path,
            *(entry.path for entry in catalog.shown_in(topic)),
        ]

    def _topic_of(self, name: str, meta: Mapping[str, Any], shown: str, problems: list[str]) -> str:
        """The topic whose terms are marked on a page: its own, or the one in its front matter."""
        topics = self.site.catalog.topics
        named = meta.get("glossary")
        if named is None:
            own = name.partition("/")[0]
            return own if own in topics else ""
        if str(named) not in topics:
            hint = did_you_mean(str(named), topics)
            problems.append(f"{shown}:1: `glossary` names no topic: there is no `{named}`{hint}")
            return ""
        return str(named)


def _first_heading(html: str) -> str:
    return next((one.title for one in headings(html) if one.level == 1), "")


def _named(name: str) -> str:
    stem = PurePosixPath(name).name.replace("-", " ").replace("_", " ")
    return stem.capitalize() if stem.lower() == stem else stem or "Home"
