"""Where the next entry begins, for cutting blocks: pure `re`, the same rule as the formats' own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from aurorascope.logs.prefix import Prefix

_STAMP = re.compile(rb"(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


@dataclass(frozen=True)
class FormatSpec:
    """What a worker needs to know of a source's format; small enough to be sent with every block."""

    format: str
    prefix: str
    zone: str = ""

    @cached_property
    def _begin(self) -> re.Pattern[bytes]:
        prefix = Prefix(self.prefix)
        return _STAMP if prefix.stamped else re.compile(b"(?m)" + prefix.regex.pattern)

    def next_start(self, data: bytes | bytearray, position: int) -> int:
        """Return where the first entry at or after `position` begins; -1 where none does."""
        match = self._begin.search(data, position)
        return -1 if match is None else match.start()
