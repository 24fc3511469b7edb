"""Where the next entry begins, for cutting blocks: pure `re`, the same rule as the formats' own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from aurorascope.logs import mysql_starts, pooler_starts, record_starts
from aurorascope.logs.prefix import ANY, CLIENT, Prefix

_STAMP = re.compile(rb"(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


@dataclass(frozen=True)
class FormatSpec:
    """What a worker needs to know of a source's format; small enough to be sent with every block."""

    format: str
    prefix: str
    zone: str = ""

    @property
    def settled(self) -> bool:
        """False where a prefix was learnt, and nothing says what one of its parts is."""
        return self.format != "stderr" or all(
            part.letter not in {ANY, CLIENT} for part in Prefix(self.prefix).parts
        )

    @property
    def mysql(self) -> bool:
        """True for MySQL's logs: an entry follows the other whole, and inherits from those before it."""
        return self.format in mysql_starts.FORMATS

    @property
    def whole(self) -> bool:
        """True where each entry follows the other whole, and each file is a log of its own."""
        return self.mysql or self.format in pooler_starts.FORMATS

    @property
    def inherits(self) -> bool:
        """True where an entry takes over what one before it says: a database, a time."""
        return self.format in mysql_starts.INHERITING

    @property
    def reach(self) -> int:
        """Bytes before a place that decide, with those after it, whether an entry begins there."""
        if self.format in record_starts.FORMATS:
            return record_starts.REACH
        return mysql_starts.reach(self.format) if self.mysql else 1

    @cached_property
    def _begin(self) -> re.Pattern[bytes]:
        prefix = Prefix(self.prefix)
        return _STAMP if prefix.stamped else re.compile(b"(?m)" + prefix.begin.encode())

    def next_start(self, data: bytes | bytearray, position: int) -> int:
        """Return where the first entry at or after `position` begins; -1 where none does."""
        if self.format in pooler_starts.FORMATS:
            return pooler_starts.next_start(self.format, data, position)
        if self.mysql:
            return mysql_starts.next_start(self.format, data, position)
        if self.format in record_starts.FORMATS:
            return record_starts.next_start(self.format, data, position)
        match = self._begin.search(data, position)
        return -1 if match is None else match.start()

    def carried(self, before: bytes, known: str = "") -> str:
        """Return what entries behind the bytes `before` inherit; what was known where they say nothing."""
        return mysql_starts.carried(self.format, before, known) if self.mysql else ""
