"""A small site in another language: what its pages, scripts and styles say, and what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.built.projects import SMALL, build

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def german(small: Path) -> Path:
    # Material has no words of its own for that region.
    settings = SMALL.replace("material\n", "material\n  language: de-CH\n", 1)
    (small / "mkdocs.yml").write_text(settings)
    return small


def test_pages_scripts_and_styles_speak_the_language(german: Path) -> None:
    (german / "messages").mkdir()
    own = 'msgid "Further learning"\nmsgstr "Noch mehr"\n'
    (german / "messages/de.po").write_text(HEAD + own)
    done = build(german)
    assert done.returncode == 0, done.stderr
    site = german / "site"
    topic = next(site.glob("*/index.html")).read_text("utf-8")
    assert "Noch mehr" in topic
    assert "Einzelheiten" in topic
    assert 'title="Dauerhafter Link"' in topic
    assert "Zum dunklen Modus wechseln" in topic
    assert '<html lang="de"' in topic
    assert "404 - Nicht gefunden" in (site / "404.html").read_text("utf-8")
    assets = site / "assets/topicsite"
    assert '"Stop":"Anhalten"' in (assets / "page/words.js").read_text("utf-8")
    assert '--words-prints: "gibt aus";' in (assets / "topicsite.css").read_text("utf-8")


def test_messages_that_cannot_be_used_are_told_without_a_traceback(german: Path) -> None:
    (german / "messages").mkdir()
    (german / "messages/de.po").write_text(HEAD + 'msgid "Tags"\nmsgstr "%(zahl)s Stichwörter"\n')
    done = build(german)
    assert done.returncode == 1
    assert "messages/de.po:5: `%(zahl)s` is nothing that this message fills in" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_english_site_says_nothing_else(small: Path) -> None:
    words = (small / "site/assets/topicsite/page/words.js").read_text("utf-8")
    assert "MESSAGES = {};" in words
    assert "--words-" not in (small / "site/assets/topicsite/topicsite.css").read_text("utf-8")
