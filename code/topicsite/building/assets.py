"""The files that a site gets from the generator: its own scripts and styles, and schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from topicsite.building import look, palette
from topicsite.building.palette import Followed
from topicsite.language.locales import Language
from topicsite.model import schema
from topicsite.model.site import SiteSettings
from topicsite.render.mark import mark

PACKAGE: Final = Path(__file__).parents[1]
PLACE: Final = "assets/topicsite"
STYLE_SHEET: Final = (
    *("tokens", "frame", "prose", "controls", "tables", "figures"),
    *("home", "topics", "path", "card", "claims", "video", "lists", "form", "search", "terms"),
    *("direction", "forced", "print"),
)
"""The parts of the style sheet that every page loads; where two disagree, the later one holds."""

STYLE_SHEET_OF_PAGES: Final = f"{PLACE}/topicsite.css"
"""What every page loads."""

PYTHON: Final = "assets/python"
OFFLINE: Final = "sw.js"
LIST: Final = f"{PLACE}/files.json"
"""What scripts and styles may load, for readers who keep pages for a journey."""
_NOT_SERVED: Final = frozenset(
    {
        "README.md",
        "bundle.js",
        "core.js",
        "katex.min.js",
        "package.json",
        "package-lock.json",
        "service-worker.js",
    }
)
"""Assets that only the build needs, that it puts elsewhere, or that others were made from."""

_LOADED: Final = frozenset({".css", ".js", ".svg", ".woff2"})
_OF_THEME: Final = ("assets/javascripts/", "assets/stylesheets/", "search/")

_REMARK: Final = re.compile(r"/\*.*?\*/\n*|^ +", re.DOTALL | re.MULTILINE)
"""What a style sheet says to its authors alone; no string of ours holds such signs."""
_SAID: Final = re.compile(r"^ *(?://[^\n]*|/\*\*.*?\*/ *)\n", re.DOTALL | re.MULTILINE)
"""The same of a script, on lines of its own; no text of ours has a line that begins so."""
_OTHERS: Final = ("bibtex", "codemirror", "katex", "snowball")
"""The folders of scripts that are the work of others, and stay as they are."""
_WORDS: Final = "/page/words.js"


class Asset(NamedTuple):
    """A file of the site.

    Attributes:
        place: where it lies below the root.
        source: the file itself, or what it is made from.
        content: what it says, if it is not the file itself.
    """

    place: str
    source: Path
    content: str | None = None

    @property
    def raw(self) -> bytes:
        """Its bytes."""
        return self.source.read_bytes() if self.content is None else self.content.encode()


def followed(chosen: object, theme: list[str]) -> Followed:
    """What comes of an owner's palette.

    Args:
        chosen: the theme's setting.
        theme: the folders of the theme's templates, in which Material's colours are looked up.
    """
    tokens = (PACKAGE / f"assets/styles/site/{STYLE_SHEET[0]}.css").read_text("utf-8")
    grounds = dict(zip(("default", "slate"), re.findall(r"--raised: (#\w+);", tokens), strict=True))
    return palette.follow(chosen, palette.style_sheet(theme), grounds)


def assets(
    language: Language, site: SiteSettings, name: str, colours: Followed, settings: Path
) -> Iterator[Asset]:
    """The generator's assets, the style sheet of every page in one file, and the schemas.

    Args:
        language: that of the pages.
        site: what the site says of itself.
        name: what it is called.
        colours: what comes of its palette.
        settings: the file with its settings.
    """
    folder = PACKAGE / "assets"
    parts = folder / "styles/site"
    for path in sorted(folder.rglob("*")):
        made = {"__pycache__", "node_modules"} & set(path.parts)
        # What is Python comes with Python; see `runtime.bundle`.
        served = path.name not in _NOT_SERVED and path.suffix != ".py" and path.parent != parts
        if path.is_file() and served and not made:
            place = f"{PLACE}/{path.relative_to(folder).as_posix()}"
            script = None
            if path.suffix == ".js" and path.parent.name not in _OTHERS:
                script = _SAID.sub("", path.read_text("utf-8"))
                if place.endswith(_WORDS):
                    script = language.script(script)
            yield Asset(place, path, script)
    sheets = [parts / f"{one}.css" for one in STYLE_SHEET]
    texts = [sheet.read_text("utf-8") for sheet in sheets]
    said = language.style(
        sheet.read_text("utf-8") for sheet in [*sheets, *sorted(folder.glob("styles/*.css"))]
    )
    joined = _REMARK.sub("", "\n".join([texts[0], colours.sheet, *texts[1:], *said]))
    yield Asset(f"{PLACE}/topicsite.css", sheets[0], joined)
    yield Asset(f"{PLACE}/{look.MARK}", sheets[0], mark(name, *(colours.mark or palette.MARK)))
    for schema_name, model in {**schema.models_of(site), **schema.PUBLISHED}.items():
        yield Asset(f"schema/{schema_name}", settings, schema.text_of(model))


def listed(sizes: Mapping[str, int]) -> str:
    """The files that scripts and styles of a site may load, each with its size in bytes.

    Those of the theme are left out, as pages name what they need of it, and so are those of Python,
    which has a list of its own.

    Args:
        sizes: the size of every file of the site, by where it lies below the root.
    """
    found = {place: size for place, size in sizes.items() if may_be_loaded(place)}
    return json.dumps(sorted(found.items()), separators=(",", ":")) + "\n"


def may_be_loaded(place: str) -> bool:
    """Whether a file is one of those that scripts and styles may load."""
    return (place.startswith(PLACE) or Path(place).suffix in _LOADED) and not place.startswith(
        (*_OF_THEME, PYTHON)
    )


def write_data(folder: Path, files: Mapping[str, str] | Mapping[str, bytes]) -> None:
    """Write files of data, by name, into a folder of the finished site."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
