"""Links of a finished site: what arrives, what does not, what is none of the site's business."""

from __future__ import annotations

import pytest

from topicsite.render.lost import Lost, Surroundings, lost_links, told

SITE = {
    "index.html": '<h1 id="home">',
    "404.html": "",
    "t/index.html": "<h4 id='one'><a name='two'></a><p id='%C3%A9'><p id='é'><p id='a b'>",
    "t/more.html": "<p id='three'>",
    "old/index.html": "<meta http-equiv='refresh' content='0; url=../t/'>",
    "assets/a b.css": "",
    "données/x.pdf": "",
    "raw.html": "<a href='nowhere/'><p id='five'>",
    "sw.js": "",
}
AT_ROOT = Surroundings("https://example.org/")
BELOW = Surroundings("https://example.org/learn/")
UNKNOWN = Surroundings()


def reasons(page: str, link: str, site: Surroundings) -> list[str]:
    """What is said of one link on one page."""
    pages = {**SITE, page: SITE.get(page, "") + f'<a href="{link}">'}
    found = lost_links([page], set(pages), pages.__getitem__, site)
    return [lost.reason for lost in found if lost.link == link]


@pytest.mark.parametrize("site", [UNKNOWN, AT_ROOT, BELOW])
@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("index.html", "t/"),
        ("index.html", "t"),
        ("index.html", "t/index.html"),
        ("index.html", "./t/#one"),
        ("index.html", "t/#two"),
        ("index.html", "t/more.html?x=1#three"),
        ("index.html", "#home"),
        ("index.html", "#"),
        ("index.html", "#top"),
        ("index.html", "#TOP"),
        ("index.html", "."),
        ("index.html", "./"),
        ("index.html", "?q=x"),
        ("index.html", "t/#%C3%A9"),
        ("index.html", "t/#é"),
        ("index.html", "t/#a%20b"),
        ("index.html", "assets/a%20b.css"),
        ("index.html", "assets/a b.css"),
        ("index.html", "donn%C3%A9es/x.pdf#page=3"),
        ("index.html", "raw.html#five"),
        ("index.html", "#__tabbed_1_1"),
        ("index.html", "t/#code=abc"),
        ("index.html", "#:~:text=some%20words"),
        ("index.html", "t/#one:~:text=words"),
        ("index.html", "raw.html#/route"),
        ("index.html", "old/#anything"),
        ("index.html", ".well-known/security.txt"),
        ("index.html", "mailto:a@example.org"),
        ("index.html", "javascript:void(0)"),
        ("index.html", "data:text/plain,x"),
        ("index.html", "https://elsewhere.example/t/nowhere/"),
        ("index.html", "//elsewhere.example/nowhere"),
        ("t/index.html", ".."),
        ("t/index.html", "../#home"),
        ("t/index.html", "more.html#three"),
        ("t/index.html", "../sw.js"),
        ("t/more.html", "#three"),
        ("t/more.html", "./#one"),
        ("t/deeper/index.html", "../../t/./../t/#one"),
    ],
)
def test_what_arrives(page: str, link: str, site: Surroundings) -> None:
    assert reasons(page, link, site) == []


@pytest.mark.parametrize("site", [UNKNOWN, AT_ROOT, BELOW])
@pytest.mark.parametrize(
    ("page", "link", "reason"),
    [
        ("index.html", "nowhere/", "the site has no `nowhere/`"),
        ("index.html", "T/", "the site has no `T/`"),
        ("index.html", "t/more", "the site has no `t/more`"),
        ("index.html", "t/more.html/", "the site has no `t/more.html/`"),
        ("index.html", "examples/", "the site has no `examples/`"),
        ("index.html", "t/#nowhere", "`t/index.html` has no anchor `nowhere`"),
        ("index.html", "t/#One", "`t/index.html` has no anchor `One`"),
        ("index.html", "#one", "`index.html` has no anchor `one`"),
        ("index.html", "raw.html#six", "`raw.html` has no anchor `six`"),
        ("t/index.html", "t/", "the site has no `t/t/`"),
        ("t/index.html", "../../t/", "it leads out of the site"),
        ("t/more.html", "../../sw.js", "it leads out of the site"),
        ("t/more.html", "#one", "`t/more.html` has no anchor `one`"),
    ],
)
def test_what_does_not(page: str, link: str, reason: str, site: Surroundings) -> None:
    assert reasons(page, link, site) == [reason]


@pytest.mark.parametrize(
    ("page", "link", "site", "expected"),
    [
        # From the root of a host: where the site begins there has to be known.
        ("t/index.html", "/nowhere/", UNKNOWN, []),
        ("t/index.html", "/nowhere/", AT_ROOT, []),
        ("t/index.html", "/t/nowhere/", AT_ROOT, ["the site has no `t/nowhere/`"]),
        ("t/index.html", "/#nowhere", AT_ROOT, ["`index.html` has no anchor `nowhere`"]),
        ("t/index.html", "/nowhere/", BELOW, []),
        ("t/index.html", "/learn/t/nowhere/", BELOW, ["the site has no `t/nowhere/`"]),
        ("t/index.html", "/learn/t/#one", BELOW, []),
        ("t/index.html", "/learn/", BELOW, []),
        ("t/index.html", "/learning/", BELOW, []),
        ("404.html", "/t/", UNKNOWN, []),
        ("404.html", "/nowhere/", UNKNOWN, ["the site has no `nowhere/`"]),
        ("404.html", "/learn/t/", BELOW, []),
        # The site's own address in full.
        ("t/index.html", "https://example.org/t/#one", AT_ROOT, []),
        ("t/index.html", "https://example.org/t/#x", AT_ROOT, ["`t/index.html` has no anchor `x`"]),
        ("t/index.html", "https://example.org/learn/t/x", BELOW, ["the site has no `t/x`"]),
        ("t/index.html", "https://example.org/another-site/", AT_ROOT, []),
        ("t/index.html", "https://example.org/x/", BELOW, []),
        ("t/index.html", "https://example.org/x/", UNKNOWN, []),
        # What others publish beside it.
        ("t/index.html", "/de/", AT_ROOT._replace(elsewhere=("/de/",)), []),
        ("t/index.html", "../../latest/", BELOW._replace(has_siblings=True), []),
        ("t/index.html", "../x", BELOW._replace(has_siblings=True), ["the site has no `x`"]),
        # Who does not want anchors followed, still has the pages.
        ("t/index.html", "#x", UNKNOWN._replace(with_anchors=False), []),
        ("t/index.html", "x/#x", UNKNOWN._replace(with_anchors=False), ["the site has no `t/x/`"]),
    ],
)  # fmt: skip
def test_what_depends_on_where_the_site_is(
    page: str, link: str, site: Surroundings, expected: list[str]
) -> None:
    assert reasons(page, link, site) == expected


@pytest.mark.parametrize(
    ("base", "link", "expected"),
    [
        ("../", "t/", []),
        ("../", "more.html", ["the site has no `more.html`"]),
        ("https://elsewhere.example/", "nowhere/", []),
        ("/", "nowhere/", []),
    ],
)
def test_links_start_from_where_a_page_says(base: str, link: str, expected: list[str]) -> None:
    pages = {**SITE, "t/index.html": f"<base href='{base}'><a href='{link}'>"}
    found = lost_links(["t/index.html"], set(pages), pages.__getitem__, UNKNOWN)
    assert [lost.reason for lost in found] == expected


def test_only_the_pages_that_are_named_are_looked_through() -> None:
    assert lost_links(["index.html"], set(SITE), SITE.__getitem__, UNKNOWN) == []
    assert lost_links(["raw.html"], set(SITE), SITE.__getitem__, UNKNOWN) == [
        Lost("raw.html", "nowhere/", "the site has no `nowhere/`")
    ]


def test_what_every_page_has_wrong_is_said_once() -> None:
    found = [Lost(f"{page}/index.html", "x/", "the site has no `x/`") for page in "abc"]
    found.append(Lost("a/index.html", "#y", "`a/index.html` has no anchor `y`"))
    assert told(found, {"a/index.html": "docs/a.md"}) == [
        "docs/a.md and 2 other pages: the link `x/` leads nowhere: the site has no `x/`",
        "docs/a.md: the link `#y` leads nowhere: `a/index.html` has no anchor `y`",
    ]


def test_every_page_is_read_once_however_many_links_there_are() -> None:
    """Work grows with the pages: four times as many are read four times as often."""

    def reads(number: int) -> int:
        every = "".join(f'<a href="../{n}/#a">' for n in range(number))
        pages = {f"{n}/index.html": f"<p id=a>{every}" for n in range(number)}
        asked: list[str] = []

        def read(name: str) -> str:
            asked.append(name)
            return pages[name]

        assert lost_links(sorted(pages), set(pages), read, UNKNOWN) == []
        return len(asked)

    assert (reads(5), reads(20)) == (5, 20)
