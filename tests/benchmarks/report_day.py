"""Times the nightly report of a day of 10 GB of logs that is in the store, with seven quieter nights before it.

    python tests/benchmarks/report_day.py --store DIR [--make] [--statements 28500000] [--runs 5]

A statement's line of an RDS log has some 350 bytes, so 10 GB are 28.5 million of them. The rows are those of
thirty_days.py, made a part at a time and compacted as the nightly run does: 4,000 sessions that last the whole day, one
error and one temporary file for 200 statements, and 2,000 waits a day behind 40 sessions. Prints the median wall and processor time
of asking the store and of writing each form, beside the target; never a gate.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import thirty_days

from aurorascope.report.forms import files_of
from aurorascope.report.making import Asked, make
from aurorascope.report.period import whole_day
from aurorascope.store.store import Store

NIGHTS = 7
PART = 1_500_000
SESSIONS = 4_000
WAITS = 2_000
TARGET_S = 10.0


def fill(path: Path, rows: int, night_rows: int) -> None:
    """Write the nights and the large day, a commit a part."""
    store = Store.create(path)
    for day in range(NIGHTS + 1):
        left = rows if day == NIGHTS else night_rows
        part = 0
        while left > 0:
            size = min(left, PART)
            rng = np.random.default_rng(day * 1000 + part)
            with store.writer(f"day{day}-{part}", thirty_days.LABELS) as writer:
                made = thirty_days.statements(rng, size, day)
                writer.write("statements", made)
                events = thirty_days.events(rng, size // thirty_days.SHARE_OF_EVENTS, day)
                for table in ("entries", "temp_files"):
                    writer.write(table, events[table])
                if part == 0:
                    writer.write("lock_waits", waits(rng, day))
                    writer.write("connections", connections(day))
                    writer.write("fingerprints", thirty_days.families(day))
                    writer.write("coverage", covered(day))
                store.commit(writer.close())
            left, part = left - size, part + 1


def waits(rng: np.random.Generator, day: int) -> pl.DataFrame:
    """Make a day's waits for locks: all of them behind the same 40 processes."""
    made = thirty_days.events(rng, WAITS, day)["lock_waits"]
    few = pl.Series(np.arange(40) * 100 + 1000 + day * SESSIONS)
    holder = few.gather(rng.integers(0, 40, made.height).astype(np.uint32))
    return made.with_columns(holders=pl.when(pl.col("holders").is_not_null()).then(pl.concat_list(holder)))


def connections(day: int) -> pl.DataFrame:
    """Make the connection and the disconnection of each session: a pool's, which last as long as the day."""
    begin, fixed = thirty_days.BEGIN + timedelta(days=day), np.random.default_rng(1)
    pids = np.arange(SESSIONS) + 1000 + day * SESSIONS
    names = {
        "user_name": ["app", "web", "batch"],
        "database_name": ["shop", "books"],
        "client_host": [f"10.0.0.{n}" for n in range(24)],
        "application": ["api", "jobs", "psql"],
    }
    base = pl.DataFrame(
        {
            "session_key": [f"{pid}@10.0.0.{pid % 24}({pid % 50000})" for pid in pids],
            "pid": pids,
            "source": [f"{day:016x}"] * SESSIONS,
            **{name: fixed.choice(values, SESSIONS) for name, values in names.items()},
        }
    )
    ends = begin + timedelta(hours=23, minutes=59, seconds=59)
    # the first statements end at midnight and began before
    opened = base.with_columns(
        ts=moment(begin - timedelta(hours=1)), event=pl.lit("authorized"), tls_version=pl.lit("TLSv1.3")
    )
    closed = base.with_columns(
        ts=moment(ends), event=pl.lit("disconnected"), session_us=(86_399 + 3_600) * 1_000_000
    )
    both = pl.concat([opened, closed], how="diagonal_relaxed")
    return both.with_columns(offset=pl.int_range(both.height) * 300 + 11)


def moment(at: datetime) -> pl.Expr:
    """A moment as the store has it."""
    return pl.lit(at).cast(pl.Datetime("us", "UTC"))


def covered(day: int) -> pl.DataFrame:
    """Say that the day was taken in whole."""
    begin = thirty_days.BEGIN + timedelta(days=day)
    row = {
        "run": f"day{day}",
        "source": f"{day:016x}",
        "log_kind": "postgresql",
        "route": "file",
        "covered_from": begin,
        "covered_to": begin + timedelta(hours=23, minutes=59),
        "entries": 1,
        "unparsed_entries": 0,
        "truncated": False,
        "status": "complete",
    }
    return pl.DataFrame([row])


def measure(path: Path, runs: int) -> None:
    """Print the medians."""
    period = whole_day((thirty_days.BEGIN + timedelta(days=NIGHTS)).date(), "UTC")
    walls, cpus, forms = [], [], []
    for _ in range(runs):
        began, cpu = time.perf_counter(), time.process_time()
        told = make(Store.open(path).snapshot(), Asked(period, made_at=datetime(2026, 10, 9, tzinfo=UTC)))
        asked = time.perf_counter()
        files = files_of(told, ("html", "md", "json"))
        walls.append(asked - began)
        forms.append(time.perf_counter() - asked)
        cpus.append(time.process_time() - cpu)
    calls = told["items"]["totals"]["rows"][0]["calls"]
    sizes = ", ".join(f"{name} {len(content) / 1000:,.0f} kB" for name, content in files.items())
    print(f"report of a day of {calls:,} statements; {os.cpu_count()} cores; medians of {runs}")
    print(f"asking {statistics.median(walls):.1f} s, forms {statistics.median(forms):.2f} s ({sizes})")
    print(
        f"in all {statistics.median(walls) + statistics.median(forms):.1f} s, target {TARGET_S:.0f} s; "
        f"processor {statistics.median(cpus):.1f} s; load of the machine {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--make", action="store_true")
    parser.add_argument("--statements", type=int, default=28_500_000)
    parser.add_argument("--night", type=int, default=1_000_000, help="Statements of each night before.")
    parser.add_argument("--runs", type=int, default=5, help="0 measures nothing.")
    given = parser.parse_args()
    if given.make:
        from aurorascope.store.compaction import compact

        fill(given.store, given.statements, given.night)
        for done in compact(Store.open(given.store)):
            print(done)
    if given.runs:
        measure(given.store, given.runs)


if __name__ == "__main__":
    main()
