"""A store made without a log: one planted day, and hostile text in every field that a log fills."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from aurorascope.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

DAY = datetime(2026, 11, 19, tzinfo=UTC)
LABELS = {"account": "local", "region": "local", "cluster": "shop", "instance": "shop-1"}
SOURCE = "00000000000000aa"

HOSTILE = (
    "<img src=x onerror=\"window.owned='img'\">",
    "<script>window.owned='script'</script>",
    '=HYPERLINK("http://evil.example/","x")',
    "[click](javascript:window.owned='md') **bold** ![i](http://evil.example/i.png)",
    "\x1b[31mred\x1b]0;owned\x07",
    "{{constructor.constructor('window.owned=1')()}} ${window.owned=2} %{fullData.name}",
    "javascript:window.owned='href'",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "&lt;b&gt; &amp; <a href='http://evil.example/'>a</a>",
)
FAMILIES = (
    ("a1b2c3d4e5f60718", "select * from orders where customer_id = ? and placed_at > ?", "select", 8_000),
    ("b1b2c3d4e5f60718", "update stock set amount = amount - ? where product_id = ?", "update", 3_000),
    ("c1b2c3d4e5f60718", "insert into events (kind, body) values (?, ?)", "insert", 900),
    (
        "d1b2c3d4e5f60718",
        "select region, sum(total) from orders group by region order by ?",
        "select",
        950_000,
    ),
    ("e1b2c3d4e5f60718", "delete from sessions where expires_at < ?", "delete", 45_000),
)
USERS = ("app", "report", "batch", None)


def build(path: Path) -> Store:
    """Make the store; the same rows every time."""
    store = Store.create(path)
    with store.writer("planted", LABELS) as writer:
        for table, frame in frames().items():
            writer.write(table, frame)
        store.commit(writer.close())
    return store


def frames() -> dict[str, pl.DataFrame]:
    """One frame a table."""
    statements = [_statement(number) for number in range(2_400)]
    hostile = [_hostile_statement(number, text) for number, text in enumerate(HOSTILE)]
    entries = [_error(number) for number in range(60)]
    entries += [_hostile_entry(number, text) for number, text in enumerate(HOSTILE)]
    entries += [_noise(number) for number in range(20)]
    return {
        "statements": _frame(statements + hostile),
        "entries": _frame(entries),
        "fingerprints": _frame(
            [_family(*family[:3]) for family in FAMILIES]
            + [_hostile_family(n, t) for n, t in enumerate(HOSTILE)]
        ),
        "coverage": _frame([_coverage()]),
        "log_settings": _frame(
            [_setting("log_min_duration_statement", "100ms"), _setting("log_temp_files", "0")]
        ),
        "temp_files": _frame([_temp_file(number) for number in range(30)]),
        "connections": _frame([_connection(number) for number in range(80)]),
        "lock_waits": _frame([row for number in range(6) for row in _lock_wait(number)]),
        "deadlocks": _frame([_deadlock(number) for number in range(2)]),
        "checkpoints": _frame([row for number in range(12) for row in _checkpoint(number)]),
        "vacuums": _frame([_vacuum(number) for number in range(15)]),
        "analyzes": _frame([_analyze(number) for number in range(9)]),
        "plans": _frame([_plan(number) for number in range(4)]),
        **_collected(),
    }


def _collected() -> dict[str, pl.DataFrame]:
    """What a collector would have brought of the same day: a failover, an hour of load, metrics, notes."""
    noon, minutes = 12 * 3600, range(60)
    told = {"source_type": "db-cluster", "source_id": "shop"}
    keys = (
        ("wait", "CPU", None, None),
        ("wait", HOSTILE[0], None, None),
        ("tokenized_sql", "K1", FAMILIES[0][0], None),
        ("tokenized_sql", "K1", FAMILIES[0][0], "wait"),
        ("tokenized_sql", "other", None, None),
        ("user", "app", None, None),
    )
    load = [
        {"ts": _at(noon + 60 * minute), "period_s": 60, "dimension": dimension, "key_id": key, "label": key,
         "fingerprint": family, "by_dimension": by, "by_key_id": "CPU" if by else None, "aas": 1.0 + minute}
        for minute in minutes
        for dimension, key, family, by in keys
    ]  # fmt: skip
    names = (
        "BufferCacheHitRatio", "CPUUtilization", "AuroraReplicaLag", "general.numVCPUs", "DBLoad",
        "FreeableMemory", "DatabaseConnections", "MaximumUsedTransactionIDs", "ServerlessDatabaseCapacity",
        "VolumeBytesUsed", "AuroraGlobalDBRPOLag", "EngineUptime", "ReadIOPS",
    )  # fmt: skip
    metrics = [
        {"ts": _at(noon + 60 * minute), "namespace": "AWS/RDS", "name": name, "unit": "None", "value": 90.0,
         "dimensions": '{"DBInstanceIdentifier":"shop-1"}', "scope": "instance", "statistic": statistic,
         "period_s": 60, "source": "cloudwatch", "observed_at": _at(noon)}
        for minute in minutes
        for name in names
        for statistic in ("Average", "Maximum")
    ]  # fmt: skip
    return {
        "db_load": _frame(load),
        "metrics": _frame(metrics),
        **_inventory(),
        "processes": _frame([
            {"ts": _at(noon), "pid": 4242, "name": f"postgres: app shop {HOSTILE[0]}", "cpu_pct": 3.5,
             "rss_kb": 90_000}
        ]),
        "roles": _frame([{"role": "writer", "valid_from": _at(0), "known_by": "poll"}]),
        "rds_events": _frame([
            {"ts": _at(noon + 1800), "message": "Started same AZ failover to DB instance: shop-1", **told},
            {"ts": _at(noon + 1860), "message": "Completed failover to DB instance: shop-1", **told},
        ]),
        "changes": _frame([
            {"ts": _at(noon + 600), "resource": "deployment", "attribute": "annotation", "new": text,
             "source": "annotation", "actor": "ana"}
            for text in HOSTILE
        ]),
    }  # fmt: skip


def _inventory() -> dict[str, pl.DataFrame]:
    """A cluster of one instance, its endpoint, snapshot and tag; hostile names among them."""
    described = {
        "cluster": """{"Engine":"aurora-postgresql","EngineVersion":"16.9","Status":"available",
            "StorageType":"aurora","GlobalClusterIdentifier":"world","DBClusterParameterGroup":"shop",
            "PreferredMaintenanceWindow":"sun:05:00-sun:05:30",
            "ServerlessV2ScalingConfiguration":{"MinCapacity":0.5,"MaxCapacity":8.0}}""",
        "instance": '{"DBInstanceClass":"db.r6g.large","AvailabilityZone":"a","PromotionTier":1}',
        "endpoint": '{"EndpointType":"READER","Endpoint":"shop.ro"}',
        "snapshot": '{"SnapshotType":"manual","DBClusterIdentifier":"shop","Restore":["all"]}',
    }
    held = {"valid_from": _at(0), "known_by": "poll"}
    force = {"parameter_group": "cluster shop", "parameter": "rds.force_ssl", "parameter_value": "1"}
    return {
        "topology": _frame([
            {"resource_type": kind, "resource_id": kind, "attributes": attributes, "readings": "{}", **held,
             "resource_name": HOSTILE[1] if kind == "snapshot" else "shop-1"}
            for kind, attributes in described.items()
        ]),
        "tags": _frame([{"resource_id": "c", "tag_key": "stage", "tag_value": HOSTILE[0], **held}]),
        "parameters": _frame([force | held]),
    }  # fmt: skip


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None)


def _at(seconds: float) -> datetime:
    return DAY + timedelta(seconds=seconds)


def _origin(number: int, kind: int) -> dict[str, Any]:
    return {"source": SOURCE, "offset": kind * 100_000_000 + number * 300}


def _session(number: int) -> dict[str, Any]:
    user = USERS[number % len(USERS)]
    return {
        "pid": 4000 + number % 37,
        "session_key": f"{4000 + number % 37}@10.0.0.{number % 5}:5{number % 37:03}",
        "user_name": user,
        "database_name": "shop" if number % 7 else "postgres",
        "client_host": f"10.0.0.{number % 5}",
        "application": ("web", "worker", "")[number % 3] or None,
        "backend_type": "client backend",
    }


def _statement(number: int) -> dict[str, Any]:
    fingerprint, normalized, _, base = FAMILIES[(number * 7 + number // 11) % len(FAMILIES)]
    duration = base + (number * 7919) % base + (base * 9 if number % 97 == 0 else 0)
    ended = _at(number * 35.5 + (number * 13) % 17)
    phase = ("statement", "execute", "parse", "bind")[number % 4]
    return {
        "ts": ended,
        **_origin(number, 1),
        **_session(number),
        "started_at": ended - timedelta(microseconds=duration),
        "engine": "postgresql",
        "phase": phase,
        "calls": 0 if phase in {"parse", "bind"} else 1,
        "duration_us": duration if phase in {"statement", "execute"} else duration // 50,
        "fingerprint": fingerprint,
        "sql": normalized.replace("?", str(number)),
        "parameters": f"$1 = '{number}'" if phase == "execute" else None,
        "observed_by": "duration",
    }


def _hostile_statement(number: int, text: str) -> dict[str, Any]:
    row = _statement(number)
    return row | {
        **_origin(number, 2),
        "ts": _at(80_000 + number),
        "phase": "statement",
        "calls": 1,
        "duration_us": 5_000_000 + number,
        "fingerprint": f"f{number:015x}",
        "sql": f"select '{text}'",
        "parameters": f"$1 = '{text}'",
        "user_name": text,
        "database_name": text,
        "client_host": text,
        "application": text,
        "session_key": text,
        "backend_type": text,
    }


def _family(fingerprint: str, sql: str, kind: str) -> dict[str, Any]:
    return {
        "fingerprint": fingerprint,
        "fingerprint_version": 1,
        "engine": "postgresql",
        "normalized_sql": sql,
        "statement_kind": kind,
        "relations": [],
        "first_seen": _at(10),
        "last_seen": _at(86_000),
    }


def _hostile_family(number: int, text: str) -> dict[str, Any]:
    return _family(f"f{number:015x}", f'select "{text}"', text)


def _entry(number: int, kind: int, seconds: float) -> dict[str, Any]:
    return {
        "ts": _at(seconds),
        **_origin(number, kind),
        **_session(number),
        "engine": "postgresql",
        "noise": False,
    }


def _error(number: int) -> dict[str, Any]:
    severity, sqlstate, name, message = (
        (
            "ERROR",
            "23505",
            "unique_violation",
            'duplicate key value violates unique constraint "orders_pkey"',
        ),
        ("ERROR", "42P01", "undefined_table", 'relation "ordrs" does not exist'),
        ("FATAL", "28P01", "authentication_failed", 'password authentication failed for user "app"'),
        ("WARNING", "01000", "warning", "there is no transaction in progress"),
    )[number % 4]
    return _entry(number, 3, 900 + number * 1400) | {
        "severity": severity,
        "sqlstate": sqlstate,
        "kind": name,
        "message": message,
        "detail": f"Key (id)=({number}) already exists." if number % 4 == 0 else None,
        "statement": f"insert into orders values ({number})" if number % 4 == 0 else None,
        "fingerprint": FAMILIES[2][0] if number % 4 == 0 else None,
        "error_fingerprint": f"e{number % 4:015x}",
    }


def _hostile_entry(number: int, text: str) -> dict[str, Any]:
    return _entry(number, 4, 80_100 + number) | {
        "severity": "ERROR",
        "sqlstate": "22000",
        "kind": "hostile",
        "message": text,
        "detail": text,
        "hint": text,
        "context": text,
        "statement": text,
        "internal_query": text,
        "location": text,
        "fingerprint": f"f{number:015x}",
        "error_fingerprint": f"ee{number:014x}",
        "user_name": text,
        "database_name": text,
        "client_host": text,
        "application": text,
        "backend_type": text,
    }


def _noise(number: int) -> dict[str, Any]:
    return _entry(number, 5, number * 4000) | {
        "severity": "LOG",
        "kind": "noise",
        "message": "skipping missing configuration file",
        "user_name": "rdsadmin",
        "database_name": "rdsadmin",
        "noise": True,
    }


def _coverage() -> dict[str, Any]:
    return {
        "run": "planted",
        "source": SOURCE,
        "path": "planted.log",
        "log_kind": "postgresql",
        "route": "file",
        "format": "stderr",
        "prefix": "%t:%r:%u@%d:[%p]:",
        "covered_from": _at(0),
        "covered_to": _at(86_399),
        "bytes": 1_000_000,
        "entries": 2_500,
        "unparsed_entries": 0,
        "truncated": False,
        "status": "complete",
    }


def _setting(name: str, value: str) -> dict[str, Any]:
    return {"setting": name, "value": value, "valid_from": _at(0), "known_by": "log"}


def _temp_file(number: int) -> dict[str, Any]:
    text = HOSTILE[number % len(HOSTILE)] if number >= 24 else "select region, sum(total) from orders"
    return {
        "ts": _at(3000 + number * 2500),
        **_origin(number, 6),
        **_session(number),
        "path": f"base/pgsql_tmp/pgsql_tmp{number}.0",
        "bytes": 1_000_000 * (1 + number * number),
        "fingerprint": FAMILIES[3][0],
        "statement": text,
    }


def _connection(number: int) -> dict[str, Any]:
    event = ("received", "authenticated", "authorized", "disconnected")[number % 4]
    failed = number >= 76
    return {
        "ts": _at(100 + number * 1000),
        **_origin(number, 7),
        **_session(number),
        "event": "failed" if failed else event,
        "auth_method": "scram-sha-256" if event == "authenticated" else None,
        "tls_version": "TLSv1.3" if event == "authorized" else None,
        "session_us": 1_000_000 * number if event == "disconnected" and not failed else None,
        "failure": HOSTILE[number % len(HOSTILE)] if failed else None,
    }


def _lock_wait(number: int) -> list[dict[str, Any]]:
    begun = 20_000 + number * 3_000
    common = {
        **_session(number),
        "lock_mode": "ShareLock",
        "object": f"transaction {700 + number}",
        "holders": [4030],
        "queue": [4000 + number],
        "waiter_pid": 4000 + number % 37,
        "fingerprint": FAMILIES[1][0],
        "statement": HOSTILE[number] if number >= 4 else "update stock set amount = 1 where product_id = 2",
    }
    waiting = {"ts": _at(begun), **_origin(number, 8), **common, "state": "waiting", "wait_us": 1_000_100}
    acquired = {
        "ts": _at(begun + 4),
        **_origin(number, 9),
        **common,
        "state": "acquired",
        "wait_us": 5_000_200,
    }
    return [waiting, acquired]


def _deadlock(number: int) -> dict[str, Any]:
    text = HOSTILE[number]
    return {
        "ts": _at(40_000 + number * 9_000),
        **_origin(number, 10),
        **_session(number),
        "participants": [
            {
                "pid": 4001,
                "lock": "ShareLock on transaction 71",
                "statement": "update a set x = 1",
                "fingerprint": None,
            },
            {"pid": 4002, "lock": "ShareLock on transaction 72", "statement": text, "fingerprint": None},
        ],
        "victim": 4002,
        "tables": ["stock"],
        "fingerprint": FAMILIES[1][0],
    }


def _checkpoint(number: int) -> list[dict[str, Any]]:
    at = 600 + number * 7_000
    base = {"pid": 300, "restartpoint": False, "cause": "time"}
    done = {"buffers": 100 + number, "buffers_pct": 0.5, "wal_added": 0, "wal_removed": 1, "wal_recycled": 2}
    times = {
        "write_us": 9_000_000,
        "sync_us": 20_000,
        "total_us": 9_100_000,
        "distance_kb": 20_480,
        "estimate_kb": 30_000,
    }
    return [
        {"ts": _at(at), **_origin(number, 11), **base, "event": "starting"},
        {"ts": _at(at + 10), **_origin(number, 12), **base, **done, **times, "event": "complete"},
    ]


def _vacuum(number: int) -> dict[str, Any]:
    name = HOSTILE[number % len(HOSTILE)] if number >= 12 else ("orders", "stock", "events")[number % 3]
    return {
        "ts": _at(2_000 + number * 5_000),
        **_origin(number, 13),
        "pid": 500,
        "relation": f"shop.public.{name}",
        "elapsed_us": 400_000 * (1 + number),
        "tuples_removed": 1000 * number,
        "tuples_remain": 50_000,
        "tuples_dead": 12,
        "pages_removed": 3,
        "pages_remain": 700,
        "buffer_hits": 9_000,
        "buffer_reads": 800,
        "buffer_dirtied": 300,
        "wal_bytes": 4_000_000,
    }


def _analyze(number: int) -> dict[str, Any]:
    return {
        "ts": _at(2_500 + number * 8_000),
        **_origin(number, 14),
        "pid": 501,
        "relation": f"shop.public.{('orders', 'stock', 'events')[number % 3]}",
        "elapsed_us": 90_000 * (1 + number),
    }


def _plan(number: int) -> dict[str, Any]:
    return {
        "ts": _at(30_000 + number * 9_000),
        **_origin(number, 15),
        **_session(number),
        "fingerprint": FAMILIES[3][0],
        "duration_us": 950_000 + number,
        "plan_hash": f"ab{number % 2:014x}",
        "format": "text",
        "plan": f"Sort  (cost=1.00..2.00 rows=10 width=8)\n  ->  Seq Scan on orders {HOSTILE[number]}",
        "estimated_rows": 10.0,
        "actual_rows": 12_000.0,
        "sql": "select region, sum(total) from orders group by region order by 2",
    }
