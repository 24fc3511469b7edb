"""One step a chosen cluster: what would be done to it, or why not; and the doing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from aurorascope.aws.refusals import refusal_of
from aurorascope.schedule.looking import look
from aurorascope.schedule.refusing import NEEDED, THERE, reasons
from aurorascope.schedule.versions import target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from aurorascope.collect.discovery import Place
    from aurorascope.model.inventory import Cluster
    from aurorascope.schedule.looking import Seen
    from aurorascope.schedule.refusing import Action
    from aurorascope.schedule.versions import Choice

Outcome = Literal["to do", "done", "nothing to do", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Step:
    """One cluster of one account and Region; `why` says what is in the way, `version` where it goes."""

    place: Place
    cluster: Cluster
    action: Action
    outcome: Outcome
    why: str = ""
    version: str = ""


def plan(
    action: Action, places: Iterable[Place], means: Callable[[Cluster], bool], choice: Choice = "auto"
) -> list[Step]:
    """Return a step for each cluster that is meant. Only reads."""
    steps = []
    for place in places:
        client = place.account.client("rds", place.region)
        meant = [cluster for cluster in place.inventory.clusters if means(cluster)]
        seen = look(client, meant, place.notes) if meant else None
        steps += [
            _step(action, place, cluster, seen, client, choice) for cluster in meant if seen is not None
        ]
    return steps


def _step(action: Action, place: Place, cluster: Cluster, seen: Seen, client: Any, choice: Choice) -> Step:
    first = Step(place, cluster, action, "to do")
    refused = reasons(action, cluster, seen)
    if refused:
        return replace(first, outcome="refused", why="; ".join(refused))
    if cluster.status in THERE.get(action, ()):
        return replace(first, outcome="nothing to do", why=f"it is {cluster.status}")
    if cluster.status != NEEDED[action]:
        return replace(first, outcome="refused", why=f"it is {cluster.status or 'of unknown status'}")
    return _upgrade(first, client, choice) if action == "upgrade" else first


def _upgrade(step: Step, client: Any, choice: Choice) -> Step:
    pending = (step.cluster.record.get("PendingModifiedValues") or {}).get("EngineVersion")
    if pending:
        return replace(step, outcome="nothing to do", why=f"{pending} is pending already")
    try:
        version = target(client, step.cluster, choice)
    except Exception as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        return replace(step, outcome="failed", why=refusal.sentence)
    if not version:
        return replace(
            step, outcome="nothing to do", why=f"{step.cluster.engine_version} is the newest on offer"
        )
    window = step.cluster.record.get("PreferredMaintenanceWindow", "unknown")
    return replace(step, version=version, why=f"in its window, {window}")


def carry_out(steps: Iterable[Step]) -> list[Step]:
    """Do what is to be done, one cluster after the other; what AWS refuses stops no other."""
    return [_done(step) if step.outcome == "to do" else step for step in steps]


def _done(step: Step) -> Step:
    client = step.place.account.client("rds", step.place.region)
    try:
        _call(client, step)
    except Exception as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        if refusal.kind == "not_ready" and _there_by_now(client, step):
            return replace(step, outcome="done")  # an attempt whose answer was lost, or another run's
        return replace(step, outcome="failed", why=refusal.sentence)
    return replace(step, outcome="done")


def _call(client: Any, step: Step) -> None:
    name = step.cluster.name
    if step.action == "stop":
        client.stop_db_cluster(DBClusterIdentifier=name)
    elif step.action == "start":
        client.start_db_cluster(DBClusterIdentifier=name)
    else:
        client.modify_db_cluster(
            DBClusterIdentifier=name,
            EngineVersion=step.version,
            AllowMajorVersionUpgrade=False,
            ApplyImmediately=False,
        )


def _there_by_now(client: Any, step: Step) -> bool:
    answer = client.describe_db_clusters(DBClusterIdentifier=step.cluster.name)
    return any(one.get("Status") in THERE.get(step.action, ()) for one in answer.get("DBClusters", ()))
