"""Whatever template makes a page, the page keeps what its elements need; or it is said why not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.built.projects import build
from tests.built.test_runtime import META

PLAIN = "<!doctype html><html><head><title>x</title></head><body>{{ page.content }}</body></html>"
EXTENDED = '{% extends "base.html" %}'

TEMPLATES = {
    "one block": EXTENDED + '{% block extrahead %}<meta name="mine" content="1">{% endblock %}',
    "every block that had something": EXTENDED
    + "{% block extrahead %}{% endblock %}{% block htmltitle %}<title>x</title>{% endblock %}"
    + "{% block styles %}{% endblock %}{% block header %}{% endblock %}"
    + "{% block content %}{{ page.content }}{% endblock %}",
    "nothing of the theme": PLAIN,
    "capitals": PLAIN.replace("head>", "HEAD >"),
    "no end of the head": PLAIN.replace("</head>", ""),
    "everything on one line, unquoted": re.sub(r"\s*\n\s*", "", PLAIN),
}


def with_template(project: Path, main: str, **more: str) -> Path:
    """Give a project templates of its own, a form, a page of Python and a video."""
    for name, text in {"main": main, **more}.items():
        file = project / f"overrides/{name}.html"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    settings = project / "mkdocs.yml"
    text = settings.read_text().replace("name: material", "name: material\n  custom_dir: overrides")
    settings.write_text(text.replace("topicsite]", "{topicsite: {python: false}}]"))
    return with_features(project)


def with_features(project: Path) -> Path:
    (project / "docs/add.md").write_text("# Add\n\n<!-- topicsite: form -->\n")
    (project / "docs/own.md").write_text("# Own\n\n<bubble-sort></bubble-sort>\n\n$x^2$\n")
    (project / "docs/assets").mkdir()
    (project / "docs/assets/bubble-sort.js").write_text("")
    (project / "docs/assets/bubble-sort.css").write_text("")
    entry = project / "resources/t/a.yml"
    video = "https://www.youtube.com/watch?v=Ilg3gGewQ5U"
    entry.write_text(entry.read_text().replace("https://example.org/page?id=1", video))
    return project


def assert_features(site: Path) -> None:
    """Each page loads what it needs, once; nothing that it does not need."""
    for page, needed in {
        "index.html": [],
        "add/index.html": ["form/form.js"],
        "own/index.html": ["page/nearby.js", "katex/katex.min.css", "styles/mathematics.css"],
        "t/index.html": ["page/cards.js", "page/video.js"],
        "tags/chain-rule/index.html": [],
    }.items():
        html = (site / page).read_text()
        head = re.split(r"(?i)</head|<body", html)[0]
        loaded = re.findall(r"assets/topicsite/([\w/.-]+\.(?:js|css))\"", html)
        assert sorted(loaded) == sorted(["topicsite.css", *needed]), page
        assert all(name in head for name in loaded), page
    own = (site / "own/index.html").read_text()
    assert '<link rel="stylesheet" href="../assets/bubble-sort.css">' in own
    assert '<meta name="topicsite-element" content="../assets/bubble-sort.js">' in own


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_features_do_not_hang_on_a_template(small: Path, template: str) -> None:
    done = build(with_template(small, template))
    assert done.returncode == 0, done.stderr
    assert_features(small / "site")
    html = (small / "site/t/index.html").read_text()
    assert ('name="mine"' in html) is ('name="mine"' in template)
    assert html.count('<p class="ts-updated">') == 1


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_nor_on_a_theme(small: Path, theme: str) -> None:
    settings = small / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("name: material", f"name: {theme}"))
    done = build(with_features(small), "--config-file", "mkdocs.yml")
    assert done.returncode == 0, done.stderr
    assert_features(small / "site")


def test_python_too(small: Path) -> None:
    """Where there is no way to Python, there is no such element; the address is the page's own."""
    from topicsite.render import Needs, head, with_head

    needs = Needs(python="assets/python/x/manifest.json", offline="sw.js")
    made = head(needs, "<topicsite-notebook><topicsite-exercise>", "a", lambda name: f"../{name}")
    assert META.search(made + ">") is not None
    assert re.findall(r'src="([^"]+)"', made) == [
        "../a/exercises/exercise.js",
        "../a/cells/runner.js",
    ]
    without = head(Needs(), "<topicsite-notebook><topicsite-exercise>", "a", str)
    assert "<script" not in without
    assert with_head("<p>no page", made) is None


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", 'a"b', "</head>"])
def test_a_file_s_name_stays_a_name(name: str) -> None:
    from topicsite.render import Needs, head

    made = head(Needs(stylesheets=[name], elements=[name], python=name), "", "a", str)
    assert name not in made.replace(f'"{name}"', "") or name == 'a"b'
    assert "<script>" not in made
    assert "</head>" not in made


@pytest.mark.parametrize(
    ("templates", "words"),
    [
        (
            {"main": '{% extends "main.html" %}'},
            'overrides/main.html extends "main.html", which is itself; write {% extends',
        ),
        (
            {"main": '{% extends "mine/a.html" %}', "mine/a": '{% extends "main.html" %}'},
            'overrides/main.html extends "mine/a.html", which is how it comes back to itself',
        ),
        (
            {"main": EXTENDED, "other": '{% extends "other.html" %}'},
            'overrides/other.html extends "other.html", which is itself',
        ),
    ],
)
def test_a_template_that_extends_itself_is_told(
    small: Path, templates: dict[str, str], words: str
) -> None:
    (small / "overrides/mine").mkdir(parents=True)
    done = build(with_template(small, **templates))
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_without_a_head_is_told_once(small: Path) -> None:
    done = build(with_template(small, "{{ page.content }}"))
    assert done.returncode == 1
    assert done.stderr.count("there is no place for the styles and scripts of topicsite") == 1


@pytest.mark.parametrize("main", [None, TEMPLATES["one block"]])
def test_titles_are_read_as_text_whatever_they_say(small: Path, main: str | None) -> None:
    if main:
        with_template(small, main)
    entry = small / "resources/t/topic.yml"
    entry.write_text(entry.read_text().replace("A topic", "Sets & </title><b>maps</b>", 1))
    done = build(small)
    assert done.returncode == 0, done.stderr
    html = (small / "site/t/index.html").read_text()
    title = re.search(r"<title>(.*?)</title>", html)
    assert title is not None
    assert title[1] == "Sets &amp; &lt;/title&gt;&lt;b&gt;maps&lt;/b&gt; - Sorting"
    assert "<b>maps" not in html
