"""ListMetrics: 500 a page; visible 15 minutes after the first point, gone two weeks after the last."""

from __future__ import annotations

from fake_aws.call import Call, Operation
from fake_aws.services.cloudwatch_index import index, visible
from fake_aws.world import Record, Series

_PAGE = 500
_SETTLING_S = 15 * 60
_REMEMBERED_S = 14 * 86_400
_RECENT_S = 3 * 3600


def _list_metrics(call: Call) -> Record:
    wanted = [(each["Name"], each.get("Value")) for each in call.get("Dimensions") or []]
    found = [series for series in _active(call) if _fits(call, series, wanted)]
    shown, following = call.page(found, _PAGE, bad="InvalidParameterValue")
    return {"Metrics": [_metric(series) for series in shown]} | following


def _metric(series: Series) -> Record:
    dimensions = [{"Name": name, "Value": value} for name, value in series.dimensions]
    return {"Namespace": series.namespace, "MetricName": series.name, "Dimensions": dimensions}


def _fits(call: Call, series: Series, wanted: list[tuple[str, str | None]]) -> bool:
    """Say whether a series is asked for: it may have more dimensions than those named."""
    held = dict(series.dimensions)
    return (
        call.get("Namespace") in (None, series.namespace)
        and call.get("MetricName") in (None, series.name)
        and all(name in held and value in (None, held[name]) for name, value in wanted)
    )


def _active(call: Call) -> list[Series]:
    """Return the series a listing knows now, found once a minute of the clock and state of the faults."""
    recent = call.get("RecentlyActive") is not None
    key = ("active", recent, call.now // 60, len(call.faults.gone), call.faults.late_share)
    known = call.state.get("listed", {})
    if key not in known:
        found = [series for series in index(call).series if _is_active(call, series, recent=recent)]
        known = call.state["listed"] = {key: found} | {old: known[old] for old in list(known)[:3]}
    found_before: list[Series] = known[key]
    return found_before


def _is_active(call: Call, series: Series, *, recent: bool) -> bool:
    back = call.now - (_RECENT_S if recent else _REMEMBERED_S)
    settled = call.now - _SETTLING_S
    if series.active is not None and not call.faults.gone:
        first, last = series.active
        return first <= settled and last >= back
    points = visible(call, series, back, call.now)
    if not len(points.times):
        return False
    return (
        bool(points.times[0] <= settled)
        or len(visible(call, series, back - _REMEMBERED_S, settled).times) > 0
    )


OPERATIONS: dict[str, Operation] = {"ListMetrics": _list_metrics}
