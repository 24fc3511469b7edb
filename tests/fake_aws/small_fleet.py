"""One account, one Region, a cluster of two, a paused serverless instance, a day of metrics: by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from fake_aws.static_world import StaticWorld
from fake_aws.world import Points, Record, Series

ACCOUNT, REGION = "111122223333", "eu-west-1"
PLACE = (ACCOUNT, REGION)
WHEN = datetime(2026, 3, 14, 12, tzinfo=UTC)
NOON = int(WHEN.timestamp())
DAY = np.arange(NOON - 86_400, NOON + 3600, 60)  # an hour of it is still to come at noon


def arn(kind: str, name: str) -> str:
    """Return an ARN of rds."""
    return f"arn:aws:rds:{REGION}:{ACCOUNT}:{kind}:{name}"


def cpu(instance: str) -> Series:
    """Return the CPU metric of an instance."""
    return Series("AWS/RDS", "CPUUtilization", (("DBInstanceIdentifier", instance),), "Percent")


def _instance(name: str, cluster: str, dbi: str, **more: object) -> Record:
    return {
        "DBInstanceIdentifier": name,
        "DBInstanceArn": arn("db", name),
        "DBClusterIdentifier": cluster,
        "DbiResourceId": dbi,
        "Engine": "aurora-postgresql",
        "DBInstanceClass": "db.r6g.large",
        "DBInstanceStatus": "available",
        "PerformanceInsightsEnabled": True,
        "PerformanceInsightsRetentionPeriod": 7,
        **more,
    }


def _cluster(name: str, writer: str, *readers: str) -> Record:
    members = [{"DBInstanceIdentifier": writer, "IsClusterWriter": True, "PromotionTier": 0}]
    members += [
        {"DBInstanceIdentifier": each, "IsClusterWriter": False, "PromotionTier": 1} for each in readers
    ]
    return {
        "DBClusterIdentifier": name,
        "DBClusterArn": arn("cluster", name),
        "Engine": "aurora-postgresql",
        "Status": "available",
        "DBClusterMembers": members,
        "TagList": [{"Key": "team", "Value": "orders"}],
    }


def event(minutes_ago: float, message: str, source: str = "orders", kind: str = "db-cluster") -> Record:
    """Return an event of DescribeEvents."""
    return {
        "SourceIdentifier": source,
        "SourceType": kind,
        "SourceArn": arn("cluster", source),
        "Message": message,
        "EventCategories": ["failover"],
        "Date": WHEN - timedelta(minutes=minutes_ago),
    }


def small_fleet() -> StaticWorld:
    """Return the fleet."""
    saw = (DAY // 60 % 10).astype(float)
    return StaticWorld(
        places=[PLACE],
        records={
            (PLACE, "DescribeDBClusters"): [
                _cluster("orders", "orders-1", "orders-2"),
                _cluster("idle", "idle-1"),
            ],
            (PLACE, "DescribeDBInstances"): [
                _instance("orders-1", "orders", "db-ORDERSONE"),
                _instance("orders-2", "orders", "db-ORDERSTWO"),
                _instance("idle-1", "idle", "db-IDLEONE", DBInstanceClass="db.serverless"),
            ],
            (PLACE, "DescribeEvents"): [
                event(14 * 1440 + 5, "older than anything that is kept"),
                event(90, "Started cross AZ failover to DB instance: orders-2"),
                event(30, "Completed failover to DB instance: orders-1"),
                event(-5, "has not happened yet"),
            ],
        },
        pauses={(PLACE, "idle-1"): [(NOON - 7200, NOON + 7200)]},
        metrics={
            PLACE: {
                cpu("orders-1"): Points(DAY, saw, saw - 1, saw + 1, saw * 60, np.full(len(DAY), 60.0)),
                cpu("orders-2"): Points(DAY, saw),
            }
        },
        files={
            (PLACE, "orders-1"): {
                "error/postgresql.log": (
                    NOON * 1000 - 60_000,
                    b"first line\n" + b"x" * 2_000_000 + b"\nlast line\n",
                ),
                "error/small.log": (NOON * 1000, "".join(f"line {n} <&>\n" for n in range(12_000)).encode()),
            },
            (PLACE, "idle-1"): {"error/postgresql.log": (NOON * 1000, b"quiet\n")},
        },
    )
