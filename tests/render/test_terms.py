"""Terms are marked in prose, once a section, and nothing else of a page changes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.render.sites import CATALOGS
from topicsite.language.locales import ENGLISH, Language, ours
from topicsite.model.glossary import Term
from topicsite.reading.load import load
from topicsite.render import Site, definitions, generated_pages, with_terms
from topicsite.render.terms import Marker

MARK = re.compile(r'<a class="ts-term" href="([^"]*)">([^<]*)</a>')
PAGES = {"t": "g/"}
TERMS = [
    {"term": "adjoint", "means": "x", "not_in": ["adjoint operator", "self-adjoint"]},
    {"term": "chain rule", "means": "x", "also": ["rule & chain"]},
    {"term": "gradient", "means": "x"},
    {"term": "gradient check", "means": "x", "forms": ["checked gradient"]},
    {"term": "loss", "means": "x"},
    {"term": "memory", "means": "x", "exact": "true"},
    {"term": "ReLU", "means": "x", "exact": "true"},
    {"term": "step", "means": "x", "marked": "false"},
    {"term": "naïve Bayes", "means": "x"},
]


def marker(*, is_english: bool = True) -> Marker:
    terms = [Term.model_validate(term) for term in TERMS]
    return Marker([("t", f"term_{n}", term) for n, term in enumerate(terms)], is_english=is_english)


def marked(html: str, *, is_english: bool = True) -> list[str]:
    """What is marked, in order; all else must be as it was."""
    made, topics = marker(is_english=is_english).mark(html, PAGES)
    assert MARK.sub(r"\2", made) == html
    assert topics == ({"t"} if made != html else set())
    return [text for _, text in MARK.findall(made)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # What a term looks like in a sentence.
        ("<p>The adjoint, then an Adjoint again.</p>", ["adjoint"]),
        ("<p>Gradients and losses and memories.</p>", ["Gradients", "losses", "memories"]),
        ("<p>The chain-rule</p><p>the chain\n rule</p>", ["chain-rule"]),
        ("<p>chain\n  rules</p>", ["chain\n  rules"]),
        ("<p>a gradient check of a gradient</p>", ["gradient check", "gradient"]),
        ("<p>a checked gradient</p>", ["checked gradient"]),
        ("<p>rule &amp; chain</p>", ["rule &amp; chain"]),
        ("<p>a naïve bayes</p>", ["naïve bayes"]),
        ("<p>the adjoint's sign; (loss)</p>", ["adjoint", "loss"]),
        # What only looks like one.
        ("<p>adjoint operators, self-adjoint, the adjoint operator</p>", []),
        ("<p>lossless, glosses, gradient-based, pre-gradient, loss-</p>", []),
        ("<p>RELU, relu, Memory, steps</p>", []),
        ("<p>ReLUs and memory</p>", ["ReLUs", "memory"]),
        ("<p>&loss; &#loss; x_loss loss_x</p>", []),
        # Where it is no prose.
        ("<h2>Loss</h2><h4>loss</h4><div>loss</div>loss", []),
        ("<p><code>loss</code><a href='#'>loss</a><kbd>loss</kbd></p><pre>loss</pre>", []),
        ("<table><tr><td>loss</td></tr></table><dl><dt>loss</dt></dl>", []),
        ("<p><svg><text>loss</text></svg><math><mi>loss</mi></math></p>", []),
        ("<p title='loss'><!-- loss --></p><script>loss</script><style>loss</style>", []),
        ("<p><x-y><b>loss</b></x-y> <button>loss</button></p>", []),
        ('<p class="a ts-step-facts">loss</p><p data-unmarked>loss</p>', []),
        ('<div class="output"><div>x</div><p>loss</p></div><p>a loss</p>', ["loss"]),
        (r"<p>\(loss\) and \[loss\]</p>", []),
        (r"<p>\(a\) loss \(b\)</p>", ["loss"]),
        # Where it is.
        ("<ul><li>loss</li></ul><dl><dd>adjoint</dd></dl>", ["loss", "adjoint"]),
        ("<blockquote>loss</blockquote><figcaption>adjoint</figcaption>", ["loss", "adjoint"]),
        ("<p>a<br>loss<img src=x> <em>adjoint</em></p>", ["loss", "adjoint"]),
        ("<topicsite-notebook><p>loss</p></topicsite-notebook>", ["loss"]),
        # Once in each section; on cards and paths only what the page has not marked yet.
        ("<p>loss</p><h3>x</h3><p>loss</p><h2>y</h2><p>loss</p>", ["loss", "loss"]),
        ('<p>loss</p><h2>x</h2><article class="ts-card"><p>loss, adjoint</p></article>'
         '<article class="ts-card"><p>adjoint</p></article>', ["loss", "adjoint"]),
    ],
)  # fmt: skip
def test_what_is_marked(html: str, expected: list[str]) -> None:
    assert marked(html) == expected


def test_other_languages_have_no_english_plurals() -> None:
    html = "<p>losses, gradient, gradients</p>"
    assert marked(html, is_english=False) == ["gradient"]


PARTS = st.sampled_from(
    ["<p>", "</p>", "<em>", "</em>", "<h2>", "</h2>", "<code>", "</code>", "<a href='#x'>", "</a>",
     "<div class='output'>", "</div>", "loss", "Adjoint", "chain rule", "self-adjoint", "gradient",
     " ", ", ", r"\(", r"\)", r"\[", "&amp;", "<br>", "<!-- loss -->", "<pre>", "</pre>", "<", ">"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=40).map("".join))
def test_nothing_but_marks_is_added_whatever_the_html(html: str) -> None:
    once = marked(html)
    made, _ = marker().mark(html, PAGES)
    # What is marked stands within links by then.
    again = MARK.findall(marker().mark(made, PAGES)[0])
    assert [text for _, text in again][: len(once)] == once or len(again) >= len(once)


def site(language: Language = ENGLISH) -> Site:
    return Site(load(CATALOGS / "valid/glossary").catalog, language=language)


def test_a_topic_uses_the_terms_of_those_that_it_builds_on_and_no_others() -> None:
    html = "<p>a slope and an adjoint</p>"
    both = with_terms(html, site(), "u", "u/")
    assert [address for address, _ in MARK.findall(both)] == [
        "../u/glossary/#term_slope",
        "../t/glossary/#term_adjoint",
    ]
    files = "../u/glossary/ ../assets/terms/u.json ../t/glossary/ ../assets/terms/t.json"
    assert both.endswith(f'<template id="ts-terms" data-terms="{files}"></template>')
    assert "slope</a>" not in with_terms(html, site(), "t", "t/")
    assert with_terms(html, site(), "", "about/") == html
    assert with_terms("<p>nothing</p>", site(), "t", "t/") == "<p>nothing</p>"


def test_a_plural_follows_the_language_of_the_site() -> None:
    html = "<p>adjoints</p>"
    assert MARK.search(with_terms(html, site(), "t", "t/"))
    assert with_terms(html, site(ours("de")), "t", "t/") == html


def test_every_mark_leads_to_its_term_and_its_definition() -> None:
    made = site()
    pages = {page.name: page.html() for page in generated_pages(made)}
    html = with_terms(pages["t"] + "<p>adjoint, GRU</p>", made, "t", "t/")
    shown = json.loads(definitions(made.catalog.glossaries["t"], made))
    found = [address for address, _ in MARK.findall(html)]
    found += re.findall(r'data-term="([^"]*)"', html)
    assert len(found) == 3
    for address in found:
        anchor = address.rpartition("#")[2]
        assert f'id="{anchor}"' in pages["t/glossary"]
        assert anchor in shown


def test_definitions_need_no_style_sheet_and_no_font() -> None:
    shown = definitions(site().catalog.glossaries["t"], site())
    assert "<math>" in shown
    assert "katex" not in shown


def test_the_glossary_says_all_that_is_known_of_a_term() -> None:
    (page,) = (page.html() for page in generated_pages(site()) if page.name == "t/glossary")
    for part in (
        '<span id="term_error-signal"></span>',
        'href="../../t/#entry"',
        "It is that of a weighted sum only.",
        '<a href="../../t/glossary/#term_adjoint">sensitivity</a>',
        '<a href="../../tags/chain-rule/">chain rule</a>',
        r"\(\bar x\)",
    ):
        assert part in page, part
    order = re.findall(r'<h2 id="term_([^"]*)"', page)
    assert order == sorted(order)


def test_what_a_topic_assumes_leads_to_its_refresher() -> None:
    pages = {page.name: page.html() for page in generated_pages(site())}
    assert '<a href="../examples/addition/">sums of two numbers</a>' in pages["t"]
    assert "patience, <a" in pages["t"]
    assert "glossary/" not in re.sub(r"\.\./t/glossary/#\w+", "", pages["t"].split("ts-sheets")[0])
    assert 'href="../t/sheet/"' in pages["t"]


def test_our_own_glossary_marks_what_it_should(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    made = Site(load(root).catalog)
    html = "<p>The cost of memory: batch normalisation, weight decay, the delta rule, a unit.</p>"
    assert with_terms(html, made, "backpropagation", "backpropagation/") == html
