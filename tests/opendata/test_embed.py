"""The data of what other people's pages show: scripts that hand over words, and nothing unknown."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.built.projects import PROJECT
from tests.render.sites import CATALOGS
from topicsite.language.locales import ours
from topicsite.opendata import embed
from topicsite.reading.load import load
from topicsite.render.site import Site

SCRIPT = re.compile(r"topicsiteEmbed\.show\((?P<data>\{.*\})\);\n")


def data(site: Site) -> dict[str, Any]:
    """What each script hands over."""
    found = {}
    for place, raw in embed.files(site).items():
        script = SCRIPT.fullmatch(raw.decode("ascii"))
        assert script is not None, place
        found[place] = json.loads(script["data"])
    return found


def test_every_path_and_card_can_be_shown_elsewhere() -> None:
    site = Site(load(PROJECT).catalog, name="Learning")
    found = data(site)
    topics = site.catalog.topics.items()
    paths = {f"embed/path/{name}/{p.id}.js": p for name, t in topics for p in t.model.paths}
    assert found.keys() == {*paths, *(f"embed/card/{one}.js" for one in site.catalog.resources)}
    assert paths
    for place, path in paths.items():
        assert [one["address"] for one in found[place]["items"]] == [
            site.address_of(step.subject) for step in path.steps
        ]
    card = found["embed/card/3b1b-backprop-intuition.js"]
    assert card["address"] == "backpropagation/#3b1b-backprop-intuition"
    assert card["facts"].startswith("Video · 13\N{NO-BREAK SPACE}min · Intuition · Free")


def test_words_are_those_of_the_site_and_formulas_no_markup() -> None:
    found = data(Site(load(PROJECT).catalog, language=ours("de"), name="<Netze>"))
    card = found["embed/card/3b1b-backprop-intuition.js"]
    assert (card["lang"], card["dir"], card["more"]) == ("de", "ltr", "Auf <Netze> öffnen")
    assert "13 min" in card["facts"].replace("\N{NO-BREAK SPACE}", " ")


def test_what_nobody_knows_is_left_out() -> None:
    catalog = load(CATALOGS / "valid/nothing-known").catalog
    cards = [one for place, one in data(Site(catalog)).items() if "/card/" in place]
    assert cards
    for card in cards:
        assert all(value or name == "items" for name, value in card.items())
        assert "text" not in card
