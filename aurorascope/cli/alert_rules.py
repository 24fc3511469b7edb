"""`alerts list`, `lint` and `test`: the rules there are, what is wrong with them, and their cases."""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from aurorascope.cli.endings import Ending
from aurorascope.cli.rows import write_rows
from aurorascope.cli.settings import content_dirs
from aurorascope.cli.terminal import printable
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.model.rule import Rule

output_option = click.option(
    "--output", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True
)
names_argument = click.argument("names", nargs=-1)


def all_rules() -> list[Rule]:
    """Return every rule, ours and the user's."""
    from aurorascope.catalog import rule_dirs
    from aurorascope.rules.files import read_rules

    return read_rules(rule_dirs(content_dirs()))


def chosen_rules(names: Sequence[str]) -> list[Rule]:
    """Return the rules called `names`, or all. Raises BadRequestError with the nearest name."""
    rules = all_rules()
    known = {rule.name: rule for rule in rules}
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "`aurorascope alerts list` names them."
            raise BadRequestError(f"no rule {name!r}; {hint}")
    return [known[name] for name in dict.fromkeys(names)] if names else rules


@click.command("list")
@names_argument
@output_option
def list_command(*, names: tuple[str, ...], output: str) -> None:
    """List the rules: what each watches, when it fires, and where it comes from."""
    rows = [row_of(rule) for rule in chosen_rules(names)]
    columns: tuple[str, ...] = ("rule", "severity", "watches", "fires", "title")
    if output == "json" or len(names) == 1:
        columns = (*columns, "reason", "first_steps", "missing", "source", "file")
    if output == "table" and len(names) == 1:
        for name in columns:
            click.echo(f"{name:<12} {printable(str(rows[0][name]))}")
        return
    write_rows(columns, rows, output)


def row_of(rule: Rule) -> dict[str, object]:
    """Return a rule as one row."""
    return {
        "rule": rule.name,
        "severity": rule.severity,
        "watches": watches(rule),
        "fires": fires(rule),
        "title": rule.title,
        "reason": rule.reason,
        "first_steps": "; ".join(rule.first_steps),
        "missing": rule.missing,
        "source": rule.source,
        "file": rule.path,
    }


def rules_told() -> str:
    """Return every rule as JSON, for the pages: those that were never tried are rules too."""
    rows = [
        {
            "rule": rule.name,
            "title": rule.title,
            "alert_severity": rule.severity,
            "watches": watches(rule),
            "fires_when": fires(rule),
            "reason": rule.reason,
            "first_steps": "\n".join(f"{n}. {step}" for n, step in enumerate(rule.first_steps, start=1)),
            "cases": len(rule.cases),
            "rule_source": rule.source,
        }
        for rule in all_rules()
    ]
    return json.dumps(rows)


def watches(rule: Rule) -> str:
    """Return what a rule looks at, in a few words."""
    if rule.kind == "composite":
        return rule.alarm_rule
    if rule.kind == "sql":
        return "a query over the store"
    if rule.log is not None:
        return f"the exported {rule.log.type} log: {rule.log.query}"
    return ", ".join(f"{one.name} {one.statistic} {one.scope}" for one in rule.metrics)


def fires(rule: Rule) -> str:
    """Return when a rule fires, in a few words."""
    if rule.kind == "composite":
        return "while its expression is true"
    own = rule.threshold
    if own.band is not None:
        bound = f"{rule.operator} a band of {own.band:g}"
    elif own.share is not None and own.of is not None:
        bound = f"{rule.operator} {own.share:.0%} of {own.of}"
    else:
        bound = f"{rule.operator} {measured(own.value or 0.0, rule.unit)}"
    return f"{bound}, {rule.m} of {rule.n} x {lasting(rule.period_s)}"


def measured(value: float, unit: str) -> str:
    """Return a value of a metric with its unit as people write it; CloudWatch's None and Count have none.

    >>> [measured(2.5, "None"), measured(60_000, "Milliseconds"), measured(90, "Percent")]
    ['2.5', '1 min 00 s', '90 %']
    """
    from aurorascope.model.amounts import duration, size

    plain = f"{value:,.12g}"
    if value > 0 and unit in {"Seconds", "Milliseconds"}:
        return duration(value * (1e6 if unit == "Seconds" else 1e3))
    if unit == "Bytes":
        return size(value)
    words = {"None": "", "Count": "", "Percent": " %", "Count/Second": " a second"}
    return plain + words.get(unit, f" {unit.lower()}" if unit else "")


def lasting(seconds: int) -> str:
    """Return a period as people say it.

    >>> [lasting(one) for one in (60, 300, 3600, 90)]
    ['1 min', '5 min', '1 h', '90 s']
    """
    for length, name in ((3600, "h"), (60, "min")):
        if seconds % length == 0:
            return f"{seconds // length} {name}"
    return f"{seconds} s"


@click.command("lint")
@names_argument
@output_option
def lint_command(*, names: tuple[str, ...], output: str) -> int:
    """Look for what CloudWatch would refuse, and for what it would take and never fire on."""
    from aurorascope.rules.lint import lint

    chosen = {rule.name for rule in chosen_rules(names)}
    found = [one for one in lint(all_rules()) if one.rule in chosen]
    rows = [{"rule": one.rule, "verdict": one.verdict, "what": one.text} for one in found]
    if rows or output != "table":
        write_rows(("rule", "verdict", "what"), rows, output)
    if output == "table":
        click.echo(f"{len(chosen)} rules, {len(rows)} complaints")
    return Ending.FINDINGS if any(one.verdict == "act" for one in found) else Ending.WELL


@click.command("test")
@names_argument
@output_option
def test_command(*, names: tuple[str, ...], output: str) -> int:
    """Run every case of every rule: series that must fire, and such that must stay silent."""
    from aurorascope.rules.cases import run_case

    rules = chosen_rules(names)
    outcomes = [run_case(rule, case) for rule in rules for case in rule.cases]
    rows = [
        {
            "rule": one.rule,
            "case": one.case,
            "must": "fire" if one.fires else "stay silent",
            "fired_after": one.fired_after,
            "verdict": one.wrong or "ok",
        }
        for one in outcomes
    ]
    wrong = [row for row in rows if row["verdict"] != "ok"]
    columns = ("rule", "case", "must", "fired_after", "verdict")
    if output != "table":
        write_rows(columns, rows, output)
    else:
        if wrong:
            write_rows(columns, wrong, output)
        click.echo(f"{len(rules)} rules, {len(rows)} cases, {len(wrong)} not as their files say")
    without = [rule.name for rule in rules if not rule.cases]
    return Ending.FINDINGS if wrong or without else Ending.WELL
