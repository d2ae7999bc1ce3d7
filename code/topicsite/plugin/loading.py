"""The catalog of a build, as MkDocs asks for it; a preview may show the last one."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from topicsite.building import palette
from topicsite.building.loading import Identity, KeptError, Places, read, site_of
from topicsite.findings import reporters
from topicsite.language.locales import Language
from topicsite.plugin.addresses import PageAddresses
from topicsite.plugin.options import TopicsiteConfig
from topicsite.project import revisions
from topicsite.project.git import git
from topicsite.reading.changes import PATTERNS
from topicsite.reading.load import Loaded
from topicsite.render import Site

log = logging.getLogger("mkdocs.plugins.topicsite")


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
        places = Places(options.resources, options.examples, options.ledger, "", options.verdicts)
        loaded, findings, links_out = read(root, places, published)
        for finding in findings:
            if finding.severity == "warning":
                log.warning("%s", finding)
        errors = [finding for finding in findings if finding.severity == "error"]
        if errors:
            report = f"the catalog has findings:\n{reporters.concise(errors)}"
            # The last catalog is no reason to show what somebody links to.
            if not is_preview or self._last_good is None or links_out:
                raise PluginError(report)
            # A preview that stops at every half-written line helps nobody.
            log.error("%s\nThe preview shows the last catalog without findings.", report)
            site, loaded = self._last_good
            return replace(site), loaded  # whose pages may have other addresses by now
        identity = Identity(
            config.site_name,
            config.site_url or "",
            config.repo_url,
            config.edit_uri,
            Path(config.docs_dir),
            config.site_description or "",
            palette.mark_of(config.theme.get("palette"), config.theme.dirs),
        )
        try:
            site, doubts = site_of(
                loaded,
                root,
                places,
                identity,
                language,
                self._addresses,
                self._of_entries(root),
            )
        except KeptError as error:
            raise PluginError(str(error)) from None
        for doubt in doubts:
            log.info("%s", doubt)
        self._last_good = site, loaded
        return self._last_good

    def _of_entries(self, root: Path) -> list[revisions.Revision]:
        """Every change of entries; a preview asks again when there is another commit."""
        head = git(root, "rev-parse", "HEAD")
        if head != self._revisions[0]:
            self._revisions = head, revisions.revisions(root, PATTERNS)
        return self._revisions[1]
