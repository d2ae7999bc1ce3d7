"""A new site, as `topicsite init` starts it, is finished: it tests itself, and is built once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from tests.built.projects import PROJECT
from tests.words import of_our_own_topic
from topicsite.cli import main
from topicsite.reading.load import load

FOREIGN = ("assets/katex/", "assets/codemirror/", "assets/fonts/", "opendata/face.woff2")
"""What others wrote; a formula or a colour of theirs may be called what it likes."""
WRITTEN = (".css", ".html", ".js", ".json", ".md", ".py", ".svg", ".xml", ".yml")
RESOURCE = [
    "--kind", "code", "--title", "Sorting in C", "--url", "https://example.org/sort", "--authors",
    "Ada Example", "--duration", "20 min", "--teaches", "quicksort", "--published", "2020",
    "--level", "introductory", "--access", "free",
    "--summary", "The shortest quicksort there is, with the pivot drawn at each step of the way.",
]  # fmt: skip


def test_a_new_site_tries_what_its_sources_say(started: Path) -> None:
    checked = BeautifulSoup((started / "site/checked/index.html").read_text("utf-8"), "html.parser")
    claims = [c for e in load(started).catalog.resources.values() for c in e.model.claims]
    (tally,) = checked.select(".ts-tally")
    assert tally.get_text(strip=True) == f"{len(claims)} reproduced"
    home = (started / "site/index.html").read_text(encoding="utf-8")
    assert 'href="floating-point/#computerphile-floating-point"' in home
    example = (started / "site/examples/what-a-sum-loses/index.html").read_text(encoding="utf-8")
    assert "<topicsite-exercise" in example
    assert "topicsite-form" in (started / "site/add/index.html").read_text(encoding="utf-8")


def test_a_new_site_takes_a_resource_and_is_in_its_usual_style(
    started: Path, tmp_path: Path
) -> None:
    mine = shutil.copytree(
        started, tmp_path / "numbers", ignore=shutil.ignore_patterns("site", ".cache")
    )
    made = CliRunner().invoke(main, ["new", "--root", str(mine), *RESOURCE])
    assert made.exit_code == 0, made.output
    for command in (["check", "--strict"], ["fmt", "--check"]):
        done = CliRunner().invoke(main, [*command, "--root", str(mine)])
        assert done.exit_code == 0, done.output


def test_nothing_of_our_own_topic_is_in_the_generator() -> None:
    package = PROJECT / "code/topicsite"
    for path in package.rglob("*"):
        place = path.relative_to(package).as_posix()
        if place.startswith(FOREIGN) or {"__pycache__", "node_modules"} & {*path.parts}:
            continue
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        assert of_our_own_topic(place + text) == [], place
    # What a wheel says of itself.
    assert of_our_own_topic((PROJECT / "pyproject.toml").read_text().partition("[tool.")[0]) == []


def test_nothing_of_our_own_topic_is_in_a_new_site(started: Path) -> None:
    for path in started.rglob("*"):
        place = path.relative_to(started).as_posix()
        if place.startswith(("site/assets/python/", ".cache/")) or path.suffix not in WRITTEN:
            continue
        assert of_our_own_topic(path.read_text(encoding="utf-8")) == [], place


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a Neuron", ["Neuron"]),
        ("the gradient", ["gradient"]),
        ("backpropagation", ["backprop"]),
        ("linear-gradient(red, blue)", []),
        ("<linearGradient gradientUnits=''>", []),
    ],
)
def test_the_search_for_our_own_topic_finds_it(text: str, found: list[str]) -> None:
    assert of_our_own_topic(text) == found
