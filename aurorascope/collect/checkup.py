"""Looks at the accounts: can they be reached, may the collectors call, is there anything to see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from aurorascope.aws.operations import method_of
from aurorascope.aws.refusals import refusal_of
from aurorascope.collect.advice import EXPORTS, WANTED, of_instance_group, value_for
from aurorascope.collect.discovery import CALLS, discover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aurorascope.aws.sessions import Account
    from aurorascope.collect.discovery import Place
    from aurorascope.collect.fleet import Choice, Fleet
    from aurorascope.model.collector import Call, Collector
    from aurorascope.model.inventory import Cluster, Instance


@dataclass(frozen=True, slots=True)
class Look:
    """One thing looked at; `mend` is a command or a sentence where it is not well."""

    verdict: Literal["ok", "watch", "act"]
    text: str
    mend: str = ""


def check_up(
    fleet: Fleet, collectors: Sequence[Collector], account_of: Callable[[Choice], Account]
) -> Iterator[Look]:
    """Yield what was found, place by place; nothing is changed and no data is read."""
    for place in discover(fleet, account_of):
        if place.refusal is not None:
            mend = "aws sts get-caller-identity" if place.refusal.kind == "expired" else _grant(place.region)
            yield Look("act", f"{place.name}: {place.refusal.sentence}", mend)
            continue
        inventory = place.inventory
        yield Look(
            "ok", f"{place.name}: {len(inventory.clusters)} clusters, {len(inventory.instances)} instances"
        )
        if not inventory.clusters:
            yield Look("watch", f"{place.name}: no Aurora cluster is chosen", "aurorascope config show")
        yield from (Look("watch", f"{place.name}: {note}", _grant(place.region)) for note in place.notes)
        yield from _permissions(place, collectors)
        for cluster in inventory.clusters:
            yield from _cluster(place, cluster)


def _grant(region: str) -> str:
    return f"attach what `aurorascope policy` prints{f' (Region {region})' if region else ''}"


# -- permissions: each call once, as small as it can be


def _permissions(place: Place, collectors: Sequence[Collector]) -> Iterator[Look]:
    tried = untried = 0
    declared = [call for it in collectors for call in it.calls]
    # what one collector can do without, another may need
    calls = {(it.service, it.operation): it for it in sorted(declared, key=lambda call: not call.optional)}
    for (service, operation), call in sorted(calls.items()):
        if operation in {it.operation for it in CALLS}:
            continue
        parameters = _smallest(place, service, operation)
        if parameters is None:
            untried += 1
            continue
        tried += 1
        yield from _try(place, call, parameters)
    more = f", {untried} cannot be tried without reading data" if untried else ""
    yield Look("ok", f"{place.name}: {tried} permissions tried{more}")


def _try(place: Place, call: Call, parameters: dict[str, Any]) -> Iterator[Look]:
    client = place.account.client(call.service, place.region)
    try:
        getattr(client, method_of(call.operation))(**parameters)
    except Exception as error:  # noqa: BLE001 - one call that cannot be tried hides no other
        refusal = refusal_of(error)
        if refusal is None:
            yield Look("watch", f"{place.name}: {call.iam_action} could not be tried: {error}")
        elif refusal.kind == "denied":
            lost = "a part of the collector's data" if call.optional else "all of the collector's data"
            text = f"{place.name}: {call.iam_action} is not allowed, which costs {lost}"
            yield Look("watch" if call.optional else "act", text, _grant(place.region))
        elif refusal.kind not in {"not_found", "not_ready"}:
            yield Look("watch", f"{place.name}: {refusal.sentence}")


def _smallest(place: Place, service: str, operation: str) -> dict[str, Any] | None:
    """Return parameters that ask for as little as possible; None where a call needs what we do not have."""
    instance = next((it for it in place.inventory.instances if it.has_performance_insights), None)
    if service == "pi" and instance is not None:
        named = {"ServiceType": "RDS", "Identifier": instance.resource_id}
        more: dict[str, dict[str, Any]] = {
            "ListAvailableResourceMetrics": {"MetricTypes": ["os"]},
            "ListAvailableResourceDimensions": {"Metrics": ["db.load"]},
            "GetResourceMetadata": {},
        }
        return None if operation not in more else {**named, **more[operation]}
    if service == "rds":
        needs = ("Parameters", "Attributes", "Targets", "Backtracks", "LogFile", "DBLogFiles")
        return None if operation.endswith(needs) or "LogFile" in operation else {"MaxRecords": 20}
    if service == "cloudtrail":
        return {"MaxResults": 1}
    smallest: dict[tuple[str, str], dict[str, Any]] = {
        ("cloudwatch", "ListMetrics"): {"Namespace": "AWS/RDS", "MetricName": "CPUUtilization"},
        ("cloudwatch", "DescribeAlarms"): {"MaxRecords": 1},
        ("cloudwatch", "DescribeAlarmHistory"): {"MaxRecords": 1},
        ("logs", "DescribeLogGroups"): {"limit": 1},
        ("application-autoscaling", "DescribeScalingActivities"): {
            "ServiceNamespace": "rds",
            "MaxResults": 1,
        },
    }
    return smallest.get((service, operation))


# -- what there is to see


def _cluster(place: Place, cluster: Cluster) -> Iterator[Look]:
    where = f"{place.name} {cluster.name}"
    missing = [name for name in EXPORTS[cluster.engine] if name not in cluster.log_exports]
    if missing:
        kinds = " ".join(missing)
        configuration = ", ".join(f'"{name}"' for name in missing)
        yield Look(
            "act",
            f"{where}: the {kinds} log is not exported: reading it would go by the instance itself",
            f"aws rds modify-db-cluster --region {place.region} --db-cluster-identifier {cluster.name} "
            f"--cloudwatch-logs-export-configuration '{{\"EnableLogTypes\": [{configuration}]}}'",
        )
    else:
        yield Look("ok", f"{where}: exports {', '.join(cluster.log_exports)}")
    try:
        yield from _parameters(place, cluster, where)
    except Exception as error:
        refusal = refusal_of(error)
        if refusal is None or refusal.ends_everything:
            raise
        yield Look("watch", f"{where}: its parameters are unknown: {refusal.sentence}", _grant(place.region))
    for instance in cluster.instances:
        yield from _instance(place, instance)


def _instance(place: Place, instance: Instance) -> Iterator[Look]:
    where = f"{place.name} {instance.cluster}/{instance.name}"
    change = f"aws rds modify-db-instance --region {place.region} --db-instance-identifier {instance.name}"
    if not instance.has_performance_insights:
        yield Look(
            "act",
            f"{where}: Performance Insights is off: no load by statement, wait, user or host",
            f"{change} --enable-performance-insights --apply-immediately",
        )
    if not instance.monitoring_interval_s:
        yield Look(
            "watch",
            f"{where}: Enhanced Monitoring is off: no processes, no memory and disk as the host sees them",
            f"{change} --monitoring-interval 60 --monitoring-role-arn ARN --apply-immediately",
        )


def _parameters(place: Place, cluster: Cluster, where: str) -> Iterator[Look]:
    group = str(cluster.record.get("DBClusterParameterGroup") or "")
    if not group:
        return
    rds = place.account.client("rds", place.region)
    values = _values(rds, "describe_db_cluster_parameters", {"DBClusterParameterGroupName": group})
    own_groups = sorted(
        {
            it["DBParameterGroupName"]
            for one in cluster.instances
            for it in one.record.get("DBParameterGroups") or ()
        }
    )
    for name in own_groups:  # an instance's own value wins
        values |= _values(rds, "describe_db_parameters", {"DBParameterGroupName": name})
    for wanted in WANTED:
        if wanted.engine != cluster.engine or wanted.is_well(values.get(wanted.parameter, "")):
            continue
        said = values.get(wanted.parameter) or "not set"
        yield Look(
            "watch",
            f"{where}: {wanted.parameter} is {said}: {wanted.why}",
            _change(
                place, cluster, group, own_groups, wanted.parameter, value_for(cluster, wanted), wanted.method
            ),
        )


def _values(rds: Any, operation: str, named: dict[str, str]) -> dict[str, str]:
    pages = rds.get_paginator(operation).paginate(**named)
    return {
        it["ParameterName"]: str(it["ParameterValue"])
        for page in pages
        for it in page["Parameters"]
        if it.get("ParameterValue") not in {None, ""}
    }


def _change(
    place: Place,
    cluster: Cluster,
    group: str,
    own_groups: Sequence[str],
    parameter: str,
    value: str,
    method: str,
) -> str:
    """Return the command that sets a parameter; a default group cannot be changed and is replaced first."""
    of_instances = of_instance_group(cluster, parameter) and own_groups
    named = own_groups[0] if of_instances else group
    if named.startswith("default."):
        kind = "DB" if of_instances else "DB cluster"
        return (
            f"make a {kind} parameter group of your own (default groups cannot be changed), "
            f"with {parameter} = {value}"
        )
    verb, option = (
        ("modify-db-parameter-group", "--db-parameter-group-name")
        if of_instances
        else ("modify-db-cluster-parameter-group", "--db-cluster-parameter-group-name")
    )
    return (
        f"aws rds {verb} --region {place.region} {option} {named} --parameters "
        f"ParameterName={parameter},ParameterValue={value},ApplyMethod={method}"
    )
