"""Pictures that stand for pages where somebody shares a link: 1200 by 630, drawn from the words.

They are drawn with Pillow; where it is not installed, pages say nothing of a picture. A title in
letters that the site's text face lacks is not drawn: its page has the picture of the site.
"""

from __future__ import annotations

import io
from functools import cache, lru_cache
from hashlib import sha256
from math import pi, sin
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from topicsite.model.catalog import Entry
from topicsite.model.entries import Example, Topic
from topicsite.render.mark import initial
from topicsite.render.site import Site
from topicsite.render.text import plain

if TYPE_CHECKING:
    from PIL import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIZE: Final = (1200, 630)
FOLDER: Final = "assets/topicsite/pictures"
_FACE: Final = Path(__file__).with_name("face.woff2")
"""That of the pages in one file, with the accents that these load apart."""
_GROUND: Final = "#fdfcfa"
_INK: Final = "#1c1b1a"
_MUTED: Final = "#5d5a55"
_QUIET: Final = "#d9d5cd"
_EDGE: Final = 80
_WIDTH: Final = SIZE[0] - 2 * _EDGE
_TITLES: Final = (84, 76, 68, 60, 52)
"""Sizes of a title, the first that fits counting."""
_FINE: Final = 2
"""How much larger lines are drawn before they are made smooth."""


class Picture(NamedTuple):
    """What a picture says.

    Attributes:
        title: in large letters.
        more: below it, if there is anything.
    """

    title: str
    more: str


def files(site: Site) -> dict[str, bytes]:
    """The pictures, by their places below the root; none where no page can name one."""
    if not site.base or not can_draw():
        return {}
    return {
        place: drawn(site.name, site.colours, picture) for place, picture in _pictures(site).items()
    }


def of_page(site: Site, page: str) -> tuple[str, str]:
    """Where the picture of a page lies, below the root, and what it says; empty if there is none.

    Args:
        site: the site.
        page: the name of the page.
    """
    if not site.base or not can_draw():
        return "", ""
    folder, _, name = page.partition("/")
    catalog = site.catalog
    is_example = folder == "examples"
    entry = catalog.examples.get(name) if is_example else catalog.topics.get(folder)
    if entry is not None and is_readable(entry.model.title):
        return _place("examples" if is_example else "topics", entry.id), entry.model.title
    return _place("", "site"), site.name


def _place(folder: str, name: str) -> str:
    return "/".join(filter(None, (FOLDER, folder, f"{name}.png")))


@cache
def can_draw() -> bool:
    """Whether what draws is installed, and reads our text face."""
    try:
        _font(_TITLES[0], 600)
    except (ImportError, OSError, NotImplementedError):  # a Pillow without the face's compression
        return False
    return True


def is_readable(text: str) -> bool:
    """Whether our text face has all letters of a text."""
    return all(map(_has, set(text) - {" "}))


@lru_cache(maxsize=1024)
def _has(letter: str) -> bool:
    return bool(letter.isprintable() and _font(_TITLES[0], 600).getmask(letter).getbbox())


def _pictures(site: Site) -> dict[str, Picture]:
    """What each picture says, by its place."""
    said = {_place("", "site"): Picture(site.name, site.description)}
    topics, examples = site.catalog.topics, site.catalog.examples
    entries: list[tuple[str, Entry[Topic] | Entry[Example]]] = [
        *(("topics", one) for one in topics.values()),
        *(("examples", one) for one in examples.values()),
    ]
    for folder, entry in entries:
        if is_readable(title := entry.model.title):
            said[_place(folder, entry.id)] = Picture(title, plain(entry.model.summary))
    return said


@lru_cache(maxsize=256)  # a preview draws all of them again and again
def drawn(name: str, colours: tuple[str, str], picture: Picture) -> bytes:
    """A picture as PNG: the site's mark and name, the title, what it is about, and waves.

    Args:
        name: the site's.
        colours: those of its mark and of the letter in it.
        picture: what it says.
    """
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, _GROUND)
    fill, letter = map(_opaque, colours, Site.colours)
    _waves(image, picture.title, fill)
    draw = ImageDraw.Draw(image)
    top = _EDGE
    if picture.title != name:
        _mark(image, initial(name), fill, letter)
        if is_readable(name):
            (line,) = _lines(name, _font(34, 600), _WIDTH - 90, 1)
            draw.text((_EDGE + 84, _EDGE + 30), line, _INK, _font(34, 600), anchor="lm")
        top += 110
    if is_readable(picture.title):
        top = _title(draw, picture.title, top)
    if picture.more and is_readable(picture.more):
        font = _font(32, 400)
        for line in _lines(picture.more, font, _WIDTH, max(0, (510 - top) // 44)):
            draw.text((_EDGE, top + 26), line, _MUTED, font, anchor="ls")
            top += 44
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _opaque(colour: str, otherwise: str) -> str:
    """A colour of a style sheet, as far as one can draw with it."""
    from PIL import ImageColor

    try:
        return "#{:02x}{:02x}{:02x}".format(*ImageColor.getrgb(colour)[:3])
    except ValueError:
        return otherwise


def _title(draw: ImageDraw, title: str, top: int) -> int:
    """Write a title as large as fits; where the next line begins."""
    size = next(
        (one for one in _TITLES if len(_lines(title, _font(one, 600), _WIDTH, 9)) < 3), _TITLES[-1]
    )
    font = _font(size, 600)
    for line in _lines(title, font, _WIDTH, 4):
        draw.text((_EDGE, top + size), line, _INK, font, anchor="ls")
        top += round(size * 1.15)
    return top + 34


def _mark(image: Image.Image, letter: str, fill: str, ink: str) -> None:
    from PIL import Image, ImageDraw

    mask = Image.new("L", (60 * _FINE, 60 * _FINE))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, 60 * _FINE, 60 * _FINE), 12 * _FINE, 255)
    image.paste(fill, (_EDGE, _EDGE), mask.resize((60, 60), Image.Resampling.BOX))
    if is_readable(letter):
        middle = (_EDGE + 30, _EDGE + 32)
        ImageDraw.Draw(image).text(middle, letter, ink, _font(40, 600), anchor="mm")


def _waves(image: Image.Image, title: str, fill: str) -> None:
    """Five waves along the lower edge, one of which stands out; each title has its own."""
    from PIL import Image, ImageDraw

    digest = sha256(title.encode()).digest()
    width, height = SIZE[0] * _FINE, 150 * _FINE
    for strong in (False, True):
        mask = Image.new("L", (width, height))
        draw = ImageDraw.Draw(mask)
        for row in range(5):
            if (row == digest[-1] % 5) is not strong:
                continue
            swing, length, start = digest[row * 3 : row * 3 + 3]
            points = [
                (x, _FINE * (30 + 24 * row + (10 + swing // 16) * sin(
                    2 * pi * (x / _FINE / (260 + 2 * length) + start / 256))))
                for x in range(0, width + 8, 8)
            ]  # fmt: skip
            draw.line(points, 255, (5 if strong else 3) * _FINE)
        smooth = mask.resize((SIZE[0], 150), Image.Resampling.BOX)
        colour = fill if strong else _QUIET
        image.paste(colour, (0, SIZE[1] - 150), smooth)


def _lines(text: str, font: FreeTypeFont, width: int, most: int) -> list[str]:
    """A text in lines that fit; what is too much ends in three dots."""
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
            continue
        while font.getlength(word) > width and len(word) > 1:  # such as an address
            cut = next(n for n in range(len(word) - 1, 0, -1) if font.getlength(word[:n]) <= width)
            lines.append(word[:cut])
            word = word[cut:]
        lines.append(word)
    if len(lines) > most:
        lines = lines[:most]
        while lines and font.getlength(f"{lines[-1]} …") > width:
            lines[-1] = lines[-1].rpartition(" ")[0] if " " in lines[-1] else lines[-1][:-1]
        lines[-1:] = [f"{line} …" for line in lines[-1:]]
    return lines


@lru_cache(maxsize=16)
def _font(size: int, weight: int) -> FreeTypeFont:
    """Our text face."""
    from PIL import ImageFont

    font = ImageFont.truetype(io.BytesIO(_FACE.read_bytes()), size)
    font.set_variation_by_axes([weight])
    return font
