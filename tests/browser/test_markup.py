"""Every page is valid HTML, and the validator is one that finds mistakes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.children import run

# What the theme writes and we accept; nothing of ours may be added here.
ACCEPTED = [
    # Keeps Firefox from restoring a menu that was open when the reader left.
    r"Attribute “autocomplete” is only allowed when the input type is",
    # On a page outside the menu, the label that would open its contents there has nothing to open.
    r"The value of the “for” attribute of the “label” element must be the ID",
]


def validate(vnu: list[str], path: Path) -> list[str]:
    """The validator's findings that are not accepted, as `file:line: message`."""
    options = ["--format", "json", "--skip-non-html", "--stdout", "--exit-zero-always"]
    done = run([*vnu, *options, path], check=True)
    return [
        f"{Path(message['url']).parent.name}:{message.get('lastLine')}: {message['message']} "
        f"{message.get('extract', '')}"
        for message in json.loads(done.stdout)["messages"]
        if not any(re.search(accepted, message["message"]) for accepted in ACCEPTED)
    ]


def test_every_page_is_valid(vnu: list[str], site: Path) -> None:
    assert validate(vnu, site) == []


@pytest.mark.parametrize(
    ("spoilt", "message"),
    [
        ("<p>One<p id=a>Two<p id=a>Three", "Duplicate ID “a”"),
        ("<ul><p>One</p></ul>", "Element “p” not allowed as child of element “ul”"),
        ("<img src=a.png>", "An “img” element must have an “alt” attribute"),
        ("<h1>One</h1></div>", "Stray end tag “div”"),
    ],
)
def test_the_validator_finds_mistakes(
    vnu: list[str], tmp_path: Path, spoilt: str, message: str
) -> None:
    page = tmp_path / "page.html"
    page.write_text(f'<!doctype html><html lang="en"><title>Page</title>{spoilt}')
    assert any(message in found for found in validate(vnu, page))
