"""Executions as cells that add up: rollups of whole closed hours and days where they answer, else raw rows.

A view sums `calls`, `timed_calls`, `sum_us`, `call_us` and takes the extremes of `min_us` and `max_us`;
it need not know which it was given, and the numbers are the same.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aurorascope.insight.bucket import HOUR
from aurorascope.model.errors import BadRequestError
from aurorascope.store.rollup import STEP
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aurorascope.model.filter import Filter

DIMENSIONS = frozenset({"user_name", "database_name", "client_host", "application"})
OF_PHASES = ("timed_phases", "least_us", "most_us", "earliest", "latest")
"""Measures that the rollup by phase alone has."""
CELL_COLUMNS = DIMENSIONS | {"fingerprint", "phase", *OF_PHASES}
"""What a view may ask of its cells beyond times and sums."""
SERVER = ("ts", "cluster", "instance", "engine")
PLACES = ("user_name", "database_name", "client_host", "application")
MEASURES = "calls, timed_calls, logged, sum_us, call_us, min_us, max_us"
BUCKET_MEASURES = "bucket, step_us, calls, sum_us, call_us, min_us, max_us"
_ONE = "CASE WHEN calls = 1 THEN duration_us END"
_RAW = f"""calls,
    CASE WHEN duration_us IS NULL THEN 0 ELSE calls END AS timed_calls,
    CASE WHEN phase <> 'plan' THEN 1 ELSE 0 END AS logged, duration_us AS sum_us,
    {_ONE} AS call_us, {_ONE} AS min_us, {_ONE} AS max_us"""
_RAW_OF_PHASES = """CASE WHEN duration_us IS NULL THEN 0 ELSE 1 END AS timed_phases,
    duration_us AS least_us, duration_us AS most_us, ts AS earliest, ts AS latest"""
RAW_BUCKETS = f"""SELECT ts, cluster, instance, engine,
    duration_bucket(duration_us) AS bucket, {STEP} AS step_us, calls,
    duration_us AS sum_us, {_ONE} AS call_us, {_ONE} AS min_us, {_ONE} AS max_us
FROM"""
ROWS_ALONE = ("min_duration_us", "include", "exclude", "pattern", "exclude_pattern", "windows", "sqlstate")
"""Fields of a filter that a rollup cannot answer."""
OF_FAMILIES = ("fingerprint", "statement_kind")
OF_PLACES = ("user", "database", "host", "application")

Slot = tuple[str, timedelta]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_HOUR, ONE_DAY = timedelta(hours=1), timedelta(days=1)


def cells(
    chosen: Filter,
    columns: frozenset[str],
    params: Mapping[str, object],
    wanted: frozenset[str] = CELL_COLUMNS,
) -> tuple[str, dict[str, object]]:
    """Return the relation of cells under a filter and the values it binds.

    `columns` are those of the raw rows that the filter may use; `wanted` those of `CELL_COLUMNS` that the
    view names: the fewer there are, the fewer cells answer.
    """
    keys = [*SERVER]
    families = "fingerprint" in wanted or any(getattr(chosen, field) for field in OF_FAMILIES)
    phases = bool(wanted & {"phase", *OF_PHASES})
    places = bool(wanted & DIMENSIONS) or any(getattr(chosen, field) for field in OF_PLACES)
    keys += ["fingerprint"] * families + [*PLACES] * places + ["phase"] * phases
    rolled, raw = MEASURES, _RAW
    if phases:
        rolled, raw = f"{rolled}, {', '.join(OF_PHASES)}", f"{raw}, {_RAW_OF_PHASES}"
    named = ", ".join(keys)
    if _rows_alone(chosen) or (phases and families) or not whole_hours(chosen, params):
        sql, bound = chosen.where(columns, "ts")
        return f"(SELECT {named}, {raw} FROM statements WHERE {sql})", bound
    slots: tuple[Slot, ...] = (("statement_family_hours", ONE_HOUR),)
    if not families and (places or phases):
        slots = (("statement_place_hours", ONE_HOUR),)
    elif places:
        hours, days = ("statement_hours", ONE_HOUR), ("statement_place_days", ONE_DAY)
        slots = (days, hours) if "bucket_us" not in params and "zone" not in params else (hours,)
    return _composed(chosen, columns, slots, f"SELECT {named}, {rolled} FROM", f"SELECT {named}, {raw} FROM")


def durations(
    chosen: Filter, columns: frozenset[str], params: Mapping[str, object]
) -> tuple[str, dict[str, object]]:
    """Return the relation of durations in buckets of 2 % under a filter, and the values it binds."""
    narrow = any(getattr(chosen, field) for field in (*OF_FAMILIES, *OF_PLACES))
    if narrow or _rows_alone(chosen) or not whole_hours(chosen, params):
        sql, bound = chosen.where(columns, "ts")
        return f"({RAW_BUCKETS} statements WHERE {sql})", bound
    rolled = f"SELECT ts, cluster, instance, engine, {BUCKET_MEASURES} FROM"
    return _composed(chosen, columns, (("statement_bucket_hours", ONE_HOUR),), rolled, RAW_BUCKETS)


def family_durations(chosen: Filter, columns: frozenset[str]) -> tuple[str, dict[str, object]]:
    """Return durations by family in buckets of 2 %, for a filter that `tells_families` lets pass."""
    named = ", ".join((*SERVER, "fingerprint"))
    raw = f"SELECT {named}, duration_bucket(duration_us) AS bucket, calls FROM"
    return _composed(
        chosen, columns, (("statement_days", ONE_DAY),), f"SELECT {named}, bucket, calls FROM", raw
    )


def family_days(chosen: Filter, columns: frozenset[str]) -> tuple[str, dict[str, object]]:
    """Return executions by place, family and duration in buckets of 2 %, with the sum of their durations."""
    named = ", ".join(("account", "region", *SERVER, "fingerprint"))
    raw = f"SELECT {named}, duration_bucket(duration_us) AS bucket, calls, {_ONE} AS call_us FROM"
    return _composed(
        chosen, columns, (("statement_days", ONE_DAY),), f"SELECT {named}, bucket, calls, call_us FROM", raw
    )


def tells_families(chosen: Filter) -> bool:
    """Say whether rollups by family and duration can answer a filter."""
    return not _rows_alone(chosen) and not any(getattr(chosen, field) for field in OF_PLACES)


def entries(
    chosen: Filter, columns: Mapping[str, frozenset[str]], params: Mapping[str, object]
) -> tuple[str, dict[str, object]]:
    """Return `log_entries` counted under a filter: ts, severity, kind, entries, earliest, latest.

    Each row of `statements` but a plan is one of them, so cells count them where no text is asked for.
    """
    one = "SELECT ts, severity, kind, 1 AS entries, ts AS earliest, ts AS latest FROM"
    if chosen.severity or _rows_alone(chosen):
        sql, bound = chosen.where(columns["log_entries"], "ts")
        return f"({one} log_entries WHERE {sql})", bound
    sql, bound = chosen.where(columns["entries"], "ts")
    others, values = cells(chosen, columns["statements"], params, frozenset({"phase"}))
    return (
        f"({one} entries WHERE {sql} UNION ALL "
        f"SELECT ts, 'LOG', 'duration', logged, earliest, latest FROM {others} AS cells WHERE logged > 0)"
    ), bound | values


def _rows_alone(chosen: Filter) -> bool:
    return any(getattr(chosen, field) not in ((), None) for field in ROWS_ALONE)


def _composed(
    chosen: Filter, columns: frozenset[str], slots: tuple[Slot, ...], rolled: str, raw: str
) -> tuple[str, dict[str, object]]:
    """Compose a range of the widest whole slots, narrower ones at its ends, raw rows where it cuts them."""
    raw_sql, bound = chosen.where(columns, None)
    spans: list[str] = []

    def add(select: str, predicate: str, low: datetime | None, high: datetime | None) -> None:
        parts = [f"{select} WHERE {predicate}"]
        for word, moment in ((">=", low), ("<", high)):
            if moment is not None:
                name = f"f_cells_{re.sub('[^0-9]', '_', moment.isoformat())}"
                bound[name] = moment
                parts.append(f"ts {word} ${name}")
        spans.append(" AND ".join(parts))

    def fill(low: datetime | None, high: datetime | None, left: tuple[Slot, ...]) -> None:
        if low is not None and high is not None and low >= high:
            return
        if not left:
            add(f"{raw} rolled_statements", raw_sql, low, high)
            return
        table, width = left[0]
        first, last = _ceiling(low, width), _floor(high, width)
        if first is not None and last is not None and first >= last:
            fill(low, high, left[1:])
            return
        sql, values = chosen.where(frozenset(TABLES[table].column_names), None)
        bound.update(values)
        add(f"{rolled} {table}", sql, first, last)
        if low is not None and first is not None:
            fill(low, first, left[1:])
        if high is not None and last is not None:
            fill(last, high, left[1:])

    add(f"{raw} open_statements", raw_sql, chosen.begin, chosen.end)
    fill(chosen.begin, chosen.end, slots)
    return "(" + "\nUNION ALL\n".join(spans) + ")", bound


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


def _floor(moment: datetime | None, width: timedelta) -> datetime | None:
    if moment is None:
        return None
    moment = moment.astimezone(UTC)
    return moment - (moment - EPOCH) % width


def _ceiling(moment: datetime | None, width: timedelta) -> datetime | None:
    low = _floor(moment, width)
    return low if moment is None or low is None or low == moment else low + width
