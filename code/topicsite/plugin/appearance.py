"""What every topic site looks like, set on MkDocs' configuration so that no owner has to.

Whatever `mkdocs.yml` says itself stays.
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


def apply(
    config: Any, theme: Path, assets: str, language: Language, *, is_large: bool = False
) -> None:
    """Set the defaults.

    Args:
        config: MkDocs' configuration; only its attributes are used.
        theme: the folder of template overrides.
        assets: where the package's assets lie on the site.
        language: that of the pages.
        is_large: whether its menu has sections of topics, through which readers leaf.
    """
    # Behind the owner's own overrides, if there are any, and before Material's templates.
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(theme))
    mark = f"{assets}/{MARK}"
    logo = config.theme.get("logo") or mark
    for name, value in (("font", False), ("logo", logo), ("favicon", logo)):
        if config.theme.get(name) == MATERIAL.get(name):
            config.theme[name] = value
    if (config.theme.get("icon") or {}).get("logo") and config.theme["logo"] == mark:
        config.theme["logo"] = None  # an owner's icon stands in its place
    features = [*FEATURES, *(FEATURES_OF_MANY if is_large else ())]
    config.theme["features"] = list(dict.fromkeys([*features, *config.theme.get("features", ())]))
    colours = config.theme.get("palette") or {}
    # Colours alone are no reason to do without light and dark.
    if isinstance(colours, Mapping) and not {"media", "scheme", "toggle"} & {*colours}:
        config.theme["palette"] = [
            {
                **colours,
                "media": media,
                "scheme": scheme,
                "toggle": {"icon": _ICONS[mode], "name": language.gettext(name)},
            }
            for media, scheme, mode, name in PALETTE
        ]
    search = config.plugins.get("material/search")
    if search is not None and not search.config.separator:
        search.config.separator = SEPARATOR
    for name, options in MARKDOWN.items():
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)
        said = {"permalink_title": language.gettext(PERMALINK)} if name == "toc" else {}
        config.mdx_configs[name] = {**options, **said, **config.mdx_configs.get(name, {})}
    config.extra_css.insert(0, f"{assets}/topicsite.css")
