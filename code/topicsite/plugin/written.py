"""Pages that somebody wrote, as MkDocs has them, and what they are to be completed with."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from topicsite.building.completing import Published, has_form
from topicsite.plugin.addresses import name_of
from topicsite.render import Site


def published(files: Files, config: MkDocsConfig) -> Published:
    """The files that MkDocs publishes beside pages."""

    def find(name: str) -> Path | bytes | None:
        file = files.get_file_from_path(name)
        if file is None or file.inclusion in (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT):
            return None
        return Path(file.abs_src_path) if file.abs_src_path else file.content_bytes

    def known() -> list[str]:
        return [file.src_uri for file in files if file.src_uri.endswith(".json")]

    return Published(Path(config.docs_dir), find, known)


def form_page(shown: Iterable[File]) -> str:
    """The name of the first written page with the form on it; empty if there is none."""
    for file in shown:
        if file.src_uri.endswith(".md") and has_form(file.content_string):
            return name_of(file)
    return ""


def introduce(page: Page, site: Site, path: str) -> None:
    """Let the page of a topic say what the topic is about, and where the page can be edited."""
    topic = site.catalog.topics.get(name_of(page.file))
    if topic is None:
        return
    if not page.meta.get("description"):
        page.meta["description"] = topic.model.summary[:160]
    if page.edit_url is None and site.edit_base:
        page.edit_url = f"{site.edit_base}{path}"
