"""What the parent and its workers say to each other. Small and picklable; bytes go by file where they can."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aurorascope.ingest.summary import SourceStatus
    from aurorascope.logs.starts import FormatSpec
    from aurorascope.model.block import Block, OpenEnd, PlanWitness
    from aurorascope.model.filter import Filter


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker is told once: where the store is, under which run it writes, what is redacted."""

    store: str
    run: str
    worker: int
    redacted: bool
    kind_folders: tuple[str, ...] = ()
    chosen: Filter | None = None


@dataclass(frozen=True, slots=True)
class ReadRange:
    """Read entries that begin in [begin, end) of a file (or of the slot of that number) and parse them.

    `shift` is added to places in the file to get offsets in the source: a slot holds a part of a stream.
    `near` says that the run wrote the file itself, or holds it open: another machine cannot see it.
    """

    number: int
    path: str
    slot: int
    begin: int
    end: int
    limit: int
    first: bool
    last: bool
    shift: int
    source: str
    spec: FormatSpec
    labels: Mapping[str, str]
    carried: str = ""
    near: bool = False


@dataclass(frozen=True, slots=True)
class ReadStream:
    """Read a file from its begin to its end, and parse it: a compressed one, or one whose entries inherit."""

    number: int
    path: str
    source: str
    spec: FormatSpec
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StreamEnd:
    """How a stream ended: its size, the mark of the bytes before it, and what went wrong."""

    end: int
    tail: int
    problem: str


@dataclass(frozen=True, slots=True)
class ParseBlock:
    """Parse a block that the stitcher put together; `open_to` marks its files as provisional ones."""

    number: int
    block: Block
    spec: FormatSpec
    labels: Mapping[str, str]
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class WriteRows:
    """Write rows of the upkeep tables."""

    number: int
    table: str
    rows: tuple[dict[str, Any], ...]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finish:
    """Close the files and say which they are: of the run, or of the provisional rows."""

    number: int
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class InSlot:
    """A task too large for the connection: its pickle is the first `size` bytes of a slot."""

    slot: int
    size: int


@dataclass(frozen=True, slots=True)
class Forked:
    """What a worker that was forked says first: the parent did not start it, and may have to end it."""

    pid: int


@dataclass(frozen=True, slots=True)
class Abandon:
    """The run failed: a worker removes what it has not handed over, and ends."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """An export of counters: the path to show, the file that holds it, and when that was written."""

    id: str
    path: str
    file: str
    written: int


@dataclass(frozen=True, slots=True)
class TakeExports:
    """Take in exports of one instance, in the order of time.

    `before` are the counters of the newest export that is known, made `before_at`; `measured` is the span in
    which another source counted the same.
    """

    number: int
    kind: str
    files: tuple[ExportFile, ...]
    labels: Mapping[str, str]
    before: tuple[dict[str, Any], ...]
    before_at: int | None
    measured: tuple[int, int] | None
    zone: str


@dataclass(frozen=True, slots=True)
class ExportTaken:
    """What became of an export."""

    id: str
    status: SourceStatus
    reason: str = ""
    at: int | None = None
    rows: int = 0
    unread: int = 0


Task = ReadRange | ReadStream | ParseBlock | WriteRows | TakeExports | Finish


@dataclass(slots=True)
class Answer:
    """What became of a task. `last_begin` is where the last entry of a range begins in its source."""

    number: int
    heads: list[OpenEnd] = field(default_factory=list)
    held: list[OpenEnd] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    witnesses: list[PlanWitness] = field(default_factory=list)
    counts: Any = None
    cut: bool = False
    last_begin: int = -1
    files: list[Any] = field(default_factory=list)
    exports: list[ExportTaken] = field(default_factory=list)
    parts: list[Answer] = field(default_factory=list)  # of a stream: one for each block, in order
    ended: StreamEnd | None = None  # of a stream
    problem: str = ""
    fatal: bool = False  # the machine refused: a full disk, a file that has gone
    broken: bool = False  # a fault of ours
