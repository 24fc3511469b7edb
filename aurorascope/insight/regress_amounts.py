"""What each family did besides taking time, night by night: rows, temporary bytes, waits for locks, plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from aurorascope.insight.regress_nights import family_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from aurorascope.insight.regress_nights import Family, Nights
    from aurorascope.insight.regress_statistics import Floats
    from aurorascope.insight.views import Queryable

TEMP = """
SELECT {column} AS night, account, region, cluster, fingerprint, sum(bytes)::bigint AS amount
FROM temp_files
WHERE ts >= $before AND ts < $end AND night IS NOT NULL AND fingerprint IS NOT NULL
GROUP BY ALL
"""
LOCKS = """
SELECT {column} AS night, account, region, cluster, fingerprint, sum(wait_us)::bigint AS amount
FROM lock_waits
WHERE ts >= $before AND ts < $end AND night IS NOT NULL AND fingerprint IS NOT NULL AND state <> 'waiting'
GROUP BY ALL
"""
HAS_SLOW_LOG = "SELECT count(*) AS spans FROM coverage WHERE log_kind = 'slowquery'"
SLOW_LOG = """
SELECT {column} AS night, account, region, cluster, fingerprint, sum(calls)::bigint AS calls,
    sum(rows_examined)::bigint AS examined, sum(rows_sent)::bigint AS rows, sum(lock_us)::bigint AS lock_us
FROM statements
WHERE engine = 'mysql' AND ts >= $before AND ts < $end AND night IS NOT NULL AND fingerprint IS NOT NULL
    AND rows_examined IS NOT NULL
GROUP BY ALL
"""
PLANS = """
SELECT account, region, cluster, fingerprint, plan_hash, ts >= $begin AS is_now, count(*) AS plans,
    avg(duration_us) AS mean_us
FROM plans
WHERE ts >= $before AND ts < $end AND fingerprint IS NOT NULL AND plan_hash IS NOT NULL
GROUP BY ALL
ORDER BY ALL
"""

Amounts = dict[str, tuple[list["Family"], "Floats"]]


def from_log(snapshot: Queryable, nights: Nights, clusters: Collection[str] | None) -> Amounts:
    """Return temporary bytes, waits, and MySQL's rows a call, each as families by nights."""

    def rows(sql: str) -> list[dict[str, Any]]:
        text = sql.replace("{column}", nights.column_sql())
        found = snapshot.query(text, nights.values()).to_pylist()
        return [row for row in found if clusters is None or row["cluster"] in clusters]

    told = {"temp_bytes": _matrix(rows(TEMP), nights), "lock_us": _matrix(rows(LOCKS), nights)}
    if snapshot.query(HAS_SLOW_LOG, {}).to_pylist()[0]["spans"]:
        slow = rows(SLOW_LOG)
        told["slow_lock_us"] = _matrix(slow, nights, "lock_us")
        told["calls"] = _matrix(slow, nights, "calls")
        told["examined"] = _matrix(slow, nights, "examined")
        told["rows"] = _matrix(slow, nights, "rows")
    return told


def _matrix(
    rows: Iterable[Mapping[str, Any]], nights: Nights, name: str = "amount"
) -> tuple[list[Family], Floats]:
    rows = list(rows)
    families = sorted({family_of(row) for row in rows})
    where = {family: number for number, family in enumerate(families)}
    found = np.zeros((len(families), len(nights.steps)))
    for row in rows:
        found[where[family_of(row)], int(row["night"])] += float(row[name] or 0)
    return families, found


def plan_changes(
    snapshot: Queryable, nights: Nights, clusters: Collection[str] | None, least: int = 3
) -> list[dict[str, Any]]:
    """Return families whose most frequent plan of now was not seen in the nights, with plans and means."""
    values = nights.values()
    found = snapshot.query(PLANS, {name: values[name] for name in ("before", "begin", "end")}).to_pylist()
    families: dict[Family, dict[bool, list[dict[str, Any]]]] = {}
    for row in found:
        if clusters is None or row["cluster"] in clusters:
            families.setdefault(family_of(row), {}).setdefault(bool(row["is_now"]), []).append(row)
    changed = []
    for family, both in families.items():
        now, before = both.get(True, []), both.get(False, [])
        if sum(row["plans"] for row in now) < least or sum(row["plans"] for row in before) < least:
            continue
        main = max(now, key=lambda row: row["plans"])
        if main["plans"] >= least and main["plan_hash"] not in {row["plan_hash"] for row in before}:
            usual = max(before, key=lambda row: row["plans"])
            changed.append({"family": family, "now": main, "usual": usual})
    return changed
