"""`topicsite pages`: the site as files, for any generator of sites or for none."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from topicsite.commands import options, printing

if TYPE_CHECKING:
    from topicsite.findings.progress import Progress


@click.command()
@options.root
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--plain", is_flag=True, help="Write a finished site, which needs no generator.")
def pages(root: Path, out: Path, plain: bool) -> None:
    """Write the site into the folder OUT, as files that need no plugin.

    For generators these are pages of Markdown and HTML with a mkdocs.yml that MkDocs, ProperDocs
    and Zensical read. With --plain it is a finished site, to be served as it is.

    All is written or nothing; what lies in OUT and was not written by this command stays there.
    The exit code is 1 if something is wrong.
    """
    from topicsite.findings import reporters
    from topicsite.findings.progress import Progress, watched
    from topicsite.pages import PagesError, write_pages
    from topicsite.pages.writing import FindingsError

    tell = partial(printing.say, err=True)

    def telling(what: str, total: int | None) -> AbstractContextManager[Progress]:
        return Progress(what, total, tell, watched(sys.stderr))

    try:
        written = write_pages(root, out, plain=plain, telling=telling)
    except FindingsError as error:
        tell(*reporters.concise(error.findings).split("\n"))
        sys.exit(1)
    except PagesError as error:
        tell(*f"topicsite: {error}".split("\n"))
        sys.exit(1)
    for finding in written.warnings:
        tell(str(finding))
    for sentence in written.told:
        tell(sentence)
    how = "a finished site" if plain else "for `mkdocs build`, `properdocs build`, `zensical build`"
    printing.say(f"{written.pages} pages in {out}, {how}")
