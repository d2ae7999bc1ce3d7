"""What YAML offers and entries do not use, and what no text may hold: refused by name.

Anchors, aliases, tags, directives and second documents have no use in an entry, and each of them
has surprised somebody. Most files hold none of the characters that could start one; only the others
are looked at event by event.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from topicsite.findings.diagnostics import Diagnostic, Span

MAX_DEPTH: Final = 10
"""Nesting of mappings and lists; a topic's steps stand at depth seven."""

# What must not stand in a text: control characters other than tab and line ends, the line
# separators that YAML alone treats as line ends, invisible characters, and those that change the
# direction of what is displayed, so that a reviewer sees something else than the machine reads.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]|\r(?!\n)"
)
_PLAIN_ASCII: Final = bytes([0x09, 0x0A, *range(0x20, 0x7F)])

# Only a file in which one of these stands can hold an anchor, alias, tag or directive, or a value
# that a comment cuts short; only such a file is scanned event by event. The rare character comes
# first in a pattern, then what must stand before it, because that is how a search is fast.
_INDICATORS: Final = [
    (
        mark,
        re.compile(rf"\{mark}(?:(?<=[:?-][ \n].)|(?<=[\[{{\n\t].)|(?<=[ \n] .)|(?<=\A.))"),
        re.compile(rf"\{mark}(?:(?<=,[ \n].)|(?<=,.))"),
    )
    for mark in "&*!%"
]
_UNQUOTED_BLOCK_SCALAR: Final = re.compile(r"[a-z_]+: [>|][+-]?\r?\n[^\"']*\Z")
_COMMENT_WITHOUT_SPACE: Final = re.compile(r" #[^\s#]")
_MANY: Final = 1000
"""More of one nesting character than this, and the file is scanned before any recursion."""
_CUT_SHORT: Final = re.compile(r"\s+#[^\s#]")


def is_suspicious(text: str) -> bool:
    """Whether a text may hold something that `scan` would find."""
    for mark, indicator, after_comma in _INDICATORS:
        if mark in text and (indicator.search(text) or _is_listed(text, after_comma)):
            return True
    return (
        "\\" in text
        or (" #" in text and _COMMENT_WITHOUT_SPACE.search(text) is not None)
        or (len(text) > _MANY and any(text.count(mark) > _MANY for mark in "-?[{"))
    )


def _is_listed(text: str, after_comma: re.Pattern[str]) -> bool:
    """Whether an indicator follows a comma that may be one of a list, and not of a sentence.

    A sentence is what stands in a block scalar: indented below a line such as `summary: >`. Where
    quotes stand before the comma, that line could itself be quoted, so those are not let off.
    """
    for match in after_comma.finditer(text):
        start = match.start()
        while start > 0:
            start = text.rfind("\n", 0, start)
            if text[start + 1] not in " \t\r\n":
                break
        if not _UNQUOTED_BLOCK_SCALAR.match(text, start + 1, match.start()):
            return True
    return False


def scan(path: str, text: str) -> list[Diagnostic]:
    """Look at a suspicious file event by event, before any node refers to another."""
    found: list[Diagnostic] = []
    lines = text.split("\n")
    depth = documents = 0
    event: Any  # which attributes it has depends on its class
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.AliasEvent):
            message = f"`*{event.anchor}` refers to another place; write the value out"
            found.append(Diagnostic("yaml-alias", message, path, span_of(event)))
            continue
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                message = "a second document starts here; a file holds one entry"
                found.append(Diagnostic("yaml-documents", message, path, span_of(event)))
            elif event.version or event.tags:
                message = "YAML directives are not used here; remove the lines that start with `%`"
                found.append(Diagnostic("yaml-syntax", message, path, span_of(event)))
        if getattr(event, "anchor", None):
            message = (
                f"`&{event.anchor}` names a value for later use, which is not done here; "
                "quote the value if it starts with `&`"
            )
            found.append(Diagnostic("yaml-anchor", message, path, span_of(event)))
        if getattr(event, "tag", None):
            message = (
                f"`{_short(event.tag)}` is a type tag, and values are typed by their field; "
                "quote the value if it starts with `!`"
            )
            found.append(Diagnostic("yaml-tag", message, path, span_of(event)))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return [*found, too_deep(path, span_of(event))]
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent) and (hidden := _FORBIDDEN.search(event.value)):
            message = f"the value holds U+{ord(hidden[0]):04X}, which cannot be seen; remove it"
            found.append(Diagnostic("control-character", message, path, span_of(event)))
        elif isinstance(event, yaml.ScalarEvent) and not event.style and event.value:
            end: Any = event.end_mark
            rest = lines[end.line][end.column :] if end.line < len(lines) else ""
            if _CUT_SHORT.match(rest):
                message = (
                    f"the value ends before `{rest.strip()}`, because ` #` starts a comment; "
                    "put the value in quotes, or write a space after the `#` of a comment"
                )
                found.append(Diagnostic("cut-short", message, path, span_of(event)))
    return found


def _short(tag: str) -> str:
    """A tag as it is usually written: `!!str`."""
    return tag.replace("tag:yaml.org,2002:", "!!", 1)


def too_deep(path: str, span: Span) -> Diagnostic:
    """Mappings or lists are nested too deeply."""
    message = f"nested deeper than {MAX_DEPTH} levels; no field needs that"
    return Diagnostic("too-deep", message, path, span)


def syntax_error(path: str, text: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    """A syntax error of libyaml's, with the usual cause where there is one."""
    mark: Any = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if error.problem == "but found another document":
        message = "a second document starts here; a file holds one entry"
        return Diagnostic("yaml-documents", message, path, point(line, column))
    problem = error.problem or error.context or "not YAML"
    lines = text.split("\n")
    here = lines[line] if line < len(lines) else ""
    hint = ""
    if "mapping values are not allowed" in problem:
        hint = "; a text that contains `: ` goes in quotes"
    elif "\t" in here[: column + 1] or ("cannot start any token" in problem and "\t" in here):
        hint = "; indent with spaces, not tabs"
    elif "cannot start any token" in problem:
        hint = "; a text that starts with a special character goes in quotes"
    elif "could not find expected ':'" in problem:
        hint = "; every line is `field: value`, and lines of a longer text are indented"
    elif "quoted scalar" in (error.context or "") and error.context_mark:
        hint = "; the closing quote is missing"
        opening: Any = error.context_mark
        line, column = opening.line, opening.column
    elif "did not find expected" in problem:
        hint = "; check the indentation, quotes and brackets here and just above"
    return Diagnostic("yaml-syntax", f"not YAML: {problem}{hint}", path, point(line, column))


def not_utf8(path: str, raw: bytes, error: UnicodeDecodeError) -> Diagnostic:
    """The first byte that cannot be read."""
    before = raw[: error.start].decode("utf-8")
    line = before.count("\n")
    column = len(before) - (before.rfind("\n") + 1)
    message = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
    return Diagnostic("not-utf8", message, path, point(line, column))


def hidden_characters(path: str, raw: bytes, text: str) -> list[Diagnostic]:
    """Every control, invisible or direction-changing character, at most ten of them."""
    # One pass in C finds most files clean; only the others pay for the search by character.
    if not raw.translate(None, _PLAIN_ASCII):
        return []
    found: list[Diagnostic] = []
    for match in _FORBIDDEN.finditer(text):
        before = text[: match.start()]
        line = before.count("\n")
        column = match.start() - (before.rfind("\n") + 1)
        name = "a byte-order mark" if match.start() == 0 and match[0] == "\ufeff" else "a character"
        message = f"U+{ord(match[0]):04X} is {name} that cannot be seen; remove it"
        found.append(Diagnostic("control-character", message, path, point(line, column)))
        if len(found) == 10:
            break
    return found


def point(line: int, column: int) -> Span:
    """One character, from 0-based line and column."""
    return Span(line + 1, column + 1, line + 1, column + 2)


def span_of(node: Any) -> Span:
    """The stretch of a node or an event."""
    start, end = node.start_mark, node.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
