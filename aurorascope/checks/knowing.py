"""What the store knows of each cluster in a period, so that a check that cannot judge says so."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aurorascope.checks.reading import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aurorascope.checks.asked import Asked
    from aurorascope.model.finding import Check

Place = tuple[str, str, str]

LOGS = """
select distinct account, region, cluster, log_kind, format from coverage
where log_kind is not null and covered_from < $end and covered_to >= $begin
"""
METRICS = "select distinct account, region, cluster, name from metrics where ts >= $begin and ts < $end"
LOAD = "select distinct account, region, cluster from db_load where ts >= $begin and ts < $end"
STATS = "select distinct account, region, cluster from sql_stats where ts >= $begin and ts < $end"
EVENTS = "select distinct account, region from rds_events"
SETTINGS = """
select account, region, cluster, setting, arg_max(value, valid_from) as value from log_settings
where valid_from < $end and (valid_to is null or valid_to >= $begin) group by all
"""
PARAMETERS = "select distinct account, region from parameters"
OFF = frozenset({"off", "0", "-1", "false", "no", ""})
PLAIN = {
    "log": "no log of this period is in the store",
    "topology": "the topology was not collected",
    "db_load": "no load of Performance Insights is in the store",
    "sql_stats": "no statement counters of Performance Insights are in the store",
    "parameters": "the parameters were not collected",
    "rds_events": "no RDS events were collected",
}


@dataclass(slots=True)
class Known:
    """One cluster, and what is known of it."""

    engine: str = ""
    logs: set[str] = field(default_factory=set)
    metrics: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    settings: dict[str, str] = field(default_factory=dict)


def is_need(word: str) -> bool:
    """Say whether a word is a need that can be looked up."""
    kind, _, name = word.partition(":")
    return word in PLAIN or (kind in {"log", "metric", "setting"} and bool(name))


def known_clusters(asked: Asked) -> dict[Place, Known]:
    """Return every cluster that topology, logs, metrics or load tell of, with what is known."""
    found: dict[Place, Known] = {}
    for row in asked.rows(RESOURCES, resource_type="cluster"):
        known = found.setdefault(_place(row | {"cluster": row["resource_name"]}), Known())
        known.facts.add("topology")
        engine = str(json.loads(row["attributes"] or "{}").get("Engine") or "")
        known.engine = "mysql" if "mysql" in engine else "postgresql" if engine else ""
    for row in asked.rows(LOGS):
        known = found.setdefault(_place(row), Known())
        known.logs.add(str(row["log_kind"]))
        known.engine = known.engine or ("postgresql" if row["log_kind"] == "postgresql" else "mysql")
    for row in asked.rows(METRICS):
        found.setdefault(_place(row), Known()).metrics.add(str(row["name"]))
    for table, sql in (("db_load", LOAD), ("sql_stats", STATS)):
        for row in asked.rows(sql):
            found.setdefault(_place(row), Known()).facts.add(table)
    _know_settings(asked, found)
    return {place: known for place, known in found.items() if place[2]}


def _know_settings(asked: Asked, found: dict[Place, Known]) -> None:
    for row in asked.rows(SETTINGS):
        if _place(row) in found:
            found[_place(row)].settings[str(row["setting"])] = str(row["value"] or "")
    for fact, sql in (("parameters", PARAMETERS), ("rds_events", EVENTS)):
        looked = {(str(row["account"] or ""), str(row["region"] or "")) for row in asked.rows(sql)}
        for place, known in found.items():
            if place[:2] in looked:
                known.facts.add(fact)


def _place(row: Mapping[str, object]) -> Place:
    return str(row["account"] or ""), str(row["region"] or ""), str(row["cluster"] or "")


def unmet(check: Check, known: Known) -> str | None:
    """Return why a check cannot judge a cluster; None where it can, '' where it is not about this engine."""
    if known.engine and known.engine not in check.engines:
        return ""
    reasons = [reason for need in check.needs for reason in _reason(need, known)]
    return "; ".join(dict.fromkeys(reasons)) or None


def _reason(need: str, known: Known) -> Iterator[str]:
    words = need.split("|")
    if not any(_met(word, known) for word in words):
        yield " and ".join(_sentences(words))


def _met(word: str, known: Known) -> bool:
    kind, _, name = word.partition(":")
    if word == "log":
        return bool(known.logs)
    if kind == "log":
        return name in known.logs
    if kind == "metric":
        return name in known.metrics
    if kind == "setting":
        return known.settings.get(name, "").strip().lower() not in OFF
    return word in known.facts


def _sentences(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        kind, _, name = word.partition(":")
        if word in PLAIN:
            yield PLAIN[word]
        elif kind == "log":
            yield f"no {name} log of this period is in the store"
        elif kind == "metric":
            yield f"the metric {name} was not collected"
        else:
            yield f"{name} is not known to be on"
