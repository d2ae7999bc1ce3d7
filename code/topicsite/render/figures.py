"""Figures of executed examples: SVG, as matplotlib writes it, made part of the page it stands on.

The colours of `lesson/figures.mplstyle` become the page's own, so that a figure follows light and
dark; what differs from run to run is left out, and ids are made unique on the page. A cell may put
out a picture from anywhere: what is not in the list that the page's own runner has is left out too.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

from topicsite.render.allowed import ALLOWED

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
_WIDTH: Final = re.compile(r"\s*(\d+(?:\.\d+)?)")
_USUAL: Final = 374.0
"""Points that a figure is wide which does not say."""

# As in `assets/cells/figure.js`.
_GEOMETRIC: Final = re.compile(r"[\w\s.,()%+-]*")
_PLAIN: Final = re.compile(r"[\w\s.,'\"%#+-]*")
_OWN: Final = re.compile(r"url\(#[^)\"']+\)")
_BITMAP: Final = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=\s]+")
_WITH_TEXT: Final = frozenset(f"{_SVG}{name}" for name in ("text", "tspan", "title", "desc"))


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
    if "<!ENTITY" in svg.upper():
        raise FigureError("the picture declares entities, which no figure needs")
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314  # without entities, a document is a tree
    except ElementTree.ParseError as error:
        raise FigureError(f"the picture is not SVG: {error}") from None
    if root.tag != f"{_SVG}svg":
        raise FigureError(f"the picture is not SVG but `{root.tag}`")
    _reduce(root, {path.get("id") for path in root.iter(f"{_SVG}path")})
    referenced = set(_REFERENCE.findall(svg))
    for element in root.iter():
        _share_style(element)
        _adapt(element, prefix, referenced)
    # In points, as matplotlib gives them, so that the page may scale a figure down, never up.
    found = _WIDTH.match(root.attrib.pop("width", ""))
    width = float(found[1]) if found else _USUAL
    root.attrib.pop("height", None)
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


def _reduce(element: ElementTree.Element, reusable: set[str | None]) -> None:
    """Keep shapes, and of these what places and paints them; blank lines go too.

    So the metadata (with the time of the run) and the style sheet are left out, which would reach
    the whole page, and whatever would run, load or lead somewhere.
    """
    element.attrib = {
        name: kept
        for name, value in element.attrib.items()
        if (kept := _kept(element.tag, name, value, reusable)) is not None
    }
    if element.tag not in _WITH_TEXT:
        element.text = None
    for child in list(element):
        if child.tag.removeprefix(_SVG) not in ALLOWED["shapes"] or child.tag[0] != "{":
            element.remove(child)
            continue
        _reduce(child, reusable)
        if element.tag not in _WITH_TEXT:
            child.tail = None
        if child.tag == f"{_SVG}defs" and not len(child):
            element.remove(child)


def _kept(tag: str, name: str, value: str, reusable: set[str | None]) -> str | None:
    """The value of an attribute as far as it is kept."""
    if name == "id":
        return value
    if name in (_HREF, "href"):
        # A copy of a copy of a copy could be made to grow without end: only a path is used again.
        is_path = tag == f"{_SVG}use" and value[:1] == "#" and value[1:] in reusable
        is_bitmap = tag == f"{_SVG}image" and _BITMAP.fullmatch(value)
        return value if is_path or is_bitmap else None
    if name == "style":
        rules = (rule.partition(":") for rule in value.split(";"))
        return "; ".join(
            f"{rule.strip()}: {paint.strip()}"
            for rule, _, paint in rules
            if _paints(rule.strip(), paint.strip())
        )
    if name in ALLOWED["geometry"]:
        return value if _GEOMETRIC.fullmatch(value) or _OWN.fullmatch(value) else None
    return value if _paints(name, value) else None


def _paints(name: str, value: str) -> bool:
    """Whether a rule of style only paints, with nothing from elsewhere."""
    is_plain = _PLAIN.fullmatch(value) or _OWN.fullmatch(value)
    return name in ALLOWED["style"] and bool(value) and bool(is_plain)


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
