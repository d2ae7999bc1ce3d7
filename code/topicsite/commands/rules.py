"""`topicsite rules`: what an entry can break, and how to mend it."""

from __future__ import annotations

import click

from topicsite.commands import printing


@click.command()
@click.argument("code", required=False)
def rules(code: str | None) -> None:
    """List the rules, or explain the rule CODE."""
    from topicsite.findings.diagnostics import did_you_mean
    from topicsite.findings.rules import RULES

    if code is None:
        width = max(map(len, RULES))
        for rule in RULES.values():
            printing.say(f"{rule.code:<{width}}  {rule.meaning}")
        return
    if code not in RULES:
        raise click.UsageError(f"there is no rule `{code}`{did_you_mean(code, RULES)}")
    rule = RULES[code]
    printing.say(f"{rule.code} ({rule.severity})", "", rule.meaning, rule.mend)
