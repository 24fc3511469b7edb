"""A worker: reads ranges, parses blocks, writes Parquet files, and says what stayed open."""

from __future__ import annotations

import os
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from aurorascope.ingest.reading import inherited, read_entries, tail_mark
from aurorascope.ingest.tasks import (
    Answer,
    ParseBlock,
    ReadRange,
    ReadStream,
    Setup,
    StreamEnd,
    TakeExports,
    WriteRows,
)
from aurorascope.logs.kinds import Kinds, builtin_folder, load_kinds
from aurorascope.logs.parsers import parser_of
from aurorascope.model.block import Block, Piece
from aurorascope.sources.objects import Object, is_object
from aurorascope.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aurorascope.ingest.tasks import Task
    from aurorascope.logs.mysql_parse import MysqlParser
    from aurorascope.logs.parse import Parsed, Parser
    from aurorascope.logs.pooler_rows import PoolerParser
    from aurorascope.logs.starts import FormatSpec
    from aurorascope.model.filter import Filter


FAMILY_FRAMES = 16  # of families that most blocks have in common, before they are merged


def folders_of(setup: Setup, *, mysql: bool) -> list[Path]:
    """Return the user's folders of event kinds of one engine: MySQL's are called mysql."""
    folders = (Path(folder) for folder in setup.kind_folders)
    return [folder for folder in folders if (folder.name == "mysql") == mysql]


def kinds_of(setup: Setup) -> Kinds:
    """Load the event kinds of PostgreSQL, ours and the user's."""
    return load_kinds([builtin_folder("postgresql"), *folders_of(setup, mysql=False)])


class Worker:
    """One worker's state: its parsers, its open files, and the families it has seen."""

    def __init__(self, setup: Setup, kinds: Kinds, slots: list[int]) -> None:
        self._setup = setup
        self._kinds = kinds
        self._slots = slots
        self._parsers: dict[FormatSpec, Parser | MysqlParser | PoolerParser] = {}
        self._writers: dict[bool, Writer] = {}
        self._provisional_writers = 0
        self._families: dict[tuple[bool, tuple[tuple[str, str], ...]], list[pl.DataFrame]] = {}
        self._file: tuple[str, int] = ("", -1)
        self._object: Object | None = None

    def do(self, task: Task) -> Answer:
        """Do one task."""
        if isinstance(task, ReadRange):
            return self._read(task)
        if isinstance(task, ReadStream):
            return self._read_stream(task)
        if isinstance(task, ParseBlock):
            parsed = self._parser(task.spec).parse(task.block)
            self._write(parsed, task.labels, provisional=task.provisional)
            return Answer(task.number, counts=parsed.counts)
        if isinstance(task, WriteRows):
            self._write_rows(task)
            return Answer(task.number)
        if isinstance(task, TakeExports):
            return self._take_exports(task)
        return Answer(task.number, files=self._finish(provisional=task.provisional))

    def abort(self) -> None:
        """Remove what was written and not handed over."""
        for writer in self._writers.values():
            writer.abort()

    def _read(self, task: ReadRange) -> Answer:
        file = self._slots[task.slot] if task.slot >= 0 else self._open(task.path)
        data, begin, cut = read_entries(file, task.spec, task.begin, task.end, task.limit, first=task.first)
        carried = inherited(file, task.spec, task.begin, begin, task.carried)
        block = Block(data, (Piece(0, task.source, begin + task.shift),), last=task.last, carried=carried)
        return self._parsed(task, block, cut=cut)

    def _read_stream(self, task: ReadStream) -> Answer:
        """Read all of a stream: what each block left open goes back, as the stitcher is the run's."""
        from aurorascope.ingest.cutting import Cutting
        from aurorascope.sources.streams import Stream

        stream = Stream(task.path)
        cutting = Cutting(stream, task.spec)
        answer = Answer(task.number)
        for data, place, carried, last in cutting.blocks():
            block = Block(data, (Piece(0, task.source, place),), last=last, carried=carried)
            answer.parts.append(self._parsed(task, block, cut=cutting.cut))
        answer.cut = cutting.cut
        answer.ended = StreamEnd(cutting.end, tail_mark(cutting.tail), stream.problem)
        return answer

    def _parsed(self, task: ReadRange | ReadStream, block: Block, *, cut: bool) -> Answer:
        """Parse a block, write its rows, and say what it left open."""
        parsed = self._parser(task.spec).parse(block)
        self._write(parsed, task.labels, provisional=False)
        return Answer(
            task.number,
            parsed.heads,
            parsed.held,
            parsed.seen,
            parsed.witnesses,
            parsed.counts,
            cut,
            parsed.last_begin,
        )

    def _take_exports(self, task: TakeExports) -> Answer:
        from aurorascope.ingest.export_rows import taken
        from aurorascope.logs.parse import Parsed

        answer = Answer(task.number)
        for export, tables in taken(task, redacted=self._setup.redacted):
            self._write(Parsed(tables=tables), task.labels, provisional=False)
            answer.exports.append(export)
        return answer

    def _open(self, path: str) -> int | Object:
        if is_object(path):
            if self._object is None or self._object.path != path:
                self._object = Object(path)
            return self._object
        if self._file[0] != path:
            if self._file[1] >= 0:
                os.close(self._file[1])
            self._file = path, os.open(path, os.O_RDONLY)
        return self._file[1]

    def _parser(self, spec: FormatSpec) -> Parser | MysqlParser | PoolerParser:
        if spec not in self._parsers:
            own = folders_of(self._setup, mysql=True)
            self._parsers[spec] = parser_of(spec, self._kinds, redacted=self._setup.redacted, mysql_kinds=own)
        return self._parsers[spec]

    def _writer(self, *, provisional: bool) -> Writer:
        if provisional not in self._writers:
            number = self._setup.worker
            if provisional:  # each log's provisional rows have files of their own: they are taken back alone
                self._provisional_writers += 1
                number += 1000 * self._provisional_writers
            self._writers[provisional] = Writer(self._setup.store, self._setup.run, {}, worker=number)
        return self._writers[provisional]

    def _write(self, parsed: Parsed, labels: Mapping[str, str], *, provisional: bool) -> None:
        writer = self._writer(provisional=provisional)
        if self._setup.chosen is not None:
            self._select(parsed, self._setup.chosen)
        families = parsed.tables.pop("fingerprints", None)
        if families is not None:
            key = (provisional, tuple(sorted(labels.items())))
            held = self._families.setdefault(key, [])
            held.append(families)
            if len(held) >= FAMILY_FRAMES:
                self._families[key] = [_merged(held)]
        for table, frame in parsed.tables.items():
            writer.write(table, frame, labels=labels)

    def _select(self, parsed: Parsed, chosen: Filter) -> None:
        from aurorascope.ingest.selection import select

        parsed.tables, left = select(parsed.tables, chosen)
        for source, count in left.items():
            parsed.counts[source].filtered += count

    def _write_rows(self, task: WriteRows) -> None:
        frame = pl.DataFrame(list(task.rows), infer_schema_length=None)
        times = [name for name in frame.columns if name in TIMES]
        frame = frame.with_columns(pl.col(times).cast(pl.Int64).cast(pl.Datetime("us", "UTC")))
        self._writer(provisional=False).write(task.table, frame, labels=task.labels)

    def _finish(self, *, provisional: bool) -> list[object]:
        for key in [key for key in self._families if key[0] == provisional]:
            rows = _merged(self._families.pop(key))
            self._writer(provisional=provisional).write("fingerprints", rows, labels=dict(key[1]))
        writer = self._writers.pop(provisional, None)
        return [] if writer is None else list(writer.close())


def _merged(families: list[pl.DataFrame]) -> pl.DataFrame:
    """Return a row a family, with the first and the last time that it was seen."""
    whole = pl.concat(families, how="diagonal").group_by("fingerprint", maintain_order=True)
    return whole.agg(
        pl.exclude("first_seen", "last_seen").first(), pl.col("first_seen").min(), pl.col("last_seen").max()
    )


TIMES = ("ts", "covered_from", "covered_to", "started_at", "ended_at")


def answered(worker: Worker, task: Task, *, last: bool = True) -> Answer:
    """Do a task; what the machine refuses (a full disk, a vanished file) is said, not raised.

    Unless this is not the `last` time that it is tried: then it is raised, for another machine to try.
    """
    try:
        return worker.do(task)
    except OSError as error:
        if not last:
            raise
        name = f"{error.filename}: " if error.filename else ""
        return Answer(task.number, problem=f"{name}{error.strerror or error}", fatal=True)
    except Exception:  # noqa: BLE001 - a fault of ours is reported by the parent, whole, as an internal error
        return Answer(task.number, problem=traceback.format_exc(), broken=True)
