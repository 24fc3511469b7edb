"""Statistics of statement digests: what ran, how often and at what cost, by period."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fake_aws.call import Call
from fake_aws.services import pi_load
from fake_aws.services.pi_resources import Span
from fake_aws.world import Floats, Ints, Record, SqlStats

PREFIX = "db.sql_tokenized.stats."
_GROUP = "db.sql_tokenized"


def offered(stats: SqlStats | None) -> list[tuple[str, str]]:
    """Return the names (without prefix) and units of the statistics an instance offers."""
    if stats is None:
        return []
    names = [name + rate for name in stats.columns for rate in ("", "_per_sec", "_per_call")]
    if "total_time" in stats.columns:
        names.append("avg_latency_per_call")
    return [(name, "Milliseconds" if "time" in name or "latency" in name else "Count") for name in names]


def by_digest(call: Call, query: Record, wanted: Span) -> list[tuple[dict[str, str], Floats]]:
    """Return a statistic of each digest by period, the digests that were called most first."""
    stats, name = _offering(call, query["Metric"], wanted)
    group = query.get("GroupBy") or {"Group": _GROUP}
    if group["Group"] != _GROUP:
        raise call.invalid(f"Group: {query['Metric']} is kept by {_GROUP} only")
    order, table = _table(call, stats, name, wanted, query.get("Filter") or {})
    order = order[: group.get("Limit", 10)]
    return [(_key(stats.digests.members[each], group), table[each]) for each in order]


def _key(member: object, group: Record) -> dict[str, str]:
    assert isinstance(member, dict)
    wanted = group.get("Dimensions")
    return {name: pi_load.cut(value) for name, value in member.items() if not wanted or name in wanted}


def over_the_span(call: Call, metric: str, wanted: Span) -> dict[str, float]:
    """Return a statistic over the whole span by digest id, for DescribeDimensionKeys."""
    stats, name = _offering(call, metric, wanted)
    whole = Span(wanted.start, wanted.end, wanted.end - wanted.start)
    order, table = _table(call, stats, name, whole, {})
    return {stats.digests.members[each]["db.sql_tokenized.id"]: float(table[each, 0]) for each in order}


def _offering(call: Call, metric: str, wanted: Span) -> tuple[SqlStats, str]:
    name = metric.removeprefix(PREFIX).removesuffix(".avg")
    stats = call.world.sql_stats(call.account, call.region, call["Identifier"], wanted.start, wanted.end)
    if stats is None or name not in {each for each, _ in offered(stats)}:
        raise call.invalid(f"Metric: {metric} is not available for this resource")
    return stats, name


def _table(
    call: Call, stats: SqlStats, name: str, wanted: Span, only: dict[str, str]
) -> tuple[Ints, np.ndarray]:
    """Return the digests that ran (most calls first), and a statistic of every digest by period."""
    ended = stats.times + stats.step_s <= call.now
    seen = (stats.times >= wanted.start) & (stats.times < wanted.end) & ended & (stats.digests.codes >= 0)
    for dimension, value in only.items():
        fits = [pi_load.cut(member.get(dimension, "")) == value for member in stats.digests.members]
        seen &= np.array([*fits, False])[stats.digests.codes]
    digests, periods = len(stats.digests.members), wanted.periods
    flat = stats.digests.codes[seen].astype(np.int64) * periods + wanted.bucket(stats.times[seen])

    def summed(column: str) -> np.ndarray:
        return np.bincount(flat, stats.columns[column][seen], digests * periods).reshape(digests, periods)

    calls = summed("calls" if "calls" in stats.columns else "count_star")
    often = calls.sum(axis=1)
    order = np.argsort(-often, kind="stable")
    return order[often[order] > 0], _rated(name, summed, calls, wanted.period)


def _rated(name: str, summed: Callable[[str], np.ndarray], calls: np.ndarray, period: int) -> np.ndarray:
    if name == "avg_latency_per_call":
        return summed("total_time") / np.maximum(calls, 1)
    if name.endswith("_per_sec"):
        return summed(name.removesuffix("_per_sec")) / period
    if name.endswith("_per_call"):
        return summed(name.removesuffix("_per_call")) / np.maximum(calls, 1)
    return summed(name)
