"""What programs import, and what of it the page's Python does not have.

Nothing is run: imports are read from the programs, and from the modules of the site's own packages
that these import, however deep.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from topicsite.runtime.pinned import MODULES, PACKAGES, VERSION, chosen, package_of
from topicsite.runtime.programs import Import, IsThere, catches, imports

_PYODIDE: Final = frozenset({"_pyodide", "js", "pyodide", "pyodide_js"})
_OURS: Final = "topicsite.lesson"
"""What of the generator goes into the page."""


@dataclass(frozen=True)
class Lack:
    """An import that fails in the page.

    Attributes:
        file: where it stands.
        place: the import.
    """

    file: Path
    place: Import

    @property
    def message(self) -> str:
        """What is wrong, and what to do about it."""
        top = self.place.module.partition(".")[0]
        if top == "topicsite":
            return f"the page's Python has of `topicsite` only `{_OURS}`"
        said = f"the page's Python has no `{top}`"
        package = package_of(top)
        if package is not None:
            return (
                f"{said}; add its package to the settings of topicsite in mkdocs.yml: "
                f"`python: {{packages: [{package}]}}`"
            )
        if any((folder / f"{top}.py").is_file() for folder in self.file.parents[:2]):
            return f"{said}: only packages come along; make it a folder with an `__init__.py`"
        return (
            f"{said}, and Pyodide {VERSION} has no package for it; do without, or catch the "
            "ImportError and go on"
        )


class Reach(NamedTuple):
    """What a program imports, and what the site's own packages import that it imports.

    Attributes:
        imports: of what is not the site's own, each with its file.
        catches: whether an ImportError is caught anywhere around a call.
    """

    imports: list[tuple[Path, Import]]
    catches: bool

    @property
    def needed(self) -> list[tuple[Path, Import]]:
        """The imports without which it fails.

        One inside a function may be one of those whose failure the caller is prepared for.
        """
        return [place for place in self.imports if not (place[1].is_inside and self.catches)]


def reach(
    files: Sequence[Path],
    packages: Collection[Path],
    is_there: IsThere,
    judged: frozenset[Path] = frozenset(),
) -> Reach:
    """What programs import, and the modules of packages that they import; each file is read once.

    Args:
        files: the programs.
        packages: the folders of the site's own packages.
        is_there: whether what has this name, and is not of these packages, can be imported.
        judged: modules that are just being judged; of those in a circle each waits for the others.
    """
    folders = {package.name: package for package in packages}
    found: list[tuple[Path, Import]] = []
    does_catch = False
    waiting = list(reversed(files))
    seen = set(waiting)
    while waiting:
        file = waiting.pop()
        text = file.read_text(encoding="utf-8", errors="replace")
        does_catch = does_catch or catches(text)

        def is_found(name: str, file: Path = file) -> bool:
            full = _absolute(name, file, folders)
            top = full.partition(".")[0]
            if top not in folders:
                return is_there(full)
            modules = [at for at in _modules(full, folders[top]) if at not in judged]
            inner = reach(modules, packages, is_there, judged.union(modules)).imports
            return all(is_there(place.module) or place.is_inside for _, place in inner)

        for place in imports(text, is_found):
            name = _absolute(place.module, file, folders)
            top = name.partition(".")[0]
            if top in folders:
                new = [module for module in _modules(name, folders[top]) if module not in seen]
                seen.update(new)
                waiting += new
            else:
                found.append((file, place._replace(module=name)))
    return Reach(found, does_catch)


def _absolute(name: str, file: Path, folders: dict[str, Path]) -> str:
    """The full name of what is named from where the file is."""
    level = len(name) - len(name.lstrip("."))
    for top, folder in folders.items():
        if level and folder in file.parents:
            here = [top, *file.relative_to(folder).parent.parts]
            return ".".join([*here[: len(here) - level + 1], name[level:]])
    return name[level:]


def _modules(name: str, folder: Path) -> Iterator[Path]:
    """The files that importing a name from a package runs: its own, and of packages on the way."""
    at = folder
    yield at / "__init__.py"
    for part in name.split(".")[1:]:
        if (module := at / f"{part}.py").is_file():
            yield module
            return
        at = at / part
        if not (at / "__init__.py").is_file():
            return
        yield at / "__init__.py"


def lacking(
    files: Sequence[Path], packages: Collection[Path], added: Collection[str] = ()
) -> list[Lack]:
    """The imports that fail in the page.

    Args:
        files: programs that readers run.
        packages: the folders of the site's own packages.
        added: packages of Pyodide's that the site has besides the usual ones.

    Raises:
        UnknownPackageError: if Pyodide does not have a package.
    """
    is_there = _in_page(chosen(added))
    found: dict[Lack, None] = {}
    for file in files:
        for place in reach([file], packages, is_there).needed:
            if not is_there(place[1].module):
                found[Lack(*place)] = None
    return list(found)


def _in_page(names: Collection[str]) -> IsThere:
    there = {module for name in names for module in PACKAGES[name]["imports"]}
    there |= MODULES | _PYODIDE

    def is_there(module: str) -> bool:
        top, _, rest = module.partition(".")
        if top == "topicsite":
            return not rest or f"{module}.".startswith(f"{_OURS}.")
        return top in there

    return is_there


def needed_packages(package: Path, packages: Collection[Path], names: Collection[str]) -> list[str]:
    """What a package of the site needs of Pyodide's packages, of those that are there."""
    files = sorted(package.rglob("*.py"))
    found = reach(files, packages, _in_page(names)).imports
    needed = {package_of(place.module.partition(".")[0]) for _, place in found}
    return sorted(name for name in names if name in needed)
