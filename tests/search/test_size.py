"""A first question loads little, however much can be found: counted in bytes, as the files lie."""

from __future__ import annotations

import gzip
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from tests.bench.generate import PER_TOPIC, entry
from tests.search.asking import ASSETS, ask, write_index
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Resource, Topic
from topicsite.reading.load import load
from topicsite.render import Site
from topicsite.render.catalogue import INDEX, catalogue_files, catalogue_page
from topicsite.search import records_of

PROJECT = Path(__file__).parents[2]
ENTRIES = 10_000
MOST = 60_000
"""Bytes that a first question may load, with the scripts that ask it."""
LOADED = ["page/make.js", "page/words.js", "styles/search.css"]
"""What loads with the dialog besides the scripts of the search."""
BEFORE = "search.js"
"""What every page has, before somebody searches."""
QUESTIONS = {
    "made up": ["chain rule", "free video introductory", "proof of the chain rule", "entry 4711",
                "gradeint", "backwrad pass", "Ada Example 55", "error"],
    "of our pages": ["vanishing gradients", "why does the sigmoid saturate", "bacpropagation",
                     "free video introductory", "matrix calculus", "learning rate too large",
                     "how to chekc a gradient", "micrograd", "network"],
}  # fmt: skip


def made_up(number: int) -> dict[str, Any]:
    """The bench's entries: few words, which nearly all of them have."""
    fields = entry(number)
    return {"title": fields["title"], "summary": fields["summary"], "teaches": fields["teaches"]}


def of_our_pages() -> list[dict[str, Any]]:
    """Sentences and phrases of our site in any order, so that words are as frequent as there."""
    source = random.Random(0)
    texts = [file.read_text("utf-8") for file in sorted((PROJECT / "docs").rglob("*.md"))]
    sentences = re.findall(r"[A-Z][^.!?\n]{30,200}[.!?]", " ".join(" ".join(texts).split()))
    catalog = load(PROJECT).catalog
    titles = [resource.model.title for resource in catalog.resources.values()]
    phrases = [*catalog.tags]
    return [
        {
            "title": f"{source.choice(titles)[:150]}, {number}",
            "summary": " ".join(source.choices(sentences, k=2))[:600].ljust(40, "."),
            "teaches": ", ".join(source.sample(phrases, 3)),
        }
        for number in range(ENTRIES)
    ]


def catalog_of(texts: list[dict[str, Any]]) -> Catalog:
    """A catalog of entries of all kinds and levels with these texts."""
    resources, topics = {}, {}
    for number, said in enumerate(texts):
        fields = entry(number)
        topic = f"topic-{number // PER_TOPIC}"
        model = Resource.model_validate(
            {
                **{
                    name: fields[name] for name in ("kind", "url", "published", "duration", "level")
                },
                "title": said["title"],
                "authors": fields["authors"].split(", "),
                "access": "free",
                "language": "en",
                "summary": said["summary"],
                "teaches": said["teaches"].split(", "),
            }
        )
        resources[fields["id"]] = Entry(fields["id"], topic, "", model)
        if topic not in topics:
            about = {"title": topic, "summary": f"All that {topic} is about: " + "x" * 30}
            topics[topic] = Entry(
                topic, topic, "", Topic.model_validate({**about, "keywords": [topic]})
            )
    return Catalog(topics, resources, {})


CATALOGUE = 100_000
"""Bytes, as servers pack them, that the first row of the catalogue may take."""


def test_the_first_row_of_the_catalogue_is_light() -> None:
    site = Site(catalog_of(of_our_pages()))
    files = catalogue_files(site)
    own = [*(ASSETS / "catalogue").glob("*.js"), *(ASSETS / "progress").glob("record.js")]
    own += [ASSETS / "page/make.js", ASSETS / "page/words.js", ASSETS / "styles/catalogue.css"]
    loaded = [catalogue_page(site), files[INDEX], files[json.loads(files[INDEX])["rows"][0]]]
    loaded += [file.read_text("utf-8") for file in own]
    assert sum(len(gzip.compress(text.encode(), 9)) for text in loaded) <= CATALOGUE


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_first_question_loads_little(tmp_path: Path, kind: str) -> None:
    texts = of_our_pages() if kind == "of our pages" else [*map(made_up, range(ENTRIES))]
    site = Site(catalog_of(texts))
    folder = write_index(tmp_path, records_of(site))
    scripts = [*(ASSETS / "search").glob("*.js"), *(ASSETS / name for name in LOADED)]
    of_scripts = sum(one.stat().st_size for one in scripts if one.name != BEFORE)
    answers = ask(folder, QUESTIONS[kind], afresh=True)
    sizes = {}
    for question, answer in zip(QUESTIONS[kind], answers, strict=True):
        assert answer["found"], question
        sizes[question] = of_scripts + sum(size for _, size in answer["loaded"])
    print(of_scripts, sizes)
    assert max(sizes.values()) <= MOST, sizes
    source = random.Random(1)
    some = [site.catalog.resources[name] for name in source.sample([*site.catalog.resources], 60)]
    titles = [one.model.title for one in some]
    for title, answer in zip(titles, ask(folder, titles), strict=True):
        assert answer["found"][0]["title"] == title
