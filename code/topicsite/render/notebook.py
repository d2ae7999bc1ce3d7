"""An executed example made into a light page of our own, whoever ran it.

What mkdocs-jupyter leaves carries 600 KB of style sheets and scripts, a frame around every cell and
the file's header; what Jupyter itself leaves is data. What goes out of either is prose, code and
outputs, in the classes of `assets/styles/notebook.css`.

A cell may carry tags: `forward` or `backward` for the pass that it runs, `folded` for code that the
reader may open, `exercise` for one that the reader solves, `raises-exception` for one that is meant
to fail, `name:graph` to be known as `graph` to other pages, which may show what it puts out. A cell
that draws says in a comment, `# alt: ...`, what there is to see.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from markdown.extensions.toc import slugify, unique
from markupsafe import Markup

from topicsite.language.locales import ENGLISH, Language
from topicsite.model.exercise import Exercise
from topicsite.reading import exercises
from topicsite.render.allowed import clean_prose, mark_numbers
from topicsite.render.environment import template
from topicsite.render.executed import as_html, given_of
from topicsite.render.highlight import highlighted
from topicsite.render.outputs import Given, Output, OutputError, given_in, read_outputs
from topicsite.render.text import delimit_tex

_OPAQUE: Final = ("code", "kbd", "math", "pre", "samp", "script", "style", "svg")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")

_NAME: Final = "name:"
_ALTERNATIVE: Final = re.compile(r"# alt: *(.*)")


class NotebookError(Exception):
    """An example that cannot be shown.

    Attributes:
        path: its file.
        reason: what is wrong, with the cell.
    """

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


@dataclass(frozen=True)
class Cell:
    """A cell of code.

    Attributes:
        id: the example's id and the cell's number, such as `sensitivity-3`.
        number: counts the cells of code from 1.
        source: what a reader sees and may edit: the code without text alternatives.
        tags: see the module.
        outputs: what the cell printed, returned and drew.
        exercise: what the cell is the start of, if it is one.
        heading: the id of the exercise's heading.
    """

    id: str
    number: int
    source: str
    tags: frozenset[str]
    outputs: list[Output]
    exercise: Exercise | None = None
    heading: str = ""

    @property
    def code(self) -> Markup:
        """The highlighted source."""
        return highlighted(self.source)

    @property
    def name(self) -> str | None:
        """What other pages call it, if it has such a name."""
        return next((tag[len(_NAME) :] for tag in sorted(self.tags) if tag.startswith(_NAME)), None)

    @property
    def drawn(self) -> str:
        """What the cell drew or showed as HTML."""
        return "\n".join(output.html for output in self.outputs if output.html)

    @property
    def lines(self) -> int:
        """How many lines of code there are."""
        return self.source.count("\n") + 1

    @property
    def digest(self) -> str:
        """Changes with the code, so that edits of an older version can be told apart."""
        return hashlib.sha256(self.source.encode()).hexdigest()[:12]


class _Part(NamedTuple):
    """A cell as it comes in: prose as HTML, or code with its tags and what it put out."""

    prose: Tag | None = None
    source: str = ""
    tags: frozenset[str] = frozenset()
    given: Iterable[Given] = ()


@dataclass(frozen=True)
class Notebook:
    """The content of an example's page.

    Attributes:
        example: the example's id.
        parts: prose and cells, in order.
    """

    example: str
    parts: list[Cell | Markup]

    @property
    def verdicts(self) -> list[list[str]]:
        """The rows of the tables that compare claims with what came out."""
        return [
            row
            for part in self.parts
            if isinstance(part, Cell)
            for output in part.outputs
            if output.table is not None and output.table.is_verdicts
            for row in output.table.rows
        ]

    @property
    def printed(self) -> list[str]:
        """The lines that the cells printed; of a table's row the cells between bars."""
        found: list[str] = []
        for part in self.parts:
            for output in part.outputs if isinstance(part, Cell) else ():
                if output.kind == "printed":
                    found += output.text.splitlines()
                elif output.table is not None:
                    rows = [output.table.header, *output.table.rows]
                    found += [f"| {' | '.join(row)} |" for row in rows]
        return found

    @property
    def drawn(self) -> dict[str, str]:
        """What the cells drew that have a name, by it."""
        return {
            part.name: part.drawn for part in self.parts if isinstance(part, Cell) and part.name
        }

    def html(
        self, statements: Mapping[str, str] | None = None, language: Language = ENGLISH
    ) -> str:
        """The content as HTML; `statements` are shown in the place of the claims' names."""
        parts = [(isinstance(part, Cell), part) for part in self.parts]
        return template("notebook", language).render(
            parts=parts, statements=statements or {}, example=self.example
        )


def read_notebook(html: str, path: str, language: Language = ENGLISH) -> Notebook:
    r"""Keep the content of a page that mkdocs-jupyter made.

    TeX between dollars, and in bare environments, is put between `\(` and `\)` or `\[` and `\]`.

    Args:
        html: the executed notebook as HTML.
        path: the example's file; its stem is the example's id.
        language: in which it is said what is not shown.

    Raises:
        NotebookError: for a figure without a text alternative, for a warning or an unexpected
            exception in the outputs, for a name that stands twice or has nothing to show, and when
            `html` is not such a page.
    """
    soup = BeautifulSoup(html, "html.parser")
    found = soup.select(".jp-Notebook .jp-Cell[id]")
    if not found:
        raise NotebookError(path, "mkdocs-jupyter rendered no cells; are there any in the file?")
    parts: list[_Part] = []
    for element in found:
        prose = element.select_one(".jp-MarkdownOutput")
        if prose is not None and "jp-MarkdownCell" in element["class"]:
            for unwanted in prose.select(".anchor-link"):
                unwanted.decompose()
            parts.append(_Part(prose=prose))
        elif "jp-CodeCell" in element["class"]:
            block = element.select_one(".jp-InputArea pre")
            source = block.get_text() if block else ""
            tags = frozenset(label.get_text(strip=True) for label in element.select(".cell-tag"))
            parts.append(_Part(None, source, tags, given_in(element)))
    return _notebook(parts, path, language)


def read_executed(notebook: Mapping[str, Any], path: str, language: Language = ENGLISH) -> Notebook:
    """The same from the executed notebook itself, which is data in Jupyter's format, version 4.

    Raises:
        NotebookError: as above.
    """
    parts: list[_Part] = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(_Part(prose=as_html(source)))
        elif cell["cell_type"] == "code":
            tags = frozenset(map(str, cell["metadata"].get("tags", ())))
            parts.append(_Part(None, source, tags, given_of(cell["outputs"])))
    if not parts:
        raise NotebookError(path, "there are no cells in the file")
    return _notebook(parts, path, language)


def _notebook(found: Iterable[_Part], path: str, language: Language) -> Notebook:
    ids: set[str] = set()
    parts: list[Cell | Markup] = []
    number = 0
    for part in found:
        if part.prose is not None:
            mark_numbers(part.prose)
            parts.append(_prose(clean_prose(part.prose.decode_contents()), ids))
            continue
        number += 1
        cell = _code(part, f"{PurePosixPath(path).stem}-{number}", number, path, language)
        for output in cell.outputs:
            if output.kind == "html":
                output.html = _prose(output.html, ids)
        if cell.name and not cell.drawn:
            raise NotebookError(
                path,
                f"cell {number} is named `{cell.name}` for other pages to show it, but puts "
                "out neither a figure nor HTML",
            )
        parts.append(_exercise(cell, path, ids) if "exercise" in cell.tags else cell)
    names = [part.name for part in parts if isinstance(part, Cell) and part.name]
    if twice := {name for name in names if names.count(name) > 1}:
        raise NotebookError(path, f"two cells have the name `{min(twice)}`")
    return Notebook(PurePosixPath(path).stem, parts)


def _prose(html: str, ids: set[str]) -> Markup:
    """Cleaned HTML, headings with ids, tables as Markdown writes them, and TeX ready to be set."""
    element = BeautifulSoup(html, "html.parser")
    for heading in element.find_all(_HEADINGS):
        heading["id"] = unique(slugify(heading.get_text(), "-"), ids)
    for block in element.find_all("pre"):
        block["tabindex"] = "0"
        del block["class"]
    for table in element.find_all("table"):
        table.attrs.clear()
    for text in list(element.find_all(string=True)):
        if type(text) is NavigableString and text.find_parent(_OPAQUE) is None:
            text.replace_with(delimit_tex(text))
    return Markup(element.decode_contents().strip())  # noqa: S704  # cleaned, and parsed again


def _code(part: _Part, name: str, number: int, path: str, language: Language) -> Cell:
    source, alternatives = _take_alternatives(part.source.strip("\n"))
    try:
        may_fail = "raises-exception" in part.tags
        outputs = read_outputs(part.given, name, alternatives, may_fail=may_fail, language=language)
    except OutputError as error:
        first = source.partition("\n")[0]
        raise NotebookError(path, f"cell {number}, which starts `{first}`, {error}") from None
    return Cell(name, number, source, part.tags, outputs)


def _exercise(cell: Cell, path: str, ids: set[str]) -> Cell:
    """The cell as its exercise begins; what running all of it put out is nobody's concern."""
    exercise, problems = exercises.parse(cell.source)
    if exercise is None:
        raise NotebookError(path, f"cell {cell.number} is no exercise: {problems[0].message}")
    name = f"{PurePosixPath(path).stem}-exercise-{exercise.id}"
    heading = unique(f"exercise-{exercise.id}", ids)
    return Cell(name, cell.number, exercise.start, cell.tags, [], exercise, heading)


def _take_alternatives(source: str) -> tuple[str, list[str]]:
    """Separate comments that start with `# alt:`, up to the next line of code, from the code."""
    code: list[str] = []
    alternatives: list[str] = []
    inside = False
    for line in source.split("\n"):
        start = _ALTERNATIVE.match(line)
        inside = start is not None or (inside and line.startswith("#"))
        if start:
            alternatives.append(start[1].strip())
        elif inside:
            alternatives[-1] = f"{alternatives[-1]} {line.lstrip('# ').rstrip()}".strip()
        else:
            code.append(line)
    return "\n".join(code).strip("\n"), alternatives
