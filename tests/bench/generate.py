"""One made-up catalog twice: as YAML entries for topicsite, as Markdown pages for plain MkDocs."""

from __future__ import annotations

import random
from pathlib import Path

from topicsite.model.words import KINDS, LEVELS

PER_TOPIC = 10
PROSE = (
    "the of a gradient chain rule step shows with by hand why each number matters error "
    "backward forward pass weight layer loss small example idea proof table graph node"
)
WORDS = PROSE.split()

MKDOCS = """\
site_name: {name}
site_description: A made-up catalog for measuring.
theme:
  name: material
  font: false
{more}
"""


def entry(number: int) -> dict[str, str]:
    """The fields of one made-up resource; the same number gives the same entry."""
    source = random.Random(number)
    topic = number // PER_TOPIC
    # Phrases are shared within ten topics, so that no tag page grows with the catalog.
    family = topic // 10
    phrases = source.sample([f"phrase {family} {letter}" for letter in "abcdefgh"], 2)
    return {
        "id": f"entry-{number:05d}",
        "title": f"Entry {number}: {' '.join(source.choices(WORDS, k=6))}",
        "kind": KINDS[number % len(KINDS)],
        "url": f"https://example.org/topic-{topic}/entry-{number}",
        "authors": f"Ada Example {number % 97}, Ben Sample {number % 89}",
        "published": str(1980 + number % 45),
        "duration": f"{5 + number % 50} min",
        "level": LEVELS[number % len(LEVELS)],
        "summary": " ".join(source.choices(WORDS, k=30)).capitalize() + f", *{number}*.",
        "teaches": ", ".join(phrases),
        "before": f"entry-{number - 1:05d}" if number % PER_TOPIC else "",
        "venue": f"Journal of Examples {number % 30}",
        "doi": f"10.1234/example.{number}",
    }


def as_yaml(root: Path, count: int) -> None:
    """Write a topicsite project of `count` entries, one file each, ten to a topic."""
    for topic in range(count // PER_TOPIC):
        folder = root / "resources" / f"topic-{topic:04d}"
        folder.mkdir(parents=True)
        entries = [entry(number) for number in range(topic * PER_TOPIC, (topic + 1) * PER_TOPIC)]
        (folder / "topic.yml").write_text(
            f"title: Topic {topic}\n"
            f"summary: Topic {topic} gathers ten entries that explain one idea from ten sides.\n"
            f"keywords: [topic {topic}, examples]\n"
        )
        for fields in entries:
            before = f"prerequisites: [{fields['before']}]\n" if fields["before"] else ""
            (folder / f"{fields['id']}.yml").write_text(
                f"title: '{fields['title']}'\n"
                f"kind: {fields['kind']}\n"
                f"url: {fields['url']}\n"
                f"authors: [{fields['authors']}]\n"
                f"published: {fields['published']}\n"
                f"duration: {fields['duration']}\n"
                f"level: {fields['level']}\n"
                "access: free\n"
                "language: en\n"
                f"summary: >\n  {fields['summary']}\n"
                f"teaches: [{fields['teaches']}]\n"
                f"{before}"
                f"venue: {fields['venue']}\n"
                f"doi: {fields['doi']}\n"
                "licence: CC BY 4.0\n"
            )
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text("# Measured\n\nA made-up catalog.\n")
    more = "plugins: [search, topicsite]\nnav:\n  - Home: index.md"
    (root / "mkdocs.yml").write_text(MKDOCS.format(name="Ours", more=more))


def as_markdown(root: Path, count: int) -> None:
    """Write the same content by hand, as it were: a page for each topic and for each tag."""
    docs = root / "docs"
    (docs / "tags").mkdir(parents=True)
    tags: dict[str, list[dict[str, str]]] = {}
    for topic in range(count // PER_TOPIC):
        entries = [entry(number) for number in range(topic * PER_TOPIC, (topic + 1) * PER_TOPIC)]
        page = [f"# Topic {topic}\n\nTopic {topic} gathers ten entries that explain one idea.\n"]
        for kind in KINDS:
            of_kind = [fields for fields in entries if fields["kind"] == kind]
            if of_kind:
                page.append(f"## {kind.capitalize()}\n")
            page.extend(_card(fields) for fields in of_kind)
        folder = docs / f"topic-{topic:04d}"
        folder.mkdir()
        (folder / "index.md").write_text("\n".join(page))
        for fields in entries:
            for phrase in fields["teaches"].split(", "):
                tags.setdefault(phrase, []).append(fields)
    for phrase, entries in tags.items():
        lines = [f"# {phrase}\n"]
        lines += [
            f"- [{fields['title']}](../topic-{int(fields['id'][-5:]) // PER_TOPIC:04d}/index.md"
            f"#{fields['id']}), {fields['kind']}, {fields['duration']}, {fields['level']}"
            for fields in entries
        ]
        (docs / "tags" / f"{phrase.replace(' ', '-')}.md").write_text("\n".join(lines) + "\n")
    index = [f"- [{phrase}]({phrase.replace(' ', '-')}.md) {len(tags[phrase])}" for phrase in tags]
    (docs / "tags" / "index.md").write_text("# Tags\n\n" + "\n".join(index) + "\n")
    (docs / "index.md").write_text("# Measured\n\nA made-up catalog.\n")
    more = (
        "  features: [navigation.prune]\nplugins: [search]\n"
        "markdown_extensions: [attr_list, {toc: {permalink: true}}]"
    )
    (root / "mkdocs.yml").write_text(MKDOCS.format(name="Peer", more=more))


def _card(fields: dict[str, str]) -> str:
    """One entry as a careful author would write it down."""
    tags = ", ".join(
        f"[{phrase}](../tags/{phrase.replace(' ', '-')}.md)"
        for phrase in fields["teaches"].split(", ")
    )
    before = (
        f"- Take first: [{fields['before']}](#{fields['before']})\n" if fields["before"] else ""
    )
    return (
        f"### [{fields['title']}]({fields['url']}) {{ #{fields['id']} }}\n\n"
        f"{fields['authors']} · {fields['published']} · {fields['venue']}\n\n"
        f"**{fields['kind']}** · {fields['duration']} · {fields['level']} · free\n\n"
        f"{fields['summary']}\n\n"
        f"- Teaches: {tags}\n{before}"
        f"- [doi:{fields['doi']}](https://doi.org/{fields['doi']})\n"
        f"- Licence: CC BY 4.0\n"
    )
