"""What a page brings in its head besides the theme's own: styles, scripts, the way to Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from topicsite.render.environment import template

_SCRIPTS: Final = {
    "topicsite-video": "page/video.js",
    "topicsite-steps": "page/steps.js",
    "topicsite-cards": "page/cards.js",
    "topicsite-solved": "exercises/solved.js",
    "topicsite-walked": "progress/steps.js",
    "topicsite-go-on": "progress/steps.js",
    "topicsite-record": "progress/page.js",
    "topicsite-catalogue": "catalogue/catalogue.js",
    "topicsite-plan": "plan/page.js",
    "topicsite-review": "review/page.js",
    "topicsite-due": "progress/topicsite-due.js",
    "topicsite-form": "form/form.js",
}
"""The script of each element, below the package's `assets`."""
_NEARBY: Final = {
    "topicsite-walk": "progress/topicsite-walk.js",
    "topicsite-planned": "progress/topicsite-planned.js",
    "topicsite-keep": "offline/topicsite-keep.js",
    "topicsite-question": "questions/topicsite-question.js",
}
"""The same of elements whose scripts load when one comes near the window; boxes come with them."""
_LATER: Final = {'template id="ts-terms"': "terms/terms.js"}
"""The same of elements whose scripts wait for the first move of pointer, focus or finger."""
_RUNNING: Final = {
    "topicsite-exercise": "exercises/exercise.js",
    "topicsite-notebook": "cells/runner.js",
}
"""The same of elements that need Python."""
_STYLES: Final = {
    "topicsite-catalogue": "styles/catalogue.css",
    "topicsite-plan": "styles/plan.css",
    "topicsite-question": "styles/questions.css",
    "topicsite-review": "styles/questions.css",
}
"""The style sheets of elements that few pages have."""
_OF_ELEMENTS: Final = "page/nearby.js"
_UPRIGHT: Final = "fonts/topicsite-serif-normal.woff2"
_SLANTED: Final = "fonts/topicsite-serif-italic.woff2"
"""The text faces: they are there before the text is, or not at all on a first visit."""
_ACCENTED: Final = "fonts/topicsite-serif-normal-accents.woff2"
_ACCENT: Final = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
_OFTEN: Final = 300
"""A page with a letter with an accent among so many signs is in a language that has them."""
_IN_ITALICS: Final = re.compile(r"<(?:em|i|cite|dfn)>|italic")
_END: Final = re.compile(r"</head\s*>|(?=<body[\s>])", re.IGNORECASE)


@dataclass
class Needs:
    """What a page needs, as addresses below the root.

    Attributes:
        stylesheets: style sheets besides that of every page.
        elements: scripts of a site's own elements, which load when one comes near the window.
        python: the manifest of Python, if the page runs some.
        offline: the service worker that keeps it, if there is one.
        feeds: what can be followed: title, media type and address.
    """

    stylesheets: Sequence[str] = ()
    elements: Sequence[str] = ()
    python: str | None = None
    offline: str | None = None
    feeds: Sequence[tuple[str, str, str]] = ()


def head(needs: Needs, content: str, assets: str, to: Callable[[str], str]) -> str:
    """The elements for the head of a page.

    Args:
        needs: what the page needs.
        content: the page's content, whose elements say which scripts it needs.
        assets: where the package's assets lie below the root.
        to: makes an address below the root one that the page can use.
    """
    scripts = [f"{assets}/{script}" for script in _scripts(needs, content)]
    styles = [f"{assets}/{sheet}" for sheet in _of(_STYLES, content)]
    nearby = [f"{assets}/{script}" for script in _of(_NEARBY, content)]
    return template("head").render(
        faces=[to(f"{assets}/{face}") for face in _faces(content)],
        python=to(needs.python) if needs.python else None,
        offline=to(needs.offline) if needs.offline else None,
        stylesheets=[to(address) for address in (*needs.stylesheets, *styles)],
        later=[to(f"{assets}/{script}") for script in _of(_LATER, content)],
        elements=[to(address) for address in (*needs.elements, *nearby)],
        scripts=[to(address) for address in scripts],
        feeds=[(title, kind, to(address)) for title, kind, address in needs.feeds],
    )


def with_head(page: str, head: str) -> str | None:
    """A finished page with more in its head, behind all that is there; None if it has no head."""
    end = _END.search(page)
    return f"{page[: end.start()]}{head}{page[end.start() :]}" if end else None


def _faces(content: str) -> list[str]:
    faces = [_UPRIGHT, _SLANTED] if _IN_ITALICS.search(content) else [_UPRIGHT]
    accents = sum(1 for _ in _ACCENT.finditer(content))
    return [*faces, _ACCENTED] if accents * _OFTEN > len(content) else faces


def _scripts(needs: Needs, content: str) -> Iterator[str]:
    if needs.elements or any(_of({**_NEARBY, **_LATER}, content)):
        yield _OF_ELEMENTS
    yield from _of({**_SCRIPTS, **(_RUNNING if needs.python else {})}, content)


def _of(scripts: Mapping[str, str], content: str) -> dict[str, None]:
    """The scripts of the elements that a page has, each once."""
    found = (script for element, script in scripts.items() if re.search(f"<{element}[ >]", content))
    return dict.fromkeys(found)
