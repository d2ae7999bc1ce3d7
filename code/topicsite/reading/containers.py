"""Blocks of Python-Markdown that CommonMark reads as something else, as rules for markdown-it.

The site renders its pages with Python-Markdown. There the body of an admonition, a tab, a footnote
or a definition is indented by four spaces, which CommonMark takes for code; an element of HTML ends
with its end tag and not at the next blank line; with the attribute `markdown` it holds Markdown.

Sources: https://python-markdown.github.io/extensions/ (admonition, footnotes, definition lists,
md_in_html), https://facelessuser.github.io/pymdown-extensions/ (details, tabbed).
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block import StateBlock

from topicsite.reading.tags import RAW, tags

_MARK: Final = re.compile(
    r"(?:!!!|\?\?\?\+?)[ \t]*(?=[\w\"])|===[!+]{0,2}[ \t]+(?=\")"
    r"|\[\^[^\]\n]{1,200}\]:|:[ ]{1,3}(?=\S)"
)
_NAMES: Final = """
address article aside blockquote body canvas center colgroup dd details dir div dl dt fieldset
figcaption figure footer form group h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend
li main map math menu nav noscript object ol optgroup option output p picture pre progress
script search section style summary table tbody td textarea tfoot th thead title tr ul video
"""
_BLOCK: Final = frozenset(_NAMES.split())
"""Elements that begin a block of HTML; any other is part of a paragraph."""
_VOID: Final = frozenset({"hr"})
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?=[\s/>]|$)")
_OTHER: Final = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", "?>"))
_INTERRUPTS: Final = ("paragraph", "reference", "blockquote", "list")
_SEARCHES: Final = 5
"""How often a whole page may be searched for ends of elements that have none."""


def install(parser: MarkdownIt) -> None:
    """Let a parser know these blocks; its `env` needs what `pages` puts there."""
    block = parser.block.ruler
    block.at("html_block", _html, {"alt": list(_INTERRUPTS)})
    block.before("code", "container", _container, {"alt": list(_INTERRUPTS)})


def _container(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A marked line and the lines below it that are indented by four."""
    start = state.bMarks[line] + state.tShift[line]
    mark = None if state.is_code_block(line) else _MARK.match(state.src, start, state.eMarks[line])
    if mark is None:
        return False
    if silent:
        return True
    base = state.sCount[line]
    behind = line + 1
    while behind < end and (state.isEmpty(behind) or state.sCount[behind] >= base + 4):
        behind += 1
    rest = state.src[mark.end() : state.eMarks[line]].strip()
    if mark[0].startswith("[^") and "://" in rest and len(rest.split()) == 1:
        # Where footnotes are not switched on, that is the address of a definition.
        state.env["definitions"].append((start, state.eMarks[line], unescapeAll(rest.strip("<>"))))
    else:
        _push(state, line, rest)
    before = state.lineMax, state.blkIndent, state.parentType
    state.lineMax, state.blkIndent, state.parentType = behind, base + 4, "root"
    state.level += 1
    state.md.block.tokenize(state, line + 1, behind)
    state.level -= 1
    state.lineMax, state.blkIndent, state.parentType = before
    state.line = behind
    return True


def _html(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """An element that is a block, a comment, or one tag around Markdown."""
    start = state.bMarks[line] + state.tShift[line]
    last = state.eMarks[max(line, state.lineMax - 1)]
    if state.is_code_block(line) or not state.src.startswith("<", start):
        return False
    for opening, closing in _OTHER:
        if state.src.startswith(opening, start):
            if not silent:
                found = state.src.find(closing, start + len(opening), last)
                _go_on(state, line, last if found < 0 else found + len(closing))
            return True
    named = _TAG.match(state.src, start, last)
    if named is None or named[2].lower() not in _BLOCK:
        return False
    if not silent:
        _go_on(state, line, _end_of_element(state, start, last))
    return True


def _end_of_element(state: StateBlock, start: int, last: int) -> int:
    """Where an element ends, or only its first tag if what it holds is Markdown; notes its tags."""
    noted: list[tuple[int, int]] = state.env["tags"]
    inside = []
    depth, name = 0, ""
    is_wide = state.env["searched"] < _SEARCHES * (len(state.src) + 1)
    wide = last if is_wide else _blank_line(state.src, start, last)
    for tag in tags(state.src, start, wide):
        inside.append((tag.start, tag.end))
        if not name:
            name = tag.name
            marked = tag.attributes.get("markdown")
            if name.startswith("/") or name in _VOID or (marked and marked.value != "0"):
                noted += inside
                return tag.end
        depth += (tag.name == name) - (tag.name == f"/{name}")
        if depth == 0:
            noted += inside
            return tag.end
    # Without its end: as CommonMark has it, up to the next blank line.
    state.env["searched"] += wide - start
    blank = _blank_line(state.src, start, last)
    noted += [tag for tag in inside if tag[0] < blank]
    return last if name in RAW else blank


def _blank_line(text: str, start: int, last: int) -> int:
    found = text.find("\n\n", start, last)
    return last if found < 0 else found


def _go_on(state: StateBlock, line: int, at: int) -> None:
    """Go on behind `at`; what else stands in its line is a paragraph."""
    while line + 1 < state.lineMax and state.eMarks[line] < at:
        line += 1
    _push(state, line, state.src[at : state.eMarks[line]])
    state.line = line + 1


def _push(state: StateBlock, line: int, rest: str) -> None:
    """Let the rest of a line be read for links."""
    if rest.strip():
        token = state.push("inline", "", 0)
        token.content, token.map, token.children = rest.strip(), [line, line + 1], []
