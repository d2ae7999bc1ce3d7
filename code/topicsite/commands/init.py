"""`topicsite init`: a whole site of one's own."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from topicsite.commands import printing

WHEELS = "wheels"
"""The folder of a new site that holds the generator's own file."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="What the site and its topic are called.  [default: DIR's name]")
@click.option("--topic", metavar="ID", help="The topic's id.  [default: from the title]")
@click.option("--summary", help="One to three sentences about the topic.")
@click.option(
    "--site-url",
    metavar="ADDRESS",
    help="Where the site will be published.  [default: asked for in a terminal, or where GitHub, "
    "GitLab or Codeberg publish the repository that DIR is in]",
)
def init(
    folder: Path, title: str | None, topic: str | None, summary: str | None, site_url: str | None
) -> None:
    """Start a site in DIR, which builds at once.

    DIR must not hold anything yet, but may be a new repository. The site has one topic, a form that
    adds resources, the schemas for editors, tests, workflows for GitHub, and the generator itself,
    as a file to install.
    """
    from topicsite.model.entries import Topic
    from topicsite.model.fields import ID
    from topicsite.writing import drafts, hosting, packing
    from topicsite.writing.starting import TAKEN, new_site

    place = folder.resolve()
    usual = place.name.replace("-", " ").replace("_", " ").capitalize()
    title = (title or "").strip() or usual.strip()
    topic = topic or drafts.propose_id({"title": title}, TAKEN)
    if not ID.match(topic) or topic in TAKEN:
        raise click.UsageError(
            f"`{topic}` cannot be a topic's id: lower-case letters, digits and single hyphens, "
            f"and none of {', '.join(sorted(TAKEN))}"
        )
    for field, value in (("title", title), ("summary", summary)):
        if value is not None and (wrong := drafts.mistakes(Topic, field, value)):
            raise click.UsageError(wrong[0])
    if folder.exists() and not _is_free(folder):
        raise click.UsageError(f"`{folder}` holds something already; name a new folder")
    known = hosting.hosting_of(place)
    address = _address(site_url, known.site if known else "")
    try:
        wheel, content = packing.packed()
    except packing.NotInstalledError as error:
        raise click.ClickException(str(error)) from None
    texts = new_site(title, summary, topic, address, known, f"{WHEELS}/{wheel}")
    raw = {path: text.encode() for path, text in texts.items()}
    try:
        _write(place, {**raw, f"{WHEELS}/{wheel}": content})
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written: {error.strerror}") from None
    printing.say(f"Started {title} in {folder}")
    if not address:
        printing.say("It has no address yet; once you know it, write it as site_url in mkdocs.yml")
    elif site_url is None:
        printing.say(f"Its address is {address}; site_url in mkdocs.yml says so")
    printing.say(
        f"Next: cd {folder}, then `topicsite new` for the first resource, and `mkdocs serve`"
    )


def _address(given: str | None, proposed: str) -> str:
    """The site's address: as given, or asked for, or as the repository tells, or nothing yet.

    Raises:
        click.UsageError: if it is none.
    """
    from topicsite.writing.hosting import checked_site

    asks = given is None and sys.stdin is not None and sys.stdin.isatty()
    while True:
        answer = given if given is not None else proposed
        if asks:
            answer = click.prompt(
                "Where the site will be published (Enter to leave it as it is)",
                default=proposed,
                show_default=bool(proposed),
            ).strip()
        if not answer:
            return ""
        try:
            return checked_site(answer)
        except ValueError as error:
            if not asks:
                raise click.UsageError(f"--site-url: {error}") from None
            printing.say(str(error), err=True)


def _is_free(folder: Path) -> bool:
    """Whether nothing is there, or only the repository that is to hold the site."""
    return folder.is_dir() and all(item.name == ".git" for item in folder.iterdir())


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write all files beside their places, then put them there; or leave nothing."""
    import shutil

    is_new = not folder.exists()
    above = folder.parent if is_new else folder
    above.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=above))
    moved: list[Path] = []
    try:
        for path, content in contents.items():
            file = staged / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        # Part by part, so that a folder that is there stays the one that somebody stands in.
        folder.mkdir(exist_ok=True)
        for part in sorted(staged.iterdir()):
            part.rename(folder / part.name)
            moved.append(folder / part.name)
    except BaseException:
        for part in moved:
            shutil.rmtree(part) if part.is_dir() else part.unlink()
        if is_new and folder.is_dir():
            folder.rmdir()
        raise
    finally:
        shutil.rmtree(staged, ignore_errors=True)
