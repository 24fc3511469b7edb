"""Times the nightly report of a day of 10 GB of logs that is in the store, with seven quieter nights before it.

    python tests/benchmarks/report_day.py --store DIR [--make] [--statements 28500000] [--runs 5]

A statement's line of an RDS log has some 350 bytes, so 10 GB are 28.5 million of them. The rows are those of
thirty_days.py, made a part at a time and compacted as the nightly run does. Prints the median wall and processor time
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
import thirty_days

from aurorascope.report.forms import files_of
from aurorascope.report.making import Asked, make
from aurorascope.report.period import whole_day
from aurorascope.store.store import Store

NIGHTS = 7
PART = 1_500_000
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
                if part == 0:
                    writer.write("connections", thirty_days.connections(made))
                    writer.write("fingerprints", thirty_days.families(day))
                for table, frame in thirty_days.events(rng, size // thirty_days.SHARE_OF_EVENTS, day).items():
                    writer.write(table, frame)
                if part == 0:
                    writer.write("coverage", covered(day))
                store.commit(writer.close())
            left, part = left - size, part + 1


def covered(day: int) -> object:
    """Say that the day was taken in whole."""
    import polars as pl

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
