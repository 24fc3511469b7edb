"""The planted store with its hostile text, the nights before it, what collectors bring, and canaries."""

from __future__ import annotations

import importlib.util
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from aurorascope.store.store import Store

DAY = datetime(2026, 11, 19, tzinfo=UTC)
NIGHTS = 3
CANARIES = (
    "canary-in-sql",
    "canary-in-message",
    "canary-in-detail",
    "canary-in-parameter",
    "canary-in-raise",
)
"""Literals of people: none may leave the machine."""


def planted() -> Any:
    """The planted store's builder, by path: tests are files, not packages."""
    path = Path(__file__).parents[1] / "web" / "planted_store.py"
    spec = importlib.util.spec_from_file_location("planted_store", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("planted_store", module)
    spec.loader.exec_module(module)
    return module


def build(path: Path) -> Store:
    """Make the store; the same rows every time."""
    store: Store = planted().build(path)
    for cluster, tables in (("shop", _shop()), ("idle", _idle()), ("shop-dr", _secondary())):
        labels = {"account": "local", "region": "local", "cluster": cluster, "instance": f"{cluster}-1"}
        with store.writer(f"nights-{cluster}", labels) as writer:
            for table, rows in tables.items():
                writer.write(table, pl.DataFrame(rows, infer_schema_length=None))
            store.commit(writer.close())
    return store


def _at(night: int, seconds: float) -> datetime:
    return DAY - timedelta(days=night) + timedelta(seconds=seconds)


def _origin(night: int, number: int, kind: int) -> dict[str, Any]:
    return {"source": f"{night:016x}", "offset": 1_000_000_000 + kind * 100_000_000 + number * 300}


def _cover(night: int, share: float = 1.0, **more: Any) -> dict[str, Any]:
    return {
        "run": "nights",
        "source": f"{night:016x}",
        "path": f"night-{night}.log",
        "log_kind": "postgresql",
        "route": "file",
        "format": "stderr",
        "covered_from": _at(night, 0),
        "covered_to": _at(night, 86_399 * share),
        "bytes": 1_000,
        "entries": 100,
        "unparsed_entries": 0,
        "truncated": False,
        "status": "complete",
        **more,
    }


def _shop() -> dict[str, list[dict[str, Any]]]:
    """Quiet nights before the planted day, and what people wrote into it."""
    nights = range(1, NIGHTS + 1)
    return {
        "coverage": [_cover(night) for night in nights],
        "statements": [
            {
                "ts": _at(night, 600 * number + 5),
                "started_at": _at(night, 600 * number + 4),
                **_origin(night, number, 1),
                "engine": "postgresql",
                "phase": "statement",
                "calls": 1,
                "duration_us": 9_000 + 13 * number,
                "fingerprint": "a1b2c3d4e5f60718",
                "sql": "select 1",
                "user_name": "app",
                "observed_by": "duration",
            }
            for night in nights
            for number in range(100)
        ]
        + [_private_statement()],
        "entries": [
            {
                "ts": _at(night, 4_000 * number),
                **_origin(night, number, 2),
                "engine": "postgresql",
                "noise": False,
                "severity": "ERROR",
                "sqlstate": "23505",
                "kind": "unique_violation",
                "message": 'duplicate key value violates unique constraint "k"',
                "error_fingerprint": "e000000000000000",
            }
            for night in nights
            for number in range(2 + night % 3)
        ]
        + _private_entries(),
        "alarms": [
            {"ts": _at(0, at), "name": "shop-cpu", "previous": before, "state": after, "reason": "crossed"}
            for at, before, after in ((3_600, "OK", "ALARM"), (4_200, "ALARM", "OK"))
        ],
        "metrics": [
            *_points("VolumeBytesUsed", "Average", "cluster", lambda night, _: 8e10 if night else 9e10),
            *_points("VolumeReadIOPs", "Sum", "cluster", lambda night, n: 1000.0 * (2 - night) + n),
            *_points("VolumeWriteIOPs", "Sum", "cluster", lambda _, n: 500.0 + n),
        ],
        "topology": [
            {
                "resource_type": "cluster",
                "resource_id": "cluster-1",
                "resource_name": "shop",
                "attributes": '{"Engine":"aurora-postgresql"}',
                "valid_from": _at(30, 0),
                "known_by": "poll",
            }
        ],
        "db_load": [
            {"ts": _at(0, 60 * minute), "period_s": 60, "dimension": "total", "key_id": "total",
             "label": "total", "aas": 0.5 + 4 * (minute % 60 == 0)}
            for minute in range(1440)
        ],
    }  # fmt: skip


def _points(name: str, statistic: str, scope: str, value: Any) -> list[dict[str, Any]]:
    return [
        {
            "ts": _at(night, 300.0 * number),
            "namespace": "AWS/RDS",
            "name": name,
            "unit": "Bytes",
            "value": float(value(night, number)),
            "dimensions": "{}",
            "scope": scope,
            "statistic": statistic,
            "period_s": 300,
            "source": "cloudwatch",
            "observed_at": _at(0, 86_000),
        }
        for night in (0, 1)
        for number in range(288)
    ]


def _private_statement() -> dict[str, Any]:
    return {
        "ts": _at(0, 81_000),
        "started_at": _at(0, 80_990),
        **_origin(0, 1, 8),
        "engine": "postgresql",
        "phase": "execute",
        "calls": 1,
        "duration_us": 9_999_999,
        "fingerprint": "a1b2c3d4e5f60718",
        "sql": "select * from orders where note = 'canary-in-sql'",
        "parameters": "$1 = 'canary-in-parameter'",
        "observed_by": "duration",
    }


def _private_entries() -> list[dict[str, Any]]:
    texts = (
        ("invalid_text_representation", 'invalid input syntax for type integer: "canary-in-message"'),
        (None, "order canary-in-raise cannot be shipped"),
        (None, "canceling statement due to canary-in-raise"),
    )
    return [
        {
            "ts": _at(0, 82_000 + number),
            **_origin(0, number, 9),
            "engine": "postgresql",
            "noise": False,
            "severity": "ERROR",
            "sqlstate": "57014" if message.startswith("canceling") else "22P02",
            "kind": kind,
            "message": message,
            "detail": "Key (name)=(canary-in-detail) exists.",
            "statement": "select 'canary-in-sql'",
            "fingerprint": "a1b2c3d4e5f60718",
            "error_fingerprint": f"c{number:015x}",
        }
        for number, (kind, message) in enumerate(texts)
        for _ in range(40)
    ]


def _idle() -> dict[str, list[dict[str, Any]]]:
    """A cluster of whose day a half was taken in, and where nothing was found."""
    return {"coverage": [_cover(0, 0.5)]}


def _secondary() -> dict[str, list[dict[str, Any]]]:
    """The secondary of a global database, beyond its objective for a while."""
    return {
        "coverage": [_cover(0)],
        "metrics": _points("AuroraGlobalDBRPOLag", "Maximum", "global", lambda _, n: 6_000 if n < 3 else 400),
    }
