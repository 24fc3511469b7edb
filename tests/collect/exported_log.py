"""A PostgreSQL log as it is exported: its events, a World that holds them, the rows of the same file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from fake_aws.small_fleet import PLACE, small_fleet
from fake_aws.static_world import StaticWorld
from fake_aws.world import LogEvents, LogGroup
from running import rows

from aurorascope.ingest.run import ingest
from aurorascope.store.store import Store

GROUP = "/aws/rds/cluster/orders/postgresql"
LINES = [
    "{t} UTC:10.0.0.5(5432):app@shop:[{p}]:LOG:  duration: {n}.500 ms  statement: SELECT {n}, 'canary{n}'",
    '{t} UTC:10.0.0.5(5432):app@shop:[{p}]:ERROR:  relation "missing{n}" does not exist at character 15',
    "{t} UTC:10.0.0.5(5432):app@shop:[{p}]:STATEMENT:  SELECT * FROM missing{n}\n\tWHERE note = 'canary{n}'",
    "{t} UTC:10.0.0.6(5432):web@shop:[{q}]:LOG:  duration: 1.000 ms  parse <unnamed>: SELECT $1::text",
    "{t} UTC:10.0.0.6(5432):web@shop:[{q}]:LOG:  duration: 9.000 ms  execute <unnamed>: SELECT $1::text",
    "{t} UTC:10.0.0.6(5432):web@shop:[{q}]:DETAIL:  parameters: $1 = 'canary{n}'",
]
BEGIN = int(datetime(2026, 3, 14, 10, tzinfo=UTC).timestamp())
DATA = "select kind, coalesce(statement, ''), message, pid, user_name, ts from log_entries order by all"


def messages(count: int) -> tuple[list[str], list[int]]:
    """Return lines of a log and their times in milliseconds, six a second."""
    found, times = [], []
    for second in range(count):
        at = BEGIN + second
        text = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S")
        for line in LINES:
            found.append(line.format(t=text, p=100 + second % 3, q=200 + second % 2, n=second))
            times.append(at * 1000)
    return found, times


def world_of(
    lines: list[str], times: list[int], delay_ms: int = 2000, instance: str = "orders-1"
) -> StaticWorld:
    world = small_fleet()
    for record in world.records[PLACE, "DescribeDBClusters"]:
        if record["DBClusterIdentifier"] == "orders":
            record["EnabledCloudwatchLogsExports"] = ["postgresql", "upgrade"]
    world.groups[PLACE] = [LogGroup(GROUP)]
    stamps = np.array(times, np.int64)
    world.streams[PLACE, GROUP] = {instance: LogEvents(stamps, stamps + delay_ms, lines)}
    return world


def from_the_file(tmp_path: Path, lines: list[str], *, redact: bool = False) -> list[tuple[object, ...]]:
    path = tmp_path / "orders-1" / "error" / "postgresql.log"
    path.parent.mkdir(parents=True)
    path.write_text("".join(f"{line}\n" for line in lines))
    ingest([path], store=tmp_path / "of-the-file", cluster="orders", redact=redact)
    return rows(Store.open(tmp_path / "of-the-file"), DATA)
