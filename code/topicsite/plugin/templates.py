"""What pages get whatever template makes them: an owner's own, a theme's, minified or not."""

from __future__ import annotations

import datetime
import html
import logging
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment, TemplateError, nodes
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date, normalize_url

from topicsite.building.assets import PLACE, STYLE_SHEET_OF_PAGES
from topicsite.language.locales import Language
from topicsite.opendata import sharing
from topicsite.render import Needs, Site, head, with_head
from topicsite.render.environment import template

_DATED = re.compile(r"(?P<page><loc>(?P<address>[^<]*)</loc>)\s*<lastmod>[^<]*</lastmod>", re.ASCII)
_PERMALINK = '<a class="headerlink"'

log = logging.getLogger("mkdocs.plugins.topicsite")


def check(env: Environment, config: MkDocsConfig) -> None:
    """See that no template of an owner's extends itself, by whatever detour.

    Raises:
        PluginError: naming each that does, in words instead of a recursion without an end.
    """
    if not config.theme.custom_dir:
        return
    folder = Path(config.theme.custom_dir)
    problems = []
    for file in sorted(folder.rglob("*.html")):
        name = file.relative_to(folder).as_posix()
        way = [name]
        while (extended := _extended(env, way[-1])) is not None and extended not in way:
            way.append(extended)
        if extended == name:
            problems.append(
                f'{folder.name}/{name} extends "{way[1] if way[1:] else name}", which is '
                f"{'itself' if len(way) == 1 else 'how it comes back to itself'}; "
                'write {% extends "base.html" %} to extend the theme\'s page'
            )
    if problems:
        raise PluginError("\n".join(problems))


def _extended(env: Environment, name: str) -> str | None:
    """The name of the template that another extends, if it says so in so many words."""
    if env.loader is None:
        return None
    try:
        source = env.loader.get_source(env, name)[0]
        found = env.parse(source).find(nodes.Extends)
    except TemplateError:
        return None  # Jinja says what is wrong with it when a page asks for it
    named = found.template if found is not None else None
    return str(named.value) if isinstance(named, nodes.Const) else None


def sign(page: Page, changed: datetime.date | None, language: Language) -> None:
    """Say below a page's content when it last changed, or when it was built."""
    signed = template("updated", language).render(changed=changed, built=get_build_date())
    page.content = f"{page.content or ''}{signed}"


class Sitemap:
    """Knows when pages last changed, before MkDocs writes the list of them."""

    def __init__(self, pages: Iterable[tuple[Page, datetime.date | None]]) -> None:
        """Give each page the day of its last change, where one is known."""
        self._undated: set[str] = set()
        for page, changed in pages:
            if changed is not None:
                page.update_date = changed.isoformat()
            else:
                self._undated.add(str(escape(page.canonical_url or "")))

    def without_build_days(self, sitemap: str) -> str:
        """The list without the days that say nothing but when it was made."""

        def kept(match: re.Match[str]) -> str:
            return match["page"] if match["address"] in self._undated else match[0]

        return _DATED.sub(kept, sitemap)


class Heads:
    """Puts into pages what our elements need, when their templates are done."""

    def __init__(self) -> None:
        self._headless = False

    def complete(self, output: str, page: Page, needs: Needs, language: Language) -> str:
        """A finished page with the styles, scripts and addresses that its content needs."""

        def to(address: str) -> str:
            return normalize_url(address, page)

        if STYLE_SHEET_OF_PAGES not in output:  # a template of an owner's leaves out `extra_css`
            needs = replace(needs, stylesheets=[STYLE_SHEET_OF_PAGES, *needs.stylesheets])
        added = head(needs, page.content or "", PLACE, to)
        completed = with_head(output, added) if added else output
        if completed is None:
            if not self._headless:
                self._headless = True
                log.warning(
                    "%s has neither a head nor a body: there is no place for the styles and "
                    "scripts of topicsite; let its template write <head> and <body>",
                    page.file.src_uri,
                )
            return output
        # The table of contents has the same links: nobody should have to press Tab past them twice.
        completed = completed.replace(_PERMALINK, f'{_PERMALINK} tabindex="-1"')
        return labelled(completed, language)


def shared(output: str, page: Page, name: str, twin: str, site: Site) -> str:
    """A page that says what is shown of it where somebody shares its link, unless it does.

    Args:
        output: the page.
        page: what MkDocs knows of it.
        name: what it is called among pages.
        twin: where it lies as Markdown, below the root; nothing if it does not.
        site: the site.
    """
    if twin:
        output = with_head(output, sharing.alternate(normalize_url(twin, page))) or output
    if sharing.is_there(output):
        return output
    title = html.unescape(str(page.title or ""))
    description = html.unescape(str(page.meta.get("description") or ""))
    said = sharing.Shared(name, title, description, page.canonical_url or "")
    return with_head(output, sharing.tags(site, said)) or output


def labelled(output: str, language: Language) -> str:
    """A page whose search has a name, which Material leaves its dialog without."""
    dialog = 'data-md-component="search" role="dialog"'
    name = escape(language.gettext("Search"))
    return output.replace(f"{dialog}>", f'{dialog} aria-label="{name}">', 1)
