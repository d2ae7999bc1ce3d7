"""Figures of executed examples: matplotlib's SVG, made part of the page it stands on.

The colours of `lesson/figures.mplstyle` become the page's own, so that a figure follows light and
dark; what differs from run to run is left out, and ids are made unique on the page.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

# The style's colours, and the page's names for them. The fallback serves where there is no page.
COLOURS: Final = {
    "#1c1b1a": "var(--ink, #1c1b1a)",
    "#5d5a55": "var(--muted, #5d5a55)",
    "#1a5fb4": "var(--forward, #1a5fb4)",
    "#b3450a": "var(--backward, #b3450a)",
    "#1b6e3c": "var(--agrees, #1b6e3c)",
    "#fdfcfa": "var(--ground, #fdfcfa)",
}

_SVG: Final = "{http://www.w3.org/2000/svg}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}\b")
_POINTS: Final = re.compile(r"-?\d+\.\d{3,}")
_URL: Final = re.compile(r"url\(#([^)]+)\)")
_REFERENCE: Final = re.compile(r"(?:url\(|href=\")#([^)\"]+)")


class FigureError(Exception):
    """A picture that is not matplotlib's SVG."""


def inline_svg(svg: str, prefix: str, label: str) -> str:
    """Prepare a figure for its page.

    Args:
        svg: the file that matplotlib wrote.
        prefix: what makes the figure's ids unique on the page, such as `sensitivity-3-1`.
        label: the text alternative.

    Raises:
        FigureError: when it cannot be read as SVG.
    """
    try:
        # Written by the matplotlib of this very build; the parser resolves no external entity.
        root = ElementTree.fromstring(svg)  # noqa: S314
    except ElementTree.ParseError as error:
        raise FigureError(f"the picture is not SVG: {error}") from None
    if root.tag != f"{_SVG}svg":
        raise FigureError(f"the picture is not SVG but `{root.tag}`")
    _remove_unneeded(root)
    referenced = set(_REFERENCE.findall(svg))
    for element in root.iter():
        _share_style(element)
        _adapt(element, prefix, referenced)
    # In points, as matplotlib gives them, so that the page may scale a figure down, never up.
    width = float(root.attrib.pop("width").removesuffix("pt"))
    del root.attrib["height"]
    root.attrib.pop("version", None)
    root.attrib.update(
        {
            "style": f"max-width: {width / 72:.2f}in",
            "role": "img",
            "aria-label": label,
            # What matplotlib asks for in a style sheet, which would reach the whole page.
            "stroke-linejoin": "round",
            "stroke-linecap": "butt",
        }
    )
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)


def _remove_unneeded(root: ElementTree.Element) -> None:
    """Take out the metadata (with the time of the run), the style sheet and blank lines."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style"):
                parent.remove(child)
            child.tail = None
        parent.text = None
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{_SVG}defs" and not len(child):
                parent.remove(child)


def _adapt(element: ElementTree.Element, prefix: str, referenced: set[str]) -> None:
    element.tag = element.tag.removeprefix(_SVG)
    if _HREF in element.attrib:
        element.attrib["href"] = element.attrib.pop(_HREF)
    if element.get("id") not in referenced:
        element.attrib.pop("id", None)
    for name, value in element.attrib.items():
        if name == "id":
            value = f"{prefix}-{value}"
        elif name == "href" and value.startswith("#"):
            value = f"#{prefix}-{value[1:]}"
        elif name in ("d", "x", "y"):
            value = _POINTS.sub(lambda match: f"{float(match[0]):.2f}", " ".join(value.split()))
        elif name != "viewBox":
            value = _URL.sub(rf"url(#{prefix}-\1)", value)
            value = _COLOUR.sub(lambda match: COLOURS.get(match[0].lower(), match[0]), value)
        element.attrib[name] = value


def _share_style(group: ElementTree.Element) -> None:
    """Say once for a group of markers what matplotlib says of each: most of a scatter plot."""
    markers = [child for child in group if child.tag == f"{_SVG}use"]
    styles = {marker.get("style", "") for marker in markers}
    if len(markers) > 1 and len(markers) == len(group) and len(styles) == 1:
        own = [style for style in (group.get("style"), styles.pop()) if style]
        group.attrib["style"] = "; ".join(own)
        for marker in markers:
            marker.attrib.pop("style", None)
