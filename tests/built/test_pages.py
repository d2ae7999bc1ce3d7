"""Every page of the built site: links, anchors, ids, titles, and nothing from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.built.projects import PROJECT, pages_of
from topicsite.reading.load import load

LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "srcset"}


class Page(HTMLParser):
    """What a page links to, what it loads, and what can be linked to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.title = ""
        self.description: str | None = None
        self._in_title = False
        self._inert = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.handlers += [f"{tag} {name}" for name in given if name.startswith("on")]
        if "id" in given:
            self.ids.append(given["id"])
        self._inert += tag == "template"  # a script decides what its links become
        if tag == "a" and "href" in given and not self._inert:
            self.links.append(given["href"])
        if tag in LOADS and LOADS[tag] in given and given.get("rel") != "canonical":
            self.loads.append(given[LOADS[tag]])
        if tag == "meta" and given.get("name") == "description":
            self.description = given["content"]
        self._in_title = tag == "title" and not self.title

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        self._inert -= tag == "template"


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Page]:
    return {address: Page((site / file_of(address)).read_text()) for address in pages_of(site)}


def file_of(address: str) -> str:
    return f"{address}index.html" if address == "" or address.endswith("/") else address


def test_the_pages_that_must_be_there(pages: dict[str, Page]) -> None:
    expected = {
        *("", "404.html", "about/", "backpropagation/", "checked/", "contribute/"),
        *("examples/sensitivity/", "rules/", "speed/", "tags/"),
    }
    assert expected <= set(pages)


def test_every_internal_link_and_anchor_leads_somewhere(site: Path, pages: dict[str, Page]) -> None:
    lost = []
    for address, page in pages.items():
        if address == "404.html":
            continue  # its links start at the root of wherever the site will be
        for link in [*page.links, *page.loads]:
            target = urlsplit(urljoin(f"http://site/{address}", link))
            if target.scheme not in ("http", "https") or target.netloc != "site":
                continue
            path, anchor = unquote(target.path).lstrip("/"), unquote(target.fragment)
            known = pages[path].ids if path in pages else [anchor]
            if not (site / file_of(path)).is_file() or (anchor and anchor not in known):
                lost.append(f"{address}: {link}")
    assert lost == []


def test_no_id_stands_twice_on_a_page(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        twice = {name for name in page.ids if page.ids.count(name) > 1}
        assert twice == set(), address


def test_pages_load_nothing_from_other_hosts(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        foreign = [url for url in page.loads if re.match(r"(?:[a-z]+:)?//", url)]
        assert foreign == [], address
        assert page.handlers == [], address


def test_style_sheets_load_nothing_from_other_hosts(site: Path) -> None:
    for file in site.rglob("*.css"):
        css = file.read_text()
        for url in re.findall(r"url\(\s*['\"]?([^)'\"]+)|@import\s+['\"]([^'\"]+)", css):
            assert not re.match(r"(?:https?:)?//", "".join(url)), file


def test_titles_and_descriptions_tell_pages_apart(pages: dict[str, Page]) -> None:
    titles = [page.title for address, page in pages.items() if address != "404.html"]
    assert len(set(titles)) == len(titles)
    for address, page in pages.items():
        if address != "404.html":
            assert page.description, address
            assert len(page.description) >= 20, address


def test_every_resource_is_on_the_page_of_its_topic_and_in_its_contents(
    pages: dict[str, Page],
) -> None:
    for name, resource in load(PROJECT).catalog.resources.items():
        page = pages[f"{resource.topic}/"]
        assert name in page.ids
        assert f"#{name}" in page.links


def test_the_old_address_leads_to_the_topic(site: Path) -> None:
    html = (site / "backprop.html").read_text()
    assert 'content="0; url=backpropagation/"' in html
    assert '<a href="backpropagation/">' in html


def test_the_outline_of_the_old_page_is_kept(site: Path) -> None:
    html = (site / "backpropagation/index.html").read_text()
    wanted = [
        "what-is-backpropagation", "recommended-path-for-learning", "further-learning", "video",
        "applied-paper", "online-tutorial", "theory-paper",
    ]  # fmt: skip
    places = [html.index(f' id="{name}"') for name in wanted]
    assert places == sorted(places)


def test_scripts_are_ours_without_what_they_say_to_their_authors(site: Path) -> None:
    sources = PROJECT / "code/topicsite/assets"
    for script in sorted((site / "assets/topicsite").rglob("*.js")):
        place = script.relative_to(site / "assets/topicsite")
        written = (sources / place).read_text("utf-8").splitlines()
        sent = script.read_text("utf-8").splitlines()
        if place.parts[0] in {"codemirror", "katex", "snowball"}:
            assert sent == written
            continue
        left = iter([*sent, ""])
        line, inside = next(left), False
        for own in written:
            if own == line and not inside:
                line = next(left)
                continue
            text = own.strip()
            assert inside or text.startswith(("//", "/**")), (place, own)
            inside = (inside or text.startswith("/**")) and not text.endswith("*/")
        assert [*left] == [], place
