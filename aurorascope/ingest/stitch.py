"""What a block, a file or a run left open is closed in order.

The stitcher knows, for each process of one log, the raw bytes that a later block may still continue. When a
block shows that a process has gone on, its open bytes, with the continuations that this block began with, are
closed: they are handed out as a block of their own, which the same parser reads.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aurorascope.model.block import Block, OpenEnd, Piece, PlanWitness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STITCHED = 2 << 20  # bytes of closed ends that make a block
OPEN_BYTES = 32 << 20  # of all open ends; beyond it, the process that was silent longest is closed
PLAN_MARK = b" ms  plan:"


@dataclass
class Stitcher:
    """The open ends of one log, in file order."""

    order: dict[str, int] = field(default_factory=dict)  # source -> its place among the sources
    _open: OrderedDict[int, list[OpenEnd]] = field(default_factory=OrderedDict)
    _open_bytes: int = 0
    _closed: list[OpenEnd] = field(default_factory=list)
    _closed_bytes: int = 0
    _witnesses: list[tuple[OpenEnd, PlanWitness]] = field(default_factory=list)

    def take(
        self,
        heads: Sequence[OpenEnd],
        held: Sequence[OpenEnd],
        seen: Iterable[int],
        witnesses: Sequence[PlanWitness],
    ) -> list[Block]:
        """Take the open ends of the next block in file order; return what is now closed, as blocks."""
        for head in heads:
            self._add(head)
        first = {witness.pid: witness for witness in witnesses}
        self._close(-1)
        for pid in seen:
            if pid in self._open:
                self._close(pid, first.get(pid))
        for end in held:
            self._add(end)
        while self._open_bytes > OPEN_BYTES:
            self._close(next(iter(self._open)))
        return self._blocks() if self._closed_bytes >= STITCHED else []

    def _add(self, end: OpenEnd) -> None:
        self._open.setdefault(end.pid, []).append(end)
        self._open.move_to_end(end.pid)
        self._open_bytes += len(end.data)

    def _close(self, pid: int, witness: PlanWitness | None = None) -> None:
        ends = self._open.pop(pid, None)
        if ends is None:
            return
        size = sum(len(end.data) for end in ends)
        self._open_bytes -= size
        self._closed_bytes += size
        self._closed += ends
        if witness is not None and any(PLAN_MARK in end.data[:400] for end in ends):
            self._witnesses.append((self._sorted(ends)[-1], witness))

    def _blocks(self) -> list[Block]:
        ends, witnesses = self._closed, self._witnesses
        self._closed, self._closed_bytes, self._witnesses = [], 0, []
        return [self.block(ends, witnesses)] if ends else []

    def flush(self) -> list[Block]:
        """Return the rest of what is closed."""
        return self._blocks()

    def open_ends(self) -> list[OpenEnd]:
        """Return what is still open, in file order."""
        return self._sorted(end for ends in self._open.values() for end in ends)

    def restore(self, ends: Iterable[OpenEnd]) -> None:
        """Go on from the open ends of an earlier run."""
        for end in ends:
            self._add(end)

    def _sorted(self, ends: Iterable[OpenEnd]) -> list[OpenEnd]:
        return sorted(ends, key=lambda end: (self.order.get(end.source, -1), end.offset))

    def block(self, ends: Iterable[OpenEnd], witnesses: Sequence[tuple[OpenEnd, PlanWitness]] = ()) -> Block:
        """Put open ends together, in file order, as a block with a piece for each.

        A witness stands after the end it comes with: a process that was closed twice has both its ends here.
        """
        pieces = []
        places = {}
        data = bytearray()
        ends = self._sorted(ends)
        for end in ends:
            pieces.append(Piece(len(data), end.source, end.offset))
            data += end.data
            if not end.data.endswith(b"\n"):
                data += b"\n"
            places[end.source, end.offset] = len(data)
        placed = tuple(witness._replace(place=places[end.source, end.offset]) for end, witness in witnesses)
        carried = next((end.carried for end in ends if end.carried), "")
        return Block(bytes(data), tuple(pieces), closing=True, witnesses=placed, carried=carried)
