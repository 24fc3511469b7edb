"""The ranges of all sources, one after the other: places of plain files, slots for what comes as a stream."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from aurorascope.ingest.reading import BLOCK, MAX_ENTRY, inherited_before
from aurorascope.ingest.sources import TAIL, Source, blocks_of, even_block, plain_tail, tail_mark
from aurorascope.ingest.tasks import ReadRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Feed:
    """Hands out ranges in order; a range of a stream waits for a free slot."""

    def __init__(self, sources: Sequence[Source], slots: Sequence[int], workers: int) -> None:
        self._workers = workers
        self._files = list(slots)
        self._free = list(range(len(slots)))
        self._used: dict[int, int] = {}
        self._known: dict[int, tuple[Source, bool]] = {}
        self._tails: dict[str, bytes] = {}
        self._number = 0
        self._done = 0
        self._sizes: dict[int, int] = {}
        self._total = self._total_of(sources)
        self._ranges = self._all(sources)
        self._waiting = False

    def next(self) -> ReadRange | None:
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
            return plain_tail(
                source.stream.path if source.stream.path != source.path else source.path, source.end
            )
        return tail_mark(self._tails.get(source.id, b""))

    def _total_of(self, sources: Sequence[Source]) -> int | None:
        if all(source.plain for source in sources):
            return sum(source.end - source.resume for source in sources)
        return None

    def _all(self, sources: Sequence[Source]) -> Iterator[ReadRange]:
        for source in sources:
            yield from self._plain(source) if source.plain else self._stream(source)

    def _plain(self, source: Source) -> Iterator[ReadRange]:
        source.stream.close()
        path = source.stream.path if source.stream.path != source.path else source.path
        known, since = "", 0
        block = even_block(source.end - source.resume, self._workers, BLOCK)
        for begin, end in blocks_of(source, block):
            known, since = inherited_before(path, source.spec, begin, since, known), begin
            made = self._range(
                source, path, -1, begin, end, source.end, begin == source.resume, end == source.end, 0
            )
            yield replace(made, carried=known) if known else made

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
        number = self._number
        self._number += 1
        self._known[number] = (source, last)
        self._sizes[number] = end - begin
        return ReadRange(
            number, path, slot, begin, end, limit, first, last, shift, source.id, source.spec, source.labels
        )

    def _stream(self, source: Source) -> Iterator[ReadRange]:
        """Cut a stream into slots of whole entries, one block behind, so that the last is known to be it."""
        offset = 0
        before = None
        known = ""
        for data, place in self._cuts(source):
            if before is not None:
                yield self._slot(source, *before, known, last=False)
                known = source.spec.carried(before[0], known)
            before = data, place
            offset = place + len(data)
        source.end = max(source.end, offset)
        if before is not None:
            yield self._slot(source, *before, known, last=True)
        source.stream.close()

    def _slot(self, source: Source, data: bytes, place: int, known: str, *, last: bool) -> ReadRange:
        slot = self._free.pop()
        os.ftruncate(self._files[slot], 0)
        os.pwrite(self._files[slot], data, 0)
        made = self._range(source, "", slot, 0, len(data), len(data), first=True, last=last, shift=place)
        self._used[made.number] = slot
        return replace(made, carried=known) if known else made

    def _cuts(self, source: Source) -> Iterator[tuple[bytes, int]]:
        """Yield whole entries of about a block with their offset; an entry beyond MAX_ENTRY is cut."""
        held = bytearray()
        place = 0
        skipping = False
        tail = b""
        for chunk in source.stream.chunks():
            tail = (tail + chunk)[-TAIL:]
            held += chunk
            if skipping:
                start = source.spec.next_start(held, 1)
                gone = start if start >= 0 else max(0, len(held) - max(64, source.spec.reach))
                del held[:gone]
                place += gone
                skipping = start < 0
                continue
            if len(held) < BLOCK + len(chunk):
                continue
            start = source.spec.next_start(held, BLOCK)
            if start < 0:
                if len(held) < BLOCK + MAX_ENTRY:
                    continue
                source.cut, skipping, start = True, True, len(held)
            yield bytes(held[:start]), place
            del held[:start]
            place += start
        self._tails[source.id] = tail
        source.end = place + len(held)
        if held and not skipping:
            yield bytes(held), place
