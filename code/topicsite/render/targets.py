"""What a finished page links to, what it loads, and what links can lead to on it.

HTML as templates, Markdown and plugins write it, minified or not: tags are read as a browser reads
them, quoted values, comments and scripts whole, each character once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Final, NamedTuple

# How a tag goes on behind its name: attributes, with or without values, however they are quoted.
_VALUE: Final = r"\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+"
_INSIDE: Final = rf"(?:[\s/=]++|[^\s/>=]++(?:\s*+=\s*+(?:{_VALUE})?+)?+)*+"
# What is no element though it looks like one, what scripts decide about, and what never ends reach
# as far as the page does: so no character is looked at again and again.
_PIECE: Final = re.compile(
    r"<!--(?:-?>|[\s\S]*?(?:--!?>|\Z))"
    rf"|(?P<start><(?P<raw>script|style|textarea|title)(?=[\s/>]){_INSIDE}>)"
    r"[\s\S]*?(?:</(?P=raw)[\s/>]|\Z)"
    rf"|<template(?=[\s/>]){_INSIDE}>[\s\S]*?(?:</template[\s/>]|\Z)"
    rf"|(?P<tag><[a-zA-Z]{_INSIDE}>)"
    r"|<[a-zA-Z][\s\S]*",
    re.IGNORECASE,
)
_WORTH_A_LOOK: Final = ("id", "href", "src", "content", "name", "data", "poster")
_ATTRIBUTE: Final = re.compile(rf"([^\s/>=]++)(?:\s*+=\s*+({_VALUE})?+)?+")

_LINKS: Final = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "video": ("src", "poster"),
}
# Other editions of a page are other sites' business, and hosts to be ready for are no pages.
_NOT_FOLLOWED: Final = frozenset({"alternate", "canonical", "dns-prefetch", "preconnect"})
_OF_OURS: Final = frozenset({"topicsite-python", "topicsite-element"})
_REFRESH: Final = re.compile(
    r"\s*[\d.]+\s*[;,]?\s*(?:url\s*=\s*)?['\"]?(?P<url>[^'\"]*)", re.IGNORECASE
)


class Targets(NamedTuple):
    """What a page has to do with other pages.

    Attributes:
        links: every address that it links to or loads, as it stands there, each once, in order.
        anchors: what a link can lead to.
        base: the address that its links start from, if it names one.
        is_redirect: whether it sends its readers on at once.
    """

    links: list[str]
    anchors: frozenset[str]
    base: str | None
    is_redirect: bool


def targets(html: str) -> Targets:
    """Read a finished page."""
    links: dict[str, None] = {}
    anchors: set[str] = set()
    base = None
    is_redirect = False
    for raw, _, tag in _PIECE.findall(html):
        plain = (raw or tag).lower()
        # Most tags have nothing to say here.
        if not any(map(plain.__contains__, _WORTH_A_LOOK)):
            continue
        (element, _), *written = _ATTRIBUTE.findall(raw or tag, 1)
        element = element.lower()
        given = dict(_attributes(written))
        if "id" in given:
            anchors.add(given["id"])
        if element == "a" and "name" in given:
            anchors.add(given["name"])
        elif element == "base":
            base = base or given.get("href")
        elif element == "meta":
            if (given.get("name") or "").lower() in _OF_OURS:
                ours = (given.get("content"), given.get("data-offline"))
                links.update((address, None) for address in ours if address)
            elif given.get("http-equiv", "").lower() == "refresh":
                url = _REFRESH.match(given.get("content", ""))
                if url and url["url"].strip():
                    is_redirect = True
                    links[url["url"].strip()] = None
        if element == "link" and _NOT_FOLLOWED & set(given.get("rel", "").lower().split()):
            continue
        for name in _LINKS.get(element, ()):
            for address in _addresses(name, given.get(name, "")):
                links[address] = None
    return Targets(list(links), frozenset(anchors), base, is_redirect)


def _attributes(written: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, value in reversed(list(written)):  # of two alike, the first one holds
        plain = value[1:-1] if value[:1] in ('"', "'") else value
        yield name.lower(), unescape(plain) if "&" in plain else plain


def _addresses(name: str, value: str) -> Iterator[str]:
    if name != "srcset":
        if address := value.strip():
            yield address
    elif "data:" not in value:
        for candidate in value.split(","):
            yield from candidate.split()[:1]
