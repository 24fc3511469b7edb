"""Deletes what no version names: files of runs that were killed, files that compaction or retention took out.

Both only after a grace period, as a run may be writing and a reader may be reading: it is counted from when a
file was written, and, if the log took it out, from then.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aurorascope.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.store.place import Lying
    from aurorascope.store.store import Store

GRACE = timedelta(days=7)
"""Also the longest: for a week the log remembers when it took a file out."""
SHORTEST_GRACE = timedelta(hours=1)


def clear(store: Store, *, grace: timedelta = GRACE, now: datetime | None = None) -> int:
    """Delete unnamed files that were unnamed for `grace`, and return how many there were."""
    check_grace(grace)
    # Files first, then the log: a file that is committed in between is then named.
    present = list(store.place.listing("tbl="))
    named = {file.path for file in store.files()}
    unnamed = [lying for lying in present if lying.path not in named]
    return clear_files(store, unnamed, (now or datetime.now(UTC)) - grace)


def clear_files(store: Store, unnamed: Sequence[Lying], before: datetime) -> int:
    """Delete those of these files that were written, and taken out, before a moment."""
    moment = before.timestamp()
    old = [lying.path for lying in unnamed if lying.modified < moment]
    if not old:
        return 0
    removed = store.removed()
    gone = [path for path in old if removed.get(path, 0) < moment]
    store.place.drop(gone)
    return len(gone)


def check_grace(grace: timedelta) -> None:
    """Raise StoreError for a grace period that is none."""
    if grace < SHORTEST_GRACE:
        raise StoreError("the grace period is at least one hour: a run may be writing these files")
    if grace > GRACE:
        raise StoreError("the grace period is at most seven days: so long the log remembers what it took out")
