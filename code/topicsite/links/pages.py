"""What a page says about itself: whether it has the place a link names, and whether it is there."""

from __future__ import annotations

import re
import warnings
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

_TITLE: Final = re.compile(rb"<title[^>]*>(.{0,500}?)</title", re.IGNORECASE | re.DOTALL)
_NOT_FOUND: Final = re.compile(
    r"\b404\b|\bnot[ -]found\b|"
    r"\b(?:page|file|document) (?:does|could|can|is|has)(?:n[o'’]t| not)\b|"
    r"\b(?:no longer|isn['’]t) (?:available|exists?)\b",
    re.IGNORECASE,
)
_NOT_FOUND_PATH: Final = re.compile(
    r"(?:^|[/_.-])(?:404|not[_-]?found|page[_-]not[_-]found|missing[_-]page)(?:$|[/_.-])",
    re.IGNORECASE,
)
_SIGN_IN: Final = re.compile(
    r"(?:^|/)(?:log[_-]?in|sign[_-]?in|sso|auth(?:enticate|orize)?|oauth2?|idp|saml2?)(?:$|[/.])",
    re.IGNORECASE,
)
_FRONT: Final = re.compile(r"/(?:(?:index|home|default)(?:\.\w+)?/?)?\Z", re.IGNORECASE)
# Fragments that name no element: routes and states of programs, a place in a file, a text to find.
_NO_ELEMENT: Final = re.compile(r"[!/?]|:~:|L\d+(?:-L?\d+)?\Z|(?:page|t|time|section)=|.*[=&]")
_FEW_WORDS: Final = 40
"""A page with fewer words than this, and a script, is filled by the script."""


def place_in(fragment: str) -> str:
    """The id that a fragment names, or an empty string if it names no element."""
    name = unquote(fragment)
    return "" if name.lower() == "top" or _NO_ELEMENT.match(name) else name


def has_place(body: bytes, charset: str | None, name: str) -> Literal["yes", "no", "unknown"]:
    """Whether a page has an element of that id or name.

    A page that a script fills cannot tell: then the answer is unknown.
    """
    # A parser of HTML is heavy, and few links name a place in a page.
    from bs4 import BeautifulSoup

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is odd about a page is no concern of ours
        page = BeautifulSoup(body, "html.parser", from_encoding=charset)
    # GitHub and others put a prefix before the ids that authors write.
    for wanted in (name, f"user-content-{name}"):
        if page.find(id=wanted) or page.find("a", attrs={"name": wanted}):
            return "yes"
    scripts = page.find_all("script")
    if scripts:
        words = sum(len(text.split()) for text in page.find_all(string=True))
        inside = sum(len(text.split()) for script in scripts for text in script.strings)
        if words - inside < _FEW_WORDS or any(name in script.get_text() for script in scripts):
            return "unknown"
    return "no"


def says_not_found(body: bytes) -> bool:
    """Whether a page's title says that there is no such page."""
    from html import unescape  # few pages are read at all

    match = _TITLE.search(body)
    return bool(match and _NOT_FOUND.search(unescape(match[1].decode("utf-8", "replace"))))


def is_lost(address: str, target: str) -> str:
    """Why a redirect leads to nothing of what was asked for, or an empty string."""
    before, after = urlsplit(address), urlsplit(target)
    if _NOT_FOUND_PATH.search(after.path) and not _NOT_FOUND_PATH.search(before.path):
        return "redirects to a page for what is not found"
    asked = before.query or not _FRONT.match(before.path or "/")
    if asked and not after.query and _FRONT.match(after.path or "/"):
        return f"redirects to the front page of {after.hostname}"
    return ""


def wants_sign_in(target: str) -> bool:
    """Whether an address is that of a page to sign in."""
    parts = urlsplit(target)
    first = (parts.hostname or "").partition(".")[0]
    return first in {"accounts", "login", "signin", "sso", "idp", "auth"} or bool(
        _SIGN_IN.search(parts.path)
    )
