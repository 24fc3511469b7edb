"""Blocks out to the workers, answers back in order, the stitcher between them."""

from __future__ import annotations

import os
import time
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aurorascope import __version__
from aurorascope.ingest.feed import Feed
from aurorascope.ingest.stitch import Stitcher
from aurorascope.ingest.tasks import Finish, ParseBlock, WriteRows
from aurorascope.logs.mysql_starts import LOG_KINDS
from aurorascope.logs.pooler_starts import LOG_KINDS as POOLERS
from aurorascope.logs.secrets import deals_in_secrets, scrub_raw
from aurorascope.model.errors import OutsideError
from aurorascope.model.moments import SECOND

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aurorascope.ingest.carry import Carry
    from aurorascope.ingest.executor import Executor
    from aurorascope.ingest.plan import Plan
    from aurorascope.ingest.sources import Source
    from aurorascope.ingest.tasks import Answer, TakeExports, Task
    from aurorascope.model.block import Block, OpenEnd
    from aurorascope.model.filter import Filter

UNORDERED = 1 << 40  # numbers from here on are no ranges: their answers may come in any order


class Flow:
    """One run's tasks: ranges in order, blocks of the stitcher as they come, upkeep rows at the end."""

    def __init__(
        self,
        executor: Executor,
        plan: Plan,
        carry: Carry,
        run: str,
        *,
        redacted: bool,
        progress: Callable[[int, int | None], None] | None,
        alone: bool = True,
        chosen: Filter | None = None,
    ) -> None:
        """Make the flow of one run; one that is not `alone` is a part of a run that has its own row."""
        self._executor, self._plan, self._carry, self._run = executor, plan, carry, run
        self._alone = alone
        self._redacted = redacted
        self._said = "" if chosen is None else chosen.described(values=not redacted)
        self._progress = progress
        self._feed = Feed(plan.sources, executor.slots, executor.count, executor.unpacks)
        self._sources = {source.id: source for source in plan.sources}
        self._stitchers: dict[tuple[str, ...], Stitcher] = {}
        self._ready: deque[Task] = deque()
        self._early: dict[int, Answer] = {}
        self._next = 0
        self._unordered = UNORDERED
        self.files: list[Any] = []  # what workers handed over: to commit, or to remove where the run fails
        self._provisional: dict[int, list[Any]] = {}  # the files among them that the next run takes back
        self._open_rows: list[dict[str, Any]] = list(carry.kept)

    def run(self, began: float, exports: Sequence[TakeExports] = ()) -> list[Any]:
        """Read everything; return the files to commit."""
        for place, source in enumerate(self._plan.sources):
            stitcher = self._stitchers.setdefault(source.log, Stitcher())
            stitcher.order[source.id] = place
        for log, ends in self._carry.ends.items():
            self._stitchers[log].restore(ends)
        self._drain()
        for log, stitcher in self._stitchers.items():
            self._enqueue(stitcher.flush(), self._last(log))
        if self._redacted:
            self._drain()
        for log, stitcher in self._stitchers.items():
            self._leave_open(log, stitcher)
        self._take_exports(exports)
        self._upkeep(began)
        return self.files

    def abandon(self) -> None:
        """Let the workers end; learn of the files that they hand over in their last words."""
        for answer in self._executor.abandon():
            self.files += answer.files

    def positions(self) -> dict[str, int]:
        """Return the positions to commit: how far a source was taken in, where to go on, and its mark."""
        found: dict[str, int] = {}
        last = {source.log: source.id for source in self._plan.sources}
        for source in self._plan.sources:
            resume = source.end
            if source.id == last[source.log] and source.last_begin >= 0:
                resume = source.last_begin
            found |= {source.id: source.end, f"{source.id}#resume": resume, f"{source.id}#tail": source.tail}
        found |= {one.file.id: one.size for one in self._plan.exports_taken()}
        for closed in self._carry.closed_logs:
            found[f"{closed}#resume"] = UNORDERED  # it was closed: what follows it is new
        return found

    def needed_from(self, source: Source) -> int:
        """Return the place of a source before which nothing has to be read again."""
        places = [source.last_begin if source.last_begin >= 0 else source.end]
        if self._redacted:  # no raw bytes are kept of what is open
            places += [row["offset"] for row in self._open_rows if row["source"] == source.id]
        return min(places)

    def _drain(self) -> None:
        """Give out tasks and take answers until nothing is left of either."""
        while True:
            worker = self._executor.free
            while worker is not None:
                task = self._ready.popleft() if self._ready else self._feed.next()
                if task is None:
                    break
                self._executor.give(worker, task)
                worker = self._executor.free
            if not self._executor.working:
                return
            for answer in self._executor.answers():
                self._take(answer)

    def _take(self, answer: Answer) -> None:
        if answer.fatal:
            raise OutsideError(f"the run was stopped and nothing was committed: {answer.problem}")
        if answer.broken:
            raise RuntimeError(f"a worker failed:\n{answer.problem}")
        self.files += answer.files
        if answer.number >= UNORDERED:
            if answer.files:
                self._provisional[answer.number] = answer.files
            self._count(answer)
            return
        self._feed.release(answer.number)
        self._early[answer.number] = answer
        while self._next in self._early:
            self._in_order(self._early.pop(self._next))
            self._next += 1

    def _in_order(self, answer: Answer) -> None:
        source, last = self._feed.source_of(answer.number)
        source.cut |= answer.cut
        if answer.ended is not None:
            source.end, source.tail = answer.ended.end, answer.ended.tail
            source.stream.problem = source.stream.problem or answer.ended.problem
        for part in answer.parts or [answer]:
            self._count(part)
            if last:
                source.last_begin = part.last_begin
            blocks = self._stitchers[source.log].take(part.heads, part.held, part.seen, part.witnesses)
            self._enqueue(blocks, source)
        if self._progress is not None:
            self._progress(*self._feed.progress())

    def _enqueue(self, blocks: list[Block], source: Source) -> None:
        self._ready.extend(self._parse(block, source) for block in blocks)

    def _parse(self, block: Block, source: Source, *, provisional: bool = False) -> ParseBlock:
        self._unordered += 1
        return ParseBlock(self._unordered, block, source.spec, source.labels, provisional=provisional)

    def _count(self, answer: Answer) -> None:
        for taken in answer.exports:
            self._plan.exports[taken.id].close(taken)
        for name, counts in (answer.counts or {}).items():
            owner = self._sources.get(name)
            if owner is not None:
                owner.total.add(counts)

    def _last(self, log: tuple[str, ...]) -> Source:
        return [source for source in self._plan.sources if source.log == log][-1]

    def _leave_open(self, log: tuple[str, ...], stitcher: Stitcher) -> None:
        """Write what is open as it stands, into files of its own, and keep the raw bytes for the next run."""
        ends = stitcher.open_ends()
        source = self._last(log)
        if self._redacted:  # no raw bytes are kept, so only what can be read again may stay open
            self._enqueue([stitcher.block(end for end in ends if end.source != source.id)], source)
            self._drain_on(0)
            ends = [end for end in ends if end.source == source.id]
        if not ends:
            return
        # Both tasks to one worker, as its files must be of this log alone; what else is ready goes to others.
        block = stitcher.block(ends)
        self._executor.give(0, self._parse(block, source, provisional=True))
        self._unordered += 1
        finish = Finish(self._unordered, provisional=True)
        self._executor.give(0, finish)
        # a DETAIL is as secret as the statement that it belongs to
        secret = {end.pid for end in ends if deals_in_secrets(end.data)}
        clean = [end._replace(data=scrub_raw(end.data)) if end.pid in secret else end for end in ends]
        self._drain()
        files = [file.path for file in self._provisional.pop(finish.number, [])]
        newest = max((one.total.covered_to or 0 for one in self._plan.sources if one.log == log), default=0)
        self._open_rows += [self._open_row(end, source, newest, files) for end in clean]

    def _take_exports(self, exports: Sequence[TakeExports]) -> None:
        for task in exports:
            self._unordered += 1
            self._ready.append(replace(task, number=self._unordered))
        self._drain()

    def _drain_on(self, worker: int) -> None:
        """Do what is ready on one worker: its files must be of this log alone."""
        while self._ready:
            self._executor.give(worker, self._ready.popleft())
        while self._executor.working:
            for answer in self._executor.answers():
                self._take(answer)

    def _open_row(self, end: OpenEnd, source: Source, newest: int, files: list[str]) -> dict[str, Any]:
        # a log of MySQL's goes on from its file, never from what was kept of it
        raw = None if self._redacted or source.spec.whole else end.data.decode("latin-1")
        return {
            **source.labels,
            "ts": newest,
            "run": self._run,
            "log": source.id,
            "source": end.source,
            "format": source.spec.format,
            "pid": end.pid,
            "offset": end.offset,
            "raw": raw,
            "length": len(end.data),
            "files": files,
        }

    def _upkeep(self, began: float) -> None:
        """Write open ends, coverage and the run itself; then close all files."""
        for source in self._plan.sources:
            source.tail = self._feed.tail_of(source)
        tables: list[tuple[str, list[dict[str, Any]]]] = [("open_ends", self._open_rows)]
        tables.append(
            (
                "coverage",
                [
                    *(
                        coverage_row(one, self._run, redacted=self._redacted, said=self._said)
                        for one in self._plan.sources
                    ),
                    *(one.coverage_row(self._run) for one in self._plan.exports_taken()),
                ],
            )
        )
        if self._alone:
            tables.append(("runs", [self._run_row(began)]))
        for table, rows in tables:
            if rows:
                self._unordered += 1
                self._ready.append(WriteRows(self._unordered, table, tuple(rows), {}))
        self._drain_on(0)
        for worker in range(self._executor.count):
            self._unordered += 1
            self._executor.give(worker, Finish(self._unordered))
        while self._executor.working:
            for answer in self._executor.answers():
                self._take(answer)

    def _run_row(self, began: float) -> dict[str, Any]:
        failed = any(one.status == "failed" for one in self._plan.done.values())
        short = any(source.stream.problem or source.cut for source in self._plan.sources)
        return {
            "run": self._run,
            "started_at": int(began * SECOND),
            "ended_at": int(time.time() * SECOND),
            "version": __version__,
            "command": "ingest",
            "status": "partial" if short or failed else "complete",
        }


def coverage_row(source: Source, run: str, *, redacted: bool, said: str = "") -> dict[str, Any]:
    """Return the row that says what was taken in of a source."""
    total = source.total
    first = total.first_unparsed
    return {
        **source.labels,
        "run": run,
        "source": source.id,
        "path": os.fspath(source.path),
        "log_kind": source.kind or (LOG_KINDS | POOLERS).get(source.spec.format, "postgresql"),
        "route": "stdin" if source.path == "-" else source.route,
        "format": source.spec.format,
        "prefix": source.spec.prefix,
        "covered_from": total.covered_from,
        "covered_to": total.covered_to,
        "expected_bytes": source.size if source.plain else None,
        "bytes": source.end - source.resume,
        "position_from": source.resume,
        "position_to": source.end,
        "entries": total.entries,
        "filtered_entries": total.filtered if said else None,
        "filter": said or None,
        "unparsed_entries": total.unparsed,
        "first_unparsed": None if redacted or first is None else first[0],
        "first_unparsed_offset": None if first is None else first[2],
        "truncated": bool(source.stream.problem),
        "status": "partial" if source.stream.problem or source.cut else "complete",
    }
