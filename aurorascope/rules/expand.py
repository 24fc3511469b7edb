"""Rules times a fleet: which alarm each rule means for each cluster, or why it means none.

The name of an alarm is `aurorascope-<cluster>-<rule>` (with the instance between, for a rule of
instances), so that a second look at the same fleet means the same alarms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from aurorascope.rules import composite
from aurorascope.rules.facts import Found, find, instances_in, version_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from aurorascope.model.inventory import Cluster
    from aurorascope.model.rule import Missing, Rule, Scope

PREFIX = "aurorascope-"
NAMESPACE = "Aurorascope"
SERVERLESS = "db.serverless"
TRAITS_TAG = "aurorascope:traits"
"""A tag of a cluster that names traits which no API tells, such as `binlog_replica`."""

LONGEST_NAME = 255
STOPPED = ("stopped", "stopping")


@dataclass(frozen=True, slots=True)
class Series:
    """One CloudWatch series with its exact dimension set, sorted by name."""

    id: str
    namespace: str
    metric: str
    dimensions: tuple[tuple[str, str], ...]
    statistic: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm that a rule means for a cluster: everything but its actions.

    `children` are a composite's alarms by the name of their rule; `suppressor` is the full name of one.
    """

    name: str
    rule: Rule
    account: str
    region: str
    cluster: str
    instance: str
    series: tuple[Series, ...]
    threshold: float | None
    missing: Missing
    children: tuple[tuple[str, str], ...] = ()
    suppressor: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A rule that means no alarm for a cluster: it is not for it, or something must be known first."""

    rule: str
    cluster: str
    verdict: Literal["not for it", "threshold unknown", "not for an alarm"]
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """The account and Region that an inventory is of."""

    account: str
    region: str


def expand(
    rules: Sequence[Rule],
    clusters: Iterable[Cluster],
    place: Place,
    told: Mapping[str, Mapping[str, float]] | None = None,
) -> tuple[list[Alarm], list[Left]]:
    """Return the alarms of a Region, and what means none with the reason."""
    alarms: list[Alarm] = []
    left: list[Left] = []
    known = told or {}
    for cluster in clusters:
        own: dict[str, Alarm] = {}
        for rule in (one for one in rules if one.kind != "composite" and not of_region(one)):
            for found in _of_cluster(rule, cluster, place, known):
                if isinstance(found, Left):
                    left.append(found)
                else:
                    alarms.append(found)
                    own.setdefault(rule.name, found)
        for rule in (one for one in rules if one.kind == "composite"):
            outcome = _composite(rule, cluster, place, own, known)
            if isinstance(outcome, Left):
                left.append(outcome)
            else:
                alarms.append(outcome)
    if alarms:
        alarms += [_once(rule, place) for rule in rules if of_region(rule)]
    return alarms, left


def of_region(rule: Rule) -> bool:
    """Say whether a rule means one alarm for the whole Region."""
    return any(metric.scope == "heartbeat" for metric in rule.metrics)


def _once(rule: Rule, place: Place) -> Alarm:
    series = tuple(Series(m.id, m.namespace, m.name, (), m.statistic) for m in rule.metrics)
    name = PREFIX + rule.name
    return Alarm(name, rule, place.account, place.region, "", "", series, rule.threshold.value, rule.missing)


def _of_cluster(
    rule: Rule, cluster: Cluster, place: Place, told: Mapping[str, Mapping[str, float]]
) -> Iterator[Alarm | Left]:
    refused = why_not(rule, cluster, told)
    if refused:
        yield Left(rule.name, cluster.name, "not for it", refused)
        return
    scope = scope_of(rule)
    instances = [one.name for one in cluster.instances] if scope == "instance" else [""]
    for instance in instances:
        threshold = _threshold(rule, cluster, scope, told, instance)
        if threshold.reason:
            yield Left(rule.name, cluster.name, "threshold unknown", threshold.reason)
            continue
        yield Alarm(
            name=alarm_name(rule.name, cluster.name, instance),
            rule=rule,
            account=place.account,
            region=place.region,
            cluster=cluster.name,
            instance=instance,
            series=_series(rule, cluster.name, instance),
            threshold=threshold.value,
            missing=_missing(rule, cluster),
        )


def scope_of(rule: Rule) -> Scope:
    """Return the scope that decides a rule's instances: its first metric's."""
    return rule.metrics[0].scope if rule.metrics else "store"


def alarm_name(rule: str, cluster: str, instance: str = "") -> str:
    """Return the full name of an alarm."""
    middle = f"{cluster}-{instance}" if instance else cluster
    return f"{PREFIX}{middle}-{rule}"[:LONGEST_NAME]


def log_group(cluster: str, export: str) -> str:
    """Return the name of the log group that RDS writes a cluster's exported log to."""
    return f"/aws/rds/cluster/{cluster}/{export}"


def dimensions_of(scope: Scope, cluster: str, instance: str) -> tuple[tuple[str, str], ...]:
    """Return the exact dimension set of a scope, sorted by name."""
    if scope in ("writer", "readers"):
        return (("DBClusterIdentifier", cluster), ("Role", "WRITER" if scope == "writer" else "READER"))
    if scope == "instance":
        return (("DBInstanceIdentifier", instance),)
    return () if scope == "heartbeat" else (("DBClusterIdentifier", cluster),)


def _series(rule: Rule, cluster: str, instance: str) -> tuple[Series, ...]:
    if rule.kind == "log":
        return ()
    if rule.kind == "sql":
        return (Series("value", NAMESPACE, rule.name, dimensions_of("store", cluster, ""), "Maximum"),)
    return tuple(
        Series(m.id, m.namespace, m.name, dimensions_of(m.scope, cluster, instance), m.statistic)
        for m in rule.metrics
    )


def _threshold(
    rule: Rule, cluster: Cluster, scope: Scope, told: Mapping[str, Mapping[str, float]], instance: str
) -> Found:
    own = rule.threshold
    if own.share is None or own.of is None:
        return Found(own.value)
    found = find(own.of, cluster, scope, told, instance)
    return Found(None, found.reason) if found.value is None else Found(own.share * found.value)


def _missing(rule: Rule, cluster: Cluster) -> Missing:
    """Return the treatment of missing data: a paused or stopped cluster is silent by right."""
    if cluster.may_pause and rule.missing_when_pausing:
        return rule.missing_when_pausing
    if cluster.status in STOPPED and rule.missing == "breaching":
        return "notBreaching"
    return rule.missing


def _composite(
    rule: Rule,
    cluster: Cluster,
    place: Place,
    own: Mapping[str, Alarm],
    told: Mapping[str, Mapping[str, float]],
) -> Alarm | Left:
    refused = why_not(rule, cluster, told)
    if refused:
        return Left(rule.name, cluster.name, "not for it", refused)
    wanted = sorted(composite.children(composite.parse(rule.alarm_rule)))
    absent = [name for name in wanted if name not in own]
    if absent:
        return Left(
            rule.name,
            cluster.name,
            "threshold unknown",
            f"it watches {', '.join(absent)}, which is not there",
        )
    suppressor = own.get(rule.suppressed_by)
    return Alarm(
        name=alarm_name(rule.name, cluster.name),
        rule=rule,
        account=place.account,
        region=place.region,
        cluster=cluster.name,
        instance="",
        series=(),
        threshold=None,
        missing=rule.missing,
        children=tuple((name, own[name].name) for name in wanted),
        suppressor=suppressor.name if suppressor else "",
    )


def traits(cluster: Cluster, told: Mapping[str, Mapping[str, float]]) -> set[str]:
    """Return what a cluster is, in the words that `applies.needs` and `applies.without` use."""
    record = cluster.record
    found = {
        "readers": any(not one.is_writer for one in cluster.instances),
        "global_secondary": cluster.is_secondary,
        "pauses": cluster.may_pause,
        "burstable": any(one.instance_class.startswith("db.t") for one in cluster.instances),
        "backtrack": bool(record.get("BacktrackWindow")),
        "binlog_replica": bool(record.get("ReplicationSourceIdentifier")),
        "insights": any(one.has_performance_insights for one in cluster.instances),
        "rpo_managed": "rpo_objective_ms" in told.get(cluster.name, {}),
    }
    stated = tags_of(cluster).get(TRAITS_TAG, "").replace(",", " ").split()
    return {name for name, holds in found.items() if holds} | set(stated)


def tags_of(cluster: Cluster) -> dict[str, str]:
    """Return the tags of a cluster."""
    return {tag["Key"]: tag.get("Value", "") for tag in cluster.record.get("TagList") or ()}


def why_not(rule: Rule, cluster: Cluster, told: Mapping[str, Mapping[str, float]]) -> str:
    """Return why a rule is not for a cluster; '' where it is."""
    applies = rule.applies
    reason = _engine(rule, cluster) or _serverless(rule, cluster)
    if not reason and rule.log is not None and rule.log.type not in cluster.log_exports:
        reason = f"its {rule.log.type} log is not exported to CloudWatch Logs"
    if reason:
        return reason
    has = traits(cluster, told)
    for need in applies.needs:
        if need not in has:
            return f"it is for clusters with {need.replace('_', ' ')}"
    for trait in applies.without:
        if trait in has:
            return f"it is not for clusters with {trait.replace('_', ' ')}"
    own = tags_of(cluster)
    wrong = [f"{key}={value}" for key, value in applies.tags.items() if own.get(key) != value]
    return f"it is for clusters tagged {', '.join(wrong)}" if wrong else ""


def _engine(rule: Rule, cluster: Cluster) -> str:
    applies, engine = rule.applies, f"aurora-{cluster.engine}"
    if applies.engines and engine not in applies.engines:
        return f"it is for {', '.join(applies.engines)}"
    version = version_of(cluster.engine_version)
    floor, ceiling = applies.versions.get(engine), applies.below.get(engine)
    if floor and version < version_of(floor):
        return f"it needs version {floor}"
    return f"it is for versions before {ceiling}" if ceiling and version >= version_of(ceiling) else ""


def _serverless(rule: Rule, cluster: Cluster) -> str:
    if rule.applies.serverless == "any":
        return ""
    scope = scope_of(rule)
    members = instances_in(cluster, scope) or list(cluster.instances)
    if rule.applies.serverless == "yes":
        return "" if all(one.instance_class == SERVERLESS for one in members) else "it is for Serverless v2"
    alike = any(one.instance_class == SERVERLESS for one in members)
    return "it is not for Serverless v2" if alike else ""
