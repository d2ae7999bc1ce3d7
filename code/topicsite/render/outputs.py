"""What a cell put out: text, tables, results, failures, figures; and what no page may show."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final, Literal

from bs4.element import Tag

from topicsite.render.figures import FigureError, inline_svg

OutputKind = Literal["printed", "table", "result", "error", "figure", "html"]

_DELIMITERS: Final = re.compile(r"\|(?: *:?-{3,}:? *\|)+")
# Matplotlib says so once on every new machine, and it means nothing to a reader.
_FONT_CACHE: Final = re.compile(r"Matplotlib is building the font cache[^\n]*\n?")
_KERNEL_FILE: Final = re.compile(r"\S*ipykernel_\d+\S*\.py:(\d+)")
_TRACEBACK: Final = re.compile(r"\s*-{20,}\n")


class OutputError(Exception):
    """An output that cannot be shown; the message goes on after the cell's name."""


@dataclass(frozen=True)
class Table:
    """A table that was printed in Markdown's way.

    Attributes:
        header: the heads of the columns.
        numeric: of each column, whether its delimiter asks for right alignment.
        rows: the cells' texts.
    """

    header: list[str]
    numeric: list[bool]
    rows: list[list[str]]

    @property
    def is_verdicts(self) -> bool:
        """Whether the table compares a source's claims with what came out."""
        return self.header[:1] == ["claim"] and self.header[-1:] == ["verdict"]


@dataclass
class Output:
    """One output.

    Attributes:
        kind: what it is.
        text: of `printed`, `result` and `error`.
        table: of `table`.
        html: of `figure` and `html`.
        element: HTML that is still to be cleaned.
    """

    kind: OutputKind
    text: str = ""
    table: Table | None = None
    html: str = ""
    element: Tag | None = None


def read_outputs(cell: Tag, name: str, alternatives: list[str], *, may_fail: bool) -> list[Output]:
    """The outputs of a cell, in order.

    Args:
        cell: the cell as mkdocs-jupyter renders it.
        name: the cell's id.
        alternatives: the text alternatives of its figures, in order.
        may_fail: whether an exception is part of the page.

    Raises:
        OutputError: when an output must not or cannot be shown.
    """
    outputs: list[Output] = []
    figures = 0
    printed = ""
    for area in cell.select(".jp-OutputArea-output"):
        kind, text = str(area.get("data-mime-type", "a bitmap")), _text(area)
        is_result = "jp-OutputArea-executeResult" in area["class"]
        if kind == "text/plain" and not is_result:
            printed += text  # the kernel flushes at times of its own: only the whole is certain
            continue
        outputs += _printed(printed)
        printed = ""
        if kind == "text/plain":
            outputs.append(Output("result", text))
        elif kind == "application/vnd.jupyter.stderr":
            outputs += _complaint(text, may_fail=may_fail)
        elif kind == "image/svg+xml":
            figures += 1
            if figures <= len(alternatives):
                label = alternatives[figures - 1]
                outputs.append(_figure(area, f"{name}-{figures}", label))
        elif kind in ("text/html", "text/markdown"):
            outputs.append(Output("html", element=area))
        else:
            raise OutputError(f"puts out {kind}, which a page does not show; draw or print instead")
    outputs += _printed(printed)
    if figures != len(alternatives) or not all(alternatives):
        raise OutputError(
            f"draws {_count(figures, 'figure')} and describes {len(alternatives)}; "
            "for each figure write a comment `# alt: what there is to see` in the cell"
        )
    return outputs


def _text(area: Tag) -> str:
    block = area.find("pre")
    return block.get_text() if block else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _complaint(text: str, *, may_fail: bool) -> list[Output]:
    """What was written to the error stream: a failure that is meant, or one of ours."""
    text = _FONT_CACHE.sub("", text)
    if not text.strip():
        return []
    lines = [line for line in text.splitlines() if line.strip()]
    if not _TRACEBACK.match(text):
        first = _KERNEL_FILE.sub(r"line \1", lines[0].strip())
        raise OutputError(f"writes to the error stream: `{first}`; mend or catch what it warns of")
    if not may_fail:
        raise OutputError(
            f"raises `{lines[-1].strip()}`; tag it `raises-exception` if that is meant"
        )
    # The frame above names a file of the kernel's; the statement and the exception are the lesson.
    return [Output("error", lines[-1].strip())]


def _figure(area: Tag, prefix: str, label: str) -> Output:
    image = area.find("img")
    source = str(image["src"]) if image else ""
    try:
        svg = base64.b64decode(source.partition("base64,")[2], validate=True).decode("utf-8")
        html = inline_svg(svg, prefix, label)
    except (binascii.Error, UnicodeDecodeError, FigureError) as error:
        raise OutputError(f"draws a figure that cannot be read: {error}") from None
    return Output("figure", html=html)


def _printed(text: str) -> list[Output]:
    """Printed text, cut where a Markdown table starts and ends."""
    outputs: list[Output] = []
    plain: list[str] = []
    lines = text.rstrip().split("\n") if text.strip() else []
    position = 0
    while position < len(lines):
        if lines[position].startswith("|") and _DELIMITERS.fullmatch(
            lines[position + 1].strip() if position + 1 < len(lines) else ""
        ):
            end = position
            while end < len(lines) and lines[end].startswith("|"):
                end += 1
            outputs += _plain(plain)
            plain = []
            outputs.append(Output("table", table=_table(lines[position:end])))
            position = end
        else:
            plain.append(lines[position])
            position += 1
    return outputs + _plain(plain)


def _plain(lines: list[str]) -> list[Output]:
    """Lines around tables, without the empty ones that only keep them apart."""
    text = "\n".join(lines).strip("\n")
    return [Output("printed", text)] if text.strip() else []


def _table(lines: list[str]) -> Table:
    header, delimiters, *rows = (
        [c.strip() for c in line.strip().strip("|").split("|")] for line in lines
    )
    for row in rows:
        if len(row) != len(header):
            raise OutputError(f"prints a table with a row of {len(row)} cells, not {len(header)}")
    return Table(header, [cell.endswith(":") for cell in delimiters], rows)
