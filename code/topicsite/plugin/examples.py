"""The pages of examples, which mkdocs-jupyter makes: prepared, run at once, and read again.

An instance of mkdocs-jupyter of our own makes them. An owner's, if `mkdocs.yml` names it, keeps its
options, and its hands off examples.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from glob import escape as escape_pattern
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from topicsite.model.catalog import Entry
from topicsite.model.entries import Example
from topicsite.plugin.addresses import name_of
from topicsite.render import Site

if TYPE_CHECKING:
    from mkdocs_jupyter.plugin import Plugin  # type: ignore[import-untyped]


FOLDER: Final = "examples"
"""Where the pages of examples lie below the root."""


def prepare(
    config: MkDocsConfig, cache: Path, packages: list[Path], sources: Iterable[Path]
) -> Plugin:
    """Make the instance of mkdocs-jupyter for the pages of examples, and their kernel.

    Args:
        config: the build's configuration.
        cache: the folder for what was executed.
        packages: the folders of packages that examples import.
        sources: the files of the examples.

    Raises:
        PluginError: if what runs them is not installed.
    """
    try:
        # As heavy as Jupyter, and needed for examples only.
        from mkdocs_jupyter.plugin import Plugin

        from topicsite.proving import execution
    except ModuleNotFoundError as error:
        raise PluginError(
            f"the examples of this site cannot be run: {error.name} is not installed; "
            "install `topicsite[examples]`"
        ) from None

    prepared = execution.prepare(cache, packages)
    ours = Plugin()
    ours.load_config({})
    ours.config.update(prepared.options)
    # It takes what it is told to by patterns for whole paths, and so do others of its kind.
    patterns = [escape_pattern(str(source)) for source in sources]
    ours.config["include"] = patterns
    for plugin in config.plugins.values():
        if isinstance(plugin, Plugin):
            plugin.config["ignore"] = [*plugin.config["ignore"], *patterns]
    os.environ.update(prepared.environment)
    execution.leave_nothing()
    ours.on_pre_build(config=config)
    return ours


class _ExampleFile(File):
    """The file of an example, which is a page."""

    def is_documentation_page(self) -> bool:
        """Always, though it is not Markdown."""
        return True


def add_files(
    files: Files, examples: Iterable[Entry[Example]], root: Path, config: MkDocsConfig
) -> None:
    """Add the page of each example, at `examples/<id>/` or as the build has it.

    mkdocs-jupyter renders only files that lie in a folder: it cannot take generated ones.

    Raises:
        PluginError: naming every file of somebody's own that lies there already.
    """
    problems = []
    for example in examples:
        source = root / example.path
        file = _ExampleFile(
            f"{FOLDER}/{example.id}.py",
            str(source.parent),
            config.site_dir,
            config.use_directory_urls,
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        file.abs_src_path = str(source)
        if (other := files.get_file_from_path(file.src_uri)) is not None:
            if not _is_same(other, source):
                problems.append(_clash(other, example.path, config))
            files.remove(other)
        files.append(file)
    if problems:
        raise PluginError("\n".join(problems))


def leave_their_places(files: Iterable[File], site: Site, config: MkDocsConfig) -> None:
    """See that no page of somebody's own, by whatever plugin, lies where an example does.

    Raises:
        PluginError: naming every page that does.
    """
    ours = {f"{FOLDER}/{name}": entry.path for name, entry in site.catalog.examples.items()}
    problems = [
        _clash(file, ours[name], config)
        for file in files
        if (name := name_of(file)) in ours and file.src_uri != f"{name}.py"
    ]
    if problems:
        raise PluginError("\n".join(problems))


def _clash(file: File, example: str, config: MkDocsConfig) -> str:
    written = f"{Path(config.docs_dir).name}/{file.src_uri}"
    return f"{written} would lie at the address of the example {example}; rename one of the two"


def _is_same(file: File, source: Path) -> bool:
    """Whether a file among the pages is the example itself: its folder may lie among them."""
    return file.abs_src_path is not None and Path(file.abs_src_path).resolve() == source.resolve()


def of_page(page: Page, site: Site) -> Entry[Example] | None:
    """The example that a page shows."""
    folder, _, name = page.file.src_uri.rpartition("/")
    if folder != FOLDER or not name.endswith(".py"):
        return None
    return site.catalog.examples.get(name.removesuffix(".py"))


def run(jupyter: Plugin, pages: Mapping[str, Page], config: MkDocsConfig, files: Files) -> None:
    """Run all examples at once, as many as there are processors: MkDocs takes page by page.

    Args:
        jupyter: ours.
        pages: the pages of the examples, by the paths of these.
        config: the build's configuration.
        files: all files of the site.

    Raises:
        PluginError: naming every example that stops with an exception.
    """
    if not pages:
        return
    from topicsite.plugin.running import run_all  # see `prepare`

    failures = run_all(jupyter, pages, config, files)
    if failures:
        raise PluginError("\n".join(failures))


def read(html: str, example: Entry[Example], site: Site) -> str:
    """Keep the content of an example's page, and what it found out.

    Raises:
        PluginError: if it cannot be shown, or does not bear out what the entries say of it, or does
            not print the figures that questions take from it.
    """
    # A site without examples need not load a parser of HTML.
    from topicsite.building.found import FoundError, take
    from topicsite.render.notebook import NotebookError, read_notebook

    try:
        return take(read_notebook(html, example.path, site.language), example, site)
    except (NotebookError, FoundError) as error:
        raise PluginError(str(error)) from None
