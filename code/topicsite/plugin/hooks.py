"""The hooks of MkDocs: thin, each calls plain functions of the core."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from jinja2 import Environment
from markupsafe import escape
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from topicsite.checking.strays import check_strays
from topicsite.checking.validate import validate
from topicsite.findings import reporters
from topicsite.findings.diagnostics import in_order
from topicsite.links.ledger import LedgerError
from topicsite.links.storage import read_ledger
from topicsite.model import schema
from topicsite.plugin import (
    appearance,
    assets,
    examples,
    measurements,
    publishing,
    python,
    watching,
)
from topicsite.plugin.finished import FinishedPage, contents
from topicsite.plugin.telling import Pages
from topicsite.project import dates, editing
from topicsite.reading.load import load
from topicsite.render import (
    MarkerError,
    Site,
    anchors,
    box_tables,
    element_files,
    example_page,
    fill_markers,
    generated_pages,
    headings,
    redirects,
)
from topicsite.render.mathematics import (
    STYLESHEETS,
    MathematicsError,
    needs_stylesheets,
    render_mathematics,
)
from topicsite.render.text import day

log = logging.getLogger("mkdocs.plugins.topicsite")


class TopicsiteConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs types its base half
    """What a site owner may set in `mkdocs.yml`."""

    resources = config_options.Type(str, default="resources")
    """The folder of topics, relative to `mkdocs.yml`."""
    examples = config_options.Type(str, default="code/examples")
    """The folder of runnable examples, relative to `mkdocs.yml`; it need not exist."""
    python = python.PythonOption()
    """Whether code can be run in the page, on pages of examples and where front matter says so;
    and which of Pyodide's packages it may import besides NumPy and Matplotlib."""
    ledger = config_options.Type(str, default="links.ledger")
    """What `topicsite links` saw, relative to `mkdocs.yml`; it need not exist."""


class TopicsitePlugin(BasePlugin[TopicsiteConfig]):  # type: ignore[no-untyped-call]  # as above
    """Reads the catalog, then adds generated pages and fills the markers in written ones.

    A build runs through the hooks in the order in which they stand here.
    """

    def __init__(self) -> None:
        self.command: Literal["build", "gh-deploy", "serve"] | None = None
        self.building: publishing.Build | None = None
        self.pages = Pages()
        self.complete = False
        self.last_good: Site | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember what was asked for."""
        self.command = command

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check the catalog; send the build to a folder beside the site."""
        self.root = Path(config.config_file_path).parent
        self.site = self._read_site(config)
        if self.site.catalog.examples:
            self._check_imports()
            examples.prepare(config, self.root / ".cache" / "examples", self._packages())
        appearance.apply(config, assets.PACKAGE / "plugin" / "theme", assets.PLACE)
        # A plugin that builds a site in several languages builds several times, into one folder.
        if self.building is None:
            self.building = publishing.stage(config, self.command)
        return config

    @event_priority(100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generator's assets, the examples and the generated pages."""
        for file in assets.asset_files(config):
            files.append(file)
        for example in self.site.catalog.examples.values():
            files.append(examples.file_of(example, self.root, config))
        written = {file.url for file in files.documentation_pages()}
        self.generated = {
            page.address + "index.md": page
            for page in generated_pages(self.site)
            if page.address not in written
        }
        for address in self.generated:
            files.append(
                File.generated(config, address, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            )
        for name, model in schema.FILES.items():
            # A project that keeps them for its editors has them among its pages already.
            if files.get_file_from_path(f"schema/{name}") is None:
                text = schema.text_of(model)
                files.append(File.generated(config, f"schema/{name}", content=text))
        for redirect in redirects(self.site.catalog):
            files.append(File.generated(config, redirect.file, content=redirect.html))
        # Examples are run first: other pages show what they found.
        return Files(sorted(files, key=lambda file: not file.src_uri.startswith("examples/")))

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give every generated file its finished page, and run the examples."""
        for path, generated in self.generated.items():
            file = files.get_file_from_path(path)
            if file is not None:
                FinishedPage(generated, file, config)
        shown = [file.page for file in files.documentation_pages() if file.page is not None]
        of_pages = ((examples.of_page(page, self.site), page) for page in shown)
        examples.run({e.path: page for e, page in of_pages if e is not None}, config, files)
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Add Python for the pages that run it; all pages have been read, and none is written.

        Leave out the lines that hold nothing but template syntax: a quarter of the theme's.
        """
        self.manifest = None
        pages = [file.page for file in files.documentation_pages() if file.page is not None]
        if self.config.python.runs and any(map(self._runs_python, pages)):
            self.manifest = assets.add_python(
                config,
                files,
                self.root / ".cache" / "runtime",
                self._packages(),
                added=self.config.python.packages,
                is_preview=self.command == "serve",
            )
        env.trim_blocks = env.lstrip_blocks = True
        self.pages.begin(len(pages))
        return env

    # After every other plugin: what it adds to a page is part of what is looked through here.
    @event_priority(-50)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Fill markers, set formulas, and derive the table of contents from the result."""
        if isinstance(page, FinishedPage):
            return html
        stylesheets: list[str] = []
        example = examples.of_page(page, self.site)
        try:
            if example is not None:
                html = example_page(self.site, example, examples.read(html, example, self.site))
                page.title = escape(example.model.title)
                page.meta["description"] = example.model.summary
                page.edit_url = None
                stylesheets += ["styles/notebook.css", "styles/runner.css"]
                if "<topicsite-exercise" in html:
                    stylesheets.append("styles/exercise.css")
            found = measurements.of_page(html, files, config)
            html = fill_markers(html, self.site, page.url, found)
            html = render_mathematics(box_tables(html))
        except (MarkerError, MathematicsError) as error:
            raise PluginError(f"{page.file.src_uri}: {error}") from None
        if needs_stylesheets(html):
            stylesheets += STYLESHEETS
        own = [path for path in element_files(html) if files.get_file_from_path(path)]
        page.meta["measurements"] = list(found)
        page.meta["scripts"] = [path for path in own if path.endswith(".js")]
        page.meta["stylesheets"] = [f"{assets.PLACE}/{name}" for name in stylesheets]
        page.meta["stylesheets"] += [path for path in own if path.endswith(".css")]
        page.toc = contents(headings(html))
        # MkDocs checks links to anchors against those of the Markdown alone.
        page.present_anchor_ids = anchors(html)
        return html

    # Before every other plugin: the search index takes the page's content from here.
    @event_priority(100)
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Finish a generated page, and find out when what a page shows last changed."""
        if isinstance(page, FinishedPage):
            page.finish()
        changed = self.site.last_change(self._sources(page, config))
        if changed is not None:
            page.update_date = changed.isoformat()
        page.meta["changed"] = day(changed) if changed else None
        page.meta["runtime"] = self.manifest if self._runs_python(page) else None
        page.meta["offline"] = assets.OFFLINE if self.command != "serve" else None
        # The theme writes it between quotes as it is.
        page.meta["description"] = escape(page.meta.get("description", ""))
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Forget a generated page, which is part of the output now."""
        self.pages.written(page.url)
        if isinstance(page, FinishedPage):
            page.forget()
        return output

    # Last of all plugins: what they write belongs to the site that is swapped in.
    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Note that everything was written."""
        self.pages.end()
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
        places = (self.config.resources, self.config.examples, "code", self.config.ledger)
        watching.watch(server, (self.root / place for place in places))
        return server

    def _read_site(self, config: MkDocsConfig) -> Site:
        """Load and check everything; all findings become one failure.

        Raises:
            PluginError: when an entry breaks a rule.
        """
        loaded = load(self.root, self.config.resources, self.config.examples)
        published = [*publishing.sources(config), *self._packages()]
        strays = list(check_strays(self.root, published))
        findings = in_order([*loaded.diagnostics, *validate(loaded), *strays])
        for finding in findings:
            if finding.severity == "warning":
                log.warning("%s", finding)
        errors = [finding for finding in findings if finding.severity == "error"]
        if errors:
            report = f"the catalog has findings:\n{reporters.concise(errors)}"
            # The last catalog is no reason to show what somebody links to.
            if self.command != "serve" or self.last_good is None or strays:
                raise PluginError(report)
            # A preview that stops at every half-written line helps nobody.
            log.error("%s\nThe preview shows the last catalog without findings.", report)
            return self.last_good
        try:
            ledger = read_ledger(self.root / self.config.ledger)
        except LedgerError as error:
            raise PluginError(f"{self.config.ledger}: {error}") from None
        changes = dates.last_changes(self.root)
        for doubt in changes.doubts:
            log.info("%s", doubt)
        self.last_good = Site(
            catalog=loaded.catalog,
            edit_base=editing.edit_base_of(
                config.repo_url, config.edit_uri, Path(config.docs_dir).name
            )
            or editing.edit_base(self.root, os.environ),
            updated=changes.last,
            ledger=ledger,
            keeps_schemas=(self.root / schema.PLACE).is_dir(),
        )
        return self.last_good

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
        beside = (self.root / self.config.examples).parent.glob("*/__init__.py")
        return [f.parent for f in sorted(beside) if f.parent.name != assets.PACKAGE.name]

    def _runs_python(self, page: Page) -> bool:
        """Whether a page can run code: an example, or one that says so in its front matter."""
        return examples.of_page(page, self.site) is not None or page.meta.get("python") is True

    def _sources(self, page: Page, config: MkDocsConfig) -> Iterator[str]:
        """The files, as version control names them, that a page is made from."""
        catalog = self.site.catalog
        if (example := examples.of_page(page, self.site)) is not None:
            yield example.path
            return
        if page.file.abs_src_path and not isinstance(page, FinishedPage):
            yield os.path.relpath(page.file.abs_src_path, self.root)
            for name in page.meta["measurements"]:
                yield os.path.relpath(Path(config.docs_dir, name), self.root)
        topic = page.url.partition("/")[0]
        if topic in catalog.topics:
            yield catalog.topics[topic].path
            yield from (entry.path for entry in catalog.of_topic(topic))
        elif isinstance(page, FinishedPage):
            yield from (entry.path for entry in catalog.resources.values())
