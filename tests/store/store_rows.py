"""Rows for the tests of the store, and one way to put them there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from aurorascope.store.store import Store

LABELS = {"account": "local", "region": "local", "cluster": "shop", "instance": "shop-1"}
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
COUNT = "select count(*) as n, sum(duration_us) as total from statements"


def statements(rows: int, *, start: datetime = NOON, step: timedelta = timedelta(seconds=1)) -> pl.DataFrame:
    """Rows of `statements` whose counts and sums follow from their number."""
    numbers = pl.int_range(rows, eager=True)
    return pl.DataFrame(
        {
            "ts": [start + step * number for number in range(rows)],
            "offset": numbers,
            "pid": numbers % 7,
            "user_name": [f"user{number % 3}" for number in range(rows)],
            "phase": ["execute" if number % 5 else "parse" for number in range(rows)],
            "calls": [1 if number % 5 else 0 for number in range(rows)],
            "duration_us": (numbers * 7919) % 100_003,
            "fingerprint": [f"{number % 11:016x}" for number in range(rows)],
            "sql": [f"select {number}" for number in range(rows)],
        },
        schema_overrides={"ts": pl.Datetime("us", "UTC")},
    )


def add(
    store: Store, frame: pl.DataFrame, run: str, *, table: str = "statements", **commit: Any
) -> list[str]:
    """Write and commit rows as one run; return the paths of its files."""
    writer = store.writer(run, LABELS)
    writer.write(table, frame, labels={"source": "0123456789abcdef"})
    files = writer.close()
    store.commit(files, **commit)
    return [file.path for file in files]
