"""The hooks of MkDocs: thin, each calls plain functions of the core."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import TemplateContext

from topicsite import opendata
from topicsite.building import completing, python
from topicsite.building.data import data_of
from topicsite.building.former import FormerAddresses, WrittenPage
from topicsite.findings import reporters
from topicsite.findings.diagnostics import did_you_mean
from topicsite.language.locales import Language
from topicsite.model.catalog import Entry
from topicsite.model.entries import Example
from topicsite.plugin import (
    addresses,
    appearance,
    assets,
    examples,
    linked,
    publishing,
    searching,
    templates,
    twins,
    watching,
    written,
)
from topicsite.plugin.finished import FinishedPages, contents
from topicsite.plugin.loading import Loading
from topicsite.plugin.menu import Menu
from topicsite.plugin.options import TopicsiteConfig
from topicsite.plugin.speech import Speech
from topicsite.plugin.telling import Pages
from topicsite.project import packages
from topicsite.render import (
    Needs,
    catalogue,
    definitions,
    example_page,
    feed,
    headings,
    listed,
    plan,
    steps,
    with_head,
)
from topicsite.render.question_pages import PlaceError
from topicsite.render.terms import place_of

log = logging.getLogger("mkdocs.plugins.topicsite")


class TopicsitePlugin(BasePlugin[TopicsiteConfig]):  # type: ignore[no-untyped-call]  # as above
    """Reads the catalog, then adds generated pages and fills the markers in written ones.

    A build runs through the hooks in the order in which they stand here.
    """

    def __init__(self) -> None:
        self.command: Literal["build", "gh-deploy", "serve"] | None = None
        self.building: publishing.Build | None = None
        self.pages = Pages()
        self.complete = False
        self.addresses = addresses.PageAddresses()
        self.loading = Loading(self.addresses)
        self.speech = Speech()
        self.finished = FinishedPages()
        self.former = FormerAddresses()
        self.heads = templates.Heads()
        self.searching = searching.Searching()
        self.twins = twins.Twins()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember what was asked for."""
        self.command = command

    @property
    def is_preview(self) -> bool:
        """Whether the site is only looked at while it is written."""
        return self.command == "serve"

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check the catalog; send the build to a folder beside the site."""
        self.root = Path(config.config_file_path or "mkdocs.yml").absolute().parent
        self.needs: dict[str, Needs] = {}
        self.measured: dict[str, list[str]] = {}
        self.problems: list[str] = []
        self.searching.start(config)
        self.site, self.loaded = self.loading.read(
            self.root,
            config,
            self.config,
            self._language(config),
            published=[*publishing.sources(config), *self._packages()],
            is_preview=self.is_preview,
        )
        self.jupyter = None
        if self.site.catalog.examples:
            self._check_imports()
            sources = [self.root / entry.path for entry in self.site.catalog.examples.values()]
            cache = self.root / ".cache" / "examples"
            self.jupyter = examples.prepare(config, cache, self._packages(), sources)
        self.menu = Menu(config, self.site)
        theme = assets.PACKAGE / "plugin" / "theme"
        appearance.apply(
            config, theme, assets.PLACE, self.site.language, is_large=self.menu.is_large
        )
        # A plugin that builds a site in several languages builds several times, into one folder.
        if self.building is None:
            self.building = publishing.stage(config, self.command)
        return config

    @event_priority(100)
    def _add_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generator's assets, the examples and the generated pages."""
        # A plugin that builds a site in several languages has chosen one by now.
        self.site = replace(self.site, language=self._language(config))
        for file in assets.asset_files(config, self.site.language, self.site.catalog.site):
            # A project that keeps the schemas for its editors has them among its pages already.
            if files.get_file_from_path(file.src_uri) is None:
                files.append(file)
        if feed.is_there(self.site):
            ledger = self.root / self.config.verdicts
            files.append(assets.made_from(ledger, config, feed.PLACE, feed.feed(self.site)))
        self.site = replace(self.site, form=written.form_page(self._shown(files)))
        examples.add_files(files, self.site.catalog.examples.values(), self.root, config)
        self.finished.add(files, self._shown(files), config, self.site, self.root, self.menu.named)
        return files

    # After every other plugin: what they add is an owner's own, and goes first.
    @event_priority(-100)
    def _settle_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Leave out generated pages that somebody wrote; then every page has its address."""
        self.finished.give_way(files, self._shown(files))
        shown = self._shown(files)
        examples.leave_their_places(shown, self.site, config)
        self.addresses.settle(shown, config)
        settings = Path(config.config_file_path)
        if self.site.progress:
            place = f"{assets.PLACE}/{steps.PLACE}"
            files.append(assets.made_from(settings, config, place, steps.all_paths(self.site)))
        if self.site.plan:
            place = f"{assets.PLACE}/{plan.FILE}"
            files.append(assets.made_from(settings, config, place, plan.graph(self.site)))
        for topic, entry in self.site.catalog.glossaries.items():
            made = definitions(entry, self.site)
            files.append(assets.made_from(self.root / entry.path, config, place_of(topic), made))
        files.append(assets.made_from(settings, config, assets.LIST, assets.listed(files)))
        self.former.start(self.site, self.loaded)
        self.twins.start(files)
        # Examples are run first: other pages show what they found.
        return Files(sorted(files, key=lambda file: not file.src_uri.startswith("examples/")))

    on_files = CombinedEvent(_add_files, _settle_files)

    # After every other plugin, which may build menus of its own.
    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give generated pages their titles, and run the examples."""
        shown = [file.page for file in self._shown(files) if file.page is not None]
        for page in shown:
            if page in self.finished:
                self.finished.name(page)
        self.finished.flatten(nav)
        self.menu.arrange(nav, shown, self.site)
        if self.jupyter is not None:
            of_pages = ((examples.of_page(page, self.site), page) for page in shown)
            runs = {entry.path: page for entry, page in of_pages if entry is not None}
            examples.run(self.jupyter, runs, config, files)
        return nav

    @event_priority(100)
    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Let a generated page do without Markdown, and mkdocs-jupyter make that of an example."""
        if page in self.finished:
            self.finished.prepare(page)
        elif self.jupyter is not None and examples.of_page(page, self.site) is not None:
            self.jupyter.on_pre_page(page, config=config, files=files)
        return page

    # After every other plugin: what it adds to a page is part of what is looked through here.
    @event_priority(-50)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Fill markers, set formulas, and derive the table of contents from the result."""
        if page in self.finished:
            return html
        path = self._path_of(page.file, config)
        example = examples.of_page(page, self.site)
        stylesheets: list[str] = []
        if example is not None:
            html = examples.read(html, example, self.site)
            try:
                html = example_page(self.site, example, html)
            except PlaceError as error:
                raise PluginError(str(error)) from None
            page.title = page.meta["title"] = escape(example.model.title)
            page.meta["description"] = example.model.summary
            page.edit_url = None
            stylesheets += completing.stylesheets(html)
            self.searching.add(page, html, of_example=True)
        else:
            written_page = WrittenPage(path, page.url, str(page.title), page.file.content_string)
            self.problems += map(str, self.former.add(page.meta, written_page))
            self.searching.add(page, html)
            self.twins.take(page, files)
        topic = self._topic_of(page, example)
        try:
            done = completing.complete(
                html,
                address=page.url,
                path=path,
                source=page.file.content_string if example is None else "",
                topic=topic,
                site=self.site,
                published=written.published(files, config),
            )
        except completing.UnreadableError as error:
            raise PluginError(str(error)) from None
        self.problems += done.problems
        self.measured[page.file.src_uri] = done.measured
        self.needs[page.file.src_uri] = completing.needs(
            done.html, stylesheets, files.get_file_from_path
        )
        if not done.has_own_contents:
            page.toc = contents(listed(headings(done.html), self.site.catalog.resources))
        # MkDocs knows the anchors of the Markdown alone; `linked` follows all links in the end.
        page.links_to_anchors = None
        return done.html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Add Python for the pages that run it; all pages have been read, and none is written.

        Let our templates of the theme say what they do in the language of the site.
        Leave out the lines that hold nothing but template syntax: a quarter of the theme's.

        Raises:
            PluginError: for everything that was found wrong with pages.
        """
        if self.problems:
            raise PluginError("\n".join(self.problems))
        templates.check(env, config)
        self.menu.settle()
        self.files = files
        self.python = None
        pages = [file.page for file in self._shown(files) if file.page is not None]
        # The sitemap comes before the first page.
        self.sitemap = templates.Sitemap(
            (page, self.site.last_change(self._sources(page, config))) for page in pages
        )
        if self.config.python.runs and any(map(self._runs_python, pages)):
            self.python = assets.add_python(
                config,
                files,
                self.root / ".cache" / "runtime",
                self._packages(),
                added=self.config.python.packages,
                is_preview=self.is_preview,
            )
        env.trim_blocks = env.lstrip_blocks = True
        env.globals["topicsite"] = self.site.language
        self.pages.begin(len(pages))
        return env

    # Before every other plugin: the search index takes the page's content from here.
    @event_priority(100)
    def _finish(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Make the content of a generated page, and the menu of any."""
        if page in self.finished:
            self.finished.finish(page)
            self.needs[page.file.src_uri] = completing.needs(
                page.content or "", [], self.files.get_file_from_path
            )
        else:
            written.introduce(page, self.site, self._path_of(page.file, config))
        context["nav"] = self.menu.around(page, nav)
        # The theme writes it between quotes as it is.
        page.meta["description"] = escape(page.meta.get("description", ""))
        return context

    # After every other plugin: it is no part of what one searches for.
    @event_priority(-100)
    def _sign(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Say when what a page shows last changed."""
        changed = self.site.last_change(self._sources(page, config))
        templates.sign(page, changed, self.site.language)
        return context

    on_page_context = CombinedEvent(_finish, _sign)

    # Before every other plugin, such as one that minifies.
    @event_priority(100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Bring in what the page's elements need; forget a generated page, which is written now."""
        feeds = self.site.feeds(addresses.name_of(page.file))
        needs = replace(self.needs.get(page.file.src_uri, Needs()), feeds=feeds)
        if self.python is not None and self._runs_python(page):
            needs = replace(needs, python=self.python.manifest, offline=self._worker)
            size = self.python.needed_for(page.content or "")
            output = completing.with_size(output, size, self.site.language)
        self.pages.written(page.url)
        output = self.heads.complete(output, page, needs, self.site.language)
        twin = self.twins.place(page, self.site)
        output = templates.shared(output, page, addresses.name_of(page.file), twin, self.site)
        record = opendata.in_head(self.site, addresses.name_of(page.file))
        if record:
            output = with_head(output, record) or output
        output = self.searching.shown(
            output, self.site, partial(normalize_url, page=page), self._worker
        )
        if page in self.finished:
            self.finished.forget(page)
        elif self.jupyter is not None and examples.of_page(page, self.site) is not None:
            self.jupyter.on_post_page(output, page=page, config=config)
        return output

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Let the page of errors be searched from too, and name its search."""
        if template_name == "404.html":
            base = urlsplit(config.site_url or "/").path
            to = partial(normalize_url, base=base)
            output = self.searching.shown(output, self.site, to, self._worker)
        if template_name == "sitemap.xml":
            return self.sitemap.without_build_days(output)
        return templates.labelled(output, self.site.language)

    # Last of all plugins: what they write belongs to the site that is swapped in.
    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put redirects where there is room, follow all links, note that everything was written."""
        self.pages.end()
        self.searching.write(Path(config.site_dir), self.site, config)
        if self.site.catalogue:
            folder = Path(config.site_dir, catalogue.FOLDER)
            assets.write_data(folder, catalogue.catalogue_files(self.site))
        made = data_of(self.site, self.root, self._packages())
        # What an owner has at such a place goes first.
        ours = {name: made[name] for name in made if not self.files.get_file_from_path(name)}
        assets.write_data(Path(config.site_dir), ours)
        assets.write_data(Path(config.site_dir), self.twins.files(self.site, self.loaded.texts))
        if self.jupyter is not None:
            self.jupyter.on_post_build(config=config)
        if found := self.former.write(Path(config.site_dir)):
            raise PluginError(f"old addresses are taken:\n{reporters.concise(found)}")
        origins = {file.dest_uri: self._path_of(file, config) for file in self._shown(self.files)}
        for sentence in linked.check(config, self.files, origins):
            log.warning("%s", sentence)
        if not config.site_url:
            # A build with --strict fails for a warning, and a site may not be published yet.
            level = logging.INFO if config.strict else logging.WARNING
            log.log(level, "%s", addresses.where(config, self.site.edit_base or ""))
        self.complete = True

    def on_build_error(self, *, error: Exception) -> None:
        """Note that the last good site stays; in strict mode a warning ends the build here."""
        self.pages.end()
        self.complete = False
        publishing.explain(error)

    def on_shutdown(self) -> None:
        """Swap the finished site in, or leave no trace of the attempt."""
        self.pages.end()
        if self.building is not None:
            publishing.finish(self.building, complete=self.complete)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        """Rebuild when an entry, an example or the code changes."""
        ledgers = (self.config.ledger, self.config.verdicts)
        places = (
            *(self.config.resources, self.config.examples, self.config.messages, "code"),
            *ledgers,
        )
        watching.watch(server, (self.root / place for place in places))
        return server

    def _topic_of(self, page: Page, example: Entry[Example] | None) -> str:
        """The topic whose terms are marked on a page: its own, or the one in its front matter."""
        catalog = self.site.catalog
        if example is not None:
            return catalog.topic_of_example.get(example.id, "")
        named = page.meta.get("glossary")
        if named is None:
            named = addresses.name_of(page.file).partition("/")[0]
            return named if named in catalog.topics else ""
        if str(named) not in catalog.topics:
            hint = did_you_mean(str(named), catalog.topics)
            message = f"`glossary` names no topic: there is no `{named}`{hint}"
            self.problems.append(f"{page.file.src_uri}:1: {message}")
            return ""
        return str(named)

    def _language(self, config: MkDocsConfig) -> Language:
        return self.speech.language(config, self.root / self.config.messages)

    def _check_imports(self) -> None:
        """Refuse examples that would run here and fail at readers.

        Raises:
            PluginError: when one imports what the page's Python does not have.
        """
        files = [self.root / example.path for example in self.site.catalog.examples.values()]
        found = python.problems(files, self._packages(), self.config.python, self.root)
        if found and self.command == "serve":
            log.warning("%s", "\n".join(found))
        elif found:
            raise PluginError("\n".join(found))

    def _packages(self) -> list[Path]:
        """The folders of the packages beside the examples, which these import, but not our own."""
        return packages.beside(self.root / self.config.examples)

    @property
    def _worker(self) -> str | None:
        """The service worker that keeps what was used, if the site has one."""
        return assets.OFFLINE if self.python is not None and not self.is_preview else None

    def _runs_python(self, page: Page) -> bool:
        """Whether a page can run code: an example, or one that says so in its front matter."""
        return examples.of_page(page, self.site) is not None or page.meta.get("python") is True

    def _shown(self, files: Files) -> list[File]:
        return addresses.pages(files, is_preview=self.is_preview)

    def _path_of(self, file: File, config: MkDocsConfig) -> str:
        """A page's file as its author knows it."""
        path = file.abs_src_path or Path(config.docs_dir, file.src_uri)
        return Path(os.path.relpath(path, self.root)).as_posix()

    def _sources(self, page: Page, config: MkDocsConfig) -> Iterator[str]:
        """The files, as version control names them, that a page is made from."""
        catalog = self.site.catalog
        if page in self.finished:
            yield from self.finished.sources(page)
            return
        if (example := examples.of_page(page, self.site)) is not None:
            yield example.path
            return
        if page.file.abs_src_path:
            yield self._path_of(page.file, config)
            for name in self.measured.get(page.file.src_uri, ()):
                yield os.path.relpath(Path(config.docs_dir, name), self.root)
        topic = addresses.name_of(page.file).partition("/")[0]
        if topic in catalog.topics:
            yield catalog.topics[topic].path
            yield from (entry.path for entry in catalog.shown_in(topic))
