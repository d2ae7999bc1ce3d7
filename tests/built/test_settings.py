"""However an owner's settings are laid out: where the site will be, where files lie, hooks."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.built.projects import build, mkdocs

ADDRESS = "site_url: https://example.org/sorting/\n"


def unstrict(project: Path, *arguments: str) -> str:
    done = mkdocs(project, "build", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("settings", "proposal"),
    [
        ("", "such as https://example.org/"),
        ("site_url: ''\n", "such as https://example.org/"),
        ("site_url: !ENV [SITE_URL, '']\n", "such as https://example.org/"),
        (
            "repo_url: https://github.com/Ada-L/sorting\nedit_uri: edit/main/docs/\n",
            "such as https://ada-l.github.io/sorting/",
        ),
        (
            "repo_url: https://gitlab.com/ada/sorting\nedit_uri: -/edit/main/docs/\n",
            "such as https://ada.gitlab.io/sorting/",
        ),
        (ADDRESS, None),
    ],
)
def test_a_site_that_does_not_know_its_address_is_told_what_it_lacks_once(
    small: Path, settings: str, proposal: str | None
) -> None:
    with (small / "mkdocs.yml").open("a") as file:
        file.write(settings)
    said = " ".join(unstrict(small).split())
    warnings = [words for words in said.split("WARNING - ") if "site_url" in words]
    assert len(warnings) == (0 if proposal is None else 1)
    if proposal is not None:
        assert "`site_url` is not set in mkdocs.yml" in warnings[0]
        for lacking in ("canonical", "sitemap", "previews", "404.html"):
            assert lacking in warnings[0]
        assert proposal in warnings[0]


def test_a_strict_build_is_told_but_does_not_fail(small: Path) -> None:
    done = build(small)
    assert done.returncode == 0
    assert done.stderr.count("`site_url` is not set in mkdocs.yml") == 1
    assert "WARNING" not in done.stderr


def rename_docs(project: Path) -> list[str]:
    (project / "docs").rename(project / "pages")
    with (project / "mkdocs.yml").open("a") as settings:
        settings.write("docs_dir: pages\n")
    return []


def nest_docs(project: Path) -> list[str]:
    (project / "content").mkdir()
    (project / "docs").rename(project / "content/pages")
    with (project / "mkdocs.yml").open("a") as settings:
        settings.write("docs_dir: content/pages\n")
    return []


def build_elsewhere(project: Path) -> list[str]:
    with (project / "mkdocs.yml").open("a") as settings:
        settings.write("site_dir: ../out\n")
    return []


def inherit(project: Path) -> list[str]:
    (project / "mkdocs.yml").rename(project / "base.yml")
    (project / "mkdocs.yml").write_text("INHERIT: base.yml\nsite_name: Sorting\n")
    return []


def hook(project: Path) -> list[str]:
    (project / "hook.py").write_text(
        "def on_page_markdown(markdown, page, **_):\n"
        "    return markdown.replace('HERE', '<!-- topicsite: home -->')\n"
        "def on_page_content(html, page, **_):\n"
        "    return html + '<p>from a hook</p>'\n"
    )
    (project / "docs/index.md").write_text("# Sorting\n\nHERE\n")
    with (project / "mkdocs.yml").open("a") as settings:
        settings.write("hooks: [hook.py]\n")
    return []


def another_name(project: Path) -> list[str]:
    (project / "mkdocs.yml").rename(project / "site.yml")
    return ["-f", "site.yml"]


@pytest.mark.parametrize(
    "change", [rename_docs, nest_docs, build_elsewhere, inherit, hook, another_name]
)
def test_settings_and_folders_may_be_called_as_one_likes(
    small: Path, change: Callable[[Path], list[str]]
) -> None:
    shutil.rmtree(small / "site")
    done = build(small, *change(small))
    assert done.returncode == 0, done.stderr
    site = small.parent / "out" if change is build_elsewhere else small / "site"
    assert "A good entry" in (site / "t/index.html").read_text()
    assert "resources, picked by hand" in (site / "index.html").read_text()


@pytest.mark.parametrize("relative", [True, False])
def test_the_settings_may_lie_in_another_folder_than_the_one_that_builds(
    small: Path, relative: bool
) -> None:
    shutil.rmtree(small / "site")
    file = f"{small.name}/mkdocs.yml" if relative else str(small / "mkdocs.yml")
    done = build(small.parent, "-f", file)
    assert done.returncode == 0, done.stderr
    assert "A good entry" in (small / "site/t/index.html").read_text()
    (small / "docs/index.md").write_text("# Home\n\n<!-- topicsite: gaols -->\n\n[x](y.md)\n")
    done = build(small.parent, "-f", file)
    assert "docs/index.md:3: there is no block `gaols`" in done.stderr


def test_every_page_with_a_wrong_marker_is_told_with_its_line(small: Path) -> None:
    (small / "docs/one.md").write_text("---\ntitle: x\n---\n\n# One\n\n<!-- topicsite: gaols -->\n")
    (small / "docs/two.md").write_text(
        "# Two\n\n<!-- topicsite: home topic=nosuch -->\n\ntext\n\n"
        "<!-- topicsite: resources topic=s -->\n\n<!-- topicsite: measured file=x.json -->\n"
    )
    done = build(small)
    assert done.returncode == 1
    for words in (
        "docs/one.md:7: there is no block `gaols`; did you mean `goals`?",
        "docs/two.md:3: there is no topic `nosuch`; there is `t`",
        "docs/two.md:7: there is no topic `s`; there is `t`",
    ):
        assert words in done.stderr
    assert "Traceback" not in done.stderr
    (small / "docs/one.md").write_text("# One\n")
    (small / "docs/two.md").write_text("# Two\n\n\n<!-- topicsite: measured file=x.json -->\n")
    assert re.search(r"docs/two\.md:4: `docs` has no file `x\.json`", build(small).stderr)
