"""What every topic site looks like, set on MkDocs' configuration so that no owner has to.

Whatever `mkdocs.yml` says itself stays.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from topicsite.building.look import (
    FEATURES,
    FEATURES_OF_MANY,
    MARK,
    MARKDOWN,
    MATERIAL,
    SEPARATOR,
    UNFILLED,
    light_and_dark,
    markdown,
)
from topicsite.language.locales import Language


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
    palette = light_and_dark(config.theme.get("palette"), language)
    if palette is not None:
        config.theme["palette"] = palette
    search = config.plugins.get("material/search")
    if search is not None and not search.config.separator:
        search.config.separator = SEPARATOR
    if UNFILLED in config.markdown_extensions:
        config.markdown_extensions.remove(UNFILLED)
    given = {name: config.mdx_configs.get(name, {}) for name in config.markdown_extensions}
    for name, options in markdown(given, language).items():
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)
        if name in MARKDOWN:
            config.mdx_configs[name] = options
    config.extra_css.insert(0, f"{assets}/topicsite.css")
