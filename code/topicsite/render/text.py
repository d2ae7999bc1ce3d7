"""Small pieces of text as they stand on a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from topicsite.language.locales import Language
from topicsite.mathematics.formulas import formulas, without_code
from topicsite.model.times import Time

# Emphasis, code and links and nothing else; what looks like HTML stays text.
_INLINE: Final = MarkdownIt("zero", {"html": False}).enable(
    ["emphasis", "backticks", "link", "escape", "entity"]
)
# As in Pandoc: no space inside the dollars, no digit after the closing one; so prices stay prices.
_TEX: Final = re.compile(
    r"\$\$(?P<display>.+?)\$\$"
    r"|(?P<environment>\\begin\{(?P<name>[a-z]+\*?)\}.+?\\end\{(?P=name)\})"
    r"|(?<![\\$])\$(?=[^\s$])(?P<inline>[^$]+?)(?<=[^\s\\])\$(?![\d$])",
    re.DOTALL,
)
_CODE_OR_TEX: Final = re.compile(f"(?P<code>`+[^`]*`+)|{_TEX.pattern}", re.DOTALL)
# Paragraphs, lists and blocks of code too.
_PROSE: Final = MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading"])
_MARKUP: Final = re.compile(r"[*_`\[\\&<>\"']")
# Where a formula stood, while Markdown looks at the rest: characters of private use.
_HELD: Final = re.compile("\ue000([0-9]{1,4})\ue001")


@lru_cache(maxsize=4096)
def inline(text: str) -> Markup:
    r"""Inline Markdown of an entry as HTML that is safe whatever the text says.

    Formulas stay between `\(` and `\)`, to be set with the page.

    The renderer lets no HTML through; what it makes is cleaned again against a list of the tags
    and address schemes that are allowed, so that a fault in one of them harms nobody.
    """
    if not _MARKUP.search(text):
        return Markup(text)  # noqa: S704  # there is no character that HTML would read
    held: list[str] = []
    if "\\" in text:
        text = _without_formulas(text, held)
    html = nh3.clean(
        _INLINE.renderInline(text),
        tags={"a", "code", "em", "strong"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel="noopener",
    )
    # What is left of a formula's marks is no beginning of one.
    html = html.replace("\\(", "&#92;(").replace("\\[", "&#92;[")
    return Markup(_put_back(html, held))  # noqa: S704  # cleaned, and formulas are escaped


def _put_back(html: str, held: list[str]) -> str:
    """The text with its formulas where their placeholders stand."""

    def formula(place: re.Match[str]) -> str:
        number = int(place[1])
        return str(escape(held[number])) if number < len(held) else place[0]

    return _HELD.sub(formula, html)


def _without_formulas(text: str, held: list[str]) -> str:
    """A paragraph in which placeholders stand for its formulas, those in code left as they are."""
    pieces = []
    end = 0
    for formula in formulas(without_code(text), displayed=False):
        if formula.is_closed:
            pieces += [text[end : formula.start], f"\ue000{len(held)}\ue001"]
            held.append(text[formula.start : formula.end])
            end = formula.end
    return "".join([*pieces, text[end:]])


def prose(text: str) -> Markup:
    """Markdown of an example's author, paragraphs and lists, with TeX between dollars."""
    held: list[str] = []

    def hold(tex: re.Match[str]) -> str:
        # Markdown would take a formula's backslashes, stars and underscores for its own.
        held.append(_delimited(tex))
        return f"\ue000{len(held) - 1}\ue001"

    html = _PROSE.render(_CODE_OR_TEX.sub(lambda m: m[0] if m["code"] else hold(m), text))
    html = _put_back(html, held)
    return Markup(html.strip())  # noqa: S704  # no HTML comes through, and formulas are escaped


def delimit_tex(text: str) -> str:
    r"""Put TeX between dollars, or in bare environments, between `\(`, `\)` or `\[`, `\]`."""
    return _TEX.sub(_delimited, text)


def _delimited(tex: re.Match[str]) -> str:
    if tex["inline"] is not None:
        return rf"\({tex['inline']}\)"
    return rf"\[{tex['display'] or tex['environment']}\]"


def plain(text: str) -> str:
    """Inline Markdown of an entry without its marks."""
    return inline(text).striptags()


def strips(text: str) -> Markup:
    """A text in which dots, one for each random start, are drawn and not read aloud."""
    parts = re.split("([●○]{2,})", text)
    return Markup("").join(
        Markup('<span class="ts-strip" aria-hidden="true">{}</span>').format(part)
        if index % 2
        else escape(part)
        for index, part in enumerate(parts)
    )


def coded(text: str) -> Markup:
    """A text of our own in which only `code` is marked up."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def duration(language: Language, seconds: int) -> str:
    """A time in words that fit a rail: `45 s`, `13 min`, `2 h`, `1 h 15 min`."""
    if seconds < 60:
        return _unbroken(language.gettext("%(seconds)s s", seconds=seconds))
    hours, minutes = divmod(round(seconds / 60), 60)
    if not minutes:
        return _unbroken(language.gettext("%(hours)s h", hours=language.number(hours)))
    if not hours:
        return _unbroken(language.gettext("%(minutes)s min", minutes=minutes))
    return _unbroken(
        language.gettext(
            "%(hours)s h %(minutes)s min", hours=language.number(hours), minutes=minutes
        )
    )


def _unbroken(text: str) -> str:
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def sum_of(language: Language, time: Time) -> str:
    """What steps take together: `25 min`, `at least 25 min`, or nothing if no time is known."""
    if not time.known:
        return ""
    together = duration(language, time.seconds)
    return language.gettext("at least %(time)s", time=together) if time.unknown else together


def extent(language: Language, time: Time) -> str:
    """Steps and their time: `4 steps, at least 25 min in all; 3 have no time yet`."""
    steps = language.ngettext("%(number)s step", "%(number)s steps", time.known + time.unknown)
    together = sum_of(language, time)
    if not together:
        return steps
    if not time.unknown:
        return language.gettext("%(steps)s, %(time)s in all", steps=steps, time=together)
    return language.ngettext(
        "%(steps)s, %(time)s in all; %(number)s has no time yet",
        "%(steps)s, %(time)s in all; %(number)s have no time yet",
        time.unknown,
        steps=steps,
        time=together,
    )


def facts(*known: str | None) -> str:
    """What is known, between middle dots."""
    return " · ".join(filter(None, known))


def clock(seconds: int) -> str:
    """A video's length as players show it: `12:47`, `2:25:50`."""
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def iso_duration(seconds: int) -> str:
    """A time for machines: `PT767S`."""
    return f"PT{seconds}S"


def host(url: str) -> str:
    """Where an address leads, in short: `example.org`."""
    return urlsplit(url).netloc.removeprefix("www.")


def decimal(language: Language, text: str) -> str:
    """A number with the digits that somebody wrote, as a language writes it."""
    return language.number(float(text), len(text.partition(".")[2]))


def authors(language: Language, names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; from six on only the first, and how many more."""
    if len(names) > 5:
        return language.ngettext(
            "%(first)s and %(number)s other",
            "%(first)s and %(number)s others",
            len(names) - 1,
            first=names[0],
        )
    return language.listed(names)
