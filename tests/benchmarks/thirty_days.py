"""Makes a store of 30 days and 10 million statements, and prints how long each shared view takes on it.

    python tests/benchmarks/thirty_days.py --store DIR [--statements 10000000] [--days 30] [--make] [--compact]

The rows are made directly, seeded, as the parser would write them: 300 families with log-normal durations, 40
places that statements come from (user, database, host, application), 4,000 sessions a day; beside them errors,
lock waits, temporary files and connections.
"""

from __future__ import annotations

import argparse
import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from aurorascope.insight.views import load_view, run_view, view_names
from aurorascope.model.filter import Filter
from aurorascope.store.store import Store

BEGIN = datetime(2026, 10, 1, tzinfo=UTC)
DAY_US = 86_400_000_000
FAMILIES = 300
LABELS = {"account": "local", "region": "local", "cluster": "shop", "instance": "shop-1"}
SHARE_OF_EVENTS = 200


def pick(rng: np.random.Generator, values: list[str | None], size: int) -> pl.Series:
    """Draw from values, the first ones far more often."""
    weights = 1 / np.arange(1, len(values) + 1)
    return pl.Series(values).gather(
        rng.choice(len(values), size, p=weights / weights.sum()).astype(np.uint32)
    )


def session_columns(rng: np.random.Generator, size: int, day: int) -> dict[str, pl.Series | pl.Expr]:
    """Draw sessions: a pool of 4,000 a day, each with one user, database, host and application."""
    pool, places = 4000, 40
    fixed = np.random.default_rng(1)
    place = rng.integers(0, places, pool).astype(np.uint32)
    pids = np.arange(pool) + 1000 + day * pool
    own = {
        "user_name": pick(fixed, ["app", "web", "batch", "report", "admin", "etl"], places).gather(place),
        "database_name": pick(fixed, ["shop", "books", "audit"], places).gather(place),
        "client_host": pick(fixed, [f"10.0.0.{n}" for n in range(24)], places).gather(place),
        "application": pick(fixed, ["api", "jobs", "psql", None], places).gather(place),
        "pid": pl.Series(pids),
        "session_key": pl.Series([f"{pid}@10.0.0.{pid % 24}({pid % 50000})" for pid in pids]),
    }
    chosen = rng.integers(0, pool, size).astype(np.uint32)
    return {name: column.gather(chosen) for name, column in own.items()}


def moments(rng: np.random.Generator, size: int, day: int) -> np.ndarray:
    """Draw times of a day with a quiet night, in order."""
    hours = np.clip(rng.normal(13, 5, size), 0, 23.999)
    return (
        np.sort((hours * 3_600_000_000).astype(np.int64)) + int(BEGIN.timestamp()) * 1_000_000 + day * DAY_US
    )


def statements(rng: np.random.Generator, size: int, day: int) -> pl.DataFrame:
    """Make the statements of one day."""
    family = np.minimum(rng.zipf(1.3, size), FAMILIES) - 1
    scale = np.exp(np.linspace(6, 12, FAMILIES))[(family * 7) % FAMILIES]
    duration = (scale * rng.lognormal(0, 1.2, size)).astype(np.int64)
    phase = rng.choice(5, size, p=[0.7, 0.03, 0.05, 0.21, 0.01]).astype(np.uint32)
    ends = moments(rng, size, day)
    text = pl.Series([f"SELECT * FROM table_{n} WHERE id = $1" for n in range(FAMILIES)])
    return pl.DataFrame(
        {
            "ts": pl.Series(ends).cast(pl.Datetime("us", "UTC")),
            "started_at": pl.Series(ends - duration).cast(pl.Datetime("us", "UTC")),
            "duration_us": duration,
            "engine": pl.repeat("postgresql", size, eager=True),
            "phase": pl.Series(["statement", "parse", "bind", "execute", "fetch"]).gather(phase),
            "calls": pl.Series(np.isin(phase, [0, 3]).astype(np.int64)),
            "fingerprint": pl.Series([f"{n:016x}" for n in range(FAMILIES)]).gather(family.astype(np.uint32)),
            "sql": text.gather(family.astype(np.uint32)),
            "parameters": pl.Series([f"$1 = '{n}'" for n in range(5000)]).gather(
                rng.integers(0, 5000, size).astype(np.uint32)
            ),
            "observed_by": pl.repeat("duration", size, eager=True),
            "source": pl.repeat(f"{day:016x}", size, eager=True),
            "offset": pl.Series(np.arange(size) * 300),
            **session_columns(rng, size, day),
        }
    )


def base(rng: np.random.Generator, size: int, day: int) -> dict[str, object]:
    """Make the columns that every event has."""
    family = rng.integers(0, FAMILIES, size).astype(np.uint32)
    return {
        "ts": pl.Series(moments(rng, size, day)).cast(pl.Datetime("us", "UTC")),
        "source": pl.repeat(f"{day:016x}", size, eager=True),
        "offset": pl.Series(np.arange(size) * 300 + 7),
        "fingerprint": pl.Series([f"{n:016x}" for n in range(FAMILIES)]).gather(family),
        **session_columns(rng, size, day),
    }


def connections(rows: pl.DataFrame) -> pl.DataFrame:
    """Make the connection and disconnection of each session: it lasts as long as its statements."""
    names = ("pid", "user_name", "database_name", "client_host", "application")
    spans = rows.group_by("session_key", maintain_order=True).agg(
        *(pl.col(name).first() for name in (*names, "source")),
        begin=pl.col("started_at").min() - pl.duration(seconds=1),
        end=pl.col("ts").max() + pl.duration(seconds=1),
    )
    opened = spans.select(
        "session_key", *names, "source", ts="begin", event=pl.lit("authorized"), tls_version=pl.lit("TLSv1.3")
    )
    closed = spans.select(
        *("session_key", *names, "source"),
        ts="end",
        event=pl.lit("disconnected"),
        session_us=(pl.col("end") - pl.col("begin")).dt.total_microseconds(),
    )
    both = pl.concat([opened, closed], how="diagonal_relaxed").sort("ts", maintain_order=True)
    return both.with_columns(offset=pl.int_range(both.height) * 300 + 11)


def events(rng: np.random.Generator, size: int, day: int) -> dict[str, pl.DataFrame]:
    """Make a day's errors, lock waits and temporary files."""
    waits = pl.DataFrame(base(rng, size, day)).with_columns(
        state=pl.lit("waiting"),
        lock_mode=pl.lit("ShareLock"),
        object=pl.concat_str(pl.lit("transaction "), pl.int_range(size).cast(pl.String)),
        wait_us=pl.lit(1_000_000, dtype=pl.Int64),
        waiter_pid=pl.col("pid"),
        holders=pl.concat_list(pl.col("pid").shuffle(seed=day)),
    )
    got = waits.head(size // 2).with_columns(
        pl.col("ts") + pl.duration(seconds=3),
        pl.col("offset") + 1,
        state=pl.lit("acquired"),
        wait_us=pl.lit(4_000_000, dtype=pl.Int64),
        holders=None,
    )
    errors = pl.DataFrame(base(rng, size, day)).with_columns(
        severity=pl.lit("ERROR"),
        sqlstate=pick(rng, ["23505", "42P01", "57014"], size),
        engine=pl.lit("postgresql"),
        message=pick(rng, [f"canceling statement due to user request {n}" for n in range(40)], size),
        error_fingerprint=pick(rng, [f"e{n}" for n in range(40)], size),
        noise=pl.lit(value=False),
    )
    files = pl.DataFrame(base(rng, size, day)).with_columns(
        bytes=pl.Series(rng.integers(1 << 13, 1 << 31, size)), path=pl.lit("base/pgsql_tmp/pgsql_tmp1.0")
    )
    return {
        "lock_waits": pl.concat([waits, got], how="diagonal_relaxed"),
        "entries": errors,
        "temp_files": files,
    }


def families(day: int) -> pl.DataFrame:
    """Make the dictionary of a day."""
    seen = pl.Series([BEGIN + timedelta(days=day)] * FAMILIES).cast(pl.Datetime("us", "UTC"))
    kinds = ["select", "insert", "update", "delete", "ddl"]
    return pl.DataFrame(
        {
            "fingerprint": [f"{n:016x}" for n in range(FAMILIES)],
            "normalized_sql": [f"SELECT * FROM table_{n} WHERE id = ?" for n in range(FAMILIES)],
            "statement_kind": [kinds[n % 5] for n in range(FAMILIES)],
            "engine": ["postgresql"] * FAMILIES,
            "first_seen": seen,
            "last_seen": seen,
        }
    )


def make(path: Path, rows: int, days: int) -> None:
    """Write the store, a commit a day."""
    store = Store.create(path)
    for day in range(days):
        rng = np.random.default_rng(day)
        writer = store.writer(f"day{day}", LABELS)
        made = statements(rng, rows // days, day)
        writer.write("statements", made)
        writer.write("connections", connections(made))
        for table, frame in events(rng, rows // days // SHARE_OF_EVENTS, day).items():
            writer.write(table, frame)
        writer.write("fingerprints", families(day))
        store.commit(writer.close())


def measure(path: Path, days: int, runs: int, only: list[str]) -> None:
    """Print the median time of each view over all days, and with one filter more."""
    whole = Filter(begin=BEGIN, end=BEGIN + timedelta(days=days))
    cut = Filter(begin=BEGIN + timedelta(hours=5, minutes=17), end=whole.end, user=("web",))
    snapshot = Store.open(path).snapshot()
    print(f"{'view':30} {'30 days':>9} {'one user':>9}  rows")
    for name in only or view_names():
        by = tuple(load_view(name).groups)[:1]
        medians = []
        for chosen in (whole, cut):
            times = []
            for _ in range(runs):
                start = time.perf_counter()
                found = run_view(snapshot, name, chosen, by=by)
                times.append(time.perf_counter() - start)
            medians.append(statistics.median(times))
        print(
            f"{name:30} {medians[0] * 1000:7.0f}ms {medians[1] * 1000:7.0f}ms  {found.num_rows}", flush=True
        )


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--statements", type=int, default=10_000_000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--make", action="store_true")
    parser.add_argument("--compact", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quiet", action="store_true", help="Measure nothing.")
    parser.add_argument("views", nargs="*")
    given = parser.parse_args()
    if given.make:
        make(given.store, given.statements, given.days)
    if given.compact:
        from aurorascope.store.compaction import compact

        for done in compact(Store.open(given.store)):
            print(done)
    if not given.quiet:
        measure(given.store, given.days, given.runs, given.views)


if __name__ == "__main__":
    main()
