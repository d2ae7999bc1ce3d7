"""The schema that editors use says what the validator says, on files good and bad."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import regress
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, ValidationError, validators
from pydantic import ValidationError as ModelError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from tests import children
from topicsite.model.entries import Model, Resource, Topic
from topicsite.model.glossary import Glossary
from topicsite.model.schema import FILES, PLACE, models_of, schema_of, text_of
from topicsite.model.site import SiteSettings
from topicsite.reading import headers, source
from topicsite.reading.load import load, site_settings

PROJECT = Path(__file__).parents[2]
CATALOGS = Path(__file__).parents[1] / "catalogs"

HOST = "an editor reads a host as it stands"
CHARACTERS = "they are characters like others"
# What a schema cannot say, or an editor sees otherwise; each entry here must really differ.
DIFFERENT = {
    "valid/plain-scalars-stay-text/resources/t/no.yml": "`null` and `~` are no text for an editor",
    "invalid/claim-ids-twice/resources/t/entry.yml": "a schema cannot compare fields of items",
    "invalid/isbn-wrong-digit/resources/t/entry.yml": "a schema cannot compute a check digit",
    "invalid/yaml-comment-cuts-title/resources/t/entry.yml": "a comment is gone when YAML is read",
    "invalid/yaml-directive/resources/t/entry.yml": "YAML itself allows it",
    "invalid/yaml-escaped-control-character/resources/t/entry.yml": "it is a character like others",
    "invalid/yaml-merge-key/resources/t/entry.yml": "editors merge",
    "invalid/yaml-next-line-character/resources/t/entry.yml": "it is a space like others",
    "invalid/byte-order-mark/resources/t/entry.yml": "YAML itself allows it",
    "invalid/yaml-tag/resources/t/entry.yml": "YAML itself allows it",
    "invalid/yaml-anchor-and-alias/resources/t/entry.yml": "YAML itself allows it",
    "invalid/url-private-in-other-spellings/resources/t/circled.yml": HOST,
    "invalid/url-private-in-other-spellings/resources/t/encoded.yml": HOST,
    "invalid/yaml-anchor-behind-a-quoted-key/resources/t/lone-tag.yml": "YAML itself allows it",
} | {
    f"invalid/{file.relative_to(CATALOGS / 'invalid').as_posix()}": CHARACTERS
    for file in (CATALOGS / "invalid/characters-that-cannot-be-seen").rglob("u-*.yml")
}


def _pattern(_: Any, pattern: str, text: Any, __: Any) -> Iterator[ValidationError]:
    """Patterns as an editor runs them: Python's own differ in `$` and in what `\\s` is."""
    if isinstance(text, str) and regress.Regex(pattern, "u").find(text) is None:
        yield ValidationError(f"{text!r} does not match {pattern!r}")


Editor = validators.extend(Draft7Validator, {"pattern": _pattern})


def read_as_an_editor(text: str) -> Any:
    """YAML 1.2, in which a day is text."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor(
        "tag:yaml.org,2002:timestamp", lambda constructor, node: constructor.construct_scalar(node)
    )
    return yaml.load(text)


def model_of(path: Path) -> type[Model]:
    root = next(folder for folder in path.parents if (folder / "resources").is_dir())
    site = site_settings(root / "resources")
    if path.suffix == ".py":
        return site.example
    if path.parent.name == "resources":
        return SiteSettings
    named: dict[str, type[Model]] = {"topic.yml": Topic, "glossary.yml": Glossary}
    return named.get(path.name, site.resource)


def corpus() -> Iterator[Path]:
    for folder in (CATALOGS, PROJECT / "resources"):
        yield from sorted(folder.rglob("resources/*/*.yml" if folder == CATALOGS else "*/*.yml"))
        yield from sorted(folder.rglob("resources/site.yml" if folder == CATALOGS else "site.yml"))
    yield from sorted(CATALOGS.rglob("code/examples/*.py"))
    yield from sorted((PROJECT / "code/examples").glob("*.py"))


def accepted_by_schema(path: Path) -> bool:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
        if path.suffix == ".py":
            text = headers.header_of(path.name, raw).text
        data = read_as_an_editor(text)
    except (YAMLError, UnicodeDecodeError, ValueError):
        return False
    return bool(Editor(schema_of(model_of(path))).is_valid(data))


def accepted_by_check(path: Path) -> bool:
    raw = path.read_bytes()
    read = (headers.header_of if path.suffix == ".py" else source.parse)(path.name, raw)
    if read.data is None:
        return False
    try:
        made = model_of(path).model_validate(read.data)
    except ModelError:
        return False
    # What a complete site wants to know is a rule of its own.
    return not (isinstance(made, Resource) and {*made.wanted} & {*made.missing})


@pytest.mark.parametrize("path", [*corpus()], ids=lambda path: str(path.relative_to(PROJECT)))
def test_schema_and_validator_agree(path: Path) -> None:
    name = path.relative_to(CATALOGS).as_posix() if CATALOGS in path.parents else ""
    agree = accepted_by_schema(path) == accepted_by_check(path)
    assert agree != (name in DIFFERENT), DIFFERENT.get(name)


VALUES: dict[str, list[Any]] = {
    "title": ["no", "a\nb", "  a  ", "", " ", "x" * 200, "x" * 201, " " + "x" * 200 + "\n", ["a"]],
    "kind": ["video", "vido", "playlist", True, ["video"]],
    "url": [
        "https://example.org", "http://example.org", "HTTPS://example.org/a", "https://8.8.8.8/",
        "https://10.0.0.1/", "https://127.1/", "https://0x7f.0.0.1/", "https://2130706433/",
        "https://172.16.0.1/", "https://172.15.0.1/", "https://localhost/", "https://a.local:80/",
        "https://a.localhost.org/", "https://a@example.org/", "https://example.org/@a", "//x.org/",
        "ftp://example.org/", "javascript:alert(1)", "https://example.org/a b", "https:///a",
        "https://example/", "https://[::1]/", "https://[2606:4700::1111]/", "example.org",
        "https://example.org:99999/", "https://example.org/" + "a" * 2000, "https://x.org/`",
        "https://ex.org?q=a.local", "https://169.254.1.1/", "https://example.org./a",
        "https://a.home.arpa/", "https://a.corp/", "https://a.corp.org/", "https://[2001:db8::1]/",
        "https://example.org/a\u00a0b", "https://example.org/\u3000", "HTTP://example.org/a",
        "https://xn--bcher-kva.example/", "https://bücher.example/", "https://①②⑦.⓪.⓪.①/",
        "https://127.0.0.%31/", "https://[64:ff9b:1::7f00:1]/", "https://[fec0::1]/",
        "https://www.youtube.com/playlist?list=PLaAAAAAAAAAAAAAAAA",
    ],
    "authors": [[], ["a"], ["a"] * 41, "a", [["a"]], [{"a": "b"}]],
    "published": ["2017", "2017-13", "2017-03-15", "2017-02-30", "17", "1899-04-31", "May 2017"],
    "duration": ["12:47", "12:60", "0:00", "1:02:03", "1:60:03", "45 min", "45", "1 h 30 min",
                 "2h", "h", "PT", "PT1H", "PT0S", "", "90 s", "999:59", "1:2:03", " ", "min",
                 "45\u00a0min",
                 "1\u202fh\u00a030\u2009min", "45\tmin", "45\u3000min", "١٢ min"],
    "level": ["intuition", "hard"],
    "access": ["free", "true"],
    "language": ["en", "pt-BR", "zh-Hans-CN", "EN", "english", "en\n"],
    "summary": ["x" * 40, "x" * 39, " a b " * 10, "a  b\n" * 20, "x" * 600, "x" * 601, "a " * 301],
    "teaches": [["ab"], ["a"], [" a "], ["a" * 60], ["a" * 61], [], ["ab"] * 9],
    "prerequisites": [["a-b"], ["A"], ["a--b"], ["a-b\n"], ["a" * 81], []],
    "doi": ["10.1002/(SICI)1099-0000(19990101)1:1<1::AID-XXX1>3.0.CO;2-A", "10.1000.10/123",
            "10.1038/a\u00a0b", "10.1038/323533a0", "https://doi.org/10.1038/3", "10.1/x",
            "10.1038/a b"],
    "arxiv": ["1502.05767", "1502.05767v4", "hep-th/9901001", "arXiv:1502.05767",
              "math.AG/0309136"],
    "isbn": ["978-0-262-03561-3", "0-8044-2957-X", "978", "978-0-262-03561-", "x",
             "0-8044-2957-x", "978\u20110\u00a0262 03561-3", "123-0-262-03561-9"],
    "captions": [["en"], [], "en", ["English"]],
    "also_at": [
        [{"label": "a", "url": "https://example.org/b"}], [{"label": "a"}], ["a"], [],
        [{"label": "a", "url": "http://example.org/b"}],
        [{"label": "a", "url": "https://example.org/b", "more": "x"}],
    ],
    "insecure_url_reason": ["It has no other."],
    "claims": [
        [{"id": "a", "says": "b", "shown_by": "c"}], [{"id": "a", "says": "b", "not_tried": "c"}],
        [{"id": "a", "says": "b"}], [{"id": "a", "says": "b", "shown_by": "c", "not_tried": "d"}],
        [{"id": "a", "says": "b", "not_tried": "c", "discrepancy": "d"}],
        [{"id": "a", "says": "b", "shown_by": "c", "discrepancy": "d"}], [{"id": "A", "says": "b"}],
    ],
    "length": ["12:47"],
}  # fmt: skip
ENTRY: dict[str, Any] = {
    "title": "A",
    "kind": "video",
    "url": "https://example.org/a",
    "authors": ["A"],
    "duration": "12:47",
    "level": "intuition",
    "access": "free",
    "language": "en",
    "summary": "A summary that is long enough to be taken for one.",
    "teaches": ["one"],
}
CHANGES = [(field, value) for field, values in VALUES.items() for value in values]


def agree(data: dict[str, Any]) -> bool:
    try:
        Resource.model_validate(data)
    except ModelError:
        return not Editor(schema_of(Resource)).is_valid(data)
    return bool(Editor(schema_of(Resource)).is_valid(data))


# An editor counts no ports, knows no leap years, and reads a host as it stands.
UNKNOWN = [
    "https://example.org:99999/", "https://①②⑦.⓪.⓪.①/", "https://127.0.0.%31/", "https://[2001:db8::1]/",
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), CHANGES, ids=lambda value: str(value)[:40])
def test_each_value_is_judged_alike(field: str, value: Any) -> None:
    assert agree({**ENTRY, field: value}) != (value in UNKNOWN)


@pytest.mark.parametrize("field", [*ENTRY])
def test_each_missing_field_is_missed(field: str) -> None:
    assert agree({name: value for name, value in ENTRY.items() if name != field})


@given(st.lists(st.sampled_from(CHANGES), max_size=6).map(dict))
def test_any_fields_together_are_judged_alike(fields: dict[str, Any]) -> None:
    assert agree({**ENTRY, **fields}) or fields["url"] in UNKNOWN


@pytest.mark.parametrize("name", [*FILES])
def test_the_committed_schema_is_that_of_the_models(name: str) -> None:
    committed = (PROJECT / PLACE / name).read_text(encoding="utf-8")
    model = models_of(site_settings(PROJECT / "resources"))[name]
    assert committed == text_of(model), "run `topicsite schema`"


@pytest.mark.parametrize("model", [*FILES.values()])
def test_everything_is_explained(model: type[Model]) -> None:
    schema = schema_of(model)
    Draft7Validator.check_schema(schema)
    for whole in (schema, *schema.get("definitions", {}).values()):
        part = whole["anyOf"][1] if "anyOf" in whole else whole  # the first is one field alone
        for name, field in part["properties"].items():
            assert field["description"].endswith((".", '"')), name
            assert field["title"], name
            for example in field.get("examples", []):
                assert Editor({**field}).is_valid(example), name


def test_examples_in_the_schema_are_values_that_the_models_take() -> None:
    for name, field in schema_of(Resource)["properties"].items():
        for example in field.get("examples", []):
            kind = "book-chapter" if name == "isbn" else "video"
            Resource.model_validate({**ENTRY, "kind": kind, name: str(example)})


def test_an_editor_s_own_tool_takes_our_entries() -> None:
    entries = [str(path) for path in sorted((PROJECT / "resources").glob("*/[a-d]*.yml"))]
    tool = str(Path(sys.executable).parent / "check-jsonschema")
    schema = str(PROJECT / PLACE / "resource.schema.json")
    done = children.run([tool, "--schemafile", schema, *entries])
    assert done.returncode == 0, done.stdout
    assert len(entries) > 5
    assert json.loads(Path(schema).read_text(encoding="utf-8"))["title"] == "Resource"


def test_every_catalog_of_the_corpus_is_still_there() -> None:
    assert all((CATALOGS / name).exists() for name in DIFFERENT)
    assert load(CATALOGS / "valid/every-field").diagnostics == []
