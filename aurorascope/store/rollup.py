"""The rollups of closed days (`ROLLUPS`), and how they join the raw rows.

Compaction writes all of them in the commit that makes a day's `statements` one file, and that file's name
says so. Rows that come later for the same day are in files of other names. So a number over any range is the
rollups of its whole hours or days, plus raw rows of the cut hours at both ends, plus raw rows of
`open_statements`; nothing is counted twice, and nothing is left out.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aurorascope.model.filter import NOISE_DATABASE, NOISE_USERS
from aurorascope.store.errors import StoreError
from aurorascope.store.layout import is_rolled, roll_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from aurorascope.store.snapshot import Snapshot

DAY_KEYS = "account, region, cluster, instance, engine, fingerprint"
DIMENSIONS = ("user_name", "database_name", "client_host", "application")
KEYS = f"{DAY_KEYS}, {', '.join(DIMENSIONS)}"

MEASURES = """
    sum(calls)::bigint as calls,
    {timed}
    sum(duration_us)::bigint as sum_us,
    sum(duration_us) filter (where calls = 1)::bigint as call_us,
    min(duration_us) filter (where calls = 1) as min_us,
    max(duration_us) filter (where calls = 1) as max_us
"""
_NOISE_USERS = ", ".join(f"'{user}'" for user in NOISE_USERS)
# said as a filter says it of raw rows, so that both count the same
NOISE = (
    f"coalesce(user_name in ({_NOISE_USERS}), false) or coalesce(database_name = '{NOISE_DATABASE}', false)"
)
STEPS_US = (
    *(0, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000),
    *(5_000_000, 10_000_000, 30_000_000, 60_000_000, 300_000_000, 3_600_000_000),
)
"""Lower ends of the classes of the histogram of durations; `duration_histogram` has the same."""
STEP = (
    "case when duration_us is null then null "
    + " ".join(f"when duration_us >= {step} then {step}" for step in reversed(STEPS_US))
    + " else 0 end::bigint"
)
TIMED = """coalesce(sum(calls) filter (where duration_us is not null), 0)::bigint as timed_calls,
    count(*) filter (where phase <> 'plan') as logged,"""

OF_PHASES = """count(duration_us) as timed_phases, min(duration_us) as least_us, max(duration_us) as most_us,
    min(ts) as earliest, max(ts) as latest"""
"""What a phase tells that is no call too."""


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
        f"select time_slot(ts, 86400) as ts, {DAY_KEYS}, {NOISE} as noise, "
        f"duration_bucket(duration_us) as bucket, {MEASURES.format(timed='')} from {source} group by all"
    )


def family_hours_of(source: str) -> str:
    """Return the SELECT of `statement_family_hours` rows from raw rows."""
    return (
        f"select time_slot(ts, 3600) as ts, {DAY_KEYS}, {NOISE} as noise, "
        f"{MEASURES.format(timed=TIMED)} from {source} group by all"
    )


def place_days_of(source: str) -> str:
    """Return the SELECT of `statement_place_days` rows from raw rows."""
    measures = MEASURES.format(timed=TIMED)
    return f"select time_slot(ts, 86400) as ts, {KEYS}, {measures} from {source} group by all"


def place_hours_of(source: str) -> str:
    """Return the SELECT of `statement_place_hours` rows from raw rows."""
    return (
        f"select time_slot(ts, 3600) as ts, account, region, cluster, instance, engine, "
        f"{', '.join(DIMENSIONS)}, phase, {MEASURES.format(timed=TIMED)}, {OF_PHASES} "
        f"from {source} group by all"
    )


def bucket_hours_of(source: str) -> str:
    """Return the SELECT of `statement_bucket_hours` rows from raw rows."""
    return (
        f"select time_slot(ts, 3600) as ts, account, region, cluster, instance, engine, {NOISE} as noise, "
        f"duration_bucket(duration_us) as bucket, {STEP} as step_us, {MEASURES.format(timed='')} "
        f"from {source} group by all"
    )


def session_days_of(source: str) -> str:
    """Return the SELECT of `statement_session_days` rows from raw rows."""
    return (
        f"select time_slot(ts, 86400) as ts, account, region, cluster, instance, session_key, "
        f"{', '.join(DIMENSIONS)}, pid, min(coalesce(started_at, ts)) as first_at, "
        f"max(ts) as last_at, {MEASURES.format(timed='')} from {source} group by all"
    )


ROLLUPS: dict[str, Callable[[str], str]] = {
    "statement_hours": hours_of,
    "statement_days": days_of,
    "statement_family_hours": family_hours_of,
    "statement_place_days": place_days_of,
    "statement_place_hours": place_hours_of,
    "statement_bucket_hours": bucket_hours_of,
    "statement_session_days": session_days_of,
}


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
        file.day
        for file in snapshot.files("statement_hours")
        if is_rolled(file.path) and roll_number(file.path) not in kept
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
