"""The issue form for those who do not use git: its definition, and the fields out of its text.

GitHub turns the filled-in form into Markdown with a heading for each field; what was left empty
says `_No response_`.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from topicsite.findings.diagnostics import Diagnostic
from topicsite.findings.visible import visible
from topicsite.model.entries import Resource
from topicsite.model.fields import spaces_of
from topicsite.model.schema import schema_of
from topicsite.model.shapes import words_of
from topicsite.writing.drafts import Fields

PLACE: Final = ".github/ISSUE_TEMPLATE/resource.yml"
LABEL: Final = "resource"
TOPIC: Final = "Topic"
LONGEST: Final = 65_536
"""How many characters a comment on GitHub may have."""
_MOST_OF_A_FILE: Final = 14_000
_MOST_OF_FINDINGS: Final = 6_000
"""Bytes that are shown of each; three times both, for the fences, fit into a comment."""
_NOTHING: Final = "_No response_"

# What YAML 1.1 takes for a truth is no text for GitHub.
_WORDS: Final = re.compile(
    r"(?!(?:y|n|yes|no|on|off|true|false|null)\Z)[A-Za-z][A-Za-z -]*[A-Za-z]\Z", re.IGNORECASE
)
_BULLET: Final = re.compile(r"\A\s*(?:[-*+\u2022\u2013]|[0-9]{1,2}[.)])(?:\s+|\Z)")
_ENTITY: Final = re.compile(r"&(?:[A-Za-z]+|#[0-9]+);")
_BETWEEN_SEMICOLONS: Final = re.compile(rf"(?:{_ENTITY.pattern}|[^;])+")
_BETWEEN_COMMAS: Final = re.compile(r"(?:[0-9],(?=[0-9])|[^,])+")
# A surname before the other names, on a line of its own; and what follows a name.
_TURNED: Final = re.compile(r"[^\s,]+,\s*[^,]+\Z")
_AFTER_A_NAME: Final = re.compile(
    r"(?:[JS]r|I{2,3}|IV|Inc|Ltd|LLC|GmbH|AG|Ph\.?D|M\.?D|et al)\.?\Z"
)


def issue_form(model: type[Resource] = Resource) -> str:
    """The definition of the form, as GitHub reads it.

    Args:
        model: what the site's resources are.
    """
    schema = schema_of(model)
    parts = [
        f"# Written by `topicsite schema` from the models.\n"
        f"name: Propose a resource\n"
        f"description: Describe one resource; its file is made from what you write.\n"
        f'title: "Resource: "\n'
        f"labels: [{LABEL}]\n"
        f"body:\n"
        f"  - type: markdown\n"
        f"    attributes:\n"
        f"      value: You need not know git. The file is made and checked for you, and the answer "
        f"comes as a comment.\n"
    ]
    parts += [
        _element(name, schema["properties"][name], model, name in schema["required"])
        for name in _fields(model)
    ]
    parts.append(
        "  - type: input\n    id: topic\n    attributes:\n"
        f"      label: {TOPIC}\n"
        "      description: Its name in addresses. Leave it empty where there is only one.\n"
    )
    return "".join(parts)


def fields_of(text: str, model: type[Resource] = Resource) -> tuple[Fields, str | None]:
    """The fields in the text of an issue, and the topic if it names one.

    A heading counts only where the form has it: what looks like one in an answer is part of it.

    Args:
        text: what the issue says.
        model: what the site's resources are.
    """
    properties = schema_of(model)["properties"]
    titles = {name: properties[name]["title"] for name in _fields(model)} | {"topic": TOPIC}
    answers: dict[str, str] = {}
    rest = "\n" + text.replace("\r\n", "\n")
    current: str | None = None
    for name, title in titles.items():
        before, heading, after = rest.partition(f"\n### {title}\n")
        if not heading:
            continue
        if current is not None:
            answers[current] = before
        current, rest = name, "\n" + after.lstrip("\n")
    if current is not None:
        answers[current] = rest
    fields: Fields = {}
    for name, answer in answers.items():
        value = answer.strip()
        if not value or value == _NOTHING or name == "topic":
            continue
        if properties[name]["type"] == "array":
            fields[name] = [*items(value, are_names=name == "authors")]
        else:
            fields[name] = value
    topic = answers.get("topic", "").strip()
    return fields, None if topic in ("", _NOTHING) else topic


def items(text: str, *, are_names: bool) -> list[str]:
    """The items of a list, as people write one: a line each, or separated on a line.

    A semicolon separates before a comma does, so that a name can hold one. All signs of an item
    stay: `C++`, `A*`, `What is attention?`.
    """
    lines = [line for line in (_BULLET.sub("", line).strip() for line in text.split("\n")) if line]
    by_comma = not any(";" in _ENTITY.sub("", line) for line in lines)
    parts = _BETWEEN_COMMAS if by_comma else _BETWEEN_SEMICOLONS
    found: list[str] = []
    for line in lines:
        if are_names and by_comma and len(lines) > 1 and _TURNED.match(line):
            found.append(line)
            continue
        for item in filter(None, map(str.strip, parts.findall(line))):
            if are_names and by_comma and found and _AFTER_A_NAME.match(item):
                found[-1] += f", {item}"
            else:
                found.append(item)
    return found


def answer(path: str, text: str, findings: list[Diagnostic], *, short: bool = False) -> str:
    """A comment on the issue: the file, and what is wrong with it.

    All that somebody else wrote stands in blocks of code, where it mentions and links nothing.

    Args:
        path: where the file would stand.
        text: what it says.
        findings: what the check says of it.
        short: cut what would make it longer than a comment may be.
    """
    errors = [finding for finding in findings if finding.severity == "error"]
    parts = ["Thank you. This file comes of it:", ""]
    parts += _block(f"# {path}\n{text}", "yaml", _MOST_OF_A_FILE if short else None)
    if findings:
        told = "\n".join(visible(str(finding)) for finding in findings)
        parts += ["The check says:", ""]
        parts += _block(f"{told}\n", "text", _MOST_OF_FINDINGS if short else None)
    parts.append(
        "Edit the issue, and this answer follows."
        if errors
        else "It passes the check. Somebody who looks after the topic takes it from here."
    )
    return "\n".join(parts) + "\n"


def _block(text: str, language: str, most: int | None) -> list[str]:
    """A block of code with a fence that nothing in the text can close, and a line below it.

    Args:
        text: what stands in it.
        language: what it is written in.
        most: the bytes after which the text is cut; the two fences can take as many each.
    """
    raw = text.encode("utf-8", "replace")
    rest = []
    if most is not None and len(raw) > most:
        text = raw[:most].decode("utf-8", "ignore")
        rest = ["This is cut short; the log of the workflow has the rest.", ""]
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence + language, text.rstrip("\n"), fence, "", *rest]


def _fields(model: type[Resource]) -> list[str]:
    """The fields that fit one answer each, those first without which there is no entry."""
    schema = schema_of(model)
    simple = [
        name
        for name, shape in schema["properties"].items()
        if "$ref" not in shape.get("items", {}) and name != "formerly"
    ]
    return sorted(simple, key=lambda name: not model.model_fields[name].is_required())


def _element(name: str, shape: dict[str, Any], model: type[Resource], needed: bool) -> str:
    info = model.model_fields[name]
    words = words_of(shape)
    is_list = shape["type"] == "array"
    is_long = is_list or spaces_of(info.annotation, *info.metadata) == "fold"
    kind = "dropdown" if words else "textarea" if is_long else "input"
    description = shape["description"] + (
        " One on each line, or with semicolons or commas between them." if is_list else ""
    )
    examples = (shape["items"] if is_list else shape).get("examples")
    lines = [
        f"  - type: {kind}",
        f"    id: {name}",
        "    attributes:",
        f"      label: {_plain(shape['title'])}",
        f"      description: {json.dumps(description)}",
    ]
    if examples:
        lines.append(f"      placeholder: {json.dumps(str(examples[0]))}")
    if words:
        lines.append(f"      options: [{', '.join(map(_plain, words))}]")
    if needed:
        lines += ["    validations:", "      required: true"]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """A text as it stands in YAML, in quotes where GitHub could take it for something else."""
    return text if _WORDS.match(text) else json.dumps(text, ensure_ascii=False)
