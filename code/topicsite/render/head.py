"""What a page brings in its head besides the theme's own: styles, scripts, the way to Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from topicsite.render.environment import template

_SCRIPTS: Final = {
    "topicsite-video": "page/video.js",
    "topicsite-steps": "page/steps.js",
    "topicsite-solved": "exercises/solved.js",
    "topicsite-done": "progress/steps.js",
    "topicsite-walked": "progress/steps.js",
    "topicsite-walk": "progress/steps.js",
    "topicsite-go-on": "progress/steps.js",
    "topicsite-record": "progress/page.js",
    "topicsite-form": "form/form.js",
}
"""The script of each element, below the package's `assets`."""
_RUNNING: Final = {
    "topicsite-exercise": "exercises/exercise.js",
    "topicsite-notebook": "cells/runner.js",
}
"""The same of elements that need Python."""
_OF_ELEMENTS: Final = "page/nearby.js"
_END: Final = re.compile(r"</head\s*>|(?=<body[\s>])", re.IGNORECASE)


@dataclass
class Needs:
    """What a page needs, as addresses below the root.

    Attributes:
        stylesheets: style sheets besides that of every page.
        elements: scripts of a site's own elements, which load when one comes near the window.
        python: the manifest of Python, if the page runs some.
        offline: the service worker that keeps it, if there is one.
    """

    stylesheets: Sequence[str] = ()
    elements: Sequence[str] = ()
    python: str | None = None
    offline: str | None = None


def head(needs: Needs, content: str, assets: str, to: Callable[[str], str]) -> str:
    """The elements for the head of a page.

    Args:
        needs: what the page needs.
        content: the page's content, whose elements say which scripts it needs.
        assets: where the package's assets lie below the root.
        to: makes an address below the root one that the page can use.
    """
    scripts = [f"{assets}/{script}" for script in _scripts(needs, content)]
    return template("head").render(
        python=to(needs.python) if needs.python else None,
        offline=to(needs.offline) if needs.offline else None,
        stylesheets=[to(address) for address in needs.stylesheets],
        elements=[to(address) for address in needs.elements],
        scripts=[to(address) for address in scripts],
    )


def with_head(page: str, head: str) -> str | None:
    """A finished page with more in its head, behind all that is there; None if it has no head."""
    end = _END.search(page)
    return f"{page[: end.start()]}{head}{page[end.start() :]}" if end else None


def _scripts(needs: Needs, content: str) -> Iterator[str]:
    if needs.elements:
        yield _OF_ELEMENTS
    wanted = {**_SCRIPTS, **(_RUNNING if needs.python else {})}
    found = (script for element, script in wanted.items() if re.search(f"<{element}[ >]", content))
    yield from dict.fromkeys(found)
