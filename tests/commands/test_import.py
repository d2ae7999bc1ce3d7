"""`topicsite import`: all of a source or nothing, once, and nothing made up."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile import ATTACKS
from topicsite.checking.validate import validate
from topicsite.cli import main
from topicsite.commands import sources
from topicsite.exchange import formats, importing
from topicsite.exchange.choices import Choices
from topicsite.exchange.found import Found, Place, Reading
from topicsite.project import locking, together
from topicsite.reading import source
from topicsite.reading.load import Loaded, load

VALID = Path(__file__).parents[1] / "catalogs/valid"
LIST = """\
# Sorting

## Videos

1. [Bubbles](https://youtu.be/abcdefghijk)
2. [The same film](https://www.youtube.com/watch?v=abcdefghijk&t=10)

## Papers

- [Heaps](http://arxiv.org/pdf/1502.05767v3) by Dora Fourth
- [Plain](http://example.org/plain) - What stands here is long enough to be a summary.
- [Bad](https://localhost/x)

## Books

- [Radix](https://example.org/radix) by Ada Example (2012)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    shutil.copytree(VALID / "smallest", root)
    return root


def run(project: Path, *arguments: str, stdin: bytes | None = None) -> Result:
    command = ["import", "--root", str(project), *arguments]
    return CliRunner().invoke(main, command, input=stdin)


def source_file(project: Path, name: str, text: str) -> str:
    (project.parent / name).write_text(text, encoding="utf-8")
    return str(project.parent / name)


def entries(project: Path) -> dict[str, dict[str, source.Data]]:
    """What each entry says."""
    found = {}
    for file in (project / "resources").rglob("*.yml"):
        data = source.parse(file.name, file.read_bytes()).data
        if file.name != "topic.yml" and isinstance(data, dict):
            found[file.stem] = data
    return found


def texts(project: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(project)): file.read_bytes()
        for file in project.rglob("*")
        if file.is_file()
    }


def findings(project: Path) -> list[str]:
    loaded = load(project)
    return [str(finding) for finding in [*loaded.diagnostics, *validate(loaded)]]


def test_a_list_becomes_entries_and_what_is_not_known_stays_open(project: Path) -> None:
    name = source_file(project, "list.md", LIST)
    done = run(project, name, "--kind", "Books=book-chapter")
    assert done.exit_code == 1, done.output
    made = entries(project)
    assert made["bubbles"] == {
        "title": "Bubbles", "kind": "video", "access": "free",
        "url": "https://www.youtube.com/watch?v=abcdefghijk",
    }  # fmt: skip
    assert made["fourth-2015"] == {
        "title": "Heaps", "kind": "theory-paper", "url": "https://arxiv.org/abs/1502.05767",
        "authors": ["Dora Fourth"], "published": "2015-02", "access": "free",
        "arxiv": "1502.05767", "teaches": ["Papers"],
    }  # fmt: skip
    assert made["example-2012"] == {
        "title": "Radix", "kind": "book-chapter", "url": "https://example.org/radix",
        "authors": ["Ada Example"], "published": "2012",
    }  # fmt: skip
    assert set(made) == {"entry", "bubbles", "fourth-2015", "example-2012"}
    said = done.stderr
    assert f"{name}:6:20: joined: this is the same as {name}:5:14" in said
    assert f"{name}:11:11: left-out: the address is http" in said
    assert f"{name}:12:9: left-out: `localhost` is a private or local host" in said
    assert "6 found, 3 new" in said
    assert findings(project) == []
    open_ = CliRunner().invoke(main, ["todo", "--root", str(project)]).stdout
    assert "bubbles.yml: authors, duration, level, language, summary, teaches" in open_


def test_a_second_import_changes_nothing(project: Path) -> None:
    name = source_file(project, "list.md", LIST)
    options = [name, "--kind", "online-tutorial", "--insecure-url-reason", "It has no https"]
    run(project, *options)
    before = texts(project)
    plain = entries(project)["plain"]
    assert plain["insecure_url_reason"] == "It has no https"
    assert plain["summary"] == "What stands here is long enough to be a summary"
    for more in ([], ["--update"], ["--path", ""]):
        done = run(project, *options, *more)
        assert texts(project) == before
        assert "0 new" in done.stderr


def test_nothing_is_written_without_kind_or_on_a_dry_run(project: Path) -> None:
    before = texts(project)
    name = source_file(project, "list.md", "- [A](https://example.org/a)\n")
    done = run(project, name)
    assert done.exit_code == 1
    assert "nothing says of what kind it is" in done.stderr
    assert texts(project) == before
    done = run(project, name, "--kind", "code", "--dry-run")
    assert done.exit_code == 0
    assert done.stdout == "would write resources/t/a.yml\n"
    assert texts(project) == before


def test_all_or_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = texts(project)
    rows = "".join(f"- [A {n}](https://example.org/{n})\n" for n in range(5))
    name = source_file(project, "list.md", f"## New topic\n{rows}")
    real = together._move
    moved: list[Path] = []

    def fails(file: Path, place: Path) -> None:
        if len(moved) == 3:
            raise OSError(28, "No space left on device", str(place))
        moved.append(place)
        real(file, place)

    monkeypatch.setattr(together, "_move", fails)
    done = run(project, name, "--kind", "code", "--headings", "topics")
    assert done.exit_code == 1
    assert "No space left on device; nothing was written" in done.stderr
    assert len(moved) == 3
    assert texts(project) == before
    assert [f.name for f in (project / "resources").iterdir()] == ["t"]


def test_what_somebody_saves_while_an_import_runs_stays(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = project / "resources/t/topic.yml"
    name = source_file(project, "list.md", "## Piles\n- [A](https://example.org/a)\n")
    options = [name, "--kind", "code", "--path", "All of it"]

    def save(*_: object, **__: object) -> str:
        topic.write_text(topic.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
        return "tags"

    real = importing.plan
    with monkeypatch.context() as patch:
        patch.setattr(importing, "plan", lambda *given: (real(*given), save())[0])
        done = run(project, *options)
    assert done.exit_code == 1
    assert "topic.yml was changed while this ran; nothing was written, import again" in done.stderr
    assert topic.read_text(encoding="utf-8").endswith("# by hand\n")
    assert set(entries(project)) == {"entry"}
    assert not (project / "import.ledger").exists()
    monkeypatch.setattr("topicsite.commands.importing._is_asked", lambda: True)
    monkeypatch.setattr("click.prompt", save)
    done = run(project, *options)
    assert done.exit_code == 0, done.output
    text = topic.read_text(encoding="utf-8")
    assert text.count("# by hand") == 2
    assert "all-of-it" in text


def test_imports_wait_for_each_other(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free: list[bool] = []

    def look() -> None:
        handle = locking._open(project / "import.ledger")
        assert handle is not None
        free.append(locking._lock(handle))
        os.close(handle)

    real_load, real_put = load, together.put

    def loads(root: Path, resources: str, examples: str) -> Loaded:
        look()
        return real_load(root, resources, examples)

    def puts(root: Path, *files: dict[str, str]) -> None:
        real_put(root, *files)
        look()

    monkeypatch.setattr("topicsite.reading.load.load", loads)
    monkeypatch.setattr(together, "put", puts)
    name = source_file(project, "list.md", "- [A](https://example.org/a)\n")
    assert run(project, name, "--kind", "code").exit_code == 0
    assert free == [False, False]
    look()
    assert free[-1]


def test_an_update_fills_and_follows_but_overwrites_nothing_of_a_person(project: Path) -> None:
    columns = "title,url,kind,authors,level,duration,language\n"
    row = "Radix,https://example.org/radix,code,{},introductory,{},{}\n"
    name = source_file(project, "t.csv", columns + row.format("Ada Example", "10 min", ""))
    assert run(project, name).exit_code == 0
    (file,) = (project / "resources/t").glob("example-*.yml")
    text = file.read_text(encoding="utf-8")
    assert "# language:" in text
    text += "# language: ask them\n"
    text = text.replace("level: introductory\n", "level: advanced  # seen by hand\n")
    text = text.replace("authors: [Ada Example]\n", "")
    file.write_text(text, encoding="utf-8")
    name = source_file(project, "t.csv", columns + row.format("Ben Sample", "20 min", "en"))
    done = run(project, name, "--update", "--dry-run")
    assert file.read_text(encoding="utf-8") == text
    assert done.exit_code == 0
    done = run(project, name, "--update")
    after = file.read_text(encoding="utf-8")
    assert "duration: 20 min\n" in after
    assert "language: en\n" in after
    assert "# language:" not in after.replace("# language: ask them\n", "")
    assert after.endswith("# language: ask them\n")
    assert "level: advanced  # seen by hand\n" in after
    assert "authors:" not in after.replace("# authors:", "")
    assert "-duration: 10 min" in done.stdout
    assert "+duration: 20 min" in done.stdout
    assert "`level` was written by hand" in done.stderr
    assert "`authors` was removed" in done.stderr
    assert findings(project) == []


def test_an_update_follows_a_text_of_several_lines(project: Path) -> None:
    said = "A summary that is longer than a line, so that it stands folded below its name, {}."
    text = 'title,url,kind,summary\nA,https://example.org/a,code,"' + said + '"\n'
    name = source_file(project, "t.csv", text.format("as it was when somebody imported it first"))
    assert run(project, name).exit_code == 0
    assert "summary: >" in (project / "resources/t/a.yml").read_text(encoding="utf-8")
    before = texts(project)
    done = run(project, name, "--update")
    assert "kept" not in done.stderr
    assert texts(project) == before
    name = source_file(project, "t.csv", text.format("as it is by now that the source has changed"))
    done = run(project, name, "--update")
    assert "written by hand" not in done.stderr
    assert "now that the source has changed" in " ".join(str(entries(project)["a"]).split())


def test_an_address_that_is_https_by_now_follows_and_needs_no_reason(project: Path) -> None:
    text = "title,url,kind\nA,{}://example.org/a,code\n"
    name = source_file(project, "t.csv", text.format("http"))
    assert run(project, name, "--insecure-url-reason", "It has none").exit_code == 0
    file = project / "resources/t/a.yml"
    said = file.read_text(encoding="utf-8")
    said = said.replace("insecure_url_reason:", "# Asked them in May.\ninsecure_url_reason:")
    file.write_text(said, encoding="utf-8")
    done = run(project, source_file(project, "t.csv", text.format("https")), "--update")
    assert done.exit_code == 0, done.output
    assert entries(project)["a"] == {"title": "A", "kind": "code", "url": "https://example.org/a"}
    assert "# Asked them in May." in file.read_text(encoding="utf-8")
    assert findings(project) == []
    before = texts(project)
    run(project, source_file(project, "t.csv", text.format("http")), "--update")
    assert texts(project) == before


def test_fields_for_all_are_for_new_entries(project: Path) -> None:
    one, two = "A,https://example.org/a,code\n", "B,https://example.org/b,code\n"
    run(project, source_file(project, "t.csv", f"title,url,kind\n{one}"))
    name = source_file(project, "t.csv", f"title,url,kind\n{one}{two}")
    done = run(
        project, name, "--update", "--set", "language=de", "--set", "level=advanced",
        "--set", "teaches=piles",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    made = entries(project)
    assert not {"language", "level", "teaches"} & made["a"].keys()
    assert (made["b"]["language"], made["b"]["teaches"]) == ("de", ["piles"])


def test_headings_become_topics_and_old_addresses_lead_there(project: Path) -> None:
    text = (
        "---\ntitle: Heaps of heaps\npermalink: /learn/heaps/\n---\n"
        "## Films\n\n[One](https://youtu.be/abcdefghijk)\n"
    )
    pages = project.parent / "pages"
    pages.mkdir()
    (pages / "heaps.md").write_text(text)
    (pages / "more.md").write_text(
        "# X\n## All\n### Radix\n[Three](https://youtu.be/cdefghijklm)\n#### Inner\n- [Two](https://youtu.be/bcdefghijkl)\n"
    )
    done = run(project, str(pages), "--headings", "topics")
    assert done.exit_code == 0, done.output
    topic = source.parse("t", (project / "resources/heaps-of-heaps/topic.yml").read_bytes()).data
    assert isinstance(topic, dict)
    assert topic["formerly"] == ["learn/heaps/"]
    assert entries(project)["one"]["teaches"] == ["Films"]
    assert (project / "resources/radix/two.yml").exists()
    assert entries(project)["two"]["teaches"] == ["Inner"]
    assert findings(project) == []
    before = texts(project)
    run(project, str(pages), "--headings", "topics")
    assert texts(project) == before


@pytest.mark.parametrize(
    "address",
    ["index.html", "/404.html", "sitemap.xml", "/assets/x.css", "tags/", "pretty", "weekdate",
     "/t/", "/t/index.html", "/once/index.html"],
)  # fmt: skip
def test_addresses_that_no_build_could_keep_are_left_out(project: Path, address: str) -> None:
    front = f"---\ntitle: Heaps\npermalink: {address}\nredirect_from: /good/\n---\n"
    topic = project / "resources/t/topic.yml"
    topic.write_text(topic.read_text(encoding="utf-8") + "formerly: [once/]\n", encoding="utf-8")
    name = source_file(project, "heaps.md", f"{front}[One](https://youtu.be/abcdefghijk)\n")
    done = run(project, name, "--headings", "topics", "--format", "json")
    assert done.exit_code == 0, done.output
    made = load(project).catalog.topics["heaps"].model
    assert [*made.formerly] == ["good/"]
    (note,) = json.loads(done.stdout)["notes"]
    assert note["what"] == "not-taken"
    assert note["detail"].lstrip("/") == address.lstrip("/")


def test_an_old_address_of_a_page_in_many_topics_is_told(project: Path) -> None:
    text = (
        "---\npermalink: /learn/\n---\n## Piles\n[A](https://youtu.be/abcdefghijk)\n"
        "## Heaps\n[B](https://youtu.be/bbcdefghijk)\n"
    )
    done = run(project, source_file(project, "all.md", text), "--headings", "topics")
    assert (project / "resources/piles/a.yml").exists()
    assert "not taken: what stands on the page goes into no topic, or into several" in done.stderr


def test_the_order_of_a_playlist_is_a_path(project: Path) -> None:
    films = [{"id": f"abcdefghij{n}", "title": f"Film {n}"} for n in range(3)]
    name = source_file(
        project, "list.json", json.dumps({"title": "Sorting in films", "entries": films})
    )
    run(project, name, "--no-path", "--dry-run")
    assert run(project, name).exit_code == 0
    topic = load(project).catalog.topics["t"].model
    (path,) = [path for path in topic.paths if path.id == "sorting-in-films"]
    assert path.title == "Sorting in films"
    assert [step.subject for step in path.steps] == ["film-0", "film-1", "film-2"]
    before = texts(project)
    run(project, name)
    assert texts(project) == before
    assert findings(project) == []


def test_paths_of_several_sources_in_one_import(project: Path) -> None:
    def films(*numbers: int) -> list[dict[str, str]]:
        return [{"id": f"abcdefghij{n}", "title": f"Film {n}"} for n in numbers]

    lists = [("All", 1, 2), ("All!", 3, 6), ("ALL", 4, 7), ("all", 2, 5)]
    names = [
        source_file(project, f"{n}.json", json.dumps({"title": title, "entries": films(*numbers)}))
        for n, (title, *numbers) in enumerate(lists)
    ]
    done = run(project, *names)
    assert done.exit_code == 0, done.output
    paths = load(project).catalog.topics["t"].model.paths
    assert [
        (path.id, path.title, [step.subject for step in path.steps]) for path in paths[-2:]
    ] == [
        ("all", "All", ["film-1", "film-2", "film-4", "film-7", "film-5"]),
        ("all-2", "All!", ["film-3", "film-6"]),
    ]
    assert findings(project) == []
    before = texts(project)
    run(project, *names)
    assert texts(project) == before


def test_one_path_of_several_lists(project: Path) -> None:
    one = source_file(project, "a.md", "- [A](https://example.org/a)\n")
    two = source_file(project, "b.md", "- [B](https://example.org/b)\n")
    done = run(project, one, two, "--path", "All", "--kind", "code")
    assert done.exit_code == 0, done.output
    path = load(project).catalog.topics["t"].model.paths[-1]
    assert (path.id, [step.subject for step in path.steps]) == ("all", ["a", "b"])


def test_headings_become_stages(project: Path) -> None:
    name = source_file(project, "list.md", LIST)
    done = run(project, name, "--kind", "code", "--headings", "stages", "--path", "All of it")
    assert done.exit_code == 1
    path = load(project).catalog.topics["t"].model.paths[-1]
    assert [(stage.title, len(stage.steps)) for stage in path.stages] == [
        ("Videos", 1), ("Papers", 1), ("Books", 1),
    ]  # fmt: skip
    assert not any(
        "teaches" in entry for name, entry in entries(project).items() if name != "entry"
    )


def test_parts_of_a_source_and_fields_for_all(project: Path) -> None:
    name = source_file(project, "list.md", LIST)
    run(project, name, "--only", "books", "--kind", "code", "--set", "language=de",
        "--set", "teaches=sorting", "--set", "teaches=piles")  # fmt: skip
    assert set(entries(project)) == {"entry", "example-2012"}
    made = entries(project)["example-2012"]
    assert (made["language"], made["teaches"]) == ("de", ["Books", "sorting", "piles"])
    run(project, name, "--without", "Papers", "--without", "books")
    assert set(entries(project)) == {"entry", "example-2012", "bubbles"}


def test_phrases_are_written_as_the_site_writes_them(project: Path) -> None:
    first = source_file(
        project, "a.csv", "title,url,kind,tags\nA,https://example.org/a,code,Heap\n"
    )
    run(project, first)
    second = source_file(
        project, "b.csv", "title,url,kind,tags\nB,https://example.org/b,code,heaps;HEAP;tree\n"
    )
    run(project, second)
    assert entries(project)["b"]["teaches"] == ["Heap", "tree"]
    assert findings(project) == []


def test_what_does_not_fit_is_cut_or_left_and_told(project: Path) -> None:
    row = {
        "title": "T" * 300, "URL": "https://example.org/a", "type": "book", "ISBN": "123",
        "author": [{"literal": f"Author {n}"} for n in range(50)], "language": "German",
        "issued": {"raw": "2017-02-30"}, "keyword": "k" * 70,
    }  # fmt: skip
    name = source_file(project, "a.json", json.dumps([row]))
    done = run(project, name, "--format", "json", "--kind", "code")
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    assert report["written"] is True
    (path,) = report["new"]
    made = entries(project)[Path(path).stem]
    assert len(str(made["title"])) == 200
    assert len(made["authors"]) == 40
    assert not {"isbn", "language", "published", "teaches"} & made.keys()
    reasons = " ".join(note["reason"] for note in report["notes"])
    for field in ("title", "authors", "isbn", "language", "published", "tag"):
        assert field in reasons


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.md"], "No such file"),
        (["list.md", "--in", "tt"], "there is no topic `tt`; did you mean `t`?"),
        (["list.md", "--kind", "film"], "did you mean `video`?"),
        (["list.md", "--set", "titel=x"], "no field `titel`"),
        (["list.md", "--set", "level=hard"], "--set level: `hard` is not a value"),
        (["list.md", "--set", "kind=code"], "say the kind with `--kind code`"),
        (["list.md", "--column", "x"], "write it as `NAME=VALUE`"),
        (["list.md", "--column", "x=titel"], "there is no field `titel`"),
        (["list.md", "--column", "x=title"], "no column `x`; no source is a table"),
        (["t.csv", "--column", "Whoo=authors"], "no column `Whoo`; did you mean `Who`?"),
        (["t.csv", "--column", "Who=author"], "no field `author`; did you mean `authors`?"),
        (["list.md", "--only", "Boks"], "--only: nothing stands under a heading `boks`; did you"),
        (["list.md", "--without", "Vidoes"], "heading `vidoes`; did you mean `videos`?"),
        (["list.md", "--kind", "Book=code"], "--kind: nothing stands under a heading `book`"),
        (["list.bin"], "say it with --from"),
        (["latin.csv"], "latin.csv:2:4: this is not utf-8"),
        (["list.md", "--encoding", "x"], "no encoding `x`"),
        (["list.md", "--encoding", "undefined"], "`undefined` reads no file"),
        (["list.md", "--encoding", "a\0b"], "reads no file"),
        (["empty"], "holds nothing that can be imported"),
    ],
)
def test_wrong_calls(
    project: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(project.parent)
    source_file(project, "list.md", LIST)
    source_file(project, "list.bin", "x")
    source_file(project, "t.csv", "title,url,Who\nA,https://example.org/a,Ada Example\n")
    Path("latin.csv").write_bytes("title,url\nCaf\u00e9,https://example.org/\n".encode("latin-1"))
    Path("empty").mkdir()
    before = texts(project)
    done = run(project, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert texts(project) == before


def test_of_a_folder_what_is_hidden_or_installed_is_passed_over(project: Path) -> None:
    pages = project.parent / "pages"
    link = "[{0}](https://example.org/made/{0})\n".format
    for name in (".git/a.md", "node_modules/x/b.md", "in/.hidden/c.md", ".d.md"):
        (pages / name).parent.mkdir(parents=True, exist_ok=True)
        (pages / name).write_text(link("no"))
    (pages / "in/good.md").write_text(link("good"))
    (pages / "package.json").write_text("{}")
    (pages / "page.html").write_text("<p><a href='https://example.org/menu'>Menu</a>")
    (pages / "latin.html").write_bytes(b"<p>\xe9")
    (pages / "marks.html").write_text(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DT><A HREF='https://example.org/mark'>Mark</A>"
    )
    films = [{"id": f"abcdefghij{n}", "title": f"Film {n}"} for n in range(2)]
    (pages / "films.json").write_text(json.dumps({"title": "Films", "entries": films}))
    done = run(project, str(pages), "--kind", "code", "--format", "json")
    assert done.exit_code == 0, done.output
    assert set(entries(project)) == {"entry", "good", "mark", "film-0", "film-1"}
    notes = json.loads(done.stdout)["notes"]
    assert [(note["what"], Path(note["path"]).name) for note in notes] == [
        ("not-taken", "latin.html"), ("not-taken", "package.json"), ("not-taken", "page.html"),
    ]  # fmt: skip


def test_links_with_other_schemes_are_told(project: Path) -> None:
    text = "- [A](ftp://example.org/a)\n- [B](https://example.org/b), [c](ftp://example.org/c)\n"
    text += "- [D](mailto:d@example.org), [E](in/e.md)\n"
    name = source_file(project, "list.md", text)
    done = run(project, name, "--kind", "code")
    assert done.exit_code == 1
    assert f"{name}:1:7: left-out: the address is neither https nor http" in done.stderr
    assert "2 left out" in done.stderr
    assert set(entries(project)) == {"entry", "b"}
    marks = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DT><A HREF='{}'>A</A>\n<DT><A HREF='{}'>B</A>"
    name = source_file(project, "a.html", marks.format("ftp://example.org/a", "chrome://about"))
    done = run(project, name, "--kind", "code")
    assert "1 left out" in done.stderr


def test_names_that_windows_refuses(project: Path) -> None:
    titles = ["Aux", "Con", "Nul", "COM1"]
    text = "".join(f"## {title}\n- [{title}](https://example.org/{title})\n" for title in titles)
    name = source_file(project, "list.md", text)
    done = run(project, name, "--kind", "code", "--headings", "topics")
    assert done.exit_code == 0, done.output
    written = {file.stem.lower() for file in (project / "resources").rglob("*")}
    assert not written & {title.lower() for title in titles}
    assert len(entries(project)) == 5


def test_json_with_a_mark_in_front_and_json_that_is_broken(project: Path) -> None:
    films = [{"id": f"abcdefghij{n}", "title": f"Film {n}"} for n in range(2)]
    text = json.dumps({"title": "Films", "entries": films}, indent=1)
    name = source_file(project, "films.json", "\ufeff" + text)
    bad = source_file(project, "bad.json", text.replace(": ", " ", 1))
    done = run(project, name, bad)
    assert done.exit_code == 1, done.output
    assert f"{bad}:2:10: broken: this is no JSON" in done.stderr
    assert {"film-0", "film-1"} <= set(entries(project))


def test_more_than_fifty_megabytes_are_refused(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_LARGEST", 100)
    done = run(project, source_file(project, "list.md", "x" * 101))
    assert done.exit_code == 2
    assert "larger than" in done.stderr
    done = run(project, "-", stdin=b"x" * 101)
    assert done.exit_code == 2


def test_the_command_knows_all_formats() -> None:
    assert sources.FORMATS == formats.FORMATS


def test_what_is_there_needs_no_kind_and_no_reason_again(project: Path) -> None:
    text = "- [A](http://example.org/a)\n- [B](https://example.org/b)\n"
    name = source_file(project, "list.md", text)
    run(project, name, "--kind", "code", "--insecure-url-reason", "It has none")
    before = texts(project)
    done = run(project, name, "--update")
    assert done.exit_code == 0, done.output
    assert texts(project) == before


def test_a_bad_field_costs_an_http_address_nothing_else(project: Path) -> None:
    name = source_file(project, "t.csv", "title,url,isbn\nA,http://example.org/a,12\n")
    done = run(project, name, "--kind", "code", "--insecure-url-reason", "It has none")
    assert done.exit_code == 0, done.output
    assert entries(project)["a"] == {
        "title": "A", "kind": "code", "url": "http://example.org/a",
        "insecure_url_reason": "It has none",
    }  # fmt: skip


def test_what_is_piped_in_and_other_encodings(project: Path) -> None:
    text = "[\u00c9t\u00e9](https://example.org/ete)\n"
    done = run(project, "-", "--kind", "code", "--from", "markdown", stdin=text.encode("utf-16"))
    assert done.exit_code == 0, done.output
    assert entries(project)["ete"]["title"] == "\u00c9t\u00e9"


def test_a_project_with_mistakes_is_not_added_to(project: Path) -> None:
    (project / "resources/t/bad.yml").write_text("title: x\n")
    done = run(project, source_file(project, "list.md", LIST))
    assert done.exit_code == 1
    assert "run `topicsite check` first" in done.stderr


def test_a_ledger_that_is_none(project: Path) -> None:
    (project / "import.ledger").write_text("<<<<<<< ours\n")
    done = run(project, source_file(project, "list.md", LIST))
    assert done.exit_code == 1
    assert "import.ledger:1: a merge was left half done" in done.stderr


def test_headings_are_asked_about_in_a_terminal(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("topicsite.commands.importing._is_asked", lambda: True)
    name = source_file(project, "list.md", "## Piles\n- [A](https://example.org/a)\n")
    done = run(project, name, "--kind", "code", stdin=b"topics\n")
    assert "What do headings become" in done.stdout
    assert (project / "resources/piles/a.yml").exists()


@pytest.mark.parametrize(
    ("name", "module"), [("a.bib", "bibtexparser"), ("a.ris", "rispy"), ("a.opml", "defusedxml")]
)
def test_a_parser_that_is_missing(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, module, None)
    done = run(project, source_file(project, name, ""))
    assert done.exit_code == 1
    assert f"{module} is not installed; install `topicsite[import]`" in done.stderr


LOADED: Loaded = load(VALID / "smallest")
TEXT = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=80),
    st.sampled_from(ATTACKS),
    st.sampled_from([r"\(x^2\)", r"\(", "\\", "~", "null", "- a", "a: b", "{", "x" * 700, "2012"]),
)
URLS = st.one_of(
    TEXT,
    st.integers(0, 5).map("https://example.org/{}".format),
    st.integers(0, 5).map("http://www.example.org/{}/".format),
    st.sampled_from(
        [
            "https://youtu.be/abcdefghijk", "https://arxiv.org/abs/1502.05767",
            "https://doi.org/10.1234/x", "https://[", "https://example.org:99999/",
            "https://example.org/ a|b",
        ]
    ),
)  # fmt: skip
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(
            ["title", "summary", "published", "duration", "level", "access", "language", "venue",
             "doi", "arxiv", "isbn", "licence", "note", "abstract", "nothing", "claims"],
            TEXT,
        ),
        **dict.fromkeys(["authors", "teaches", "captions", "prerequisites", "formerly"],
                        st.lists(TEXT, max_size=10)),
    },
)  # fmt: skip
ITEMS = st.builds(
    Found,
    st.builds(Place, st.just("x"), st.integers(1, 99)),
    URLS,
    FIELDS,
    st.lists(TEXT, max_size=2).map(tuple),
    st.lists(TEXT, max_size=3).map(tuple),
    st.lists(st.sampled_from(["video", "book", "code"]), max_size=1).map(tuple),
    st.lists(st.tuples(TEXT, URLS), max_size=2).map(tuple),
    st.one_of(st.just(""), TEXT),
)


@given(
    st.lists(ITEMS, max_size=6),
    st.sampled_from(["tags", "stages", "topics", "none"]),
    st.sampled_from(["", "no https there"]),
    st.booleans(),
)
@settings(max_examples=50, deadline=None)
def test_whatever_is_found_what_is_written_is_right(
    items: list[Found], headings: str, reason: str, takes: bool
) -> None:
    choices = Choices(
        topic="t", kind="code", headings=headings, reason=reason,  # type: ignore[arg-type]
        takes_makers_words=takes, path="A path",
    )  # fmt: skip
    reading = Reading("x", "A title", items, former=["old/", "t/"])
    made = importing.plan(LOADED, Path("nowhere"), "resources", [reading], choices, {})
    assert [str(one) for one in made.findings if one.severity == "error"] == []
    left = sum(note.what in ("left-out", "joined", "there") for note in made.notes)
    written = sum(not path.endswith("topic.yml") for path in made.new)
    assert made.found == len(items)
    assert written + left >= len(items)
