"""Findings in the formats of other programs: JUnit for test reports, SARIF for code scanning.

SARIF is that of https://docs.oasis-open.org/sarif/sarif/v2.1.0/; of JUnit's XML there is no
standard, and this is the part that all readers of it understand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote
from xml.etree import ElementTree as ET

from topicsite.findings.diagnostics import Diagnostic
from topicsite.findings.rules import RULES
from topicsite.findings.visible import portable_json, visible


class Case(NamedTuple):
    """One thing that was checked: its name, its file, and what was found about it."""

    name: str
    path: str
    findings: Sequence[Diagnostic]


def junit(cases: Iterable[Case], suite: str) -> str:
    """XML in which each case passes or fails; a warning is a word beside a case that passes.

    Args:
        cases: what was checked.
        suite: what they are together, such as `links`.
    """
    root = ET.Element("testsuites")
    group = ET.SubElement(root, "testsuite", name=visible(suite))
    tests = failures = 0
    for case in cases:
        tests += 1
        item = ET.SubElement(
            group, "testcase", classname=visible(case.path), name=visible(case.name)
        )
        for finding in case.findings:
            text = visible(str(finding))
            if finding.severity == "error":
                ET.SubElement(item, "failure", type=finding.rule, message=text).text = text
            else:
                ET.SubElement(item, "system-out").text = text
        failures += any(finding.severity == "error" for finding in case.findings)
    for element in (root, group):
        element.set("tests", str(tests))
        element.set("failures", str(failures))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False)


def sarif(diagnostics: Sequence[Diagnostic], prefix: str = "") -> str:
    """A SARIF log with one run; places are in characters, from 1, the end exclusive.

    Args:
        diagnostics: the findings.
        prefix: the way from the repository's root to the project: empty, or such as `sites/a/`.
    """
    rules = sorted({finding.rule for finding in diagnostics})
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "topicsite", "rules": [_rule(code) for code in rules]}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, rules, prefix) for finding in diagnostics],
            }
        ],
    }
    return portable_json(json.dumps(log, indent=2, ensure_ascii=False))


def _rule(code: str) -> dict[str, object]:
    rule = RULES[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.meaning},
        "help": {"text": rule.mend},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(finding: Diagnostic, rules: list[str], prefix: str) -> dict[str, object]:
    span = finding.span
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    place = {
        "artifactLocation": {
            "uri": _uri(prefix + finding.path),
            "uriBaseId": "%SRCROOT%",
        },
        "region": region,
    }
    return {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": finding.severity,
        "message": {"text": visible(finding.message)},
        "locations": [{"physicalLocation": place}],
    }


def _uri(path: str) -> str:
    """A path as a reference below the root: what begins with two slashes would name a host."""
    uri = quote(path, safe="/", errors="surrogatepass")
    return f"%2F{uri[1:]}" if uri.startswith("/") else uri
