"""What YAML offers and entries do not use, and what no text may hold: refused by name.

Anchors, aliases, tags, directives and second documents have no use in an entry, and each of them
has surprised somebody. The parser itself says where they are: a node begins with its anchor or tag,
if it has one, and an alias needs an anchor. Only a file in which something was found is looked at
once more, event by event, to tell everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml
from yaml.nodes import MappingNode, ScalarNode

from topicsite.findings.diagnostics import Diagnostic, Span
from topicsite.model.characters import advice, named, unneeded

MAX_DEPTH: Final = 10
"""Nesting of mappings and lists; a topic's steps stand at depth seven."""

_PLAIN_ASCII: Final = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
_MANY: Final = 1000
"""More of one nesting character than this, and the file is scanned before any recursion."""
_REST: Final = re.compile(".*")
_CUT_SHORT: Final = re.compile(r"[ \t]+#[^\s#]")


def is_nested(text: str) -> bool:
    """Whether a text could be nested so deeply that composing it would be dangerous."""
    return len(text) > _MANY and any(text.count(mark) > _MANY for mark in "-?[{")


def is_suspicious(text: str, root: Any) -> bool:
    """Whether `scan` has something to tell.

    Args:
        text: the text of a file.
        root: its root node. A node that an alias repeats is not looked at: its anchor comes first.
    """
    if text.startswith("%") or "\n%" in text:  # a directive, unless a text at the left margin
        return True
    # Without one of these there is no anchor, no tag, no escape and no comment behind a value.
    if not ("&" in text or "!" in text or "\\" in text or " #" in text or "\t#" in text):
        return False
    waiting = [root]
    for node in waiting:
        if node.tag or text[node.start_mark.index : node.start_mark.index + 1] in ("&", "!"):
            return True
        if node.__class__ is ScalarNode:
            if _is_altered(node, text):
                return True
        elif node.__class__ is MappingNode:
            for pair in node.value:
                waiting.extend(pair)
        else:
            waiting.extend(node.value)
    return False


def _is_altered(scalar: Any, text: str) -> bool:
    """Whether a scalar, a node or an event, says something else than one sees in the file."""
    if scalar.style == '"':
        return next(unneeded(scalar.value), None) is not None
    return not scalar.style and _is_cut_short(scalar, text)


def _is_cut_short(scalar: Any, text: str) -> bool:
    return bool(scalar.value) and _CUT_SHORT.match(text, scalar.end_mark.index) is not None


def scan(path: str, text: str) -> list[Diagnostic]:
    """Look at a file event by event, before any node refers to another."""
    found: list[Diagnostic] = []
    try:
        found.extend(_scanned(path, text))
    except yaml.MarkedYAMLError as error:
        found.append(syntax_error(path, text, error))
    return found


def _scanned(path: str, text: str) -> Iterator[Diagnostic]:
    depth = documents = 0
    event: Any  # which attributes it has depends on its class
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.AliasEvent):
            message = f"`*{event.anchor}` refers to another place; write the value out"
            yield Diagnostic("yaml-alias", message, path, span_of(event))
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                message = "a second document starts here; a file holds one entry"
                yield Diagnostic("yaml-documents", message, path, span_of(event))
            elif event.version or event.tags:
                message = "YAML directives are not used here; remove the lines that start with `%`"
                yield Diagnostic("yaml-syntax", message, path, span_of(event))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)):
            yield from _properties(path, text, event)
            if isinstance(event, yaml.ScalarEvent):
                yield from _surprises(path, text, event)
                continue
            depth += 1
            if depth > MAX_DEPTH:
                yield too_deep(path, span_of(event))
                return


def _properties(path: str, text: str, event: Any) -> Iterator[Diagnostic]:
    """The anchor and the tag of a value."""
    if event.anchor:
        message = (
            f"`&{event.anchor}` names a value for later use, which is not done here; "
            "quote the value if it starts with `&`"
        )
        yield Diagnostic("yaml-anchor", message, path, span_of(event))
    # The tag `!` alone says that a text is one, and leaves no other trace.
    tag = event.tag or ("!" if text.startswith("!", event.start_mark.index) else "")
    if tag:
        message = (
            f"`{_short(tag)}` is a type tag, and values are typed by their field; "
            "quote the value if it starts with `!`"
        )
        yield Diagnostic("yaml-tag", message, path, span_of(event))


def _surprises(path: str, text: str, event: Any) -> Iterator[Diagnostic]:
    """What a reader of the file would not expect of a text."""
    place = next(unneeded(event.value), None)
    if place is not None:
        character = event.value[place]
        message = f"the value holds {named(character)}, which {advice(character)}"
        yield Diagnostic("control-character", message, path, span_of(event))
    elif not event.style and _is_cut_short(event, text):
        match = _REST.match(text, event.end_mark.index)
        rest = match[0].strip() if match else ""
        message = (
            f"the value ends before `{rest}`, because ` #` starts a comment; "
            "put the value in quotes, or write a space after the `#` of a comment"
        )
        yield Diagnostic("cut-short", message, path, span_of(event))


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
    for place in unneeded(text):
        line = text.count("\n", 0, place)
        column = place - (text.rfind("\n", 0, place) + 1)
        what = named(text[place])
        if place == 0 and text[0] == "\ufeff":
            what = "U+FEFF is a byte-order mark, which"
        message = f"{what} {advice(text[place])}"
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
