"""The files that a site gets from the generator: its own assets, and Python for the pages."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from topicsite.language.locales import Language
from topicsite.model import schema
from topicsite.model.site import SiteSettings
from topicsite.plugin import appearance, palette
from topicsite.plugin.telling import telling
from topicsite.render.mark import mark

log = logging.getLogger("mkdocs.plugins.topicsite")

PACKAGE: Final = Path(__file__).parents[1]
PLACE: Final = "assets/topicsite"
STYLE_SHEET: Final = (
    *("tokens", "frame", "prose", "controls", "tables", "figures"),
    *("home", "topics", "path", "card", "claims", "video", "lists", "form", "search", "terms"),
    *("direction", "forced", "print"),
)
"""The parts of the style sheet that every page loads; where two disagree, the later one holds."""

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

_CODE: Final = re.compile(r'<div class="highlight">(.*?)</div>', re.DOTALL)
_REMARK: Final = re.compile(r"/\*.*?\*/\n*|^ +", re.DOTALL | re.MULTILINE)
"""What a style sheet says to its authors alone; no string of ours holds such signs."""
_SAID: Final = re.compile(r"^ *(?://[^\n]*|/\*\*.*?\*/ *)\n", re.DOTALL | re.MULTILINE)
"""The same of a script, on lines of its own; no text of ours has a line that begins so."""
_OTHERS: Final = ("bibtex", "codemirror", "katex", "snowball")
"""The folders of scripts that are the work of others, and stay as they are."""
_WORDS: Final = "/page/words.js"

_WITHOUT_PYTHON: Final = (
    "Bring the files with `topicsite runtime{options}` where there is a network, or with "
    "`topicsite runtime{options} --from FOLDER`; or set `python: false` for topicsite in "
    "mkdocs.yml, and pages read as they do, without running."
)


def asset_files(config: MkDocsConfig, language: Language, site: SiteSettings) -> Iterator[File]:
    """The generator's assets, the style sheet of every page in one file, and the schemas."""
    assets = PACKAGE / "assets"
    parts = assets / "styles/site"
    for path in sorted(assets.rglob("*")):
        made = {"__pycache__", "node_modules"} & set(path.parts)
        # What is Python comes with Python; see `runtime.bundle`.
        served = path.name not in _NOT_SERVED and path.suffix != ".py" and path.parent != parts
        if path.is_file() and served and not made:
            uri = f"{PLACE}/{path.relative_to(assets).as_posix()}"
            if path.suffix == ".js" and path.parent.name not in _OTHERS:
                script = _SAID.sub("", path.read_text("utf-8"))
                if uri.endswith(_WORDS):
                    script = language.script(script)
                yield made_from(path, config, uri, script)
                continue
            yield File.generated(
                config, uri, abs_src_path=str(path), inclusion=InclusionLevel.INCLUDED
            )
    sheets = [parts / f"{name}.css" for name in STYLE_SHEET]
    texts = [sheet.read_text("utf-8") for sheet in sheets]
    grounds = dict(
        zip(("default", "slate"), re.findall(r"--raised: (#\w+);", texts[0]), strict=True)
    )
    material = palette.style_sheet(config.theme.dirs)
    followed = palette.follow(config.theme.get("palette"), material, grounds)
    for doubt in followed.doubts:
        # A build with --strict fails for a warning, and nothing here is unreadable.
        log.log(logging.INFO if config.strict else logging.WARNING, "%s", doubt)
    said = language.style(
        sheet.read_text("utf-8") for sheet in [*sheets, *sorted(assets.glob("styles/*.css"))]
    )
    joined = _REMARK.sub("", "\n".join([texts[0], followed.sheet, *texts[1:], *said]))
    yield made_from(sheets[0], config, f"{PLACE}/topicsite.css", joined)
    drawn = mark(config.site_name, *(followed.mark or palette.MARK))
    yield made_from(sheets[0], config, f"{PLACE}/{appearance.MARK}", drawn)
    settings = Path(config.config_file_path)
    for name, model in {**schema.models_of(site), **schema.PUBLISHED}.items():
        yield made_from(settings, config, f"schema/{name}", schema.text_of(model))


def made_from(source: Path, config: MkDocsConfig, uri: str, content: str) -> File:
    """A file with content of its own, which says what it is made from: some plugins ask all files.

    MkDocs takes the content as long as there is one, and the source for no more than a name.
    """
    file = File.generated(config, uri, content=content, inclusion=InclusionLevel.INCLUDED)
    file.abs_src_path = str(source)
    return file


def listed(files: Iterable[File]) -> str:
    """The files that scripts and styles of a site may load, each with its size in bytes.

    Those of the theme are left out, as pages name what they need of it, and so are those of Python,
    which has a list of its own.
    """
    found = {
        file.dest_uri: len(file.content_bytes)
        for file in files
        if file.inclusion is not InclusionLevel.EXCLUDED
        and (file.dest_uri.startswith(PLACE) or Path(file.dest_uri).suffix in _LOADED)
        and not file.dest_uri.startswith((*_OF_THEME, PYTHON))
    }
    return json.dumps(sorted(found.items()), separators=(",", ":")) + "\n"


def write_data(folder: Path, files: Mapping[str, str] | Mapping[str, bytes]) -> None:
    """Write files of data, by name, into a folder of the finished site."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)


class Python(NamedTuple):
    """Python on the site.

    Attributes:
        manifest: the address of the list of its files, below the root.
        start: how many bytes it takes to run the first line.
        packages: how many bytes each file takes that a package needs, by the package's name.
    """

    manifest: str
    start: int
    packages: Mapping[str, Mapping[str, int]]

    def needed_for(self, html: str) -> int:
        """How many bytes are fetched until all code of a page has run, as the page decides it."""
        code = "".join(_CODE.findall(html))
        wanted: dict[str, int] = {}
        for name, files in self.packages.items():
            if name in code:
                wanted |= files
        return self.start + sum(wanted.values())


def add_python(
    config: MkDocsConfig,
    files: Files,
    cache: Path,
    packages: list[Path],
    *,
    added: Sequence[str] = (),
    is_preview: bool,
) -> Python | None:
    """Put Python onto the site.

    Args:
        config: the build's configuration.
        files: all files of the site; those of Python are added.
        cache: the folder of what Python is made of.
        packages: the folders of packages that code in pages imports.
        added: Pyodide's packages that the site has besides the usual ones.
        is_preview: whether the site is only looked at while it is written.

    Returns:
        What was put there; nothing in a preview that has to do without.

    Raises:
        PluginError: if it cannot be had.
    """
    from topicsite import runtime  # only sites that run something need it

    try:
        with telling("Python for the pages"):
            made, fetched = runtime.prepare(cache, packages, runtime.online(), added)
    except (runtime.IncompleteError, runtime.PrecompileError) as error:
        options = "".join(f" --package {name}" for name in added)
        report = (
            f"there is no Python for the pages: {error}\n{_WITHOUT_PYTHON.format(options=options)}"
        )
        if not is_preview:
            raise PluginError(report) from None
        log.warning("%s\nThe preview shows its pages without.", report)
        return None
    for sentence in fetched:
        log.info("Python for the pages: %s", sentence)
    folder = f"{PYTHON}/{made.version}"
    for name, content in made.files.items():
        uri = f"{folder}/{name}"
        if isinstance(content, bytes):
            files.append(File.generated(config, uri, content=content))
        else:
            files.append(File.generated(config, uri, abs_src_path=str(content)))
    # A worker serves what lies below itself; in a preview it would show what is gone.
    if not is_preview:
        worker = (PACKAGE / "assets/python/service-worker.js").read_text(encoding="utf-8")
        text = f'const VERSION = "{made.version}";\n{worker}'
        files.append(File.generated(config, OFFLINE, content=text))
    manifest = made.files[runtime.MANIFEST]
    listed = json.loads(manifest if isinstance(manifest, bytes) else manifest.read_bytes())
    sizes = {name: file["size"] for name, file in listed["files"].items()}
    return Python(
        f"{folder}/{runtime.MANIFEST}",
        sum(sizes[name] for name in listed["start"]),
        {
            package: {name: sizes[name] for name in files}
            for package, files in listed["packages"].items()
        },
    )
