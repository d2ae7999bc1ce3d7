"""The adapter to MkDocs: thin hooks, each of which calls one plain function of the core."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Literal

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
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext
from pathspec.gitignore import GitIgnoreSpec

from topicsite import appearance, history, reporters, schema
from topicsite.catalog import Entry
from topicsite.claims import ReportError, disagreements, outcomes
from topicsite.diagnostics import in_order
from topicsite.links.ledger import LedgerError
from topicsite.links.storage import read_ledger
from topicsite.load import load
from topicsite.model import Example
from topicsite.publish import Staging
from topicsite.render import (
    GeneratedPage,
    Heading,
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
from topicsite.validate import validate

log = logging.getLogger("mkdocs.plugins.topicsite")

PACKAGE: Final = Path(__file__).parent
ASSETS: Final = "assets/topicsite"
PYTHON: Final = "assets/python"
OFFLINE: Final = "sw.js"
NOT_SERVED: Final = frozenset(
    {"README.md", "bundle.js", "katex.min.js", "package.json", "package-lock.json", "sw.js"}
)
"""Assets that only the build needs, that it puts elsewhere, or that others were made from."""

WITHOUT_PYTHON: Final = (
    "Bring the files with `topicsite runtime` where there is a network, or with "
    "`topicsite runtime --from FOLDER`; or set `python: false` for topicsite in mkdocs.yml, "
    "and pages read as they do, without running."
)


class TopicsiteConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs types its base half
    """What a site owner may set in `mkdocs.yml`."""

    resources = config_options.Type(str, default="resources")
    """The folder of topics, relative to `mkdocs.yml`."""
    examples = config_options.Type(str, default="code/examples")
    """The folder of runnable examples, relative to `mkdocs.yml`; it need not exist."""
    python = config_options.Type(bool, default=True)
    """Whether code can be run in the page, on pages of examples and where front matter says so."""
    ledger = config_options.Type(str, default="links.ledger")
    """What `topicsite links` saw, relative to `mkdocs.yml`; it need not exist."""


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
        self.content = self.generated.html()
        self.toc = contents(headings(self.content))

    def forget(self) -> None:
        """Let go of what has been written: a large site need not fit into memory."""
        self.content = ""
        self.toc = TableOfContents([])


class TopicsitePlugin(BasePlugin[TopicsiteConfig]):  # type: ignore[no-untyped-call]  # as above
    """Reads the catalog, then adds generated pages and fills the markers in written ones.

    A build runs through the hooks in the order in which they stand here.
    """

    def __init__(self) -> None:
        self.command: Literal["build", "gh-deploy", "serve"] | None = None
        self.staging: Staging | None = None
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
            self._prepare_examples(config)
        appearance.apply(config, PACKAGE / "theme", ASSETS)
        if self.command == "build":
            self.staging = Staging(Path(config.site_dir))
            config.site_dir = str(self.staging.folder)
        return config

    @event_priority(100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generator's assets, the examples and the generated pages."""
        for path in sorted((PACKAGE / "assets").rglob("*")):
            made = {"__pycache__", "node_modules"} & set(path.parts)
            # What is Python comes with Python; see `runtime.bundle`.
            served = path.name not in NOT_SERVED and path.suffix != ".py"
            if path.is_file() and served and not made:
                files.append(self._asset(path, config))
        for example in self.site.catalog.examples.values():
            files.append(self._example(example.path, example.id, config))
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
        self._run_examples(config, files)
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Add Python for the pages that run it; all pages have been read, and none is written.

        Leave out the lines that hold nothing but template syntax: a quarter of the theme's.
        """
        self.manifest = None
        pages = [file.page for file in files.documentation_pages() if file.page is not None]
        if self.config.python and any(map(self._runs_python, pages)):
            self.manifest = self._add_python(config, files)
        env.trim_blocks = env.lstrip_blocks = True
        return env

    # After every other plugin: what it adds to a page is part of what is looked through here.
    @event_priority(-50)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Fill markers, set formulas, and derive the table of contents from the result."""
        if isinstance(page, FinishedPage):
            return html
        stylesheets: list[str] = []
        example = self._example_of(page)
        try:
            if example is not None:
                html = example_page(self.site, example, self._read_example(html, example))
                page.title = escape(example.model.title)
                page.meta["description"] = example.model.summary
                page.edit_url = None
                stylesheets += ["notebook.css", "runner.css"]
                if "<topicsite-exercise" in html:
                    stylesheets.append("exercise.css")
            html = render_mathematics(box_tables(fill_markers(html, self.site, page.url)))
        except (MarkerError, MathematicsError) as error:
            raise PluginError(f"{page.file.src_uri}: {error}") from None
        if needs_stylesheets(html):
            stylesheets += STYLESHEETS
        own = [path for path in element_files(html) if files.get_file_from_path(path)]
        page.meta["scripts"] = [path for path in own if path.endswith(".js")]
        page.meta["stylesheets"] = [f"{ASSETS}/{name}" for name in stylesheets]
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
        page.meta["offline"] = OFFLINE if self.command != "serve" else None
        # The theme writes it between quotes as it is.
        page.meta["description"] = escape(page.meta.get("description", ""))
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Forget a generated page, which is part of the output now."""
        if isinstance(page, FinishedPage):
            page.forget()
        return output

    # Last of all plugins: what they write belongs to the site that is swapped in.
    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Note that everything was written."""
        self.complete = True

    def on_build_error(self, *, error: Exception) -> None:
        """Note that the last good site stays; in strict mode a warning ends the build here."""
        self.complete = False

    def on_shutdown(self) -> None:
        """Swap the finished site in, or leave no trace of the attempt."""
        if self.staging is None:
            return
        if self.complete:
            self.staging.publish()
        else:
            self.staging.discard()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        """Rebuild when an entry, an example or the code changes."""
        for folder in (self.config.resources, self.config.examples):
            if (self.root / folder).is_dir():
                server.watch(str(self.root / folder))
        for watched in (self.root / "code", self.root / self.config.ledger):
            if watched.exists():
                server.watch(str(watched))
        return server

    def _read_site(self, config: MkDocsConfig) -> Site:
        """Load and check everything; all findings become one failure.

        Raises:
            PluginError: when an entry breaks a rule.
        """
        loaded = load(self.root, self.config.resources, self.config.examples)
        findings = in_order([*loaded.diagnostics, *validate(loaded)])
        for finding in findings:
            if finding.severity == "warning":
                log.warning("%s", finding)
        errors = [finding for finding in findings if finding.severity == "error"]
        if errors:
            report = f"the catalog has findings:\n{reporters.concise(errors)}"
            if self.command != "serve" or self.last_good is None:
                raise PluginError(report)
            # A preview that stops at every half-written line helps nobody.
            log.error("%s\nThe preview shows the last catalog without findings.", report)
            return self.last_good
        try:
            ledger = read_ledger(self.root / self.config.ledger)
        except LedgerError as error:
            raise PluginError(f"{self.config.ledger}: {error}") from None
        self.last_good = Site(
            catalog=loaded.catalog,
            edit_base=history.edit_base_of(
                config.repo_url, config.edit_uri, Path(config.docs_dir).name
            )
            or history.edit_base(self.root, os.environ),
            updated=history.last_changes(self.root),
            ledger=ledger,
            keeps_schemas=(self.root / schema.PLACE).is_dir(),
        )
        return self.last_good

    def _prepare_examples(self, config: MkDocsConfig) -> None:
        """Give mkdocs-jupyter the options that the pages of examples rest on, and their kernel.

        Raises:
            PluginError: if the plugin is not there.
        """
        from topicsite import execution  # as heavy as Jupyter, and needed for examples only

        if "mkdocs-jupyter" not in config.plugins:
            raise PluginError(
                f"`{self.config.examples}` holds examples, which mkdocs-jupyter runs; "
                "add `- mkdocs-jupyter` to the plugins in mkdocs.yml"
            )
        prepared = execution.prepare(self.root / ".cache" / "examples", self._packages())
        config.plugins["mkdocs-jupyter"].config.update(prepared.options)
        # mkdocs-jupyter replaces the files of examples by its own, which no longer know this.
        unlisted = GitIgnoreSpec.from_lines(["/examples/*.py"])
        config.not_in_nav = (config.not_in_nav or GitIgnoreSpec([])) + unlisted
        os.environ.update(prepared.environment)

    def _packages(self) -> list[Path]:
        """The folders of the packages beside the examples, which these import."""
        beside = (self.root / self.config.examples).parent.glob("*/__init__.py")
        return [file.parent for file in sorted(beside) if file.parent != PACKAGE]

    def _runs_python(self, page: Page) -> bool:
        """Whether a page can run code: an example, or one that says so in its front matter."""
        return self._example_of(page) is not None or page.meta.get("python") is True

    def _add_python(self, config: MkDocsConfig, files: Files) -> str | None:
        """Put Python onto the site.

        Returns:
            The address of its manifest; none in a preview that has to do without.

        Raises:
            PluginError: if it cannot be had.
        """
        from topicsite import runtime  # only sites that run something need it

        try:
            cache = self.root / ".cache" / "runtime"
            made, fetched = runtime.prepare(cache, self._packages(), runtime.online())
        except (runtime.IncompleteError, runtime.PrecompileError) as error:
            report = f"there is no Python for the pages: {error}\n{WITHOUT_PYTHON}"
            if self.command != "serve":
                raise PluginError(report) from None
            log.warning("%s\nThe preview shows its pages without.", report)
            return None
        for sentence in fetched:
            log.info("Python for the pages: %s", sentence)
        folder = f"{PYTHON}/{made.version}"
        for name, content in made.files.items():
            uri = f"{folder}/{name}"
            if isinstance(content, bytes):
                files.append(File.generated(config, uri, content=content))
            else:
                files.append(File.generated(config, uri, abs_src_path=str(content)))
        # A worker serves what lies below itself; in a preview it would show what is gone.
        if self.command != "serve":
            worker = (PACKAGE / "assets/sw.js").read_text(encoding="utf-8")
            text = f'const VERSION = "{made.version}";\n{worker}'
            files.append(File.generated(config, OFFLINE, content=text))
        return f"{folder}/{runtime.MANIFEST}"

    def _run_examples(self, config: MkDocsConfig, files: Files) -> None:
        """Run all examples at once, as many as there are processors: MkDocs takes page by page.

        mkdocs-jupyter keeps what it has executed, and finds it when it comes to the page.

        Raises:
            PluginError: naming every example that stops with an exception.
        """
        pages = {
            example.path: file.page
            for file in files.documentation_pages()
            if file.page is not None and (example := self._example_of(file.page)) is not None
        }
        if not pages:
            return
        from topicsite.execution import run_together  # see _prepare_examples

        jupyter = config.plugins["mkdocs-jupyter"]

        def execution_of(page: Page) -> Callable[[], None]:
            jupyter.on_pre_page(page, config=config, files=files)
            return lambda: page.render(config, files)

        failures = run_together({path: execution_of(page) for path, page in pages.items()})
        if failures:
            raise PluginError("\n".join(failures))

    def _read_example(self, html: str, example: Entry[Example]) -> str:
        """Keep the content of an example's page, and what it found out.

        Raises:
            PluginError: if it cannot be shown, or does not bear out what the entries say of it.
        """
        # A site without examples need not load a parser of HTML.
        from topicsite.render.notebook import NotebookError, read_notebook

        try:
            notebook = read_notebook(html, example.path)
        except NotebookError as error:
            raise PluginError(str(error)) from None
        catalog = self.site.catalog
        try:
            found = outcomes(notebook.verdicts)
        except ReportError as error:
            raise PluginError(f"{example.path}: {error}") from None
        problems = sorted(disagreements(catalog, example.id, found))
        if problems:
            raise PluginError("\n".join(f"{example.path}: {problem}" for problem in problems))
        self.site.outcomes.update(found)
        self.site.drawn[example.id] = notebook.drawn
        return notebook.html({name: claim.says for name, claim in catalog.claims()})

    def _example_of(self, page: Page) -> Entry[Example] | None:
        """The example that a page shows."""
        folder, _, name = page.file.src_uri.rpartition("/")
        if folder != "examples":
            return None
        return self.site.catalog.examples.get(name.removesuffix(".py"))

    def _sources(self, page: Page, config: MkDocsConfig) -> Iterator[str]:
        """The files, as version control names them, that a page is made from."""
        catalog = self.site.catalog
        if (example := self._example_of(page)) is not None:
            yield example.path
            return
        if page.file.abs_src_path and not isinstance(page, FinishedPage):
            yield os.path.relpath(page.file.abs_src_path, self.root)
        topic = page.url.partition("/")[0]
        if topic in catalog.topics:
            yield catalog.topics[topic].path
            yield from (entry.path for entry in catalog.of_topic(topic))
        elif isinstance(page, FinishedPage):
            yield from (entry.path for entry in catalog.resources.values())

    def _asset(self, path: Path, config: MkDocsConfig) -> File:
        name = path.relative_to(PACKAGE / "assets").as_posix()
        return File(
            name,
            str(PACKAGE / "assets"),
            config.site_dir,
            config.use_directory_urls,
            dest_uri=f"{ASSETS}/{name}",
            inclusion=InclusionLevel.INCLUDED,
        )

    def _example(self, path: str, name: str, config: MkDocsConfig) -> File:
        """The example's own file under the address `examples/<id>/`.

        mkdocs-jupyter renders only files that lie in a folder: it cannot take generated ones.
        """
        folder = (self.root / path).parent.parent
        return File(
            f"examples/{name}.py",
            str(folder),
            config.site_dir,
            config.use_directory_urls,
            inclusion=InclusionLevel.NOT_IN_NAV,
        )


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
