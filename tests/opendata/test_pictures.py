"""Pictures of pages: their size, their words, and that there is none rather than a broken one."""

from __future__ import annotations

import io
import sys
from dataclasses import replace

import pytest
from PIL import Image

from tests.opendata.sites import LOADED
from topicsite.opendata import pictures
from topicsite.opendata.pictures import Picture
from topicsite.render.site import Site

SITE = Site(LOADED.catalog, name="Sorting", description="Learn to sort.", base="https://x.example/")
TITLES = [
    "Sorting",
    "What the gradient of a softmax layer with cross-entropy is, and why it is so simple, and more",
    "x" * 200,
    "Für Élise – “naïve”",
    "",
]


def opened(made: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(made))
    image.load()
    return image


@pytest.mark.parametrize("title", TITLES)
def test_any_title_makes_a_picture_of_its_size_and_the_same_bytes_again(title: str) -> None:
    said = Picture(title, "It says why. " * 60)
    made = pictures.drawn("Sorting", SITE.colours, said)
    pictures.drawn.cache_clear()
    assert pictures.drawn("Sorting", SITE.colours, said) == made
    image = opened(made)
    assert (image.format, image.size) == ("PNG", pictures.SIZE)
    assert len(made) < 120_000
    # Nothing is written into the margins.
    ground = image.getpixel((5, 5))
    for box in ((0, 0, 78, 470), (1122, 0, 1200, 470)):
        assert image.crop(box).getcolors() == [((box[2] - box[0]) * box[3], ground)]


def colours(made: bytes) -> set[object]:
    found = opened(made).convert("RGB").getcolors(1 << 20)
    assert found is not None
    return {colour for _, colour in found}


def test_words_and_colours_are_seen() -> None:
    said = Picture("A title", "")
    one = pictures.drawn("Sorting", ("#1a5fb4", "#ffffff"), said)
    assert pictures.drawn("Sorting", ("#1a5fb4", "#ffffff"), Picture("B title", "")) != one
    assert (26, 95, 180) in colours(one)
    other = pictures.drawn("Sorting", ("#b3450a", "#ffffff"), said)
    assert (179, 69, 10) in colours(other)
    # What a style sheet may say and nobody can draw with.
    assert pictures.drawn("Sorting", ("var(--x)", "hsla(0, 0%, 100%, 1)"), said) == one


def test_each_topic_and_example_has_one_and_other_pages_have_that_of_their_topic() -> None:
    files = pictures.files(SITE)
    assert set(files) == {
        f"assets/topicsite/pictures/{name}.png"
        for name in ("site", "topics/t", "topics/u", "examples/addition")
    }
    places = {
        "": "site", "tags": "site", "t": "topics/t", "t/glossary": "topics/t",
        "examples/addition": "examples/addition", "examples/no": "site",
    }  # fmt: skip
    for page, place in places.items():
        found, said = pictures.of_page(SITE, page)
        assert found == f"assets/topicsite/pictures/{place}.png"
        assert found in files
        assert said


@pytest.mark.parametrize("title", ["並べ替え", "ترتيب", "Сортировка", "a\u0301\u0323 ☃"])
def test_letters_that_the_face_lacks_are_left_to_the_site_s_picture(title: str) -> None:
    topics = dict(SITE.catalog.topics)
    model = topics["t"].model.model_copy(update={"title": title})
    topics["t"] = replace(topics["t"], model=model)
    site = replace(SITE, catalog=replace(SITE.catalog, topics=topics))
    assert pictures.of_page(site, "t") == ("assets/topicsite/pictures/site.png", "Sorting")
    assert "assets/topicsite/pictures/topics/t.png" not in pictures.files(site)
    whole = replace(site, name=title)  # which then is waves, and no boxes for letters
    assert opened(pictures.files(whole)["assets/topicsite/pictures/site.png"]).size == pictures.SIZE


def test_without_an_address_or_what_draws_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pictures.files(replace(SITE, base="")) == {}
    assert pictures.of_page(replace(SITE, base=""), "t") == ("", "")
    monkeypatch.setitem(sys.modules, "PIL", None)
    for cached in (pictures.can_draw, pictures._font, pictures._has):
        cached.cache_clear()
    try:
        assert pictures.files(SITE) == {}
        assert pictures.of_page(SITE, "t") == ("", "")
    finally:
        pictures.can_draw.cache_clear()
