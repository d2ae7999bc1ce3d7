"""One item of a list, a row of a table or a paragraph: which resources it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple

from topicsite.exchange import addresses, wording
from topicsite.exchange import columns as known
from topicsite.exchange.found import Found, Note, Place
from topicsite.exchange.pieces import FRAME, Piece, plain
from topicsite.reading.source import Data

After = Literal["summary", "authors", "nothing"]
"""What a list has behind its links."""
Cells = dict[str, str]
"""The texts of a row by the names of its columns."""

_SAME_WORDS: Final = """
pdf epub mobi html ps djvu web webpage website site homepage link url here mirror archive archived
paper article arxiv abs abstract doi read online download read-online free free-pdf download-pdf
official page open source read-more more
"""
_SAME: Final = frozenset(_SAME_WORDS.split())
"""Words for a link to the very thing that was named before."""
_ANOTHER: Final[dict[str, tuple[str, ...]]] = {
    "code": ("code",), "github": ("code",), "git": ("code",), "repo": ("code",),
    "video": ("video",), "videos": (), "youtube": (), "slides": ("slides",), "talk": (),
    "demo": ("interactive",), "data": (), "dataset": ("data-set",), "notes": ("course-notes",),
    "blog": (), "project": (), "poster": (), "supp": (), "supplement": (), "tutorial": (),
    "chat": (), "forum": (), "review": (), "part": (), "docs": ("documentation",), "wiki": (),
}  # fmt: skip
"""Words for a link to something beside it, and the kinds that they name."""
_FRINGE: Final = " \t-–—:;,.·•|*_~"
_BRACKETS: Final = "[](){} "
_BY: Final = re.compile(
    r"[\s\-–—,:*_]*\bby:?\s+(?P<names>[^(\[{]+?)\s*(?P<rest>[(\[{].*|\s[:–—-]\s.*|:\s.*)?\Z"
)
_DASHED: Final = re.compile(r"\s*[-–—:]\s*(?P<names>[^(\[{]+?)\s*(?P<rest>[(\[{].*)?\Z")
_DATED: Final = re.compile(r"\A[\s-]*\((?:[^()]{0,12}\d{4}[^()]{0,4})\)")
_YEAR: Final = re.compile(r"\((1[89]\d\d|20\d\d)\)")
_NAME: Final = re.compile(r"[^\d!?]{2,60}\Z")


class Context(NamedTuple):
    """What holds for all items of a place.

    Attributes:
        headings: the headings above.
        page: the title of the page, if that is one about a subject.
        tags: words on the whole page.
        after: what stands behind links.
    """

    headings: tuple[str, ...]
    page: str
    tags: tuple[str, ...]
    after: After


def is_external(address: str) -> bool:
    """Whether an address leads out of the source."""
    return re.match(r"(?:https?:)?//\S", address.strip(), re.IGNORECASE) is not None


def of_run(
    run: list[Piece], cells: Cells, context: Context, place_of: Callable[[str], Place]
) -> Iterator[Found | Note]:
    """The resources that an item names, and notes on links that cannot be named.

    A link called `pdf` or `code` belongs to what was named before it.
    """
    linked = [index for index, piece in enumerate(run) if piece.url]
    urls = [run[index].url for index in linked]
    if not any(is_external(url) or addresses.is_elsewhere(url) for url in urls):
        return
    made: list[_Draft] = []
    name = ""
    for number, index in enumerate(linked):
        piece = run[index]
        start = linked[number - 1] + 1 if number else 0
        end = linked[number + 1] if number + 1 < len(linked) else len(run)
        before = _until_break(run[start:index][::-1])[::-1]
        behind = _until_break(run[index + 1 : end])
        label = "" if piece.text == piece.url else piece.text
        word = _word(label)
        # Where nothing else says what it is, the link does, be it called `HTML`.
        is_alone = bool(label) and not number and not (_named(before) or _first(cells))
        is_generic = not word or (not is_alone and (word in _SAME or word in _ANOTHER))
        title = label if not is_generic else ""
        if cells and name and not is_generic and label.islower() and " " not in label:
            title = f"{name} ({label})"  # in a row, what has a word only is about the row
        elif not is_generic and label != FRAME and not (cells and name):
            name = label
        if not is_external(piece.url):
            if addresses.is_elsewhere(piece.url):
                place = place_of(piece.url)
                yield Note("left-out", place, addresses.ELSEWHERE, piece.url)
            continue
        place = place_of(piece.url)
        url = piece.url.strip()
        url = f"https:{url}" if url.startswith("//") else url
        if label == FRAME:
            title = _named(before) or (context.headings[-1] if context.headings else "")
            title = title or context.page
        elif is_generic:
            own = _named(before)
            if own and (number == 0 or not label):
                name = own
            elif own and not made:
                name = name or own
            if made and word in _SAME and made[-1].title == name and _joins(before):
                made[-1].others.append((label, url))
                continue
            name = name or _first(cells) or _named(run[: linked[0]])
            title = f"{name} ({label.strip(_BRACKETS)})" if name and word in _ANOTHER else name
            title = title or ("" if label else _address(url))
        if not title and not label:
            title = _address(url)
        if not title:
            yield Note("left-out", place, "nothing says what it is called", url)
            continue
        kinds = _ANOTHER.get(word, ()) if is_generic else ()
        draft = _Draft(place, url, title, kinds)
        # What stands behind a link in a sentence is about something else.
        is_first = number == 0 and (is_generic or _joins(before))
        draft.tell(before if is_generic else [], behind, context.after if is_first else "nothing")
        made.append(draft)
    for draft in made:
        # The columns are about what the row is called after.
        yield draft.found(context, cells if draft is made[0] and draft.title == name else {})


class _Draft:
    """A resource while its item is read."""

    def __init__(self, place: Place, url: str, title: str, kinds: tuple[str, ...]) -> None:
        self.place, self.url, self.title, self.kinds = place, url, title, kinds
        self.fields: dict[str, Data] = {}
        self.others: list[tuple[str, str]] = []

    def tell(self, before: list[Piece], behind: list[Piece], after: After) -> None:
        """Take what stands around the link."""
        said = plain(behind)
        years = _YEAR.findall(plain(before)) or _YEAR.findall(said[:120])
        if len(set(years)) == 1:
            self.fields["published"] = years[0]
        match = _BY.match(said) or (_DASHED.match(said) if after == "authors" else None)
        if match:
            names = wording.names_in(match["names"].rstrip(" -–—:,."))
            if names and all(_NAME.match(name) and len(name.split()) < 7 for name in names):
                self.fields["authors"] = list[Data](names)
                said = match["rest"] or ""
        said = _DATED.sub("", said).strip(_FRINGE)
        if after == "summary" and re.search(r"\w{2}", said):
            self.fields["summary"] = said

    def found(self, context: Context, cells: Cells) -> Found:
        """The resource as it was found."""
        fields: dict[str, Data] = {"title": self.title, **self.fields}
        for column, said in cells.items():
            field = known.field_of(column)
            if field in ("published", "duration", "language", "authors") and said:
                fields[field] = list[Data](wording.names_in(said)) if field == "authors" else said
        return Found(
            self.place, self.url, fields, context.headings, context.tags, self.kinds,
            tuple(self.others), context.page,
        )  # fmt: skip


def _until_break(run: list[Piece]) -> list[Piece]:
    """What stands in the same cell."""
    return next((run[:index] for index, piece in enumerate(run) if piece.is_break), run)


def _word(label: str) -> str:
    """The word that a label is, in one spelling: `[PDF]` and `pdf` are one, `part 2` is `part`."""
    plain_label = "-".join(label.strip(_BRACKETS).casefold().split())
    return re.sub(r"(?:-?\d+)+\Z", "", plain_label).strip("-.") or ("part" if plain_label else "")


def _named(run: list[Piece]) -> str:
    """What a text in front of a link names: what stands out in it, else all of it."""
    run = [piece for piece in run if not piece.url]
    strong = plain([piece for piece in run if piece.is_strong])
    said = strong or plain(run)
    return said.strip(_FRINGE + "[({")[:1000]


def _joins(before: list[Piece]) -> bool:
    """Whether nothing but signs stands between two links."""
    return not re.search(r"\w{2}", plain(before))


def _first(cells: Cells) -> str:
    return next(filter(None, cells.values()), "")


def _address(url: str) -> str:
    """An address as a title, where nothing else is said."""
    return re.sub(r"\Ahttps?://(?:www\.)?", "", url, flags=re.IGNORECASE).rstrip("/")
