"""What is new: taken from version control and the ledgers, told in feeds that others read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest

from tests.children import git
from tests.hostile import ATTACKS
from tests.opendata.catalogs import site_of
from topicsite.exchange import outlines
from topicsite.links import ledger as links
from topicsite.links.since import MOST, gone_since
from topicsite.model.catalog import Catalog
from topicsite.opendata import feeds
from topicsite.project.revisions import Revision, revisions, texts_of
from topicsite.proving.history import parse as parse_history
from topicsite.reading.changes import PATTERNS, Change, changes
from topicsite.reading.load import load
from topicsite.render.news import MOST as MOST_NEWS
from topicsite.render.site import Site

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
RESOURCE = "title: {}\nkind: code\nurl: https://e.example/{}\n"
TOPIC = "title: Sorting\nsummary: What there is to know about it, picked by hand.\nkeywords: [x]\n"
QUESTIONS = "questions:\n"
QUESTION = """\
  - id: {}
    ask: Which is it?
    options:
      - {{says: This, right: true}}
      - {{says: That, because: It is not.}}
    because: It is this.
"""
EXAMPLE = """\
# ---
# title: Runs
# summary: What a reader sees when it runs, said in a sentence or two.
# teaches: [running]
# duration: 5 min
# level: intuition
# follows: [one]
# ---
"""


class Project:
    """A project whose entries are committed day by day."""

    def __init__(self, root: Path) -> None:
        self.root = root
        git(root, "init", "--quiet", "--initial-branch=main")

    def commit(self, day: str, files: dict[str, str | None]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")
        git(self.root, "add", "--all")
        moment = f"2026-{day}T12:00:00+00:00"
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        git(self.root, "commit", "--quiet", "--message=change", **dates)

    def site(self, root: Path | None = None) -> Site:
        root = root or self.root
        loaded = load(root)
        assert not loaded.diagnostics, loaded.diagnostics
        found = changes(loaded.catalog, revisions(root, PATTERNS), partial(texts_of, root))
        return Site(loaded.catalog, changes=found, name="Sorts", base="https://sorts.example/s/")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with something new of every sort."""
    made = Project(tmp_path)
    topic = "resources/sorting/topic.yml"
    one = "resources/sorting/one.yml"
    asks = "resources/sorting/questions/first.yml"
    made.commit("01-01", {topic: TOPIC, "entries/sorting/one.yml": RESOURCE.format("One", 1)})
    made.commit("01-02", {"entries/sorting/one.yml": None, one: RESOURCE.format("One", 1)})
    made.commit("01-03", {one: RESOURCE.format("One", 1) + "access: free\n"})
    made.commit("01-04", {"resources/sorting/old-two.yml": RESOURCE.format("Two", 2)})
    two = RESOURCE.format("Two", 2) + "formerly: [old-two]\n"
    made.commit("01-05", {"resources/sorting/old-two.yml": None, "resources/sorting/two.yml": two})
    made.commit("01-06", {topic: TOPIC + "paths:\n  - [one]\n"})
    made.commit("01-07", {topic: TOPIC + "paths:\n  - steps:\n    - resource: one\n    - two\n"})
    made.commit("01-08", {one: RESOURCE.format("One", 1) + "access: paywalled\n"})
    made.commit("01-09", {asks: QUESTIONS + QUESTION.format("a") + QUESTION.format("b")})
    more = QUESTIONS + "".join(map(QUESTION.format, "abc"))
    made.commit("01-10", {asks: more, "code/examples/runs.py": EXAMPLE})
    return made


def test_what_is_new_is_taken_from_version_control(project: Project) -> None:
    git(project.root, "config", "log.showRoot", "false")
    git(project.root, "config", "log.showSignature", "true")
    git(project.root, "config", "diff.renames", "copies")
    found = {(one.what, one.name): one for one in project.site().changes}
    days = {key: datetime.utcfromtimestamp(one.seconds).day for key, one in found.items()}
    assert days == {
        ("resource", "one"): 1,  # it was moved since
        ("resource", "two"): 4,  # it was renamed since
        ("path", "path"): 6,
        ("longer", "path"): 7,
        ("access", "one"): 8,
        ("questions", "first"): 9,
        ("more-questions", "first"): 10,
        ("example", "runs"): 10,
    }
    assert found["access", "one"][4:6] == ("free", "paywalled")
    assert found["longer", "path"].added == ("two",)
    assert {one.topic for one in found.values()} == {"sorting"}


def titles(data: bytes) -> list[str]:
    return [entry.title for entry in feedparser.parse(data).entries]


def test_a_feed_tells_it_the_latest_first(project: Project) -> None:
    files = feeds.files(project.site())
    assert {*files} == {
        "feed.xml", "feed.json", "feed/sorting.xml", "feed/sorting.json", "feeds.opml",
    }  # fmt: skip
    told = [
        "New example: Runs", "1 new question: Sorting", "2 new questions: Sorting",
        "Now paywalled: One", "1 more step on the path: Learning path",
        "New learning path: Learning path", "New: Two", "New: One",
    ]  # fmt: skip
    assert titles(files["feed.xml"]) == titles(files["feed/sorting.xml"]) == told
    read = feedparser.parse(files["feed.xml"])
    assert read.entries[-1].link == "https://sorts.example/s/sorting/#one"
    assert read.entries[4].summary == "Two."
    for name, data in files.items():
        if name.endswith(".xml"):
            is_atom(data)
        elif name.endswith(".json"):
            is_json_feed(data)
    site = project.site()
    assert feeds.files(site) == files
    assert [site.has_feed(name) for name in ("", "sorting", "other")] == [True, True, False]
    items = outlines.read("feeds.opml", files["feeds.opml"].decode()).items
    assert [item.fields["title"] for item in items] == [
        "Sorts: what is new", "Sorts: what is new in Sorting",
    ]  # fmt: skip


def test_a_clone_that_knows_less_says_less(project: Project, tmp_path: Path) -> None:
    shallow = tmp_path.with_name("shallow")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{project.root}", str(shallow))
    assert feeds.files(project.site(shallow)) == {}
    # One without old texts knows what came, and not what was changed.
    git(tmp_path, "config", "uploadpack.allowFilter", "true")
    partial_ = tmp_path.with_name("partial")
    source = f"file://{project.root}"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", source, str(partial_))
    git(partial_, "remote", "set-url", "origin", "file:///nowhere")
    told = {one.what for one in project.site(partial_).changes}
    assert told == {"resource", "example", "questions"}


def test_without_a_repository_or_an_address_there_is_no_feed(project: Project) -> None:
    site = project.site()
    assert feeds.files(replace(site, base="")) == {}
    assert not replace(site, base="").feeds("sorting")
    git_folder = project.root / ".git"
    git_folder.rename(project.root / "elsewhere")
    assert project.site().changes == []
    assert feeds.files(project.site()) == {}


def is_atom(data: bytes) -> None:
    """What RFC 4287 requires of a feed whose entries have no content."""
    root = ET.fromstring(data)
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):  # 4.1.1, 4.1.2: exactly one of each
            [only] = element.findall(f"{ATOM}{name}")
            assert only.text, name
        assert MOMENT.fullmatch(element.findtext(f"{ATOM}updated") or "")  # 3.3
        assert re.match(r"https://[^\s]+\Z", element.findtext(f"{ATOM}id") or "")  # 4.2.6: an IRI
        for name in ("published", "summary", "subtitle"):
            assert len(element.findall(f"{ATOM}{name}")) <= 1
        links = [
            (link.get("rel"), link.get("type"), link.get("hreflang"))
            for link in element.findall(f"{ATOM}link")
        ]
        assert len({*links}) == len(links)
        assert ("alternate", "text/html", None) in links  # 4.1.2: there is no content
    assert root.findtext(f"{ATOM}author/{ATOM}name")  # 4.1.1: no entry has one
    [own] = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own.get("href") == root.findtext(f"{ATOM}id")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len({*ids}) == len(ids)
    moments = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert root.findtext(f"{ATOM}updated") == max(moments)
    assert {element.tag.partition("}")[0] for element in root.iter()} == {ATOM[:-1]}
    read = feedparser.parse(data)
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert [entry.id for entry in read.entries] == ids


def is_json_feed(data: bytes) -> None:
    """What version 1.1 of JSON Feed requires, and what it says of each kind of value."""
    made: dict[str, Any] = json.loads(data)
    assert made["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(made["title"], str)
    assert made["feed_url"].startswith("https://")
    assert made["home_page_url"].startswith("https://")
    assert re.fullmatch(r"[a-z]{2,3}(-\w+)*", made["language"])
    ids = [item["id"] for item in made["items"]]
    assert all(isinstance(one, str) and one for one in ids)
    assert len({*ids}) == len(ids)
    for item in made["items"]:
        assert item["content_text"]
        assert item["url"].startswith("https://")
        dates = [item[name] for name in ("date_published", "date_modified") if name in item]
        assert dates
        assert all(MOMENT.fullmatch(one) for one in dates)
        assert all(isinstance(tag, str) for tag in item.get("tags", []))


@pytest.mark.parametrize("attack", [*ATTACKS, "]]>", "&#x0;", "עברית العربية", "🧠", "x" * 199])
def test_an_attack_is_text_in_a_feed(attack: str) -> None:
    entry = {"title": attack, "kind": "code", "url": "https://e.example/", "authors": [attack]}
    site = site_of({"one": entry})
    known = [Change("resource", "t", "one", 1_700_000_000)]
    made = replace(site, changes=known, name=attack, base="https://e.example/")
    files = feeds.files(made)
    is_atom(files["feed.xml"])
    is_json_feed(files["feed.json"])
    root = ET.fromstring(files["feed.xml"])
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == f"New: {attack}"
    assert json.loads(files["feed.json"])["items"][0]["title"] == f"New: {attack}"


def many(number: int) -> Site:
    entry = {"title": "T", "kind": "code"}
    names = [f"entry-{n:05}" for n in range(number)]
    site = site_of({name: {**entry, "url": f"https://e.example/{name}"} for name in names})
    known = [Change("resource", "t", name, 1_700_000_000 + n) for n, name in enumerate(names)]
    return replace(site, changes=known, name="Many", base="https://e.example/")


def test_a_feed_has_the_latest_only() -> None:
    read = feedparser.parse(feeds.files(many(200))["feed.xml"])
    assert len(read.entries) == MOST_NEWS
    assert read.entries[0].id == "https://e.example/feed.xml#new/entry-00199"


def test_what_turned_is_told_under_the_name_it_has_in_its_own_feed() -> None:
    claims = [{"id": "sum", "says": "Two and two are four.", "shown_by": "runs"}]
    entry = {"title": "T", "kind": "code", "url": "https://e.example/", "claims": claims}
    line = "one/sum 2026-11-0{} {} python-3.11 numpy-2.4\n"
    history = parse_history(line.format(1, "reproduced") + line.format(8, "differs"))
    site = replace(site_of({"one": entry}), history=history, name="S", base="https://e.example/")
    [read] = feedparser.parse(feeds.files(site)["feed.xml"]).entries
    assert read.title == "Reproduced before, differs now: Two and two are four."
    assert read.id == "https://e.example/verdicts.xml#one/sum/2026-11-08/reproduced/differs"


GONE = "https://e.example/1 gone 2026-{} strikes={}\n"


def ledger_versions(*texts: str) -> tuple[list[Revision], dict[str, str]]:
    """Versions of a ledger, the latest first."""
    names = [f"v{number}" for number in range(len(texts))]
    return [Revision(1, "links.ledger", "", n) for n in names], dict(zip(names, texts, strict=True))


@pytest.mark.parametrize(
    ("before", "since"),
    [
        # The check that made it so is remembered by the version of then.
        ([GONE.format("03-08", "2026-02-22,2026-03-01,2026-03-08"),
          GONE.format("03-01", "2026-02-15,2026-02-22,2026-03-01"),
          "https://e.example/1 flaky 2026-02-22 strikes=2026-02-15,2026-02-22\n",
          GONE.format("01-01", "2025-12-01,2025-12-02,2026-01-01")], "2026-03-01"),
        # It happened since the last commit.
        (["https://e.example/1 flaky 2026-02-22 strikes=2026-02-15,2026-02-22\n"], "2026-03-15"),
        # Nobody knows any more.
        ([GONE.format("03-08", "2026-02-22,2026-03-01,2026-03-08")] * MOST, None),
        ([], None),
    ],
)  # fmt: skip
def test_since_when_a_link_is_gone(before: list[str], since: str | None) -> None:
    now = links.parse(GONE.format("03-15", "2026-03-01,2026-03-08,2026-03-15"))
    known, texts = ledger_versions(*before)

    def read(names: Iterable[str]) -> dict[str, str]:
        return {name: texts[name] for name in names}

    found = gone_since(now, ["https://e.example/1", "https://e.example/2"], lambda: known, read)
    assert found.get("https://e.example/1") == since
    entry = {"title": "One", "kind": "code", "url": "https://e.example/1"}
    site = replace(
        site_of({"one": entry}), ledger=now, gone_since=found, name="S", base="https://e.example/"
    )
    files = feeds.files(site)
    assert bool(files) == (since is not None)
    if files:
        [read_back] = feedparser.parse(files["feed.xml"]).entries
        assert read_back.title == "Link no longer works: One"
        assert read_back.id == f"https://e.example/feed.xml#gone/one/{since}"


def test_a_topic_that_was_renamed_keeps_its_feed() -> None:
    site = many(1)
    topic = site.catalog.topics["t"]
    model = topic.model.model_copy(update={"formerly": ("was/", "page.html")})
    topics = {"t": replace(topic, model=model)}
    files = feeds.files(replace(site, catalog=Catalog(topics, site.catalog.resources, {})))
    assert files["feed/was.xml"] == files["feed/t.xml"]
    assert "feed/page.xml" not in files
