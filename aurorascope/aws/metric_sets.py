"""Which metrics of CloudWatch are the chosen clusters': exact dimension sets, found and never guessed."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aurorascope.aws.metric_catalogue import catalogue, wanted_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aurorascope.model.inventory import Inventory

NAMESPACE = "AWS/RDS"
Dimensions = tuple[tuple[str, str], ...]
Listed = dict[Dimensions, list[str]]

# A metric of instances is read of each instance; where CloudWatch shows it by role only, by role; and so on.
BY_INSTANCE = ({"DBInstanceIdentifier"}, {"DBClusterIdentifier", "Role"}, {"DBClusterIdentifier"})
BY_CLUSTER = ({"DBClusterIdentifier"}, {"DbClusterIdentifier", "EngineName"}, {"DBInstanceIdentifier"})


@dataclass(frozen=True, slots=True)
class Subject:
    """What metrics are of: an instance, a cluster, a proxy."""

    kind: str
    name: str
    cluster: str = ""
    instance: str = ""

    @property
    def series(self) -> str:
        """The name of what is read of it to the same moment, in coverage and watermarks."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One metric of a subject, with the dimension set to read it by."""

    name: str
    dimensions: Dimensions
    scope: str

    @property
    def identity(self) -> str:
        """Name and dimensions as one text."""
        return f"{self.name} {key_of(self.dimensions)}"


Found = dict[Subject, list[Chosen]]


def list_metrics(client: Any, inventory: Inventory, tier: str) -> Listed:
    """Ask ListMetrics for what was published in the last three hours; keep what is the chosen clusters'."""
    listed: dict[Dimensions, set[str]] = defaultdict(set)
    wanted = wanted_of(inventory, tier)
    pages = client.get_paginator("list_metrics").paginate(Namespace=NAMESPACE, RecentlyActive="PT3H")
    for metric in (it for page in pages for it in page["Metrics"]):
        values = {it["Name"]: it["Value"] for it in metric["Dimensions"]}
        if wanted(values, metric["MetricName"]):
            listed[tuple(sorted(values.items()))].add(metric["MetricName"])
    return {dimensions: sorted(names) for dimensions, names in sorted(listed.items())}


def wanted_of(inventory: Inventory, tier: str) -> Callable[[Mapping[str, str], str], bool]:
    """Return what says of a dimension set and a metric whether it is the chosen clusters' and of the tier."""
    mine = {*(cluster.name for cluster in inventory.clusters), *(it.name for it in inventory.instances)}
    owners = ("DBInstanceIdentifier", "DBClusterIdentifier", "DbClusterIdentifier")

    def wanted(values: Mapping[str, str], name: str) -> bool:
        owner = next((values[key] for key in owners if key in values), None)
        # which cluster a proxy serves is not said here, so proxies are read where all clusters are
        proxy = set(values) == {"ProxyName"} and not inventory.others
        return (owner in mine or proxy) and wanted_in(tier, name)

    return wanted


def choose(inventory: Inventory, listed: Listed, *, everything: bool) -> Found:
    """Choose the sets to read each metric by; with `everything`, all of them."""
    sets: dict[tuple[str, str], list[Dimensions]] = defaultdict(list)  # of a cluster and a metric
    for dimensions, names in listed.items():
        cluster = cluster_of(inventory, dict(dimensions))
        for name in names:
            sets[cluster, name].append(dimensions)
    found: Found = defaultdict(list)
    for (_, name), candidates in sorted(sets.items()):
        for dimensions in candidates if everything else best(name, candidates):
            subject, scope = subject_of(inventory, dimensions, name)
            if subject is not None:
                found[subject].append(Chosen(name, dimensions, scope))
    return dict(found)


def best(name: str, candidates: list[Dimensions]) -> list[Dimensions]:
    """Return the sets that say most: each instance's own before its role's before its cluster's."""
    metric = catalogue().get(name)
    for names in BY_INSTANCE if metric is None or metric.of_instance else BY_CLUSTER:
        if matching := [it for it in candidates if {key for key, _ in it} == names]:
            return matching
    return candidates


def cluster_of(inventory: Inventory, values: dict[str, str]) -> str:
    """Return the cluster that a set of dimensions belongs to; empty for a proxy."""
    instance = inventory.instance(values.get("DBInstanceIdentifier", ""))
    if instance is not None:
        return instance.cluster
    return values.get("DBClusterIdentifier") or values.get("DbClusterIdentifier") or ""


def subject_of(inventory: Inventory, dimensions: Dimensions, name: str) -> tuple[Subject | None, str]:
    """Return what a set of dimensions is of, and the scope of its points; None for what was not chosen."""
    values = dict(dimensions)
    if "DBInstanceIdentifier" in values:
        instance = inventory.instance(values["DBInstanceIdentifier"])
        if instance is None:
            return None, ""
        return Subject("instance", instance.name, instance.cluster, instance.name), "instance"
    if "ProxyName" in values:
        return Subject("proxy", values["ProxyName"]), "proxy"
    cluster = inventory.cluster(cluster_of(inventory, values))
    if cluster is None:
        return None, ""
    metric = catalogue().get(name)
    scope = "role" if "Role" in values else "global" if metric and metric.scope == "global" else "cluster"
    return Subject("cluster", cluster.name, cluster.name), scope


def key_of(dimensions: Dimensions) -> str:
    """Return a set of dimensions as JSON with sorted keys, as `metrics.dimensions` holds it."""
    return json.dumps(dict(dimensions), sort_keys=True, separators=(",", ":"))


def dimensions_of(key: str) -> Dimensions:
    """Return the set of dimensions that JSON says."""
    return tuple(sorted(json.loads(key).items()))
