"""Pages as Markdown, for programs that read: made from the models and from what people wrote.

A twin lies beside its page and has its links; what programs draw into a page it leaves out. Text of
entries is text in it: nothing in one becomes a heading, a link or a tag.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import quote

from topicsite.model.catalog import Entry
from topicsite.model.entries import Example, LearningPath, Resource, Step, Topic
from topicsite.reading import pages
from topicsite.render import citing, labels
from topicsite.render.site import Site, root_of
from topicsite.render.text import duration, facts, plain

_SIGNS: Final = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)")
_BEGINS: Final = re.compile(r"(?=[-+#=>])|(?<=\d)(?=[.)](?:\s|$))")
"""Where a line would become a list, a heading or a quotation."""
_MARKER: Final = re.compile(r"<!--\s*topicsite:.*?-->\n?", re.DOTALL)
_FENCED: Final = re.compile(r"(^`{3,}[^`\n]*\n.*?^`{3,}[ \t]*$)", re.MULTILINE | re.DOTALL)
_DRAWING: Final = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_WORDS: Final = re.compile(r"<(?:title|desc)\b[^>]*>([^<]*)<")
_CELL: Final = re.compile(r"^# %%(?P<kind> \[markdown\])?.*$\n?", re.MULTILINE)
_SAFE: Final = "%/:?#[]@!$&'()*+,;=~"
_BLANKS: Final = re.compile(r"\n{3,}")


def place_of(address: str) -> str:
    """Where the twin of a page lies, as its address is named: `t/index.md` for `t/`."""
    if address in ("", "./") or address.endswith("/"):
        return f"{address.removeprefix('./')}index.md"
    return f"{address.removesuffix('.html')}.md"


def of_topic(site: Site, topic: Entry[Topic], prose: str = "") -> str:
    """The twin of a topic's page.

    Args:
        site: the site.
        topic: the topic.
        prose: what somebody wrote on its page, as Markdown.
    """
    gettext = site.language.gettext
    heading, _, rest = prose.strip().partition("\n")
    if not heading.startswith("# "):
        heading, rest = f"# {text(topic.model.title)}", prose.strip()
    parts = [heading, f"> {text(topic.model.summary)}", rest.strip()]
    if topic.model.goals:
        goals = "\n".join(f"- {text(goal.can)}" for goal in topic.model.goals)
        parts += [f"{gettext('After this you can')}\n\n{goals}"]
    root = root_of(site.page_address(topic.id))
    if topic.model.paths:
        parts.append(f"## {gettext('Recommended path for learning')}")
        for path in topic.model.paths:
            parts += _path(site, root, topic, path)
    shown = site.catalog.shown_in(topic.id)
    if shown:
        parts.append(f"## {gettext('Further learning')}")
    for kind in site.catalog.site.kind_ids:
        if of_kind := [entry for entry in shown if entry.model.kind == kind]:
            parts.append(f"### {text(site.plurals[kind])}")
            parts += (_card(site, root, entry) for entry in of_kind)
    return _joined(parts)


def of_example(site: Site, example: Entry[Example], source: str) -> str:
    """The twin of an example's page: its prose and its code.

    Args:
        site: the site.
        example: the example.
        source: the program, with cells after `# %%`.
    """
    parts = [f"# {text(example.model.title)}", f"> {text(example.model.summary)}"]
    language = site.language
    parts.append(facts(duration(language, example.model.duration), _level(site, example)))
    cells = list(_CELL.finditer(source))
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        said = source[cell.end() : following.start() if following else len(source)].strip("\n")
        if cell["kind"]:
            parts.append("\n".join(re.sub(r"^# ?", "", line) for line in said.split("\n")))
        elif said.strip():
            parts.append(f"{_fence(said)}python\n{said}\n{_fence(said)}")
    return _joined(parts)


def of_page(markdown: str, lead: Callable[[str], str | None]) -> str:
    """The twin of a page that somebody wrote, without what is made from the catalog there.

    Args:
        markdown: the page, without its front matter.
        lead: the address of the page behind a relative address in the text; None if there is none.
    """
    found = [link for link in pages.links(markdown) if link.is_certain]
    for link in reversed(found):
        address = lead(link.address)
        if address is not None:
            markdown = f"{markdown[: link.start]}{address}{markdown[link.end :]}"
    pieces = _FENCED.split(markdown)
    pieces[::2] = [_DRAWING.sub(_described, _MARKER.sub("", piece)) for piece in pieces[::2]]
    return _joined(["".join(pieces)])


def _described(drawing: re.Match[str]) -> str:
    """What a drawing says to those who cannot see it."""
    said = (html.unescape(" ".join(one.split())) for one in _WORDS.findall(drawing[0]))
    return " ".join(map(_escaped, said))


def text(said: str) -> str:
    """Text of an entry in Markdown that shows it as it is, on one line."""
    return _escaped(plain(said))


def _escaped(said: str) -> str:
    line = _SIGNS.sub(r"\\\g<0>", " ".join(said.split()))
    return _BEGINS.sub(r"\\", line, count=1) if _BEGINS.match(line) or line[:1].isdigit() else line


def link(title: str, address: str) -> str:
    """A link, whatever its address is."""
    plain_address = re.fullmatch(r"[^\s<>()\\]+", address)
    written = address if plain_address else f"<{quote(address, safe=_SAFE)}>"
    return f"[{text(title)}]({written})"


def _path(site: Site, root: str, topic: Entry[Topic], path: LearningPath) -> Iterator[str]:
    if path.title or len(topic.model.paths) > 1:
        yield f"### {text(site.path_name(topic.id, path.id))}"
    if path.summary:
        yield text(path.summary)
    number = 0
    for stage in path.stages:
        if stage.title:
            yield f"**{text(stage.title)}**"
        lines = []
        for step in stage.steps:
            number += 1
            lines.append(f"{number}. {_step(site, root, step)}")
        yield "\n".join(lines)


def _step(site: Site, root: str, step: Step) -> str:
    subject = site.subject(step)
    model = subject.model
    address = (
        model.url
        if isinstance(model, Resource)
        else f"{root}{place_of(site.page_address(f'examples/{subject.id}'))}"
    )
    seconds = step.duration or model.duration
    known = facts(
        text(step.part) if step.part else None,
        duration(site.language, seconds) if seconds else None,
    )
    said = link(model.title, address) + (f" ({known})" if known else "")
    return f"{said}: {text(step.why)}" if step.why else said


def _card(site: Site, root: str, entry: Entry[Resource]) -> str:
    model, language = entry.model, site.language
    lines = [f"- {link(model.title, model.url)}"]
    known = facts(
        text(citing.byline(language, model)) or None,
        duration(language, model.duration) if model.duration else None,
        _level(site, entry),
        labels.label(language, model.access) if model.access else None,
    )
    lines += [f"  {line}" for line in (known, text(model.summary or "")) if line]
    if model.teaches:
        said = ", ".join(map(text, model.teaches))
        lines.append(f"  {language.gettext('Teaches')}: {said}")
    for finding in site.findings(entry):
        shown = finding.claim.shown_by
        said = text(citing.sentence(language, entry, finding))
        if shown in site.catalog.examples:
            address = f"{root}{place_of(site.page_address(f'examples/{shown}'))}"
            said += f" {link(site.title_of(shown), address)}"
        lines.append(f"  - {said}")
    return "\n\n".join(lines)


def _level(site: Site, entry: Entry[Resource] | Entry[Example]) -> str | None:
    level = entry.model.level
    return text(site.levels[level]) if level else None


def _fence(code: str) -> str:
    """A fence that is longer than any in the code."""
    return "`" * max(3, *(len(found) + 1 for found in re.findall(r"`{3,}", code)), 3)


def _joined(parts: list[str]) -> str:
    whole = "\n\n".join(part for part in parts if part.strip())
    return f"{_BLANKS.sub(chr(10) * 2, whole).strip()}\n"
