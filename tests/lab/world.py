"""A run of the lab as a World: what a fake AWS shows of it. Everything is made when it is asked for, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from fake_aws.world import (
    NO_EVENTS,
    NO_POINTS,
    Counter,
    Detail,
    Load,
    LogEvents,
    LogFile,
    LogGroup,
    Points,
    Record,
    Series,
    SqlStats,
    Stored,
)

from lab import alarms, counters, metrics, volume
from lab.files import Written
from lab.inventory import Inventory
from lab.load import InstanceLoad
from lab.monitoring import MonitoringEvents
from lab.mysql_log import MysqlLog, header
from lab.postgres_log import PostgresLog

if TYPE_CHECKING:
    from lab.clock import Floats
    from lab.lab import Run
    from lab.simulation import Track

OWN = "AWS/RDS"


class LabWorld:
    """One run, as an account."""

    def __init__(self, run: Run) -> None:
        """Remember the run."""
        self.run, self.stage, self.tracks = run, run.stage, run.tracks
        self.inventory = Inventory(run.stage)
        self._metrics: dict[str, metrics.InstanceMetrics] = {}
        self._volumes: dict[str, dict[str, tuple[int, metrics.Values]]] = {}
        self._loads: dict[str, InstanceLoad] = {}
        self._logs: dict[str, list[Written]] = {}
        self._counters: dict[str, dict[Counter, Floats]] = {}
        self._events: dict[tuple[str, str], LogEvents] = {}
        self._sources: dict[str, dict[Series, list[Floats]]] = {}

    # what there is

    @cached_property
    def account(self) -> str:
        """The only account."""
        return self.stage.fleet.account

    def accounts(self) -> Sequence[str]:
        return [self.account]

    def regions(self, account: str) -> Sequence[str]:
        return self.stage.fleet.regions() if account == self.account else []

    def describe(
        self, account: str, region: str, operation: str, parent: str | None, now: int
    ) -> Sequence[Record]:
        return self.inventory.describe(region, operation, parent, now) if account == self.account else []

    def paused(self, account: str, region: str, instance: str, now: int) -> bool:
        del account, region
        track = self.tracks.get(instance)
        return track is not None and bool(track.paused[self.stage.clock.minute(now)])

    def track(self, region: str, dbi: str) -> Track | None:
        """Return the track of an instance by its resource id."""
        return next(
            (
                one
                for one in self.tracks.values()
                if one.instance.dbi == dbi and one.instance.region == region
            ),
            None,
        )

    # CloudWatch

    def instance_metrics(self, name: str) -> metrics.InstanceMetrics:
        """Return an instance's metrics."""
        if name not in self._metrics:
            track = self.tracks[name]
            family = [self.tracks[one.name] for one in track.cluster.instances]
            lags = metrics.replica_lags(self.stage.seed, family) if len(family) > 1 else {}
            if track.cluster.secondary_of and not lags:
                lags = metrics.replica_lags(self.stage.seed, family)
            self._metrics[name] = metrics.InstanceMetrics(self.stage.seed, track, lags)
        return self._metrics[name]

    def volume(self, cluster: str) -> dict[str, tuple[int, metrics.Values]]:
        """Return a cluster's own metrics."""
        if cluster not in self._volumes:
            own = [track for track in self.tracks.values() if track.cluster.name == cluster]
            self._volumes[cluster] = volume.cluster_metrics(self.stage.seed, own)
        return self._volumes[cluster]

    def _region(self, region: str) -> dict[Series, list[Floats]]:
        """Return every series of a Region with the values it is made of, one array an instance (or cluster)."""
        if region not in self._sources:
            found: dict[Series, list[Floats]] = {}
            for track in self.tracks.values():
                if track.instance.region == region:
                    self._of_instance(found, track)
            for cluster in self.stage.fleet.clusters:
                if cluster.region == region:
                    self._of_cluster(found, cluster.name, cluster.engine)
            self._sources[region] = found
        return self._sources[region]

    def _of_instance(self, found: dict[Series, list[Floats]], track: Track) -> None:
        instance, cluster = track.instance, track.cluster
        own = (("DBInstanceIdentifier", instance.name),)
        shared: list[tuple[tuple[str, str], ...]] = [
            (("DBClusterIdentifier", cluster.name),), (("DatabaseClass", instance.instance_class),), (("EngineName", cluster.engine),), (),
        ]  # fmt: skip
        writes, reads = track.writes, ~track.writes
        for name, held in self.instance_metrics(instance.name).held.items():
            dimensions = [own, *(shared[:1] if name.startswith("DBLoad") else shared)]
            for one in dimensions:
                found.setdefault(Series(OWN, name, one, held.unit), []).append(held.values)
            for role, when in (("WRITER", writes), ("READER", reads)):
                if when.any() and not np.isnan(held.values[when]).all():
                    key = Series(
                        OWN, name, (("DBClusterIdentifier", cluster.name), ("Role", role)), held.unit
                    )
                    found.setdefault(key, []).append(np.where(when, held.values, np.nan))

    def _of_cluster(self, found: dict[Series, list[Floats]], cluster: str, engine: str) -> None:
        for name, (period, held) in self.volume(cluster).items():
            dimensions: list[tuple[tuple[str, str], ...]] = [(("DBClusterIdentifier", cluster),)]
            if name.startswith("AuroraGlobalDB"):
                dimensions.append(
                    (
                        ("DBClusterIdentifier", cluster),
                        ("SourceRegion", self.stage.fleet.cluster(cluster).source_region),
                    )
                )
            elif name.startswith("Volume"):
                dimensions = [
                    (("DbClusterIdentifier", cluster), ("EngineName", engine)),
                    (("EngineName", engine),),
                    *(dimensions if name == "VolumeBytesUsed" else ()),
                ]
                if name != "VolumeBytesUsed":
                    dimensions.append((("DBClusterIdentifier", cluster),))
            elif "Storage" in name or "Backup" in name:
                dimensions.append((("EngineName", engine),))
            for one in dimensions:
                found.setdefault(Series(OWN, name, one, held.unit, period), []).append(held.values)

    def series(self, account: str, region: str) -> Sequence[Series]:
        return list(self._region(region)) if account == self.account else []

    def points(self, account: str, region: str, series: Series, start_s: int, end_s: int) -> Points:
        arrays = self._region(region).get(series) if account == self.account else None
        if not arrays:
            return NO_POINTS
        clock, step = self.stage.clock, series.period_s
        low = max((start_s - clock.start_s) // step, 0)
        high = max(min(-(-(end_s - clock.start_s) // step), len(arrays[0])), low)
        times = clock.start_s + step * np.arange(low, high, dtype=np.int64)
        stacked = np.stack([one[low:high] for one in arrays])
        known = ~np.isnan(stacked)
        some = known.any(0)
        times, stacked, known = times[some], stacked[:, some], known[:, some]
        late = np.where((times // 60 * 2_654_435_761) % 211 == 0, 480, 45)
        visible = times + step + late
        if len(arrays) == 1:
            return Points(times, stacked[0], visible_from=visible)
        count = known.sum(0).astype(np.float64)
        total = np.where(known, stacked, 0.0).sum(0)
        return Points(
            times, total / np.maximum(count, 1), np.where(known, stacked, np.inf).min(0, initial=np.inf),
            np.where(known, stacked, -np.inf).max(0, initial=-np.inf), total, count, visible,
        )  # fmt: skip

    # Performance Insights

    def instance_load(self, name: str) -> InstanceLoad:
        """Return an instance's load."""
        if name not in self._loads:
            self._loads[name] = InstanceLoad(self.stage.seed, self.tracks[name])
        return self._loads[name]

    def load(self, account: str, region: str, dbi: str, start_s: int, end_s: int) -> Load | None:
        track = self.track(region, dbi) if account == self.account else None
        return None if track is None else self.instance_load(track.instance.name).load(start_s, end_s)

    def _counted(self, region: str, dbi: str) -> dict[Counter, Floats]:
        if dbi not in self._counters:
            track = self.track(region, dbi)
            self._counters[dbi] = (
                {} if track is None else counters.counters(self.instance_metrics(track.instance.name))
            )
        return self._counters[dbi]

    def counters(self, account: str, region: str, dbi: str) -> Sequence[Counter]:
        return list(self._counted(region, dbi)) if account == self.account else []

    def counter_points(
        self, account: str, region: str, dbi: str, counter: str, start_s: int, end_s: int
    ) -> Points:
        del account
        for known, values in self._counted(region, dbi).items():
            if known.name == counter:
                clock = self.stage.clock
                low = max((start_s - clock.start_s) // 60, 0)
                high = max(min(-(-(end_s - clock.start_s) // 60), clock.minutes), low)
                times, part = clock.times[low:high], values[low:high]
                there = ~np.isnan(part)
                return Points(times[there], part[there])
        return NO_POINTS

    def sql_stats(self, account: str, region: str, dbi: str, start_s: int, end_s: int) -> SqlStats | None:
        track = self.track(region, dbi) if account == self.account else None
        return None if track is None else self.instance_load(track.instance.name).stats(start_s, end_s)

    def features(self, account: str, region: str, dbi: str) -> Mapping[str, str]:
        track = self.track(region, dbi) if account == self.account else None
        if track is None:
            return {}
        advanced = track.cluster.postgres and track.cluster.insights == "advanced"
        return {
            "SQL_STATISTICS": "ENABLED",
            "EXECUTION_PLANS": "ENABLED" if advanced else "UNSUPPORTED",
            "LOCK_ANALYSIS": "ENABLED" if advanced else "UNSUPPORTED",
        }

    def details(
        self, account: str, region: str, dbi: str, group: str, identifier: str, now: int
    ) -> Sequence[Detail] | None:
        del now
        track = self.track(region, dbi) if account == self.account else None
        return None if track is None else self.instance_load(track.instance.name).details(group, identifier)

    # logs

    def logs(self, instance: str) -> list[Written]:
        """Return an instance's logs."""
        if instance not in self._logs:
            track = self.tracks[instance]
            if track.cluster.postgres:
                book = PostgresLog(self.stage.seed, track).book
                self._logs[instance] = [Written("error/postgresql.log", "%Y-%m-%d-%H%M", book)]
            else:
                made = MysqlLog(self.stage.seed, track)
                self._logs[instance] = [
                    Written(
                        "slowquery/mysql-slowquery.log",
                        "%Y-%m-%d.%H",
                        made.slow,
                        header(track.cluster.version),
                        86_400,
                    ),
                    Written("error/mysql-error-running.log", "%Y-%m-%d.%H", made.error, "", 30 * 86_400),
                ]
        return self._logs[instance]

    def _kinds(self, region: str) -> dict[str, tuple[str, str]]:
        """Return cluster and kind of each log group of a Region."""
        return {
            f"/aws/rds/cluster/{cluster.name}/{kind}": (cluster.name, kind)
            for cluster in self.stage.fleet.clusters if cluster.region == region
            for kind in cluster.exports
        }  # fmt: skip

    def log_groups(self, account: str, region: str) -> Sequence[LogGroup]:
        if account != self.account:
            return []
        since = 1000 * (self.stage.clock.start_s - 400 * 86_400)
        return [*(LogGroup(name, since) for name in self._kinds(region)), LogGroup("RDSOSMetrics", since, 30)]

    def _stream(self, name: str, group: str) -> str:
        return f"{name}.0" if group.endswith("/postgresql") else name

    def log_streams(self, account: str, region: str, group: str) -> Sequence[str]:
        if account != self.account:
            return []
        if group == "RDSOSMetrics":
            return [
                track.instance.dbi
                for track in self.tracks.values()
                if track.instance.region == region and track.cluster.monitoring_s
            ]
        cluster, _ = self._kinds(region).get(group, ("", ""))
        return (
            [self._stream(one.name, group) for one in self.stage.fleet.cluster(cluster).instances]
            if cluster
            else []
        )

    def log_events(self, account: str, region: str, group: str, stream: str) -> LogEvents:
        del account
        if (group, stream) not in self._events:
            self._events[group, stream] = self._made(region, group, stream)
        return self._events[group, stream]

    def _made(self, region: str, group: str, stream: str) -> LogEvents:
        if group == "RDSOSMetrics":
            track = self.track(region, stream)
            return NO_EVENTS if track is None else self._monitoring(track)
        cluster, kind = self._kinds(region).get(group, ("", ""))
        for one in self.stage.fleet.cluster(cluster).instances if cluster else ():
            if self._stream(one.name, group) == stream:
                written = self.logs(one.name)
                chosen = written[0] if kind in {"postgresql", "slowquery"} else written[1]
                return chosen.events(self.stage.seed, one.name, milliseconds=kind != "postgresql")
        return NO_EVENTS

    def _monitoring(self, track: Track) -> LogEvents:
        clock = self.stage.clock
        times = np.arange(clock.start_s, clock.end_s, track.cluster.monitoring_s, dtype=np.int64)
        minute = (times - clock.start_s) // 60
        times = times[(track.up[minute] > 0.99) & ~track.paused[minute]]
        return LogEvents(
            times * 1000,
            times * 1000 + 2400,
            MonitoringEvents(self.instance_metrics(track.instance.name), times),
        )

    def log_files(self, account: str, region: str, instance: str, now: int) -> Sequence[LogFile]:
        del account, region
        return [file for written in self.logs(instance) for file in written.files(now)]

    def log_file(self, account: str, region: str, instance: str, name: str, now: int) -> bytes:
        del account, region
        for written in self.logs(instance):
            for hour in written.hours:
                if written.name(hour) == name:
                    return written.content(hour, now)
        raise LookupError(name)

    # what people and AWS did

    def trail(self, account: str, region: str, now: int) -> Sequence[Record]:
        return self.inventory.trail(region, now) if account == self.account else []

    def _alarms(self, region: str) -> list[alarms.Alarm]:
        clock = self.stage.clock
        writers = {
            cluster.name
            for cluster in self.stage.fleet.clusters
            if cluster.region == region and not cluster.secondary_of
        }
        return alarms.alarms(
            list(self._region(region)),
            lambda one: self.points(self.account, region, one, clock.start_s, clock.end_s),
            writers,
        )

    def alarms(self, account: str, region: str, now: int) -> Mapping[str, Sequence[Record]]:
        if account != self.account:
            return {}
        created = self.stage.clock.start_s - 30 * 86_400
        return {
            "MetricAlarms": [
                alarms.record(one, region, account, now, created) for one in self._alarms(region)
            ],
            "CompositeAlarms": [],
        }

    def alarm_history(self, account: str, region: str, now: int) -> Sequence[Record]:
        return (
            [item for one in self._alarms(region) for item in alarms.history(one, now)]
            if account == self.account
            else []
        )

    def buckets(self, account: str) -> Sequence[str]:
        del account
        return []

    def objects(self, bucket: str, now: int) -> Sequence[Stored]:
        del bucket, now
        return []

    def object_bytes(self, bucket: str, key: str) -> bytes:
        raise LookupError(f"{bucket}/{key}")
