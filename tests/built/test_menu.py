"""Generated pages are full pages of MkDocs: tabs, sidebar, next and previous, the menu itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag

from tests.built.projects import build


def soup_of(project: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((project / "site" / page).read_text(), "html.parser")


def words(elements: list[Tag]) -> list[str]:
    return [" ".join(element.get_text().split()) for element in elements]


def tabs(soup: BeautifulSoup) -> tuple[list[str], list[str]]:
    """The tabs, and those of them that are the page's."""
    return words(soup.select(".md-tabs__item")), words(soup.select(".md-tabs__item--active"))


def test_a_generated_page_that_nav_names_is_like_any_other(small: Path) -> None:
    (small / "docs/about.md").write_text("# About\n")
    with (small / "mkdocs.yml").open("a") as settings:
        settings.write(
            "nav:\n  - Home: index.md\n  - Learn:\n      - All of it: t/index.md\n"
            "      - tags/index.md\n  - About: about.md\n"
        )
    done = build(small)
    assert done.returncode == 0, done.stderr
    page = soup_of(small, "t/index.html")
    assert tabs(page) == (["Home", "Learn", "About"], ["Learn"])
    assert words(page.select(".md-nav__link--active .md-ellipsis"))[0] == "All of it"
    assert [page.select_one(f"link[rel={way}]")["href"] for way in ("prev", "next")] == [  # type: ignore[index]
        "..", "../tags/",
    ]  # fmt: skip
    contents = page.select(".md-nav--secondary a.md-nav__link")
    assert "A good entry" in words(contents)
    assert page.title is not None
    assert page.title.get_text() == "A topic - Sorting"
    about = soup_of(small, "about/index.html")
    assert about.select_one("link[rel=prev]")["href"] == "../tags/"  # type: ignore[index]
    assert "Tags" in words(soup_of(small, "tags/index.html").select(".md-nav__link .md-ellipsis"))


def with_topics(project: Path, number: int) -> None:
    for count in range(number - 1):
        folder = project / f"resources/topic-{count:02}"
        folder.mkdir()
        text = (project / "resources/t/topic.yml").read_text()
        (folder / "topic.yml").write_text(text.replace("A topic", f"Topic {count:02}", 1))


@pytest.mark.parametrize(("number", "in_menu"), [(1, 1), (3, 3), (20, 20), (21, 0)])
def test_without_nav_a_few_topics_are_in_the_menu(small: Path, number: int, in_menu: int) -> None:
    """The menu is drawn on every page: with many, what it costs would grow with the square."""
    with_topics(small, number)
    done = build(small)
    assert done.returncode == 0, done.stderr
    home = soup_of(small, "index.html")
    links = {link["href"] for link in home.select(".md-nav--primary a[href]")}
    there = {"t/", *(f"topic-{count:02}/" for count in range(number - 1))}
    assert len(links & there) == in_menu
    assert not [link for link in links if str(link).startswith(("tags/", "examples/"))]
    page = soup_of(small, "t/index.html")
    if in_menu:
        assert tabs(page)[1] == ["A topic"], "the page's own title, not that of a section of one"
        assert page.select_one("link[rel=prev]") is not None


def test_a_topic_with_written_pages_beside_it_stays_in_their_section(small: Path) -> None:
    (small / "docs/t").mkdir()
    (small / "docs/t/more.md").write_text("# More\n")
    done = build(small)
    assert done.returncode == 0, done.stderr
    more = soup_of(small, "t/more/index.html")
    assert tabs(more) == (["Sorting", "T"], ["T"])
    shown = words(more.select(".md-nav--primary .md-nav__item--active .md-nav__link"))
    assert "A topic" in shown


def test_a_menu_of_ones_own_costs_the_same_for_many_tags(small: Path) -> None:
    """Pages of tags enter no menu: each page is as long with forty as with one."""
    sizes = []
    for number in (1, 40):
        entry = small / "resources/t/b.yml"
        tags = ", ".join(f"phrase {n} of all" for n in range(min(number, 8)))
        entry.write_text(entry.read_text().partition("teaches:")[0] + f"teaches: [{tags}]\n")
        shutil.rmtree(small / "site", ignore_errors=True)
        assert build(small).returncode == 0
        sizes.append(len(soup_of(small, "index.html").select("nav a")))
    assert sizes[0] == sizes[1]
