"""A new site: every file of it.

The templates in `start/every` are filled in for each site. The files in `start/full` are a finished
topic, about floating-point numbers, and are taken as they are.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template
from typing import Final, NamedTuple

from topicsite.model.entries import Topic
from topicsite.model.schema import FILES, PLACE, text_of
from topicsite.reading import source
from topicsite.reading.load import RESERVED, TOPIC_FILE
from topicsite.writing import issue
from topicsite.writing.drafts import Fields, compose
from topicsite.writing.hosting import Hosting
from topicsite.writing.reading_back import read_back

TAKEN: Final = RESERVED | {"404", "add", "checked", "index", "map", "rules", "schema", "sitemap"}
"""Addresses that a new site has already, so that no topic of it can have them."""

FINISHED: Final = "floating-point"
"""The id of the topic in `start/full`."""

_NO_REPOSITORY: Final = """\
# With these two, cards and the form know where the files can be edited:
# repo_url: https://github.com/OWNER/NAME
# edit_uri: edit/main/docs/"""
_MORE: Final = """\
  - Checked: checked.md
  - Tags: tags/index.md
"""
_FIRST: Final = "the first resource; it asks for what it needs"
_NEXT: Final = "one more resource; it asks for what it needs"
_HIDDEN: Final = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}
"""Files whose names would mean something to tools here already."""
_ON_GITHUB: Final = "github/"

# What Markdown, in the dialects of MkDocs and of GitHub, would take for its own: anywhere, and at
# the start of a paragraph.
_MARKS: Final = re.compile(r"[\\`*_{}\[\]#$~^|=@&<>]|\A[-+:?!/%.\"']|(?<=\d)[.)](?=\s)")
_KNOWN_WITH_BACKSLASH: Final = "\\`*_{}[]()#+-.!"
# What means something inside a line of an entry.
_MARKS_OF_ENTRIES: Final = re.compile(r"[\\`*_\[\]&<]")


class Settings(NamedTuple):
    """What an owner decides before there is a site.

    Attributes:
        title: what the site is called.
        address: where it will stand, or nothing.
        language: of Material's own words, as Material names it.
    """

    title: str
    address: str = ""
    language: str = "en"


class Subject(NamedTuple):
    """The topic of a site that begins without content.

    Attributes:
        topic: its id.
        summary: one to three sentences about it, or None for a sentence of ours.
    """

    topic: str
    summary: str | None = None


def new_site(
    settings: Settings, subject: Subject | None, hosting: Hosting | None, wheel: str
) -> dict[str, str]:
    """The text of each file of a site with one topic, by its path.

    Args:
        settings: what the owner has decided.
        subject: the topic of a site without content, or None for the finished one.
        hosting: what the repository tells, or None.
        wheel: the path of the file that installs the generator.

    Raises:
        NotReadBackError: if the topic's file would say something else.
    """
    start = files("topicsite") / "writing" / "start"
    made = dict(_files(start / "full", "")) if subject is None else _empty(settings.title, subject)
    if subject is None:
        path = f"resources/{FINISHED}/{TOPIC_FILE}"
        finished = Topic.model_validate(source.parse(path, made[path].encode()).data)
        subject, tab, more, first = (
            Subject(FINISHED, finished.summary),
            finished.title,
            _MORE,
            _NEXT,
        )
    else:
        tab, more, first = "Topic", "", _FIRST
    given = subject.summary
    summary = " ".join(given.split()) if given else usual_summary(settings.title)
    repository = (
        f"repo_url: {quoted(hosting.repository)}\nedit_uri: {quoted(hosting.edit)}"
        if hosting
        else _NO_REPOSITORY
    )
    words = {
        "title": markdown(settings.title),
        "summary": markdown(summary),
        "topic": subject.topic,
        "tab": quoted(tab),
        "more": more,
        "first": first,
        "wheel": wheel,
        "site": quoted(settings.title),
        "description": quoted(summary),
        "address": quoted(settings.address),
        "language": settings.language,
        "repository": repository,
    }
    for name, text in _files(start / "every", ""):
        name = _HIDDEN.get(name, name)
        if name.startswith(_ON_GITHUB):
            name = f".{name}"
        made[name] = Template(text).safe_substitute(words)
    made[issue.PLACE] = issue.issue_form()
    for name, model in FILES.items():
        made[f"{PLACE}/{name}"] = text_of(model)
    return made


def languages() -> list[str]:
    """The languages that Material's own words are in, as it names them."""
    folder = files("material") / "templates" / "partials" / "languages"
    return sorted(item.name.removesuffix(".html") for item in folder.iterdir())


def _empty(title: str, subject: Subject) -> dict[str, str]:
    """The file of a topic that has nothing in it yet."""
    summary = " ".join(subject.summary.split()) if subject.summary else None
    fields: Fields = {
        "title": title,
        "summary": summary or usual_summary(_MARKS_OF_ENTRIES.sub(r"\\\g<0>", title)),
        "keywords": [title[:60].strip()],
    }
    path = f"resources/{subject.topic}/{TOPIC_FILE}"
    text = compose(fields, Topic, path, None)
    read_back(path, text, fields, Topic)
    return {path: text}


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


def _files(folder: Traversable, prefix: str) -> list[tuple[str, str]]:
    """The text of every file below a folder, also where the package is an archive."""
    found = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name == "__pycache__":
            continue
        if item.is_dir():
            found += _files(item, f"{prefix}{item.name}/")
        else:
            found.append((prefix + item.name, item.read_text(encoding="utf-8")))
    return found
