"""Pages that somebody wrote, completed: markers filled, formulas set, contents derived."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from topicsite.plugin import assets, measurements
from topicsite.plugin.addresses import name_of
from topicsite.plugin.finished import contents
from topicsite.render import (
    MarkersError,
    Needs,
    Site,
    box_tables,
    element_files,
    fill_markers,
    headings,
    line_of,
    with_terms,
)
from topicsite.render.mathematics import (
    STYLESHEETS,
    MathematicsError,
    needs_stylesheets,
    render_mathematics,
)

SHEET: Final = "styles/sheet.css"
"""What the sheet of a topic loads, below the package's `assets`."""
_NOTEBOOK: Final = 'class="jupyter-wrapper"'


_FENCED: Final = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.MULTILINE | re.DOTALL)
_FORM: Final = re.compile(r"^<!--\s*topicsite:\s*form\s*-->", re.MULTILINE)


class Completed(NamedTuple):
    """A page's content.

    Attributes:
        html: the content.
        contents: its table of contents; None where it is not ours to make.
        measured: the files of measurements that it shows.
        problems: what is wrong with it, each with its place.
    """

    html: str
    contents: TableOfContents | None
    measured: list[str]
    problems: list[str]


def complete(
    html: str,
    page: Page,
    path: str,
    topic: str,
    site: Site,
    files: Files,
    config: MkDocsConfig,
) -> Completed:
    """Complete a page.

    Args:
        html: the page as Markdown or another plugin made it, or as `example_page` did.
        page: the page.
        path: its file, as its author knows it.
        topic: the topic whose terms are marked in it; empty if it belongs to none.
        site: the site.
        files: all files of the site.
        config: the build's configuration.

    Raises:
        PluginError: if a file that it shows is no measurement.
    """
    found, problems = measurements.of_page(html, files, config)
    measured = list(found)
    try:
        html = fill_markers(html, site, page.url, found)
    except MarkersError as error:
        # Of a file that could not be read all has been said.
        known = [marker for marker, _ in problems]
        problems += [one for one in error.problems if not any(k in one[0] for k in known)]
    if problems:
        source = page.file.content_string
        told = [f"{path}:{line_of(marker, source)}: {message}" for marker, message in problems]
        return Completed(html, None, measured, told)
    if _NOTEBOOK in html:  # an owner's notebook has formulas, tables and contents of its own
        return Completed(html, None, measured, [])
    try:
        html = with_terms(html, site, topic, page.url)
        html = render_mathematics(box_tables(html, site.language.gettext("Table")))
    except MathematicsError as error:
        return Completed(html, None, measured, [f"{path}: {error}"])
    return Completed(html, contents(headings(html)), measured, [])


def form_page(shown: Iterable[File]) -> str:
    """The name of the first written page with the form on it; empty if there is none."""
    for file in shown:
        if file.src_uri.endswith(".md") and _FORM.search(_FENCED.sub("", file.content_string)):
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


def needs(html: str, stylesheets: list[str], files: Files) -> Needs:
    """What a page with some content needs, besides Python.

    Args:
        html: the content.
        stylesheets: style sheets that it needs in any case, below the package's `assets`.
        files: all files of the site.
    """
    mathematics = STYLESHEETS if needs_stylesheets(html) else ()
    sheet = (SHEET,) if '<div class="ts-sheet ' in html else ()
    own = [name for name in element_files(html) if files.get_file_from_path(name)]
    return Needs(
        stylesheets=[
            *(f"{assets.PLACE}/{name}" for name in (*stylesheets, *mathematics, *sheet)),
            *(name for name in own if name.endswith(".css")),
        ],
        elements=[name for name in own if name.endswith(".js")],
    )
