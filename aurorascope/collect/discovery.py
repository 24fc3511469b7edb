"""Which clusters there are: one look at each account and Region, and at the Regions it leads to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aurorascope.aws.refusals import Refusal, refusal_of
from aurorascope.model.collector import Call
from aurorascope.model.errors import BadRequestError
from aurorascope.model.inventory import Cluster, Instance, Inventory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from aurorascope.aws.sessions import Account
    from aurorascope.collect.fleet import Choice, Fleet
    from aurorascope.model.inventory import DatabaseEngine

ENGINES: dict[str, DatabaseEngine] = {
    "aurora-postgresql": "postgresql",
    "aurora-mysql": "mysql",
    "aurora": "mysql",
}

CALLS = (
    Call("sts", "GetCallerIdentity"),
    Call("rds", "DescribeDBClusters"),
    Call("rds", "DescribeDBInstances"),
    Call("rds", "DescribeGlobalClusters", optional=True),
)
"""What the run itself calls before any collector."""


@dataclass
class Place:
    """One account and Region of a run: reached, or refused."""

    account: Account
    region: str
    account_id: str = ""
    inventory: Inventory = field(default_factory=Inventory)
    refusal: Refusal | None = None
    notes: list[str] = field(default_factory=list)
    found_by: str = ""  # the global database that led here, where the config does not name the Region

    @property
    def name(self) -> str:
        """Account and Region, as people read them."""
        return f"{self.account_id or self.account.access} {self.region}"


def discover(fleet: Fleet, account_of: Callable[[Choice], Account]) -> list[Place]:
    """Look at every account and Region, side by side; a place that refuses is returned with its refusal."""
    jobs: list[tuple[Choice, Account, str]] = []
    failed: list[Place] = []
    for choice in fleet.choices:
        try:
            account = account_of(choice)
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            failed.append(Place(_Unreached(choice), "", refusal=refusal))  # type: ignore[arg-type]
            continue
        regions = choice.regions or ((account.default_region(),) if account.default_region() else ())
        if not regions:
            raise BadRequestError(
                f"no Region is named for {choice.access}: add regions = ['eu-west-1'] to its [[accounts]], "
                "or set AWS_REGION."
            )
        jobs += [(choice, account, region) for region in dict.fromkeys(regions)]
    with ThreadPoolExecutor(max_workers=8, thread_name_prefix="discover") as pool:
        first = list(pool.map(lambda job: _look(*job), jobs))
        more = list(_secondaries(jobs, first))
        second = list(pool.map(lambda job: _look(*job), more))
    return failed + _merged([*first, *second])


@dataclass(frozen=True)
class _Unreached:
    """Stands for an account whose credentials could not even be read."""

    choice: Choice

    @property
    def access(self) -> object:
        return self.choice.access


def _merged(places: Iterable[Place]) -> list[Place]:
    """Two entries of the config may lead to one account and Region: it is collected once."""
    merged: dict[tuple[str, str], Place] = {}
    for place in places:
        key = (place.account_id or repr(place.account.access), place.region)
        known = merged.get(key)
        if known is None or known.refusal is not None:
            merged[key] = place
        elif place.refusal is None:
            known.inventory = _joined(known.inventory, place.inventory)
    return list(merged.values())


def _joined(one: Inventory, other: Inventory) -> Inventory:
    clusters = {cluster.name: cluster for cluster in (*one.clusters, *other.clusters)}
    chosen = {*clusters, *(i.name for cluster in clusters.values() for i in cluster.instances)}
    records = {
        str(it.get("GlobalClusterIdentifier")): it for it in (*one.global_clusters, *other.global_clusters)
    }
    return Inventory(tuple(clusters.values()), tuple(records.values()), (one.others & other.others) - chosen)


def _look(choice: Choice, account: Account, region: str) -> Place:
    place = Place(account, region)
    for _ in range(2):
        try:
            place.account_id = account.account_id(region)
            place.inventory = look(account, region, choice, place.notes)
        except Exception as error:  # noqa: BLE001 - one place that cannot be looked at stops no other
            fault = Refusal("outside", "", f"{type(error).__name__}: {error}")
            place.refusal = refusal_of(error) or fault
            if not place.refusal.ends_everything:
                break
            account.renew()  # credentials that were taken back are made anew once
        else:
            place.refusal = None
            break
    return place


def look(account: Account, region: str, choice: Choice, notes: list[str]) -> Inventory:
    """Describe clusters, instances and global databases of one Region, and choose."""
    rds = account.client("rds", region)
    records = [it for it in _all(rds, "describe_db_clusters", "DBClusters") if it.get("Engine") in ENGINES]
    instances = [
        it for it in _all(rds, "describe_db_instances", "DBInstances") if it.get("DBClusterIdentifier")
    ]
    try:
        global_clusters = list(_all(rds, "describe_global_clusters", "GlobalClusters"))
    except Exception as error:
        refusal = refusal_of(error)
        if refusal is None or refusal.ends_everything:
            raise
        notes.append(f"global databases are unknown: {refusal.sentence}")
        global_clusters = []
    by_cluster: dict[str, list[dict[str, Any]]] = {}
    for record in instances:
        by_cluster.setdefault(record["DBClusterIdentifier"], []).append(record)
    membership = _membership(global_clusters)
    chosen, others = [], set()
    for record in records:
        name = record["DBClusterIdentifier"]
        cluster = _cluster(record, by_cluster.get(name, []), membership)
        if choice.means(name, {tag["Key"]: tag.get("Value", "") for tag in record.get("TagList") or ()}):
            chosen.append(cluster)
        else:
            others |= {name, *(instance.name for instance in cluster.instances)}
    mine = {cluster.global_cluster for cluster in chosen} - {""}
    kept = tuple(it for it in global_clusters if it["GlobalClusterIdentifier"] in mine)
    return Inventory(tuple(chosen), kept, frozenset(others))


def _all(rds: Any, operation: str, member: str) -> Iterator[dict[str, Any]]:
    for page in rds.get_paginator(operation).paginate():
        yield from page.get(member) or ()


def _membership(global_clusters: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, bool]]:
    return {
        member["DBClusterArn"]: (str(record["GlobalClusterIdentifier"]), not member.get("IsWriter"))
        for record in global_clusters
        for member in record.get("GlobalClusterMembers") or ()
        if member.get("DBClusterArn")
    }


def _cluster(
    record: dict[str, Any], instances: list[dict[str, Any]], membership: Mapping[str, tuple[str, bool]]
) -> Cluster:
    engine = ENGINES[record["Engine"]]
    writers = {
        it["DBInstanceIdentifier"] for it in record.get("DBClusterMembers") or () if it.get("IsClusterWriter")
    }
    global_cluster, secondary = membership.get(record.get("DBClusterArn", ""), ("", False))
    return Cluster(
        name=record["DBClusterIdentifier"],
        resource_id=record.get("DbClusterResourceId", ""),
        arn=record.get("DBClusterArn", ""),
        engine=engine,
        engine_version=record.get("EngineVersion", ""),
        status=record.get("Status", ""),
        instances=tuple(
            Instance(
                name=it["DBInstanceIdentifier"],
                resource_id=it.get("DbiResourceId", ""),
                cluster=record["DBClusterIdentifier"],
                engine=engine,
                is_writer=it["DBInstanceIdentifier"] in writers,
                instance_class=it.get("DBInstanceClass", ""),
                status=it.get("DBInstanceStatus", ""),
                record=it,
            )
            for it in sorted(instances, key=lambda it: str(it["DBInstanceIdentifier"]))
        ),
        global_cluster=global_cluster,
        is_secondary=secondary,
        record=record,
    )


def _secondaries(
    jobs: list[tuple[Choice, Account, str]], places: list[Place]
) -> Iterator[tuple[Choice, Account, str]]:
    """Yield the members of global databases that were not chosen by name, with their Region."""
    from aurorascope.collect.fleet import Choice

    chosen = {cluster.arn for place in places for cluster in place.inventory.clusters}
    for (choice, account, _), place in zip(jobs, places, strict=True):
        wanted: dict[str, set[str]] = {}
        for record in place.inventory.global_clusters:
            for arn in (str(it.get("DBClusterArn", "")) for it in record.get("GlobalClusterMembers") or ()):
                parts = arn.split(":")
                if len(parts) >= 7 and arn not in chosen:
                    wanted.setdefault(parts[3], set()).add(parts[6])
        for region, names in sorted(wanted.items()):
            yield Choice(choice.access, (region,), tuple(sorted(names)), {}, choice.name), account, region
