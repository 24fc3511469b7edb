"""Performance Insights' API as its collectors share it: groups, keys, pages, and what an instance offers.

Source: the service's own model and answers: 15 queries a call, 25 keys a group, texts cut at 500 bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.model.haul import Haul, Watermark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aurorascope.model.collector import Target
    from aurorascope.model.inventory import Instance

NAMES = {
    "db.wait_event": "wait",
    "db.sql": "sql",
    "db.sql_tokenized": "tokenized_sql",
    "db.user": "user",
    "db.host": "host",
    "db.application": "application",
    "db": "database",
    "db.session_type": "session_type",
    "db.plans": "plan",
    "db.blocking_sql": "blocking_sql",
    "db.blocking_session": "blocking_session",
    "db.blocking_object": "blocking_object",
}
"""Group of the API -> `db_load.dimension`. db.wait_event_type is left out: a wait's label begins with it."""

LOAD = "db.load.avg"
OTHER = "other"
QUERIES_A_CALL = 15
KEYS_A_GROUP = 25
CUT_AT = 500
CHARACTER = 3  # a cut may fall inside a character of up to four bytes, which is then left out whole
KEPT = timedelta(days=7)  # by every instance; a longer retention is paid for
ASK_AGAIN = timedelta(hours=1)
STATISTICS = "db.sql_tokenized.stats."


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a group: what it is known by, what people read, whether its text was cut."""

    id: str
    label: str
    cut: bool = False
    tokenized_id: str = ""
    query_id: int | None = None


def key_of(group: str, dimensions: Mapping[str, str]) -> Key:
    """Return the key that `dimensions` of `group` name."""
    if group == "db.wait_event":
        wait = wait_label(dimensions)
        return Key(wait, wait)
    label = dimensions.get(f"{group}.statement") or dimensions.get(f"{group}.name")
    label = label or " ".join(sorted(dimensions.values()))
    return Key(
        dimensions.get(f"{group}.id") or label,
        label,
        cut=len(label.encode()) >= CUT_AT - CHARACTER,
        tokenized_id=dimensions.get(f"{group}.tokenized_id", ""),
        query_id=number_of(dimensions.get(f"{group}.db_id")),
    )


def wait_label(dimensions: Mapping[str, str]) -> str:
    """Return a wait as `type:event`, as both engines' own views spell it; CPU is CPU."""
    event = dimensions.get("db.wait_event.name", "")
    kind = dimensions.get("db.wait_event.type", "")
    plain = not kind or event.lower() == kind.lower() or event.startswith((f"{kind}:", "wait/"))
    return event if plain else f"{kind}:{event}"


def group_of(dimensions: Mapping[str, str]) -> str:
    """Return the group that an answer's dimensions belong to; KeyError where it is none that we know."""
    name = next(iter(dimensions))
    known = [group for group in NAMES if name.startswith(f"{group}.")]
    if not known:
        raise KeyError(name)
    return max(known, key=len)  # 'db' is the beginning of all of them


def number_of(text: str | None) -> int | None:
    """Return a query id as a number; None where the engine's id is none."""
    try:
        number = int(text or "")
    except ValueError:
        return None
    return number if -(2**63) <= number < 2**63 else None


def pages(call: Any, field: str, **request: Any) -> Iterator[dict[str, Any]]:
    """Yield all pages of an answer; each has `field`, which may be empty before the last one."""
    while True:
        page = call(**request)
        page.setdefault(field, [])
        yield page
        token = page.get("NextToken")
        if not token:
            return
        request["NextToken"] = token


def identity(instance: Instance) -> dict[str, str]:
    """Return the parameters that name an instance."""
    return {"ServiceType": "RDS", "Identifier": instance.resource_id}


def measured(target: Target) -> list[Instance]:
    """Return the instances that Performance Insights is on for."""
    return [instance for instance in target.inventory.instances if instance.has_performance_insights]


def span_to_read(
    target: Target, instance: Instance, series: str, *, step: timedelta, overlap: timedelta
) -> tuple[datetime, datetime]:
    """Return begin and end of what to read, whole steps: from the watermark to the last settled minute.

    Where no step is new, nothing is: an overlap alone is not read, since a shorter stretch names other keys.
    """
    kept = timedelta(days=int(instance.record.get("PerformanceInsightsRetentionPeriod") or KEPT.days))
    back = min(timedelta(days=float(target.options.get("back_days", KEPT.days))), kept)
    end = _floor(target.now - timedelta(minutes=1), step)
    mark = target.watermark(series)
    if mark is not None and target.since is None and end <= mark.reached:
        return end, end
    return _floor(target.begin(series, back=back - step, overlap=overlap), step), end


def _floor(moment: datetime, step: timedelta) -> datetime:
    seconds = int(step.total_seconds())
    return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, UTC)


def offered(target: Target, instance: Instance) -> tuple[Mapping[str, Any], Haul | None]:
    """Return {"groups": [...], "statistics": [...]} that the instance offers, and news for the store.

    It is asked once an hour; the answer lives in the watermark `offer:<instance>`.
    """
    series = f"offer:{instance.name}"
    known = target.watermark(series)
    if known is not None and not target.due(series, ASK_AGAIN):
        return known.state, None
    client, who = target.client("pi"), identity(instance)
    groups = {
        group["Group"]
        for page in pages(
            client.list_available_resource_dimensions, "MetricDimensions", Metrics=["db.load"], **who
        )
        for metric in page["MetricDimensions"]
        for group in metric.get("Groups", ())
    }
    statistics = {
        metric["Metric"].removeprefix(STATISTICS).removesuffix(".avg")
        for page in pages(
            client.list_available_resource_metrics, "Metrics", MetricTypes=["db.sql_tokenized.stats"], **who
        )
        for metric in page["Metrics"]
    }
    state = {"groups": [group for group in NAMES if group in groups], "statistics": sorted(statistics)}
    return state, Haul(watermarks={series: Watermark(target.now, state)})


def points_of(series: Mapping[str, Any]) -> dict[int, float]:
    """Return a series' points by the second that their period begins at; what has no value is left out."""
    return {
        int(point["Timestamp"].timestamp()): float(point["Value"])
        for point in series.get("DataPoints", ())
        if point.get("Value") is not None and point["Value"] == point["Value"]
    }
