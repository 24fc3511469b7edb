"""GetMetricData: 500 queries, 100,800 points, periods that fit the age, parts that come later or never."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import numpy as np

from fake_aws import paging
from fake_aws.call import Call, Operation
from fake_aws.faults import Kind
from fake_aws.refusals import Refused, Trouble, refusal
from fake_aws.services.cloudwatch_index import Index, index, visible
from fake_aws.services.cloudwatch_statistics import bucketed, statistic
from fake_aws.world import Record, Series

_QUERIES = 500
_POINTS = 100_800
_ID = re.compile(r"[a-z][A-Za-z0-9_]*")
_DAY = 86_400
_BAND = re.compile(r"ANOMALY_DETECTION_BAND\((\w+), ?(\d+(?:\.\d+)?)\)")
_FINE = {1, 5, 10, 20, 30}
_KEPT_S = 455 * _DAY
_Answered = tuple[list[int], list[float]]


def _get_metric_data(call: Call) -> Record:
    queries = call["MetricDataQueries"]
    _check(call, queries)
    start, end = _span(call)
    known = index(call)
    budget = min(call.get("MaxDatapoints") or _POINTS, _POINTS)
    question = call.question("NextToken", "MaxDatapoints")
    place, point = _place(call, question)
    results: list[Record] = []
    for number, query in enumerate(queries[place:], place):
        if query.get("ReturnData") is False:
            continue
        if "Expression" in query:
            results += _band(call, known, query, (start, end))
            continue
        times, values = _answered(call, known, query, (start, end))
        begin = point if number == place else 0
        part = slice(begin, begin + budget)
        shown = len(times[part])
        budget -= shown
        whole = begin + shown == len(times)
        results.append(
            _result(call, query, (times[part], values[part]), "Complete" if whole else "PartialData")
        )
        if not whole or (budget == 0 and number + 1 < len(queries)):
            following = [number, begin + shown] if not whole else [number + 1, 0]
            return {
                "MetricDataResults": results,
                "NextToken": paging.token(question, following),
                "Messages": [],
            }
    return _disturbed(call, question, results)


def _check(call: Call, queries: list[Record]) -> None:
    if not 0 < len(queries) <= _QUERIES:
        raise call.invalid(
            f"The collection MetricDataQueries must not be greater than {_QUERIES}, not {len(queries)}"
        )
    ids = [query["Id"] for query in queries]
    for each in ids:
        if not _ID.fullmatch(each):
            raise call.invalid(
                f"The value {each!r} for parameter Id is not matching the expected pattern {_ID.pattern}"
            )
    if len(set(ids)) < len(ids):
        raise call.invalid("The values for parameter id in MetricDataQueries are not unique")
    for query in queries:
        _check_query(call, query)


def _check_query(call: Call, query: Record) -> None:
    if ("MetricStat" in query) == ("Expression" in query):
        raise call.invalid(f"{query['Id']}: exactly one of MetricStat and Expression must be given")
    if "Expression" in query:
        _check_band(call, query)
        return
    period = query["MetricStat"]["Period"]
    if period not in _FINE and period % 60:
        raise call.invalid(f"Period must be 1, 5, 10, 20, 30, or a multiple of 60, not {period}")


def _check_band(call: Call, query: Record) -> None:
    """Refuse every expression but the band of a metric of the same call."""
    band = _BAND.fullmatch(query["Expression"])
    if band is None:
        raise refusal("cloudwatch", Trouble.NOT_EMULATED, f"the expression {query['Expression']!r}")
    if not any(one["Id"] == band[1] and "MetricStat" in one for one in call["MetricDataQueries"]):
        raise call.invalid(f"{query['Id']}: {band[1]} is no metric of this call")


def _band(call: Call, known: Index, query: Record, span: tuple[int, int]) -> list[Record]:
    """Return the two edges under one Id, without saying which is which: deviations around the mean."""
    found = _BAND.fullmatch(query["Expression"])
    assert found is not None
    metric = next(one for one in call["MetricDataQueries"] if one["Id"] == found[1])
    times, values = _answered(call, known, metric, span)
    mean, off = (float(np.mean(values)), float(np.std(values))) if values else (0.0, 0.0)
    same: Record = {"Id": query["Id"], "Label": query.get("Label", query["Id"]), "Timestamps": times}
    same |= {"StatusCode": "Complete", "Messages": []}
    width = float(found[2]) * off
    return [same | {"Values": [edge] * len(times)} for edge in (mean + width, mean - width)]


def _span(call: Call) -> tuple[int, int]:
    """Return the span, its start rounded down as the service does: by its age."""
    start, end = (call[name] for name in ("StartTime", "EndTime"))
    first, last = _seconds(start), _seconds(end)
    if first >= last:
        raise call.invalid("The parameter StartTime must be less than the parameter EndTime.")
    age = call.now - first
    step = 60 if age < 15 * _DAY else 300 if age < 63 * _DAY else 3600
    return int(first // step * step), int(np.ceil(last))


def _seconds(moment: datetime | float) -> float:
    return moment.timestamp() if isinstance(moment, datetime) else float(moment)


def _place(call: Call, question: Record) -> tuple[int, int]:
    if not call.get("NextToken"):
        return 0, 0
    try:
        query, point = paging.place(question, call["NextToken"])
    except paging.BadTokenError as error:
        raise Refused("InvalidNextToken", f"The token {error} was not given for these queries") from error
    return int(query), int(point)


def _answered(call: Call, known: Index, query: Record, span: tuple[int, int]) -> _Answered:
    """Return a query's points, in the order asked for; what was never published has none and is no error."""
    start, end = span
    wanted = query["MetricStat"]
    period, metric = wanted["Period"], wanted["Metric"]
    dimensions = frozenset((each["Name"], each["Value"]) for each in metric.get("Dimensions") or [])
    series = known.by_key.get((metric["Namespace"], metric.get("MetricName", ""), dimensions))
    chosen = statistic(call, wanted["Stat"])
    if series is None or not _fits(call, query, series) or not _kept(call.now - start, period):
        return [], []
    points = visible(call, series, max(start, call.now - _KEPT_S), end)
    times, values = bucketed(points, start, period, chosen)
    if call.get("ScanBy", "TimestampDescending") == "TimestampDescending":
        times, values = times[::-1], values[::-1]
    return times.tolist(), values.tolist()


def _fits(call: Call, query: Record, series: Series) -> bool:
    """Say whether the unit asked for is the metric's (nothing is converted), and the account the caller's."""
    unit = query["MetricStat"].get("Unit")
    return unit in (None, series.unit) and query.get("AccountId", call.account) == call.account


def _kept(age_s: int, period: int) -> bool:
    """Say whether points of this period still exist at this age."""
    if age_s > 63 * _DAY:
        return period % 3600 == 0
    if age_s > 15 * _DAY:
        return period % 300 == 0
    return age_s <= 3 * 3600 or period % 60 == 0


def _result(call: Call, query: Record, points: _Answered, status: str) -> Record:
    if query.get("AccountId", call.account) != call.account:
        status = "Forbidden"
    return {
        "Id": query["Id"],
        "Label": _label(query),
        "Timestamps": points[0],
        "Values": points[1],
        "StatusCode": status,
        "Messages": [],
    }


def _label(query: Record) -> str:
    wanted = query["MetricStat"]
    name = wanted["Metric"].get("MetricName", "")
    held = {each["Name"]: each["Value"] for each in wanted["Metric"].get("Dimensions") or []}
    facts: dict[str, Any] = {"MetricName": name, "Stat": wanted["Stat"], "Period": wanted["Period"]}
    facts |= {f"Dim.{key}": value for key, value in held.items()}

    def told(found: re.Match[str]) -> str:
        return str(facts.get(found[1], "--"))

    return re.sub(r"\$\{PROP\('([^']*)'\)\}", told, query.get("Label", name)).replace("${LABEL}", name)


def _disturbed(call: Call, question: Record, results: list[Record]) -> Record:
    """Return a last page, or what a fault makes of it: points behind a token, a result to ask for again."""
    answer: Record = {"MetricDataResults": results, "Messages": []}
    full = [number for number, result in enumerate(results) if len(result["Timestamps"]) > 1]
    if Kind.PARTIAL in call.struck and full:
        number = full[len(full) // 2]
        half = len(results[number]["Timestamps"]) // 2
        cut = results[number]
        partial = {**cut, "Timestamps": cut["Timestamps"][:half], "Values": cut["Values"][:half]}
        answer["MetricDataResults"] = [*results[:number], partial | {"StatusCode": "PartialData"}]
        queries = call["MetricDataQueries"]
        place = next(at for at, query in enumerate(queries) if query["Id"] == cut["Id"])
        done = _place(call, question)
        begin = done[1] if done[0] == place else 0
        answer["NextToken"] = paging.token(question, [place, begin + half])
    if Kind.POINT_ERROR in call.struck and results:
        failed = results[len(results) // 3]
        failed |= {"Timestamps": [], "Values": [], "StatusCode": "InternalError"}
    return answer


OPERATIONS: dict[str, Operation] = {"GetMetricData": _get_metric_data}
