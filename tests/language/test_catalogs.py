"""The files of messages hold all that our pages say, and nothing else, in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from tests.language.collecting import collected, headed, said_in, written
from topicsite.language.catalogs import OURS, SOURCE

LANGUAGES = sorted(file.stem for file in OURS.glob("*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")
TAG = re.compile(r"</?[a-z]+[^>]*>")


def messages(catalog: Catalog) -> dict[tuple[str | None, str], Message]:
    """The messages of a catalog, by context and English text."""
    return {
        (one.context, one.id if isinstance(one.id, str) else one.id[0]): one
        for one in catalog
        if one.id
    }


def test_the_source_holds_what_the_code_says() -> None:
    assert SOURCE.read_text("utf-8") == written(headed(collected(), "English")), (
        "run `make messages`"
    )


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.py", 'x.gettext("One") + N_("Two") + x.ngettext("%(number)s", "many", 3)',
         ["One", "Two", ("%(number)s", "many")]),
        ("a.py", 'x.gettext("One " "and two")', ["One and two"]),
        ("a.html.jinja", '<p>{{ _("One") }} {% trans a=1 %}Two {{ a }}{% endtrans %}</p>',
         ["One", "Two %(a)s"]),
        ("a.html.jinja", "{% trans number=1 %}One{% pluralize %}Many{% endtrans %}",
         [("One", "Many")]),
        ("a.js", 'say(_("One", { a })); ngettext("One", "Many", n); `${_("Two")}`',
         ["One", ("One", "Many"), "Two"]),
        ("a.css", 'a { content: var(--words-gives, "gives"); }', ["gives"]),
    ],
)  # fmt: skip
def test_messages_are_found(tmp_path: Path, name: str, text: str, found: list[object]) -> None:
    (tmp_path / name).write_text(text)
    assert sorted(map(str, (said for said, _ in said_in(tmp_path / name)))) == sorted(
        map(str, found)
    )
