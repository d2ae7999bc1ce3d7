"""Catalogs of any resources, made for formats to carry."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from topicsite.exchange.choices import Choices
from topicsite.exchange.found import Reading
from topicsite.exchange.importing import plan
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.characters import unneeded
from topicsite.model.entries import Resource, Topic
from topicsite.model.words import KINDS
from topicsite.reading import source
from topicsite.reading.load import Loaded, load
from topicsite.reading.validation_errors import validated
from topicsite.render.site import Site

EMPTY = Path(__file__).parents[1] / "catalogs/valid/topic-without-resources"
ODD = [
    "{", "}", "\\", "%", "@", '"', "'", "$", "&", "#", "_", "~", "^", "--", "---", "``", "''", "?`",
    "!`", "]]>", "<b>", "</title>", "&amp;", ",,", "<<", ">>", " and ", ";", ",", "|", "=", "+",
    "-", "TY  - ", "ER  - ", "\\textbf{x}", "{\\'e}", "\\", "LSTM", "PyTorch", "iPhone", "deep",
    "Newton", "שלום", "العربية", "李沐", "🧠", "👩‍🔬", "é", "ß", "ı", "Ø", "\u0301", "%%", "*",
]  # fmt: skip
NAMES = [
    "van der Berg", "Jan van der Berg", "Google Brain", "Madonna", "李 沐", "Ada Example",
    "Klaus-Robert Müller", "D. E. Rumelhart", "Gabriel García Márquez", "Simon and Schuster",
    "JAX authors", "Martin Luther King", "O'Neil", "{Group}", "A. \\ B", "# Team",
]  # fmt: skip
letters = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
words = st.one_of(st.sampled_from(ODD), st.text(letters, min_size=1, max_size=8))


def _line(words: Sequence[str]) -> str:
    return " ".join("".join(words).split())[:150].strip()


def _is_right(line: str) -> bool:
    """Whether an entry may say so: all of it is seen, and what begins a formula is one."""
    return bool(line) and not re.search(r"\\[(\[]", line) and next(unneeded(line), None) is None


lines = st.lists(words, min_size=1, max_size=6).map(_line).filter(_is_right)
spaced = st.lists(words, min_size=1, max_size=6).map(lambda some: _line([f"{w} " for w in some]))
titles = st.one_of(lines, spaced.filter(_is_right))
ids = st.from_regex(r"[a-z]{3,8}(?:-[a-z0-9]{1,6}){0,2}", fullmatch=True)
dates = st.sampled_from(["2017", "1986-10", "1986-10-09", "2020-02-29", "1999-12-01"])
some = {
    "authors": st.lists(st.one_of(st.sampled_from(NAMES), lines), max_size=3, unique=True),
    "published": dates,
    "language": st.sampled_from(["en", "de", "fr", "en-US", "zh-Hans-CN", "sv"]),
    "venue": lines,
    "doi": st.from_regex(r"10\.[0-9]{4}/[a-z0-9_%#~()./-]{1,12}", fullmatch=True),
    "isbn": st.sampled_from(["978-0-262-03561-3", "0-306-40615-2", "9780262035613"]),
}
kinds = st.sampled_from(KINDS)


@st.composite
def fields(draw: st.DrawFn, more: Mapping[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    """The fields of a resource, without its address."""
    chosen: dict[str, Any] = {"title": draw(titles), "kind": draw(kinds)}
    for name, values in {**some, **more}.items():
        if draw(st.booleans()) and (value := draw(values)):
            chosen[name] = value
    return chosen


@st.composite
def sites(
    draw: st.DrawFn, more: Mapping[str, st.SearchStrategy[Any]] | None = None, most: int = 4
) -> Site:
    """A site with a topic and some resources, each at an address of its own."""
    names = draw(
        st.lists(ids.filter(lambda name: name != "t"), min_size=1, max_size=most, unique=True)
    )
    made = {
        name: {**draw(fields(more or {})), "url": f"https://example.org/{name}"} for name in names
    }
    for number, one in enumerate(made.values()):  # nothing is in two entries
        if "doi" in one:
            one["doi"] += str(number)
        for other in one.get("also_at", ()):
            other["url"] += str(number)
        if "formerly" in one:
            one["formerly"] = [f"{old}-{number}" for old in one["formerly"]]
    return site_of(made)


def site_of(resources: Mapping[str, Mapping[str, Any]], topic: str = "t") -> Site:
    """A site with these resources in one topic."""
    entries = {
        name: Entry(name, topic, f"resources/{topic}/{name}.yml", Resource.model_validate(one))
        for name, one in sorted(resources.items())
    }
    return Site(Catalog({topic: topic_of(topic)}, entries, {}))


def topic_of(name: str, **more: Any) -> Entry[Topic]:
    """A topic of which there is little to say."""
    summary = "What there is to know about it, picked by hand and put in order."
    model = Topic.model_validate({"title": name, "summary": summary, "keywords": ["x"], **more})
    return Entry(name, name, f"resources/{name}/topic.yml", model)


@cache
def _empty() -> Loaded:
    return load(EMPTY)


def imported(reading: Reading, choices: Choices | None = None) -> Site:
    """The site that an empty project with one topic becomes by an import."""
    loaded = _empty()
    topic = next(iter(loaded.catalog.topics))
    choices = (choices or Choices(headings="none"))._replace(topic=topic)
    made = plan(loaded, EMPTY, "resources", [reading], choices, {})
    assert not [one for one in made.findings if one.severity == "error"], made.findings
    entries = {}
    for path, text in made.new.items():
        result = validated(source.parse(path, text.encode()), loaded.catalog.site.resource)
        assert not isinstance(result, list), result
        name = Path(path).stem
        entries[name] = Entry(name, Path(path).parent.name, path, result)
    assert len(entries) == made.found, made.notes
    return Site(Catalog(loaded.catalog.topics, dict(sorted(entries.items())), {}))
