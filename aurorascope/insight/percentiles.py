"""Percentiles of durations over ranges whose raw rows are too many to sort: from buckets, and yet exact.

The rollups say in which 2 % bucket a rank lies, and only that bucket's raw rows are read. While a page loads,
the middle of the bucket will do, which is within 1 %. Rollups of buckets know families and servers; what asks
for a user, a database, a host, an application or a phase is answered from the raw rows alone.
"""

from __future__ import annotations

from datetime import UTC, date
from typing import TYPE_CHECKING, Any

from aurorascope.insight.cells import family_durations, tells_families
from aurorascope.store.rollup import days_without_rows
from aurorascope.store.schemas import TABLES
from aurorascope.store.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from aurorascope.insight.views import Queryable
    from aurorascope.model.filter import Filter

SORTED_ROWS = 10_000_000
"""So many rows are sorted as they are: up to here that is quicker than buckets."""
QUANTILES = {"p50_us": 0.5, "p95_us": 0.95, "p99_us": 0.99}
KEYS = frozenset({"cluster", "instance", "engine", "fingerprint"})
# noise is known by user and database, as the rollups know it: both count the same
COLUMNS = frozenset(TABLES["statements"].column_names) - {"noise"}


def from_buckets(snapshot: Queryable, chosen: Filter, by: Sequence[str]) -> bool:
    """Say whether buckets know the durations of such groups, and all of their raw rows are kept."""
    return (
        isinstance(snapshot, Snapshot)
        and set(by) <= KEYS
        and tells_families(chosen)
        and not gone_days(snapshot, chosen)
    )


def too_many(snapshot: Queryable, chosen: Filter, most: int = SORTED_ROWS) -> bool:
    """Say whether the days of a range hold more rows than are sorted as they are."""
    if not isinstance(snapshot, Snapshot):
        return False
    first, last = days_of(chosen)
    return sum(file.rows for file in snapshot.files("statements") if first <= file.day <= last) > most


def percentiles(
    snapshot: Queryable, chosen: Filter, by: Sequence[str], *, exact: bool = True
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return p50_us, p95_us, p99_us and `calls`, the executions that had a duration, of each group.

    With `exact` off they are the middles of their buckets. A percentile that is asked for exactly and whose
    bucket lacks raw rows is None.
    """
    sql, bound = _query(chosen, by, exact=exact)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in snapshot.query(sql, bound).to_pylist():
        group = found.setdefault(tuple(row[column] for column in by), {"calls": row["calls"]})
        group[row["name"]] = row["duration_us"]
    return found


def filled(
    found: pa.Table, snapshot: Queryable, chosen: Filter, by: Sequence[str], *, exact: bool
) -> pa.Table:
    """Put percentiles from buckets into the rows of a view of groups; None where rows of one are lacking."""
    import pyarrow as pa

    known = percentiles(snapshot, chosen, by, exact=exact)
    measures: dict[str, list[int | None]] = {name: [] for name in QUANTILES}
    for row in found.select([*by, "timed_calls", "min_us", "max_us"]).to_pylist():
        group = known.get(tuple(row[column] for column in by), {})
        for name, values in measures.items():
            value = group.get(name) if group.get("calls") == row["timed_calls"] else None
            # the middle of the outermost buckets may lie beyond the extremes
            values.append(None if value is None else max(row["min_us"], min(row["max_us"], value)))
    for name, values in measures.items():
        place = found.schema.get_field_index(name)
        found = found.set_column(place, name, pa.array(values, pa.int64()))
    return found


def gone_days(snapshot: Snapshot, chosen: Filter) -> tuple[date, ...]:
    """Return the days of a range of which retention kept the rollups alone."""
    first, last = days_of(chosen)
    return tuple(sorted(day for day in days_without_rows(snapshot) if first <= day <= last))


def days_of(chosen: Filter) -> tuple[date, date]:
    """Return the first and the last day (UTC) that a range touches."""
    first = chosen.begin.astimezone(UTC).date() if chosen.begin else date.min
    last = chosen.end.astimezone(UTC).date() if chosen.end else date.max
    return first, last


def _query(chosen: Filter, by: Sequence[str], *, exact: bool) -> tuple[str, dict[str, object]]:
    """Return the query over buckets; the rank is the one that quantile_disc takes."""
    cells, bound = family_durations(chosen, COLUMNS)
    keys = "".join(f"{name}, " for name in by)
    over = f"PARTITION BY {', '.join(by)}" if by else ""
    names = ", ".join(f"{{'name': '{name}', 'share': {share}::double}}" for name, share in QUANTILES.items())
    wanted = f"""
    WITH counted AS (
        SELECT {keys} bucket, sum(calls) AS calls FROM {cells} AS cells
        WHERE bucket IS NOT NULL GROUP BY ALL HAVING sum(calls) > 0
    ),
    summed AS (
        SELECT *, sum(calls) OVER ({over} ORDER BY bucket) AS upto, sum(calls) OVER ({over}) AS total
        FROM counted
    ),
    ranked AS (
        SELECT *, greatest(1, total - floor(total - quantile.share * total)) AS rank
        FROM summed CROSS JOIN (SELECT unnest([{names}]) AS quantile)
    ),
    wanted AS (
        SELECT {keys} quantile.name AS name, bucket, calls, total, rank - (upto - calls) AS place,
            round(1.02 ** (bucket + 0.5))::bigint AS middle,
            floor(1.02 ** bucket)::bigint - 1 AS least, ceil(1.02 ** (bucket + 1))::bigint + 1 AS most
        FROM ranked WHERE rank > upto - calls AND rank <= upto
    )"""
    if not exact:
        return (
            f"{wanted} SELECT {keys} name, total::bigint AS calls, middle AS duration_us FROM wanted",
            bound,
        )
    rows, more = chosen.where(COLUMNS, "ts")
    same = " AND ".join(f"s.{name} IS NOT DISTINCT FROM w.{name}" for name in by) or "true"
    group = "".join(f"w.{name}, " for name in by)
    sql = f"""{wanted},
    nearby AS (
        SELECT {group} w.name, w.total, w.calls, w.place, s.duration_us, count(*) OVER same AS kept,
            row_number() OVER (same ORDER BY s.duration_us) AS nth
        FROM (SELECT * FROM statements WHERE {rows} AND calls = 1 AND duration_us IS NOT NULL) AS s
        JOIN wanted AS w ON {same} AND s.duration_us >= w.least AND s.duration_us <= w.most
        WHERE duration_bucket(s.duration_us) = w.bucket
        WINDOW same AS (PARTITION BY {group} w.name)
    )
    SELECT {keys} name, total::bigint AS calls, duration_us FROM nearby WHERE nth = place AND kept = calls"""
    return sql, bound | more
