"""Why a cluster must not be stopped, or not be upgraded by a schedule. Closed: what is not known forbids.

Stopping is refused for members of a global database, Serverless v1, parallel query, and clusters that
replicate or are replicated: AWS's user guide, "Stopping and starting an Amazon Aurora DB cluster", names the
first ones. A sole member of a global database may be stopped; here it is refused too, as a second one can be
added at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from aurorascope.schedule.looking import parameter_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.inventory import Cluster
    from aurorascope.schedule.looking import Seen

Action = Literal["stop", "start", "upgrade"]
NEEDED = {"stop": "available", "start": "stopped", "upgrade": "available"}
THERE = {"stop": {"stopped", "stopping"}, "start": {"available", "starting"}}
MODES = {
    "serverless": "it is Serverless v1",
    "parallelquery": "it is of the parallel query engine mode",
    "multimaster": "it has several writers",
    "global": "it is of the global engine mode",
}


def reasons(action: Action, cluster: Cluster, seen: Seen) -> list[str]:
    """Return why an action must not be done to a cluster; nothing where it may."""
    if action == "start":
        return []  # what could be stopped can be started, and a running cluster is the safe state
    return [*_always(cluster, seen), *(_of_stopping(cluster, seen) if action == "stop" else ())]


def _always(cluster: Cluster, seen: Seen) -> Iterator[str]:
    record = cluster.record
    mode = MODES.get(str(record.get("EngineMode") or "provisioned"))
    if mode:
        yield mode
    database = cluster.global_cluster or str(record.get("GlobalClusterIdentifier") or "")
    if database:
        yield f"it is a member of the global database {database}"
    elif "global databases" in seen.unread:
        yield seen.unread["global databases"]
    if record.get("ReplicationSourceIdentifier"):
        yield f"it replicates from {record['ReplicationSourceIdentifier']}"
    if record.get("ReadReplicaIdentifiers"):
        yield f"{', '.join(record['ReadReplicaIdentifiers'])} replicates from it"
    if record.get("ClusterScalabilityType") == "limitless" or record.get("LimitlessDatabase"):
        yield "it is a Limitless Database"
    if cluster.arn in seen.deployments:
        yield f"the blue/green deployment {seen.deployments[cluster.arn]} is in hand"
    elif "blue/green deployments" in seen.unread:
        yield f"its blue/green deployments are unknown: {seen.unread['blue/green deployments']}"


def _of_stopping(cluster: Cluster, seen: Seen) -> Iterator[str]:
    group = parameter_group(cluster)
    if group in seen.parallel_query:
        yield f"its parameter group {group} switches parallel query on"
    elif f"parameters of {group}" in seen.unread:
        yield f"whether it uses parallel query is unknown: {seen.unread[f'parameters of {group}']}"
    elif cluster.engine == "mysql" and not group:
        yield "whether it uses parallel query is unknown: it names no parameter group"
