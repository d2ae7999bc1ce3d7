"""The catalog of a build: read, checked, and joined with what commands and version control know."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from topicsite.building import palette
from topicsite.checking.strays import check_strays
from topicsite.checking.validate import validate
from topicsite.findings.diagnostics import Diagnostic, in_order
from topicsite.language.locales import Language
from topicsite.links.since import gone_since
from topicsite.links.storage import read_ledger
from topicsite.model import schema
from topicsite.project import dates, editing, revisions
from topicsite.project.ledgers import LedgerError
from topicsite.proving import history
from topicsite.reading.changes import changes as entry_changes
from topicsite.reading.load import Loaded, load
from topicsite.render import Site

T = TypeVar("T")


class KeptError(Exception):
    """A file that a command keeps cannot be read; the message names it."""


@dataclass(frozen=True)
class Places:
    """Where a project keeps things, relative to its folder; only the first needs to be there.

    Attributes:
        resources: the folder of topics.
        examples: the folder of runnable examples.
        ledger: what `topicsite links` saw.
        messages: a folder of messages of the site's own.
        verdicts: what `topicsite prove` noted.
    """

    resources: str = "resources"
    examples: str = "code/examples"
    ledger: str = "links.ledger"
    messages: str = "messages"
    verdicts: str = "verdicts.ledger"


@dataclass(frozen=True)
class Identity:
    """What a site is called, where it is, and where it can be edited, as its owner says it.

    Attributes:
        name: what it is called.
        base: where its root will be published, or nothing yet.
        repo_url: the repository's address.
        edit_uri: the way from there to the pages.
        docs: the folder of pages.
        description: what the site is about.
        colours: those of its mark, and of the letter in it.
    """

    name: str
    base: str
    repo_url: str | None
    edit_uri: str | None
    docs: Path
    description: str = ""
    colours: tuple[str, str] = palette.MARK


class Checked(NamedTuple):
    """What was read.

    Attributes:
        loaded: the catalog, with all that is known of its files.
        findings: all that is wrong with it.
        links_out: whether something is published that lies elsewhere.
    """

    loaded: Loaded
    findings: list[Diagnostic]
    links_out: bool


def read(root: Path, places: Places, published: Iterable[Path]) -> Checked:
    """Read and check the catalog.

    Args:
        root: the project's folder.
        places: where it keeps things.
        published: folders whose content goes onto the site.
    """
    loaded = load(root, places.resources, places.examples)
    strays = list(check_strays(root, published))
    findings = in_order([*loaded.diagnostics, *validate(loaded), *strays])
    return Checked(loaded, findings, bool(strays))


def site_of(
    loaded: Loaded,
    root: Path,
    places: Places,
    identity: Identity,
    language: Language,
    page_address: Callable[[str], str],
    of_entries: Sequence[revisions.Revision],
) -> tuple[Site, list[str]]:
    """The site of a catalog without findings, and doubts about the days of its changes.

    Args:
        loaded: the catalog.
        root: the project's folder.
        places: where it keeps things.
        identity: what its owner says of it.
        language: that of the site.
        page_address: where pages lie; see `Site`.
        of_entries: every change of entries that version control knows.

    Raises:
        KeptError: if a file that a command keeps cannot be read.
    """
    verdicts = _kept(root, places.verdicts, history.read)
    changes = dates.last_changes(root)
    texts_of = partial(revisions.texts_of, root)
    ledger = _kept(root, places.ledger, read_ledger)
    addresses = [entry.model.url for entry in loaded.catalog.resources.values()]
    site = Site(
        catalog=loaded.catalog,
        edit_base=editing.edit_base_of(identity.repo_url, identity.edit_uri, identity.docs.name)
        or editing.edit_base(root, os.environ),
        updated=changes.last,
        committed=changes.seconds,
        ledger=ledger,
        history=history.of_catalog(verdicts, loaded.catalog),
        changes=entry_changes(loaded.catalog, of_entries, texts_of),
        gone_since=gone_since(
            ledger, addresses, partial(revisions.revisions, root, [places.ledger]), texts_of
        ),
        keeps_schemas=(root / schema.PLACE).is_dir(),
        name=identity.name,
        description=" ".join(identity.description.split()),
        colours=identity.colours,
        base=identity.base,
        page_address=page_address,
        language=language,
    )
    return site, list(changes.doubts)


def _kept(root: Path, name: str, read: Callable[[Path], T]) -> T:
    try:
        return read(root / name)
    except LedgerError as error:
        raise KeptError(f"{name}: {error}") from None
