"""Everything at once: bring the files together, compile where that can be done, and bundle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from topicsite.runtime.assemble import assemble
from topicsite.runtime.bundle import Bundle, bundle
from topicsite.runtime.precompile import node
from topicsite.runtime.sources import Source, online


class Prepared(NamedTuple):
    """What a site is given.

    Attributes:
        bundle: the files.
        notes: what was done for them, for the log.
    """

    bundle: Bundle
    notes: list[str]


def prepare(
    cache: Path, packages: Iterable[Path], sources: Sequence[Source] | None = None
) -> Prepared:
    """Make the runtime of a site.

    Args:
        cache: a folder that is worth keeping: with it, nothing is fetched or compiled twice.
        packages: the folders of the site's own packages.
        sources: where files may come from; the default needs a network.

    Raises:
        IncompleteError: if files are missing.
        PrecompileError: if Node.js is there and fails.
    """
    notes = assemble(cache, online() if sources is None else sources)
    command = node()
    made = bundle(cache, packages, command)
    return Prepared(made, notes)
