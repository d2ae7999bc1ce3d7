"""The form in Chromium: from empty to a file that the check accepts, with every mistake named."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from tests.browser.browsing import press_until, promised, serve
from tests.browser.conftest import Open, Visit, visiting
from tests.built.projects import build, small_project
from tests.hostile import ATTACKS
from topicsite.cli import main
from topicsite.model.entries import Resource
from topicsite.model.schema import schema_of

PROJECT = Path(__file__).parents[2]
SUMMARY = (
    "It shows one idea with one worked example, says why each step is taken, and leaves nothing "
    "out: not the `details`, not the doubts."
)
FIELDS = {
    "kind": "video",
    "url": "https://youtu.be/abcdefghij0?si=tracking",
    "title": "Sorting: fast & slow",
    "authors": "Ada Example\nBen O'Neil",
    "published": "2021-05",
    "duration": "12:47",
    "level": "introductory",
    "access": "free",
    "summary": SUMMARY,
    "teaches": "chain rule",
    "captions": "en\nde",
    "venue": "A channel",
}
WRONG = {
    "title": "x" * 201,
    "url": "example.org",
    "authors": "x" * 201,
    "published": "2021-02-30",
    "duration": "12:75",
    "language": "English",
    "summary": "Too short.",
    "teaches": "\n".join(f"phrase {n}" for n in range(9)),
    "prerequisites": "Not an id",
    "assumes": "x" * 61,
    "venue": "a\u202eb",
    "doi": "https://doi.org/10.1000/1",
    "arxiv": "arXiv:1",
    "isbn": "978-0-262-03561-4",
    "licence": "x" * 201,
    "captions": "English",
    "note": "x" * 601,
    "insecure_url_reason": "x",
    "last_verified": "yesterday",
    "id": "Not an id",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small_project(tmp_path_factory.mktemp("form"))
    configuration = folder / "mkdocs.yml"
    configuration.write_text(
        configuration.read_text()
        + "repo_url: https://github.com/owner/name\nedit_uri: edit/trunk/docs/\n"
    )
    shutil.copy(PROJECT / "docs/add.md", folder / "docs")
    (folder / "docs/contribute.md").write_text("# C\n\n## What makes a good summary\n")
    shutil.copytree(PROJECT / "docs/schema", folder / "docs/schema")
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    with serve(project / "site") as root:
        yield root


def fill(page: Page, fields: dict[str, str]) -> None:
    for name, value in fields.items():
        control = page.locator(f"#add-{name}")
        if control.evaluate("node => node.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
        control.blur()


def focused(page: Page, what: str) -> str:
    """Something of the element that has the focus."""
    found: str = page.evaluate(f"document.activeElement.{what} ?? ''")
    return found


def is_chosen(page: Page, value: str) -> bool:
    """Whether the list that has the focus shows a value."""
    return focused(page, "value") == value


def yaml_of(page: Page) -> str:
    return page.locator(".ts-yaml code").text_content() or ""


def assert_accepted(project: Path, tmp_path: Path, text: str, name: str = "example-2021") -> None:
    shutil.copytree(project / "resources", tmp_path / "resources")
    (tmp_path / f"resources/t/{name}.yml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["check", "--strict", "--root", str(tmp_path)])
    assert done.exit_code == 0, done.stdout
    done = CliRunner().invoke(main, ["fmt", "--check", "--root", str(tmp_path), str(tmp_path)])
    assert f"{name}.yml" not in done.stdout


def assert_quiet(seen: Visit) -> None:
    assert seen.foreign == []
    assert seen.complaints == []


def test_from_empty_to_a_file_that_the_check_accepts(
    visit: Open, address: str, project: Path, tmp_path: Path
) -> None:
    seen = visit("add/", at=address)
    page = seen.page
    fill(page, FIELDS)
    text = yaml_of(page)
    assert text.startswith("# yaml-language-server: $schema=../../docs/schema/")
    assert "url: https://www.youtube.com/watch?v=abcdefghij0\n" in text
    assert page.locator(".ts-file").inner_text() == "resources/t/example-2021.yml"
    card = page.locator(".ts-preview")
    for words in (
        "Video",
        "13\u00a0min",
        "Introductory",
        "Free",
        "Ada Example and Ben O'Neil · 2021",
    ):
        assert words.casefold() in card.inner_text().casefold()
    assert_accepted(project, tmp_path, text)

    with page.context.expect_event("requestfailed"):
        page.get_by_role("button", name="Propose it on GitHub").click()
    target = urlsplit(seen.foreign[-1])
    assert (target.hostname, target.path) == ("github.com", "/owner/name/new/trunk/resources/t")
    assert parse_qs(target.query) == {"filename": ["example-2021.yml"], "value": [text]}
    assert [urlsplit(url).hostname for url in seen.foreign] == ["github.com"]


def test_the_file_can_be_downloaded_or_copied(visit: Open, address: str) -> None:
    seen = visit("add/", at=address)
    page = seen.page
    fill(page, FIELDS)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "example-2021.yml"
    assert download.value.path().read_text(encoding="utf-8") == yaml_of(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address[:-1])
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == yaml_of(page)
    assert_quiet(seen)


@pytest.fixture(scope="module")
def filled(browser: Browser, address: str) -> Iterator[Visit]:
    """A form that is filled in; who changes a field changes it back."""
    with visiting(browser, address) as visit:
        seen = visit("add/")
        fill(seen.page, FIELDS)
        yield seen


@pytest.mark.parametrize("name", WRONG)
def test_each_field_says_what_is_wrong_with_it(filled: Visit, name: str) -> None:
    page = filled.page
    message = page.locator(f"#add-{name}-error")
    control = page.locator(f"#add-{name}")
    status = page.get_by_role("status")
    assert control.get_attribute("aria-invalid") != "true"
    status.evaluate("node => (node.textContent = '')")
    before = control.input_value()
    fill(page, {name: WRONG[name]})
    try:
        assert message.inner_text().strip("✗ ")
        assert control.get_attribute("aria-invalid") == "true"
        page.get_by_role("button", name="Download").click()
        assert status.inner_text() == "One field needs a change."
        assert control.evaluate("node => node === document.activeElement")
    finally:
        fill(page, {name: before})
    assert_quiet(filled)


@pytest.mark.parametrize(
    "url",
    ["https://①②⑦.⓪.⓪.①/", "https://127.0.0.%31/", "https://0x7f.1/", "https://[::ffff:127.0.0.1]/",
     "https://router.home.arpa/", "https://example.org:99999/"],
)  # fmt: skip
def test_an_address_is_judged_as_the_browser_reads_it(visit: Open, address: str, url: str) -> None:
    page = visit("add/", at=address).page
    fill(page, {"url": url})
    assert page.locator("#add-url-error").inner_text().strip("✗ ")
    fill(page, {"url": "https://www.youtube.com/watch?list=PLaAAAAAAAAAAAAAAAA"})
    assert page.locator("#add-url-error").inner_text() == ""
    assert page.locator("#add-kind").input_value() == "playlist"


def test_what_is_missing_is_said_when_it_matters_and_not_before(visit: Open, address: str) -> None:
    page = visit("add/", at=address).page
    assert page.locator(".ts-error:not(:empty)").count() == 0
    page.get_by_role("button", name="Download").click()
    needed = schema_of(Resource)["required"]
    assert page.get_by_role("status").inner_text() == f"{len(needed)} fields need a change."
    for name in needed:
        assert page.locator(f"#add-{name}-error").inner_text().endswith("This is needed.")


def test_lists_are_read_as_people_write_them(visit: Open, address: str) -> None:
    page = visit("add/", at=address).page
    fill(page, {**FIELDS, "authors": "Ada Example, Ben Example", "teaches": "- C++\n- C#, A*"})
    assert "authors: [Ada Example, Ben Example]\n" in yaml_of(page)
    assert "teaches: [C++, C#, A*]\n" in yaml_of(page)


def test_a_resource_that_is_there_is_told(visit: Open, address: str) -> None:
    page = visit("add/", at=address).page
    fill(page, {"url": "https://www.example.org/page/?utm_source=x&id=2"})
    known = page.locator("#add-url-error").inner_text()
    assert "is there already: resources/t/" in known


def test_by_keyboard_alone(visit: Open, address: str, project: Path, tmp_path: Path) -> None:
    page = visit("add/", at=address).page
    page.locator("topicsite-form [name]").first.focus()
    for _ in range(100):
        if not (name := focused(page, "name")):
            break
        value = FIELDS.get(name, "")
        if value and focused(page, "tagName") == "SELECT":
            press_until(page, "ArrowDown", partial(is_chosen, page, value))
        elif value:
            page.keyboard.press("Control+a")
            page.keyboard.type(value)
        page.keyboard.press("Tab")
    press_until(page, "Tab", lambda: focused(page, "dataset.action") == "download")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert_accepted(project, tmp_path, download.value.path().read_text(encoding="utf-8"))


def test_a_draft_survives_a_reload_until_it_is_cleared(visit: Open, address: str) -> None:
    page = visit("add/", at=address).page
    fill(page, FIELDS)
    text = yaml_of(page)
    page.reload()
    assert yaml_of(page) == text
    page.get_by_role("button", name="Start over").click()
    page.reload()
    assert "title:" not in yaml_of(page)


def test_a_browser_that_keeps_nothing_is_no_obstacle(visit: Open, address: str) -> None:
    seen = visit("", at=address)
    page = seen.page
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied'); }});"
    )
    page.goto(address + "add/")
    fill(page, FIELDS)
    assert "title: 'Sorting: fast & slow'" in yaml_of(page)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_text(
    visit: Open, address: str, project: Path, tmp_path: Path, attack: str
) -> None:
    seen = visit("add/", at=address)
    page = seen.page
    text = f"{attack} and enough words to be a summary of forty characters"
    fill(page, {**FIELDS, "title": attack, "venue": attack, "authors": attack, "note": text,
                "summary": text, "teaches": attack[:60], "id": "attack"})  # fmt: skip
    assert page.locator(".ts-preview .ts-title").inner_text() == " ".join(attack.split())
    assert (
        page.locator("topicsite-form :is(script, img, svg, [onload], [onmouseover])").count() == 0
    )
    assert_accepted(project, tmp_path, yaml_of(page), "attack")
    page.reload()
    assert page.locator(".ts-preview .ts-title").inner_text() == " ".join(attack.split())
    assert_quiet(seen)


def test_without_a_script_the_page_is_a_guide(visit: Open, address: str) -> None:
    page = visit("add/", at=address, javascript=False).page
    words = page.locator("topicsite-form").inner_text()
    shapes = schema_of(Resource)["properties"]
    for name in ("title", "kind", "summary", "also_at", "isbn"):
        assert name in words
    assert shapes["title"]["description"] in words
    assert ", ".join(shapes["kind"]["enum"]) in words
    assert (
        page.locator("input:visible, select:visible, textarea:visible, button:visible")
        .locator("xpath=ancestor::topicsite-form")
        .count()
        == 0
    )


PASTED = """@article{a, author = {Example, Ada and M{\\"u}ller, Jos{\\'e}},
  title = {Sorting {\\&} more},
  journal = {A journal}, year = 2021, month = may,
  doi = {10.1000/xyz}, isbn = {978-0-262-03561-4}}"""


def paste(page: Page, text: str) -> None:
    """Paste a text by keyboard."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.locator("#add-pasted").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+v")


def values_of(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('topicsite-form [name]')]"
        ".filter(one => one.value && one.name !== 'topic').map(one => [one.name, one.value]))"
    )
    return found


def test_what_is_pasted_fills_empty_fields_and_is_taken_back_in_one_step(
    visit: Open, address: str
) -> None:
    seen = visit("add/", at=address, width=390)
    page = seen.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address[:-1])
    said = page.locator(".ts-filled")
    fill(page, {"venue": "My own words"})
    paste(page, PASTED)
    said.get_by_text("Filled in:").wait_for()
    assert said.inner_text() == (
        "Filled in: Title, Kind, Address, Authors, Published and DOI. "
        "Left as you had it: Venue. Left out, because it is wrong in the source: ISBN."
    )
    assert values_of(page) == {
        "title": "Sorting & more", "authors": "Ada Example\nJosé Müller", "published": "2021-05",
        "venue": "My own words", "doi": "10.1000/xyz", "url": "https://doi.org/10.1000/xyz",
        "kind": "theory-paper",
    }  # fmt: skip
    assert "authors: [Ada Example, José Müller]\n" in yaml_of(page)
    fill(page, {"level": "introductory"})
    press_until(page, "Shift+Tab", lambda: focused(page, "dataset.action") == "undo")
    page.keyboard.press("Enter")
    assert said.inner_text() == "Undone."
    assert values_of(page) == {"venue": "My own words", "level": "introductory"}
    assert focused(page, "id") == "add-pasted"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    paste(page, "words without an address")
    said.get_by_text("There is no address").wait_for()
    page.locator("#add-pasted").fill("")
    page.evaluate("navigator.clipboard.writeText('@a{b, title = {c}} '.repeat(300000))")
    page.keyboard.press("Control+v")
    said.get_by_text("This is longer than 1,000,000 characters").wait_for()
    assert page.locator("#add-pasted").input_value() == ""
    assert values_of(page) == {"venue": "My own words", "level": "introductory"}
    assert_quiet(seen)


def test_of_several_that_are_pasted_the_others_wait_for_their_turn(
    visit: Open, address: str, project: Path, tmp_path: Path
) -> None:
    seen = visit("add/", at=address)
    page = seen.page
    page.locator("#add-pasted").fill(
        "- https://www.example.org/page/?utm_source=x&id=2\n"
        "- [First](https://example.com/1)\n- [Second](https://example.com/2)\n"
        "- https://example.com/1#:~:text=again\n- https://youtu.be/abcdefghij1\n"
    )
    page.get_by_role("button", name="Fill in the fields").click()
    page.get_by_text("2 more were in what you pasted").wait_for()
    assert (
        "2 were left out: they are on the site already" in page.locator(".ts-filled").inner_text()
    )
    waiting = page.locator(".ts-waiting li")
    assert waiting.all_inner_texts() == ["Second", "https://www.youtube.com/watch?v=abcdefghij1"]
    page.reload()
    page.get_by_text("2 more were in what you pasted").wait_for()
    assert values_of(page) == {"title": "First", "url": "https://example.com/1"}
    fill(page, {"summary": SUMMARY})
    page.get_by_role("button", name="Next one").click()
    assert values_of(page) == {"title": "Second", "url": "https://example.com/2"}
    page.get_by_role("button", name="Undo").click()
    assert values_of(page) == {"title": "First", "url": "https://example.com/1", "summary": SUMMARY}
    assert waiting.count() == 2
    for _ in range(2):
        page.get_by_role("button", name="Next one").click()
    assert not page.locator(".ts-waiting").is_visible()
    fill(page, {name: value for name, value in FIELDS.items() if name not in ("url", "kind")})
    assert_accepted(project, tmp_path, yaml_of(page))
    page.reload()
    page.get_by_role("button", name="Fill in the fields").click()
    page.get_by_text("Paste something first.").wait_for()
    assert not page.locator(".ts-waiting").is_visible()
    assert_quiet(seen)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_anybody_can_use_it(visit: Open, address: str, axe: str, scheme: str) -> None:
    page = visit("add/", at=address, scheme=scheme, width=390).page
    page.get_by_role("button", name="Download").click()
    page.evaluate(axe)
    result = promised(page, "() => axe.run('topicsite-form')")
    found = [(rule["id"], rule["nodes"][0]["html"]) for rule in result["violations"]]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_card_in_the_preview_is_the_site_s_own(visit: Open, address: str) -> None:
    page = visit("add/", at=address).page
    fill(page, FIELDS)
    preview = page.locator(".ts-preview .ts-card")
    assert preview.count() == 1
