"""`topicsite init`: a whole site of one's own."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="What the site and its topic are called.  [default: DIR's name]")
@click.option("--topic", metavar="ID", help="The topic's id.  [default: from the title]")
@click.option("--summary", help="One to three sentences about the topic.")
def init(folder: Path, title: str | None, topic: str | None, summary: str | None) -> None:
    """Start a site in DIR, which builds at once.

    DIR must not hold anything yet. The site has one topic, a form that adds resources, the schemas
    for editors, and tests.
    """
    from topicsite.model.entries import Topic
    from topicsite.model.fields import ID
    from topicsite.project.turns import PublishError
    from topicsite.reading.load import RESERVED
    from topicsite.writing import drafts
    from topicsite.writing.starting import new_site

    name = folder.resolve().name
    title = title or name.replace("-", " ").replace("_", " ").capitalize()
    summary = summary or f"What there is to know about {title}, picked by hand and in order."
    topic = topic or drafts.propose_id({"title": title}, RESERVED)
    if not ID.match(topic) or topic in RESERVED:
        raise click.UsageError(
            f"`{topic}` cannot be a topic's id: lower-case letters, digits and single hyphens, "
            f"and none of {', '.join(sorted(RESERVED))}"
        )
    for field, value in (("title", title), ("summary", summary)):
        if wrong := drafts.mistakes(Topic, field, value):
            raise click.UsageError(wrong[0])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"`{folder}` holds something already; name a new folder")
    try:
        _write(folder, new_site(title, summary, topic))
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written: {error.strerror}") from None
    except PublishError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Started {title} in {folder}")
    click.echo(
        f"Next: cd {folder}, then `topicsite new` for the first resource, and `mkdocs serve`"
    )


def _write(folder: Path, texts: dict[str, str]) -> None:
    """Write all files beside the folder, then put them in its place; or leave nothing."""
    from topicsite.project.publish import publish
    from topicsite.project.staging import Staging

    staging = Staging(folder.resolve())
    try:
        for path, text in texts.items():
            file = staging.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        publish(staging, listed=False)
    except BaseException:
        staging.discard()
        raise
