"""A new topic gets its place in the file of the site; what else stands there stays."""

from __future__ import annotations

from topicsite.findings.diagnostics import did_you_mean
from topicsite.model.site import SiteSettings
from topicsite.reading import source
from topicsite.reading.source import Data
from topicsite.writing.layout import lay_out
from topicsite.writing.reading_back import read_back
from topicsite.writing.remarks import read_remarks


class NoSectionError(LookupError):
    """There is no section of that title."""


def section_named(site: SiteSettings, title: str) -> int:
    """The number of the section with a title, however it is capitalised.

    Raises:
        NoSectionError: naming the nearest one, or all.
    """
    titles = [section.title for section in site.sections]
    for number, one in enumerate(titles):
        if one.casefold() == title.strip().casefold():
            return number
    hint = did_you_mean(title, titles) or f"; there are {', '.join(f'`{one}`' for one in titles)}"
    raise NoSectionError(f"there is no section `{title}`{hint}")


def with_topic(path: str, text: str, number: int, topic: str) -> str:
    """The text of the site's file with a topic at the end of a section, in canonical form.

    Args:
        path: the file.
        text: what it says, which is right.
        number: which section.
        topic: the id of a topic that no section names.

    Raises:
        NotReadBackError: if what it becomes could not be read again.
    """
    data = source.parse(path, text.encode()).data
    if not isinstance(data, dict) or not isinstance(sections := data["sections"], list):
        raise TypeError(f"{path} has no sections")
    section = sections[number]
    if not isinstance(section, dict) or not isinstance(topics := section["topics"], list):
        raise TypeError(f"a section of {path} has no topics")
    added: list[Data] = [*sections]
    added[number] = {**section, "topics": [*topics, topic]}
    fields: dict[str, Data] = {**data, "sections": added}
    made = lay_out(fields, SiteSettings, read_remarks(text))
    read_back(path, made, fields, SiteSettings)
    return made
