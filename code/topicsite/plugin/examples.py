"""The pages of examples, which mkdocs-jupyter makes: prepared, run at once, and read again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from pathspec.gitignore import GitIgnoreSpec

from topicsite.model.catalog import Entry
from topicsite.model.entries import Example
from topicsite.proving.claims import ReportError, disagreements, outcomes
from topicsite.render import Site


def prepare(config: MkDocsConfig, cache: Path, packages: list[Path]) -> None:
    """Give mkdocs-jupyter the options that the pages of examples rest on, and their kernel.

    Args:
        config: the build's configuration.
        cache: the folder for what was executed.
        packages: the folders of packages that examples import.

    Raises:
        PluginError: if the plugin is not there.
    """
    from topicsite.proving import execution  # as heavy as Jupyter, and needed for examples only

    if "mkdocs-jupyter" not in config.plugins:
        raise PluginError(
            "there are examples, which mkdocs-jupyter runs; "
            "add `- mkdocs-jupyter` to the plugins in mkdocs.yml"
        )
    prepared = execution.prepare(cache, packages)
    config.plugins["mkdocs-jupyter"].config.update(prepared.options)
    # mkdocs-jupyter replaces the files of examples by its own, which no longer know this.
    unlisted = GitIgnoreSpec.from_lines(["/examples/*.py"])
    config.not_in_nav = (config.not_in_nav or GitIgnoreSpec([])) + unlisted
    os.environ.update(prepared.environment)
    execution.leave_nothing()


def file_of(example: Entry[Example], root: Path, config: MkDocsConfig) -> File:
    """The example's own file under the address `examples/<id>/`.

    mkdocs-jupyter renders only files that lie in a folder: it cannot take generated ones.
    """
    return File(
        f"examples/{example.id}.py",
        str((root / example.path).parent.parent),
        config.site_dir,
        config.use_directory_urls,
        inclusion=InclusionLevel.NOT_IN_NAV,
    )


def of_page(page: Page, site: Site) -> Entry[Example] | None:
    """The example that a page shows."""
    folder, _, name = page.file.src_uri.rpartition("/")
    return site.catalog.examples.get(name.removesuffix(".py")) if folder == "examples" else None


def run(pages: Mapping[str, Page], config: MkDocsConfig, files: Files) -> None:
    """Run all examples at once, as many as there are processors: MkDocs takes page by page.

    Args:
        pages: the pages of the examples, by the paths of these.
        config: the build's configuration.
        files: all files of the site.

    Raises:
        PluginError: naming every example that stops with an exception.
    """
    if not pages:
        return
    from topicsite.plugin.running import run_all  # see `prepare`

    failures = run_all(config.plugins["mkdocs-jupyter"], pages, config, files)
    if failures:
        raise PluginError("\n".join(failures))


def read(html: str, example: Entry[Example], site: Site) -> str:
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
    try:
        found = outcomes(notebook.verdicts)
    except ReportError as error:
        raise PluginError(f"{example.path}: {error}") from None
    problems = sorted(disagreements(site.catalog, example.id, found))
    if problems:
        raise PluginError("\n".join(f"{example.path}: {problem}" for problem in problems))
    site.outcomes.update(found)
    site.drawn[example.id] = notebook.drawn
    return notebook.html({name: claim.says for name, claim in site.catalog.claims()})
