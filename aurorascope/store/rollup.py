"""The rollups of closed days: `statement_hours` and `statement_days`, and how they join the raw rows.

Compaction writes both in the commit that makes a day's `statements` one file, and that file's name says so.
Rows that come later for the same day are in files of other names. So a number over any range is the rollups
of its whole hours or days, plus raw rows of the cut hours at both ends, plus raw rows of `open_statements`;
nothing is counted twice, and nothing is left out.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aurorascope.store.errors import StoreError
from aurorascope.store.layout import roll_number

if TYPE_CHECKING:
    from datetime import date

    from aurorascope.store.snapshot import Snapshot

DAY_KEYS = "account, region, cluster, instance, engine, fingerprint"
DIMENSIONS = ("user_name", "database_name", "client_host", "application")
KEYS = f"{DAY_KEYS}, {', '.join(DIMENSIONS)}"

MEASURES = """
    sum(calls)::bigint as calls,
    {timed}
    sum(duration_us)::bigint as sum_us,
    min(duration_us) filter (where calls = 1) as min_us,
    max(duration_us) filter (where calls = 1) as max_us
"""
TIMED = "coalesce(sum(calls) filter (where duration_us is not null), 0)::bigint as timed_calls,"


def hours_of(source: str) -> str:
    """Return the SELECT of `statement_hours` rows from raw rows."""
    return (
        f"select time_slot(ts, 3600) as ts, {KEYS}, {MEASURES.format(timed=TIMED)} from {source} group by all"
    )


def days_of(source: str) -> str:
    """Return the SELECT of `statement_days` rows from raw rows.

    A phase that is no call adds its duration to its own bucket's sum and nothing to its calls.
    """
    return (
        f"select time_slot(ts, 86400) as ts, {DAY_KEYS}, duration_bucket(duration_us) as bucket, "
        f"{MEASURES.format(timed='')} from {source} group by all"
    )


def cells(where: str = "true", *, begin: str, end: str) -> str:
    """Return a relation of the columns of `statement_hours` over any range, exact to the microsecond.

    Where retention took raw rows, only whole hours are known: `refuse_cut` says so.
    `where` is a predicate over the columns that rollups and raw rows share, [begin, end) among it; `begin`
    and `end` are SQL for its ends. `ts` is the start of the hour, or the time of the raw row.
    """
    columns = f"ts, {KEYS}, calls, timed_calls, sum_us, min_us, max_us"
    raw = f"""select ts, {KEYS}, calls,
        case when duration_us is null then 0 else calls end as timed_calls, duration_us as sum_us,
        case when calls = 1 then duration_us end as min_us,
        case when calls = 1 then duration_us end as max_us"""
    hour = "interval 1 hour"
    return f"""(
    select {columns} from statement_hours where ({where}) and ts <= {end} - {hour}
    union all
    {raw} from rolled_statements
    where ({where}) and ts < time_slot({begin} + {hour} - interval 1 microsecond, 3600)
    union all
    {raw} from rolled_statements
    where ({where}) and ts >= greatest(
        time_slot({end}, 3600), time_slot({begin} + {hour} - interval 1 microsecond, 3600)
    )
    union all
    {raw} from open_statements where ({where})
)"""


def buckets(where: str = "true", *, begin: str, end: str) -> str:
    """Return a relation of the columns of `statement_days` over any range, as `cells` does.

    It has no users, databases, hosts and applications, and tells durations instead.
    """
    columns = f"ts, {DAY_KEYS}, bucket, calls, sum_us, min_us, max_us"
    raw = f"""select ts, {DAY_KEYS}, duration_bucket(duration_us) as bucket, calls, duration_us as sum_us,
        case when calls = 1 then duration_us end as min_us,
        case when calls = 1 then duration_us end as max_us"""
    day = "interval 1 day"
    return f"""(
    select {columns} from statement_days where ({where}) and ts <= {end} - {day}
    union all
    {raw} from rolled_statements
    where ({where}) and ts < time_slot({begin} + {day} - interval 1 microsecond, 86400)
    union all
    {raw} from rolled_statements
    where ({where}) and ts >= greatest(
        time_slot({end}, 86400), time_slot({begin} + {day} - interval 1 microsecond, 86400)
    )
    union all
    {raw} from open_statements where ({where})
)"""


def days_without_rows(snapshot: Snapshot) -> frozenset[date]:
    """Return the days of which retention took raw rows that the rollups still count."""
    kept = {roll_number(file.path) for file in snapshot.files("statements")}
    return frozenset(
        file.day for file in snapshot.files("statement_hours") if roll_number(file.path) not in kept
    )


def refuse_cut(snapshot: Snapshot, begin: datetime, end: datetime, step: timedelta) -> None:
    """Raise StoreError where a range cuts an hour or a day (`step`) whose raw rows are no longer kept."""
    gone = days_without_rows(snapshot)
    for edge in (begin.astimezone(UTC), end.astimezone(UTC)):
        if edge.date() in gone and (edge - datetime(1970, 1, 1, tzinfo=UTC)) % step:
            unit = "days" if step >= timedelta(days=1) else "hours"
            raise StoreError(
                f"of {edge.date()} only rollups are kept: a range there begins and ends on whole {unit} (UTC)"
            )


def refuse_gone(snapshot: Snapshot, begin: datetime, end: datetime) -> None:
    """Raise StoreError where a range holds a day whose raw rows are no longer kept."""
    gone = [day for day in days_without_rows(snapshot) if begin.date() <= day <= end.date()]
    if gone:
        raise StoreError(
            f"of {max(gone)} only rollups are kept, which tell no durations of users, databases, hosts and "
            "applications: choose a later range"
        )
