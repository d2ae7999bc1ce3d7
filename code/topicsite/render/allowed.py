"""HTML that comes out of cells or stands in their prose, reduced to what a page may hold.

Nothing of it may run, load something from another host, send anything, or change the page around
it. What outputs may consist of is written down once, in `assets/cells/allowed.js`, which the page
itself loads for the code that readers run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any, Final

import nh3
from bs4 import BeautifulSoup
from bs4.element import Tag

_LIST: Final = Path(__file__).parents[1] / "assets/cells/allowed.js"
ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(words.split())
    for name, words in json.loads(
        _LIST.read_text("utf-8").partition("export default")[2].strip().rstrip(";")
    ).items()
}
"""The lists of `allowed.js`, by their names."""

_OF_PROSE: Final = frozenset({"h1", "h2", "aside", "img", "section", "time"})
"""What the author of an example may write besides."""

_OURS: Final = "topicsite-"
"""How the elements begin of which pages themselves are made."""

_RESERVED: Final = frozenset(
    {
        *("annotation-xml", "color-profile", "font-face", "font-face-format", "font-face-name"),
        *("font-face-src", "font-face-uri", "missing-glyph"),
    }
)
"""Names with a hyphen that SVG and MathML have, and no element of a site's own may have."""

_OWN: Final = re.compile(r"<([a-z][a-z0-9]*(?:-[a-z0-9]+)+)[\s/>]", re.IGNORECASE)
_TO_THE_RIGHT: Final = re.compile(r"text-align:\s*right")
_ELSEWHERE: Final = re.compile(r"[\s\x00-\x1f]*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)


def clean_output(html: str) -> str:
    """HTML that a cell puts out: words, lists, tables, and elements of the site's own."""
    attributes = {"*": set(ALLOWED["attributes"]), "a": {"href"}, "td": {"class"}, "th": {"class"}}
    return _clean(html, ALLOWED["elements"], attributes)


def clean_prose(html: str) -> str:
    """The prose of an example, as Markdown makes it; comments stay, for markers are among them."""
    attributes = {
        "*": {*ALLOWED["attributes"], "class", "dir", "id", "lang", "role", "tabindex", "title"},
        "a": {"href", "download"},
        "img": {"alt", "height", "src", "width"},
        "time": {"datetime"},
    }
    return _clean(html, ALLOWED["elements"] | _OF_PROSE, attributes, is_prose=True)


def _clean(
    html: str, elements: Set[str], attributes: dict[str, set[str]], *, is_prose: bool = False
) -> str:
    """Keep the elements, those of the site's own, and the data that these hold."""
    own = {name.lower() for name in _OWN.findall(html)} - _RESERVED
    if not is_prose:
        own = {name for name in own if not name.startswith(_OURS)}
    html, data = _take_data(html, own)
    cleaned = nh3.clean(
        html,
        tags={*elements, *own},
        clean_content_tags=set(ALLOWED["dropped"] - own),
        attributes=attributes,
        attribute_filter=_filter,
        generic_attribute_prefixes={"aria-", "data-"} if is_prose else None,
        strip_comments=not is_prose,
        url_schemes={*ALLOWED["schemes"], *({"mailto"} if is_prose else ())},
        link_rel=None if is_prose else "noopener",
    )
    for mark, content in data.items():
        cleaned = cleaned.replace(mark, f'<script type="application/json">{content}</script>', 1)
    return cleaned.strip()


def _filter(element: str, attribute: str, value: str) -> str | None:
    """Pictures are the site's own, and so is the one class of a cell."""
    if element == "img" and attribute == "src":
        return None if _ELSEWHERE.match(value) else value
    if element in ("td", "th") and attribute == "class":
        return value if value == "number" else None
    return value


def mark_numbers(html: Tag) -> None:
    """Give cells that are aligned to the right the class of numbers, before styles are lost."""
    for cell in html.select(":is(td, th)[style]"):
        if _TO_THE_RIGHT.search(str(cell["style"])):
            cell["class"] = "number"


def _take_data(html: str, own: Set[str]) -> tuple[str, dict[str, str]]:
    """Put marks in the places of data that elements of the site's own hold; no browser runs it."""
    if not own or "<script" not in html.lower():
        return html, {}
    soup = BeautifulSoup(html, "html.parser")
    data: dict[str, str] = {}
    for script in soup.find_all("script", type="application/json"):
        if script.parent is None or script.parent.name not in own:
            continue
        try:
            read: Any = json.loads(script.get_text())
        except ValueError:
            continue
        # Data that spells the end of its element would end it.
        safe = script.get_text() if "<" not in script.get_text() else _escaped(read)
        mark = f"\ue000{len(data)}\ue001"
        data[mark] = safe
        script.replace_with(mark)
    if not data:
        return html, {}
    text = soup.decode(formatter="html")
    return text, data


def _escaped(read: Any) -> str:
    return json.dumps(read, ensure_ascii=False).replace("<", "\\u003c")
