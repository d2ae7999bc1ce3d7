"""The catalog of a build: read, checked, and joined with what commands and version control know."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from topicsite.checking.strays import check_strays
from topicsite.checking.validate import validate
from topicsite.findings import reporters
from topicsite.findings.diagnostics import in_order
from topicsite.language.locales import Language
from topicsite.links.since import gone_since
from topicsite.links.storage import read_ledger
from topicsite.model import schema
from topicsite.plugin import palette
from topicsite.plugin.addresses import PageAddresses
from topicsite.plugin.options import TopicsiteConfig
from topicsite.project import dates, editing, revisions
from topicsite.project.git import git
from topicsite.project.ledgers import LedgerError
from topicsite.proving import history
from topicsite.reading.changes import PATTERNS
from topicsite.reading.changes import changes as entry_changes
from topicsite.reading.load import Loaded, load
from topicsite.render import Site

log = logging.getLogger("mkdocs.plugins.topicsite")

T = TypeVar("T")


class Loading:
    """Reads a site, and remembers the last one without findings for a preview."""

    def __init__(self, addresses: PageAddresses) -> None:
        self._addresses = addresses
        self._last_good: tuple[Site, Loaded] | None = None
        self._revisions: tuple[str | None, list[revisions.Revision]] = (None, [])

    def read(
        self,
        root: Path,
        config: MkDocsConfig,
        options: TopicsiteConfig,
        language: Language,
        *,
        published: Iterable[Path],
        is_preview: bool,
    ) -> tuple[Site, Loaded]:
        """Load and check everything; all findings become one failure.

        Args:
            root: the project's folder.
            config: the build's configuration.
            options: what the owner has set for topicsite.
            language: that of the site.
            published: folders whose content goes onto the site.
            is_preview: whether the site is only looked at while it is written.

        Raises:
            PluginError: when an entry breaks a rule.
        """
        loaded = load(root, options.resources, options.examples)
        strays = list(check_strays(root, published))
        findings = in_order([*loaded.diagnostics, *validate(loaded), *strays])
        for finding in findings:
            if finding.severity == "warning":
                log.warning("%s", finding)
        errors = [finding for finding in findings if finding.severity == "error"]
        if errors:
            report = f"the catalog has findings:\n{reporters.concise(errors)}"
            # The last catalog is no reason to show what somebody links to.
            if not is_preview or self._last_good is None or strays:
                raise PluginError(report)
            # A preview that stops at every half-written line helps nobody.
            log.error("%s\nThe preview shows the last catalog without findings.", report)
            site, loaded = self._last_good
            return replace(site), loaded  # whose pages may have other addresses by now
        verdicts = _kept(root, options.verdicts, history.read)
        changes = dates.last_changes(root)
        for doubt in changes.doubts:
            log.info("%s", doubt)
        folder = Path(config.docs_dir).name
        texts_of = partial(revisions.texts_of, root)
        ledger = _kept(root, options.ledger, read_ledger)
        addresses = [entry.model.url for entry in loaded.catalog.resources.values()]
        site = Site(
            catalog=loaded.catalog,
            edit_base=editing.edit_base_of(config.repo_url, config.edit_uri, folder)
            or editing.edit_base(root, os.environ),
            updated=changes.last,
            committed=changes.seconds,
            ledger=ledger,
            history=history.of_catalog(verdicts, loaded.catalog),
            changes=entry_changes(loaded.catalog, self._of_entries(root), texts_of),
            gone_since=gone_since(
                ledger, addresses, partial(revisions.revisions, root, [options.ledger]), texts_of
            ),
            keeps_schemas=(root / schema.PLACE).is_dir(),
            name=config.site_name,
            description=" ".join((config.site_description or "").split()),
            colours=palette.mark_of(config.theme),
            base=config.site_url or "",
            page_address=self._addresses,
            language=language,
        )
        self._last_good = site, loaded
        return self._last_good

    def _of_entries(self, root: Path) -> list[revisions.Revision]:
        """Every change of entries; a preview asks again when there is another commit."""
        head = git(root, "rev-parse", "HEAD")
        if head != self._revisions[0]:
            self._revisions = head, revisions.revisions(root, PATTERNS)
        return self._revisions[1]


def _kept(root: Path, name: str, read: Callable[[Path], T]) -> T:
    """What a file says that a command keeps.

    Raises:
        PluginError: if it cannot be read.
    """
    try:
        return read(root / name)
    except LedgerError as error:
        raise PluginError(f"{name}: {error}") from None
