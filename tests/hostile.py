"""What an attacker would write into an entry, and entries that consist of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "</p></article></main>--><svg onload=alert(1)>",
    "</title></script><script>alert(1)</script>",
    "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!-- topicsite: rules -->",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "<javascript:alert(1)> &lt;script&gt; &#106;avascript:",
]

EXAMPLE = "example"


def resource(attack: str, name: str = "Ilg3gGewQ5U") -> dict[str, Any]:
    """The fields of a resource, the video `name`, in which every text says the attack."""
    text = f"{attack} and enough words to be a summary of forty characters"
    return {
        "title": attack,
        "kind": "video",
        "url": f"https://youtu.be/{name}",
        "authors": [attack],
        "duration": "12:47",
        "level": "intuition",
        "access": "free",
        "language": "en",
        "summary": text,
        "teaches": [attack[:60]],
        "assumes": [attack[:60]],
        "venue": attack,
        "licence": attack,
        "note": text,
        "also_at": [{"label": attack, "url": f"http://example.org/{name}"}],
        "insecure_url_reason": attack,
        "claims": [
            {
                "id": "tried",
                "says": text,
                "shown_by": EXAMPLE,
                "where": attack,
                "discrepancy": text,
            },
            {"id": "not", "says": text, "where": attack, "not_tried": text},
        ],
    }


def topic(attack: str, entry: str = "entry") -> dict[str, Any]:
    """The fields of a topic whose path leads to `entry`."""
    text = f"{attack} and enough words to be a summary of forty characters"
    steps = [{"resource": entry, "why": text, "part": attack}, {"example": EXAMPLE, "why": text}]
    stage = {"title": attack, "steps": steps}
    return {
        "title": attack,
        "summary": text,
        "keywords": [attack[:60]],
        "assumes": [attack[:60]],
        "goals": [{"can": attack, "through": [attack[:60]]}],
        "paths": [{"id": "path", "title": attack, "summary": text, "stages": [stage]}],
    }


def example(attack: str, follows: str = "entry") -> dict[str, Any]:
    """The header of the example."""
    return {
        "title": attack,
        "summary": f"{attack} and enough words to be a summary of forty characters",
        "teaches": [attack[:60]],
        "duration": "5 min",
        "level": "intuition",
        "follows": [follows],
    }


def write_project(root: Path) -> None:
    """Write a site with a topic for each attack, and an example that prints them all."""
    for number, attack in enumerate(ATTACKS):
        folder = root / "resources" / f"t{number}"
        folder.mkdir(parents=True)
        # JSON is YAML.
        (folder / "topic.yml").write_text(json.dumps(topic(attack, f"entry-{number}")))
        fields = resource(attack, f"Ilg3gGewQ{number:02}")
        (folder / f"entry-{number}.yml").write_text(json.dumps(fields))
    examples = root / "code" / "examples"
    examples.mkdir(parents=True)
    header = json.dumps(example(ATTACKS[0], "entry-0"))
    report = ["| claim | source says | we get | verdict |", "| --- | --- | --- | --- |"]
    report += [f"| entry-{n}/tried | {a} | {a} | differs |" for n, a in enumerate(ATTACKS)]
    (examples / f"{EXAMPLE}.py").write_text(
        f"# ---\n# {header}\n# ---\n# %%\nprint({chr(10).join(ATTACKS)!r})\n"
        f"# %%\nprint({chr(10).join(report)!r})\n"
    )
    docs = root / "docs"
    docs.mkdir()
    home = "# Home\n\n<!-- topicsite: home -->\n\n"
    (docs / "index.md").write_text(home + "<!-- topicsite: paths topic=t0 -->\n")
    (root / "mkdocs.yml").write_text(
        "site_name: Hostile\ntheme:\n  name: material\n"
        "plugins:\n  - search\n  - topicsite\n"
        "  - mkdocs-jupyter:\n      include: ['examples/*.py']\n      execute: true\n"
    )
