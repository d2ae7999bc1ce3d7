"""YAML text in, plain text, lists and mappings out; every value can be located again.

YAML's own idea of types is set aside: each plain scalar is taken as the text that stands there, so
that `12:47` is never 767, `no` never False and `1.10` never 1.1. What YAML offers beyond mappings,
lists and text (anchors, aliases, tags, merge keys, several documents) is refused by name.

libyaml composes the nodes without resolving any tag, which is the fast way through PyYAML.
Positions are not kept: a file with a finding is composed a second time and the value walked to.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

import yaml
from yaml.composer import ComposerError
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs leave it out
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from topicsite.findings.diagnostics import Diagnostic, Span
from topicsite.reading.alignment import aligned
from topicsite.reading.refusals import (
    MAX_DEPTH,
    hidden_characters,
    is_nested,
    is_suspicious,
    not_utf8,
    scan,
    span_of,
    syntax_error,
    too_deep,
)

Data = str | list["Data"] | dict[str, "Data"]
Location = tuple[str | int, ...]
"""The way to a value: field names and list indices."""

MAX_BYTES: Final = 64 * 1024


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
        return Source(path, "", None, [not_utf8(path, raw, error)])
    if found := hidden_characters(path, raw, text):
        return Source(path, text, None, found)
    return parse_text(path, text)


def parse_text(path: str, text: str) -> Source:
    """Read YAML text that holds no forbidden character."""
    found: list[Diagnostic] = []
    if is_nested(text) and (found := scan(path, text)):
        return Source(path, text, None, found)
    try:
        root = _compose(text)
    except ComposerError:  # an alias that names nothing, an anchor twice, a second document
        return Source(path, text, None, scan(path, text))
    except yaml.MarkedYAMLError as error:
        return Source(path, text, None, [syntax_error(path, text, error)])
    if root is not None and is_suspicious(text, root) and (found := scan(path, text)):
        return Source(path, text, None, found)
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
    nodes = _nodes(text)
    there = _resolved(nodes, location)
    name, node = nodes[there]
    if key and there == location:
        return span_of(name)
    return _first_key(node) if isinstance(node, MappingNode) else span_of(node)


def locate_within(text: str, location: Location, start: int, end: int) -> Span:
    """Where a stretch of the text at `location` stands; the whole text where that cannot be told.

    Args:
        text: YAML text that `parse` found no fault with.
        location: the way to a text.
        start: index of the first character, in the text as it was read.
        end: index behind the last one.
    """
    nodes = _nodes(text)
    node = nodes[_resolved(nodes, location)][1]
    first = node.start_mark.index
    raw = text[first : node.end_mark.index]
    found = aligned(raw, node.value, node.style or "", (start, end))
    if found is None:
        return span_of(node)
    (line, column), (end_line, end_column) = (_position(text, first + index) for index in found)
    return Span(line, column, end_line, end_column)


def _resolved(nodes: Mapping[Location, tuple[Any, Any]], location: Location) -> Location:
    """How far a location leads; a field whose value stands for a whole mapping has no name."""
    there: Location = ()
    for part in location:
        if (*there, part) in nodes:
            there = (*there, part)
        elif not isinstance(part, str) or isinstance(nodes[there][1], MappingNode):
            break
    return there


def _position(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


@lru_cache(maxsize=1)
def _nodes(text: str) -> dict[Location, tuple[Any, Any]]:
    """The node of each field's name and value, or of an item twice, in the order of the file.

    The last file is kept: its findings are placed one after the other.
    """
    root = _compose(text)
    found: dict[Location, tuple[Any, Any]] = {(): (root, root)}

    def visit(node: Any, location: Location) -> None:
        if isinstance(node, MappingNode):
            parts = [(name.value, name, value) for name, value in node.value]
        elif isinstance(node, SequenceNode):
            parts = [(index, item, item) for index, item in enumerate(node.value)]
        else:
            return
        for part, name, value in parts:
            found[(*location, part)] = (name, value)
            visit(value, (*location, part))

    visit(root, ())
    return found


def _compose(text: str) -> Any:
    """The root node, or None for an empty text; a node's value depends on its class."""
    return _TextComposer(text).get_single_node()


def _first_key(mapping: Any) -> Span:
    """The place of a mapping as a whole: underlining all of it would show nothing."""
    return span_of(mapping.value[0][0]) if mapping.value else span_of(mapping)


def _convert(node: Any, path: str, found: list[Diagnostic], depth: int) -> Data:
    """Turn nodes into text, lists and mappings; report what is not allowed."""
    if node.__class__ is ScalarNode:
        if not node.value:
            message = "there is no value here; write one, or remove the field"
            found.append(Diagnostic("empty-value", message, path, span_of(node)))
        return str(node.value)
    if depth > MAX_DEPTH:
        found.append(too_deep(path, span_of(node)))
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
    return Diagnostic(rule, message, path, span_of(name))


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
    for location, (first, value) in _nodes(text).items():
        if location:
            start, end = span_of(first), span_of(value)
            span = Span(start.line, start.column, end.end_line, end.end_column)
            is_text = isinstance(value, ScalarNode)
            style = (value.style or "") if is_text else ""
            found.append(Stretch(location, span, end if is_text else None, style))
    return found
