"""A block: the bytes of a source that one worker reads, and where they stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Piece(NamedTuple):
    """From byte `begin` of a block on, its bytes stood at `offset` of `source`."""

    begin: int
    source: str
    offset: int


class PlanWitness(NamedTuple):
    """The first timed statement of a process in a later block: what an open plan may belong to.

    `place` is the byte of a closing block that the statement would stand at.
    """

    pid: int
    ended_at: int
    duration_us: int
    sql_hash: int
    place: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Whole entries: `data` begins where an entry does, or at the very start of a source.

    A block cut from a file is one piece; one that the stitcher put together from open ends has a piece for
    each of them. `closing` says that nothing can follow: then no entry is held back. `last` says that the
    source ends here: then the last entry is held whatever it is, as a growing file may continue it.
    `carried` is what the first entries inherit from those before: a MySQL log's database, or its time.
    """

    data: bytes
    pieces: tuple[Piece, ...]
    closing: bool = False
    last: bool = False
    witnesses: tuple[PlanWitness, ...] = ()
    carried: str = ""


class OpenEnd(NamedTuple):
    """Raw bytes of one process that a later block may continue, or that continue an earlier one.

    A tuple, as a witness is: thousands go between processes, and a dataclass takes five times as long.
    """

    pid: int
    source: str
    offset: int
    data: bytes
    carried: str = ""
