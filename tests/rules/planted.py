"""A store with a planted fleet and planted metrics, and clusters to expand rules over."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from aurorascope.model.inventory import Cluster, Instance
from aurorascope.store.store import Store

ACCOUNT, REGION = "111122223333", "eu-central-1"
MIDNIGHT = datetime(2026, 11, 1, tzinfo=UTC)
WRITER = {"DBClusterIdentifier": "shop", "Role": "WRITER"}
UTC_US = pl.Datetime("us", "UTC")


def cluster(name: str = "shop", *, size: str = "db.r6g.xlarge", readers: int = 1, **more: Any) -> Cluster:
    """Return a PostgreSQL cluster with default parameter groups and Performance Insights."""
    engine = more.pop("engine", "postgresql")
    record = {"DBClusterParameterGroup": "default.aurora", **more.pop("record", {})}
    instances = tuple(
        Instance(
            f"{name}-{number + 1}",
            f"db-{name}{number + 1}".upper(),
            name,
            engine,
            number == 0,
            size,
            "available",
            {
                "PerformanceInsightsEnabled": True,
                "DBParameterGroups": [{"DBParameterGroupName": "default.aurora"}],
                "DBInstanceClass": size,
                "DBClusterIdentifier": name,
            },
        )
        for number in range(readers + 1)
    )
    settings = {"engine_version": "16.9", "status": "available", **more}
    arn = f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster:{name}"
    return Cluster(
        name, f"cluster-{name}".upper(), arn, engine, instances=instances, record=record, **settings
    )


def metric(
    name: str,
    values: Sequence[float | None],
    *,
    start: datetime = MIDNIGHT,
    period_s: int = 60,
    statistic: str = "Average",
    dimensions: Mapping[str, str] = WRITER,
    unit: str = "Percent",
    observed_at: datetime = MIDNIGHT,
    namespace: str = "AWS/RDS",
) -> pl.DataFrame:
    """Rows of `metrics`: a value a period, none where it is missing."""
    held = [(at, value) for at, value in enumerate(values) if value is not None]
    return pl.DataFrame(
        {
            "ts": [start + timedelta(seconds=at * period_s) for at, _ in held],
            "value": [float(value) for _, value in held],
        },
        schema={"ts": UTC_US, "value": pl.Float64},
    ).with_columns(
        pl.lit(namespace).alias("namespace"),
        pl.lit(name).alias("name"),
        pl.lit(json.dumps(dict(sorted(dimensions.items())))).alias("dimensions"),
        pl.lit("role").alias("scope"),
        pl.lit(statistic).alias("statistic"),
        pl.lit(period_s, pl.Int64).alias("period_s"),
        pl.lit(unit).alias("unit"),
        pl.lit("cloudwatch").alias("source"),
        pl.lit(observed_at).cast(UTC_US).alias("observed_at"),
    )


def store_of(folder: Path, **tables: Sequence[pl.DataFrame]) -> Store:
    """Return a new store with frames of tables in it."""
    store = Store.create(folder / "store")
    labels = {"account": ACCOUNT, "region": REGION, "cluster": "shop"}
    writer = store.writer("planted", labels)
    for table, frames in tables.items():
        for frame in frames:
            writer.write(table, frame)
    store.commit(writer.close())
    return store


def topology(*clusters: Cluster) -> pl.DataFrame:
    """Rows of `topology` as the API would have told them."""
    rows = []
    for one in clusters:
        members = [{"DBInstanceIdentifier": member.name} for member in one.instances]
        engine = "aurora-mysql" if one.engine == "mysql" else "aurora-postgresql"
        record = {
            **one.record,
            "DBClusterArn": one.arn,
            "Engine": engine,
            "EngineVersion": one.engine_version,
            "Status": one.status,
            "DBClusterMembers": members,
        }
        rows.append(("cluster", one.name, one.resource_id, json.dumps(record)))
        rows += [
            ("instance", member.name, member.resource_id, json.dumps(dict(member.record)))
            for member in one.instances
        ]
    return pl.DataFrame(
        rows, schema=["resource_type", "resource_name", "resource_id", "attributes"], orient="row"
    ).with_columns(pl.lit(MIDNIGHT).cast(UTC_US).alias("valid_from"))


def roles(*clusters: Cluster, since: datetime = MIDNIGHT) -> pl.DataFrame:
    """Rows of `roles`: who writes and who reads, since a moment."""
    rows = [
        (one.name, member.name, "writer" if member.is_writer else "reader")
        for one in clusters
        for member in one.instances
    ]
    return pl.DataFrame(rows, schema=["cluster", "instance", "role"], orient="row").with_columns(
        pl.lit(since).cast(UTC_US).alias("valid_from")
    )
