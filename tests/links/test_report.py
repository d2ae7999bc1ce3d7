"""What a run found, in words, as findings, and in the formats of other programs."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from topicsite.findings import interchange
from topicsite.findings.diagnostics import Diagnostic, Span
from topicsite.findings.rules import RULES
from topicsite.findings.visible import visible
from topicsite.links.addresses import Place
from topicsite.links.ledger import Record, record
from topicsite.links.report import Result, as_json, counts, findings
from topicsite.links.states import Sighting, failed, gave_up

ADDRESS = "https://example.org/a"
TEXTS = {"e.yml": f"title: x\nurl: {ADDRESS}\n"}


def result(sighting: Sighting, days: int = 1) -> Result:
    known: Record | None = None
    for day in range(1, days + 1):
        known = record(known, sighting, f"2026-11-{day:02}")
    assert known is not None
    return Result(ADDRESS, [Place("e.yml", ("url",), True)], known, sighting)


GONE = result(failed("404", definite=True), days=3)
MOVED = result(Sighting("moved", "301", "https://example.org/b"))

FINDINGS = [
    (GONE, False, "error[link-gone] `https://example.org/a` is gone (404)"),
    (GONE, False, "never opened"),
    (result(failed("404")), False, "warning[link-flaky] `https://example.org/a` did not open: 404"),
    (result(failed("404"), days=2), False, "strike 2 of 3"),
    (result(failed("404", definite=True)), True, "error[link-broken]"),
    (result(failed("503")), True, "warning[link-flaky]"),
    (result(Sighting("soft-404", "the page has no place `#x`")), False, "error[link-soft-404]"),
    (MOVED, False, "warning[link-moved]"),
    (MOVED, False, "write `https://example.org/b`"),
    (result(Sighting("not-embeddable")), False, "warning[link-not-embeddable]"),
]


@pytest.mark.parametrize(("found", "is_new", "words"), FINDINGS)
def test_a_finding_says_what_to_do_and_where(found: Result, is_new: bool, words: str) -> None:
    (finding,) = findings([found], TEXTS, is_new=is_new)
    assert words in str(finding)
    assert str(finding).startswith("e.yml:2:6: ")
    assert not finding.message.endswith(".")


def test_what_nothing_can_do_by_itself_is_not_promised() -> None:
    place = Place("e.yml", Span(2, 6, 2, 7), False)
    (finding,) = findings([MOVED._replace(places=[place])], TEXTS)
    assert "write `https://example.org/b` by hand" in finding.message
    assert "--fix" not in finding.message
    (finding,) = findings([MOVED], TEXTS)
    assert finding.message.endswith("or let `topicsite links --fix` do it")


def test_our_own_fault_is_no_strike() -> None:
    (finding,) = findings([result(gave_up(ValueError("odd")), days=3)], TEXTS)
    assert finding.rule == "link-flaky"
    assert "gave up (ValueError: odd); that proves nothing about the address" in finding.message


@pytest.mark.parametrize("seen", ["ok", "redirected", "blocked"])
def test_what_is_in_order_or_unknown_is_no_finding(seen: str) -> None:
    assert list(findings([result(Sighting(seen))], TEXTS)) == []  # type: ignore[arg-type]


def test_every_rule_of_links_is_reported_with_its_severity() -> None:
    found = [f for r, is_new, _ in FINDINGS for f in findings([r], TEXTS, is_new=is_new)]
    assert {f.rule for f in found} == {code for code in RULES if code.startswith("link-")}
    assert all(RULES[f.rule].severity == f.severity for f in found)


def test_an_archived_copy_and_the_last_success_are_named() -> None:
    known = record(None, Sighting("ok"), "2026-10-01")
    for day in ("2026-11-01", "2026-11-02", "2026-11-03"):
        known = record(known, failed("410"), day)
    kept = Record(
        **{**{f: getattr(known, f) for f in Record.__slots__}, "archive": "https://a.org/"}
    )
    (finding,) = findings([Result(ADDRESS, [Place("e.yml", ("url",), True)], kept, None)], TEXTS)
    assert "last opened on 2026-10-01; its archived copy is at https://a.org/" in finding.message


def test_json_lists_every_address() -> None:
    items = json.loads(as_json([GONE, result(Sighting("ok"))]))
    assert [item["state"] for item in items] == ["gone", "ok"]
    assert items[0] == {
        "address": ADDRESS, "state": "gone", "reason": "404", "checked": "2026-11-03",
        "opened": None, "strikes": ["2026-11-01", "2026-11-02", "2026-11-03"], "target": None,
        "archive": None, "asked": True, "files": ["e.yml"],
    }  # fmt: skip


def test_the_count_names_only_states_that_occur() -> None:
    assert counts([GONE, MOVED, MOVED, result(Sighting("ok"))]) == "1 ok, 2 moved, 1 gone"


ERROR = Diagnostic("link-gone", "`a` is <gone> & away\x1b[31m", "a/e.yml", Span(2, 6, 2, 9))
WARNING = Diagnostic("link-flaky", "odd", "b.md", Span(1, 1, 1, 4), "warning")


def test_junit_is_xml_in_which_warnings_pass() -> None:
    cases = [
        interchange.Case("https://a/", "a/e.yml", [ERROR, ERROR]),
        interchange.Case("https://b/", "b.md", [WARNING]),
        interchange.Case("https://c/", "c.md", []),
    ]
    root = ET.fromstring(interchange.junit(cases, "links"))
    (suite,) = root
    assert suite.attrib == {"name": "links", "tests": "3", "failures": "1"}
    first, second, third = suite
    assert [child.tag for child in first] == ["failure", "failure"]
    assert first[0].get("type") == "link-gone"
    assert first[0].get("message") == visible(str(ERROR))
    assert [child.tag for child in second] == ["system-out"]
    assert list(third) == []


def test_sarif_has_rules_levels_and_places() -> None:
    log = json.loads(interchange.sarif([ERROR, WARNING]))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["link-flaky", "link-gone"]
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("link-gone", 1, "error")
    assert (second["ruleId"], second["level"]) == ("link-flaky", "warning")
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a/e.yml", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 9}
    assert "\x1b" not in first["message"]["text"]


def test_nothing_found_is_a_whole_report_too() -> None:
    assert json.loads(interchange.sarif([]))["runs"][0]["results"] == []
    assert ET.fromstring(interchange.junit([], "links"))[0].get("tests") == "0"
