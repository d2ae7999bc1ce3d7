"""A new site says what its owner said, whatever that is, to every reader of its files."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mkdocs.utils.yaml import yaml_load

from tests.built.projects import build
from tests.children import git
from tests.hostile import ATTACKS
from tests.writing.test_reading_back import TYPED
from topicsite.building.look import MARKDOWN
from topicsite.cli import main
from topicsite.model.entries import Topic
from topicsite.reading import source
from topicsite.render.text import inline
from topicsite.writing import drafts
from topicsite.writing.starting import TAKEN, Settings, Subject, new_site
from topicsite.writing.starting import markdown as as_markdown

TITLES = [
    *(text.strip() for text in TYPED if "\n" not in text and text.strip()), *ATTACKS,
    "C#", "# C #", "1. a", "1) a", "+ a", "* a", "a *b* c", "__a__", "`a`",
    "$x$ and \\(y\\)", "!!! note",
    "??? note", "=== tab", "~~~", "| a | b |", "a\\", "\\", "a <!-- b", "&lt;", "{: #x }", "a {#b}",
    "[^1]: a", "*[A]: b", "http://example.org/", ":smile:", "--8<-- 'x'", "/// a", "==a==", "^^a^^",
    "x" * 200, "a b" * 30, "%", '"""', "'''", "a@b.org", "#!", "R",
]  # fmt: skip
"""What YAML, Markdown, templates or HTML would take for their own."""


def settings_of(text: str) -> dict[str, object]:
    """`mkdocs.yml` as MkDocs reads it."""
    found: dict[str, object] = yaml_load(text)
    return found


def heading_of(page: str, *, by: str) -> str:
    """The text of the first heading, as MkDocs or as GitHub sees it."""
    page = page.split("\n---\n", 1)[1] if page.startswith("---\n") else page
    html = (
        markdown.markdown(
            page,
            extensions=[*MARKDOWN],
            extension_configs={**{n: {**o} for n, o in MARKDOWN.items()}, "toc": {}},
        )
        if by == "mkdocs"
        else MarkdownIt("gfm-like", {"linkify": False}).render(page)
    )
    heading = BeautifulSoup(html, "html.parser").h1
    assert heading is not None
    assert heading.find(True) is None, "the title is text and nothing else"
    return heading.get_text()


def paragraph_of(page: str) -> str:
    """The text of the paragraph below the heading, as GitHub sees it."""
    html = MarkdownIt("gfm-like", {"linkify": False}).render(page)
    first = BeautifulSoup(html, "html.parser").find(True)
    assert first is not None
    following = first.find_next_sibling()
    assert following is not None
    assert following.name == "p"
    return following.get_text()


def made(title: str, summary: str | None = None) -> dict[str, str]:
    return new_site(Settings(title), Subject("topic", summary), None, "wheels/x.whl")


def assert_says(texts: dict[str, str], title: str) -> None:
    topic = source.parse("x.yml", texts["resources/topic/topic.yml"].encode())
    assert isinstance(topic.data, dict)
    assert Topic.model_validate(topic.data).title == title
    shown = BeautifulSoup(inline(str(topic.data["summary"])), "html.parser")
    assert f"about {' '.join(title.split())}, picked" in shown.get_text()
    assert shown.find(True) is None
    assert settings_of(texts["mkdocs.yml"])["site_name"] == title
    assert f"about {title}, picked" in str(settings_of(texts["mkdocs.yml"])["site_description"])
    spaced = " ".join(title.split())
    assert heading_of(texts["docs/index.md"], by="mkdocs") == spaced
    assert heading_of(texts["README.md"], by="github") == spaced


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_read_as_it_was_given(title: str) -> None:
    assert drafts.mistakes(Topic, "title", title) == []
    assert_says(made(title), title)


@settings(max_examples=300, deadline=None)
@given(
    st.text(min_size=1, max_size=60)
    | st.text(st.sampled_from(" :#-?,[]{}&*!|>'\"%@`~=<\\a1.$^+/_()é🙂"), min_size=1, max_size=20)
)
def test_any_title_is_read_as_it_was_given_or_refused(title: str) -> None:
    assume(not drafts.mistakes(Topic, "title", title))
    title = title.strip()
    assert_says(made(title), title)


@pytest.mark.parametrize("text", [title for title in TITLES if len(title) < 100])
def test_a_summary_stays_one_paragraph_of_text(text: str) -> None:
    summary = f"{text} and enough words to be a summary of forty characters"
    texts = made("T", summary)
    assert paragraph_of(texts["README.md"]) == " ".join(summary.split())
    html = markdown.markdown(as_markdown(summary), extensions=[*MARKDOWN])
    (paragraph,) = BeautifulSoup(html, "html.parser").find_all(True)
    assert paragraph.get_text() == " ".join(summary.split())
    assert settings_of(texts["mkdocs.yml"])["site_description"] == " ".join(summary.split())


def test_spaces_around_and_lines_within_do_not_count(tmp_path: Path) -> None:
    summary = "A summary\n  that is long enough,\tand on several lines.\n"
    assert init(tmp_path, "--title", "  2048 ", "--summary", summary).exit_code == 0
    found = settings_of((tmp_path / "mkdocs.yml").read_text())
    assert found["site_name"] == "2048"
    assert found["site_description"] == " ".join(summary.split())
    topic = (tmp_path / "resources/2048/topic.yml").read_text()
    assert "title: 2048\nsummary: A summary that is long enough, and on several lines.\n" in topic


def init(folder: Path, *arguments: str) -> Result:
    """Start a site without content: what is tried here is what its owner says."""
    return CliRunner().invoke(main, ["init", str(folder), "--empty", *arguments])


@pytest.mark.parametrize("name", ["R", "C", "s", "2048", "yes", "1.5", "add", "Rules", "中文", "~"])
def test_any_name_of_a_folder_makes_a_site_that_is_right(tmp_path: Path, name: str) -> None:
    done = init(tmp_path / name)
    assert done.exit_code == 0, done.output
    (topic,) = (tmp_path / name / "resources").iterdir()
    assert topic.name not in TAKEN
    checked = CliRunner().invoke(main, ["check", "--strict", "--root", str(tmp_path / name)])
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize("title", ["2048", "- C# & <b>{$x$}", "🙂 .inf"])
def test_a_site_of_such_a_title_builds(tmp_path: Path, title: str) -> None:
    folder = tmp_path / "site"
    assert init(folder, "--title", title).exit_code == 0
    built = build(folder)
    assert built.returncode == 0, built.stdout + built.stderr
    home = BeautifulSoup((folder / "site/index.html").read_text(encoding="utf-8"), "html.parser")
    heading = home.select_one("h1")
    assert heading is not None
    assert heading.get_text().removesuffix("¶") == title
    assert home.title is not None
    assert title in home.title.get_text()


@pytest.mark.parametrize(
    ("remote", "site", "edit"),
    [
        ("git@github.com:Ada/sorting.git", "https://ada.github.io/sorting/",
         "https://github.com/Ada/sorting/edit/HEAD/docs/"),
        ("https://github.com/ada/ada.github.io", "https://ada.github.io/",
         "https://github.com/ada/ada.github.io/edit/HEAD/docs/"),
        ("https://token@github.com/ada/sorting.js/", "https://ada.github.io/sorting.js/",
         "https://github.com/ada/sorting.js/edit/HEAD/docs/"),
        ("ssh://git@gitlab.com/ada/courses/sorting.git", "https://ada.gitlab.io/courses/sorting/",
         "https://gitlab.com/ada/courses/sorting/-/edit/HEAD/docs/"),
        ("https://codeberg.org/ada/pages.git", "https://ada.codeberg.page/",
         "https://codeberg.org/ada/pages/_edit/HEAD/docs/"),
        ("https://example.org/ada/sorting.git", "", None),
        ("/srv/git/sorting.git", "", None),
        (None, "", None),
    ],
)  # fmt: skip
def test_the_address_is_that_of_the_repository(
    tmp_path: Path, remote: str | None, site: str, edit: str | None
) -> None:
    git(tmp_path, "init", "--quiet")
    if remote:
        git(tmp_path, "remote", "add", "origin", remote)
    done = init(tmp_path)
    assert done.exit_code == 0, done.output
    assert (tmp_path / ".git/HEAD").exists()
    found = settings_of((tmp_path / "mkdocs.yml").read_text())
    assert found["site_url"] == site
    whole = f"{found['repo_url']}/{found['edit_uri']}" if "repo_url" in found else None
    assert whole == edit
    assert (site or "no address yet") in done.stdout


def test_a_folder_within_a_repository_is_edited_there(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "remote", "add", "origin", "https://github.com/ada/all")
    assert init(tmp_path / "sites/sorting").exit_code == 0
    found = settings_of((tmp_path / "sites/sorting/mkdocs.yml").read_text())
    assert found["edit_uri"] == "edit/HEAD/sites/sorting/docs/"


@pytest.mark.parametrize(
    ("given", "site"),
    [
        ("https://learn.example.org", "https://learn.example.org/"),
        ("http://wiki.local/sorting/", "http://wiki.local/sorting/"),
        ("https://例え.jp/", "https://例え.jp/"),
    ],
)
def test_an_address_that_is_given_goes_before(tmp_path: Path, given: str, site: str) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "remote", "add", "origin", "https://github.com/ada/sorting")
    assert init(tmp_path, "--site-url", given).exit_code == 0
    assert settings_of((tmp_path / "mkdocs.yml").read_text())["site_url"] == site


@pytest.mark.parametrize(
    "given",
    ["example.org", "ftp://example.org/", "https://", "https://[x", "https://a.org:99999/", "x y",
     "https://a.org/?b", "https://a.org/#b", "https://u:p@a.org/", 'https://a.org/"', "\udcff"],
)  # fmt: skip
def test_what_is_no_address_is_refused(tmp_path: Path, given: str) -> None:
    done = init(tmp_path / "x", "--site-url", given)
    assert done.exit_code == 2, done.output
    assert "--site-url: " in done.stderr
    assert list(tmp_path.iterdir()) == []
