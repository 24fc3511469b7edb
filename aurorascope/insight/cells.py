"""Executions as cells that add up: rollups of whole closed hours where they answer, raw rows for the rest.

A view sums `calls`, `timed_calls`, `sum_us` and takes the extremes of `min_us` and `max_us`; it need not know
which it was given, and the numbers are the same.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aurorascope.insight.bucket import HOUR
from aurorascope.model.errors import BadRequestError
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aurorascope.model.filter import Filter

KEYS = "ts, cluster, instance, engine, fingerprint, user_name, database_name, client_host, application"
ROLLED = f"SELECT {KEYS}, calls, timed_calls, sum_us, min_us, max_us FROM statement_hours"
RAW = f"""SELECT {KEYS}, calls,
    CASE WHEN duration_us IS NULL THEN 0 ELSE calls END AS timed_calls, duration_us AS sum_us,
    CASE WHEN calls = 1 THEN duration_us END AS min_us, CASE WHEN calls = 1 THEN duration_us END AS max_us
FROM"""
SHARED = frozenset(TABLES["statement_hours"].column_names) & frozenset(TABLES["statements"].column_names)
ROWS_ALONE = ("min_duration_us", "include", "exclude", "sqlstate")
"""Fields of a filter that a rollup cannot answer."""


def cells(
    chosen: Filter, columns: frozenset[str], params: Mapping[str, object]
) -> tuple[str, dict[str, object]]:
    """Return the relation of cells under a filter and the values it binds; `columns` are the raw rows'."""
    if any(getattr(chosen, field) not in ((), None) for field in ROWS_ALONE) or not whole_hours(
        chosen, params
    ):
        sql, bound = chosen.where(columns, "ts")
        return f"({RAW} statements WHERE {sql})", bound
    sql, bound = chosen.where(SHARED, None)
    first, last = _ceiling(chosen.begin), _floor(chosen.end)
    spans = [_span(RAW + " open_statements", sql, "f_begin", "f_end", chosen.begin, chosen.end, bound)]
    if first is not None and last is not None and first >= last:
        spans.append(
            _span(RAW + " rolled_statements", sql, "f_begin", "f_end", chosen.begin, chosen.end, bound)
        )
        return _together(spans), bound
    spans.append(_span(ROLLED, sql, "cells_from", "cells_to", first, last, bound))
    if first != chosen.begin:
        spans.append(
            _span(RAW + " rolled_statements", sql, "f_begin", "cells_from", chosen.begin, first, bound)
        )
    if last != chosen.end:
        spans.append(_span(RAW + " rolled_statements", sql, "cells_to", "f_end", last, chosen.end, bound))
    return _together(spans), bound


def whole_hours(chosen: Filter, params: Mapping[str, object]) -> bool:
    """Say whether whole hours are fine enough: buckets of hours, and a zone whose hours begin as UTC's."""
    width, zone = params.get("bucket_us"), params.get("zone")
    if isinstance(width, int) and width % HOUR:
        return False
    return not isinstance(zone, str) or _begins_as_utc(zone, chosen)


def _begins_as_utc(zone: str, chosen: Filter) -> bool:
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadRequestError(
            f"{zone!r} is no time zone; write UTC or a name such as Europe/Berlin"
        ) from None
    if zone == "UTC":
        return True
    if chosen.begin is None or chosen.end is None:
        return False
    moments = (chosen.begin + timedelta(days=day) for day in range((chosen.end - chosen.begin).days + 2))
    return all(
        not (moment.astimezone(place).utcoffset() or timedelta()) % timedelta(hours=1) for moment in moments
    )


def _span(
    select: str,
    predicate: str,
    low_name: str,
    high_name: str,
    low: datetime | None,
    high: datetime | None,
    bound: dict[str, object],
) -> str:
    parts = [f"{select} WHERE {predicate}"]
    if low is not None:
        parts.append(f"ts >= ${low_name}")
        bound[low_name] = low
    if high is not None:
        parts.append(f"ts < ${high_name}")
        bound[high_name] = high
    return " AND ".join(parts)


def _together(spans: list[str]) -> str:
    return "(" + "\nUNION ALL\n".join(spans) + ")"


def _floor(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _ceiling(moment: datetime | None) -> datetime | None:
    low = _floor(moment)
    if moment is None or low is None or low == moment:
        return low
    return low + timedelta(hours=1)
