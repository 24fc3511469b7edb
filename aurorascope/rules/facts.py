"""What is known of a cluster that a threshold may be a share of: exact, or absent with the reason.

An instance class that is not in `data/instance_classes.csv`, a parameter group of one's own whose value
nobody read, readers of different classes: then the threshold is unknown and says so. Nothing is
estimated.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, get_args

from aurorascope.model.rule import Fact, Scope
from aurorascope.rules.metrics import DATA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aurorascope.model.inventory import Cluster, Instance

GIB, TIB = 1024.0**3, 1024.0**4
FACTS: tuple[Fact, ...] = get_args(Fact)
LARGE_VOLUMES = {"postgresql": ((15, 13), (16, 9), (17, 5)), "mysql": ((3, 10),)}
"""The first engine versions whose volume grows to 256 TiB; before, it is 128 TiB."""

PG_BYTES_A_CONNECTION, PG_MOST_CONNECTIONS = 9_531_392, 5000
"""PostgreSQL's default max_connections is LEAST(memory / 9531392, 5000); the memory it counts is a little
less than the class has, so the default is exact only where the cap holds with room to spare."""


@dataclass(frozen=True, slots=True)
class InstanceClass:
    """The size of an instance class."""

    vcpus: int
    memory_bytes: float
    mysql_max_connections: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """A number, or why there is none."""

    value: float | None = None
    reason: str = ""


@cache
def instance_classes() -> dict[str, InstanceClass]:
    """Return the classes whose size is known."""
    with (DATA / "instance_classes.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["class"]: InstanceClass(
                int(row["vcpus"]),
                float(row["memory_gib"]) * GIB,
                int(row["mysql_max_connections"]) if row["mysql_max_connections"] else None,
            )
            for row in csv.DictReader(file)
        }


def version_of(text: str) -> tuple[int, ...]:
    """Return an engine version as numbers: Aurora's own part where MySQL's stands before it.

    >>> version_of("8.0.mysql_aurora.3.08.0"), version_of("16.9")
    ((3, 8, 0), (16, 9))
    """
    own = text.rpartition("aurora.")[2]
    numbers = []
    for part in own.replace("-", ".").split("."):
        if not part.isdigit():
            break
        numbers.append(int(part))
    return tuple(numbers)


def volume_limit(engine: str, version: str) -> float | None:
    """Return the largest size of a volume in bytes; None where the version cannot be read."""
    found = version_of(version)
    if not found:
        return None
    floors = LARGE_VOLUMES[engine]
    same_major = [floor for floor in floors if floor[0] == found[0]]
    large = found >= same_major[0] if same_major else found > floors[-1]
    return (256 if large else 128) * TIB


def instances_in(cluster: Cluster, scope: Scope, instance: str = "") -> list[Instance]:
    """Return the instances that a scope looks at."""
    if scope == "instance":
        return [one for one in cluster.instances if one.name == instance]
    if scope == "readers":
        return [one for one in cluster.instances if not one.is_writer]
    return [one for one in cluster.instances if one.is_writer]


def find(
    fact: Fact, cluster: Cluster, scope: Scope, told: Mapping[str, Mapping[str, float]], instance: str = ""
) -> Found:
    """Return what is known of a cluster; `told` holds what was stated or collected."""
    if fact == "volume_limit_bytes":
        limit = told.get(cluster.name, {}).get(fact) or volume_limit(cluster.engine, cluster.engine_version)
        return Found(
            limit, "" if limit else f"the engine version {cluster.engine_version!r} is not understood"
        )
    if fact == "rpo_objective_ms":
        value = told.get(cluster.name, {}).get(fact)
        return Found(value, "" if value else "rds.global_db_rpo is not known: collect topology, or state it")
    members = instances_in(cluster, scope, instance)
    if not members:
        return Found(reason=f"there is no instance in scope {scope}")
    each = [_of_instance(fact, cluster, one, told) for one in members]
    unknown = next((one for one in each if one.value is None), None)
    if unknown:
        return unknown
    if len({one.value for one in each}) > 1:
        return Found(reason=f"the {scope} differ in {fact}: one threshold does not fit them all")
    return each[0]


def _of_instance(
    fact: Fact, cluster: Cluster, instance: Instance, told: Mapping[str, Mapping[str, float]]
) -> Found:
    for name in (instance.name, cluster.name):
        if fact in told.get(name, {}):
            return Found(told[name][fact])
    size = instance_classes().get(instance.instance_class)
    if fact in ("memory_bytes", "vcpus"):
        if size is None:
            return Found(reason=f"the size of {instance.instance_class} is not known here")
        return Found(size.memory_bytes if fact == "memory_bytes" else float(size.vcpus))
    if fact == "max_connections":
        return _default_connections(cluster, instance, size)
    return Found(reason=f"{fact} of {instance.name} is not known: state it under [facts] in the alerts file")


def _default_connections(cluster: Cluster, instance: Instance, size: InstanceClass | None) -> Found:
    """Return the engine's default, where the parameter groups are the default ones and it is exact."""
    groups: Sequence[Mapping[str, str]] = instance.record.get("DBParameterGroups") or ()
    names = [group.get("DBParameterGroupName", "") for group in groups]
    names.append(str(cluster.record.get("DBClusterParameterGroup") or ""))
    if not groups or not all(name.startswith("default.") for name in names):
        return Found(
            reason=f"max_connections of {instance.name} is set in a parameter group that was not read"
        )
    if size is not None and cluster.engine == "mysql" and size.mysql_max_connections:
        return Found(float(size.mysql_max_connections))
    enough = PG_BYTES_A_CONNECTION * PG_MOST_CONNECTIONS * 1.25
    if size is not None and cluster.engine == "postgresql" and size.memory_bytes >= enough:
        return Found(float(PG_MOST_CONNECTIONS))
    return Found(reason=f"the default max_connections of {instance.instance_class} is not known exactly")
