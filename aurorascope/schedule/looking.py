"""What a look at a Region adds to its clusters' records: what forbids to stop them is not all said there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aurorascope.aws.refusals import refusal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from aurorascope.model.inventory import Cluster

OFF = {"", "OFF", "0", "FALSE"}  # anything else switches it on, an expression too
PARAMETER = "aurora_parallel_query"
OVER = {"SWITCHOVER_COMPLETED", "INVALID_CONFIGURATION", "PROVISIONING_FAILED", "DELETING"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What forbids. What could not be read is in `unread`: a sentence that forbids too."""

    parallel_query: frozenset[str] = frozenset()  # names of parameter groups that switch it on
    deployments: Mapping[str, str] = field(default_factory=dict)  # blue/green deployments by cluster ARN
    unread: Mapping[str, str] = field(default_factory=dict)


def look(client: Any, clusters: Iterable[Cluster], notes: Iterable[str]) -> Seen:
    """Look at what is beside the clusters' records; `notes` are what the look at the Region missed."""
    unread: dict[str, str] = {}
    for note in notes:
        if note.startswith("global databases"):
            unread["global databases"] = note
    deployments: dict[str, str] = {}
    parallel = set()

    def read(what: str, ask: Callable[[], None]) -> None:
        try:
            ask()
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is None or refusal.ends_everything:
                raise
            unread[what] = refusal.sentence

    def ask_deployments() -> None:
        deployments.update(_deployments(client))

    read("blue/green deployments", ask_deployments)
    groups = {parameter_group(cluster) for cluster in clusters if cluster.engine == "mysql"} - {""}
    for group in sorted(groups):

        def ask_group(name: str = group) -> None:
            if _parallel_query(client, name):
                parallel.add(name)

        read(f"parameters of {group}", ask_group)
    return Seen(frozenset(parallel), deployments, unread)


def parameter_group(cluster: Cluster) -> str:
    """Return the name of a cluster's parameter group."""
    return str(cluster.record.get("DBClusterParameterGroup") or "")


def _deployments(client: Any) -> dict[str, str]:
    """Return the blue/green deployments in hand, by the ARN of each cluster in them."""
    pages = client.get_paginator("describe_blue_green_deployments").paginate()
    return {
        one[end]: str(one.get("BlueGreenDeploymentName", ""))
        for page in pages
        for one in page.get("BlueGreenDeployments", ())
        for end in ("Source", "Target")
        if one.get(end) and one.get("Status") not in OVER
    }


def _parallel_query(client: Any, group: str) -> bool:
    pages = client.get_paginator("describe_db_cluster_parameters").paginate(DBClusterParameterGroupName=group)
    return any(
        one.get("ParameterName") == PARAMETER and str(one.get("ParameterValue", "")).upper() not in OFF
        for page in pages
        for one in page.get("Parameters", ())
    )
