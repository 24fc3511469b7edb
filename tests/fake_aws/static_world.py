"""A World made by hand, for tests of one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from fake_aws.world import (
    NO_EVENTS,
    NO_POINTS,
    Counter,
    Detail,
    Keyed,
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

Place = tuple[str, str]  # account, Region


@dataclass
class StaticWorld:
    """A World made by hand from dicts and lists, for tests; what is not filled in is empty.

    Records with a "Date", "EventTime" or "Timestamp" appear at that moment; all others are always there.
    """

    places: list[Place] = field(default_factory=list)
    records: dict[tuple[Place, str], list[Record]] = field(default_factory=dict)  # by operation
    children: dict[tuple[Place, str, str], list[Record]] = field(default_factory=dict)  # by operation, parent
    pauses: dict[tuple[Place, str], list[tuple[int, int]]] = field(
        default_factory=dict
    )  # by instance: [from, to)
    metrics: dict[Place, dict[Series, Points]] = field(default_factory=dict)
    loads: dict[tuple[Place, str], Load] = field(default_factory=dict)  # by dbi, as the next four
    counted: dict[tuple[Place, str], dict[Counter, Points]] = field(default_factory=dict)
    stats: dict[tuple[Place, str], SqlStats] = field(default_factory=dict)
    offered: dict[tuple[Place, str], dict[str, str]] = field(default_factory=dict)
    long_values: dict[tuple[Place, str], dict[tuple[str, str], list[Detail]]] = field(default_factory=dict)
    groups: dict[Place, list[LogGroup]] = field(default_factory=dict)
    streams: dict[tuple[Place, str], dict[str, LogEvents]] = field(default_factory=dict)  # by group
    files: dict[tuple[Place, str], dict[str, tuple[int, bytes]]] = field(
        default_factory=dict
    )  # last_written_ms
    trails: dict[Place, list[Record]] = field(default_factory=dict)
    alarm_records: dict[Place, dict[str, list[Record]]] = field(default_factory=dict)
    alarm_story: dict[Place, list[Record]] = field(default_factory=dict)
    owned: dict[str, list[str]] = field(default_factory=dict)  # buckets by account
    stored: dict[str, dict[str, tuple[int, bytes]]] = field(
        default_factory=dict
    )  # by bucket: last_modified_s

    def accounts(self) -> Sequence[str]:
        return sorted({account for account, _ in self.places})

    def regions(self, account: str) -> Sequence[str]:
        return sorted(region for owner, region in self.places if owner == account)

    def describe(
        self, account: str, region: str, operation: str, parent: str | None, now: int
    ) -> Sequence[Record]:
        place = (account, region)
        found = self.records.get((place, operation), [])
        return _until(now, found if parent is None else self.children.get((place, operation, parent), []))

    def paused(self, account: str, region: str, instance: str, now: int) -> bool:
        return any(start <= now < end for start, end in self.pauses.get(((account, region), instance), ()))

    def series(self, account: str, region: str) -> Sequence[Series]:
        return list(self.metrics.get((account, region), ()))

    def points(self, account: str, region: str, series: Series, start_s: int, end_s: int) -> Points:
        return self.metrics.get((account, region), {}).get(series, NO_POINTS)

    def load(self, account: str, region: str, dbi: str, start_s: int, end_s: int) -> Load | None:
        return self.loads.get(((account, region), dbi))

    def counters(self, account: str, region: str, dbi: str) -> Sequence[Counter]:
        return list(self.counted.get(((account, region), dbi), ()))

    def counter_points(
        self,
        account: str,
        region: str,
        dbi: str,
        counter: str,
        start_s: int,
        end_s: int,
    ) -> Points:
        counted = self.counted.get(((account, region), dbi), {})
        return next((points for known, points in counted.items() if known.name == counter), NO_POINTS)

    def sql_stats(self, account: str, region: str, dbi: str, start_s: int, end_s: int) -> SqlStats | None:
        return self.stats.get(((account, region), dbi))

    def features(self, account: str, region: str, dbi: str) -> Mapping[str, str]:
        return self.offered.get(((account, region), dbi), {})

    def details(
        self,
        account: str,
        region: str,
        dbi: str,
        group: str,
        identifier: str,
        now: int,
    ) -> Sequence[Detail] | None:
        return self.long_values.get(((account, region), dbi), {}).get((group, identifier))

    def log_groups(self, account: str, region: str) -> Sequence[LogGroup]:
        return self.groups.get((account, region), [])

    def log_streams(self, account: str, region: str, group: str) -> Sequence[str]:
        return list(self.streams.get(((account, region), group), ()))

    def log_events(self, account: str, region: str, group: str, stream: str) -> LogEvents:
        return self.streams.get(((account, region), group), {}).get(stream, NO_EVENTS)

    def log_files(self, account: str, region: str, instance: str, now: int) -> Sequence[LogFile]:
        files = self.files.get(((account, region), instance), {})
        return [LogFile(name, written, len(content)) for name, (written, content) in files.items()]

    def log_file(self, account: str, region: str, instance: str, name: str, now: int) -> bytes:
        return self.files[(account, region), instance][name][1]

    def trail(self, account: str, region: str, now: int) -> Sequence[Record]:
        return _until(now, self.trails.get((account, region), []))

    def alarms(self, account: str, region: str, now: int) -> Mapping[str, Sequence[Record]]:
        return self.alarm_records.get((account, region), {})

    def alarm_history(self, account: str, region: str, now: int) -> Sequence[Record]:
        return _until(now, self.alarm_story.get((account, region), []))

    def buckets(self, account: str) -> Sequence[str]:
        return self.owned.get(account, [])

    def objects(self, bucket: str, now: int) -> Sequence[Stored]:
        held = self.stored.get(bucket, {})
        found = [Stored(key, len(content), modified) for key, (modified, content) in sorted(held.items())]
        return [stored for stored in found if stored.last_modified_s <= now]

    def object_bytes(self, bucket: str, key: str) -> bytes:
        return self.stored[bucket][key][1]


def keyed(rows: Sequence[Mapping[str, str] | None]) -> Keyed:
    """Code a column of keys, one mapping of dimensions a row (None: the row has no such key)."""
    members: dict[tuple[tuple[str, str], ...], int] = {}
    codes = [
        -1 if row is None else members.setdefault(tuple(sorted(row.items())), len(members)) for row in rows
    ]
    return Keyed(np.array(codes, np.int32), [dict(member) for member in members])


def _until(now: int, records: Sequence[Record]) -> list[Record]:
    """Return the records that have happened."""
    moments = (record.get("Date") or record.get("EventTime") or record.get("Timestamp") for record in records)
    return [
        record
        for record, moment in zip(records, moments, strict=True)
        if moment is None or moment.timestamp() <= now
    ]
