"""A program that commits runs of one source, and compacts, until a file tells it to stop; tests kill it.

Arguments: the store, the source. A run is 20 statements, 5 entries and 1 row of `runs`, on two days,
and moves the source's position by one. Every fourth run is followed by a compaction.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from aurorascope.store.compaction import compact
from aurorascope.store.errors import CommitConflict
from aurorascope.store.store import Store

STATEMENTS, ENTRIES, RUNS = 20, 5, 1
MIDNIGHT = datetime(2026, 11, 19, tzinfo=UTC)
CLOSED = MIDNIGHT + timedelta(days=9)


def write_run(store: Store, source: str, position: int) -> None:
    """Write and commit one run from a position that was read at a version."""
    version = store.version()
    writer = store.writer(f"{source}-{position}-{version}", {"account": "local", "instance": source})
    times = [MIDNIGHT + timedelta(seconds=10 - number + position) for number in range(STATEMENTS)]
    writer.write(
        "statements",
        pl.DataFrame(
            {
                "ts": times,
                "offset": [position] * STATEMENTS,
                "calls": [1] * STATEMENTS,
                "duration_us": list(range(STATEMENTS)),
                "fingerprint": ["f"] * STATEMENTS,
            }
        ),
        labels={"source": source},
    )
    writer.write("entries", pl.DataFrame({"ts": times[:ENTRIES], "message": ["m"] * ENTRIES}))
    writer.write("runs", pl.DataFrame({"run": [f"{source}-{position}"], "started_at": [MIDNIGHT]}))
    files = writer.close()
    try:
        store.commit(files, positions={source: position + 1}, based_on=version)
    except CommitConflict:
        store.place.drop([file.path for file in files])


def main() -> None:
    """Commit runs until told to stop; say so when the first is about to begin."""
    store, source, stop = Store.open(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    print("ready", flush=True)  # noqa: T201 - tells the test that the engines are loaded
    while not stop.exists():
        position = store.position(source) or 0
        write_run(store, source, position)
        if position % 4 == 3:
            compact(store, now=CLOSED)
        print("run", flush=True)  # noqa: T201 - the test counts them to choose its moment


if __name__ == "__main__":
    main()
