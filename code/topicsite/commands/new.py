"""`topicsite new`: a resource or a topic, by questions or by flags."""

from __future__ import annotations

import sys
from argparse import ArgumentError, ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from topicsite.commands import answering, options, printing
from topicsite.commands.questions import (
    asked,
    complete_resource,
    id_of,
    need,
    section_of,
    topic_of,
)

if TYPE_CHECKING:
    from topicsite.findings.diagnostics import Diagnostic
    from topicsite.model.entries import Model
    from topicsite.reading.load import Loaded
    from topicsite.writing.drafts import Fields


_FOLDER = "topicsite.folder"


class FieldOptions(click.Command):
    """A command with an option for each field of an entry, which the models know."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Look first for the project, whose entries may have fields of their own."""
        first = ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
        first.add_argument("--root", default=".")
        first.add_argument("--resources", default="resources")
        try:
            place, _ = first.parse_known_args(args)
            ctx.meta[_FOLDER] = Path(place.root, place.resources)
        except (ArgumentError, ValueError):
            pass  # an option without its value, which is refused below
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Its own parameters, then those of the fields."""
        from topicsite.model.entries import Topic
        from topicsite.model.schema import schema_of
        from topicsite.reading.load import site_settings

        made: dict[str, click.Parameter] = {}
        site = site_settings(ctx.meta.get(_FOLDER, Path("resources")))
        for model in (site.resource, Topic):
            for name, shape in schema_of(model)["properties"].items():
                many = shape["type"] == "array"
                if name in made or (many and "type" not in shape["items"]):
                    continue  # what has fields of its own is written by hand
                made[name] = click.Option(
                    [f"--{name.replace('_', '-')}"],
                    multiple=many,
                    help=shape["description"] + (" Give it once for each." if many else ""),
                )
        own = super().get_params(ctx)
        return [*own[:-1], *made.values(), *own[-1:]]


@click.command(cls=FieldOptions)
@click.argument("entry_id", metavar="[ID]", required=False)
@click.option("--topic", "is_topic", is_flag=True, help="Start a topic instead of a resource.")
@click.option("--in", "within", metavar="TOPIC", help="The topic that the resource belongs to.")
@click.option("--section", metavar="TITLE", help="The section that a new topic goes into.")
@click.option(
    "--ask/--no-ask",
    default=None,
    show_default="ask in a terminal",
    help="Ask for what is missing.",
)
@click.option(
    "--from-issue",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="Take the fields from the text of an issue (`-` reads standard input).",
)
@click.option(
    "--answer",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="With --from-issue: write what comes of it, as a comment, and no entry.",
)
@click.option("--print", "only_print", is_flag=True, help="Print the file instead of writing it.")
@options.root
@options.resources
@options.examples
def new(
    entry_id: str | None,
    is_topic: bool,
    within: str | None,
    section: str | None,
    ask: bool | None,
    from_issue: TextIO | None,
    answer: Path | None,
    only_print: bool,
    root: Path,
    resources: str,
    examples: str,
    **options_of_fields: Any,
) -> None:
    """Write a new resource, or with --topic a new topic.

    What an address tells is filled in: the video, the arXiv id, the DOI. ID is the file's name; one
    is proposed. Nothing is written before everything is right, and no file is ever overwritten.
    """
    from topicsite.model.entries import Topic
    from topicsite.reading.load import load
    from topicsite.writing.drafts import is_text

    if not is_topic:
        options.need_folder(root, resources)
        if section is not None:
            raise click.UsageError("--section is for a topic; a resource goes --in one")
    asks = sys.stdin.isatty() if ask is None else ask
    loaded = load(root, resources, examples)
    resource = loaded.catalog.site.resource
    model = Topic if is_topic else resource
    fields: Fields = {
        name: [*value] if isinstance(value, tuple) else value
        for name, value in options_of_fields.items()
        if value
    }
    if strangers := [name for name in fields if name not in model.model_fields]:
        what = "a topic" if is_topic else "a resource"
        raise click.UsageError(f"{what} has no field `{strangers[0]}`; leave it out")
    if from_issue is not None:
        from topicsite.writing.issue import fields_of

        told, its_topic = fields_of(answering.text_of(from_issue), resource)
        fields, within, asks = {**told, **fields}, within or its_topic, False
    for name, value in fields.items():
        if not is_text(value):
            raise click.UsageError(f"--{name.replace('_', '-')} holds bytes that are not UTF-8")
    if answer is not None:
        answering.answer(answer, loaded, root, resources, fields, within)
        return
    if is_topic:
        _new_topic(loaded, root, resources, fields, entry_id, section, asks, only_print)
        return
    topic = topic_of(loaded, within, asks)
    fields = complete_resource(loaded, fields, asks)
    name = id_of(loaded, entry_id, fields, asks)
    write_resource(loaded, root, resources, topic, name, fields, only_print=only_print)


def write_resource(
    loaded: Loaded,
    root: Path,
    resources: str,
    topic: str,
    name: str,
    fields: Fields,
    *,
    only_print: bool = False,
) -> None:
    """Check a resource as a whole, write it, and say what comes next."""
    from topicsite.writing import drafts

    model = loaded.catalog.site.resource
    path = f"{resources}/{topic}/{name}.yml"
    text = drafts.compose(fields, model, path, root)
    _refuse(drafts.findings(loaded, name, topic, path, text))
    _read_back(path, text, fields, model)
    _write(root, path, text, only_print)
    if not only_print:
        printing.say(
            "Next: read it once more, run `topicsite check`, then `mkdocs serve` and look at",
            f"      http://127.0.0.1:8000/{topic}/#{name}",
        )


def _new_topic(
    loaded: Loaded,
    root: Path,
    resources: str,
    fields: Fields,
    entry_id: str | None,
    section: str | None,
    asks: bool,
    only_print: bool,
) -> None:
    from topicsite.model.entries import Topic
    from topicsite.reading.load import TOPIC_FILE
    from topicsite.writing import drafts

    needed = ["title", "summary", "keywords"]
    if asks:
        for name in needed:
            if name not in fields:
                fields[name] = asked(Topic, name)
    need(Topic, fields, needed)
    name = id_of(loaded, entry_id, {"title": fields["title"]}, asks)
    path = f"{resources}/{name}/{TOPIC_FILE}"
    text = drafts.compose(fields, Topic, path, root)
    _refuse(drafts.topic_findings(path, text))
    _read_back(path, text, fields, Topic)
    number = section_of(loaded, section, asks)
    placed = _in_section(loaded, number, name)
    _write(root, path, text, only_print)
    if not only_print:
        if placed is not None and loaded.site is not None:
            _replace(root, loaded.site.path, placed)
        elif loaded.catalog.site.sections:
            printing.say("It stands in no section yet: --section puts a topic into one")
        printing.say(f"Next: add the first resource with `topicsite new --in {name}`")


def _in_section(loaded: Loaded, number: int | None, topic: str) -> str | None:
    """What the file of the site says with the topic in a section, read back."""
    from topicsite.writing.reading_back import NotReadBackError
    from topicsite.writing.sections import with_topic

    if number is None or loaded.site is None:
        return None
    path = loaded.site.path
    try:
        return with_topic(path, loaded.texts[path], number, topic)
    except NotReadBackError as error:
        raise click.ClickException(str(error)) from None


def _replace(root: Path, path: str, text: str) -> None:
    from topicsite.project import files

    try:
        files.replace(root / path, text)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from None
    printing.say(f"Changed {path}")


def _refuse(found: list[Diagnostic]) -> None:
    """Stop at an error; a warning is only told."""
    for finding in found:
        printing.say(f"{finding.severity}[{finding.rule}] {finding.message}", err=True)
    if any(finding.severity == "error" for finding in found):
        raise click.ClickException("nothing was written")


def _read_back(path: str, text: str, fields: Fields, model: type[Model]) -> None:
    from topicsite.writing.reading_back import NotReadBackError, read_back

    try:
        read_back(path, text, fields, model)
    except NotReadBackError as error:
        raise click.ClickException(str(error)) from None


def _write(root: Path, path: str, text: str, only_print: bool) -> None:
    from topicsite.project import files

    if only_print:
        printing.document(text, "yaml", nl=False)
        return
    try:
        files.write_new(root / path, text)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already; it was left alone") from None
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from None
    printing.say(f"Wrote {path}")
