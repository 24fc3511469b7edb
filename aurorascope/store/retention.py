"""How long rows are kept: raw rows for days, rollups and events for longer, what still holds for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aurorascope.store.compaction import compact_days, provisional_files
from aurorascope.store.errors import StoreError
from aurorascope.store.layout import NO_DAY, is_rolled
from aurorascope.store.rollup import ROLLUPS
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from datetime import date

    from aurorascope.store.layout import DataFile
    from aurorascope.store.snapshot import Snapshot
    from aurorascope.store.store import Store

# A row of these is small, tells what happened, and is asked for long after the raw rows of its day.
KEPT_LONG = frozenset(
    {
        *ROLLUPS,
        "fingerprints",
        "changes",
        "rds_events",
        "alarms",
        "findings",
        "acknowledgements",
        "coverage",
        "runs",
    }
)
# A row of these holds from its day on until another says otherwise: no age makes it useless.
KEPT_FOR_GOOD = frozenset(
    {"topology", "roles", "tags", "parameters", "log_settings", "open_ends", "watermarks"}
)


def retain(store: Store, raw_days: int, rollup_days: int, *, now: datetime | None = None) -> int:
    """Take rows older than so many days out of the store, in one commit; return the number of files.

    Statements are rolled up before they go. Files with provisional rows of an open log stay until its next
    run. The files themselves are deleted by `check` after its grace period.
    """
    if not 1 <= raw_days <= rollup_days:
        raise StoreError(
            f"raw rows cannot be kept for {raw_days} days and rollups for {rollup_days}: "
            "both are at least 1, and rollups are kept at least as long"
        )
    today = (now or datetime.now(UTC)).astimezone(UTC).date()
    before = _first_days(today, raw_days, rollup_days)
    open_days = {
        file.day
        for file in store.snapshot().files("statements")
        if NO_DAY < file.day < before["statements"] and not is_rolled(file.path)
    }
    compact_days(store, "statements", open_days)
    snapshot = store.snapshot()
    expired = [file.path for file in _expired(snapshot, before)]
    if not expired:
        return 0
    store.commit(
        [],
        removes=expired,
        positions={"retain": snapshot.version + 1},
        based_on=snapshot.version,
        metadata={"aurorascope.command": "retain"},
    )
    return len(expired)


def _first_days(today: date, raw_days: int, rollup_days: int) -> dict[str, date]:
    """Return the first day that is kept, by table; tables that are kept for good are not in it."""
    return {
        name: today - timedelta(days=rollup_days if name in KEPT_LONG else raw_days)
        for name, table in TABLES.items()
        if not table.derived and name not in KEPT_FOR_GOOD
    }


def _expired(snapshot: Snapshot, before: dict[str, date]) -> list[DataFile]:
    """Return the files that are too old; of statements those that rollups count.

    A run may commit more of such a day after it was rolled up and before it is taken out: these rows wait for
    the next time, else nothing would know of them.
    """
    kept = provisional_files(snapshot)
    return [
        file
        for name, first in before.items()
        for file in snapshot.files(name)
        if NO_DAY < file.day < first
        and file.path not in kept
        and (name != "statements" or is_rolled(file.path))
    ]
