"""YAML text in, plain text, lists and mappings out; every value can be located again.

YAML's own idea of types is set aside: each plain scalar is taken as the text that stands there, so
that `12:47` is never 767, `no` never False and `1.10` never 1.1. What YAML offers beyond mappings,
lists and text (anchors, aliases, tags, merge keys, several documents) is refused by name.

libyaml composes the nodes without resolving any tag, which is the fast way through PyYAML.
Positions are not kept: a file with a finding is composed a second time and the value walked to.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs leave it out
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from topicsite.diagnostics import Diagnostic, Span

Data = str | list["Data"] | dict[str, "Data"]
Location = tuple[str | int, ...]
"""The way to a value: field names and list indices."""

MAX_BYTES: Final = 64 * 1024
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


class Source(NamedTuple):
    """One file, read.

    Attributes:
        path: how the file is named in findings.
        text: what it says, decoded.
        data: its content; None if there are findings.
        diagnostics: what is wrong with it as YAML.
    """

    path: str
    text: str
    data: Data | None
    diagnostics: list[Diagnostic]


class _TextComposer(CParser):
    """libyaml's composer with every question about types answered by "it is text"."""

    def resolve(self, kind: object, value: object, implicit: object) -> None:
        """Leave the tag open."""

    def descend_resolver(self, node: object, index: object) -> None:
        """Nothing to prepare."""

    def ascend_resolver(self) -> None:
        """Nothing to undo."""


def parse(path: str, raw: bytes) -> Source:
    """Read the bytes of a YAML file."""
    if len(raw) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024} KiB; an entry is a page at most"
        return Source(path, "", None, [Diagnostic("file-too-large", message, path)])
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return Source(path, "", None, [_not_utf8(path, raw, error)])
    # One pass in C finds most files clean; only the others pay for the search by character.
    if raw.translate(None, _PLAIN_ASCII) and (found := _forbidden(path, text)):
        return Source(path, text, None, found)
    return parse_text(path, text)


def parse_text(path: str, text: str) -> Source:
    """Read YAML text that holds no forbidden character."""
    found: list[Diagnostic] = []
    try:
        if _is_suspicious(text) and (found := _scan(path, text)):
            return Source(path, text, None, found)
        root = _compose(text)
    except yaml.MarkedYAMLError as error:
        return Source(path, text, None, [_syntax(path, text, error)])
    if root is None:
        message = "the file is empty; write the fields of an entry, such as `title: ...`"
        return Source(path, text, None, [Diagnostic("wrong-type", message, path)])
    data = _convert(root, path, found, 1)
    return Source(path, text, None if found else data, found)


def locate(text: str, location: Location, *, key: bool = False) -> Span:
    """Where the value at `location` stands, or its key.

    A value that is missing is located at the mapping or list it would stand in: its first key.

    Args:
        text: YAML text that `parse` found no fault with.
        location: the way to the value.
        key: locate the name of the last field instead of its value.
    """
    node = _compose(text)
    for depth, part in enumerate(location):
        last = depth == len(location) - 1
        if isinstance(node, MappingNode):
            for name, value in node.value:
                if name.value == part:
                    node = name if key and last else value
                    break
            else:
                return _first_key(node)
        elif isinstance(node, SequenceNode) and isinstance(part, int):
            if part >= len(node.value):
                return _span(node)
            node = node.value[part]
        else:
            break
    return _first_key(node) if isinstance(node, MappingNode) else _span(node)


def _is_suspicious(text: str) -> bool:
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


def _compose(text: str) -> Any:
    """The root node, or None for an empty text; a node's value depends on its class."""
    return _TextComposer(text).get_single_node()


def _first_key(mapping: Any) -> Span:
    """The place of a mapping as a whole: underlining all of it would show nothing."""
    return _span(mapping.value[0][0]) if mapping.value else _span(mapping)


def _convert(node: Any, path: str, found: list[Diagnostic], depth: int) -> Data:
    """Turn nodes into text, lists and mappings; report what is not allowed."""
    if node.__class__ is ScalarNode:
        if not node.value:
            message = "there is no value here; write one, or remove the field"
            found.append(Diagnostic("empty-value", message, path, _span(node)))
        return str(node.value)
    if depth > MAX_DEPTH:
        found.append(_too_deep(path, _span(node)))
        return ""
    if node.__class__ is SequenceNode:
        return [
            # Most values are texts that are not empty: they are taken without a call.
            item.value
            if item.__class__ is ScalarNode and item.value
            else _convert(item, path, found, depth + 1)
            for item in node.value
        ]
    data: dict[str, Data] = {}
    for name, value in node.value:
        field = name.value
        if name.__class__ is not ScalarNode or field in data or field == "<<":
            found.append(_bad_key(name, path))
        elif value.__class__ is ScalarNode and value.value:
            data[field] = value.value
        else:
            data[field] = _convert(value, path, found, depth + 1)
    return data


def _bad_key(name: Any, path: str) -> Diagnostic:
    """Why a field's name cannot stand: it is no text, a merge key, or there already."""
    if name.__class__ is not ScalarNode:
        rule = "yaml-key"
        message = "a field's name is plain text; quote a value that starts with `{` or `[`"
    elif name.value == "<<":
        rule = "yaml-merge-key"
        message = "merge keys are not used here; write the fields out"
    else:
        rule = "duplicate-key"
        message = f"`{name.value}` is given twice; keep one of them"
    return Diagnostic(rule, message, path, _span(name))


def _scan(path: str, text: str) -> list[Diagnostic]:
    """Look at a suspicious file event by event, before any node refers to another."""
    found: list[Diagnostic] = []
    lines = text.split("\n")
    depth = documents = 0
    event: Any  # which attributes it has depends on its class
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.AliasEvent):
            message = f"`*{event.anchor}` refers to another place; write the value out"
            found.append(Diagnostic("yaml-alias", message, path, _span(event)))
            continue
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                message = "a second document starts here; a file holds one entry"
                found.append(Diagnostic("yaml-documents", message, path, _span(event)))
            elif event.version or event.tags:
                message = "YAML directives are not used here; remove the lines that start with `%`"
                found.append(Diagnostic("yaml-syntax", message, path, _span(event)))
        if getattr(event, "anchor", None):
            message = (
                f"`&{event.anchor}` names a value for later use, which is not done here; "
                "quote the value if it starts with `&`"
            )
            found.append(Diagnostic("yaml-anchor", message, path, _span(event)))
        if getattr(event, "tag", None):
            message = (
                f"`{_short(event.tag)}` is a type tag, and values are typed by their field; "
                "quote the value if it starts with `!`"
            )
            found.append(Diagnostic("yaml-tag", message, path, _span(event)))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return [*found, _too_deep(path, _span(event))]
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent) and (hidden := _FORBIDDEN.search(event.value)):
            message = f"the value holds U+{ord(hidden[0]):04X}, which cannot be seen; remove it"
            found.append(Diagnostic("control-character", message, path, _span(event)))
        elif isinstance(event, yaml.ScalarEvent) and not event.style and event.value:
            end: Any = event.end_mark
            rest = lines[end.line][end.column :] if end.line < len(lines) else ""
            if _CUT_SHORT.match(rest):
                message = (
                    f"the value ends before `{rest.strip()}`, because ` #` starts a comment; "
                    "put the value in quotes, or write a space after the `#` of a comment"
                )
                found.append(Diagnostic("cut-short", message, path, _span(event)))
    return found


def _short(tag: str) -> str:
    """A tag as it is usually written: `!!str`."""
    return tag.replace("tag:yaml.org,2002:", "!!", 1)


def _too_deep(path: str, span: Span) -> Diagnostic:
    message = f"nested deeper than {MAX_DEPTH} levels; no field needs that"
    return Diagnostic("too-deep", message, path, span)


def _span(node: Any) -> Span:
    """The stretch of a node or an event."""
    start, end = node.start_mark, node.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _syntax(path: str, text: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    """A syntax error of libyaml's, with the usual cause where there is one."""
    mark: Any = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if error.problem == "but found another document":
        message = "a second document starts here; a file holds one entry"
        return Diagnostic("yaml-documents", message, path, _point(line, column))
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
    return Diagnostic("yaml-syntax", f"not YAML: {problem}{hint}", path, _point(line, column))


def _not_utf8(path: str, raw: bytes, error: UnicodeDecodeError) -> Diagnostic:
    before = raw[: error.start].decode("utf-8")
    line = before.count("\n")
    column = len(before) - (before.rfind("\n") + 1)
    message = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
    return Diagnostic("not-utf8", message, path, _point(line, column))


def _forbidden(path: str, text: str) -> list[Diagnostic]:
    """Every control, invisible or direction-changing character, at most ten of them."""
    found: list[Diagnostic] = []
    for match in _FORBIDDEN.finditer(text):
        before = text[: match.start()]
        line = before.count("\n")
        column = match.start() - (before.rfind("\n") + 1)
        name = "a byte-order mark" if match.start() == 0 and match[0] == "\ufeff" else "a character"
        message = f"U+{ord(match[0]):04X} is {name} that cannot be seen; remove it"
        found.append(Diagnostic("control-character", message, path, _point(line, column)))
        if len(found) == 10:
            break
    return found


def _point(line: int, column: int) -> Span:
    """One character, from 0-based line and column."""
    return Span(line + 1, column + 1, line + 1, column + 2)


_HEADER: Final = re.compile(r"# ---\n((?:#.*\n)*?)# ---(?:\n|\Z)")


def header_of(path: str, raw: bytes) -> Source:
    """Read the YAML header of a Python example: commented lines between two lines `# ---`.

    The text of the result is the header's YAML, line for line: see `in_header` for its places.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return Source(path, "", None, [_not_utf8(path, raw, error)])
    lines = _header_lines(text)
    if lines is None:
        message = (
            "an example starts with its header: a line `# ---`, lines such as "
            "`# title: ...`, and a line `# ---`"
        )
        return Source(path, "", None, [Diagnostic("missing-header", message, path)])
    unspaced = [number for number, line in enumerate(lines) if line[1:2].strip()]
    if unspaced:
        message = "a line of the header starts with `# `: a number sign and a space"
        span = _point(unspaced[0] + 1, 0)
        return Source(path, "", None, [Diagnostic("missing-header", message, path, span)])
    header = parse(path, yaml_of(text).encode())
    found = [
        Diagnostic(d.rule, d.message, d.path, in_header(d.span), d.severity)
        for d in header.diagnostics
    ]
    return header._replace(diagnostics=found)


def yaml_of(text: str) -> str:
    """The YAML in an example's header; nothing if there is no header."""
    return "\n".join(line[2:] for line in _header_lines(text) or ())


def _header_lines(text: str) -> list[str] | None:
    match = _HEADER.match(text.replace("\r\n", "\n"))
    return None if match is None else match[1].splitlines()


def in_header(span: Span) -> Span:
    """The place in an example's file of a place in its header."""
    line, column, end_line, end_column = span
    return Span(line + 1, column + 2, end_line + 1, end_column + 2)


def locate_in(path: str, text: str, location: Location, *, key: bool = False) -> Span:
    """Where a value stands in a file, which may be an example with a header."""
    span = locate(text, location, key=key)
    return in_header(span) if path.endswith(".py") else span


class Stretch(NamedTuple):
    """Where one field or item of a list stands.

    Attributes:
        location: the way to it.
        span: from the field's name, or the item's first character, to the end of its value.
        value: the span of the value alone, if it is a text.
        style: how a text is written: `>`, `|`, a quote, or nothing for a plain one.
    """

    location: Location
    span: Span
    value: Span | None
    style: str


def outline(text: str) -> list[Stretch]:
    """Every field and item in the order of the file, the outer before the inner.

    Args:
        text: YAML text that `parse` found no fault with.
    """
    found: list[Stretch] = []

    def visit(node: Any, location: Location) -> None:
        if isinstance(node, MappingNode):
            parts = [(name.value, name, value) for name, value in node.value]
        elif isinstance(node, SequenceNode):
            parts = [(index, item, item) for index, item in enumerate(node.value)]
        else:
            return
        for part, first, value in parts:
            start, end = _span(first), _span(value)
            span = Span(start.line, start.column, end.end_line, end.end_column)
            is_text = isinstance(value, ScalarNode)
            style = (value.style or "") if is_text else ""
            found.append(Stretch((*location, part), span, end if is_text else None, style))
            visit(value, (*location, part))

    visit(_compose(text), ())
    return found
