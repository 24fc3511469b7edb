"""Exact percentiles of durations, also over ranges whose raw rows are too many to read.

From the raw rows, as DuckDB's quantile_disc. Above `exact_rows` executions: the rollups say in which 2 %
bucket the rank lies, and only that bucket's raw rows are read. Where retention took the raw rows, the middle
of the bucket is all that is known: it is within 1 %, and `exact` is false.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from aurorascope.store.relations import WORD
from aurorascope.store.rollup import DIMENSIONS, buckets, refuse_cut, refuse_gone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import pyarrow as pa

    from aurorascope.store.snapshot import Snapshot

EXACT_ROWS = 10_000_000
EXECUTION = "calls = 1 and duration_us is not null"


def percentiles(
    snapshot: Snapshot,
    quantiles: Sequence[float],
    begin: datetime,
    end: datetime,
    *,
    where: str = "true",
    params: Mapping[str, object] | None = None,
    by: Sequence[str] = ("fingerprint",),
    exact_rows: int = EXACT_ROWS,
) -> pa.Table:
    """Return one row a group and quantile: the columns of `by`, quantile, calls, duration_us, exact.

    Durations of executions in [begin, end). `where` is a predicate over columns that `statement_hours` has
    too, with its values in `params`. StoreError where the range cuts a day whose raw rows are no longer kept,
    or a user, database, host or application is asked for there: that is then unknown.
    """
    values: dict[str, object] = {**(params or {}), "begin": begin, "end": end}
    inside = f"({where}) and ts >= $begin and ts < $end"
    if set(DIMENSIONS) & set(WORD.findall(" ".join((where, *by)))):
        refuse_gone(snapshot, begin, end)
        return snapshot.query(_from_rows(inside, quantiles, by), values)
    refuse_cut(snapshot, begin, end, timedelta(days=1))
    known = snapshot.query(
        f"select coalesce(sum(calls), 0) as n from {buckets(inside, begin='$begin', end='$end')} "
        "where bucket is not null",
        values,
    ).to_pylist()[0]["n"]
    if known <= exact_rows:
        found = snapshot.query(_from_rows(inside, quantiles, by), values)
        if sum(found.column("calls").to_pylist()) == known * len(quantiles):
            return found
    return snapshot.query(_from_buckets(inside, quantiles, by), values)


def _from_rows(inside: str, quantiles: Sequence[float], by: Sequence[str]) -> str:
    keys = _keys(by)
    return f"""
    with found as (
        select {keys} count(*) as calls, quantile_disc(duration_us, {_list(quantiles)}) as q
        from statements where {inside} and {EXECUTION} group by all
    )
    select {keys} unnest({_list(quantiles)}) as quantile, calls, unnest(q) as duration_us, true as exact
    from found order by all"""


def _from_buckets(inside: str, quantiles: Sequence[float], by: Sequence[str]) -> str:
    """Return the query over buckets; the rank is the one that quantile_disc takes."""
    keys = _keys(by)
    over = f"partition by {', '.join(by)}" if by else ""
    same = " and ".join(f"s.{name} is not distinct from w.{name}" for name in by) or "true"
    again = "".join(f"w.{name}, " for name in by)
    return f"""
    with counted as (
        select {keys} bucket, sum(calls) as calls
        from {buckets(inside, begin="$begin", end="$end")} where bucket is not null group by all
        having sum(calls) > 0
    ),
    summed as (
        select *, sum(calls) over ({over} order by bucket) as upto, sum(calls) over ({over}) as total
        from counted
    ),
    ranked as (
        select *, greatest(1, total - floor(total - quantile * total)) as rank
        from summed cross join (select unnest({_list(quantiles)}) as quantile)
    ),
    wanted as (
        select *, rank - (upto - calls) as place,
            floor(1.02 ** bucket)::bigint - 1 as least, ceil(1.02 ** (bucket + 1))::bigint + 1 as most
        from ranked where rank > upto - calls and rank <= upto
    ),
    nearby as (
        select {again} w.quantile, s.duration_us, count(*) over same as kept,
            row_number() over (same order by s.duration_us) as place
        from (select * from statements where {inside} and {EXECUTION}) as s
        join wanted as w on {same} and s.duration_us >= w.least and s.duration_us <= w.most
        where duration_bucket(s.duration_us) = w.bucket
        window same as (partition by {again} w.quantile)
    )
    select {again} w.quantile, w.total as calls,
        case when n.kept = w.calls then n.duration_us else round(1.02 ** (w.bucket + 0.5))::bigint end
            as duration_us,
        coalesce(n.kept = w.calls, false) as exact
    from wanted as w
    left join nearby as n
        on {same.replace("s.", "n.")} and n.quantile = w.quantile and n.place = w.place
    order by all"""


def _keys(by: Sequence[str]) -> str:
    return "".join(f"{name}, " for name in by)


def _list(quantiles: Sequence[float]) -> str:
    return "[" + ", ".join(f"{float(quantile)!r}::double" for quantile in quantiles) + "]"
