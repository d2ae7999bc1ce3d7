"""Projects of any number of topics, in sections or not, with prerequisites and gaps."""

from __future__ import annotations

from pathlib import Path

RESOURCE = """\
title: Resource {number} of {topic}
kind: online-tutorial
url: https://example.org/{topic}/{number}
authors: [Ada Example]
published: 2020
duration: 20 min
level: introductory
access: free
language: en
summary: >
  It shows one idea with one worked example, and says why each step is taken.
teaches: [idea {number}]
"""
TOPIC = """\
title: {title}
summary: What there is to know about {title}, picked by hand and in order.
keywords: [topic]
"""
WANTED = 11
"""Every eleventh topic has no resource."""


def write_library(root: Path, topics: int, sections: int = 0) -> list[str]:
    """Write the entries of a library; the last topic stands in no section.

    Every third topic can be begun, and the two behind it build on the one before.

    Args:
        root: the project's folder.
        topics: how many topics there are.
        sections: how many sections they are in; without any, there is no `site.yml`.

    Returns:
        The ids of the topics.
    """
    names = [f"topic-{number:03}" for number in range(topics)]
    for number, name in enumerate(names):
        folder = root / "resources" / name
        folder.mkdir(parents=True)
        text = TOPIC.format(title=f"Topic number {number}")
        if number % 3:
            text += f"prerequisites: [{names[number - 1]}]\n"
        (folder / "topic.yml").write_text(text)
        if number % WANTED < WANTED - 1:
            for one in range(2):
                entry = RESOURCE.format(topic=name, number=one)
                (folder / f"{name}-{one}.yml").write_text(entry)
    if sections:
        lines = ["sections:"]
        for number in range(sections):
            here = range(number * (topics - 1) // sections, (number + 1) * (topics - 1) // sections)
            lines += [f"  - title: The section number {number}", "    topics:"]
            # The owner's order is not that of the ids.
            lines += [f"      - {names[topic]}" for topic in reversed(here)]
        (root / "resources/site.yml").write_text("\n".join(lines) + "\n")
    return names
