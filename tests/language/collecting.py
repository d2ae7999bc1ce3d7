"""What our code says to readers, collected; `make messages` brings our files up to date with it.

    python -m tests.language.collecting [LANGUAGE]

A language that has no file yet gets one.
"""

from __future__ import annotations

import copy
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from topicsite.language.catalogs import OURS, SOURCE, locale_of, names
from topicsite.language.locales import WORD_OF_STYLE
from topicsite.model.entries import Resource
from topicsite.model.schema import schema_of
from topicsite.model.site import SiteSettings
from topicsite.render.form import SAID

ROOT = Path(__file__).parents[2]
CODE = ROOT / "code/topicsite"
NOT_OURS = {"bibtex", "codemirror", "katex", "snowball", "start", "language"}
"""Folders of others' scripts, of new sites, and of what says nothing by itself."""
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
TEMPLATES = {
    "newstyle_gettext": "true",
    "silent": "false",
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
}

# Babel's reader of scripts takes a slash in a class of a regular expression for its end.
_LITERAL = r'"(?:[^"\\]|\\.)*"'
SAID_IN_SCRIPT = re.compile(
    rf"(?<![\w.$])(?:_\(\s*(?P<one>{_LITERAL})|ngettext\(\s*(?P<few>{_LITERAL}),\s*(?P<many>{_LITERAL}))"
)
CALL_IN_SCRIPT = re.compile(r"(?<![\w.$])(?<!function )(?:_|ngettext)\(")
OTHER = SiteSettings.model_validate(
    {
        "levels": ["other"],
        "fields": {f"own_{name}": {"label": name, "type": name} for name in ("text", "number")},
    }
)
"""A site with fields of its own, of which the schema says more than of others."""

Message = tuple[str | tuple[str, ...], str | None]


def said_in(file: Path) -> Iterator[Message]:
    """The messages in one file, each with its context."""
    if file.suffix == ".css":
        for _, word in WORD_OF_STYLE.findall(file.read_text("utf-8")):
            yield word, None
        return
    if file.suffix == ".js":
        text = file.read_text("utf-8")
        found = list(SAID_IN_SCRIPT.finditer(text))
        assert len(found) == len(CALL_IN_SCRIPT.findall(text)), f"{file} says what is no literal"
        for call in found:
            literals = [json.loads(text) for text in call.group("one", "few", "many") if text]
            yield literals[0] if len(literals) == 1 else tuple(literals), None
        return
    method: Any = "python" if file.suffix == ".py" else babel_extract
    options = {} if file.suffix == ".py" else TEMPLATES
    with file.open("rb") as opened:
        for _, message, _, context in extract(method, opened, KEYWORDS, (), options):
            yield message, context


def said_by_schema() -> Iterator[Message]:
    """What the form says of fields: docstrings, and what a value may look like."""
    for model in (Resource, OTHER.resource):
        for name, field in schema_of(model)["properties"].items():
            for shape in (field, field.get("items", {})):
                # What a field of the site's own is called, its owner says.
                for key in SAID[2:] if name in OTHER.fields else SAID:
                    if key in shape:
                        yield shape[key], None


def collected() -> Catalog:
    """Everything that our pages say, in English, with the files that say it."""
    catalog = Catalog(charset="utf-8")
    for suffix in ("py", "html", "jinja", "js", "css"):
        for file in sorted(CODE.rglob(f"*.{suffix}")):
            if NOT_OURS & set(file.relative_to(CODE).parts):
                continue
            for message, context in said_in(file):
                place = (file.relative_to(ROOT).as_posix(), 1)
                catalog.add(message, locations=[place], context=context)
    for message, context in said_by_schema():
        place = ("code/topicsite/model/entries.py", 1)
        catalog.add(message, locations=[place], context=context)
    return catalog


def written(catalog: Catalog) -> str:
    """A file of messages, without the days on which it was made, which version control knows."""
    for message in catalog:
        message.locations = list(dict.fromkeys(message.locations))
    made = io.BytesIO()
    write_po(made, catalog, width=100, include_lineno=False, ignore_obsolete=True)
    lines = made.getvalue().decode().splitlines(keepends=True)
    dated = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By')
    return "".join(line for line in lines if not line.startswith(dated))


def headed(catalog: Catalog, language: str) -> Catalog:
    """A catalog with the few headers that say something."""
    catalog.header_comment = f"# What topicsite's pages say: {language}."
    catalog.project, catalog.version = "topicsite", ""
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    return catalog


def update(name: str, template: Catalog) -> None:
    """Bring a language's file up to date; what nobody has translated yet is empty in it."""
    file = OURS / f"{name}.po"
    catalog = Catalog(locale=locale_of(name), charset="utf-8")
    if file.exists():
        with file.open("rb") as opened:
            catalog = read_po(opened, locale=locale_of(name))
    catalog.update(copy.deepcopy(template), no_fuzzy_matching=True)
    catalog.fuzzy = False
    english = locale_of("en")
    headed(catalog, str(locale_of(name).get_display_name(english)))
    file.write_text(written(catalog), encoding="utf-8")
    missing = sum(1 for message in catalog if message.id and not _is_said(message.string))
    print(f"{file.relative_to(ROOT)}: {len(catalog)} messages, {missing} without a translation")


def _is_said(said: object) -> bool:
    return all(said) if isinstance(said, tuple) else bool(said)


def main(*languages: str) -> None:
    template = headed(collected(), "English")
    SOURCE.write_text(written(template), encoding="utf-8")
    for language in sorted({*languages, *(file.stem for file in OURS.glob("*.po"))}):
        assert locale_of(language) != locale_of("en"), f"{names(language)[0]} is no language"
        update(language, template)


if __name__ == "__main__":
    main(*sys.argv[1:])
