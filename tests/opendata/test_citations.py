"""What readers cite with: read back by programs of others, and by our own import."""

from __future__ import annotations

import json
import re
import warnings
from types import ModuleType
from typing import Any

import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from pybtex.database import BibliographyData, Person, parse_bytes
from pybtex.richtext import Text

from tests.opendata.catalogs import imported, site_of, sites, topic_of
from topicsite.exchange import bibtex as importer
from topicsite.exchange import references
from topicsite.exchange import ris as ris_importer
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Resource
from topicsite.model.words import KINDS, MORE_KINDS
from topicsite.opendata import bibtex, citations, csl, ris, works
from topicsite.render.site import Site

MONTHS = "January February March April May June July August September October November December"
UNKNOWN = {r"\textbraceleft ": "{", r"\textbraceright ": "}", r"\textasciicircum ": "^", r"\$": "$"}
"""Commands that pybtex leaves as they are."""


def shown(latex: str) -> str:
    """What LaTeX makes of a text, as pybtex sees it."""
    text = str(Text.from_latex(latex))
    # A space behind a command of letters ends it; `{}` would have, so pybtex loses nothing.
    return re.sub(
        r"\\(?:textbraceleft|textbraceright|textasciicircum) |\\\$",
        lambda match: UNKNOWN[match[0]],
        text,
    )


def of(site: Site) -> list[Entry[Resource]]:
    return [*site.catalog.resources.values()]


def made(form: ModuleType, entries: list[Entry[Resource]]) -> str:
    text: str = form.file_of(map(form.record, entries))
    return text


def named(person: Person) -> works.Name:
    parts = [*person.prelast_names, *person.last_names]
    given = [*person.first_names, *person.middle_names]
    return works.Name(shown(" ".join(parts)), shown(" ".join(given)))


def of_pybtex(read: BibliographyData, key: str) -> dict[str, Any]:
    entry = read.entries[key]
    year, month, day = (str(entry.fields.get(name, "")) for name in ("year", "month", "day"))
    number = f"{MONTHS.split().index(month) + 1:02}" if month else ""
    venue = next(
        (entry.fields[n] for n in ("journal", "booktitle", "howpublished") if n in entry.fields), ""
    )
    return {
        "title": shown(entry.fields["title"]),
        "names": [named(person) for person in entry.persons.get("author", [])],
        "date": "-".join(filter(None, [year, number, day.zfill(2) if day else ""])),
        "venue": shown(venue),
        "doi": entry.fields.get("doi", ""),
        "isbn": entry.fields.get("isbn", ""),
        "url": entry.fields["url"],
        "kind": entry.fields["entrysubtype"],
    }


def said(model: Resource) -> dict[str, Any]:
    return {
        "title": model.title,
        "names": works.names(model),
        "date": model.published or "",
        "venue": model.venue or "",
        "doi": model.doi or "",
        "isbn": model.isbn or "",
        "url": model.url,
        "kind": model.kind,
    }


@given(sites())
@settings(max_examples=60)
def test_programs_of_others_read_the_same(site: Site) -> None:
    entries = of(site)
    by_pybtex(entries)
    by_citeproc(entries)
    by_rispy(entries)


def by_pybtex(entries: list[Entry[Resource]]) -> None:
    read = parse_bytes(made(bibtex, entries).encode(), "bibtex")
    assert [*read.entries] == [entry.id for entry in entries]
    for entry in entries:
        assert of_pybtex(read, entry.id) == said(entry.model)
        assert read.entries[entry.id].type == works.genre(entry.model).bibtex


def by_citeproc(entries: list[Entry[Resource]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # it warns of what is no variable of CSL
        read = CiteProcJSON(json.loads(made(csl, entries).encode()))
    assert [*read] == [entry.id for entry in entries]
    for entry in entries:
        one, model = read[entry.id], entry.model
        date = one.get("issued")
        parts = [date[name] for name in ("year", "month", "day") if name in date] if date else []
        names = [(part[1], part[0] or "") for part in (n.parts() for n in one.get("author", []))]
        assert {
            "title": str(one["title"]),
            "names": names,
            "date": "-".join(f"{part:02}" for part in parts),
            "venue": str(one.get("container_title", "")),
            "doi": str(one.get("DOI", "")),
            "isbn": str(one.get("ISBN", "")),
            "url": str(one["URL"]),
            "kind": model.kind,
        } == said(model)


def by_rispy(entries: list[Entry[Resource]]) -> None:
    text = made(ris, entries)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.split("\r\n") if line)
    read = rispy.loads(text)
    assert [one["id"] for one in read] == [entry.id for entry in entries]
    for one, entry in zip(read, entries, strict=True):
        wanted = said(entry.model)
        assert {
            "title": one["title"],
            "names": one.get("authors", []),
            "date": one.get("date", one.get("year", "")).rstrip("/").replace("/", "-"),
            "venue": one.get("secondary_title", ""),
            "doi": one.get("doi", ""),
            "isbn": one.get("issn", ""),
            "url": one["urls"][0],
            "kind": one["type_of_work"],
        } == wanted | {"names": [", ".join(name).rstrip() for name in wanted["names"]]}


@given(sites())
@settings(max_examples=60)
def test_it_comes_back_from_an_import(site: Site) -> None:
    first = made(bibtex, of(site))
    assert made(bibtex, of(imported(importer.read("cite.bib", first)))) == first
    records = made(ris, of(site))
    assert made(ris, of(imported(ris_importer.read("cite.ris", records)))) == records


@pytest.mark.parametrize(
    ("text", "family", "given"),
    [
        ("Geoffrey E. Hinton", "Hinton", "Geoffrey E."),
        ("Klaus-Robert Müller", "Müller", "Klaus-Robert"),
        ("J.-P. Serre", "Serre", "J.-P."),
        ("Geoffrey E Hinton", "Hinton", "Geoffrey E"),
        ("Mary O'Neil", "O'Neil", "Mary"),
        # In doubt it stays whole.
        *((name, name, "") for name in (
            "van der Berg", "Ada van der Berg", "Guido Van Rossum", "Google Brain", "Madonna",
            "李 沐", "Gabriel García Márquez", "Doe, Jane", "Martin Luther King Jr.", "Grant AI",
            "Lincoln Laboratory", "Plan B Pictures", "Jean Monnet University", "MIT 6.390 staff",
            "ada example", "B.",
        )),
    ],
)  # fmt: skip
def test_a_name_is_taken_apart_where_nobody_doubts(text: str, family: str, given: str) -> None:
    assert works.name(text) == works.Name(family, given)


@pytest.mark.parametrize(
    ("title", "language", "written"),
    [
        ("But what is a network?", "en", "But what is a network?"),
        ("Learning Representations by Back-Propagating Errors", "en",
         "Learning Representations by Back-Propagating Errors"),
        ("ALVINN: Driving with LSTMs", "en", "{ALVINN}: Driving with {LSTMs}"),
        ("How a theorem of Newton is proved", "en", "How a theorem of {Newton} is proved"),
        ("Gradients without Backpropagation", None, "Gradients without Backpropagation"),
        ("Die Kettenregel von Leibniz", "de", "{Die Kettenregel von Leibniz}"),
        (r"Sorting in \(O(n \log n)\) steps", "en", r"Sorting in \(O(n \log n)\) steps"),
        (r"{100 %} of \_", "en", r"\textbraceleft{}100 \%\textbraceright{} of \textbackslash{}\_"),
    ],
)  # fmt: skip
def test_capitals_are_kept_where_they_mean_something(
    title: str, language: str | None, written: str
) -> None:
    entry = {"title": title, "kind": "video", "url": "https://e.example/", "language": language}
    [only] = of(site_of({"a": entry}))
    assert f"  title = {{{written}}}," in bibtex.record(only)


@pytest.mark.parametrize(("arxiv", "field"), [("1502.05767", "eprint"), ("math/0211159", "eprint")])
def test_a_paper_of_arxiv_has_its_number(arxiv: str, field: str) -> None:
    entry = {"title": "T", "kind": "theory-paper", "url": "https://e.example/", "arxiv": arxiv}
    [only] = of(site_of({"some-paper": entry}))
    read = parse_bytes(bibtex.record(only).encode(), "bibtex").entries["some-paper"]
    assert (read.type, read.fields[field], read.fields["archiveprefix"]) == ("misc", arxiv, "arXiv")
    assert csl.item(only)["archive_location"] == arxiv
    for reading in (
        importer.read("a.bib", bibtex.record(only)),
        ris_importer.read("a.ris", ris.record(only)),
        references.read("a.json", [csl.item(only)], "[]"),
    ):
        assert reading.items[0].fields["arxiv"] == arxiv
        assert reading.items[0].id == "some-paper"


def test_every_kind_has_a_type_and_others_are_documents() -> None:
    kinds = {**dict.fromkeys((*KINDS, *MORE_KINDS)), "score": None}
    genres = {
        kind: works.genre(Resource.model_construct(title="", url="", kind=kind, venue="V"))
        for kind in kinds
    }
    assert {kind for kind, genre in genres.items() if genre.csl == "document"} == {"score"}
    assert [genres[kind].bibtex for kind in ("video", "theory-paper", "book-chapter", "code")] == [
        "video", "article", "incollection", "software",
    ]  # fmt: skip


def test_what_braces_would_break_is_left_out() -> None:
    entry = {"title": "T", "kind": "code", "url": "https://e.example/", "doi": "10.1234/a}b"}
    [only] = of(site_of({"a": entry}))
    assert "doi" not in parse_bytes(bibtex.record(only).encode(), "bibtex").entries["a"].fields
    assert "DO  - 10.1234/a}b" in ris.record(only)


def test_a_topic_called_like_the_folder_has_room() -> None:
    entry = {"title": "T", "kind": "code", "url": "https://e.example/", "formerly": ["old"]}
    path = {"id": "resources", "steps": ["one", "one"]}
    site = site_of({"one": entry}, "cite")
    topic = topic_of("cite", paths=[path], formerly=["former/", "old-page.html"])
    topic.model.paths[0].steps[0].settle(is_example=False)
    topic.model.paths[0].steps[1].settle(is_example=False)
    files = citations.files(Site(Catalog({"cite": topic}, site.catalog.resources, {})))
    names = ("", "/one", "/old", "/cite", "/cite/resources", "/former", "/former/resources")
    assert {*files} == {
        f"cite{name}.{ending}" for name in names for ending in ("bib", "ris", "json")
    }
    assert len({files[f"cite{name}.bib"] for name in names}) == 1


def test_a_site_without_resources_has_nothing_to_cite() -> None:
    assert citations.files(Site(Catalog({"t": topic_of("t")}, {}, {}))) == {}
