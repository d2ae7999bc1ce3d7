"""Where a build goes, and how it gets from there to its readers."""

from __future__ import annotations

import errno
import logging
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from topicsite.project.git import git
from topicsite.project.publish import publish
from topicsite.project.staging import Staging
from topicsite.project.turns import PublishError

log = logging.getLogger("mkdocs.plugins.topicsite")
_BUILDER: Final = logging.getLogger("mkdocs.commands.build")

_CACHE: Final = ".cache"
_ITS_OWN: Final = "mkdocs_"
_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}


@dataclass(frozen=True)
class Build:
    """A build that goes beside its site until it is finished.

    Attributes:
        config: its configuration, whose `site_dir` leads there.
        site_dir: where the owner wants the site.
        staging: the folder beside it.
    """

    config: MkDocsConfig
    site_dir: str
    staging: Staging


def sources(config: MkDocsConfig) -> list[Path]:
    """The owner's folders from which files are published: the pages, and additions to the theme."""
    theme = config.theme.custom_dir
    return [Path(config.docs_dir), *([Path(theme)] if theme else [])]


def stage(config: MkDocsConfig, command: str | None) -> Build | None:
    """Send a build to a folder beside the site; a preview needs none.

    Raises:
        PluginError: if there can be no site where it is wanted.
    """
    if command not in ("build", "gh-deploy") or _is_preview(Path(config.site_dir)):
        return None
    root = Path(config.config_file_path or "mkdocs.yml").absolute().parent
    if git(root, "ls-files", "--", _CACHE):
        raise PluginError(
            f"`{_CACHE}` is under version control, so that a change to it would change what pages "
            f"show, unseen; take it out with `git rm -r --cached {_CACHE}`, and add `{_CACHE}/` to "
            "`.gitignore`"
        )
    try:
        staging = Staging(Path(config.site_dir))
    except PublishError as error:
        raise PluginError(str(error)) from None
    build = Build(config, config.site_dir, staging)
    config.site_dir = str(staging.folder)
    _BUILDER.addFilter(_AsAsked(config.site_dir, os.path.relpath(build.site_dir)))
    return build


def finish(build: Build, *, complete: bool) -> None:
    """Put the site in its place, or leave no trace of the attempt.

    Raises:
        PluginError: if it cannot be put there.
    """
    build.config.site_dir = build.site_dir  # from where `mkdocs gh-deploy` takes it
    if not complete:
        build.staging.discard()
        return
    try:
        for sentence in publish(build.staging):
            log.info("%s", sentence)
    except PublishError as error:
        raise PluginError(str(error)) from None


def explain(error: Exception) -> None:
    """Say in words that the machine gave out: it is nobody's mistake in the code.

    Raises:
        PluginError: if it was that.
    """
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        place = f"`{error.filename}`: " if error.filename else ""
        raise PluginError(f"the site cannot be built: {place}{error.strerror}") from None


class _AsAsked(logging.Filter):
    """Lets MkDocs name the folder that its caller named."""

    def __init__(self, building: str, asked: str) -> None:
        super().__init__()
        self._building, self._asked = building, asked

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = str(record.msg).replace(self._building, self._asked)
        return True


def _is_preview(folder: Path) -> bool:
    """Whether `mkdocs serve --clean` builds, which calls itself a build.

    The folder is its own, and it serves what it finds there while it runs.
    """
    temporary = Path(tempfile.gettempdir())
    return folder.parent == temporary and folder.name.startswith(_ITS_OWN)
