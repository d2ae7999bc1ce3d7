"""Old addresses lead on where there is room for them; nothing that a site has is ever replaced."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.built.projects import build

REDIRECT = 'http-equiv="refresh" content="0; url={}"'


def formerly(project: Path, *addresses: str) -> Path:
    """Let the topic say where its page was; the line is the fourth of its file."""
    topic = project / "resources/t/topic.yml"
    topic.write_text(topic.read_text() + f"formerly: [{', '.join(addresses)}]\n")
    return project


def test_where_there_is_room(small: Path) -> None:
    room = {
        "old.html": ("old.html", "t/"),
        "older/": ("older/index.html", "../t/"),
        "very/old/page.html": ("very/old/page.html", "../../t/"),
        "oldest": ("oldest", "t/"),
        "t/old.html": ("t/old.html", "../t/"),
        "assets/old.html": ("assets/old.html", "../t/"),
    }
    done = build(formerly(small, *room))
    assert done.returncode == 0, done.stderr
    for file, target in room.values():
        assert REDIRECT.format(target) in (small / "site" / file).read_text()


ERROR = "error[bad-former-address]"
TOPIC = "resources/t/topic.yml"
PAGE = "is a page or file of the site itself"
FOLDER = "is a folder of the site itself"
TAKEN = {
    "index.html": PAGE,
    "404.html": PAGE,
    "t/index.html": PAGE,
    "tags/": PAGE,
    "tags/chain-rule/": PAGE,
    "about/": PAGE,
    "notes.txt": PAGE,
    "sitemap.xml": PAGE,
    "sitemap.xml.gz": PAGE,
    "search/search_index.json": PAGE,
    "assets/topicsite/topicsite.css": PAGE,
    "assets/topicsite/page/video.js": PAGE,
    "schema/topic.schema.json": PAGE,
    "written-by-a-hook.txt": PAGE,
    "assets/stylesheets": FOLDER,
    "assets": FOLDER,
    "tags": FOLDER,
    "search": FOLDER,
    "404.html/old.html": "would lie below `404.html`, which is a file of the site itself",
    "notes.txt/old/": "would lie below `notes.txt`, which is a file of the site itself",
}
HOOK = """\
from pathlib import Path

def on_post_build(config):
    Path(config.site_dir, "written-by-a-hook.txt").write_text("mine")
"""


def test_what_the_site_has_stays_whoever_made_it_and_all_is_told(small: Path) -> None:
    (small / "docs/about.md").write_text("# About\n")
    (small / "docs/notes.txt").write_text("mine")
    (small / "hook.py").write_text(HOOK)
    with (small / "mkdocs.yml").open("a") as settings:
        settings.write("hooks: [hook.py]\n")
    assert build(small).returncode == 0
    site = small / "site"
    before = {file: hashlib.sha256(file.read_bytes()).digest() for file in site.rglob("*.*")
              if file.is_file()}  # fmt: skip
    done = build(formerly(small, *TAKEN))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    column = len("formerly: [") + 1
    for address, words in TAKEN.items():
        place = f"resources/t/topic.yml:4:{column}: error[bad-former-address]"
        assert f"{place} `{address}` {words}" in done.stderr, done.stderr
        column += len(address) + 2
    after = {file: hashlib.sha256(file.read_bytes()).digest() for file in before}
    assert after == before


def test_sw_js_too(small: Path) -> None:
    """Where nothing runs there is none, and the address is as free as any other."""
    done = build(formerly(small, "sw.js"))
    assert done.returncode == 0, done.stderr
    (small / "docs/sw.js").write_text("// mine")
    done = build(small)
    assert done.returncode == 1
    assert f"resources/t/topic.yml:4:12: error[bad-former-address] `sw.js` {PAGE}" in done.stderr


def test_the_old_id_of_an_example_lies_where_examples_lie(small: Path) -> None:
    from tests.built.test_build import add_example, table

    add_example(small, table("a/sum | 4 | 4 | reproduced"))
    settings = small / "mkdocs.yml"
    plugins = "plugins: [search, {topicsite: {python: false}}]\nuse_directory_urls: false\n"
    settings.write_text(settings.read_text().partition("plugins:")[0] + plugins)
    example = small / "code/examples/addition.py"
    example.write_text(example.read_text().replace("# level:", "# formerly: [sums]\n# level:", 1))
    done = build(small)
    assert done.returncode == 0, done.stderr
    old = (small / "site/examples/sums.html").read_text()
    assert REDIRECT.format("../examples/addition.html") in old
    (small / "docs/examples").mkdir()
    (small / "docs/examples/sums.md").write_text("# Mine\n")
    done = build(small)
    assert done.returncode == 1
    assert "code/examples/addition.py:" in done.stderr
    assert f"error[bad-former-address] `sums` {PAGE}" in done.stderr


FRONT_MATTER = {
    "formerly: [old.html, older/]": [],
    "formerly: oldest.html": [],
    "title: x\nformerly:\n  - index.html\n  - good.html": [f"4:5: {ERROR} `index.html` {PAGE}"],
    "formerly: ../x.html": [f"2:11: {ERROR} `../x.html` is not a path below the site's root"],
    "formerly: [x y.html, /x]": [f"2:12: {ERROR} `x y.html` is not", f"2:22: {ERROR} `/x` is not"],
    "formerly: {a: b}": [f"2:12: {ERROR} `formerly` is a list of old addresses"],
    "formerly: [1]": [f"2:11: {ERROR} `formerly` is a list of old addresses"],
    "formerly: [t.html]": [f"2:12: {ERROR} `t.html` already redirects to t/, says {TOPIC}"],
}


def test_a_written_page_has_old_addresses_too(small: Path) -> None:
    formerly(small, "t.html")
    for number, front in enumerate(FRONT_MATTER):
        (small / f"docs/p{number}.md").write_text(f"---\n{front}\n---\n\n# Page {number}\n")
    # What can be known before anything is written is told first, all of it at once.
    said = build(small).stderr
    late = []
    for number, places in enumerate(FRONT_MATTER.values()):
        for words in places:
            if PAGE in words or "already" in words:
                late.append(f"docs/p{number}.md:{words}")
            else:
                assert f"docs/p{number}.md:{words}" in said
                (small / f"docs/p{number}.md").write_text("# Mended\n")
    assert not [words for words in late if words in said]
    done = build(small)
    assert done.returncode == 1
    for words in late:
        assert words in done.stderr
        (small / f"docs/{words[5:7]}.md").write_text("# Mended\n")
    done = build(small)
    assert done.returncode == 0, done.stderr
    assert REDIRECT.format("p0/") in (small / "site/old.html").read_text()
    assert REDIRECT.format("../p0/") in (small / "site/older/index.html").read_text()
    assert REDIRECT.format("p1/") in (small / "site/oldest.html").read_text()
