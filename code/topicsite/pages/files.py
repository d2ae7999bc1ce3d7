"""All that a site has besides its pages: its own files, our assets, Python, data, redirects."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from topicsite.building import assets
from topicsite.building.data import data_of
from topicsite.building.former import FormerAddresses
from topicsite.building.palette import Followed
from topicsite.findings import reporters
from topicsite.pages.content import EXAMPLES, Pages
from topicsite.pages.settings import PagesError, Settings
from topicsite.pages.sources import Sources
from topicsite.render import catalogue, definitions, feed, plan, steps
from topicsite.render.terms import place_of


def write_files(
    folder: Path,
    root: Path,
    settings: Settings,
    sources: Sources,
    pages: Pages,
    colours: Followed,
    python: Mapping[str, bytes | Path],
) -> None:
    """Write everything but pages.

    Args:
        folder: the root of the site, or what becomes it.
        root: the project's folder.
        settings: what its owner has set.
        sources: the files of the folder of pages.
        pages: the pages, all of which have been made.
        colours: what comes of the owner's palette.
        python: the files of Python.
    """
    site = pages.site
    made: dict[str, bytes | Path] = {}
    for asset in assets.assets(site.language, site.catalog.site, site.name, colours, settings.file):
        made[asset.place] = asset.source if asset.content is None else asset.raw
    made |= {path: sources.folder / path for path in sources.others}
    made |= _data(pages)
    made |= {
        _beside(site.page_address(f"{EXAMPLES}/{name}"), f"{name}.py"): root / entry.path
        for name, entry in site.catalog.examples.items()
    }
    made |= python
    sizes = {place: _size(content) for place, content in made.items()}
    made[assets.LIST] = assets.listed(sizes).encode()
    # What an owner has at such a place goes first.
    data = data_of(site, root, pages.packages)
    made |= {place: content for place, content in data.items() if place not in made}
    if site.catalogue:
        files = catalogue.catalogue_files(site)
        made |= {f"{catalogue.FOLDER}/{name}": text.encode() for name, text in files.items()}
    for place, content in made.items():
        put(folder / place, content)


def write_redirects(folder: Path, former: FormerAddresses) -> None:
    """Put small pages at old addresses, where everything else leaves room for them.

    Raises:
        PagesError: naming those for which there is none.
    """
    if found := former.write(folder):
        raise PagesError(f"old addresses are taken:\n{reporters.concise(found)}")


def put(file: Path, content: bytes | str | Path) -> None:
    """Write a file, or copy one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, Path):
        shutil.copyfile(content, file)
    else:
        file.write_bytes(content.encode() if isinstance(content, str) else content)


def _data(pages: Pages) -> dict[str, bytes]:
    site = pages.site
    made: dict[str, str] = {}
    if feed.is_there(site):
        made[feed.PLACE] = feed.feed(site)
    if site.progress:
        made[f"{assets.PLACE}/{steps.PLACE}"] = steps.all_paths(site)
    if site.plan:
        made[f"{assets.PLACE}/{plan.FILE}"] = plan.graph(site)
    for topic, entry in site.catalog.glossaries.items():
        made[place_of(topic)] = definitions(entry, site)
    return {place: text.encode() for place, text in made.items()}


def _beside(address: str, name: str) -> str:
    return f"{address.rpartition('/')[0]}/{name}"


def _size(content: bytes | Path) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size
