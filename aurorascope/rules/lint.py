"""Looks for what CloudWatch would refuse, and for what it would take and never fire on.

The most common mistake found in public alarms is one that CloudWatch accepts: a metric of a global database's
secondary cluster, watched in the primary's Region. With missing data that does not breach, it is silently OK
for ever.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from aurorascope.model.errors import BadRequestError
from aurorascope.rules import composite, expression
from aurorascope.rules.cases import run_case
from aurorascope.rules.metrics import (
    OF_RDS,
    PLAIN,
    SCOPE_DIMENSIONS,
    is_percentile,
    published,
    samples_needed,
)
from aurorascope.rules.mutes import MuteError, read_mute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aurorascope.model.rule import LogQuery, Metric, Rule
    from aurorascope.rules.metrics import Published

METRIC_ID = re.compile(r"[a-z][A-Za-z0-9_]{0,254}\Z")
LONG_PERIOD, DAY, WEEK = 3600, 86_400, 604_800
UNITS = {
    *("", "Seconds", "Milliseconds", "Bytes", "Percent", "Count", "Bytes/Second", "Count/Second", "None"),
}
FACT_UNITS = {
    "max_connections": ("Count",),
    "memory_bytes": ("Bytes",),
    "volume_limit_bytes": ("Bytes",),
    "local_storage_bytes": ("Bytes",),
    "network_bytes_s": ("Bytes/Second",),
    "rpo_objective_ms": ("Milliseconds",),
    "vcpus": ("", "None"),
}
SQL_NEEDS = ("$end",)
LONGEST_QUERY, LONGEST_AGGREGATION, MOST_RESULTS, LONGEST_OFFSET = 10_000, 256, 100, 2_592_000
"""Limits of PutLogAlarm; of an aggregation the API's model says 2,048, its reference 256, which is taken."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong with a rule; `act` stops a push, `watch` does not."""

    rule: str
    verdict: Literal["act", "watch"]
    text: str


def lint(rules: Iterable[Rule]) -> list[Complaint]:
    """Return everything that is wrong with the rules, one by one and together."""
    known = {rule.name: rule for rule in rules}
    found: list[Complaint] = []
    for rule in known.values():
        found += (Complaint(rule.name, "act", text) for text in _wrong(rule, known))
        found += (Complaint(rule.name, "watch", text) for text in _doubtful(rule))
    return found


def _wrong(rule: Rule, known: Mapping[str, Rule]) -> Iterator[str]:
    yield from _limits(rule)
    for metric in rule.metrics:
        yield from _metric(rule, metric)
    yield from _threshold(rule)
    if rule.kind == "math":
        yield from _expression(rule)
    if rule.kind == "composite":
        yield from _composite(rule, known)
    if rule.kind == "sql":
        yield from (f"sql does not use {name}" for name in SQL_NEEDS if name not in rule.sql)
        if not re.match(r"(select|with|from)\b", rule.sql, re.IGNORECASE):
            yield "sql must be one SELECT"
    if rule.log is not None:
        yield from _log(rule, rule.log)
    if rule.low_samples == "ignore" and (
        rule.kind != "metric" or samples_needed(rule.metrics[0].statistic) is None
    ):
        yield "low_samples = 'ignore' is for a metric's percentile between p0 and p100 only"
    yield from _cases(rule)


def _log(rule: Rule, log: LogQuery) -> Iterator[str]:
    if len(log.query) > LONGEST_QUERY:
        yield f"log.query has {len(log.query):,} characters; CloudWatch takes at most {LONGEST_QUERY:,}"
    if not 1 <= len(log.aggregation) <= LONGEST_AGGREGATION:
        length = len(log.aggregation)
        yield f"log.aggregation has {length:,} characters; CloudWatch takes 1 to {LONGEST_AGGREGATION}"
    if rule.n > MOST_RESULTS:
        yield f"a log alarm evaluates at most {MOST_RESULTS} results, not {rule.n}"
    if rule.period_s + log.delay_s > LONGEST_OFFSET:
        yield f"period and log.delay together are at most {LONGEST_OFFSET:,} s"
    if rule.threshold.value is None:
        yield "the threshold of a log alarm is a number"
    for engine in rule.applies.engines or ("aurora-postgresql", "aurora-mysql"):
        if log.type not in EXPORTED[engine]:
            yield f"{engine} exports no log {log.type!r}: name the engines in applies.engines"


EXPORTED = {
    "aurora-postgresql": ("postgresql", "iam-db-auth-error", "instance"),
    "aurora-mysql": ("error", "slowquery", "general", "audit", "iam-db-auth-error", "instance"),
}


def _limits(rule: Rule) -> Iterator[str]:
    if rule.period_s % 60:
        yield f"a period is a multiple of 60 s for what AWS publishes, not {rule.period_s}"
    longest = WEEK if rule.period_s >= LONG_PERIOD else DAY
    if rule.period_s * rule.n > longest:
        yield f"period times N is {rule.period_s * rule.n:,} s; CloudWatch takes at most {longest:,}"
    for mute in rule.mutes:
        try:
            read_mute(mute)
        except MuteError as error:
            yield str(error)
    bands = ("outside", "above", "below")
    if (rule.operator in bands) != (rule.kind == "anomaly"):
        yield f"operator {rule.operator!r} does not go with kind {rule.kind}"
    if rule.unit not in UNITS:
        yield f"unit {rule.unit!r} is none that CloudWatch has for Aurora"


def _metric(rule: Rule, metric: Metric) -> Iterator[str]:
    if not METRIC_ID.match(metric.id):
        yield f"metric id {metric.id!r} must begin with a lower case letter"
    if metric.statistic not in PLAIN and not is_percentile(metric.statistic):
        near = get_close_matches(metric.statistic, PLAIN, n=1)
        yield f"statistic {metric.statistic!r} is none" + (f"; did you mean {near[0]}?" if near else "")
    if metric.scope == "readers" and metric.statistic not in ("Maximum", "Minimum"):
        yield f"{metric.statistic} of readers hides the worst of them: use Maximum or Minimum"
    if metric.namespace != "AWS/RDS":
        if metric.scope not in ("store", "heartbeat"):
            yield f"scope {metric.scope} has no meaning in the namespace {metric.namespace}"
        return
    if metric.name in OF_RDS:
        yield f"{metric.name} is a metric of RDS that Aurora does not publish"
        return
    known = published().get(metric.name)
    if known is None:
        near = get_close_matches(metric.name, published(), n=1)
        yield f"Aurora has no metric {metric.name}" + (f"; did you mean {near[0]}?" if near else "")
        return
    if metric.scope not in known.scopes:
        dimensions = ", ".join(SCOPE_DIMENSIONS[metric.scope]) or "none"
        where = ", ".join(dict.fromkeys(known.scopes)) or "none that a rule can watch"
        yield (
            f"{metric.name} never has data for scope {metric.scope} (dimensions {dimensions}); "
            f"it has for {where}"
        )
    yield from _fits(rule, metric, known)


def _fits(rule: Rule, metric: Metric, known: Published) -> Iterator[str]:
    if rule.kind in ("metric", "anomaly") and rule.unit and rule.unit != known.unit:
        yield f"{metric.name} is in {known.unit}, the threshold in {rule.unit}"
    wanted = rule.applies.engines or ("aurora-postgresql", "aurora-mysql")
    for engine in wanted:
        if engine not in known.engines:
            yield f"{metric.name} does not exist on {engine}: name the engines in applies.engines"


def _threshold(rule: Rule) -> Iterator[str]:
    fact = rule.threshold.of
    if rule.kind == "anomaly" and rule.threshold.band is None:
        yield "an anomaly rule has threshold = { band = 2 }"
    if rule.kind != "anomaly" and rule.threshold.band is not None:
        yield "a band goes with kind anomaly only"
    if fact and rule.unit not in FACT_UNITS[fact]:
        units = " or ".join(unit or "no unit" for unit in FACT_UNITS[fact])
        yield f"a share of {fact} is in {units}, the rule in {rule.unit or 'no unit'}"


def _expression(rule: Rule) -> Iterator[str]:
    try:
        node = expression.parse(rule.expression)
    except BadRequestError as error:
        yield str(error)
        return
    ids = {metric.id for metric in rule.metrics}
    used = expression.names(node)
    yield from (f"the expression reads {name!r}, which no [[metric]] is" for name in sorted(used - ids))
    if "METRICS" not in rule.expression.upper():
        yield from (f"the expression does not read {name!r}" for name in sorted(ids - used))


def _composite(rule: Rule, known: Mapping[str, Rule]) -> Iterator[str]:
    try:
        part = composite.parse(rule.alarm_rule)
    except BadRequestError as error:
        yield str(error)
        return
    for child in sorted(composite.children(part) | ({rule.suppressed_by} - {""})):
        if child not in known:
            near = get_close_matches(child, known, n=1)
            yield f"there is no rule {child!r}" + (f"; did you mean {near[0]}?" if near else "")
        elif known[child].kind == "composite":
            yield f"{child} is a composite itself: name the rules that it watches"
    if rule.suppressed_by and not (rule.suppressor_wait_s and rule.suppressor_extension_s):
        yield "a suppressor needs alarm.wait and alarm.extension in seconds"


def _cases(rule: Rule) -> Iterator[str]:
    for fires in (True, False):
        if not any(case.fires is fires for case in rule.cases):
            yield f"there is no case that {'must fire' if fires else 'must stay silent'}"
    for case in rule.cases:
        try:
            outcome = run_case(rule, case)
        except BadRequestError as error:
            yield f"case {case.name!r}: {error}"
            continue
        if outcome.wrong:
            yield f"case {case.name!r} {outcome.wrong}"


def _doubtful(rule: Rule) -> Iterator[str]:
    for metric in rule.metrics:
        known = published().get(metric.name) if metric.namespace == "AWS/RDS" else None
        if known and rule.period_s < known.period_s:
            yield f"{metric.name} has a point every {known.period_s} s, a period is {rule.period_s} s"
    if rule.log is not None and re.search(r"\|\s*stats\b", rule.log.query):
        yield "`stats` belongs into log.aggregation: the alarm aggregates what the query returns"
    if rule.missing == "breaching" and rule.m < rule.n:
        yield "missing data breaches and M is less than N: a new alarm fires before it has data"
