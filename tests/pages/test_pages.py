"""What is written, what stays, what is refused; and no host reads more into it than is there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown_it import MarkdownIt
from markupsafe import escape

from tests.built.projects import build, small_project
from tests.built.test_build import digests
from tests.pages.bodies import bodies
from tests.pages.conftest import pages
from topicsite.cli import main
from topicsite.pages.content import Page
from topicsite.pages.hosted import as_markdown
from topicsite.project.configuration import as_yaml, configuration, front_matter
from topicsite.render import Needs

TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029",
                  exclude_categories=["Cc", "Cs"])
    | st.sampled_from("\n\n\n *_`#[]()!\\&<>{}|~=+-.:1\t$"),
    min_size=1, max_size=30,
)  # fmt: skip


def block(text: str, kind: str, number: int) -> str:
    said = str(escape(text))
    if kind == "pre":
        return f"<pre><code>x{said}</code></pre>"
    if kind == "h2":
        return f'<h2 id="h{number}">x {said} <code>{said}</code></h2>'
    return f'<{kind} id="e{number}"><p>{said}</p></{kind}>'


@given(st.lists(st.tuples(TEXT, st.sampled_from(["pre", "div", "h2", "own-element"])), max_size=5))
def test_no_host_reads_more_into_a_page_than_is_there(parts: list[tuple[str, str]]) -> None:
    html = "\n".join(block(text, kind, n) for n, (text, kind) in enumerate(parts))
    page = Page("x", "x/index.md", "x/", "A title", html, Needs())
    meta, markdown = front_matter(as_markdown(page))
    assert meta == {"title": "A title"}
    expected = BeautifulSoup(html, "lxml")
    by_python = Markdown(extensions=["attr_list", "toc"]).convert(markdown)
    # CommonMark has no ids of headings; what stands for one is taken away.
    by_commonmark = re.sub(r" \{#h\d\}(?=</h2>)", "", MarkdownIt("commonmark").render(markdown))
    for made in (by_python, by_commonmark):
        found = BeautifulSoup(made, "lxml")
        assert found.get_text().split() == expected.get_text().split()
        assert [p.get_text() for p in found.select("pre")] == [
            p.get_text() for p in expected.select("pre")
        ]
        assert len(found.select("h2")) == len(expected.select("h2"))
    ids = [str(one["id"]) for one in BeautifulSoup(by_python, "lxml").select("[id]")]
    assert ids == [str(one["id"]) for one in expected.select("[id]")]


def test_what_is_not_ours_stays_and_what_was_goes(project: Path) -> None:
    out = project / "out"
    (out / "docs/mine.txt").write_text("mine")
    (out / "site").mkdir()
    (out / "site/index.html").write_text("built from it, by mkdocs")
    (project / "docs/new.md").write_text("# New\n")
    (project / "docs/t/index.md").unlink()
    (project / "docs/index.md").write_text("# Home\n\n<!-- topicsite: home -->\n")
    (project / "docs/other.md").write_text("# Other\n")
    shutil.rmtree(project / "code")
    for name in ("a.yml", "topic.yml"):
        file = project / "resources/t" / name
        file.write_text(re.split(r"^(?:claims|paths):", file.read_text(), flags=re.MULTILINE)[0])
    assert pages(out, "--root", project).returncode == 0
    assert (out / "docs/mine.txt").read_text() == "mine"
    assert (out / "site/index.html").exists()
    assert (out / "docs/new/index.md").exists()
    assert not (out / "docs/examples/addition").exists()
    before = digests(out)
    (project / "docs/new.md").write_text("# New\n\n<!-- topicsite: nothing -->\n")
    refused = pages(out, "--root", project)
    assert refused.returncode == 1
    assert "docs/new.md:3: there is no block `nothing`" in refused.stderr
    assert digests(out) == before
    assert not list(project.glob(".out-*"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: (p / "mkdocs.yml").unlink(), "there is no mkdocs.yml"),
        (lambda p: (p / "mkdocs.yml").write_text("site_name: [\n"), "mkdocs.yml:2:1:"),
        (lambda p: (p / "mkdocs.yml").write_text("- a\n"), "mkdocs.yml:1:1: it has to be a map"),
        (
            lambda p: (p / "mkdocs.yml").write_text("plugins: [{topicsite: {resorces: x}}]\n"),
            "mkdocs.yml: topicsite has no setting `resorces`",
        ),
        (
            lambda p: (p / "mkdocs.yml").write_text("nav: [no.md]\n"),
            "nav in mkdocs.yml: there is no page `no`",
        ),
        (
            lambda p: (p / "mkdocs.yml").write_text("markdown_extensions: [no.such]\n"),
            "markdown_extensions in mkdocs.yml: ",
        ),
        (
            lambda p: (p / "docs/x.md").write_text("[a](y.md) [b](#c)\n"),
            "docs/x.md: the link `y.md` names no file of the site",
        ),
        (
            lambda p: (p / "docs/x.md").write_text('<a href="../no/">a</a>\n'),
            "the link `../no/` leads nowhere: the site has no `no/`",
        ),
        (
            lambda p: (p / "resources/t/a.yml").write_text("title: A\nkind: vido\nurl: x\n"),
            "resources/t/a.yml:2:7: error[unknown-value]",
        ),
        (lambda p: shutil.rmtree(p / "docs"), "there is no folder `docs`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_written(
    tmp_path: Path, change: Callable[[Path], object], said: str
) -> None:
    project = small_project(tmp_path / "small")
    change(project)
    for flags in ([], ["--plain"]):
        arguments = ["pages", str(tmp_path / "out"), "--root", str(project), *flags]
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 1
        assert said in done.stderr
        assert "Traceback" not in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


@pytest.mark.parametrize("out", [".", "..", "docs", "docs/x"])
def test_the_project_itself_is_no_place_for_its_pages(tmp_path: Path, out: str) -> None:
    project = small_project(tmp_path / "small")
    before = digests(project)
    done = CliRunner().invoke(main, ["pages", str(project / out), "--root", str(project)])
    assert done.exit_code == 1
    assert "name another folder" in done.stderr
    assert digests(project) == before


def test_pages_that_lie_in_no_folders_in_another_language(tmp_path: Path) -> None:
    project = small_project(tmp_path / "small")
    settings = "site_name: Sortieren\nuse_directory_urls: false\ntheme: {name: material, "
    (project / "mkdocs.yml").write_text(
        f"{settings}language: de}}\nsite_url: https://example.org/x/\nplugins: [topicsite]\n"
    )
    (project / "docs/more.md").write_text("# Mehr\n\n[Zurück](index.md) [T](t/README.md)\n")
    (project / "docs/t").mkdir()
    (project / "docs/t/README.md").write_text("# T\n\n<!-- topicsite: resources -->\n")
    assert build(project).returncode == 0
    for out, flags in (("out", []), ("plain", ["--plain"])):
        done = pages(tmp_path / out, "--root", project, *flags)
        assert done.returncode == 0, done.stderr
    hosted = build(tmp_path / "out")
    assert hosted.returncode == 0, hosted.stderr
    expected = bodies(project / "site")
    assert "t/index.html" in expected
    assert "more.html" in expected
    assert bodies(tmp_path / "out/site") == expected
    assert bodies(tmp_path / "plain") == expected
    page = (tmp_path / "plain/more.html").read_text()
    assert '<html lang="de" dir="ltr">' in page
    assert '<link rel="canonical" href="https://example.org/x/more.html">' in page
    sitemap = (tmp_path / "plain/sitemap.xml").read_text()
    assert "<loc>https://example.org/x/t/index.html</loc>" in sitemap


def test_settings_come_through(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text("theme: {name: x, language: de}\nextra: {a: 1}\n")
    (tmp_path / "mkdocs.yml").write_text(
        "INHERIT: base.yml\ntheme: {language: fr}\nsite_name: !ENV [NO_SUCH_NAME, Sorting]\n"
        "f: !!python/name:a.b\ng: !!python/object/apply:c.d {kwds: {case: lower}}\n"
    )
    _, found = configuration(tmp_path)
    assert found["theme"] == {"name": "x", "language": "fr"}
    assert found["site_name"] == "Sorting"
    (tmp_path / "mkdocs.yml").write_text(as_yaml(found))
    _, again = configuration(tmp_path)
    assert as_yaml(again) == as_yaml(found)
    assert "!!python/name:a.b" in as_yaml(found)
