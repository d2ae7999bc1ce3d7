"""What readers take along from a published site, wherever it lies and however its pages do."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin, urlsplit

import feedparser
from bs4 import BeautifulSoup

from tests.built.projects import build, pages_of, small_project
from tests.children import git

SETTINGS = "site_url: https://example.org/below/\nuse_directory_urls: false\n"


def test_all_of_it_is_there_and_found(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    with (project / "mkdocs.yml").open("a") as file:
        file.write(SETTINGS)
    (project / "docs/cite.ris").write_text("mine")
    with (project / "docs/index.md").open("a") as file:
        file.write("\n<!-- topicsite: along -->\n")
    (project / ".gitignore").write_text("/site/\n")
    git(project, "init", "--quiet")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message=begin")
    done = build(project)
    assert done.returncode == 0, done.stdout + done.stderr
    site = project / "site"
    assert (site / "cite.ris").read_text() == "mine"

    followed: set[str] = set()
    linked: set[str] = set()
    for name in pages_of(site):
        page = name if name.endswith(".html") else f"{name}index.html"
        html = BeautifulSoup((site / page).read_text(), "html.parser")
        here = f"https://example.org/below/{page}"
        alternates = [
            link for link in html.select("link[rel=alternate]") if link["type"] != "text/markdown"
        ]
        assert (len(alternates) == 0) == (page == "404.html"), page
        followed |= {urljoin(here, str(link["href"])) for link in alternates}
        linked |= {
            urljoin(here, str(link["href"])).removeprefix("https://example.org/below/")
            for link in html.select(".ts-more a, .ts-along a")
        }
    root = "https://example.org/below/"
    assert followed == {f"{root}feed.xml", f"{root}feed.json"}
    files = {name for name in linked if name.endswith((".bib", ".csv", ".opml", "xml", "json"))}
    assert {"cite.bib", "resources.csv", "feed.xml", "feed.json", "feeds.opml"} <= files
    assert all((site / name).is_file() for name in files)

    read = feedparser.parse((site / "feed.xml").read_bytes())
    assert {entry.title.partition(":")[0] for entry in read.entries} == {"New"}
    for entry in read.entries:
        place = urlsplit(entry.link)
        target = site / place.path.removeprefix("/below/")
        assert BeautifulSoup(target.read_text(), "html.parser").find(id=place.fragment)

    first = {
        path: path.read_bytes()
        for path in site.rglob("*")
        if path.suffix in (".bib", ".csv", ".json", ".xml", ".opml")
    }
    assert build(project).returncode == 0
    assert {path: path.read_bytes() for path in first} == first
