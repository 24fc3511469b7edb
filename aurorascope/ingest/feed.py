"""The ranges of all sources, one after the other: places of plain files, slots for what comes as a stream."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from aurorascope.ingest.cutting import Cut, Cutting
from aurorascope.ingest.reading import BLOCK, inherited_before, tail_mark
from aurorascope.ingest.sources import Source, blocks_of, even_block, plain_tail
from aurorascope.ingest.tasks import ReadRange, ReadStream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Feed:
    """Hands out ranges in order; a range of a stream waits for a free slot."""

    def __init__(
        self, sources: Sequence[Source], slots: Sequence[int], workers: int, unpacks: Callable[[str], bool]
    ) -> None:
        self._workers = workers
        self._unpacks = unpacks
        self._files = list(slots)
        self._free = list(range(len(slots)))
        self._used: dict[int, int] = {}
        self._known: dict[int, tuple[Source, bool]] = {}
        self._number = 0
        self._done = 0
        self._sizes: dict[int, int] = {}
        self._total = self._total_of(sources)
        self._ranges = self._all(sources)
        self._waiting = False

    def next(self) -> ReadRange | ReadStream | None:
        """Return the next range; None when there is none, or no slot is free for it."""
        if not self._free:
            return None
        return next(self._ranges, None)

    def release(self, number: int) -> None:
        """Take back the slot of a range that was read."""
        slot = self._used.pop(number, None)
        if slot is not None:
            self._free.append(slot)
        self._done += self._sizes.pop(number, 0)

    def source_of(self, number: int) -> tuple[Source, bool]:
        """Return the source of a range, and whether it is the source's last."""
        return self._known.pop(number)

    def progress(self) -> tuple[int, int | None]:
        """Return bytes done and bytes in all."""
        return self._done, self._total

    def tail_of(self, source: Source) -> int:
        """Return the mark of the bytes before the end that was read."""
        if source.plain:
            return plain_tail(source.stream.path, source.end)
        return source.tail

    def _total_of(self, sources: Sequence[Source]) -> int | None:
        if all(source.plain for source in sources):
            return sum(source.end - source.resume for source in sources)
        return None

    def _all(self, sources: Sequence[Source]) -> Iterator[ReadRange | ReadStream]:
        for source in sources:
            yield from (
                self._plain(source) if source.plain and not self._whole(source) else self._stream(source)
            )

    def _whole(self, source: Source) -> bool:
        """Tell whether a worker reads a plain file from its begin to its end.

        To know what the ranges of a log inherit is to read it all: that is the worker's then, not the run's.
        """
        return source.spec.inherits and not source.resume and self._by_worker(source)

    def _by_worker(self, source: Source) -> bool:
        return source.stream.path == source.path and self._unpacks(source.path)

    def _plain(self, source: Source) -> Iterator[ReadRange]:
        source.stream.close()
        path = source.stream.path
        known, since = "", 0
        near = path != source.path
        block = even_block(source.end - source.resume, self._workers, BLOCK)
        for begin, end in blocks_of(source, block):
            known, since = inherited_before(path, source.spec, begin, since, known), begin
            made = self._range(
                source, path, -1, begin, end, source.end, begin == source.resume, end == source.end, 0
            )
            yield replace(made, carried=known, near=near) if known or near else made

    def _range(
        self,
        source: Source,
        path: str,
        slot: int,
        begin: int,
        end: int,
        limit: int,
        first: bool,
        last: bool,
        shift: int,
    ) -> ReadRange:
        number = self._numbered(source, last=last)
        self._sizes[number] = end - begin
        return ReadRange(
            number, path, slot, begin, end, limit, first, last, shift, source.id, source.spec, source.labels
        )

    def _numbered(self, source: Source, *, last: bool) -> int:
        """Return the number of the next range."""
        number = self._number
        self._number += 1
        self._known[number] = (source, last)
        return number

    def _stream(self, source: Source) -> Iterator[ReadRange | ReadStream]:
        """Hand out a stream: as a whole where a worker unpacks it, else block by block."""
        if self._by_worker(source):
            number = self._numbered(source, last=True)
            self._sizes[number] = source.size
            source.stream.close()
            yield ReadStream(number, source.path, source.id, source.spec, source.labels)
            return
        cutting = Cutting(source.stream, source.spec)
        for block in cutting.blocks():
            source.end = block.place + len(block.data)
            yield self._slot(source, block)
        source.end, source.tail = cutting.end, tail_mark(cutting.tail)
        source.cut |= cutting.cut

    def _slot(self, source: Source, block: Cut) -> ReadRange:
        slot = self._free.pop()
        size = len(block.data)
        os.ftruncate(self._files[slot], 0)
        os.pwrite(self._files[slot], block.data, 0)
        made = self._range(source, "", slot, 0, size, size, first=True, last=block.last, shift=block.place)
        self._used[made.number] = slot
        return replace(made, carried=block.carried) if block.carried else made
