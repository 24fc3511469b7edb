"""Puts days of the incident lab into a store as collectors and ingest would have: the nights before, too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from lab.inventory import settings
from lab.world import LabWorld
from rules.lab_table import READ, labels_of, metric_rows, role_rows

from aurorascope.aws.metric_catalogue import statistics_of
from aurorascope.logs.fingerprint import fingerprint
from aurorascope.logs.kinds import Kinds, builtin_folder, load_kinds
from aurorascope.logs.parsers import parser_of
from aurorascope.logs.starts import FormatSpec
from aurorascope.model.block import Block, Piece
from aurorascope.store.store import Store
from aurorascope.store.writer import Writer

UTC_US = pl.Datetime("us", "UTC")
WINDOW_S = 300
TOP = 25
ALL_DAYS = ("VolumeReadIOPs", "MaximumUsedTransactionIDs", "TempStorageThroughput")
METRICS = (
    *ALL_DAYS,
    "VolumeWriteIOPs",
    "VolumeBytesUsed",
    "AuroraReplicaLag",
    "BufferCacheHitRatio",
    "EngineUptime",
    "ServerlessDatabaseCapacity",
    "CPUUtilization",
    "DatabaseConnections",
    "ConnectionAttempts",
    "Deadlocks",
    "FreeableMemory",
    "RollbackSegmentHistoryListLength",
    "TransactionAgeMaximum",
    "OldestReplicationSlotLag",
    "AuroraGlobalDBRPOLag",
    "AuroraNumOomRecoveryTriggered",
    "AuroraMemoryNumKillConnTotal",
)
COUNTERS = (
    "db.state.idle_in_transaction_max_time",
    "db.User.max_connections",
    "db.Users.max_connections",
    "db.Transactions.max_used_xact_ids",
)
RDS_PREFIX = "%t:%r:%u@%d:[%p]:"
FORMS = {
    "postgresql": ("stderr", "postgresql"),
    "mysql-slowquery": ("mysql-slow", "slowquery"),
    "mysql-error-running": ("mysql-error", "error"),
}
KINDS = {
    "cluster": ("DescribeDBClusters", "DBClusterIdentifier", "DbClusterResourceId"),
    "instance": ("DescribeDBInstances", "DBInstanceIdentifier", "DbiResourceId"),
    "snapshot": ("DescribeDBClusterSnapshots", "DBClusterSnapshotIdentifier", "DBClusterSnapshotArn"),
    "engine_lifecycle": ("DescribeDBMajorEngineVersions", "MajorEngineVersion", "MajorEngineVersion"),
}


def stored(
    world: LabWorld, folder: Path, judged_days: int, logs_of: set[str], *, others: bool = True
) -> Store:
    """Make a store of a run: logs of some clusters, of `others` those of the writers; metrics of the end."""
    store = Store.create(folder / "store")
    recent_s = world.stage.clock.end_s - 86_400 * (judged_days + 1)
    for region in world.regions(world.account):
        with store.writer(f"lab-{region}", {"account": world.account, "region": region}) as writer:
            _put_metrics(world, region, recent_s, writer)
            for table, rows in _tables(world, region).items():
                if rows:
                    writer.write(table, pl.DataFrame(rows, infer_schema_length=None))
            for name, track in world.tracks.items():
                if track.instance.region != region:
                    continue
                labels = {"cluster": track.cluster.name, "instance": name}
                for table, frame in _insights(world, name, recent_s):
                    writer.write(table, frame, labels=labels)
                if track.cluster.name in logs_of or (others and track.cluster.instances[0].name == name):
                    for table, frame in _log_rows(world, name):
                        writer.write(table, frame, labels=labels)
            store.commit(writer.close())
    return store


def _put_metrics(world: LabWorld, region: str, recent_s: int, writer: Writer) -> None:
    clock = world.stage.clock
    for series in world.series(world.account, region):
        dimensions = dict(series.dimensions)
        if series.name not in METRICS or set(dimensions) not in READ:
            continue
        begin = clock.start_s if series.name in ALL_DAYS else recent_s
        points = world.points(world.account, region, series, begin, clock.end_s)
        if len(points.times):
            wanted = set(statistics_of(series.name))
            scope = "instance" if "DBInstanceIdentifier" in dimensions else "cluster"
            rows = metric_rows(series, points, wanted).with_columns(pl.lit(scope).alias("scope"))
            writer.write("metrics", rows, labels=labels_of(world, dimensions))


def _tables(world: LabWorld, region: str) -> dict[str, list[dict[str, Any]]]:
    clock = world.stage.clock
    since = datetime.fromtimestamp(clock.start_s - 30 * 86_400, UTC)
    instances = {name: track.cluster.name for name, track in world.tracks.items()}
    topology, events, said = [], [], []
    for kind, (operation, name, identifier) in KINDS.items():
        for record in world.describe(world.account, region, operation, None, clock.end_s):
            known = dict(record)
            owner = known.get("DBClusterIdentifier")
            topology.append(
                {
                    "resource_type": kind,
                    "resource_name": known[name],
                    "resource_id": known[identifier],
                    "cluster": owner,
                    "instance": known.get("DBInstanceIdentifier"),
                    "valid_from": since,
                    "attributes": json.dumps(known, default=lambda moment: moment.isoformat()),
                    "known_by": "poll",
                }
            )
    for record in world.describe(world.account, region, "DescribeEvents", None, clock.end_s):
        source = record["SourceIdentifier"]
        clusters = {cluster.name for cluster in world.stage.fleet.clusters}
        events.append(
            {
                "ts": record["Date"],
                "source_type": record["SourceType"],
                "source_id": source,
                "message": record["Message"],
                "categories": record["EventCategories"],
                "cluster": instances.get(source) or (source if source in clusters else None),
                "instance": source if source in instances else None,
            }
        )
    for name, track in world.tracks.items():
        if track.instance.region == region:
            said += [
                {
                    "cluster": track.cluster.name,
                    "instance": name,
                    "setting": setting,
                    "value": value,
                    "valid_from": since,
                    "known_by": "api",
                }
                for setting, value in settings(track.cluster).items()
                if setting.startswith("log_") or setting in {"long_query_time", "slow_query_log"}
            ]
    roles = [{**row, "known_by": "event"} for row in role_rows(world, region)]
    return {"topology": topology, "rds_events": events, "log_settings": said, "roles": roles}


def _insights(world: LabWorld, name: str, recent_s: int) -> list[tuple[str, pl.DataFrame]]:
    """Waits and counters of the last days, counters of statements of all of them."""
    track, clock = world.tracks[name], world.stage.clock
    region, dbi = track.instance.region, track.instance.dbi
    made = []
    load = world.load(world.account, region, dbi, recent_s, clock.end_s)
    if load is not None and len(load.times):
        keyed = load.groups["db.wait_event"]
        labels = [str(member["db.wait_event.name"]) for member in keyed.members]
        frame = (
            pl.DataFrame({"at": load.times, "key": keyed.codes, "aas": load.weight})
            .filter(pl.col("at") >= recent_s)
            .group_by("at", "key")
            .agg(pl.col("aas").sum())
        )
        made.append(
            (
                "db_load",
                frame.select(
                    (pl.col("at") * 1_000_000).cast(UTC_US).alias("ts"),
                    pl.lit(60, pl.Int64).alias("period_s"),
                    pl.lit("wait").alias("dimension"),
                    pl.col("key")
                    .replace_strict(dict(enumerate(labels)), return_dtype=pl.String)
                    .alias("label"),
                    pl.col("key").cast(pl.String).alias("key_id"),
                    pl.col("aas"),
                ),
            )
        )
    found = world._counted(region, dbi)
    for counter, values in found.items():
        if counter.name in COUNTERS:
            low = max((recent_s - clock.start_s) // 60, 0)
            moments = (clock.times[low:] * 1_000_000).astype("datetime64[us]")
            made.append(
                (
                    "metrics",
                    pl.DataFrame({"ts": moments, "value": np.asarray(values, np.float64)[low:]})
                    .filter(pl.col("value").is_finite())
                    .with_columns(
                        pl.col("ts").dt.replace_time_zone("UTC"),
                        pl.lit(f"{counter.name}.avg").alias("name"),
                        pl.lit("Average").alias("statistic"),
                        pl.lit("instance").alias("scope"),
                        pl.lit(60, pl.Int64).alias("period_s"),
                        pl.lit("performance_insights").alias("source"),
                    ),
                )
            )
    made += _statement_counters(world, name)
    return made


@cache
def _family(text: str, engine: str) -> str:
    return fingerprint(text, engine).id


def _statement_counters(world: LabWorld, name: str) -> list[tuple[str, pl.DataFrame]]:
    """The top statements of each five minutes, as Performance Insights lists them."""
    track, clock = world.tracks[name], world.stage.clock
    stats = world.sql_stats(
        world.account, track.instance.region, track.instance.dbi, clock.start_s, clock.end_s
    )
    if stats is None or not len(stats.times):
        return []
    postgres = track.cluster.postgres
    names = (
        {
            "calls": "calls",
            "rows": "rows",
            "total_time": "time_ms",
            "shared_blks_read": "blocks_read",
            "temp_blks_written": "temp_blocks_written",
        }
        if postgres
        else {
            "count_star": "calls",
            "sum_rows_sent": "rows",
            "sum_timer_wait": "time_ms",
            "sum_rows_examined": "rows_examined",
            "sum_lock_time": "lock_ms",
        }
    )
    engine = "postgresql" if postgres else "mysql"
    members = stats.digests.members
    ids = {n: str(one["db.sql_tokenized.id"]) for n, one in enumerate(members)}
    families = {n: _family(str(one["db.sql_tokenized.statement"]), engine) for n, one in enumerate(members)}
    frame = pl.DataFrame(
        {"at": stats.times // WINDOW_S * WINDOW_S, "key": stats.digests.codes}
        | {new: np.asarray(stats.columns[old], np.float64) for old, new in names.items()}
    )
    frame = (
        frame.group_by("at", "key")
        .agg(pl.col(one).sum() for one in names.values())
        .filter(
            (pl.col("time_ms").rank("ordinal", descending=True).over("at") <= TOP) & (pl.col("calls") > 0)
        )
    )
    whole = [one for one in names.values() if not one.endswith("_ms")]
    columns = [
        (pl.col("at") * 1_000_000).cast(UTC_US).alias("ts"),
        pl.lit(WINDOW_S, pl.Int64).alias("period_s"),
        pl.col("key").replace_strict(ids, return_dtype=pl.String).alias("tokenized_id"),
        pl.col("key").replace_strict(families, return_dtype=pl.String).alias("fingerprint"),
        (pl.col("time_ms") * 1000).round().cast(pl.Int64).alias("total_time_us"),
        *(pl.col(one).round().cast(pl.Int64) for one in whole),
    ]
    if not postgres:
        columns.append((pl.col("lock_ms") * 1000).round().cast(pl.Int64).alias("lock_us"))
    return [("sql_stats", frame.select(columns))]


@cache
def _parser(form: str) -> Any:
    prefix = RDS_PREFIX if form == "stderr" else ""
    kinds = load_kinds([builtin_folder("postgresql")]) if form == "stderr" else Kinds(())
    return parser_of(FormatSpec(form, prefix), kinds, redacted=False)


def _log_rows(world: LabWorld, name: str) -> Iterator[tuple[str, pl.DataFrame]]:
    """Read an instance's logs as one closed block each: the rows of a run, without its workers."""
    end = world.stage.clock.end_s
    for written in world.logs(name):
        hours = sorted(written.hours)
        data = b"".join(written.content(hour, end + 86_400) for hour in hours)
        if not data:
            continue
        form, kind = FORMS[written.stem.partition("/")[2].partition(".")[0]]
        found = _parser(form).parse(Block(data, (Piece(0, f"{name} {written.stem}", 0),), closing=True))
        yield from found.tables.items()
        first, last = (datetime.fromtimestamp(written.book.lines[n][0], UTC) for n in (0, -1))
        span = {
            "log_kind": kind,
            "covered_from": first,
            "covered_to": last,
            "status": "complete",
            "truncated": False,
        }
        yield "coverage", pl.DataFrame([span])
