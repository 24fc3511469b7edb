"""Performance Insights' statements: the top ones split by wait, their counters, their whole texts.

Windows of five minutes. A statement's load is split by the event it waited for, with a row 'other' for what
the named keys leave of the window's load, and of each statement's. Texts come cut at 500 bytes: the whole of
each is fetched once and kept in `sql_texts`, which is what joins a key to the logs.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from aurorascope.aws.performance_insights import (
    KEYS_A_GROUP,
    LOAD,
    OTHER,
    STATISTICS,
    Key,
    identity,
    key_of,
    measured,
    offered,
    pages,
    points_of,
    span_to_read,
)
from aurorascope.model.collector import Call, Collector, Feed, Planned
from aurorascope.model.haul import Haul, Rows, Span, SqlText, Watermark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aurorascope.model.collector import Target
    from aurorascope.model.inventory import Instance

WINDOW = timedelta(minutes=5)
WINDOW_S = int(WINDOW.total_seconds())
TOGETHER = timedelta(hours=1)  # windows a haul
TEXTS_A_HAUL = 50
TEXTS_KNOWN = 4000
ROUNDING = 1e-6
FAMILY, ONE = "db.sql_tokenized", "db.sql"

COUNTS = {
    "postgresql": {
        "calls": "calls",
        "rows": "rows",
        "blocks_hit": "shared_blks_hit",
        "blocks_read": "shared_blks_read",
        "blocks_dirtied": "shared_blks_dirtied",
        "blocks_written": "shared_blks_written",
        "temp_blocks_read": "temp_blks_read",
        "temp_blocks_written": "temp_blks_written",
    },
    "mysql": {"calls": "count_star", "rows": "sum_rows_sent", "rows_examined": "sum_rows_examined"},
}
"""Column of `sql_stats` -> statistic of a digest; read as `<statistic>_per_sec`, a count a second."""

MS_A_CALL = {
    "postgresql": {"total_time_us": "avg_latency_per_call"},
    "mysql": {"total_time_us": "sum_timer_wait_per_call", "lock_us": "sum_lock_time_per_call"},
}
"""Column -> statistic in milliseconds a call. Times a second are left alone: their unit is not documented."""


def collect(target: Target) -> Iterator[Haul]:
    """Yield each instance's statements since the last run."""
    yield from target.each(measured(target), lambda instance: _instance(target, instance), series=_series)


def plan(target: Target) -> Iterator[Planned]:
    """Yield the calls of a poll; a back-fill of a week asks for 2,016 windows an instance."""
    instances = measured(target)
    new = sum(target.watermark(_series(instance)) is None for instance in instances)
    for once, windows in ((False, len(instances)), (True, 2016 * new)):
        if windows:
            yield Planned("pi", "DescribeDimensionKeys", 2 * windows, once=once)
    yield Planned("pi", "GetResourceMetrics", len(instances))
    yield Planned("pi", "GetDimensionKeyDetails", len(instances))


def _series(instance: Instance) -> str:
    return f"statements:{instance.name}"


def _instance(target: Target, instance: Instance) -> Iterator[Haul]:
    offer, news = offered(target, instance)
    if news is not None:
        yield news
    if FAMILY not in offer["groups"]:
        return
    series = _series(instance)
    texts = Texts(target, instance)
    begin, end = span_to_read(target, instance, series, step=WINDOW, overlap=WINDOW)
    while begin < end and not target.stopping():
        upto = min(begin + TOGETHER, end)
        found = Statements(instance, offer)
        for at, total in _active(target, instance, begin, upto):
            found.take(at, total, list(_top(target, instance, found, at)))
            texts.see(_one_each(target, instance, at) if ONE in offer["groups"] else ())
        span = Span(series, begin, upto, instance.cluster, instance.name, entries=found.rows)
        yield Haul(
            (*found.as_rows(), *texts.fetched()),
            spans=(span,),
            watermarks={series: Watermark(upto), **texts.watermark()},
        )
        begin = upto


def _active(
    target: Target, instance: Instance, begin: datetime, end: datetime
) -> Iterator[tuple[datetime, float]]:
    """Yield the windows in which anybody was active, each with its load."""
    total: dict[int, float] = {}
    for page in pages(
        target.client("pi").get_resource_metrics,
        "MetricList",
        MetricQueries=[{"Metric": LOAD}],
        StartTime=begin,
        EndTime=end,
        PeriodInSeconds=WINDOW_S,
        PeriodAlignment="START_TIME",
        **identity(instance),
    ):
        for series in page["MetricList"]:
            total |= points_of(series)
    for at, aas in sorted(total.items()):
        if aas > 0:
            yield datetime.fromtimestamp(at, UTC), aas


def _top(target: Target, instance: Instance, found: Statements, at: datetime) -> Iterator[Answer]:
    more: dict[str, Any] = {"AdditionalMetrics": found.wanted} if found.wanted else {}
    if found.by_wait:
        more["PartitionBy"] = {"Group": "db.wait_event", "Limit": KEYS_A_GROUP}
    for page in _dimension_keys(target, instance, at, FAMILY, more):
        waits = [key_of("db.wait_event", it["Dimensions"]).id for it in page.get("PartitionKeys", ())]
        for key in page["Keys"]:
            yield key_of(FAMILY, key["Dimensions"]), key, waits


def _one_each(target: Target, instance: Instance, at: datetime) -> Iterator[Key]:
    """Yield the top statements as they were sent, which name their families."""
    for page in _dimension_keys(target, instance, at, ONE, {}):
        for key in page["Keys"]:
            yield key_of(ONE, key["Dimensions"])


def _dimension_keys(
    target: Target, instance: Instance, at: datetime, group: str, more: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    return pages(
        target.client("pi").describe_dimension_keys,
        "Keys",
        StartTime=at,
        EndTime=at + WINDOW,
        Metric=LOAD,
        PeriodInSeconds=WINDOW_S,
        GroupBy={"Group": group, "Limit": KEYS_A_GROUP},
        **more,
        **identity(instance),
    )


Answer = tuple[Key, "Mapping[str, Any]", "list[str]"]


class Statements:
    """The top statements of some windows of one instance, as rows of `db_load` and `sql_stats`."""

    def __init__(self, instance: Instance, offer: Mapping[str, Any]) -> None:
        self._instance = instance
        self.by_wait = "db.wait_event" in offer["groups"]
        known = set(offer["statistics"])
        self._counts = {
            column: f"{STATISTICS}{name}_per_sec.avg"
            for column, name in COUNTS[instance.engine].items()
            if f"{name}_per_sec" in known
        }
        self._times = {
            column: f"{STATISTICS}{name}.avg"
            for column, name in MS_A_CALL[instance.engine].items()
            if name in known and "calls" in self._counts
        }
        self.wanted = [*self._counts.values(), *self._times.values()]
        self._load: list[tuple[datetime, Key, str, float]] = []
        self._stats: list[dict[str, Any]] = []

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self._load) + len(self._stats)

    def take(self, at: datetime, total: float, answers: Iterable[Answer]) -> None:
        """Take a window: its load in all and its top statements."""
        for key, answer, waits in answers:
            left = float(answer["Total"])
            total -= left
            for wait, aas in zip(waits, answer.get("Partitions") or (), strict=False):
                if aas:
                    self._load.append((at, key, wait, float(aas)))
                    left -= float(aas)
            if abs(left) > ROUNDING:
                self._load.append((at, key, OTHER, left))
            self._count(at, key, answer.get("AdditionalMetrics") or {})
        if abs(total) > ROUNDING:
            self._load.append((at, Key(OTHER, OTHER, cut=True), OTHER, total))

    def _count(self, at: datetime, key: Key, statistics: Mapping[str, float]) -> None:
        counted = {
            column: round(statistics[name] * WINDOW_S)
            for column, name in self._counts.items()
            if statistics.get(name) is not None
        }
        if not counted:
            return
        calls = counted.get("calls")
        timed = {
            column: round(statistics[name] * 1000 * calls)
            for column, name in self._times.items()
            if calls is not None and statistics.get(name) is not None
        }
        self._stats.append({"ts": at, "key": key, **counted, **timed})

    def as_rows(self) -> tuple[Rows, ...]:
        """Return what was taken, where there is anything."""
        place = (self._instance.cluster, self._instance.name, self._instance.engine)
        found = []
        if self._load:
            load = {
                "ts": [at for at, *_ in self._load],
                "period_s": [WINDOW_S] * len(self._load),
                "dimension": ["tokenized_sql"] * len(self._load),
                "key_id": [key.id for _, key, _, _ in self._load],
                "label": [key.label for _, key, _, _ in self._load],
                "by_dimension": ["wait"] * len(self._load),
                "by_key_id": [wait for _, _, wait, _ in self._load],
                "aas": [aas for *_, aas in self._load],
                "cut": [key.cut for _, key, _, _ in self._load],
            }
            found.append(Rows("db_load", load, *place, sql=(SqlText("label", "fingerprint", "cut"),)))
        if self._stats:
            columns = {name: [row.get(name) for row in self._stats] for name in (*self._counts, *self._times)}
            stats = {
                "ts": [row["ts"] for row in self._stats],
                "period_s": [WINDOW_S] * len(self._stats),
                "tokenized_id": [row["key"].id for row in self._stats],
                "query_id": [row["key"].query_id for row in self._stats],
                **columns,
            }
            found.append(Rows("sql_stats", stats, *place))
        return tuple(found)


class Texts:
    """Statements as they were sent, each fetched whole once; the watermark remembers which."""

    def __init__(self, target: Target, instance: Instance) -> None:
        self._target, self._instance = target, instance
        self._series = f"texts:{instance.name}"
        mark = target.watermark(self._series)
        self._known: dict[str, None] = dict.fromkeys(mark.state["known"] if mark else ())
        self._new: dict[str, Key] = {}

    def see(self, keys: Iterable[Key]) -> None:
        """Note statements that were seen."""
        for key in keys:
            if _short(key.id) not in self._known:
                self._new.setdefault(key.id, key)

    def fetched(self) -> tuple[Rows, ...]:
        """Return the new ones as rows of `sql_texts`; at most fifty whole texts are fetched at a time."""
        rows: list[tuple[Key, str, bool]] = []
        fetches = 0
        for key in list(self._new.values()):
            text, cut, final = key.label, key.cut, True
            if key.cut:
                if fetches == TEXTS_A_HAUL:
                    continue
                fetches += 1
                text, cut, final = self._whole(key)
            del self._new[key.id]
            rows.append((key, text, cut))
            if final:
                self._known[_short(key.id)] = None
        if not rows:
            return ()
        columns = {
            "ts": [self._target.now] * len(rows),
            "sql_id": [key.id for key, _, _ in rows],
            "tokenized_id": [key.tokenized_id or None for key, _, _ in rows],
            "query_id": [key.query_id for key, _, _ in rows],
            "sql": [text for _, text, _ in rows],
            "truncated": [cut for _, _, cut in rows],
            "cut": [cut for _, _, cut in rows],
        }
        instance = self._instance
        sql = (SqlText("sql", "fingerprint", "cut"),)
        return (Rows("sql_texts", columns, instance.cluster, instance.name, instance.engine, sql),)

    def _whole(self, key: Key) -> tuple[str, bool, bool]:
        """Return a text, whether it is still cut, and whether asking again is of no use."""
        answer = self._target.client("pi").get_dimension_key_details(
            Group=ONE, GroupIdentifier=key.id, RequestedDimensions=["statement"], **identity(self._instance)
        )
        for detail in answer.get("Dimensions", ()):
            if detail.get("Status") == "AVAILABLE" and detail.get("Value"):
                return str(detail["Value"]), False, True
            if detail.get("Status") == "PROCESSING":
                return key.label, True, False
        return key.label, True, True

    def watermark(self) -> Mapping[str, Watermark]:
        """Return what the next run should know."""
        known = list(self._known)[-TEXTS_KNOWN:]
        return {self._series: Watermark(self._target.now, {"known": known})}


def _short(sql_id: str) -> str:
    return blake2b(sql_id.encode(), digest_size=6).hexdigest()


RESOURCE = "arn:{partition}:pi:{region}:{account}:metrics/rds/*"

COLLECTOR = Collector(
    name="performance_insights_sql",
    doc="The top statements of each instance: load split by wait, calls and rows and blocks, whole texts.",
    tables=("db_load", "sql_stats", "sql_texts"),
    calls=(
        Call("pi", "DescribeDimensionKeys", RESOURCE),
        Call("pi", "GetResourceMetrics", RESOURCE),
        Call("pi", "GetDimensionKeyDetails", RESOURCE),
        Call("pi", "ListAvailableResourceDimensions", RESOURCE),
        Call("pi", "ListAvailableResourceMetrics", RESOURCE),
    ),
    feeds=(
        Feed(15, "db_load", ("key_id", "by_dimension", "by_key_id", "aas"), "Top statements sliced by wait."),
        Feed(15, "sql_stats", ("calls", "rows", "total_time_us", "blocks_read"), "Counters of statements."),
        Feed(15, "sql_texts", ("sql_id", "tokenized_id", "query_id", "fingerprint"), "What joins the logs."),
        Feed(24, "sql_stats", ("fingerprint", "blocks_read"), "Blocks read by each statement."),
    ),
    collect=collect,
    plan=plan,
)
