"""Whether an alarm can fire: its exact series was seen, is silent by right, or never has data.

The alarm that never has data looks like the alarm that never had to fire. So after a push, and in
`doctor`, each alarm's dimension sets are looked for among the metrics that were active in the last three
hours, and one point is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from aurorascope.rules.expand import NAMESPACE, STOPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from aurorascope.model.inventory import Cluster
    from aurorascope.rules.expand import Alarm, Series

Verdict = Literal["armed", "quiet", "never"]
Dimensions = tuple[tuple[str, str], ...]
RECENT = timedelta(hours=3)
AT_ONCE = 500
ALARMS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Armed:
    """The verdict on one alarm, and why."""

    alarm: Alarm
    verdict: Verdict
    reason: str = ""


def armed(client: Any, alarms: Sequence[Alarm], clusters: Iterable[Cluster], now: datetime) -> list[Armed]:
    """Prove each alarm: composites by the alarms that they watch. The order is kept."""
    by_cluster = {cluster.name: cluster for cluster in clusters}
    seen = _seen(client, alarms)
    alive = _with_points(client, [one for alarm in alarms for one in alarm.series if _key(one) in seen], now)
    found: dict[str, Armed] = {}
    for alarm in alarms:
        if alarm.rule.kind not in ("composite", "log"):
            found[alarm.name] = _verdict(alarm, by_cluster.get(alarm.cluster), seen, alive)
    found |= _of_queries(client, [alarm for alarm in alarms if alarm.rule.kind == "log"])
    for alarm in alarms:
        if alarm.rule.kind == "composite":
            found[alarm.name] = _of_children(alarm, found)
    return [found[alarm.name] for alarm in alarms]


def _of_queries(client: Any, alarms: Sequence[Alarm]) -> dict[str, Armed]:
    """Prove log alarms by what CloudWatch says of their queries: there is no series to look for."""
    there: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(alarms), ALARMS_AT_ONCE):
        names = [alarm.name for alarm in alarms[start : start + ALARMS_AT_ONCE]]
        pages = client.get_paginator("describe_alarms").paginate(AlarmNames=names, AlarmTypes=["LogAlarm"])
        there |= {one["AlarmName"]: one for page in pages for one in page.get("LogAlarms", ())}
    return {alarm.name: Armed(alarm, *_of_query(there.get(alarm.name))) for alarm in alarms}


def _of_query(told: Mapping[str, Any] | None) -> tuple[Verdict, str]:
    if told is None:
        return "never", "the log alarm is not there"
    if told.get("EvaluationState") in ("EVALUATION_FAILURE", "EVALUATION_ERROR"):
        return "never", f"its query fails: {told.get('StateReason') or 'look at the role that runs it'}"
    if told["StateValue"] == "INSUFFICIENT_DATA":
        return "quiet", "its query has not returned anything yet"
    return "armed", ""


def _key(one: Series) -> tuple[str, str, Dimensions]:
    return one.namespace, one.metric, one.dimensions


def _seen(client: Any, alarms: Iterable[Alarm]) -> set[tuple[str, str, Dimensions]]:
    """Return every exact dimension set of the alarms' metrics that was active in the last hours."""
    wanted = sorted({(one.namespace, one.metric) for alarm in alarms for one in alarm.series})
    found = set()
    for namespace, metric in wanted:
        pages = client.get_paginator("list_metrics").paginate(
            Namespace=namespace, MetricName=metric, RecentlyActive="PT3H"
        )
        for page in pages:
            for one in page.get("Metrics", ()):
                dimensions = tuple(
                    sorted((each["Name"], each["Value"]) for each in one.get("Dimensions", ()))
                )
                found.add((namespace, metric, dimensions))
    return found


def _with_points(client: Any, series: Sequence[Series], now: datetime) -> set[tuple[str, str, Dimensions]]:
    """Return the series that have a point in the last hours."""
    unique = {_key(one): one for one in series}
    found = set()
    keys = list(unique)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        queries = [
            {
                "Id": f"m{at}",
                "MetricStat": {
                    "Metric": {
                        "Namespace": namespace,
                        "MetricName": metric,
                        "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions],
                    },
                    "Period": 300,
                    "Stat": "SampleCount",
                },
            }
            for at, (namespace, metric, dimensions) in enumerate(some)
        ]
        for name, has_points in _answers(client, queries, now):
            if has_points:
                found.add(some[int(name[1:])])
    return found


def _answers(client: Any, queries: Sequence[Mapping[str, Any]], now: datetime) -> Iterator[tuple[str, bool]]:
    begin = (now - RECENT).replace(minute=now.minute // 5 * 5, second=0, microsecond=0)
    pages = client.get_paginator("get_metric_data").paginate(
        MetricDataQueries=list(queries), StartTime=begin, EndTime=now
    )
    for page in pages:
        for result in page.get("MetricDataResults", ()):
            yield result["Id"], bool(result.get("Values"))


def _verdict(
    alarm: Alarm,
    cluster: Cluster | None,
    seen: set[tuple[str, str, Dimensions]],
    alive: set[tuple[str, str, Dimensions]],
) -> Armed:
    absent = [one for one in alarm.series if _key(one) not in alive]
    if not absent:
        return Armed(alarm, "armed")
    if alarm.rule.kind == "math" and len(absent) < len(alarm.series):
        reason = f"{absent[0].metric} has no point in the last hours, the others have"
        return Armed(alarm, "quiet" if alarm.rule.silent else "armed", reason)
    return Armed(alarm, *_silence(alarm, cluster, absent[0], was_seen=_key(absent[0]) in seen))


def _silence(alarm: Alarm, cluster: Cluster | None, one: Series, *, was_seen: bool) -> tuple[Verdict, str]:
    if cluster is not None and cluster.status in STOPPED:
        return "quiet", "the cluster is stopped"
    if cluster is not None and cluster.may_pause:
        return "quiet", "the cluster may be paused"
    if one.namespace == NAMESPACE:
        return "quiet", "`aurorascope alerts evaluate` has published nothing yet"
    if alarm.rule.silent:
        return "quiet", alarm.rule.silent
    if was_seen:
        return "quiet", "the series is known, and has no point in the last three hours"
    dimensions = ", ".join(f"{name}={value}" for name, value in one.dimensions) or "no dimensions"
    return "never", f"{one.metric} was not seen with exactly {dimensions}: this alarm can never fire"


def _of_children(alarm: Alarm, found: Mapping[str, Armed]) -> Armed:
    children = [found[name] for _, name in alarm.children if name in found]
    worst = next((one for one in children if one.verdict == "never"), None)
    if worst or len(children) < len(alarm.children):
        reason = f"{worst.alarm.rule.name} can never fire" if worst else "one of its alarms is not there"
        return Armed(alarm, "never", reason)
    quiet = next((one for one in children if one.verdict == "quiet"), None)
    return Armed(alarm, "quiet", f"{quiet.alarm.rule.name} is quiet") if quiet else Armed(alarm, "armed")
