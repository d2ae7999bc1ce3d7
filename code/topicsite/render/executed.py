r"""What an executed notebook holds: its prose as HTML, and what its cells put out.

Prose is CommonMark with tables, and TeX in it stays as it is: what looks like emphasis or like an
escape within a formula is part of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import escape
from typing import Any, Final

from bs4 import BeautifulSoup
from bs4.element import Tag
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from topicsite.render.outputs import Given

_TEX: Final = re.compile(
    r"(?<!\\)\$\$(?:\\.|[^\\$])+\$\$"
    r"|(?<!\\)\$(?![\s$])(?:\\.|[^\\$])*?(?<!\s)\$(?!\d)"
    r"|\\begin\{(?P<name>\w+\*?)\}.*?\\end\{(?P=name)\}"
    r"|\\\\\(.+?\\\\\)|\\\\\[.+?\\\\\]",
    re.DOTALL,
)
_CONTROL: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_STDERR: Final = "application/vnd.jupyter.stderr"
_HTML: Final = ("text/html", "text/markdown", "text/latex")
_ORDER: Final = (
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "text/latex",
    "image/png",
    "image/jpeg",
    "text/plain",
)
"""Of the kinds in which an output was given, the first that is here is shown."""
_NOT_FOR_PAGES: Final = re.compile(r"(application|audio|video)/|text/(x-)?(java|ecma)script")
_FOR_PAGES: Final = ("text/markdown", "text/latex", "image/")


def as_html(source: str) -> Tag:
    """Prose of a cell as HTML, in which TeX stands as it was written."""
    return BeautifulSoup(_markdown().render(source), "html.parser")


def given_of(outputs: Iterable[Mapping[str, Any]]) -> Iterator[Given]:
    """What the kernel gave, from the outputs of a cell."""
    for output in outputs:
        kind = output["output_type"]
        if kind == "stream":
            text = _plain("".join(output["text"]))
            yield Given("text/plain" if output["name"] == "stdout" else _STDERR, text)
        elif kind == "error":
            yield Given(_STDERR, _plain("\n".join(output["traceback"])))
        else:
            yield _shown(output["data"], is_result=kind == "execute_result")


def _shown(data: Mapping[str, Any], *, is_result: bool) -> Given:
    others = [kind for kind in data if _NOT_FOR_PAGES.match(kind)]
    if others and not any(kind.startswith(_FOR_PAGES) for kind in data):
        mark = f'<template data-unshown="{escape(" ".join(others))}"></template>'
        html = mark + _text(data.get("text/html", ""))
        return Given("text/html", html, BeautifulSoup(html, "html.parser"), is_result)
    kind = next((kind for kind in _ORDER if kind in data), next(iter(data), ""))
    text = _text(data.get(kind, ""))
    if kind in _HTML:
        made = text if kind == "text/html" else ""
        if kind == "text/latex":
            made = escape(text)
        element = as_html(text) if kind == "text/markdown" else BeautifulSoup(made, "html.parser")
        return Given(kind, text, element, is_result)
    if kind in ("image/png", "image/jpeg"):
        kind = "a bitmap"
    return Given(kind, _plain(text) if kind == "text/plain" else text, None, is_result)


def _text(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def _plain(text: str) -> str:
    return _CONTROL.sub("", text)


@cache
def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    made.inline.ruler.before("escape", "tex", _tex)
    return made


def _tex(state: StateInline, silent: bool) -> bool:
    """Take TeX as text, before anything in it is taken for something else."""
    if state.src[state.pos] not in "$\\":
        return False
    found = _TEX.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        # A price behind a backslash is no formula; a formula is no price.
        state.push("text", "", 0).content = found[0]
    state.pos = found.end()
    return True
