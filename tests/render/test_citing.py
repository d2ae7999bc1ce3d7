"""A claim has an address, a citation as text and as BibTeX, and a command that repeats it."""

from __future__ import annotations

import dataclasses
import datetime
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from topicsite import render
from topicsite.model.catalog import Catalog, Entry
from topicsite.proving.claims import Outcome
from topicsite.reading.load import load

CASE = Path(__file__).parents[1] / "catalogs/valid/every-field"
MARKER = "<!-- topicsite: claims -->"


def site(says: str, found: str) -> render.Site:
    """The case that has every field, with one claim that was tried."""
    catalog = load(CASE).catalog
    entry = catalog.resources["entry"]
    claim = entry.model.claims[0].model_copy(update={"says": says})
    model = entry.model.model_copy(update={"claims": (claim,)})
    changed = Entry(entry.id, entry.topic, entry.path, model)
    resources = {**catalog.resources, "entry": changed}
    return render.Site(
        Catalog(catalog.topics, resources, catalog.examples),
        outcomes={"entry/sum": Outcome("4", found, "reproduced", "always")},
        updated={"code/examples/addition.py": datetime.date(2026, 3, 1)},
        name="Sums & more",
        base="https://example.org/sums/",
    )


def cited(made: render.Site) -> BeautifulSoup:
    page = BeautifulSoup(render.fill_markers(MARKER, made, "checked/"), "html.parser")
    (details,) = page.select("li#claim_entry_sum > details.ts-cite")
    return BeautifulSoup(str(details), "html.parser")


def test_a_claim_is_cited_by_its_address() -> None:
    details = cited(site("Two and *two* are four.", "4, in 3 of 3 starts ●●●"))
    paragraph = details.p
    assert paragraph is not None
    assert " ".join(paragraph.get_text().split()) == (
        "Ada Example 2020: “Two and two are four.” Reproduced: 4, in 3 of 3 starts. Sums & more, "
        "https://example.org/sums/checked/#claim_entry_sum"
    )
    bibtex, command = (block.get_text() for block in details.select("pre"))
    assert bibtex.splitlines() == [
        "@misc{entry-sum,",
        r"  author = {{Sums \& more}},",
        "  title = {A claim of A good entry, tried},",
        "  note = {Ada Example 2020: “Two and two are four.” Reproduced: 4, in 3 of 3 starts.},",
        r"  howpublished = {\url{https://example.org/sums/checked/#claim_entry_sum}},",
        "  year = {2026}",
        "}",
    ]
    assert command == "TOPICSITE_STARTS=1 python code/examples/addition.py"


@pytest.mark.parametrize("says", ["100 % of {x}_1^2 ~ \\a & $5 #2", "<b>}{</b>", "}}}", "{"])
def test_no_text_breaks_out_of_its_field(says: str) -> None:
    bibtex = cited(site(says, says)).select("pre")[0].get_text()
    plain = re.sub(r"\\[{}]", "", bibtex)
    depth = 0
    for sign in plain:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert plain.endswith("\n}")


def test_what_nobody_tried_is_not_cited() -> None:
    nothing = dataclasses.replace(site("a", "b"), outcomes={})
    assert "ts-cite" not in render.fill_markers(MARKER, nothing, "checked/")


def test_cards_have_the_addresses_too() -> None:
    html = render.fill_markers("<!-- topicsite: resources -->", site("a", "b"), "t/")
    assert BeautifulSoup(html, "html.parser").select("article li#claim_entry_sum")
    assert "ts-cite" not in html
