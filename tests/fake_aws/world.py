"""What AWS accounts hold and will hold: the seam between whoever makes a fleet and the server that shows it.

A World knows the whole story, past and to come; the server shows what is there at its clock. Where a method
takes `now` (epoch seconds), the World answers as of that moment. Where it takes `start_s, end_s` (epoch
seconds), the World returns at least the rows within [start_s, end_s), sorted by time, and may return more:
the server cuts, and hides what is not visible yet. No record here knows paging, limits or wire formats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Record = dict[str, Any]  # in botocore's output shape; moments are aware datetimes
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Series:
    """A CloudWatch metric with its exact dimension set, without its points.

    `period_s` is the native step, 60 or 300. Order of `dimensions` carries no meaning. `active` says, where
    it is known, from when to when (epoch seconds) there are points without a gap of an hour: a listing then
    need not ask for the points.
    """

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]
    unit: str
    period_s: int = 60
    active: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """What was measured, a row per native step: `times` are the starts (epoch seconds), ascending.

    Left out, `minimum` and `maximum` are the average, `count` is 1 and `sum` is average x count. A point can
    be read from `visible_from` on (epoch seconds); left out, from the end of its step.
    """

    times: Ints
    average: Floats
    minimum: Floats | None = None
    maximum: Floats | None = None
    sum: Floats | None = None
    count: Floats | None = None
    visible_from: Ints | None = None


NO_POINTS = Points(np.empty(0, np.int64), np.empty(0, np.float64))


@dataclass(frozen=True, slots=True)
class Keyed:
    """One column of keys, dictionary coded: `members[codes[i]]` is row i's key, and code -1 is 'none'.

    A member holds the group's dimensions under the API's own names and in full length, for example
    {"db.wait_event.name": "LWLock:buffer_mapping", "db.wait_event.type": "LWLock"} in the group
    "db.wait_event", or {"db.sql.id": ..., "db.sql.statement": the whole text, "db.sql.tokenized_id": ...,
    "db.sql.db_id": ...}.
    """

    codes: Codes
    members: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Load:
    """Active sessions of one instance, sampled: `weight` sessions from `times` on for `step_s` seconds.

    Several rows may share a moment. `groups` holds a column for each dimension group the instance offers
    ("db", "db.sql", "db.sql_tokenized", "db.wait_event", "db.user", "db.host", "db.application",
    "db.session_type", "db.plans", "db.blocking_sql", "db.blocking_session", "db.blocking_object");
    "db.wait_event_type" is derived. Average active sessions of a period = sum of weight x step_s / seconds of
    the period.
    """

    times: Ints
    weight: Floats
    groups: Mapping[str, Keyed]
    step_s: int = 1


@dataclass(frozen=True, slots=True)
class Counter:
    """A Performance Insights counter without its points, for example "os.cpuUtilization.user" in Percent."""

    name: str
    unit: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class SqlStats:
    """Statistics of statement digests: what each added from `times` on for `step_s` seconds.

    `digests` are keys of the group "db.sql_tokenized"; `columns` are increments under the bare names of
    db.sql_tokenized.stats.* ("calls", "total_time", "rows" ...; "count_star", "sum_timer_wait" ... on MySQL).
    """

    times: Ints
    digests: Keyed
    columns: Mapping[str, Floats]
    step_s: int = 60


@dataclass(frozen=True, slots=True)
class Detail:
    """A long value (a statement, a plan, lock trees), or why it is not there."""

    dimension: str  # for example "db.sql.statement"
    value: str
    status: str = "AVAILABLE"  # or PROCESSING, UNAVAILABLE


@dataclass(frozen=True, slots=True)
class LogGroup:
    """A group of CloudWatch Logs: /aws/rds/cluster/<cluster>/<type>, or RDSOSMetrics."""

    name: str
    created_ms: int = 0
    retention_days: int | None = None


@dataclass(frozen=True, slots=True)
class LogEvents:
    """One stream's events, sorted by (timestamp_ms, ingestion_ms): an event is visible from its ingestion on.

    Event ids are made from group, stream and row where they are left out.
    """

    timestamp_ms: Ints
    ingestion_ms: Ints
    messages: Sequence[str]
    event_ids: Sequence[str] | None = None


NO_EVENTS = LogEvents(np.empty(0, np.int64), np.empty(0, np.int64), ())


@dataclass(frozen=True, slots=True)
class LogFile:
    """A log file on an instance's local disk, as it is at a moment."""

    name: str  # "error/postgresql.log.2026-03-14-0200"
    last_written_ms: int
    size: int


@dataclass(frozen=True, slots=True)
class Stored:
    """An object of S3."""

    key: str
    size: int
    last_modified_s: int


class World(Protocol):
    """Everything the server may show. `dbi` is a DbiResourceId, `instance` a DBInstanceIdentifier."""

    def accounts(self) -> Sequence[str]:
        """Return the twelve-digit ids."""

    def regions(self, account: str) -> Sequence[str]:
        """Return the Regions in which the account has anything."""

    def describe(
        self, account: str, region: str, operation: str, parent: str | None, now: int
    ) -> Sequence[Record]:
        """Return the records an operation lists ("DescribeDBClusters", "DescribeEvents" ...), unfiltered.

        `parent` is what the operation's records hang on: the parameter group of DescribeDBClusterParameters
        and DescribeDBParameters, the snapshot of DescribeDBClusterSnapshotAttributes, the cluster of
        DescribeDBClusterBacktracks, the proxy of DescribeDBProxyTargets; None elsewhere. Events are those up
        to `now`, however old. "DescribeScalingActivities" is application-autoscaling's.
        """

    def paused(self, account: str, region: str, instance: str, now: int) -> bool:
        """Say whether a Serverless v2 instance has paused itself at this moment."""

    def series(self, account: str, region: str) -> Sequence[Series]:
        """Return every metric that ever has a point in this Region. The same objects each time."""

    def points(self, account: str, region: str, series: Series, start_s: int, end_s: int) -> Points:
        """Return a metric's points."""

    def load(self, account: str, region: str, dbi: str, start_s: int, end_s: int) -> Load | None:
        """Return sampled load; None where Performance Insights is off."""

    def counters(self, account: str, region: str, dbi: str) -> Sequence[Counter]:
        """Return the counters an instance offers (os.* and db.*)."""

    def counter_points(
        self, account: str, region: str, dbi: str, counter: str, start_s: int, end_s: int
    ) -> Points:
        """Return a counter's points."""

    def sql_stats(self, account: str, region: str, dbi: str, start_s: int, end_s: int) -> SqlStats | None:
        """Return statistics of digests; None where the engine keeps none."""

    def features(self, account: str, region: str, dbi: str) -> Mapping[str, str]:
        """Return the features and their status, for example {"SQL_STATISTICS": "ENABLED"}."""

    def details(
        self, account: str, region: str, dbi: str, group: str, identifier: str, now: int
    ) -> Sequence[Detail] | None:
        """Return the long values of a key (of db.sql, db.execution_plan, db.lock_snapshot); None: unknown."""

    def log_groups(self, account: str, region: str) -> Sequence[LogGroup]:
        """Return the groups, those of deleted clusters too."""

    def log_streams(self, account: str, region: str, group: str) -> Sequence[str]:
        """Return the names of a group's streams."""

    def log_events(self, account: str, region: str, group: str, stream: str) -> LogEvents:
        """Return a stream's events. The same object each time."""

    def log_files(self, account: str, region: str, instance: str, now: int) -> Sequence[LogFile]:
        """Return the files on an instance's disk."""

    def log_file(self, account: str, region: str, instance: str, name: str, now: int) -> bytes:
        """Return a file's bytes."""

    def trail(self, account: str, region: str, now: int) -> Sequence[Record]:
        """Return CloudTrail's management events, in LookupEvents' shape, that can be looked up by now."""

    def alarms(self, account: str, region: str, now: int) -> Mapping[str, Sequence[Record]]:
        """Return {"MetricAlarms": [...], "CompositeAlarms": [...]} in DescribeAlarms' shape."""

    def alarm_history(self, account: str, region: str, now: int) -> Sequence[Record]:
        """Return history items in DescribeAlarmHistory's shape, up to now."""

    def buckets(self, account: str) -> Sequence[str]:
        """Return the names of an account's buckets."""

    def objects(self, bucket: str, now: int) -> Sequence[Stored]:
        """Return a bucket's objects, sorted by key."""

    def object_bytes(self, bucket: str, key: str) -> bytes:
        """Return an object's bytes."""
