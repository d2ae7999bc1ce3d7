"""Give a resource, an example or a topic another id, everywhere at once.

Nothing is written here: a plan says which files change and which move. Texts are changed in place,
value by value, so that comments and layout stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from topicsite.checking.places import steps_of
from topicsite.links.addresses import in_prose
from topicsite.model.catalog import Entry
from topicsite.model.entries import Example, Resource, Topic
from topicsite.model.glossary import Glossary
from topicsite.model.questions import Questions
from topicsite.model.site import SiteSettings
from topicsite.project.settings import pages_in
from topicsite.reading import headers, source
from topicsite.reading.load import Loaded
from topicsite.reading.source import Location
from topicsite.writing.relinking import Renaming, relinked, shows_entries

AnyEntry = Entry[Resource] | Entry[Topic] | Entry[Example]
_REPORT: Final = r"""(?<=\bReport\()(\s*["']){old}(?=["'])"""
_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n.*?\n---[ \t]*\n", re.DOTALL)


@dataclass
class Plan:
    """What a new id changes.

    Attributes:
        texts: the new text of each file that changes, by its present path.
        moves: each file or folder that moves, with its new path.
        left: what a person has to look at, a line each.
    """

    texts: dict[str, str] = field(default_factory=dict)
    moves: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


class Written(NamedTuple):
    """What people wrote besides entries and examples.

    Attributes:
        docs: the folder of pages, relative to the project.
        pages: the text of each page, by its path within that folder.
        settings: the text of `mkdocs.yml`, by its path; empty without that file.
        site_url: the site's own address, if it is known.
    """

    docs: str
    pages: Mapping[str, str]
    settings: Mapping[str, str]
    site_url: str = ""


def plan(loaded: Loaded, root: Path, old: str, new: str, written: Written, resources: str) -> Plan:
    """Work out what has to change for `old` to be called `new`.

    Args:
        loaded: a project without findings.
        root: its folder, from which examples are read in full.
        old: the id of a resource, an example or a topic.
        new: the id it gets, which is free.
        written: pages and settings.
        resources: the folder of topics.
    """
    catalog = loaded.catalog
    made = Plan()
    entries: list[AnyEntry] = [
        *catalog.resources.values(), *catalog.topics.values(), *catalog.examples.values()
    ]  # fmt: skip
    renaming = Renaming(
        old,
        new,
        "topic" if old in catalog.topics else "example" if old in catalog.examples else "resource",
        written.site_url,
        frozenset(catalog.topics),
        frozenset(page for page, text in written.pages.items() if shows_entries(text)),
        frozenset(written.pages),
    )
    for entry in entries:
        is_example = isinstance(entry.model, Example)
        text = loaded.texts[entry.path]
        if is_example:  # of which only the header was read
            text = (root / entry.path).read_bytes().decode("utf-8")
        changed = _with_values(text, loaded, entry, old, new)
        if entry.id == old:
            slash = "/" if isinstance(entry.model, Topic) else ""
            former = [name for name in entry.model.formerly if name != new + slash]
            mark = "# " if is_example else ""
            changed = _with_former(changed, entry, [*former, old + slash], mark)
        if is_example:
            changed = re.sub(_REPORT.format(old=re.escape(old)), rf"\g<1>{new}", changed)
            changed, left = relinked(changed, f"examples/{entry.id}.py", renaming, in_prose)
            made.left += [f"{entry.path}: change the link `{link}` yourself" for link in left]
        if changed != text:
            made.texts[entry.path] = changed
    others: list[Entry[Glossary] | Entry[Questions]] = [*catalog.glossaries.values()]
    for beside in [*others, *catalog.questions.values()]:
        text = loaded.texts[beside.path]
        changed = _with_values(text, loaded, beside, old, new)
        if changed != text:
            made.texts[beside.path] = changed
    if loaded.site is not None and old in catalog.topics:
        text = loaded.texts[loaded.site.path]
        changed = _with_values(text, loaded, loaded.site, old, new)
        if changed != text:
            made.texts[loaded.site.path] = changed
    if old in catalog.topics:
        made.moves = {f"{resources}/{old}": f"{resources}/{new}"}
        if (root / written.docs / old).is_dir():
            made.moves[f"{written.docs}/{old}"] = f"{written.docs}/{new}"
    else:
        here = Path((catalog.resources.get(old) or catalog.examples[old]).path)
        made.moves = {here.as_posix(): here.with_stem(new).as_posix()}
    for page, text in written.pages.items():
        changed, left = relinked(_in_front_matter(text, renaming), page, renaming)
        made.left += [f"{written.docs}/{page}: change the link `{link}` yourself" for link in left]
        if changed != text:
            made.texts[f"{written.docs}/{page}"] = changed
    for path, text in written.settings.items():
        changed = _in_settings(text, renaming)
        if changed != text:
            made.texts[path] = changed
    return made


def references(
    entry: AnyEntry | Entry[SiteSettings] | Entry[Glossary] | Entry[Questions],
) -> Iterator[tuple[Location, str]]:
    """Every id that an entry names, with its place."""
    model = entry.model
    if isinstance(model, SiteSettings):
        for index, section in enumerate(model.sections):
            for number, name in enumerate(section.topics):
                yield ("sections", index, "topics", number), name
        if model.start is not None:
            yield ("start",), model.start
        return
    if isinstance(model, Glossary):
        for number, term in enumerate(model.terms):
            for index, one in enumerate(term.notation):
                yield ("terms", number, "notation", index, "resource"), one.resource
        return
    if isinstance(model, Questions):
        if model.about is not None:
            yield ("about",), model.about
        for key, figure in model.figures.items():
            if figure.example is not None:
                yield ("figures", key, "example"), figure.example
        return
    if isinstance(model, Example):
        yield from ((("follows", index), name) for index, name in enumerate(model.follows))
        return
    yield from ((("prerequisites", index), name) for index, name in enumerate(model.prerequisites))
    if isinstance(model, Resource):
        for index, claim in enumerate(model.claims):
            if claim.shown_by is not None:
                yield ("claims", index, "shown_by"), claim.shown_by
        return
    for index, assumption in enumerate(model.assumes):
        if assumption.refresher is not None:
            yield ("assumes", index, "refresher"), assumption.refresher
    yield from ((("shares", index), name) for index, name in enumerate(model.shares))
    for number, path in enumerate(model.paths):
        for index, name in enumerate(path.prerequisites):
            yield ("paths", number, "prerequisites", index), name
    yield from (((*place, step.key), step.subject) for place, step in steps_of(model))


def _with_values(
    text: str,
    loaded: Loaded,
    entry: AnyEntry | Entry[SiteSettings] | Entry[Glossary] | Entry[Questions],
    old: str,
    new: str,
) -> str:
    """The text with each mention of the old id replaced, the last one first."""
    lines = text.splitlines(keepends=True)
    spans = [
        loaded.locate(entry.path, place) for place, name in references(entry) if name == old
    ]  # fmt: skip
    for span in sorted(spans, reverse=True):
        line = lines[span.line - 1]
        value = line[span.column - 1 : span.end_column - 1].replace(old, new)
        lines[span.line - 1] = line[: span.column - 1] + value + line[span.end_column - 1 :]
    return "".join(lines)


def _with_former(text: str, entry: AnyEntry, names: list[str], mark: str) -> str:
    """The text with the names under `formerly`, each line after the mark of a header."""
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    written = f"{mark}formerly: [{', '.join(names)}]{end}"
    header = headers.header_of("", text.encode()).text if mark else text
    shift = 1 if mark else 0
    order = [*type(entry.model).model_fields]
    behind = order[order.index("formerly") + 1 :]
    for stretch in source.outline(header):
        start, last = stretch.span.line - 1 + shift, stretch.span.end_line + shift
        if stretch.location == ("formerly",):
            lines[start : last - (stretch.span.end_column == 1)] = [written]
            return "".join(lines)
        if len(stretch.location) == 1 and stretch.location[0] in behind:
            lines.insert(start, written)
            return "".join(lines)
    if not mark and not lines[-1].endswith("\n"):
        lines[-1] += end
    lines.insert(shift + len(header.splitlines()), written)
    return "".join(lines)


def _in_front_matter(text: str, renaming: Renaming) -> str:
    """The text of a page whose front matter says of which topic its terms are."""
    matter = _FRONT_MATTER.match(text)
    if renaming.kind != "topic" or matter is None:
        return text
    line = re.compile(rf"^(glossary:[ \t]*[\"']?){re.escape(renaming.old)}(?![\w-])", re.MULTILINE)
    return line.sub(rf"\g<1>{renaming.new}", matter[0]) + text[matter.end() :]


def _in_settings(text: str, renaming: Renaming) -> str:
    """The text of `mkdocs.yml` with the pages of a topic or an example at their new place."""
    if renaming.kind == "resource":
        return text
    folder, end = ("", r"/") if renaming.kind == "topic" else ("examples/", r"\.py\b|/")
    # A value begins with the path; a pattern may have `!` and a slash before it.
    here = re.compile(
        rf"^([ \t]*[\"']?!?/?{folder}){re.escape(renaming.old)}(?={end})", re.MULTILINE
    )
    pieces, at = [], 0
    for start, stop in pages_in(text):
        pieces += [text[at:start], here.sub(rf"\g<1>{renaming.new}", text[start:stop])]
        at = stop
    return "".join([*pieces, text[at:]])
