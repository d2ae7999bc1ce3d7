"""Wherever MkDocs puts pages, links lead there, and a page that somebody wrote is kept."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.built.projects import build, once, small_project
from tests.built.test_build import add_example, table

MINE = "# Mine\n\n<!-- topicsite: paths -->\n\n<!-- topicsite: resources -->\n"

PATH = """\
paths:
  - id: first
    title: A first path
    summary: Goes through one entry and one example, in this order.
    stages:
      - title: All of it
        steps:
          - resource: a
            why: It is the first.
          - example: addition
            why: It shows what the first one says.
"""

MODES = {
    "folders": "",
    "files": "use_directory_urls: false\n",
    "folders below a path": "site_url: https://example.org/deep/down/\n",
    "files below a path": "use_directory_urls: false\nsite_url: https://example.org/deep/\n",
    "offline": "plugins: [search, offline, {topicsite: {python: false}}]\n",
}
WRITTEN = {
    "nobody wrote": None,
    "an index": "t/index.md",
    "a readme": "t/README.md",
    "a page beside the folder": "t.md",
}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with an example that has been run, and a path that leads to it."""

    def make(folder: Path) -> None:
        project = small_project(folder)
        add_example(project, table("a/sum | 4 | 4 | reproduced"))
        settings = project / "mkdocs.yml"
        plugins = "plugins: [search, {topicsite: {python: false}}]"
        settings.write_text(settings.read_text().replace(
            "plugins: [search, topicsite, mkdocs-jupyter]", plugins
        ))  # fmt: skip
        with (project / "resources/t/topic.yml").open("a") as topic:
            topic.write(PATH)
        (project / "docs/checked.md").write_text("# Checked\n\n<!-- topicsite: claims -->\n")
        done = build(project)
        assert done.returncode == 0, done.stderr
        shutil.rmtree(project / "site")

    return once(tmp_path_factory, "with-example", make)


@pytest.fixture
def project(template: Path, tmp_path: Path) -> Path:
    return shutil.copytree(template, tmp_path / "project")


class Links(HTMLParser):
    """Everything that a page links to or loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        name = "href" if tag in ("a", "link") else "src"
        if given.get(name) and given.get("rel") != "canonical":
            self.found.append(given[name])


def lost(site: Path, *, as_files: bool) -> Iterator[str]:
    """Links that find nothing when the site is opened from its folder, or from a server."""
    pages = {file: Links(file.read_text()) for file in site.rglob("*.html")}
    for file, page in pages.items():
        if file.name == "404.html":
            continue
        for link in page.found:
            target = urlsplit(urljoin(file.as_uri(), link))
            if target.scheme != "file":
                continue
            there = Path(unquote(target.path))
            if there.is_dir() and not as_files:
                there /= "index.html"
            anchor = unquote(target.fragment)
            if not there.is_file() or (anchor and anchor not in pages[there].ids):
                yield f"{file.relative_to(site)}: {link}"


@pytest.mark.parametrize(
    ("mode", "written"),
    [
        *(("files", written) for written in WRITTEN),
        *(("folders", written) for written in WRITTEN if written != "an index"),
        ("folders below a path", "nobody wrote"),
        ("files below a path", "an index"),
        ("offline", "an index"),
    ],
)
def test_every_link_arrives(project: Path, mode: str, written: str) -> None:
    settings = project / "mkdocs.yml"
    text = settings.read_text()
    if "plugins:" in MODES[mode]:
        text = text.partition("plugins:")[0]
    settings.write_text(text + MODES[mode])
    if (page := WRITTEN[written]) is not None:
        (project / "docs/t").mkdir()
        (project / "docs" / page).write_text(MINE)
    done = build(project)
    assert done.returncode == 0, done.stderr
    site = project / "site"
    as_files = mode.startswith(("files", "offline"))
    assert list(lost(site, as_files=as_files)) == []
    shown = [file for file in site.rglob("*.html") if "A good entry</a>" in file.read_text()
             and 'class="ts-card"' in file.read_text()]  # fmt: skip
    assert len(shown) == 1, "the cards are on one page"
    html = shown[0].read_text()
    assert ("Mine" in html) is (page is not None)
    example = "examples/addition.html" if as_files else "examples/addition/index.html"
    assert (site / example).is_file()
    assert '<li><a href="../' in html or 'href="examples/' in html
    assert "1 reproduced" in html


@pytest.mark.parametrize(
    ("mode", "name"),
    [("files", "tags.md"), ("files", "tags/index.md"), ("folders", "tags/chain-rule.md")],
)
def test_a_page_of_tags_of_ones_own_is_kept_too(project: Path, mode: str, name: str) -> None:
    with (project / "mkdocs.yml").open("a") as settings:
        settings.write(MODES[mode])
    file = project / "docs" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("# My own tags\n")
    done = build(project)
    assert done.returncode == 0, done.stderr
    site = project / "site"
    found = [file for file in site.rglob("*.html") if "My own tags</h1>" in file.read_text()
             or 'id="my-own-tags"' in file.read_text()]  # fmt: skip
    assert len(found) == 1
    assert list(lost(site, as_files=mode == "files")) == []


@pytest.mark.parametrize(
    ("mode", "name"),
    [
        ("folders", "examples/addition.md"),
        ("files", "examples/addition/index.md"),
        ("folders", "examples/addition.py"),
    ],
)
def test_a_page_at_an_example_s_address_is_refused(project: Path, mode: str, name: str) -> None:
    with (project / "mkdocs.yml").open("a") as settings:
        settings.write(MODES[mode])
    file = project / "docs" / name
    file.parent.mkdir(parents=True)
    file.write_text("# Mine\n")
    done = build(project)
    assert done.returncode == 1
    said = f"docs/{name} would lie at the address of the example code/examples/addition.py"
    assert f"{said}; rename one of the two" in done.stderr
    assert "Traceback" not in done.stderr


def test_examples_may_lie_among_the_pages_and_in_a_folder_of_any_name(project: Path) -> None:
    (project / "code/examples").rename(project / "docs/beispiele")
    settings = project / "mkdocs.yml"
    option = "{topicsite: {python: false, examples: docs/beispiele}}"
    settings.write_text(settings.read_text().replace("{topicsite: {python: false}}", option))
    done = build(project)
    assert done.returncode == 0, done.stderr
    assert "1 reproduced" in (project / "site/t/index.html").read_text()
    assert (project / "site/examples/addition/addition.py").is_file()


ARRIVE = """\
[x](t/index.md#a) [x](examples/addition.py) [x](data.json) [x](https://example.org/nowhere)
<a href="examples/addition/addition.py">x</a> <a href="t/?q=1#top">x</a> [x](checked.md)
"""
DO_NOT_ARRIVE = {
    "[x](t/index.md#no-such-card)": "`t/index.html` has no anchor `no-such-card`",
    "[x](tags/index.md#nowhere-1)": "`tags/index.html` has no anchor `nowhere-1`",
    "[x](examples/addition.py#nowhere-2)": "`examples/addition/index.html` has no anchor",
    "[x](checked.md#nowhere-3)": "`checked/index.html` has no anchor `nowhere-3`",
    "[x](#nowhere-4)": "`index.html` has no anchor `nowhere-4`",
    '<a href="t/nowhere/">x</a>': "the site has no `t/nowhere/`",
    '<img src="nowhere.png" alt="">': "the site has no `nowhere.png`",
    '<a href="../t/">x</a>': "it leads out of the site",
}


def test_the_build_follows_every_link_and_tells_each_that_is_lost_once(project: Path) -> None:
    (project / "docs/data.json").write_text("{}")
    (project / "docs/index.md").write_text(f"# Home\n\n{ARRIVE}\n")
    assert build(project).returncode == 0
    lost = "\n\n".join(DO_NOT_ARRIVE)
    (project / "docs/index.md").write_text(f"# Home\n\n{ARRIVE}\n\n{lost}\n")
    done = build(project)
    assert done.returncode == 1
    for words in DO_NOT_ARRIVE.values():
        assert done.stderr.count(words) == 1, done.stderr
    assert done.stderr.count("docs/index.md: the link `") == len(DO_NOT_ARRIVE)
    assert done.stderr.count("WARNING") == len(DO_NOT_ARRIVE)


@pytest.mark.parametrize(
    ("level", "told"), [("anchors: ignore", ["nowhere/"]), ("not_found: ignore", [])]
)
def test_who_does_not_want_to_know_says_so_as_mkdocs_has_it(
    small: Path, level: str, told: list[str]
) -> None:
    with (small / "mkdocs.yml").open("a") as settings:
        settings.write(f"validation: {{links: {{{level}}}}}\n")
    page = '[x](t/index.md#nowhere) <a href="nowhere/">x</a>'
    (small / "docs/index.md").write_text(f"# Home\n\n{page}\n")
    done = build(small)
    assert re.findall(r"the link `(.*?)` leads nowhere", done.stderr) == told
    assert done.returncode == (1 if told else 0)


def test_what_others_publish_beside_a_site_is_none_of_its_business(small: Path) -> None:
    with (small / "mkdocs.yml").open("a") as settings:
        settings.write(
            "site_url: https://example.org/\n"
            "extra:\n  version: {provider: mike}\n"
            "  alternate: [{name: Deutsch, link: /de/, lang: de}]\n"
        )
    (small / "docs/old.html").write_text("<a href='from/another/tool.html'>x</a><p id='y'>")
    page = '[x](old.html#y), <a href="../latest/">newest</a>'
    (small / "docs/index.md").write_text(f"# Home\n\n{page}\n")
    done = build(small)
    assert done.returncode == 0, done.stderr
