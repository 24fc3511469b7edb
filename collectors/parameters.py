"""Parameters that matter or that somebody set, and what of them shapes the logs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.aws.aurora_parameters import LOGGING, THAT_MATTER
from aurorascope.model.collector import Call, Collector, Feed, Planned
from aurorascope.model.haul import EVERY as EVERY_S
from aurorascope.model.haul import Haul, Span, State, Watermark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aurorascope.model.collector import Target

SERIES = "parameters"
EVERY = timedelta(hours=1)
FIRST = timedelta(minutes=5)
PAGES = 5  # a family has some 400 parameters, a page 100
Place = tuple[str, str]  # cluster, instance
# An instance's own value wins over its cluster's.
GROUPS = (
    ("cluster", "describe_db_cluster_parameters", "DBClusterParameterGroupName"),
    ("instance", "describe_db_parameters", "DBParameterGroupName"),
)


def collect(target: Target) -> Iterator[Haul]:
    """Yield the groups in use, one by one, then the logging settings of each instance."""
    if not target.due(SERIES, EVERY):
        return
    logging: dict[Place, dict[str, str]] = {}
    for of, operation, key in GROUPS:
        for group, users in sorted(groups(target, of).items()):
            kept = list(_that_matter(target, operation, {key: group}))
            yield Haul(states=(_state(of, group, kept, pending=any(users.values())),))
            said = {it["ParameterName"]: it["ParameterValue"] for it in kept}
            shaping = {name: value for name, value in said.items() if name in LOGGING}
            for place in users:
                logging.setdefault(place, {}).update(shaping)
    mark = target.watermark(SERIES)
    begin = target.now - FIRST if mark is None else mark.reached
    yield Haul(
        states=tuple(_log_settings(place, said) for place, said in sorted(logging.items())),
        spans=(Span(SERIES, begin, target.now, mends=True),),
        watermarks={SERIES: Watermark(target.now, {EVERY_S: EVERY.total_seconds()})},
    )


def plan(target: Target) -> Iterator[Planned]:
    """Yield the pages of each group, once an hour."""
    if target.due(SERIES, EVERY):
        yield Planned("rds", "DescribeDBClusterParameters", PAGES * len(groups(target, "cluster")))
        yield Planned("rds", "DescribeDBParameters", PAGES * len(groups(target, "instance")))


def groups(target: Target, of: str) -> dict[str, dict[Place, bool]]:
    """Return the users of each parameter group, and whether a change waits for a reboot of theirs."""
    found: dict[str, dict[Place, bool]] = {}
    for cluster in target.inventory.clusters:
        waiting = {
            it["DBInstanceIdentifier"]: it.get("DBClusterParameterGroupStatus") == "pending-reboot"
            for it in cluster.record.get("DBClusterMembers") or ()
        }
        for instance in cluster.instances:
            place = (cluster.name, instance.name)
            group = cluster.record.get("DBClusterParameterGroup")
            if of == "cluster" and group:
                found.setdefault(group, {})[place] = waiting.get(instance.name, False)
            for it in instance.record.get("DBParameterGroups") or () if of == "instance" else ():
                pending = it.get("ParameterApplyStatus") == "pending-reboot"
                found.setdefault(it["DBParameterGroupName"], {})[place] = pending
    return found


def _that_matter(target: Target, operation: str, named: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for page in target.client("rds").get_paginator(operation).paginate(**named):
        for it in page["Parameters"]:
            if "ParameterValue" in it and (it["ParameterName"] in THAT_MATTER or it.get("Source") == "user"):
                yield it


def _state(of: str, group: str, kept: list[dict[str, Any]], *, pending: bool) -> State:
    rows = [
        {
            "parameter": it["ParameterName"],
            "parameter_value": it["ParameterValue"],
            "pending_reboot": pending and it.get("ApplyType") == "static",
        }
        for it in kept
    ]
    return State("parameters", {"parameter_group": f"{of} {group}"}, rows)


def _log_settings(place: Place, said: Mapping[str, str]) -> State:
    rows = [{"setting": name, "value": value, "known_by": "api"} for name, value in sorted(said.items())]
    return State("log_settings", {"cluster": place[0], "instance": place[1]}, rows)


COLLECTOR = Collector(
    name="parameters",
    doc="Parameters that matter or that somebody set, and what of them shapes the logs.",
    tables=("parameters", "log_settings", "changes"),
    calls=(Call("rds", "DescribeDBClusterParameters"), Call("rds", "DescribeDBParameters")),
    feeds=(
        Feed(1, "parameters", ("parameter_group", "parameter", "parameter_value"), "Parameters that matter."),
        Feed(18, "parameters", ("parameter", "parameter_value"), "Whether plans are logged and managed."),
        Feed(19, "log_settings", ("setting", "value", "valid_from"), "What the logs leave out."),
        Feed(20, "parameters", ("parameter", "parameter_value"), "Whether auditing is on."),
        Feed(21, "parameters", ("parameter", "parameter_value"), "Whether TLS is forced."),
    ),
    collect=collect,
    plan=plan,
)
