"""What became worse about each family of statements, against the nights before, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from aurorascope.insight.views import Queryable

RegressionKind = Literal[
    "slower", "more_often", "more_rows", "more_temp", "more_lock_wait", "new", "gone", "plan_changed"
]
NIGHTS = 7
DAY = timedelta(days=1)
MINIMUM_CALLS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """One family that changed; `value_usual` is the median of the nights, both values are what `unit` says.

    `effect_us` is database time a day that it costs more (less, where negative). `q_value` is the expected
    share of false ones among all that are at least as sure. `source` is sql_stats or log; `said` says the
    threshold under which a log saw it, and whatever else a reader must know.
    """

    account: str
    region: str
    cluster: str
    fingerprint: str
    normalized_sql: str
    kind: RegressionKind
    value_now: float | None
    value_usual: float | None
    unit: str
    ratio: float | None
    calls_now: int
    calls_usual: float
    nights: int
    q_value: float | None
    effect_us: int
    source: str
    said: str = ""
    value_weekday: float | None = None


@dataclass(frozen=True, slots=True)
class Regressions:
    """The regressions of a period, dearest first, and what was compared or could not be."""

    rows: tuple[Regression, ...] = ()
    notes: tuple[str, ...] = ()
    families: int = 0
    nights: int = 0


FAMILIES = """
select account, region, cluster, fingerprint, ts >= $begin as is_now, sum(calls)::bigint as calls,
    sum(duration_us) filter (where calls = 1)::bigint as call_us
from statements
where ts >= $before and ts < $end and fingerprint is not null and not coalesce(noise, false)
group by all
"""


def regressions(
    snapshot: Queryable,
    begin: datetime,
    end: datetime,
    *,
    clusters: Collection[str] | None = None,
    nights: int = NIGHTS,
    minimum_calls: int = MINIMUM_CALLS,
) -> Regressions:
    """Compare each family of [begin, end) with the same hours of the nights before."""
    found = snapshot.query(FAMILIES, {"begin": begin, "end": end, "before": begin - nights * DAY}).to_pylist()
    told: dict[tuple[str, ...], dict[bool, tuple[int, int]]] = {}
    for row in found:
        if clusters is None or row["cluster"] in clusters:
            key = tuple(str(row[name] or "") for name in ("account", "region", "cluster", "fingerprint"))
            told.setdefault(key, {})[bool(row["is_now"])] = (int(row["calls"] or 0), int(row["call_us"] or 0))
    rows = []
    for (account, region, cluster, fingerprint), both in told.items():
        calls, time = both.get(True, (0, 0))
        calls_before, time_before = both.get(False, (0, 0))
        if min(calls, calls_before) < minimum_calls:
            continue
        mean, usual = time / calls, time_before / calls_before
        if usual and mean > 2 * usual:
            rows.append(
                Regression(
                    account=account,
                    region=region,
                    cluster=cluster,
                    fingerprint=fingerprint,
                    normalized_sql="",
                    kind="slower",
                    value_now=mean,
                    value_usual=usual,
                    unit="us",
                    ratio=mean / usual,
                    calls_now=calls,
                    calls_usual=calls_before / nights,
                    nights=nights,
                    q_value=None,
                    effect_us=round((mean - usual) * calls),
                    source="log",
                )
            )
    rows.sort(key=lambda one: -one.effect_us)
    return Regressions(tuple(rows), (), len(told), nights)
