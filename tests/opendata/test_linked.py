"""JSON-LD: what programs of others understand of a page, and what no text can break."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import extruct
import pytest
from bs4 import BeautifulSoup
from pyshacl import validate
from rdflib import Graph

from tests.libraries import write_library
from tests.opendata.sites import (
    BASE,
    NAMES,
    expanded,
    graph_of,
    hostile,
    of_folder,
    renamed,
    site_of,
    values,
)
from topicsite.language.locales import Language
from topicsite.opendata import api, in_head, linked
from topicsite.render.site import Site

SHAPES = Graph().parse(Path(__file__).with_name("shapes.ttl"))
PAGE = "<!doctype html><html><head><title>A page</title>\n{}</head><body><p>Text</p></body></html>"
SUMMARY = "It shows one idea with one worked example, and says why each step is taken."
SAID = {
    "authors": "author",
    "published": "datePublished",
    "duration": "timeRequired",
    "level": "educationalLevel",
    "access": "isAccessibleForFree",
    "language": "inLanguage",
    "summary": "description",
    "teaches": "teaches",
    "assumes": "competencyRequired",
    "prerequisites": "educationalAlignment",
    "licence": "license",
}
"""What says a field of an entry."""


def pages(site: Site) -> list[str]:
    return [*site.catalog.topics, *(f"examples/{name}" for name in site.catalog.examples)]


def at(site: Site, page: str) -> str:
    return urljoin(BASE, site.page_address(page))


def whole(site: Site, page: str) -> Any:
    """All that is said of what a page is about."""
    topic = site.catalog.topics.get(page)
    name = page.partition("/")[2]
    return linked.of_topic(site, topic) if topic else linked.of_example(site, name)


def shown(site: Site, page: str) -> Any:
    """What a page's head says, as a program of others reads it out of the page."""
    html = PAGE.format(in_head(site, page))
    [found] = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    return found


def report(record: Any, where: str) -> str:
    conforms, _, text = validate(graph_of(record, where), shacl_graph=SHAPES)
    return "" if conforms else text


def nodes(record: Any) -> dict[str, Any]:
    """The nodes of a graph by the ends of their addresses."""
    found = record["@graph"]
    assert len({node["@id"] for node in found}) == len(found)
    return {node["@id"].removeprefix(BASE): node for node in found}


@pytest.mark.parametrize("name", NAMES)
def test_others_understand_every_page(name: str) -> None:
    site = site_of(name)
    for page in pages(site):
        record = whole(site, page)
        assert report(record, at(site, page)) == ""
        assert report(shown(site, page), at(site, page)) == ""


def test_a_record_that_is_wrong_is_noticed() -> None:
    site = site_of("every-field")
    right = linked.of_topic(site, site.catalog.topics["t"])
    assert report(right, at(site, "t")) == ""
    for broken in (
        {"name": None},
        {"description": None},
        {"url": "no address at all, as it has spaces"},
        {"timeRequired": "15 min"},
        {"author": [{"@type": "Person"}]},
        {"isAccessibleForFree": "yes"},
    ):
        record = json.loads(json.dumps(right))
        card = next(node for node in record["@graph"] if node["@id"].endswith("#entry"))
        card |= broken
        assert report(record, at(site, "t")), broken


def test_a_card_says_what_its_entry_does() -> None:
    site = site_of("every-field")
    found = nodes(linked.of_topic(site, site.catalog.topics["t"]))
    assert found["t/#entry"] == {
        "@type": ["LearningResource", "VideoObject"],
        "@id": f"{BASE}t/#entry",
        "name": "A good entry",
        "url": "https://youtu.be/Ilg3gGewQ5U",
        "description": SUMMARY,
        "author": [{"@type": "Person", "name": "Ada Example"}],
        "datePublished": "2020",
        "inLanguage": "en",
        "learningResourceType": "Video",
        "educationalLevel": "Introductory",
        "timeRequired": "PT15M",
        "duration": "PT15M",
        "isAccessibleForFree": True,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "teaches": [
            {"@type": "DefinedTerm", "@id": f"{BASE}tags/chain-rule/", "name": "chain rule"}
        ],
        "keywords": ["chain rule"],
        "competencyRequired": [{"@type": "DefinedTerm", "name": "counting"}],
        "identifier": [
            {
                "@type": "PropertyValue",
                "propertyID": "DOI",
                "value": "10.1038/323533a0",
                "url": "https://doi.org/10.1038/323533a0",
            },
            {
                "@type": "PropertyValue",
                "propertyID": "arXiv",
                "value": "1502.05767v4",
                "url": "https://arxiv.org/abs/1502.05767v4",
            },
            {"@type": "PropertyValue", "propertyID": "ISBN", "value": "978-0-262-03561-3"},
        ],
        "sameAs": [
            "http://example.org/text",
            "https://doi.org/10.1038/323533a0",
            "https://arxiv.org/abs/1502.05767v4",
        ],
        "accessibilityFeature": ["captions"],
        "isPartOf": {"@id": f"{BASE}t/"},
        "dct:conformsTo": {"@id": "https://bioschemas.org/profiles/TrainingMaterial/1.0-RELEASE"},
    }
    assert [one["targetUrl"] for one in found["t/#second"]["educationalAlignment"]] == [
        f"{BASE}t/#entry",
        f"{BASE}u/",
    ]


def test_a_claim_that_was_tried_has_a_review_and_no_other_has() -> None:
    site = site_of("every-field")
    found = nodes(linked.of_topic(site, site.catalog.topics["t"]))
    assert found["t/#claim_entry_sum"] == {
        "@type": "Claim",
        "@id": f"{BASE}t/#claim_entry_sum",
        "text": "Two and two are four.",
        "appearance": {"@id": f"{BASE}t/#entry"},
    }
    [review] = [node for node in found.values() if node["@type"] == "ClaimReview"]
    assert review["itemReviewed"] == {"@id": f"{BASE}t/#claim_entry_sum"}
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "differs"}
    assert review["author"]["name"] == "A site"
    assert "t/#claim_entry_slow" in found
    site.outcomes.clear()
    found = nodes(linked.of_topic(site, site.catalog.topics["t"]))
    assert not [node for node in found.values() if node["@type"] == "ClaimReview"]


def test_records_speak_the_language_of_their_site() -> None:
    site = replace(site_of("every-field"), language=Language("de"))
    found = nodes(linked.of_topic(site, site.catalog.topics["t"]))
    [review] = [node for node in found.values() if node["@type"] == "ClaimReview"]
    assert review["reviewRating"]["alternateName"] == "weicht ab"
    assert review["inLanguage"] == found["t/"]["inLanguage"] == "de"
    assert found["t/#entry"]["inLanguage"] == "en"
    [claim, _] = json.loads(api.everything(site))["claims"]
    assert claim["verdict"] == "differs"


def test_a_path_is_a_course_whose_steps_stand_in_order() -> None:
    site = site_of("every-field")
    found = nodes(linked.of_topic(site, site.catalog.topics["t"]))
    path = found["t/#path_short"]
    assert path["hasPart"] == [{"@id": f"{BASE}t/#entry"}, {"@id": f"{BASE}t/#second"}]
    [stage] = path["syllabusSections"]
    assert stage["name"] == "Start"
    assert [(step["position"], step["item"]["@id"]) for step in stage["itemListElement"]] == [
        (1, f"{BASE}t/#entry"),
        (2, f"{BASE}t/#second"),
    ]
    assert stage["itemListElement"][0]["name"] == "the first half"
    assert path["timeRequired"] == stage["timeRequired"] == "PT20M"
    topic = found["t/"]
    assert {"@id": f"{BASE}t/#path_short"} in topic["hasPart"]
    assert topic["coursePrerequisites"][0]["@id"] == f"{BASE}u/"


def test_an_example_assesses_what_its_exercises_ask() -> None:
    site = site_of("example-with-exercises")
    record = linked.of_example(site, "addition")
    assert record["@type"] == ["LearningResource", "SoftwareSourceCode"]
    exercises = site.catalog.exercises["addition"]
    assert [one["name"] for one in record["assesses"]] == [one.title for one in exercises]
    assert all("#exercise-" in one["@id"] for one in record["assesses"])
    assert {"assesses", "solution", "check"} & linked.of_example(site, "addition").keys() == {
        "assesses"
    }


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_known_is_not_said(name: str) -> None:
    site = site_of(name, "")
    for topic in site.catalog.topics.values():
        record = linked.of_topic(site, topic)
        assert not [one for one in values(record) if one is None or one in ("", [], {})]
        cards = {node["@id"].rpartition("#")[2]: node for node in record["@graph"]}
        for entry in site.catalog.shown_in(topic.id):
            said = {field for field in SAID if getattr(entry.model, field)}
            assert {field for field in SAID if SAID[field] in cards[entry.id]} == said


def test_no_text_leaves_its_script(tmp_path: Path) -> None:
    site = hostile(tmp_path)
    for page in pages(site):
        text = in_head(site, page)
        html = PAGE.format(text)
        for parser in ("html.parser", "lxml"):
            soup = BeautifulSoup(html, parser)
            assert soup.body is not None
            assert soup.body.get_text() == "Text"
            assert len(soup.find_all("script")) == 1
            [script] = soup.find_all("script")
            assert json.loads(str(script.string)) == shown(site, page)
        inside = text.partition(">")[2].partition("</script>")[0]
        assert not {"<", ">", "\u2028", "\u2029"} & set(inside)
        assert report(whole(site, page), at(site, page)) == ""


@pytest.mark.parametrize("name", NAMES)
def test_without_an_address_things_are_named_from_their_page(name: str) -> None:
    site = site_of(name)
    nowhere = renamed(site, "")
    for page in pages(site):
        here = at(site, page)
        assert BASE not in json.dumps(whole(nowhere, page))
        named, told = (
            sorted(_names(expanded(record, here)) - {BASE})
            for record in (whole(nowhere, page), whole(site, page))
        )
        assert named == told


def _names(record: Any) -> set[str]:
    named = (one for one in values(record) if isinstance(one, dict) and "@id" in one)
    return {one["@id"] for one in named}


def test_a_small_topic_stands_on_its_page_whole_and_a_large_one_beside_it(tmp_path: Path) -> None:
    write_library(tmp_path, 1)
    site = of_folder(tmp_path)
    assert shown(site, "topic-000") == whole(site, "topic-000")
    folder = tmp_path / "resources/topic-000"
    text = (folder / "topic-000-0.yml").read_text()
    for number in range(60):
        entry = text.replace("topic-000/0", f"topic-000/more-{number}")
        (folder / f"more-{number}.yml").write_text(entry)
    site = of_folder(tmp_path)
    assert len(in_head(site, "topic-000")) < 2_000
    head = BeautifulSoup(in_head(site, "topic-000"), "html.parser")
    [link] = head.find_all("link", type="application/ld+json")
    assert "alternate" in link["rel"]
    assert not head.select('[rel="alternate"]')
    address = urljoin(at(site, "topic-000"), str(link["href"])).removeprefix(BASE)
    graph = json.loads(linked.files(site)[address])
    assert len(graph["@graph"]) == 63
    assert {node["@id"] for node in shown(site, "topic-000")["@graph"]} == {f"{BASE}topic-000/"}
