"""What a store holds, so that two stores can be compared row for row whatever the order of rows and files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from aurorascope import Store
from aurorascope.store.layout import stored_tables

OF_THE_RUN = {"run", "files"}  # its id, and the files that it named by it
# when and how long a run was; raw bytes that the next run reads again, held as its blocks saw need
UPKEEP = {"runs", "open_ends"}
FAMILIES = "fingerprints"  # a row for each worker that met the family: what they say together is compared


class Content(NamedTuple):
    """Rows of a table, and the sum of their 128-bit digests: equal multisets have equal sums."""

    rows: int
    low: int
    high: int


def contents(path: Path | str) -> dict[str, Content]:
    """Return what every table holds that has a row, but for run ids and times of runs."""
    snapshot = Store.open(path).snapshot()
    filled = {file.table for file in snapshot.all_files}
    found = {}
    for table in stored_tables():
        if table.name not in filled or table.name in UPKEEP:
            continue
        names = ", ".join(f'"{one.name}"' for one in table.columns if one.name not in OF_THE_RUN)
        rows = f"select {names} from {table.name}"
        if table.name == FAMILIES:
            kept = ", ".join(
                f'"{one.name}"' for one in table.columns if one.name not in {"first_seen", "last_seen"}
            )
            rows = f"select {kept}, min(first_seen), max(last_seen) from {FAMILIES} group by {kept}"
        row = snapshot.query(
            "select count(*) as rows, sum(md5_number_lower(text))::varchar as low, "
            "sum(md5_number_upper(text))::varchar as high "
            f"from (select one::varchar as text from ({rows}) as one)"
        ).to_pylist()[0]
        found[table.name] = Content(row["rows"], int(row["low"] or 0), int(row["high"] or 0))
    return found


def positions(path: Path) -> dict[str, int]:
    """Return how far every source was taken in."""
    found: dict[str, int] = {}
    for commit in sorted((path / "_delta_log").glob("*.json")):
        for line in commit.read_text(encoding="utf-8").splitlines():
            action: dict[str, Any] = json.loads(line)
            if "txn" in action:
                found[action["txn"]["appId"]] = action["txn"]["version"]
    return found


def versions(path: Path) -> int:
    """Return how many commits a store has, with the one that made it."""
    return len(list((path / "_delta_log").glob("*.json")))
