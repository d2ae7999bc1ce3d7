"""The same content on every host, and plain pages that need none."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.built.projects import build, environment, small_project
from tests.children import run
from tests.pages.bodies import bodies
from tests.pages.conftest import pages
from topicsite.building import unfilled

HOSTS = {
    "mkdocs": ["build", "--strict", "--quiet"],
    "properdocs": ["build", "--strict", "--quiet"],
    "zensical": ["build", "--strict"],
}


def command(host: str) -> str:
    """Where a host's command is; the test is skipped where it is not."""
    here = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    found = shutil.which(host, path=here)
    if found is None:
        pytest.skip(f"{host} is not installed: `pip install {host}`")
    return found


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_shows_what_the_plugin_shows(rich: Path, tmp_path: Path, host: str) -> None:
    out = shutil.copytree(rich / "out", tmp_path / "out")
    done = run([command(host), *HOSTS[host]], cwd=out, env=environment(), limit=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert bodies(out / "site") == bodies(rich / "site")
    assert_all_is_there(out / "site", rich / "site")


def test_plain_pages_show_what_the_plugin_shows(rich: Path) -> None:
    assert bodies(rich / "plain") == bodies(rich / "site")
    assert_all_is_there(rich / "plain", rich / "site")
    page = (rich / "plain/t/index.html").read_text()
    assert '<a href="./" aria-current="page">A topic</a>' in page
    assert "mkdocs" not in page.lower()
    assert "<topicsite-search" in page


def assert_all_is_there(site: Path, by_plugin: Path) -> None:
    """All files of the plugin's site are there, but for what a host makes; pages load them."""
    hosts = ("assets/images/", "assets/javascripts/", "assets/stylesheets/", "search/", ".", "404",
             "sitemap")  # fmt: skip
    for file in sorted(by_plugin.rglob("*")):
        name = file.relative_to(by_plugin).as_posix()
        if file.is_dir() or name.startswith(hosts) or name.endswith((".md", "llms.txt")):
            continue
        assert (site / name).is_file(), name
        # What scripts may load differs by what the host brings.
        if not name.endswith((".html", "files.json")):
            assert (site / name).read_bytes() == file.read_bytes(), name
    page = (site / "t/index.html").read_text()
    for loaded in ("own-element.js", "katex.min.css", "topicsite.css", "own.css"):
        assert loaded in page
    assert "url=other/" in (site / "old.html").read_text()


def test_the_comparison_sees_what_is_lost(rich: Path, tmp_path: Path) -> None:
    changes = {
        "words": ("Some ", "Any "),
        "headings": ('<h2 id="own-id"', '<h3 id="own-id"'),
        "links": ('href="../other/#far-down"', 'href="../../other/#far-down"'),
        "ids": ('id="a"', 'id="a1"'),
        "code": ("\n\n\n", "\n\n"),
    }
    expected = bodies(rich / "site")
    for part, (old, new) in changes.items():
        site = shutil.copytree(rich / "plain", tmp_path / part)
        changed = 0
        for file in (site / "t/index.html", site / "examples/addition/index.html"):
            text = file.read_text()
            changed += old in text
            file.write_text(text.replace(old, new))
        assert changed, part
        found = bodies(site)
        assert any(getattr(found[n], part) != getattr(expected[n], part) for n in expected), part


def test_the_plugin_works_under_properdocs_as_it_is(project: Path, tmp_path: Path) -> None:
    made_by = re.compile(rb'<meta name="generator" content="[^"]*">')
    properdocs = [command("properdocs"), "build", "--strict", "--config-file", "mkdocs.yml"]
    done = run([*properdocs, "-d", tmp_path / "site"], cwd=project, env=environment(), limit=120)
    assert done.returncode == 0, done.stderr
    for file in sorted((project / "site").rglob("*")):
        name = file.relative_to(project / "site")
        # When the archive was packed is in its head.
        if file.is_dir() or name.name in ("sitemap.xml.gz", ".made-by-topicsite"):
            continue
        one, other = ((site / name).read_bytes() for site in (project / "site", tmp_path / "site"))
        if name.suffix == ".html":  # a host trims lines of templates, or does not
            one, other = (b"".join(made_by.sub(b"", text).split()) for text in (one, other))
        assert one == other, name
    (project / "docs/other.md").write_text('<a href="../no/">a</a>\n')
    done = run([*properdocs, "-d", tmp_path / "site"], cwd=project, env=environment(), limit=120)
    assert done.returncode == 1
    assert "docs/other.md: the link `../no/` leads nowhere" in done.stderr
    assert (tmp_path / "site/other/index.html").exists(), "the last good site stays"


UNFILLED = "<!-- topicsite: resources kind=video -->"


def test_zensical_shows_what_it_did_not_fill(tmp_path: Path) -> None:
    project = small_project(tmp_path / "small")
    settings = project / "mkdocs.yml"
    settings.write_text(f"{settings.read_text()}markdown_extensions: [{unfilled.__name__}]\n")
    (project / "docs/two.md").write_text(
        f"# Two\n\nBefore.\n\n{UNFILLED}\n\n```html\n{UNFILLED}\n```\n\n`{UNFILLED}`\n"
    )
    done = run([command("zensical"), "build"], cwd=project, env=environment(), limit=120)
    assert done.returncode == 0, done.stderr
    for name, block in (("index.html", "home"), ("two/index.html", "resources kind=video")):
        (article,) = BeautifulSoup((project / "site" / name).read_text(), "lxml").select("article")
        (said,) = article.select(".admonition")
        assert block in said.get_text()
        assert "topicsite pages" in said.get_text()
    assert article.get_text().count(UNFILLED) == 2


def test_where_the_plugin_fills_markers_nobody_says_that_it_did_not(tmp_path: Path) -> None:
    project = small_project(tmp_path / "small")
    settings = project / "mkdocs.yml"
    settings.write_text(f"{settings.read_text()}markdown_extensions: [{unfilled.__name__}]\n")
    assert build(project).returncode == 0
    assert pages(tmp_path / "plain", "--root", project, "--plain").returncode == 0
    for site in (project / "site", tmp_path / "plain"):
        page = (site / "index.html").read_text()
        assert "topicsite pages" not in page
        assert '<div class="ts-home">' in page
