"""One account, one Region, a cluster of two, a paused serverless instance, a day of metrics: by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from fake_aws.static_world import StaticWorld, keyed
from fake_aws.world import Counter, Detail, Load, LogEvents, LogGroup, Points, Record, Series, SqlStats

ACCOUNT, REGION = "111122223333", "eu-west-1"
PLACE = (ACCOUNT, REGION)
WHEN = datetime(2026, 3, 14, 12, tzinfo=UTC)
NOON = int(WHEN.timestamp())
ORDERS_LOG = "/aws/rds/cluster/orders/postgresql"
LONG_TEXT = "SELECT *\nFROM orders WHERE note = '" + "é" * 400 + "'"
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


def _sql(name: str, text: str) -> tuple[dict[str, str], dict[str, str]]:
    whole = {"db.sql.id": name, "db.sql.statement": text, "db.sql.tokenized_id": f"T{name}"}
    return whole, {"db.sql_tokenized.id": f"T{name}", "db.sql_tokenized.statement": text}


def _load() -> Load:
    """Return an hour of load before noon, a sample every ten seconds: two statements, one of which waits.

    FAST has one session on CPU always; SLOW two, on a lock in every second minute and on CPU in the others; a
    third part of a session, an autovacuum's, has no statement.
    """
    times = np.arange(NOON - 3600, NOON, 10)
    cpu_wait = {"db.wait_event.name": "CPU", "db.wait_event.type": "CPU"}
    lock = {"db.wait_event.name": "Lock:tuple", "db.wait_event.type": "Lock"}
    fast, slow = _sql("FAST", "SELECT 1"), _sql("SLOW", LONG_TEXT)
    samples = [
        (when, sessions, statement, lock if statement is slow and when // 60 % 2 else cpu_wait)
        for when in times.tolist()
        for sessions, statement in ((1.0, fast), (2.0, slow), (1 / 3, None))
    ]
    return Load(
        times=np.array([when for when, _, _, _ in samples]),
        weight=np.array([sessions for _, sessions, _, _ in samples]),
        step_s=10,
        groups={
            "db.sql": keyed([statement and statement[0] for _, _, statement, _ in samples]),
            "db.sql_tokenized": keyed([statement and statement[1] for _, _, statement, _ in samples]),
            "db.wait_event": keyed([wait for _, _, _, wait in samples]),
        },
    )


def _statistics() -> SqlStats:
    """Return an hour in which FAST was called 600 times a minute for 1 ms, and SLOW once for 2 s."""
    minutes = np.arange(NOON - 3600, NOON, 60)
    names = [_sql("FAST", "SELECT 1")[1], _sql("SLOW", LONG_TEXT)[1]] * len(minutes)
    return SqlStats(
        times=np.repeat(minutes, 2),
        digests=keyed(names),
        columns={
            "calls": np.array([600.0, 1.0] * len(minutes)),
            "total_time": np.array([600.0, 2000.0] * len(minutes)),
        },
    )


def _log(name: str, offset_ms: int) -> LogEvents:
    """Return an event a second in the hour before noon; the last ten are ingested a minute late."""
    moments = np.arange(NOON - 3600, NOON) * 1000 + offset_ms
    ingested = moments + 2000
    ingested[-10:] += 60_000
    texts = [f"{name} {n} " + ("ERROR" if n % 100 == 0 else "LOG") for n in range(len(moments))]
    return LogEvents(moments, ingested, texts)


def _change(hours_ago: int) -> Record:
    return {
        "EventId": f"event-{hours_ago}",
        "EventName": "ModifyDBInstance" if hours_ago % 2 else "RebootDBInstance",
        "EventTime": WHEN - timedelta(hours=hours_ago * 24),
        "EventSource": "rds.amazonaws.com",
        "Username": "ops",
        "Resources": [{"ResourceType": "AWS::RDS::DBInstance", "ResourceName": "orders-1"}],
        "CloudTrailEvent": "{}",
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
        loads={(PLACE, "db-ORDERSONE"): _load()},
        counted={
            (PLACE, "db-ORDERSONE"): {
                Counter("os.cpuUtilization.user", "Percent"): Points(
                    DAY, saw, saw - 1, saw + 1, None, saw + 1
                ),
                Counter("db.User.numbackends", "Connections"): Points(DAY, saw + 5),
            }
        },
        stats={(PLACE, "db-ORDERSONE"): _statistics()},
        offered={(PLACE, "db-ORDERSONE"): {"SQL_STATISTICS": "ENABLED", "LOCK_ANALYSIS": "UNSUPPORTED"}},
        long_values={
            (PLACE, "db-ORDERSONE"): {
                ("db.sql", "SLOW"): [Detail("db.sql.statement", LONG_TEXT)],
                ("db.sql", "NEW"): [Detail("db.sql.statement", "", "PROCESSING")],
            }
        },
        pauses={(PLACE, "idle-1"): [(NOON - 7200, NOON + 7200)]},
        metrics={
            PLACE: {
                cpu("orders-1"): Points(DAY, saw, saw - 1, saw + 1, saw * 60, np.full(len(DAY), 60.0)),
                cpu("orders-2"): Points(DAY, saw),
            }
        },
        groups={
            PLACE: [
                LogGroup(ORDERS_LOG, (NOON - 90 * 86_400) * 1000, 30),
                LogGroup("RDSOSMetrics", (NOON - 90 * 86_400) * 1000, 30),
            ]
        },
        streams={(PLACE, ORDERS_LOG): {"orders-1": _log("one", 0), "orders-2": _log("two", 500)}},
        trails={PLACE: [_change(hour) for hour in range(120)]},
        owned={ACCOUNT: ["orders-logs"]},
        stored={
            "orders-logs": {
                f"2026/03/{day:02d}/{hour:02d}/part {hour}.gz": (
                    NOON - 86_400 * (15 - day),
                    b"0123456789" * day,
                )
                for day in (12, 13, 14)
                for hour in range(3)
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
