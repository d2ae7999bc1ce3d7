"""What every topic site looks like, set on whatever shows it so that no owner has to.

The names are those of Material for MkDocs, which Zensical has too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from topicsite.language.catalogs import names
from topicsite.language.locales import Language
from topicsite.language.marking import N_

PERMALINK: Final = N_("Permanent link")
MARKDOWN: Final[Mapping[str, Mapping[str, object]]] = {
    "admonition": {},
    "attr_list": {},
    "md_in_html": {},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.highlight": {"anchor_linenums": False},
    "pymdownx.superfences": {},
    "toc": {"permalink": "¶", "permalink_title": PERMALINK},
}

FEATURES: Final = ("navigation.tabs", "search.highlight", "toc.follow")

FEATURES_OF_MANY: Final = ("navigation.footer", "content.action.edit")
"""Where topics stand in sections, readers go from one to the next."""

PALETTE: Final = (
    ("(prefers-color-scheme)", "default", "auto", N_("Switch to light mode")),
    ("(prefers-color-scheme: light)", "default", "light", N_("Switch to dark mode")),
    ("(prefers-color-scheme: dark)", "slate", "dark", N_("Follow the system's mode")),
)
UNFILLED: Final = "topicsite.building.unfilled"
"""The extension of Markdown that speaks where nobody fills markers; whoever does leaves it out."""

MATERIAL: Final[Mapping[str, object]] = {
    "font": {"text": "Roboto", "code": "Roboto Mono"},
    "favicon": "assets/images/favicon.png",
}
"""What Material sets by itself, so that an owner's own choice can be told from it."""

MARK: Final = "mark.svg"
"""The mark of a site without a logo of its own, among the package's assets."""

_ICONS: Final = {
    "auto": "material/brightness-auto",
    "light": "material/weather-sunny",
    "dark": "material/weather-night",
}

SEPARATOR: Final = r"[\s\-,:;!?=/()\[\]{}<>\"'`]+|\.(?!\d)|&(?:[lg]t|quot|amp|#39);"
"""What stands between words for the search: `tanh(x)` is found by `tanh`, `0.5` stays one."""


def spoken(folders: Iterable[str], code: str) -> str:
    """The language itself for a regional form that the theme has no words for.

    Args:
        folders: those of the theme's templates.
        code: a language, such as `de-CH`.
    """
    files = [Path(folder, "partials/languages") for folder in folders]
    known = (
        name for name in names(code) if any((file / f"{name}.html").is_file() for file in files)
    )
    return next(known, code)


def light_and_dark(colours: object, language: Language) -> list[dict[str, Any]] | None:
    """The palette of a site whose owner has chosen none; None where it stays as it is."""
    colours = colours or {}
    # Colours alone are no reason to do without light and dark.
    if not isinstance(colours, Mapping) or {"media", "scheme", "toggle"} & {*colours}:
        return None
    return [
        {
            **colours,
            "media": media,
            "scheme": scheme,
            "toggle": {"icon": _ICONS[mode], "name": language.gettext(name)},
        }
        for media, scheme, mode, name in PALETTE
    ]


def markdown(given: Mapping[str, Mapping[str, Any]], language: Language) -> dict[str, Any]:
    """The extensions of Markdown, with those and the options that an owner has chosen.

    Args:
        given: the owner's options, by the names of extensions, in order.
        language: that of the pages.
    """
    made: dict[str, Any] = {
        name: {**options} for name, options in given.items() if name != UNFILLED
    }
    for name, options in MARKDOWN.items():
        said = {"permalink_title": language.gettext(PERMALINK)} if name == "toc" else {}
        made[name] = {**options, **said, **given.get(name, {})}
    return made
