"""Pages that somebody wrote, completed: markers filled, terms marked, formulas and tables set."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final, NamedTuple

from topicsite.building.assets import PLACE
from topicsite.findings.diagnostics import did_you_mean
from topicsite.language.locales import Language
from topicsite.model.measurements import Measurement
from topicsite.project.files import read_whole
from topicsite.reading.measurements import MeasurementError, parse_measurement
from topicsite.render import (
    MarkerError,
    MarkersError,
    Needs,
    Site,
    box_tables,
    element_files,
    fill_markers,
    line_of,
    measured_files,
    with_terms,
)
from topicsite.render.environment import template
from topicsite.render.mathematics import (
    STYLESHEETS,
    MathematicsError,
    needs_stylesheets,
    render_mathematics,
)

_FIRST_RUN: Final = '<span class="ts-first-run"></span>'
"""Where an example says it; the size is known when all pages have been read."""
SHEET: Final = "styles/sheet.css"
"""What the sheet of a topic loads, below the package's `assets`."""
_NOTEBOOK: Final = 'class="jupyter-wrapper"'
_FENCED: Final = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.MULTILINE | re.DOTALL)
_FORM: Final = re.compile(r"^<!--\s*topicsite:\s*form\s*-->", re.MULTILINE)
_MOST: Final = 4 << 20
"""Bytes of a file of measurements: a page that shows more of them is none to read."""


class UnreadableError(Exception):
    """A file that a page shows is no measurement; a line for each thing that is wrong."""


class Published(NamedTuple):
    """The files that are published beside pages.

    Attributes:
        docs: the folder of pages.
        find: a file of a path below it: where it is, or what it says; None if there is none.
        known: the paths of all that may hold measurements.
    """

    docs: Path
    find: Callable[[str], Path | bytes | None]
    known: Callable[[], Collection[str]]


class Completed(NamedTuple):
    """A page's content.

    Attributes:
        html: the content.
        has_own_contents: whether its contents are for others to list.
        measured: the files of measurements that it shows.
        problems: what is wrong with it, each with its place.
    """

    html: str
    has_own_contents: bool
    measured: list[str]
    problems: list[str]


def complete(
    html: str,
    *,
    address: str,
    path: str,
    source: str,
    topic: str,
    site: Site,
    published: Published,
) -> Completed:
    """Complete a page.

    Args:
        html: the page as Markdown or another plugin made it, or as `example_page` did.
        address: where it lies below the root.
        path: its file, as its author knows it.
        source: what that says.
        topic: the topic whose terms are marked in it; empty if it belongs to none.
        site: the site.
        published: the files beside pages.

    Raises:
        UnreadableError: if a file that it shows is no measurement.
    """
    found, problems = _measurements(html, published)
    measured = list(found)
    try:
        html = fill_markers(html, site, address, found)
    except MarkersError as error:
        # Of a file that could not be read all has been said.
        known = [marker for marker, _ in problems]
        problems += [one for one in error.problems if not any(k in one[0] for k in known)]
    if problems:
        told = [f"{path}:{line_of(marker, source)}: {message}" for marker, message in problems]
        return Completed(html, True, measured, told)
    if _NOTEBOOK in html:  # an owner's notebook has formulas, tables and contents of its own
        return Completed(html, True, measured, [])
    try:
        html = with_terms(html, site, topic, address)
        html = render_mathematics(box_tables(html, site.language.gettext("Table")))
    except MathematicsError as error:
        return Completed(html, True, measured, [f"{path}: {error}"])
    return Completed(html, False, measured, [])


def has_form(markdown: str) -> bool:
    """Whether a written page has the form on it."""
    return _FORM.search(_FENCED.sub("", markdown)) is not None


def stylesheets(example: str) -> list[str]:
    """What the page of an example needs besides what every page has, below our assets."""
    found = ["styles/notebook.css", "styles/runner.css"]
    return [*found, "styles/exercise.css"] if "<topicsite-exercise" in example else found


def needs(html: str, stylesheets: list[str], has: Callable[[str], object]) -> Needs:
    """What a page with some content needs, besides Python.

    Args:
        html: the content.
        stylesheets: style sheets that it needs in any case, below the package's `assets`.
        has: whether the site has a file.
    """
    mathematics = STYLESHEETS if needs_stylesheets(html) else ()
    sheet = (SHEET,) if '<div class="ts-sheet ' in html else ()
    own = [name for name in element_files(html) if has(name)]
    return Needs(
        stylesheets=[
            *(f"{PLACE}/{name}" for name in (*stylesheets, *mathematics, *sheet)),
            *(name for name in own if name.endswith(".css")),
        ],
        elements=[name for name in own if name.endswith(".js")],
    )


def _measurements(
    html: str, published: Published
) -> tuple[dict[str, Measurement], list[tuple[str, str]]]:
    """What was measured, by file, and what is wrong with markers that name no file of the site."""
    found: dict[str, Measurement] = {}
    problems: list[tuple[str, str]] = []
    try:
        names = measured_files(html)
    except MarkersError as error:
        return found, list(error.problems)
    for name in names:
        try:
            found[name] = _read(name, published)
        except MarkerError as error:
            problems.append((f"file={name}", str(error)))
    return found, problems


def _read(name: str, published: Published) -> Measurement:
    docs = published.docs
    if name.startswith("/") or ".." in name.split("/"):
        raise MarkerError(f"`{name}` leads out of `{docs.name}`; write a path within it")
    # Readers are led to the file, so it has to be there for them.
    file = published.find(name)
    if file is None:
        raise MarkerError(
            f"`{docs.name}` has no file `{name}` that is published"
            f"{did_you_mean(name, published.known())}"
        )
    if isinstance(file, Path) and not file.resolve().is_relative_to(docs.resolve()):
        raise MarkerError(f"`{name}` is a link out of `{docs.name}`; put the file itself there")
    try:
        return parse_measurement(file if isinstance(file, bytes) else read_whole(file, _MOST))
    except OSError as error:
        raise UnreadableError(f"{docs.name}/{name}: {error.strerror or 'unreadable'}") from None
    except MeasurementError as error:
        report = "\n".join(f"{docs.name}/{name}: {problem}" for problem in error.problems)
        raise UnreadableError(report) from None


def with_size(output: str, size: int, language: Language) -> str:
    """A page that says how many bytes are fetched when a reader first runs something on it."""
    said = template("first_run", language).render(megabytes=max(1, round(size / 1e6)))
    return output.replace(_FIRST_RUN, said.rstrip(), 1)
