"""The rollups of closed days (`ROLLUPS`), and how they join the raw rows.

Compaction writes all of them in the commit that makes a day's `statements` one file, and that file's name
says so. Rows that come later for the same day are in files of other names. So a number over any range is the
rollups of its whole hours or days, plus raw rows of the cut hours at both ends, plus raw rows of
`open_statements`; nothing is counted twice, and nothing is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.model.filter import NOISE_DATABASE, NOISE_USERS
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


def days_without_rows(snapshot: Snapshot) -> frozenset[date]:
    """Return the days of which retention took raw rows that the rollups still count."""
    kept = {roll_number(file.path) for file in snapshot.files("statements")}
    return frozenset(
        file.day
        for file in snapshot.files("statement_hours")
        if is_rolled(file.path) and roll_number(file.path) not in kept
    )
