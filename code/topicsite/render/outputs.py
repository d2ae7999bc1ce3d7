"""What a cell put out: text, tables, results, failures, figures; and what no page may show."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from bs4 import BeautifulSoup
from bs4.element import Tag

from topicsite.language.locales import ENGLISH, Language
from topicsite.render import unshown
from topicsite.render.allowed import clean_output, mark_numbers
from topicsite.render.figures import FigureError, inline_svg
from topicsite.render.printed import PrintedError, Table, as_shown, parts

OutputKind = Literal["printed", "table", "result", "error", "figure", "html", "unshown"]

# Matplotlib says so once on every new machine, and it means nothing to a reader.
_FONT_CACHE: Final = re.compile(r"Matplotlib is building the font cache[^\n]*\n?")
_KERNEL_FILE: Final = re.compile(r"\S*ipykernel_\d+\S*\.py:(\d+)")
# Elements of a site's own, which show something by themselves, and lines that part.
_SHOWN: Final = re.compile(r"<(?:[a-z0-9]+-[a-z0-9-]+|hr)\b")
_TRACEBACK: Final = re.compile(r"\s*-{20,}\n")


class OutputError(Exception):
    """An output that cannot be shown; the message goes on after the cell's name."""


class Given(NamedTuple):
    """An output as the kernel gave it, whoever handed it on.

    Attributes:
        kind: its media type; `application/vnd.jupyter.stderr` for the error stream and for
            tracebacks, `a bitmap` for a picture of no known type, nothing where there is none.
        text: what it says; the source of a drawing.
        html: of what is HTML, or became it.
        is_result: whether it is the value of the cell's last line.
    """

    kind: str
    text: str = ""
    html: Tag | None = None
    is_result: bool = False


@dataclass
class Output:
    """One output.

    Attributes:
        kind: what it is.
        text: of `printed`, `result`, `error` and `unshown`.
        table: of `table`.
        html: of `figure` and `html`.
    """

    kind: OutputKind
    text: str = ""
    table: Table | None = None
    html: str = ""


def read_outputs(
    given: Iterable[Given],
    name: str,
    alternatives: list[str],
    *,
    may_fail: bool,
    language: Language = ENGLISH,
) -> list[Output]:
    """The outputs of a cell, in order.

    Args:
        given: what the kernel gave.
        name: the cell's id.
        alternatives: the text alternatives of its figures, in order.
        may_fail: whether an exception is part of the page.
        language: in which it is said what is not shown.

    Raises:
        OutputError: when an output must not or cannot be shown.
    """
    outputs: list[Output] = []
    figures = 0
    printed = ""
    for kind, text, html, is_result in given:
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
                outputs.append(_figure(text, f"{name}-{figures}", label))
        elif html is not None:
            outputs += _html(html, language)
        elif kind == "a bitmap" or kind.startswith("image/"):
            raise OutputError(f"puts out {kind}, which a page does not show; draw or print instead")
        else:
            outputs.append(_unshown(language, kind))
    outputs += _printed(printed)
    if figures != len(alternatives) or not all(alternatives):
        raise OutputError(
            f"draws {_count(figures, 'figure')} and describes {len(alternatives)}; "
            "for each figure write a comment `# alt: what there is to see` in the cell"
        )
    return outputs


def given_in(cell: Tag) -> Iterator[Given]:
    """What the kernel gave, from a cell as mkdocs-jupyter renders it.

    Raises:
        OutputError: for a drawing that cannot be read.
    """
    for child in cell.select(".jp-OutputArea-child"):
        area = child.select_one(".jp-OutputArea-output")
        if area is None:
            yield Given("")
            continue
        kind = str(area.get("data-mime-type", "a bitmap"))
        is_html = kind in ("text/html", "text/markdown", "text/latex")
        yield Given(
            kind,
            _drawing(area) if kind == "image/svg+xml" else _text(area),
            area if is_html else None,
            "jp-OutputArea-executeResult" in area["class"],
        )


def _drawing(area: Tag) -> str:
    image = area.find("img")
    source = str(image["src"]) if image else ""
    try:
        return base64.b64decode(source.partition("base64,")[2], validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise OutputError(f"draws a figure that cannot be read: {error}") from None


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


def _figure(svg: str, prefix: str, label: str) -> Output:
    try:
        html = inline_svg(svg, prefix, label)
    except FigureError as error:
        raise OutputError(f"draws a figure that cannot be read: {error}") from None
    return Output("figure", html=html)


def _printed(text: str) -> list[Output]:
    """Printed text and printed tables."""
    try:
        found = parts(as_shown(text))
    except PrintedError as error:
        raise OutputError(str(error)) from None
    return [
        Output("table", table=part) if isinstance(part, Table) else Output("printed", part)
        for part in found
    ]


def _html(area: Tag, language: Language) -> list[Output]:
    """HTML, or what Markdown and TeX become, as far as a page shows it; and what it does not."""
    mark_numbers(area)
    html = clean_output(area.decode_contents())
    is_empty = not _SHOWN.search(html) and not BeautifulSoup(html, "html.parser").get_text().strip()
    lost = unshown.of_html(language, area, is_empty=is_empty)
    outputs = [] if is_empty else [Output("html", html=html)]
    return outputs + ([Output("unshown", unshown.sentence(language, lost))] if lost else [])


def _unshown(language: Language, kind: str) -> Output:
    return Output("unshown", unshown.sentence(language, unshown.of_kinds(language, kind)))
