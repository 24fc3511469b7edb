"""pi, the API of Performance Insights: load by dimensions, counters, statistics of digests, long texts."""

from __future__ import annotations

from fake_aws.call import Call, Operation
from fake_aws.services import pi_keys, pi_metrics, pi_statistics
from fake_aws.services.pi_resources import dimensions, monitored
from fake_aws.world import Record, SqlStats

_STATS = "db.sql_tokenized.stats"
_TYPES = {"os", "db", "db.sql.stats", _STATS}
_DETAILED = {"db.sql", "db.query", "db.execution_plan", "db.lock_snapshot"}


def _metadata(call: Call) -> Record:
    monitored(call)
    offered = call.world.features(call.account, call.region, call["Identifier"])
    features = {name: {"Status": status} for name, status in offered.items()}
    return {"Identifier": call["Identifier"], "Features": features}


def _metrics(call: Call) -> Record:
    monitored(call)
    types = set(call["MetricTypes"])
    if types - _TYPES:
        raise call.invalid(f"MetricTypes: {sorted(types - _TYPES)} are none of {sorted(_TYPES)}")
    found = [
        {"Metric": each.name, "Unit": each.unit, "Description": each.description or each.name}
        for each in call.world.counters(call.account, call.region, call["Identifier"])
        if each.name.split(".")[0] in types
    ]
    if _STATS in types:
        found += [
            {"Metric": f"{_STATS}.{name}", "Unit": unit, "Description": name}
            for name, unit in pi_statistics.offered(_stats(call))
        ]
    return _paged(call, "Metrics", found)


def _stats(call: Call) -> SqlStats | None:
    return call.world.sql_stats(call.account, call.region, call["Identifier"], call.now - 3600, call.now)


def _dimensions(call: Call) -> Record:
    monitored(call)
    groups = dimensions(call)
    found = []
    for metric in call["Metrics"]:
        if metric not in {"db.load", "db.sampledload"}:
            raise call.invalid(f"Metrics: {metric} is neither db.load nor db.sampledload")
        details = [
            {"Group": group, "Dimensions": [{"Identifier": name} for name in names]}
            for group, names in groups.items()
            if not (call.get("AuthorizedActions") and group in call.faults.denied_groups)
        ]
        found.append({"Metric": metric, "Groups": details})
    return _paged(call, "MetricDimensions", found)


def _paged(call: Call, member: str, found: list[Record]) -> Record:
    shown, following = call.page(found, call.get("MaxResults") or 25)
    return {member: shown} | following


def _details(call: Call) -> Record:
    monitored(call)
    group, identifier = call["Group"], call["GroupIdentifier"]
    if group not in _DETAILED:
        raise call.invalid(f"Group: {group} is none of {sorted(_DETAILED)}")
    dbi = call["Identifier"]
    found = call.world.details(call.account, call.region, dbi, group, identifier, call.now)
    if found is None:
        raise call.invalid(f"GroupIdentifier: nothing is known of {identifier} in {group}")
    # a dimension may be asked for by its full name or by what follows the group
    wanted = call.get("RequestedDimensions")
    shown = [
        {"Dimension": each.dimension, "Status": each.status}
        | ({"Value": each.value} if each.status == "AVAILABLE" else {})
        for each in found
        if not wanted or each.dimension in wanted or each.dimension.removeprefix(f"{group}.") in wanted
    ]
    return {"Dimensions": shown}


OPERATIONS: dict[str, Operation] = {
    "GetResourceMetadata": _metadata,
    "ListAvailableResourceMetrics": _metrics,
    "ListAvailableResourceDimensions": _dimensions,
    "GetDimensionKeyDetails": _details,
    "GetResourceMetrics": pi_metrics.get_resource_metrics,
    "DescribeDimensionKeys": pi_keys.describe_dimension_keys,
}
