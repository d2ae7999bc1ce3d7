"""What our words are called in the vocabularies of others: schema.org's, HCRT's, licences'."""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Called(NamedTuple):
    """A kind of resource in the words of others.

    Attributes:
        type: its class of schema.org, besides LearningResource; empty where none is sure to fit.
        hcrt: its name in the Hochschulcampus list of resource types, if it has one.
    """

    type: str = ""
    hcrt: str = ""


_KINDS: Final = {
    "video": Called("VideoObject", "video"),
    "playlist": Called("CreativeWorkSeries", "video"),
    "online-tutorial": Called("Article", "web_page"),
    "theory-paper": Called("ScholarlyArticle", "text"),
    "applied-paper": Called("ScholarlyArticle", "text"),
    "book-chapter": Called("Chapter", "text"),
    "course-notes": Called("TextDigitalDocument", "script"),
    "interactive": Called("WebApplication", "application"),
    "code": Called("SoftwareSourceCode", "software_application"),
    "article": Called("Article", "text"),
    "podcast": Called("AudioObject", "audio"),
    "book": Called("Book", "textbook"),
    "course": Called("Course", "course"),
    "tool": Called("SoftwareApplication", "software_application"),
    "data-set": Called("Dataset", "data"),
    "cheat-sheet": Called("TextDigitalDocument", "text"),
    "documentation": Called("", "text"),
    "exercise-set": Called("", "drill_and_practice"),
    "slides": Called("PresentationDigitalDocument", "slide"),
}
PLAYED: Final = frozenset({"video", "playlist", "podcast"})
"""Kinds whose duration is that of playing them."""

_CREATIVE_COMMONS: Final = re.compile(
    r"(?:CC|Creative Commons)[\s-]+(?P<terms>BY(?:-(?:NC-SA|NC-ND|NC|SA|ND))?)[\s-]+"
    r"(?P<version>[1-4]\.[05])\Z",
    re.IGNORECASE,
)
_LICENCES: Final = {
    "cc0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "cc0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "mit": "https://opensource.org/licenses/MIT",
    "apache-2.0": "https://www.apache.org/licenses/LICENSE-2.0",
    "apache 2.0": "https://www.apache.org/licenses/LICENSE-2.0",
    "gpl-2.0": "https://www.gnu.org/licenses/old-licenses/gpl-2.0.html",
    "gpl-3.0": "https://www.gnu.org/licenses/gpl-3.0.html",
    "lgpl-3.0": "https://www.gnu.org/licenses/lgpl-3.0.html",
    "agpl-3.0": "https://www.gnu.org/licenses/agpl-3.0.html",
    "gfdl-1.3": "https://www.gnu.org/licenses/fdl-1.3.html",
}
_ENDS: Final = re.compile(
    r"\s+(?:licen[cs]e|international|unported|generic)\Z|-(?:only|or-later)\Z"
)
_OF_AMB: Final = re.compile(
    r"https?://(?:creativecommons\.org/(?:licenses|licences|publicdomain)/|www\.gnu\.org/licenses/"
    r"|www\.apache\.org/licenses/|opensource\.org/licenses/MIT|www\.opensource\.org/licenses/BSD)"
)


def called(kind: str) -> Called:
    """A kind in the words of others; of a kind of the site's own nothing is known."""
    return _KINDS.get(kind, Called())


def licence_address(licence: str) -> str | None:
    """The address of a licence, if its name or its text tells it."""
    if re.match(r"https?://\S+\Z", licence):
        return licence
    name = licence.casefold()
    while (shorter := _ENDS.sub("", name)) != name:
        name = shorter
    if match := _CREATIVE_COMMONS.match(name):
        terms = match["terms"].lower()
        return f"https://creativecommons.org/licenses/{terms}/{match['version']}/"
    return _LICENCES.get(name)


def is_of_amb(address: str) -> bool:
    """Whether AMB takes the address of a licence."""
    return _OF_AMB.match(address) is not None
