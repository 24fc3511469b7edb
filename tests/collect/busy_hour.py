"""The small fleet with one hour of everything that can be read: for proofs of thousands of runs over it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import numpy as np
from fake_aws.small_fleet import NOON, PLACE, small_fleet
from fake_aws.static_world import StaticWorld
from fake_aws.world import LogEvents, LogGroup
from running import rows

from aurorascope.store.store import Store

BEGIN = NOON - 3600
GROUP = "/aws/rds/cluster/orders/postgresql"
LINES = [
    "{t} UTC:10.0.0.5(5432):app@shop:[{p}]:LOG:  duration: {n}.500 ms  statement: SELECT {n} FROM items",
    '{t} UTC:10.0.0.5(5432):app@shop:[{p}]:ERROR:  relation "missing{n}" does not exist at character 15',
    "{t} UTC:10.0.0.5(5432):app@shop:[{p}]:STATEMENT:  SELECT * FROM missing{n}\n\tWHERE note = 'x'",
]

METRICS = "select instance, ts, name || statistic as what, value from metrics where source = "
KEY = "dimension || key_id || coalesce(by_key_id, '')"
LOAD = f"select instance, ts, {KEY} as what, aas from db_load where by_key_id"
WHAT_IS_READ = {
    "cloudwatch_metrics": f"{METRICS}'cloudwatch'",
    "enhanced_monitoring": f"{METRICS}'enhanced_monitoring'",
    "performance_insights_counters": f"{METRICS}'performance_insights'",
    "performance_insights": f"{LOAD} is null",
    "performance_insights_sql": f"{LOAD} is not null",
    "rds_events": "select instance, ts, message as what, 0 from rds_events",
    "cloudwatch_logs": "select instance, ts, coalesce(statement, message) as what, pid from log_entries",
}
"""Collector -> its rows: instance, moment, what, how much."""


def busy_hour() -> StaticWorld:
    """Return the hour before noon: load, counters, metrics, logs of two instances, the system under one."""
    world = small_fleet()
    for record in world.records[PLACE, "DescribeDBInstances"]:
        record["PerformanceInsightsEnabled"] = record["DBInstanceIdentifier"] == "orders-1"
        record["MonitoringInterval"] = 60 if record["DBInstanceIdentifier"] == "orders-1" else 0
    for record in world.records[PLACE, "DescribeDBClusters"]:
        if record["DBClusterIdentifier"] == "orders":
            record["EnabledCloudwatchLogsExports"] = ["postgresql"]
    world.groups[PLACE] = [LogGroup(GROUP), LogGroup("RDSOSMetrics")]
    world.streams[PLACE, GROUP] = {"orders-1": _log(100), "orders-2": _log(200)}
    times = np.arange(BEGIN, NOON, 60, dtype=np.int64) * 1000
    system = [json.dumps({"cpuUtilization": {"total": n % 50}}) for n in range(len(times))]
    world.streams[PLACE, "RDSOSMetrics"] = {"db-ORDERSONE": LogEvents(times, times + 2000, system)}
    return world


def _log(pid: int) -> LogEvents:
    lines, times = [], []
    for at in range(BEGIN, NOON, 10):
        text = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S")
        lines += [line.format(t=text, p=pid + at // 10 % 3, n=at % 3600) for line in LINES]
        times += [at * 1000] * len(LINES)
    stamps = np.array(times, np.int64)
    return LogEvents(stamps, stamps + 2000, lines)


def what_was_read(store: Store, collector: str) -> list[tuple[object, ...]]:
    """Return the rows of a collector, each with the second of its moment."""
    return rows(
        store,
        f"select instance, epoch(ts)::bigint as at, what, round(value, 6) as much "
        f"from ({WHAT_IS_READ[collector]}) as t (instance, ts, what, value) order by all",
    )


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of all collectors."""
    return {name: what_was_read(store, name) for name in WHAT_IS_READ}
