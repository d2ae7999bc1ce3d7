"""What no page shows, by name: it is better missed in words than found missing."""

from __future__ import annotations

import re
from typing import Final

from bs4.element import Tag

# By the kind that the output was given; the first that fits.
_KINDS: Final = (
    (r"application/vnd\.plotly", "an interactive figure of plotly"),
    (r"application/vnd\.vega", "an interactive figure of Altair"),
    (r"application/vnd\.bokeh", "an interactive figure of bokeh"),
    (r"application/vnd\.holoviews", "an interactive figure of HoloViews"),
    (r"application/vnd\.jupyter\.widget", "a widget of ipywidgets"),
    (r"(application|text)/(x-)?(java|ecma)script", "a script"),
    (r"application/pdf", "a PDF file"),
    (r"application/geo\+json", "a map"),
    (r"audio/", "a recording"),
    (r"video/", "a video"),
    (r"application/(.+\+)?json", "data in JSON"),
)
# By what the HTML says that a library writes; the first that fits.
_LIBRARIES: Final = (
    (r"plotly", "an interactive figure of plotly"),
    (r"bokeh|\bbk-root\b", "an interactive figure of bokeh"),
    (r"vega-?embed|vega-?lite", "an interactive figure of Altair"),
    (r"leaflet|folium", "an interactive map of folium"),
    (r"mpld3", "an interactive figure of mpld3"),
    (r"vis-network|pyvis", "an interactive graph of pyvis"),
    (r"jupyter\.widget|jupyter-widgets", "a widget of ipywidgets"),
)
_ELEMENTS: Final = {
    "iframe": "an embedded page",
    "object": "an embedded file",
    "embed": "an embedded file",
    "video": "a video",
    "audio": "a recording",
    "img": "a picture",
    "svg": "a picture",
    "canvas": "a picture",
    "math": "a formula in MathML",
    "form": "a form",
    "input": "a form",
    "select": "a form",
    "textarea": "a form",
    "button": "a button",
}
_MARK: Final = "data-unshown"


def of_kinds(kinds: str) -> str:
    """What an output is called that was given as these kinds and no other, parted by spaces."""
    for kind in kinds.split():
        for pattern, name in _KINDS:
            if re.match(pattern, kind, re.IGNORECASE):
                return name
    return f"an output of the kind {kinds.split()[0]}" if kinds.split() else "an output"


def of_html(element: Tag, *, is_empty: bool) -> str | None:
    """What is lost of HTML in which only words and tables are kept, or None.

    Args:
        element: what was put out.
        is_empty: whether nothing is left of it.
    """
    kinds = " ".join(str(mark[_MARK]) for mark in element.select(f"[{_MARK}]"))
    lost = [_ELEMENTS[found.name] for found in element.find_all(list(_ELEMENTS))]
    if not (lost or is_empty):
        return None
    if kinds:
        return of_kinds(kinds)
    text = str(element).lower()
    for pattern, name in _LIBRARIES:
        if ("<script" in text or "srcdoc" in text or "<iframe" in text) and re.search(
            pattern, text
        ):
            return name
    if lost:
        return lost[0]
    return "a script" if element.find("script") else None


def sentence(name: str) -> str:
    """The sentence that stands in its place."""
    return f"{name} is not shown here; run the example on your own machine to see it."
