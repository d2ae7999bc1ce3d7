"""An owner's palette is followed as far as it can be read; what cannot is said."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.theme import Theme

from topicsite.building.palette import follow, style_sheet
from topicsite.language.locales import ENGLISH
from topicsite.plugin import appearance

MATERIAL = style_sheet(Theme(name="material").dirs)
GROUNDS = {"default": "#f5f2ec", "slate": "#1f2125"}


@pytest.mark.parametrize(
    ("palette", "tokens", "doubts"),
    [
        ({}, [], []),
        ([{"scheme": "slate", "toggle": {}}], [], []),
        # A shade of the colour that can be read is taken, in each scheme.
        ({"primary": "teal"}, ["--forward: #007a6c"], ["header's text has a contrast of 3."]),
        ({"scheme": "slate", "primary": "teal"}, ["--forward: #00ccb8"], ["header's text"]),
        ({"primary": "indigo"}, ["--forward: #4051b5"], []),
        (
            {"primary": "deep purple", "accent": "indigo"},
            ["--forward: #7e56c2"],
            ["`accent: indigo`, what is pointed at would have a contrast of 3.8 to 1"],
        ),
        (
            {"accent": "yellow"},
            [],
            ["`accent: yellow`, what is pointed at would have a contrast of 1."],
        ),
        ({"scheme": "slate", "accent": "yellow"}, ["--backward: hsl(50,100%,50%)"], []),
        # What only the owner's style sheet knows is left to that.
        ({"primary": "custom"}, [], []),
        ({"scheme": "mine", "primary": "indigo"}, [], []),
    ],
)
def test_a_colour_is_followed_where_it_can_be_read(
    palette: object, tokens: list[str], doubts: list[str]
) -> None:
    found = follow(palette, MATERIAL, GROUNDS)
    for token in tokens:
        assert token in found.sheet
    if not tokens:
        assert not re.search(r"--(forward|backward): ", found.sheet)
    assert len(found.doubts) == len(doubts)
    for said, words in zip(found.doubts, doubts, strict=True):
        assert words in said
        assert said.startswith("theme.palette in mkdocs.yml: ")


def test_our_own_header_stands_where_no_colour_is_chosen() -> None:
    assert "--md-primary-fg-color: var(--ground)" in follow({}, MATERIAL, GROUNDS).sheet
    found = follow({"primary": "red"}, MATERIAL, GROUNDS)
    assert "--md-primary-fg-color: " not in found.sheet
    assert "--md-accent-fg-color: var(--backward)" in found.sheet
    assert found.mark == ("#ef5552", "#fff")
    assert "--md-accent-fg-color: " not in follow({"accent": "red"}, MATERIAL, GROUNDS).sheet


def test_another_theme_has_no_palette() -> None:
    assert style_sheet(Theme(name="mkdocs").dirs) == ""
    assert follow({"primary": "red"}, "", GROUNDS).doubts == []


@pytest.mark.parametrize(
    ("chosen", "logo", "favicon"),
    [
        ({}, "a/mark.svg", "a/mark.svg"),
        ({"logo": "me.svg"}, "me.svg", "me.svg"),
        ({"logo": "me.svg", "favicon": "tab.png"}, "me.svg", "tab.png"),
        ({"icon": {"logo": "material/library"}}, None, "a/mark.svg"),
    ],
)
def test_an_owner_s_logo_stays(chosen: dict[str, object], logo: str | None, favicon: str) -> None:
    theme = Theme("material", **chosen)  # type: ignore[arg-type]
    config = SimpleNamespace(
        theme=theme, plugins={}, markdown_extensions=[], mdx_configs={}, extra_css=[]
    )
    appearance.apply(config, Path(appearance.__file__), "a", ENGLISH)
    assert (theme["logo"], theme["favicon"]) == (logo, favicon)


def test_colours_alone_keep_light_and_dark() -> None:
    theme = Theme("material", palette={"primary": "teal"})
    config = SimpleNamespace(
        theme=theme, plugins={}, markdown_extensions=[], mdx_configs={}, extra_css=[]
    )
    appearance.apply(config, Path(appearance.__file__), "a", ENGLISH)
    assert [(entry["scheme"], entry["primary"]) for entry in theme["palette"]] == [
        ("default", "teal"), ("default", "teal"), ("slate", "teal"),
    ]  # fmt: skip
