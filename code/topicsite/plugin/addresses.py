"""Where pages lie: MkDocs decides that for each file, by its own options; nothing here does."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from topicsite.writing.hosting import site_of


def pages(files: Files, *, is_preview: bool) -> list[File]:
    """The files of all pages that are shown; a preview shows drafts too."""
    shown = InclusionLevel.is_in_serve if is_preview else InclusionLevel.is_included
    return list(files.documentation_pages(inclusion=shown))


def name_of(file: File) -> str:
    """What a page is called: `t/index.md`, `t/README.md` and `t.md` are all `t`."""
    path = PurePosixPath(file.src_uri)
    path = path.parent if file.name == "index" else path.with_suffix("")
    return "" if path == PurePosixPath() else path.as_posix()


class PageAddresses:
    """Knows the address of every page of a build, once its files are known: a `page_address`."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._in_folders = True

    def settle(self, shown: Iterable[File], config: MkDocsConfig) -> None:
        """Take the addresses from the files of all pages of a build."""
        self._in_folders = config.use_directory_urls
        self._known = {}
        for file in shown:
            self._known.setdefault(name_of(file), file.url)

    def __call__(self, name: str) -> str:
        """The address of a page below the root; of one that is not there, the one it would have."""
        url = self._known.get(name)
        if url is None:
            url = File(f"{name or 'index'}.md", None, "", self._in_folders).url
        # As a link from the root has it, the home page's folder is no folder.
        return url.removeprefix("./")


def where(config: MkDocsConfig, edit_base: str) -> str:
    """What a site lacks that does not know its own address, and what to write.

    Args:
        config: the build's configuration.
        edit_base: the address before a file's path that opens it for editing, if there is one.
    """
    example = site_of(edit_base) or "https://example.org/"
    return (
        "`site_url` is not set in "
        f"{PurePosixPath(config.config_file_path).name}: search engines get no canonical addresses "
        "and an empty sitemap, previews of links have no address, and 404.html looks for its "
        f"styles at the root of the host; write where the site will be, such as {example}"
    )
