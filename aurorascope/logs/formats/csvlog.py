"""PostgreSQL's csvlog of 23 columns (to 12), 24 (13), and 26 (from 14): every record, and every field of it.

https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-CSVLOG
Fields are found by their commas outside of quotes. A record that is broken (a server that was killed, a file
cut at its begin) would turn inside and outside round for all that follow; so where any record has another
shape, the count of quotes starts anew wherever a record is certain to begin (`record_starts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aurorascope.logs import clock
from aurorascope.logs.record_starts import CSVLOG, STARTS
from aurorascope.logs.records import ABSENT, Fields, Records
from aurorascope.model.support import Support

if TYPE_CHECKING:
    from datetime import tzinfo

    from numpy.typing import NDArray

    from aurorascope.logs.lines import Lines

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

SUPPORT = Support(
    "PostgreSQL, csvlog",
    "23 columns (to 12), 24 (13), 26 (from 14)",
    "entries, statements, plans and the tables of the kinds below",
    "PostgreSQL 15, 26 columns; the others are cut of it",
    2,
)

COLUMNS = (
    "log_time", "user_name", "database_name", "pid", "remote", "session_id", "line_num", "command_tag",
    "session_start", "vxid", "xid", "error_severity", "sqlstate", "message", "detail", "hint",
    "internal_query", "internal_position", "context", "statement", "position", "location", "application",
    "backend_type", "leader_pid", "query_id",
)  # fmt: skip
UNREAD = ("command_tag", "session_start", "internal_position", "leader_pid")
LEAST, MOST = 23, 40  # a later version may add columns behind those that are known
COMMA, QUOTE, NEWLINE, RETURN = 44, 34, 10, 13


@dataclass(frozen=True)
class CsvFormat:
    """csvlog; `zone` overrules the zone that the lines name."""

    zone: tzinfo | None = None
    name: str = CSVLOG

    def lines(self, text: bytes) -> Lines:
        """Read a block: its records as entries."""
        raw = np.frombuffer(text, dtype=np.uint8)
        quotes = np.flatnonzero(raw == QUOTE)
        table = _Table(raw, quotes)
        if not table.good.all():
            starts = np.array([match.start() for match in STARTS[CSVLOG].finditer(text)], dtype=np.int64)
            if len(starts):
                table = _Table(raw, quotes, starts)
        return table.records(text).lines(self.zone)


class _Table:
    """The fields of a block: where each record has its delimiters outside of quotes."""

    def __init__(self, raw: Bytes, quotes: Ints, starts: Ints | None = None) -> None:
        marks = np.flatnonzero((raw == COMMA) | (raw == NEWLINE))
        before = np.searchsorted(quotes, marks)
        outside = before & 1 == 0
        if starts is not None:
            place = np.searchsorted(starts, marks, side="right") - 1
            base = np.where(place >= 0, np.searchsorted(quotes, starts)[np.maximum(place, 0)], 0)
            outside = ((before - base) & 1 == 0) | np.isin(marks, starts - 1)
        marks = marks[outside]
        ending = raw[marks] == NEWLINE
        if not len(marks) or not ending[-1] or marks[-1] != len(raw) - 1:
            marks, ending = np.append(marks, len(raw)), np.append(ending, True)
        self.raw, self.quotes, self.marks = raw, quotes, marks
        last = np.flatnonzero(ending)
        first = np.append(0, last[:-1] + 1)
        ends = marks[last]
        begins = np.append(0, ends[:-1] + 1)
        ends = ends - ((ends > begins) & (raw[np.maximum(ends - 1, 0)] == RETURN))
        some = ends > begins
        self.first, self.begins, self.ends = first[some], begins[some], ends[some]
        self.width = (last - first + 1)[some]
        self.good = (self.width >= LEAST) & (self.width <= MOST) & clock.shaped(raw, self.begins)

    def field(self, place: int) -> Fields:
        """Return a column without its quotes; an empty field that is not quoted is absent."""
        have = np.flatnonzero(self.good & (self.width > place))
        begins = np.zeros(len(self.begins), dtype=np.int64)
        lengths = np.full(len(self.begins), ABSENT, dtype=np.int64)
        at = self.first[have] + place
        begin = self.begins[have] if place == 0 else self.marks[at - 1] + 1
        end = np.minimum(self.marks[at], self.ends[have])
        filled = end > begin
        quoted = filled & (end - begin >= 2) & (self.raw[np.minimum(begin, len(self.raw) - 1)] == QUOTE)
        quoted &= self.raw[np.maximum(end - 1, 0)] == QUOTE  # else the last byte may be half a character
        begins[have] = begin + quoted
        lengths[have] = np.where(filled, end - begin - 2 * quoted, ABSENT)
        return Fields(begins, lengths)

    def records(self, text: bytes) -> Records:
        """Return the records."""
        fields = {name: self.field(place) for place, name in enumerate(COLUMNS) if name not in UNREAD}
        inner = self.field(COLUMNS.index("internal_position"))
        position = fields["position"]
        absent = position.lengths < 0
        position.begins[absent], position.lengths[absent] = inner.begins[absent], inner.lengths[absent]
        begin, end = self.marks[self.first], self.marks[np.minimum(self.first + 5, len(self.marks) - 1)]
        session = Fields(begin, np.where(self.good, end - begin, ABSENT))
        return Records(
            text, self.raw, self.begins, self.ends, self.good, fields, session, '"', self.quotes, _plain
        )


def _plain(texts: list[bytes]) -> list[bytes]:
    return [text.replace(b'""', b'"') for text in texts]
