"""The table of rules and the code agree, and each rule is shown by some case."""

from __future__ import annotations

import re
from pathlib import Path

from topicsite.findings.rules import RULES

HERE = Path(__file__).parents[1]
CODE = HERE.parent / "code/topicsite"

# Rules whose cases cannot lie in a folder of the repository: see test_load.py.
MADE_BY_TESTS = {"unreadable", "symlink", "file-too-large"}
# Rules that `check` knows nothing of: see links/test_report.py.
OF_LINKS = {code for code in RULES if code.startswith("link-")}


def test_every_rule_is_shown_by_a_case() -> None:
    expected = [path.read_text() for path in (HERE / "catalogs/invalid").glob("*/expected.txt")]
    shown = set(re.findall(r"\[([a-z0-9-]+)\]", "\n".join(expected)))
    assert set(RULES) - shown == MADE_BY_TESTS | OF_LINKS
    assert shown <= set(RULES), "a finding names a rule that is not in the table"


def test_every_rule_is_used_by_the_code() -> None:
    source = "".join(
        path.read_text() for path in CODE.rglob("*.py") if path.name not in ("rules.py", "cli.py")
    )
    assert [code for code in RULES if f'"{code}"' not in source] == []


def test_every_rule_explains_itself_in_whole_sentences() -> None:
    for rule in RULES.values():
        assert rule.meaning.endswith("."), rule.code
        assert rule.mend.endswith("."), rule.code
        assert (rule.meaning + rule.mend).count("`") % 2 == 0, rule.code


def test_severities_in_findings_are_those_of_the_table() -> None:
    for path in (HERE / "catalogs/invalid").glob("*/expected.txt"):
        for severity, code in re.findall(r": (error|warning)\[([a-z0-9-]+)\]", path.read_text()):
            assert RULES[code].severity == severity, path
