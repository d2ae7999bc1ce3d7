"""A site written as pages, whole or not at all, into a folder that may hold what is not ours."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol

from topicsite.building import assets, look
from topicsite.building.former import FormerAddresses
from topicsite.building.loading import KeptError, read, site_of
from topicsite.building.python import NoPythonError, python_of
from topicsite.findings.diagnostics import Diagnostic
from topicsite.language.catalogs import MessagesError
from topicsite.language.locales import Language, ours
from topicsite.pages import hosted
from topicsite.pages.content import EXAMPLES, Page, Pages
from topicsite.pages.files import put, write_files, write_redirects
from topicsite.pages.menu import Item, menu_of
from topicsite.pages.plain import PlainPages, logo_of, sitemap
from topicsite.pages.settings import PagesError, Settings, read_settings
from topicsite.pages.sources import Addresses, Sources
from topicsite.project.publish import publish
from topicsite.project.revisions import revisions
from topicsite.project.staging import Staging
from topicsite.project.turns import PublishError
from topicsite.reading.changes import PATTERNS
from topicsite.render import Surroundings, file_at, lost_links, told

DOCS: Final = "docs"
"""The folder of pages in what is written for hosts."""
_LINE: Final = re.compile(r"^(#{1,6}) (.*) \{#([^}]+)\}$", re.MULTILINE)


class Progress(Protocol):
    """What is told how far a work is."""

    def at(self, done: int, name: str) -> None:
        """Note that so many are done, and which one is next."""


Telling = Callable[[str, int | None], AbstractContextManager[Progress]]
"""Tells how far a work is: of what, and how many there are."""


class FindingsError(PagesError):
    """The catalog breaks rules.

    Attributes:
        findings: everything that is wrong with it.
    """

    def __init__(self, findings: list[Diagnostic]) -> None:
        super().__init__("the catalog has findings")
        self.findings = findings


@dataclass(frozen=True)
class Written:
    """What was written.

    Attributes:
        pages: how many pages.
        told: what the owner should know, in a sentence each.
        warnings: what is to be mended in the catalog.
    """

    pages: int
    told: list[str]
    warnings: list[Diagnostic]


def write_pages(root: Path, out: Path, *, plain: bool, telling: Telling) -> Written:
    """Write a project's site.

    Args:
        root: the project's folder.
        out: where to; it need not exist.
        plain: whether as a site that needs no generator, instead of pages for one.
        telling: tells how far the work is.

    Raises:
        PagesError: for everything that is wrong; then nothing was written.
    """
    settings = read_settings(root)
    docs = settings.identity.docs
    if not docs.is_dir():
        raise PagesError(f"there is no folder `{docs.name}` in `{root}`, where pages are")
    _refuse(root, docs, out)
    additions = [root / settings.additions] if settings.additions else []
    loaded, findings, _ = read(root, settings.places, [docs, *additions])
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise FindingsError(errors)
    sources = Sources(docs, settings.all)
    language = _language(settings, root)
    address = Addresses(sources.pages, in_folders=settings.in_folders)
    try:
        site, doubts = site_of(
            loaded,
            root,
            settings.places,
            settings.identity,
            language,
            address,
            revisions(root, PATTERNS),
        )
    except KeptError as error:
        raise PagesError(str(error)) from None
    former = FormerAddresses()
    pages = Pages(root, settings, sources, site, former)
    former.start(pages.site, loaded)
    python = _python(root, settings, pages, telling)
    with telling("examples", len(site.catalog.examples) or None) as progress:
        first = pages.examples(progress.at)
    first += pages.written()
    chosen = settings.theme.get("palette")
    colours = assets.followed(look.light_and_dark(chosen, language) or chosen, _material())
    menu = menu_of(settings.all.get("nav"), pages.site, sources.pages)
    menu = _there(menu, pages)
    try:
        staging = Staging(out)
    except PublishError as error:
        raise PagesError(str(error)) from None
    try:
        content = staging.folder if plain else staging.folder / DOCS
        write_files(content, root, settings, sources, pages, colours, python)
        write = _plain if plain else _hosted
        number = write(staging.folder, root, settings, pages, first, menu)
        write_redirects(content, former)
        lost = _lost(content, pages, settings.identity.base, plain=plain)
        if lost:
            raise PagesError("\n".join(lost))
        said = publish(staging)
    except PublishError as error:
        raise PagesError(str(error)) from None
    finally:
        staging.discard()
    return Written(number, [*doubts, *colours.doubts, *said], findings)


def _refuse(root: Path, docs: Path, out: Path) -> None:
    """See that nothing of the project's own can be replaced.

    Raises:
        PagesError: if the folder is the project's, or lies among its pages.
    """
    there, inside = out.resolve(), docs.resolve()
    if there == root.resolve() or there in root.resolve().parents:
        raise PagesError(f"`{out}` holds the project itself; name another folder")
    if there == inside or inside in there.parents:
        raise PagesError(f"`{out}` lies among the written pages; name another folder")


def _language(settings: Settings, root: Path) -> Language:
    own = root / settings.places.messages
    if not own.is_dir():
        return ours(settings.language)
    try:
        return Language(settings.language, own)
    except MessagesError as error:
        raise PagesError(str(error)) from None


def _python(
    root: Path, settings: Settings, pages: Pages, telling: Telling
) -> dict[str, bytes | Path]:
    if not settings.python.runs or not pages.run_python:
        return {}
    try:
        with telling("Python for the pages", None):
            pages.python, files, _ = python_of(
                root / ".cache" / "runtime",
                pages.packages,
                settings.python.packages,
                with_worker=True,
            )
    except NoPythonError as error:
        raise PagesError(str(error)) from None
    return files


def _material() -> list[str]:
    """The folders of Material's templates, if it is installed: its colours are looked up there."""
    found = find_spec("material")
    return (
        [str(Path(place) / "templates") for place in found.submodule_search_locations or ()]
        if (found)
        else []
    )


def _there(menu: list[Item], pages: Pages) -> list[Item]:
    """The menu, all of whose pages are there.

    Raises:
        PagesError: naming those that are not.
    """
    lost = [item.page for item in _all(menu) if item.page is not None
            and item.page not in pages.files]  # fmt: skip
    if lost:
        raise PagesError("\n".join(f"nav in mkdocs.yml: there is no page `{one}`" for one in lost))
    return menu


def _all(menu: list[Item] | tuple[Item, ...]) -> Iterator[Item]:
    for item in menu:
        yield item
        yield from _all(tuple(item.items))


def _hosted(
    folder: Path, root: Path, settings: Settings, pages: Pages, first: list[Page], menu: list[Item]
) -> int:
    number = 0
    for page in _every(pages, first):
        put(folder / DOCS / page.file, hosted.as_markdown(page))
        number += 1
    text = hosted.settings_file(settings, pages.site.language, menu, pages.files)
    put(folder / settings.file.name, text)
    if settings.additions:
        shutil.copytree(root / settings.additions, folder / settings.additions)
    hooks = settings.all.get("hooks")
    for hook in hooks if isinstance(hooks, list) else ():
        put(folder / str(hook), root / str(hook))
    return number


def _plain(
    folder: Path, root: Path, settings: Settings, pages: Pages, first: list[Page], menu: list[Item]
) -> int:
    titles = {page.name: page.title for page in first}
    titles |= {page.name: page.title for page in pages.to_be_generated}
    sheets = [sheet for sheet in settings.all.get("extra_css", ()) if isinstance(sheet, str)]
    said = settings.all.get("copyright")
    made = PlainPages(pages.site, menu, titles, logo_of(settings.theme), sheets, said or "")
    addresses = []
    for page in _every(pages, first):
        place, text = made.page(page)
        put(folder / place, text)
        addresses.append(page.address)
    made.write_data(folder)
    base = pages.site.base
    if base and not (folder / "sitemap.xml").exists():
        put(folder / "sitemap.xml", sitemap(base, addresses))
    return len(addresses)


def _every(pages: Pages, first: list[Page]) -> Iterator[Page]:
    yield from first
    yield from pages.generated()


def _lost(folder: Path, pages: Pages, base: str, *, plain: bool) -> list[str]:
    """A sentence for each link that leads nowhere, on whatever host."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    places = {file_at(pages.site.page_address(name)): file for name, file in pages.files.items()}

    def text(name: str) -> str:
        file = name if plain else places.get(name, name)
        found = (folder / file).read_text("utf-8", "replace")
        return found if plain else _LINE.sub(r'<h2 id="\3">\2</h2>', found)

    known = files | set(places)
    return told(lost_links(sorted(places), known, text, Surroundings(address=base)), {
        place: f"{DOCS}/{file}" for place, file in places.items()
        if not file.startswith(f"{EXAMPLES}/")
    })  # fmt: skip
