"""What no page shows, by name: it is better missed in words than found missing."""

from __future__ import annotations

import re
from typing import Final

from bs4.element import Tag

from topicsite.language.locales import Language
from topicsite.language.marking import N_

# By the kind that the output was given; the first that fits.
_KINDS: Final = (
    (r"application/vnd\.plotly", N_("an interactive figure of plotly")),
    (r"application/vnd\.vega", N_("an interactive figure of Altair")),
    (r"application/vnd\.bokeh", N_("an interactive figure of bokeh")),
    (r"application/vnd\.holoviews", N_("an interactive figure of HoloViews")),
    (r"application/vnd\.jupyter\.widget", N_("a widget of ipywidgets")),
    (r"(application|text)/(x-)?(java|ecma)script", N_("a script")),
    (r"application/pdf", N_("a PDF file")),
    (r"application/geo\+json", N_("a map")),
    (r"audio/", N_("a recording")),
    (r"video/", N_("a video")),
    (r"application/(.+\+)?json", "data in JSON"),
)
# By what the HTML says that a library writes; the first that fits.
_LIBRARIES: Final = (
    (r"plotly", N_("an interactive figure of plotly")),
    (r"bokeh|\bbk-root\b", N_("an interactive figure of bokeh")),
    (r"vega-?embed|vega-?lite", N_("an interactive figure of Altair")),
    (r"leaflet|folium", N_("an interactive map of folium")),
    (r"mpld3", "an interactive figure of mpld3"),
    (r"vis-network|pyvis", N_("an interactive graph of pyvis")),
    (r"jupyter\.widget|jupyter-widgets", N_("a widget of ipywidgets")),
)
_ELEMENTS: Final = {
    "iframe": N_("an embedded page"),
    "object": N_("an embedded file"),
    "embed": N_("an embedded file"),
    "video": N_("a video"),
    "audio": N_("a recording"),
    "img": N_("a picture"),
    "svg": N_("a picture"),
    "canvas": N_("a picture"),
    "math": N_("a formula in MathML"),
    "form": N_("a form"),
    "input": N_("a form"),
    "select": N_("a form"),
    "textarea": N_("a form"),
    "button": N_("a button"),
}
_MARK: Final = "data-unshown"


def of_kinds(language: Language, kinds: str) -> str:
    """What an output is called that was given as these kinds and no other, parted by spaces."""
    for kind in kinds.split():
        for pattern, name in _KINDS:
            if re.match(pattern, kind, re.IGNORECASE):
                return language.gettext(name)
    if not kinds.split():
        return language.gettext("an output")
    return language.gettext("an output of the kind %(kind)s", kind=kinds.split()[0])


def of_html(language: Language, element: Tag, *, is_empty: bool) -> str | None:
    """What is lost of HTML in which only words and tables are kept, or None.

    Args:
        language: that of the page.
        element: what was put out.
        is_empty: whether nothing is left of it.
    """
    kinds = " ".join(str(mark[_MARK]) for mark in element.select(f"[{_MARK}]"))
    lost = [_ELEMENTS[found.name] for found in element.find_all(list(_ELEMENTS))]
    if not (lost or is_empty):
        return None
    if kinds:
        return of_kinds(language, kinds)
    text = str(element).lower()
    for pattern, name in _LIBRARIES:
        if ("<script" in text or "srcdoc" in text or "<iframe" in text) and re.search(
            pattern, text
        ):
            return language.gettext(name)
    if lost:
        return language.gettext(lost[0])
    return language.gettext("a script") if element.find("script") else None


def sentence(language: Language, name: str) -> str:
    """The sentence that stands in its place."""
    return language.gettext(
        "%(what)s is not shown here; run the example on your own machine to see it.", what=name
    )
