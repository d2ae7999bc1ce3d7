"""`topicsite import`: what somebody keeps elsewhere becomes entries."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from topicsite.commands import options
from topicsite.commands.imported import tell
from topicsite.commands.sources import FORMATS, readings_of

if TYPE_CHECKING:
    from topicsite.exchange.choices import Choices
    from topicsite.exchange.found import Reading
    from topicsite.exchange.importing import Plan
    from topicsite.exchange.ledger import Ledger
    from topicsite.reading.load import Loaded
    from topicsite.reading.source import Data


@click.command(name="import")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--from", "form", type=click.Choice(FORMATS), help="The format of the sources.")
@click.option("--in", "within", metavar="TOPIC", help="The topic that resources go into.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="KIND",
    help="The kind of what nothing else tells; HEADING=KIND for what stands under a heading.",
)
@click.option(
    "--headings",
    type=click.Choice(["tags", "stages", "topics", "none"]),
    default=None,
    show_default="asked in a terminal, else tags",
    help="What headings, folders and pages become.",
)
@click.option("--path", metavar="TITLE", help="Make a learning path of the order of the source.")
@click.option("--no-path", is_flag=True, help="Make no path, even if the source is in an order.")
@click.option("--only", multiple=True, metavar="HEADING", help="Take only what stands under it.")
@click.option("--without", multiple=True, metavar="HEADING", help="Leave out what stands under it.")
@click.option("--no-prose", is_flag=True, help="Pass over links in sentences.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=FIELD",
    help="The field that a column of a table holds.",
)
@click.option(
    "--after",
    type=click.Choice(["summary", "authors", "nothing"]),
    default="summary",
    show_default=True,
    help="What a list has behind its links.",
)
@click.option(
    "--set", "given", multiple=True, metavar="FIELD=VALUE", help="A field of all new resources."
)
@click.option("--makers-words", is_flag=True, help="Take abstracts and descriptions as summaries.")
@click.option(
    "--insecure-url-reason", "reason", default="", metavar="TEXT", help="Why addresses may be http."
)
@click.option("--encoding", default="utf-8", show_default=True, help="The encoding of sources.")
@click.option("--update", is_flag=True, help="Bring entries that are there up to date.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@options.style("text", "json")
@options.root
@options.resources
@options.examples
def importing(
    sources: tuple[str, ...],
    form: str | None,
    within: str | None,
    kinds: tuple[str, ...],
    headings: str | None,
    path: str | None,
    no_path: bool,
    only: tuple[str, ...],
    without: tuple[str, ...],
    no_prose: bool,
    columns: tuple[str, ...],
    after: str,
    given: tuple[str, ...],
    makers_words: bool,
    reason: str,
    encoding: str,
    update: bool,
    dry_run: bool,
    style: str,
    root: Path,
    resources: str,
    examples: str,
) -> None:
    """Make entries of what SOURCE holds: a list, a table, a bibliography, bookmarks, a playlist.

    Nothing is made up: what the source does not say stays open, and `topicsite todo` lists it. What
    the site has already stays as it is. Everything is written, or nothing. The exit code is 1 if
    something was left out.
    """
    from topicsite.exchange import ledger
    from topicsite.exchange.choices import Choices
    from topicsite.exchange.formats import Options
    from topicsite.project.locking import alone_with

    options.need_folder(root, resources)
    named = dict(_pairs("--column", columns))
    how = Options(after, named, not no_prose)  # type: ignore[arg-type]  # click has looked
    readings = readings_of(sources, form, how, encoding)
    if headings is None:
        headings = _asked_headings(readings)
    # Whoever imports at the same time waits; what a person saves meanwhile, `put` finds.
    with alone_with(root / ledger.NAME):
        loaded = _loaded(root, resources, examples)
        _check_columns(loaded, how.columns, readings)
        known = _ledger(root)
        choices = Choices(
            topic=_topic(loaded, within, headings, readings),
            headings=headings,  # type: ignore[arg-type]  # click has looked
            path="" if no_path else path,
            only=_headings("--only", only, readings),
            without=_headings("--without", without, readings),
            reason=reason.strip(),
            given=_given(loaded, given),
            takes_makers_words=makers_words,
            updates=update,
        )
        choices = _with_kinds(loaded, kinds, choices)
        _headings("--kind", choices.kinds, readings)
        made = _planned(loaded, root, resources, readings, choices, known)
        stops = any(finding.severity == "error" for finding in made.findings)
        if not dry_run and not stops:
            _write(root, made, loaded, known)
    tell(made, loaded, style, is_written=not dry_run and not stops, shows_diff=update or dry_run)
    left = any(note.what in ("broken", "left-out") for note in made.notes)
    if stops:
        raise click.ClickException("nothing was written")
    if left:
        sys.exit(1)


def _loaded(root: Path, resources: str, examples: str) -> Loaded:
    """The project, in which nothing may be broken."""
    from topicsite.reading.load import load

    loaded = load(root, resources, examples)
    errors = [finding for finding in loaded.diagnostics if finding.severity == "error"]
    if errors:
        raise click.ClickException(
            f"the entries have {len(errors)} findings, so it cannot be seen what is there already; "
            "run `topicsite check` first"
        )
    return loaded


def _planned(
    loaded: Loaded,
    root: Path,
    resources: str,
    readings: Sequence[Reading],
    choices: Choices,
    ledger: Ledger,
) -> Plan:
    from topicsite.exchange.importing import plan
    from topicsite.writing.reading_back import NotReadBackError

    try:
        return plan(loaded, root, resources, readings, choices, ledger)
    except NotReadBackError as error:
        raise click.ClickException(str(error)) from None


def _write(root: Path, made: Plan, loaded: Loaded, known: Ledger) -> None:
    """Put all files into place, and what was written into the ledger."""
    from topicsite.exchange import ledger
    from topicsite.project import together

    new, changed = dict(made.new), dict(made.changed)
    before = {path: loaded.texts[path] for path in changed}
    if made.ledger != known:
        is_there = (root / ledger.NAME).exists()
        (changed if is_there else new)[ledger.NAME] = ledger.written(made.ledger)
    if not new and not changed:
        return
    try:
        together.put(root, new, changed, before)
    except together.ChangedError as error:
        raise click.ClickException(
            f"{error.filename} was changed while this ran; nothing was written, import again"
        ) from None
    except OSError as error:
        where = error.filename or root
        message = f"{where}: {error.strerror or error}; nothing was written"
        raise click.ClickException(message) from None


def _ledger(root: Path) -> Ledger:
    from topicsite.exchange import ledger
    from topicsite.project.ledgers import LedgerError, read_text

    try:
        return ledger.parse(read_text(root / ledger.NAME))
    except LedgerError as error:
        raise click.ClickException(str(error)) from None


def _check_columns(loaded: Loaded, columns: Mapping[str, str], readings: Sequence[Reading]) -> None:
    """Refuse a field that no column can hold, and a column that no table has."""
    from topicsite.exchange import tables
    from topicsite.findings.diagnostics import did_you_mean

    known = tables.fields_known(loaded.catalog.site.resource)
    if wrong := next((name for name in columns.values() if name not in known), None):
        hint = did_you_mean(wrong, known)
        raise click.UsageError(f"--column: there is no field `{wrong}`{hint}")
    there = list(dict.fromkeys(name for reading in readings for name in reading.columns))
    if (missing := next((name for name in columns if name not in there), None)) is not None:
        hint = did_you_mean(missing, there) if there else "; no source is a table"
        raise click.UsageError(f"--column: there is no column `{missing}`{hint}")


def _headings(option: str, given: Iterable[str], readings: Sequence[Reading]) -> frozenset[str]:
    """Headings in lower case; refuses one that nothing stands under."""
    from topicsite.findings.diagnostics import did_you_mean

    items = [item for reading in readings for item in reading.items]
    there = {name.casefold(): name for item in items for name in (*item.headings, item.page)}
    wanted = frozenset(heading.strip().casefold() for heading in given)
    if items and (missing := sorted(wanted - there.keys())):
        hint = did_you_mean(missing[0], there)
        raise click.UsageError(f"{option}: nothing stands under a heading `{missing[0]}`{hint}")
    return wanted


def _asked_headings(readings: Sequence[Reading]) -> str:
    """What headings become: asked for in a terminal, if there are any."""
    has_headings = any(item.headings for reading in readings for item in reading.items)
    if not has_headings or not _is_asked():
        return "tags"
    answer: str = click.prompt(
        "What do headings become", type=click.Choice(["tags", "stages", "topics", "none"]),
        default="tags",
    )  # fmt: skip
    return answer


def _is_asked() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def _topic(loaded: Loaded, within: str | None, headings: str, readings: Sequence[Reading]) -> str:
    """The topic that resources go into; none if headings say."""
    from topicsite.findings.diagnostics import did_you_mean

    topics = [*loaded.catalog.topics]
    if within is not None:
        if within not in topics:
            hint = did_you_mean(within, topics)
            raise click.UsageError(f"there is no topic `{within}`{hint}")
        return within
    is_whole = all(reading.whole is not None for reading in readings)
    if headings == "topics" or is_whole or _say_topics(readings, topics):
        return ""
    if len(topics) != 1:
        raise click.UsageError(
            "say with `--in TOPIC` where resources go"
            + (f", one of {', '.join(topics)}" if topics else "; make one with `topicsite new`")
            + ", or make headings topics with `--headings topics`"
        )
    return topics[0]


def _say_topics(readings: Sequence[Reading], topics: Collection[str]) -> bool:
    """Whether sources put everything into topics of the site themselves."""
    items = [item for reading in readings for item in reading.items]
    return bool(items) and all(item.topic in topics for item in items)


def _with_kinds(loaded: Loaded, kinds: Sequence[str], choices: Choices) -> Choices:
    from topicsite.model.words import meant

    known = loaded.catalog.site.kind_ids
    for text in kinds:
        heading, mark, kind = text.rpartition("=")
        if kind not in known:
            nearest = meant("kind", kind, known)
            advice = f"did you mean `{nearest}`?" if nearest else f"there are {', '.join(known)}"
            raise click.UsageError(f"--kind: there is no kind `{kind}`; {advice}")
        if mark:
            choices = choices._replace(kinds={**choices.kinds, heading.strip().casefold(): kind})
        else:
            choices = choices._replace(kind=kind)
    return choices


def _pairs(option: str, texts: Sequence[str]) -> list[tuple[str, str]]:
    pairs = []
    for text in texts:
        name, mark, value = text.rpartition("=") if option == "--column" else text.partition("=")
        if not mark or not name.strip() or not value.strip():
            raise click.UsageError(f"{option}: write it as `NAME=VALUE`, not `{text}`")
        pairs.append((name.strip(), value.strip()))
    return pairs


def _given(loaded: Loaded, texts: Sequence[str]) -> dict[str, Data]:
    """The fields that all new resources get."""
    from topicsite.findings.diagnostics import did_you_mean
    from topicsite.model.schema import schema_of
    from topicsite.writing import drafts

    model = loaded.catalog.site.resource
    properties = schema_of(model)["properties"]
    made: dict[str, Data] = {}
    for name, value in _pairs("--set", texts):
        if name == "kind":
            raise click.UsageError(f"--set: say the kind with `--kind {value}`")
        if name not in properties or name in ("title", "url", "claims", "also_at", "formerly"):
            hint = did_you_mean(name, properties)
            raise click.UsageError(f"--set: no field `{name}` can be set for all{hint}")
        if properties[name]["type"] == "array":
            before = made.setdefault(name, [])
            if isinstance(before, list):
                before.append(value)
        else:
            made[name] = value
        if wrong := drafts.mistakes(model, name, made[name]):
            raise click.UsageError(f"--set {name}: {wrong[0]}")
    return made
