"""A crawler's way through a site: every page is listed, says what it is, and has its picture."""

from __future__ import annotations

import gzip
import io
import os
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from PIL import Image

from tests.browser.browsing import serve
from tests.built.projects import build, pages_of
from tests.built.test_addresses import MODES, project, template

__all__ = ["project", "template"]

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DAY = "2024-05-06T12:00:00Z"
WHOLE = {"folders": "https://example.org/deep/down/", "files": "https://example.org/deep/"}


class Seen(HTMLParser):
    """What a crawler looks at."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.said: dict[str, list[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "link" and given.get("rel", "").strip() in ("canonical", "alternate"):
            self.said.setdefault(given.get("type", "canonical"), []).append(given["href"])
        if tag == "meta":
            name = given.get("property") or given.get("name") or ""
            self.said.setdefault(name, []).append(given.get("content", ""))


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments],
        cwd=folder, check=True, capture_output=True,
        env={"GIT_COMMITTER_DATE": DAY, "GIT_AUTHOR_DATE": DAY, "HOME": str(folder),
             "PATH": os.environ["PATH"]},
    )  # fmt: skip


@pytest.mark.parametrize("mode", WHOLE)
def test_every_page_is_reached_listed_and_shown(project: Path, mode: str) -> None:
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text() + MODES[f"{mode} below a path"])
    with (project / "resources/t/topic.yml").open("a") as topic:
        topic.write("formerly: [old/place/]\n")
    (project / "docs/about.md").write_text(
        "---\ndescription: Who & why\n---\n# About us & you\n\n## Who {#who}\n\n[Home](index.md)\n"
    )
    with (project / "docs/index.md").open("a") as index:
        index.write("\nSee [about](about.md#who) it.\n")
    git(project, "init", "-q")
    git(project, "add", "docs", "resources", "code", "mkdocs.yml")
    git(project, "commit", "-qm", "All")
    (project / "docs/new.md").write_text("# New\n\nNot committed, and [linked](index.md).\n")
    done = build(project)
    assert done.returncode == 0, done.stderr
    site, base = project / "site", WHOLE[mode]

    sitemap = (site / "sitemap.xml").read_bytes()
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == sitemap
    urls = ElementTree.fromstring(sitemap).findall(f"{SITEMAP}url")
    listed = {str(url.findtext(f"{SITEMAP}loc")): url.findtext(f"{SITEMAP}lastmod") for url in urls}
    assert len(urls) == len(listed)
    files = {file for file in pages_of(site) if file != "404.html"}
    # Where pages are files, their addresses name the file.
    pages = {
        f"{file}index.html" if mode == "files" and not file.endswith(".html") else file
        for file in files
    }
    assert {page.removeprefix(base) for page in listed} == pages
    assert any("examples/addition" in page for page in listed)
    assert not any("old/place" in page for page in listed)
    undated = [page.removeprefix(base) for page, day in listed.items() if day is None]
    assert undated == ["new/" if mode == "folders" else "new.html"]
    assert {day for day in listed.values() if day} == {"2024-05-06"}

    home = "" if mode == "folders" else "index.html"
    with serve(site) as root:
        seen: dict[str, Seen] = {}
        waiting = [home]
        while waiting:
            page = waiting.pop()
            if page in seen or page not in pages:
                continue
            with urlopen(root + page) as answer:
                seen[page] = Seen(answer.read().decode())
            links = (urljoin(root + page, link) for link in seen[page].links)
            waiting += [re.split("[#?]", link)[0].removeprefix(root) for link in links]
    # A reader's own page is linked for who has done something.
    assert pages - set(seen) == {"progress/" if mode == "folders" else "progress/index.html"}

    for page, found in seen.items():
        assert found.said["canonical"] == found.said["og:url"] == [base + page]
        for name in ("og:title", "og:site_name", "og:type", "og:locale", "twitter:card"):
            assert len(found.said[name]) == 1, (page, name)
            assert found.said[name][0]
        (image,) = found.said["og:image"]
        file = site / urlsplit(image.removeprefix(base)).path
        picture = Image.open(io.BytesIO(file.read_bytes()))
        assert [str(side) for side in picture.size] == [
            *found.said["og:image:width"], *found.said["og:image:height"],
        ]  # fmt: skip
        for twin in found.said.get("text/markdown", []):
            address = urljoin(base + page, twin)
            assert (site / address.removeprefix(base)).is_file(), (page, twin)
    about = next(found for page, found in seen.items() if page.startswith("about"))
    assert about.said["og:description"] == ["Who & why"]
    assert about.said["og:title"] == ["About us & you"]

    text = (site / "llms.txt").read_text()
    blocks = MarkdownIt("commonmark").parse(text)
    assert [one.tag for one in blocks if one.type == "heading_open"] == ["h1", "h2", "h2", "h2"]
    inner = [child for block in blocks for child in block.children or ()]
    twins = [str(one.attrGet("href")) for one in inner if one.type == "link_open"]
    assert len(twins) == len(set(twins)) == 5
    for address in twins:
        twin = (site / address.removeprefix(base)).read_text()
        first = MarkdownIt("commonmark").parse(twin)[0]
        assert (first.type, first.tag) == ("heading_open", "h1")
        for link in Seen(MarkdownIt("commonmark").render(twin)).links:
            target = urljoin(address, link).partition("#")[0]
            if target.startswith(base):
                there = site / target.removeprefix(base)
                assert (there / "index.html" if there.is_dir() else there).is_file(), link


def test_a_site_that_does_not_know_its_address_says_what_it_can(small: Path) -> None:
    said = Seen((small / "site/t/index.html").read_text()).said
    assert said["og:title"] == ["A topic"]
    assert said["twitter:card"] == ["summary"]
    assert not said.keys() & {"og:url", "og:image", "canonical"}
    assert not list((small / "site/assets").rglob("pictures"))
    text = (small / "site/llms.txt").read_text()
    assert "](t/index.md)" in text
    assert (small / "site/t/index.md").is_file()
