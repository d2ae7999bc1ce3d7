"""Whether every link within the finished site arrives, whoever wrote it and by whatever plugin."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from topicsite.render import Surroundings, lost_links, told


def check(config: MkDocsConfig, files: Files, origins: Mapping[str, str]) -> list[str]:
    """Follow the links of all pages that the build made, through all that was written.

    HTML that an owner keeps among the pages, perhaps by the thousand and from other tools, can be
    linked to; its own links are its own.

    Args:
        config: the build's configuration.
        files: all files of the site.
        origins: what its author knows a page by, by the page's file.

    Returns:
        A sentence for each place that links do not find.
    """
    if config.validation.links.not_found <= logging.DEBUG:  # `ignore`, in MkDocs' words
        return []
    site = Path(config.site_dir)
    written = _files_below(site)
    copied = {file.dest_uri for file in files if not file.is_documentation_page()}
    templates = {*config.theme.static_templates, *config.extra_templates}
    pages = [
        name
        for name in sorted(written)
        if name.endswith(".html") and (name not in copied or name in templates)
    ]
    surroundings = Surroundings(
        address=config.site_url or "",
        elsewhere=tuple(_alternates(config.extra)),
        has_siblings="version" in config.extra,
        with_anchors=config.validation.links.anchors > logging.DEBUG,
    )

    def read(name: str) -> str:
        return (site / name).read_text(encoding="utf-8", errors="replace")

    return told(lost_links(pages, written, read, surroundings), origins)


def _files_below(folder: Path) -> set[str]:
    found = set()
    for place, _, names in os.walk(folder):
        below = Path(place).relative_to(folder).as_posix()
        found |= {name if below == "." else f"{below}/{name}" for name in names}
    return found


def _alternates(extra: Mapping[str, Any]) -> Iterable[str]:
    """How the addresses of other languages begin, which other builds make."""
    alternates = extra.get("alternate")
    for one in alternates if isinstance(alternates, list) else ():
        link = one.get("link") if isinstance(one, dict) else None
        if isinstance(link, str) and link.strip("./"):
            yield link
