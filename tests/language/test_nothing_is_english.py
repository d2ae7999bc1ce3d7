"""No page has an English word of its own: what is not in an entry comes from a message."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from bs4 import BeautifulSoup, Comment, Tag

from tests.language.pretended import Pretended, left_over
from tests.libraries import write_library
from tests.measurements import data
from topicsite import render
from topicsite.links.ledger import parse as parse_ledger
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Model
from topicsite.proving import history
from topicsite.proving.claims import TRIED, Outcome
from topicsite.reading.load import load
from topicsite.reading.measurements import parse_measurement
from topicsite.render import feed, unshown
from topicsite.render.blocks import BLOCKS
from topicsite.render.citing import bibtex
from topicsite.render.notebook import Cell, Notebook
from topicsite.render.outputs import Output
from topicsite.render.printed import Table
from topicsite.writing.starting import Settings, new_site

CATALOGS = Path(__file__).parents[1] / "catalogs/valid"
M = TypeVar("M", bound=Model)
WRITTEN = {
    "title", "summary", "says", "where", "discrepancy", "not_tried", "authors", "teaches",
    "assumes", "venue", "licence", "note", "insecure_url_reason", "label", "keywords", "can",
    "through", "why", "part", "term", "also", "forms", "means", "writes", "equation", "differs",
    "related",
}  # fmt: skip
"""The fields that people fill with words."""
GREEK = {ord(a): ord("α") + n % 24 for n, a in enumerate("abcdefghijklmnopqrstuvwxyz")}
GREEK |= {ord(chr(a).upper()): b for a, b in GREEK.items()}
SEEN = ("aria-label", "title", "alt", "placeholder", "data-label")
"""Attributes that readers see or hear."""
NOT_OURS = (
    "code, pre, script, style, template, .ts-address, .ts-cite > p a, .ts-values, [lang=en], "
    "a[href*='doi.org'], a[href*='arxiv.org'], "
    "a:is([href*='cite'], [href*='feed']):is([href$=bib], [href$=ris], [href$=json], [href$=xml], "
    "[href$=opml]), a[href$='.csv']"
)
"""Code, addresses, ids, names of formats, and what is marked as English."""


def greek(value: Any) -> Any:
    """A text in other letters, and all texts in a model."""
    if isinstance(value, str):
        return re.sub(r"\\\(.*?\\\)", "", value).translate(GREEK)
    if isinstance(value, tuple):
        return tuple(map(greek, value))
    if isinstance(value, Model):
        update = {
            name: greek(inner)
            for name in type(value).model_fields
            if (inner := getattr(value, name)) is not None
            and (name in WRITTEN or isinstance(inner, Model) or _has_models(inner))
        }
        return value.model_copy(update=update)
    return value


def _has_models(value: object) -> bool:
    return isinstance(value, tuple) and any(isinstance(item, Model) for item in value)


def greek_entries(entries: dict[str, Entry[Any]]) -> dict[str, Entry[Any]]:
    return {name: replace(entry, model=greek(entry.model)) for name, entry in entries.items()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> render.Site:
    """A site with everything: sections, gaps, claims of every verdict, links of every state."""
    root = tmp_path_factory.mktemp("words") / "site"
    for path, text in new_site(Settings("Numbers"), None, None, "wheels/x").items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    write_library(root, 12, 2)
    for name in ("every-field", "nothing-known", "glossary"):
        for topic in (CATALOGS / name / "resources").iterdir():
            shutil.copytree(topic, root / "resources" / f"{name}-{topic.name}")
    for name in ("every-field", "glossary"):
        shutil.copytree(
            CATALOGS / name / "code/examples", root / "code/examples", dirs_exist_ok=True
        )
    loaded = load(root).catalog
    catalog = Catalog(
        greek_entries(loaded.topics),
        greek_entries(loaded.resources),
        greek_entries(loaded.examples),
        {
            name: tuple(replace(one, title=greek(one.title)) for one in some)
            for name, some in loaded.exercises.items()
        },
        greek(loaded.site),
        greek_entries(loaded.glossaries),
    )
    claims = [name for name, claim in catalog.claims() if claim.shown_by]
    found = ("in 7 of 8 starts ●●●●●●●○", "5")
    outcomes = {
        name: Outcome(
            "5", found[number % 2], TRIED[number % 3], controls=(("5", "in 1 of 8 starts"),)
        )
        for number, name in enumerate(claims)
    }
    urls = [entry.model.url for entry in catalog.resources.values()]
    states = ("ok", "gone", "flaky", "blocked", "moved", "redirected", "soft-404", "not-embeddable")
    strikes = "opened=2026-10-01 strikes=2026-11-01,2026-11-08,2026-11-15"
    lines = [
        f"{url} {state} 2026-11-24 {strikes if state == 'gone' else ''}"
        for number, url in enumerate(dict.fromkeys(urls))
        for state in [states[number % len(states)]]
    ]
    seen = [
        f"{claim} 2026-11-{day} {verdict} python-3.11 numpy-2.4{more}"
        for claim in claims[:3]
        for day, verdict, more in [
            ("01", "reproduced", ""), ("08", "differs", ""), ("02", "proved", " pyodide-0.27.8"),
        ]
    ]  # fmt: skip
    return render.Site(
        catalog,
        "https://example.org/edit/",
        outcomes=outcomes,
        ledger=parse_ledger("\n".join(lines)),
        history=history.parse("\n".join(seen)),
        name="Αριθμοί",
        base="https://example.org/",
        form="add",
        language=Pretended(),
    )


def english_in(html: str) -> list[str]:
    """The words of a page that no message says."""
    soup = BeautifulSoup(html, "html.parser")
    seen = [
        left_over(str(element[name]))
        for element in soup.find_all(True)
        for name in SEEN
        if element.has_attr(name) and not element.find_parent(lang="en")
    ]
    for part in soup.select(NOT_OURS):
        if isinstance(part, Tag):
            part.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    return re.findall(r"[A-Za-z]{2,}[A-Za-z ]*", "\n".join([left_over(soup.get_text()), *seen]))


def blocks(site: render.Site) -> Iterator[tuple[str, str]]:
    """Each block that a marker can place, for each topic."""
    measurement = parse_measurement(json.dumps(data()).encode())
    for name, (_, options) in BLOCKS.items():
        if name == "output":
            continue  # what an author drew
        for topic in site.catalog.topics if "topic" in options else [""]:
            more = f" topic={topic}" if topic else " file=x.json" * (name == "measured")
            marker = f"<!-- topicsite: {name}{more} -->"
            page = render.fill_markers(marker, site, "page/", {"x.json": measurement})
            yield f"{name}{more}", page


def test_no_block_has_a_word_of_its_own(site: render.Site) -> None:
    ids = {name.partition("/")[2] for name, _ in site.catalog.claims()}
    found = {name: words for name, html in blocks(site) if (words := english_in(html))}
    # A claim is called by its id where several of them say the same.
    assert set(found.pop("claims")) <= {word for name in ids for word in name.split("-")}
    measured = set(" ".join(found.pop("measured file=x.json")).split())
    assert measured <= set(re.findall("[A-Za-z]+", str(data()))), "what was measured has names"
    assert found == {}


def test_no_page_has_a_word_of_its_own(site: render.Site) -> None:
    pages = {page.name: page for page in render.generated_pages(site)}
    assert {"map", "tags", "floating-point", "glossary-t/glossary"} <= pages.keys()
    found = {
        name: words
        for name, page in pages.items()
        for words in [english_in(f"{page.title} {page.description} {page.html()}")]
        if words
    }
    assert found == {}
    shown = [render.definitions(entry, site) for entry in site.catalog.glossaries.values()]
    said = [html for one in shown for html in json.loads(one).values()]
    assert said
    assert [english_in(html) for html in said] == [[]] * len(said)
    moved = [english_in(redirect.html) for redirect in render.redirects(site)]
    assert moved
    assert not any(moved)


def test_no_example_has_a_word_of_its_own(site: render.Site) -> None:
    rows = [
        ["entry/sum", "5", "in 7 of 8 starts", "expected: at least 6 of 8", "reproduced"],
        ["entry/other", "5", "5", "expected: always", "differs"],
        ["control", "5", "5", "", ""],
    ]
    header = ["claim", "source says", "we get", "we allow", "verdict"]
    outputs = [
        Output("table", table=Table(header, [False] * 5, rows)),
        Output("printed", "text"),
    ]
    example = site.catalog.examples["what-a-sum-loses"]
    tags = [{"forward"}, {"backward", "folded"}]
    cells = [
        Cell(f"x-{number}", number, "code", frozenset(some), outputs)
        for number, some in enumerate(tags, 1)
    ]
    (exercise,) = site.catalog.exercises["what-a-sum-loses"]
    asked = replace(exercise, task="", hints=("", ""))
    cells.append(Cell("x-3", 3, "code", frozenset(), [], asked, "exercise"))
    statements = {"entry/sum": "α", "entry/other": "α"}
    content = Notebook(example.id, [*cells]).html(statements, site.language)
    assert english_in(render.example_page(site, example, content)) == []


def test_what_is_not_shown_is_said_in_the_language_of_the_page(site: render.Site) -> None:
    html = BeautifulSoup("<div data-mime-type='application/pdf'></div>", "html.parser")
    names = [
        unshown.of_kinds(site.language, kinds)
        for kinds in ("application/vnd.plotly.v1+json", "application/pdf", "video/mp4", "")
    ]
    for page in ("<iframe></iframe>", "<script></script>", "<iframe srcdoc='plotly'></iframe>"):
        html = BeautifulSoup(f"<div>{page}</div>", "html.parser")
        assert html.div is not None
        name = unshown.of_html(site.language, html.div, is_empty=True)
        assert name is not None
        names.append(name)
    assert [left_over(unshown.sentence(site.language, name)) for name in names] == [""] * 7


def test_the_feed_has_no_word_of_its_own(site: render.Site) -> None:
    text = feed.feed(site)
    said = re.findall(r"<(?:title|summary)>(.*?)</", text)
    assert len(said) > 3
    # A version has the name of what it is one of.
    assert [re.findall("[A-Za-z]{2,}", left_over(one)) for one in said] == [[]] * len(said)


def test_a_citation_has_no_word_of_its_own(site: render.Site) -> None:
    entry = next(entry for entry in site.catalog.resources.values() if entry.model.claims)
    cited = bibtex(site, entry, site.findings(entry)[0], "")
    values = re.findall(r"(?:title|note) = \{(.*)\}", cited)
    assert len(values) == 2
    assert [re.findall("[A-Za-z]{2,}", left_over(value)) for value in values] == [[], []]


@pytest.mark.parametrize(
    "template",
    [
        "<p>Word</p>",
        "<p title='Word'>⟦One⟧</p>",
        "<p>⟦One⟧ two</p>",
        "⟦a ⟧⟦b⟧<b aria-label='one two'>",
    ],
)
def test_a_word_of_its_own_is_found(template: str) -> None:
    assert english_in(template)
