"""What there is: global databases, clusters, instances, roles, endpoints, backups, proxies, maintenance.

Each listing is a row of `LISTINGS`: what it lists, what names a record, how often. One that was refused is
closed in coverage by the next that is not: what there is now is all that there is to know.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.aws.operations import method_of
from aurorascope.aws.rds_listings import LISTINGS, Listing
from aurorascope.model.collector import Call, Collector, Feed, Planned
from aurorascope.model.haul import EVERY, Haul, Rows, Span, State, Watermark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aurorascope.model.collector import Target
    from aurorascope.model.inventory import Cluster

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST = timedelta(minutes=5)
NOW = "now"
SCALING = "scaling"
# These change without anybody's doing: they are the row's readings, and no change of it.
READINGS = {
    "AllocatedStorage", "BacktrackConsumedChangeRecords", "Capacity", "EarliestBacktrackTime",
    "EarliestRestorableTime", "LatestRestorableTime", "PercentProgress", "RestoreWindow", "UpdatedDate",
    "UpdatedTime", "FailoverState", "Used",
}  # fmt: skip
LEFT_OUT = {"TagList", "MasterUserPassword", "DBInstances", "ResponseMetadata"}
COMPLETED = re.compile(r"(?i)completed .*failover to (?:db instance|instance)?:? *([a-z0-9-]+)")


def collect(target: Target) -> Iterator[Haul]:
    """Yield the inventory of the run, then each listing that is due; one that is refused stops no other."""
    yield _inventory(target)
    for listing in LISTINGS:
        if target.due(listing.kind, listing.every):
            with target.part(listing.kind):
                yield from _list(target, listing)
    with target.part(SCALING):
        yield from _scaling(target)


def plan(target: Target) -> Iterator[Planned]:
    """Yield the calls of an average run: what is due once an hour is a twelfth of a call, rounded up."""
    counts = {
        "backtracking": len(_backtracking(target)),
        "engines": len(_engines(target)),
        "versions": len(_versions(target)),
        "proxies": 1,
    }
    for listing in LISTINGS:
        if target.due(listing.kind, listing.every):
            yield Planned("rds", listing.operation, counts.get(listing.per, 1))
    yield Planned("application-autoscaling", "DescribeScalingActivities", 1)


# -- what the run looked at already: global databases, clusters, instances, roles, tags


def _inventory(target: Target) -> Haul:
    inventory = target.inventory
    globals_ = [_global_row(record) for record in inventory.global_clusters]
    clusters = [
        _row(
            it.record, it.resource_id, it.name, it.global_cluster, cluster=it.name, drop=("DBClusterMembers",)
        )
        | {"attributes": _cluster_attributes(it)}
        for it in inventory.clusters
    ]
    instances = [
        _row(it.record, it.resource_id, it.name, it.cluster, cluster=it.cluster, instance=it.name)
        for it in inventory.instances
    ]
    writers = {cluster.name: cluster.writer.name for cluster in inventory.clusters if cluster.writer}
    states = (
        _state(target, "topology", {"resource_type": "global_cluster"}, globals_),
        _state(target, "topology", {"resource_type": "cluster"}, clusters),
        _state(target, "topology", {"resource_type": "instance"}, instances),
        _state(target, "roles", {}, list(_roles(target, writers))),
        *_tags(target),
    )
    return Haul(
        states=states,
        spans=(_looked(target, NOW),),
        watermarks={NOW: Watermark(target.now, {"writers": writers})},
    )


def _looked(target: Target, series: str) -> Span:
    """Return the span of a look at what there is; looks that were refused before are made good by it."""
    mark = target.watermark(series)
    return Span(series, target.now - FIRST if mark is None else mark.reached, target.now, mends=True)


def _state(target: Target, table: str, scope: dict[str, str], rows: list[dict[str, Any]]) -> State:
    return State(table, scope, rows, not_looked_at=target.inventory.others)


def _row(
    record: Mapping[str, Any],
    identifier: str,
    name: str,
    parent: str,
    *,
    drop: tuple[str, ...] = (),
    **labels: str,
) -> dict[str, Any]:
    """Return a row of `topology`; lists are sorted, as AWS gives them in no order."""
    said = {key: _sorted(value) for key, value in record.items() if key not in LEFT_OUT and key not in drop}
    return {
        "resource_id": identifier or name,
        "resource_name": name,
        "parent_id": parent or None,
        "attributes": {key: value for key, value in said.items() if key not in READINGS},
        "readings": {key: value for key, value in said.items() if key in READINGS},
        **labels,
    }


def _sorted(value: Any) -> Any:
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=repr)
    if isinstance(value, dict):
        return {key: _sorted(inner) for key, inner in value.items() if key not in LEFT_OUT}
    return value


def _cluster_attributes(cluster: Cluster) -> dict[str, Any]:
    """The members without their roles: `roles` holds those, and a failover changes no cluster."""
    row = _row(cluster.record, cluster.resource_id, cluster.name, "")
    members = [
        {key: value for key, value in member.items() if key != "IsClusterWriter"}
        for member in row["attributes"].get("DBClusterMembers") or ()
    ]
    return {**row["attributes"], "DBClusterMembers": _sorted(members)}


def _global_row(record: Mapping[str, Any]) -> dict[str, Any]:
    name = str(record["GlobalClusterIdentifier"])
    return _row(record, str(record.get("GlobalClusterResourceId") or name), name, "")


def _roles(target: Target, writers: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield who writes and who reads; of a writer that is new, since when, where an event says it."""
    mark = target.watermark(NOW)
    before = mark.state.get("writers", {}) if mark is not None else {}
    for cluster in target.inventory.clusters:
        writer = writers.get(cluster.name)
        since = None
        if mark is not None and writer and before.get(cluster.name) not in {None, writer}:
            with target.part(NOW, cluster=cluster.name):
                since = _promoted_at(target, cluster.name, writer, mark.reached)
        for instance in cluster.instances:
            row: dict[str, Any] = {"cluster": cluster.name, "instance": instance.name}
            row["role"] = "writer" if instance.is_writer else "reader"
            if since is not None and instance.name in {writer, before[cluster.name]}:
                row |= {"valid_from": since, "known_by": "event"}
            yield row


def _promoted_at(target: Target, cluster: str, writer: str, since: datetime) -> datetime | None:
    """Return when RDS says that the failover to this writer was complete; None where it does not say."""
    events = target.client("rds").describe_events(
        SourceIdentifier=cluster, SourceType="db-cluster", StartTime=since - HOUR, EndTime=target.now
    )["Events"]
    found: list[datetime] = [
        event["Date"]
        for event in events
        if (named := COMPLETED.search(event.get("Message") or "")) and named[1] == writer
    ]
    return max(found, default=None)


def _tags(target: Target) -> Iterator[State]:
    records = [(it.arn, it.record, it.name, "") for it in target.inventory.clusters]
    records += [
        (str(it.record.get("DBInstanceArn", it.resource_id)), it.record, it.cluster, it.name)
        for it in target.inventory.instances
    ]
    for arn, record, cluster, instance in records:
        rows = [
            {
                "tag_key": tag["Key"],
                "tag_value": tag.get("Value"),
                "cluster": cluster,
                "instance": instance or None,
            }
            for tag in record.get("TagList") or ()
        ]
        yield State("tags", {"resource_id": arn}, rows)


# -- what is listed


def _list(target: Target, listing: Listing) -> Iterator[Haul]:
    rows: dict[str, dict[str, Any]] = {}
    for record in _records(target, listing):
        row = _listed_row(target, listing, record)
        rows[row["resource_id"]] = row
    state = _state(target, "topology", {"resource_type": listing.kind}, list(rows.values()))
    yield Haul(
        states=(state,),
        spans=(_looked(target, listing.kind),),
        watermarks={listing.kind: Watermark(target.now, {EVERY: listing.every.total_seconds()})},
    )


def _records(target: Target, listing: Listing) -> Iterator[dict[str, Any]]:
    """Yield the records of a listing that are the chosen clusters', from every page."""
    client = target.client("rds")
    asked: list[dict[str, Any]] = [{}]
    if listing.per == "backtracking":
        asked = [{"DBClusterIdentifier": name} for name in _backtracking(target)]
    elif listing.per == "engines":
        asked = [{"Engine": engine} for engine in _engines(target)]
    elif listing.per == "versions":
        asked = [{"Engine": engine, "EngineVersion": version} for engine, version in _versions(target)]
    elif listing.per == "proxies":
        proxies = client.get_paginator("describe_db_proxies").paginate()
        asked = [{"DBProxyName": it["DBProxyName"]} for page in proxies for it in page["DBProxies"]]
    for parameters in asked:
        for record in _pages(client, listing, parameters):
            if listing.kind == "proxy_target":
                record["DBProxyName"] = parameters["DBProxyName"]
            if listing.kind == "snapshot" and record.get("SnapshotType") == "manual":
                record["Restore"] = _shared_with(client, record["DBClusterSnapshotIdentifier"])
            if not _is_of_another(target, listing, record):
                yield record


def _pages(client: Any, listing: Listing, parameters: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what an operation lists; botocore has no paginator for some that page."""
    marker = None
    while True:
        page = getattr(client, method_of(listing.operation))(
            **parameters, **({"Marker": marker} if marker else {})
        )
        yield from page.get(listing.member) or ()
        marker = page.get("Marker")
        if not marker:
            return


def _listed_row(target: Target, listing: Listing, record: dict[str, Any]) -> dict[str, Any]:
    name = str(record.get(listing.name) or record.get(listing.identifier) or "")
    parent = str(record.get(listing.parent) or "") if listing.parent else ""
    identifier = str(record.get(listing.identifier) or name)
    if listing.kind in {"engine_lifecycle", "engine_version", "proxy_target"}:
        identifier = f"{record.get('Engine') or record.get('DBProxyName')} {identifier}"
    cluster = target.inventory.cluster(_last(parent))
    instance = target.inventory.instance(_last(parent))
    labels = {"cluster": cluster.name if cluster else instance.cluster if instance else None}
    row = _row(record, identifier, _last(name), parent)
    return row | labels | {"instance": instance.name if instance else None}


def _is_of_another(target: Target, listing: Listing, record: dict[str, Any]) -> bool:
    return bool(listing.parent) and _last(str(record.get(listing.parent) or "")) in target.inventory.others


def _shared_with(client: Any, snapshot: str) -> list[str]:
    """Return the accounts that may restore a manual snapshot; 'all' makes it public."""
    answer = client.describe_db_cluster_snapshot_attributes(DBClusterSnapshotIdentifier=snapshot)
    attributes = answer["DBClusterSnapshotAttributesResult"].get("DBClusterSnapshotAttributes") or ()
    return sorted(
        value
        for it in attributes
        if it.get("AttributeName") == "restore"
        for value in it.get("AttributeValues", ())
    )


def _backtracking(target: Target) -> list[str]:
    return [it.name for it in target.inventory.clusters if it.record.get("BacktrackWindow")]


def _engines(target: Target) -> list[str]:
    return sorted({str(it.record["Engine"]) for it in target.inventory.clusters if it.record.get("Engine")})


def _versions(target: Target) -> list[tuple[str, str]]:
    records = [it.record for it in (*target.inventory.clusters, *target.inventory.instances)]
    found = {(str(it["Engine"]), str(it["EngineVersion"])) for it in records if it.get("EngineVersion")}
    return sorted(found)


def _last(arn: str) -> str:
    return arn.rpartition(":")[2]


# -- scaling activities: readers that came and went between two looks


def _scaling(target: Target) -> Iterator[Haul]:
    begin = target.begin(SCALING, back=timedelta(days=42), overlap=DAY)
    names = {cluster.name for cluster in target.inventory.clusters}
    rows: list[dict[str, Any]] = []
    pages = target.client("application-autoscaling").get_paginator("describe_scaling_activities")
    for page in pages.paginate(ServiceNamespace="rds"):
        for it in page["ScalingActivities"]:
            cluster = str(it["ResourceId"]).rpartition(":")[2]
            if (
                cluster in names
                and it["StartTime"] >= begin
                and it["StatusCode"] not in {"Pending", "InProgress"}
            ):
                rows.append({
                    "ts": it["StartTime"], "cluster": cluster, "resource": f"cluster {cluster}",
                    "attribute": "scaling activity", "new": f"{it['StatusCode']}: {it['Description']}",
                    "actor": it.get("Cause"), "source": "event",
                })  # fmt: skip
    found = Rows("changes", {key: [row[key] for row in rows] for key in rows[0]}) if rows else None
    yield Haul(
        rows=(found,) if found else (),
        spans=(Span(SCALING, begin, target.now),),
        watermarks={SCALING: Watermark(target.now)},
    )


ALL = ("attributes", "readings", "valid_from", "valid_to")
COLLECTOR = Collector(
    name="topology",
    doc="What there is, who writes, and what changed since the last look.",
    tables=("topology", "roles", "tags", "changes"),
    calls=(
        *(Call("rds", it.operation, optional=True) for it in LISTINGS),
        Call("rds", "DescribeDBClusterSnapshotAttributes", optional=True),
        Call("rds", "DescribeEvents", optional=True),
        Call("application-autoscaling", "DescribeScalingActivities", optional=True),
    ),
    feeds=(
        Feed(
            1, "topology", ("resource_type", "resource_name", *ALL), "Clusters, instances, tiers, endpoints."
        ),
        Feed(1, "changes", ("ts", "resource", "attribute", "old", "new"), "What changed, and when."),
        Feed(2, "topology", ALL, "Engine version and storage type, which say the volume's limit and price."),
        Feed(
            4, "roles", ("role", "valid_from", "valid_to", "known_by"), "Who wrote when, through failovers."
        ),
        Feed(7, "topology", ALL, "Global databases and their members."),
        Feed(9, "topology", ALL, "Bounds and pause of Serverless v2."),
        Feed(10, "topology", ALL, "Each backtrack done, and the window's target."),
        Feed(11, "topology", ALL, "CloneGroupId and creation time: families of clones."),
        Feed(1, "topology", ALL, "Quotas of the account, and how much of each is used."),
        Feed(12, "topology", ALL, "Restorable times, automated backups, snapshots and who may restore them."),
        Feed(20, "topology", ALL, "Whether an activity stream runs, and where to."),
        Feed(21, "topology", ALL, "Encryption, keys, IAM authentication, networks, deletion protection."),
        Feed(22, "topology", ALL, "Windows, pending actions, certificates, ends of support, upgrades."),
        Feed(23, "topology", ALL, "Status and AutomaticRestartTime of what is stopped."),
        Feed(24, "topology", ALL, "Classes, storage types and reserved instances."),
        Feed(25, "topology", ALL, "Blue/green deployments and replication sources."),
        Feed(26, "topology", ALL, "Proxies and their targets."),
        Feed(28, "changes", ("ts", "attribute", "new", "actor"), "Scaling activities."),
        Feed(28, "tags", ("resource_id", "tag_key", "tag_value"), "Tags, to choose and to charge by."),
    ),
    collect=collect,
    plan=plan,
)
