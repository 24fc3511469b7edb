"""A store of an earlier version brought forward: today's columns in the table and the files, today's rollups.

A store is read as it is before that too: columns that a file lacks are null, and a day whose rollups are of
another kind is read raw. Every step is a commit of its own, so readers and writers go on meanwhile, and an
upgrade that was interrupted goes on where it ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aurorascope.store.compaction import compact, provisional_files
from aurorascope.store.layout import is_rolled, mark_of, roll_number, schema_mark
from aurorascope.store.rollup import ROLLUPS

if TYPE_CHECKING:
    from datetime import date, datetime

    from aurorascope.store.snapshot import Snapshot
    from aurorascope.store.store import Store


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did: days and tables written anew, and what could not be."""

    columns: tuple[str, ...]
    rewritten: int
    left: tuple[str, ...]


def upgrade(store: Store, *, now: datetime | None = None) -> Upgraded:
    """Bring the table, its closed days and their rollups forward; a day that somebody else is at is left."""
    columns = store.widen()
    done = compact(store, now=now, renew=True)
    return Upgraded(columns, len(done), tuple(_left(store.snapshot())))


def _left(snapshot: Snapshot) -> list[str]:
    """Say what is still of an earlier version, and why."""
    kept = provisional_files(snapshot)
    older = [file for file in snapshot.all_files if mark_of(file.path) != schema_mark(file.table)]
    waiting = sum(file.path in kept for file in older)
    told = []
    if waiting:
        told.append(f"{waiting:,} files of logs that are still open: their next run writes them anew")
    others = [file for file in older if file.path not in kept and file.table not in ROLLUPS]
    if others:
        told.append(f"{len(others):,} files of the open day: `store compact` writes them anew tomorrow")
    gone = lost_days(snapshot)
    if gone:
        told.append(
            f"{len(gone):,} days ({gone[0]} to {gone[-1]}) whose raw rows retention took, and whose rollups "
            "are of an earlier kind that is no longer read: they stay as they are"
        )
    return told


def lost_days(snapshot: Snapshot) -> list[date]:
    """Return the days that only rollups of an earlier kind still know of."""
    raw = {file.day for file in snapshot.files("statements")}
    numbers = {roll_number(file.path) for file in snapshot.files("statements")}
    return sorted(
        {
            file.day
            for file in snapshot.files("statement_days")
            if not is_rolled(file.path) and file.day not in raw and roll_number(file.path) not in numbers
        }
    )
