"""`topicsite init`: a whole site of one's own."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from topicsite.commands import printing

if TYPE_CHECKING:
    from topicsite.writing.starting import Subject

WHEELS = "wheels"
"""The folder of a new site that holds the generator's own file."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="What the site is called.  [default: asked for, or DIR's name]")
@click.option(
    "--site-url",
    metavar="ADDRESS",
    help="Where the site will be published.  [default: asked for, or where GitHub, GitLab or "
    "Codeberg publish the repository that DIR is in]",
)
@click.option(
    "--language",
    metavar="CODE",
    help="The language of menus and cards, such as de or pt-BR.  [default: asked for, or en]",
)
@click.option("--empty", is_flag=True, help="Leave the content out: a topic with nothing in it.")
@click.option("--topic", metavar="ID", help="With --empty: the topic's id.  [default: from TITLE]")
@click.option("--summary", help="With --empty: one to three sentences about the topic.")
def init(
    folder: Path,
    title: str | None,
    site_url: str | None,
    language: str | None,
    empty: bool,
    topic: str | None,
    summary: str | None,
) -> None:
    """Start a site in DIR, which builds at once.

    DIR must not hold anything yet, but may be a new repository. The site is a small finished one,
    about floating-point numbers, to be changed piece by piece: resources, two learning paths,
    examples that try what the resources claim, an exercise, a form, tests, workflows for GitHub,
    and the generator itself, as a file to install. In a terminal you are asked what you do not
    give.
    """
    from topicsite.commands import naming
    from topicsite.writing import hosting, packing
    from topicsite.writing.starting import Settings, new_site

    if folder.exists() and not _is_free(folder):
        raise click.UsageError(f"`{folder}` holds something already; name a new folder")
    for option, value in (("--topic", topic), ("--summary", summary)):
        if value is not None and not empty:
            raise click.UsageError(f"{option} is about a topic of your own; add --empty")
    place = folder.resolve()
    usual = place.name.replace("-", " ").replace("_", " ").capitalize().strip()
    title = naming.settled("--title", title or None, "Title", usual, naming.title)
    subject = _subject(title, topic, summary) if empty else None
    known = hosting.hosting_of(place)
    question = "Where it will be published (Enter to leave it as it is)"
    proposed = known.site if known else ""
    address = naming.settled("--site-url", site_url, question, proposed, naming.address)
    words = naming.settled(
        "--language", language, "Language of menus and cards", "en", naming.language
    )
    try:
        wheel, content = packing.packed()
    except packing.NotInstalledError as error:
        raise click.ClickException(str(error)) from None
    texts = new_site(Settings(title, address, words), subject, known, f"{WHEELS}/{wheel}")
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
    then = "`topicsite new` for the first resource, and " if empty else ""
    printing.say(f"Next: cd {folder}, then {then}`mkdocs serve`")


def _subject(title: str, topic: str | None, summary: str | None) -> Subject:
    """The topic of a site without content.

    Raises:
        click.UsageError: if its id or its summary is none.
    """
    from topicsite.model.entries import Topic
    from topicsite.model.fields import ID
    from topicsite.writing import drafts
    from topicsite.writing.starting import TAKEN, Subject

    topic = topic or drafts.propose_id({"title": title}, TAKEN)
    if not ID.match(topic) or topic in TAKEN:
        raise click.UsageError(
            f"`{topic}` cannot be a topic's id: lower-case letters, digits and single hyphens, "
            f"and none of {', '.join(sorted(TAKEN))}"
        )
    if summary is not None and (wrong := drafts.mistakes(Topic, "summary", summary)):
        raise click.UsageError(wrong[0])
    return Subject(topic, summary)


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
