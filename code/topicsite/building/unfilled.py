"""Says on a page that its markers were not filled: an extension of Markdown, for other hosts.

A host that passes over plugins, as Zensical does, builds pages in which a marker is a comment that
nobody sees. Extensions of Markdown it loads; so where `mkdocs.yml` names this one, a page says at
each marker how the site is built. The plugin and `topicsite pages`, which fill markers, leave it
out. What it says is for who builds the site, in English as all that builds say.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

_MARKER: Final = re.compile(r"(?:<p>)?<!--\s*topicsite:\s*(.*?)\s*-->(?:</p>)?", re.DOTALL)
_BEHIND_HTML: Final = 5
"""After raw HTML has been put back into the page, comments among it; code is escaped by then."""
_SAID: Final = (
    '<div class="admonition warning" lang="en" dir="ltr">'
    '<p class="admonition-title">This page is not finished</p>'
    "<p>Here belongs the block <code>{block}</code>, which the plugin topicsite makes, and this "
    "site was built without it. Build it with <code>mkdocs build</code>; or run "
    "<code>topicsite pages OUT</code>, and build the folder <code>OUT</code>.</p></div>"
)


class UnfilledExtension(Extension):
    """The extension."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # as it is called there
        """Take part in making pages."""
        md.postprocessors.register(_Unfilled(md), "topicsite-unfilled", _BEHIND_HTML)


class _Unfilled(Postprocessor):
    def run(self, text: str) -> str:
        return _MARKER.sub(lambda marker: _SAID.format(block=escape(marker[1])), text)


def makeExtension(**options: object) -> UnfilledExtension:  # noqa: N802  # as it is called there
    """What Python-Markdown asks a module for."""
    return UnfilledExtension(**options)
