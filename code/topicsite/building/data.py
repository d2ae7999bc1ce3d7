"""The data that a site publishes beside its pages, whichever door it leaves by."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from topicsite import cards, opendata
from topicsite.render import Site


def data_of(site: Site, root: Path, packages: Sequence[Path]) -> dict[str, bytes]:
    """Decks, open data and archives of programs, by where they lie below the root of the site.

    Args:
        site: the site, after its examples have run.
        root: the folder of the project.
        packages: the folders of the site's own packages.
    """
    return {
        **cards.files_of(site),
        **opendata.files_of(site),
        **opendata.crates_of(site, root, packages),
    }
