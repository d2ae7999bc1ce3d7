"""Measurements as part of a page: what they were made with, tables, notes and charts."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import PurePosixPath

from topicsite.language.locales import ENGLISH, Language
from topicsite.model.measurements import Column, Measurement
from topicsite.model.phrases import slug
from topicsite.render.chart import WIDTH, drawing
from topicsite.render.environment import template
from topicsite.render.tables import boxed


def measured(measurement: Measurement, file: str, root: str, language: Language = ENGLISH) -> str:
    """A measurement in full.

    Args:
        measurement: what was read.
        file: its address below the site's root, which is also where its anchors get their name.
        root: the way from the page to the site's root.
        language: that of the page.
    """
    return template("measured", language).render(
        measurement=measurement,
        circumstances=circumstances(measurement, language),
        address=root + file,
        anchors=anchors(measurement, file),
        boxed=boxed,
        drawing=drawing,
        heading=heading,
        number=partial(number, language=language),
        width=WIDTH,
    )


def name_of(file: str) -> str:
    """What the anchors of a file's tables begin with: its name without folder and ending."""
    return slug(PurePosixPath(file).stem)


def anchors(measurement: Measurement, file: str) -> list[str | None]:
    """The anchor of each block that has a title: unlike any that Markdown gives to a heading."""
    seen: Counter[str] = Counter()
    found: list[str | None] = []
    for block in measurement.blocks:
        title = getattr(block, "title", None)
        if title is None:
            found.append(None)
            continue
        anchor = f"{name_of(file)}_{slug(title)}"
        seen[anchor] += 1
        found.append(anchor if seen[anchor] == 1 else f"{anchor}_{seen[anchor]}")
    return found


def circumstances(measurement: Measurement, language: Language = ENGLISH) -> str:
    """When, with which versions, on what, as a sentence."""
    versions = [f"{name} {version}" for name, version in measurement.versions.items()]
    return language.ngettext(
        "Measured on %(day)s with %(versions)s, %(number)s core.",
        "Measured on %(day)s with %(versions)s, %(number)s cores.",
        measurement.cores,
        day=language.day(measurement.measured),
        versions=language.commas(versions),
    )


def heading(column: Column) -> str:
    """What stands above a column: `ours, ms`."""
    unit = column.unit.replace(" ", "\N{NO-BREAK SPACE}") if column.unit else None
    return f"{column.heading},\N{NO-BREAK SPACE}{unit}" if unit else column.heading


def number(value: float, column: Column, language: Language = ENGLISH) -> str:
    """A number as its column writes it, with a comma between thousands and a real minus."""
    if column.digits is None:
        places = column.decimals or 0
    else:
        # As if it were rounded already: 9.996 to three digits is 10.0.
        exponent = int(f"{value:.{column.digits - 1}e}".partition("e")[2])
        places = column.digits - 1 - exponent
        value = round(value, places)
    return language.number(value, max(0, places)).replace("-", "\N{MINUS SIGN}")
