"""What contends for one store: writers, upkeep, readers. As threads, or as programs to be killed.

Arguments: role, address, name, seconds (a file in their place: until it is there). A run of a writer is 20
statements, 5 entries and a row of `runs` of days that are kept, and 3 statements of a day whose raw rows
retention takes out, and moves the position of its source by one.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from aurorascope.store.check import check
from aurorascope.store.clearing import clear
from aurorascope.store.compaction import compact
from aurorascope.store.errors import CommitConflict
from aurorascope.store.retention import retain
from aurorascope.store.store import Store

STATEMENTS, ENTRIES, OLD = 20, 5, 3
MIDNIGHT = datetime(2026, 11, 19, tzinfo=UTC)
LONG_AGO = datetime(2026, 9, 1, 12, tzinfo=UTC)
NOW = MIDNIGHT + timedelta(days=9)
RAW_DAYS, ROLLUP_DAYS = 30, 400
PAUSE_S = 4.0  # between two rounds of upkeep
SEEN = """
select (select count(*) from statements where ts >= $kept) as statements,
    (select coalesce(sum(duration_us), 0) from statements where ts >= $kept) as total,
    (select count(*) from entries) as entries, (select count(*) from runs) as runs,
    (select coalesce(sum(calls), 0) from statement_days where ts < $kept)
        + (select coalesce(sum(calls), 0) from open_statements where ts < $kept) as old_by_day,
    (select coalesce(sum(calls), 0) from statement_hours where ts < $kept)
        + (select coalesce(sum(calls), 0) from open_statements where ts < $kept) as old_by_hour
"""
Going = Callable[[], bool]


def write(store: Store, source: str, going: Going) -> int:
    """Commit runs of a source; return how many."""
    done = 0
    while going():
        version = store.version()
        position = store.position(source) or 0
        writer = store.writer(f"{source}-{position}-{version}", {"account": "local", "instance": source})
        new = [MIDNIGHT + timedelta(seconds=position, milliseconds=number) for number in range(STATEMENTS)]
        old = [LONG_AGO + timedelta(seconds=position % 3600, milliseconds=number) for number in range(OLD)]
        for times in (new, old):
            rows = {"ts": times, "offset": [position] * len(times), "calls": [1] * len(times),
                    "duration_us": list(range(len(times))), "fingerprint": ["f"] * len(times)}  # fmt: skip
            writer.write("statements", pl.DataFrame(rows), labels={"source": source})
        writer.write("entries", pl.DataFrame({"ts": new[:ENTRIES], "message": ["m"] * ENTRIES}))
        writer.write("runs", pl.DataFrame({"run": [f"{source}-{position}"], "started_at": [MIDNIGHT]}))
        files = writer.close()
        try:
            store.commit(files, positions={source: position + 1}, based_on=version)
            done += 1
        except CommitConflict:
            store.place.drop([file.path for file in files])
    return done


def keep(store: Store, going: Going, pause: float = PAUSE_S) -> dict[str, int]:
    """Compact, take out what is old, clear away what is left; return how often and how much."""
    told = {"rounds": 0, "compacted": 0, "taken out": 0}
    while going():
        told["compacted"] += len(compact(store, now=NOW))
        with suppress(CommitConflict):  # somebody else is at it
            told["taken out"] += retain(store, RAW_DAYS, ROLLUP_DAYS, now=NOW)
        clear(store, grace=timedelta(hours=1))
        told["rounds"] += 1
        time.sleep(pause)
    return told


def read(store: Store, going: Going) -> dict[str, object]:
    """Read versions; return how many, and each that was not whole or failed."""
    reads, wrong, most = 0, [], 0
    while going():
        try:
            seen = store.snapshot().query(SEEN, {"kept": MIDNIGHT}).to_pylist()[0]
        except Exception as error:  # noqa: BLE001 - a read that fails is a finding too
            wrong.append(repr(error))
            continue
        reads += 1
        if not whole(seen) or seen["runs"] < most:
            wrong.append(str(seen))
        most = max(most, seen["runs"])
    return {"reads": reads, "wrong": wrong[:5], "failed": len(wrong)}


def whole(seen: dict[str, int]) -> bool:
    """Say whether a version holds whole runs, each once, in raw rows and in what counts them."""
    runs = seen["runs"]
    kept = (runs * STATEMENTS, runs * sum(range(STATEMENTS)), runs * ENTRIES)
    return (seen["statements"], seen["total"], seen["entries"]) == kept and (
        seen["old_by_day"] == seen["old_by_hour"] == runs * OLD
    )


def prove_whole(store: Store, sources: list[str]) -> dict[str, int]:
    """Fail unless every run that moved a position is there once; return what the store holds."""
    seen: dict[str, int] = store.snapshot().query(SEEN, {"kept": MIDNIGHT}).to_pylist()[0]
    assert whole(seen), seen
    assert seen["runs"] == sum(store.position(source) or 0 for source in sources)
    grouped = 'select source, "offset" from statements where ts >= $kept group by all'
    again = f"{grouped} having count(*) <> {STATEMENTS}"
    assert store.snapshot().query(again, {"kept": MIDNIGHT}).num_rows == 0
    assert check(store, rollups=True).problems == ()
    return seen


def main() -> None:
    """Play one role; say so when the store is open, and in the end what came of it."""
    role, address, name, until = sys.argv[1:5]
    store = Store.open(address)
    print("ready", flush=True)  # noqa: T201 - tells the test that the engines are loaded
    end = time.monotonic() + float(until) if until.replace(".", "").isdecimal() else None
    roles: dict[str, Callable[[Going], object]] = {
        "write": lambda going: write(store, name, going),
        "keep": lambda going: keep(store, going),
        "read": lambda going: read(store, going),
    }
    told = roles[role](lambda: not Path(until).exists() if end is None else time.monotonic() < end)
    print(json.dumps(told), flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
