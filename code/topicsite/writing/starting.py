"""A new site: every file of it, from the templates in `start`."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template
from typing import Final

from topicsite.model.entries import Topic
from topicsite.model.schema import FILES, PLACE, text_of
from topicsite.reading.load import TOPIC_FILE
from topicsite.writing.drafts import Fields, compose
from topicsite.writing.layout import scalar

_HIDDEN: Final = {"gitignore": ".gitignore"}
"""Files whose names would mean something to tools here already."""


def new_site(title: str, summary: str, topic: str) -> dict[str, str]:
    """The text of each file of a site with one topic, by its path.

    Args:
        title: what the site and its topic are called.
        summary: one to three sentences about the topic.
        topic: the topic's id.
    """
    words = {"title": title, "summary": summary, "topic": topic}
    quoted = {**words, "site": scalar(title), "description": scalar(summary)}
    made: dict[str, str] = {}
    for path, text in _templates(files("topicsite") / "writing" / "start", ""):
        name = _HIDDEN.get(path, path)
        made[name] = Template(text).safe_substitute(quoted)
    for name, model in FILES.items():
        made[f"{PLACE}/{name}"] = text_of(model)
    fields: Fields = {"title": title, "summary": summary, "keywords": [title.lower()[:60]]}
    path = f"resources/{topic}/{TOPIC_FILE}"
    made[path] = compose(fields, Topic, path, None)
    return made


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
