"""Fills a store with millions of statements over many days, as ingest would have left them, and writes its truth.

    python tests/benchmarks/fill_store.py STORE [--rows 10000000] [--days 30] [--seed 1]

The rows are those of the 300 shapes with log-normal durations, a daily curve, and a few users, hosts and databases.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from clients import APPLICATIONS, DATABASES, USERS, client_host, pick
from clock import HOURS
from literals import rings
from shapes import shapes

from aurorascope.logs.fingerprint import FINGERPRINT_VERSION, fingerprint_column
from aurorascope.store.store import Store

LABELS = {"account": "local", "region": "local", "cluster": "bench", "instance": "bench-1"}
LAST_DAY = datetime(2026, 11, 19, tzinfo=UTC)
TEXTS_A_SHAPE = 400
SESSIONS = 240
DAY_US = 86_400_000_000


class Statements:
    """The texts, sessions and durations that rows are drawn from."""

    def __init__(self, seed: int) -> None:
        """Write the texts of every shape once; rows refer to them."""
        rng = random.Random(seed)
        self.rng = np.random.default_rng(seed)
        self.shapes = shapes()
        inline, _ = rings(rng)
        texts: list[str] = []
        for shape in self.shapes:
            for _ in range(TEXTS_A_SHAPE):
                form = rng.choice(shape.forms)
                text = form.inline % tuple(next(inline[kind]) for kind in form.inline_kinds)
                texts.append(text.replace("\n\t", "\n"))
        self.texts = pl.Series("sql", texts)
        self.fingerprints, self.families = fingerprint_column(self.texts)
        weights = np.array([shape.weight for shape in self.shapes])
        self.upto = np.cumsum(weights / weights.sum())
        self.medians = np.array([shape.median_us for shape in self.shapes])
        self.sessions = pl.DataFrame(
            [
                {
                    "pid": 1200 + 7 * n,
                    "user_name": pick(rng, USERS),
                    "database_name": pick(rng, DATABASES),
                    "client_host": client_host(rng),
                    "application": pick(rng, APPLICATIONS),
                }
                for n in range(SESSIONS)
            ]
        ).with_columns(session_key=pl.col("pid").cast(pl.String) + "@" + pl.col("client_host"))
        curve = np.repeat(np.array(HOURS, dtype=float), 60)
        self.curve = np.concatenate([[0.0], np.cumsum(curve / curve.sum())])

    def day(self, day: datetime, rows: int, offset: int) -> tuple[pl.DataFrame, np.ndarray]:
        """Return the rows of one day in order of time, and the shape of each."""
        shape = np.searchsorted(self.upto, self.rng.random(rows)).clip(0, len(self.shapes) - 1)
        duration = (self.medians[shape] * self.rng.lognormal(0, 0.9, rows)).astype(np.int64) + 1
        minutes = np.interp(np.sort(self.rng.random(rows)), self.curve, np.arange(len(self.curve)))
        begin = int(day.timestamp()) * 1_000_000
        ts = begin + np.minimum((minutes * 60_000_000).astype(np.int64), DAY_US - 1)
        text = pl.Series(shape * TEXTS_A_SHAPE + self.rng.integers(0, TEXTS_A_SHAPE, rows))
        session = self.sessions[self.rng.integers(0, SESSIONS, rows)]
        frame = pl.DataFrame(
            {
                "ts": pl.Series(ts).cast(pl.Datetime("us", "UTC")),
                "started_at": pl.Series(ts - duration).cast(pl.Datetime("us", "UTC")),
                "duration_us": duration,
                "offset": pl.int_range(offset, offset + rows * 400, 400, eager=True),
                "sql": self.texts.gather(text),
                "fingerprint": self.fingerprints.gather(text),
            }
        ).with_columns(
            pl.lit("00000000000000bb").alias("source"),
            pl.lit("postgresql").alias("engine"),
            pl.lit("statement").alias("phase"),
            pl.lit("duration").alias("observed_by"),
            pl.lit(1, pl.Int64).alias("calls"),
        )
        return pl.concat([frame, session], how="horizontal"), shape


def fill(path: Path, rows: int, days: int, seed: int) -> dict[str, Any]:
    """Write the store; return its truth."""
    source = Statements(seed)
    store = Store.create(path)
    calls = np.zeros(len(source.shapes), dtype=np.int64)
    sums = np.zeros(len(source.shapes), dtype=np.int64)
    durations: list[np.ndarray] = []
    drawn: list[np.ndarray] = []
    by_day = {}
    for number in range(days):
        day = LAST_DAY - timedelta(days=days - 1 - number)
        count = rows * (number + 1) // days - rows * number // days
        frame, shape = source.day(day, count, number * 10**9)
        with store.writer(f"fill{number:04d}", LABELS) as writer:
            writer.write("statements", frame)
            writer.write("fingerprints", _families(source, frame))
            store.commit(writer.close())
        us = frame.get_column("duration_us").to_numpy()
        calls += np.bincount(shape, minlength=len(calls))
        sums += np.bincount(shape, weights=us, minlength=len(sums)).astype(np.int64)
        durations.append(us)
        drawn.append(shape)
        by_day[day.strftime("%Y-%m-%d")] = {"calls": count, "duration_us": int(us.sum())}
    every, of = np.concatenate(durations), np.concatenate(drawn)
    top = np.argsort(-sums)[:20]
    return {
        "rows": rows,
        "days": days,
        "seed": seed,
        "duration_us": int(every.sum()),
        "fingerprints": source.families.height,
        "by_day": by_day,
        "shapes": [
            {
                "shape": n,
                "fingerprint": source.fingerprints[n * TEXTS_A_SHAPE],
                "calls": int(calls[n]),
                "duration_us": int(sums[n]),
            }
            for n in range(len(calls))
        ],
        "top": [
            {"shape": int(n), **{f"p{p}_us": _percentile(every[of == n], p) for p in (50, 95, 99)}}
            for n in top
        ],
    }


def _percentile(values: np.ndarray, percent: int) -> int:
    """Return the value of the rank, as quantile_disc does."""
    rank = max(1, -(-len(values) * percent // 100))
    return int(np.partition(values, rank - 1)[rank - 1])


def _families(source: Statements, frame: pl.DataFrame) -> pl.DataFrame:
    seen = frame.group_by("fingerprint").agg(first_seen=pl.col("ts").min(), last_seen=pl.col("ts").max())
    return source.families.join(seen, on="fingerprint").with_columns(
        pl.lit("postgresql").alias("engine"),
        pl.lit(FINGERPRINT_VERSION, pl.Int64).alias("fingerprint_version"),
    )


def main() -> None:
    """Read the command line and fill the store."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.perf_counter()
    truth = fill(options.store, options.rows, options.days, options.seed)
    options.store.with_name(options.store.name + ".truth.json").write_text(json.dumps(truth, indent=1) + "\n")
    print(
        f"{options.store}: {options.rows:,} statements over {options.days} days in {time.perf_counter() - began:.1f} s"
    )


if __name__ == "__main__":
    main()
