"""What became worse about each family of statements, against the nights before, and what that costs.

Each family is compared with the last seven nights and with the same weekday of four weeks: counters of
Performance Insights where they tell of it, else the log above its threshold. Of all comparisons of a period
only those are told whose false discovery rate (Benjamini and Hochberg) is small, and that are large enough to
matter.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from aurorascope.insight.regress_amounts import from_log, plan_changes
from aurorascope.insight.regress_calls import judge_calls
from aurorascope.insight.regress_hours import judge_hours
from aurorascope.insight.regress_judging import Judging
from aurorascope.insight.regress_nights import Nights, fold, from_counters, from_logs
from aurorascope.insight.regress_thresholds import thresholds
from aurorascope.insight.regress_totals import judge_amounts
from aurorascope.insight.regression import Regression, RegressionKind, Regressions
from aurorascope.store.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from aurorascope.insight.regress_nights import Family
    from aurorascope.insight.views import Queryable

NIGHTS = 7
MINIMUM_CALLS = 20
FALSE_SHARE = 0.05

TEXTS = """
SELECT fingerprint, max(normalized_sql) AS normalized_sql, min(first_seen) AS first_seen FROM fingerprints
WHERE list_contains($wanted, fingerprint) GROUP BY fingerprint
"""
CUT_TEXTS = """
SELECT tokenized_id, max(sql_prefix) AS sql_prefix FROM sql_texts
WHERE list_contains($wanted, tokenized_id) GROUP BY tokenized_id
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
    """Compare each family of [begin, end) with the same hours of the nights before.

    All clusters are compared, as many comparisons are one question, and `clusters` chooses what is returned.
    Who asks again of the same version, a report and its checks say, is given the same answer.
    """
    compared = Nights(begin, end, nights)
    if isinstance(snapshot, Snapshot):
        near = snapshot.between(compared.spans()[-1][0], end)
        found = _remembered(near, compared, minimum_calls)
    else:
        found = _compared(snapshot, compared, minimum_calls)
    if clusters is None:
        return found
    return replace(found, rows=tuple(one for one in found.rows if one.cluster in clusters))


_ANSWERS: OrderedDict[tuple[object, ...], Regressions] = OrderedDict()
_ANSWERING = Lock()
MOST_ANSWERS = 4


def _remembered(near: Snapshot, compared: Nights, minimum_calls: int) -> Regressions:
    files = len(near.all_files)  # a snapshot that was cut before may hold fewer
    key = (near.address, near.version, files, compared.begin, compared.end, compared.near, minimum_calls)
    with _ANSWERING:  # who asks the same meanwhile waits for the answer
        if key not in _ANSWERS:
            _ANSWERS[key] = _compared(near, compared, minimum_calls)
            while len(_ANSWERS) > MOST_ANSWERS:
                _ANSWERS.popitem(last=False)
        return _ANSWERS[key]


def _compared(snapshot: Queryable, compared: Nights, minimum_calls: int) -> Regressions:
    judging = Judging(compared, minimum_calls)
    counted = from_counters(snapshot, compared, None)
    judging.first_seen = _first_seen(snapshot, counted.families)
    judge_calls(judging, counted, "sql_stats", {})
    rows = from_logs(snapshot, compared, None)
    cuts = thresholds(snapshot, compared, rows)
    logged = fold(rows, len(compared.steps), {place: one.cut for place, one in cuts.items()})
    judging.first_seen |= _first_seen(snapshot, logged.families)
    judge_calls(judging, logged, "log", cuts, known=judging.told_by_counters(counted))
    judge_hours(judging, snapshot, None)
    judge_amounts(judging, counted, from_log(snapshot, compared, None))
    judging.take_plans(plan_changes(snapshot, compared, None))
    found = judging.told(FALSE_SHARE)
    texts = _texts(snapshot, {one.fingerprint for one in found})
    named = [replace(one, normalized_sql=texts.get(one.fingerprint, "")) for one in found]
    return Regressions(
        tuple(sorted(named, key=lambda one: (-one.effect_us, one.cluster, one.fingerprint, one.kind))),
        tuple(judging.notes),
        len({*counted.families, *logged.families}),
        compared.near,
        judging.time_a_day(counted, logged),
    )


def _first_seen(snapshot: Queryable, families: Collection[Family]) -> dict[str, datetime]:
    wanted = sorted({family[3] for family in families})
    found = snapshot.query(TEXTS, {"wanted": wanted}).to_pylist() if wanted else []
    return {row["fingerprint"]: row["first_seen"] for row in found if row["first_seen"] is not None}


def _texts(snapshot: Queryable, wanted: Collection[str]) -> dict[str, str]:
    values = {"wanted": sorted(wanted)}
    if not wanted:
        return {}
    cut = snapshot.query(CUT_TEXTS, values).to_pylist()
    whole = snapshot.query(TEXTS, values).to_pylist()
    return {row["tokenized_id"]: row["sql_prefix"] or "" for row in cut} | {
        row["fingerprint"]: row["normalized_sql"] or "" for row in whole
    }


__all__ = ["Regression", "RegressionKind", "Regressions", "regressions"]
