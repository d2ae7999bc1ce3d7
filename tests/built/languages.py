"""Sites in other languages: one in German, one from right to left, one that pretends."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import write_po

from tests.built.projects import build, lend_runtime, once
from tests.language.pretended import translated
from tests.libraries import write_library
from topicsite.language.catalogs import SOURCE, read
from topicsite.writing.starting import Settings, new_site

GERMAN, RIGHT_TO_LEFT, PRETENDED = "de", "ar", "eo"
ARABIC = {
    "Topic number": "الموضوع رقم",
    "Resource": "المصدر",
    "of topic": "من topic",
    "The section number": "القسم رقم",
    "What there is to know about": "كل ما يجب معرفته عن",
    "picked by hand and in order": "مختار بعناية ومرتب",
    "It shows one idea with one worked example, and says why each step is taken.": (
        "يعرض فكرة واحدة مع مثال محلول، ويقول لماذا تتخذ كل خطوة (NumPy)."
    ),
    "language: en": "language: ar",
    "idea": "فكرة",
}


def write_site(folder: Path, language: str) -> None:
    """The site that `init` starts, and the topics of a library beside it."""
    for path, text in new_site(Settings("Numbers", "", language), None, None, "wheels/x").items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    write_library(folder, 12, 2)
    if language == RIGHT_TO_LEFT:
        library = [*folder.glob("resources/topic-*/*.yml"), folder / "resources/site.yml"]
        for file in library:
            text = file.read_text("utf-8")
            for english, arabic in ARABIC.items():
                text = text.replace(english, arabic)
            file.write_text(text, encoding="utf-8")
    if language == PRETENDED:
        (folder / "messages").mkdir()
        with (folder / f"messages/{language}.po").open("wb") as opened:
            write_po(opened, translated(read(SOURCE), language))
    lend_runtime(folder)


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The projects by their languages, each with its site; nobody writes into them."""

    def make(folder: Path) -> None:
        for language in (GERMAN, RIGHT_TO_LEFT, PRETENDED):
            write_site(folder / language, language)
            if (ran := folder / GERMAN / ".cache/examples").is_dir():
                shutil.copytree(ran, folder / language / ".cache/examples", dirs_exist_ok=True)
            done = build(folder / language)
            assert done.returncode == 0, done.stderr

    return once(tmp_path_factory, "spoken", make)
