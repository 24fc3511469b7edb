"""What happened on the planted day: temporary files, connections, locks, checkpoints, vacuums, plans."""

from __future__ import annotations

from typing import Any

from planted_lines import FAMILIES, HOSTILE, at, origin, session


def temp_file(number: int) -> dict[str, Any]:
    text = HOSTILE[number % len(HOSTILE)] if number >= 24 else "select region, sum(total) from orders"
    return {
        "ts": at(3000 + number * 2500),
        **origin(number, 6),
        **session(number),
        "path": f"base/pgsql_tmp/pgsql_tmp{number}.0",
        "bytes": 1_000_000 * (1 + number * number),
        "fingerprint": FAMILIES[3][0],
        "statement": text,
    }


def connection(number: int) -> dict[str, Any]:
    event = ("received", "authenticated", "authorized", "disconnected")[number % 4]
    failed = number >= 76
    return {
        "ts": at(100 + number * 1000),
        **origin(number, 7),
        **session(number),
        "event": "failed" if failed else event,
        "auth_method": "scram-sha-256" if event == "authenticated" else None,
        "tls_version": "TLSv1.3" if event == "authorized" else None,
        "session_us": 1_000_000 * number if event == "disconnected" and not failed else None,
        "failure": HOSTILE[number % len(HOSTILE)] if failed else None,
    }


def lock_wait(number: int) -> list[dict[str, Any]]:
    begun = 20_000 + number * 3_000
    common = {
        **session(number),
        "lock_mode": "ShareLock",
        "object": f"transaction {700 + number}",
        "holders": [4030],
        "queue": [4000 + number],
        "waiter_pid": 4000 + number % 37,
        "fingerprint": FAMILIES[1][0],
        "statement": HOSTILE[number] if number >= 4 else "update stock set amount = 1 where product_id = 2",
    }
    waiting = {"ts": at(begun), **origin(number, 8), **common, "state": "waiting", "wait_us": 1_000_100}
    acquired = {
        "ts": at(begun + 4),
        **origin(number, 9),
        **common,
        "state": "acquired",
        "wait_us": 5_000_200,
    }
    return [waiting, acquired]


def deadlock(number: int) -> dict[str, Any]:
    text = HOSTILE[number]
    return {
        "ts": at(40_000 + number * 9_000),
        **origin(number, 10),
        **session(number),
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


def checkpoint(number: int) -> list[dict[str, Any]]:
    began = 600 + number * 7_000
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
        {"ts": at(began), **origin(number, 11), **base, "event": "starting"},
        {"ts": at(began + 10), **origin(number, 12), **base, **done, **times, "event": "complete"},
    ]


def vacuum(number: int) -> dict[str, Any]:
    name = HOSTILE[number % len(HOSTILE)] if number >= 12 else ("orders", "stock", "events")[number % 3]
    return {
        "ts": at(2_000 + number * 5_000),
        **origin(number, 13),
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


def analyze(number: int) -> dict[str, Any]:
    return {
        "ts": at(2_500 + number * 8_000),
        **origin(number, 14),
        "pid": 501,
        "relation": f"shop.public.{('orders', 'stock', 'events')[number % 3]}",
        "elapsed_us": 90_000 * (1 + number),
    }


def plan(number: int) -> dict[str, Any]:
    return {
        "ts": at(30_000 + number * 9_000),
        **origin(number, 15),
        **session(number),
        "fingerprint": FAMILIES[3][0],
        "duration_us": 950_000 + number,
        "plan_hash": f"ab{number % 2:014x}",
        "format": "text",
        "plan": f"Sort  (cost=1.00..2.00 rows=10 width=8)\n  ->  Seq Scan on orders {HOSTILE[number]}",
        "estimated_rows": 10.0,
        "actual_rows": 12_000.0,
        "sql": "select region, sum(total) from orders group by region order by 2",
    }
