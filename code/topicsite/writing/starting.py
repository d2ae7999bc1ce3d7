"""A new site: every file of it, from the templates in `start`."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template
from typing import Final

from topicsite.model.entries import Topic
from topicsite.model.schema import FILES, PLACE, text_of
from topicsite.reading.load import RESERVED, TOPIC_FILE
from topicsite.writing import issue
from topicsite.writing.drafts import Fields, compose
from topicsite.writing.hosting import Hosting
from topicsite.writing.reading_back import read_back

TAKEN: Final = RESERVED | {"404", "add", "index", "rules", "schema", "sitemap"}
"""Addresses that a new site has already, so that no topic of it can have them."""

_NO_REPOSITORY: Final = """\
# With these two, cards and the form know where the files can be edited:
# repo_url: https://github.com/OWNER/NAME
# edit_uri: edit/main/docs/"""
_HIDDEN: Final = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}
"""Files whose names would mean something to tools here already."""
_ON_GITHUB: Final = "github/"

# What Markdown, in the dialects of MkDocs and of GitHub, would take for its own: anywhere, and at
# the start of a paragraph.
_MARKS: Final = re.compile(r"[\\`*_{}\[\]#$~^|=@&<>]|\A[-+:?!/%.\"']|(?<=\d)[.)](?=\s)")
_KNOWN_WITH_BACKSLASH: Final = "\\`*_{}[]()#+-.!"
# What means something inside a line of an entry.
_MARKS_OF_ENTRIES: Final = re.compile(r"[\\`*_\[\]&<]")


def new_site(
    title: str, summary: str | None, topic: str, address: str, hosting: Hosting | None, wheel: str
) -> dict[str, str]:
    """The text of each file of a site with one topic, by its path.

    Args:
        title: what the site and its topic are called.
        summary: one to three sentences about the topic, or None for a sentence of ours.
        topic: the topic's id.
        address: where the site will stand, or nothing.
        hosting: what the repository tells, or None.
        wheel: the path of the file that installs the generator.

    Raises:
        NotReadBackError: if the topic's file would say something else.
    """
    summary = " ".join(summary.split()) if summary else None
    words = {
        "title": markdown(title),
        "summary": markdown(summary or usual_summary(title)),
        "topic": topic,
        "wheel": wheel,
        "site": quoted(title),
        "description": quoted(summary or usual_summary(title)),
        "address": quoted(address),
        "repository": f"repo_url: {quoted(hosting.repository)}\nedit_uri: {quoted(hosting.edit)}"
        if hosting
        else _NO_REPOSITORY,
    }
    made: dict[str, str] = {}
    for path, text in _templates(files("topicsite") / "writing" / "start", ""):
        name = _HIDDEN.get(path, path)
        if name.startswith(_ON_GITHUB):
            name = f".{name}"
        made[name] = Template(text).safe_substitute(words)
    made[issue.PLACE] = issue.issue_form()
    for name, model in FILES.items():
        made[f"{PLACE}/{name}"] = text_of(model)
    fields: Fields = {
        "title": title,
        "summary": summary or usual_summary(_MARKS_OF_ENTRIES.sub(r"\\\g<0>", title)),
        "keywords": [title[:60].strip()],
    }
    path = f"resources/{topic}/{TOPIC_FILE}"
    made[path] = compose(fields, Topic, path, None)
    read_back(path, made[path], fields, Topic)
    return made


def usual_summary(title: str) -> str:
    """What is said of a topic of which nobody has said anything."""
    return f"What there is to know about {title}, picked by hand and in order."


def quoted(text: str) -> str:
    """A text in double quotes, which every reader of YAML takes for that text and nothing else."""
    return json.dumps(text, ensure_ascii=False)


def markdown(text: str) -> str:
    """A text as Markdown that means nothing but the text."""

    def spelled(mark: re.Match[str]) -> str:
        return f"\\{mark[0]}" if mark[0] in _KNOWN_WITH_BACKSLASH else f"&#{ord(mark[0])};"

    return _MARKS.sub(spelled, " ".join(text.split()))


def _templates(folder: Traversable, prefix: str) -> list[tuple[str, str]]:
    """Every template below a folder, also where the package is an archive."""
    found = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name == "__pycache__":
            continue
        if item.is_dir():
            found += _templates(item, f"{prefix}{item.name}/")
        else:
            found.append((prefix + item.name, item.read_text(encoding="utf-8")))
    return found
