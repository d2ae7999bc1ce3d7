"""The colours that an owner has chosen from Material's palette, as far as text in them can be read.

Material's own style sheet says what each colour is; only the two schemes that `tokens.css` knows
have a ground to compare with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from topicsite.render.contrast import contrast

ENOUGH: Final = 4.5
"""What WCAG 2.2 asks of text, in success criterion 1.4.3."""

MARK: Final = ("#1a5fb4", "#ffffff")
"""The colours of a site's mark where its owner has chosen none."""

_RULE: Final = re.compile(r"(?P<selectors>[^{}]+)\{(?P<body>[^{}]*)\}")
_CONDITION: Final = re.compile(
    r"(?P<but>:not\()?\[data-md-color-(?P<name>\w+)=(?P<value>[\w-]+)\]\)?"
)
_USED_FOR: Final = {"primary": "links", "accent": "what is pointed at"}
_OURS: Final = """\
[data-md-color-scheme][data-md-color-primary] {
  --md-primary-fg-color: var(--ground);
  --md-primary-fg-color--dark: var(--ground);
  --md-primary-bg-color: var(--ink);
  --md-primary-bg-color--light: var(--muted);
  --tab: var(--muted);
  --tab-line: var(--forward);
}
"""
_ACCENT: Final = """\
[data-md-color-scheme][data-md-color-primary] {
  --md-accent-fg-color: var(--backward);
}
"""


class Followed(NamedTuple):
    """What comes of an owner's choice.

    Attributes:
        sheet: style rules that stand behind those of `tokens.css`.
        doubts: what cannot be read, in a sentence each.
        mark: the colours of the field and the letter of a mark, where the owner has chosen them.
    """

    sheet: str
    doubts: list[str]
    mark: tuple[str, str] | None


def follow(palette: object, material: str, grounds: Mapping[str, str]) -> Followed:
    """Take over what was chosen.

    Args:
        palette: the theme's setting, one mapping or a list of them.
        material: Material's style sheet of colours.
        grounds: the ground of each scheme that text stands on.
    """
    chosen = [entry for entry in _entries(palette) if "primary" in entry or "accent" in entry]
    parts = [
        "" if any("primary" in entry for entry in chosen) else _OURS,
        "" if any("accent" in entry for entry in chosen) else _ACCENT,
    ]
    doubts: dict[str, None] = {}
    mark = None
    for entry in chosen:
        scheme = entry.get("scheme", "default")
        primary, accent = entry.get("primary", "indigo"), entry.get("accent", "indigo")
        names = {"scheme": scheme, "primary": primary, "accent": accent}
        found = _properties(material, names)
        field, ink = (found.get(f"--md-primary-{side}-color") for side in ("fg", "bg"))
        if "primary" in entry and field and ink:
            mark = mark or (field, ink)
            if (ratio := contrast(ink, field)) and ratio < ENOUGH:
                said = f"the header's text has a contrast of {ratio:.1f} to 1"
                doubts[_doubt(f"primary: {primary}", said)] = None
        text = {
            "--forward": ("primary", "--md-typeset-a-color", "--md-primary-fg-color",
                          "--md-primary-fg-color--dark"),
            "--backward": ("accent", "--md-accent-fg-color"),
        }  # fmt: skip
        for token, (option, *candidates) in text.items():
            if option not in entry or scheme not in grounds:
                continue
            shades = [found[name] for name in candidates if name in found]
            ratios = {shade: contrast(shade, grounds[scheme]) or 0.0 for shade in shades}
            fits = next((shade for shade in shades if ratios[shade] >= ENOUGH), None)
            if fits is not None:
                parts.append(_rule(names, token, fits))
            elif shades:
                best = max(ratios.values())
                said = (
                    f"{_USED_FOR[option]} would have a contrast of {best:.1f} to 1 in the scheme "
                    f"`{scheme}`, so topicsite's own colour stays there"
                )
                doubts[_doubt(f"{option}: {names[option]}", said)] = None
    return Followed("".join(parts), list(doubts), mark)


def style_sheet(folders: list[str]) -> str:
    """Material's style sheet of colours; nothing under another theme."""
    for folder in folders:
        for file in sorted(Path(folder, "assets/stylesheets").glob("palette.*.css")):
            return file.read_text(encoding="utf-8")
    return ""


def mark_of(chosen: object, folders: list[str]) -> tuple[str, str]:
    """The colours of a site's mark, and of the letter in it.

    Args:
        chosen: what the owner says of the palette.
        folders: those of the theme.
    """
    return follow(chosen, style_sheet(folders), {}).mark or MARK


def _entries(palette: object) -> Iterator[dict[str, str]]:
    """What the setting says of colours, in the words of Material's attributes."""
    for entry in palette if isinstance(palette, list) else [palette]:
        if isinstance(entry, Mapping):
            yield {
                name: str(entry[name]).replace(" ", "-")
                for name in ("scheme", "primary", "accent")
                if entry.get(name)
            }


def _properties(material: str, names: Mapping[str, str]) -> dict[str, str]:
    """The custom properties that Material gives a page with these attributes."""
    found: dict[str, tuple[int, str]] = {}
    for rule in _RULE.finditer(material):
        for selector in rule["selectors"].split(","):
            conditions = list(_CONDITION.finditer(selector))
            if not conditions or _CONDITION.sub("", selector).strip():
                continue
            if all((names.get(c["name"]) == c["value"]) != bool(c["but"]) for c in conditions):
                for declaration in rule["body"].split(";"):
                    name, _, value = declaration.partition(":")
                    if found.get(name, (0, ""))[0] <= len(conditions):
                        found[name] = len(conditions), value.strip()
    return {name: value for name, (_, value) in found.items()}


def _rule(names: Mapping[str, str], token: str, colour: str) -> str:
    attributes = "".join(f'[data-md-color-{name}="{value}"]' for name, value in names.items())
    return f"@media screen {{ {attributes} {{ {token}: {colour}; }} }}\n"


def _doubt(where: str, said: str) -> str:
    return f"theme.palette in mkdocs.yml: with `{where}`, {said}; small text needs {ENOUGH} to 1"
