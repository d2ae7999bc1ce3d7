r"""Pages as Markdown that any host passes through untouched, and settings for MkDocs and its like.

Headings of the page itself stand as Markdown, so that hosts list them; all else is blocks of HTML
without an empty line, which end such a block in CommonMark. Characters that mean something in
Markdown are written as references where a host reads inline Markdown: in headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any, Final

from topicsite.building import look
from topicsite.building.assets import PLACE, STYLE_SHEET_OF_PAGES
from topicsite.language.locales import Language
from topicsite.pages.content import EXAMPLES, Page
from topicsite.pages.menu import Item, listed
from topicsite.pages.settings import Settings, is_ours, plugins
from topicsite.pages.sources import relative
from topicsite.project.configuration import as_yaml
from topicsite.render import head

_TAG: Final = re.compile(
    r"<!--.*?-->|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)"
    r"(?:\"[^\"]*\"|'[^']*'|[^'\">])*?(?P<empty>/?)>",
    re.DOTALL,
)
_RAW: Final = re.compile(r"<(script|style|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_HEADING: Final = re.compile(r"<h([1-6])\b([^>]*)>(.*?)</h\1\s*>", re.DOTALL)
_ID: Final = re.compile(r'^\s*id="([A-Za-z][\w.:-]*)"\s*$')
_PERMALINK: Final = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_PREFORMATTED: Final = re.compile(r"(<(pre|textarea|script)\b.*?</\2\s*>)", re.DOTALL)
_EMPTY_LINES: Final = re.compile(r"\n(?:[ \t]*\n)+")
_MARKS: Final = re.compile(r"[\\`*_{}\[\]()#+\-.!~^=|:\"'$@/]")
_DROPPED: Final = frozenset(
    {"INHERIT", "docs_dir", "site_dir", "plugins", "markdown_extensions", "exclude_docs",
     "draft_docs", "not_in_nav", "nav", "watch", "validation", "edit_uri", "edit_uri_template"}
)  # fmt: skip
_JUPYTER: Final = "mkdocs-jupyter"
_SEARCH: Final = frozenset({"search", "material/search"})


def as_markdown(page: Page) -> str:
    """A page as a file of Markdown."""
    meta = {**page.meta, "title": unescape(page.title)}
    if page.description:
        meta["description"] = unescape(page.description)
    for ours in ("formerly", "glossary", "python"):
        meta.pop(ours, None)
    loads = head(page.needs, page.html, PLACE, lambda address: relative(address, page.address))
    parts = [f"---\n{as_yaml(meta)}---\n"]
    if loads.strip():
        parts.append(f'<div class="ts-loads" hidden>\n{_unbroken(loads)}\n</div>\n')
    for heading, html in _cut(page.html):
        if heading is not None:
            parts.append(heading)
        if html.strip():
            parts.append(f'<div class="ts-page">\n{_unbroken(html)}\n</div>\n')
    return "\n".join(parts)


def settings_file(
    settings: Settings, language: Language, menu: Sequence[Item], files: Mapping[str, str]
) -> str:
    """The settings for MkDocs, which ProperDocs and Zensical read too.

    Args:
        settings: what the owner has set.
        language: that of the pages.
        menu: the menu.
        files: the file of each page, by its name.
    """
    given = settings.all
    theme: dict[str, Any] = {"name": "material", "variant": "classic", **settings.theme}
    mark = f"{PLACE}/{look.MARK}"
    theme.setdefault("language", language.code)
    theme.setdefault("font", False)
    if not (theme.get("icon") or {}).get("logo"):
        theme.setdefault("logo", mark)
    theme.setdefault("favicon", theme.get("logo", mark))
    features = [*look.FEATURES, *theme.get("features", ())]
    theme["features"] = list(dict.fromkeys(features))
    theme["palette"] = look.light_and_dark(theme.get("palette"), language) or theme["palette"]
    others = [
        (name, _leaving_programs(name, options))
        for name, options in plugins(given.get("plugins"))
        if not is_ours(name)
    ]
    if not _SEARCH & {name for name, _ in others}:
        others.insert(0, ("search", None))
    toc = look.markdown(settings.extensions, language)["toc"]
    kept = {name: value for name, value in given.items() if name not in _DROPPED}
    values = {
        **kept,
        "site_name": settings.identity.name,
        "theme": theme,
        "plugins": [name if options is None else {name: options} for name, options in others],
        "markdown_extensions": ["attr_list", {"toc": dict(toc)}],
        "extra_css": [STYLE_SHEET_OF_PAGES, *given.get("extra_css", ())],
        "nav": listed(menu, files),
        "not_in_nav": "*\n",
    }
    said = (
        "# Written by `topicsite pages`, which writes it anew: change the project it came from.\n"
    )
    return said + as_yaml(values)


def _leaving_programs(plugin: str, options: Any) -> Any:
    """The options of a plugin, by which it does not take the program of an example for a page."""
    if plugin != _JUPYTER:
        return options
    given = options if isinstance(options, dict) else {}
    ignored = [*given.get("ignore", ()), f"{EXAMPLES}/*/*.py", f"{EXAMPLES}/*.py"]
    return {**given, "ignore": ignored}


def _cut(html: str) -> Iterator[tuple[str | None, str]]:
    """Cut a page where a heading stands in nothing else: pairs of a heading and what follows."""
    depth = start = 0
    heading: str | None = None
    at = 0
    while (tag := _TAG.search(html, at)) is not None:
        at = tag.end()
        name = (tag["name"] or "").lower()
        if not name or name in _VOID or tag["empty"]:
            continue
        raw = _RAW.match(html, tag.start())
        if raw is not None:
            at = raw.end()
            continue
        found = _HEADING.match(html, tag.start()) if depth == 0 and not tag["end"] else None
        line = _line(found) if found is not None else None
        if found is not None and line is not None:
            yield heading, html[start : found.start()]
            heading, start, at = line, found.end(), found.end()
            continue
        depth = max(0, depth - 1) if tag["end"] else depth + 1
    yield heading, html[start:]


def _line(heading: re.Match[str]) -> str | None:
    """A heading as a line of Markdown; None for one that has more to it than an id."""
    anchor = _ID.match(heading[2])
    if anchor is None:
        return None
    inner = " ".join(_PERMALINK.sub("", heading[3]).split())
    made = []
    at = 0
    for tag in _TAG.finditer(inner):
        made += [_shielded(inner[at : tag.start()]), tag[0]]
        at = tag.end()
    made.append(_shielded(inner[at:]))
    return f"{'#' * int(heading[1])} {''.join(made)} {{#{anchor[1]}}}\n"


def _shielded(text: str) -> str:
    """A text in which no character means anything in Markdown."""
    parts = re.split(r"(&(?:#\w+|\w+);)", text)
    return "".join(
        part if index % 2 else _MARKS.sub(lambda mark: f"&#{ord(mark[0])};", part)
        for index, part in enumerate(parts)
    )


def _unbroken(html: str) -> str:
    """HTML without an empty line; in code, where they and tabs count, they become references."""
    pieces = _PREFORMATTED.split(html)
    made = []
    for index in range(0, len(pieces), 3):
        made.append(_EMPTY_LINES.sub("\n", pieces[index]))
        if index + 1 < len(pieces):
            kind = pieces[index + 2].lower()
            inner = pieces[index + 1]
            made.append(
                _EMPTY_LINES.sub("\n", inner)
                if kind == "script"
                else re.sub(r"\n(?=[ \t]*\n)", "&#10;", inner).replace("\t", "&#9;")
            )
    # What is joined may have empty lines again where the pieces meet.
    return "\n".join(line for line in "".join(made).strip().split("\n") if line.strip())
