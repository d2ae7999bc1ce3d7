"""A paragraph, a cell or a stretch of HTML, cut into texts and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from markdown_it.token import Token

from topicsite.exchange.wording import clean
from topicsite.reading.tags import Tag, resolved, tags

_BARE: Final = re.compile(r"https?://[^\s<>\"`]+", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")


class Piece(NamedTuple):
    """A text, or a link with its text.

    Attributes:
        text: what is read there.
        url: where it leads; empty for a text.
        is_strong: whether it stands out.
        is_break: whether a line or a cell ends here.
    """

    text: str
    url: str = ""
    is_strong: bool = False
    is_break: bool = False


BREAK: Final = Piece("", is_break=True)


def plain(run: list[Piece]) -> str:
    """What is read there."""
    return clean(" ".join("".join(" " if one.is_break else one.text for one in run).split()))


def is_prose(run: list[Piece]) -> bool:
    """Whether there are words around links."""
    return re.search(r"\w", plain([piece for piece in run if not piece.url])) is not None


def at_breaks(run: list[Piece]) -> Iterator[list[Piece]]:
    """The same, line by line where the page breaks its lines on purpose."""
    part: list[Piece] = []
    for piece in run:
        if piece.is_break:
            yield part
            part = []
        else:
            part.append(piece)
    yield part


def of_inline(tokens: list[Token]) -> list[Piece]:
    """The pieces of a paragraph, heading or cell."""
    run: list[Piece] = []
    strong, url, inner = 0, "", ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "link_open":
                url, inner = str(token.attrGet("href") or ""), ""
            case "link_close":
                run.append(Piece(clean(inner), url, strong > 0))
                url = ""
            case "html_inline":
                for tag in tags(token.content):
                    if tag.name == "a" and "href" in tag.attributes:
                        url, inner = tag.attributes["href"].value.strip(), ""
                    elif tag.name == "/a" and url:
                        run.append(Piece(clean(inner), url, strong > 0))
                        url = ""
                    elif framed := _framed(tag):
                        run.append(framed)
                    elif tag.name == "br":
                        run.append(BREAK)
            case "hardbreak":
                run.append(BREAK)
            case _:
                said = "".join(_said(token))
                if url:
                    inner += said
                elif token.type == "code_inline":  # an address in it is shown, and no link
                    run.append(Piece(said, "", strong > 0))
                else:
                    run += _of_text(said, strong > 0)
    if url:  # a tag that nobody ended
        run.append(Piece(clean(inner), url, strong > 0))
    return run


def _said(token: Token) -> Iterator[str]:
    if token.type == "softbreak":
        yield " "
    elif token.type == "image":
        yield from (inner.content for inner in token.children or [])
    elif token.type in ("text", "code_inline", "text_special"):
        yield token.content


def _of_text(text: str, is_strong: bool) -> Iterator[Piece]:
    """A text, and the addresses that stand in it as they are."""
    last = 0
    for match in _BARE.finditer(text):
        address = trimmed(match[0])
        yield Piece(text[last : match.start()], "", is_strong)
        yield Piece("", address, is_strong)
        last = match.start() + len(address)
    yield Piece(text[last:], "", is_strong)


def trimmed(address: str) -> str:
    """An address in a sentence, without the sentence's own signs behind it."""
    while address:
        if address[-1] in ".,;:!?'*_~\u3002\uff0c\u3001\uff09" or (
            address[-1] in ")]"
            and address.count(address[-1]) > address.count("(["[address[-1] == "]"])
        ):
            address = address[:-1]
        else:
            break
    return address


def of_html(text: str) -> Iterator[list[Piece]]:
    """The links and frames of a block of HTML; each run is one item's."""
    url, start = "", 0
    for tag in tags(text):
        if tag.name == "a" and "href" in tag.attributes:
            url, start = tag.attributes["href"].value.strip(), tag.end
        elif tag.name == "/a" and url:
            yield [Piece(_read(text[start : tag.start]), url)]
            url = ""
        elif framed := _framed(tag):
            yield [framed]
    if url:
        yield [Piece(_read(text[start:]), url)]


def _framed(tag: Tag) -> Piece | None:
    """What a frame shows."""
    if tag.name != "iframe" or "src" not in tag.attributes:
        return None
    title = tag.attributes["title"].value if "title" in tag.attributes else ""
    # What the player is called says nothing of the film.
    said = (
        ""
        if re.fullmatch(r"(?:YouTube|Vimeo) (?:video )?player", title.strip(), re.IGNORECASE)
        else title
    )
    return Piece(clean(said) or FRAME, tag.attributes["src"].value.strip())


FRAME: Final = "\0frame"
"""The text of a frame without a title."""


def _read(html: str) -> str:
    """What is read in a stretch of HTML, with the words for pictures."""
    said = "".join(
        f" {tag.attributes['alt'].value} "
        for tag in tags(html)
        if tag.name == "img" and "alt" in tag.attributes
    )
    return clean(resolved(_TAG.sub(" ", html))) or clean(said)
