"""The files that a site gets from the generator, as MkDocs wants to have them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from topicsite.building import assets
from topicsite.building.assets import LIST, OFFLINE, PACKAGE, PLACE, write_data
from topicsite.building.python import NoPythonError, Python, python_of
from topicsite.language.locales import Language
from topicsite.model.site import SiteSettings
from topicsite.plugin.telling import telling

log = logging.getLogger("mkdocs.plugins.topicsite")

__all__ = [
    "LIST",
    "OFFLINE",
    "PACKAGE",
    "PLACE",
    "add_python",
    "asset_files",
    "listed",
    "made_from",
    "write_data",
]


def asset_files(config: MkDocsConfig, language: Language, site: SiteSettings) -> Iterator[File]:
    """The generator's assets, the style sheet of every page in one file, and the schemas."""
    colours = assets.followed(config.theme.get("palette"), config.theme.dirs)
    for doubt in colours.doubts:
        # A build with --strict fails for a warning, and nothing here is unreadable.
        log.log(logging.INFO if config.strict else logging.WARNING, "%s", doubt)
    settings = Path(config.config_file_path)
    for asset in assets.assets(language, site, config.site_name, colours, settings):
        if asset.content is not None:
            yield made_from(asset.source, config, asset.place, asset.content)
        else:
            yield File.generated(
                config,
                asset.place,
                abs_src_path=str(asset.source),
                inclusion=InclusionLevel.INCLUDED,
            )


def made_from(source: Path, config: MkDocsConfig, uri: str, content: str) -> File:
    """A file with content of its own, which says what it is made from: some plugins ask all files.

    MkDocs takes the content as long as there is one, and the source for no more than a name.
    """
    file = File.generated(config, uri, content=content, inclusion=InclusionLevel.INCLUDED)
    file.abs_src_path = str(source)
    return file


def listed(files: Iterable[File]) -> str:
    """The files that scripts and styles of a site may load; see `building.assets`."""
    return assets.listed(
        {
            file.dest_uri: len(file.content_bytes)
            for file in files
            if file.inclusion is not InclusionLevel.EXCLUDED and assets.may_be_loaded(file.dest_uri)
        }
    )


def add_python(
    config: MkDocsConfig,
    files: Files,
    cache: Path,
    packages: list[Path],
    *,
    added: Sequence[str] = (),
    is_preview: bool,
) -> Python | None:
    """Put Python onto the site.

    Args:
        config: the build's configuration.
        files: all files of the site; those of Python are added.
        cache: the folder of what Python is made of.
        packages: the folders of packages that code in pages imports.
        added: Pyodide's packages that the site has besides the usual ones.
        is_preview: whether the site is only looked at while it is written.

    Returns:
        What was put there; nothing in a preview that has to do without.

    Raises:
        PluginError: if it cannot be had.
    """
    try:
        with telling("Python for the pages"):
            # A worker serves what lies below itself; in a preview it would show what is gone.
            python, made, fetched = python_of(cache, packages, added, with_worker=not is_preview)
    except NoPythonError as error:
        if not is_preview:
            raise PluginError(str(error)) from None
        log.warning("%s\nThe preview shows its pages without.", error)
        return None
    for sentence in fetched:
        log.info("Python for the pages: %s", sentence)
    for uri, content in made.items():
        if isinstance(content, bytes):
            files.append(File.generated(config, uri, content=content))
        else:
            files.append(File.generated(config, uri, abs_src_path=str(content)))
    return python
