"""What a page says about itself: whether it has the place a link names, and whether it is there."""

from __future__ import annotations

import codecs
import re
from itertools import pairwise
from typing import Final, Literal
from urllib.parse import quote, unquote, urlsplit

from topicsite.reading.tags import Tag, resolved, tags

_HEAD: Final = 128 * 1024
"""Bytes in which the title of a page has to come."""
_LONGEST_TITLE: Final = 500
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
_TEST: Final = re.compile(
    r"captcha|/cdn-cgi/challenge|_Incapsula_|cookie[_-]?absent|cookies[_-]not[_-]supported|"
    r"/sorry/index|unsupported[_-]browser",
    re.IGNORECASE,
)
_TEST_HOSTS: Final = ("perfdrive.com", "captcha-delivery.com", "hcaptcha.com", "arkoselabs.com")
_SIGN_IN: Final = re.compile(
    r"(?:^|/)(?:log[_-]?in|sign[_-]?in|sso|auth(?:enticate|orize)?|oauth2?|idp|saml2?)(?:$|[/.])",
    re.IGNORECASE,
)
_FRONT: Final = re.compile(r"/(?:(?:index|home|default)(?:\.\w+)?/?)?\Z", re.IGNORECASE)
# Fragments that name no element: routes and states of programs, a place in a file, a text to find.
_NO_ELEMENT: Final = re.compile(r"[!/?]|:~:|L\d+(?:-L?\d+)?\Z|(?:page|t|time|section)=|.*[=&]")
_META: Final = re.compile(
    rb"<meta\s[^<>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE
)
_CODECS: Final = frozenset(
    [
        *("ascii", "utf-8", "utf-16-le", "utf-16-be", "koi8-r", "koi8-u", "mac-roman", "cp866"),
        *("gbk", "gb2312", "gb18030", "big5", "big5hkscs", "shift_jis", "cp932", "euc_jp"),
        *("iso2022_jp", "euc_kr", "cp949", "cp874", "tis-620"),
        *(f"iso8859-{number}" for number in range(1, 17)),
        *(f"cp125{number}" for number in range(9)),
    ]
)
"""What browsers decode (https://encoding.spec.whatwg.org/); Python has more, some of them slow."""
_FEW_WORDS: Final = 40
"""A page with fewer words than this, and a script, is filled by the script."""


def place_in(fragment: str) -> str:
    """The id that a fragment names, or an empty string if it names no element."""
    name = unquote(fragment)
    return "" if name.lower() == "top" or _NO_ELEMENT.match(name) else name


def has_place(body: bytes, charset: str | None, fragment: str) -> Literal["yes", "no", "unknown"]:
    """Whether a page has the element that a fragment names by its id or name.

    It may be the fragment as it stands in an address, or what that stands for
    (https://html.spec.whatwg.org/multipage/browsing-the-web.html#select-the-indicated-part). A page
    that a script fills cannot tell: then the answer is unknown.
    """
    plain = unquote(fragment)
    names = {fragment, plain, quote(fragment, safe="%!$&'()*+,;=:@/?-._~")}
    # GitHub and others put a prefix before the ids that authors write.
    names |= {f"user-content-{name}" for name in names}
    text = _decoded(body, charset)
    scripts: list[str] = []
    words = last = 0
    inside = ""
    for tag in [*tags(text), Tag("", len(text), len(text), {})]:
        found = [tag.attributes.get("id"), tag.attributes.get("name") if tag.name == "a" else None]
        if any(attribute and attribute.value in names for attribute in found):
            return "yes"
        between = text[last : tag.start]
        if inside == "script":
            scripts.append(between)
        elif inside != "style":
            words += len(between.split())
        inside, last = tag.name, tag.end
    if scripts and (words < _FEW_WORDS or any(plain in script for script in scripts)):
        return "unknown"
    return "no"


def title_of(body: bytes) -> str:
    """The title of a page, as far as it matters."""
    text = body[:_HEAD].decode("utf-8", "replace") if b"<" in body else ""
    for tag, closing in pairwise(tags(text)):
        if tag.name == "title":
            return resolved(text[tag.end : closing.start][:_LONGEST_TITLE])
    return ""


def says_not_found(body: bytes) -> bool:
    """Whether a page's title says that there is no such page."""
    return bool(_NOT_FOUND.search(title_of(body)))


def _decoded(body: bytes, charset: str | None) -> str:
    """The text of a page, in the encoding that it says or that its answer says."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace")
    said = _META.search(body, 0, 1024)
    for name in (charset, said[1].decode("ascii") if said else None):
        try:
            codec = codecs.lookup(name or "")
        except (LookupError, ValueError):
            continue
        if codec.name in _CODECS:
            return body.decode(codec.name, "replace")
    return body.decode("utf-8", "replace")


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


def is_test_for_robots(target: str) -> bool:
    """Whether an address is that of a page that tests who asks, or wants a cookie first."""
    parts = urlsplit(target)
    host = parts.hostname or ""
    return host.endswith(_TEST_HOSTS) or bool(_TEST.search(f"{parts.path}?{parts.query}"))
