"""What a collector hands over: rows, states, spans, watermarks and raw log bytes, as one atom.

A `Haul` is committed whole or not at all, so it is safe to make it as small as one page of answers. Times are
aware datetimes or integers (microseconds since 1970, UTC); columns are lists, numpy arrays or Arrow arrays.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from aurorascope.model.inventory import DatabaseEngine

KnownBy = Literal["poll", "event", "cloudtrail", "log", "metric"]
Status = Literal["complete", "partial", "failed", "unread"]
Route = Literal["api", "cloudwatch", "s3", "rds_file"]


EVERY = "every_s"  # in a watermark's state: a look that is not due yet is not missed where a run is refused


def source_of(*parts: str) -> str:
    """Return the 16 hex digits that name a source for good: of its account, Region, group and stream, say."""
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far a series was taken in: everything before `reached`, and whatever else its collector needs.

    `state` is JSON: a token, the ids of the last events, what was discovered. It is committed with the rows
    that it accounts for, and handed back in the next run exactly as it was.
    """

    reached: datetime
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SqlText:
    """A column of `Rows` that holds statements, and the column that takes their fingerprints.

    The run makes the fingerprints and adds the families to `fingerprints`; a redacted store gets the family's
    text instead of the statement, any store loses passwords. A text that was cut gets a fingerprint of what
    is left only where `cut` (a boolean column, which is not stored) does not say so.
    """

    column: str
    fingerprint: str = ""
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table: `columns` of one length; what is missing is null, account and region are filled in.

    `cluster` and `instance` stand for columns of these names where all rows share them. Rows may repeat what
    an earlier run or haul brought: a table has a key (`Table.key`), and of the rows of one key the one that
    was observed last is kept, so read late points again freely. `observed_at` is filled in.
    """

    table: str
    columns: Mapping[str, Sequence[Any]]
    cluster: str = ""
    instance: str = ""
    engine: DatabaseEngine = "postgresql"
    sql: tuple[SqlText, ...] = ()
    private: tuple[str, ...] = ()  # columns of other text that a redacted store must not keep
    spoken: Mapping[str, frozenset[str]] = field(
        default_factory=dict
    )  # of AWS's words: names that stay in it
    sent: tuple[str, ...] = ()  # columns of JSON of which a redacted store keeps keys and numbers


@dataclass(frozen=True, slots=True)
class State:
    """What there is now: every row of `table` with these values of `scope`, and nothing else of that scope.

    For the tables whose rows hold for a time (topology, roles, tags, parameters): the run compares the rows
    with those that held so far, closes what changed or went (`valid_to`), opens what is new, and writes a
    row of `changes` for each difference. So `scope` must be complete: yield no State for a part that could
    not be read to its end. Rows are told apart by the table's key; a row may carry its own `valid_from`
    where an event says when it began, else it is the run's `now`.

    Rows of a cluster, instance or resource in `not_looked_at` stay as they are: it is there, not chosen.

    `topology.attributes` is a mapping (stored as JSON, compared value by value); what changes all the time
    (restorable times, progress) goes to the mapping `topology.readings`, which is replaced silently.
    """

    table: str
    scope: Mapping[str, str]
    rows: Sequence[Mapping[str, Any]]
    known_by: KnownBy = "poll"
    not_looked_at: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time of one series, and what became of it: a row of `coverage`.

    `series` names what is covered, as coarse as it is true: all metrics of one instance that were read to the
    same moment are one series. A span that touches the last one extends it. What could not be read is a span
    too, 'failed' or 'partial' with its reason: a gap that nobody named is a defect. It goes away when a later
    span of that series covers it. 'unread' is what is there and is not read by design: no run fails for it.

    `mends` is for a look at what there is now (topology, parameters): it makes good every look before it that
    was refused, since nothing of those moments could be read later.
    """

    series: str
    covered_from: datetime
    covered_to: datetime
    cluster: str = ""
    instance: str = ""
    status: Status = "complete"
    reason: str = ""
    entries: int | None = None  # what is new in it; leave it out where windows overlap
    route: Route = "api"
    mends: bool = False


@dataclass(frozen=True, slots=True)
class LogPiece:
    """Raw bytes of one log, in order, that go on where its last piece ended.

    They take the way of a file: format, blocks, open ends across pieces and runs, one route for each span.
    `source` is 16 hex digits that name the stream or file for good (`source_of`). `position` is how many
    bytes of the source came before `data`. `marks` are places in `data` where a next run could begin to read
    again, each with the watermark that makes it do so, the first at 0: the run commits the last mark that
    lies before what is still open, so the next run is asked for the rest of the bytes again, byte for byte
    from that mark. The series' watermark is therefore given here and not in the haul.

    `data` is whole lines, each ended by a newline. Order and doubles are the collector's business: events
    sorted by (timestamp, ingestion time), each event id once, ids of the overlap kept in the watermark.
    """

    series: str
    source: str
    path: str
    cluster: str
    instance: str
    kind: str  # postgresql, slowquery, error, audit, general, instance ...
    route: Route
    data: bytes
    marks: Sequence[tuple[int, Watermark]]
    position: int = 0
    expected_bytes: int | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Haul:
    """One atom of what a collector brings; everything in it becomes part of the store in one commit."""

    rows: tuple[Rows, ...] = ()
    states: tuple[State, ...] = ()
    spans: tuple[Span, ...] = ()
    watermarks: Mapping[str, Watermark] = field(default_factory=dict)
    logs: tuple[LogPiece, ...] = ()
