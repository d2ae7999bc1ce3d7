"""The adapter: a build is reproducible, replaces the last one whole or not at all, and is small."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import signal
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.built.projects import (
    MKDOCS,
    PROJECT,
    build,
    build_afresh,
    copy_project,
    environment,
    pages_of,
    previewing,
)
from tests.children import LIMIT, Child, eventually, git
from tests.measurements import data

TURNS = 4
"""Days after which every example has been run afresh once; what it is kept by is a digest."""


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_input_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Another folder, another hash seed, another time zone; some examples run afresh, by date."""
    again = copy_project(tmp_path / "elsewhere")
    today = datetime.date.today().toordinal() % TURNS
    for kept in (again / ".cache/examples/pages").iterdir():
        if int(kept.stem, 16) % TURNS == today:
            kept.unlink()
    other = {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", **history_for(again)}
    done = build_afresh(again, "--site-dir", str(tmp_path / "site"), **other)
    assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "site") == digests(site)


def history_for(copy: Path) -> dict[str, str]:
    """Variables by which git takes a copy of the project for the project, as pages are dated."""
    if not (PROJECT / ".git").exists():
        return {}
    known = git(PROJECT, "rev-parse", "--absolute-git-dir").strip()
    return {"GIT_DIR": known, "GIT_WORK_TREE": str(copy)}


def leftovers(project: Path) -> list[str]:
    return [path.name for path in project.iterdir() if path.name.startswith(".site")]


def break_entry(project: Path) -> None:
    entry = project / "resources/t/a.yml"
    entry.write_text(entry.read_text().replace("duration: 15 min", "duration: soon\nlenght: 3"))


def break_link(project: Path) -> None:
    (project / "docs/index.md").write_text("# Home\n\n[nowhere](nowhere.md)\n")


def break_marker(project: Path) -> None:
    (project / "docs/index.md").write_text("# Home\n\n<!-- topicsite: gaols topic=t -->\n")


def break_formula(project: Path) -> None:
    (project / "docs/index.md").write_text("# Home\n\nThe loss $\\frac{a}$ falls.\n")


def show(project: Path, file: str, content: str | None = None) -> None:
    """Let the home page show a measurement, and write it unless nothing is given."""
    (project / "docs/index.md").write_text(f"# Home\n\n<!-- topicsite: measured file={file} -->\n")
    if content is not None:
        (project / "docs/measurements").mkdir()
        (project / "docs" / file).write_text(content)


def break_measurement(project: Path) -> None:
    show(project, "measurements/a.json", json.dumps(data({"kind": "tabel"}, cores=0)))


def cut_a_measurement(project: Path) -> None:
    show(project, "measurements/a.json", json.dumps(data())[:-1])


def misspell_a_measurement(project: Path) -> None:
    show(project, "measurements/a.json", json.dumps(data()))
    show(project, "measurement/a.json")


def hide_a_measurement(project: Path) -> None:
    show(project, "measurements/a.json", json.dumps(data()))
    with (project / "mkdocs.yml").open("a") as settings:
        settings.write("exclude_docs: /measurements/\n")


def leave_the_pages(project: Path) -> None:
    (project / "secret.json").write_text(json.dumps(data()))
    show(project, "../secret.json")


def link_out_of_the_pages(project: Path) -> None:
    (project / "secret.json").write_text(json.dumps(data()))
    (project / "docs/a.json").symlink_to(project / "secret.json")
    show(project, "a.json")


def link_a_folder_out_of_the_pages(project: Path) -> None:
    (project / "secrets").mkdir()
    (project / "secrets/a.json").write_text(json.dumps(data()))
    (project / "docs/inside").symlink_to(project / "secrets")
    show(project, "inside/a.json")


def add_example(project: Path, prints: str, claim: str = "says: It is 4.") -> None:
    """An example that ends with `prints`, and an entry with a claim that it shows."""
    example = project / "code/examples/addition.py"
    example.parent.mkdir(parents=True)
    source = Path(__file__).parents[1] / "catalogs/valid/every-field/code/examples/addition.py"
    text = source.read_text().replace("# follows: [entry]\n", "")
    example.write_text(text.replace("print(2 + 2)", prints))
    with (project / "resources/t/a.yml").open("a") as entry:
        entry.write(f"claims:\n  - id: sum\n    shown_by: addition\n    {claim}\n")
    (project / "mkdocs.yml").write_text(
        (project / "mkdocs.yml").read_text().replace("topicsite]", "topicsite, mkdocs-jupyter]")
    )


def table(*rows: str) -> str:
    """A cell that prints these rows as its report."""
    lines = ["claim | source says | we get | verdict", "--- | --- | --- | ---", *rows]
    return "\n".join(f"print({f'| {line} |'!r})" for line in lines)


def break_example(project: Path) -> None:
    add_example(project, "total = 2 + two")


def break_report(project: Path) -> None:
    add_example(project, table("a/sum | 4 | 4 | reproduced", "a/sun | 4 | 4 | reproduced"))


def report_nothing(project: Path) -> None:
    add_example(project, "print(2 + 2)")


def fail_a_claim(project: Path) -> None:
    add_example(project, table("a/sum | 5 | 4 | differs"))


def keep_a_discrepancy(project: Path) -> None:
    claim = "says: It is 4.\n    discrepancy: It used to be 5."
    add_example(project, table("a/sum | 4 | 4 | reproduced"), claim)


def judge_by_hand(project: Path) -> None:
    add_example(project, table("a/sum | 4 | 4 | quite right"))


def report_twice(project: Path) -> None:
    add_example(project, table("a/sum | 4 | 5 | differs", "a/sum | 4 | 4 | reproduced"))


def break_a_table(project: Path) -> None:
    add_example(project, table("a/sum | 4 or | 5 | 4 | reproduced"))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (
            break_entry,
            [
                "resources/t/a.yml:6:11: error[bad-duration]",
                "resources/t/a.yml:7:1: error[unknown-field]",
            ],
        ),
        (break_link, ["nowhere.md"]),
        (break_marker, ["docs/index.md:3: there is no block `gaols`; did you mean `goals`?"]),
        (break_formula, ["docs/index.md: the formula `\\frac{a}` cannot be set"]),
        (
            break_measurement,
            [
                "docs/measurements/a.json: cores: the number should be greater than or equal to 1",
                "docs/measurements/a.json: blocks[0]: `tabel` is not a value of `kind`; did you",
            ],
        ),
        (cut_a_measurement, ["docs/measurements/a.json: this is not JSON: EOF while parsing"]),
        (
            misspell_a_measurement,
            [
                "docs/index.md:3: `docs` has no file `measurement/a.json` that is published; "
                "did you mean `measurements/a.json`?"
            ],
        ),
        (hide_a_measurement, ["`docs` has no file `measurements/a.json` that is published"]),
        (leave_the_pages, ["docs/index.md:3: `../secret.json` leads out of `docs`; write"]),
        (link_out_of_the_pages, ["`a.json` is a link out of `docs`; put the file itself there"]),
        (link_a_folder_out_of_the_pages, ["`inside/a.json` is a link out of `docs`; put the file"]),
        (break_example, ["code/examples/addition.py stops with NameError", "total = 2 + two"]),
        (
            break_report,
            [
                "code/examples/addition.py: it reports on `a/sun`, which no entry claims; "
                "did you mean `a/sum`?"
            ],
        ),
        (report_nothing, ["it does not report on `a/sum`, which names it in `shown_by`"]),
        (fail_a_claim, ["`a/sum` is not borne out: the source says 5, we get 4; mend it, or"]),
        (keep_a_discrepancy, ["`a/sum` is borne out after all", "remove its `discrepancy`"]),
        (judge_by_hand, ["its verdict on `a/sum` is `quite right`, which is none of"]),
        (report_twice, ["code/examples/addition.py: it reports on `a/sum` twice"]),
        (break_a_table, ["prints a table with a row of 5 cells, not 4"]),
    ],
)
def test_a_failing_build_says_why_and_leaves_the_last_site(
    small: Path, spoil: Callable[[Path], None], words: list[str]
) -> None:
    before = digests(small / "site")
    spoil(small)
    done = build(small)
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    for word in words:
        assert word in said
    assert "Traceback" not in said
    assert digests(small / "site") == before
    assert leftovers(small) == []


def test_a_page_shows_a_measurement_and_the_site_publishes_it(small: Path) -> None:
    content = json.dumps(data())
    show(small, "measurements/a.json", content)
    done = build(small)
    assert done.returncode == 0, done.stderr
    assert (small / "site/measurements/a.json").read_text() == content
    page = (small / "site/index.html").read_text()
    assert '<h3 id="a_one-thread">' in page
    assert 'href="#a_one-thread" class="md-nav__link"' in page, "it is in the contents"
    assert '<a href="measurements/a.json">' in page


def test_an_example_finds_the_package_that_lies_beside_it(small: Path) -> None:
    """Nobody has to install what is in the project."""
    package = small / "code/sorting/__init__.py"
    package.parent.mkdir(parents=True)
    package.write_text("TOTAL = 4\n")
    add_example(small, "from sorting import TOTAL\n" + table("a/sum | 4 | 4 | reproduced"))
    settings = (small / "mkdocs.yml").read_text()
    (small / "mkdocs.yml").write_text(
        settings.replace("topicsite, mkdocs", "{topicsite: {python: false}}, mkdocs")
    )
    done = build(small)
    assert done.returncode == 0, done.stderr
    assert "1 reproduced" in (small / "site/t/index.html").read_text()
    package.write_text("TOTALS = 4\n")
    assert "cannot import name" in build(small).stderr  # run again, for what it imports has changed


def test_an_interrupted_build_leaves_the_last_site(small: Path) -> None:
    before = digests(small / "site")
    (small / "slow.py").write_text(
        "import pathlib, time\n"
        "def on_env(env, **_):\n"
        "    pathlib.Path('waits').touch()\n"
        f"    time.sleep({2 * LIMIT})\n"
    )
    (small / "mkdocs.yml").write_text((small / "mkdocs.yml").read_text() + "hooks: [slow.py]\n")
    with Child([*MKDOCS, "build"], cwd=small, env=environment()) as process:
        process.until((small / "waits").exists)
        assert leftovers(small) != []
        process.send_signal(signal.SIGINT)
        assert process.wait() != 0
    assert digests(small / "site") == before
    assert leftovers(small) == []


def test_a_topic_of_ones_own_needs_no_page(small: Path) -> None:
    html = (small / "site/t/index.html").read_text()
    assert "A good entry" in html
    assert (small / "site/tags/chain-rule/index.html").exists()
    everything = "".join(path.read_text() for path in (small / "site").rglob("*.html"))
    assert "ackprop" not in everything


def test_the_sitemap_lists_every_page(small: Path) -> None:
    settings = small / "mkdocs.yml"
    settings.write_text(settings.read_text() + "site_url: https://example.org/sorting/\n")
    done = build(small)
    assert done.returncode == 0, done.stderr
    sitemap = (small / "site/sitemap.xml").read_text()
    addresses = set(re.findall(r"<loc>https://example\.org/sorting/(.*?)</loc>", sitemap))
    assert addresses == set(pages_of(small / "site")) - {"404.html"}
    assert {"", "t/", "tags/", "tags/chain-rule/"} <= addresses


def test_a_page_of_ones_own_takes_the_place_of_the_default(small: Path) -> None:
    (small / "docs/t").mkdir()
    (small / "docs/t/index.md").write_text("# Mine\n\n<!-- topicsite: resources -->\n")
    done = build(small)
    assert done.returncode == 0, done.stderr
    html = (small / "site/t/index.html").read_text()
    assert "Mine" in html
    assert "A good entry" in html
    assert "Recommended path" not in html


def test_generated_pages_stay_out_of_the_navigation(site: Path) -> None:
    html = (site / "index.html").read_text()
    navigation = html[html.index('class="md-tabs"') : html.index("<article")]
    assert "tags/chain-rule" not in navigation
    assert "examples/" not in navigation
    assert "backpropagation/" in navigation


def test_the_page_of_an_example_is_small(site: Path) -> None:
    """What stands around the words, the theme's frame too, is twice as long as these."""
    html = (site / "examples/sensitivity/index.html").read_text()
    without_figures = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    article = BeautifulSoup(without_figures, "html.parser").select_one("article")
    assert article is not None
    words = len(" ".join(article.get_text().split()).encode())
    assert words > 15_000
    assert len(without_figures.encode()) - words < 2.15 * words


def test_live_reload_follows_entries_pages_and_code(small: Path) -> None:
    """A broken entry leaves the last good page and is named; mended, the page comes back."""
    with previewing(small) as (base, log, process):

        def shows(address: str, words: str) -> None:
            def it_does() -> bool:
                assert process.poll() is None, log.read_text()
                try:
                    with urllib.request.urlopen(base + address, timeout=LIMIT) as answer:
                        return words in answer.read().decode()
                except OSError:
                    return False

            eventually(it_does, lambda: f"{words!r} never came up:\n{log.read_text()}")

        entry, page = small / "resources/t/a.yml", small / "docs/index.md"
        shows("t/", "A good entry")
        good = entry.read_text()
        entry.write_text(good.replace("A good entry", "A better entry"))
        shows("t/", "A better entry")
        page.write_text("# Sorting\n\nAnother sentence.\n")
        shows("", "Another sentence.")
        entry.write_text(good.replace("kind: online-tutorial", "kind: vido"))
        eventually(lambda: "error[unknown-value]" in log.read_text(), log.read_text)
        shows("t/", "A better entry")
        entry.write_text(good.replace("A good entry", "A mended entry"))
        shows("t/", "A mended entry")
