"""A new entry or topic: what follows from its address, its id, its text, and what is wrong with it.

Every door leads through here: the command with flags or questions, and the issue form.
"""

from __future__ import annotations

import os.path
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from topicsite.checking.validate import validate
from topicsite.findings.diagnostics import Diagnostic
from topicsite.model import identity
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Model, Resource, Topic
from topicsite.model.schema import FILES, PLACE, schema_of
from topicsite.model.shapes import words_of
from topicsite.model.words import KINDS, WITHOUT_CAPTIONS
from topicsite.project.settings import docs_name
from topicsite.reading import source
from topicsite.reading.load import Loaded
from topicsite.reading.source import Data
from topicsite.reading.validation_errors import validated
from topicsite.writing.layout import Remarks, lay_out

Fields = dict[str, Data]

_RESOURCE: Final[Fields] = {"title": "A title", "url": "https://example.org/"}
NO_WORDS: Final = "entry"
"""The stem of an id for what has no word in the letters of ids."""
_TOPIC: Final[Fields] = {
    "title": "A title",
    "summary": "Two or three words more than nothing, so that it counts as a summary.",
    "keywords": ["something"],
}

_PATHS: Final = """\
# A learning path puts resources and examples in order. Remove the # signs and write your own:
# paths:
#   - id: first-steps
#     title: First steps
#     summary: Where the path leads, whom it suits, and what a learner can do at its end.
#     stages:
#       - title: Begin
#         steps:
#           - resource: the-id-of-a-resource
#             why: What this step gives that the next one needs."""


def derived(url: str, kinds: Collection[str] = KINDS) -> Fields:
    """What an address tells about the resource behind it, the address itself in its best form.

    Args:
        url: the address.
        kinds: the kinds that the site has; of others nothing is said.
    """
    fields = _told_by(url)
    return {name: value for name, value in fields.items() if name != "kind" or value in kinds}


def _told_by(url: str) -> Fields:
    if not _is_address(url):
        return {"url": url}
    fields: Fields = {"url": identity.tidy(url)}
    if identity.youtube_id(url):
        fields |= {"kind": "video", "access": "free"}
    elif identity.youtube_playlist(url):
        fields |= {"kind": "playlist", "access": "free"}
    elif paper := identity.arxiv_of(url):
        fields |= {"kind": "theory-paper", "access": "free", "arxiv": paper, **published(paper)}
    elif work := identity.doi_of(url):
        fields |= {"kind": "theory-paper", "doi": work}
    elif (urlsplit(url).hostname or "") in {"github.com", "gitlab.com", "codeberg.org"}:
        fields |= {"kind": "code", "access": "free"}
    return fields


def published(arxiv: str) -> Fields:
    """When an arXiv paper came out: its id begins with the year and the month, since 1991.

    The scheme: https://info.arxiv.org/help/arxiv_identifier.html.
    """
    match = re.match(r"(?:[a-z-]+(?:\.[A-Z]{2})?/)?([0-9]{2})(0[1-9]|1[0-2])", arxiv)
    if match is None:
        return {}
    return {"published": f"{'19' if match[1] >= '91' else '20'}{match[1]}-{match[2]}"}


def same_resource(catalog: Catalog, fields: Fields) -> Entry[Resource] | None:
    """The entry that describes the resource already, under whatever address."""
    url = fields.get("url")
    urls = [url] if isinstance(url, str) and _is_address(url) else []
    doi, arxiv = fields.get("doi"), fields.get("arxiv")
    names = identity.identities(
        urls, doi if isinstance(doi, str) else None, arxiv if isinstance(arxiv, str) else None
    ).keys()
    return next((entry for entry, known in catalog.identities if names & known.keys()), None)


def propose_id(fields: Mapping[str, Data], taken: frozenset[str]) -> str:
    """An id that is free: its stem, or that and a number."""
    stem = stem_of(fields)
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def stem_of(fields: Mapping[str, Data]) -> str:
    """What an id is made of: the first author's last word and the year, or the title's first words.

    A title in letters that ids do not have gives `entry`.
    """
    authors, published = fields.get("authors"), fields.get("published")
    first = authors[0] if isinstance(authors, list) and authors else ""
    surname = (_words(first) if isinstance(first, str) else [])[-1:]
    title = _words(str(fields.get("title", "")))
    year = re.findall(r"\A[0-9]{4}", published) if isinstance(published, str) else []
    stem = "-".join([*surname, *(year or title[: 2 if surname else 4])])[:70].strip("-")
    return stem or NO_WORDS


def mistakes(model: type[Model], name: str, value: Data) -> list[str]:
    """What is wrong with one field, in the words of the check."""
    if not is_text(value):
        return [f"`{name}` holds bytes that are not UTF-8; write it in letters that are"]
    text = lay_out({**_complete(model), name: value}, model)
    return [finding.message for finding in _examined("", text, model)]


def _complete(model: type[Model]) -> Fields:
    """Fields with nothing wrong, in which one can be tried."""
    if not issubclass(model, Resource):
        return _TOPIC
    return {**_RESOURCE, "kind": words_of(schema_of(model)["properties"]["kind"])[0]}


def compose(fields: Fields, model: type[Model], path: str, root: Path | None) -> str:
    """The text of a new file: its fields, and as comments what else it could say.

    Args:
        fields: what it says.
        model: a resource or a topic.
        path: where it will stand, relative to the project.
        root: the project's folder, in which editors find the schema; None says that they do.
    """
    name = next(name for name, its in FILES.items() if issubclass(model, its))
    remarks = Remarks()
    place = f"{docs_name(root)}/schema" if root is not None else PLACE
    if root is None or (root / place / name).exists():
        way = os.path.relpath(f"{place}/{name}", PurePosixPath(path).parent)
        remarks.head.append(f"# yaml-language-server: $schema={Path(way).as_posix()}")
    properties = schema_of(model)["properties"]
    needless = {"paths", "insecure_url_reason"}
    if fields.get("kind") in WITHOUT_CAPTIONS:
        needless.add("captions")
    more = [name for name in properties if name not in fields and name not in needless]
    if more:
        remarks.tail.append("# It can say more. Remove the first # of a line and fill it in:")
        remarks.tail += [f"# {name}:  # {properties[name]['description']}" for name in more]
    if model is Topic and "paths" not in fields:
        remarks.tail += _PATHS.splitlines()
    return lay_out(fields, model, remarks)


def findings(loaded: Loaded, entry_id: str, topic: str, path: str, text: str) -> list[Diagnostic]:
    """Everything that `check` would say of a new resource among the others."""
    read = source.parse(path, text.encode())
    if read.data is None:
        return read.diagnostics
    catalog = loaded.catalog
    made = validated(read, catalog.site.resource)
    if isinstance(made, list):
        return made
    resources = {**catalog.resources, entry_id: Entry(entry_id, topic, path, made)}
    together = replace(
        loaded,
        catalog=replace(catalog, resources=resources),
        texts={**loaded.texts, path: read.text},
    )
    return [finding for finding in validate(together) if finding.path == path]


def topic_findings(path: str, text: str) -> list[Diagnostic]:
    """What is wrong with a new topic."""
    return _examined(path, text, Topic)


def _examined(path: str, text: str, model: type[Model]) -> list[Diagnostic]:
    read = source.parse(path, text.encode())
    if read.data is None:
        return read.diagnostics
    made = validated(read, model)
    return made if isinstance(made, list) else []


def is_text(value: Data) -> bool:
    """Whether all of a value can be written: a terminal hands on bytes that are no text, too."""
    if isinstance(value, str):
        return not re.search("[\ud800-\udfff]", value)
    return all(map(is_text, value.values() if isinstance(value, dict) else value))


def _is_address(url: str) -> bool:
    """Whether an entry may link there; of other addresses nothing can be told."""
    try:
        identity.check_address(url)
    except identity.AddressError:
        return False
    return True


def _words(text: str) -> list[str]:
    """A text's words in the letters of ids."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore")
    return re.findall(r"[a-z0-9]+", plain.decode().lower().replace("'", ""))
