"""Examples run when a site is built: those that changed, all at once, and one can see how far."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from topicsite.plugin.telling import telling
from topicsite.proving.execution import run_together
from topicsite.proving.memory import Memory, digest_of

log = logging.getLogger("mkdocs.plugins.topicsite")

_TALKERS: Final = ("mkdocs.mkdocs-jupyter", "mkdocs.plugins.mkdocs_jupyter")
"""The loggers by which mkdocs-jupyter says of every file three times what it does with it."""


def run_all(
    jupyter: Any, pages: Mapping[str, Page], config: MkDocsConfig, files: Files
) -> list[str]:
    """Run the examples whose pages nobody remembers, and give all pages their content.

    MkDocs takes page by page, so they are run before it comes to the first.

    Args:
        jupyter: the instance of mkdocs-jupyter that runs them.
        pages: the pages of the examples, by the paths of these.
        config: the build's configuration.
        files: all files of the site.

    Returns:
        What to tell about every example that stops with an exception.
    """
    _hush({page.file.abs_src_path or "" for page in pages.values()})
    memory = Memory(Path(jupyter.config["cache_dir"]), jupyter.config["kernel_name"])
    folders = {Path(page.file.abs_src_path or "").parent for page in pages.values()}
    beside = {folder: digest_of(folder) for folder in folders}
    to_run: dict[str, Callable[[], None]] = {}
    for path, page in pages.items():
        source = Path(page.file.abs_src_path or "")
        name = memory.name_of(source.read_bytes(), beside[source.parent])
        page.content = memory.recall(name)
        if page.content is None:
            jupyter.on_pre_page(page, config=config, files=files)
            to_run[path] = partial(_execute, page, config, files, memory, name)
        _leave_content(page)
    failures = _run(to_run)
    if memory.trouble:
        log.info("what examples put out cannot be kept for the next build: %s", memory.trouble)
    if not failures:
        memory.forget_others()
    return failures


def _run(executions: Mapping[str, Callable[[], None]]) -> list[str]:
    if not executions:
        return []
    with telling("examples", len(executions)) as progress:
        return run_together(
            executions, lambda done, path: progress.at(done, PurePosixPath(path).stem)
        )


def _execute(page: Page, config: MkDocsConfig, files: Files, memory: Memory, name: str) -> None:
    source = Path(page.file.abs_src_path or "")
    before = source.read_bytes()
    page.render(config, files)
    if page.content is not None and source.read_bytes() == before:
        memory.keep(name, page.content)


def _leave_content(page: Page) -> None:
    """Let a page keep its content: mkdocs-jupyter would run it again when MkDocs comes to it."""
    read_source = page.read_source

    def read(config: MkDocsConfig) -> None:
        read_source(config)
        page.render = lambda config, files: None  # type: ignore[method-assign]

    page.read_source = read  # type: ignore[method-assign]


class _Hushed(logging.Filter):
    """Lets pass what concerns an owner's own notebooks."""

    paths: frozenset[str] = frozenset()

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        return record.levelno > logging.INFO or not any(path in said for path in self.paths)


_HUSHED: Final = _Hushed()


def _hush(paths: set[str]) -> None:
    """Leave out what mkdocs-jupyter says about examples."""
    _HUSHED.paths = frozenset(paths)
    for name in _TALKERS:
        logging.getLogger(name).addFilter(_HUSHED)
