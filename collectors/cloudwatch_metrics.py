"""CloudWatch's metrics of Aurora: what ListMetrics shows of the chosen clusters, in tiers, each point once.

The newest points of everything come first; then, a slice a run, the past of what is new: 15 days by the
minute, 63 by five minutes, 455 by the hour. `past_days` (0 for none) and `past_calls` bound that. Where
an alarm of ours compares with a band, the band's edges are read too, as time goes on.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.aws.metric_bands import Band, list_bands, read_bands
from aurorascope.aws.metric_catalogue import period_of, statistics_of, unit_of
from aurorascope.aws.metric_data import POINTS, Answer, Query, batches, period_that_fits, read
from aurorascope.aws.metric_sets import (
    NAMESPACE,
    Chosen,
    Found,
    Subject,
    choose,
    dimensions_of,
    key_of,
    list_metrics,
)
from aurorascope.aws.refusals import refusal_of
from aurorascope.model.collector import Call, Collector, Feed, Planned
from aurorascope.model.haul import Haul, Rows, Span, Watermark
from aurorascope.model.moments import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aurorascope.model.collector import Target

DISCOVERY = "discovery"
BANDS = "bands"
DISCOVERED_EVERY = timedelta(hours=1)
OVERLAP = timedelta(minutes=15)  # late points: read again, the latest observation wins
NOT_YET = timedelta(minutes=3)  # a point of the last minutes may not be published yet
NEW_METRIC = timedelta(hours=6)  # a metric that shows up at a known instance began since the last look
RECENT = timedelta(hours=3)  # of a new instance first; its past comes in slices of its own
MINUTES_KEPT = timedelta(days=15) - timedelta(hours=2)
PACK = 230  # metrics that are read together: about one call
PAST_CALLS = 40  # of one run
PAST_DAYS = 455
PAST_SLICES = ((60, 15, 2), (300, 63, 8), (3600, PAST_DAYS, 100))  # period, days back, days a slice
COLUMNS = (
    "ts", "value", "namespace", "name", "dimensions", "scope", "statistic", "period_s", "unit", "source",
    "cluster", "instance",
)  # fmt: skip


def collect(target: Target) -> Iterator[Haul]:
    """Yield the points since the last run, then slices of the past of what is new."""
    found, discovery = discover(target)
    if discovery is not None:
        yield Haul(watermarks={DISCOVERY: discovery})
    end = _floor(target.now, 60)
    read_whole: set[Subject] = set()
    yield from target.each(
        _packs(found),
        lambda pack: _recent(target, pack, end, read_whole),
        series=lambda pack: next(iter(pack)).series,
    )
    yield from _bands(target, end)
    yield from _past(target, {it: chosen for it, chosen in found.items() if it in read_whole})


def plan(target: Target) -> Iterator[Planned]:
    """Yield the calls of a run; the metrics are counted as they are billed."""
    found, _ = discover(target)
    metrics = sum(map(len, found.values()))
    queries = sum(len(statistics_of(it.name)) for chosen in found.values() for it in chosen)
    runs_an_hour = DISCOVERED_EVERY / timedelta(minutes=5)
    yield Planned("cloudwatch", "ListMetrics", -(-metrics // 500) if metrics > 500 * runs_an_hour else 1)
    yield Planned("cloudwatch", "GetMetricData", -(-queries // 450), metrics)
    yield Planned("cloudwatch", "DescribeAlarms", 1)
    bands = list_bands(target.client("cloudwatch"), {it.name for it in target.inventory.clusters})
    if bands:  # the metric and the two edges of its band
        yield Planned("cloudwatch", "GetMetricData", 1, 3 * len(bands))
    for subject, chosen in found.items():
        mark = target.watermark(subject.series)
        until = target.now if mark is None else _left(mark)[0]
        while _past_days(target) and until is not None:
            begin, period = _slice(target, until)
            if begin >= until:
                break
            yield Planned(
                "cloudwatch", "GetMetricData", _calls(chosen, begin, until, period), len(chosen), once=True
            )
            until = begin


def discover(target: Target) -> tuple[Found, Watermark | None]:
    """Return the metrics of the chosen clusters, from ListMetrics or from the look of the last hour."""
    inventory, everything = target.inventory, target.tier == "all"
    names = sorted({*(it.name for it in inventory.clusters), *(it.name for it in inventory.instances)})
    before = target.watermark(DISCOVERY)
    same = before is not None and before.state.get("of") == [target.tier, names]
    if before is not None and same and not target.due(DISCOVERY, DISCOVERED_EVERY):
        listed = {dimensions_of(key): value for key, value in before.state["metrics"].items()}
        return choose(inventory, listed, everything=everything), None
    listed = list_metrics(target.client("cloudwatch"), inventory, target.tier)
    state = {"of": [target.tier, names], "metrics": {key_of(key): value for key, value in listed.items()}}
    return choose(inventory, listed, everything=everything), Watermark(target.now, state)


def _bands(target: Target, end: datetime) -> Iterator[Haul]:
    """Read the bands that our alarms compare with, from the last run on; nothing where there are none."""
    with target.part(BANDS):
        client = target.client("cloudwatch")
        bands = list_bands(client, {cluster.name for cluster in target.inventory.clusters})
        if not bands:
            return
        begin = _floor(target.begin(BANDS, back=RECENT, overlap=OVERLAP), 3600)
        for band, edges in read_bands(client, bands, begin, end):
            if edges:
                yield Haul(rows=(_band_rows(band, edges),))
        reached = end - NOT_YET
        yield Haul(
            spans=(Span(BANDS, min(begin, reached), reached),), watermarks={BANDS: Watermark(reached, {})}
        )


def _band_rows(band: Band, edges: list[tuple[int, float, float]]) -> Rows:
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for place, side in enumerate(("lower", "upper"), start=1):
        same = (
            band.namespace, band.name, key_of(band.dimensions), "role",
            f"{band.statistic} band {band.width:g} {side}", band.period_s, unit_of(band.name), "cloudwatch",
            dict(band.dimensions).get("DBClusterIdentifier"), None,
        )  # fmt: skip
        columns["ts"] += [edge[0] * SECOND for edge in edges]
        columns["value"] += [edge[place] for edge in edges]
        for name, value in zip(COLUMNS[2:], same, strict=True):
            columns[name] += [value] * len(edges)
    return Rows("metrics", columns)


def _packs(found: Found) -> Iterator[Found]:
    """Part subjects into packs; a subject is whole, so that all of it is read to one moment."""
    pack: Found = {}
    for subject, chosen in sorted(found.items(), key=lambda it: it[0].series):
        if pack and sum(map(len, pack.values())) + len(chosen) > PACK:
            yield pack
            pack = {}
        pack[subject] = chosen
    if pack:
        yield pack


def _recent(target: Target, pack: Found, end: datetime, read_whole: set[Subject]) -> Iterator[Haul]:
    """Read everything of a pack from its watermarks to now."""
    windows: dict[datetime, Found] = defaultdict(lambda: defaultdict(list))
    begins = {subject: _begin(target, subject, end) for subject in pack}
    for subject, chosen in pack.items():
        mark = target.watermark(subject.series)
        before = None if mark is None else set(mark.state.get("metrics", ()))
        for it in chosen:
            begin = begins[subject]
            if before is not None and it.identity not in before:
                begin = min(begin, end - NEW_METRIC)
            windows[_floor(begin, max(300, period_of(it.name)))][subject].append(it)
    failed: dict[Subject, str] = {}
    for begin, part in sorted(windows.items(), key=lambda it: it[0]):
        yield from _read(target, part, begin, end, failed)
    read_whole |= pack.keys() - failed.keys()
    yield Haul(
        spans=tuple(_span(subject, begins[subject], end - NOT_YET, failed) for subject in pack),
        watermarks={
            subject.series: _moved(target, subject, chosen, begins[subject], end - NOT_YET)
            for subject, chosen in pack.items()
            if subject not in failed
        },
    )


def _begin(target: Target, subject: Subject, end: datetime) -> datetime:
    if target.watermark(subject.series) is None and target.since is None:
        return end - RECENT
    return target.begin(subject.series, back=MINUTES_KEPT, overlap=OVERLAP)


def _span(subject: Subject, begin: datetime, end: datetime, failed: dict[Subject, str]) -> Span:
    where = {"cluster": subject.cluster, "instance": subject.instance}
    if subject in failed:
        return Span(subject.series, begin, end, status="failed", reason=failed[subject], **where)
    return Span(subject.series, min(begin, end), end, **where)


def _moved(
    target: Target, subject: Subject, chosen: list[Chosen], begin: datetime, reached: datetime
) -> Watermark:
    """Return the next watermark: what was read of, how far, and which part of the past is left to read."""
    before = target.watermark(subject.series)
    if before is None:
        past = [int(begin.timestamp()), 0] if _past_days(target) else None
    elif before.reached < begin:  # nobody collected for longer than minutes are kept
        past = [int(begin.timestamp()), int(before.reached.timestamp())]
    else:
        past = before.state.get("past")
    return Watermark(reached, {"metrics": sorted(it.identity for it in chosen), "past": past})


def _read(
    target: Target, part: Found, begin: datetime, end: datetime, failed: dict[Subject, str], period: int = 0
) -> Iterator[Haul]:
    """Read what is wanted of some subjects over one window; a refusal fails them, not the run."""
    owners: dict[Query, tuple[Subject, Chosen]] = {}
    for subject, chosen in part.items():
        for it in chosen:
            fits = period_that_fits(target.now - begin, max(period_of(it.name), period))
            if fits is not None:
                owners[Query(NAMESPACE, it.name, it.dimensions, statistics_of(it.name), fits)] = (subject, it)
    for batch in batches(owners, begin, end):
        if target.stopping():
            failed.update(dict.fromkeys(part, "the run was asked to end"))
            return
        try:
            answers = read(target.client("cloudwatch"), batch, begin, end)
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is None or refusal.ends_everything:
                raise
            failed.update({owners[query][0]: refusal.sentence for query in batch})
            continue
        failed.update({owners[it.query][0]: f"{it.query.name}: {it.problem}" for it in answers if it.problem})
        rows = _rows(answers, owners, int(end.timestamp()))
        if rows.columns["ts"]:
            yield Haul(rows=(rows,))


def _rows(answers: Iterable[Answer], owners: dict[Query, tuple[Subject, Chosen]], end: int) -> Rows:
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for answer in answers:
        query = answer.query
        subject, chosen = owners[query]
        for statistic, points in answer.points.items():
            # the period that is under way has a value too, which is not the period's
            whole = [point for point in points if point[0] + query.period_s <= end]
            same = (
                NAMESPACE, query.name, key_of(query.dimensions), chosen.scope, statistic, query.period_s,
                unit_of(query.name), "cloudwatch", subject.cluster or None, subject.instance or None,
            )  # fmt: skip
            columns["ts"] += [at * SECOND for at, _ in whole]
            columns["value"] += [value for _, value in whole]
            for name, value in zip(COLUMNS[2:], same, strict=True):
                columns[name] += [value] * len(whole)
    return Rows("metrics", columns)


def _past(target: Target, found: Found) -> Iterator[Haul]:
    """Read slices of the past of each subject that has some left, until the run's calls are used up."""
    budget = int(target.options.get("past_calls", PAST_CALLS))
    for subject, chosen in sorted(found.items(), key=lambda it: it[0].series):
        mark = target.watermark(subject.series)
        until, last = (None, 0) if mark is None else _left(mark)
        while mark is not None and until is not None and budget > 0 and not target.stopping():
            begin, period = _slice(target, until, last)
            failed: dict[Subject, str] = {}
            if begin < until:
                budget -= _calls(chosen, begin, until, period)
                yield from _read(target, {subject: chosen}, begin, until, failed, period)
                yield Haul(spans=(_span(subject, begin, until, failed),))
            if failed:
                break
            until = begin if begin < until else None
            past = [int(begin.timestamp()), last] if until else None
            # what was read up to now in this run stays as it is: only the past moves here
            reached = _floor(target.now, 60) - NOT_YET
            state = {"metrics": sorted(it.identity for it in chosen), "past": past}
            yield Haul(watermarks={subject.series: Watermark(reached, state)})


def _left(mark: Watermark) -> tuple[datetime | None, int]:
    """Return where the past ends that is still to be read, and where it begins."""
    past = mark.state.get("past")
    if not past:
        return None, 0
    return datetime.fromtimestamp(past[0], mark.reached.tzinfo), int(past[1])


def _slice(target: Target, until: datetime, last: int = 0) -> tuple[datetime, int]:
    """Return where the next slice of the past begins, and its period: no slice crosses an age's border."""
    for period, days, length in PAST_SLICES:
        border = target.now - timedelta(days=min(days, _past_days(target))) + timedelta(hours=2)
        begin = _floor(max(border, until - timedelta(days=length)), 3600)
        begin = max(begin, datetime.fromtimestamp(last, until.tzinfo))
        if begin < until:
            return begin, period
    return until, 3600


def _calls(chosen: list[Chosen], begin: datetime, end: datetime, period: int) -> int:
    points = sum(
        len(statistics_of(it.name)) * (end - begin).total_seconds() / max(period, period_of(it.name))
        for it in chosen
    )
    return max(1, -int(-points // POINTS))


def _past_days(target: Target) -> int:
    return min(PAST_DAYS, int(target.options.get("past_days", PAST_DAYS)))


def _floor(moment: datetime, seconds: int) -> datetime:
    """Round down, as CloudWatch would: periods of an unaligned begin are labelled wrongly."""
    return datetime.fromtimestamp(moment.timestamp() // seconds * seconds, moment.tzinfo)


COLLECTOR = Collector(
    name="cloudwatch_metrics",
    doc="Metrics of instances, clusters, global databases and proxies, as CloudWatch publishes them.",
    tables=("metrics",),
    calls=(
        Call("cloudwatch", "ListMetrics"),
        Call("cloudwatch", "GetMetricData"),
        Call("cloudwatch", "DescribeAlarms"),  # which of our alarms compare with a band
    ),
    feeds=tuple(
        Feed(row, "metrics", ("ts", "name", "dimensions", "statistic", "value"), what)
        for row, what in {
            2: "VolumeBytesUsed, AuroraVolumeBytesLeftTotal, VolumeReadIOPs and VolumeWriteIOPs.",
            3: "AuroraReplicaLag of each reader, AuroraReplicaLagMaximum of the cluster.",
            4: "EngineUptime, which begins again at a failover.",
            5: "BufferCacheHitRatio and read I/O after each restart.",
            7: "AuroraGlobalDB* of each secondary Region, asked for there.",
            8: "Forwarding*, AuroraForwarding*, AuroraLocalForwarding*, AuroraDMLRejected*.",
            9: "ServerlessDatabaseCapacity and ACUUtilization of each instance.",
            10: "BacktrackWindowActual, BacktrackWindowAlert and the change records.",
            12: "Backup storage, snapshot storage, and what is billed of both.",
            13: "Aurora_pq_*.",
            14: "ResultSetCacheHitRatio, AuroraOptimizedReadsCacheHitRatio, DDLLatency.",
            15: "DBLoad, DBLoadCPU, DBLoadNonCPU.",
            17: "Every metric that ListMetrics shows of the chosen clusters (tier all).",
            24: "What the bill is estimated from: storage, I/O, capacity, transfer, backups.",
            25: "AuroraBinlogReplicaLag, RDSToAuroraPostgreSQLReplicaLag.",
            26: "DatabaseConnections, and RDS Proxy's own metrics.",
            28: "Load and connections of each reader.",
            29: "MaximumUsedTransactionIDs, RollbackSegmentHistoryListLength, OldestReplicationSlotLag ...",
            30: "FreeableMemory, SwapUsage, FreeLocalStorage, AuroraMemory*, TempStorage*.",
        }.items()
    ),
    collect=collect,
    plan=plan,
)
