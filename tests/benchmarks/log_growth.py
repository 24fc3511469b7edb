"""How the store's own log grows: a commit, an opening and a look at one day, with many files in the log.

    python tests/benchmarks/log_growth.py [--files 1000 10000 100000] [--json FILE]

The files are named and not written: what is measured is the log of the table, which one process writes and every
reader loads, whatever wrote the files. From these figures docs/scale.md says where a larger store breaks first.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import time
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from bench import DATA, say

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

DAYS = 30
TABLES = ("statements", "entries", "connections", "lock_waits", "temp_files")


def grown(count: int, store: Path) -> dict[str, float]:
    """Return the seconds of one commit of so many files, of one small commit after it, and of an opening."""
    from aurorascope.store.layout import DataFile, file_name, folder_of
    from aurorascope.store.store import Store

    def named(first: int, many: int) -> list[DataFile]:
        found = []
        for number in range(first, first + many):
            table = TABLES[number % len(TABLES)]
            day = date(2026, 11, 1) + timedelta(days=number % DAYS)
            begin = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1_000_000
            path = f"{folder_of(table, day)}/{file_name(f'run-{number:08}', 0, 0, table)}"
            found.append(DataFile(path, 8_000_000, table, day, 100_000, begin, begin + 86_399_000_000))
        return found

    shutil.rmtree(store, ignore_errors=True)
    opened = Store.create(store)
    found: dict[str, float] = {"files": count}
    began = time.perf_counter()
    opened.commit(named(0, count))
    found["commit s"] = time.perf_counter() - began
    began = time.perf_counter()
    opened.commit(named(count, 20))
    found["next commit s"] = time.perf_counter() - began
    began = time.perf_counter()
    again = Store.open(store)
    found["kept"] = len(again.files())
    found["open s"] = time.perf_counter() - began
    found["log MB"] = sum(path.stat().st_size for path in (store / "_delta_log").iterdir()) / 1e6
    found["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return found


def answer(end: Connection, count: int, store: Path) -> None:
    """Measure in a process of its own, so that the peak of memory is this size's."""
    end.send(grown(count, store))


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", nargs="+", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--json", type=Path, default=DATA / "log-growth.json")
    options = parser.parse_args()
    DATA.mkdir(exist_ok=True)
    store = DATA / "log-growth-store"
    rows = []
    for count in options.files:
        ours, theirs = get_context("spawn").Pipe()
        process = get_context("spawn").Process(target=answer, args=(theirs, count, store))
        process.start()
        row = ours.recv()
        process.join()
        rows.append(row)
        say(
            f"{row['files']:>9,} files: committed in {row['commit s']:.2f} s, 20 more in {row['next commit s']:.2f} s, "
            f"opened in {row['open s']:.2f} s, log {row['log MB']:.1f} MB, peak {row['peak MB']:.0f} MB"
        )
    options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(store, ignore_errors=True)


if __name__ == "__main__":
    main()
