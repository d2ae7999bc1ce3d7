"""What was found of a resource, shaped to what an entry may say; the rest is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, get_args, get_origin
from urllib.parse import urlsplit

from topicsite.exchange import joining, wording
from topicsite.exchange.choices import Choices
from topicsite.exchange.found import MAKERS_WORDS, Found, Note, Place, What
from topicsite.exchange.joining import Group
from topicsite.exchange.kinds import kind_of, named_by
from topicsite.model import identity
from topicsite.model.site import SiteSettings
from topicsite.model.words import WITHOUT_CAPTIONS
from topicsite.reading import cells
from topicsite.reading.source import Data
from topicsite.writing import drafts
from topicsite.writing.drafts import Fields

_LINE: Final = 200
_PHRASE: Final = 60
_SUMMARY: Final = (40, 600)
_MOST: Final = {"authors": 40, "teaches": 8, "also_at": 8, "captions": 60, "prerequisites": 8,
                "assumes": 8}  # fmt: skip
_PROSE: Final = frozenset({"summary", "note"})

_OTHERWISE: Final = frozenset(
    {"title", "kind", "url", "teaches", "also_at", "prerequisites", "claims", "formerly",
     "insecure_url_reason"}
)  # fmt: skip
"""Fields that are filled from more than one word of a source, or from none."""

Tag = Callable[[str], str]
"""How a phrase is written on this site."""


class Shaper:
    """Makes the fields of entries."""

    def __init__(
        self,
        site: SiteSettings,
        choices: Choices,
        spell: Tag,
        topic_of: Callable[[Found], str],
        notes: list[Note],
    ) -> None:
        self.site, self.choices, self.spell, self.notes = site, choices, spell, notes
        self.topic_of = topic_of
        self.model = site.resource

    def fields_of(self, group: Group) -> Fields | None:
        """The fields of a resource, or None, with a note, for one that can have no entry."""
        if group.first.is_ours:
            return self._ours(group)
        url = self._address(group)
        there = group.entry.model if group.entry else None
        if there is not None and url.startswith("http:") and not self.choices.reason:
            url = there.url  # it has been settled
        title = self._line(group, "title", _first(group, "title"))
        if not title:
            self._note(group, "left-out", "nothing says what it is called", url)
            return None
        reason_known = self.choices.reason or (there.insecure_url_reason if there else None)
        if url.startswith("http:") and not reason_known:
            reason = (
                "the address is http; name the https one, or say why not with "
                "`--insecure-url-reason`"
            )
            self._note(group, "left-out", reason, f"{title} {url}")
            return None
        told = drafts.derived(url, self.site.kind_ids)
        kind = self._kind(group, str(told.get("kind", ""))) or (there.kind if there else "")
        if not kind:
            reason = "nothing says of what kind it is; `--kind KIND` or `--kind HEADING=KIND` does"
            self._note(group, "left-out", reason, f"{title} {url}")
            return None
        if kind != told.get("kind"):
            told.pop("access", None)
        fields: Fields = {**told, **self._said(group), "title": title, "kind": kind}
        fields["url"] = told["url"]
        if there is None:  # what is given is for new resources
            fields = {**self.choices.given, **fields}
        if tags := self._tags(group, fields):
            fields["teaches"] = tags
        if also := self._others(group, str(fields["url"])):
            fields["also_at"] = also
        addresses = [fields["url"], *(one["url"] for one in also if isinstance(one, dict))]
        if any(str(address).startswith("http:") for address in addresses):
            fields["insecure_url_reason"] = reason_known or ""
        if kind in WITHOUT_CAPTIONS:
            fields.pop("captions", None)
        return self._without_others_doi(fields)

    def _ours(self, group: Group) -> Fields | None:
        """What an entry said from which topicsite made the source; what it cannot say is noted."""
        item = group.first
        fields: Fields = {**item.fields, "url": item.url, "kind": "".join(item.kinds)}
        for name in [*fields]:
            known = self.model.model_fields.get(name)
            if known is None or name == "claims":
                reason = "no field is called like this column"
                self.notes.append(Note("not-taken", Place(item.place.path), reason, name))
                del fields[name]
            elif _is_list(known.annotation) and isinstance(text := fields[name], str):
                fields[name] = list[Data](cells.parts(text))
        fields["kind"] = self._kind(group, "")
        told = f"{fields.get('title', '')} {item.url}".strip()
        if not fields.get("title") or not fields["kind"]:
            reason = "an entry needs a title and a kind of this site"
            self._note(group, "left-out", reason, told)
            return None
        others = fields.get("also_at")
        more = others if isinstance(others, list) else []
        urls = [item.url, *(one.get("url") for one in more if isinstance(one, dict))]
        is_http = any(str(url).startswith("http:") for url in urls)
        if is_http and not fields.setdefault("insecure_url_reason", self.choices.reason):
            reason = "an address is http; say why in the column `insecure_url_reason`"
            self._note(group, "left-out", reason, told)
            return None
        return fields

    def repaired(self, group: Group, fields: Fields) -> Fields | None:
        """The fields without those that no entry may have; None if an entry needs one of them."""
        for name in list(fields):
            # Addresses were looked at before, and http ones need their reason beside them.
            if name == "insecure_url_reason" or (
                name in ("url", "also_at") and "insecure_url_reason" in fields
            ):
                continue
            if wrong := drafts.mistakes(self.model, name, fields[name]):
                needed = name in ("title", "kind", "url")
                what: What = "left-out" if needed else "not-taken"
                self._note(group, what, f"`{name}`: {wrong[0]}", str(fields["title"]))
                if needed:
                    return None
                del fields[name]
        return fields

    def _address(self, group: Group) -> str:
        """The address that an entry has first: one that is https, if there is one."""
        urls = [url for _, url in group.items]
        return next((url for url in urls if url.startswith("https:")), urls[0])

    def _kind(self, group: Group, derived: str) -> str:
        headings = [heading for item, _ in group.items for heading in reversed(item.headings)]
        said = [kind for item, _ in group.items for kind in item.kinds]
        return kind_of(headings, said, derived, self.site.kind_ids, self.choices)

    def _said(self, group: Group) -> Fields:
        """What the source says in fields of an entry, the first place that says it counting."""
        fields: Fields = {}
        for item, _ in group.items:
            for name, value in item.fields.items():
                if name == MAKERS_WORDS:
                    if not self.choices.takes_makers_words:
                        continue
                    name = "summary"
                if name in fields or name in _OTHERWISE or name not in self.model.model_fields:
                    continue
                if (shaped := self._value(group, name, value)) is not None:
                    fields[name] = shaped
        return fields

    def _value(self, group: Group, name: str, value: Data) -> Data | None:
        if isinstance(value, list):
            texts = [wording.clean(one) for one in value if isinstance(one, str)]
            return self._list(group, name, [text for text in texts if text][:1000])
        if not isinstance(value, str) or not value.strip():
            return None
        match name:
            case "summary":
                return self._summary(group, value)
            case "published":
                return wording.day(value) or value.strip()
            case "language":
                return wording.language(value)
            case "note":
                return wording.prose(value)
            case "doi":
                return wording.bare_doi(value)
            case "arxiv":
                return identity.without_version(wording.bare_arxiv(value))
            case "venue" | "licence":
                return self._line(group, name, value) or None
            case _:
                return wording.clean(value)

    def _list(self, group: Group, name: str, texts: list[str]) -> Data | None:
        most = _MOST.get(name, 8)
        short = [text for text in dict.fromkeys(texts) if len(text) <= _LINE]
        if len(short) > most:
            self._note(group, "cut", f"`{name}` keeps the first {most} of {len(short)}")
        return list[Data](short[:most]) or None

    def _summary(self, group: Group, value: str) -> str | None:
        least, most = _SUMMARY
        said = wording.prose(value)
        if len(said) < least:
            reason = f"a summary has at least {least} characters"
            self._note(group, "not-taken", reason, wording.clean(value))
            return None
        if len(said) > most:
            self._note(group, "cut", f"a summary has at most {most} characters")
            # Not within a word, nor behind the backslash of one of its signs.
            said = said[: most - 2].rsplit(" ", 1)[0][: most - 2].rstrip("\\") + " …"
        return said

    def _line(self, group: Group, name: str, value: Data) -> str:
        said = wording.clean(value) if isinstance(value, str) else ""
        if len(said) > _LINE:
            self._note(group, "cut", f"`{name}` has at most {_LINE} characters", said[:80] + "…")
            said = said[: _LINE - 1].rstrip() + "…"
        return said

    def _tags(self, group: Group, fields: Fields) -> list[Data]:
        """The phrases that a resource teaches: what the source says, then its tags and heading."""
        words: list[str] = []
        for item, _ in group.items:
            taught = item.fields.get("teaches")
            words += (
                [one for one in taught if isinstance(one, str)] if isinstance(taught, list) else []
            )
            words += item.tags
            words += self._heading(item)
        if group.entry is None:
            words += _texts(self.choices.given.get("teaches"))
        tags: dict[str, None] = {}
        for word in wording.unique(words):
            if len(word) > _PHRASE:
                self._note(group, "not-taken", f"a tag has at most {_PHRASE} characters", word[:80])
                continue
            tags.setdefault(self.spell(word))
        most = _MOST["teaches"]
        if len(tags) > most:
            self._note(group, "cut", f"`teaches` keeps the first {most} of {len(tags)}")
        return list[Data](list(tags)[:most])

    def _heading(self, item: Found) -> list[str]:
        """The heading that becomes a tag: the nearest, unless it only names a kind."""
        if self.choices.headings not in ("tags", "topics") or not item.headings:
            return []
        heading = item.headings[-1]
        if wording.clean(heading) == self.topic_of(item):
            return []
        is_kind = heading.casefold() in self.choices.kinds or named_by(heading, self.site.kind_ids)
        return [] if is_kind else [heading]

    def _others(self, group: Group, url: str) -> list[Data]:
        """The other addresses of a resource, each with what is found there."""
        seen = identity.normalised(url)
        found: dict[str, Data] = {}
        given = [pair for item, _ in group.items for pair in joining.others(item)]
        given += [("", other) for _, other in group.items]
        for label, other in given:
            page = identity.normalised(other)
            if page == seen or page in found or _same_name(url, other):
                continue
            if other.startswith("http:") and not self.choices.reason:
                reason = "the other address is http, and nobody says why"
                self._note(group, "not-taken", reason, other)
                continue
            host = (urlsplit(other).hostname or "").removeprefix("www.")
            found[page] = {
                "label": wording.clean(label.strip("[]() "))[:_LINE] or host,
                "url": other,
            }
        most = _MOST["also_at"]
        if len(found) > most:
            self._note(group, "cut", f"`also_at` keeps the first {most} of {len(found)}")
        return list(found.values())[:most]

    def _without_others_doi(self, fields: Fields) -> Fields:
        """An arXiv paper is known by its arXiv id; arXiv's own DOI says the same again."""
        doi = fields.get("doi")
        if isinstance(doi, str) and "arxiv" in fields and re.match(r"10\.48550/", doi):
            del fields["doi"]
        return fields

    def _note(self, group: Group, what: What, reason: str, detail: str = "") -> None:
        self.notes.append(Note(what, group.first.place, reason, detail))


def _is_list(annotation: object) -> bool:
    """Whether a field holds several texts."""
    return get_origin(annotation) is tuple or any(map(_is_list, get_args(annotation)))


def _first(group: Group, name: str) -> Data:
    return next((item.fields[name] for item, _ in group.items if item.fields.get(name)), "")


def _texts(value: Data | None) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _same_name(one: str, other: str) -> bool:
    """Whether two addresses are one by their names: a video, a paper, a work."""
    names: Mapping[str, str] = identity.identities([one], None, None)
    return bool(names.keys() & identity.identities([other], None, None).keys())
