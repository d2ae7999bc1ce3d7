"""What is asked, and what is refused, until a new entry has all that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from topicsite.findings.visible import visible, visible_line

if TYPE_CHECKING:
    from topicsite.model.entries import Model
    from topicsite.reading.load import Loaded
    from topicsite.reading.source import Data
    from topicsite.writing.drafts import Fields


def topic_of(loaded: Loaded, within: str | None, asks: bool) -> str:
    """The topic that a resource goes into."""
    from topicsite.findings.diagnostics import did_you_mean

    topics = [*loaded.catalog.topics]
    if within is not None:
        if within not in topics:
            hint = did_you_mean(within, topics) or "; start it with `topicsite new --topic`"
            raise click.UsageError(f"there is no topic `{within}`{hint}")
        return within
    if len(topics) == 1:
        return topics[0]
    if not topics:
        raise click.UsageError("there is no topic yet; start one with `topicsite new --topic`")
    if not asks:
        raise click.UsageError(f"name the topic with --in; there are {', '.join(topics)}")
    return str(click.prompt("Topic", type=click.Choice(topics)))


def section_of(loaded: Loaded, title: str | None, asks: bool) -> int | None:
    """The number of the section that a topic goes into; None for none."""
    from topicsite.reading.load import SITE_FILE
    from topicsite.writing.sections import NoSectionError, section_named

    site = loaded.catalog.site
    if not site.sections:
        if title is not None:
            raise click.UsageError(
                f"there are no sections yet, or {SITE_FILE} has findings; "
                f"write the section `{title}` into it first"
            )
        return None
    while True:
        if title is None and asks:
            known = ", ".join(section.title for section in site.sections)
            click.secho(f"The section that it belongs to: {known}.", dim=True, err=True)
            answer = click.prompt("Section (Enter to skip)", default="", show_default=False)
        else:
            answer = title or ""
        if not answer.strip():
            return None
        try:
            return section_named(site, answer)
        except NoSectionError as error:
            if title is not None:
                raise click.UsageError(str(error)) from None
            click.secho(visible_line(str(error)), fg="red", err=True)


def complete_resource(loaded: Loaded, fields: Fields, asks: bool) -> Fields:
    """Add what the address tells, ask for the rest, and refuse what is there already."""
    from topicsite.model.entries import WANTED
    from topicsite.model.schema import schema_of
    from topicsite.writing import drafts

    site = loaded.catalog.site
    model = site.resource
    needed = schema_of(model)["required"]
    given = dict(fields)
    if asks and (wrong := _mistakes(model, given)):
        raise click.UsageError("\n".join(["these are wrong:", *wrong]))
    if asks and "kind" not in fields and "url" not in fields:
        fields["kind"] = asked(model, "kind")
    if asks and "url" not in fields:
        fields["url"] = asked(model, "url")
    if isinstance(url := fields.get("url"), str):
        known = drafts.derived(url, site.kind_ids)
        fields = {**known, **fields, "url": known["url"]}
    if isinstance(arxiv := fields.get("arxiv"), str):
        fields = {**drafts.published(arxiv), **fields}
    if isinstance(url, str):
        if other := drafts.same_resource(loaded.catalog, fields):
            raise click.ClickException(
                f"this resource is there already: {other.path}; add to it what you know"
            )
        if asks and url.startswith("http:") and "insecure_url_reason" not in fields:
            fields["insecure_url_reason"] = asked(model, "insecure_url_reason")
    if asks:
        for name in model.model_fields:
            if name not in (*needed, "published", *WANTED, *site.fields) or name in (
                "kind",
                "url",
                *given,
            ):
                continue
            default = fields.get(name)
            value = asked(model, name, str(default) if default else None, name not in needed)
            fields |= {name: value} if value else {}
        if "kind" not in fields:
            fields["kind"] = asked(model, "kind")
    need(model, fields, needed)
    return fields


def asked(
    model: type[Model], name: str, default: str | None = None, optional: bool = False
) -> Data:
    """Ask for one field until the answer is right."""
    from topicsite.model.schema import schema_of
    from topicsite.model.shapes import words_of
    from topicsite.writing import drafts

    shape = schema_of(model)["properties"][name]
    many = shape["type"] == "array"
    question = shape["title"]
    words = words_of(shape)
    if words and not optional:
        choice = click.Choice(words)
        return str(click.prompt(question, type=choice, default=default))
    hint = shape["description"] + (" Separate them by commas." if many else "")
    if words:
        hint += f" One of {', '.join(words)}."
    click.secho(hint, dim=True, err=True)
    while True:
        answer = click.prompt(
            question + (" (Enter if you do not know)" if optional and not default else ""),
            default=default or ("" if optional else None),
            show_default=bool(default),
        ).strip()
        if optional and not answer:
            return ""
        parts = [part.strip() for part in answer.split(",")]
        value: Data = [part for part in parts if part] if many else answer
        # An address without encryption is right if its reason is, which is asked for next.
        wrong = [
            message
            for message in drafts.mistakes(model, name, value)
            if "insecure_url_reason" not in message
        ]
        if not wrong:
            return value
        click.secho(visible_line(wrong[0]), fg="red", err=True)


def id_of(loaded: Loaded, entry_id: str | None, fields: Fields, asks: bool) -> str:
    """The id that was chosen, if it is free."""
    from topicsite.model.fields import ID
    from topicsite.reading.load import RESERVED
    from topicsite.writing import drafts

    taken = loaded.broken | loaded.catalog.ids | RESERVED
    proposal = drafts.propose_id(fields, taken)
    while True:
        name = entry_id or (click.prompt("Id", default=proposal) if asks else proposal)
        if not ID.match(name):
            problem = f"`{name}` is not an id: lower-case letters, digits and single hyphens only"
        elif name in taken:
            problem = f"the id `{name}` is taken; choose another, such as `{proposal}`"
        else:
            return str(name)
        if entry_id or not asks:
            raise click.UsageError(problem)
        click.secho(visible_line(problem), fg="red", err=True)


def need(model: type[Model], fields: Fields, needed: list[str]) -> None:
    """Name everything that is missing at once."""
    from topicsite.model.schema import schema_of
    from topicsite.model.shapes import words_of

    missing = [name for name in needed if name not in fields]
    if missing:
        properties = schema_of(model)["properties"]
        lines = []
        for name in missing:
            shape = properties[name]
            words = words_of(shape)
            values = f" One of {', '.join(words)}." if words else ""
            lines.append(f"  --{name.replace('_', '-')}  {shape['description']}{values}")
        wrong = _mistakes(model, fields)
        also = ["and these are wrong:", *wrong] if wrong else []
        first = "these are missing; give them, or use --ask:"
        raise click.UsageError("\n".join([first, *lines, *also]))


def _mistakes(model: type[Model], fields: Fields) -> list[str]:
    """What is wrong with each field on its own."""
    from topicsite.writing import drafts

    return [
        f"  --{name.replace('_', '-')}  {visible(message)}"
        for name, value in fields.items()
        for message in drafts.mistakes(model, name, value)
        # Which fields belong together shows when all of them are there.
        if "insecure_url_reason" not in message
    ]
