"""The fleet as a store knows it: clusters with their instances, and what was collected about them.

Without topology a store still knows its clusters by the dimensions of their metrics; their engine and version
are unknown then, so rules for one engine only are left out, and that is said.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aurorascope.model.inventory import Cluster, Instance
from aurorascope.rules.expand import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from aurorascope.model.inventory import DatabaseEngine
    from aurorascope.rules.history import Queryable

RESOURCES = """
select account, region, resource_type, resource_name, resource_id, attributes
from topology where valid_to is null and resource_type in ('cluster', 'instance', 'global_cluster')
order by all
"""
TAGS = """
select account, region, resource_id, tag_key, tag_value from tags where valid_to is null order by all
"""
PARAMETERS = """
select account, region, parameter_group, parameter, parameter_value
from parameters where valid_to is null and parameter in ('max_connections', 'rds.global_db_rpo')
"""
WRITERS = """
select account, region, cluster, instance from roles where role = 'writer' and valid_to is null
"""
COUNTERS = """
select account, region, instance, arg_max(value, (ts, observed_at)) as value
from metrics
where name in ('db.User.max_connections.avg', 'db.Users.max_connections.avg', 'db.User.max_connections',
               'db.Users.max_connections') and value > 0
group by all
"""

Fleet = dict[Place, list[Cluster]]
Told = dict[Place, dict[str, dict[str, float]]]


def fleet_of(store: Queryable) -> Fleet:
    """Return the clusters that a store knows, by account and Region."""
    rows = store.query(RESOURCES).to_pylist()
    for row in rows:
        row["record"] = json.loads(row["attributes"] or "{}")
    writers = [tuple(row.values()) for row in store.query(WRITERS).to_pylist()]
    tags: dict[str, list[dict[str, str]]] = {}
    for row in store.query(TAGS).to_pylist():
        one = {"Key": row["tag_key"], "Value": row["tag_value"] or ""}
        tags.setdefault(row["resource_id"], []).append(one)
    places = sorted({(row["account"], row["region"]) for row in rows})
    return {
        Place(account, region): _clusters(
            [row for row in rows if (row["account"], row["region"]) == (account, region)],
            rows,
            tags,
            {name for one, there, _, name in writers if (one, there) == (account, region)},
        )
        for account, region in places
    }


def _clusters(
    rows: Iterable[Mapping[str, Any]],
    everywhere: Iterable[Mapping[str, Any]],
    tags: Mapping[str, list[dict[str, str]]],
    writers: Collection[object],
) -> list[Cluster]:
    globals_ = [row["record"] for row in everywhere if row["resource_type"] == "global_cluster"]
    instances = [row for row in rows if row["resource_type"] == "instance"]
    found = []
    for row in rows:
        if row["resource_type"] != "cluster":
            continue
        record = dict(row["record"])
        known = (row["resource_id"], str(record.get("DBClusterArn")))
        record.setdefault("TagList", [tag for name in known for tag in tags.get(name, ())])
        found.append(_cluster(row, record, instances, globals_, writers))
    return found


def _cluster(
    row: Mapping[str, Any],
    record: Mapping[str, Any],
    instances: Iterable[Mapping[str, Any]],
    globals_: Iterable[Mapping[str, Any]],
    writers: Collection[object],
) -> Cluster:
    name, engine = str(row["resource_name"]), engine_of(record)
    arn = str(record.get("DBClusterArn") or "")
    return Cluster(
        name=name,
        resource_id=str(row["resource_id"]),
        arn=arn,
        engine=engine,
        engine_version=str(record.get("EngineVersion") or ""),
        status=str(record.get("Status") or ""),
        instances=tuple(
            Instance(
                name=str(one["resource_name"]),
                resource_id=str(one["resource_id"]),
                cluster=name,
                engine=engine,
                is_writer=one["resource_name"] in writers,
                instance_class=str(one["record"].get("DBInstanceClass") or ""),
                status=str(one["record"].get("DBInstanceStatus") or ""),
                record=one["record"],
            )
            for one in instances
            if one["record"].get("DBClusterIdentifier") == name
        ),
        global_cluster=str(record.get("GlobalClusterIdentifier") or ""),
        is_secondary=is_secondary(arn, globals_),
        record=record,
    )


def engine_of(record: Mapping[str, Any]) -> DatabaseEngine:
    """Return the engine of a cluster's record."""
    return "mysql" if "mysql" in str(record.get("Engine") or "") else "postgresql"


def is_secondary(arn: str, globals_: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether a cluster is a secondary of one of the global databases."""
    return any(
        member.get("DBClusterArn") == arn and not member.get("IsWriter")
        for one in globals_
        for member in one.get("GlobalClusterMembers") or ()
    )


def told_by(store: Queryable, fleet: Fleet) -> Told:
    """Return what a store knows for thresholds: max_connections by instance, the RPO by cluster."""
    found: Told = {place: {} for place in fleet}
    values = {}
    for row in store.query(PARAMETERS).to_pylist():
        # the group's name stands behind what it is of: `cluster default.aurora-postgresql16`
        group = str(row["parameter_group"]).rpartition(" ")[2]
        values[Place(row["account"], row["region"]), group, row["parameter"]] = row["parameter_value"]
    for place, clusters in fleet.items():
        for cluster in clusters:
            group = str(cluster.record.get("DBClusterParameterGroup") or "")
            objective = number(values.get((place, group, "rds.global_db_rpo")))
            if objective and objective > 0:
                found[place].setdefault(cluster.name, {})["rpo_objective_ms"] = objective * 1000
            for instance in cluster.instances:
                groups = instance.record.get("DBParameterGroups") or ()
                names = [one.get("DBParameterGroupName") for one in groups] + [group]
                stated = [number(values.get((place, str(name), "max_connections"))) for name in names]
                value = next((one for one in stated if one), None)
                if value:
                    found[place].setdefault(instance.name, {})["max_connections"] = value
    for row in store.query(COUNTERS).to_pylist():  # what the server itself says wins
        place = Place(row["account"], row["region"])
        if place in found and row["instance"]:
            found[place].setdefault(row["instance"], {})["max_connections"] = float(row["value"])
    return found


def number(text: object) -> float | None:
    """Return a parameter's value where it is a plain number; a formula is none."""
    try:
        return float(str(text)) if text is not None else None
    except ValueError:
        return None
