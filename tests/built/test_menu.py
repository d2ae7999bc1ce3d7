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


@pytest.mark.parametrize(("number", "in_menu"), [(1, 1), (3, 3), (20, 20), (21, 1)])
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
    assert page.select_one("link[rel=prev]") is not None
    if in_menu == number:
        assert tabs(page)[1] == ["A topic"], "the page's own title, not that of a section of one"
    else:
        assert tabs(page) == (["Sorting", "Map", "Topics"], ["Topics"])
        own = {str(link["href"]) for link in page.select(".md-nav--primary a[href]")}
        assert len(own & {f"../topic-{count:02}/" for count in range(20)}) == 20


def test_each_section_has_a_tab_and_a_page_the_topics_of_its_own(library: Path) -> None:
    page = soup_of(library, "topic-010/index.html")
    shown, active = tabs(page)
    sections = [f"The section number {number}" for number in range(15)]
    inside = words(page.select(".ts-menu li"))
    assert inside == [*sections, "Further topics"]
    assert [tab for tab in shown if tab not in inside] == [
        "Home", "Map", words(page.select(".md-tabs__item:has(.ts-menu)"))[0], "Add a resource",
    ]  # fmt: skip
    assert active[1:] == ["The section number 1"]
    assert words(page.select(".ts-menu > summary")) == ["Topics: The section number 1"]
    beside = page.select(".md-nav--primary .md-nav__item--active a[href$='/']")
    # The owner's order, with the topic that nobody has resources for behind the others.
    assert [link["href"] for link in beside if "topic" in str(link["href"])] == [
        f"../topic-{number:03}/" for number in (11, 9, 8, 7, 6)
    ]
    assert page.select(".md-nav--primary a[href='./']") != []
    titles = [link["href"] for link in page.select("link[rel=prev], link[rel=next]")]
    assert titles == ["../topic-006/", "../topic-017/"]
    footer = words(page.select(".md-footer__link .md-ellipsis"))
    assert footer == ["Topic number 6", "Topic number 17"]


def test_pages_of_topics_say_what_they_are_and_where_they_are_edited(library: Path) -> None:
    edited = {
        "topic-010": "https://github.com/o/r/edit/main/resources/topic-010/topic.yml",
        "topic-003": "https://github.com/o/r/edit/main/docs/topic-003/index.md",
    }
    for name, address in edited.items():
        page = soup_of(library, f"{name}/index.html")
        described = page.select_one("meta[name=description]")
        assert described is not None
        assert str(described["content"]).startswith("What there is to know about Topic number")
        assert [link["href"] for link in page.select("a.md-content__button")] == [address]


def test_written_pages_of_a_topic_stand_in_its_section(library: Path) -> None:
    page = soup_of(library, "topic-004/more/index.html")
    assert words(page.select(".ts-menu > summary")) == ["Topics: The section number 0"]
    beside = words(page.select(".md-nav--primary .md-nav__item--section > nav > ul > li > label"))
    assert "Topic number 4" in beside
    three = soup_of(library, "topic-003/index.html")
    assert words(three.select(".ts-menu > summary")) == ["Topics: The section number 0"]
    assert "Topic number 4" in words(three.select(".ts-assumes a"))


def test_a_few_topics_stand_by_themselves_where_nav_says(small: Path) -> None:
    with (small / "mkdocs.yml").open("a") as settings:
        settings.write("nav: [Home: index.md, topics]\n")
    with_topics(small, 2)
    done = build(small)
    assert done.returncode == 0, done.stderr
    assert tabs(soup_of(small, "t/index.html")) == (["Home", "A topic", "Topic 00"], ["A topic"])


@pytest.mark.parametrize(
    ("nav", "expected"),
    [
        ("[Home: index.md, About: about.md]", ["Home", "About"]),
        ("[Home: index.md, topics, About: about.md]", ["Home", "First", "Further topics", "About"]),
        (
            "[Home: index.md, Mine: t/index.md, topics]",
            ["Home", "Mine", "First"],
        ),
    ],
)
def test_an_owner_s_nav_keeps_its_meaning_and_may_say_where_topics_stand(
    small: Path, nav: str, expected: list[str]
) -> None:
    with_topics(small, 3)
    (small / "docs/about.md").write_text("# About\n")
    (small / "resources/site.yml").write_text(
        "sections:\n  - title: First\n    topics: [topic-01, topic-00]\n"
    )
    with (small / "mkdocs.yml").open("a") as settings:
        settings.write(f"nav: {nav}\nnot_in_nav: /about.md\n")
    done = build(small)
    assert done.returncode == 0, done.stderr
    shown = tabs(soup_of(small, "index.html"))[0]
    assert [tab for tab in shown if tab != "Map"] == expected


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
